/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-form.h"

#include "gmarl-calibration.h"
#include "gmarl-calm-wheel.h"
#include "gmarl-library-studies.h"
#include "gmarl-number-lists.h"
#include "gmarl-scaling-estimate.h"
#include "gmarl-scaling-results.h"
#include "gmarl-training-text.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* How long nothing must change before it is measured. */
#define MEASURE_DELAY 600 /* ms */

#define QUICK_SECONDS    120
#define QUICK_ITERATIONS 50 /* where nothing was measured yet */

struct _GmarlScalingForm {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *content;
  AdwEntryRow *agents;
  GtkFlowBox *chips;
  AdwComboRow *sharing;
  AdwEntryRow *seeds;
  GtkSpinButton *iterations;
  GtkSpinButton *jobs;
  AdwActionRow *scenario_row;
  GtkLabel *sentence;
  GtkLabel *problem_label;
  GtkButton *start;

  /* Owned */
  GmarlSession *session;
  GmarlScenario *scenario;
  GCancellable *measuring;
  char *measured_key; /* of what was measured; NULL: nothing */
  double *seconds;    /* of an iteration, [n_sizes, 2] */

  guint measure_id;
  gboolean is_busy;
};

enum {
  START,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlScalingForm, gmarl_scaling_form, GTK_TYPE_WIDGET)

/* In the order of the rows. */
static const GmarlSharing sharings[] = { GMARL_SHARING_INDEPENDENT, GMARL_SHARING_SHARED,
                                         GMARL_SHARING_BOTH };

/* -- What the form says -- */

static GmarlScalingStudy *
make_study (GmarlScalingForm *self, GtkWidget **wrong, GError **error)
{
  g_autoptr (GmarlScalingStudy) study = NULL;
  GmarlRunConfig *config;
  guint sharing = adw_combo_row_get_selected (self->sharing);

  *wrong = NULL;
  if (self->scenario == NULL)
    return NULL;
  config = gmarl_run_config_new (gmarl_scenario_copy (self->scenario));
  config->iterations = (gint64) gtk_spin_button_get_value (self->iterations);
  study = gmarl_scaling_study_new (config);
  study->sharing = sharings[MIN (sharing, G_N_ELEMENTS (sharings) - 1)];
  *wrong = GTK_WIDGET (self->agents);
  if (!gmarl_scaling_study_set_sizes (study, gtk_editable_get_text (GTK_EDITABLE (self->agents)),
                                      error) ||
      !gmarl_scaling_study_validate (study, error))
    return NULL;
  *wrong = GTK_WIDGET (self->seeds);
  if (!gmarl_scaling_study_set_seeds (study, gtk_editable_get_text (GTK_EDITABLE (self->seeds)),
                                      error))
    return NULL;
  *wrong = NULL;
  return g_steal_pointer (&study);
}

GmarlScalingStudy *
gmarl_scaling_form_make_study (GmarlScalingForm *self)
{
  GtkWidget *wrong;

  g_return_val_if_fail (GMARL_IS_SCALING_FORM (self), NULL);
  return make_study (self, &wrong, NULL);
}

guint
gmarl_scaling_form_get_jobs (GmarlScalingForm *self)
{
  return (guint) gtk_spin_button_get_value_as_int (self->jobs);
}

gint64
gmarl_scaling_form_get_threads (GmarlScalingForm *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  return gmarl_scaling_threads_of_job (gmarl_scaling_form_get_jobs (self),
                                       g_settings_get_int (settings, "threads"));
}

/* -- What it takes -- */

/* What the measured times depend on. */
static char *
make_key (GmarlScalingForm *self, const GmarlScalingStudy *study)
{
  g_autofree char *sizes = gmarl_format_size_list (study->sizes);
  g_autofree char *hash = gmarl_scenario_hash (study->config->scenario);

  return g_strdup_printf ("%s %s %s %" PRId64, hash, sizes, gmarl_sharing_to_id (study->sharing),
                          gmarl_scaling_form_get_threads (self));
}

static double *
find_left (GmarlScalingForm *self, const GmarlScalingStudy *study)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autofree char *id = gmarl_scaling_study_get_id (study);
  g_autoptr (GPtrArray) cells =
      library == NULL ? NULL : gmarl_library_list_cells (library, id, NULL);

  return cells == NULL || cells->len == 0 ? NULL : gmarl_scaling_cells_left (cells);
}

static void
show_sentence (GmarlScalingForm *self, const GmarlScalingStudy *study)
{
  g_autofree double *left = find_left (self, study);
  GmarlScalingEstimate estimate =
      gmarl_scaling_estimate (study, self->seconds, left, gmarl_scaling_form_get_jobs (self),
                              gmarl_scaling_form_get_threads (self));
  g_autofree char *duration = gmarl_training_text_duration (estimate.seconds);
  g_autofree char *sentence = gmarl_scaling_estimate_describe (&estimate, duration);

  if (estimate.n_runs == 0)
    gtk_label_set_text (self->sentence, _ ("All runs of this study are done."));
  else
    gtk_label_set_text (self->sentence, sentence);
}

