#include <glib/gi18n.h>
#include <string.h>

#include "arguments.h"
#include "command.h"
#include "export.h"
#include "json.h"
#include "output.h"
#include "runs-report.h"

static char *store_path, *kind_name;
static RasPictureArguments picture_given;
static RasDrawingSize size;
static RasMdlKind kind = RAS_MDL_CURVES;
static gboolean as_json;

static const GOptionEntry entries[] = {
  { "store", 0, 0, G_OPTION_ARG_FILENAME, &store_path,
    N_ ("The run store (default: runs.db in the user's data folder)"), N_ ("FILE") },
  { "output", 'o', 0, G_OPTION_ARG_FILENAME, &picture_given.output,
    N_ ("export: the CSV file (default: the standard output); plot: .png, .svg or .pdf"),
    N_ ("FILE") },
  { "kind", 0, 0, G_OPTION_ARG_STRING, &kind_name,
    N_ ("plot: curves (the default), bars, widths or depths"), N_ ("KIND") },
  RAS_PICTURE_ENTRIES (picture_given),
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json,
    N_ ("list, show, export, merge: write JSON to the standard output"), NULL },
  { NULL },
};

typedef enum
{
  WRITES = 1 << 0,  /* to the store */
  CREATES = 1 << 1, /* it, where there is none */
  OUTPUT = 1 << 2,  /* has the option */
  JSON = 1 << 3,    /* has the option */
  PLOT = 1 << 4,    /* draws into the output, of a kind */
} ActionFlags;

typedef struct
{
  const char *name;
  const char *arguments; /* how they are written */
  guint n_least, n_most; /* of them */
  ActionFlags flags;
  gboolean (*run) (RasCli *cli, RasStore *store, char **arguments, GError **error);
} Action;

/* --- Which runs --- */

static gboolean
is_unknown (const GError *error)
{
  return g_error_matches (error, RAS_STORE_ERROR, RAS_STORE_ERROR_NOT_FOUND);
}

/* Those of the collection or the one run with this id, which may be shortened. */
static GPtrArray *
load_id (RasStore *store, const char *id, guint *n_unreadable, GError **error)
{
  g_autoptr (GError) no_run = NULL;
  g_autoptr (GError) no_collection = NULL;
  g_autoptr (RasRun) run = ras_store_load_run (store, id, &no_run);
  g_autoptr (GPtrArray) runs
    = ras_store_load_readable_runs (store, id, n_unreadable, &no_collection);

  if (run && runs)
    g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_AMBIGUOUS,
                 _ ("a run and a collection begin with %s: write more of the id"), id);
  else if (no_run && !is_unknown (no_run))
    g_propagate_error (error, g_steal_pointer (&no_run));
  else if (no_collection && !is_unknown (no_collection))
    g_propagate_error (error, g_steal_pointer (&no_collection));
  else if (runs)
    return g_steal_pointer (&runs);
  else if (run)
    {
      runs = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
      g_ptr_array_add (runs, g_steal_pointer (&run));
      return g_steal_pointer (&runs);
    }
  else
    g_set_error (error, RAS_STORE_ERROR, RAS_STORE_ERROR_NOT_FOUND,
                 _ ("there is no run and no collection %s; rasura-cli runs list shows what "
                    "there is"),
                 id);
  return NULL;
}

/* Each once, in the order named; all for no ids. What is damaged is told of, unless it was named. */
static GPtrArray *
load_ids (RasStore *store, char **ids, GError **error)
{
  g_autoptr (GPtrArray) all = g_ptr_array_new_with_free_func ((GDestroyNotify) ras_run_free);
  g_autoptr (GHashTable) known = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_unreadable = 0;

  if (ids[0] == NULL)
    {
      GPtrArray *runs = ras_store_load_readable_runs (store, NULL, &n_unreadable, error);

      ras_runs_tell_unreadable (n_unreadable);
      return runs;
    }
  for (guint i = 0; ids[i]; i++)
    {
      g_autoptr (GPtrArray) runs = load_id (store, ids[i], &n_unreadable, error);

      if (runs == NULL)
        return NULL;
      while (runs->len > 0)
        {
          g_autoptr (RasRun) run = g_ptr_array_steal_index (runs, 0);

          if (g_hash_table_contains (known, run->id))
            continue;
          g_hash_table_add (known, run->id);
          g_ptr_array_add (all, g_steal_pointer (&run));
        }
    }
  ras_runs_tell_unreadable (n_unreadable);
  return g_steal_pointer (&all);
}

