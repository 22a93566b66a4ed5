#include "fetch-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR (60 * MINUTE)

static char *
describe_rest (double seconds)
{
  /* Rounded up: it is nicer to be early. */
  if (seconds < 1.5 * MINUTE)
    return g_strdup_printf (_ ("%u s left"), (guint) ceil (seconds));
  if (seconds < 1.5 * HOUR)
    return g_strdup_printf (_ ("%u min left"), (guint) ceil (seconds / MINUTE));
  return g_strdup_printf (_ ("%u h left"), (guint) fmin (ceil (seconds / HOUR), 9999));
}

char *
ras_fetch_state_describe (const RasFetchState *state)
{
  g_autofree char *bytes = g_format_size (state->bytes);
  g_autofree char *total = g_format_size (state->total);
  g_autoptr (GString) text = g_string_new (NULL);

  if (state->stage == RAS_FETCH_CHECKING)
    return g_strdup (_ ("Checking what is there"));
  if (state->stage == RAS_FETCH_UNPACKING)
    return g_strdup (_ ("Unpacking"));
  g_string_printf (text, _ ("%s of %s"), bytes, total);
  if (state->trouble)
    g_string_append_printf (text, " · %s", state->trouble);
  else if (state->rate > 0)
    {
      g_autofree char *amount = g_format_size (state->rate);

      g_string_append (text, " · ");
      /* An amount each second: "2.1 MB/s". */
      g_string_append_printf (text, _ ("%s/s"), amount);
      if (state->seconds_left >= 0)
        {
          g_autofree char *rest = describe_rest (state->seconds_left);

          g_string_append_printf (text, " · %s", rest);
        }
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* Thousands apart by a narrow space, as everywhere in the window. */
static char *
group_digits (guint number)
{
  if (number < 1000)
    return g_strdup_printf ("%u", number);
  return g_strdup_printf ("%u\u202f%03u", number / 1000, number % 1000);
}

char *
ras_source_describe_images (const RasSource *source)
{
  g_autofree char *images = group_digits (source->images);

  return g_strdup_printf (source->channels == 1
                              ? ngettext ("%s grey image of %u × %u in %u classes",
                                          "%s grey images of %u × %u in %u classes", source->images)
                              : ngettext ("%s colour image of %u × %u in %u classes",
                                          "%s colour images of %u × %u in %u classes",
                                          source->images),
                          images, source->height, source->width, source->classes);
}
