/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-charts.h"

#include "gmarl-chart-export.h"
#include "gmarl-chart.h"
#include "gmarl-document.h"
#include "gmarl-figure-comparison.h"
#include "gmarl-figure-curves.h"
#include "gmarl-text-scale.h"
#include "gmarl-wrap-box.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>

#define CHART_WIDTH  280
#define CHART_HEIGHT 300 /* with text of the usual size */
#define EXPORT_ITEM  "comparison-chart-%u"

typedef enum {
  CHART_DIFFERENCES,
  CHART_DAYS,
  CHART_CURVES,
  CHART_AVERAGE_DAY,
  CHART_PROFILE,
  N_CHARTS,
} Chart;

struct _GmarlComparisonCharts {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *scroller;
  GtkDropDown *indicator;
  GtkDropDown *metric;
  GtkDropDown *progress;
  GtkToggleButton *x_log;
  GtkDropDown *quantity;
  GtkBox *scores_box;
  GtkBox *curves_box;
  GtkBox *day_box;

  /* Owned */
  GmarlSession *session;
  GmarlComparisonResult *result;
  GmarlComparisonDetails *details;
  GCancellable *cancellable; /* of the details under way, or NULL */
  char **ids;                /* of the policies; so that the copies of the policies stay valid */
  char **names;
  GmarlFigurePolicy *policies;
  char *trouble; /* why there are no details, or NULL */

  GmarlChart *chart[N_CHARTS]; /* children */
  gsize baseline;
};

G_DEFINE_FINAL_TYPE (GmarlComparisonCharts, gmarl_comparison_charts, GTK_TYPE_WIDGET)

/* -- Views -- */

static void
take_view (GmarlComparisonCharts *self, Chart chart, GmarlChartView *view)
{
  gboolean missing = self->details == NULL && chart >= CHART_CURVES;

  if (missing)
    gmarl_chart_view_set_text (&view->empty,
                               self->trouble != NULL ? self->trouble : _ ("Being computed…"));
  else if (chart == CHART_CURVES && gmarl_chart_view_get_n_series (view) == 0)
    gmarl_chart_view_set_text (&view->empty, _ ("Rules do not learn: check a trained policy"));
  /* Of nothing there is no statistic. */
  if (missing || gmarl_chart_view_get_n_series (view) == 0)
    gmarl_chart_view_set_text (&view->subtitle, NULL);
  gmarl_chart_set_view (self->chart[chart], view);
  gmarl_chart_view_unref (view);
}

static GmarlIndicator
get_indicator (GmarlComparisonCharts *self)
{
  return gmarl_comparison_indicators[gtk_drop_down_get_selected (self->indicator)];
}

static void
show_scores (GmarlComparisonCharts *self)
{
  const GmarlComparison *comparison = self->result->comparison;
  gssize place = gmarl_score_find (comparison, get_indicator (self));

  take_view (self, CHART_DIFFERENCES,
             gmarl_figure_differences (comparison, (gsize) place, self->baseline, self->policies));
  take_view (self, CHART_DAYS, gmarl_figure_days (comparison, (gsize) place, self->policies));
}

static void
show_profile (GmarlComparisonCharts *self)
{
  gsize n = self->result->table->policies->len, k = gtk_drop_down_get_selected (self->indicator);
  g_autofree GmarlPerformanceProfile **none = g_new0 (GmarlPerformanceProfile *, n);
  GmarlPerformanceProfile **profiles =
      self->details != NULL ? self->details->profiles + k * n : none;

  take_view (self, CHART_PROFILE,
             gmarl_figure_profile ((const GmarlPerformanceProfile *const *) profiles,
                                   self->policies, n, get_indicator (self),
                                   self->details != NULL && self->details->anchor != NULL
                                       ? self->details->anchor
                                       : _ ("No control")));
}

static void
show_curves (GmarlComparisonCharts *self)
{
  gsize n = self->result->table->policies->len, k = gtk_drop_down_get_selected (self->metric);
  g_autofree GmarlLearningCurve **none = g_new0 (GmarlLearningCurve *, n);
  GmarlLearningCurve **curves = self->details != NULL ? self->details->curves + k * n : none;
  GmarlChartView *view = gmarl_figure_learning_curves (
      (const GmarlLearningCurve *const *) curves, NULL, self->policies, n,
      (GmarlFigureProgress) gtk_drop_down_get_selected (self->progress),
      self->result->table->currency);

  /* Where there is no curve that says what it is of. */
  gmarl_chart_view_set_text (&view->title,
                             _ (gmarl_training_metrics[gmarl_comparison_metrics[k]].name));
  if (gtk_toggle_button_get_active (self->x_log))
    view->x.kind = GMARL_CHART_LOG;
  take_view (self, CHART_CURVES, view);
}

