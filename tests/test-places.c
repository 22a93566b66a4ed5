#include "places.h"

#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "temp-folder.h"

static char *home;

/* A file of that length in our home that takes no room. */
static void
make_file (const char *path, guint64 size)
{
  g_autofree char *full = temp_folder_write (home, path, "", 0);

  g_assert_cmpint (truncate (full, size), ==, 0);
}

static void
make_files (const RasSource *source, const char *folder)
{
  for (guint i = 0; i < source->n_files; i++)
    {
      g_autofree char *path = g_build_filename (folder, source->files[i].name, NULL);

      make_file (path, source->files[i].size);
    }
}

static void
make_members (const RasSource *source, const char *folder)
{
  for (guint i = 0; i < source->n_members; i++)
    {
      g_autofree char *path = g_build_filename (folder, source->members[i].path, NULL);

      make_file (path, source->members[i].most);
    }
}

static void
remove_one (const char *path)
{
  g_autofree char *full = g_build_filename (home, path, NULL);

  temp_folder_remove (full);
}

static void
assert_found (const char *name, RasFoundKind kind, const char *path)
{
  g_autoptr (RasFound) found = ras_places_find (ras_source_find (name));
  g_autofree char *full = g_build_filename (home, path, NULL);

  g_assert_nonnull (found);
  g_assert_cmpint (found->kind, ==, kind);
  g_assert_cmpstr (found->path, ==, full);
}

static void
assert_nothing (const char *name)
{
  g_autoptr (RasFound) found = ras_places_find (ras_source_find (name));

  g_assert_null (found);
}

static void
test_ours (void)
{
  g_autofree char *folder = ras_places_get_folder (ras_source_find ("cifar10"));
  g_autofree char *expected = g_build_filename (home, "share/rasura/datasets/cifar10", NULL);
  g_autoptr (RasFound) found = NULL;

  g_assert_cmpstr (folder, ==, expected);
  assert_nothing ("cifar10");
  make_members (ras_source_find ("cifar10"), "share/rasura/datasets/cifar10");
  assert_found ("cifar10", RAS_FOUND_READY, "share/rasura/datasets/cifar10/cifar-10-batches-bin");
  found = ras_places_find (ras_source_find ("cifar10"));
  g_assert_true (found->is_ours);
  /* One batch is not complete: so it is not there. */
  make_file ("share/rasura/datasets/cifar10/cifar-10-batches-bin/data_batch_3.bin", 30729999);
  assert_nothing ("cifar10");
  remove_one ("share");
}

static void
test_torchvision (void)
{
  make_members (ras_source_find ("cifar10"), "data");
  assert_found ("cifar10", RAS_FOUND_READY, "data/cifar-10-batches-bin");
  remove_one ("data");
  make_files (ras_source_find ("mnist"), "datasets/MNIST/raw");
  assert_found ("mnist", RAS_FOUND_READY, "datasets/MNIST/raw");
  assert_nothing ("fashion-mnist");
  remove_one ("datasets");
  make_files (ras_source_find ("fashion-mnist"), ".torch/datasets/FashionMNIST/raw");
  assert_found ("fashion-mnist", RAS_FOUND_READY, ".torch/datasets/FashionMNIST/raw");
  assert_nothing ("mnist");
  remove_one (".torch");
  make_files (ras_source_find ("svhn"), "torch-home");
  assert_found ("svhn", RAS_FOUND_READY, "torch-home");
  make_file ("torch-home/test_32x32.mat", 1000);
  assert_nothing ("svhn");
  remove_one ("torch-home");
  make_files (ras_source_find ("svhn"), "cache/torch/svhn");
  assert_found ("svhn", RAS_FOUND_READY, "cache/torch/svhn");
  remove_one ("cache");
}

/* Its class names both sets' files alike, so a heap of them could be either. */
static void
test_ambiguous (void)
{
  make_files (ras_source_find ("mnist"), "data");
  assert_nothing ("mnist");
  assert_nothing ("fashion-mnist");
  remove_one ("data");
}

