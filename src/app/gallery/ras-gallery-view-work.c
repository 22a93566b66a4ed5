#include "ras-gallery-view-private.h"

#include <glib/gi18n.h>

/* As the command line has it without options, so that the copied command makes the same. */
#define COMPANION_SEED RAS_FIT_OPTIONS_DEFAULT.seed

RasGalleryBlock *
ras_gallery_view_get_block (RasGalleryView *self, guint group, guint column)
{
  return &g_array_index (self->blocks, RasGalleryBlock, group * self->columns->len + column);
}

const RasEraser *
ras_gallery_view_get_eraser (RasGalleryView *self, guint column)
{
  return ras_eraser_nth (g_array_index (self->columns, guint, column));
}

static RasFit *
get_fit (RasGalleryView *self, guint column)
{
  return self->fits[g_array_index (self->columns, guint, column)];
}

static gboolean
is_original (const RasEraser *eraser)
{
  return eraser->fit == NULL;
}

/* --- What is there --- */

/* Whether its pictures are those of the present fit, rank and centring. */
static gboolean
is_current (RasGalleryView *self, const RasGalleryBlock *block, guint column)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  const RasEraser *eraser = ras_gallery_view_get_eraser (self, column);
  RasFit *fit = get_fit (self, column);

  if (block->state == RAS_BLOCK_MISSING || is_original (eraser))
    return block->state != RAS_BLOCK_MISSING;
  if (block->fit != fit)
    return FALSE;
  if (!eraser->has_path || block->state == RAS_BLOCK_FAILED)
    return TRUE;
  return block->recentred == state->recentred
         && (block->state == RAS_BLOCK_UNDER_WAY
             || block->rank == MIN (state->rank, ras_fit_get_path_length (fit)));
}

static gboolean
can_make (RasGalleryView *self, guint column)
{
  return is_original (ras_gallery_view_get_eraser (self, column)) || get_fit (self, column);
}

/* --- Jobs --- */

static void
picture_cb (guint row, guint column, cairo_surface_t *picture, gpointer user_data)
{
  RasGalleryView *self = user_data;

  ras_gallery_set_picture (ras_gallery_grid_get_gallery (self->grid), row, column, picture);
  ras_gallery_grid_refresh (self->grid);
}

static void
progress_cb (guint group, guint column, guint iteration, double fraction, gpointer user_data)
{
  RasGalleryView *self = user_data;
  RasGallery *gallery = ras_gallery_grid_get_gallery (self->grid);
  g_autofree char *stage = g_strdup_printf (_ ("Iteration %u of %u"), iteration,
                                            (guint) RAS_EDIT_DEFAULT_ITERATIONS);
  g_autofree char *text
      = g_strdup_printf (_ ("%s: %s, iteration %u of %u"),
                         ras_gallery_get_column_title (gallery, column),
                         ras_gallery_get_group_title (gallery, group), iteration,
                         (guint) RAS_EDIT_DEFAULT_ITERATIONS);

  ras_gallery_set_message (gallery, group, column, stage, fraction);
  gtk_label_set_text (self->edit_label, text);
  ras_gallery_grid_refresh (self->grid);
}

static void
done_cb (guint group, guint column, guint rank, const GError *error, gpointer user_data)
{
  RasGalleryView *self = user_data;
  RasGalleryBlock *block = ras_gallery_view_get_block (self, group, column);

  block->rank = rank;
  block->state = error ? RAS_BLOCK_FAILED : RAS_BLOCK_DONE;
  g_free (block->failure);
  block->failure = error ? g_strdup (error->message) : NULL;
  g_debug ("gallery: class %u of column %u is done", group, column);
  ras_gallery_view_update (self);
}

static void
maps_ended_cb (gpointer user_data)
{
  RasGalleryView *self = user_data;

  ras_gallery_job_supersede (g_steal_pointer (&self->map_job));
  ras_gallery_view_update (self);
}

static void
edits_ended_cb (gpointer user_data)
{
  RasGalleryView *self = user_data;

  ras_gallery_job_supersede (g_steal_pointer (&self->edit_job));
  ras_gallery_view_update (self);
}

