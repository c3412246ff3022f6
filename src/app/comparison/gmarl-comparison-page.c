/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-page.h"

#include "gmarl-calm-wheel.h"
#include "gmarl-comparison-charts.h"
#include "gmarl-comparison-list.h"
#include "gmarl-comparison-policies.h"
#include "gmarl-comparison-study.h"
#include "gmarl-comparison-wants.h"
#include "gmarl-document.h"
#include "gmarl-export-comparison.h"
#include "gmarl-export-score-table.h"
#include "gmarl-export-scores.h"
#include "gmarl-export-source.h"
#include "gmarl-score-view.h"
#include "gmarl-side-by-side.h"
#include "gmarl-text-scale.h"

#include <glib/gi18n-lib.h>

/* Several edits of a moment are one study. */
#define EDIT_DELAY_MS 300

/* Of the policies, with text of the usual size, and at most. */
#define PANE_WIDTH         300
#define LARGEST_PANE_WIDTH 480

struct _GmarlComparisonPage {
  GtkWidget parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  AdwBin *policies_bin;
  GtkSpinButton *days;
  GtkSpinButton *seed;
  AdwActionRow *scenario;
  GtkStack *views;
  AdwBin *scores_bin;
  AdwBin *charts_bin;
  AdwBin *sides_bin;
  GtkWidget *hint;
  GtkWidget *status;
  GtkLabel *status_text;
  GtkProgressBar *progress;
  GtkWidget *evaluate;
  GtkWidget *cancel;
  GtkWidget *copy;
  GtkStack *stack;
  AdwStatusPage *nothing;

  /* Owned */
  GmarlSession *session;
  GmarlComparisonList *list;
  GmarlComparisonStudy *study;
  GSignalGroup *document;
  GmarlComparisonWants *given_up; /* what was cancelled or failed: not begun again by itself */
  GmarlScoreView *scores;         /* in its bin */
  GmarlComparisonCharts *charts;  /* in its bin; NULL until they are first looked at */
  GmarlSideBySide *sides;         /* likewise */

  guint timer;
  gboolean is_stale; /* something changed while it was not shown */
};

enum {
  PROP_0,
  PROP_SHOW_PANE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void init_export (GmarlExportSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlComparisonPage,
                               gmarl_comparison_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE, init_export))

/* -- What is shown -- */

static GStrv
get_names (GmarlComparisonPage *self, const GmarlComparisonResult *result)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  for (gsize k = 0; k < result->table->policies->len; k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_find (self->list, result->policies[k]);
    const GmarlScorePolicy *policy = result->table->policies->pdata[k];

    g_strv_builder_add (names, item != NULL ? gmarl_comparison_item_get_name (item) : policy->name);
  }
  return g_strv_builder_end (names);
}

/* The policies that are shown, in the list's order. */
static GArray *
get_columns (GmarlComparisonPage *self, const GmarlComparisonResult *result)
{
  GArray *columns = g_array_new (FALSE, FALSE, sizeof (GmarlScoreColumn));

  for (guint k = 0; k < gmarl_comparison_list_get_n_items (self->list); k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_get (self->list, k);
    gssize place =
        gmarl_comparison_result_find (result, gmarl_comparison_item_get_reference (item));
    GmarlScoreColumn column = { .look = gmarl_comparison_item_get_look (item) };

    if (place < 0 || !gmarl_comparison_item_get_shown (item))
      continue;
    column.policy = (gsize) place;
    g_array_append_val (columns, column);
  }
  return columns;
}

/* Charts have every policy that was measured, those that are not shown switched off. */
static void
show_charts (GmarlComparisonPage *self,
             GmarlComparisonResult *result,
             const char *const *names,
             gsize baseline)
{
  gsize n = result->table->policies->len;
  g_autofree GmarlFigurePolicy *policies = g_new0 (GmarlFigurePolicy, n);

  for (gsize k = 0; k < n; k++) {
    GmarlComparisonItem *item = gmarl_comparison_list_find (self->list, result->policies[k]);

    policies[k] = (GmarlFigurePolicy){
      .id = result->policies[k],
      .name = names[k],
      .slot = item != NULL ? gmarl_comparison_item_get_look (item).slot : 0,
      .hidden = item == NULL || !gmarl_comparison_item_get_shown (item),
    };
  }
  gmarl_comparison_charts_set (self->charts, result, policies, baseline);
}

