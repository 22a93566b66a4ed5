/* A MATLAB file, through the reader and libmatio behind it. That one wants a file, which is kept in
 * memory. */
#include "reader.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

int LLVMFuzzerTestOneInput (const guint8 *data, size_t size);

int
LLVMFuzzerTestOneInput (const guint8 *data, size_t size)
{
  int fd = memfd_create ("fuzz.mat", MFD_CLOEXEC);
  g_autofree char *path = g_strdup_printf ("/proc/self/fd/%d", fd);
  g_autoptr (GError) error = NULL;
  g_autoptr (RasDataset) set = NULL;

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (write (fd, data, size), ==, size);
  set = ras_reader_svhn.open (path, NULL, &error);
  g_assert_true ((set == NULL) == (error != NULL));
  close (fd);
  return 0;
}
