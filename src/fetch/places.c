#include "places.h"

#include <string.h>
#include <sys/stat.h>

#include "unpack.h"

void
ras_found_free (RasFound *found)
{
  if (found == NULL)
    return;
  g_free (found->path);
  g_free (found);
}

static RasFound *
found_new (RasFoundKind kind, const char *folder, const char *inner)
{
  RasFound *found = g_new0 (RasFound, 1);

  found->kind = kind;
  found->path = inner ? g_build_filename (folder, inner, NULL) : g_strdup (folder);
  return found;
}

/* Length of a plain file, or −1. */
static gint64
measure (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat status;

  return stat (path, &status) == 0 && S_ISREG (status.st_mode) ? (gint64) status.st_size : -1;
}

/* --- One folder --- */

/* As downloaded; or as gunzip left it, which torchvision does: the reader checks the rest. */
gboolean
ras_places_has_file (const char *folder, const RasSourceFile *file)
{
  g_autofree char *plain = NULL;

  if (measure (folder, file->name) == (gint64) file->size)
    return TRUE;
  if (!g_str_has_suffix (file->name, ".gz"))
    return FALSE;
  plain = g_strndup (file->name, strlen (file->name) - strlen (".gz"));
  return measure (folder, plain) > 0;
}

static gboolean
has_all_files (const RasSource *source, const char *folder)
{
  for (guint i = 0; i < source->n_files; i++)
    if (!ras_places_has_file (folder, &source->files[i]))
      return FALSE;
  return TRUE;
}

/* The folder that the archive makes may be `folder` itself. */
static RasFound *
look_for_members (const RasSource *source, const char *folder)
{
  g_autofree char *parent = g_path_get_dirname (folder);
  g_autofree char *base = g_path_get_basename (folder);

  if (ras_unpack_is_done (source->members, source->n_members, folder))
    return found_new (RAS_FOUND_READY, folder, source->folder);
  if (g_strcmp0 (base, source->folder) == 0
      && ras_unpack_is_done (source->members, source->n_members, parent))
    return found_new (RAS_FOUND_READY, folder, NULL);
  if (measure (folder, source->files[0].name) == (gint64) source->files[0].size)
    return found_new (RAS_FOUND_ARCHIVE, folder, source->files[0].name);
  return NULL;
}

static RasFound *
look_for_python_version (const RasSource *source, const char *folder)
{
  g_autofree char *inner = g_build_filename (folder, "cifar-10-batches-py", NULL);

  if (g_strcmp0 (source->folder, "cifar-10-batches-bin") != 0)
    return NULL;
  if (measure (inner, "data_batch_1") > 0)
    return found_new (RAS_FOUND_UNUSABLE, inner, NULL);
  if (measure (folder, "cifar-10-python.tar.gz") > 0)
    return found_new (RAS_FOUND_UNUSABLE, folder, "cifar-10-python.tar.gz");
  return NULL;
}

RasFound *
ras_places_look_into (const RasSource *source, const char *folder)
{
  RasFound *found = NULL;

  if (source->members)
    found = look_for_members (source, folder);
  else if (has_all_files (source, folder))
    found = found_new (RAS_FOUND_READY, folder, source->folder);
  return found ? found : look_for_python_version (source, folder);
}

/* --- All folders --- */

G_LOCK_DEFINE_STATIC (root);
static char *chosen_root; /* NULL: the usual one */

static char *
get_usual_root (void)
{
  return g_build_filename (g_get_user_data_dir (), "rasura", "datasets", NULL);
}

void
ras_places_set_root (const char *folder)
{
  G_LOCK (root);
  g_free (chosen_root);
  chosen_root = g_strdup (folder);
  G_UNLOCK (root);
}

char *
ras_places_get_root (void)
{
  char *folder;

  G_LOCK (root);
  folder = chosen_root ? g_strdup (chosen_root) : get_usual_root ();
  G_UNLOCK (root);
  return folder;
}

char *
ras_places_get_folder (const RasSource *source)
{
  g_autofree char *folder = ras_places_get_root ();

  return g_build_filename (folder, source->name, NULL);
}

/* Where other programs keep their data sets, and where this one did before another folder was
 * chosen. */
static GPtrArray *
list_roots (void)
{
  GPtrArray *roots = g_ptr_array_new_with_free_func (g_free);
  const char *home = g_get_home_dir ();
  const char *torch = g_getenv ("TORCH_HOME");
  const char *download = g_get_user_special_dir (G_USER_DIRECTORY_DOWNLOAD);
  g_autofree char *here = g_get_current_dir ();

  g_ptr_array_add (roots, get_usual_root ());
  g_ptr_array_add (roots, g_build_filename (here, "data", NULL));
  g_ptr_array_add (roots, g_build_filename (home, "data", NULL));
  g_ptr_array_add (roots, g_build_filename (home, "datasets", NULL));
  if (torch && *torch)
    {
      g_ptr_array_add (roots, g_strdup (torch));
      g_ptr_array_add (roots, g_build_filename (torch, "datasets", NULL));
    }
  g_ptr_array_add (roots, g_build_filename (g_get_user_cache_dir (), "torch", NULL));
  g_ptr_array_add (roots, g_build_filename (g_get_user_cache_dir (), "torch", "datasets", NULL));
  g_ptr_array_add (roots, g_build_filename (home, ".torch", NULL));
  g_ptr_array_add (roots, g_build_filename (home, ".torch", "datasets", NULL));
  if (download)
    g_ptr_array_add (roots, g_strdup (download));
  return roots;
}

/* Folders that a root may have for this source: torchvision's, one named like the set, itself. */
static GPtrArray *
list_folders (const RasSource *source, const char *root)
{
  GPtrArray *folders = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *class_name = g_strdup (source->title);
  g_autofree char *lower = g_ascii_strdown (source->title, -1);
  char *to = class_name;

  /* FashionMNIST, as the class is called there. */
  for (const char *from = class_name; *from; from++)
    if (*from != '-')
      *to++ = *from;
  *to = '\0';
  g_ptr_array_add (folders, g_build_filename (root, class_name, "raw", NULL));
  g_ptr_array_add (folders, g_build_filename (root, source->name, NULL));
  g_ptr_array_add (folders, g_build_filename (root, lower, NULL));
  g_ptr_array_add (folders, g_build_filename (root, source->title, NULL));
  /* MNIST and Fashion-MNIST call their files alike: a heap of them could be either. */
  if (source->members || !g_str_has_suffix (source->files[0].name, "-ubyte.gz"))
    g_ptr_array_add (folders, g_strdup (root));
  return folders;
}

/* Keeps the better of two. */
static void
improve (RasFound **best, RasFound *found)
{
  if (found && (*best == NULL || found->kind < (*best)->kind))
    {
      ras_found_free (*best);
      *best = found;
    }
  else
    ras_found_free (found);
}

static gboolean
is_ready (const RasFound *found)
{
  return found && found->kind == RAS_FOUND_READY;
}

RasFound *
ras_places_find (const RasSource *source)
{
  g_autofree char *ours = ras_places_get_folder (source);
  g_autoptr (GPtrArray) roots = list_roots ();
  RasFound *best = ras_places_look_into (source, ours);

  if (best)
    best->is_ours = TRUE;
  for (guint i = 0; i < roots->len && !is_ready (best); i++)
    {
      g_autoptr (GPtrArray) folders = list_folders (source, roots->pdata[i]);

      for (guint j = 0; j < folders->len && !is_ready (best); j++)
        improve (&best, ras_places_look_into (source, folders->pdata[j]));
    }
  return best;
}
