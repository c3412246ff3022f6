/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-report.h"

#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-figure-comparison.h"
#include "gmarl-figure-curves.h"
#include "gmarl-format.h"
#include "gmarl-report-tables.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include <string.h>

#define HASH_SHOWN 16

/* Of figures: the original's five, and what they cost. */
static const GmarlIndicator drawn[] = {
  GMARL_INDICATOR_EPISODE_REWARD,      GMARL_INDICATOR_STABILITY,
  GMARL_INDICATOR_GRID_IMPORT,         GMARL_INDICATOR_SOLAR_UTILISATION,
  GMARL_INDICATOR_DEMAND_SATISFACTION, GMARL_INDICATOR_ENERGY_COST,
};

/* Of performance profiles: no control's mean of them is a measure for differences. */
static const GmarlIndicator profiled[] = {
  GMARL_INDICATOR_ENERGY_COST,
  GMARL_INDICATOR_GRID_IMPORT,
  GMARL_INDICATOR_PEAK_IMPORT,
  GMARL_INDICATOR_STABILITY,
};

typedef struct {
  const GmarlComparison *comparison;
  const GmarlScoreTable *table;
  const GmarlFigurePolicy *policies;
  gsize baseline;
  GmarlDrawDocument *document;
} Report;

static const GmarlScorePolicy *
policy_at (const Report *self, gsize policy)
{
  return self->table->policies->pdata[policy];
}

static void add_format (GmarlDrawDocument *document, const char *format, ...) G_GNUC_PRINTF (2, 3);

static void
add_format (GmarlDrawDocument *document, const char *format, ...)
{
  va_list arguments;
  g_autofree char *text = NULL;

  va_start (arguments, format);
  text = g_strdup_vprintf (format, arguments);
  va_end (arguments);
  gmarl_draw_document_add_text (document, text);
}

/* The question, or "Comparison of PPO, Heuristic and Random". */
static char *
make_title (const GmarlComparison *comparison, const GmarlReportOptions *options)
{
  gsize n = comparison->n_policies;
  g_autoptr (GString) names = g_string_new (NULL);

  if (options->title != NULL)
    return g_strdup (options->title);
  for (gsize k = 0; k < n; k++) {
    const GmarlScorePolicy *policy = comparison->table->policies->pdata[k];

    if (k > 0)
      /* translators: between the names of a list; the second before the last one */
      g_string_append (names, k + 1 < n ? _ (", ") : _ (" and "));
    g_string_append (names, options->policies != NULL ? options->policies[k].name : policy->name);
  }
  /* translators: names of policies */
  return g_strdup_printf (_ ("Comparison of %s"), names->str);
}

/* --- What was found ------------------------------------------------------------------------- */

static GmarlVerdict
verdict_of (const Report *self, gsize indicator, gsize policy)
{
  for (gsize pair = 0; pair < self->comparison->n_pairs; pair++) {
    const GmarlPairing *pairing = gmarl_comparison_pairing (self->comparison, pair, indicator);

    if (pairing->first == policy && pairing->second == self->baseline)
      return pairing->verdict;
    if (pairing->second == policy && pairing->first == self->baseline)
      return pairing->verdict == GMARL_VERDICT_BETTER  ? GMARL_VERDICT_WORSE
             : pairing->verdict == GMARL_VERDICT_WORSE ? GMARL_VERDICT_BETTER
                                                       : pairing->verdict;
  }
  return GMARL_VERDICT_NO_CLEAR_DIFFERENCE;
}

static void
append_name (GString *list, const char *name)
{
  g_string_append_printf (list, "%s%s", list->len > 0 ? _ (", ") : "", name);
}

