/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-learner.h"
#include "gmarl-player-course.h"
#include "gmarl-player.h"

#include <gdk/gdk.h>
#include <math.h>
#include <string.h>

#define DAYS 4

/* All that a simulation of some days settles, in one array of numbers. */
static void
append_step (GArray *out, const GmarlGrid *grid, const GmarlGridState *state)
{
  const double one[] = { (double) state->seed, state->step, state->stability,
                         state->settled_import_price, state->settled_export_price };
  const double *const of_nodes[] = { state->energy,       state->level,     state->buy,
                                     state->sell,         state->sent,      state->received,
                                     state->charge,       state->discharge, state->unmet,
                                     state->curtailed,    state->reward,    state->settled_demand,
                                     state->settled_solar };

  g_array_append_vals (out, one, G_N_ELEMENTS (one));
  g_array_append_vals (out, state->penalty, GMARL_N_PENALTIES);
  g_array_append_vals (out, state->flow, (guint) grid->n_lines);
  g_array_append_vals (out, state->action, (guint) (grid->n_nodes * grid->n_actions));
  for (gsize k = 0; k < G_N_ELEMENTS (of_nodes); k++)
    g_array_append_vals (out, of_nodes[k], (guint) grid->n_nodes);
}

typedef struct {
  GArray *steps;
  GArray *indicators;
} Reference;

static gboolean
step_cb (const GmarlGrid *grid,
         const GmarlGridState *state,
         gsize day,
         gpointer user_data,
         GError **error)
{
  append_step (((Reference *) user_data)->steps, grid, state);
  return TRUE;
}

static gboolean
day_cb (const GmarlGrid *grid,
        const GmarlGridState *state,
        gsize day,
        const double *indicators,
        gpointer user_data,
        GError **error)
{
  g_array_append_vals (((Reference *) user_data)->indicators, indicators, GMARL_N_INDICATORS);
  return TRUE;
}

/* What gridmarl-cli simulate computes. */
static void
simulate (Reference *self, const GmarlScenario *scenario, GmarlPolicyChoice *choice, guint64 seed)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GmarlPolicy) policy = gmarl_policy_choice_open (choice, grid, NULL);
  guint64 seeds[DAYS];
  const GmarlSimulationDays days = { seeds, DAYS, TRUE };

  self->steps = g_array_new (FALSE, FALSE, sizeof (double));
  self->indicators = g_array_new (FALSE, FALSE, sizeof (double));
  for (gsize day = 0; day < DAYS; day++)
    seeds[day] = gmarl_episode_seed (GMARL_PURPOSE_SIMULATE, seed, day);
  g_assert_true (gmarl_simulate (grid, policy, &days, step_cb, day_cb, self, NULL, NULL));
}

static void
reference_clear (Reference *self)
{
  g_array_unref (self->steps);
  g_array_unref (self->indicators);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Reference, reference_clear)

/* The numbers that the player shows now are those of the reference at its position. */
static void
check_position (GmarlPlayer *player, const Reference *reference)
{
  g_autoptr (GArray) here = g_array_new (FALSE, FALSE, sizeof (double));
  gsize row = gmarl_player_get_day (player) * GMARL_STEPS_PER_DAY + gmarl_player_get_step (player);

  if (gmarl_player_get_step (player) == 0)
    return;
  append_step (here, gmarl_player_get_grid (player), gmarl_player_get_state (player));
  g_assert_cmpmem (here->data, here->len * sizeof (double),
                   (const double *) reference->steps->data + (row - 1) * here->len,
                   here->len * sizeof (double));
}

static void
check_days (GmarlPlayer *player, const Reference *reference, guint64 n_days)
{
  g_assert_cmpuint (gmarl_player_get_n_days (player), ==, n_days);
  for (guint64 day = 0; day < n_days; day++)
    g_assert_cmpmem (gmarl_player_get_indicators (player, day),
                     GMARL_N_INDICATORS * sizeof (double),
                     (const double *) reference->indicators->data + day * GMARL_N_INDICATORS,
                     GMARL_N_INDICATORS * sizeof (double));
  g_assert_null (gmarl_player_get_indicators (player, n_days));
}

static void
wait_while (GmarlPlayer *player, gboolean (*condition) (GmarlPlayer *))
{
  while (condition (player))
    g_main_context_iteration (NULL, TRUE);
}

