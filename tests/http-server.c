#include "http-server.h"

#include <string.h>

struct _HttpServer
{
  GSocketService *service;
  GMainContext *context;
  GThread *thread;
  GMainLoop *loop;
  guint16 port;
  GMutex lock;
  GHashTable *files;   /* path → HttpFile */
  GPtrArray *requests; /* texts of their headers */
};

static void
file_free (gpointer data)
{
  HttpFile *file = data;

  g_clear_pointer (&file->data, g_bytes_unref);
  g_free (file);
}

/* --- One answer --- */

static char *
find_header (const char *request, const char *name)
{
  g_auto (GStrv) lines = g_strsplit (request, "\r\n", -1);
  g_autofree char *start = g_strconcat (name, ":", NULL);

  for (char **line = lines; *line; line++)
    if (g_ascii_strncasecmp (*line, start, strlen (start)) == 0)
      return g_strstrip (g_strdup (*line + strlen (start)));
  return g_strdup ("");
}

/* A copy of what stands behind the path, with its counters moved on. */
static HttpFile
take_file (HttpServer *server, const char *request)
{
  g_auto (GStrv) words = g_strsplit (request, " ", 3);
  HttpFile *file, taken = { .status = 404 };

  g_mutex_lock (&server->lock);
  g_ptr_array_add (server->requests, g_strdup (request));
  file = words[0] && words[1] ? g_hash_table_lookup (server->files, words[1]) : NULL;
  if (file)
    {
      taken = *file;
      taken.data = file->data ? g_bytes_ref (file->data) : NULL;
      if (file->failures > 0)
        {
          file->failures--;
          taken.status = 503;
        }
      if (file->cuts > 0)
        file->cuts--;
      else
        taken.cut_after = 0;
      if (file->stalls > 0)
        file->stalls--;
      else
        taken.stall_after = 0;
    }
  g_mutex_unlock (&server->lock);
  return taken;
}

/* The first byte wanted; 0 for all. */
static gsize
get_start (const HttpFile *file, const char *request)
{
  g_autofree char *range = find_header (request, "Range");
  g_autofree char *condition = find_header (request, "If-Range");

  if (file->ignores_range || file->status || !g_str_has_prefix (range, "bytes="))
    return 0;
  if (*condition && !file->unconditional && g_strcmp0 (condition, file->etag) != 0
      && g_strcmp0 (condition, file->date) != 0)
    return 0;
  return g_ascii_strtoull (range + strlen ("bytes="), NULL, 10);
}

static void
append_headers (GString *head, const HttpFile *file, gsize start, gsize length, gsize size)
{
  if (start > 0)
    g_string_append_printf (head, "Content-Range: bytes %zu-%zu/%zu\r\n",
                            file->wrong_range ? start + 1 : start, size - 1, size);
  if (file->etag)
    g_string_append_printf (head, "ETag: %s\r\n", file->etag);
  if (file->date)
    g_string_append_printf (head, "Last-Modified: %s\r\n", file->date);
  if (file->type)
    g_string_append_printf (head, "Content-Type: %s\r\n", file->type);
  if (file->location)
    g_string_append_printf (head, "Location: %s\r\n", file->location);
  if (!file->no_length)
    g_string_append_printf (head, "Content-Length: %" G_GINT64_FORMAT "\r\n",
                            (gint64) length + file->length_error);
  g_string_append (head, "Connection: close\r\n\r\n");
}

/* A client that has had enough closes its end: there is nothing to complain about. */
static void
answer (HttpServer *server, GSocketConnection *connection, const char *request)
{
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  HttpFile file = take_file (server, request);
  gsize size, start = get_start (&file, request), length;
  const guint8 *data = file.data ? g_bytes_get_data (file.data, &size) : (size = 0, NULL);
  guint status = file.status ? file.status : start >= size && start > 0 ? 416 : start ? 206 : 200;
  g_autoptr (GString) head = g_string_new (NULL);
  gsize most;
  guint8 byte;

  if (status >= 300)
    start = size = 0;
  length = size - start;
  most = length;
  if (file.cut_after)
    most = MIN (most, file.cut_after);
  if (file.stall_after)
    most = MIN (most, file.stall_after);
  g_string_printf (head, "HTTP/1.1 %u Test\r\n", status);
  append_headers (head, &file, start, length, size);
  if (g_output_stream_write_all (out, head->str, head->len, NULL, NULL, NULL) && most > 0)
    g_output_stream_write_all (out, data + start, most, NULL, NULL, NULL);
  /* Silent until the client goes away. */
  if (file.stall_after)
    while (g_input_stream_read (in, &byte, 1, NULL, NULL) > 0)
      ;
  g_clear_pointer (&file.data, g_bytes_unref);
}