static void
show_day (GmarlComparisonCharts *self)
{
  gsize n = self->result->table->policies->len;
  g_autofree GmarlAverageDay **none = g_new0 (GmarlAverageDay *, n);
  GmarlAverageDay **days = self->details != NULL ? self->details->days : none;

  take_view (
      self, CHART_AVERAGE_DAY,
      gmarl_figure_average_day ((const GmarlAverageDay *const *) days, self->policies, n,
                                (GmarlDayQuantity) gtk_drop_down_get_selected (self->quantity)));
}

static void
show_all (GmarlComparisonCharts *self)
{
  if (self->result == NULL)
    return;
  show_scores (self);
  show_profile (self);
  show_curves (self);
  show_day (self);
}

static void
indicator_changed_cb (GmarlComparisonCharts *self)
{
  if (self->result == NULL)
    return;
  show_scores (self);
  show_profile (self);
}

static void
metric_changed_cb (GmarlComparisonCharts *self)
{
  if (self->result != NULL)
    show_curves (self);
}

/* A number means another x from now on. */
static void
progress_changed_cb (GmarlComparisonCharts *self)
{
  metric_changed_cb (self);
  gmarl_chart_axis_reset (gmarl_chart_get_axis (self->chart[CHART_CURVES]));
}

static void
x_log_toggled_cb (GmarlComparisonCharts *self)
{
  metric_changed_cb (self);
  gmarl_chart_axis_fit (gmarl_chart_get_axis (self->chart[CHART_CURVES]));
}

static void
quantity_changed_cb (GmarlComparisonCharts *self)
{
  if (self->result != NULL)
    show_day (self);
}

/* -- What has to be computed -- */

static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlComparisonCharts) self = user_data;
  g_autoptr (GError) error = NULL;
  GmarlComparisonDetails *details = gmarl_comparison_details_make_finish (result, &error);

  /* Given up for another result, or with the page. */
  if (g_task_get_cancellable (G_TASK (result)) != self->cancellable) {
    g_clear_pointer (&details, gmarl_comparison_details_unref);
    return;
  }
  g_clear_object (&self->cancellable);
  self->details = details;
  if (details == NULL)
    self->trouble = g_strdup (error->message);
  show_all (self);
}

static void
make_details (GmarlComparisonCharts *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  gint64 threads = gmarl_session_get_active_job (self->session) != NULL
                       ? 1
                       : g_settings_get_int (gmarl_session_get_settings (self->session), "threads");

  if (self->result == NULL || self->details != NULL || self->cancellable != NULL ||
      self->trouble != NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  self->cancellable = g_cancellable_new ();
  gmarl_comparison_details_make (
      self->result, gmarl_document_get_scenario (gmarl_session_get_document (self->session)),
      library != NULL ? gmarl_library_get_directory (library) : NULL, threads, self->cancellable,
      made_cb, g_object_ref (self));
}

static void
drop_details (GmarlComparisonCharts *self)
{
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->details, gmarl_comparison_details_unref);
  g_clear_pointer (&self->trouble, g_free);
}

/* -- The object -- */

static void
gmarl_comparison_charts_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_comparison_charts_parent_class)->map (widget);
  make_details (GMARL_COMPARISON_CHARTS (widget));
}

static void
clear_policies (GmarlComparisonCharts *self)
{
  g_clear_pointer (&self->ids, g_strfreev);
  g_clear_pointer (&self->names, g_strfreev);
  g_clear_pointer (&self->policies, g_free);
}

static void
gmarl_comparison_charts_dispose (GObject *object)
{
  GmarlComparisonCharts *self = GMARL_COMPARISON_CHARTS (object);

  drop_details (self);
  clear_policies (self);
  g_clear_pointer (&self->result, gmarl_comparison_result_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_COMPARISON_CHARTS);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_comparison_charts_parent_class)->dispose (object);
}

static void
gmarl_comparison_charts_class_init (GmarlComparisonChartsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_comparison_charts_dispose;
  widget_class->map = gmarl_comparison_charts_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-comparison-charts.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, scroller);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, indicator);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, metric);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, progress);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, x_log);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, quantity);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, scores_box);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, curves_box);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonCharts, day_box);
  gtk_widget_class_bind_template_callback (widget_class, indicator_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, metric_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, progress_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, x_log_toggled_cb);
  gtk_widget_class_bind_template_callback (widget_class, quantity_changed_cb);
}

