/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-charts.h"

#include "gmarl-chart-view.h"
#include "gmarl-chart.h"
#include "gmarl-figure-words.h"
#include "gmarl-training-curves.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SPACING            18
#define MAX_LINES          5
#define N_PANELS           9
#define N_MAIN             3 /* the panels outside the expander */
#define CHART_HEIGHT       300
#define SMALL_CHART_HEIGHT 220

typedef struct {
  const char *id;
  const char *title; /* translatable */
  const char *unit;
  const char *hint; /* which direction is better; translatable, or "" */
  gsize n_lines;
  GmarlMetric metric[MAX_LINES];
  const char *name[MAX_LINES]; /* translatable */
  double min_span;
} PanelInfo;

static const PanelInfo panels[N_PANELS] = {
  { "reward",
    N_ ("Episode Reward"),
    "",
    N_ ("Higher is better"),
    2,
    { GMARL_METRIC_EPISODE_REWARD, GMARL_METRIC_VALIDATION_REWARD },
    { N_ ("PPO, exploring"), N_ ("PPO, validation") },
    1 },
  { "terms",
    N_ ("Reward Terms"),
    "",
    N_ ("Higher is better"),
    5,
    { GMARL_METRIC_REWARD_STABILITY, GMARL_METRIC_REWARD_EFFICIENCY, GMARL_METRIC_REWARD_COST,
      GMARL_METRIC_REWARD_COOPERATION, GMARL_METRIC_REWARD_UNMET },
    { N_ ("Stability"), N_ ("Efficiency"), N_ ("Cost"), N_ ("Cooperation"), N_ ("Unmet demand") },
    1 },
  { "stability",
    N_ ("Stability"),
    "",
    N_ ("Higher is better"),
    1,
    { GMARL_METRIC_STABILITY },
    { N_ ("PPO") },
    0.1 },
  { "policy-loss",
    N_ ("Policy Loss"),
    "",
    "",
    1,
    { GMARL_METRIC_POLICY_LOSS },
    { N_ ("PPO") },
    0.001 },
  { "value-loss",
    N_ ("Value Loss"),
    "",
    N_ ("Lower is better"),
    1,
    { GMARL_METRIC_VALUE_LOSS },
    { N_ ("PPO") },
    0.01 },
  { "kl", N_ ("KL Divergence"), "", "", 1, { GMARL_METRIC_KL }, { N_ ("PPO") }, 0.001 },
  { "clip", N_ ("Clip Fraction"), "", "", 1, { GMARL_METRIC_CLIP_FRACTION }, { N_ ("PPO") }, 0.01 },
  { "entropy", N_ ("Policy Entropy"), "", "", 1, { GMARL_METRIC_ENTROPY }, { N_ ("PPO") }, 0.1 },
  { "explained",
    N_ ("Explained Variance"),
    "",
    N_ ("1 is perfect"),
    1,
    { GMARL_METRIC_EXPLAINED_VARIANCE },
    { N_ ("PPO") },
    0.1 },
};

/* What the third panel can show. */
static const PanelInfo choices[] = {
  { "stability",
    N_ ("Stability"),
    "",
    N_ ("Higher is better"),
    1,
    { GMARL_METRIC_STABILITY },
    { N_ ("PPO") },
    0.1 },
  { "import",
    N_ ("Grid Import"),
    "kWh",
    N_ ("Lower is better"),
    1,
    { GMARL_METRIC_GRID_IMPORT },
    { N_ ("PPO") },
    1 },
  { "cost",
    N_ ("Energy Cost"),
    "currency",
    N_ ("Lower is better"),
    1,
    { GMARL_METRIC_ENERGY_COST },
    { N_ ("PPO") },
    1 },
};
#define CHOICE_PANEL 2

/* Of the drop-down, in iterations. */
static const double half_lives[] = { 0, 5, 20, 50 };
#define DEFAULT_HALF_LIFE 1

struct _GmarlTrainingCharts {
  GtkWidget parent_instance;

  /* Owned */
  GtkWidget *box;
  GmarlChartAxis *axis;
  GmarlTrainingCurves *curves;
  GmarlTrainingJob *job;
  GmarlChartView *views[N_PANELS];

  /* Within the box */
  GmarlChart *charts[N_PANELS];
  GtkDropDown *x_choice;
  GtkToggleButton *x_log;
  GtkDropDown *smoothing;

  gsize choice; /* of the third panel */
  double iteration_length;
};

