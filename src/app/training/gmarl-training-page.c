/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-page.h"

#include "gmarl-document.h"
#include "gmarl-training-card.h"
#include "gmarl-training-charts.h"
#include "gmarl-training-columns.h"
#include "gmarl-training-export.h"
#include "gmarl-training-form.h"
#include "gmarl-training-job.h"
#include "gmarl-training-preview.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define SPACING    18
#define FIRST_SEED 1

struct _GmarlTrainingPage {
  GtkWidget parent_instance;

  /* Owned */
  GmarlSession *session;
  GSignalGroup *document_signals;
  GSignalGroup *job_signals;
  char *trouble; /* the message that a training failed; NULL: none */

  /* Children */
  GtkWidget *scroller;
  GmarlTrainingColumns *columns;
  GmarlTrainingForm *form;
  GtkStack *stack;
  GmarlTrainingCard *card;
  GmarlTrainingCharts *charts;
  GmarlTrainingPreview *preview;

  gboolean was_active;
};

static void init_export (GmarlExportSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlTrainingPage,
                               gmarl_training_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE, init_export))

/* -- The end of a job -- */

static double
get_standard_seconds (GmarlTrainingPage *self, GmarlTrainingJob *job)
{
  const GmarlRunConfig *config = gmarl_training_job_get_config (job);
  gint64 standard = gmarl_training_presets[GMARL_TRAINING_PRESET_STANDARD].iterations;
  double iterations = 0;

  /* Worth saying where it would be more. */
  if (config == NULL || config->iterations >= standard)
    return NAN;
  for (gsize k = 0; k < gmarl_training_job_get_n_seeds (job); k++)
    iterations += gmarl_training_job_get_rows (job, k)->len;
  return iterations == 0
             ? NAN
             : gmarl_training_preset_seconds (GMARL_TRAINING_PRESET_STANDARD,
                                              gmarl_training_job_get_seconds (job) / iterations);
}

static void
continue_job (GmarlTrainingPage *self)
{
  GmarlTrainingJob *job = gmarl_session_get_training (self->session);

  if (job != NULL && gmarl_session_begin_job (self->session, GMARL_JOB (job)))
    gmarl_training_job_start (job);
}

static AdwToast *
make_toast (const char *text, const char *button)
{
  AdwToast *toast = gmarl_toast_new (text);

  if (button != NULL)
    adw_toast_set_button_label (toast, button);
  return toast;
}

/* It goes on, or is looked at where all of it is said. */
static void
end_trouble (GmarlTrainingPage *self)
{
  if (self->trouble != NULL)
    gmarl_session_end_banner (self->session, self->trouble);
  g_clear_pointer (&self->trouble, g_free);
}

/* To who looks at another view; here the card says it. */
static void
say_end (GmarlTrainingPage *self, GmarlTrainingJob *job)
{
  const char *run_id = gmarl_training_job_get_result (job);
  AdwToast *toast;
  g_autofree char *text = gmarl_training_card_describe_end (job, get_standard_seconds (self, job));

  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  switch (gmarl_training_job_get_state (job)) {
  case GMARL_TRAINING_JOB_FINISHED:
    toast = make_toast (text, run_id != NULL ? _ ("_Compare") : NULL);
    if (run_id != NULL) {
      adw_toast_set_action_name (toast, "win.compare-run");
      adw_toast_set_action_target (toast, "s", run_id);
    }
    gmarl_session_toast (self->session, toast);
    break;
  case GMARL_TRAINING_JOB_STOPPED:
    toast = make_toast (gmarl_training_job_get_text (job), _ ("_Continue"));
    g_signal_connect_object (toast, "button-clicked", G_CALLBACK (continue_job), self,
                             G_CONNECT_SWAPPED);
    gmarl_session_toast (self->session, toast);
    break;
  case GMARL_TRAINING_JOB_FAILED:
    gmarl_session_banner (self->session, text, _ ("_Show"), "win.view::training");
    g_free (self->trouble);
    self->trouble = g_steal_pointer (&text);
    break;
  default:
    break;
  }
}

static void
update (GmarlTrainingPage *self)
{
  GmarlTrainingJob *job = gmarl_session_get_training (self->session);
  gboolean active = job != NULL && gmarl_training_job_is_active (job);

  if (active)
    end_trouble (self);
  gmarl_training_form_set_training (self->form, active);
  gtk_stack_set_visible_child_name (self->stack, job != NULL ? "job" : "empty");
  gmarl_training_columns_set_content_first (self->columns, job != NULL);
  if (job != NULL && self->was_active && !active) {
    gmarl_training_card_set_standard_seconds (self->card, get_standard_seconds (self, job));
    say_end (self, job);
  }
  self->was_active = active;
}

