/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-evaluator.h"

#include "gmarl-comparison-study.h"
#include "gmarl-comparison-wants.h"
#include "gmarl-document.h"

#include <glib/gi18n-lib.h>

/* Several edits of a moment are one study. */
#define EDIT_DELAY_MS 300

struct _GmarlComparisonEvaluator {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *line;
  GtkLabel *text;
  GtkProgressBar *progress;
  GtkWidget *evaluate;
  GtkWidget *cancel;

  /* Owned */
  GmarlSession *session;
  GmarlComparisonList *list;
  GmarlComparisonStudy *study;
  GSignalGroup *document;
  GmarlComparisonWants *given_up; /* what was cancelled or failed: not begun again by itself */

  guint64 seed;
  gsize n_days;
  guint timer;
  gboolean is_stale; /* something changed while it was not on the screen */
};

enum {
  SIGNAL_RESULT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlComparisonEvaluator, gmarl_comparison_evaluator, GTK_TYPE_WIDGET)

static const GmarlScenario *
get_scenario (GmarlComparisonEvaluator *self)
{
  return gmarl_document_get_scenario (gmarl_session_get_document (self->session));
}

static GmarlComparisonWants *
get_wants (GmarlComparisonEvaluator *self)
{
  return gmarl_comparison_wants_new (self->list, get_scenario (self), self->seed, self->n_days,
                                     gmarl_comparison_study_get_result (self->study));
}

/* A training needs the cores more. */
static gint64
get_threads (GmarlComparisonEvaluator *self)
{
  return gmarl_session_get_active_job (self->session) != NULL
             ? 1
             : g_settings_get_int (gmarl_session_get_settings (self->session), "threads");
}

static void
begin (GmarlComparisonEvaluator *self, const GmarlComparisonWants *wants)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  const GmarlComparisonPlan plan = {
    .scenario = get_scenario (self),
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

/* -- The line -- */

static const char *
get_text (GmarlComparisonEvaluator *self, const GmarlComparisonWants *wants)
{
  const char *error = gmarl_comparison_study_get_error (self->study);

  if (gmarl_comparison_study_get_busy (self->study))
    return gmarl_comparison_study_get_text (self->study);
  if (error != NULL)
    return error;
  if (!wants->is_missing)
    return "";
  if (wants->is_outdated)
    return _ ("Outdated: these are the results of other days or another scenario");
  return gmarl_comparison_study_get_result (self->study) != NULL
             ? _ ("Outdated: a policy that is shown was not measured yet")
             : _ ("The policies that are shown were not measured yet");
}

static void
show_line (GmarlComparisonEvaluator *self, const GmarlComparisonWants *wants)
{
  gboolean busy = gmarl_comparison_study_get_busy (self->study);
  gboolean failed = gmarl_comparison_study_get_error (self->study) != NULL;

  gtk_label_set_label (self->text, get_text (self, wants));
  gtk_widget_set_visible (self->line, busy || failed || wants->is_missing);
  gtk_widget_set_visible (GTK_WIDGET (self->progress), busy);
  gtk_widget_set_visible (self->cancel, busy);
  gtk_widget_set_visible (self->evaluate, !busy && (wants->is_missing || failed));
}

/* Measures what is missing if that takes no time to speak of and was not just given up. */
void
gmarl_comparison_evaluator_consider (GmarlComparisonEvaluator *self)
{
  g_autoptr (GmarlComparisonWants) wants = NULL;

  g_return_if_fail (GMARL_IS_COMPARISON_EVALUATOR (self));

  g_clear_handle_id (&self->timer, g_source_remove);
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  wants = get_wants (self);
  if (wants->is_missing && wants->is_cheap && !gmarl_comparison_study_get_busy (self->study) &&
      !gmarl_comparison_wants_equal (wants, self->given_up))
    begin (self, wants);
  show_line (self, wants);
}

/* -- What happens -- */

static gboolean
consider_cb (gpointer user_data)
{
  GmarlComparisonEvaluator *self = user_data;

  self->timer = 0;
  gmarl_comparison_evaluator_consider (self);
  return G_SOURCE_REMOVE;
}

/* The protocol or the scenario is another one: what is under way is of no use. */
static void
protocol_changed_cb (GmarlComparisonEvaluator *self)
{
  gmarl_comparison_study_cancel (self->study);
  g_clear_handle_id (&self->timer, g_source_remove);
  self->timer = g_timeout_add (EDIT_DELAY_MS, consider_cb, self);
}

static void
busy_changed_cb (GmarlComparisonEvaluator *self)
{
  if (!gmarl_comparison_study_get_busy (self->study))
    gmarl_comparison_evaluator_consider (self);
  else
    gtk_progress_bar_set_fraction (self->progress, 0);
}

static void
progress_cb (GmarlComparisonEvaluator *self)
{
  gtk_progress_bar_set_fraction (self->progress, gmarl_comparison_study_get_fraction (self->study));
  if (gmarl_comparison_study_get_busy (self->study))
    gtk_label_set_label (self->text, gmarl_comparison_study_get_text (self->study));
}

/* What could not be measured says so in its row. */
static void
result_cb (GmarlComparisonEvaluator *self)
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
  g_signal_emit (self, signals[SIGNAL_RESULT], 0);
}

