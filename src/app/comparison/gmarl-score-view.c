/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Three parts: the heads of the columns, which scroll sideways with the cells; the names of the
 * rows, which scroll up and down with them; and the cells. Size groups keep them in line.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-score-view.h"

#include "gmarl-comparison-details.h"
#include "gmarl-comparison-text.h"
#include "gmarl-look-swatch.h"
#include "gmarl-score-cell.h"
#include "gmarl-score-cells.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define NAME_CHARS 19

struct _GmarlScoreView {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkBox *content;
  GtkBox *corner;
  GtkScrolledWindow *heads_scroller;
  GtkScrolledWindow *cells_scroller;
  GtkLabel *protocol;
  GtkLabel *verdicts;
  GtkBox *heads;
  GtkGrid *names;
  GtkGrid *cells;
  GtkToggleButton *all;
  GtkLabel *details_title;
  GtkLabel *details;

  /* Owned */
  GmarlComparisonResult *result;
  char **policy_names; /* of the table's policies */
  GArray *columns;     /* of GmarlScoreColumn; names are of policy_names */
};

G_DEFINE_FINAL_TYPE (GmarlScoreView, gmarl_score_view, GTK_TYPE_WIDGET)

static const char *const *
get_names (GmarlScoreView *self)
{
  return (const char *const *) self->policy_names;
}

/* -- Rows -- */

static gboolean
is_chief (GmarlIndicator indicator)
{
  for (gsize k = 0; k < gmarl_comparison_n_indicators; k++)
    if (gmarl_comparison_indicators[k] == indicator)
      return TRUE;
  return FALSE;
}

GArray *
gmarl_score_view_get_indicators (GmarlScoreView *self)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (GmarlIndicator));

  g_array_append_vals (rows, gmarl_comparison_indicators, (guint) gmarl_comparison_n_indicators);
  for (gint k = 0; gmarl_score_view_get_all (self) && k < GMARL_N_INDICATORS; k++) {
    GmarlIndicator indicator = (GmarlIndicator) k;

    if (!is_chief (indicator))
      g_array_append_val (rows, indicator);
  }
  return rows;
}

/* Whether any policy has a value: carbon has none without data. */
static gboolean
has_values (const GmarlComparison *comparison, gsize indicator)
{
  for (gsize k = 0; k < comparison->n_policies; k++)
    if (isfinite (gmarl_comparison_summary (comparison, k, indicator)->mean.estimate))
      return TRUE;
  return FALSE;
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
get_scale (const GmarlComparison *comparison, gsize indicator)
{
  Scale scale = { INFINITY, -INFINITY };

  for (gsize k = 0; k < comparison->n_policies; k++) {
    const GmarlSummary *summary = gmarl_comparison_summary (comparison, k, indicator);

    widen (&scale, summary->mean.estimate);
    widen (&scale, summary->mean.low);
    widen (&scale, summary->mean.high);
  }
  return scale;
}

static double
on_scale (const Scale *scale, double value)
{
  return scale->high > scale->low ? (value - scale->low) / (scale->high - scale->low) : 0.5;
}

/* -- Making the table -- */

static void
clear_box (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL) {
    if (GTK_IS_GRID (box))
      gtk_grid_remove (GTK_GRID (box), child);
    else
      gtk_box_remove (GTK_BOX (box), child);
  }
}

static GtkWidget *
make_label (const char *text, const char *css_class, gboolean wraps)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), NAME_CHARS);
  if (wraps) {
    gtk_label_set_wrap (GTK_LABEL (label), TRUE);
    /* As narrow as it is wide, so that its height does not depend on the room. */
    gtk_label_set_width_chars (GTK_LABEL (label), NAME_CHARS);
  } else {
    gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
    gtk_widget_set_tooltip_text (label, text);
  }
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
make_head (const GmarlScoreColumn *column, gboolean is_baseline)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *swatch = gmarl_look_swatch_new ();
  GtkWidget *caption = make_label (is_baseline ? _ ("Baseline") : "", "caption", FALSE);

  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch), column->look);
  gtk_box_append (GTK_BOX (line), swatch);
  gtk_box_append (GTK_BOX (line), make_label (column->name, "heading", FALSE));
  gtk_box_append (GTK_BOX (box), line);
  gtk_widget_add_css_class (caption, "gmarl-secondary");
  gtk_box_append (GTK_BOX (box), caption);
  gtk_widget_add_css_class (box, "gmarl-score-head");
  return box;
}

