/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* The losses, Adam and normalisation of every level against closed forms and double precision. */
#include "kernel-fixtures.h"
#include "reference-kernels.h"

enum {
  ROWS = 80, /* a multiple of GMARL_ROW_MULTIPLE */
  USED = 75,
  GAP = 48, /* of the stride beyond the rows */
  N_ACTIONS = 3,
};

static const float log_stds[N_ACTIONS] = { -0.5f, -1.9f, 1.0f };

/* A minibatch of the policy, whose padding rows hold numbers too. */
typedef struct {
  const GmarlKernels *kernels;
  size_t rows;
  size_t stride;
  size_t n_actions;
  Buffer mean, action, old, advantage, weight, d_mean, d_log_std, scratch;
  GmarlPolicySums sums;
} Policy;

static void
policy_init (Policy *self, const GmarlKernels *kernels, size_t rows, size_t n_actions, guint32 seed)
{
  GRand *random = g_rand_new_with_seed (seed);

  *self =
      (Policy){ .kernels = kernels, .rows = rows, .stride = rows + GAP, .n_actions = n_actions };
  self->mean = buffer_new (n_actions * self->stride);
  self->action = buffer_new (n_actions * self->stride);
  self->d_mean = buffer_new (n_actions * self->stride);
  self->d_log_std = buffer_new (n_actions);
  self->old = buffer_new (rows);
  self->advantage = buffer_new (rows);
  self->weight = buffer_new (rows);
  self->scratch = buffer_new (2 * rows);
  for (size_t u = 0; u < n_actions; u++) {
    for (size_t r = 0; r < rows; r++) {
      float *mean = &self->mean.data[u * self->stride + r];

      *mean = (float) g_rand_double_range (random, -1, 1);
      self->action.data[u * self->stride + r] =
          *mean + (float) (g_rand_double_range (random, -1, 1) * exp (log_stds[u]));
    }
    self->d_log_std.data[u] = 0;
  }
  buffer_fill (&self->old, random, -1, 1);
  buffer_fill (&self->advantage, random, -2, 2);
  for (size_t r = 0; r < rows; r++)
    self->weight.data[r] = r + ROWS - USED < rows;
  g_rand_free (random);
}

static void
policy_clear (Policy *self)
{
  Buffer *buffers[] = { &self->mean,   &self->action,  &self->d_mean,    &self->old,
                        &self->weight, &self->scratch, &self->advantage, &self->d_log_std };

  for (size_t u = 0; u < self->n_actions; u++)
    for (size_t r = self->rows; r < self->stride; r++)
      g_assert_true (is_untouched (self->d_mean.data + u * self->stride + r));
  for (size_t k = 0; k < G_N_ELEMENTS (buffers); k++)
    buffer_free (buffers[k]);
}

static void
policy_log_probability (Policy *self, float *out)
{
  self->kernels->log_probability (self->rows, self->stride, self->n_actions, self->mean.data,
                                  self->action.data, log_stds, out);
}

static void
policy_loss (Policy *self, double clip, double scale)
{
  self->kernels->policy_loss (self->rows, self->stride, self->n_actions, self->mean.data,
                              self->action.data, log_stds, self->old.data, self->advantage.data,
                              self->weight.data, (float) clip, (float) scale, self->d_mean.data,
                              self->d_log_std.data, &self->sums, self->scratch.data);
}

static double *
pack (const float *x, size_t count, size_t length, size_t stride)
{
  double *out = g_new (double, count *length);

  for (size_t k = 0; k < count; k++)
    for (size_t j = 0; j < length; j++)
      out[k * length + j] = x[k * stride + j];
  return out;
}

/* At the mean, and at one standard deviation from it, where minus the log-probability is the
 * entropy of the distribution, Σ log σ + ½ log 2πe.
 */
static void
test_log_probability (gconstpointer user_data)
{
  double log_norm = 0;
  Policy policy;

  for (size_t u = 0; u < N_ACTIONS; u++)
    log_norm += log_stds[u] + log (2 * M_PI) / 2;
  policy_init (&policy, user_data, ROWS, N_ACTIONS, 1);
  for (size_t u = 0; u < N_ACTIONS; u++)
    for (size_t r = 0; r < ROWS; r++) {
      float side = r % 3 - 1.0f; /* −1, 0, 1 */

      policy.mean.data[u * policy.stride + r] = r * 0.01f;
      policy.action.data[u * policy.stride + r] = r * 0.01f + side * expf (log_stds[u]);
    }
  policy_log_probability (&policy, policy.old.data);
  for (size_t r = 0; r < ROWS; r++)
    g_assert_cmpfloat_with_epsilon (policy.old.data[r],
                                    -log_norm - (r % 3 == 1 ? 0 : N_ACTIONS / 2.0), 2e-6);
  policy_clear (&policy);
}