G_DEFINE_FINAL_TYPE (GmarlTrainingCharts, gmarl_training_charts, GTK_TYPE_WIDGET)

static const PanelInfo *
get_info (GmarlTrainingCharts *self, gsize panel)
{
  return panel == CHOICE_PANEL ? &choices[self->choice] : &panels[panel];
}

/* -- Views -- */

static void
set_x_title (GmarlTrainingCharts *self, GmarlChartView *view)
{
  static const char *const titles[] = { N_ ("Iteration"), N_ ("Environment steps"), N_ ("Time") };
  guint x = gtk_drop_down_get_selected (self->x_choice);

  view->x.kind = gtk_toggle_button_get_active (self->x_log) ? GMARL_CHART_LOG : GMARL_CHART_LINEAR;
  gmarl_chart_view_set_text (&view->x.title, _ (titles[x]));
  gmarl_chart_view_set_text (&view->x.unit, x == GMARL_TRAINING_X_SECONDS ? "s" : NULL);
  view->x.whole = x != GMARL_TRAINING_X_SECONDS;
  view->x.span =
      x == GMARL_TRAINING_X_SECONDS ? GMARL_CHART_SPAN_SECONDS : GMARL_CHART_SPAN_ITERATIONS;
}

static void
set_subtitle (GmarlTrainingCharts *self, const PanelInfo *info, GmarlChartView *view)
{
  gsize n_seeds = gmarl_training_curves_get_n_seeds (self->curves);
  gsize n_begun = gmarl_training_curves_get_n_begun (self->curves);
  const char *hint = info->hint[0] != '\0' ? _ (info->hint) : NULL;
  g_autofree char *statistic = NULL;

  if (n_seeds < 2) {
    gmarl_chart_view_set_text (&view->subtitle, hint);
    return;
  }
  /* translators: how many seeds have begun, and how many there are, at least two */
  statistic = g_strdup_printf (_ ("mean of %zu of %zu seeds"), n_begun, n_seeds);
  gmarl_figure_set_statistic (view, hint, statistic, n_begun < 3 ? NULL : _ ("95\u202f% interval"),
                              NULL);
}

static void
add_line (GmarlTrainingCharts *self, const PanelInfo *info, gsize line, GmarlChartView *view)
{
  /* The rules' looks are kept for the rules. */
  static const guint reward_slots[] = { 0, 3 };
  GmarlMetric metric = info->metric[line];
  gsize n_seeds = gmarl_training_curves_get_n_seeds (self->curves);
  gboolean is_reward = g_str_equal (info->id, "reward");
  GmarlSeriesLook look = { GMARL_LOOK_SERIES, is_reward ? reward_slots[line] : (guint) line };
  const char *id = gmarl_training_metrics[metric].id;
  GmarlChartSeries *series = gmarl_chart_view_add_series (
      view, id, _ (info->name[line]), gmarl_training_curves_get_mean (self->curves, metric), look);
  int parent = (int) gmarl_chart_view_get_n_series (view) - 1;

  series->smooth = metric < GMARL_METRIC_VALIDATION_REWARD;
  if (n_seeds > 1)
    gmarl_chart_series_set_range (series, gmarl_training_curves_get_range (self->curves, metric));
  for (gsize k = 0; n_seeds > 1 && info->n_lines <= 2 && k < n_seeds; k++) {
    g_autofree char *seed_id = g_strdup_printf ("%s-%zu", id, k);
    g_autofree char *name = g_strdup_printf (
        _ ("Seed %llu"), (unsigned long long) gmarl_training_job_get_seed (self->job, k));

    series = gmarl_chart_view_add_series (
        view, seed_id, name, gmarl_training_curves_get_seed (self->curves, metric, k), look);
    series->thin = TRUE;
    series->smooth = metric < GMARL_METRIC_VALIDATION_REWARD;
    series->parent = parent;
  }
}

static void
add_baselines (GmarlTrainingCharts *self, GmarlChartView *view)
{
  static const struct {
    const char *name;
    guint slot;
  } looks[GMARL_N_BASELINES] = {
    [GMARL_BASELINE_RANDOM] = { N_ ("Random"), 2 },
    [GMARL_BASELINE_HEURISTIC] = { N_ ("Heuristic"), 1 },
  };

  gmarl_chart_view_clear_references (view);
  for (gsize k = 0; k < GMARL_N_BASELINES; k++) {
    double value = gmarl_training_job_get_baseline (self->job, k);
    GmarlChartReference *reference;

    if (!isfinite (value))
      continue;
    reference = gmarl_chart_view_add_reference (view, value, _ (looks[k].name));
    reference->look = (GmarlSeriesLook){ GMARL_LOOK_SERIES, looks[k].slot };
    reference->has_look = TRUE;
    reference->in_range = TRUE;
  }
}