static GtkWidget *
make_name (GmarlScoreView *self, gsize indicator)
{
  const GmarlComparison *comparison = self->result->comparison;
  const GmarlIndicatorInfo *info = &gmarl_indicators[comparison->indicators[indicator]];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *direction = gmarl_comparison_text_direction (comparison, indicator);
  g_autofree char *winner = gmarl_comparison_text_winner (comparison, indicator, get_names (self));

  gtk_box_append (GTK_BOX (box), make_label (_ (info->name), NULL, TRUE));
  for (gsize k = 0; k < 2; k++) {
    /* A long name of a winner that wraps would move the row away from its cells. */
    GtkWidget *label = make_label (k == 0 ? direction : winner, "caption", k == 0);

    gtk_widget_add_css_class (label, "gmarl-secondary");
    gtk_widget_set_visible (label, (k == 0 ? direction : winner)[0] != '\0');
    gtk_box_append (GTK_BOX (box), label);
  }
  gtk_widget_set_tooltip_text (box, _ (info->definition));
  gtk_widget_add_css_class (box, "gmarl-score-name");
  return box;
}

static GtkWidget *
make_cell (GmarlScoreView *self, const GmarlScoreColumn *column, gsize indicator, gssize winner)
{
  const GmarlComparison *comparison = self->result->comparison;
  const GmarlSummary *summary = gmarl_comparison_summary (comparison, column->policy, indicator);
  Scale scale = get_scale (comparison, indicator);
  g_autofree gsize *others = g_new (gsize, self->columns->len);
  g_autofree char *text = gmarl_comparison_text_mean (comparison, column->policy, indicator);
  g_autofree char *tooltip = NULL;
  g_autofree char *spoken = NULL;
  GmarlScoreCellContent content = { .text = text,
                                    .best = winner == (gssize) column->policy,
                                    .mean = on_scale (&scale, summary->mean.estimate),
                                    .low = on_scale (&scale, summary->mean.low),
                                    .high = on_scale (&scale, summary->mean.high),
                                    .look = column->look,
                                    .policy = column->policy,
                                    .indicator = indicator };

  for (guint k = 0; k < self->columns->len; k++)
    others[k] = g_array_index (self->columns, GmarlScoreColumn, k).policy;
  tooltip = gmarl_comparison_text_cell (self->result, column->policy, indicator, others,
                                        self->columns->len, get_names (self));
  /* translators: an indicator, a policy, its value, its unit */
  spoken = g_strdup_printf (_ ("%s, %s: %s %s"),
                            _ (gmarl_indicators[comparison->indicators[indicator]].name),
                            column->name, text, gmarl_score_unit (comparison, indicator));
  g_strchomp (spoken);
  content.tooltip = tooltip;
  content.spoken = spoken;
  return gmarl_score_cell_new (&content);
}

/* The name of a row: of an indicator, or behind them of a ratio. */
static const char *
get_row_name (GmarlScoreView *self, gsize row)
{
  const GmarlComparison *comparison = self->result->comparison;

  return row < comparison->n_indicators ? _ (gmarl_indicators[comparison->indicators[row]].name)
                                        : gmarl_ratios[row - comparison->n_indicators].id;
}

static void
cell_focused_cb (GmarlScoreView *self, GParamSpec *pspec, GtkEventControllerFocus *controller)
{
  GtkWidget *widget = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  GmarlScoreCell *cell = GMARL_SCORE_CELL (widget);
  g_autofree char *title = NULL;

  if (!gtk_event_controller_focus_is_focus (controller))
    return;
  /* translators: a policy, an indicator */
  title = g_strdup_printf (_ ("%s · %s"), self->policy_names[gmarl_score_cell_get_policy (cell)],
                           get_row_name (self, gmarl_score_cell_get_indicator (cell)));
  gtk_label_set_label (self->details_title, title);
  gtk_label_set_label (self->details, gtk_widget_get_tooltip_text (widget));
}

/* A row's place, and what keeps its parts in line. */
typedef struct {
  int place;
  GtkSizeGroup *height;
  GtkSizeGroup **widths; /* of the columns */
} Row;

