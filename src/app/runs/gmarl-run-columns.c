/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-columns.h"

#include "gmarl-format.h"
#include "gmarl-training-text.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* What stands where there is no number. */
#define NOTHING "–"

#define REWARD         0 /* of gmarl_run_metrics */
#define STABILITY      1
#define EPISODE_REWARD 2

const char *const gmarl_run_aggregate_ids[GMARL_N_RUN_AGGREGATES] = {
  [GMARL_RUN_LAST] = "last",
  [GMARL_RUN_BEST] = "best",
  [GMARL_RUN_TAIL] = "tail",
};

const char *const gmarl_run_aggregate_names[GMARL_N_RUN_AGGREGATES] = {
  [GMARL_RUN_LAST] = N_ ("Last"),
  [GMARL_RUN_BEST] = N_ ("Best"),
  [GMARL_RUN_TAIL] = N_ ("Mean of the Last Tenth"),
};

static const struct {
  const char *word;
  const char *icon;
} statuses[] = {
  [GMARL_RUN_RUNNING] = { N_ ("Running"), "media-playback-start-symbolic" },
  [GMARL_RUN_PAUSED] = { N_ ("Paused"), "media-playback-pause-symbolic" },
  [GMARL_RUN_FINISHED] = { N_ ("Finished"), "emblem-ok-symbolic" },
  [GMARL_RUN_STOPPED] = { N_ ("Stopped"), "media-playback-stop-symbolic" },
  [GMARL_RUN_INTERRUPTED] = { N_ ("Interrupted"), "dialog-warning-symbolic" },
  [GMARL_RUN_FAILED] = { N_ ("Failed"), "dialog-error-symbolic" },
};

const char *
gmarl_run_status_word (GmarlRunStatus status)
{
  return statuses[status].word;
}

const char *
gmarl_run_status_icon (GmarlRunStatus status)
{
  return statuses[status].icon;
}

char *
gmarl_run_item_describe_seeds (GmarlRunItem *item)
{
  GString *text = g_string_new (NULL);
  guint n_runs = gmarl_run_item_get_n_runs (item);

  for (guint k = 0; k < n_runs;) {
    guint64 first = gmarl_run_item_get_record (gmarl_run_item_get_run (item, k))->seed;
    guint64 last = first;

    for (k++; k < n_runs; k++) {
      guint64 seed = gmarl_run_item_get_record (gmarl_run_item_get_run (item, k))->seed;

      if (seed != last && seed != last + 1)
        break;
      last = seed;
    }
    g_string_append (text, text->len > 0 ? ", " : "");
    g_string_append_printf (text, "%" PRIu64, first);
    if (last != first)
      g_string_append_printf (text, "–%" PRIu64, last);
  }
  return g_string_free (text, FALSE);
}

char *
gmarl_run_figure_format (const GmarlRunFigure *figure)
{
  g_autofree char *value = NULL;
  g_autofree char *half = NULL;
  int decimals;

  if (!isfinite (figure->value))
    return g_strdup (NOTHING);
  if (!isfinite (figure->half))
    return gmarl_format_value (figure->value);
  /* Two digits of the interval, and as many of the value. */
  decimals = figure->half > 0 ? CLAMP (1 - (int) floor (log10 (figure->half)), 0, 4) : 3;
  value = gmarl_format_decimals (figure->value, decimals);
  half = gmarl_format_decimals (figure->half, decimals);
  return g_strdup_printf ("%s\u00a0±\u00a0%s", value, half);
}

char *
gmarl_run_format_time (gint64 microseconds)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (microseconds / G_USEC_PER_SEC);

  /* translators: day and time that a training began, see g_date_time_format() */
  return time != NULL ? g_date_time_format (time, _ ("%-e %b %Y, %H:%M")) : g_strdup (NOTHING);
}

/* -- Texts and numbers of columns -- */

static char *
make_name (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  if (gmarl_run_item_is_group (item))
    return g_strdup (gmarl_run_item_get_record (item)->name);
  return g_strdup_printf (_ ("Seed %llu"),
                          (unsigned long long) gmarl_run_item_get_record (item)->seed);
}