static void
make_view (GmarlTrainingCharts *self, gsize panel)
{
  const PanelInfo *info = get_info (self, panel);
  const char *unit = info->unit;
  GmarlChartView *view = gmarl_chart_view_new ();
  const GmarlRunConfig *config = gmarl_training_job_get_config (self->job);

  if (g_str_equal (unit, "currency"))
    unit = config != NULL ? config->scenario->currency : "";
  gmarl_chart_view_set_text (&view->title, _ (info->title));
  gmarl_chart_view_set_text (&view->y.unit, unit[0] != '\0' ? unit : NULL);
  gmarl_chart_view_set_text (&view->empty, _ ("The First Iteration Is Under Way"));
  view->y.min_span = info->min_span;
  set_x_title (self, view);
  set_subtitle (self, info, view);
  for (gsize line = 0; line < info->n_lines; line++)
    add_line (self, info, line, view);
  if (panel == 0)
    add_baselines (self, view);
  g_clear_pointer (&self->views[panel], gmarl_chart_view_unref);
  self->views[panel] = view;
  gmarl_chart_set_view (self->charts[panel], view);
}

static void
make_views (GmarlTrainingCharts *self)
{
  for (gsize panel = 0; panel < N_PANELS; panel++)
    make_view (self, panel);
}

static void
set_smoothing (GmarlTrainingCharts *self)
{
  double half_life = half_lives[gtk_drop_down_get_selected (self->smoothing)];

  for (gsize panel = 0; panel < N_PANELS; panel++)
    gmarl_chart_set_smoothing (self->charts[panel], half_life);
}

/* Steps and seconds of an iteration, which the half-life is counted in. */
static void
set_iteration_length (GmarlTrainingCharts *self)
{
  double length = gmarl_training_curves_get_stride (self->curves);

  if (length == self->iteration_length)
    return;
  self->iteration_length = length;
  for (gsize panel = 0; panel < N_PANELS; panel++)
    gmarl_chart_set_iteration_length (self->charts[panel], length);
}

/* -- Data -- */

static void
make_curves (GmarlTrainingCharts *self)
{
  g_clear_pointer (&self->curves, gmarl_training_curves_free);
  self->curves = gmarl_training_curves_new (MAX (1, gmarl_training_job_get_n_seeds (self->job)));
  gmarl_training_curves_set_x (self->curves, gtk_drop_down_get_selected (self->x_choice));
}

static void
take_rows (GmarlTrainingCharts *self)
{
  gsize n_seeds = gmarl_training_job_get_n_seeds (self->job);

  /* A job that goes on learns of its seeds while it starts. */
  if (n_seeds > 0 && n_seeds != gmarl_training_curves_get_n_seeds (self->curves)) {
    make_curves (self);
    make_views (self);
  }
  for (gsize k = 0; k < n_seeds; k++)
    gmarl_training_curves_update (self->curves, k, gmarl_training_job_get_rows (self->job, k));
}

/* What ended before its first iteration has nothing to wait for. */
static void
show_empty (GmarlTrainingCharts *self)
{
  const char *text = gmarl_training_job_is_active (self->job)
                         ? _ ("The First Iteration Is Under Way")
                         : _ ("No Iteration Was Completed");

  for (gsize panel = 0; panel < N_PANELS; panel++) {
    gmarl_chart_view_set_text (&self->views[panel]->empty, text);
    gmarl_chart_data_changed (self->charts[panel]);
  }
}

static void
state_cb (GmarlTrainingCharts *self)
{
  gsize current = gmarl_training_job_get_current (self->job);

  if (current >= gmarl_training_job_get_n_seeds (self->job) ||
      gmarl_training_job_get_rows (self->job, current)->len == 0)
    show_empty (self);
}

static void
update (GmarlTrainingCharts *self)
{
  take_rows (self);
  set_iteration_length (self);
  for (gsize panel = 0; panel < N_PANELS; panel++) {
    set_subtitle (self, get_info (self, panel), self->views[panel]);
    gmarl_chart_data_changed (self->charts[panel]);
  }
}

/* Reading rows waits for a screen. */
static void
rows_added_cb (GmarlTrainingCharts *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    update (self);
}