static gboolean
run_cb (GThreadedSocketService *service, GSocketConnection *connection, GObject *source,
        gpointer user_data)
{
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) request = g_string_new (NULL);
  char byte;

  while (!g_str_has_suffix (request->str, "\r\n\r\n")
         && g_input_stream_read (in, &byte, 1, NULL, NULL) == 1)
    g_string_append_c (request, byte);
  if (g_str_has_suffix (request->str, "\r\n\r\n"))
    answer (user_data, connection, request->str);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
  return TRUE;
}

/* --- The server --- */

void
http_server_avoid_proxies (void)
{
  const char *const proxies[] = { "http_proxy",  "HTTP_PROXY", "https_proxy",
                                  "HTTPS_PROXY", "all_proxy",  "ALL_PROXY" };

  for (gsize i = 0; i < G_N_ELEMENTS (proxies); i++)
    g_unsetenv (proxies[i]);
  g_setenv ("GIO_USE_PROXY_RESOLVER", "dummy", TRUE);
}

static gpointer
run_loop (gpointer user_data)
{
  HttpServer *server = user_data;

  g_main_context_push_thread_default (server->context);
  server->service = g_threaded_socket_service_new (8);
  g_signal_connect (server->service, "run", G_CALLBACK (run_cb), server);
  server->port = g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (server->service), NULL,
                                                      NULL);
  g_assert_cmpint (server->port, !=, 0);
  g_socket_service_start (server->service);
  g_main_loop_run (server->loop);
  g_socket_service_stop (server->service);
  g_socket_listener_close (G_SOCKET_LISTENER (server->service));
  g_object_unref (server->service);
  while (g_main_context_iteration (server->context, FALSE))
    ;
  g_main_context_pop_thread_default (server->context);
  return NULL;
}

HttpServer *
http_server_new (void)
{
  HttpServer *server = g_new0 (HttpServer, 1);

  g_mutex_init (&server->lock);
  server->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, file_free);
  server->requests = g_ptr_array_new_with_free_func (g_free);
  server->context = g_main_context_new ();
  server->loop = g_main_loop_new (server->context, FALSE);
  server->thread = g_thread_new ("server", run_loop, server);
  while (!g_main_loop_is_running (server->loop))
    g_thread_yield ();
  return server;
}

void
http_server_free (HttpServer *server)
{
  g_main_loop_quit (server->loop);
  g_thread_join (server->thread);
  g_main_loop_unref (server->loop);
  g_main_context_unref (server->context);
  g_hash_table_unref (server->files);
  g_ptr_array_unref (server->requests);
  g_mutex_clear (&server->lock);
  g_free (server);
}

void
http_server_set (HttpServer *server, const char *path, const HttpFile *file)
{
  HttpFile *copy = g_memdup2 (file, sizeof *file);

  if (copy->data)
    g_bytes_ref (copy->data);
  g_mutex_lock (&server->lock);
  g_hash_table_replace (server->files, g_strdup (path), copy);
  g_mutex_unlock (&server->lock);
}

char *
http_server_address (HttpServer *server, const char *path)
{
  return g_strdup_printf ("http://127.0.0.1:%u%s", server->port, path);
}

guint
http_server_count (HttpServer *server)
{
  guint count;

  g_mutex_lock (&server->lock);
  count = server->requests->len;
  g_mutex_unlock (&server->lock);
  return count;
}

char *
http_server_get_header (HttpServer *server, guint i, const char *name)
{
  char *value;

  g_mutex_lock (&server->lock);
  g_assert_cmpuint (i, <, server->requests->len);
  value = find_header (server->requests->pdata[i], name);
  g_mutex_unlock (&server->lock);
  return value;
}

/* --- Contents --- */

GBytes *
http_make_bytes (gsize n, guint seed)
{
  guint8 *bytes = g_malloc (n);
  GRand *random = g_rand_new_with_seed (seed);

  for (gsize i = 0; i < n; i++)
    bytes[i] = g_rand_int (random);
  g_rand_free (random);
  return g_bytes_new_take (bytes, n);
}

char *
http_get_md5 (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_MD5, bytes);
}

char *
http_get_sha256 (GBytes *bytes)
{
  return g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);
}