static void
job_cb (GmarlTrainingPage *self, GmarlTrainingJob *job)
{
  self->was_active = FALSE;
  gmarl_training_card_set_standard_seconds (self->card, NAN);
  gmarl_training_card_set_job (self->card, job);
  gmarl_training_charts_set_job (self->charts, job);
  gmarl_training_preview_set_job (self->preview, job);
  update (self);
}

/* -- The beginning -- */

static void
scenario_cb (GmarlTrainingPage *self)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);

  if (document != NULL)
    gmarl_training_form_set_scenario (self->form, gmarl_document_get_scenario (document));
}

static gint64
get_threads (GmarlTrainingPage *self)
{
  return g_settings_get_int (gmarl_session_get_settings (self->session), "threads");
}

static void
threads_cb (GmarlTrainingPage *self)
{
  gmarl_training_form_set_threads (self->form, get_threads (self));
}

static gboolean
is_training (GmarlTrainingPage *self)
{
  GmarlTrainingJob *job = gmarl_session_get_training (self->session);

  return job != NULL && gmarl_training_job_is_active (job);
}

/* job: (transfer full) */
static void
begin (GmarlTrainingPage *self, GmarlTrainingJob *job)
{
  gmarl_training_job_set_threads (job, get_threads (self));
  if (gmarl_session_begin_job (self->session, GMARL_JOB (job))) {
    gmarl_session_banner (self->session, NULL, NULL, NULL);
    gmarl_training_job_start (job);
    gtk_adjustment_set_value (
        gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
  }
  g_object_unref (job);
}

/* A number that is typed counts, though the key that begins came before the focus left it. */
static void
finish_typing (GmarlTrainingPage *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *spin = focus != NULL ? gtk_widget_get_ancestor (focus, GTK_TYPE_SPIN_BUTTON) : NULL;

  if (spin != NULL && gtk_widget_is_ancestor (spin, GTK_WIDGET (self)))
    gtk_spin_button_update (GTK_SPIN_BUTTON (spin));
}

void
gmarl_training_page_train (GmarlTrainingPage *self)
{
  g_autoptr (GmarlRunConfig) config = NULL;
  g_autofree guint64 *seeds = NULL;
  GmarlTrainingJob *job;
  gsize n_seeds;

  g_return_if_fail (GMARL_IS_TRAINING_PAGE (self));
  finish_typing (self);
  if (is_training (self) || gmarl_training_form_get_problem (self->form) != NULL)
    return;

  config = gmarl_training_form_make_config (self->form);
  n_seeds = gmarl_training_form_get_n_seeds (self->form);
  seeds = g_new (guint64, n_seeds);
  for (gsize k = 0; k < n_seeds; k++)
    seeds[k] = FIRST_SEED + k;
  job = gmarl_training_job_new (gmarl_session_get_library_directory (self->session), config, seeds,
                                n_seeds);
  gmarl_training_job_set_time_budget (job, gmarl_training_form_get_time_budget (self->form));
  begin (self, job);
}

void
gmarl_training_page_train_quick (GmarlTrainingPage *self)
{
  g_return_if_fail (GMARL_IS_TRAINING_PAGE (self));
  if (is_training (self))
    return;
  gmarl_training_form_set_preset (self->form, GMARL_TRAINING_PRESET_QUICK);
  gmarl_training_page_train (self);
}

/* The runs of the same group, by seed: they go on together. NULL-terminated. */
static char **
get_group (GPtrArray *runs, const char *run_id)
{
  g_autoptr (GPtrArray) ids = g_ptr_array_new ();
  const char *group = NULL;

  for (guint k = 0; k < runs->len; k++)
    if (g_str_equal (((GmarlRunRecord *) runs->pdata[k])->id, run_id))
      group = ((GmarlRunRecord *) runs->pdata[k])->group_id;
  /* Newest first, and the seeds of a group were begun in their order. */
  for (guint k = runs->len; group != NULL && k-- > 0;)
    if (g_str_equal (((GmarlRunRecord *) runs->pdata[k])->group_id, group))
      g_ptr_array_add (ids, g_strdup (((GmarlRunRecord *) runs->pdata[k])->id));
  g_ptr_array_add (ids, NULL);
  return (char **) g_ptr_array_steal (ids, NULL);
}

static GPtrArray *
list_runs (GmarlTrainingPage *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);

  return library == NULL ? NULL : gmarl_library_list_runs (library, NULL);
}

