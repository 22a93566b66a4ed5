#include "ras-mdl-view-private.h"

#include <glib/gi18n.h>

#include "progress.h"
#include "ras-history-tasks.h"

void
ras_mdl_view_hide_offer (RasMdlView *self)
{
  g_clear_pointer (&self->unfinished, g_free);
  gtk_revealer_set_reveal_child (self->resume_revealer, FALSE);
}

/* The runs say which data set they belong to; if it is not the one that is open, it is asked for. */
static void
resume_loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  RasMdlView *self = RAS_MDL_VIEW (source);
  g_autoptr (GError) error = NULL;
  g_autoptr (GHashTable) loaded = ras_history_load_runs_finish (result, &error);
  const RasRunConfig *config = NULL;
  GHashTableIter iter;
  gpointer id, runs;

  if (loaded == NULL)
    {
      if (!ras_error_is_cancelled (error))
        ras_mdl_view_toast (self, error->message);
      return;
    }
  g_hash_table_iter_init (&iter, loaded);
  if (g_hash_table_iter_next (&iter, &id, &runs) && ((GPtrArray *) runs)->len > 0)
    config = ((RasRun *) g_ptr_array_index ((GPtrArray *) runs, 0))->config;
  if (config == NULL || ras_run_board_is_busy (self->board))
    return;
  ras_mdl_view_hide_offer (self);
  if (self->dataset
      && g_strcmp0 (config->fingerprint, ras_dataset_get_fingerprint (self->dataset)) == 0)
    {
      self->reopened = FALSE;
      ras_run_board_resume (self->board, self->dataset, id);
      g_signal_emit_by_name (self, "wanted");
      return;
    }
  if (self->reopened || config->dataset == NULL)
    {
      g_autofree char *text
          = g_strdup_printf (_ ("%s is not the data set any more that these runs began with: they "
                                "stay as they are."),
                             config->dataset ? config->dataset : "–");

      self->reopened = FALSE;
      ras_mdl_view_toast (self, text);
      return;
    }
  g_free (self->pending);
  g_free (self->awaited);
  self->pending = g_strdup (id);
  self->awaited = g_strdup (config->dataset);
  g_signal_emit_by_name (self, "open", config->dataset);
}

static void
resume (RasMdlView *self, const char *collection, gboolean reopened)
{
  if (collection == NULL || ras_run_board_is_busy (self->board))
    return;
  self->reopened = reopened;
  ras_history_load_runs (self, (const char *const[]) { collection, NULL }, self->cancellable,
                         resume_loaded_cb);
}

void
ras_mdl_view_resume (RasMdlView *self, const char *collection)
{
  resume (self, collection, FALSE);
}

/* If the one that was asked for could not be opened, another may come one day. */
void
ras_mdl_view_go_on_with_pending (RasMdlView *self)
{
  g_autofree char *id = g_steal_pointer (&self->pending);
  g_autofree char *awaited = g_steal_pointer (&self->awaited);

  if (g_strcmp0 (awaited, ras_dataset_get_location (self->dataset)) == 0)
    resume (self, id, TRUE);
}

void
ras_mdl_view_offer_unfinished (RasMdlView *self)
{
  const GPtrArray *collections = ras_history_get_collections (self->history);

  if (self->looked || collections == NULL)
    return;
  self->looked = TRUE;
  for (guint i = 0; i < collections->len && !ras_run_board_is_busy (self->board); i++)
    {
      const RasCollection *collection = g_ptr_array_index (collections, i);
      g_autofree char *text = NULL;

      if (!ras_collection_is_unfinished (collection))
        continue;
      text = g_strdup_printf (_ ("“%s” is not finished: %u of %u runs are there."),
                              collection->name, collection->n_finished, collection->n_runs);
      gtk_label_set_text (self->resume_label, text);
      gtk_widget_set_tooltip_text (GTK_WIDGET (self->resume_label), text);
      gtk_revealer_set_reveal_child (self->resume_revealer, TRUE);
      self->unfinished = g_strdup (collection->id);
      break;
    }
  ras_mdl_view_update_actions (self);
}
