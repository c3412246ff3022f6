/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-run-config.h"

#include "gmarl-error.h"
#include "gmarl-grid.h"
#include "gmarl-network.h"
#include "gmarl-training-metrics.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define SCENARIO_PREFIX    "scenario."
#define DEFAULT_ITERATIONS 500

static const GmarlOption run_options[] = {
  { "iterations", GMARL_OPTION_INTEGER, G_STRUCT_OFFSET (GmarlRunConfig, iterations), 1, 10000000,
    GMARL_OPTION_NONE, NULL, "",
    N_ ("Iterations of the training; the learning rate falls over them.") },
};

GmarlRunConfig *
gmarl_run_config_new (GmarlScenario *scenario)
{
  GmarlRunConfig *self = g_new0 (GmarlRunConfig, 1);

  self->scenario = scenario;
  self->learning = gmarl_learning_defaults;
  self->iterations = DEFAULT_ITERATIONS;
  return self;
}

GmarlRunConfig *
gmarl_run_config_copy (const GmarlRunConfig *self)
{
  GmarlRunConfig *copy = gmarl_run_config_new (gmarl_scenario_copy (self->scenario));

  copy->learning = self->learning;
  copy->iterations = self->iterations;
  return copy;
}

void
gmarl_run_config_free (GmarlRunConfig *self)
{
  if (self == NULL)
    return;
  gmarl_scenario_free (self->scenario);
  g_free (self);
}

/* The option with this key and the struct it lives in. */
static const GmarlOption *
find_option (GmarlRunConfig *self, const char *key, gpointer *object)
{
  const GmarlOption *option = gmarl_option_find (run_options, G_N_ELEMENTS (run_options), key);

  *object = self;
  if (option == NULL) {
    option = gmarl_option_find (gmarl_learning_options, gmarl_n_learning_options, key);
    *object = &self->learning;
  }
  return option;
}

static void
set_unknown_key_error (const char *key, GError **error)
{
  g_autoptr (GPtrArray) keys = g_ptr_array_new_with_free_func (g_free);
  const char *nearest;

  for (gsize k = 0; k < G_N_ELEMENTS (run_options); k++)
    g_ptr_array_add (keys, g_strdup (run_options[k].key));
  for (gsize k = 0; k < gmarl_n_learning_options; k++)
    g_ptr_array_add (keys, g_strdup (gmarl_learning_options[k].key));
  for (gsize k = 0; k < gmarl_n_scenario_options; k++)
    g_ptr_array_add (keys, g_strconcat (SCENARIO_PREFIX, gmarl_scenario_options[k].key, NULL));
  g_ptr_array_add (keys, NULL);

  nearest = gmarl_nearest_word (key, (const char *const *) keys->pdata);
  if (nearest != NULL)
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("There is no key “%s”: did you mean “%s”?"), key, nearest);
  else
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("There is no key “%s”: docs/learning.md and docs/scenario-files.md list the keys"), key);
}

gboolean
gmarl_run_config_set (GmarlRunConfig *self, const char *key, const char *value, GError **error)
{
  const GmarlOption *option;
  gpointer object;

  if (g_str_has_prefix (key, SCENARIO_PREFIX))
    return gmarl_scenario_set (self->scenario, key + strlen (SCENARIO_PREFIX), value, error);

  option = find_option (self, key, &object);
  if (option == NULL) {
    set_unknown_key_error (key, error);
    return FALSE;
  }
  return gmarl_option_set (option, object, value, error);
}

gboolean
gmarl_run_config_set_assignment (GmarlRunConfig *self, const char *assignment, GError **error)
{
  const char *equals = strchr (assignment, '=');
  g_autofree char *key = NULL;
  g_autofree char *value = NULL;

  if (equals == NULL || equals == assignment) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_CONFIG,
                 _ ("“%s” is no assignment: write KEY=VALUE, like ppo.clip=0.1"), assignment);
    return FALSE;
  }
  key = g_strstrip (g_strndup (assignment, equals - assignment));
  value = g_strstrip (g_strdup (equals + 1));
  return gmarl_run_config_set (self, key, value, error);
}

static gboolean
check_memory (const GmarlRunConfig *self, GError **error)
{
  guint64 wanted = gmarl_run_config_estimate_memory (self);
  g_autofree char *meminfo = NULL;
  const char *line;
  guint64 available;

  /* Where the system does not tell, nothing is refused. */
  if (!g_file_get_contents ("/proc/meminfo", &meminfo, NULL, NULL))
    return TRUE;
  line = strstr (meminfo, "MemAvailable:");
  if (line == NULL)
    return TRUE;
  available = g_ascii_strtoull (line + strlen ("MemAvailable:"), NULL, 10) * 1024;
  if (wanted <= available)
    return TRUE;

  {
    g_autofree char *need = g_format_size_full (wanted, G_FORMAT_SIZE_IEC_UNITS);
    g_autofree char *have = g_format_size_full (available, G_FORMAT_SIZE_IEC_UNITS);

    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_CONFIG,
        _ ("This training needs about %s of memory and %s are available: lower rollout.environments, "
           "rollout.steps or scenario.nodes, or share parameters"),
        need, have);
  }
  return FALSE;
}

