/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-score-table.h"

#include "gmarl-error.h"
#include "gmarl-export-file.h"
#include "gmarl-export-markup.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Characters of the scenario's hash: enough to know it again. */
#define HASH_SHOWN 12

/* A comparison, of which policies and indicators (by place) are shown. */
typedef struct {
  const GmarlComparison *comparison;
  GmarlScoreTableFormat format;
  GmarlStatistic statistic;
  GmarlScoreInterval interval;
  gsize *policies;
  gsize n_policies;
  gsize *indicators;
  gsize n_indicators;
  GString *out;
} Sheet;

gboolean
gmarl_score_table_format_from_path (const char *path, GmarlScoreTableFormat *format, GError **error)
{
  static const char *const endings[] = {
    [GMARL_SCORE_TABLE_MARKDOWN] = ".md",
    [GMARL_SCORE_TABLE_LATEX] = ".tex",
    [GMARL_SCORE_TABLE_TSV] = ".tsv",
  };
  gint found = gmarl_export_file_require_ending (path, endings, G_N_ELEMENTS (endings), error);

  if (found >= 0)
    *format = (GmarlScoreTableFormat) found;
  return found >= 0;
}

static const GmarlScorePolicy *
policy_at (const Sheet *self, gsize column)
{
  return g_ptr_array_index (self->comparison->table->policies, self->policies[column]);
}

static const GmarlSummary *
summary_at (const Sheet *self, gsize row, gsize column)
{
  return gmarl_comparison_summary (self->comparison, self->policies[column], self->indicators[row]);
}

/* The name, with the id where another policy has the same name. */
static char *
policy_name (const Sheet *self, gsize column)
{
  const GmarlScorePolicy *policy = policy_at (self, column);

  for (gsize other = 0; other < self->n_policies; other++)
    if (other != column && strcmp (policy_at (self, other)->name, policy->name) == 0)
      return g_strdup_printf ("%s (%s)", policy->name, policy->id);
  return g_strdup (policy->name);
}

static char *
policy_heading (const Sheet *self, gsize column)
{
  gsize n_seeds = policy_at (self, column)->n_seeds;
  g_autofree char *name = policy_name (self, column);

  if (n_seeds == 0)
    return g_steal_pointer (&name);
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s, %zu seed", "%s, %zu seeds", n_seeds),
                          name, n_seeds);
}

static char *
cell_text (const Sheet *self, gsize row, gsize column)
{
  return gmarl_score_text (self->comparison, self->policies[column], self->indicators[row],
                           self->statistic, self->interval);
}

static const GmarlIndicatorInfo *
info_at (const Sheet *self, gsize row)
{
  return &gmarl_indicators[self->comparison->indicators[self->indicators[row]]];
}

static const char *
direction_word (GmarlDirection direction)
{
  if (direction == GMARL_DIRECTION_HIGHER)
    return _ ("higher");
  return direction == GMARL_DIRECTION_LOWER ? _ ("lower") : "–";
}

static gssize
winner_of (const Sheet *self, gsize row)
{
  /* Verdicts are of means. */
  if (self->statistic != GMARL_STATISTIC_MEAN)
    return -1;
  return gmarl_score_winner (self->comparison, self->indicators[row], self->policies,
                             self->n_policies);
}

/* --- Notes ---------------------------------------------------------------------------------- */

static char *
describe_statistic (const Sheet *self)
{
  const GmarlScoreTable *table = self->comparison->table;
  const char *scenario = table->scenario_name != NULL ? table->scenario_name : _ ("Scores");

  if (self->statistic != GMARL_STATISTIC_MEAN)
    return g_strdup_printf (
        g_dngettext (
            GETTEXT_PACKAGE,
            "%s and 95 %% interval (low, high) over seeds × %zu test day, the same for every policy: %s.",
            "%s and 95 %% interval (low, high) over seeds × %zu test days, the same for every policy: %s.",
            table->n_days),
        _ (gmarl_statistics[self->statistic].name), table->n_days, scenario);
  if (self->format == GMARL_SCORE_TABLE_TSV || self->interval == GMARL_SCORE_LOW_HIGH)
    return g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE,
                     "%s: mean and 95 %% interval (low, high) over %zu test day, the same for "
                     "every policy.",
                     "%s: mean and 95 %% interval (low, high) over %zu test days, the same for "
                     "every policy.",
                     table->n_days),
        scenario, table->n_days);
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE,
                   "%s: mean ± half of the 95 %% interval over %zu test day, the same for every "
                   "policy.",
                   "%s: mean ± half of the 95 %% interval over %zu test days, the same for every "
                   "policy.",
                   table->n_days),
      scenario, table->n_days);
}