static GmarlScenario *
scenario_new (const char *name, const char *key, const char *value)
{
  GmarlScenario *scenario = gmarl_scenario_new_builtin (name, NULL);

  if (key != NULL)
    g_assert_true (gmarl_scenario_set (scenario, key, value, NULL));
  return scenario;
}

/* A checkpoint of networks that have learned nothing yet: what they do is as good a test. */
static GmarlPolicyChoice *
checkpoint_choice (const GmarlScenario *scenario)
{
  g_autoptr (GmarlGrid) grid = gmarl_grid_new (scenario, NULL);
  g_autoptr (GmarlEnvironment) environment =
      gmarl_grid_environment_new (grid, GMARL_OBSERVATION_OWN, 0);
  GmarlLearningConfig config = gmarl_learning_defaults;
  g_autoptr (GmarlLearner) learner = NULL;
  g_autoptr (GBytes) bytes = NULL;

  learner = gmarl_learner_new (environment, &config, 3, 1, NULL);
  g_assert_nonnull (learner);
  bytes = gmarl_learner_save_policy (learner);
  return gmarl_policy_choice_new_checkpoint (bytes, "trained", "Trained");
}

/* Step by step, every number is that of a simulation, for rules and for a checkpoint. */
static void
test_same_numbers (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-5", NULL, NULL);

  for (gsize k = 0; k < 7; k++) {
    const char *rule = gmarl_rule_ids ()[k];
    g_autoptr (GmarlPolicyChoice) choice =
        rule != NULL ? gmarl_policy_choice_new_rule (rule) : checkpoint_choice (scenario);
    g_auto (Reference) reference = { 0 };
    g_autoptr (GmarlPlayer) player = gmarl_player_new ();

    simulate (&reference, scenario, choice, 7);
    gmarl_player_set_seed (player, 7);
    gmarl_player_set_policy (player, choice);
    gmarl_player_set_scenario (player, scenario);
    wait_while (player, gmarl_player_get_busy);
    for (gsize step = 0; step < DAYS * GMARL_STEPS_PER_DAY; step++) {
      gmarl_player_step (player);
      check_position (player, &reference);
    }
    check_days (player, &reference, DAYS);
    if (rule == NULL)
      break;
  }
}

/* Any position that was played is found again with the same numbers, and the record is that of all
 * that was played of the day.
 */
static void
test_seek (void)
{
  static const guint positions[][2] = { { 1, 100 }, { 1, 99 }, { 1, 100 }, { 0, 288 },
                                        { 0, 0 },   { 2, 1 },  { 2, 60 },  { 2, 20 },
                                        { 0, 5 },   { 2, 60 }, { 1, 0 },   { 3, 288 } };
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-7", NULL, NULL);
  g_autoptr (GmarlPolicyChoice) choice = gmarl_policy_choice_new_rule ("random");
  g_auto (Reference) reference = { 0 };
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();
  const GmarlDayHistory *history;

  simulate (&reference, scenario, choice, 1);
  gmarl_player_set_scenario (player, scenario);
  gmarl_player_set_policy (player, choice);
  for (gsize step = 0; step < 2 * GMARL_STEPS_PER_DAY + 60; step++)
    gmarl_player_step (player);
  history = gmarl_player_get_history (player);
  for (gsize k = 0; k < G_N_ELEMENTS (positions); k++) {
    guint day = positions[k][0], step = positions[k][1];

    gmarl_player_seek (player, day, step);
    wait_while (player, gmarl_player_get_busy);
    g_assert_cmpuint (gmarl_player_get_day (player), ==, day);
    g_assert_cmpuint (gmarl_player_get_step (player), ==, step);
    g_assert_cmpuint (history->n_steps, ==, day == 2 ? 60 : 288);
    g_assert_cmpmem (history->level + step * history->n_nodes, history->n_nodes * sizeof (double),
                     gmarl_player_get_state (player)->level, history->n_nodes * sizeof (double));
    check_position (player, &reference);
    if (step == 0)
      g_assert_cmpfloat (gmarl_player_get_state (player)->buy[0], ==, 0);
  }
  check_days (player, &reference, 4);

  /* From the past on, through the days after it, nothing is counted twice. */
  gmarl_player_seek (player, 1, 280);
  wait_while (player, gmarl_player_get_busy);
  for (gsize step = 0; step < 300; step++) {
    gmarl_player_step (player);
    check_position (player, &reference);
  }
  check_days (player, &reference, 4);
  g_assert_cmpuint (gmarl_player_get_last_day (player), ==, 3);
  g_assert_cmpuint (gmarl_player_get_last_step (player), ==, 288);
}

