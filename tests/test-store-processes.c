/* Several processes and threads on one store, and processes that are killed. */
#include "stores.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define N_WRITERS 4
#define N_RUNS 12 /* a writer */

/* The seeds of a writer are its own. */
static void
write_runs (const char *path, guint writer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (RasStore) store = ras_store_open (path, FALSE, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < N_RUNS; i++)
    ras_run_free (test_store_add (store, "leace", 100 * writer + i, test_bits, 3));
}

static void
assert_all_there (const char *path)
{
  g_autoptr (RasStore) store = ras_store_open (path, TRUE, NULL);
  g_autoptr (GPtrArray) runs = test_store_load_all (store, NULL);

  g_assert_cmpuint (runs->len, ==, N_WRITERS * N_RUNS);
  for (guint i = 0; i < runs->len; i++)
    {
      const RasRun *run = runs->pdata[i];

      g_assert_cmpint (run->state, ==, RAS_RUN_FINISHED);
      g_assert_cmpuint (run->points->len, ==, 3);
    }
}

/* They also all want to be the one that makes the file. */
static void
test_processes (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "runs.db", NULL);
  pid_t children[N_WRITERS];

  for (guint i = 0; i < N_WRITERS; i++)
    {
      children[i] = fork ();
      g_assert_cmpint (children[i], >=, 0);
      if (children[i] == 0)
        {
          write_runs (path, i);
          _exit (0);
        }
    }
  for (guint i = 0; i < N_WRITERS; i++)
    {
      int status;

      g_assert_cmpint (waitpid (children[i], &status, 0), ==, children[i]);
      g_assert_cmpint (status, ==, 0);
    }
  assert_all_there (path);
}

typedef struct
{
  RasStore *store;
  guint writer;
} Job;

static gpointer
thread_func (gpointer user_data)
{
  const Job *job = user_data;

  for (guint i = 0; i < N_RUNS; i++)
    {
      g_autoptr (RasRun) run
        = test_store_add (job->store, "leace", 100 * job->writer + i, test_bits, 3);
      g_autoptr (RasRun) back = test_store_load (job->store, run->id);

      g_assert_cmpuint (back->points->len, ==, 3);
    }
  ras_store_unref (job->store);
  return NULL;
}

static void
test_threads (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "runs.db", NULL);
  RasStore *store = test_store_open (folder, "runs.db");
  GThread *threads[N_WRITERS];
  Job jobs[N_WRITERS];

  for (guint i = 0; i < N_WRITERS; i++)
    {
      jobs[i] = (Job) { ras_store_ref (store), i };
      threads[i] = g_thread_new ("writer", thread_func, &jobs[i]);
    }
  ras_store_unref (store);
  for (guint i = 0; i < N_WRITERS; i++)
    g_thread_join (threads[i]);
  assert_all_there (path);
}

/* --- Killed --- */

static double
bits_of (guint block)
{
  return 3.25 - block / 8192.0;
}

/* Adds block after block, and says so after each, until it is killed. */
static void
write_until_killed (const char *path, const char *id, int output)
{
  RasStore *store = ras_store_open (path, FALSE, NULL);

  for (guint block = 0;; block++)
    {
      RasPoint *point = test_point_new (block % 3, bits_of (block));

      point->block = block;
      if (!ras_store_add_point (store, id, point, NULL)
          || write (output, &block, sizeof block) != sizeof block)
        _exit (1);
      ras_point_free (point);
    }
}

/* Returns the last block it was told of; the child is dead then. */
static guint
kill_after (const char *path, const char *id, guint n_blocks)
{
  guint block, last = 0;
  int pipes[2], status;
  pid_t child;

  g_assert_cmpint (pipe (pipes), ==, 0);
  child = fork ();
  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      close (pipes[0]);
      write_until_killed (path, id, pipes[1]);
    }
  close (pipes[1]);
  while (read (pipes[0], &block, sizeof block) == sizeof block)
    {
      last = block;
      if (block + 1 == n_blocks)
        kill (child, SIGKILL);
    }
  close (pipes[0]);
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  g_assert_cmpuint (last + 1, >=, n_blocks);
  return last;
}

static void
test_killed (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autofree char *path = g_build_filename (folder, "runs.db", NULL);

  for (guint n_blocks = 1; n_blocks <= 40; n_blocks += 13)
    {
      RasStore *store = test_store_open (folder, "runs.db");
      g_autoptr (RasRun) run = test_store_add (store, "leace", n_blocks, test_bits, 0);
      g_autoptr (RasRun) back = NULL;
      g_autoptr (RasStore) reader = NULL;
      guint last;

      ras_store_unref (store);
      last = kill_after (path, run->id, n_blocks);
      reader = ras_store_open (path, TRUE, NULL);
      back = test_store_load (reader, run->id);
      g_assert_cmpuint (back->points->len, >=, last + 1);
      for (guint block = 0; block <= last; block++)
        {
          g_autoptr (RasPoint) expected = test_point_new (block % 3, bits_of (block));

          expected->block = block;
          assert_same_point (back->points->pdata[block], expected);
        }
    }
}

/* Locks of the dead are free. */
static void
test_killed_in_a_transaction (void)
{
  g_autoptr (TempFolder) folder = temp_folder_new ();
  g_autoptr (RasStore) store = test_store_open (folder, "runs.db");
  g_autoptr (RasRun) run = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  int status;
  pid_t child = fork ();

  g_assert_cmpint (child, >=, 0);
  if (child == 0)
    {
      RasStore *own = ras_store_open (store->path, FALSE, NULL);
      g_autoptr (RasRunConfig) config = test_config_new ("none", 1);

      if (ras_store_begin (own, TRUE, NULL) && ras_store_add_run (own, config, NULL, NULL))
        kill (getpid (), SIGKILL);
      _exit (0);
    }
  g_assert_cmpint (waitpid (child, &status, 0), ==, child);
  g_assert_true (WIFSIGNALED (status));
  run = test_store_add (store, "leace", 1, test_bits, 3);
  runs = test_store_load_all (store, NULL);
  g_assert_cmpuint (runs->len, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/store-processes/processes", test_processes);
  g_test_add_func ("/store-processes/killed", test_killed);
  g_test_add_func ("/store-processes/killed-in-a-transaction", test_killed_in_a_transaction);
  g_test_add_func ("/store-processes/threads", test_threads);
  return g_test_run ();
}
