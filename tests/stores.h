/* Stores that the tests of the store share. */
#pragma once

#include "runs.h"
#include "store-private.h"
#include "temp-folder.h"

static const double test_bits[] = { 3.25, 3, 2.5 };

static inline RasStore *
test_store_open (const char *folder, const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autoptr (GError) error = NULL;
  RasStore *store = ras_store_open (path, FALSE, &error);

  g_assert_no_error (error);
  return store;
}

/* Adds the run with its first n_points blocks and the state that follows from them; returns it. */
static inline RasRun *
test_store_add (RasStore *store, const char *eraser, guint64 seed, const double *bits,
                guint n_points)
{
  RasRun *run = test_run_new (eraser, seed, bits, n_points);
  g_autoptr (GError) error = NULL;

  ras_store_add_run (store, run->config, "0.1.0", &error);
  g_assert_no_error (error);
  for (guint i = 0; i < n_points; i++)
    {
      ras_store_add_point (store, run->id, run->points->pdata[i], &error);
      g_assert_no_error (error);
    }
  ras_store_set_state (store, run->id, run->state, NULL, &error);
  g_assert_no_error (error);
  return run;
}

static inline RasRun *
test_store_load (RasStore *store, const char *id)
{
  g_autoptr (GError) error = NULL;
  RasRun *run = ras_store_load_run (store, id, &error);

  g_assert_no_error (error);
  return run;
}

static inline GPtrArray *
test_store_load_all (RasStore *store, const char *collection)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *runs = ras_store_load_runs (store, collection, &error);

  g_assert_no_error (error);
  return runs;
}

static inline GPtrArray *
test_store_collections (RasStore *store)
{
  g_autoptr (GError) error = NULL;
  GPtrArray *collections = ras_store_load_collections (store, &error);

  g_assert_no_error (error);
  return collections;
}

/* A plan of two seeds and these erasers, separated by commas; returns its id. */
static inline char *
test_store_add_plan (RasStore *store, const char *name, const char *erasers)
{
  g_autoptr (RasPlan) plan = ras_plan_new ();
  g_autoptr (GPtrArray) configs = NULL;
  g_autoptr (GError) error = NULL;
  char *id;

  ras_run_config_free (plan->common);
  plan->common = test_config_new ("none", 1);
  g_strfreev (plan->erasers);
  plan->erasers = g_strsplit (erasers, ",", -1);
  plan->seeds = 2;
  configs = ras_plan_unfold (plan);
  id = ras_store_add_collection (store, name, plan, configs, "0.1.0", &error);
  g_assert_no_error (error);
  return id;
}

/* Beside the store: what another program might do to its file. */
static inline void
test_sql (const char *path, const char *sql)
{
  sqlite3 *db = NULL;

  g_assert_cmpint (sqlite3_open (path, &db), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_exec (db, sql, NULL, NULL, NULL), ==, SQLITE_OK);
  g_assert_cmpint (sqlite3_close (db), ==, SQLITE_OK);
}
