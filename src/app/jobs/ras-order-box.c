#include "ras-order-box.h"

struct _RasOrderBox
{
  GDestroyNotify free_order;
  GMutex lock;
  GCond cond;
  gpointer order; /* NULL: none, or taken */
  guint number;
  gboolean ended;
};

RasOrderBox *
ras_order_box_new (GDestroyNotify free_order)
{
  RasOrderBox *self = g_new0 (RasOrderBox, 1);

  self->free_order = free_order;
  g_mutex_init (&self->lock);
  g_cond_init (&self->cond);
  return self;
}

void
ras_order_box_free (RasOrderBox *self)
{
  g_clear_pointer (&self->order, self->free_order);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->cond);
  g_free (self);
}

guint
ras_order_box_put (RasOrderBox *self, gpointer order)
{
  guint number;

  g_mutex_lock (&self->lock);
  g_clear_pointer (&self->order, self->free_order);
  self->order = order;
  number = ++self->number;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
  return number;
}

void
ras_order_box_end (RasOrderBox *self)
{
  g_mutex_lock (&self->lock);
  self->ended = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->lock);
}

gpointer
ras_order_box_take (RasOrderBox *self, guint *number)
{
  gpointer order = NULL;

  g_mutex_lock (&self->lock);
  while (self->order == NULL && !self->ended)
    g_cond_wait (&self->cond, &self->lock);
  if (!self->ended)
    {
      order = g_steal_pointer (&self->order);
      *number = self->number;
    }
  g_mutex_unlock (&self->lock);
  return order;
}
