#include "completion.h"

#include <glib/gi18n.h>
#include <string.h>

#include "command.h"
#include "eraser.h"
#include "mdl-chart.h"
#include "network.h"
#include "output.h"
#include "palette.h"
#include "plan.h"

/* Candidates on their way out: those that begin as the unfinished word does. */
typedef struct
{
  GString *text;
  const char *lead; /* stands before each: "--erasers=none," */
  const char *begun; /* how a candidate has to begin */
} Offer;

static void
offer (Offer *self, const char *candidate, const char *meaning)
{
  if (!g_str_has_prefix (candidate, self->begun))
    return;
  g_string_append_printf (self->text, "%s%s", self->lead, candidate);
  if (meaning)
    g_string_append_printf (self->text, "\t%s", meaning);
  g_string_append_c (self->text, '\n');
}

/* --- Values --- */

static void
offer_words (Offer *self, const char *const *words)
{
  for (; words && *words; words++)
    offer (self, *words, NULL);
}

static void
offer_erasers (Offer *self)
{
  for (guint i = 0; i < ras_n_erasers (); i++)
    offer (self, ras_eraser_nth (i)->name, _ (ras_eraser_nth (i)->summary));
}

static void
offer_networks (Offer *self)
{
  for (guint i = 0; i < ras_n_network_kinds (); i++)
    offer (self, ras_network_kind_nth (i)->name, _ (ras_network_kind_nth (i)->summary));
}

/* Sizes or activations of any network: which one was chosen may come later in the line. */
static void
offer_of_networks (Offer *self, gsize field)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < ras_n_network_kinds (); i++)
    {
      const char *const *words
          = *(const char *const *const *) G_STRUCT_MEMBER_P (ras_network_kind_nth (i), field);

      for (; words && *words; words++)
        if (g_hash_table_add (seen, (gpointer) *words))
          offer (self, *words, NULL);
    }
}

static void
offer_sizes (Offer *self)
{
  offer_of_networks (self, G_STRUCT_OFFSET (RasNetworkKind, sizes));
}

static void
offer_activations (Offer *self)
{
  offer_of_networks (self, G_STRUCT_OFFSET (RasNetworkKind, activations));
}

static void
offer_presets (Offer *self)
{
  for (guint i = 0; i < ras_n_presets; i++)
    offer (self, ras_presets[i].name, _ (ras_presets[i].summary));
}

static void
offer_styles (Offer *self)
{
  for (guint i = 0; i < RAS_N_STYLES; i++)
    offer (self, ras_style_get (i)->name, NULL);
}

static void
offer_splits (Offer *self)
{
  for (guint i = 0; i < RAS_N_SPLITS; i++)
    offer (self, ras_split_name (i), NULL);
}

static void
offer_kinds (Offer *self)
{
  for (guint i = RAS_MDL_CURVES; i <= RAS_MDL_DEPTHS; i++)
    offer (self, ras_mdl_kind_name (i), NULL);
}

static void
offer_estimators (Offer *self)
{
  for (guint i = RAS_ESTIMATOR_PREQUENTIAL; i <= RAS_ESTIMATOR_FIXED_TEST; i++)
    offer (self, ras_estimator_name (i), NULL);
}

/* Options whose values are known; the same name means the same in every command. */
static const struct
{
  const char *option;
  gboolean list; /* several, with commas between them */
  void (*offer) (Offer *self);
} values[] = {
  { "eraser", FALSE, offer_erasers },      { "erasers", TRUE, offer_erasers },
  { "net", FALSE, offer_networks },        { "nets", TRUE, offer_networks },
  { "size", FALSE, offer_sizes },          { "act", FALSE, offer_activations },
  { "preset", FALSE, offer_presets },      { "style", FALSE, offer_styles },
  { "split", FALSE, offer_splits },        { "kind", FALSE, offer_kinds },
  { "estimator", FALSE, offer_estimators },
};

/* Whether files may stand there, too. */
static gboolean
offer_value (Offer *self, const GOptionEntry *entry)
{
  for (gsize i = 0; i < G_N_ELEMENTS (values); i++)
    if (strcmp (values[i].option, entry->long_name) == 0)
      {
        const char *comma = values[i].list ? strrchr (self->begun, ',') : NULL;
        gsize n = comma ? comma + 1 - self->begun : 0;
        g_autofree char *lead = g_strdup_printf ("%s%.*s", self->lead, (int) n, self->begun);
        Offer part = { self->text, lead, self->begun + n };

        values[i].offer (&part);
        return FALSE;
      }
  return entry->arg == G_OPTION_ARG_FILENAME;
}

