#include "progress-bar.h"

#include <stdio.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define INTERVAL (G_USEC_PER_SEC / 20)
#define BAR_LENGTH 24
#define BAR_STEP 8 /* it is shortened by, so that it does not move with every digit */
#define PERCENT_LENGTH 8
#define NARROWEST 40

struct _RasProgressBar
{
  GMutex mutex; /* stages report on the threads that work */
  gint64 drawn; /* when, in monotonic time; 0: hidden */
};

RasProgressBar *
ras_progress_bar_new (void)
{
  RasProgressBar *bar;

  if (!isatty (STDERR_FILENO))
    return NULL;
  bar = g_new0 (RasProgressBar, 1);
  g_mutex_init (&bar->mutex);
  return bar;
}

void
ras_progress_bar_free (RasProgressBar *bar)
{
  if (bar == NULL)
    return;
  ras_progress_bar_hide (bar);
  g_mutex_clear (&bar->mutex);
  g_free (bar);
}

static guint
count_columns (void)
{
  struct winsize size;

  if (ioctl (STDERR_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_col == 0)
    return 80;
  return MAX (size.ws_col, NARROWEST);
}

static void
draw (const char *stage, double fraction)
{
  gboolean utf8 = g_get_charset (NULL);
  guint columns = count_columns () - 1, length = BAR_LENGTH, full;
  guint text = PERCENT_LENGTH + g_utf8_strlen (stage, -1);
  g_autoptr (GString) line = g_string_new (NULL);
  g_autofree char *cut = NULL;

  /* What is said matters more. */
  while (length > 0 && length + text > columns)
    length -= BAR_STEP;
  full = fraction < 0 ? 0 : (guint) (fraction * length + 0.5);
  for (guint i = 0; i < length; i++)
    g_string_append (line, i < full ? (utf8 ? "━" : "#") : (utf8 ? "─" : "."));
  if (fraction < 0)
    g_string_append (line, "      ");
  else
    g_string_append_printf (line, " %3.0f %%", 100 * fraction);
  g_string_append_printf (line, "  %s", stage);
  /* A line that wraps could not be wiped. */
  cut = g_utf8_substring (line->str, 0, MIN (g_utf8_strlen (line->str, -1), columns));
  g_printerr ("\r%s\033[K", cut);
}

void
ras_progress_bar_show (const char *stage, double fraction, gpointer user_data)
{
  RasProgressBar *bar = user_data;
  gint64 now = g_get_monotonic_time ();

  g_mutex_lock (&bar->mutex);
  if (now - bar->drawn >= INTERVAL)
    {
      draw (stage, fraction);
      bar->drawn = now;
    }
  g_mutex_unlock (&bar->mutex);
}

void
ras_progress_bar_hide (RasProgressBar *bar)
{
  if (bar == NULL)
    return;
  g_mutex_lock (&bar->mutex);
  if (bar->drawn)
    g_printerr ("\r\033[K");
  bar->drawn = 0;
  g_mutex_unlock (&bar->mutex);
}
