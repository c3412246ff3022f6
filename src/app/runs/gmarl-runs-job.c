/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The worker counts what is done in two atomic numbers, which the main thread looks at four times a
 * second; a verdict is read when the worker has ended. Stopping cancels: nothing half done is kept.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-job.h"

#include "gmarl-library-merge.h"
#include "gmarl-library-salvage.h"
#include "gmarl-verify.h"
#include "gmarl-threads.h"

#include <glib/gi18n-lib.h>

#define LOOK_INTERVAL 250 /* ms */

/* Sentences of what was left out or lost, in a message. */
#define MOST_SENTENCES 5

typedef enum {
  VERIFY,
  MERGE,
  SALVAGE,
} Kind;

struct _GmarlRunsJob {
  GObject parent_instance;

  /* Owned, constant while it works */
  char *directory;
  char *target;   /* a run's id; NULL: the library itself */
  char **sources; /* paths to merge; NULL: none */
  char *name;
  Kind kind;
  gint64 threads;

  /* Owned */
  GCancellable *cancellable;
  GError *error;
  guint look_id;
  gboolean active;
  gboolean stopped;
  GmarlJobEnd end;

  /* The worker's until it has ended */
  GmarlVerifyResult verified;
  GmarlMergeResult merged;
  GmarlSalvageResult salvaged;

  /* Atomic */
  guint source; /* that is merged */
  gint done;
  gint total;
};

enum {
  ENDED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void job_init (GmarlJobInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlRunsJob,
                               gmarl_runs_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_JOB, job_init))

/* -- The worker -- */

static void
verify_progress (gint64 done, gint64 total, gpointer user_data)
{
  GmarlRunsJob *self = user_data;

  g_atomic_int_set (&self->total, (gint) total);
  g_atomic_int_set (&self->done, (gint) done);
}

static void
merge_progress (guint done, guint total, gpointer user_data)
{
  verify_progress (done, total, user_data);
}

static void
add_result (GmarlMergeResult *sum, const GmarlMergeResult *one)
{
  sum->n_added += one->n_added;
  sum->n_extended += one->n_extended;
  sum->n_same += one->n_same;
  sum->bytes += one->bytes;
  for (guint k = 0; one->refused != NULL && k < one->refused->len; k++)
    g_ptr_array_add (sum->refused, g_strdup (one->refused->pdata[k]));
}

/* One after the other; what was taken over before one that fails stays, and is told of. */
static gboolean
merge (GmarlRunsJob *self, GmarlLibrary *library, GCancellable *cancellable, GError **error)
{
  gboolean done = TRUE;

  self->merged.refused = g_ptr_array_new_with_free_func (g_free);
  for (guint k = 0; done && self->sources[k] != NULL; k++) {
    g_auto (GmarlMergeResult) one = { 0 };

    g_atomic_int_set (&self->total, 0);
    g_atomic_int_set (&self->source, k);
    done = gmarl_library_merge (library, self->sources[k], merge_progress, self, cancellable, &one,
                                error);
    add_result (&self->merged, &one);
  }
  return done;
}

static gboolean
work (GmarlRunsJob *self, GCancellable *cancellable, GError **error)
{
  g_autoptr (GmarlLibrary) library = NULL;

  if (self->kind == SALVAGE)
    return gmarl_library_salvage (self->directory, cancellable, &self->salvaged, error);
  library = gmarl_library_open (
      self->directory, self->kind == MERGE ? GMARL_LIBRARY_DEFAULT : GMARL_LIBRARY_READ_ONLY,
      error);
  if (library == NULL)
    return FALSE;
  if (self->kind == MERGE)
    return merge (self, library, cancellable, error);
  return gmarl_verify_run (library, self->target, self->threads, verify_progress, self, cancellable,
                           &self->verified, error);
}

static void
work_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  GError *error = NULL;

  if (work (data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* -- The main thread -- */

static void
notify_progress (GmarlRunsJob *self)
{
  g_object_notify (G_OBJECT (self), "fraction");
  g_object_notify (G_OBJECT (self), "text");
}

static gboolean
look_cb (gpointer user_data)
{
  notify_progress (user_data);
  return G_SOURCE_CONTINUE;
}

static void
worked_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlRunsJob) self = user_data;

  g_clear_handle_id (&self->look_id, g_source_remove);
  if (g_task_propagate_boolean (G_TASK (result), &self->error))
    self->end = GMARL_JOB_FINISHED;
  else if (self->stopped)
    self->end = GMARL_JOB_STOPPED;
  else
    self->end = GMARL_JOB_FAILED;
  self->active = FALSE;
  notify_progress (self);
  g_object_notify (G_OBJECT (self), "can-stop");
  g_object_notify (G_OBJECT (self), "active");
  g_signal_emit (self, signals[ENDED], 0);
}