/* The first policies that are shown drive the grid side by side. */
static void
show_sides (GmarlComparisonPage *self,
            const GmarlComparisonResult *result,
            const char *const *names,
            const GArray *columns)
{
  GmarlFigurePolicy policies[GMARL_SIDE_BY_SIDE_MOST];
  gsize n = MIN (columns->len, G_N_ELEMENTS (policies));

  for (gsize k = 0; k < n; k++) {
    const GmarlScoreColumn *column = &g_array_index (columns, GmarlScoreColumn, k);

    policies[k] = (GmarlFigurePolicy){ .id = result->policies[column->policy],
                                       .name = names[column->policy],
                                       .slot = column->look.slot };
  }
  gmarl_side_by_side_set (self->sides, policies, n);
}

static void
show_result (GmarlComparisonPage *self)
{
  GmarlComparisonResult *result = gmarl_comparison_study_get_result (self->study);
  g_auto (GStrv) names = NULL;
  g_autoptr (GArray) columns = NULL;

  if (result != NULL) {
    names = get_names (self, result);
    columns = get_columns (self, result);
    gmarl_score_view_set (self->scores, result, (const char *const *) names,
                          (const GmarlScoreColumn *) columns->data, columns->len);
    if (self->sides != NULL)
      show_sides (self, result, (const char *const *) names, columns);
    if (self->charts != NULL && columns->len > 0)
      show_charts (self, result, (const char *const *) names,
                   g_array_index (columns, GmarlScoreColumn, 0).policy);
  }
  gtk_stack_set_visible_child_name (self->stack,
                                    columns != NULL && columns->len > 0 ? "results" : "nothing");
  gtk_widget_set_sensitive (self->copy, columns != NULL && columns->len > 0);
}

static void
make_charts (GmarlComparisonPage *self)
{
  if (self->charts != NULL)
    return;
  self->charts = GMARL_COMPARISON_CHARTS (gmarl_comparison_charts_new (self->session));
  adw_bin_set_child (self->charts_bin, GTK_WIDGET (self->charts));
  show_result (self);
}

/* Charts and players take time to make, and the program must not start slower for them. */
static void
make_view (GmarlComparisonPage *self)
{
  const char *view = gtk_stack_get_visible_child_name (self->views);

  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  if (g_strcmp0 (view, "charts") == 0)
    make_charts (self);
  if (self->sides == NULL && g_strcmp0 (view, "sides") == 0) {
    self->sides = GMARL_SIDE_BY_SIDE (gmarl_side_by_side_new (self->session));
    adw_bin_set_child (self->sides_bin, GTK_WIDGET (self->sides));
    show_result (self);
  }
}

static gboolean
has_group (GmarlComparisonPage *self)
{
  for (guint k = 0; k < gmarl_comparison_list_get_n_items (self->list); k++)
    if (gmarl_comparison_item_get_kind (gmarl_comparison_list_get (self->list, k)) !=
        GMARL_COMPARISON_RULE)
      return TRUE;
  return FALSE;
}

/* -- Measuring -- */

static GmarlComparisonWants *
get_wants (GmarlComparisonPage *self)
{
  return gmarl_comparison_wants_new (
      self->list, gmarl_document_get_scenario (gmarl_session_get_document (self->session)),
      (guint64) gtk_spin_button_get_value (self->seed),
      (gsize) gtk_spin_button_get_value (self->days),
      gmarl_comparison_study_get_result (self->study));
}

/* A training needs the cores more. */
static gint64
get_threads (GmarlComparisonPage *self)
{
  return gmarl_session_get_active_job (self->session) != NULL
             ? 1
             : g_settings_get_int (gmarl_session_get_settings (self->session), "threads");
}

static void
begin (GmarlComparisonPage *self, const GmarlComparisonWants *wants)
{
  const GmarlScenario *scenario =
      gmarl_document_get_scenario (gmarl_session_get_document (self->session));
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  const GmarlComparisonPlan plan = {
    .scenario = scenario,
    .library_directory = library != NULL ? gmarl_library_get_directory (library) : NULL,
    .policies = (const char *const *) wants->policies,
    .names = (const char *const *) wants->names,
    .states = (const char *const *) wants->states,
    .seed = wants->seed,
    .n_days = wants->n_days,
    .threads = get_threads (self),
  };

  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  gmarl_comparison_study_begin (self->study, &plan);
}

