/* The rank on its walk. It only says where it is: pictures follow as fast as they can be made. */
#include "ras-present-view-private.h"

#include <glib/gi18n.h>

#include "ras-settings.h"

static gboolean
are_animations_off (RasPresentView *self)
{
  gboolean enabled;

  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &enabled,
                NULL);
  return !enabled;
}

static guint
get_rank (RasPresentView *self)
{
  return MIN (ras_session_get_state (self->session)->rank,
              ras_rank_scale_get_max_rank (self->scale));
}

static gint64
get_time (RasPresentView *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  return clock ? gdk_frame_clock_get_frame_time (clock) : g_get_monotonic_time ();
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user_data)
{
  RasPresentView *self = RAS_PRESENT_VIEW (widget);
  guint length = ras_rank_scale_get_max_rank (self->scale);
  guint rank = ras_rank_walk_advance (&self->walk, ras_rank_scale_get_limit (self->scale), length,
                                      self->pace, are_animations_off (self), get_time (self));

  if (rank != get_rank (self))
    g_object_set (self->session, "rank", rank, NULL);
  if (rank < length)
    return G_SOURCE_CONTINUE;
  self->tick_id = 0;
  return G_SOURCE_REMOVE;
}

gboolean
ras_present_view_get_playing (RasPresentView *self)
{
  return self->tick_id != 0;
}

/* From the end it begins anew. */
void
ras_present_view_set_playing (RasPresentView *self, gboolean playing)
{
  guint length = ras_rank_scale_get_max_rank (self->scale);

  if (playing == ras_present_view_get_playing (self))
    return;
  if (!playing)
    {
      gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick_id);
      self->tick_id = 0;
      return;
    }
  if (length == 0)
    {
      ras_present_view_say (self, _ ("The directions are still being computed"));
      return;
    }
  if (get_rank (self) >= length)
    g_object_set (self->session, "rank", 0, NULL);
  ras_rank_walk_begin (&self->walk, ras_rank_scale_get_limit (self->scale), get_rank (self),
                       get_time (self));
  self->tick_id = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}

/* Whoever steps has taken over. */
void
ras_present_view_choose_rank (RasPresentView *self, guint rank)
{
  ras_present_view_set_playing (self, FALSE);
  g_object_set (self->session, "rank", MIN (rank, ras_rank_scale_get_max_rank (self->scale)),
                NULL);
}

void
ras_present_view_change_pace (RasPresentView *self, int direction)
{
  GSettings *settings = ras_settings_get ();
  g_autofree char *note = NULL;

  self->pace = ras_rank_walk_change_pace (self->pace, direction);
  if (settings)
    g_settings_set_double (settings, "present-pace", self->pace);
  /* Translators: how fast the rank walks, such as ×1.4. */
  note = g_strdup_printf (_ ("Pace ×%.2g"), self->pace);
  ras_present_view_say (self, note);
}