void
gmarl_runs_job_start (GmarlRunsJob *self)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (GMARL_IS_RUNS_JOB (self));
  g_return_if_fail (self->cancellable == NULL);

  self->cancellable = g_cancellable_new ();
  self->active = TRUE;
  self->look_id = g_timeout_add (LOOK_INTERVAL, look_cb, self);
  /* Without a source object, which the thread might be the last to let go of. */
  task = g_task_new (NULL, self->cancellable, worked_cb, g_object_ref (self));
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, self, NULL);
  gmarl_threads_run (task, work_thread);
  g_object_notify (G_OBJECT (self), "active");
  g_object_notify (G_OBJECT (self), "can-stop");
}

/* -- What came of it -- */

static void
append_sentences (GString *text, const GPtrArray *sentences)
{
  for (guint k = 0; sentences != NULL && k < sentences->len; k++) {
    if (k == MOST_SENTENCES) {
      g_string_append_printf (text, "\n…");
      break;
    }
    g_string_append_printf (text, "\n%s", (const char *) sentences->pdata[k]);
  }
}

static char *
describe_salvage (GmarlRunsJob *self)
{
  const GmarlSalvageResult *salvaged = &self->salvaged;
  g_autofree char *kept = salvaged->kept == NULL ? NULL : g_filename_display_name (salvaged->kept);
  GString *text = g_string_new (NULL);

  /* translators: what could be read of a damaged database */
  g_string_append_printf (text, _ ("Runs: %u\nIterations: %lld\nCheckpoints: %u"), salvaged->n_runs,
                          (long long) salvaged->n_rows, salvaged->n_checkpoints);
  if (kept != NULL) {
    g_string_append (text, "\n\n");
    /* translators: %s is a path */
    g_string_append_printf (text, _ ("The damaged database is kept as “%s”."), kept);
  }
  if (salvaged->lost->len > 0)
    g_string_append_printf (text, "\n\n%s", _ ("What is lost:"));
  append_sentences (text, salvaged->lost);
  return g_string_free (text, FALSE);
}

static char *
describe_merge (GmarlRunsJob *self)
{
  const GmarlMergeResult *merged = &self->merged;
  GString *text = g_string_new (NULL);

  g_string_append_printf (
      text, g_dngettext (GETTEXT_PACKAGE, "%u run is new", "%u runs are new", merged->n_added),
      merged->n_added);
  if (merged->n_extended > 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, ", %u went on there",
                                         ", %u went on there", merged->n_extended),
                            merged->n_extended);
  if (merged->n_same > 0)
    g_string_append_printf (text,
                            g_dngettext (GETTEXT_PACKAGE, ", %u was here already",
                                         ", %u were here already", merged->n_same),
                            merged->n_same);
  g_string_append_c (text, '.');
  append_sentences (text, merged->refused);
  return g_string_free (text, FALSE);
}

void
gmarl_runs_job_describe (GmarlRunsJob *self, char **heading, char **body)
{
  static const char *const verdicts[] = {
    [GMARL_VERIFY_SAME] = N_ ("The Run Repeats Itself"),
    [GMARL_VERIFY_DIFFERENT] = N_ ("The Run Does Not Repeat Itself"),
    [GMARL_VERIFY_IMPOSSIBLE] = N_ ("The Run Cannot Be Verified"),
  };

  static const char *const failures[] = {
    [VERIFY] = N_ ("The Run Was Not Verified"),
    [MERGE] = N_ ("The Runs Were Not Merged"),
    [SALVAGE] = N_ ("Nothing Was Saved"),
  };

  g_return_if_fail (GMARL_IS_RUNS_JOB (self));

  if (self->end != GMARL_JOB_FINISHED) {
    *heading = g_strdup (_ (failures[self->kind]));
    *body = self->end == GMARL_JOB_STOPPED || self->error == NULL
                ? g_strdup (_ ("It was stopped. Nothing is half done."))
                : g_strdup (self->error->message);
    /* Of several sources, those before it. */
    if (self->kind == MERGE && self->merged.n_added + self->merged.n_extended > 0) {
      g_autofree char *message = *body;
      g_autofree char *before = describe_merge (self);

      *body = g_strconcat (message, "\n\n", before, NULL);
    }
  } else if (self->kind == SALVAGE) {
    *heading = g_strdup (_ ("What Could Be Read Is Saved"));
    *body = describe_salvage (self);
  } else if (self->kind == MERGE) {
    *heading = g_strdup (_ ("The Runs Were Merged"));
    *body = describe_merge (self);
  } else {
    *heading = g_strdup (_ (verdicts[self->verified.verdict]));
    *body = gmarl_verify_result_describe (&self->verified);
  }
}

