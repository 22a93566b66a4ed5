/* A small data set, the target of gradient-based erasure fitted to it, and a cache, for the tests of
 * edited images. */
#pragma once

#include "common.h"
#include "edited.h"
#include "temp-folder.h"

#include <string.h>

#define EDIT_CLASSES 3
static const gsize edit_counts[EDIT_CLASSES] = { 60, 80, 50 };

typedef struct
{
  RasDataset *dataset;
  RasFit *target;
  TempFolder *folder;
  RasCache *cache;
  RasEditPlan plan;
} EditCase;

static inline void
edit_case_init (EditCase *c)
{
  c->dataset = test_random_dataset (1, 6, edit_counts, EDIT_CLASSES, 0, 3);
  c->target = test_fit (c->dataset, "gradient", NULL);
  c->folder = temp_folder_new ();
  c->cache = ras_cache_new (c->folder, 0);
  c->plan = (RasEditPlan) { c->dataset, RAS_SPLIT_TRAIN, RAS_FIT_OPTIONS_DEFAULT, c->target, 20,
                            c->cache };
}

static inline void
edit_case_clear (EditCase *c)
{
  ras_cache_free (c->cache);
  temp_folder_finish (c->folder);
  ras_fit_unref (c->target);
  ras_dataset_unref (c->dataset);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (EditCase, edit_case_clear)

/* How many files the cache's folder has. */
static inline guint
edit_case_count_files (const EditCase *c)
{
  g_autoptr (GDir) dir = g_dir_open (c->folder, 0, NULL);
  guint n = 0;

  while (g_dir_read_name (dir))
    n++;
  return n;
}

/* Free with g_bytes_unref(). */
static inline GBytes *
edit_case_class (const EditCase *c, guint label, gsize count, RasEditedReport *report)
{
  g_autoptr (GError) error = NULL;
  GBytes *images = ras_edited_class (&c->plan, label, count, NULL, report, &error);

  g_assert_no_error (error);
  g_assert_cmpuint (g_bytes_get_size (images), ==,
                    count * ras_dataset_get_dimension (c->dataset) * sizeof (float));
  return images;
}