typedef struct {
  GmarlScalingStudy *study;
  gint64 threads;
  char *key;
} Measuring;

static void
measuring_free (Measuring *self)
{
  gmarl_scaling_study_free (self->study);
  g_free (self->key);
  g_free (self);
}

static void
measure_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Measuring *self = data;
  GError *error = NULL;
  double *seconds = gmarl_scaling_measure (self->study, self->threads, cancellable, &error);

  if (seconds == NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, seconds, g_free);
}

static void update (GmarlScalingForm *self);

static void
measured_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlScalingForm) self = user_data;
  Measuring *measuring = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  double *seconds;

  if (g_task_get_cancellable (G_TASK (result)) != self->measuring)
    return;
  g_clear_object (&self->measuring);
  seconds = g_task_propagate_pointer (G_TASK (result), &error);
  if (seconds == NULL) {
    gtk_label_set_text (self->sentence, error->message);
    return;
  }
  g_free (self->seconds);
  self->seconds = seconds;
  g_free (self->measured_key);
  self->measured_key = g_strdup (measuring->key);
  update (self);
}

static void
stop_measuring (GmarlScalingForm *self)
{
  g_clear_handle_id (&self->measure_id, g_source_remove);
  if (self->measuring != NULL)
    g_cancellable_cancel (self->measuring);
  g_clear_object (&self->measuring);
}

static gboolean
measure_cb (gpointer user_data)
{
  GmarlScalingForm *self = user_data;
  g_autoptr (GTask) task = NULL;
  GmarlScalingStudy *study = gmarl_scaling_form_make_study (self);
  Measuring *measuring;

  self->measure_id = 0;
  if (study == NULL)
    return G_SOURCE_REMOVE;
  measuring = g_new0 (Measuring, 1);
  measuring->study = study;
  measuring->threads = gmarl_scaling_form_get_threads (self);
  measuring->key = make_key (self, study);
  self->measuring = g_cancellable_new ();
  /* Without a source object, which the thread might be the last to let go of. */
  task = g_task_new (NULL, self->measuring, measured_cb, g_object_ref (self));
  g_task_set_task_data (task, measuring, (GDestroyNotify) measuring_free);
  gmarl_threads_run (task, measure_thread);
  return G_SOURCE_REMOVE;
}

/* Says what the study takes, or begins to find it out. */
static void
tell_cost (GmarlScalingForm *self, const GmarlScalingStudy *study)
{
  g_autofree char *key = make_key (self, study);
  gsize n_runs = gmarl_scaling_study_count_cells (study);
  g_autofree char *text = NULL;

  if (self->seconds != NULL && g_strcmp0 (key, self->measured_key) == 0) {
    show_sentence (self, study);
    return;
  }
  text =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu run · measuring how long it takes here…",
                                    "%zu runs · measuring how long it takes here…", n_runs),
                       n_runs);
  if (self->is_busy || !gtk_widget_get_mapped (GTK_WIDGET (self))) {
    g_autofree char *short_text =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%zu run", "%zu runs", n_runs), n_runs);

    gtk_label_set_text (self->sentence, short_text);
    return;
  }
  gtk_label_set_text (self->sentence, text);
  self->measure_id = g_timeout_add (MEASURE_DELAY, measure_cb, self);
}

/* -- What is shown -- */

static void
show_chips (GmarlScalingForm *self)
{
  g_autoptr (GArray) sizes = gmarl_parse_size_list (
      gtk_editable_get_text (GTK_EDITABLE (self->agents)), GMARL_SCALING_MOST_SIZES, NULL);
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->chips))) != NULL)
    gtk_flow_box_remove (self->chips, child);
  for (guint k = 0; sizes != NULL && k < sizes->len; k++) {
    g_autofree char *text = g_strdup_printf ("%" PRId64, g_array_index (sizes, gint64, k));
    GtkWidget *label = gtk_label_new (text);

    gtk_widget_set_halign (label, GTK_ALIGN_START);
    gtk_widget_add_css_class (label, "gmarl-chip");
    gtk_widget_add_css_class (label, "numeric");
    gtk_flow_box_append (self->chips, label);
    gtk_widget_set_focusable (gtk_widget_get_parent (label), FALSE);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->chips), sizes != NULL);
}

static void
mark (GtkWidget *row, gboolean is_wrong)
{
  if (is_wrong)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");
}

