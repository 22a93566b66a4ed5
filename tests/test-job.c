#include "ras-job.h"

/* What was delivered, and a worker that waits where the test wants it to. */
typedef struct
{
  GMutex lock;
  GCond cond;
  gboolean may_go_on;
  GPtrArray *delivered; /* strings */
  RasJob *job;
  gboolean supersede_on_delivery;
} Scene;

static void
scene_init (Scene *scene)
{
  *scene = (Scene) { 0 };
  g_mutex_init (&scene->lock);
  g_cond_init (&scene->cond);
  scene->delivered = g_ptr_array_new_with_free_func (g_free);
}

static void
scene_clear (Scene *scene)
{
  g_mutex_clear (&scene->lock);
  g_cond_clear (&scene->cond);
  g_ptr_array_unref (scene->delivered);
}

static void
let_go_on (Scene *scene)
{
  g_mutex_lock (&scene->lock);
  scene->may_go_on = TRUE;
  g_cond_signal (&scene->cond);
  g_mutex_unlock (&scene->lock);
}

static void
wait_for_leave (Scene *scene)
{
  g_mutex_lock (&scene->lock);
  while (!scene->may_go_on)
    g_cond_wait (&scene->cond, &scene->lock);
  g_mutex_unlock (&scene->lock);
}

static void
deliver (gpointer message, gpointer user_data)
{
  Scene *scene = user_data;

  g_ptr_array_add (scene->delivered, g_strdup (message));
  if (scene->supersede_on_delivery)
    ras_clear_job (&scene->job);
}

static void
post_all (RasJob *job, gpointer data)
{
  for (int i = 0; i < 1000; i++)
    ras_job_post (job, 1, g_strdup_printf ("progress %d", i), g_free);
  ras_job_post (job, 0, g_strdup ("first"), g_free);
  ras_job_post (job, 1, g_strdup ("last progress"), g_free);
  ras_job_post (job, 0, g_strdup ("second"), g_free);
}

static void
run_all_sources (void)
{
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Of messages with one key only the latest is delivered, in order with the others. */
static void
test_coalesce (void)
{
  Scene scene;

  scene_init (&scene);
  scene.job = ras_job_start ("test", post_all, &scene, NULL, deliver, &scene);
  g_assert_true (ras_jobs_wait (60));
  run_all_sources ();
  g_assert_cmpuint (scene.delivered->len, ==, 3);
  g_assert_cmpstr (scene.delivered->pdata[0], ==, "first");
  g_assert_cmpstr (scene.delivered->pdata[1], ==, "last progress");
  g_assert_cmpstr (scene.delivered->pdata[2], ==, "second");
  ras_clear_job (&scene.job);
  scene_clear (&scene);
}

static void
post_late (RasJob *job, gpointer data)
{
  Scene *scene = data;

  ras_job_post (job, 0, g_strdup ("early"), g_free);
  wait_for_leave (scene);
  g_assert_true (ras_job_is_cancelled (job));
  ras_job_post (job, 0, g_strdup ("late"), g_free);
}

static void
test_supersede (void)
{
  Scene scene;

  scene_init (&scene);
  scene.job = ras_job_start ("test", post_late, &scene, NULL, deliver, &scene);
  ras_clear_job (&scene.job);
  let_go_on (&scene);
  g_assert_true (ras_jobs_wait (60));
  run_all_sources ();
  g_assert_cmpuint (scene.delivered->len, ==, 0);
  scene_clear (&scene);
}

/* A message may make its receiver give the job up; what came with it is dropped. */
static void
test_supersede_while_delivering (void)
{
  Scene scene;

  scene_init (&scene);
  scene.supersede_on_delivery = TRUE;
  scene.job = ras_job_start ("test", post_all, &scene, NULL, deliver, &scene);
  g_assert_true (ras_jobs_wait (60));
  run_all_sources ();
  g_assert_cmpuint (scene.delivered->len, ==, 1);
  g_assert_null (scene.job);
  scene_clear (&scene);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/job/coalesce", test_coalesce);
  g_test_add_func ("/job/supersede", test_supersede);
  g_test_add_func ("/job/supersede-while-delivering", test_supersede_while_delivering);
  return g_test_run ();
}