/* Against double precision, at every ratio: inside and outside of the clip range, beyond the clamp.
 */
static void
check_policy (const GmarlKernels *kernels, size_t n_actions)
{
  const double clip = 0.2, scale = 1.0 / 64;
  double d_log_std[N_ACTIONS] = { 0 };
  GmarlPolicySums sums = { 0 };
  Policy policy;

  policy_init (&policy, kernels, ROWS, n_actions, 2);
  policy_log_probability (&policy, policy.old.data);
  {
    g_autofree double *mean = pack (policy.mean.data, n_actions, ROWS, policy.stride);
    g_autofree double *action = pack (policy.action.data, n_actions, ROWS, policy.stride);
    g_autofree double *log_std = widen (log_stds, n_actions);

    for (size_t r = 0; r < ROWS; r++)
      g_assert_cmpfloat_with_epsilon (
          policy.old.data[r], reference_log_probability (ROWS, r, n_actions, mean, action, log_std),
          3e-6);
    for (size_t r = 0; r < ROWS; r++)
      policy.old.data[r] += (float) (r % 10 == 9 ? 25 : 0.07 * ((double) (r % 9) - 4) + 0.01);
  }
  {
    g_autofree double *mean = pack (policy.mean.data, n_actions, ROWS, policy.stride);
    g_autofree double *action = pack (policy.action.data, n_actions, ROWS, policy.stride);
    g_autofree double *log_std = widen (log_stds, n_actions);
    g_autofree double *old = widen (policy.old.data, ROWS);
    g_autofree double *advantage = widen (policy.advantage.data, ROWS);
    g_autofree double *weight = widen (policy.weight.data, ROWS);
    g_autofree double *d_mean = g_new (double, n_actions *ROWS);
    double d_mean_error = 0;

    reference_policy_loss (ROWS, n_actions, mean, action, log_std, old, advantage, weight, clip,
                           scale, d_mean, d_log_std, &sums);
    policy_loss (&policy, clip, scale);
    for (size_t u = 0; u < n_actions; u++)
      d_mean_error = MAX (d_mean_error, relative_error (policy.d_mean.data + u * policy.stride,
                                                        d_mean + u * ROWS, ROWS));
    g_assert_cmpfloat (d_mean_error, <, 1e-6);
  }
  g_assert_cmpfloat (relative_error (policy.d_log_std.data, d_log_std, n_actions), <, 1e-6);
  g_assert_cmpfloat_with_epsilon (policy.sums.surrogate, sums.surrogate, 1e-5);
  g_assert_cmpfloat_with_epsilon (policy.sums.kl, sums.kl, 1e-6 * sums.kl);
  g_assert_cmpfloat (policy.sums.clipped, ==, sums.clipped);
  g_assert_cmpfloat (sums.clipped, >, 0);

  /* Sums and the gradient of log_std are added to, that of the mean is not. */
  policy_loss (&policy, clip, scale);
  g_assert_cmpfloat (policy.sums.clipped, ==, 2 * sums.clipped);
  for (size_t u = 0; u < n_actions; u++)
    d_log_std[u] *= 2;
  g_assert_cmpfloat (relative_error (policy.d_log_std.data, d_log_std, n_actions), <, 1e-6);
  policy_clear (&policy);
}

static void
test_policy (gconstpointer user_data)
{
  for (size_t n_actions = 1; n_actions <= N_ACTIONS; n_actions++)
    check_policy (user_data, n_actions);
}

/* The first minibatch after a rollout, whose old log-probabilities came from a larger batch. */
static void
test_first_minibatch (gconstpointer user_data)
{
  enum {
    FIRST = 16
  };
  Policy rollout, policy;
  double surrogate = 0;

  policy_init (&rollout, user_data, ROWS, N_ACTIONS, 3);
  policy_log_probability (&rollout, rollout.old.data);
  policy_init (&policy, user_data, ROWS - FIRST, N_ACTIONS, 3);
  for (size_t r = 0; r < policy.rows; r++) {
    size_t from = policy.rows - 1 - r + FIRST;

    for (size_t u = 0; u < N_ACTIONS; u++) {
      policy.mean.data[u * policy.stride + r] = rollout.mean.data[u * rollout.stride + from];
      policy.action.data[u * policy.stride + r] = rollout.action.data[u * rollout.stride + from];
    }
    policy.old.data[r] = rollout.old.data[from];
    policy.advantage.data[r] = r * 0.25f; /* whose sums are exact */
    surrogate += policy.weight.data[r] * policy.advantage.data[r];
  }
  policy_loss (&policy, 0.2, 1);
  g_assert_cmpfloat (policy.sums.kl, ==, 0);
  g_assert_cmpfloat (policy.sums.clipped, ==, 0);
  g_assert_cmpfloat (policy.sums.surrogate, ==, surrogate);
  policy_clear (&policy);
  policy_clear (&rollout);
}

