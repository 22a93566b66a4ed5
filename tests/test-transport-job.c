#include "ras-transport-job.h"

#include "common.h"
#include "ras-job.h"

#define D (3 * 4 * 4)

typedef struct
{
  guint number;
  GBytes *values;
  GError *error;
} Answer;

static void
answer_clear (Answer *answer)
{
  g_clear_pointer (&answer->values, g_bytes_unref);
  g_clear_error (&answer->error);
}

static void
arrived_cb (GBytes *values, guint number, gpointer user_data)
{
  Answer *answer = user_data;

  answer_clear (answer);
  *answer = (Answer) { number, g_bytes_ref (values), NULL };
}

static void
failed_cb (const GError *error, guint number, gpointer user_data)
{
  Answer *answer = user_data;

  answer_clear (answer);
  *answer = (Answer) { number, NULL, g_error_copy (error) };
}

static const RasTransportListener listener = { arrived_cb, failed_cb };

static GBytes *
image (const TestCase *c, gsize i)
{
  return g_bytes_new (c->x + i * D, D * sizeof (double));
}

static guint
order (RasTransportJob *job, const TestCase *c, gsize i, guint to)
{
  g_autoptr (GBytes) values = image (c, i);

  return ras_transport_job_order (job, &(RasTransportOrder) { c->fit, values, c->labels[i], to });
}

static void
wait_for (Answer *answer, guint number)
{
  while (answer->number != number)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_orders (void)
{
  TestCase c = test_case_make (test_random_dataset (3, 4, (gsize[]) { 90, 70, 80 }, 3, 0, 71),
                               "qleace", NULL);
  Answer answer = { 0 };
  RasTransportJob *job = ras_transport_job_start (&listener, &answer);

  for (guint to = 0; to < 3; to++)
    for (gsize i = 0; i < 4; i++)
      {
        g_autoptr (RasClassTransport) transport = ras_class_transport_new (c.fit, to, NULL);
        double y[D];

        wait_for (&answer, order (job, &c, i, to));
        g_assert_no_error (answer.error);
        ras_class_transport_apply (transport, c.x + i * D, c.labels[i], y);
        g_assert_cmpfloat (test_distance (g_bytes_get_data (answer.values, NULL), y, D), ==, 0);
      }
  ras_transport_job_supersede (job);
  g_assert_true (ras_jobs_wait (60));
  answer_clear (&answer);
  test_case_clear (&c);
}

/* Of many orders at once the last is answered. */
static void
test_flood (void)
{
  TestCase c = test_case_make (test_random_dataset (3, 4, (gsize[]) { 90, 70, 80 }, 3, 0, 72),
                               "qleace", NULL);
  Answer answer = { 0 };
  RasTransportJob *job = ras_transport_job_start (&listener, &answer);
  guint last = 0;

  for (gsize i = 0; i < 200; i++)
    last = order (job, &c, i, i % 3);
  wait_for (&answer, last);
  g_assert_nonnull (answer.values);
  /* And nothing once it was given up, also in the middle of one. */
  order (job, &c, 0, 2);
  ras_transport_job_supersede (job);
  g_assert_true (ras_jobs_wait (60));
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_cmpuint (answer.number, ==, last);
  answer_clear (&answer);
  test_case_clear (&c);
}

/* A class that cannot be gone to is a sentence, and the next order is answered. */
static void
test_failure (void)
{
  RasFitOptions plain = RAS_FIT_OPTIONS_DEFAULT;
  Answer answer = { 0 };
  RasTransportJob *job = ras_transport_job_start (&listener, &answer);
  TestCase c;

  plain.shrinkage = FALSE;
  c = test_case_make (test_random_dataset (3, 4, (gsize[]) { 90, 1, 80 }, 3, 0, 73), "qleace",
                      &plain);
  wait_for (&answer, order (job, &c, 0, 1));
  g_assert_error (answer.error, RAS_ERASURE_ERROR, RAS_ERASURE_ERROR_NUMERICAL);
  wait_for (&answer, order (job, &c, 0, 2));
  g_assert_no_error (answer.error);
  ras_transport_job_supersede (job);
  g_assert_true (ras_jobs_wait (60));
  answer_clear (&answer);
  test_case_clear (&c);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/transport-job/orders", test_orders);
  g_test_add_func ("/transport-job/flood", test_flood);
  g_test_add_func ("/transport-job/failure", test_failure);
  return g_test_run ();
}
