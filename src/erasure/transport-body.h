/* The code of transport.h for one precision; transport.c includes it twice, with TYPE,
 * REAL, NAME (function), SYRK, TRMM and GEMV set. */

/* Rows and columns of a tile: small enough that a tile and its mirror image stay in cache. */
#define TILE 64

typedef struct
{
  TYPE *transport;
  const double *reach; /* n: t_i σ_i before the pass */
  REAL keep, gain;     /* step ← keep · step + gain · R / (reach_i + reach_j) */
  double *squares;     /* ‖R‖² by tile row */
} NAME (Pass);

/* Applies the step to a tile of the lower triangle and to its mirror image, prepares the
 * next product's operand, and refills R with S. */
static double
NAME (pass_tile) (NAME (Pass) *pass, gsize i0, gsize j0)
{
  TYPE *tr = pass->transport;
  gsize n = tr->n, i1 = MIN (i0 + TILE, n);
  double sum = 0;

  for (gsize i = i0; i < i1; i++)
    {
      gsize j1 = MIN (j0 + TILE, i + 1);
      REAL *r = tr->r + i * n, *step = tr->step + i * n, *t = tr->t + i * n;
      REAL part = 0;

      for (gsize j = j0; j < j1; j++)
        {
          REAL g = r[j] / (REAL) (pass->reach[i] + pass->reach[j]);

          part += r[j] * r[j];
          step[j] = pass->keep * step[j] + pass->gain * g;
          t[j] += step[j];
          r[j] = tr->s[i * n + j];
        }
      sum += 2 * (double) part;
      for (gsize j = j0; j < j1; j++)
        tr->t[j * n + i] = t[j];
    }
  return sum;
}

static void
NAME (pass_rows) (gsize task, gpointer user_data)
{
  NAME (Pass) *pass = user_data;

  pass->squares[task] = 0;
  for (gsize j0 = 0; j0 <= task * TILE; j0 += TILE)
    pass->squares[task] += NAME (pass_tile) (pass, task * TILE, j0);
}

static gsize
NAME (n_tasks) (const TYPE *tr)
{
  return (tr->n + TILE - 1) / TILE;
}

/* product ← T Σ̄^½ (or T L) for some rows. */
static void
NAME (scale_rows) (gsize task, gpointer user_data)
{
  TYPE *tr = user_data;
  gsize n = tr->n;

  for (gsize i = task * TILE; i < MIN ((task + 1) * TILE, n); i++)
    for (gsize j = 0; j < n; j++)
      tr->product[i * n + j]
          = tr->factor ? tr->t[i * n + j] : tr->t[i * n + j] * (REAL) sqrt (tr->sigma[j]);
}

/* R ← S − T Σ̄ T, given R = S. */
static void
NAME (subtract_product) (TYPE *tr)
{
  gsize n = tr->n;

  ras_parallel_for (NAME (n_tasks) (tr), NAME (scale_rows), tr);
  if (tr->factor)
    TRMM (CblasRowMajor, CblasRight, CblasLower, CblasNoTrans, CblasNonUnit, n, n, 1, tr->factor,
          n, tr->product, n);
  SYRK (CblasRowMajor, CblasLower, CblasNoTrans, n, n, -1, tr->product, n, 1, tr->r, n);
}

typedef struct
{
  TYPE *transport;
  double *squares; /* ‖S‖² by tile row */
} NAME (Load);

/* R ← S for some rows. */
static void
NAME (load_rows) (gsize task, gpointer user_data)
{
  NAME (Load) *load = user_data;
  TYPE *tr = load->transport;
  gsize n = tr->n;

  load->squares[task] = 0;
  for (gsize i = task * TILE; i < MIN ((task + 1) * TILE, n); i++)
    {
      const REAL *row = tr->s + i * n;
      double part = 0;

      for (gsize j = 0; j < i; j++)
        part += (double) row[j] * (double) row[j];
      load->squares[task] += 2 * part + (double) row[i] * (double) row[i];
      memcpy (tr->r + i * n, row, (i + 1) * sizeof (REAL));
    }
}

void
NAME (continue_from) (TYPE *tr)
{
  g_autofree double *squares = g_new (double, NAME (n_tasks) (tr));
  NAME (Load) load = { tr, squares };
  double sum = 0;

  ras_parallel_for (NAME (n_tasks) (tr), NAME (load_rows), &load);
  for (gsize i = 0; i < NAME (n_tasks) (tr); i++)
    sum += squares[i];
  tr->norm = sqrt (sum);
  tr->rho = 0;
  tr->plain = 0;
}

/* One elementwise step with R as it is; returns ‖R‖_F. */
static double
NAME (step_all) (TYPE *tr, double keep, double gain)
{
  g_autofree double *reach = g_new (double, tr->n);
  g_autofree double *squares = g_new0 (double, NAME (n_tasks) (tr));
  NAME (Pass) pass = { tr, reach, (REAL) keep, (REAL) gain, squares };
  double sum = 0;

  for (gsize i = 0; i < tr->n; i++)
    reach[i] = (double) tr->t[i * tr->n + i] * tr->sigma[i];
  ras_parallel_for (NAME (n_tasks) (tr), NAME (pass_rows), &pass);
  for (gsize i = 0; i < NAME (n_tasks) (tr); i++)
    sum += squares[i];
  return sqrt (sum);
}