static void
show_status (GmarlComparisonPage *self, const GmarlComparisonWants *wants)
{
  gboolean busy = gmarl_comparison_study_get_busy (self->study);
  const char *error = gmarl_comparison_study_get_error (self->study);
  gboolean has_result = gmarl_comparison_study_get_result (self->study) != NULL;
  const char *text = "";

  if (busy)
    text = gmarl_comparison_study_get_text (self->study);
  else if (error != NULL)
    text = error;
  else if (wants->is_missing && wants->is_outdated)
    text = _ ("Outdated: these are the results of other days or another scenario");
  else if (wants->is_missing && has_result)
    text = _ ("Outdated: a policy that is shown was not measured yet");
  else if (wants->is_missing)
    text = _ ("The policies that are shown were not measured yet");
  gtk_label_set_label (self->status_text, text);
  gtk_widget_set_visible (self->status, busy || error != NULL || wants->is_missing);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (self->cancel, busy);
  gtk_widget_set_visible (self->evaluate, !busy && (wants->is_missing || error != NULL));
  gtk_widget_set_visible (self->hint, !has_group (self));
}

/* Measures what is missing if that takes no time to speak of and was not just given up. */
static void
consider (GmarlComparisonPage *self)
{
  g_autoptr (GmarlComparisonWants) wants = NULL;

  g_clear_handle_id (&self->timer, g_source_remove);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self))) {
    self->is_stale = TRUE;
    return;
  }
  wants = get_wants (self);
  if (wants->is_missing && wants->is_cheap && !gmarl_comparison_study_get_busy (self->study) &&
      !gmarl_comparison_wants_equal (wants, self->given_up))
    begin (self, wants);
  show_status (self, wants);
}

static gboolean
consider_cb (gpointer user_data)
{
  GmarlComparisonPage *self = user_data;

  self->timer = 0;
  consider (self);
  return G_SOURCE_REMOVE;
}

/* The protocol or the scenario is another one: what is under way is of no use. */
static void
protocol_changed_cb (GmarlComparisonPage *self)
{
  const GmarlScenario *scenario =
      gmarl_document_get_scenario (gmarl_session_get_document (self->session));

  adw_action_row_set_subtitle (self->scenario, scenario->name);
  gmarl_comparison_study_cancel (self->study);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (EDIT_DELAY_MS, consider_cb, self);
}

static void
days_changed_cb (GmarlComparisonPage *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  g_settings_set_int (settings, "comparison-days", gtk_spin_button_get_value_as_int (self->days));
  g_settings_set_int (settings, "comparison-seed", gtk_spin_button_get_value_as_int (self->seed));
  protocol_changed_cb (self);
}

static void
shown_changed_cb (GmarlComparisonPage *self)
{
  show_result (self);
  consider (self);
}

static void
busy_changed_cb (GmarlComparisonPage *self)
{
  if (!gmarl_comparison_study_get_busy (self->study))
    consider (self);
  else
    gtk_progress_bar_set_fraction (self->progress, 0);
}

static void
progress_cb (GmarlComparisonPage *self)
{
  gtk_progress_bar_set_fraction (self->progress, gmarl_comparison_study_get_fraction (self->study));
  if (gmarl_comparison_study_get_busy (self->study))
    gtk_label_set_label (self->status_text, gmarl_comparison_study_get_text (self->study));
}

/* What could not be measured says so in its row. */
static void
result_cb (GmarlComparisonPage *self)
{
  GmarlComparisonResult *result = gmarl_comparison_study_get_result (self->study);
  GHashTableIter iter;
  gpointer reference, message;

  g_hash_table_iter_init (&iter, result->misfits);
  while (g_hash_table_iter_next (&iter, &reference, &message)) {
    GmarlComparisonItem *item = gmarl_comparison_list_find (self->list, reference);

    if (item != NULL)
      gmarl_comparison_item_set_misfit (item, message);
  }
  show_result (self);
}

static void
error_cb (GmarlComparisonPage *self)
{
  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  if (gmarl_comparison_study_get_error (self->study) != NULL)
    self->given_up = get_wants (self);
  consider (self);
}

static void
library_changed_cb (GmarlComparisonPage *self)
{
  if (!gtk_widget_get_mapped (GTK_WIDGET (self))) {
    self->is_stale = TRUE;
    return;
  }
  gmarl_comparison_list_refresh (self->list);
  consider (self);
}

/* -- Actions -- */

static void
evaluate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (widget);
  g_autoptr (GmarlComparisonWants) wants = get_wants (self);

  begin (self, wants);
  show_status (self, wants);
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (widget);

  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  self->given_up = get_wants (self);
  gmarl_comparison_study_cancel (self->study);
}

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, GmarlComparisonPage *self)
{
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    gmarl_comparison_list_add_file (self->list, g_file_peek_path (file));
}

