#include "ras-window-private.h"

#include <glib/gi18n.h>

#include "distortion.h"
#include "memory.h"
#include "ras-class-names.h"
#include "ras-load-job.h"

/* Decibels beyond which only rounding differs. */
#define SAME_PSNR 200

gboolean
ras_place_is_original (const RasPlace *place)
{
  return place->eraser->fit == NULL;
}

RasPlace *
ras_window_get_place (RasWindow *self, const RasEraser *eraser)
{
  return &self->places[ras_eraser_index (eraser)];
}

/* --- What the panels show --- */

void
ras_window_show_picture (RasWindow *self, RasPlace *place, GBytes *values)
{
  ras_panel_set_picture (place->panel, values, self->original,
                         ras_dataset_get_channels (self->dataset),
                         ras_dataset_get_height (self->dataset),
                         ras_dataset_get_width (self->dataset));
  ras_window_follow_made (self, place);
}

void
ras_window_set_details (RasPlace *place, const char *first, const char *second)
{
  g_free (place->details[0]);
  g_free (place->details[1]);
  place->details[0] = g_strdup (first);
  place->details[1] = g_strdup (second);
  ras_panel_set_details (place->panel, first, second);
}

static void
describe_original (RasWindow *self, RasPlace *place)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  int label = ras_window_get_label (self);
  g_autofree char *where = NULL;

  if (ras_window_is_own_picture (self))
    {
      g_autofree char *name = g_filename_display_basename (state->own_picture);
      g_autofree char *as
          = label < 0 ? NULL
                      : g_strdup_printf (_ ("as if it were “%s”"),
                                         ras_dataset_get_class_name (self->dataset, label));

      ras_window_set_details (place, name, as);
      return;
    }
  /* A number to be typed on the command line: its digits are not grouped. */
  where = g_strdup_printf (state->split == RAS_SPLIT_TEST ? _ ("test image %zu")
                                                          : _ ("training image %zu"),
                           (gsize) state->index);
  ras_window_set_details (place, ras_dataset_get_class_name (self->dataset, label), where);
}

void
ras_window_describe_erased (RasWindow *self, RasPlace *place)
{
  gsize d = ras_dataset_get_dimension (self->dataset);
  RasDistortion distortion = ras_distortion_measure (g_bytes_get_data (self->original, NULL),
                                                     g_bytes_get_data (place->erased, NULL), d);
  g_autofree char *distance = g_strdup_printf (_ ("distance %.2f"), distortion.distance);
  g_autofree char *psnr = distortion.psnr > SAME_PSNR
                              ? g_strdup (_ ("the same picture"))
                              : g_strdup_printf (_ ("PSNR %.1f dB"), distortion.psnr);

  ras_window_set_details (place, distance, psnr);
}

/* Where there is no picture, nothing is told of one: the last may be of another data set. */
void
ras_window_explain_place (RasWindow *self, RasPlace *place)
{
  if (self->dataset == NULL)
    ras_panel_set_empty (place->panel);
  else if (place->eraser->needs_label && ras_window_get_label (self) < 0)
    ras_panel_set_pending (place->panel, _ ("Choose a class for your picture above"), -1, FALSE);
  else if (place->failure)
    ras_panel_set_failed (place->panel, place->failure);
  else if (place->fit == NULL && !ras_place_is_original (place))
    ras_panel_set_pending (place->panel, _ ("Waiting for its turn"), -1, FALSE);
  else
    return;
  ras_window_set_details (place, NULL, NULL);
}

void
ras_window_show_image (RasWindow *self)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  int label;

  /* The session already turns to a new data set while its work has not begun. */
  if (self->dataset == NULL || self->apply_job == NULL)
    return;
  if (!ras_window_is_own_picture (self)
      && state->index >= ras_dataset_get_n_images (self->dataset, state->split))
    {
      /* What is on show stays; an edit of it that was about to begin would have no class. */
      ras_window_edit_image (self);
      return;
    }
  g_clear_pointer (&self->original, g_bytes_unref);
  if (ras_window_is_own_picture (self))
    self->original = g_bytes_ref (self->own_values);
  else
    self->original = ras_values_from_bytes (
        ras_dataset_get_image (self->dataset, state->split, state->index),
        ras_dataset_get_dimension (self->dataset));
  label = ras_window_get_label (self);
  self->image = ras_apply_job_set_image (self->apply_job, self->original, label);
  for (guint i = 0; i < ras_n_erasers (); i++)
    {
      RasPlace *place = &self->places[i];

      g_clear_pointer (&place->erased, g_bytes_unref);
      if (ras_place_is_original (place))
        {
          place->erased = g_bytes_ref (self->original);
          ras_window_show_picture (self, place, self->original);
          describe_original (self, place);
        }
      else if (place->eraser->needs_label && label < 0)
        ras_window_explain_place (self, place);
    }
  ras_window_update_transport (self);
  ras_window_edit_image (self);
}