/* A sentence or three about one policy against the baseline, over the chief metrics. */
static void
add_finding (const Report *self, gsize policy)
{
  g_autoptr (GString) better = g_string_new (NULL), worse = g_string_new (NULL);
  g_autoptr (GString) unclear = g_string_new (NULL), text = g_string_new (NULL);

  for (gsize k = 0; k < gmarl_score_n_chief_indicators; k++) {
    gssize place = gmarl_score_find (self->comparison, gmarl_score_chief_indicators[k]);
    const GmarlIndicatorInfo *info = &gmarl_indicators[gmarl_score_chief_indicators[k]];
    GmarlVerdict verdict;

    if (place < 0 || info->direction == GMARL_DIRECTION_NEITHER)
      continue;
    verdict = verdict_of (self, (gsize) place, policy);
    append_name (verdict == GMARL_VERDICT_BETTER  ? better
                 : verdict == GMARL_VERDICT_WORSE ? worse
                                                  : unclear,
                 _ (info->name));
  }
  if (better->len > 0)
    /* translators: policy, the one it is compared with, metrics */
    g_string_append_printf (text, _ ("%s is clearly better than %s in: %s. "),
                            self->policies[policy].name, self->policies[self->baseline].name,
                            better->str);
  if (worse->len > 0)
    g_string_append_printf (text, _ ("%s is clearly worse than %s in: %s. "),
                            self->policies[policy].name, self->policies[self->baseline].name,
                            worse->str);
  if (unclear->len > 0)
    g_string_append_printf (text, _ ("No clear difference in: %s."), unclear->str);
  gmarl_draw_document_add_text (self->document, g_strchomp (text->str));
}

static void
add_findings (const Report *self)
{
  if (self->comparison->n_policies < 2)
    return;
  gmarl_draw_document_add_heading (self->document, _ ("What was found"));
  for (gsize k = 0; k < self->comparison->n_policies; k++)
    if (k != self->baseline)
      add_finding (self, k);
  add_format (
      self->document,
      _ ("“Clearly” means that the 95 %% interval of the paired difference excludes zero after Holm’s correction over all %zu tests of this comparison; everything else is “no clear difference”, which is no proof that there is none."),
      self->comparison->n_comparisons);
}

/* --- How it was measured -------------------------------------------------------------------- */

static void
add_protocol (const Report *self)
{
  const GmarlScoreTable *table = self->table;
  gsize last = table->n_days - 1;

  gmarl_draw_document_add_heading (self->document, _ ("Protocol"));
  add_format (
      self->document,
      _ ("Scenario “%s” (SHA-256 %s). Every policy met the same %zu test days (days %" PRIu64
         " to %" PRIu64 ", episode seeds %" PRIu64 " to %" PRIu64
         "), each on its own, with the same weather, demand and starting levels. Trained "
         "policies act with the mean of their distribution, each training seed with the "
         "checkpoint that was best in validation, on days that no training or validation "
         "saw."),
      table->scenario_name != NULL ? table->scenario_name : "",
      table->scenario_hash != NULL ? table->scenario_hash : "", table->n_days, table->days[0],
      table->days[last], table->episode_seeds[0], table->episode_seeds[last]);
  for (guint k = 0; table->data_checksums != NULL && table->data_checksums[k] != NULL; k++)
    add_format (self->document, _ ("Data: %s"), table->data_checksums[k]);
  gmarl_report_add_policies (self->document, self->comparison, self->policies);
}

