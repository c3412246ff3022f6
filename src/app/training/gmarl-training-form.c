/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-form.h"

#include "gmarl-backend.h"
#include "gmarl-calibration.h"
#include "gmarl-calm-wheel.h"
#include "gmarl-option-row.h"
#include "gmarl-training-names.h"
#include "gmarl-training-text.h"
#include "gmarl-threads.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

/* Training that is thrown away, and how long nothing must change before it. */
#define CALIBRATION_SECONDS 0.5
#define CALIBRATION_DELAY   600 /* ms */

/* After the presets: what is none of them. */
#define CUSTOM GMARL_N_TRAINING_PRESETS

struct _GmarlTrainingForm {
  GtkWidget parent_instance;

  /* Template widgets */
  GtkWidget *content;
  AdwActionRow *scenario_row;
  AdwComboRow *preset_row;
  GtkSpinButton *seeds;
  GtkSpinButton *iterations;
  AdwActionRow *iterations_row;
  AdwPreferencesGroup *main_group;
  AdwPreferencesGroup *advanced;
  AdwActionRow *device_row;
  GtkButton *train;
  GtkLabel *problem_label;
  GtkButton *reset_all;

  /* Owned */
  GmarlScenario *scenario;
  GPtrArray *rows; /* of GmarlOptionRow; borrowed */
  GtkStringList *preset_names;
  GCancellable *calibrating;
  char *problem;

  GmarlLearningConfig learning;
  AdwExpanderRow *topics[GMARL_N_TRAINING_TOPICS];
  gint64 threads;               /* where none are chosen here; 0: one a core */
  double seconds_per_iteration; /* NaN: not known */
  guint calibration_id;
  gboolean is_training;
  gboolean is_choosing; /* a preset sets the numbers, not the other way round */
};

G_DEFINE_FINAL_TYPE (GmarlTrainingForm, gmarl_training_form, GTK_TYPE_WIDGET)

/* -- How long it takes -- */

static guint
get_preset (GmarlTrainingForm *self)
{
  return adw_combo_row_get_selected (self->preset_row);
}

static void
show_estimates (GmarlTrainingForm *self)
{
  guint selected = get_preset (self);
  double n_seeds = gtk_spin_button_get_value (self->seeds);
  double iterations = gtk_spin_button_get_value (self->iterations);
  g_autofree char *time = NULL;
  g_autofree char *subtitle = NULL;

  if (isnan (self->seconds_per_iteration)) {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->preset_row),
                                 self->is_training ? _ ("Measured when no training runs")
                                                   : _ ("Measuring how long it takes here…"));
    return;
  }
  self->is_choosing = TRUE;
  for (guint preset = 0; preset < GMARL_N_TRAINING_PRESETS; preset++) {
    g_autofree char *duration = gmarl_training_text_duration (
        gmarl_training_preset_seconds (preset, self->seconds_per_iteration));
    /* translators: a preset and how long it takes */
    g_autofree char *name =
        g_strdup_printf (_ ("%s, %s"), _ (gmarl_training_presets[preset].name), duration);
    const char *const names[] = { name, NULL };

    if (g_strcmp0 (gtk_string_list_get_string (self->preset_names, preset), name) != 0)
      gtk_string_list_splice (self->preset_names, preset, 1, names);
  }
  adw_combo_row_set_selected (self->preset_row, selected);
  self->is_choosing = FALSE;

  time = gmarl_training_text_duration (self->seconds_per_iteration * n_seeds * iterations);
  /* translators: %s is a duration */
  subtitle = g_strdup_printf (_ ("About %s on this computer"), time);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->preset_row), subtitle);
}

typedef struct {
  GmarlRunConfig *config;
  double seconds;
} Calibration;

static void
calibration_free (Calibration *self)
{
  gmarl_run_config_free (self->config);
  g_free (self);
}

static void
calibration_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Calibration *self = data;
  GError *error = NULL;

  self->seconds = gmarl_calibrate (self->config, CALIBRATION_SECONDS, cancellable, &error);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static void apply_preset (GmarlTrainingForm *self);

