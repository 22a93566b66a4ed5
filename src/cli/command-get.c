#include <glib/gi18n.h>

#include "address.h"
#include "arguments.h"
#include "command.h"
#include "fetch-text.h"
#include "json.h"
#include "output.h"
#include "places.h"

static char *from, *to;
static gboolean list, as_json;

static const GOptionEntry entries[] = {
  { "from", 0, 0, G_OPTION_ARG_STRING, &from,
    N_ ("The address of a mirror: a folder with the same files"), N_ ("URL") },
  { "to", 0, 0, G_OPTION_ARG_FILENAME, &to,
    N_ ("Where it goes (default: rasura/datasets/NAME in the user's data folder)"),
    N_ ("FOLDER") },
  { "list", 'l', 0, G_OPTION_ARG_NONE, &list,
    N_ ("Tell what there is to get, and what is here already"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON"), NULL },
  { NULL },
};

/* --- The list --- */

static RasFound *
find (const RasSource *source)
{
  return to ? ras_places_look_into (source, to) : ras_places_find (source);
}

static const char *
kind_name (const RasFound *found)
{
  static const char *const names[] = { "ready", "archive", "unusable" };

  return found ? names[found->kind] : "missing";
}

static void
append_source (JsonBuilder *builder, const RasSource *source)
{
  g_autoptr (RasFound) found = find (source);

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "name", source->name);
  ras_json_add_string (builder, "title", source->title);
  ras_json_add_count (builder, "images", source->images);
  ras_json_add_count (builder, "classes", source->classes);
  ras_json_add_count (builder, "channels", source->channels);
  ras_json_add_count (builder, "height", source->height);
  ras_json_add_count (builder, "width", source->width);
  ras_json_add_count (builder, "download_bytes", ras_source_get_download_size (source));
  ras_json_add_count (builder, "kept_bytes", ras_fetch_get_kept (source, to));
  ras_json_add_string (builder, "terms", _ (source->terms));
  ras_json_add_string (builder, "citation", source->citation);
  ras_json_add_string (builder, "page", source->page);
  ras_json_add_string (builder, "address", source->base);
  ras_json_add_string (builder, "state", kind_name (found));
  if (found)
    ras_json_add_string (builder, "location", found->path);
  json_builder_end_object (builder);
}

static gboolean
list_json (const RasSource *only, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "datasets");
  json_builder_begin_array (builder);
  for (guint i = 0; i < ras_n_sources (); i++)
    if (only == NULL || only == ras_source_nth (i))
      append_source (builder, ras_source_nth (i));
  json_builder_end_array (builder);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* "12 MB of 170 MB". */
static char *
describe_kept (const RasSource *source)
{
  g_autofree char *kept = g_format_size (ras_fetch_get_kept (source, to));
  g_autofree char *total = g_format_size (ras_source_get_download_size (source));

  return g_strdup_printf (_ ("%s of %s"), kept, total);
}

static char *
describe_state (const RasSource *source)
{
  g_autoptr (RasFound) found = find (source);
  g_autofree char *path = found ? g_filename_display_name (found->path) : NULL;
  g_autofree char *kept = NULL;

  if (found && found->kind == RAS_FOUND_READY)
    return g_strdup_printf (_ ("Here: %s"), path);
  if (found && found->kind == RAS_FOUND_ARCHIVE)
    return g_strdup_printf (_ ("Downloaded, not unpacked: %s"), path);
  if (ras_fetch_get_kept (source, to) > 0)
    {
      kept = describe_kept (source);
      return g_strdup_printf (_ ("Begun: %s are here"), kept);
    }
  if (found)
    return g_strdup_printf (_ ("Here in Python's form only, which is of no use: %s"), path);
  return g_strdup (_ ("Not here"));
}

static gboolean
list_text (const RasSource *only, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < ras_n_sources (); i++)
    {
      const RasSource *source = ras_source_nth (i);
      g_autofree char *images = ras_source_describe_images (source);
      g_autofree char *size = g_format_size (ras_source_get_download_size (source));
      g_autofree char *state = describe_state (source);

      if (only && only != source)
        continue;
      g_string_append_printf (text, "%s%s\n", text->len ? "\n" : "", source->name);
      g_string_append_printf (text, "  %s: %s\n  %s\n", source->title, _ (source->description),
                              images);
      g_string_append_printf (text, _ ("  %s to download from %s\n"), size, source->base);
      g_string_append_printf (text, "  %s\n  %s\n  %s\n  %s\n", _ (source->terms),
                              source->citation, source->page, state);
    }
  return ras_output_print (text->str, error);
}