static void
count_cb (guint *count)
{
  (*count)++;
}

/* As fast as possible, in slices, to the end of the days wanted; "advanced" once a turn. */
static void
test_play (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("district-24", NULL, NULL);
  g_autoptr (GmarlPolicyChoice) choice = gmarl_policy_choice_new_rule ("heuristic");
  g_auto (Reference) reference = { 0 };
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();
  guint advanced = 0;

  simulate (&reference, scenario, choice, 1);
  gmarl_player_set_scenario (player, scenario);
  gmarl_player_set_days (player, DAYS);
  gmarl_player_set_speed (player, 0);
  gmarl_player_set_playing (player, TRUE);
  g_signal_connect_swapped (player, "advanced", G_CALLBACK (count_cb), &advanced);
  while (gmarl_player_get_playing (player)) {
    guint before = advanced;

    g_main_context_iteration (NULL, TRUE);
    g_assert_cmpuint (advanced, <=, before + 2); /* what the set-up queued, and a slice */
  }
  g_assert_cmpuint (gmarl_player_get_day (player), ==, DAYS - 1);
  g_assert_cmpuint (gmarl_player_get_step (player), ==, GMARL_STEPS_PER_DAY);
  check_position (player, &reference);
  check_days (player, &reference, DAYS);

  /* At a pace. */
  gmarl_player_set_seed (player, 2);
  gmarl_player_set_speed (player, 1000);
  gmarl_player_set_playing (player, TRUE);
  while (gmarl_player_get_step (player) < 100)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (gmarl_player_get_day (player), ==, 0);
}

static gboolean
frame_cb (gpointer n_frames)
{
  (*(guint *) n_frames)++;
  return G_SOURCE_CONTINUE;
}

