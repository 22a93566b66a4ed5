#include "download.h"

#include "config.h"

#include <glib/gi18n.h>
#include <libsoup/soup.h>
#include <string.h>

#include "address.h"
#include "download-trouble.h"
#include "fetch-error.h"
#include "part-file.h"

#define BUFFER (64 << 10)
#define MAX_REDIRECTS 8
#define MAX_RESTARTS 3
#define INTERVAL (G_USEC_PER_SEC / 10)

const RasDownloadPatience RAS_DOWNLOAD_PATIENCE = { .stall = 30, .retries = 4, .pause = 1000 };

/* What became of one request. */
typedef enum
{
  FAILED,   /* for good: the error says why */
  BROKEN,   /* the connection or the server is in trouble: worth another attempt */
  RESTART,  /* what there is does not go with what the server has: begin anew */
  COMPLETE, /* all bytes are there */
} Outcome;

typedef struct
{
  const char *address;
  const RasSourceFile *file;
  const RasDownloadPatience *patience;
  RasDownloadFunc func;
  gpointer user_data;
  GCancellable *cancellable;
  SoupSession *session;
  RasPartFile *part;
  gint64 reported;
  guint restarts;
  gboolean pieced; /* the bytes came in more than one answer */
} Download;

static void
tell (Download *download, const char *trouble)
{
  gint64 now = g_get_monotonic_time ();

  if (download->func == NULL || (trouble == NULL && now - download->reported < INTERVAL))
    return;
  download->reported = now;
  download->func (ras_part_file_get_length (download->part), trouble, download->user_data);
}

/* --- Answers that are of no use --- */

static Outcome
judge_failure (Download *download, const char *address, GError *cause, GError **error)
{
  return ras_trouble_of_connection (address, download->patience->stall, download->pieced, cause,
                                    error)
             ? BROKEN
             : FAILED;
}

static Outcome
judge_status (Download *download, const char *address, SoupMessage *message, GError **error)
{
  return ras_trouble_of_status (address, download->file->name, message, error) ? BROKEN : FAILED;
}

static Outcome
refuse_length (Download *download, const char *address, guint64 length, GError **error)
{
  g_autofree char *theirs = g_format_size_full (length, G_FORMAT_SIZE_LONG_FORMAT);
  g_autofree char *ours = g_format_size_full (download->file->size, G_FORMAT_SIZE_LONG_FORMAT);

  ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                    _ ("%s has %s, and %s should have %s: this is another file; use another "
                       "address"),
                    address, theirs, download->file->name, ours);
  return FAILED;
}

/* --- Requests --- */

static SoupMessage *
new_message (Download *download, const char *address, GError **error)
{
  SoupMessage *message = soup_message_new (SOUP_METHOD_GET, address);
  guint64 length = ras_part_file_get_length (download->part);
  const char *validator = ras_part_file_get_validator (download->part);
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS, _ ("“%s” is no web address"), address);
      return NULL;
    }
  /* Redirections have rules of their own here. */
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  soup_message_headers_replace (headers, "Accept-Encoding", "identity");
  if (length > 0)
    {
      soup_message_headers_set_range (headers, length, -1);
      if (validator)
        soup_message_headers_replace (headers, "If-Range", validator);
    }
  return message;
}

/* Sends the request, and others where the answer points elsewhere. `address` becomes the last. */
static Outcome
send_request (Download *download, char **address, SoupMessage **message, GInputStream **body,
      GError **error)
{
  for (guint i = 0; i <= MAX_REDIRECTS; i++)
    {
      g_autoptr (GError) cause = NULL;
      g_autofree char *next = NULL;
      const char *location;

      g_clear_object (message);
      g_clear_object (body);
      *message = new_message (download, *address, error);
      if (*message == NULL)
        return FAILED;
      *body = soup_session_send (download->session, *message, download->cancellable, &cause);
      if (*body == NULL)
        return judge_failure (download, *address, cause, error);
      location = soup_message_headers_get_one (soup_message_get_response_headers (*message),
                                               "Location");
      if (!SOUP_STATUS_IS_REDIRECTION (soup_message_get_status (*message)) || location == NULL)
        return COMPLETE;
      next = ras_address_redirect (*address, location, error);
      if (next == NULL)
        return FAILED;
      g_free (*address);
      *address = g_steal_pointer (&next);
    }
  ras_fetch_refuse (error, RAS_FETCH_ERROR_ADDRESS,
                    _ ("%s sends us on and on without an end: use another address"),
                    download->address);
  return FAILED;
}

