#include "inflater.h"

#include <zlib.h>

#define AUTOMATIC (32 + MAX_WBITS) /* zlib or gzip */
#define MOST_AT_ONCE ((gsize) 1 << 30) /* zlib counts in 32 bits */

struct _RasInflater
{
  z_stream stream;
  gsize left; /* bytes of the input that zlib was not shown yet */
  int status;
};

RasInflater *
ras_inflater_new (const guint8 *data, gsize size)
{
  RasInflater *inflater = g_new0 (RasInflater, 1);

  inflater->stream.next_in = (guint8 *) data;
  inflater->left = size;
  inflater->status = inflateInit2 (&inflater->stream, AUTOMATIC);
  return inflater;
}

void
ras_inflater_free (RasInflater *inflater)
{
  inflateEnd (&inflater->stream);
  g_free (inflater);
}

gsize
ras_inflater_read (RasInflater *inflater, guint8 *out, gsize size)
{
  z_stream *stream = &inflater->stream;
  gsize done = 0;

  while (done < size && inflater->status == Z_OK)
    {
      gsize more = stream->avail_in ? 0 : MIN (inflater->left, MOST_AT_ONCE);

      stream->avail_in += more;
      inflater->left -= more;
      stream->next_out = out + done;
      stream->avail_out = MIN (size - done, MOST_AT_ONCE);
      /* Without input left this is Z_BUF_ERROR, which ends the loop. */
      inflater->status = inflate (stream, Z_NO_FLUSH);
      done = stream->next_out - out;
    }
  return done;
}

gboolean
ras_inflater_finish (RasInflater *inflater, gsize *rest)
{
  guint8 beyond;

  if (ras_inflater_read (inflater, &beyond, 1) != 0 || inflater->status != Z_STREAM_END)
    return FALSE;
  *rest = inflater->left + inflater->stream.avail_in;
  return TRUE;
}