/* --- Actions --- */

static gboolean
list (RasCli *cli, RasStore *store, char **arguments, GError **error)
{
  return as_json ? ras_store_print_json (store, error) : ras_store_print_text (store, error);
}

static gboolean
show (RasCli *cli, RasStore *store, char **ids, GError **error)
{
  g_autoptr (GPtrArray) runs = load_ids (store, ids, error);

  if (runs == NULL)
    return FALSE;
  return as_json ? ras_runs_print_json (runs, error) : ras_runs_print_text (runs, error);
}

static gboolean
export (RasCli *cli, RasStore *store, char **ids, GError **error)
{
  g_autoptr (GPtrArray) runs = load_ids (store, ids, error);
  g_autofree char *csv = runs ? ras_runs_to_csv (runs) : NULL;

  if (csv == NULL || (picture_given.output && !ras_output_write_file (picture_given.output, csv, strlen (csv), error)))
    return FALSE;
  if (as_json)
    return ras_runs_print_json (runs, error);
  return picture_given.output || ras_output_print_raw (csv, strlen (csv), error);
}

static gboolean
plot (RasCli *cli, RasStore *store, char **ids, GError **error)
{
  g_autoptr (GPtrArray) runs = load_ids (store, ids, error);

  return runs && ras_runs_plot (runs, kind, &size, picture_given.output, cli->command_line, error);
}

static void
append_report (JsonBuilder *builder, const char *path, const RasMergeReport *report)
{
  json_builder_begin_object (builder);
  ras_json_add_string (builder, "file", path);
  ras_json_add_count (builder, "new_runs", report->new_runs);
  ras_json_add_count (builder, "new_points", report->new_points);
  ras_json_add_count (builder, "new_collections", report->new_collections);
  json_builder_end_object (builder);
}

static gboolean
print_report (const char *path, const RasMergeReport *report, GError **error)
{
  g_autofree char *title = g_filename_display_name (path);
  g_autofree char *runs
    = g_strdup_printf (ngettext ("%u new run", "%u new runs", report->new_runs), report->new_runs);
  g_autofree char *blocks
    = g_strdup_printf (ngettext ("%u new block", "%u new blocks", report->new_points),
                       report->new_points);
  g_autofree char *collections
    = g_strdup_printf (ngettext ("%u new collection", "%u new collections",
                                 report->new_collections), report->new_collections);
  g_autofree char *text
    = g_strdup_printf ("%s: %s, %s, %s\n", title, runs, blocks, collections);

  return ras_output_print (text, error);
}

static gboolean
merge (RasCli *cli, RasStore *store, char **others, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "merged");
  json_builder_begin_array (builder);
  for (guint i = 0; others[i]; i++)
    {
      RasMergeReport report;

      if (!ras_store_merge (store, others[i], &report, error)
          || (!as_json && !print_report (others[i], &report, error)))
        return FALSE;
      append_report (builder, others[i], &report);
    }
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return !as_json || ras_json_print (builder, error);
}

static gboolean
rename_collection (RasCli *cli, RasStore *store, char **arguments, GError **error)
{
  return ras_store_rename_collection (store, arguments[0], arguments[1], error);
}

static gboolean
delete (RasCli *cli, RasStore *store, char **ids, GError **error)
{
  for (guint i = 0; ids[i]; i++)
    if (!ras_store_set_deleted (store, ids[i], TRUE, error))
      return FALSE;
  return ras_output_print (_ ("“rasura-cli runs restore” brings back what was deleted, until "
                              "“rasura-cli runs purge”.\n"),
                           error);
}

static gboolean
restore (RasCli *cli, RasStore *store, char **ids, GError **error)
{
  for (guint i = 0; ids[i]; i++)
    if (!ras_store_set_deleted (store, ids[i], FALSE, error))
      return FALSE;
  return TRUE;
}

static gboolean
purge (RasCli *cli, RasStore *store, char **arguments, GError **error)
{
  return ras_store_purge (store, error);
}

static const Action actions[] = {
  { "list", "", 0, 0, JSON, list },
  { "show", " ID…", 1, G_MAXUINT, JSON, show },
  { "export", " [-o OUT.csv] [ID…]", 0, G_MAXUINT, OUTPUT | JSON, export },
  { "plot", " [--kind KIND] -o FILE [ID…]", 0, G_MAXUINT, OUTPUT | PLOT, plot },
  { "merge", " OTHER.db…", 1, G_MAXUINT, WRITES | CREATES | JSON, merge },
  { "rename", " ID NAME", 2, 2, WRITES, rename_collection },
  { "delete", " ID…", 1, G_MAXUINT, WRITES, delete },
  { "restore", " ID…", 1, G_MAXUINT, WRITES, restore },
  { "purge", "", 0, 0, WRITES, purge },
};