/* What names the version: an entity tag unless it is a weak one, or a date. */
static const char *
get_validator (SoupMessageHeaders *headers)
{
  const char *etag = soup_message_headers_get_one (headers, "ETag");

  return etag && etag[0] == '"' ? etag : soup_message_headers_get_one (headers, "Last-Modified");
}

/* --- Answers --- */

/* The rest of what we have part of. */
static Outcome
check_partial (Download *download, const char *address, SoupMessageHeaders *headers,
               GError **error)
{
  const char *ours = ras_part_file_get_validator (download->part);
  const char *theirs = get_validator (headers);
  goffset start, end, total;

  if (!soup_message_headers_get_content_range (headers, &start, &end, &total) || start < 0
      || (guint64) start != ras_part_file_get_length (download->part))
    return RESTART;
  if (ours && theirs && !g_str_equal (ours, theirs))
    return RESTART;
  if (total >= 0 && (guint64) total != download->file->size)
    return refuse_length (download, address, total, error);
  download->pieced = TRUE;
  return COMPLETE;
}

static Outcome
check_whole (Download *download, const char *address, SoupMessageHeaders *headers, GError **error)
{
  const char *type = soup_message_headers_get_content_type (headers, NULL);

  if (type && (g_str_equal (type, "text/html") || g_str_equal (type, "application/xhtml+xml")))
    {
      ras_fetch_refuse (error, RAS_FETCH_ERROR_CONTENT,
                        _ ("%s answers with a web page instead of %s: open it in a browser to see "
                           "what it asks for, or use another address"),
                        address, download->file->name);
      return FAILED;
    }
  if (soup_message_headers_get_encoding (headers) == SOUP_ENCODING_CONTENT_LENGTH
      && (guint64) soup_message_headers_get_content_length (headers) != download->file->size)
    return refuse_length (download, address, soup_message_headers_get_content_length (headers),
                          error);
  /* The server begins at the start, whatever it was asked for. */
  if (ras_part_file_get_length (download->part) > 0)
    {
      if (!ras_part_file_restart (download->part, error))
        return FAILED;
      download->pieced = FALSE;
    }
  ras_part_file_set_validator (download->part, get_validator (headers));
  return COMPLETE;
}

static Outcome
check_answer (Download *download, const char *address, SoupMessage *message, GError **error)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  guint64 length = ras_part_file_get_length (download->part);

  switch (soup_message_get_status (message))
    {
    case SOUP_STATUS_OK:
      return check_whole (download, address, headers, error);
    case SOUP_STATUS_PARTIAL_CONTENT:
      if (length > 0)
        return check_partial (download, address, headers, error);
      return judge_status (download, address, message, error);
    case SOUP_STATUS_REQUESTED_RANGE_NOT_SATISFIABLE:
      if (length > 0)
        return RESTART;
      return judge_status (download, address, message, error);
    default:
      return judge_status (download, address, message, error);
    }
}

static Outcome
read_body (Download *download, const char *address, GInputStream *body, GError **error)
{
  g_autofree guint8 *buffer = g_malloc (BUFFER);

  while (TRUE)
    {
      g_autoptr (GError) cause = NULL;
      gssize got
          = g_input_stream_read (body, buffer, BUFFER, download->cancellable, &cause);

      if (got < 0)
        return judge_failure (download, address, cause, error);
      if (got == 0 && ras_part_file_is_complete (download->part))
        return COMPLETE;
      if (got == 0)
        {
          g_autofree char *host = ras_address_get_host (address);

          ras_fetch_refuse (error, RAS_FETCH_ERROR_CONNECTION,
                            _ ("%s stopped in the middle of %s: try again, and it goes on from "
                               "there"),
                            host, download->file->name);
          return BROKEN;
        }
      if (!ras_part_file_append (download->part, buffer, got, error))
        return FAILED;
      tell (download, NULL);
    }
}

static Outcome
request (Download *download, GError **error)
{
  g_autofree char *address = g_strdup (download->address);
  g_autoptr (SoupMessage) message = NULL;
  g_autoptr (GInputStream) body = NULL;
  Outcome outcome = send_request (download, &address, &message, &body, error);

  if (outcome == COMPLETE)
    outcome = check_answer (download, address, message, error);
  if (outcome == COMPLETE)
    outcome = read_body (download, address, body, error);
  return outcome;
}