void
gmarl_training_page_resume (GmarlTrainingPage *self, const char *run_id)
{
  g_autoptr (GPtrArray) runs = NULL;
  g_auto (GStrv) ids = NULL;

  g_return_if_fail (GMARL_IS_TRAINING_PAGE (self));
  if (is_training (self))
    return;
  runs = list_runs (self);
  ids = runs == NULL ? NULL : get_group (runs, run_id);
  if (ids != NULL && ids[0] != NULL)
    begin (self, gmarl_training_job_new_resume (gmarl_session_get_library_directory (self->session),
                                                (const char *const *) ids));
}

static gboolean
is_same_scenario (const GmarlScenario *one, const GmarlScenario *other)
{
  g_autofree char *hash = gmarl_scenario_hash (one);
  g_autofree char *other_hash = gmarl_scenario_hash (other);

  return g_str_equal (hash, other_hash);
}

void
gmarl_training_page_train_again (GmarlTrainingPage *self, const char *run_id)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  GmarlDocument *document = gmarl_session_get_document (self->session);
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlRunConfig) config = NULL;
  g_autoptr (GPtrArray) runs = NULL;
  g_auto (GStrv) ids = NULL;

  g_return_if_fail (GMARL_IS_TRAINING_PAGE (self));
  config = library == NULL ? NULL : gmarl_library_load_config (library, run_id, &error);
  if (config == NULL) {
    if (error != NULL)
      gmarl_session_toast (self->session, make_toast (error->message, NULL));
    return;
  }
  if (!is_same_scenario (config->scenario, gmarl_document_get_scenario (document)))
    gmarl_document_open_scenario (document, gmarl_scenario_copy (config->scenario), NULL);
  runs = list_runs (self);
  ids = runs == NULL ? NULL : get_group (runs, run_id);
  gmarl_training_form_set_config (self->form, config,
                                  ids == NULL ? 1 : MAX (1, g_strv_length (ids)));
  gtk_adjustment_set_value (
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller)), 0);
}

void
gmarl_training_page_offer_resume (GmarlTrainingPage *self)
{
  g_autoptr (GPtrArray) runs = list_runs (self);

  g_return_if_fail (GMARL_IS_TRAINING_PAGE (self));
  for (guint k = 0; runs != NULL && k < runs->len; k++) {
    const GmarlRunRecord *run = runs->pdata[k];
    g_autofree char *text = NULL;
    g_autofree char *action = NULL;

    /* Of several seeds, the one that was at work. */
    if (run->status != GMARL_RUN_INTERRUPTED || run->iteration == 0)
      continue;
    text = g_strdup_printf (_ ("The training “%s” was interrupted at iteration %lld of %lld. "
                               "Everything up to there is kept."),
                            run->name, (long long) run->iteration, (long long) run->iterations);
    action = g_strdup_printf ("win.resume-run::%s", run->id);
    gmarl_session_banner (self->session, text, _ ("_Resume"), action);
    return;
  }
}

static void
quick_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_training_page_train_quick (GMARL_TRAINING_PAGE (widget));
}

static void
continue_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  continue_job (GMARL_TRAINING_PAGE (widget));
}

static void
gentler_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlTrainingPage *self = GMARL_TRAINING_PAGE (widget);
  GmarlTrainingJob *job = gmarl_session_get_training (self->session);
  gint64 iteration;

  if (job != NULL && !is_training (self) && gmarl_training_job_has_diverged (job, &iteration))
    begin (self, gmarl_training_job_new_gentler (job));
}

/* -- The widget -- */

static GtkWidget *
make_empty (void)
{
  GtkWidget *page = adw_status_page_new ();
  GtkWidget *button = gtk_button_new_with_mnemonic (_ ("_Quick Training"));

  adw_status_page_set_icon_name (ADW_STATUS_PAGE (page), "gmarl-training-symbolic");
  adw_status_page_set_title (ADW_STATUS_PAGE (page), _ ("No Training Yet"));
  adw_status_page_set_description (ADW_STATUS_PAGE (page), _ ("Quick takes about 40 seconds"));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "training.quick");
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "pill");
  adw_status_page_set_child (ADW_STATUS_PAGE (page), button);
  gtk_widget_add_css_class (page, "compact");
  return page;
}