static void
update (GmarlScalingForm *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlScalingStudy) study = NULL;
  GtkWidget *wrong = NULL;
  const char *problem;

  if (self->session == NULL)
    return;
  stop_measuring (self);
  study = make_study (self, &wrong, &error);
  problem = error != NULL ? error->message : NULL;
  mark (GTK_WIDGET (self->agents), wrong == GTK_WIDGET (self->agents));
  mark (GTK_WIDGET (self->seeds), wrong == GTK_WIDGET (self->seeds));
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->sentence), study != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->start), study != NULL && !self->is_busy);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->start),
                               problem != NULL ? problem
                               : self->is_busy ? _ ("Something else is running")
                                               : _ ("Train all of these, or go on with them"));
  if (study != NULL)
    tell_cost (self, study);
}

static void
agents_cb (GmarlScalingForm *self)
{
  show_chips (self);
  update (self);
}

static void
start_cb (GmarlScalingForm *self)
{
  g_signal_emit (self, signals[START], 0);
}

void
gmarl_scaling_form_set_scenario (GmarlScalingForm *self, const GmarlScenario *scenario)
{
  g_autofree char *subtitle = NULL;

  g_return_if_fail (GMARL_IS_SCALING_FORM (self));
  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  self->scenario = gmarl_scenario_copy (scenario);
  /* translators: %s is the name of a scenario */
  subtitle = g_strdup_printf (_ ("%s, with the numbers of agents above"), scenario->name);
  adw_action_row_set_subtitle (self->scenario_row, subtitle);
  update (self);
}

void
gmarl_scaling_form_set_busy (GmarlScalingForm *self, gboolean busy)
{
  g_return_if_fail (GMARL_IS_SCALING_FORM (self));
  if (busy == self->is_busy)
    return;
  self->is_busy = busy;
  update (self);
}

/* The iterations that fit, if it was measured for just these sizes. */
static gint64
fit_iterations (GmarlScalingForm *self)
{
  g_autoptr (GmarlScalingStudy) study = gmarl_scaling_form_make_study (self);
  g_autofree char *key = study == NULL ? NULL : make_key (self, study);
  GmarlScalingEstimate estimate;

  if (study == NULL || self->seconds == NULL || g_strcmp0 (key, self->measured_key) != 0)
    return QUICK_ITERATIONS;
  study->config->iterations = 1;
  estimate = gmarl_scaling_estimate (study, self->seconds, NULL, gmarl_scaling_form_get_jobs (self),
                                     gmarl_scaling_form_get_threads (self));
  return gmarl_calibration_fit (estimate.seconds, QUICK_SECONDS);
}

void
gmarl_scaling_form_set_quick (GmarlScalingForm *self)
{
  g_return_if_fail (GMARL_IS_SCALING_FORM (self));
  gtk_editable_set_text (GTK_EDITABLE (self->agents), "3, 5, 7, 10");
  gtk_editable_set_text (GTK_EDITABLE (self->seeds), "1-3");
  adw_combo_row_set_selected (self->sharing, G_N_ELEMENTS (sharings) - 1); /* both */
  gtk_spin_button_set_value (self->iterations, (double) fit_iterations (self));
}

/* -- The widget -- */

static void
gmarl_scaling_form_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_scaling_form_parent_class)->map (widget);
  update (GMARL_SCALING_FORM (widget));
}

static void
gmarl_scaling_form_unmap (GtkWidget *widget)
{
  stop_measuring (GMARL_SCALING_FORM (widget));
  GTK_WIDGET_CLASS (gmarl_scaling_form_parent_class)->unmap (widget);
}

static void
gmarl_scaling_form_dispose (GObject *object)
{
  GmarlScalingForm *self = GMARL_SCALING_FORM (object);

  stop_measuring (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_SCALING_FORM);
  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  g_clear_object (&self->session);
  g_clear_pointer (&self->measured_key, g_free);
  g_clear_pointer (&self->seconds, g_free);
  G_OBJECT_CLASS (gmarl_scaling_form_parent_class)->dispose (object);
}

static void
gmarl_scaling_form_class_init (GmarlScalingFormClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_scaling_form_dispose;
  widget_class->map = gmarl_scaling_form_map;
  widget_class->unmap = gmarl_scaling_form_unmap;
  signals[START] = g_signal_new ("start", GMARL_TYPE_SCALING_FORM, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-scaling-form.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, content);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, agents);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, chips);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, sharing);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, seeds);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, iterations);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, jobs);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, scenario_row);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, sentence);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, problem_label);
  gtk_widget_class_bind_template_child (widget_class, GmarlScalingForm, start);
  gtk_widget_class_bind_template_callback (widget_class, agents_cb);
  gtk_widget_class_bind_template_callback (widget_class, update);
  gtk_widget_class_bind_template_callback (widget_class, start_cb);
}

static void
gmarl_scaling_form_init (GmarlScalingForm *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_calm_wheel (GTK_WIDGET (self));
}

GtkWidget *
gmarl_scaling_form_new (GmarlSession *session)
{
  GmarlScalingForm *self = g_object_new (GMARL_TYPE_SCALING_FORM, NULL);

  self->session = g_object_ref (session);
  show_chips (self);
  g_signal_connect_object (gmarl_session_get_settings (session), "changed::threads",
                           G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
