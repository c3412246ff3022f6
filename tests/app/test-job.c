/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Long work as the session, the bar and the interface know it, with a kind of work of this test's
 * own.
 */
#include "config.h"

#include "gmarl-job-bar.h"
#include "gmarl-session.h"
#include "gmarl-window.h"

/* Does nothing but remember what it was asked. */
#define FAKE_TYPE_JOB (fake_job_get_type ())
G_DECLARE_FINAL_TYPE (FakeJob, fake_job, FAKE, JOB, GObject)

struct _FakeJob {
  GObject parent_instance;

  gboolean active;
  gboolean paused;
  GmarlJobEnd end; /* while it is not active */
  const char *result_view;
  guint n_calls;
};

static void fake_job_init_interface (GmarlJobInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakeJob,
                               fake_job,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_JOB, fake_job_init_interface))

static void
fake_job_set (FakeJob *self, gboolean active, gboolean paused)
{
  self->active = active;
  self->paused = paused;
  g_object_notify (G_OBJECT (self), "active");
  g_object_notify (G_OBJECT (self), "paused");
  g_object_notify (G_OBJECT (self), "can-pause");
  g_object_notify (G_OBJECT (self), "can-stop");
}

static void
fake_job_pause (GmarlJob *job)
{
  FAKE_JOB (job)->n_calls++;
  fake_job_set (FAKE_JOB (job), TRUE, TRUE);
}

static void
fake_job_resume (GmarlJob *job)
{
  FAKE_JOB (job)->n_calls++;
  fake_job_set (FAKE_JOB (job), TRUE, FALSE);
}

static void
fake_job_stop (GmarlJob *job)
{
  FAKE_JOB (job)->n_calls++;
  fake_job_set (FAKE_JOB (job), FALSE, FALSE);
}

static GmarlJobEnd
fake_job_get_end (GmarlJob *job)
{
  return FAKE_JOB (job)->active ? GMARL_JOB_NOT_ENDED : FAKE_JOB (job)->end;
}

static const GError *
fake_job_get_error (GmarlJob *job)
{
  return NULL;
}

static const char *const *
fake_job_get_words (GmarlJob *job)
{
  static const char *const words[GMARL_N_JOB_WORDS] = {
    [GMARL_JOB_WORDS_PROGRESS] = "Words",      [GMARL_JOB_WORDS_SHOW] = "Words",
    [GMARL_JOB_WORDS_PAUSE] = "Words",         [GMARL_JOB_WORDS_STOP] = "Words",
    [GMARL_JOB_WORDS_BUSY] = "Something runs", [GMARL_JOB_WORDS_CLOSE_TITLE] = "Words",
    [GMARL_JOB_WORDS_CLOSE_TEXT] = "Words",    [GMARL_JOB_WORDS_CLOSE_KEEP] = "Words",
    [GMARL_JOB_WORDS_FINISHED] = "Words",      [GMARL_JOB_WORDS_FAILED] = "Words",
  };

  return words;
}

static const char *
fake_job_get_view (GmarlJob *job)
{
  return "scaling";
}

static const char *
fake_job_get_result_view (GmarlJob *job)
{
  return FAKE_JOB (job)->result_view;
}

static void
fake_job_init_interface (GmarlJobInterface *iface)
{
  iface->pause = fake_job_pause;
  iface->resume = fake_job_resume;
  iface->stop = fake_job_stop;
  iface->get_end = fake_job_get_end;
  iface->get_error = fake_job_get_error;
  iface->get_words = fake_job_get_words;
  iface->get_view = fake_job_get_view;
  iface->get_result_view = fake_job_get_result_view;
}

static void
fake_job_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  FakeJob *self = FAKE_JOB (object);

  if (id == GMARL_JOB_PROP_FRACTION)
    g_value_set_double (value, 0.25);
  else if (id == GMARL_JOB_PROP_TEXT)
    g_value_set_string (value, "A quarter is done");
  else
    g_value_set_boolean (value, id == GMARL_JOB_PROP_PAUSED ? self->paused : self->active);
}

static void
fake_job_class_init (FakeJobClass *klass)
{
  G_OBJECT_CLASS (klass)->get_property = fake_job_get_property;
  gmarl_job_override_properties (G_OBJECT_CLASS (klass));
}

