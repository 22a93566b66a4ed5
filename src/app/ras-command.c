#include "ras-command.h"

#include <string.h>

/* Words of harmless characters stay as they are, so that a line reads as one would type it. */
static void
add_word (GString *line, const char *word)
{
  const char *harmless = G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-./:,=@%+";

  if (line->len)
    g_string_append_c (line, ' ');
  if (word[0] && strspn (word, harmless) == strlen (word))
    g_string_append (line, word);
  else
    {
      g_autofree char *quoted = g_shell_quote (word);

      g_string_append (line, quoted);
    }
}

static void
add_number (GString *line, const char *option, guint number)
{
  g_string_append_printf (line, " %s %u", option, number);
}

char *
ras_command_make (const RasSessionState *state, RasDataset *dataset, const char *const *erasers,
                  const char *output)
{
  g_autoptr (GString) line = g_string_new ("rasura-cli figure");

  add_word (line, state->location ? state->location : ras_dataset_get_location (dataset));
  if (state->own_picture)
    {
      add_word (line, "--image");
      add_word (line, state->own_picture);
      if (state->own_class >= 0)
        {
          add_word (line, "--as");
          add_word (line, ras_dataset_get_class_name (dataset, state->own_class));
        }
    }
  else
    {
      add_number (line, "--index", state->index);
      add_word (line, "--split");
      add_word (line, ras_split_name (state->split));
    }
  add_word (line, "--erasers");
  {
    g_autofree char *names = g_strjoinv (",", (char **) erasers);

    add_word (line, names);
  }
  add_number (line, "--rank", state->rank);
  if (!state->recentred)
    add_word (line, "--not-recentred");
  if (state->difference)
    {
      add_word (line, "--difference");
      if (state->gain != RAS_SESSION_DEFAULT_GAIN)
        {
          char text[G_ASCII_DTOSTR_BUF_SIZE];

          add_word (line, "--gain");
          add_word (line, g_ascii_formatd (text, sizeof text, "%g", state->gain));
        }
    }
  if (state->rescale)
    add_word (line, "--rescale");
  add_word (line, "-o");
  add_word (line, output);
  return g_string_free (g_steal_pointer (&line), FALSE);
}
