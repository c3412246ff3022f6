/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Moving runs to the trash, and taking it back: by the message that tells of it or by undo, which
 * are the same step.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-page-private.h"

#include <glib/gi18n-lib.h>

/* -- The message -- */

static void
toast_dismissed_cb (GmarlRunsPage *self, AdwToast *toast)
{
  if (toast == self->undo_toast)
    g_clear_object (&self->undo_toast);
}

static void
take_back_cb (GmarlRunsPage *self, AdwToast *toast)
{
  guint step = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (toast), "step"));
  g_autoptr (GError) error = NULL;

  if (!gmarl_trash_history_take_back (self->history, step, &error))
    gmarl_runs_page_tell (self, error->message);
}

static void
offer_undo (GmarlRunsPage *self, guint step, guint n_runs)
{
  g_autofree char *text =
      g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u run moved to the trash",
                                    "%u runs moved to the trash", n_runs),
                       n_runs);
  AdwToast *toast = gmarl_toast_new (text);

  adw_toast_set_button_label (toast, _ ("_Undo"));
  g_object_set_data (G_OBJECT (toast), "step", GUINT_TO_POINTER (step));
  g_signal_connect_object (toast, "button-clicked", G_CALLBACK (take_back_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (toast, "dismissed", G_CALLBACK (toast_dismissed_cb), self,
                           G_CONNECT_SWAPPED);
  g_set_object (&self->undo_toast, toast);
  self->undo_step = step;
  gmarl_session_toast (self->session, toast);
}

/* What was taken back by key needs no offer to do so any more. It is shown where it is now. */
static void
restored_cb (GmarlRunsPage *self, guint step, char **run_ids)
{
  g_autoptr (AdwToast) toast = NULL;
  GmarlRunItem *run = gmarl_runs_model_find_run (self->model, run_ids[0]);

  if (self->undo_step == step)
    toast = g_steal_pointer (&self->undo_toast);
  if (toast != NULL)
    adw_toast_dismiss (toast);
  if (run != NULL)
    gmarl_runs_table_go_to_run (self->table, run);
}

/* -- Doing and undoing -- */

void
gmarl_runs_page_trash_selected (GmarlRunsPage *self)
{
  g_autoptr (GPtrArray) ids = gmarl_runs_page_get_selected_ids (self);
  guint position = gmarl_runs_table_get_position (self->table);
  g_autoptr (GError) error = NULL;
  guint step;

  if (ids->len == 1 || gmarl_session_get_library (self->session) == NULL)
    return;
  step = gmarl_trash_history_trash (self->history, (const char *const *) ids->pdata, &error);
  if (step == 0) {
    gmarl_runs_page_tell (self, error->message);
    return;
  }
  /* The next row, so that one can go on; above the table there would be its details. */
  if (self->is_narrow)
    adw_flap_set_reveal_flap (self->flap, FALSE);
  gmarl_runs_table_go_to (self->table, position);
  offer_undo (self, step, ids->len - 1);
}

void
gmarl_runs_page_undo (GmarlRunsPage *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GMARL_IS_RUNS_PAGE (self));

  if (!gmarl_trash_history_undo (self->history, &error))
    gmarl_runs_page_tell (self, error->message);
}

void
gmarl_runs_page_redo (GmarlRunsPage *self)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (GMARL_IS_RUNS_PAGE (self));

  if (!gmarl_trash_history_redo (self->history, &error))
    gmarl_runs_page_tell (self, error->message);
}

gboolean
gmarl_runs_page_get_can_undo (GmarlRunsPage *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_PAGE (self), FALSE);
  return gmarl_trash_history_get_can_undo (self->history);
}

gboolean
gmarl_runs_page_get_can_redo (GmarlRunsPage *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_PAGE (self), FALSE);
  return gmarl_trash_history_get_can_redo (self->history);
}

/* -- The history -- */

static void
history_changed_cb (GmarlRunsPage *self, GParamSpec *pspec)
{
  g_object_notify (G_OBJECT (self), pspec->name);
}

void
gmarl_runs_page_init_history (GmarlRunsPage *self)
{
  self->history = gmarl_trash_history_new (self->session);
  g_signal_connect_object (self->history, "restored", G_CALLBACK (restored_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->history, "notify", G_CALLBACK (history_changed_cb), self,
                           G_CONNECT_SWAPPED);
}

void
gmarl_runs_page_clear_history (GmarlRunsPage *self)
{
  g_clear_object (&self->undo_toast);
  g_clear_object (&self->history);
}
