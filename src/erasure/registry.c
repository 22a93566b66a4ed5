#include "fit-private.h"

#include <glib/gi18n.h>
#include <string.h>

/* In the order of the paper's Figure 1. A new eraser is one line here. */
static const RasEraser *const registry[] = {
  &ras_eraser_none,
  &ras_eraser_leace,
  &ras_eraser_oracle_leace,
  &ras_eraser_qleace,
  &ras_eraser_alf_qleace,
  &ras_eraser_gradient,
  &ras_eraser_random,
};

guint
ras_n_erasers (void)
{
  return G_N_ELEMENTS (registry);
}

const RasEraser *
ras_eraser_nth (guint i)
{
  return registry[i];
}

guint
ras_eraser_index (const RasEraser *eraser)
{
  guint i = 0;

  while (registry[i] != eraser)
    i++;
  return i;
}

const RasEraser *
ras_eraser_find (const char *name, GError **error)
{
  g_autoptr (GString) known = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (registry); i++)
    {
      if (g_strcmp0 (registry[i]->name, name) == 0)
        return registry[i];
      g_string_append_printf (known, "%s%s", i ? ", " : "", registry[i]->name);
    }
  g_set_error (error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_UNKNOWN,
               _ ("there is no eraser called “%s”: choose from %s"), name, known->str);
  return NULL;
}

GPtrArray *
ras_erasers_parse (const char *names, GError **error)
{
  g_autoptr (GPtrArray) erasers = g_ptr_array_new ();
  g_auto (GStrv) words = names ? g_strsplit (names, ",", -1) : NULL;
  g_autofree gboolean *wanted = g_new0 (gboolean, G_N_ELEMENTS (registry));

  for (gsize i = 0; words && words[i]; i++)
    {
      const RasEraser *eraser = ras_eraser_find (g_strstrip (words[i]), error);

      if (eraser == NULL)
        return NULL;
      wanted[ras_eraser_index (eraser)] = TRUE;
    }
  for (gsize i = 0; i < G_N_ELEMENTS (registry); i++)
    if (words == NULL || wanted[i])
      g_ptr_array_add (erasers, (gpointer) registry[i]);
  return g_steal_pointer (&erasers);
}