static void
add_cell (GmarlScoreView *self, const Row *row, guint column, GtkWidget *cell)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_signal_connect_object (focus, "notify::is-focus", G_CALLBACK (cell_focused_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (cell, focus);
  gtk_grid_attach (self->cells, cell, (int) column, row->place, 1, 1);
  gtk_size_group_add_widget (row->height, cell);
  gtk_size_group_add_widget (row->widths[column], cell);
}

static void
add_row (GmarlScoreView *self, gsize indicator, int place, GtkSizeGroup **widths)
{
  gssize winner = gmarl_comparison_winner (self->result->comparison, indicator);
  g_autoptr (GtkSizeGroup) height = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
  const Row row = { place, height, widths };
  GtkWidget *name = make_name (self, indicator);

  gtk_grid_attach (self->names, name, 0, place, 1, 1);
  gtk_size_group_add_widget (height, name);
  for (guint k = 0; k < self->columns->len; k++)
    add_cell (
        self, &row, k,
        make_cell (self, &g_array_index (self->columns, GmarlScoreColumn, k), indicator, winner));
}

/* -- Ratios to the same days without control -- */

static GtkWidget *
make_ratio_name (GmarlRatio ratio)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *label = make_label (_ ("ratio to no control · lower is better"), "caption", TRUE);
  GtkWidget *name = make_label (gmarl_ratios[ratio].id, NULL, TRUE);

  gtk_label_set_wrap_mode (GTK_LABEL (name), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, "gmarl-secondary");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_tooltip_text (box, _ (gmarl_ratios[ratio].name));
  gtk_widget_add_css_class (box, "gmarl-score-name");
  return box;
}

static GtkWidget *
make_ratio_cell (GmarlScoreView *self,
                 const GmarlScoreColumn *column,
                 GmarlRatio ratio,
                 const GmarlStorageRatio *value)
{
  g_autofree char *text = gmarl_comparison_text_ratio (value);
  g_autofree char *tooltip = gmarl_comparison_text_ratio_cell (value);
  g_autofree char *spoken =
      g_strdup_printf (_ ("%s, %s: %s"), gmarl_ratios[ratio].id, column->name, text);
  const GmarlScoreCellContent content = { .text = text,
                                          .spoken = spoken,
                                          .tooltip = tooltip,
                                          .mean = NAN,
                                          .low = NAN,
                                          .high = NAN,
                                          .look = column->look,
                                          .policy = column->policy,
                                          .indicator =
                                              self->result->comparison->n_indicators + ratio };

  return gmarl_score_cell_new (&content);
}

/* FALSE where no policy has the ratio: carbon has none without data. */
static gboolean
add_ratio (GmarlScoreView *self,
           const GmarlScorePolicy *baseline,
           GmarlRatio ratio,
           int place,
           GtkSizeGroup **widths)
{
  const GmarlScoreTable *table = self->result->table;
  g_autoptr (GtkSizeGroup) height = gtk_size_group_new (GTK_SIZE_GROUP_VERTICAL);
  const Row row = { place, height, widths };
  GmarlStorageRatio value;
  GtkWidget *name;

  gmarl_storage_ratio (table, baseline, baseline, ratio, 0, 0, &value);
  if (!isfinite (value.of_sums.estimate))
    return FALSE;
  name = make_ratio_name (ratio);
  gtk_grid_attach (self->names, name, 0, place, 1, 1);
  gtk_size_group_add_widget (height, name);
  for (guint k = 0; k < self->columns->len; k++) {
    const GmarlScoreColumn *column = &g_array_index (self->columns, GmarlScoreColumn, k);

    gmarl_storage_ratio (table, table->policies->pdata[column->policy], baseline, ratio, 0, 0,
                         &value);
    add_cell (self, &row, k, make_ratio_cell (self, column, ratio, &value));
  }
  return TRUE;
}

static void
add_ratios (GmarlScoreView *self, int place, GtkSizeGroup **widths)
{
  const GmarlScorePolicy *baseline = gmarl_score_table_find (self->result->table, "no-control");

  for (gint k = 0; baseline != NULL && gmarl_score_view_get_all (self) && k < GMARL_N_RATIOS; k++)
    place += add_ratio (self, baseline, (GmarlRatio) k, place, widths);
}