static void
add_method (const Report *self)
{
  GmarlDrawDocument *document = self->document;
  g_autofree char *draws = gmarl_format_decimals ((double) self->comparison->options.draws, 0);

  gmarl_draw_document_add_heading (document, _ ("Statistics"));
  gmarl_draw_document_add_text (
      document,
      _ ("Means. Seeds and days are crossed: all seeds meet the same days. The interval is Student’s t with the variance s²(seed)/n + s²(day)/D − s²(rest)/(n D), not below the larger of the first two, and Satterthwaite’s degrees of freedom. Policies without training seeds, and those of one seed, have the interval over days; with two seeds there is none."));
  gmarl_draw_document_add_text (
      document,
      _ ("Differences. Values of the same day are subtracted. The interval is Student’s t from the variance of these differences and of the seeds, with Welch–Satterthwaite degrees of freedom; verdicts are corrected by Holm’s method. The probability of improvement is the Mann–Whitney count of the pairs of seeds on the same day in which the first is better, ties half."));
  add_format (
      document,
      _ ("Interquartile mean, median and CVaR (the mean of the worst 5 %%). Intervals are percentile bootstraps of %s draws that resample seeds and days independently of each other, with the same days for all policies (seed %" PRIu64
         "); below 10 seeds they are approximate."),
      draws, self->comparison->options.bootstrap_seed);
  gmarl_draw_document_add_text (
      document,
      _ ("Performance profiles. The score of a day is how much better it went than the same day of the anchor, as a share of the anchor’s mean; a profile is the share of seeds × days above each score, with a bootstrap band from three seeds on (Agarwal et al. 2021)."));
}

/* --- Figures -------------------------------------------------------------------------------- */

static GPtrArray *
new_views (void)
{
  return g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_chart_view_unref);
}

static void
add_figure (const Report *self, GPtrArray *views, guint number, const char *text)
{
  g_autofree char *caption = NULL;

  if (views->len == 0)
    return;
  gmarl_draw_document_add_figure (self->document, (GmarlChartView *const *) views->pdata,
                                  views->len);
  /* translators: number and text of a figure's caption */
  caption = g_strdup_printf (_ ("Figure %u. %s"), number, text);
  gmarl_draw_document_add_note (self->document, caption);
}

static gboolean
has_group (const Report *self, gsize fewest_seeds)
{
  for (gsize k = 0; k < self->comparison->n_policies; k++)
    if (policy_at (self, k)->n_seeds >= fewest_seeds)
      return TRUE;
  return FALSE;
}

static void
add_profiles (const Report *self, guint number)
{
  const GmarlScorePolicy *anchor = gmarl_score_table_find (self->table, "no-control");
  g_autoptr (GPtrArray) views = new_views ();

  if (!has_group (self, 3))
    return;
  if (anchor == NULL)
    anchor = policy_at (self, self->baseline);
  for (gsize k = 0; k < G_N_ELEMENTS (profiled); k++) {
    g_autoptr (GPtrArray) profiles = gmarl_performance_profiles_new (
        self->table, anchor, profiled[k], GMARL_COMPARISON_DRAWS_SCREEN,
        self->comparison->options.bootstrap_seed);

    if (profiles != NULL)
      g_ptr_array_add (
          views, gmarl_figure_profile ((const GmarlPerformanceProfile *const *) profiles->pdata,
                                       self->policies, profiles->len, profiled[k], anchor->name));
  }
  add_figure (self, views, number,
              _ ("How often each policy does at least so well. A curve further right is better."));
}

static void
add_figures (const Report *self)
{
  g_autoptr (GPtrArray) differences = new_views (), days = new_views ();
  guint number = 1;

  /* The first figure takes most of a page. */
  gmarl_draw_document_break_page (self->document);
  gmarl_draw_document_add_heading (self->document, _ ("Figures"));
  for (gsize k = 0; k < G_N_ELEMENTS (drawn); k++) {
    gssize place = gmarl_score_find (self->comparison, drawn[k]);

    if (place < 0)
      continue;
    g_ptr_array_add (days, gmarl_figure_days (self->comparison, (gsize) place, self->policies));
    if (self->comparison->n_policies > 1)
      g_ptr_array_add (differences, gmarl_figure_differences (self->comparison, (gsize) place,
                                                              self->baseline, self->policies));
  }
  if (differences->len > 0)
    add_figure (
        self, differences, number++,
        _ ("Differences by the same days, with 95 % intervals; the line at zero is no difference."));
  if (days->len > 0)
    add_figure (
        self, days, number++,
        _ ("Every test day and training seed: points, with the quartiles, the median (line) and the mean (marker) of each policy."));
  add_profiles (self, number);
}