/* Where the seeds of a group stand differently, those that stand as the group does are counted. */
static char *
make_status (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  GmarlRunStatus status = gmarl_run_item_get_status (item);
  guint n_runs = gmarl_run_item_get_n_runs (item);
  guint count = gmarl_run_item_count (item, status);

  if (status == GMARL_RUN_RUNNING) {
    gint64 done = 0;
    gint64 wanted = 0;

    for (guint k = 0; k < n_runs; k++) {
      const GmarlRunRecord *record = gmarl_run_item_get_record (gmarl_run_item_get_run (item, k));

      done += record->iteration;
      wanted += record->iterations;
    }
    /* translators: how much of a training is done */
    return g_strdup_printf (_ ("Running, %d\u202f%%"),
                            wanted > 0 ? (int) (100 * done / wanted) : 0);
  }
  if (count == n_runs)
    return g_strdup (_ (gmarl_run_status_word (status)));
  /* translators: "Failed, 1 of 5" seeds */
  return g_strdup_printf (_ ("%s, %u of %u"), _ (gmarl_run_status_word (status)), count, n_runs);
}

static double
get_status (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_run_item_get_status (item);
}

static char *
make_scenario (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return g_strdup (gmarl_run_item_get_record (item)->scenario_name);
}

static double
get_nodes (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  const GmarlRunConfig *config = gmarl_runs_model_get_config (context->model, item);

  return config != NULL ? (double) config->scenario->nodes : NAN;
}

static char *
make_nodes (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  double nodes = get_nodes (self, context, item);

  return isfinite (nodes) ? g_strdup_printf ("%.0f", nodes) : g_strdup (NOTHING);
}

/* What all seeds of a group share is told once. */
static char *
make_changes (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return g_strdup (
      gmarl_run_item_is_group (item) ? gmarl_runs_model_get_changes (context->model, item) : "");
}

static char *
make_seeds (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_run_item_describe_seeds (item);
}

static double
get_seeds (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  if (gmarl_run_item_is_group (item))
    return gmarl_run_item_get_n_runs (item);
  return (double) gmarl_run_item_get_record (item)->seed;
}

static char *
make_figure (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  GmarlRunFigure figure = gmarl_runs_model_get_figure (context->model, item, self->metric,
                                                       context->aggregates[self->metric]);

  return gmarl_run_figure_format (&figure);
}

static double
get_figure (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_runs_model_get_mean (context->model, item, self->metric,
                                    context->aggregates[self->metric]);
}

static char *
make_iterations (const GmarlRunColumn *self,
                 const GmarlRunColumnContext *context,
                 GmarlRunItem *item)
{
  gint64 least = G_MAXINT64;
  gint64 most = 0;
  gint64 wanted = 0;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (item); k++) {
    const GmarlRunRecord *record = gmarl_run_item_get_record (gmarl_run_item_get_run (item, k));

    least = MIN (least, record->iteration);
    most = MAX (most, record->iteration);
    wanted = record->iterations;
  }
  if (least == wanted)
    return g_strdup_printf ("%" PRId64, wanted);
  if (least == most)
    /* translators: iterations done of those wanted */
    return g_strdup_printf (_ ("%lld of %lld"), (long long) most, (long long) wanted);
  /* translators: iterations done, from the least to the most of several seeds, of those wanted */
  return g_strdup_printf (_ ("%lld–%lld of %lld"), (long long) least, (long long) most,
                          (long long) wanted);
}

static double
get_iterations (const GmarlRunColumn *self,
                const GmarlRunColumnContext *context,
                GmarlRunItem *item)
{
  double sum = 0;
  guint n_runs = gmarl_run_item_get_n_runs (item);

  for (guint k = 0; k < n_runs; k++)
    sum += (double) gmarl_run_item_get_record (gmarl_run_item_get_run (item, k))->iteration;
  return sum / n_runs;
}

