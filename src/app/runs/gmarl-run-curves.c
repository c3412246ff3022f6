/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-curves.h"

#include "gmarl-chart.h"
#include "gmarl-figure-words.h"
#include "gmarl-group-curve.h"
#include "gmarl-threads.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#define MARGIN 6

/* While a run goes on its curve is computed again and again: at most this share of the time. */
#define LARGEST_SHARE 0.2

typedef struct {
  GmarlMetric metric;
  const char *hint; /* which direction is better; translatable, or "" */
  double min_span;
} Choice;

static const Choice choices[] = {
  { GMARL_METRIC_VALIDATION_REWARD, N_ ("Higher is better"), 1 },
  { GMARL_METRIC_EPISODE_REWARD, N_ ("Higher is better"), 1 },
  { GMARL_METRIC_VALIDATION_STABILITY, N_ ("Higher is better"), 0.1 },
  { GMARL_METRIC_STABILITY, N_ ("Higher is better"), 0.1 },
  { GMARL_METRIC_GRID_IMPORT, N_ ("Lower is better"), 1 },
  { GMARL_METRIC_ENERGY_COST, N_ ("Lower is better"), 1 },
  { GMARL_METRIC_POLICY_LOSS, "", 0.001 },
  { GMARL_METRIC_VALUE_LOSS, N_ ("Lower is better"), 0.01 },
  { GMARL_METRIC_ENTROPY, "", 0.1 },
  { GMARL_METRIC_KL, "", 0.001 },
  { GMARL_METRIC_CLIP_FRACTION, "", 0.01 },
  { GMARL_METRIC_EXPLAINED_VARIANCE, N_ ("1 is perfect"), 0.1 },
};

struct _GmarlRunCurves {
  GtkWidget parent_instance;

  /* Owned */
  GmarlSession *session;
  GmarlRunsModel *model;
  GtkWidget *box;
  GHashTable *curves; /* group id (of the curve) → GmarlGroupCurve, owned */
  GCancellable *working;
  guint again_id;

  /* Within the box */
  GmarlChart *chart;
  GtkDropDown *metric_choice;
  GtkDropDown *x_choice;
  GtkToggleButton *x_log;

  gint64 began_us;   /* the work that is going on */
  gboolean is_stale; /* something changed since it began, or while it was not shown */
};

enum {
  PROP_0,
  PROP_HAS_CURVES,
  N_PROPS,
};

G_DEFINE_FINAL_TYPE (GmarlRunCurves, gmarl_run_curves, GTK_TYPE_WIDGET)

static GParamSpec *properties[N_PROPS];

/* -- What is to be shown -- */

static const Choice *
get_choice (GmarlRunCurves *self)
{
  return &choices[gtk_drop_down_get_selected (self->metric_choice)];
}

/* In the order of their looks, so that a legend does not depend on the table's order. */
static int
compare_looks (gconstpointer a, gconstpointer b)
{
  return gmarl_run_item_get_look (*(GmarlRunItem *const *) a) -
         gmarl_run_item_get_look (*(GmarlRunItem *const *) b);
}

/* (element-type GmarlRunItem) borrowed */
static GPtrArray *
get_shown (GmarlRunCurves *self)
{
  GListModel *groups = gmarl_runs_model_get_groups (self->model);
  GPtrArray *shown = g_ptr_array_new ();

  for (guint k = 0; k < g_list_model_get_n_items (groups); k++) {
    g_autoptr (GmarlRunItem) group = g_list_model_get_item (groups, k);

    if (gmarl_run_item_get_shown (group))
      g_ptr_array_add (shown, group);
  }
  g_ptr_array_sort (shown, compare_looks);
  return shown;
}

static gint64
count_rows (GmarlRunItem *group)
{
  gint64 count = 0;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (group); k++)
    count += gmarl_run_item_get_record (gmarl_run_item_get_run (group, k))->iteration;
  return count;
}

static gboolean
is_current (GmarlRunCurves *self, GmarlRunItem *group)
{
  const GmarlGroupCurve *curve =
      g_hash_table_lookup (self->curves, gmarl_run_item_get_group_id (group));

  return curve != NULL && curve->metric == get_choice (self)->metric &&
         curve->n_rows == count_rows (group) && curve->n_seeds == gmarl_run_item_get_n_runs (group);
}

/* -- The chart -- */

