/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-score-parts.h"

#include "gmarl-comparison-text.h"
#include "gmarl-look-swatch.h"
#include "gmarl-score-cell.h"
#include "gmarl-storage-ratio.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NAME_CHARS 19
#define SMALL      0.82 /* of the text, as a caption */

/* -- Rows -- */

static gboolean
is_ratio (const GmarlScoreShown *shown, gsize row)
{
  return row >= shown->result->comparison->n_indicators;
}

static GmarlRatio
get_ratio (const GmarlScoreShown *shown, gsize row)
{
  return (GmarlRatio) (row - shown->result->comparison->n_indicators);
}

/* NaN for every policy where nobody measured what it is a ratio to. */
static void
compute_ratio (const GmarlScoreShown *shown, gsize row, gsize policy, GmarlStorageRatio *out)
{
  const GmarlScoreTable *table = shown->result->table;
  const GmarlScorePolicy *baseline = gmarl_score_table_find (table, "no-control");

  *out = (GmarlStorageRatio){ .of_sums.estimate = NAN, .mean.estimate = NAN };
  if (baseline != NULL)
    gmarl_storage_ratio (table, table->policies->pdata[policy], baseline, get_ratio (shown, row), 0,
                         0, out);
}

/* What a cell shows; ratios have no interval. */
static GmarlBootstrapInterval
get_value (const GmarlScoreShown *shown, gsize row, gsize policy)
{
  GmarlStorageRatio ratio;

  if (!is_ratio (shown, row))
    return gmarl_statistic_get (gmarl_comparison_summary (shown->result->comparison, policy, row),
                                shown->statistic);
  compute_ratio (shown, row, policy, &ratio);
  return (GmarlBootstrapInterval){ ratio.of_sums.estimate, NAN, NAN };
}

/* Carbon has no values without data. */
static gboolean
has_values (const GmarlScoreShown *shown, gsize row)
{
  for (gsize k = 0; k < shown->result->comparison->n_policies; k++)
    if (isfinite (get_value (shown, row, k).estimate))
      return TRUE;
  return FALSE;
}

GArray *
gmarl_score_parts_list_rows (const GmarlScoreShown *shown,
                             const GArray *indicators,
                             gboolean ratios)
{
  const GmarlComparison *comparison = shown->result->comparison;
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (gsize));

  for (guint k = 0; k < indicators->len; k++) {
    gssize place = gmarl_score_find (comparison, g_array_index (indicators, GmarlIndicator, k));
    gsize row = (gsize) place;

    if (place >= 0 && has_values (shown, row))
      g_array_append_val (rows, row);
  }
  for (gsize k = 0; ratios && k < GMARL_N_RATIOS; k++) {
    gsize row = comparison->n_indicators + k;

    if (has_values (shown, row))
      g_array_append_val (rows, row);
  }
  return rows;
}

const char *
gmarl_score_parts_get_title (const GmarlScoreShown *shown, gsize row)
{
  if (is_ratio (shown, row))
    return gmarl_ratios[get_ratio (shown, row)].id;
  return _ (gmarl_indicators[shown->result->comparison->indicators[row]].title);
}

/* The same as it is said. */
static const char *
get_name (const GmarlScoreShown *shown, gsize row)
{
  if (is_ratio (shown, row))
    return gmarl_ratios[get_ratio (shown, row)].id;
  return _ (gmarl_indicators[shown->result->comparison->indicators[row]].name);
}

/* -- The scale of a row: of all policies measured -- */

typedef struct {
  double low;
  double high;
} Scale;

static void
widen (Scale *scale, double value)
{
  if (!isfinite (value))
    return;
  scale->low = fmin (scale->low, value);
  scale->high = fmax (scale->high, value);
}

static Scale
get_scale (const GmarlScoreShown *shown, gsize row)
{
  const GmarlComparison *comparison = shown->result->comparison;
  Scale scale = { INFINITY, -INFINITY };

  for (gsize k = 0; k < comparison->n_policies; k++) {
    GmarlBootstrapInterval value = get_value (shown, row, k);

    widen (&scale, value.estimate);
    widen (&scale, value.low);
    widen (&scale, value.high);
  }
  return scale;
}

static double
on_scale (const Scale *scale, double value)
{
  return scale->high > scale->low ? (value - scale->low) / (scale->high - scale->low) : 0.5;
}

/* -- Heads and names -- */

/* Not by CSS: the width in characters is then that of the text above it, and so the height that the
 * label asks for is the one that it gets.
 */