/* All that is missing and can be made, by maps or by editing; NULL: nothing. */
static GArray *
collect_tasks (RasGalleryView *self, gboolean edits)
{
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autoptr (GArray) tasks = g_array_new (FALSE, TRUE, sizeof (RasGalleryTask));

  g_array_set_clear_func (tasks, ras_gallery_task_clear);
  for (guint c = 0; c < self->columns->len; c++)
    for (guint g = 0; g < self->classes->len; g++)
      {
        RasGalleryBlock *block = ras_gallery_view_get_block (self, g, c);
        RasFit *fit = get_fit (self, c);
        RasGalleryTask task = { g, c, NULL };

        if (ras_gallery_view_get_eraser (self, c)->edits != edits
            || block->state != RAS_BLOCK_MISSING || !can_make (self, c))
          continue;
        block->state = RAS_BLOCK_UNDER_WAY;
        block->recentred = state->recentred;
        /* What it waited for until now is over. */
        ras_gallery_set_message (ras_gallery_grid_get_gallery (self->grid), g, c, NULL, -1);
        g_clear_pointer (&block->fit, ras_fit_unref);
        if (fit && !is_original (ras_gallery_view_get_eraser (self, c)))
          {
            block->fit = ras_fit_ref (fit);
            task.fit = ras_fit_ref (fit);
          }
        g_array_append_val (tasks, task);
      }
  return tasks->len > 0 ? g_steal_pointer (&tasks) : NULL;
}

static RasGalleryJob *
start_job (RasGalleryView *self, gboolean edits)
{
  static const RasGalleryListener maps = { picture_cb, progress_cb, done_cb, maps_ended_cb };
  static const RasGalleryListener edited = { picture_cb, progress_cb, done_cb, edits_ended_cb };
  const RasSessionState *state = ras_session_get_state (self->session);
  g_autoptr (GArray) tasks = collect_tasks (self, edits);
  const RasClassErasing how = {
    self->dataset,
    { state->rank, state->recentred },
    ras_edit_recipe (ras_dataset_get_height (self->dataset), ras_dataset_get_width (self->dataset)),
    RAS_EDIT_DEFAULT_IMAGES,
    COMPANION_SEED,
  };

  return tasks ? ras_gallery_job_start (&how, self->split, self->classes, tasks,
                                        edits ? &edited : &maps, self)
               : NULL;
}

/* What a superseded job was at is missing again, half-edited pictures included. */
static void
forget_under_way (RasGalleryView *self, gboolean edits)
{
  RasGallery *gallery = ras_gallery_grid_get_gallery (self->grid);

  for (guint g = 0; self->classes && g < self->classes->len; g++)
    for (guint c = 0; c < self->columns->len; c++)
      {
        RasGalleryBlock *block = ras_gallery_view_get_block (self, g, c);

        if (block->state != RAS_BLOCK_UNDER_WAY
            || ras_gallery_view_get_eraser (self, c)->edits != edits)
          continue;
        block->state = RAS_BLOCK_MISSING;
        for (guint i = 0; edits && i < ras_gallery_get_group_size (gallery, g); i++)
          ras_gallery_set_picture (gallery, ras_gallery_get_first_row (gallery, g) + i, c, NULL);
      }
}

static void
end_job (RasGalleryView *self, RasGalleryJob **job, gboolean edits)
{
  if (*job == NULL)
    return;
  ras_gallery_job_supersede (g_steal_pointer (job));
  forget_under_way (self, edits);
}

void
ras_gallery_view_end_work (RasGalleryView *self)
{
  end_job (self, &self->map_job, FALSE);
  end_job (self, &self->edit_job, TRUE);
}

/* --- What is said where there are no pictures --- */

/* Editing would compete with a fit for the processor; it waits, but not for a path that grows. */
static gboolean
is_held (RasGalleryView *self)
{
  return self->stage && !(self->fitting && self->fitting->has_path);
}

/* Why what could be made is not. */
static const char *
say_pause (RasGalleryView *self, const RasEraser *eraser, const char *waiting)
{
  if (eraser->edits && self->edits_stopped)
    return _ ("Stopped");
  if (eraser->edits && is_held (self))
    return waiting ? waiting : self->stage;
  return _ ("Waiting for its turn");
}