static char *
describe_mark (const Sheet *self)
{
  const char *format;

  if (self->format == GMARL_SCORE_TABLE_LATEX)
    format = _ (
        "Bold: better than every other policy here, clear after Holm’s correction over %zu tests of paired differences (5 %%).");
  else if (self->format == GMARL_SCORE_TABLE_TSV)
    format = _ (
        "Best: better than every other policy here, clear after Holm’s correction over %zu tests of paired differences (5 %%).");
  else
    format = _ (
        "★: better than every other policy here, clear after Holm’s correction over %zu tests of paired differences (5 %%).");
  return g_strdup_printf (format, self->comparison->n_comparisons);
}

/* What holds for the policy whatever the indicator. */
static void
add_policy_notes (const Sheet *self, GPtrArray *notes)
{
  for (gsize column = 0; self->n_indicators > 0 && column < self->n_policies; column++) {
    GmarlSummary common = *summary_at (self, 0, column);
    g_autofree char *name = policy_name (self, column);
    g_autofree char *text = NULL;

    common.notes &= ~GMARL_NOTE_UNDEFINED;
    text = gmarl_summary_describe_notes (&common, self->statistic != GMARL_STATISTIC_MEAN);
    if (text[0] != '\0')
      g_ptr_array_add (notes, g_strdup_printf (_ ("%s: %s."), name, text));
  }
}

/* Where days were left out, but not all of them, which the cell says itself. */
static void
add_undefined_notes (const Sheet *self, GPtrArray *notes)
{
  for (gsize row = 0; row < self->n_indicators; row++)
    for (gsize column = 0; column < self->n_policies; column++) {
      GmarlSummary undefined = *summary_at (self, row, column);
      g_autofree char *name = policy_name (self, column);
      g_autofree char *text = NULL;

      if (!(undefined.notes & GMARL_NOTE_UNDEFINED) || undefined.n_days == 0)
        continue;
      undefined.notes = GMARL_NOTE_UNDEFINED;
      text = gmarl_summary_describe_notes (&undefined, FALSE);
      g_ptr_array_add (
          notes, g_strdup_printf (_ ("%s, %s: %s."), _ (info_at (self, row)->name), name, text));
    }
}

/* Sentences, a line each. (transfer full) */
static GPtrArray *
make_notes (const Sheet *self)
{
  const char *hash = self->comparison->table->scenario_hash;
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);

  g_ptr_array_add (notes, describe_statistic (self));
  g_ptr_array_add (
      notes,
      g_strdup (
          self->statistic != GMARL_STATISTIC_MEAN
              ? _ ("Interval: bootstrap, seeds and days drawn independently, the same days for every policy.")
              : _ ("Interval: t from the variance between seeds and between days (two-way, Satterthwaite); without seeds, t over days.")));
  if (self->n_policies > 1 && self->statistic == GMARL_STATISTIC_MEAN)
    g_ptr_array_add (notes, describe_mark (self));
  add_policy_notes (self, notes);
  add_undefined_notes (self, notes);
  if (hash != NULL)
    g_ptr_array_add (notes, g_strdup_printf (_ ("Gridmarl %s, scenario %.*s."), GMARL_VERSION,
                                             HASH_SHOWN, hash));
  else
    g_ptr_array_add (notes, g_strdup_printf (_ ("Gridmarl %s."), GMARL_VERSION));
  return notes;
}

/* "Grid import (kWh)" */
static char *
metric_heading (const Sheet *self, gsize row)
{
  const char *unit = gmarl_score_unit (self->comparison, self->indicators[row]);

  if (unit[0] == '\0')
    return g_strdup (_ (info_at (self, row)->name));
  return g_strdup_printf ("%s (%s)", _ (info_at (self, row)->name), unit);
}

/* --- Markdown ------------------------------------------------------------------------------- */

static void
markdown_cell (Sheet *self, const char *text)
{
  g_string_append (self->out, " ");
  gmarl_markup_append_markdown (self->out, text);
  g_string_append (self->out, " |");
}