/* --- What repeats it ------------------------------------------------------------------------ */

static void
add_configuration (const Report *self)
{
  GmarlDrawDocument *document = self->document;
  g_autoptr (GString) checksums = g_string_new (NULL);

  gmarl_draw_document_add_heading (document, _ ("What repeats it"));
  add_format (
      document,
      _ ("Gridmarl %s. The scenario and the configurations below, with the seeds and days above, determine every number of this document but timings; the checksums tell whether the same networks were measured."),
      GMARL_VERSION);
  for (gsize k = 0; k < self->comparison->n_policies; k++) {
    const GmarlScorePolicy *policy = policy_at (self, k);

    for (gsize row = 0; policy->checkpoints != NULL && row < policy->n_seeds; row++) {
      g_autofree char *line =
          g_strdup_printf (_ ("%s, seed %" PRIu64 ": checkpoint SHA-256 %s"),
                           self->policies[k].name, policy->seeds[row], policy->checkpoints[row]);

      g_string_append_printf (checksums, "%s\n", line);
    }
  }
  gmarl_draw_document_add_listing (document, checksums->str);
  for (gsize k = 0; k < self->comparison->n_policies; k++) {
    const GmarlScorePolicy *policy = policy_at (self, k);
    g_autofree char *heading = NULL;

    if (policy->configuration == NULL)
      continue;
    heading = g_strdup_printf (_ ("Configuration of %s"), self->policies[k].name);
    gmarl_draw_document_add_heading (document, heading);
    gmarl_draw_document_add_listing (document, policy->configuration);
  }
  if (self->table->scenario_text != NULL) {
    gmarl_draw_document_add_heading (document, _ ("Scenario"));
    gmarl_draw_document_add_listing (document, self->table->scenario_text);
  }
}

GmarlDrawDocument *
gmarl_report_new (const GmarlComparison *comparison,
                  const GmarlReportOptions *options,
                  const GmarlTextMeasure *measure)
{
  g_autofree GmarlFigurePolicy *own = NULL;
  g_autofree char *subject = gmarl_figure_subject (comparison->table);
  g_autofree char *title = make_title (comparison, options);
  Report self = { .comparison = comparison, .table = comparison->table };

  self.policies = options->policies;
  if (self.policies == NULL)
    self.policies = own = gmarl_figure_policies_new (comparison->table);
  self.baseline = options->baseline;
  self.document = gmarl_draw_document_new (NULL, subject, measure);
  gmarl_draw_document_add_title (self.document, title);
  add_findings (&self);
  gmarl_draw_document_add_heading (self.document, _ ("Scores"));
  gmarl_report_add_scores (self.document, comparison, self.policies);
  gmarl_report_add_differences (self.document, comparison, self.baseline, self.policies);
  add_protocol (&self);
  add_method (&self);
  add_figures (&self);
  gmarl_draw_document_add_heading (self.document, _ ("Robust statistics"));
  gmarl_report_add_robust (self.document, comparison, self.policies);
  add_configuration (&self);
  return self.document;
}

gboolean
gmarl_report_write (const GmarlComparison *comparison,
                    const GmarlReportOptions *options,
                    const char *path,
                    GError **error)
{
  g_autoptr (GmarlDrawDocument) document = gmarl_report_new (comparison, options, NULL);
  g_autofree char *subject = gmarl_figure_subject (comparison->table);
  g_autofree char *title = make_title (comparison, options);
  g_autoptr (GBytes) bytes = gmarl_draw_document_to_pdf (document, title, subject, error);

  return bytes != NULL && gmarl_export_bytes (path, bytes, error);
}

gboolean
gmarl_report_check_path (const char *path, GError **error)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *name = NULL;

  if (g_str_has_suffix (lower, ".pdf"))
    return TRUE;
  name = g_filename_display_name (path);
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
               _ ("“%s” is no name of a report, and nothing was written: end the name with .pdf"),
               name);
  return FALSE;
}
