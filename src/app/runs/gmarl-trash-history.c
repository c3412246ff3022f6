/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-trash-history.h"

typedef struct {
  guint number;   /* from 1 */
  GPtrArray *ids; /* of char, NULL-terminated; owned */
} Step;

struct _GmarlTrashHistory {
  GObject parent_instance;

  /* Owned */
  GmarlSession *session;
  GPtrArray *done;   /* of Step, the last one last */
  GPtrArray *undone; /* likewise */
  char *directory;   /* of the library that they were done in */

  guint n_steps; /* that there ever were */
};

enum {
  PROP_0,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS,
};

enum {
  RESTORED,
  N_SIGNALS,
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (GmarlTrashHistory, gmarl_trash_history, G_TYPE_OBJECT)

static void
step_free (gpointer data)
{
  Step *self = data;

  g_ptr_array_unref (self->ids);
  g_free (self);
}

static void
notify (GmarlTrashHistory *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_UNDO]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CAN_REDO]);
}

/* -- What others did -- */

/* Leaves the runs of a step out that are not where the step has put them. */
static void
keep_runs (Step *step, GHashTable *trashed, gboolean are_trashed)
{
  GPtrArray *kept = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; k + 1 < step->ids->len; k++)
    if (g_hash_table_contains (trashed, step->ids->pdata[k]) == are_trashed)
      g_ptr_array_add (kept, g_strdup (step->ids->pdata[k]));
  g_ptr_array_add (kept, NULL);
  g_ptr_array_unref (step->ids);
  step->ids = kept;
}

static void
keep_steps (GPtrArray *steps, GHashTable *trashed, gboolean are_trashed)
{
  for (guint k = steps->len; k-- > 0;) {
    Step *step = steps->pdata[k];

    keep_runs (step, trashed, are_trashed);
    if (step->ids->len == 1)
      g_ptr_array_remove_index (steps, k);
  }
}

static void
library_changed_cb (GmarlTrashHistory *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GPtrArray) records = NULL;
  g_autoptr (GHashTable) trashed = NULL;

  if (self->done->len == 0 && self->undone->len == 0)
    return;
  if (g_strcmp0 (gmarl_session_get_library_directory (self->session), self->directory) != 0) {
    g_ptr_array_set_size (self->done, 0);
    g_ptr_array_set_size (self->undone, 0);
    notify (self);
    return;
  }
  records = library != NULL ? gmarl_library_list_trash (library, NULL) : NULL;
  if (records == NULL)
    return;
  trashed = g_hash_table_new (g_str_hash, g_str_equal);
  for (guint k = 0; k < records->len; k++)
    g_hash_table_add (trashed, ((GmarlRunRecord *) records->pdata[k])->id);
  keep_steps (self->done, trashed, TRUE);
  keep_steps (self->undone, trashed, FALSE);
  notify (self);
}

/* -- Doing and undoing -- */

guint
gmarl_trash_history_trash (GmarlTrashHistory *self, const char *const *run_ids, GError **error)
{
  GmarlLibrary *library;
  Step *step;
  guint step_number;

  g_return_val_if_fail (GMARL_IS_TRASH_HISTORY (self), 0);

  library = gmarl_session_get_library (self->session);
  g_return_val_if_fail (library != NULL, 0);
  if (!gmarl_library_trash (library, run_ids, error))
    return 0;
  step = g_new (Step, 1);
  step_number = ++self->n_steps;
  *step = (Step){ step_number, g_ptr_array_new_with_free_func (g_free) };
  for (gsize k = 0; run_ids[k] != NULL; k++)
    g_ptr_array_add (step->ids, g_strdup (run_ids[k]));
  g_ptr_array_add (step->ids, NULL);
  g_ptr_array_add (self->done, step);
  g_ptr_array_set_size (self->undone, 0);
  g_free (self->directory);
  self->directory = g_strdup (gmarl_session_get_library_directory (self->session));
  gmarl_session_library_written (self->session);
  return step_number;
}