gboolean
gmarl_runs_job_has_written (GmarlRunsJob *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_JOB (self), FALSE);
  return self->kind == MERGE && !self->active;
}

gboolean
gmarl_runs_job_is_salvage (GmarlRunsJob *self)
{
  g_return_val_if_fail (GMARL_IS_RUNS_JOB (self), FALSE);
  return self->kind == SALVAGE;
}

/* -- The interface -- */

static void
stop (GmarlJob *job)
{
  GmarlRunsJob *self = GMARL_RUNS_JOB (job);

  self->stopped = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_object_notify (G_OBJECT (self), "can-stop");
}

static GmarlJobEnd
get_end (GmarlJob *job)
{
  return GMARL_RUNS_JOB (job)->end;
}

static const GError *
get_error (GmarlJob *job)
{
  return GMARL_RUNS_JOB (job)->error;
}

static const char *const *
get_words (GmarlJob *job)
{
  static const char *const verify[] = {
    [GMARL_JOB_WORDS_PROGRESS] = N_ ("Progress of the Verification"),
    [GMARL_JOB_WORDS_SHOW] = N_ ("Show the Runs"),
    [GMARL_JOB_WORDS_PAUSE] = "",
    [GMARL_JOB_WORDS_STOP] = N_ ("Stop Verifying"),
    [GMARL_JOB_WORDS_BUSY] = N_ ("A run is being verified"),
    [GMARL_JOB_WORDS_CLOSE_TITLE] = N_ ("A Run Is Being Verified"),
    [GMARL_JOB_WORDS_CLOSE_TEXT] =
        N_ ("If you stop now, there is no verdict. The run stays as it is."),
    [GMARL_JOB_WORDS_CLOSE_KEEP] = N_ ("_Keep Verifying"),
    [GMARL_JOB_WORDS_FINISHED] = N_ ("Verification Finished"),
    [GMARL_JOB_WORDS_FAILED] = N_ ("Verification Ended Early"),
  };
  static const char *const merge[] = {
    [GMARL_JOB_WORDS_PROGRESS] = N_ ("Progress of the Merge"),
    [GMARL_JOB_WORDS_SHOW] = N_ ("Show the Runs"),
    [GMARL_JOB_WORDS_PAUSE] = "",
    [GMARL_JOB_WORDS_STOP] = N_ ("Stop, and Keep What Was Taken Over"),
    [GMARL_JOB_WORDS_BUSY] = N_ ("Runs are being merged"),
    [GMARL_JOB_WORDS_CLOSE_TITLE] = N_ ("Runs Are Being Merged"),
    [GMARL_JOB_WORDS_CLOSE_TEXT] =
        N_ ("If you stop now, the runs that were taken over stay, and you can go on later."),
    [GMARL_JOB_WORDS_CLOSE_KEEP] = N_ ("_Keep Merging"),
    [GMARL_JOB_WORDS_FINISHED] = N_ ("Merge Finished"),
    [GMARL_JOB_WORDS_FAILED] = N_ ("Merge Ended Early"),
  };
  static const char *const salvage[] = {
    [GMARL_JOB_WORDS_PROGRESS] = N_ ("Progress of Saving the Library"),
    [GMARL_JOB_WORDS_SHOW] = N_ ("Show the Runs"),
    [GMARL_JOB_WORDS_PAUSE] = "",
    [GMARL_JOB_WORDS_STOP] = N_ ("Stop, and Leave the Library as It Is"),
    [GMARL_JOB_WORDS_BUSY] = N_ ("A damaged library is being saved"),
    [GMARL_JOB_WORDS_CLOSE_TITLE] = N_ ("A Damaged Library Is Being Saved"),
    [GMARL_JOB_WORDS_CLOSE_TEXT] = N_ ("If you stop now, the library stays as it is."),
    [GMARL_JOB_WORDS_CLOSE_KEEP] = N_ ("_Keep Saving"),
    [GMARL_JOB_WORDS_FINISHED] = N_ ("What Could Be Read Is Saved"),
    [GMARL_JOB_WORDS_FAILED] = N_ ("Nothing Was Saved"),
  };
  static const char *const *const all[] = { verify, merge, salvage };

  return all[GMARL_RUNS_JOB (job)->kind];
}