static void
markdown_row (Sheet *self, gsize row)
{
  g_autofree char *metric = metric_heading (self, row);
  gssize winner = winner_of (self, row);

  g_string_append_c (self->out, '|');
  markdown_cell (self, metric);
  markdown_cell (self, direction_word (info_at (self, row)->direction));
  for (gsize column = 0; column < self->n_policies; column++) {
    gboolean best = winner >= 0 && self->policies[column] == (gsize) winner;
    g_autofree char *text = cell_text (self, row, column);

    g_string_append (self->out, best ? " **" : " ");
    gmarl_markup_append_number (self->out, text);
    g_string_append (self->out, best ? "** ★ |" : " |");
  }
  g_string_append_c (self->out, '\n');
}

static void
write_markdown (Sheet *self)
{
  g_autoptr (GPtrArray) notes = make_notes (self);

  g_string_append_c (self->out, '|');
  markdown_cell (self, _ ("Metric"));
  markdown_cell (self, _ ("Better"));
  for (gsize column = 0; column < self->n_policies; column++) {
    g_autofree char *heading = policy_heading (self, column);

    markdown_cell (self, heading);
  }
  g_string_append (self->out, "\n|---|---|");
  for (gsize column = 0; column < self->n_policies; column++)
    g_string_append (self->out, "--:|");
  g_string_append_c (self->out, '\n');
  for (gsize row = 0; row < self->n_indicators; row++)
    markdown_row (self, row);
  g_string_append_c (self->out, '\n');
  for (guint k = 0; k < notes->len; k++) {
    /* Two blanks at the end break the line. */
    gmarl_markup_append_markdown (self->out, notes->pdata[k]);
    g_string_append (self->out, k + 1 < notes->len ? "  \n" : "\n");
  }
}

/* --- LaTeX ---------------------------------------------------------------------------------- */

static void
latex_row (Sheet *self, gsize row)
{
  g_autofree char *metric = metric_heading (self, row);
  gssize winner = winner_of (self, row);

  gmarl_markup_append_latex (self->out, metric);
  g_string_append (self->out, " & ");
  gmarl_markup_append_latex (self->out, direction_word (info_at (self, row)->direction));
  for (gsize column = 0; column < self->n_policies; column++) {
    gboolean best = winner >= 0 && self->policies[column] == (gsize) winner;
    g_autofree char *text = cell_text (self, row, column);

    g_string_append (self->out, best ? " & {\\boldmath" : " & ");
    gmarl_markup_append_latex_number (self->out, text);
    g_string_append (self->out, best ? "}" : "");
  }
  g_string_append (self->out, " \\\\\n");
}

static void
write_latex (Sheet *self)
{
  g_autoptr (GPtrArray) notes = make_notes (self);

  g_string_append (self->out, "% \\usepackage{booktabs}\n\\begin{table}\n\\centering\n"
                              "\\begin{tabular}{ll");
  for (gsize column = 0; column < self->n_policies; column++)
    g_string_append_c (self->out, 'r');
  g_string_append (self->out, "}\n\\toprule\n");
  gmarl_markup_append_latex (self->out, _ ("Metric"));
  g_string_append (self->out, " & ");
  gmarl_markup_append_latex (self->out, _ ("Better"));
  for (gsize column = 0; column < self->n_policies; column++) {
    g_autofree char *heading = policy_heading (self, column);

    g_string_append (self->out, " & ");
    gmarl_markup_append_latex (self->out, heading);
  }
  g_string_append (self->out, " \\\\\n\\midrule\n");
  for (gsize row = 0; row < self->n_indicators; row++)
    latex_row (self, row);
  g_string_append (self->out, "\\bottomrule\n\\end{tabular}\n\n\\smallskip\n"
                              "\\parbox{\\linewidth}{\\footnotesize\n");
  for (guint k = 0; k < notes->len; k++) {
    gmarl_markup_append_latex (self->out, notes->pdata[k]);
    g_string_append_c (self->out, '\n');
  }
  g_string_append (self->out, "}\n\\end{table}\n");
}

/* --- TSV ------------------------------------------------------------------------------------ */

static void
tsv_cell (Sheet *self, const char *text)
{
  g_string_append_c (self->out, '\t');
  gmarl_markup_append_tsv (self->out, text);
}

