/* A web server in a thread, on this computer alone, that serves what a test gives it and
 * misbehaves as the test says. */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _HttpServer HttpServer;

/* What stands behind a path. Zeroes are an honest file. */
typedef struct
{
  GBytes *data;
  guint status;             /* 0: 200, or 206 for a range */
  const char *etag, *date;  /* "\"1\"", or NULL */
  const char *type;         /* Content-Type, or NULL */
  const char *location;     /* a redirection's */
  gboolean ignores_range;
  gboolean wrong_range;     /* claims a range of its own */
  gboolean unconditional;   /* takes no notice of If-Range */
  gboolean no_length;       /* the end of the connection is the end of the file */
  gint64 length_error;      /* added to the true Content-Length */
  gsize cut_after;          /* bytes of an answer after which the connection is closed, */
  guint cuts;               /* in so many answers */
  gsize stall_after;        /* bytes of an answer after which nothing more comes, */
  guint stalls;             /* in so many answers */
  guint failures;           /* so many answers are a 503 first */
} HttpFile;

/* Has this process reach the server itself, whatever proxy its environment names. First thing in
 * main(): the environment is not to be changed beside threads. */
void http_server_avoid_proxies (void);

HttpServer *http_server_new (void);
void http_server_free (HttpServer *server);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (HttpServer, http_server_free)

/* The path begins with “/”. What was there is replaced; strings are not copied. */
void http_server_set (HttpServer *server, const char *path, const HttpFile *file);
/* The address of a path. */
char *http_server_address (HttpServer *server, const char *path);

/* Requests so far, and the header of the last (or of request i): its value or "". */
guint http_server_count (HttpServer *server);
char *http_server_get_header (HttpServer *server, guint i, const char *name);

/* n bytes that depend on the seed. */
GBytes *http_make_bytes (gsize n, guint seed);
char *http_get_md5 (GBytes *bytes);
char *http_get_sha256 (GBytes *bytes);

G_END_DECLS