static GmarlSeries *
make_series (const GmarlCurvePoint *points, gsize begin, gsize end, GmarlCurveX x)
{
  GmarlSeries *series = gmarl_series_new ();

  for (gsize k = begin; k < end; k++)
    gmarl_series_append_band (series, gmarl_curve_point_get_x (&points[k], x), points[k].iqm,
                              points[k].low, points[k].high);
  return series;
}

static GmarlSeries *
make_range (const GmarlCurvePoint *points, gsize end, GmarlCurveX x)
{
  GmarlSeries *series = gmarl_series_new ();

  for (gsize k = 0; k < end; k++)
    gmarl_series_append_band (series, gmarl_curve_point_get_x (&points[k], x), points[k].iqm,
                              points[k].lowest, points[k].highest);
  return series;
}

static GmarlSeries *
make_seed_series (const GArray *samples, GmarlCurveX x)
{
  GmarlSeries *series = gmarl_series_new ();

  for (guint k = 0; k < samples->len; k++) {
    const GmarlCurveSample *sample = &g_array_index (samples, GmarlCurveSample, k);

    gmarl_series_append (series, sample->x[x], sample->y);
  }
  return series;
}

static void
add_seeds (GmarlChartView *view,
           const GmarlGroupCurve *curve,
           GmarlCurveX x,
           GmarlSeriesLook look,
           gboolean smooth)
{
  int parent = (int) gmarl_chart_view_get_n_series (view) - 1;

  for (gsize k = 0; k < curve->n_seeds; k++) {
    g_autofree char *id = g_strdup_printf ("%s-%zu", curve->group_id, k);
    g_autofree char *name = g_strdup_printf (_ ("Seed %llu"), (unsigned long long) curve->seed[k]);
    g_autoptr (GmarlSeries) data = make_seed_series (curve->samples[k], x);
    GmarlChartSeries *series = gmarl_chart_view_add_series (view, id, name, data, look);

    series->thin = TRUE;
    series->smooth = smooth;
    series->parent = parent;
  }
}

/* Solid where all seeds are; what fewer seeds say stands back. */
static void
add_group (GmarlRunCurves *self, GmarlChartView *view, GmarlRunItem *group)
{
  const GmarlGroupCurve *curve =
      g_hash_table_lookup (self->curves, gmarl_run_item_get_group_id (group));
  GmarlCurveX x = gtk_drop_down_get_selected (self->x_choice);
  GmarlSeriesLook look = { GMARL_LOOK_SERIES, (guint) MAX (gmarl_run_item_get_look (group), 0) };
  gboolean smooth = get_choice (self)->metric < GMARL_METRIC_VALIDATION_REWARD;
  const char *name = gmarl_run_item_get_record (group)->name;
  g_autoptr (GmarlSeries) data = NULL;
  GmarlChartSeries *main;
  gsize n_complete;
  int parent;

  if (curve == NULL || curve->metric != get_choice (self)->metric)
    return;
  n_complete = curve->curve->n_complete > 0 ? curve->curve->n_complete : curve->curve->n_points;
  data = make_series (curve->curve->points, 0, n_complete, x);
  main = gmarl_chart_view_add_series (view, curve->group_id, name, data, look);
  main->smooth = smooth;
  if (curve->n_seeds > 1)
    main->range = make_range (curve->curve->points, n_complete, x);
  parent = (int) gmarl_chart_view_get_n_series (view) - 1;
  if (n_complete < curve->curve->n_points) {
    g_autofree char *id = g_strconcat (curve->group_id, "-fewer", NULL);
    /* translators: %s is a name of runs */
    g_autofree char *label = g_strdup_printf (_ ("%s, fewer seeds"), name);
    g_autoptr (GmarlSeries) rest =
        make_series (curve->curve->points, n_complete - 1, curve->curve->n_points, x);
    GmarlChartSeries *series = gmarl_chart_view_add_series (view, id, label, rest, look);

    series->raw = TRUE;
    series->smooth = smooth;
    series->parent = parent;
  }
  if (curve->n_seeds > 1)
    add_seeds (view, curve, x, look, smooth);
}