static void
calibrated_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlTrainingForm) self = user_data;
  Calibration *calibration = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;

  if (g_task_get_cancellable (G_TASK (result)) != self->calibrating)
    return;
  g_clear_object (&self->calibrating);
  if (!g_task_propagate_boolean (G_TASK (result), &error)) {
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->preset_row), "");
    return;
  }
  self->seconds_per_iteration = calibration->seconds;
  apply_preset (self);
}

static void
stop_calibration (GmarlTrainingForm *self)
{
  g_clear_handle_id (&self->calibration_id, g_source_remove);
  if (self->calibrating != NULL)
    g_cancellable_cancel (self->calibrating);
  g_clear_object (&self->calibrating);
}

static gboolean
calibrate_cb (gpointer user_data)
{
  GmarlTrainingForm *self = user_data;
  Calibration *calibration;
  g_autoptr (GTask) task = NULL;

  self->calibration_id = 0;
  if (self->scenario == NULL || self->is_training || self->problem != NULL)
    return G_SOURCE_REMOVE;
  calibration = g_new0 (Calibration, 1);
  calibration->config = gmarl_training_form_make_config (self);
  self->calibrating = g_cancellable_new ();
  /* Without a source object, which the thread might be the last to let go of. */
  task = g_task_new (NULL, self->calibrating, calibrated_cb, g_object_ref (self));
  g_task_set_task_data (task, calibration, (GDestroyNotify) calibration_free);
  gmarl_threads_run (task, calibration_thread);
  return G_SOURCE_REMOVE;
}

/* What was measured is of another configuration. */
static void
forget_calibration (GmarlTrainingForm *self)
{
  stop_calibration (self);
  self->seconds_per_iteration = NAN;
  show_estimates (self);
  if (gtk_widget_get_mapped (GTK_WIDGET (self)) && !self->is_training)
    self->calibration_id = g_timeout_add (CALIBRATION_DELAY, calibrate_cb, self);
}

/* -- Presets -- */

static void
apply_preset (GmarlTrainingForm *self)
{
  guint preset = get_preset (self);

  if (preset < CUSTOM) {
    self->is_choosing = TRUE;
    gtk_spin_button_set_value (self->seeds, (double) gmarl_training_presets[preset].n_seeds);
    gtk_spin_button_set_value (self->iterations, (double) gmarl_training_preset_iterations (
                                                     preset, self->seconds_per_iteration));
    self->is_choosing = FALSE;
  }
  adw_action_row_set_subtitle (self->iterations_row,
                               preset == GMARL_TRAINING_PRESET_QUICK
                                   ? _ ("As many as fit the time")
                                   : _ ("The learning rate falls until then"));
  show_estimates (self);
}

static void
preset_cb (GmarlTrainingForm *self)
{
  if (!self->is_choosing && get_preset (self) != GTK_INVALID_LIST_POSITION)
    apply_preset (self);
}

static void
numbers_cb (GmarlTrainingForm *self)
{
  if (self->is_choosing)
    return;
  self->is_choosing = TRUE;
  adw_combo_row_set_selected (self->preset_row, CUSTOM);
  self->is_choosing = FALSE;
  apply_preset (self);
}

/* -- Rows -- */

static void
set_problem (GmarlTrainingForm *self, const char *problem)
{
  g_free (self->problem);
  self->problem = g_strdup (problem);
  gtk_label_set_text (self->problem_label, problem != NULL ? problem : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem_label), problem != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->train), problem == NULL && !self->is_training);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->train), problem != NULL ? problem
                                                         : self->is_training
                                                             ? _ ("A training is running")
                                                             : _ ("Train a policy for every node"));
}