gboolean
gmarl_run_config_validate_values (const GmarlRunConfig *self, GError **error)
{
  for (gsize k = 0; k < G_N_ELEMENTS (run_options); k++)
    if (!gmarl_option_check (&run_options[k], self, error))
      return FALSE;
  return gmarl_scenario_validate (self->scenario, error) &&
         gmarl_learning_config_validate (&self->learning, error);
}

gboolean
gmarl_run_config_validate (const GmarlRunConfig *self, GError **error)
{
  return gmarl_run_config_validate_values (self, error) && check_memory (self, error);
}

static void
append_options (GString *text, const GmarlOption *options, gsize n_options, gconstpointer object)
{
  for (gsize k = 0; k < n_options; k++) {
    g_autofree char *value = NULL;

    if (gmarl_learning_option_is_free (&options[k]))
      continue;
    value = gmarl_option_get (&options[k], object);
    g_string_append_printf (text, "%s=%s\n", options[k].key, value);
  }
}

char *
gmarl_run_config_to_text (const GmarlRunConfig *self)
{
  GString *text = g_string_new (NULL);

  append_options (text, run_options, G_N_ELEMENTS (run_options), self);
  append_options (text, gmarl_learning_options, gmarl_n_learning_options, &self->learning);
  return g_string_free (text, FALSE);
}

GmarlRunConfig *
gmarl_run_config_parse (const char *text, GmarlScenario *scenario, GError **error)
{
  g_autoptr (GmarlRunConfig) self = gmarl_run_config_new (scenario);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (gsize k = 0; lines[k] != NULL; k++)
    if (lines[k][0] != '\0' && !gmarl_run_config_set_assignment (self, lines[k], error)) {
      g_prefix_error (error, _ ("Line %zu of a run's configuration: "), k + 1);
      return NULL;
    }
  return g_steal_pointer (&self);
}

/* Weights and biases of both networks for one agent. */
static guint64
count_parameters (const GmarlSizes *hidden, guint64 inputs, guint64 actions)
{
  guint64 count = 0;
  guint64 width = inputs;

  for (gint64 layer = 0; layer < hidden->count; layer++) {
    count += (width + 1) * hidden->value[layer];
    width = hidden->value[layer];
  }
  return 2 * count + (width + 1) * (actions + 1) + actions;
}

/* How large the parts are that grow with the configuration. */
typedef struct {
  guint64 nodes;
  guint64 actions; /* of a node */
  guint64 inputs;  /* of a network */
  guint64 agents;  /* networks of each sort */
  guint64 parameters;
} Shape;

static Shape
estimate_shape (const GmarlRunConfig *self)
{
  const GmarlLearningConfig *learning = &self->learning;
  g_autoptr (GmarlNetwork) network = gmarl_network_new (self->scenario, NULL);
  guint64 slots = network == NULL ? 0 : network->largest_degree;
  Shape shape = { .nodes = self->scenario->nodes, .actions = slots + 1 };

  shape.inputs = learning->share_parameters ? 7 + 2 * slots + GMARL_N_KINDS + 1 : 7 + slots;
  shape.agents = learning->share_parameters ? 1 : shape.nodes;
  shape.parameters =
      shape.agents * count_parameters (&learning->hidden, shape.inputs, shape.actions);
  return shape;
}

/* Of one environment. */
static guint64
estimate_state (const Shape *shape)
{
  return 8 * shape->nodes * (2 * 32 + 30 + shape->actions);
}

guint64
gmarl_run_config_estimate_memory (const GmarlRunConfig *self)
{
  const GmarlLearningConfig *learning = &self->learning;
  Shape shape = estimate_shape (self);
  guint64 samples = (guint64) learning->environments * learning->steps;
  /* A sample: observation, action, and six numbers (log-probability, reward, value, advantage,
   * return, order). */
  guint64 sample_bytes = 4 * (shape.inputs + shape.actions + 6);

  /* Parameters and both Adam moments stay; gradients belong to the worker that computes them. */
  return shape.nodes * samples * sample_bytes + 12 * shape.parameters +
         (guint64) learning->environments * estimate_state (&shape);
}

guint64
gmarl_run_config_estimate_disk (const GmarlRunConfig *self)
{
  const GmarlLearningConfig *learning = &self->learning;
  Shape shape = estimate_shape (self);
  guint64 numbered =
      learning->checkpoint_interval == 0 ? 0 : self->iterations / learning->checkpoint_interval;

  if (learning->checkpoint_keep > 0)
    numbered = MIN (numbered, (guint64) learning->checkpoint_keep);
  /* Rows of metrics, the policies kept and the best one, and what resumes the run: parameters, both
   * Adam moments and the environments. */
  return (guint64) self->iterations * GMARL_N_METRICS * sizeof (double) +
         4 * shape.parameters * (numbered + 1) + 12 * shape.parameters +
         (guint64) learning->environments * estimate_state (&shape);
}