static void
set_subtitle (GmarlRunCurves *self, const GPtrArray *shown, GmarlChartView *view)
{
  const Choice *choice = get_choice (self);
  const char *hint = choice->hint[0] != '\0' ? _ (choice->hint) : NULL;
  guint most = 0;

  for (guint k = 0; k < shown->len; k++)
    most = MAX (most, gmarl_run_item_get_n_runs (shown->pdata[k]));
  if (most < 2)
    gmarl_chart_view_set_text (&view->subtitle, hint);
  else if (most < GMARL_CURVE_FEWEST_SEEDS)
    gmarl_figure_set_statistic (view, NULL, _ ("Mean of the seeds"), NULL, hint);
  else
    gmarl_figure_set_statistic (view, NULL, _ ("Interquartile mean of the seeds"),
                                _ ("95\u202f% bootstrap interval"), hint);
}

static double
find_iteration_length (GmarlRunCurves *self, const GPtrArray *shown)
{
  GmarlCurveX x = gtk_drop_down_get_selected (self->x_choice);

  for (guint k = 0; k < shown->len; k++) {
    const GmarlGroupCurve *curve =
        g_hash_table_lookup (self->curves, gmarl_run_item_get_group_id (shown->pdata[k]));
    const GmarlCurvePoint *last;

    if (curve == NULL || curve->curve->n_points == 0)
      continue;
    last = &curve->curve->points[curve->curve->n_points - 1];
    if (last->iteration > 0 && gmarl_curve_point_get_x (last, x) > 0)
      return gmarl_curve_point_get_x (last, x) / (double) last->iteration;
  }
  return 1;
}

/* Whether more is to come. */
static gboolean
go_on (const GPtrArray *shown)
{
  for (guint k = 0; k < shown->len; k++)
    if (gmarl_run_item_count (shown->pdata[k], GMARL_RUN_RUNNING) > 0)
      return TRUE;
  return FALSE;
}

static void
show_curves (GmarlRunCurves *self)
{
  static const char *const titles[] = { N_ ("Iteration"), N_ ("Environment steps"), N_ ("Time") };
  g_autoptr (GPtrArray) shown = get_shown (self);
  g_autoptr (GmarlChartView) view = gmarl_chart_view_new ();
  const Choice *choice = get_choice (self);
  const GmarlMetricInfo *info = &gmarl_training_metrics[choice->metric];
  guint x = gtk_drop_down_get_selected (self->x_choice);

  gmarl_chart_view_set_text (&view->title, _ (info->title));
  set_subtitle (self, shown, view);
  gmarl_chart_view_set_text (&view->y.unit, info->unit[0] != '\0' ? info->unit : NULL);
  view->x.kind = gtk_toggle_button_get_active (self->x_log) ? GMARL_CHART_LOG : GMARL_CHART_LINEAR;
  gmarl_chart_view_set_text (&view->x.title, _ (titles[x]));
  gmarl_chart_view_set_text (&view->x.unit, x == GMARL_CURVE_X_SECONDS ? "s" : NULL);
  view->x.whole = x != GMARL_CURVE_X_SECONDS;
  if (go_on (shown))
    view->x.span =
        x == GMARL_CURVE_X_SECONDS ? GMARL_CHART_SPAN_SECONDS : GMARL_CHART_SPAN_ITERATIONS;
  gmarl_chart_view_set_text (&view->empty,
                             self->working != NULL ? _ ("Reading the Runs…") : _ ("No Values Yet"));
  view->y.min_span = choice->min_span;
  for (guint k = 0; k < shown->len; k++)
    add_group (self, view, shown->pdata[k]);
  gmarl_chart_set_view (self->chart, view);
  gmarl_chart_set_iteration_length (self->chart, find_iteration_length (self, shown));
}

/* -- Reading, on another thread -- */

typedef struct {
  char *directory;
  GPtrArray *requests; /* of GmarlGroupCurveRequest */
} Work;

static void
work_free (Work *self)
{
  g_free (self->directory);
  g_ptr_array_unref (self->requests);
  g_free (self);
}

static void
work_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Work *work = data;
  GError *error = NULL;
  g_autoptr (GmarlLibrary) library =
      gmarl_library_open (work->directory, GMARL_LIBRARY_READ_ONLY, &error);
  GPtrArray *curves;

  if (library == NULL) {
    g_task_return_error (task, error);
    return;
  }
  curves = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_group_curve_free);
  for (guint k = 0; k < work->requests->len && !g_cancellable_is_cancelled (cancellable); k++)
    g_ptr_array_add (curves, gmarl_group_curve_load (library, work->requests->pdata[k]));
  g_task_return_pointer (task, curves, (GDestroyNotify) g_ptr_array_unref);
}