static void
find_problem (GmarlTrainingForm *self)
{
  g_autoptr (GError) error = NULL;

  for (guint k = 0; k < self->rows->len; k++) {
    GmarlOptionRow *row = self->rows->pdata[k];

    if (gmarl_option_row_get_problem (row) != NULL) {
      g_autofree char *problem =
          g_strdup_printf ("%s: %s", adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                           gmarl_option_row_get_problem (row));

      set_problem (self, problem);
      return;
    }
  }
  if (self->scenario != NULL) {
    g_autoptr (GmarlRunConfig) config = gmarl_training_form_make_config (self);

    gmarl_run_config_validate (config, &error);
  }
  set_problem (self, error != NULL ? error->message : NULL);
}

static void
count_changed (GmarlTrainingForm *self)
{
  guint count[GMARL_N_TRAINING_TOPICS] = { 0 };
  guint all = 0;

  for (guint k = 0; k < self->rows->len; k++) {
    GmarlOptionRow *row = self->rows->pdata[k];

    if (!gmarl_option_row_is_changed (row))
      continue;
    count[gmarl_training_name_find (gmarl_option_row_get_option (row)->key)->topic]++;
    all++;
  }
  for (guint topic = 0; topic < GMARL_N_TRAINING_TOPICS; topic++) {
    g_autofree char *text = g_strdup_printf (
        g_dngettext (GETTEXT_PACKAGE, "%u changed", "%u changed", count[topic]), count[topic]);

    if (self->topics[topic] != NULL)
      adw_expander_row_set_subtitle (self->topics[topic], count[topic] > 0 ? text : "");
  }
  gtk_widget_set_visible (GTK_WIDGET (self->reset_all), all > 0);
}

static gint64
get_threads (GmarlTrainingForm *self)
{
  return self->learning.threads > 0 ? self->learning.threads : self->threads;
}

static void
show_device (GmarlTrainingForm *self)
{
  const char *level = gmarl_kernel_level_name (self->learning.kernel_level, NULL);
  guint threads = get_threads (self) > 0 ? (guint) get_threads (self) : gmarl_available_threads ();
  g_autofree char *text = NULL;

  if (self->learning.backend == GMARL_BACKEND_OPENBLAS)
    level = "openblas";
  else if (level == NULL)
    return;
  /* translators: "Processor: AVX-512, 2 threads" */
  text = g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "Processor: %s kernels, %u thread",
                                       "Processor: %s kernels, %u threads", threads),
                          gmarl_training_choice_name (level), threads);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->device_row), text);
}

static void
option_cb (GmarlTrainingForm *self)
{
  count_changed (self);
  find_problem (self);
  show_device (self);
  forget_calibration (self);
}

static void
reset_all_cb (GmarlTrainingForm *self)
{
  for (guint k = 0; k < self->rows->len; k++)
    gmarl_option_row_reset (self->rows->pdata[k]);
}

static void
train_cb (GmarlTrainingForm *self)
{
  gtk_widget_activate_action (GTK_WIDGET (self), "win.train", NULL);
}

static void
add_row (GmarlTrainingForm *self, const GmarlOption *option)
{
  const GmarlTrainingName *name = gmarl_training_name_find (option->key);
  g_autofree char *tooltip = NULL;
  const char *unit;
  GtkWidget *row;

  g_return_if_fail (name != NULL);

  tooltip = gmarl_training_name_describe (name, option);
  unit = name->topic == GMARL_TRAINING_TOPIC_MAIN ? _ (option->summary)
         : name->unit[0] != '\0'                  ? _ (name->unit)
                                                  : "";
  row = gmarl_option_row_new (option, &self->learning, &gmarl_learning_defaults, _ (name->name),
                              unit, tooltip, gmarl_training_choice_name);
  g_signal_connect_swapped (row, "changed", G_CALLBACK (option_cb), self);
  g_ptr_array_add (self->rows, row);
  if (name->topic == GMARL_TRAINING_TOPIC_MAIN) {
    adw_preferences_group_add (self->main_group, row);
    return;
  }
  if (self->topics[name->topic] == NULL) {
    self->topics[name->topic] = ADW_EXPANDER_ROW (adw_expander_row_new ());
    adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->topics[name->topic]),
                                   _ (gmarl_training_topics[name->topic]));
  }
  adw_expander_row_add_row (self->topics[name->topic], row);
}