/* A ratio beyond the clamp has no gradient, on either side and for either sign of the advantage. */
static void
test_clamp (gconstpointer user_data)
{
  Policy policy;

  policy_init (&policy, user_data, 16, 1, 4);
  policy_log_probability (&policy, policy.old.data);
  for (size_t r = 0; r < 16; r++) {
    policy.old.data[r] += r % 2 ? 200 : -200;
    policy.advantage.data[r] = r / 2 % 2 ? 1 : -1;
    policy.weight.data[r] = 1;
  }
  policy_loss (&policy, 0.2, 1);
  for (size_t r = 0; r < 16; r++)
    g_assert_cmpfloat (policy.d_mean.data[r], ==, 0);
  g_assert_cmpfloat (policy.d_log_std.data[0], ==, 0);
  g_assert_cmpfloat (policy.sums.clipped, ==, 16);
  g_assert_true (isfinite (policy.sums.surrogate) && isfinite (policy.sums.kl));
  policy_clear (&policy);
}

/* The mean of the sampled KL over the quantiles of the old distribution is the KL of two Gaussians,
 * log (s₁/s₀) + (s₀² + (m₀ − m₁)²) / 2 s₁² − ½. One action, so that quantiles are a grid.
 */
static void
test_kl_closed_form (gconstpointer user_data)
{
  enum {
    COUNT = 4096
  };
  const double shift = 0.3, old_log_std = log_stds[0] + 0.2;
  double old_sd = exp (old_log_std), sd = exp (log_stds[0]);
  double kl = log (sd / old_sd) + (old_sd * old_sd + shift * shift) / (2 * sd * sd) - 0.5;
  double z = -4;
  Policy policy;

  policy_init (&policy, user_data, COUNT, 1, 5);
  for (size_t r = 0; r < COUNT; r++) {
    double quantile = (r + 0.5) / COUNT;

    for (int newton = 0; newton < 20; newton++) /* from below or beside: Φ is monotonic */
      z -= (erfc (-z * M_SQRT1_2) / 2 - quantile) / (exp (-z * z / 2) / sqrt (2 * M_PI) + 1e-3);
    policy.mean.data[r] = (float) shift;
    policy.action.data[r] = (float) (old_sd * z);
    policy.old.data[r] = (float) (-z * z / 2 - old_log_std - log (2 * M_PI) / 2);
    policy.weight.data[r] = 1;
  }
  policy_loss (&policy, 0.2, 1);
  g_assert_cmpfloat_with_epsilon (policy.sums.kl / COUNT, kl, 2e-3 * kl);
  policy_clear (&policy);
}

/* A row's bits at every place of a batch. */
static void
test_row_position (gconstpointer user_data)
{
  Policy one, batch;

  policy_init (&one, user_data, 16, N_ACTIONS, 6);
  policy_init (&batch, user_data, ROWS, N_ACTIONS, 7);
  policy_log_probability (&one, one.old.data);
  one.old.data[5] += 0.1f;
  policy_loss (&one, 0.2, 0.1);
  for (size_t r = 0; r < ROWS; r++) {
    for (size_t u = 0; u < N_ACTIONS; u++) {
      batch.mean.data[u * batch.stride + r] = one.mean.data[u * one.stride + 5];
      batch.action.data[u * batch.stride + r] = one.action.data[u * one.stride + 5];
    }
    batch.old.data[r] = one.old.data[5];
    batch.advantage.data[r] = one.advantage.data[5];
    batch.weight.data[r] = one.weight.data[5];
  }
  policy_loss (&batch, 0.2, 0.1);
  for (size_t u = 0; u < N_ACTIONS; u++)
    for (size_t r = 0; r < ROWS; r++)
      g_assert_cmpmem (&batch.d_mean.data[u * batch.stride + r], sizeof (float),
                       &one.d_mean.data[u * one.stride + 5], sizeof (float));
  policy_clear (&one);
  policy_clear (&batch);
}