/* --- Options --- */

static void
offer_options (Offer *self, const GOptionEntry *entries)
{
  for (; entries->long_name; entries++)
    {
      g_autofree char *option = g_strdup_printf ("--%s", entries->long_name);

      offer (self, option, _ (entries->description));
    }
  offer (self, "--help", _ ("Show help options"));
}

static gboolean
takes_value (const GOptionEntry *entry)
{
  return entry->arg != G_OPTION_ARG_NONE;
}

/* The entry that `word` names: "--rank", "-r"; NULL: none. */
static const GOptionEntry *
find_option (const GOptionEntry *entries, const char *word)
{
  for (; entries->long_name; entries++)
    {
      gboolean is_long = g_str_has_prefix (word, "--")
                         && strcmp (word + 2, entries->long_name) == 0;
      gboolean is_short = word[0] == '-' && entries->short_name
                          && word[1] == entries->short_name && word[2] == '\0';

      if (is_long || is_short)
        return entries;
    }
  return NULL;
}

/* --- Arguments --- */

/* How many arguments stand before the unfinished word: neither options nor their values. */
static guint
count_arguments (const GOptionEntry *entries, int argc, char **argv)
{
  guint n = 0;

  for (int i = 1; i + 1 < argc; i++)
    {
      const GOptionEntry *entry = find_option (entries, argv[i]);

      if (entry && takes_value (entry))
        i++;
      else if (argv[i][0] != '-')
        n++;
    }
  return n;
}

static void
offer_data_sets (Offer *self)
{
  offer (self, "drawn", _ ("The built-in pictures, 32 × 32"));
  offer (self, "drawn:64", _ ("The built-in pictures, 64 × 64"));
  offer (self, "moments", _ ("Three pairs of classes, each differing in one moment"));
  offer (self, "moments:mean", NULL);
  offer (self, "moments:covariance", NULL);
  offer (self, "moments:beyond", NULL);
}

/* Whether files may stand there, too. */
static gboolean
offer_arguments (Offer *self, const RasCommand *command, RasArgumentsKind kind, guint position)
{
  if (position == 0 && command->words)
    offer_words (self, command->words ());
  if (kind == RAS_ARGUMENTS_OWN)
    return position > 0;
  if (kind == RAS_ARGUMENTS_NONE || position > 0)
    return FALSE;
  offer_data_sets (self);
  return TRUE;
}

/* --- Answers --- */

static gboolean
answer (const Offer *self, gboolean files, GError **error)
{
  g_string_append (self->text, files ? ":files\n" : ":nothing\n");
  return ras_output_print (self->text->str, error);
}

gboolean
ras_completion_offer_commands (const char *word, const RasCommand *const *commands,
                               gsize n_commands, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  Offer candidates = { text, "", word };

  for (gsize i = 0; i < n_commands; i++)
    offer (&candidates, commands[i]->name, _ (commands[i]->summary));
  offer (&candidates, "--help", _ ("Show help options"));
  offer (&candidates, "--version", _ ("Print the version and exit"));
  return answer (&candidates, FALSE, error);
}

gboolean
ras_completion_offer (const RasCommand *command, const GOptionEntry *entries,
                      RasArgumentsKind kind, int argc, char **argv, GError **error)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const char *word = argc > 1 ? argv[argc - 1] : "";
  const char *equals = g_str_has_prefix (word, "--") ? strchr (word, '=') : NULL;
  g_autofree char *before = equals ? g_strndup (word, equals - word)
                                   : g_strdup (argc > 2 ? argv[argc - 2] : "");
  g_autofree char *lead = equals ? g_strdup_printf ("%s=", before) : g_strdup ("");
  const GOptionEntry *entry = find_option (entries, before);
  Offer candidates = { text, lead, equals ? equals + 1 : word };
  gboolean files = FALSE;

  if (entry && takes_value (entry))
    files = offer_value (&candidates, entry);
  else if (!equals && word[0] == '-')
    offer_options (&candidates, entries);
  else if (!equals)
    files = offer_arguments (&candidates, command, kind, count_arguments (entries, argc, argv));
  return answer (&candidates, files, error);
}
