#include "ras-turn-log.h"

#include <stdio.h>
#include <time.h>

#define LONG_TURN 8000 /* µs */
/* A window that rests paints no frames; the next one is no late one. */
#define REST 500000
/* Up to 1, 2, 4 … ms; the last one is for all beyond. */
#define N_BINS 9

static struct
{
  FILE *file; /* NULL: nothing is logged */
  GPollFunc poll;
  gint64 started, woken; /* µs */
  gint64 computed;       /* µs of the processor that the thread had had when it was woken */
  gint64 longest, longest_at;
  guint bins[N_BINS];
} turns;

static double
to_ms (gint64 us)
{
  return us / 1000.0;
}

static gint64
get_computed (void)
{
  struct timespec time = { 0 };

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);
  return (gint64) time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

static void
end_turn (gint64 now)
{
  gint64 length = now - turns.woken;
  guint bin = 0;

  while (bin < N_BINS - 1 && length > (gint64) 1000 << bin)
    bin++;
  turns.bins[bin]++;
  if (length > turns.longest)
    {
      turns.longest = length;
      turns.longest_at = turns.woken;
    }
  if (length > LONG_TURN)
    fprintf (turns.file, "%.1f turn %.1f computing %.1f\n", to_ms (turns.woken - turns.started),
             to_ms (length), to_ms (get_computed () - turns.computed));
}

static int
poll_cb (GPollFD *fds, guint n, int timeout)
{
  int result;

  end_turn (g_get_monotonic_time ());
  result = turns.poll (fds, n, timeout);
  turns.woken = g_get_monotonic_time ();
  turns.computed = get_computed ();
  return result;
}

/* --- Frames --- */

static void
paint_cb (GdkFrameClock *clock, gint64 *last)
{
  gint64 now = g_get_monotonic_time ();

  if (turns.file && *last > 0 && now - *last < REST)
    fprintf (turns.file, "%.1f frame %.1f\n", to_ms (now - turns.started), to_ms (now - *last));
  *last = now;
}

static void
free_last (gpointer last, GClosure *closure)
{
  g_free (last);
}

static void
realize_cb (GtkWidget *window)
{
  g_signal_connect_data (gtk_widget_get_frame_clock (window), "before-paint",
                         G_CALLBACK (paint_cb), g_new0 (gint64, 1), free_last, 0);
}

static void
window_added_cb (GtkApplication *application, GtkWindow *window)
{
  g_signal_connect (window, "realize", G_CALLBACK (realize_cb), NULL);
}

/* --- Beginning and end --- */

void
ras_turn_log_start (GtkApplication *application)
{
  const char *path = g_getenv ("RASURA_TURN_LOG");

  if (path == NULL || *path == '\0' || turns.file)
    return;
  turns.file = fopen (path, "w");
  if (turns.file == NULL)
    {
      g_warning ("%s cannot be written: turns are not logged", path);
      return;
    }
  /* What was written is there even if the program is killed. */
  setvbuf (turns.file, NULL, _IOLBF, 0);
  turns.started = turns.woken = g_get_monotonic_time ();
  turns.computed = get_computed ();
  turns.poll = g_main_context_get_poll_func (NULL);
  g_main_context_set_poll_func (NULL, poll_cb);
  g_signal_connect (application, "window-added", G_CALLBACK (window_added_cb), NULL);
}

void
ras_turn_log_end (void)
{
  FILE *file = turns.file;

  if (file == NULL)
    return;
  end_turn (g_get_monotonic_time ());
  g_main_context_set_poll_func (NULL, turns.poll);
  fprintf (file, "longest turn %.1f ms at %.1f ms\n", to_ms (turns.longest),
           to_ms (turns.longest_at - turns.started));
  for (guint i = 0; i < N_BINS; i++)
    fprintf (file, "%s %u ms: %u\n", i < N_BINS - 1 ? "up to" : "beyond",
             1U << MIN (i, N_BINS - 2), turns.bins[i]);
  turns.file = NULL;
  fclose (file);
}