/* In the order of the names, which is that of topics. */
static void
add_rows (GmarlTrainingForm *self)
{
  for (gsize k = 0; k < gmarl_n_training_names; k++)
    add_row (self, gmarl_option_find (gmarl_learning_options, gmarl_n_learning_options,
                                      gmarl_training_names[k].key));
  for (guint topic = 0; topic < GMARL_N_TRAINING_TOPICS; topic++)
    if (self->topics[topic] != NULL)
      adw_preferences_group_add (self->advanced, GTK_WIDGET (self->topics[topic]));
  g_object_ref (self->device_row);
  adw_preferences_group_remove (self->main_group, GTK_WIDGET (self->device_row));
  adw_preferences_group_add (self->main_group, GTK_WIDGET (self->device_row));
  g_object_unref (self->device_row);
}

static void
make_presets (GmarlTrainingForm *self)
{
  self->preset_names = gtk_string_list_new (NULL);
  for (guint preset = 0; preset < GMARL_N_TRAINING_PRESETS; preset++)
    gtk_string_list_append (self->preset_names, _ (gmarl_training_presets[preset].name));
  gtk_string_list_append (self->preset_names, _ ("Custom"));
  adw_combo_row_set_model (self->preset_row, G_LIST_MODEL (self->preset_names));
}

/* -- The widget -- */

static void
gmarl_training_form_map (GtkWidget *widget)
{
  GmarlTrainingForm *self = GMARL_TRAINING_FORM (widget);

  GTK_WIDGET_CLASS (gmarl_training_form_parent_class)->map (widget);
  if (isnan (self->seconds_per_iteration) && !self->is_training)
    forget_calibration (self);
}

static void
gmarl_training_form_unmap (GtkWidget *widget)
{
  stop_calibration (GMARL_TRAINING_FORM (widget));
  GTK_WIDGET_CLASS (gmarl_training_form_parent_class)->unmap (widget);
}

static void
gmarl_training_form_dispose (GObject *object)
{
  GmarlTrainingForm *self = GMARL_TRAINING_FORM (object);

  stop_calibration (self);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_TRAINING_FORM);
  g_clear_object (&self->preset_names);
  G_OBJECT_CLASS (gmarl_training_form_parent_class)->dispose (object);
}

static void
gmarl_training_form_finalize (GObject *object)
{
  GmarlTrainingForm *self = GMARL_TRAINING_FORM (object);

  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self->problem);
  G_OBJECT_CLASS (gmarl_training_form_parent_class)->finalize (object);
}

static void
gmarl_training_form_class_init (GmarlTrainingFormClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_training_form_dispose;
  object_class->finalize = gmarl_training_form_finalize;
  widget_class->map = gmarl_training_form_map;
  widget_class->unmap = gmarl_training_form_unmap;

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-training-form.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, content);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, scenario_row);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, preset_row);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, seeds);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, iterations);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, iterations_row);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, main_group);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, advanced);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, device_row);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, train);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, problem_label);
  gtk_widget_class_bind_template_child (widget_class, GmarlTrainingForm, reset_all);
  gtk_widget_class_bind_template_callback (widget_class, preset_cb);
  gtk_widget_class_bind_template_callback (widget_class, numbers_cb);
  gtk_widget_class_bind_template_callback (widget_class, reset_all_cb);
  gtk_widget_class_bind_template_callback (widget_class, train_cb);
}

static void
gmarl_training_form_init (GmarlTrainingForm *self)
{
  self->seconds_per_iteration = NAN;
  self->learning = gmarl_learning_defaults;
  self->rows = g_ptr_array_new ();
  self->is_choosing = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
  gmarl_calm_wheel (GTK_WIDGET (self));
  make_presets (self);
  self->is_choosing = FALSE;
  add_rows (self);
  apply_preset (self);
  show_device (self);
  find_problem (self);
}