static double
get_duration (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_run_item_get_seconds (item);
}

static char *
make_duration (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  double seconds = gmarl_run_item_get_seconds (item);

  return seconds > 0 ? gmarl_training_text_duration (seconds) : g_strdup (NOTHING);
}

static char *
make_kernels (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  const char *level = gmarl_run_item_get_record (item)->kernel_level;

  /* translators: what a training was computed on: processor, and its instruction set */
  return g_strdup_printf (_ ("CPU, %s"), level);
}

static double
get_created (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return (double) gmarl_run_item_get_record (item)->created_us;
}

static char *
make_created (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_run_format_time (gmarl_run_item_get_record (item)->created_us);
}

static char *
make_tags (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_run_item_is_group (item) ? g_strjoinv (", ", gmarl_run_item_get_record (item)->tags)
                                        : g_strdup ("");
}

static double
get_shown (const GmarlRunColumn *self, const GmarlRunColumnContext *context, GmarlRunItem *item)
{
  return gmarl_run_item_get_shown (item) ? 0 : 1;
}

/* clang-format off */
const GmarlRunColumn gmarl_run_columns[GMARL_N_RUN_COLUMNS] = {
  { .id = "shown", .title = N_ ("Curve"), .cell = GMARL_RUN_CELL_SHOWN, .is_fixed = TRUE, .get_number = get_shown },
  { .id = "name", .title = N_ ("Name"), .cell = GMARL_RUN_CELL_NAME, .expand = TRUE, .is_fixed = TRUE, .make_text = make_name },
  { .id = "status", .title = N_ ("Status"), .cell = GMARL_RUN_CELL_STATUS, .make_text = make_status, .get_number = get_status },
  { .id = "reward", .title = N_ ("Reward"), .cell = GMARL_RUN_CELL_NUMBER, .metric = REWARD, .has_metric = TRUE, .make_text = make_figure, .get_number = get_figure },
  { .id = "stability", .title = N_ ("Stability"), .cell = GMARL_RUN_CELL_NUMBER, .metric = STABILITY, .has_metric = TRUE, .make_text = make_figure, .get_number = get_figure },
  { .id = "episode-reward", .title = N_ ("Training Reward"), .cell = GMARL_RUN_CELL_NUMBER, .metric = EPISODE_REWARD, .has_metric = TRUE, .make_text = make_figure, .get_number = get_figure },
  { .id = "seeds", .title = N_ ("Seeds"), .cell = GMARL_RUN_CELL_NUMBER, .make_text = make_seeds, .get_number = get_seeds },
  { .id = "changes", .title = N_ ("Changed Parameters"), .cell = GMARL_RUN_CELL_TEXT, .make_text = make_changes },
  { .id = "tags", .title = N_ ("Tags"), .cell = GMARL_RUN_CELL_TEXT, .make_text = make_tags },
  { .id = "started", .title = N_ ("Started"), .cell = GMARL_RUN_CELL_NUMBER, .make_text = make_created, .get_number = get_created },
  { .id = "duration", .title = N_ ("Duration"), .cell = GMARL_RUN_CELL_NUMBER, .make_text = make_duration, .get_number = get_duration },
  { .id = "iterations", .title = N_ ("Iterations"), .cell = GMARL_RUN_CELL_NUMBER, .make_text = make_iterations, .get_number = get_iterations },
  { .id = "scenario", .title = N_ ("Scenario"), .cell = GMARL_RUN_CELL_TEXT, .make_text = make_scenario },
  { .id = "nodes", .title = N_ ("Nodes"), .cell = GMARL_RUN_CELL_NUMBER, .make_text = make_nodes, .get_number = get_nodes },
  { .id = "kernels", .title = N_ ("Device"), .cell = GMARL_RUN_CELL_TEXT, .make_text = make_kernels },
};
/* clang-format on */

const GmarlRunColumn *
gmarl_run_column_find (const char *id)
{
  for (gsize k = 0; k < GMARL_N_RUN_COLUMNS; k++)
    if (g_str_equal (gmarl_run_columns[k].id, id))
      return &gmarl_run_columns[k];
  return NULL;
}

