/* How a job that works for as long as somebody looks on gets its orders: a box for one order, the
 * last; what was not begun when another comes is never done. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _RasOrderBox RasOrderBox;

/* `free_order` frees the orders that are in it. */
RasOrderBox *ras_order_box_new (GDestroyNotify free_order);
/* After the worker has seen its end. */
void ras_order_box_free (RasOrderBox *self);

/* For the interface thread: takes `order` and gives it a number, from 1 on; and: no more of them. */
guint ras_order_box_put (RasOrderBox *self, gpointer order);
void ras_order_box_end (RasOrderBox *self);

/* For the worker: waits for an order, which it owns then. NULL: there are no more. */
gpointer ras_order_box_take (RasOrderBox *self, guint *number);

G_END_DECLS