static const char *
get_view (GmarlJob *job)
{
  return "runs";
}

static void
job_init (GmarlJobInterface *iface)
{
  iface->stop = stop;
  iface->get_end = get_end;
  iface->get_error = get_error;
  iface->get_words = get_words;
  iface->get_view = get_view;
}

/* -- The object -- */

static char *
make_text (GmarlRunsJob *self)
{
  gint done = g_atomic_int_get (&self->done);
  gint total = g_atomic_int_get (&self->total);
  g_autofree char *name = NULL;

  if (self->kind == SALVAGE)
    return g_strdup_printf (_ ("Saving what can be read of %s"), self->name);
  name = self->kind == MERGE
             ? g_filename_display_basename (self->sources[g_atomic_int_get (&self->source)])
             : g_strdup (self->name);
  if (total == 0)
    return g_strdup_printf (self->kind == MERGE ? _ ("Merging %s") : _ ("Verifying %s"), name);
  if (self->kind == MERGE)
    /* translators: name, and runs that are taken over of all */
    return g_strdup_printf (_ ("Merging %s · run %d of %d"), name, done, total);
  /* translators: name, and iterations that are compared of all */
  return g_strdup_printf (_ ("Verifying %s · iteration %d of %d"), name, done, total);
}

static void
gmarl_runs_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlRunsJob *self = GMARL_RUNS_JOB (object);
  gint total = g_atomic_int_get (&self->total);

  switch (id) {
  case GMARL_JOB_PROP_ACTIVE:
    g_value_set_boolean (value, self->active);
    break;
  case GMARL_JOB_PROP_PAUSED:
  case GMARL_JOB_PROP_CAN_PAUSE:
    g_value_set_boolean (value, FALSE);
    break;
  case GMARL_JOB_PROP_CAN_STOP:
    g_value_set_boolean (value, self->active && !self->stopped);
    break;
  case GMARL_JOB_PROP_FRACTION:
    g_value_set_double (value,
                        total > 0 ? MIN (1, (double) g_atomic_int_get (&self->done) / total) : 0);
    break;
  case GMARL_JOB_PROP_TEXT:
    g_value_take_string (value, make_text (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_runs_job_finalize (GObject *object)
{
  GmarlRunsJob *self = GMARL_RUNS_JOB (object);

  g_clear_handle_id (&self->look_id, g_source_remove);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  gmarl_verify_result_clear (&self->verified);
  gmarl_merge_result_clear (&self->merged);
  gmarl_salvage_result_clear (&self->salvaged);
  g_free (self->directory);
  g_free (self->target);
  g_strfreev (self->sources);
  g_free (self->name);
  G_OBJECT_CLASS (gmarl_runs_job_parent_class)->finalize (object);
}

static void
gmarl_runs_job_class_init (GmarlRunsJobClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = gmarl_runs_job_finalize;
  object_class->get_property = gmarl_runs_job_get_property;
  gmarl_job_override_properties (object_class);

  signals[ENDED] = g_signal_new ("ended", GMARL_TYPE_RUNS_JOB, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
}

static void
gmarl_runs_job_init (GmarlRunsJob *self)
{
}

GmarlRunsJob *
gmarl_runs_job_new_verify (const char *directory,
                           const char *run_id,
                           const char *name,
                           gint64 threads)
{
  GmarlRunsJob *self = g_object_new (GMARL_TYPE_RUNS_JOB, NULL);

  self->directory = g_strdup (directory);
  self->target = g_strdup (run_id);
  self->name = g_strdup (name);
  self->threads = threads;
  return self;
}

GmarlRunsJob *
gmarl_runs_job_new_merge (const char *directory, const char *const *paths)
{
  GmarlRunsJob *self = g_object_new (GMARL_TYPE_RUNS_JOB, NULL);

  self->directory = g_strdup (directory);
  self->sources = g_strdupv ((char **) paths);
  self->kind = MERGE;
  return self;
}

GmarlRunsJob *
gmarl_runs_job_new_salvage (const char *directory)
{
  GmarlRunsJob *self = g_object_new (GMARL_TYPE_RUNS_JOB, NULL);

  self->directory = g_strdup (directory);
  self->name = g_filename_display_basename (directory);
  self->kind = SALVAGE;
  return self;
}