static void
fill_choices (GmarlComparisonCharts *self)
{
  g_autoptr (GtkStringList) indicators = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) metrics = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) quantities = gtk_string_list_new (NULL);

  for (gsize k = 0; k < gmarl_comparison_n_indicators; k++)
    gtk_string_list_append (indicators, _ (gmarl_indicators[gmarl_comparison_indicators[k]].title));
  for (gsize k = 0; k < gmarl_comparison_n_metrics; k++)
    gtk_string_list_append (metrics, _ (gmarl_training_metrics[gmarl_comparison_metrics[k]].title));
  for (gsize k = 0; k < GMARL_N_DAY_QUANTITIES; k++)
    gtk_string_list_append (quantities, _ (gmarl_day_quantities[k].title));
  gtk_drop_down_set_model (self->indicator, G_LIST_MODEL (indicators));
  gtk_drop_down_set_model (self->metric, G_LIST_MODEL (metrics));
  gtk_drop_down_set_model (self->quantity, G_LIST_MODEL (quantities));
}

/* Names of policies stand below the charts, slanted where they are long. */
static void
fit_text (GmarlComparisonCharts *self)
{
  double scale = gmarl_text_scale (GTK_WIDGET (self));

  for (gsize k = 0; k < N_CHARTS; k++)
    gtk_widget_set_size_request (GTK_WIDGET (self->chart[k]), CHART_WIDTH,
                                 (int) (CHART_HEIGHT * scale));
}

static void
gmarl_comparison_charts_init (GmarlComparisonCharts *self)
{
  g_type_ensure (GMARL_TYPE_WRAP_BOX);
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_choices (self);
  for (gsize k = 0; k < N_CHARTS; k++) {
    GtkWidget *chart = gmarl_chart_new ();

    self->chart[k] = GMARL_CHART (chart);
    gtk_widget_add_css_class (chart, "card");
    gtk_widget_set_hexpand (chart, TRUE);
    gtk_box_append (k == CHART_CURVES        ? self->curves_box
                    : k == CHART_AVERAGE_DAY ? self->day_box
                                             : self->scores_box,
                    chart);
  }
  fit_text (self);
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (fit_text), self);
}

GtkWidget *
gmarl_comparison_charts_new (GmarlSession *session)
{
  GmarlComparisonCharts *self = g_object_new (GMARL_TYPE_COMPARISON_CHARTS, NULL);

  self->session = g_object_ref (session);
  return GTK_WIDGET (self);
}

static void
copy_policies (GmarlComparisonCharts *self, const GmarlFigurePolicy *policies, gsize n)
{
  clear_policies (self);
  self->ids = g_new0 (char *, n + 1);
  self->names = g_new0 (char *, n + 1);
  self->policies = g_memdup2 (policies, n * sizeof *policies);
  for (gsize k = 0; k < n; k++) {
    self->policies[k].id = self->ids[k] = g_strdup (policies[k].id);
    self->policies[k].name = self->names[k] = g_strdup (policies[k].name);
  }
}

void
gmarl_comparison_charts_set (GmarlComparisonCharts *self,
                             GmarlComparisonResult *result,
                             const GmarlFigurePolicy *policies,
                             gsize baseline)
{
  g_return_if_fail (GMARL_IS_COMPARISON_CHARTS (self) && result != NULL);

  if (result != self->result) {
    drop_details (self);
    g_clear_pointer (&self->result, gmarl_comparison_result_unref);
    self->result = gmarl_comparison_result_ref (result);
  }
  copy_policies (self, policies, result->table->policies->len);
  self->baseline = baseline;
  show_all (self);
  make_details (self);
}

/* -- Export -- */

void
gmarl_comparison_charts_add_export_items (GmarlComparisonCharts *self, GPtrArray *items)
{
  g_return_if_fail (GMARL_IS_COMPARISON_CHARTS (self));

  for (guint chart = 0; self->result != NULL && chart < N_CHARTS; chart++) {
    g_autofree char *id = g_strdup_printf (EXPORT_ITEM, chart);

    if (self->details != NULL || chart < CHART_CURVES)
      gmarl_chart_add_export_item (self->chart[chart], items, id);
  }
}

gboolean
gmarl_comparison_charts_has_export_item (const char *item)
{
  guint chart;

  return sscanf (item, EXPORT_ITEM, &chart) == 1 && chart < N_CHARTS;
}

GmarlExportContent *
gmarl_comparison_charts_make_export (GmarlComparisonCharts *self,
                                     const GmarlExportChoice *choice,
                                     GError **error)
{
  GmarlSidecar *sidecar;
  guint chart = 0;

  g_return_val_if_fail (sscanf (choice->item, EXPORT_ITEM, &chart) == 1 && chart < N_CHARTS, NULL);

  sidecar = gmarl_sidecar_new (choice->item, gmarl_export_formats[choice->format].id);
  gmarl_sidecar_set_scores (sidecar, self->result->table);
  gmarl_sidecar_set_comparison (sidecar, self->result->comparison);
  return gmarl_chart_make_export (self->chart[chart], choice, sidecar, error);
}