GtkWidget *
gmarl_training_form_new (void)
{
  return g_object_new (GMARL_TYPE_TRAINING_FORM, NULL);
}

void
gmarl_training_form_set_scenario (GmarlTrainingForm *self, const GmarlScenario *scenario)
{
  g_autofree char *subtitle = NULL;

  g_return_if_fail (GMARL_IS_TRAINING_FORM (self));

  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  self->scenario = gmarl_scenario_copy (scenario);
  /* translators: %s is the name of a scenario */
  subtitle = g_strdup_printf (_ ("%s, copied when it starts"), scenario->name);
  adw_action_row_set_subtitle (self->scenario_row, subtitle);
  find_problem (self);
  forget_calibration (self);
}

void
gmarl_training_form_set_training (GmarlTrainingForm *self, gboolean training)
{
  g_return_if_fail (GMARL_IS_TRAINING_FORM (self));

  self->is_training = training;
  if (training) {
    stop_calibration (self);
    show_estimates (self);
  } else if (isnan (self->seconds_per_iteration)) {
    forget_calibration (self);
  }
  find_problem (self);
}

void
gmarl_training_form_set_threads (GmarlTrainingForm *self, gint64 threads)
{
  g_return_if_fail (GMARL_IS_TRAINING_FORM (self));

  if (threads == self->threads)
    return;
  self->threads = threads;
  show_device (self);
  forget_calibration (self);
}

const char *
gmarl_training_form_get_problem (GmarlTrainingForm *self)
{
  return self->problem;
}

void
gmarl_training_form_set_preset (GmarlTrainingForm *self, GmarlTrainingPreset preset)
{
  adw_combo_row_set_selected (self->preset_row, preset);
  apply_preset (self);
}

void
gmarl_training_form_set_config (GmarlTrainingForm *self,
                                const GmarlRunConfig *config,
                                gsize n_seeds)
{
  g_return_if_fail (GMARL_IS_TRAINING_FORM (self));

  for (guint k = 0; k < self->rows->len; k++) {
    const GmarlOption *option = gmarl_option_row_get_option (self->rows->pdata[k]);
    g_autofree char *value = gmarl_option_get (option, &config->learning);

    if (!gmarl_learning_option_is_free (option))
      gmarl_option_row_set_value (self->rows->pdata[k], value);
  }
  self->is_choosing = TRUE;
  adw_combo_row_set_selected (self->preset_row, CUSTOM);
  gtk_spin_button_set_value (self->seeds, (double) n_seeds);
  gtk_spin_button_set_value (self->iterations, (double) config->iterations);
  self->is_choosing = FALSE;
  apply_preset (self);
}

GmarlRunConfig *
gmarl_training_form_make_config (GmarlTrainingForm *self)
{
  GmarlRunConfig *config;

  g_return_val_if_fail (self->scenario != NULL, NULL);

  config = gmarl_run_config_new (gmarl_scenario_copy (self->scenario));
  config->learning = self->learning;
  config->learning.threads = get_threads (self);
  config->iterations = gtk_spin_button_get_value_as_int (self->iterations);
  return config;
}

double
gmarl_training_form_get_time_budget (GmarlTrainingForm *self)
{
  return get_preset (self) == GMARL_TRAINING_PRESET_QUICK && isnan (self->seconds_per_iteration)
             ? GMARL_TRAINING_QUICK_SECONDS
             : 0;
}

gsize
gmarl_training_form_get_n_seeds (GmarlTrainingForm *self)
{
  return (gsize) gtk_spin_button_get_value_as_int (self->seeds);
}

double
gmarl_training_form_get_seconds_per_iteration (GmarlTrainingForm *self)
{
  return self->seconds_per_iteration;
}

GtkWidget *
gmarl_training_form_get_row (GmarlTrainingForm *self, const char *key)
{
  for (guint k = 0; k < self->rows->len; k++)
    if (g_str_equal (gmarl_option_row_get_option (self->rows->pdata[k])->key, key))
      return self->rows->pdata[k];
  return NULL;
}