static void
test_value (gconstpointer user_data)
{
  const GmarlKernels *kernels = user_data;
  const double delta = 10, scale = 0.5 / USED;
  Buffer value = buffer_new (ROWS), target = buffer_new (ROWS), weight = buffer_new (ROWS);
  Buffer d_value = buffer_new (ROWS);
  GRand *random = g_rand_new_with_seed (8);
  GmarlValueSums sums = { 0 };

  buffer_fill (&value, random, -15, 15);
  buffer_fill (&target, random, -15, 15);
  for (size_t r = 0; r < ROWS; r++)
    weight.data[r] = r < USED;
  kernels->value_loss (ROWS, value.data, target.data, weight.data, (float) delta, (float) scale,
                       d_value.data, &sums);
  {
    g_autofree double *values = widen (value.data, ROWS);
    g_autofree double *targets = widen (target.data, ROWS);
    g_autofree double *weights = widen (weight.data, ROWS);
    g_autofree double *expected = g_new (double, ROWS);
    double loss = reference_value_loss (ROWS, values, targets, weights, delta, scale, expected);

    g_assert_cmpfloat_with_epsilon (sums.huber * scale, loss, 1e-6 * loss);
    g_assert_cmpfloat (relative_error (d_value.data, expected, ROWS), <, 1e-6);
  }
  buffer_free (&value);
  buffer_free (&target);
  buffer_free (&weight);
  buffer_free (&d_value);
  g_rand_free (random);
}

/* ½e² below delta and δ(|e| − ½δ) above, in numbers that are exact. */
static void
test_huber_closed_form (gconstpointer user_data)
{
  static const float errors[] = { 0, 1, -1, 2, -2, 4, -4, 64 };
  static const float huber[] = { 0, 0.5f, 0.5f, 2, 2, 6, 6, 126 };
  static const float slopes[] = { 0, 1, -1, 2, -2, 2, -2, 2 };
  const GmarlKernels *kernels = user_data;
  float value[16] = { 0 }, target[16] = { 0 }, weight[16] = { 0 }, d_value[16];

  for (size_t k = 0; k < G_N_ELEMENTS (errors); k++) {
    GmarlValueSums sums = { 1 };

    value[3] = errors[k];
    weight[3] = 1;
    kernels->value_loss (16, value, target, weight, 2, 1, d_value, &sums);
    g_assert_cmpfloat (sums.huber, ==, 1 + huber[k]);
    g_assert_cmpfloat (d_value[3], ==, slopes[k]);
  }
}

static void
test_adam (gconstpointer user_data)
{
  enum {
    COUNT = 16 * 9
  };
  const GmarlKernels *kernels = user_data;
  const double gradient_scale = 0.37;
  Buffer parameters = buffer_new (COUNT), gradient = buffer_new (COUNT);
  Buffer first = buffer_new (COUNT), second = buffer_new (COUNT);
  GRand *random = g_rand_new_with_seed (9);
  g_autofree double *moments = g_new0 (double, 2 * COUNT);
  g_autofree double *expected = NULL;

  /* Small beside their changes, so that the rounding of parameters hides nothing. */
  buffer_fill (&parameters, random, -1e-6, 1e-6);
  expected = widen (parameters.data, COUNT);
  for (size_t k = 0; k < COUNT; k++)
    first.data[k] = second.data[k] = 0;
  for (int step = 1; step <= 20; step++) {
    double correction = sqrt (1 - pow (0.999, step));
    double step_size = 3e-4 * correction / (1 - pow (0.9, step));
    g_autofree double *wide = NULL;

    /* From large gradients to ones below epsilon, and one that is zero. */
    for (size_t k = 0; k < COUNT; k++)
      gradient.data[k] =
          k == 7 ? 0
                 : (float) (g_rand_double_range (random, -1, 1) * pow (10, 2 - (double) (k % 10)));
    wide = widen (gradient.data, COUNT);
    kernels->adam (COUNT, (float) step_size, (float) (1e-5 * correction), (float) gradient_scale,
                   parameters.data, gradient.data, first.data, second.data);
    reference_adam (COUNT, step_size, 1e-5 * correction, gradient_scale, expected, wide, moments,
                    moments + COUNT);
    g_assert_cmpfloat (relative_error (first.data, moments, COUNT), <, 1e-6);
    g_assert_cmpfloat (relative_error (second.data, moments + COUNT, COUNT), <, 1e-6);
    g_assert_cmpfloat (relative_error (parameters.data, expected, COUNT), <, 1e-6);
  }
  g_assert_cmpfloat (first.data[7], ==, 0);
  buffer_free (&parameters);
  buffer_free (&gradient);
  buffer_free (&first);
  buffer_free (&second);
  g_rand_free (random);
}

