/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-training-text.h"

#include "gmarl-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define MINUTE 60.0
#define HOUR   3600.0

#define REWARD_DECIMALS 1
#define CORES_DECIMALS  1

/* translators: units after a number have a narrow no-break space before them */

char *
gmarl_training_text_duration (double seconds)
{
  gint64 minutes = (gint64) (seconds / MINUTE + 0.5);

  if (seconds < 99.5)
    return g_strdup_printf (_ ("%.0f\u202fs"), MAX (seconds, 1));
  if (minutes < 60)
    return g_strdup_printf (_ ("%lld\u202fmin"), (long long) minutes);
  if (minutes % 60 == 0 || minutes >= 600)
    return g_strdup_printf (_ ("%lld\u202fh"), (long long) ((minutes + 30) / 60));
  return g_strdup_printf (_ ("%lld\u202fh %lld\u202fmin"), (long long) (minutes / 60),
                          (long long) (minutes % 60));
}

char *
gmarl_training_text_left (double seconds)
{
  g_autofree char *time = NULL;
  double rounded;

  if (!isfinite (seconds))
    return NULL;
  if (seconds < 7.5)
    return g_strdup (_ ("a few seconds left"));
  if (seconds < 52.5)
    rounded = 5 * floor (seconds / 5 + 0.5);
  else if (seconds < 10 * MINUTE)
    rounded = MINUTE * MAX (1, floor (seconds / MINUTE + 0.5));
  else
    rounded = 5 * MINUTE * floor (seconds / MINUTE / 5 + 0.5);
  time = rounded == MINUTE ? g_strdup (_ ("1\u202fmin")) : gmarl_training_text_duration (rounded);
  /* translators: %s is a duration */
  return g_strdup_printf (_ ("about %s left"), time);
}

char *
gmarl_training_text_status (const GmarlTrainingStatus *self)
{
  static const char *const alone[] = {
    [GMARL_TRAINING_TEXT_TRAINING] = N_ ("Training PPO"),
    [GMARL_TRAINING_TEXT_PAUSING] = N_ ("Pausing PPO"),
    [GMARL_TRAINING_TEXT_PAUSED] = N_ ("PPO is paused"),
    [GMARL_TRAINING_TEXT_STOPPING] = N_ ("Stopping PPO, everything is kept"),
  };
  GString *text = g_string_new (_ (alone[self->activity]));
  g_autofree char *left = gmarl_training_text_left (self->seconds_left);

  if (self->n_seeds > 1)
    /* translators: behind "Training PPO", one of several seeds */
    g_string_append_printf (text, _ (" (seed %zu of %zu)"), self->seed, self->n_seeds);
  /* translators: behind "Training PPO" or "Training PPO (seed 1 of 3)" */
  g_string_append_printf (text, _ (" · iteration %lld of %lld"), (long long) self->iteration,
                          (long long) self->iterations);
  if (left != NULL && self->activity == GMARL_TRAINING_TEXT_TRAINING)
    g_string_append_printf (text, " · %s", left);
  return g_string_free (text, FALSE);
}

char *
gmarl_training_text_result (const GmarlTrainingResult *self)
{
  g_autofree char *time = gmarl_training_text_duration (self->seconds);
  g_autofree char *reward = gmarl_format_decimals (self->reward, REWARD_DECIMALS);
  g_autofree char *heuristic = gmarl_format_decimals (self->heuristic, REWARD_DECIMALS);
  GString *text = g_string_new (NULL);

  /* translators: %s is a duration */
  g_string_append_printf (text, _ ("PPO trained in %s"), time);
  /* What follows says more of the same, one thing behind the other. */
  if (self->n_failed > 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, " · %zu seed failed, %zu are complete",
                                         " · %zu seeds failed, %zu are complete", self->n_failed),
                            self->n_failed, self->n_seeds);
  if (!isfinite (self->reward))
    return g_string_free (text, FALSE);
  if (!isfinite (self->heuristic)) {
    g_string_append_printf (text, _ (" · reward %s"), reward);
    return g_string_free (text, FALSE);
  }
  if (self->reward > self->heuristic) {
    g_string_append_printf (text, _ (" · reward %s, better than the heuristic (%s)"), reward,
                            heuristic);
    return g_string_free (text, FALSE);
  }
  g_string_append_printf (text,
                          self->reward < self->heuristic
                              ? _ (" · reward %s, still below the heuristic (%s)")
                              : _ (" · reward %s, no better than the heuristic (%s)"),
                          reward, heuristic);
  if (isfinite (self->standard_seconds)) {
    g_autofree char *standard = gmarl_training_text_duration (self->standard_seconds);

    g_string_append_printf (text, _ (" — Standard takes about %s"), standard);
  }
  return g_string_free (text, FALSE);
}

char *
gmarl_training_text_best (double reward, double heuristic)
{
  g_autofree char *best = gmarl_format_decimals (reward, REWARD_DECIMALS);
  g_autofree char *rule = gmarl_format_decimals (heuristic, REWARD_DECIMALS);

  if (!isfinite (reward))
    return g_strdup (_ ("Not validated yet"));
  if (!isfinite (heuristic))
    return g_strdup_printf (_ ("Best reward so far %s"), best);
  /* translators: two rewards: of the policy that learns, of the rule */
  return g_strdup_printf (_ ("Best reward so far %s · heuristic %s"), best, rule);
}

char *
gmarl_training_text_use (double seconds, double cores, guint n_cores, double bytes)
{
  g_autofree char *duration = gmarl_training_text_duration (seconds);
  GString *text = g_string_new (NULL);

  /* translators: %s is a duration */
  g_string_append_printf (text, _ ("Trained for %s"), duration);
  if (isfinite (cores)) {
    g_autofree char *busy = gmarl_format_decimals (cores, CORES_DECIMALS);

    /* translators: how many of the machine's cores compute, on average: "1.9 of 2 cores" */
    g_string_append_printf (text, ngettext (" · %s of %u core", " · %s of %u cores", n_cores), busy,
                            n_cores);
  }
  if (isfinite (bytes)) {
    g_autofree char *size = g_format_size ((guint64) bytes);

    /* translators: %s is a size, "142 MB" */
    g_string_append_printf (text, _ (" · %s of memory"), size);
  }
  return g_string_free (text, FALSE);
}

char *
gmarl_training_text_plateau (gint64 iterations, gsize n_untrained)
{
  GString *text = g_string_new (NULL);

  g_string_append_printf (text,
                          _ ("No improvement for %lld iterations. The best policy is kept; "
                             "more training may not find a better one."),
                          (long long) iterations);
  if (n_untrained > 0)
    g_string_append_printf (
        text,
        g_dngettext (GETTEXT_PACKAGE, " If you stop now, %zu seed is not trained at all.",
                     " If you stop now, %zu seeds are not trained at all.", n_untrained),
        n_untrained);
  return g_string_free (text, FALSE);
}

char *
gmarl_training_text_diverged (gint64 iteration, gint64 kept)
{
  if (kept >= 0)
    return g_strdup_printf (_ ("Training stopped at iteration %lld: its numbers became invalid. "
                               "Checkpoint %lld is kept."),
                            (long long) iteration, (long long) kept);
  return g_strdup_printf (_ ("Training stopped at iteration %lld: its numbers became invalid."),
                          (long long) iteration);
}
