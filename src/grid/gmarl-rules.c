/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-policy.h"

#include "gmarl-random.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The policies without learning (environment.md section 10). A rule fills the actions of one
 * environment; none keeps anything between steps.
 */
typedef void (*RuleFunc) (const GmarlGrid *grid, const GmarlGridState *state, double *actions);

typedef struct {
  GmarlPolicy policy;
  RuleFunc act;
} Rule;

typedef struct {
  const char *name;
  RuleFunc act;
} RuleInfo;

static const double SHARE_GAIN = 4; /* hold-and-share: per unit of level */
static const double HOLD_GAIN = 4;
static const double HOLD_LEVEL = 0.5;
static const double PATH_SHARE_GAIN = 3.19;
static const double PATH_GAIN = 9.24;
static const double PATH_SELL_LEVEL = 0.8;

/* The day's path: levels at hours, linear in between. */
static const double path_hour[] = { 0, 4, 6, 9, 15, 17, 21, 23, 24 };
static const double path_level[] = { .5, .5, .606, .5, .5, .738, .257, .5, .5 };

static double
clip (double x)
{
  return CLAMP (x, -1, 1);
}

static void
act_random (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  guint64 count = grid->n_nodes * grid->n_actions;

  for (guint64 k = 0; k < count; k++)
    actions[k] = 2 * gmarl_random_uniform (state->seed, GMARL_STREAM_RANDOM_POLICY,
                                           state->step * count + k) -
                 1;
}

static void
act_heuristic (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  for (gsize i = 0; i < grid->n_nodes; i++) {
    double *a = actions + i * grid->n_actions;
    double level = state->level[i];
    double transfer = 0;

    if (level > 0.6)
      transfer = (level - 0.6) / 0.4;
    else if (level < 0.4)
      transfer = -(0.4 - level) / 0.4;
    for (gsize j = 0; j < grid->n_slots; j++)
      a[j] = transfer;
    a[grid->n_slots] = -transfer;
  }
}

static void
act_idle (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  memset (actions, 0, grid->n_nodes * grid->n_actions * sizeof (double));
}

/* What a node lacks in this step, as a grid action. */
static double
shortfall (const GmarlGrid *grid, const GmarlGridState *state, gsize node)
{
  return (state->demand[node] - state->solar[node]) / grid->scenario->grid_limit_kwh;
}

static void
act_no_control (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  act_idle (grid, state, actions);
  for (gsize i = 0; i < grid->n_nodes; i++)
    actions[i * grid->n_actions + grid->n_slots] = clip (shortfall (grid, state, i));
}

/* Transfers in proportion to the gap of levels; unused slots stay 0. */
static void
share (const GmarlGrid *grid, const GmarlGridState *state, double gain, double *actions)
{
  act_idle (grid, state, actions);
  for (gsize i = 0; i < grid->n_nodes; i++)
    for (guint j = 0; j < grid->degree[i]; j++) {
      gint32 neighbour = grid->slot_neighbour[i * grid->n_slots + j];

      actions[i * grid->n_actions + j] = clip (gain * (state->level[i] - state->level[neighbour]));
    }
}

static void
act_hold_and_share (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  share (grid, state, SHARE_GAIN, actions);
  for (gsize i = 0; i < grid->n_nodes; i++) {
    double want = shortfall (grid, state, i) + HOLD_GAIN * (HOLD_LEVEL - state->level[i]);

    actions[i * grid->n_actions + grid->n_slots] = want > 0 ? MIN (want, 1) : 0;
  }
}

static double
path_at (double hour)
{
  gsize k = 1;
  double part;

  while (k + 1 < G_N_ELEMENTS (path_hour) && hour > path_hour[k])
    k++;
  part = (hour - path_hour[k - 1]) / (path_hour[k] - path_hour[k - 1]);
  return path_level[k - 1] + part * (path_level[k] - path_level[k - 1]);
}

static void
act_daily_path (const GmarlGrid *grid, const GmarlGridState *state, double *actions)
{
  double target = path_at (24.0 * (state->step + 1) / GMARL_STEPS_PER_DAY);

  share (grid, state, PATH_SHARE_GAIN, actions);
  for (gsize i = 0; i < grid->n_nodes; i++) {
    double level = state->level[i];
    double want = shortfall (grid, state, i) + PATH_GAIN * (target - level);
    double *action = &actions[i * grid->n_actions + grid->n_slots];

    if (want > 0)
      *action = MIN (want, 1);
    else if (level > PATH_SELL_LEVEL)
      *action = MAX (-1, -PATH_GAIN * (level - PATH_SELL_LEVEL));
  }
}

static const char *const rule_ids[] = { "random",         "heuristic",  "idle", "no-control",
                                        "hold-and-share", "daily-path", NULL };

static const RuleInfo rules[] = {
  { N_ ("Random"), act_random },
  { N_ ("Heuristic"), act_heuristic },
  { N_ ("Idle"), act_idle },
  { N_ ("No control"), act_no_control },
  { N_ ("Hold and share"), act_hold_and_share },
  { N_ ("Daily path"), act_daily_path },
};

G_STATIC_ASSERT (G_N_ELEMENTS (rule_ids) == G_N_ELEMENTS (rules) + 1);

static gsize
rule_scratch_size (const GmarlPolicy *policy, const GmarlGrid *grid, gsize n_states)
{
  return 0;
}

static void
rule_act (const GmarlPolicy *policy,
          const GmarlGrid *grid,
          const GmarlGridState *const *states,
          gsize n_states,
          double *const *actions,
          gpointer scratch)
{
  const Rule *self = (const Rule *) policy;

  for (gsize e = 0; e < n_states; e++)
    self->act (grid, states[e], actions[e]);
}

static void
rule_free (GmarlPolicy *policy)
{
  g_free (policy->id);
  g_free (policy->name);
  g_free (policy);
}

static const GmarlPolicyClass rule_class = {
  .scratch_size = rule_scratch_size,
  .act = rule_act,
  .free = rule_free,
};

const char *const *
gmarl_rule_ids (void)
{
  return rule_ids;
}

GmarlPolicy *
gmarl_rule_new (const char *id)
{
  g_return_val_if_fail (id != NULL, NULL);

  for (gsize k = 0; k < G_N_ELEMENTS (rules); k++)
    if (g_str_equal (id, rule_ids[k])) {
      Rule *self = g_new0 (Rule, 1);

      self->policy.klass = &rule_class;
      self->policy.id = g_strdup (id);
      self->policy.name = g_strdup (_ (rules[k].name));
      self->act = rules[k].act;
      return &self->policy;
    }
  return NULL;
}

gsize
gmarl_policy_scratch_size (const GmarlPolicy *self, const GmarlGrid *grid, gsize n_states)
{
  return self->klass->scratch_size (self, grid, n_states);
}

void
gmarl_policy_act (const GmarlPolicy *self,
                  const GmarlGrid *grid,
                  const GmarlGridState *const *states,
                  gsize n_states,
                  double *const *actions,
                  gpointer scratch)
{
  self->klass->act (self, grid, states, n_states, actions, scratch);
}

void
gmarl_policy_free (GmarlPolicy *self)
{
  if (self != NULL)
    self->klass->free (self);
}
