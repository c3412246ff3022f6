/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scaling-estimate.h"

#include "gmarl-calibration.h"
#include "gmarl-workers.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* How long one size is tried, beyond the one iteration that it takes at least; and the longest that
 * one iteration of a try may be expected to take. */
#define TRY_SECONDS  0.05
#define MOST_SECONDS 0.5

double
gmarl_power_law_interpolate (const double *points_x, const double *points_y, gsize count, double x)
{
  gsize k = 0;
  double power;

  if (count == 0)
    return NAN;
  if (count == 1)
    return points_y[0] * x / points_x[0];
  while (k + 2 < count && x > points_x[k + 1])
    k++;
  power = log (points_y[k + 1] / points_y[k]) / log (points_x[k + 1] / points_x[k]);
  return points_y[k] * pow (x / points_x[k], power);
}

/* Sizes that are tried already. */
typedef struct {
  double x[GMARL_SCALING_MOST_SIZES];
  double y[GMARL_SCALING_MOST_SIZES];
  gsize count;
} Tried;

static gboolean
try_size (const GmarlScalingStudy *study,
          gint64 agents,
          gboolean shared,
          gint64 threads,
          Tried *tried,
          GCancellable *cancellable,
          GError **error)
{
  g_autoptr (GmarlRunConfig) config = gmarl_scaling_study_make_config (study, agents, shared);
  double seconds;

  config->learning.threads = threads;
  seconds = gmarl_calibrate (config, TRY_SECONDS, cancellable, error);
  if (isnan (seconds))
    return FALSE;
  tried->x[tried->count] = (double) agents;
  tried->y[tried->count] = seconds;
  tried->count++;
  return TRUE;
}

/* The smallest size, and of the others those that no other one is near and that are quick enough.
 */
static gboolean
is_worth_trying (const Tried *tried, gint64 agents)
{
  double largest;

  if (tried->count == 0)
    return TRUE;
  largest = tried->x[tried->count - 1];
  return (double) agents >= 1.8 * largest &&
         gmarl_power_law_interpolate (tried->x, tried->y, tried->count, (double) agents) <=
             MOST_SECONDS;
}

static gboolean
measure (const GmarlScalingStudy *study,
         gboolean shared,
         gint64 threads,
         double *seconds,
         GCancellable *cancellable,
         GError **error)
{
  Tried tried = { .count = 0 };

  for (guint k = 0; k < study->sizes->len; k++) {
    gint64 agents = g_array_index (study->sizes, gint64, k);

    if (is_worth_trying (&tried, agents) &&
        !try_size (study, agents, shared, threads, &tried, cancellable, error))
      return FALSE;
  }
  for (guint k = 0; k < study->sizes->len; k++)
    seconds[2 * k + shared] = gmarl_power_law_interpolate (
        tried.x, tried.y, tried.count, (double) g_array_index (study->sizes, gint64, k));
  return TRUE;
}

double *
gmarl_scaling_measure (const GmarlScalingStudy *study,
                       gint64 threads,
                       GCancellable *cancellable,
                       GError **error)
{
  g_autofree double *seconds = g_new (double, 2 * study->sizes->len);

  for (guint k = 0; k < 2 * study->sizes->len; k++)
    seconds[k] = NAN;
  for (gint shared = 0; shared <= 1; shared++)
    if ((study->sharing & (1 << shared)) &&
        !measure (study, shared, threads, seconds, cancellable, error))
      return NULL;
  return g_steal_pointer (&seconds);
}

gint64
gmarl_scaling_threads_of_job (guint jobs, gint64 threads)
{
  gint64 all = threads > 0 ? threads : gmarl_available_threads ();

  return MAX (1, all / MAX (1, jobs));
}

static guint
find_size (const GmarlScalingStudy *study, gint64 agents)
{
  guint k = 0;

  while (g_array_index (study->sizes, gint64, k) != agents)
    k++;
  return k;
}

static guint
first_to_end (const double *end, guint jobs)
{
  guint first = 0;

  for (guint k = 1; k < jobs; k++)
    if (end[k] < end[first])
      first = k;
  return first;
}

static gint
compare_bytes (gconstpointer a, gconstpointer b)
{
  guint64 x = *(const guint64 *) a, y = *(const guint64 *) b;

  return (x < y) - (x > y);
}

/* What one cell of each size × sharing needs, [n_sizes, 2]. */
typedef struct {
  guint64 *memory;
  guint64 *disk;
} Needs;

static void
estimate_needs (const GmarlScalingStudy *study, Needs *needs)
{
  needs->memory = g_new0 (guint64, 2 * study->sizes->len);
  needs->disk = g_new0 (guint64, 2 * study->sizes->len);
  for (guint k = 0; k < study->sizes->len; k++)
    for (gint shared = 0; shared <= 1; shared++) {
      g_autoptr (GmarlRunConfig) config = NULL;

      if (!(study->sharing & (1 << shared)))
        continue;
      config =
          gmarl_scaling_study_make_config (study, g_array_index (study->sizes, gint64, k), shared);
      needs->memory[2 * k + shared] = gmarl_run_config_estimate_memory (config);
      needs->disk[2 * k + shared] = gmarl_run_config_estimate_disk (config);
    }
}

GmarlScalingEstimate
gmarl_scaling_estimate (const GmarlScalingStudy *study,
                        const double *iteration_seconds,
                        const double *left,
                        guint jobs,
                        gint64 threads)
{
  GmarlScalingEstimate estimate = { .jobs = MAX (1, jobs), .threads = threads };
  gsize n_cells = gmarl_scaling_study_count_cells (study);
  g_autofree double *end = g_new0 (double, estimate.jobs);
  g_autoptr (GArray) memory = g_array_new (FALSE, FALSE, sizeof (guint64));
  Needs needs;

  estimate_needs (study, &needs);
  for (gsize cell = 0; cell < n_cells; cell++) {
    GmarlScalingKey key = gmarl_scaling_study_get_key (study, cell);
    guint place = 2 * find_size (study, key.agents) + (key.shared ? 1 : 0);
    double share = left == NULL ? 1 : left[cell];

    if (!(share > 0))
      continue;
    estimate.n_runs++;
    end[first_to_end (end, estimate.jobs)] +=
        share * (double) study->config->iterations * iteration_seconds[place];
    estimate.disk_bytes += needs.disk[place];
    g_array_append_val (memory, needs.memory[place]);
  }
  for (guint k = 0; k < estimate.jobs; k++)
    estimate.seconds = fmax (estimate.seconds, end[k]);
  /* The largest ones may meet. */
  g_array_sort (memory, compare_bytes);
  for (guint k = 0; k < MIN (memory->len, estimate.jobs); k++)
    estimate.memory_bytes += g_array_index (memory, guint64, k);
  g_free (needs.memory);
  g_free (needs.disk);
  return estimate;
}

char *
gmarl_scaling_estimate_describe (const GmarlScalingEstimate *self, const char *duration)
{
  gint64 n_threads = self->jobs * self->threads;
  g_autofree char *runs = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%zu run", "%zu runs", self->n_runs), self->n_runs);
  g_autofree char *threads =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%" PRId64 " thread", "%" PRId64 " threads",
                                    (gulong) n_threads),
                       n_threads);
  g_autofree char *disk = g_format_size (self->disk_bytes);

  /* translators: "20 runs · about 18 min on 2 threads · 40 MB": what a study takes */
  return g_strdup_printf (_ ("%s · about %s on %s · %s"), runs, duration, threads, disk);
}
