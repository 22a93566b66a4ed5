/* How much memory there is, how much was used, and big allocations that may fail. */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bytes this process may still take: the kernel's MemAvailable, or less where a
 * control group sets a limit. G_MAXUINT64 where neither can be read. */
guint64 ras_memory_available (void);

/* Largest resident set of this process so far, in bytes. */
guint64 ras_memory_peak (void);

/* `count` × `size` bytes aligned to 64, zeroed, to be freed with ras_free_big().
 * NULL and G_IO_ERROR_FAILED ("not enough memory …", naming `what`) when they
 * cannot be had or the product overflows. Fresh pages come zeroed from the
 * kernel, so the zeroing costs nothing until they are touched. */
gpointer ras_alloc_big (gsize count, gsize size, const char *what, GError **error);
void ras_free_big (gpointer memory);

/* Frees with ras_free_big() at the end of the scope: RAS_BIG double *a = … */
#define RAS_BIG __attribute__ ((cleanup (ras_free_big_indirect)))
void ras_free_big_indirect (void *pointer);

G_END_DECLS