static void
baselines_cb (GmarlTrainingCharts *self)
{
  add_baselines (self, self->views[0]);
  gmarl_chart_data_changed (self->charts[0]);
}

static void
x_cb (GmarlTrainingCharts *self)
{
  if (self->job == NULL)
    return;
  gmarl_training_curves_set_x (self->curves, gtk_drop_down_get_selected (self->x_choice));
  take_rows (self);
  make_views (self);
  set_iteration_length (self);
  gmarl_chart_axis_reset (self->axis);
}

static void
x_log_cb (GmarlTrainingCharts *self)
{
  if (self->job == NULL)
    return;
  make_views (self);
  gmarl_chart_axis_fit (self->axis);
}

static void
choice_cb (GtkToggleButton *button, GmarlTrainingCharts *self)
{
  if (!gtk_toggle_button_get_active (button))
    return;
  self->choice = GPOINTER_TO_SIZE (g_object_get_data (G_OBJECT (button), "choice"));
  if (self->job != NULL)
    make_view (self, CHOICE_PANEL);
}

/* -- Widgets -- */

static GtkWidget *
make_drop_down (const char *label, const char *const *names, guint selected)
{
  g_autoptr (GtkStringList) list = gtk_string_list_new (NULL);
  GtkWidget *drop_down;

  for (gsize k = 0; names[k] != NULL; k++)
    gtk_string_list_append (list, _ (names[k]));
  drop_down = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&list)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  gtk_widget_set_tooltip_text (drop_down, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return drop_down;
}

static GtkWidget *
make_toolbar (GmarlTrainingCharts *self)
{
  static const char *const xs[] = { N_ ("By Iteration"), N_ ("By Steps"), N_ ("By Time"), NULL };
  static const char *const smoothings[] = { N_ ("Not Smoothed"), N_ ("Smoothing 5"),
                                            N_ ("Smoothing 20"), N_ ("Smoothing 50"), NULL };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();

  self->x_choice = GTK_DROP_DOWN (make_drop_down (_ ("What the charts run along"), xs, 0));
  self->x_log = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_ ("Log")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->x_log), _ ("Logarithmic Horizontal Axis"));
  g_signal_connect_swapped (self->x_log, "toggled", G_CALLBACK (x_log_cb), self);
  self->smoothing = GTK_DROP_DOWN (make_drop_down (_ ("Half-life of the smoothing in iterations"),
                                                   smoothings, DEFAULT_HALF_LIFE));
  g_signal_connect_swapped (self->x_choice, "notify::selected", G_CALLBACK (x_cb), self);
  g_signal_connect_swapped (self->smoothing, "notify::selected", G_CALLBACK (set_smoothing), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->x_choice));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->x_log));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->smoothing));
  gtk_widget_add_css_class (scroller, "gmarl-strip");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), bar);
  return scroller;
}

static GtkWidget *
make_choices (GmarlTrainingCharts *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkToggleButton *first = NULL;

  gtk_widget_add_css_class (box, "linked");
  gtk_widget_add_css_class (box, "gmarl-narrow-switcher");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  for (gsize k = 0; k < G_N_ELEMENTS (choices); k++) {
    GtkWidget *button = gtk_toggle_button_new_with_label (_ (choices[k].title));

    /* In a narrow window with large text there is no room for all of them. */
    gtk_label_set_ellipsize (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))),
                             PANGO_ELLIPSIZE_END);
    g_object_set_data (G_OBJECT (button), "choice", GSIZE_TO_POINTER (k));
    gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), first);
    if (first == NULL)
      first = GTK_TOGGLE_BUTTON (button);
    g_signal_connect (button, "toggled", G_CALLBACK (choice_cb), self);
    gtk_box_append (GTK_BOX (box), button);
  }
  gtk_toggle_button_set_active (first, TRUE);
  return box;
}

static GtkWidget *
make_chart (GmarlTrainingCharts *self, gsize panel)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *chart = gmarl_chart_new ();

  self->charts[panel] = GMARL_CHART (chart);
  gmarl_chart_set_axis (self->charts[panel], self->axis);
  gtk_widget_set_size_request (chart, -1, panel < N_MAIN ? CHART_HEIGHT : SMALL_CHART_HEIGHT);
  gtk_widget_set_hexpand (chart, TRUE);
  if (panel == CHOICE_PANEL)
    gtk_box_append (GTK_BOX (box), make_choices (self));
  gtk_box_append (GTK_BOX (box), chart);
  return box;
}

