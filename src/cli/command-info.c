#include <glib/gi18n.h>

#include "arguments.h"
#include "command.h"
#include "fitter.h"
#include "json.h"
#include "memory.h"
#include "output.h"
#include "table.h"

static gboolean as_json;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON"), NULL },
  { NULL },
};

static guint64
needed_memory (const RasDataset *dataset)
{
  g_autoptr (GPtrArray) erasers = ras_erasers_parse (NULL, NULL);

  return ras_fit_memory (ras_dataset_get_dimension (dataset),
                         ras_dataset_get_n_images (dataset, RAS_SPLIT_TRAIN),
                         ras_dataset_get_n_classes (dataset), erasers);
}

static gboolean
print_json (RasDataset *dataset, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  const char *const *remarks = ras_dataset_get_remarks (dataset);

  json_builder_begin_object (builder);
  ras_json_add_dataset (builder, dataset);
  json_builder_set_member_name (builder, "classes");
  json_builder_begin_array (builder);
  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    {
      json_builder_begin_object (builder);
      ras_json_add_string (builder, "name", ras_dataset_get_class_name (dataset, z));
      for (guint s = 0; s < RAS_N_SPLITS; s++)
        ras_json_add_count (builder, ras_split_name (s),
                            ras_dataset_get_class_count (dataset, s, z));
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "remarks");
  json_builder_begin_array (builder);
  for (guint i = 0; remarks[i]; i++)
    {
      g_autofree char *valid = g_utf8_make_valid (remarks[i], -1);

      json_builder_add_string_value (builder, valid);
    }
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "memory");
  json_builder_begin_object (builder);
  ras_json_add_count (builder, "fit_bytes", needed_memory (dataset));
  ras_json_add_count (builder, "available_bytes", ras_memory_available ());
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

static char *
format_facts (RasDataset *dataset)
{
  g_autoptr (RasTable) table = ras_table_new ("ll");
  guint64 need = needed_memory (dataset), have = ras_memory_available ();
  g_autofree char *shape = g_strdup_printf (
      _ ("%u × %u × %u (%u values an image)"), ras_dataset_get_channels (dataset),
      ras_dataset_get_height (dataset), ras_dataset_get_width (dataset),
      (guint) ras_dataset_get_dimension (dataset));
  g_autofree char *need_text = g_format_size (need);
  g_autofree char *have_text = g_format_size (have);
  g_autofree char *memory
      = g_strdup_printf (need <= have ? _ ("%s to fit all erasers, of %s that are free")
                                      : _ ("%s to fit all erasers, more than the %s that are free"),
                         need_text, have_text);

  ras_table_add (table, _ ("Data set"), ras_dataset_get_title (dataset));
  ras_table_add (table, _ ("Format"), ras_dataset_get_format (dataset));
  ras_table_add (table, _ ("Images"), shape);
  ras_table_add (table, _ ("Fingerprint"), ras_dataset_get_fingerprint (dataset));
  ras_table_add (table, _ ("Memory"), memory);
  return ras_table_format (table);
}

static char *
format_classes (RasDataset *dataset)
{
  g_autoptr (RasTable) table = ras_table_new ("rlrr");
  gsize n[RAS_N_SPLITS];
  g_autofree char *train = NULL;
  g_autofree char *test = NULL;

  ras_table_add (table, "", _ ("Class"), _ ("Training"), _ ("Test"));
  for (guint z = 0; z < ras_dataset_get_n_classes (dataset); z++)
    {
      g_autofree char *label = g_strdup_printf ("%u", z);
      char *counts[RAS_N_SPLITS];

      for (guint s = 0; s < RAS_N_SPLITS; s++)
        counts[s] = g_strdup_printf ("%zu", ras_dataset_get_class_count (dataset, s, z));
      ras_table_add (table, label, ras_dataset_get_class_name (dataset, z), counts[0], counts[1]);
      for (guint s = 0; s < RAS_N_SPLITS; s++)
        g_free (counts[s]);
    }
  for (guint s = 0; s < RAS_N_SPLITS; s++)
    n[s] = ras_dataset_get_n_images (dataset, s);
  train = g_strdup_printf ("%zu", n[RAS_SPLIT_TRAIN]);
  test = g_strdup_printf ("%zu", n[RAS_SPLIT_TEST]);
  ras_table_add (table, "", _ ("total"), train, test);
  return ras_table_format (table);
}

static gboolean
print_text (RasDataset *dataset, GError **error)
{
  g_autofree char *facts = format_facts (dataset);
  g_autofree char *classes = format_classes (dataset);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_append_printf (text, "%s\n%s", facts, classes);
  for (const char *const *remark = ras_dataset_get_remarks (dataset); *remark; remark++)
    g_string_append_printf (text, "\n%s\n", *remark);
  return ras_output_print (text->str, error);
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const char *location = ras_arguments_parse (cli, entries, NULL, &argc, &argv, error);
  g_autoptr (RasDataset) dataset = location ? ras_cli_open (cli, location, error) : NULL;

  if (dataset == NULL)
    return FALSE;
  return as_json ? print_json (dataset, error) : print_text (dataset, error);
}

const RasCommand ras_command_info = {
  .name = "info",
  .arguments = N_ ("DATASET"),
  .summary = N_ ("Tells what is in a data set and how much memory its fits need."),
  .run = run,
};
