#include "memory.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>

/* Each big block is a mapping of its own with its length in front, one cache
 * line before the caller's data. malloc would do the same but for the length. */
#define HEADER 64

static guint64
read_number (const char *path)
{
  g_autofree char *text = NULL;
  guint64 value = G_MAXUINT64;

  if (g_file_get_contents (path, &text, NULL, NULL) && g_ascii_isdigit (text[0]))
    value = g_ascii_strtoull (text, NULL, 10);
  return value;
}

static guint64
mem_available (void)
{
  g_autofree char *text = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/meminfo", &text, NULL, NULL))
    return G_MAXUINT64;
  line = strstr (text, "MemAvailable:");
  return line ? g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024 : G_MAXUINT64;
}

guint64
ras_memory_available (void)
{
  guint64 available = mem_available ();
  guint64 limit = read_number ("/sys/fs/cgroup/memory.max");
  guint64 used = read_number ("/sys/fs/cgroup/memory.current");

  if (limit != G_MAXUINT64 && used != G_MAXUINT64)
    available = MIN (available, limit > used ? limit - used : 0);
  return available;
}

guint64
ras_memory_peak (void)
{
  struct rusage usage;

  return getrusage (RUSAGE_SELF, &usage) == 0 ? (guint64) usage.ru_maxrss * 1024 : 0;
}

gpointer
ras_alloc_big (gsize count, gsize size, const char *what, GError **error)
{
  gsize bytes = 0;
  char *memory = MAP_FAILED;

  if (__builtin_mul_overflow (count, size, &bytes))
    bytes = G_MAXSIZE;
  if (bytes <= G_MAXSSIZE - HEADER)
    memory = mmap (NULL, bytes + HEADER, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1,
                   0);
  if (memory == MAP_FAILED)
    {
      g_autofree char *text = g_format_size (bytes);

      g_set_error (error, G_IO_ERROR, G_IO_ERROR_FAILED,
                   _ ("not enough memory for %s (%s): close other programs or use fewer or "
                      "smaller images"),
                   what, text);
      return NULL;
    }
  madvise (memory, bytes + HEADER, MADV_HUGEPAGE);
  *(gsize *) memory = bytes + HEADER;
  return memory + HEADER;
}

void
ras_free_big (gpointer memory)
{
  if (memory)
    {
      char *start = (char *) memory - HEADER;

      munmap (start, *(gsize *) start);
    }
}

void
ras_free_big_indirect (void *pointer)
{
  ras_free_big (*(void **) pointer);
}