static GtkWidget *
make_job (GmarlTrainingPage *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, SPACING);

  self->card = GMARL_TRAINING_CARD (gmarl_training_card_new ());
  self->charts = GMARL_TRAINING_CHARTS (gmarl_training_charts_new ());
  self->preview = GMARL_TRAINING_PREVIEW (gmarl_training_preview_new ());
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->card));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->charts));
  gmarl_training_charts_add (self->charts, GTK_WIDGET (self->preview));
  return box;
}

static void
set_margins (GtkWidget *widget, int margin)
{
  gtk_widget_set_margin_top (widget, margin);
  gtk_widget_set_margin_bottom (widget, margin);
  gtk_widget_set_margin_start (widget, margin);
  gtk_widget_set_margin_end (widget, margin);
}

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GmarlTrainingPage *self = GMARL_TRAINING_PAGE (source);

  return gmarl_training_export_list_items (gmarl_session_get_training (self->session),
                                           self->charts);
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  GmarlTrainingPage *self = GMARL_TRAINING_PAGE (source);

  return gmarl_training_export_make_content (
      gmarl_session_get_training (self->session), self->charts,
      gmarl_session_get_library_directory (self->session), choice, error);
}

static void
init_export (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}

static void
gmarl_training_page_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_training_page_parent_class)->map (widget);
  end_trouble (GMARL_TRAINING_PAGE (widget));
}

static void
gmarl_training_page_dispose (GObject *object)
{
  GmarlTrainingPage *self = GMARL_TRAINING_PAGE (object);

  g_clear_object (&self->document_signals);
  g_clear_object (&self->job_signals);
  g_clear_pointer (&self->scroller, gtk_widget_unparent);
  g_clear_pointer (&self->trouble, g_free);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_training_page_parent_class)->dispose (object);
}

static void
gmarl_training_page_class_init (GmarlTrainingPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_training_page_dispose;
  widget_class->map = gmarl_training_page_map;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "training.quick", NULL, quick_cb);
  gtk_widget_class_install_action (widget_class, "training.continue", NULL, continue_cb);
  gtk_widget_class_install_action (widget_class, "training.gentler", NULL, gentler_cb);
}

static void
gmarl_training_page_init (GmarlTrainingPage *self)
{
  GtkWidget *content;

  self->form = GMARL_TRAINING_FORM (gmarl_training_form_new ());
  self->stack = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_vhomogeneous (self->stack, FALSE);
  gtk_stack_add_named (self->stack, make_empty (), "empty");
  gtk_stack_add_named (self->stack, make_job (self), "job");
  content = gtk_widget_get_first_child (GTK_WIDGET (self->stack));
  gtk_widget_set_valign (content, GTK_ALIGN_START);
  self->columns = GMARL_TRAINING_COLUMNS (
      gmarl_training_columns_new (GTK_WIDGET (self->form), GTK_WIDGET (self->stack)));
  set_margins (GTK_WIDGET (self->columns), SPACING);

  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), GTK_WIDGET (self->columns));
  gtk_widget_set_parent (self->scroller, GTK_WIDGET (self));

  self->document_signals = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document_signals, "changed", G_CALLBACK (scenario_cb),
                                  self);
  g_signal_connect_swapped (self->document_signals, "bind", G_CALLBACK (scenario_cb), self);
  self->job_signals = g_signal_group_new (GMARL_TYPE_TRAINING_JOB);
  g_signal_group_connect_swapped (self->job_signals, "notify::state", G_CALLBACK (update), self);
  g_signal_connect_swapped (self->job_signals, "bind", G_CALLBACK (job_cb), self);
}

GtkWidget *
gmarl_training_page_new (GmarlSession *session)
{
  GmarlTrainingPage *self = g_object_new (GMARL_TYPE_TRAINING_PAGE, NULL);

  self->session = g_object_ref (session);
  g_object_bind_property (session, "document", self->document_signals, "target",
                          G_BINDING_SYNC_CREATE);
  g_object_bind_property (session, "training", self->job_signals, "target", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (gmarl_session_get_settings (session), "changed::threads",
                           G_CALLBACK (threads_cb), self, G_CONNECT_SWAPPED);
  threads_cb (self);
  return GTK_WIDGET (self);
}