void
NAME (start) (TYPE *tr)
{
  gsize n = tr->n;

  NAME (continue_from) (tr);
  memset (tr->t, 0, n * n * sizeof (REAL));
  memset (tr->step, 0, n * n * sizeof (REAL));
  for (gsize i = 0; i < n; i++)
    {
      tr->t[i * n + i] = (REAL) sqrt ((double) tr->s[i * n + i] / tr->sigma[i]);
      tr->r[i * n + i] = 0;
    }
  NAME (step_all) (tr, 0, 1);
  tr->plain = FIRST_PLAIN;
}

/* Ends of the spectrum of diag(scale) T diag(scale), by a few Lanczos steps. */
static gboolean
NAME (lanczos) (const TYPE *tr, const double *scale, double *low, double *high)
{
  gsize n = tr->n;
  guint steps = MIN (LANCZOS_STEPS, n), done = 0;
  double alpha[LANCZOS_STEPS], beta[LANCZOS_STEPS];
  g_autofree double *v = g_new (double, n);
  g_autofree double *before = g_new0 (double, n);
  g_autofree REAL *in = g_new (REAL, n);
  g_autofree REAL *out = g_new (REAL, n);

  for (gsize i = 0; i < n; i++)
    v[i] = (i % 2 ? 1 : -1) * (1 + 0.5 * sin (i)) / sqrt (n);
  for (; done < steps; done++)
    {
      beta[done] = sqrt (ras_dot (v, v, n));
      if (beta[done] < 1e-12)
        break;
      for (gsize i = 0; i < n; i++)
        in[i] = (REAL) ((v[i] /= beta[done]) * scale[i]);
      GEMV (CblasRowMajor, CblasNoTrans, n, n, 1, tr->t, n, in, 1, 0, out, 1);
      alpha[done] = 0;
      for (gsize i = 0; i < n; i++)
        alpha[done] += v[i] * scale[i] * (double) out[i];
      for (gsize i = 0; i < n; i++)
        {
          double next = scale[i] * (double) out[i] - alpha[done] * v[i] - beta[done] * before[i];

          before[i] = v[i];
          v[i] = next;
        }
    }
  return tridiagonal_bounds (alpha, beta, done, low, high);
}

gboolean
NAME (estimate_bounds) (TYPE *tr)
{
  g_autofree double *scale = g_new (double, tr->n);

  for (gsize i = 0; i < tr->n; i++)
    {
      if (!(tr->t[i * tr->n + i] > 0))
        return FALSE;
      scale[i] = 1 / sqrt ((double) tr->t[i * tr->n + i]);
    }
  tr->rho = 0;
  if (!NAME (lanczos) (tr, scale, &tr->low, &tr->high))
    return FALSE;
  tr->lowest = tr->low;
  tr->low = MAX (tr->low, LEAST);
  return TRUE;
}

double
NAME (sweep) (TYPE *tr)
{
  gsize n = tr->n;
  double centre = (tr->high + tr->low) / 2, half = (tr->high - tr->low) / 2;
  double keep = 0, gain = 1 / centre, next = half / centre;

  /* Chebyshev's semi-iteration (Saad, Iterative Methods, Algorithm 12.1). */
  if (tr->plain > 0)
    {
      tr->plain--;
      next = 0;
      gain = DAMPING / tr->high;
    }
  else if (tr->rho > 0)
    {
      next = 1 / (2 * centre / half - tr->rho);
      keep = next * tr->rho;
      gain = 2 * next / half;
    }
  else
    memset (tr->step, 0, n * n * sizeof (REAL));
  tr->rho = next;
  NAME (subtract_product) (tr);
  return NAME (step_all) (tr, keep, gain) / tr->norm;
}

/* The bounds follow T: wider ones are taken at once, much narrower ones too, and the
 * recurrence begins anew. */
static gboolean
NAME (refresh_bounds) (TYPE *tr)
{
  double low = tr->low, high = tr->high, rho = tr->rho;

  if (!NAME (estimate_bounds) (tr))
    return FALSE;
  if (tr->low < 0.9 * low || tr->high > 1.03 * high || tr->high / tr->low < 0.6 * high / low)
    return TRUE;
  tr->low = low;
  tr->high = high;
  tr->rho = rho;
  return TRUE;
}

gboolean
NAME (run) (TYPE *tr, double goal, guint most)
{
  double before = G_MAXDOUBLE, best = G_MAXDOUBLE;
  guint stalled = 0;

  for (guint i = 0; i < most; i++)
    {
      gboolean was_plain = tr->plain > 0, ok = TRUE;

      tr->residual = NAME (sweep) (tr);
      if (!(tr->residual < 10))
        return FALSE;
      if (tr->residual <= goal)
        return TRUE;
      if (was_plain && tr->plain == 0)
        ok = NAME (estimate_bounds) (tr);
      else if (!was_plain && tr->residual > 1.5 * before)
        {
          ok = NAME (estimate_bounds) (tr);
          tr->plain = FIRST_PLAIN;
        }
      else if (!was_plain && i % 8 == 7)
        ok = NAME (refresh_bounds) (tr);
      if (!ok)
        return FALSE;
      stalled = tr->residual < 0.95 * best ? 0 : stalled + 1;
      best = MIN (best, tr->residual);
      before = tr->residual;
      if (stalled >= 10)
        return TRUE;
    }
  return TRUE;
}

gboolean
NAME (run_plainly) (TYPE *tr, double goal, guint most)
{
  NAME (start) (tr);
  if (!NAME (estimate_bounds) (tr))
    return FALSE;
  tr->plain = most;
  return NAME (run) (tr, goal, most);
}

#undef TILE