static void
add_file_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Add a Checkpoint"), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));

  gtk_file_filter_set_name (filter, _ ("Checkpoints"));
  gtk_file_filter_add_suffix (filter, "safetensors");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), widget, 0);
  g_signal_connect (dialog, "response", G_CALLBACK (g_object_unref), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static char *
export_table (GmarlComparisonPage *self, const char *format)
{
  GmarlComparisonResult *result = gmarl_comparison_study_get_result (self->study);
  g_autoptr (GArray) columns = get_columns (self, result);
  g_autoptr (GArray) rows = gmarl_score_view_get_indicators (self->scores);
  g_autofree gsize *policies = g_new (gsize, columns->len);
  GmarlScoreTableOptions options = { .format = GMARL_SCORE_TABLE_TSV,
                                     .policies = policies,
                                     .n_policies = columns->len,
                                     .indicators = (const GmarlIndicator *) rows->data,
                                     .n_indicators = rows->len };

  for (guint k = 0; k < columns->len; k++)
    policies[k] = g_array_index (columns, GmarlScoreColumn, k).policy;
  if (g_str_equal (format, "csv"))
    return gmarl_export_scores_csv (result->table, options.indicators, options.n_indicators);
  if (g_str_equal (format, "markdown"))
    options.format = GMARL_SCORE_TABLE_MARKDOWN;
  else if (g_str_equal (format, "latex"))
    options.format = GMARL_SCORE_TABLE_LATEX;
  return gmarl_export_score_table (result->comparison, &options);
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (widget);
  g_autofree char *text = NULL;

  if (gmarl_comparison_study_get_result (self->study) == NULL)
    return;
  text = export_table (self, g_variant_get_string (parameter, NULL));
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gmarl_session_toast (self->session, adw_toast_new (_ ("Table copied")));
}

/* -- Export -- */

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (source);
  GPtrArray *items = gmarl_export_items_new ();

  if (gmarl_comparison_study_get_result (self->study) == NULL)
    return items;
  gmarl_export_items_add (items, "scores", _ ("Scores of All Policies and Days"),
                          GMARL_EXPORT_FORMATS_SCORES);
  gmarl_export_items_add (items, "table", _ ("Table of Scores"), GMARL_EXPORT_FORMATS_TABLE);
  /* They can be exported though nobody looked at them yet. */
  make_charts (self);
  gmarl_comparison_charts_add_export_items (self->charts, items);
  return items;
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (source);
  GmarlComparisonResult *result = gmarl_comparison_study_get_result (self->study);
  g_autoptr (GArray) columns = get_columns (self, result);
  g_autoptr (GArray) rows = gmarl_score_view_get_indicators (self->scores);
  g_autofree gsize *policies = g_new (gsize, columns->len);
  GmarlScoreTableOptions shown = { .policies = policies,
                                   .n_policies = columns->len,
                                   .indicators = (const GmarlIndicator *) rows->data,
                                   .n_indicators = rows->len };

  if (gmarl_comparison_charts_has_export_item (choice->item))
    return gmarl_comparison_charts_make_export (self->charts, choice, error);
  for (guint k = 0; k < columns->len; k++)
    policies[k] = g_array_index (columns, GmarlScoreColumn, k).policy;
  return gmarl_export_comparison (result->comparison, choice->format, &shown,
                                  gmarl_comparison_result_ref (result),
                                  (GDestroyNotify) gmarl_comparison_result_unref);
}

static void
init_export (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}

/* -- The object -- */

static void
gmarl_comparison_page_map (GtkWidget *widget)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (widget);

  GTK_WIDGET_CLASS (gmarl_comparison_page_parent_class)->map (widget);
  make_view (self);
  if (!self->is_stale)
    return;
  self->is_stale = FALSE;
  gmarl_comparison_list_refresh (self->list);
  consider (self);
}

static void
gmarl_comparison_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (object);

  if (id == PROP_SHOW_PANE)
    g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gmarl_comparison_page_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (object);

  if (id == PROP_SHOW_PANE)
    adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reveal_changed_cb (GmarlComparisonPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANE]);
}