/* --- Attempts --- */

/* FALSE if cancelled in the meantime. */
static gboolean
pause_for (Download *download, guint milliseconds, GError **error)
{
  g_autofree char *host = ras_address_get_host (download->address);
  guint seconds = MAX (1, milliseconds / 1000);
  g_autofree char *trouble = g_strdup_printf (_ ("Nothing comes from %s; next attempt in %u s"),
                                              host, seconds);
  GPollFD fd;

  tell (download, trouble);
  if (g_cancellable_make_pollfd (download->cancellable, &fd))
    {
      g_poll (&fd, 1, milliseconds);
      g_cancellable_release_fd (download->cancellable);
    }
  else
    g_usleep (1000 * milliseconds);
  return !g_cancellable_set_error_if_cancelled (download->cancellable, error);
}

/* Brings all bytes here, over as many connections as it takes. */
static gboolean
collect (Download *download, GError **error)
{
  guint64 furthest = ras_part_file_get_length (download->part);
  guint attempt = 0;

  while (!ras_part_file_is_complete (download->part))
    {
      g_autoptr (GError) trouble = NULL;
      Outcome outcome = request (download, &trouble);
      guint64 length = outcome == FAILED ? 0 : ras_part_file_get_length (download->part);

      if (outcome == RESTART && download->restarts++ < MAX_RESTARTS)
        {
          if (!ras_part_file_restart (download->part, error))
            return FALSE;
          continue;
        }
      /* New bytes make a new start; a server that never gets further wears us out. */
      if (length > furthest)
        attempt = 0;
      furthest = MAX (furthest, length);
      if (outcome == RESTART)
        return ras_fetch_refuse (error, RAS_FETCH_ERROR_ANSWER,
                                 _ ("%s changes from one moment to the next: try again later, or "
                                    "use another address"),
                                 download->address);
      if (outcome == FAILED || (outcome == BROKEN && attempt >= download->patience->retries))
        {
          g_propagate_error (error, g_steal_pointer (&trouble));
          return FALSE;
        }
      if (outcome == BROKEN)
        {
          download->pieced = TRUE;
          if (!pause_for (download, download->patience->pause << attempt++, error))
            return FALSE;
        }
    }
  return TRUE;
}

static gboolean
collect_and_finish (Download *download, const char *folder, GError **error)
{
  RasProgress progress = { .cancellable = download->cancellable };

  while (TRUE)
    {
      g_autoptr (RasPartFile) part
          = ras_part_file_open (folder, download->file, &progress, error);
      g_autoptr (GError) wrong = NULL;

      if (part == NULL)
        return FALSE;
      download->part = part;
      download->pieced = ras_part_file_was_resumed (part);
      tell (download, NULL);
      /* The first bytes are news. */
      download->reported = 0;
      if (!collect (download, error))
        return FALSE;
      if (ras_part_file_finish (part, &wrong))
        return TRUE;
      /* Pieces of different files do not make a whole one; all of one may. */
      if (!g_error_matches (wrong, RAS_FETCH_ERROR, RAS_FETCH_ERROR_CONTENT) || !download->pieced
          || download->restarts++ >= MAX_RESTARTS)
        {
          g_propagate_error (error, g_steal_pointer (&wrong));
          return FALSE;
        }
    }
}

gboolean
ras_download (const char *address, const RasSourceFile *file, const char *folder,
              const RasDownloadPatience *patience, RasDownloadFunc func, gpointer user_data,
              GCancellable *cancellable, GError **error)
{
  Download download = { address, file, patience, func, user_data, cancellable };
  g_autoptr (GMainContext) context = NULL;
  gboolean ok;

  if (!ras_address_check (address, error))
    return FALSE;
  /* What libsoup needs a main loop for happens here and not on the interface's. */
  context = g_main_context_new ();
  g_main_context_push_thread_default (context);
  download.session = soup_session_new_with_options ("timeout", patience->stall, "user-agent",
                                                    "Rasura/" RAS_VERSION, NULL);
  /* A file that is compressed is to stay so. */
  soup_session_remove_feature_by_type (download.session, SOUP_TYPE_CONTENT_DECODER);
  ok = collect_and_finish (&download, folder, error);
  soup_session_abort (download.session);
  g_object_unref (download.session);
  g_main_context_pop_thread_default (context);
  return ok;
}