static void
fake_job_init (FakeJob *self)
{
  self->end = GMARL_JOB_STOPPED;
}

/* What would do nothing is not asked for. */
static void
test_interface (void)
{
  g_autoptr (FakeJob) fake = g_object_new (FAKE_TYPE_JOB, NULL);
  GmarlJob *job = GMARL_JOB (fake);
  g_autofree char *text = gmarl_job_dup_text (job);

  g_assert_cmpstr (text, ==, "A quarter is done");
  g_assert_true (gmarl_job_is_pausable (job));
  gmarl_job_pause (job);
  gmarl_job_resume (job);
  gmarl_job_stop (job);
  g_assert_cmpuint (fake->n_calls, ==, 0);

  fake_job_set (fake, TRUE, FALSE);
  gmarl_job_resume (job);
  g_assert_cmpuint (fake->n_calls, ==, 0);
  gmarl_job_pause (job);
  gmarl_job_pause (job);
  g_assert_cmpuint (fake->n_calls, ==, 1);
  g_assert_true (gmarl_job_is_paused (job));
  gmarl_job_resume (job);
  g_assert_false (gmarl_job_is_paused (job));
  gmarl_job_stop (job);
  g_assert_cmpuint (fake->n_calls, ==, 3);
  g_assert_cmpint (gmarl_job_get_end (job), ==, GMARL_JOB_STOPPED);
}

static GmarlSession *
session_new (void)
{
  g_autofree char *directory = g_build_filename (g_get_user_data_dir (), "library", NULL);

  return gmarl_session_new (directory);
}

static void
toast_cb (GmarlSession *session, AdwToast *toast, char **said)
{
  g_assert_null (*said);
  g_assert_cmpstr (adw_toast_get_action_name (toast), ==, "win.view");
  g_assert_cmpstr (g_variant_get_string (adw_toast_get_action_target_value (toast), NULL), ==,
                   "scaling");
  *said = g_strdup (adw_toast_get_title (toast));
}

/* At most one is active, and who comes second is told why. */
static void
test_one_at_a_time (void)
{
  g_autoptr (GmarlSession) session = session_new ();
  g_autoptr (FakeJob) first = g_object_new (FAKE_TYPE_JOB, NULL);
  g_autoptr (FakeJob) second = g_object_new (FAKE_TYPE_JOB, NULL);
  g_autofree char *said = NULL;

  g_signal_connect (session, "toast", G_CALLBACK (toast_cb), &said);
  g_assert_null (gmarl_session_get_job (session));
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (first)));
  g_assert_null (gmarl_session_get_active_job (session));
  fake_job_set (first, TRUE, FALSE);
  g_assert_true (gmarl_session_get_active_job (session) == GMARL_JOB (first));
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (first)));
  g_assert_null (said);

  g_assert_false (gmarl_session_begin_job (session, GMARL_JOB (second)));
  g_assert_nonnull (strstr (said, "Something runs"));
  g_assert_true (gmarl_session_get_job (session) == GMARL_JOB (first));
  fake_job_set (first, FALSE, FALSE);
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (second)));
  g_assert_true (gmarl_session_get_job (session) == GMARL_JOB (second));
  g_assert_null (gmarl_session_get_training (session));
}

/* The first widget of a type, in the order of the tree. */
static GtkWidget *
find_widget (GtkWidget *widget, GType type)
{
  if (g_type_is_a (G_OBJECT_TYPE (widget), type))
    return widget;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find_widget (child, type);

    if (found != NULL)
      return found;
  }
  return NULL;
}