/* --- Getting --- */

typedef struct
{
  RasCli *cli;
  const RasSource *source;
} Getting;

static void
told_cb (const RasFetchState *state, gpointer user_data)
{
  Getting *getting = user_data;
  g_autofree char *what = ras_fetch_state_describe (state);
  g_autofree char *stage = g_strdup_printf ("%s: %s", getting->source->title, what);

  if (getting->cli->bar)
    ras_progress_bar_show (stage, state->fraction, getting->cli->bar);
}

static gboolean
print_location (const RasSource *source, const char *location, GError **error)
{
  g_autofree char *shown = g_filename_display_name (location);
  g_autoptr (GString) text = g_string_new (NULL);

  g_string_printf (text, _ ("%s is here: %s\n"), source->title, shown);
  g_string_append_printf (text, _ ("Terms: %s\n"), _ (source->terms));
  g_string_append (text, _ ("Go on with:"));
  g_string_append (text, " rasura-cli info");
  ras_cli_append_word (text, shown);
  g_string_append_c (text, '\n');
  return ras_output_print (text->str, error);
}

static gboolean
print_location_json (const RasSource *source, const char *location, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "name", source->name);
  ras_json_add_string (builder, "location", location);
  ras_json_add_string (builder, "terms", _ (source->terms));
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

/* Interrupted, a person wants to know what has become of the bytes. */
static gboolean
refuse (const RasSource *source, GError *cause, GError **error)
{
  g_autoptr (GError) owned = cause;
  g_autofree char *kept = NULL;

  if (!ras_error_is_cancelled (cause) || ras_fetch_get_kept (source, to) == 0)
    {
      g_propagate_error (error, g_steal_pointer (&owned));
      return FALSE;
    }
  kept = describe_kept (source);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED,
               _ ("interrupted; %s are kept, and the same command goes on from there"), kept);
  return FALSE;
}

static gboolean
get (RasCli *cli, const RasSource *source, GError **error)
{
  RasFetchOptions options = { .base = from, .folder = to };
  Getting getting = { cli, source };
  GError *cause = NULL;
  g_autofree char *location
      = ras_fetch (source, &options, told_cb, &getting, cli->cancellable, &cause);
  g_autofree char *full = NULL;

  ras_progress_bar_hide (cli->bar);
  if (location == NULL)
    return refuse (source, cause, error);
  full = g_canonicalize_filename (location, NULL);
  return as_json ? print_location_json (source, full, error)
                 : print_location (source, full, error);
}

/* --- The command line --- */

static const RasSource *
find_source (const char *name, GError **error)
{
  const RasSource *source = ras_source_find (name);
  g_autoptr (GString) names = g_string_new (NULL);

  for (guint i = 0; i < ras_n_sources (); i++)
    g_string_append_printf (names, "%s%s", i > 0 ? ", " : "", ras_source_nth (i)->name);
  if (source == NULL)
    ras_cli_usage (error, _ ("there is no data set “%s” to get; choose from %s"), name, names->str);
  return source;
}

/* The catalogue has few entries and never changes while the program runs. */
static const char *const *
list_names (void)
{
  static const char *names[16];
  guint n = MIN (ras_n_sources (), G_N_ELEMENTS (names) - 1);

  for (guint i = 0; i < n; i++)
    names[i] = ras_source_nth (i)->name;
  return names;
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  const RasSource *source = NULL;
  g_autoptr (GError) wrong = NULL;

  if (!ras_arguments_parse_all (cli, entries, &argc, &argv, error))
    return FALSE;
  if (argc > 2)
    return ras_cli_usage (error, _ ("“%s” is one argument too many"), argv[2]);
  if (argc == 2 && (source = find_source (argv[1], error)) == NULL)
    return FALSE;
  if (from && (source == NULL || list))
    return ras_cli_usage (error, _ ("--from needs the name of the data set to get from there"));
  if (from && !ras_address_check (from, &wrong))
    return ras_cli_usage (error, "%s", wrong->message);
  if (source && !list)
    return get (cli, source, error);
  return as_json ? list_json (source, error) : list_text (source, error);
}

const RasCommand ras_command_get = {
  .name = "get",
  .arguments = N_ ("[NAME]"),
  .summary = N_ ("Downloads a data set, or lists those that can be."),
  .details = N_ ("What is here already, from torchvision too, is found and not downloaded. "
                 "Interrupted, the same command goes on where it stopped."),
  .words = list_names,
  .run = run,
};