char *
gmarl_run_column_make_title (const GmarlRunColumn *self, const GmarlRunColumnContext *context)
{
  /* translators: of columns of a table: "Best Reward" */
  static const char *const patterns[GMARL_N_RUN_AGGREGATES] = {
    [GMARL_RUN_LAST] = N_ ("Last %s"),
    [GMARL_RUN_BEST] = N_ ("Best %s"),
    [GMARL_RUN_TAIL] = N_ ("Mean %s"),
  };

  if (!self->has_metric)
    return g_strdup (_ (self->title));
  return g_strdup_printf (_ (patterns[context->aggregates[self->metric]]), _ (self->title));
}

/* -- What the search asks for -- */

static char *
make_search_text (const GmarlRunColumnContext *context, GmarlRunItem *run)
{
  const GmarlRunRecord *record = gmarl_run_item_get_record (run);

  g_autofree char *tags = g_strjoinv ("\n", record->tags);

  return g_strjoin ("\n", record->name, record->scenario_name, record->id,
                    gmarl_runs_model_get_changes (context->model, run), tags, record->notes,
                    record->message != NULL ? record->message : "", NULL);
}

static char *
format_number (double number)
{
  return isfinite (number) ? gmarl_format_double (number) : NULL;
}

static char *
look_up_config (const GmarlRunColumnContext *context, GmarlRunItem *run, const char *key)
{
  const GmarlRunConfig *config = gmarl_runs_model_get_config (context->model, run);
  const GmarlOption *option;

  if (config == NULL)
    return NULL;
  if (g_str_has_prefix (key, "scenario."))
    return gmarl_scenario_get (config->scenario, key + strlen ("scenario."));
  option = gmarl_option_find (gmarl_learning_options, gmarl_n_learning_options, key);
  return option != NULL ? gmarl_option_get (option, &config->learning) : NULL;
}

char *
gmarl_run_column_lookup (const GmarlRunColumnContext *context, GmarlRunItem *run, const char *key)
{
  const GmarlRunRecord *record = gmarl_run_item_get_record (run);
  const char *word = gmarl_run_status_word (record->status);

  if (g_str_equal (key, "text"))
    return make_search_text (context, run);
  if (g_str_equal (key, "name"))
    return g_strdup (record->name);
  if (g_str_equal (key, "tag"))
    return g_strjoinv ("\n", record->tags);
  if (g_str_equal (key, "notes"))
    return g_strdup (record->notes);
  if (g_str_equal (key, "status"))
    return g_strjoin ("\n", word, _ (word), NULL);
  if (g_str_equal (key, "seed"))
    return g_strdup_printf ("%" PRIu64, record->seed);
  if (g_str_equal (key, "scenario"))
    return g_strdup (record->scenario_name);
  if (g_str_equal (key, "id"))
    return g_strjoin ("\n", record->id, record->group_id, NULL);
  if (g_str_equal (key, "kernels"))
    return g_strdup (record->kernel_level);
  if (g_str_equal (key, "version"))
    return g_strdup (record->version);
  if (g_str_equal (key, "reward") || g_str_equal (key, "stability"))
    return format_number (gmarl_runs_model_get_mean (
        context->model, run, g_str_equal (key, "reward") ? REWARD : STABILITY,
        context->aggregates[g_str_equal (key, "reward") ? REWARD : STABILITY]));
  if (g_str_equal (key, "seeds"))
    return g_strdup_printf ("%u", gmarl_run_item_get_n_runs (gmarl_run_item_get_group (run)));
  if (g_str_equal (key, "iteration"))
    return g_strdup_printf ("%" PRId64, record->iteration);
  if (g_str_equal (key, "iterations"))
    return g_strdup_printf ("%" PRId64, record->iterations);
  if (g_str_equal (key, "seconds"))
    return format_number (record->seconds);
  return look_up_config (context, run, key);
}
