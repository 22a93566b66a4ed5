/* The window's share in the gallery: it hands on fits and opens images in Compare. */
#include "ras-window-private.h"

void
ras_window_tell_gallery (RasWindow *self, const char *stage, double fraction)
{
  guint n = ras_n_erasers ();
  g_autofree RasFit **fits = g_new (RasFit *, n);
  g_autofree const char **failures = g_new (const char *, n);
  const RasEraser *fitting = self->fit_job ? self->fitting : NULL;

  for (guint i = 0; i < n; i++)
    {
      fits[i] = self->places[i].fit;
      failures[i] = self->places[i].failure;
    }
  ras_gallery_view_tell (self->gallery_view,
                         &(RasGalleryState) { self->dataset, fits, failures, fitting, stage,
                                              fraction });
}

static void
open_image_cb (RasWindow *self, guint split, guint index)
{
  int filter = ras_session_get_state (self->session)->class_filter;

  if (filter != (int) ras_dataset_get_label (self->dataset, split, index))
    filter = RAS_ALL_CLASSES;
  /* The thumbnails list it first: an image that is not listed gives way to one that is. */
  g_object_set (self->session, "own-picture", NULL, "class-filter", filter, "split",
                ras_split_name (split), NULL);
  g_object_set (self->session, "index", index, "page", "compare", NULL);
}

static void
reshuffle_cb (GSimpleAction *action, GVariant *parameter, gpointer user_data)
{
  ras_gallery_view_reshuffle (((RasWindow *) user_data)->gallery_view);
}

void
ras_window_init_gallery (RasWindow *self)
{
  const GActionEntry reshuffle = { "reshuffle", reshuffle_cb };

  g_action_map_add_action_entries (G_ACTION_MAP (self), &reshuffle, 1, self);
  g_signal_connect_object (self->gallery_view, "toast", G_CALLBACK (ras_window_toast), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->gallery_view, "open-image", G_CALLBACK (open_image_cb), self,
                           G_CONNECT_SWAPPED);
  ras_gallery_view_set_session (self->gallery_view, self->session);
}