void
ras_window_erased_cb (const RasErased *erased, gpointer user_data)
{
  RasWindow *self = user_data;
  RasPlace *place = ras_window_get_place (self, erased->eraser);

  if (erased->image != self->image)
    return;
  if (place->erased == NULL)
    g_debug ("image %u arrived through %s", erased->image, erased->eraser->name);
  g_clear_pointer (&place->erased, g_bytes_unref);
  place->erased = g_bytes_ref (erased->values);
  place->rank = erased->rank;
  ras_window_show_picture (self, place, erased->values);
  ras_window_describe_erased (self, place);
}

/* --- The data set --- */

static void
show_title (RasWindow *self)
{
  RasDataset *dataset = self->dataset;
  gsize n = ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN)
            + ras_dataset_get_n_images (dataset, RAS_SPLIT_TEST);
  g_autofree char *count = ras_class_names_format_count (n);
  guint k = ras_dataset_get_n_classes (dataset);
  g_autofree char *images = g_strdup_printf (ngettext ("%s image", "%s images", n), count);
  g_autofree char *classes = g_strdup_printf (ngettext ("%u class", "%u classes", k), k);
  g_autofree char *text
      = g_strdup_printf ("%s · %u × %u · %s", images, ras_dataset_get_width (dataset),
                         ras_dataset_get_height (dataset), classes);
  g_autofree char *window_title
      = g_strdup_printf (_ ("%s – Rasura"), ras_dataset_get_title (dataset));

  ras_window_set_open (self, TRUE);
  ras_window_show_welcome (self);
  ras_window_set_heading (self, ras_dataset_get_title (dataset), text);
  gtk_window_set_title (GTK_WINDOW (self), window_title);
}

/* Says how much memory the fits take, and aloud where there may not be enough. */
static void
show_memory (RasWindow *self)
{
  RasDataset *dataset = self->dataset;
  g_autoptr (GPtrArray) erasers = ras_erasers_parse (NULL, NULL);
  guint64 needed = ras_fit_memory (ras_dataset_get_dimension (dataset),
                                   ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN),
                                   ras_dataset_get_n_classes (dataset), erasers);
  guint64 available = ras_memory_available ();
  g_autofree char *need = g_format_size (needed);
  g_autofree char *have = g_format_size (available);
  g_autofree char *place = g_filename_display_name (ras_dataset_get_location (dataset));
  g_autofree char *tooltip = g_strdup_printf (_ ("%s\nFitting all erasers takes up to %s of memory."),
                                              place, need);
  g_autofree char *warning = g_strdup_printf (
      _ ("Fitting all erasers takes up to %s of memory and %s is free: what does not fit is left "
         "out."),
      need, have);

  gtk_widget_set_tooltip_text (self->title, tooltip);
  if (needed > available)
    ras_window_toast (self, warning);
}

void
ras_window_show_dataset (RasWindow *self, RasDataset *dataset)
{
  const char *const *remarks = ras_dataset_get_remarks (dataset);

  ras_clear_job (&self->picture_job);
  ras_window_end_work (self);
  ras_dataset_ref (dataset);
  g_clear_pointer (&self->dataset, ras_dataset_unref);
  self->dataset = dataset;
  ras_session_set_dataset (self->session, ras_dataset_get_location (dataset),
                           ras_dataset_get_fingerprint (dataset));
  self->following = TRUE;
  ras_window_set_transport_dataset (self);
  ras_class_names_fill_plain (self->own_class_names, dataset, _ ("choose a class"));
  self->following = FALSE;
  ras_thumbnails_set_dataset (self->thumbnails, dataset);
  ras_mdl_view_set_dataset (self->mdl_view, dataset);
  show_title (self);
  show_memory (self);
  gtk_stack_set_visible_child_name (self->pages, "figure");
  g_debug ("%s is on show", ras_dataset_get_title (dataset));
  ras_window_start_fits (self);
  /* Of the same set opened again, it may still have been on its way. */
  if (ras_session_get_state (self->session)->own_picture && !ras_window_is_own_picture (self))
    ras_window_load_own_picture (self);
  if (remarks[0])
    {
      g_autofree char *text = g_strjoinv ("\n", (char **) remarks);

      ras_window_toast (self, text);
    }
}