static void
error_cb (GmarlComparisonEvaluator *self)
{
  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  if (gmarl_comparison_study_get_error (self->study) != NULL)
    self->given_up = get_wants (self);
  gmarl_comparison_evaluator_consider (self);
}

static void
evaluate_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonEvaluator *self = GMARL_COMPARISON_EVALUATOR (widget);
  g_autoptr (GmarlComparisonWants) wants = get_wants (self);

  begin (self, wants);
  show_line (self, wants);
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonEvaluator *self = GMARL_COMPARISON_EVALUATOR (widget);

  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  self->given_up = get_wants (self);
  gmarl_comparison_study_cancel (self->study);
}

/* -- The object -- */

static void
gmarl_comparison_evaluator_map (GtkWidget *widget)
{
  GmarlComparisonEvaluator *self = GMARL_COMPARISON_EVALUATOR (widget);

  GTK_WIDGET_CLASS (gmarl_comparison_evaluator_parent_class)->map (widget);
  if (self->is_stale)
    gmarl_comparison_evaluator_consider (self);
}

static void
gmarl_comparison_evaluator_dispose (GObject *object)
{
  GmarlComparisonEvaluator *self = GMARL_COMPARISON_EVALUATOR (object);

  g_clear_handle_id (&self->timer, g_source_remove);
  if (self->study != NULL)
    gmarl_comparison_study_cancel (self->study);
  g_clear_object (&self->document);
  g_clear_pointer (&self->given_up, gmarl_comparison_wants_free);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_COMPARISON_EVALUATOR);
  g_clear_object (&self->study);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_comparison_evaluator_parent_class)->dispose (object);
}

static void
gmarl_comparison_evaluator_class_init (GmarlComparisonEvaluatorClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_comparison_evaluator_dispose;
  widget_class->map = gmarl_comparison_evaluator_map;
  signals[SIGNAL_RESULT] = g_signal_new ("result", GMARL_TYPE_COMPARISON_EVALUATOR,
                                         G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-comparison-evaluator.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonEvaluator, line);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonEvaluator, text);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonEvaluator, progress);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonEvaluator, evaluate);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonEvaluator, cancel);
  gtk_widget_class_install_action (widget_class, "comparison.evaluate", NULL, evaluate_cb);
  gtk_widget_class_install_action (widget_class, "comparison.cancel", NULL, cancel_cb);
}

static void
gmarl_comparison_evaluator_init (GmarlComparisonEvaluator *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->study = gmarl_comparison_study_new ();
  self->is_stale = TRUE;
}

GtkWidget *
gmarl_comparison_evaluator_new (GmarlSession *session, GmarlComparisonList *list)
{
  GmarlComparisonEvaluator *self = g_object_new (GMARL_TYPE_COMPARISON_EVALUATOR, NULL);
  const struct {
    const char *signal;
    GCallback callback;
  } of_study[] = {
    { "notify::busy", G_CALLBACK (busy_changed_cb) },
    { "notify::text", G_CALLBACK (progress_cb) },
    { "notify::result", G_CALLBACK (result_cb) },
    { "notify::error", G_CALLBACK (error_cb) },
  };

  self->session = g_object_ref (session);
  self->list = g_object_ref (list);
  for (gsize k = 0; k < G_N_ELEMENTS (of_study); k++)
    g_signal_connect_object (self->study, of_study[k].signal, of_study[k].callback, self,
                             G_CONNECT_SWAPPED);
  self->document = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document, "changed", G_CALLBACK (protocol_changed_cb),
                                  self);
  g_signal_connect_swapped (self->document, "bind", G_CALLBACK (protocol_changed_cb), self);
  g_object_bind_property (session, "document", self->document, "target", G_BINDING_SYNC_CREATE);
  return GTK_WIDGET (self);
}

void
gmarl_comparison_evaluator_set_protocol (GmarlComparisonEvaluator *self, guint64 seed, gsize n_days)
{
  g_return_if_fail (GMARL_IS_COMPARISON_EVALUATOR (self));

  self->seed = seed;
  self->n_days = n_days;
  protocol_changed_cb (self);
}

GmarlComparisonResult *
gmarl_comparison_evaluator_get_result (GmarlComparisonEvaluator *self)
{
  g_return_val_if_fail (GMARL_IS_COMPARISON_EVALUATOR (self), NULL);

  return gmarl_comparison_study_get_result (self->study);
}
