/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Worlds are made at once where that is quick, and on a thread where it is not.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-player-private.h"
#include "gmarl-threads.h"

/* What came of a wish. */
typedef struct {
  GmarlPlayerWorld *world;
  GError *trouble;
  GError *error;
  gboolean is_policy;
} Made;

static void
made_free (Made *self)
{
  gmarl_player_world_free (self->world);
  g_clear_error (&self->trouble);
  g_clear_error (&self->error);
  g_free (self);
}

static Made *
make_world (const GmarlPlayerWish *wish)
{
  Made *made = g_new0 (Made, 1);

  made->world = gmarl_player_world_new (wish, &made->trouble, &made->is_policy, &made->error);
  return made;
}

/* made: (transfer full) */
static void
take_made (GmarlPlayer *self, Made *made)
{
  if (made->world != NULL) {
    gmarl_player_take_world (self, g_steal_pointer (&made->world));
    if (made->trouble != NULL)
      gmarl_player_report (self, GMARL_PLAYER_TROUBLE_REPLACED, made->trouble);
  } else {
    /* The one before plays on, with its policy. */
    if (self->course != NULL) {
      g_clear_pointer (&self->choice, gmarl_policy_choice_unref);
      self->choice = gmarl_policy_choice_ref (self->course->world->choice);
      g_clear_pointer (&self->scenario, gmarl_scenario_free);
      self->scenario = gmarl_scenario_copy (self->course->world->grid->scenario);
      self->is_new_scenario = FALSE;
    }
    gmarl_player_notify_busy (self);
    gmarl_player_report (
        self, made->is_policy ? GMARL_PLAYER_TROUBLE_POLICY : GMARL_PLAYER_TROUBLE_SCENARIO,
        made->error);
  }
  made_free (made);
}

static void
make_thread (GTask *task, gpointer source, gpointer wish, GCancellable *cancellable)
{
  g_task_return_pointer (task, make_world (wish), (GDestroyNotify) made_free);
}

/* The thread may be the last to let go of its task, and must not be of the player: it has a weak
 * reference alone.
 */
static void
made_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  GWeakRef *reference = user_data;
  g_autoptr (GmarlPlayer) self = g_weak_ref_get (reference);
  Made *made = g_task_propagate_pointer (G_TASK (result), NULL);

  g_weak_ref_clear (reference);
  g_free (reference);
  /* Another wish came after it. */
  if (made == NULL)
    return;
  if (self == NULL) {
    made_free (made);
    return;
  }
  g_clear_object (&self->making);
  take_made (self, made);
}

void
gmarl_player_make (GmarlPlayer *self)
{
  GmarlPlayerWish *wish =
      gmarl_player_wish_new (self->scenario, self->choice, self->is_new_scenario);
  g_autoptr (GTask) task = NULL;
  GWeakRef *reference;

  if (self->making != NULL) {
    g_cancellable_cancel (self->making);
    g_clear_object (&self->making);
  }
  if (gmarl_player_wish_is_quick (wish)) {
    take_made (self, make_world (wish));
    gmarl_player_wish_free (wish);
    return;
  }
  self->making = g_cancellable_new ();
  reference = g_new0 (GWeakRef, 1);
  g_weak_ref_init (reference, self);
  task = g_task_new (NULL, self->making, made_cb, reference);
  g_task_set_source_tag (task, gmarl_player_make);
  g_task_set_task_data (task, wish, (GDestroyNotify) gmarl_player_wish_free);
  gmarl_threads_run (task, make_thread);
  gmarl_player_notify_busy (self);
}