/* A parameter's bits do not depend on its place or its neighbours. */
static void
test_adam_position (gconstpointer user_data)
{
  enum {
    COUNT = 16 * 11
  };
  const GmarlKernels *kernels = user_data;
  float data[4][COUNT] = { 0 };

  for (size_t k = 0; k < COUNT; k++) {
    data[0][k] = 0.3f;
    data[1][k] = 0.011f;
    data[2][k] = 0.2f;
    data[3][k] = 0.05f;
  }
  for (size_t k = 1; k < COUNT; k += 3)
    data[3][k] = 1e6f;
  kernels->adam (COUNT, 3e-4f, 1e-5f, 0.5f, data[0], data[1], data[2], data[3]);
  for (size_t k = 0; k < COUNT; k += 3)
    g_assert_cmpmem (&data[0][k], sizeof (float), &data[0][0], sizeof (float));
}

static void
test_square_sum (gconstpointer user_data)
{
  const GmarlKernels *kernels = user_data;

  for (size_t count = 0; count < 70; count++) {
    Buffer x = buffer_new (count);
    double expected = 0;

    for (size_t k = 0; k < count; k++) {
      x.data[k] = 0.1f * (k + 1);
      expected += (double) x.data[k] * x.data[k];
    }
    g_assert_cmpfloat (fabs (kernels->square_sum (count, x.data) - expected), <=, 1e-6 * expected);
    buffer_free (&x);
  }
}

/* Strides beyond the inputs, whose gaps stay as they are; infinities end at the clip. */
static void
test_normalise (gconstpointer user_data)
{
  enum {
    MAX_INPUTS = 23,
    X_STRIDE = 25,
    OUT_STRIDE = 32,
    N_ROWS = 5
  };
  const GmarlKernels *kernels = user_data;

  for (size_t n_inputs = 1; n_inputs <= MAX_INPUTS; n_inputs++) {
    Buffer x = buffer_new (N_ROWS * X_STRIDE), out = buffer_new (N_ROWS * OUT_STRIDE);
    Buffer mean = buffer_new (n_inputs), inverse_sd = buffer_new (n_inputs);
    GRand *random = g_rand_new_with_seed (10);

    buffer_fill (&mean, random, -3, 3);
    buffer_fill (&inverse_sd, random, 0.5, 4);
    for (size_t r = 0; r < N_ROWS; r++)
      for (size_t i = 0; i < n_inputs; i++)
        x.data[r * X_STRIDE + i] = (float) g_rand_double_range (random, -6, 6);
    x.data[0] = INFINITY;
    x.data[X_STRIDE] = -INFINITY;
    kernels->normalise (N_ROWS, n_inputs, x.data, X_STRIDE, mean.data, inverse_sd.data, out.data,
                        OUT_STRIDE);
    for (size_t r = 0; r < N_ROWS; r++)
      for (size_t i = 0; i < OUT_STRIDE; i++) {
        float got = out.data[r * OUT_STRIDE + i];
        double z;

        if (i >= n_inputs) {
          g_assert_true (is_untouched (&out.data[r * OUT_STRIDE + i]));
          continue;
        }
        z = ((double) x.data[r * X_STRIDE + i] - mean.data[i]) * inverse_sd.data[i];
        g_assert_cmpfloat_with_epsilon (got, CLAMP (z, -10, 10), 2e-6);
      }
    buffer_free (&x);
    buffer_free (&out);
    buffer_free (&mean);
    buffer_free (&inverse_sd);
    g_rand_free (random);
  }
}

int
main (int argc, char **argv)
{
  static GmarlKernels tables[MAX_KERNELS];
  static const struct {
    const char *name;
    GTestDataFunc func;
  } cases[] = {
    { "log-probability", test_log_probability },
    { "policy", test_policy },
    { "first-minibatch", test_first_minibatch },
    { "clamp", test_clamp },
    { "kl-closed-form", test_kl_closed_form },
    { "row-position", test_row_position },
    { "value", test_value },
    { "huber-closed-form", test_huber_closed_form },
    { "adam", test_adam },
    { "adam-position", test_adam_position },
    { "square-sum", test_square_sum },
    { "normalise", test_normalise },
  };
  size_t n_tables = find_kernels (tables) - 1; /* OpenBLAS has these from a level */

  g_test_init (&argc, &argv, NULL);
  for (size_t t = 0; t < n_tables; t++)
    for (size_t c = 0; c < G_N_ELEMENTS (cases); c++) {
      g_autofree char *path =
          g_strdup_printf ("/numeric/kernels/%s/%s", tables[t].name, cases[c].name);

      g_test_add_data_func (path, &tables[t], cases[c].func);
    }
  return g_test_run ();
}