static GmarlGroupCurveRequest *
make_request (GmarlRunCurves *self, GmarlRunItem *group)
{
  GmarlGroupCurveRequest *request = g_new0 (GmarlGroupCurveRequest, 1);

  request->group_id = g_strdup (gmarl_run_item_get_group_id (group));
  request->metric = get_choice (self)->metric;
  request->n_rows = count_rows (group);
  request->n_seeds = gmarl_run_item_get_n_runs (group);
  request->seed = g_new (guint64, request->n_seeds);
  request->run_ids = g_new0 (char *, request->n_seeds + 1);
  for (guint k = 0; k < request->n_seeds; k++) {
    const GmarlRunRecord *record = gmarl_run_item_get_record (gmarl_run_item_get_run (group, k));

    request->seed[k] = record->seed;
    request->run_ids[k] = g_strdup (record->id);
  }
  return request;
}

static void update (GmarlRunCurves *self);

static gboolean
again_cb (gpointer user_data)
{
  GmarlRunCurves *self = user_data;

  self->again_id = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static void
loaded_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlRunCurves) self = user_data;
  g_autoptr (GPtrArray) curves = g_task_propagate_pointer (G_TASK (result), NULL);
  gint64 took_ms = (g_get_monotonic_time () - self->began_us) / 1000;

  if (g_task_get_cancellable (G_TASK (result)) != self->working)
    return;
  g_clear_object (&self->working);
  if (curves != NULL) {
    g_ptr_array_set_free_func (curves, NULL);
    for (guint k = 0; k < curves->len; k++) {
      GmarlGroupCurve *curve = curves->pdata[k];

      g_hash_table_replace (self->curves, curve->group_id, curve);
    }
  }
  show_curves (self);
  if (self->is_stale && self->again_id == 0)
    self->again_id = g_timeout_add ((guint) ((double) took_ms / LARGEST_SHARE), again_cb, self);
}

/* Reads what is missing or has grown; what is there is shown meanwhile. */
static void
update (GmarlRunCurves *self)
{
  g_autoptr (GPtrArray) shown = get_shown (self);
  g_autoptr (GTask) task = NULL;
  Work *work;

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HAS_CURVES]);
  self->is_stale = TRUE;
  if (self->working != NULL || self->again_id != 0 || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->is_stale = FALSE;
  work = g_new0 (Work, 1);
  work->directory = g_strdup (gmarl_session_get_library_directory (self->session));
  work->requests = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_group_curve_request_free);
  for (guint k = 0; k < shown->len; k++)
    if (!is_current (self, shown->pdata[k]))
      g_ptr_array_add (work->requests, make_request (self, shown->pdata[k]));
  if (work->requests->len == 0) {
    work_free (work);
    show_curves (self);
    return;
  }
  self->working = g_cancellable_new ();
  self->began_us = g_get_monotonic_time ();
  show_curves (self);
  /* Without a source object, which the thread might be the last to let go of. */
  task = g_task_new (NULL, self->working, loaded_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, work, (GDestroyNotify) work_free);
  gmarl_threads_run (task, work_thread);
}

gboolean
gmarl_run_curves_is_complete (GmarlRunCurves *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_CURVES (self), FALSE);
  return self->working == NULL && self->again_id == 0 && !self->is_stale;
}

GtkWidget *
gmarl_run_curves_get_chart (GmarlRunCurves *self)
{
  g_return_val_if_fail (GMARL_IS_RUN_CURVES (self), NULL);
  return GTK_WIDGET (self->chart);
}

/* -- Choices -- */

static void
x_cb (GmarlRunCurves *self)
{
  show_curves (self);
  gmarl_chart_axis_reset (gmarl_chart_get_axis (self->chart));
}

static void
x_log_cb (GmarlRunCurves *self)
{
  show_curves (self);
  gmarl_chart_axis_fit (gmarl_chart_get_axis (self->chart));
}

static GtkWidget *
make_drop_down (const char *label, GtkStringList *names)
{
  GtkWidget *drop_down = gtk_drop_down_new (G_LIST_MODEL (names), NULL);

  gtk_widget_set_tooltip_text (drop_down, label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                  -1);
  return drop_down;
}