/* --- The command line --- */

static const Action *
find_action (const char *name, GError **error)
{
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    {
      if (name && strcmp (name, actions[i].name) == 0)
        return &actions[i];
      g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", actions[i].name);
    }
  if (name)
    ras_cli_usage (error, _ ("“runs” cannot “%s”; choose from %s"), name, names->str);
  else
    ras_cli_usage (error, _ ("what about the runs? Choose from %s"), names->str);
  return NULL;
}

static gboolean
check_plot (const Action *action, GError **error)
{
  const char *option = kind_name               ? "--kind"
                       : picture_given.style ? "--style"
                       : picture_given.width ? "--width"
                       : picture_given.dpi   ? "--dpi"
                                             : NULL;
  gboolean sized;

  if (!(action->flags & PLOT))
    return option == NULL
           || ras_cli_usage (error, _ ("“runs %s” draws nothing; leave out %s"), action->name,
                             option);
  if (!ras_arguments_picture (&picture_given, &size, &sized, error))
    return FALSE;
  return kind_name == NULL || ras_mdl_kind_find (kind_name, &kind)
         || ras_cli_usage (error, _ ("--kind is curves, bars, widths or depths, not “%s”"),
                           kind_name);
}

static gboolean
check_use (const Action *action, guint n_arguments, GError **error)
{
  if (n_arguments < action->n_least || n_arguments > action->n_most)
    return ras_cli_usage (error, _ ("write it like this: rasura-cli runs %s%s"), action->name,
                          action->arguments);
  if (picture_given.output && !(action->flags & OUTPUT))
    return ras_cli_usage (error, _ ("“runs %s” writes no file; leave out -o"), action->name);
  if (as_json && !(action->flags & JSON))
    return ras_cli_usage (error, _ ("“runs %s” writes no JSON; leave out --json"), action->name);
  return check_plot (action, error) && (picture_given.output == NULL || ras_output_check (picture_given.output, error));
}

static RasStore *
open_store (const Action *action, GError **error)
{
  g_autofree char *path = store_path ? g_strdup (store_path) : ras_store_default_path ();

  if (store_path == NULL && !(action->flags & CREATES) && !g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                   _ ("there are no runs yet: rasura-cli mdl trains some"));
      return NULL;
    }
  /* Reading first tells a name that was mistyped from a store to be made. */
  if ((action->flags & (WRITES | CREATES)) == WRITES)
    {
      g_autoptr (RasStore) there = ras_store_open (path, TRUE, error);

      if (there == NULL)
        return NULL;
    }
  return ras_store_open (path, !(action->flags & WRITES), error);
}

static const char *const *
list_actions (void)
{
  static const char *names[G_N_ELEMENTS (actions) + 1];

  for (gsize i = 0; i < G_N_ELEMENTS (actions); i++)
    names[i] = actions[i].name;
  return names;
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const Action *action;
  g_autoptr (RasStore) store = NULL;

  if (!ras_arguments_parse_all (cli, entries, &argc, &argv, error)
      || (action = find_action (argc > 1 ? argv[1] : NULL, error)) == NULL
      || !check_use (action, argc - 2, error) || (store = open_store (action, error)) == NULL)
    return FALSE;
  return action->run (cli, store, argv + 2, error);
}

const RasCommand ras_command_runs = {
  .name = "runs",
  .arguments = N_ ("ACTION [ARGUMENT …]"),
  .summary = N_ ("Shows, exports, draws and merges the runs that were trained."),
  .details = N_ ("Actions:\n"
                 "  list               collections of runs, and runs outside of them\n"
                 "  show ID…           a run with its blocks, or the runs of a collection\n"
                 "  export [ID…]       the blocks of these or all runs as CSV\n"
                 "  plot [ID…]         draws these or all runs\n"
                 "  merge OTHER.db…    takes over what other stores have\n"
                 "  rename ID NAME     gives a collection another name\n"
                 "  delete ID…         hides collections\n"
                 "  restore ID…        brings them back\n"
                 "  purge              removes hidden collections for good\n"
                 "An ID is a run's or a collection's, or its beginning."),
  .words = list_actions,
  .run = run,
};