static GtkWidget *
make_details (GmarlTrainingCharts *self)
{
  GtkWidget *expander = gtk_expander_new_with_mnemonic (_ ("_Losses and Diagnostics"));
  GtkWidget *flow =
      g_object_new (GTK_TYPE_FLOW_BOX, "accessible-role", GTK_ACCESSIBLE_ROLE_GROUP, NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (expander), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Losses and diagnostics"), -1);
  gtk_widget_add_css_class (flow, "gmarl-flow");
  gtk_flow_box_set_selection_mode (GTK_FLOW_BOX (flow), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line (GTK_FLOW_BOX (flow), 2);
  gtk_flow_box_set_homogeneous (GTK_FLOW_BOX (flow), TRUE);
  gtk_flow_box_set_row_spacing (GTK_FLOW_BOX (flow), SPACING);
  gtk_flow_box_set_column_spacing (GTK_FLOW_BOX (flow), SPACING);
  gtk_widget_set_margin_top (flow, 12);
  for (gsize panel = N_MAIN; panel < N_PANELS; panel++) {
    gtk_flow_box_append (GTK_FLOW_BOX (flow), make_chart (self, panel));
    gtk_widget_set_focusable (gtk_widget_get_last_child (flow), FALSE);
  }
  gtk_expander_set_child (GTK_EXPANDER (expander), flow);
  return expander;
}

static void
gmarl_training_charts_map (GtkWidget *widget)
{
  GmarlTrainingCharts *self = GMARL_TRAINING_CHARTS (widget);

  GTK_WIDGET_CLASS (gmarl_training_charts_parent_class)->map (widget);
  if (self->job != NULL)
    update (self);
}

static void
gmarl_training_charts_dispose (GObject *object)
{
  GmarlTrainingCharts *self = GMARL_TRAINING_CHARTS (object);

  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (gmarl_training_charts_parent_class)->dispose (object);
}

static void
gmarl_training_charts_finalize (GObject *object)
{
  GmarlTrainingCharts *self = GMARL_TRAINING_CHARTS (object);

  for (gsize panel = 0; panel < N_PANELS; panel++)
    g_clear_pointer (&self->views[panel], gmarl_chart_view_unref);
  g_clear_pointer (&self->curves, gmarl_training_curves_free);
  g_clear_object (&self->axis);
  G_OBJECT_CLASS (gmarl_training_charts_parent_class)->finalize (object);
}

static void
gmarl_training_charts_class_init (GmarlTrainingChartsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_training_charts_dispose;
  object_class->finalize = gmarl_training_charts_finalize;
  widget_class->map = gmarl_training_charts_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
gmarl_training_charts_init (GmarlTrainingCharts *self)
{
  self->axis = gmarl_chart_axis_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
  gtk_box_append (GTK_BOX (self->box), make_toolbar (self));
  for (gsize panel = 0; panel < N_MAIN; panel++)
    gtk_box_append (GTK_BOX (self->box), make_chart (self, panel));
  gtk_box_append (GTK_BOX (self->box), make_details (self));
  set_smoothing (self);
}

GtkWidget *
gmarl_training_charts_new (void)
{
  return g_object_new (GMARL_TYPE_TRAINING_CHARTS, NULL);
}

void
gmarl_training_charts_add (GmarlTrainingCharts *self, GtkWidget *widget)
{
  gtk_box_insert_child_after (GTK_BOX (self->box), widget,
                              gtk_widget_get_parent (GTK_WIDGET (self->charts[0])));
}

void
gmarl_training_charts_set_job (GmarlTrainingCharts *self, GmarlTrainingJob *job)
{
  g_return_if_fail (GMARL_IS_TRAINING_CHARTS (self));

  if (job == self->job)
    return;
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_set_object (&self->job, job);
  if (job == NULL)
    return;
  g_signal_connect_swapped (job, "rows-added", G_CALLBACK (rows_added_cb), self);
  g_signal_connect_swapped (job, "notify::baselines", G_CALLBACK (baselines_cb), self);
  g_signal_connect_swapped (job, "notify::state", G_CALLBACK (state_cb), self);
  make_curves (self);
  make_views (self);
  take_rows (self);
  gmarl_chart_axis_fit (self->axis);
}

guint
gmarl_training_charts_get_n_charts (GmarlTrainingCharts *self)
{
  return N_PANELS;
}

GmarlChart *
gmarl_training_charts_get_chart (GmarlTrainingCharts *self, guint index)
{
  g_return_val_if_fail (index < N_PANELS, NULL);
  return self->charts[index];
}