static void
make_small (GtkWidget *label)
{
  PangoAttrList *attributes = pango_attr_list_new ();

  pango_attr_list_insert (attributes, pango_attr_scale_new (SMALL));
  gtk_label_set_attributes (GTK_LABEL (label), attributes);
  pango_attr_list_unref (attributes);
  gtk_widget_add_css_class (label, "gmarl-secondary");
}

static GtkWidget *
make_label (const char *text, gboolean wraps)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  if (wraps) {
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
    /* As narrow as it is wide, so that its height does not depend on the room. */
    gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARS);
  } else {
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_tooltip_text (label, text);
  }
  return label;
}

GtkWidget *
gmarl_score_parts_make_head (const GmarlScoreColumn *column, gboolean is_baseline)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gmarl_look_swatch_new ();
  GtkWidget *name = make_label (column->name, FALSE);
  GtkWidget *caption = make_label (is_baseline ? _ ("Baseline") : "", FALSE);

  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch), column->look);
  gtk_box_append (GTK_BOX (line), swatch);
  gtk_widget_add_css_class (name, "heading");
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (box), line);
  make_small (caption);
  gtk_box_append (GTK_BOX (box), caption);
  gtk_widget_add_css_class (box, "gmarl-score-head");
  return box;
}

static void
add_caption (GtkWidget *box, const char *text, gboolean wraps)
{
  GtkWidget *label = make_label (text, wraps);

  make_small (label);
  gtk_widget_set_visible (label, text[0] != '\0');
  gtk_box_append (GTK_BOX (box), label);
}

/* Who has the best mean; verdicts are of means alone. */
static char *
make_winner (const GmarlScoreShown *shown, gsize row)
{
  return shown->statistic == GMARL_STATISTIC_MEAN
             ? gmarl_comparison_text_winner (shown->result->comparison, row, shown->names)
             : g_strdup ("");
}

static char *
describe_ratio (GmarlRatio ratio)
{
  /* translators: a quantity, over that of the days without control */
  return g_strdup_printf (_ ("%s ÷ no control · lower is better"), _ (gmarl_ratios[ratio].name));
}

/* CityLearn's name, which may go on in another line behind every underscore, and what it is. */
static void
add_ratio (GtkWidget *box, GmarlRatio ratio)
{
  g_autoptr (GString) name = g_string_new (gmarl_ratios[ratio].id);
  g_autofree char *caption = describe_ratio (ratio);

  g_string_replace (name, "_", "_\u200b", 0);
  gtk_box_append (GTK_BOX (box), make_label (name->str, TRUE));
  add_caption (box, caption, TRUE);
}

static void
append_part (GString *parts, const char *part)
{
  if (part[0] != '\0')
    g_string_append_printf (parts, "%s%s", parts->len > 0 ? " · " : "", part);
}

GtkWidget *
gmarl_score_parts_make_title (const GmarlScoreShown *shown, gsize row)
{
  const GmarlComparison *comparison = shown->result->comparison;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *name = gtk_label_new (gmarl_score_parts_get_title (shown, row));
  GtkWidget *caption = gtk_label_new (NULL);
  g_autoptr (GString) words = g_string_new (NULL);

  if (is_ratio (shown, row)) {
    g_autofree char *ratio = describe_ratio (get_ratio (shown, row));

    append_part (words, ratio);
  } else {
    g_autofree char *direction = gmarl_comparison_text_direction (comparison, row);
    g_autofree char *winner = make_winner (shown, row);

    append_part (words, direction);
    append_part (words, winner);
    gtk_widget_set_tooltip_text (box, _ (gmarl_indicators[comparison->indicators[row]].definition));
  }
  gtk_widget_add_css_class (name, "heading");
  gtk_label_set_label (GTK_LABEL (caption), words->str);
  gtk_widget_set_visible (caption, words->len > 0);
  make_small (caption);
  for (gsize k = 0; k < 2; k++) {
    GtkLabel *label = GTK_LABEL (k == 0 ? name : caption);

    gtk_label_set_xalign (label, 0);
    gtk_label_set_wrap (label, TRUE);
    gtk_label_set_wrap_mode (label, PANGO_WRAP_WORD_CHAR);
    gtk_box_append (GTK_BOX (box), GTK_WIDGET (label));
  }
  gtk_widget_add_css_class (box, "gmarl-score-title");
  return box;
}