/* Where they are drawn slowly, a frame is due at any time: neither waits for the other for ever. */
static void
test_slow_frames (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-5", NULL, NULL);
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();
  guint n_frames = 0;
  guint source_id = g_idle_add_full (GDK_PRIORITY_REDRAW, frame_cb, &n_frames, NULL);

  gmarl_player_set_scenario (player, scenario);
  gmarl_player_seek (player, 2, 10);
  for (guint k = 0; k < 100000 && gmarl_player_get_busy (player); k++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (gmarl_player_get_busy (player));
  g_assert_cmpuint (gmarl_player_get_day (player), ==, 2);
  g_assert_cmpuint (n_frames, >, 0);
  g_source_remove (source_id);
}

/* One step for each frame, and none by itself. */
static void
test_frames (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-5", NULL, NULL);
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();

  gmarl_player_set_scenario (player, scenario);
  gmarl_player_set_days (player, 1);
  gmarl_player_set_speed (player, -1);
  gmarl_player_frame (player);
  g_assert_cmpuint (gmarl_player_get_step (player), ==, 0);
  gmarl_player_set_playing (player, TRUE);
  for (guint step = 1; step <= GMARL_STEPS_PER_DAY; step++) {
    gmarl_player_frame (player);
    while (g_main_context_iteration (NULL, FALSE))
      ;
    g_assert_cmpuint (gmarl_player_get_step (player), ==, step);
  }
  gmarl_player_frame (player);
  g_assert_false (gmarl_player_get_playing (player));
  /* A goal is sought at once, whatever the speed. */
  gmarl_player_set_playing (player, TRUE);
  gmarl_player_seek (player, 2, 5);
  while (gmarl_player_get_busy (player))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (gmarl_player_get_step (player), ==, 5);
}

/* Another policy plays the same day after days of its own; another scenario too. */
static void
test_change (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-5", NULL, NULL);
  g_autoptr (GmarlScenario) other = scenario_new ("neighbourhood-5", "nodes", "9");
  g_autoptr (GmarlPolicyChoice) idle = gmarl_policy_choice_new_rule ("idle");
  g_auto (Reference) reference = { 0 };
  g_auto (Reference) larger = { 0 };
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();

  simulate (&reference, scenario, idle, 1);
  simulate (&larger, other, idle, 1);
  gmarl_player_set_scenario (player, scenario);
  for (gsize step = 0; step < 2 * GMARL_STEPS_PER_DAY + 10; step++)
    gmarl_player_step (player);
  gmarl_player_set_policy (player, idle);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (gmarl_player_get_day (player), ==, 2);
  g_assert_cmpuint (gmarl_player_get_step (player), ==, 0);
  check_days (player, &reference, 2);
  gmarl_player_step (player);
  check_position (player, &reference);

  gmarl_player_set_scenario (player, other);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (gmarl_player_get_day (player), ==, 2);
  gmarl_player_step (player);
  check_position (player, &larger);
  check_days (player, &larger, 2);
}

typedef struct {
  guint count;
  gint what;
  char *message;
} Trouble;

static void
failed_cb (GmarlPlayer *player, gint what, const GError *error, Trouble *trouble)
{
  trouble->count++;
  trouble->what = what;
  g_free (trouble->message);
  trouble->message = g_strdup (error->message);
}

/* A policy that does not fit is refused, and the one before plays on; where a new scenario no
 * longer fits the policy, the scenario comes and a rule plays.
 */
static void
test_unfit_policy (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-5", NULL, NULL);
  g_autoptr (GmarlScenario) larger = scenario_new ("neighbourhood-7", NULL, NULL);
  g_autoptr (GmarlPolicyChoice) unfit = checkpoint_choice (larger);
  g_autoptr (GmarlPolicyChoice) fit = checkpoint_choice (scenario);
  g_autoptr (GmarlPolicyChoice) missing = gmarl_policy_choice_new_file ("/no/such.safetensors");
  g_autoptr (GmarlPolicyChoice) unknown = gmarl_policy_choice_new_rule ("heuristics");
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();
  Trouble trouble = { 0 };

  g_signal_connect (player, "failed", G_CALLBACK (failed_cb), &trouble);
  gmarl_player_set_scenario (player, scenario);
  gmarl_player_step (player);
  gmarl_player_set_policy (player, unfit);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (trouble.count, ==, 1);
  g_assert_cmpint (trouble.what, ==, GMARL_PLAYER_TROUBLE_POLICY);
  g_assert_nonnull (strstr (trouble.message, "7"));
  g_assert_cmpstr (gmarl_player_get_policy (player)->id, ==, "heuristic");
  g_assert_cmpuint (gmarl_player_get_step (player), ==, 1);
  gmarl_player_set_policy (player, missing);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (trouble.count, ==, 2);
  gmarl_player_set_policy (player, unknown);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (trouble.count, ==, 3);
  g_assert_cmpstr (gmarl_player_get_policy (player)->id, ==, "heuristic");

  gmarl_player_set_policy (player, fit);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (trouble.count, ==, 3);
  g_assert_cmpstr (gmarl_player_get_policy (player)->id, ==, "trained");
  gmarl_player_set_scenario (player, larger);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (trouble.count, ==, 4);
  g_assert_cmpint (trouble.what, ==, GMARL_PLAYER_TROUBLE_REPLACED);
  g_assert_cmpuint (gmarl_player_get_grid (player)->n_nodes, ==, 7);
  g_assert_cmpstr (gmarl_player_get_policy (player)->id, ==, "heuristic");
  g_free (trouble.message);
}

#define LAST_GOOD_STEP 3

static gsize
no_scratch (const GmarlPolicy *policy, const GmarlGrid *grid, gsize n_states)
{
  return 0;
}

/* Does nothing, and then what is no number. */
static void
go_wrong (const GmarlPolicy *policy,
          const GmarlGrid *grid,
          const GmarlGridState *const *states,
          gsize n_states,
          double *const *actions,
          gpointer scratch)
{
  for (gsize k = 0; k < grid->n_nodes * grid->n_actions; k++)
    actions[0][k] = states[0]->step < LAST_GOOD_STEP ? 0 : NAN;
}

static void
free_policy (GmarlPolicy *policy)
{
  g_free (policy->id);
  g_free (policy->name);
  g_free (policy);
}

/* A policy that goes wrong leaves position and record as they were, and ends a search. */
static void
test_failing_step (void)
{
  static const GmarlPolicyClass klass = { no_scratch, go_wrong, free_policy };
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-5", NULL, NULL);
  GmarlPlayerWorld *world = g_new0 (GmarlPlayerWorld, 1);
  GmarlPlayerCourse *course;
  g_autoptr (GError) error = NULL;

  world->grid = gmarl_grid_new (scenario, NULL);
  world->policy = g_new0 (GmarlPolicy, 1);
  *world->policy = (GmarlPolicy){ &klass, g_strdup ("wrong"), g_strdup ("Wrong") };
  world->simulation = gmarl_simulation_new (world->grid, world->policy);
  world->episode = gmarl_episode_new (world->grid);
  course = gmarl_player_course_new (world, 1, FALSE);
  for (guint step = 0; step < LAST_GOOD_STEP; step++)
    g_assert_true (gmarl_player_course_advance (course, &error));
  g_assert_false (gmarl_player_course_advance (course, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
  g_clear_error (&error);
  g_assert_cmpuint (course->state->step, ==, LAST_GOOD_STEP);
  g_assert_cmpuint (course->history->n_steps, ==, LAST_GOOD_STEP);

  g_assert_true (gmarl_player_course_seek (course, 0, 1, &error));
  g_assert_cmpuint (course->state->step, ==, 1);
  g_assert_true (gmarl_player_course_seek (course, 2, 0, &error));
  g_assert_true (course->has_goal);
  g_assert_false (gmarl_player_course_approach (course, &error));
  g_assert_error (error, GMARL_ERROR, GMARL_ERROR_DIVERGED);
  g_assert_false (course->has_goal);
  g_assert_cmpuint (course->state->step, ==, LAST_GOOD_STEP);
  gmarl_player_course_free (course);
}

/* A large world comes from a thread while the old one stays, the last wish wins, and a player can
 * go while one is being made.
 */
static void
test_large (void)
{
  g_autoptr (GmarlScenario) small = scenario_new ("neighbourhood-5", NULL, NULL);
  g_autoptr (GmarlScenario) large = scenario_new ("neighbourhood-5", "nodes", "10000");
  g_autoptr (GmarlScenario) other = scenario_new ("neighbourhood-5", "nodes", "2000");
  GmarlPlayer *player = gmarl_player_new ();

  gmarl_player_set_scenario (player, small);
  gmarl_player_set_scenario (player, large);
  g_assert_true (gmarl_player_get_busy (player));
  g_assert_cmpuint (gmarl_player_get_grid (player)->n_nodes, ==, 5);
  gmarl_player_set_scenario (player, other);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (gmarl_player_get_grid (player)->n_nodes, ==, 2000);
  gmarl_player_step (player);
  g_assert_null (gmarl_player_get_history (player)->node_demand);
  g_assert_cmpuint (gmarl_player_get_history (player)->n_steps, ==, 1);

  gmarl_player_set_scenario (player, large);
  g_assert_finalize_object (player);
  while (g_main_context_iteration (NULL, FALSE))
    ;
}

/* Memory of days has an end. */
static void
test_forgets (void)
{
  g_autoptr (GmarlScenario) scenario = scenario_new ("neighbourhood-3", "nodes", "1");
  g_autoptr (GmarlPlayer) player = gmarl_player_new ();

  gmarl_player_set_scenario (player, scenario);
  gmarl_player_set_speed (player, 0);
  gmarl_player_set_days (player, 5000);
  gmarl_player_set_playing (player, TRUE);
  wait_while (player, gmarl_player_get_playing);
  g_assert_cmpuint (gmarl_player_get_n_days (player), ==, 5000);
  g_assert_cmpuint (gmarl_player_get_first_day (player), >, 0);
  g_assert_null (gmarl_player_get_indicators (player, 0));
  g_assert_nonnull (gmarl_player_get_indicators (player, 4999));
  gmarl_player_seek (player, 0, 10);
  wait_while (player, gmarl_player_get_busy);
  g_assert_cmpuint (gmarl_player_get_day (player), ==, gmarl_player_get_first_day (player));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/player/same-numbers", test_same_numbers);
  g_test_add_func ("/player/seek", test_seek);
  g_test_add_func ("/player/play", test_play);
  g_test_add_func ("/player/frames", test_frames);
  g_test_add_func ("/player/slow-frames", test_slow_frames);
  g_test_add_func ("/player/change", test_change);
  g_test_add_func ("/player/unfit-policy", test_unfit_policy);
  g_test_add_func ("/player/failing-step", test_failing_step);
  g_test_add_func ("/player/large", test_large);
  g_test_add_func ("/player/forgets", test_forgets);
  return g_test_run ();
}