static void
add_rows (GmarlScoreView *self)
{
  g_autoptr (GArray) rows = gmarl_score_view_get_indicators (self);
  g_autoptr (GPtrArray) widths = g_ptr_array_new_with_free_func (g_object_unref);
  int row = 0;

  for (guint k = 0; k < self->columns->len; k++) {
    GtkWidget *head = make_head (&g_array_index (self->columns, GmarlScoreColumn, k), k == 0);
    GtkSizeGroup *width = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

    gtk_box_append (self->heads, head);
    gtk_size_group_add_widget (width, head);
    g_ptr_array_add (widths, width);
  }
  for (guint k = 0; k < rows->len; k++) {
    gssize place =
        gmarl_score_find (self->result->comparison, g_array_index (rows, GmarlIndicator, k));

    if (place >= 0 && has_values (self->result->comparison, (gsize) place))
      add_row (self, (gsize) place, row++, (GtkSizeGroup **) widths->pdata);
  }
  add_ratios (self, row, (GtkSizeGroup **) widths->pdata);
}

static void
show_details_hint (GmarlScoreView *self)
{
  gtk_label_set_label (self->details_title, _ ("Differences"));
  gtk_label_set_label (
      self->details,
      _ ("Choose a number to read its interval, how it compares to the others, and how sure that is."));
}

static void
rebuild (GmarlScoreView *self)
{
  g_autofree char *protocol = NULL;
  g_autofree char *verdicts = NULL;

  clear_box (GTK_WIDGET (self->heads));
  clear_box (GTK_WIDGET (self->names));
  clear_box (GTK_WIDGET (self->cells));
  show_details_hint (self);
  if (self->result == NULL)
    return;
  add_rows (self);
  protocol = gmarl_comparison_text_protocol (self->result);
  verdicts = gmarl_comparison_text_verdicts (self->result->comparison);
  gtk_label_set_label (self->protocol, protocol);
  gtk_label_set_label (self->verdicts, verdicts);
}

/* -- The object -- */

static void
gmarl_score_view_dispose (GObject *object)
{
  GmarlScoreView *self = GMARL_SCORE_VIEW (object);

  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  g_clear_pointer (&self->policy_names, g_strfreev);
  g_clear_pointer (&self->columns, g_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_SCORE_VIEW);
  G_OBJECT_CLASS (gmarl_score_view_parent_class)->dispose (object);
}

static void
gmarl_score_view_class_init (GmarlScoreViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_score_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-score-view.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, content);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, corner);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, heads_scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, cells_scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, protocol);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, verdicts);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, heads);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, names);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, cells);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, all);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, details_title);
  gtk_widget_class_bind_template_child (widget_class, GmarlScoreView, details);
  gtk_widget_class_bind_template_callback (widget_class, rebuild);
}

static void
gmarl_score_view_init (GmarlScoreView *self)
{
  g_autoptr (GtkSizeGroup) width = gtk_size_group_new (GTK_SIZE_GROUP_HORIZONTAL);

  self->columns = g_array_new (FALSE, FALSE, sizeof (GmarlScoreColumn));
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_scrolled_window_set_hadjustment (self->heads_scroller,
                                       gtk_scrolled_window_get_hadjustment (self->cells_scroller));
  gtk_size_group_add_widget (width, GTK_WIDGET (self->corner));
  gtk_size_group_add_widget (width, GTK_WIDGET (self->names));
  show_details_hint (self);
}

GtkWidget *
gmarl_score_view_new (GSettings *settings)
{
  GmarlScoreView *self = g_object_new (GMARL_TYPE_SCORE_VIEW, NULL);

  g_settings_bind (settings, "comparison-all", self->all, "active", G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}

void
gmarl_score_view_set (GmarlScoreView *self,
                      GmarlComparisonResult *result,
                      const char *const *names,
                      const GmarlScoreColumn *columns,
                      gsize n_columns)
{
  g_return_if_fail (GMARL_IS_SCORE_VIEW (self));

  if (result != NULL)
    gmarl_comparison_result_ref (result);
  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  self->result = result;
  g_strfreev (self->policy_names);
  self->policy_names = g_strdupv ((char **) names);
  g_array_set_size (self->columns, 0);
  for (gsize k = 0; k < n_columns; k++) {
    GmarlScoreColumn column = columns[k];

    column.name = self->policy_names[column.policy];
    g_array_append_val (self->columns, column);
  }
  rebuild (self);
}

gboolean
gmarl_score_view_get_all (GmarlScoreView *self)
{
  return gtk_toggle_button_get_active (self->all);
}

void
gmarl_score_view_set_all (GmarlScoreView *self, gboolean all)
{
  gtk_toggle_button_set_active (self->all, all);
}