GtkWidget *
gmarl_score_parts_make_name (const GmarlScoreShown *shown, gsize row)
{
  const GmarlComparison *comparison = shown->result->comparison;
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "gmarl-score-name");
  if (is_ratio (shown, row)) {
    add_ratio (box, get_ratio (shown, row));
  } else {
    g_autofree char *direction = gmarl_comparison_text_direction (comparison, row);
    g_autofree char *winner = make_winner (shown, row);

    gtk_box_append (GTK_BOX (box), make_label (gmarl_score_parts_get_title (shown, row), TRUE));
    add_caption (box, direction, TRUE);
    /* A long name of a winner that wraps would move the row away from its cells. */
    add_caption (box, winner, FALSE);
    gtk_widget_set_tooltip_text (box, _ (gmarl_indicators[comparison->indicators[row]].definition));
  }
  return box;
}

/* -- Cells -- */

/* What stands before the number where no head says whose it is; NULL where one does. */
static char *
make_own_name (const GmarlScoreShown *shown, const GmarlScoreColumn *column)
{
  if (shown->has_heads)
    return NULL;
  if (column->policy == shown->columns[0].policy)
    /* translators: a policy, the one that all others are compared with */
    return g_strdup_printf (_ ("%s · baseline"), column->name);
  return g_strdup (column->name);
}

static char *
describe_cell (const GmarlScoreShown *shown, gsize policy, gsize indicator)
{
  g_autofree gsize *others = g_new (gsize, shown->n_columns);

  for (gsize k = 0; k < shown->n_columns; k++)
    others[k] = shown->columns[k].policy;
  return gmarl_comparison_text_cell (shown->result, policy, indicator, shown->statistic, others,
                                     shown->n_columns, shown->names);
}

static GtkWidget *
make_indicator_cell (const GmarlScoreShown *shown, const GmarlScoreColumn *column, gsize row)
{
  const GmarlComparison *comparison = shown->result->comparison;
  GmarlBootstrapInterval value = get_value (shown, row, column->policy);
  Scale scale = get_scale (shown, row);
  g_autofree char *text =
      gmarl_comparison_text_score (comparison, column->policy, row, shown->statistic);
  g_autofree char *name = make_own_name (shown, column);
  g_autofree char *details = describe_cell (shown, column->policy, row);
  /* translators: an indicator, a policy, its value, its unit */
  g_autofree char *spoken =
      g_strdup_printf (_ ("%s, %s: %s %s"), get_name (shown, row), column->name, text,
                       gmarl_score_unit (comparison, row));
  const GmarlScoreCellContent content = {
    .name = name,
    .text = text,
    .spoken = g_strchomp (spoken),
    .details = details,
    .best = shown->statistic == GMARL_STATISTIC_MEAN &&
            gmarl_comparison_winner (comparison, row) == (gssize) column->policy,
    .mean = on_scale (&scale, value.estimate),
    .low = on_scale (&scale, value.low),
    .high = on_scale (&scale, value.high),
    .look = column->look,
    .policy = column->policy,
    .row = row,
  };

  return gmarl_score_cell_new (&content);
}

static GtkWidget *
make_ratio_cell (const GmarlScoreShown *shown, const GmarlScoreColumn *column, gsize row)
{
  Scale scale = get_scale (shown, row);
  g_autofree char *name = make_own_name (shown, column);
  g_autofree char *text = NULL;
  g_autofree char *details = NULL;
  g_autofree char *spoken = NULL;
  GmarlStorageRatio ratio;
  GmarlScoreCellContent content = { .look = column->look, .policy = column->policy, .row = row };

  compute_ratio (shown, row, column->policy, &ratio);
  content.name = name;
  content.text = text = gmarl_comparison_text_ratio (&ratio);
  content.details = details = gmarl_comparison_text_ratio_cell (&ratio);
  /* translators: the name of a ratio, a policy, its value */
  content.spoken = spoken =
      g_strdup_printf (_ ("%s, %s: %s"), get_name (shown, row), column->name, text);
  content.mean = on_scale (&scale, ratio.of_sums.estimate);
  content.low = content.high = NAN;
  return gmarl_score_cell_new (&content);
}

GtkWidget *
gmarl_score_parts_make_cell (const GmarlScoreShown *shown,
                             const GmarlScoreColumn *column,
                             gsize row)
{
  return is_ratio (shown, row) ? make_ratio_cell (shown, column, row)
                               : make_indicator_cell (shown, column, row);
}