/* Takes a step from one list to the other. One that cannot be done any more is forgotten. */
static gboolean
move (GmarlTrashHistory *self, GPtrArray *from, guint index, GPtrArray *to, GError **error)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  Step *step = g_ptr_array_steal_index (from, index);
  g_auto (GStrv) ids = g_strdupv ((char **) step->ids->pdata);
  guint number = step->number;
  gboolean again = to == self->done;
  gboolean done = again ? gmarl_library_trash (library, (const char *const *) ids, error)
                        : gmarl_library_restore (library, (const char *const *) ids, error);

  if (done)
    g_ptr_array_add (to, step);
  else
    step_free (step);
  notify (self);
  gmarl_session_library_written (self->session);
  if (done && !again)
    g_signal_emit (self, signals[RESTORED], 0, number, ids);
  return done;
}

gboolean
gmarl_trash_history_undo (GmarlTrashHistory *self, GError **error)
{
  g_return_val_if_fail (GMARL_IS_TRASH_HISTORY (self), FALSE);

  return self->done->len == 0 || move (self, self->done, self->done->len - 1, self->undone, error);
}

gboolean
gmarl_trash_history_redo (GmarlTrashHistory *self, GError **error)
{
  g_return_val_if_fail (GMARL_IS_TRASH_HISTORY (self), FALSE);

  return self->undone->len == 0 ||
         move (self, self->undone, self->undone->len - 1, self->done, error);
}

gboolean
gmarl_trash_history_take_back (GmarlTrashHistory *self, guint step, GError **error)
{
  g_return_val_if_fail (GMARL_IS_TRASH_HISTORY (self), FALSE);

  for (guint k = 0; k < self->done->len; k++)
    if (((Step *) self->done->pdata[k])->number == step)
      return move (self, self->done, k, self->undone, error);
  return TRUE;
}

gboolean
gmarl_trash_history_get_can_undo (GmarlTrashHistory *self)
{
  g_return_val_if_fail (GMARL_IS_TRASH_HISTORY (self), FALSE);
  return self->done->len > 0;
}

gboolean
gmarl_trash_history_get_can_redo (GmarlTrashHistory *self)
{
  g_return_val_if_fail (GMARL_IS_TRASH_HISTORY (self), FALSE);
  return self->undone->len > 0;
}

/* -- The object -- */

static void
gmarl_trash_history_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlTrashHistory *self = GMARL_TRASH_HISTORY (object);

  switch (id) {
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, gmarl_trash_history_get_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, gmarl_trash_history_get_can_redo (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_trash_history_finalize (GObject *object)
{
  GmarlTrashHistory *self = GMARL_TRASH_HISTORY (object);

  g_ptr_array_unref (self->done);
  g_ptr_array_unref (self->undone);
  g_free (self->directory);
  g_object_unref (self->session);
  G_OBJECT_CLASS (gmarl_trash_history_parent_class)->finalize (object);
}

static void
gmarl_trash_history_class_init (GmarlTrashHistoryClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gmarl_trash_history_finalize;
  object_class->get_property = gmarl_trash_history_get_property;

  properties[PROP_CAN_UNDO] = g_param_spec_boolean ("can-undo", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_CAN_REDO] = g_param_spec_boolean ("can-redo", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[RESTORED] = g_signal_new ("restored", GMARL_TYPE_TRASH_HISTORY, G_SIGNAL_RUN_LAST, 0,
                                    NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_UINT, G_TYPE_STRV);
}

static void
gmarl_trash_history_init (GmarlTrashHistory *self)
{
  self->done = g_ptr_array_new_with_free_func (step_free);
  self->undone = g_ptr_array_new_with_free_func (step_free);
}

GmarlTrashHistory *
gmarl_trash_history_new (GmarlSession *session)
{
  GmarlTrashHistory *self = g_object_new (GMARL_TYPE_TRASH_HISTORY, NULL);

  self->session = g_object_ref (session);
  g_signal_connect_object (session, "library-changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return self;
}