/* An empty cell for what is not there. */
static void
tsv_number (Sheet *self, gsize row, double value)
{
  g_autofree char *text = gmarl_score_number (self->comparison, self->indicators[row], value);

  tsv_cell (self, isfinite (value) ? text : "");
}

static void
tsv_row (Sheet *self, gsize row)
{
  gssize winner = winner_of (self, row);
  g_autofree char *best = NULL;

  gmarl_markup_append_tsv (self->out, _ (info_at (self, row)->name));
  tsv_cell (self, gmarl_score_unit (self->comparison, self->indicators[row]));
  tsv_cell (self, info_at (self, row)->direction == GMARL_DIRECTION_NEITHER
                      ? ""
                      : direction_word (info_at (self, row)->direction));
  for (gsize column = 0; column < self->n_policies; column++) {
    const GmarlSummary *summary = summary_at (self, row, column);
    GmarlBootstrapInterval value = gmarl_statistic_get (summary, self->statistic);
    g_autofree char *text = cell_text (self, row, column);

    if (self->statistic == GMARL_STATISTIC_MEAN && (summary->notes & GMARL_NOTE_TWO_SEEDS))
      tsv_cell (self, text);
    else
      tsv_number (self, row, value.estimate);
    tsv_number (self, row, value.low);
    tsv_number (self, row, value.high);
    if (winner >= 0 && self->policies[column] == (gsize) winner)
      best = policy_name (self, column);
  }
  tsv_cell (self, best != NULL ? best : "");
  g_string_append_c (self->out, '\n');
}

static void
write_tsv (Sheet *self)
{
  g_autoptr (GPtrArray) notes = make_notes (self);

  gmarl_markup_append_tsv (self->out, _ ("Metric"));
  tsv_cell (self, _ ("Unit"));
  tsv_cell (self, _ ("Better"));
  for (gsize column = 0; column < self->n_policies; column++) {
    g_autofree char *heading = policy_heading (self, column);
    g_autofree char *name = policy_name (self, column);
    g_autofree char *low = g_strdup_printf (_ ("%s, low"), name);
    g_autofree char *high = g_strdup_printf (_ ("%s, high"), name);

    tsv_cell (self, heading);
    tsv_cell (self, low);
    tsv_cell (self, high);
  }
  tsv_cell (self, _ ("Best"));
  g_string_append_c (self->out, '\n');
  for (gsize row = 0; row < self->n_indicators; row++)
    tsv_row (self, row);
  g_string_append_c (self->out, '\n');
  for (guint k = 0; k < notes->len; k++) {
    gmarl_markup_append_tsv (self->out, notes->pdata[k]);
    g_string_append_c (self->out, '\n');
  }
}

static void
choose_policies (Sheet *self, const GmarlScoreTableOptions *options)
{
  self->n_policies = options->policies != NULL ? options->n_policies : self->comparison->n_policies;
  self->policies = g_new (gsize, self->n_policies);
  for (gsize k = 0; k < self->n_policies; k++)
    self->policies[k] = options->policies != NULL ? options->policies[k] : k;
}

static void
choose_indicators (Sheet *self, const GmarlScoreTableOptions *options)
{
  const GmarlIndicator *wanted =
      options->indicators != NULL ? options->indicators : gmarl_score_chief_indicators;
  gsize n_wanted =
      options->indicators != NULL ? options->n_indicators : gmarl_score_n_chief_indicators;

  self->indicators = g_new (gsize, n_wanted);
  for (gsize k = 0; k < n_wanted; k++) {
    gssize place = gmarl_score_find (self->comparison, wanted[k]);

    if (place >= 0)
      self->indicators[self->n_indicators++] = (gsize) place;
  }
}

char *
gmarl_export_score_table (const GmarlComparison *comparison, const GmarlScoreTableOptions *options)
{
  Sheet sheet = {
    .comparison = comparison,
    .format = options->format,
    .statistic = options->statistic,
    .interval = options->interval,
    .out = g_string_new (NULL),
  };

  choose_policies (&sheet, options);
  choose_indicators (&sheet, options);
  if (options->format == GMARL_SCORE_TABLE_LATEX)
    write_latex (&sheet);
  else if (options->format == GMARL_SCORE_TABLE_TSV)
    write_tsv (&sheet);
  else
    write_markdown (&sheet);
  g_free (sheet.policies);
  g_free (sheet.indicators);
  return g_string_free (sheet.out, FALSE);
}