static void
explain (RasGalleryView *self, RasGallery *gallery, guint group, guint column)
{
  const RasGalleryBlock *block = ras_gallery_view_get_block (self, group, column);
  const RasEraser *eraser = ras_gallery_view_get_eraser (self, column);
  const char *failure = self->failures[ras_eraser_index (eraser)];
  g_autofree char *waiting
      = self->fitting && self->stage
            ? g_strdup_printf (_ ("Waiting for %s"), _ (self->fitting->title))
            : NULL;

  if (block->state == RAS_BLOCK_DONE)
    ras_gallery_set_message (gallery, group, column, NULL, -1);
  else if (block->state == RAS_BLOCK_FAILED)
    ras_gallery_set_message (gallery, group, column, block->failure, -1);
  else if (block->state == RAS_BLOCK_UNDER_WAY)
    {
      /* Whoever is at it has told more. */
      if (!eraser->edits)
        ras_gallery_set_message (gallery, group, column, _ ("Erasing"), -1);
      else if (ras_gallery_get_message (gallery, group, column) == NULL)
        ras_gallery_set_message (gallery, group, column, _ ("Waiting for its turn"), -1);
    }
  else if (can_make (self, column))
    ras_gallery_set_message (gallery, group, column, say_pause (self, eraser, waiting), -1);
  else if (failure)
    ras_gallery_set_message (gallery, group, column, failure, -1);
  else if (self->stage && (self->fitting == NULL || self->fitting == eraser))
    ras_gallery_set_message (gallery, group, column, self->stage, self->fraction);
  else
    ras_gallery_set_message (gallery, group, column,
                             waiting ? waiting : _ ("Waiting for its turn"), -1);
}

static gboolean
has_missing_edits (RasGalleryView *self)
{
  for (guint g = 0; g < self->classes->len; g++)
    for (guint c = 0; c < self->columns->len; c++)
      if (ras_gallery_view_get_eraser (self, c)->edits && can_make (self, c)
          && ras_gallery_view_get_block (self, g, c)->state == RAS_BLOCK_MISSING)
        return TRUE;
  return FALSE;
}

static void
show_edits (RasGalleryView *self)
{
  gboolean stopped = self->edits_stopped && has_missing_edits (self);

  gtk_widget_set_visible (self->edit_box, self->edit_job || stopped);
  if (stopped && !self->edit_job)
    gtk_label_set_text (self->edit_label, _ ("Editing was stopped"));
  gtk_button_set_icon_name (self->edit_button, self->edit_job ? "process-stop-symbolic"
                                                              : "media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->edit_button),
                               self->edit_job ? _ ("Stop editing") : _ ("Go on editing"));
}

/* --- All of it --- */

static void
drop_outdated (RasGalleryView *self)
{
  for (guint g = 0; g < self->classes->len; g++)
    for (guint c = 0; c < self->columns->len; c++)
      {
        RasGalleryBlock *block = ras_gallery_view_get_block (self, g, c);

        /* Pictures stay until others take their place. */
        if (block->state != RAS_BLOCK_UNDER_WAY && !is_current (self, block, c))
          block->state = RAS_BLOCK_MISSING;
      }
}

void
ras_gallery_view_update (RasGalleryView *self)
{
  RasGallery *gallery;

  if (self->session == NULL)
    return;
  if (self->dataset == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      ras_gallery_view_end_work (self);
      return;
    }
  if (self->stale)
    ras_gallery_view_build (self);
  gallery = ras_gallery_grid_get_gallery (self->grid);
  drop_outdated (self);
  if (self->map_job == NULL)
    self->map_job = start_job (self, FALSE);
  if (self->edit_job == NULL && !self->edits_stopped && !is_held (self))
    self->edit_job = start_job (self, TRUE);
  for (guint g = 0; g < self->classes->len; g++)
    for (guint c = 0; c < self->columns->len; c++)
      explain (self, gallery, g, c);
  show_edits (self);
  ras_gallery_view_show_texts (self);
  ras_gallery_grid_refresh (self->grid);
}

void
ras_gallery_view_choose_anew (RasGalleryView *self)
{
  self->stale = TRUE;
  ras_gallery_view_update (self);
}