/* gunzip was there, and left three of four. */
static void
test_gunzipped (void)
{
  make_file ("data/MNIST/raw/train-images-idx3-ubyte", 47040016);
  make_file ("data/MNIST/raw/train-labels-idx1-ubyte", 60008);
  make_file ("data/MNIST/raw/t10k-images-idx3-ubyte", 7840016);
  assert_nothing ("mnist");
  make_file ("data/MNIST/raw/t10k-labels-idx1-ubyte.gz", 4542);
  assert_found ("mnist", RAS_FOUND_READY, "data/MNIST/raw");
  remove_one ("data");
}

static void
test_archive_and_python (void)
{
  make_file ("data/cifar-10-batches-py/data_batch_1", 31035704);
  assert_found ("cifar10", RAS_FOUND_UNUSABLE, "data/cifar-10-batches-py");
  /* What can be unpacked is better, wherever it is. */
  make_file ("Downloads/cifar-10-binary.tar.gz", 170052171);
  assert_found ("cifar10", RAS_FOUND_ARCHIVE, "Downloads/cifar-10-binary.tar.gz");
  make_members (ras_source_find ("cifar10"), "datasets/CIFAR-10");
  assert_found ("cifar10", RAS_FOUND_READY, "datasets/CIFAR-10/cifar-10-batches-bin");
  remove_one ("datasets");
  make_file ("Downloads/cifar-10-binary.tar.gz", 1000);
  remove_one ("data");
  assert_nothing ("cifar10");
  make_file ("Downloads/cifar-10-python.tar.gz", 170498071);
  assert_found ("cifar10", RAS_FOUND_UNUSABLE, "Downloads/cifar-10-python.tar.gz");
  remove_one ("Downloads");
}

/* A folder that was named itself. */
static void
test_one_folder (void)
{
  const RasSource *source = ras_source_find ("cifar10");
  g_autofree char *inner = g_build_filename (home, "x/cifar-10-batches-bin", NULL);
  g_autofree char *outer = g_build_filename (home, "x", NULL);
  g_autoptr (RasFound) from_inner = NULL, from_outer = NULL, nowhere = NULL;

  make_members (source, "x");
  from_inner = ras_places_look_into (source, inner);
  from_outer = ras_places_look_into (source, outer);
  nowhere = ras_places_look_into (source, "/nonexistent");
  g_assert_cmpstr (from_inner->path, ==, inner);
  g_assert_cmpstr (from_outer->path, ==, inner);
  g_assert_null (nowhere);
  remove_one ("x");
}

/* Nothing but plain files will do. */
static void
test_folders_for_files (void)
{
  g_autofree char *path = g_build_filename (home, "data/train_32x32.mat", NULL);

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  assert_nothing ("svhn");
  remove_one ("data");
}

static void
set_folder (const char *variable, const char *name)
{
  g_autofree char *path = g_build_filename (home, name, NULL);

  g_setenv (variable, path, TRUE);
}

int
main (int argc, char **argv)
{
  const char *downloads = "XDG_DOWNLOAD_DIR=\"$HOME/Downloads\"\n";
  g_autofree char *config = NULL;
  int status;

  home = temp_folder_new ();
  g_setenv ("HOME", home, TRUE);
  set_folder ("XDG_DATA_HOME", "share");
  set_folder ("XDG_CACHE_HOME", "cache");
  set_folder ("XDG_CONFIG_HOME", "config");
  set_folder ("TORCH_HOME", "torch-home");
  config = temp_folder_write (home, "config/user-dirs.dirs", downloads, strlen (downloads));
  g_assert_cmpint (chdir (home), ==, 0);
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/places/ours", test_ours);
  g_test_add_func ("/places/torchvision", test_torchvision);
  g_test_add_func ("/places/ambiguous", test_ambiguous);
  g_test_add_func ("/places/gunzipped", test_gunzipped);
  g_test_add_func ("/places/archive-and-python", test_archive_and_python);
  g_test_add_func ("/places/one-folder", test_one_folder);
  g_test_add_func ("/places/folders-for-files", test_folders_for_files);
  status = g_test_run ();
  g_assert_cmpint (chdir ("/"), ==, 0);
  temp_folder_remove (home);
  g_free (home);
  return status;
}
