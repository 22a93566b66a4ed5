#include <glib/gi18n.h>

#include "arguments.h"
#include "cache.h"
#include "command.h"
#include "json.h"
#include "output.h"

static gboolean clear, as_json;

static const GOptionEntry entries[] = {
  { "clear", 0, 0, G_OPTION_ARG_NONE, &clear, N_ ("Remove every kept fit"), NULL },
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_ ("Write JSON"), NULL },
  { NULL },
};

static gboolean
print_json (RasCache *cache, GError **error)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  json_builder_begin_object (builder);
  ras_json_add_string (builder, "folder", ras_cache_get_folder (cache));
  ras_json_add_count (builder, "bytes", ras_cache_get_size (cache));
  ras_json_add_count (builder, "limit_bytes", RAS_CACHE_DEFAULT_LIMIT);
  json_builder_end_object (builder);
  return ras_json_print (builder, error);
}

static gboolean
print_text (RasCache *cache, GError **error)
{
  g_autofree char *folder = g_filename_display_name (ras_cache_get_folder (cache));
  g_autofree char *size = g_format_size (ras_cache_get_size (cache));
  g_autofree char *limit = g_format_size (RAS_CACHE_DEFAULT_LIMIT);
  g_autofree char *text = g_strdup_printf (_ ("%s: %s of at most %s\n"), folder, size, limit);

  return ras_output_print (text, error);
}

static gboolean
run (RasCli *cli, int argc, char **argv, GError **error)
{
  g_autoptr (RasCache) cache = NULL;

  if (!ras_arguments_parse_none (cli, entries, &argc, &argv, error))
    return FALSE;
  cache = ras_cache_new (NULL, 0);
  if (clear && !ras_cache_clear (cache, error))
    return FALSE;
  return as_json ? print_json (cache, error) : print_text (cache, error);
}

const RasCommand ras_command_cache = {
  .name = "cache",
  .arguments = NULL,
  .summary = N_ ("Tells how much room the kept fits take, or removes them."),
  .run = run,
};