static void
gmarl_comparison_page_dispose (GObject *object)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->study != NULL)
    gmarl_comparison_study_cancel (self->study);
  g_clear_object (&self->document);
  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_COMPARISON_PAGE);
  g_clear_object (&self->study);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_comparison_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, flap);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, policies_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, days);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, seed);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, scenario);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, views);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, scores_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, charts_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, sides_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, hint);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, status);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, status_text);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, progress);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, evaluate);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, cancel);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, copy);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, stack);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, nothing);
}

static void
gmarl_comparison_page_class_init (GmarlComparisonPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_comparison_page_dispose;
  object_class->get_property = gmarl_comparison_page_get_property;
  object_class->set_property = gmarl_comparison_page_set_property;
  widget_class->map = gmarl_comparison_page_map;

  properties[PROP_SHOW_PANE] =
      g_param_spec_boolean ("show-pane", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-comparison-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, reveal_changed_cb);
  gtk_widget_class_install_action (widget_class, "comparison.evaluate", NULL, evaluate_cb);
  gtk_widget_class_install_action (widget_class, "comparison.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "comparison.add-file", NULL, add_file_cb);
  gtk_widget_class_install_action (widget_class, "comparison.copy-table", "s", copy_cb);
}

static void
fit_pane (GmarlComparisonPage *self)
{
  double width = PANE_WIDTH * gmarl_text_scale (GTK_WIDGET (self));

  gtk_widget_set_size_request (adw_flap_get_flap (self->flap),
                               MIN ((int) width, LARGEST_PANE_WIDTH), -1);
}

static void
gmarl_comparison_page_init (GmarlComparisonPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_calm_wheel (GTK_WIDGET (self));
  fit_pane (self);
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (fit_pane), self);
  self->study = gmarl_comparison_study_new ();
  self->is_stale = TRUE;
}

static void
follow (GmarlComparisonPage *self)
{
  const struct {
    gpointer object;
    const char *signal;
    GCallback callback;
  } followed[] = {
    { self->list, "shown-changed", G_CALLBACK (shown_changed_cb) },
    { self->list, "facts-changed", G_CALLBACK (show_result) },
    { self->study, "notify::busy", G_CALLBACK (busy_changed_cb) },
    { self->study, "notify::text", G_CALLBACK (progress_cb) },
    { self->study, "notify::result", G_CALLBACK (result_cb) },
    { self->study, "notify::error", G_CALLBACK (error_cb) },
    { self->session, "library-changed", G_CALLBACK (library_changed_cb) },
    { self->days, "value-changed", G_CALLBACK (days_changed_cb) },
    { self->seed, "value-changed", G_CALLBACK (days_changed_cb) },
    { self->views, "notify::visible-child-name", G_CALLBACK (make_view) },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (followed); k++)
    g_signal_connect_object (followed[k].object, followed[k].signal, followed[k].callback, self,
                             G_CONNECT_SWAPPED);
  self->document = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document, "changed", G_CALLBACK (protocol_changed_cb),
                                  self);
  g_signal_connect_swapped (self->document, "bind", G_CALLBACK (protocol_changed_cb), self);
  g_object_bind_property (self->session, "document", self->document, "target",
                          G_BINDING_SYNC_CREATE);
}

GtkWidget *
gmarl_comparison_page_new (GmarlSession *session)
{
  GmarlComparisonPage *self = g_object_new (GMARL_TYPE_COMPARISON_PAGE, NULL);
  GSettings *settings = gmarl_session_get_settings (session);

  self->session = g_object_ref (session);
  self->list = gmarl_comparison_list_new (session);
  self->scores = GMARL_SCORE_VIEW (gmarl_score_view_new (settings));
  adw_bin_set_child (self->scores_bin, GTK_WIDGET (self->scores));
  adw_bin_set_child (self->policies_bin, gmarl_comparison_policies_new (self->list));
  gtk_spin_button_set_value (self->days, g_settings_get_int (settings, "comparison-days"));
  gtk_spin_button_set_value (self->seed, g_settings_get_int (settings, "comparison-seed"));
  follow (self);
  g_settings_bind (settings, "comparison-view", self->views, "visible-child-name",
                   G_SETTINGS_BIND_DEFAULT);
  return GTK_WIDGET (self);
}

void
gmarl_comparison_page_show_run (GmarlComparisonPage *self, const char *run)
{
  g_return_if_fail (GMARL_IS_COMPARISON_PAGE (self));

  if (gmarl_comparison_list_show_run (self->list, run) == NULL)
    gmarl_session_toast (self->session,
                         adw_toast_new (_ ("This run has no policy to compare yet")));
}