/* The bar is there while the work is, and says what it says. */
static void
test_bar (void)
{
  g_autoptr (GmarlSession) session = session_new ();
  g_autoptr (FakeJob) fake = g_object_new (FAKE_TYPE_JOB, NULL);
  GtkWidget *bar = g_object_ref_sink (g_object_new (GMARL_TYPE_JOB_BAR, NULL));
  GtkRevealer *revealer = GTK_REVEALER (find_widget (bar, GTK_TYPE_REVEALER));
  GtkWidget *show = find_widget (bar, GTK_TYPE_BUTTON);
  GtkButton *pause = GTK_BUTTON (gtk_widget_get_next_sibling (show));

  gmarl_job_bar_set_session (GMARL_JOB_BAR (bar), session);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (fake)));
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  fake_job_set (fake, TRUE, FALSE);
  g_assert_true (gtk_revealer_get_reveal_child (revealer));
  g_assert_cmpfloat (
      gtk_progress_bar_get_fraction (GTK_PROGRESS_BAR (find_widget (bar, GTK_TYPE_PROGRESS_BAR))),
      ==, 0.25);
  g_assert_cmpstr (gtk_label_get_text (GTK_LABEL (find_widget (show, GTK_TYPE_LABEL))), ==,
                   "A quarter is done");
  g_assert_cmpstr (gtk_button_get_label (pause), ==, "Pa_use");
  fake_job_set (fake, TRUE, TRUE);
  g_assert_cmpstr (gtk_button_get_label (pause), ==, "Res_ume");
  fake_job_set (fake, FALSE, FALSE);
  g_assert_false (gtk_revealer_get_reveal_child (revealer));
  g_assert_finalize_object (bar);
}

/* The views that have a dot, by name. (transfer full) */
static char *
list_dots (AdwViewStack *stack)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);
  GString *names = g_string_new (NULL);

  for (guint k = 0; k < g_list_model_get_n_items (G_LIST_MODEL (pages)); k++) {
    g_autoptr (AdwViewStackPage) page = g_list_model_get_item (G_LIST_MODEL (pages), k);

    if (adw_view_stack_page_get_needs_attention (page))
      g_string_append_printf (names, "%s ", adw_view_stack_page_get_name (page));
  }
  return g_string_free (names, FALSE);
}

#define assert_dots(stack, wanted)                                                                 \
  G_STMT_START                                                                                     \
  {                                                                                                \
    g_autofree char *dots = list_dots (stack);                                                     \
                                                                                                   \
    g_assert_cmpstr (dots, ==, wanted);                                                            \
  }                                                                                                \
  G_STMT_END

static void
run_to (FakeJob *job, GmarlJobEnd end, const char *result_view)
{
  fake_job_set (job, TRUE, FALSE);
  job->end = end;
  job->result_view = result_view;
  fake_job_set (job, FALSE, FALSE);
}

/* What ended by itself leaves a dot where there is something to look at, until somebody does. */
static void
test_attention (void)
{
  g_autoptr (GmarlSession) session = session_new ();
  g_autoptr (FakeJob) fake = g_object_new (FAKE_TYPE_JOB, NULL);
  GmarlWindow *window = gmarl_window_new (NULL, session);
  AdwViewStack *stack = ADW_VIEW_STACK (find_widget (GTK_WIDGET (window), ADW_TYPE_VIEW_STACK));

  adw_view_stack_set_visible_child_name (stack, "grid");
  g_assert_null (gmarl_job_get_result_view (GMARL_JOB (fake)));
  g_assert_true (gmarl_session_begin_job (session, GMARL_JOB (fake)));
  run_to (fake, GMARL_JOB_STOPPED, "comparison");
  assert_dots (stack, "");
  fake_job_set (fake, TRUE, FALSE);
  assert_dots (stack, "");
  run_to (fake, GMARL_JOB_FINISHED, "comparison");
  assert_dots (stack, "comparison ");
  run_to (fake, GMARL_JOB_FAILED, NULL);
  assert_dots (stack, "comparison scaling ");
  adw_view_stack_set_visible_child_name (stack, "comparison");
  assert_dots (stack, "scaling ");
  adw_view_stack_set_visible_child_name (stack, "scaling");
  assert_dots (stack, "");

  /* Nothing new to who looks there already. */
  run_to (fake, GMARL_JOB_FINISHED, NULL);
  assert_dots (stack, "");
  gtk_window_destroy (GTK_WINDOW (window));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();
  g_test_add_func ("/app/job/interface", test_interface);
  g_test_add_func ("/app/job/one-at-a-time", test_one_at_a_time);
  g_test_add_func ("/app/job/bar", test_bar);
  g_test_add_func ("/app/job/attention", test_attention);
  return g_test_run ();
}
