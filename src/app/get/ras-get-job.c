#include "ras-get-job.h"

#include <glib/gi18n.h>

#include "fetch-text.h"
#include "places.h"
#include "progress.h"
#include "ras-job.h"

/* Seconds without news after which the last of them is no longer true. */
#define SILENCE 3

enum
{
  KEY_NONE,
  KEY_PROGRESS,
};

/* What a thread needs. */
typedef struct
{
  const RasSource *source;
  char *address;
} Order;

/* What it posts: how it goes, what there is, or how it ended. */
typedef struct
{
  enum
  {
    GOING,
    FOUND,
    ENDED,
  } kind;
  char *sentence;
  RasFetchState state;
  RasFound *found;
  guint64 kept;
  char *location;
  GError *error;
} Message;

struct _RasGetJob
{
  GObject parent;

  const RasSource *source;
  RasJob *job; /* NULL: nothing is being done */
  RasGetPhase phase;
  char *path, *sentence, *address;
  RasFetchState state; /* what was told last; without the trouble, whose text is gone */
  gint64 told;         /* when, in monotonic time */
  guint silence_id;    /* while it is running: watches for silence */
};

G_DEFINE_FINAL_TYPE (RasGetJob, ras_get_job, G_TYPE_OBJECT)

enum
{
  CHANGED,
  FINISHED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void
order_free (gpointer data)
{
  Order *order = data;

  g_free (order->address);
  g_free (order);
}

static void
message_free (gpointer data)
{
  Message *message = data;

  g_free (message->sentence);
  g_free (message->location);
  ras_found_free (message->found);
  g_clear_error (&message->error);
  g_free (message);
}

/* --- On the thread --- */

static void
look_run (RasJob *job, gpointer data)
{
  const Order *order = data;
  Message *message = g_new0 (Message, 1);

  message->kind = FOUND;
  message->found = ras_places_find (order->source);
  message->kept = ras_fetch_get_kept (order->source, NULL);
  ras_job_post (job, KEY_NONE, message, message_free);
}

static void
told_cb (const RasFetchState *state, gpointer user_data)
{
  Message *message = g_new0 (Message, 1);

  message->kind = GOING;
  message->sentence = ras_fetch_state_describe (state);
  message->state = *state;
  message->state.trouble = NULL;
  ras_job_post (user_data, KEY_PROGRESS, message, message_free);
}

static void
fetch_run (RasJob *job, gpointer data)
{
  const Order *order = data;
  RasFetchOptions options = { .base = order->address };
  Message *message = g_new0 (Message, 1);

  message->kind = ENDED;
  message->location = ras_fetch (order->source, &options, told_cb, job,
                                 ras_job_get_cancellable (job), &message->error);
  ras_job_post (job, KEY_NONE, message, message_free);
}

/* --- On the interface's --- */

static void
set (RasGetJob *self, RasGetPhase phase, char *path, char *sentence)
{
  self->phase = phase;
  g_free (self->path);
  self->path = path;
  g_free (self->sentence);
  self->sentence = sentence;
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The home folder is where most people are. */
static char *
shorten (const char *path)
{
  g_autofree char *shown = g_filename_display_name (path);
  g_autofree char *home = g_filename_display_name (g_get_home_dir ());
  gsize length = strlen (home);

  if (g_str_has_prefix (shown, home) && shown[length] == G_DIR_SEPARATOR)
    return g_strconcat ("~", shown + length, NULL);
  return g_steal_pointer (&shown);
}

static void
set_ready (RasGetJob *self, const char *path)
{
  g_autofree char *shown = shorten (path);

  set (self, RAS_GET_READY, g_strdup (path), g_strdup_printf (_ ("Here: %s"), shown));
}

static void
set_found (RasGetJob *self, const Message *message)
{
  const RasFound *found = message->found;
  g_autofree char *shown = found ? shorten (found->path) : NULL;
  g_autofree char *kept = g_format_size (message->kept);
  g_autofree char *total = g_format_size (ras_source_get_download_size (self->source));

  if (found && found->kind == RAS_FOUND_READY)
    set_ready (self, found->path);
  else if (found && found->kind == RAS_FOUND_ARCHIVE)
    set (self, RAS_GET_ARCHIVE, g_strdup (found->path),
         g_strdup_printf (_ ("Downloaded already: %s"), shown));
  else if (message->kept > 0)
    set (self, RAS_GET_KEPT, NULL, g_strdup_printf (_ ("%s of %s are here already"), kept, total));
  else if (found)
    set (self, RAS_GET_UNUSABLE, g_strdup (found->path),
         g_strdup_printf (_ ("%s has it in Python's form, which Rasura does not read"), shown));
  else
    set (self, RAS_GET_MISSING, NULL, NULL);
}

/* A sentence of an error goes on in the middle of a line; here it stands alone. */
static char *
capitalise (const char *sentence)
{
  gunichar first = g_utf8_get_char (sentence);
  GString *text = g_string_new (NULL);

  g_string_append_unichar (text, g_unichar_toupper (first));
  g_string_append (text, g_utf8_next_char (sentence));
  return g_string_free (text, FALSE);
}

static void
end (RasGetJob *self, const Message *message)
{
  if (message->location)
    {
      set_ready (self, message->location);
      g_signal_emit (self, signals[FINISHED], 0);
    }
  else if (ras_error_is_cancelled (message->error))
    ras_get_job_look (self);
  else
    {
      /* An address at its beginning stays as it is. */
      gboolean address = g_str_has_prefix (message->error->message, "http");

      set (self, RAS_GET_FAILED, NULL,
           address ? g_strdup (message->error->message) : capitalise (message->error->message));
    }
}

static void
deliver (gpointer data, gpointer user_data)
{
  g_autoptr (RasGetJob) self = g_object_ref (user_data);
  const Message *message = data;

  if (message->kind == GOING)
    {
      self->state = message->state;
      self->told = g_get_monotonic_time ();
      if (self->phase == RAS_GET_RUNNING)
        set (self, RAS_GET_RUNNING, NULL, g_strdup (message->sentence));
      return;
    }
  ras_clear_job (&self->job);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  if (message->kind == FOUND)
    set_found (self, message);
  else
    end (self, message);
}

/* No news come while no bytes do; a rate and a time that stand still would be lies. */
static gboolean
silence_cb (gpointer user_data)
{
  RasGetJob *self = user_data;

  if (self->phase == RAS_GET_RUNNING && self->state.stage == RAS_FETCH_DOWNLOADING
      && self->state.total > 0
      && g_get_monotonic_time () - self->told > SILENCE * G_USEC_PER_SEC)
    {
      self->told = g_get_monotonic_time ();
      self->state.trouble = _ ("waiting for the server");
      set (self, RAS_GET_RUNNING, NULL, ras_fetch_state_describe (&self->state));
    }
  return G_SOURCE_CONTINUE;
}

static void
begin (RasGetJob *self, RasGetPhase phase, RasJobFunc run, const char *sentence)
{
  Order *order = g_new0 (Order, 1);

  order->source = self->source;
  order->address = g_strdup (self->address);
  ras_clear_job (&self->job);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  self->state = (RasFetchState) { 0 };
  if (phase == RAS_GET_RUNNING)
    self->silence_id = g_timeout_add_seconds (1, silence_cb, self);
  self->job = ras_job_start ("rasura-get", run, order, order_free, deliver, self);
  set (self, phase, NULL, g_strdup (sentence));
}

void
ras_get_job_look (RasGetJob *self)
{
  if (!ras_get_job_is_running (self))
    begin (self, RAS_GET_LOOKING, look_run, NULL);
}

void
ras_get_job_start (RasGetJob *self)
{
  if (!ras_get_job_is_running (self))
    begin (self, RAS_GET_RUNNING, fetch_run, _ ("Connecting"));
}

/* It is waited for, for it holds the file on which the next start goes on. */
void
ras_get_job_cancel (RasGetJob *self)
{
  if (self->phase != RAS_GET_RUNNING)
    return;
  g_cancellable_cancel (ras_job_get_cancellable (self->job));
  set (self, RAS_GET_STOPPING, NULL, g_strdup (_ ("Stopping")));
}

/* --- What there is to know --- */

const RasSource *
ras_get_job_get_source (RasGetJob *self)
{
  return self->source;
}

RasGetPhase
ras_get_job_get_phase (RasGetJob *self)
{
  return self->phase;
}

const char *
ras_get_job_get_path (RasGetJob *self)
{
  return self->path;
}

const char *
ras_get_job_get_sentence (RasGetJob *self)
{
  return self->sentence;
}

double
ras_get_job_get_fraction (RasGetJob *self)
{
  return self->state.fraction;
}

gboolean
ras_get_job_is_running (RasGetJob *self)
{
  return self->job && (self->phase == RAS_GET_RUNNING || self->phase == RAS_GET_STOPPING);
}

void
ras_get_job_set_address (RasGetJob *self, const char *address)
{
  char *copy = g_strdup (address);

  g_free (self->address);
  self->address = copy;
}

const char *
ras_get_job_get_address (RasGetJob *self)
{
  return self->address;
}

/* --- The object --- */

static void
ras_get_job_dispose (GObject *object)
{
  RasGetJob *self = RAS_GET_JOB (object);

  ras_clear_job (&self->job);
  g_clear_handle_id (&self->silence_id, g_source_remove);
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->sentence, g_free);
  g_clear_pointer (&self->address, g_free);
  G_OBJECT_CLASS (ras_get_job_parent_class)->dispose (object);
}

static void
ras_get_job_class_init (RasGetJobClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ras_get_job_dispose;
  signals[CHANGED] = g_signal_new ("changed", RAS_TYPE_GET_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", RAS_TYPE_GET_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                    NULL, G_TYPE_NONE, 0);
}

static void
ras_get_job_init (RasGetJob *self)
{
}

RasGetJob *
ras_get_job_new (const RasSource *source)
{
  RasGetJob *self = g_object_new (RAS_TYPE_GET_JOB, NULL);

  self->source = source;
  ras_get_job_look (self);
  return self;
}