static GtkWidget *
make_toolbar (GmarlRunCurves *self)
{
  static const char *const xs[] = { N_ ("By Iteration"), N_ ("By Steps"), N_ ("By Time") };
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkStringList *metrics = gtk_string_list_new (NULL);
  GtkStringList *x_names = gtk_string_list_new (NULL);
  GtkWidget *seeds;

  for (gsize k = 0; k < G_N_ELEMENTS (choices); k++)
    gtk_string_list_append (metrics, _ (gmarl_training_metrics[choices[k].metric].title));
  for (gsize k = 0; k < G_N_ELEMENTS (xs); k++)
    gtk_string_list_append (x_names, _ (xs[k]));
  self->metric_choice = GTK_DROP_DOWN (make_drop_down (_ ("What the curves show"), metrics));
  self->x_choice = GTK_DROP_DOWN (make_drop_down (_ ("What the curves run along"), x_names));
  self->x_log = GTK_TOGGLE_BUTTON (gtk_toggle_button_new_with_label (_ ("Log")));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->x_log), _ ("Logarithmic Horizontal Axis"));
  seeds = gtk_toggle_button_new_with_label (_ ("Seeds"));
  gtk_widget_set_tooltip_text (seeds, _ ("Show Each Seed"));
  gtk_widget_insert_action_group (bar, "chart", gmarl_chart_get_actions (self->chart));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (seeds), "chart.seeds");
  g_signal_connect_swapped (self->metric_choice, "notify::selected", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->x_choice, "notify::selected", G_CALLBACK (x_cb), self);
  g_signal_connect_swapped (self->x_log, "toggled", G_CALLBACK (x_log_cb), self);
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->metric_choice));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->x_choice));
  gtk_box_append (GTK_BOX (bar), GTK_WIDGET (self->x_log));
  gtk_box_append (GTK_BOX (bar), seeds);
  gtk_widget_add_css_class (bar, "toolbar");
  gtk_widget_add_css_class (scroller, "gmarl-strip");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_EXTERNAL,
                                  GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), bar);
  return scroller;
}

/* -- The widget -- */

static void
gmarl_run_curves_map (GtkWidget *widget)
{
  GmarlRunCurves *self = GMARL_RUN_CURVES (widget);

  GTK_WIDGET_CLASS (gmarl_run_curves_parent_class)->map (widget);
  if (self->is_stale)
    update (self);
}

static void
gmarl_run_curves_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlRunCurves *self = GMARL_RUN_CURVES (object);
  g_autoptr (GPtrArray) shown = get_shown (self);

  switch (id) {
  case PROP_HAS_CURVES:
    g_value_set_boolean (value, shown->len > 0);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_run_curves_dispose (GObject *object)
{
  GmarlRunCurves *self = GMARL_RUN_CURVES (object);

  if (self->working != NULL)
    g_cancellable_cancel (self->working);
  g_clear_object (&self->working);
  g_clear_handle_id (&self->again_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->curves, g_hash_table_unref);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_run_curves_parent_class)->dispose (object);
}

static void
gmarl_run_curves_class_init (GmarlRunCurvesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_run_curves_dispose;
  object_class->get_property = gmarl_run_curves_get_property;
  widget_class->map = gmarl_run_curves_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);

  properties[PROP_HAS_CURVES] =
      g_param_spec_boolean ("has-curves", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
gmarl_run_curves_init (GmarlRunCurves *self)
{
  self->curves = g_hash_table_new_full (g_str_hash, g_str_equal, NULL,
                                        (GDestroyNotify) gmarl_group_curve_free);
  self->is_stale = TRUE;
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  self->chart = GMARL_CHART (gmarl_chart_new ());
  gtk_widget_set_vexpand (GTK_WIDGET (self->chart), TRUE);
  gtk_widget_set_margin_start (GTK_WIDGET (self->chart), MARGIN);
  gtk_widget_set_margin_end (GTK_WIDGET (self->chart), MARGIN);
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->chart), MARGIN);
  gtk_box_append (GTK_BOX (self->box), make_toolbar (self));
  gtk_box_append (GTK_BOX (self->box), GTK_WIDGET (self->chart));
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
gmarl_run_curves_new (GmarlSession *session, GmarlRunsModel *model)
{
  GmarlRunCurves *self = g_object_new (GMARL_TYPE_RUN_CURVES, NULL);

  self->session = g_object_ref (session);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "runs-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "shown-changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
