#include "runs-report.h"

static void
add_time (JsonBuilder *builder, const char *name, gint64 seconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_utc (seconds);
  g_autofree char *text = time ? g_date_time_format_iso8601 (time) : NULL;

  ras_json_add_string (builder, name, text);
}

/* --- Runs --- */

static void
add_member_cb (JsonObject *object, const char *name, JsonNode *node, gpointer user_data)
{
  JsonBuilder *builder = user_data;

  if (json_node_get_value_type (node) == G_TYPE_DOUBLE)
    {
      ras_json_add_number (builder, name, json_node_get_double (node));
      return;
    }
  json_builder_set_member_name (builder, name);
  json_builder_add_value (builder, json_node_copy (node));
}

static void
add_config (JsonBuilder *builder, const RasRunConfig *config)
{
  g_autofree char *text = ras_run_config_to_json (config);
  g_autoptr (JsonNode) node = json_from_string (text, NULL);

  json_builder_set_member_name (builder, "config");
  json_builder_begin_object (builder);
  json_object_foreach_member (json_node_get_object (node), add_member_cb, builder);
  json_builder_end_object (builder);
}

static void
add_losses (JsonBuilder *builder, const char *name, const float *losses, guint epochs)
{
  json_builder_set_member_name (builder, name);
  json_builder_begin_array (builder);
  for (guint i = 0; losses && i < epochs; i++)
    ras_json_append_number (builder, losses[i]);
  json_builder_end_array (builder);
}

static void
append_point (JsonBuilder *builder, const RasRun *run, guint i)
{
  const RasPoint *point = run->points->pdata[i];

  json_builder_begin_object (builder);
  ras_json_add_count (builder, "block", point->block);
  ras_json_add_count (builder, "images", point->images);
  ras_json_add_count (builder, "test_images", point->test_images);
  ras_json_add_number (builder, "cross_entropy_bits", point->cross_entropy);
  ras_json_add_number (builder, "mdl_bits_per_sample", ras_run_get_mdl_at (run, i));
  ras_json_add_count (builder, "epochs", point->epochs);
  ras_json_add_count (builder, "best_epoch", point->best_epoch);
  ras_json_add_number (builder, "seconds", point->seconds);
  ras_json_add_number (builder, "augment_seconds", point->augment_seconds);
  ras_json_add_number (builder, "erase_seconds", point->erase_seconds);
  ras_json_add_number (builder, "learn_seconds", point->learn_seconds);
  add_losses (builder, "training_losses", point->training_losses, point->epochs);
  add_losses (builder, "validation_losses", point->validation_losses, point->epochs);
  json_builder_end_object (builder);
}

static void
append_run (JsonBuilder *builder, const RasRun *run, gboolean whole)
{
  g_autofree char *title = ras_run_config_describe (run->config);

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "id", run->id);
  ras_json_add_string (builder, "title", title);
  ras_json_add_string (builder, "state", ras_run_state_name (run->state));
  ras_json_add_string (builder, "message", run->message);
  ras_json_add_string (builder, "version", run->version);
  add_time (builder, "created", run->created);
  ras_json_add_count (builder, "blocks", run->points->len);
  ras_json_add_number (builder, "mdl_bits_per_sample", ras_run_get_mdl (run));
  if (whole)
    {
      add_config (builder, run->config);
      json_builder_set_member_name (builder, "points");
      json_builder_begin_array (builder);
      for (guint i = 0; i < run->points->len; i++)
        append_point (builder, run, i);
      json_builder_end_array (builder);
    }
  json_builder_end_object (builder);
}

static void
add_runs (JsonBuilder *builder, const GPtrArray *runs, gboolean whole)
{
  json_builder_set_member_name (builder, "runs");
  json_builder_begin_array (builder);
  for (guint i = 0; i < runs->len; i++)
    append_run (builder, runs->pdata[i], whole);
  json_builder_end_array (builder);
}

void
ras_json_add_runs (JsonBuilder *builder, const GPtrArray *runs)
{
  add_runs (builder, runs, TRUE);
}

gboolean
ras_runs_print_json (const GPtrArray *runs, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  add_runs (builder, runs, TRUE);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* --- Stores --- */

static void
append_collection (JsonBuilder *builder, const RasCollection *collection)
{
  json_builder_begin_object (builder);
  ras_json_add_string (builder, "id", collection->id);
  ras_json_add_string (builder, "name", collection->name);
  add_time (builder, "created", collection->created);
  ras_json_add_count (builder, "runs", collection->n_runs);
  ras_json_add_count (builder, "finished", collection->n_finished);
  ras_json_add_count (builder, "failed", collection->n_failed);
  ras_json_add_number (builder, "seconds", collection->seconds);
  json_builder_end_object (builder);
}

gboolean
ras_store_print_json (RasStore *store, GError **error)
{
  g_autoptr (RasLedger) ledger = ras_store_load_ledger (store, error);
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  if (ledger == NULL)
    return FALSE;
  ras_runs_tell_unreadable (ledger->n_unreadable);
  json_builder_begin_object (builder);
  ras_json_add_string (builder, "store", ras_store_get_path (store));
  json_builder_set_member_name (builder, "collections");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ledger->collections->len; i++)
    append_collection (builder, ledger->collections->pdata[i]);
  json_builder_end_array (builder);
  add_runs (builder, ledger->runs, FALSE);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}
