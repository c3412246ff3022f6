/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-window-private.h"

#include "gmarl-document.h"
#include "gmarl-export-source.h"
#include "gmarl-library-salvage.h"
#include "gmarl-scenario-files.h"
#include "gmarl-spoken-names.h"
#include "gmarl-training-job.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (GmarlWindow, gmarl_window, ADW_TYPE_APPLICATION_WINDOW)

void
gmarl_window_show_view (GmarlWindow *self, const char *name)
{
  adw_view_stack_set_visible_child_name (self->stack, name);
  gmarl_window_focus_view (self);
}

#define HINT_SECONDS 20

/* A title of libadwaita's is one line, of which a narrow window shows the first words. */
static void
let_wrap (AdwToast *toast)
{
  GtkWidget *title = gtk_label_new (NULL);

  gtk_label_set_markup (GTK_LABEL (title), adw_toast_get_title (toast));
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (title), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (title), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "heading");
  adw_toast_set_custom_title (toast, title);
}

static void
toast_cb (GmarlWindow *self, AdwToast *toast, GmarlSession *session)
{
  let_wrap (toast);
  adw_toast_overlay_add_toast (self->toasts, g_object_ref (toast));
}

static void
banner_cb (GmarlWindow *self, const char *text, const char *label, const char *action)
{
  gmarl_banner_show (self->banner, text, label, action);
}

static void
document_changed_cb (GmarlWindow *self)
{
  GmarlDocument *document = gmarl_session_get_document (self->session);
  const char *title = gmarl_document_get_title (document);
  g_autofree char *marked =
      gmarl_document_get_modified (document) ? g_strconcat ("• ", title, NULL) : g_strdup (title);
  /* translators: the scenario that is open */
  g_autofree char *window_title = g_strdup_printf (_ ("%s – Gridmarl"), marked);

  gtk_window_set_title (GTK_WINDOW (self), window_title);
  adw_view_switcher_title_set_title (self->switcher_title, marked);
  gmarl_window_update_undo (self);
}

static void close_when_free (GtkWindow *window, GmarlSession *session);

/* Where there is something new to look at, while another view is shown: a dot until it is. */
static void
mark_ended (GmarlWindow *self)
{
  GmarlJob *job = gmarl_session_get_job (self->session);
  const char *name = job != NULL ? gmarl_job_get_result_view (job) : NULL;
  GtkWidget *view;

  if (name == NULL)
    return;
  view = adw_view_stack_get_child_by_name (self->stack, name);
  if (view != adw_view_stack_get_visible_child (self->stack))
    adw_view_stack_page_set_needs_attention (adw_view_stack_get_page (self->stack, view), TRUE);
}

/* Long work of another kind leaves the actions that begin a training enabled: they say why not. */
static void
job_changed_cb (GmarlWindow *self)
{
  GmarlJob *job = gmarl_session_get_active_job (self->session);
  gboolean trains = job != NULL && GMARL_IS_TRAINING_JOB (job);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.train", !trains);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.resume-run", !trains);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.pause-job",
                                 job != NULL && gmarl_job_can_pause (job));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.stop-job",
                                 job != NULL && gmarl_job_can_stop (job));

  mark_ended (self);
  if (job == NULL && self->closes_after_job) {
    self->closes_after_job = FALSE;
    gmarl_scenario_files_ask_unsaved (GTK_WINDOW (self), self->session, close_when_free);
  }
}

/* The pane of this page is what the button in the header bar and its key show and hide. */
static void
set_side_pane (GmarlWindow *self, GtkWidget *page)
{
  g_autoptr (GPropertyAction) action = g_property_action_new ("side-pane", page, "show-pane");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (action));
}

/* The header bar has what the view that is shown can use; the training has a button of its own. */
static void
update_header (GmarlWindow *self)
{
  const char *view = adw_view_stack_get_visible_child_name (self->stack);
  gboolean is_comparison = g_strcmp0 (view, "comparison") == 0;

  gtk_widget_action_set_enabled (
      GTK_WIDGET (self), "win.export",
      GMARL_IS_EXPORT_SOURCE (adw_view_stack_get_visible_child (self->stack)));
  set_side_pane (self,
                 is_comparison ? GTK_WIDGET (self->comparison_page) : GTK_WIDGET (self->grid_page));
  gtk_widget_set_visible (self->pane_button, is_comparison || g_strcmp0 (view, "grid") == 0);
  gtk_widget_set_visible (self->train, g_strcmp0 (view, "training") != 0);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.search", g_strcmp0 (view, "runs") == 0);
}

static void
view_changed_cb (GmarlWindow *self)
{
  update_header (self);
  gmarl_window_update_undo (self);
  adw_view_stack_page_set_needs_attention (
      adw_view_stack_get_page (self->stack, adw_view_stack_get_visible_child (self->stack)), FALSE);
}

/* Says once, at the start, what is wrong, or what a crash or the end of the machine cut off. */
static void
tell_trouble (GmarlWindow *self)
{
  const char *directory = gmarl_session_get_library_directory (self->session);
  const char *trouble = gmarl_session_get_library_error (self->session);

  /* What can be done about damage is said there. */
  if (trouble != NULL && gmarl_library_is_damaged (directory))
    gmarl_session_banner (self->session, trouble, _ ("_Show"), "win.view::runs");
  else if (trouble != NULL)
    gmarl_session_banner (self->session, trouble, _ ("_Open Another…"), "app.open-library");
  else if (!gmarl_scaling_page_offer_resume (self->scaling_page))
    gmarl_training_page_offer_resume (self->training_page);
}

/* Closing */

static void
close_when_free (GtkWindow *window, GmarlSession *session)
{
  GMARL_WINDOW (window)->may_close = TRUE;
  gtk_window_close (window);
}

static void
job_answered_cb (AdwMessageDialog *dialog, const char *response, GmarlWindow *self)
{
  GmarlJob *job = gmarl_session_get_active_job (self->session);

  if (!g_str_equal (response, "stop"))
    return;
  self->closes_after_job = TRUE;
  if (job != NULL)
    gmarl_job_stop (job);
  else
    job_changed_cb (self); /* it ended while the question stood there */
}

static void
ask_about_job (GmarlWindow *self, GmarlJob *job)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (
      GTK_WINDOW (self), gmarl_job_get_words (job, GMARL_JOB_WORDS_CLOSE_TITLE),
      gmarl_job_get_words (job, GMARL_JOB_WORDS_CLOSE_TEXT)));

  adw_message_dialog_add_responses (dialog, "keep",
                                    gmarl_job_get_words (job, GMARL_JOB_WORDS_CLOSE_KEEP), "stop",
                                    _ ("_Stop and Close"), NULL);
  adw_message_dialog_set_default_response (dialog, "keep");
  adw_message_dialog_set_close_response (dialog, "keep");
  gmarl_spoken_names (GTK_WIDGET (dialog));
  g_signal_connect_object (dialog, "response", G_CALLBACK (job_answered_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
remember_size (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  int width, height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "window-maximized",
                          gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
}

static gboolean
gmarl_window_close_request (GtkWindow *window)
{
  GmarlWindow *self = GMARL_WINDOW (window);
  GmarlJob *job = gmarl_session_get_active_job (self->session);

  if (job != NULL) {
    ask_about_job (self, job);
    return GDK_EVENT_STOP;
  }
  if (!self->may_close &&
      gmarl_document_get_modified (gmarl_session_get_document (self->session))) {
    gmarl_scenario_files_ask_unsaved (window, self->session, close_when_free);
    return GDK_EVENT_STOP;
  }
  remember_size (self);
  return GTK_WINDOW_CLASS (gmarl_window_parent_class)->close_request (window);
}

/* The object */

static void
gmarl_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (gmarl_window_parent_class)->map (widget);
  gmarl_session_set_watching (GMARL_WINDOW (widget)->session, TRUE);
}

static void
gmarl_window_unmap (GtkWidget *widget)
{
  gmarl_session_set_watching (GMARL_WINDOW (widget)->session, FALSE);
  GTK_WIDGET_CLASS (gmarl_window_parent_class)->unmap (widget);
}

static void
gmarl_window_dispose (GObject *object)
{
  GmarlWindow *self = GMARL_WINDOW (object);

  g_clear_handle_id (&self->focus_seeker, g_source_remove);
  g_clear_object (&self->job_signals);
  g_clear_object (&self->document_signals);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_WINDOW);
  G_OBJECT_CLASS (gmarl_window_parent_class)->dispose (object);
}

static void
gmarl_window_finalize (GObject *object)
{
  g_clear_object (&GMARL_WINDOW (object)->session);
  g_free (GMARL_WINDOW (object)->run_to_repeat);
  G_OBJECT_CLASS (gmarl_window_parent_class)->finalize (object);
}

static void
gmarl_window_class_init (GmarlWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_window_dispose;
  object_class->finalize = gmarl_window_finalize;
  widget_class->map = gmarl_window_map;
  widget_class->unmap = gmarl_window_unmap;
  GTK_WINDOW_CLASS (klass)->close_request = gmarl_window_close_request;

  g_type_ensure (GMARL_TYPE_BANNER);
  g_type_ensure (GMARL_TYPE_JOB_BAR);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-window.ui");
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, job_bar);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, pane_button);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, stack);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, train);
  gtk_widget_class_bind_template_child (widget_class, GmarlWindow, switcher_title);

  gmarl_window_install_actions (widget_class);
}

static void
gmarl_window_init (GmarlWindow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
add_views (GmarlWindow *self)
{
  const struct {
    GtkWidget *page;
    const char *name;
    const char *title;
    const char *icon;
  } views[] = {
    { GTK_WIDGET (self->grid_page), "grid", _ ("Grid"), "gmarl-grid-symbolic" },
    { GTK_WIDGET (self->training_page), "training", _ ("Training"), "gmarl-training-symbolic" },
    { GTK_WIDGET (self->comparison_page), "comparison", _ ("Comparison"),
      "gmarl-comparison-symbolic" },
    { GTK_WIDGET (self->scaling_page), "scaling", _ ("Scaling"), "gmarl-scaling-symbolic" },
    { GTK_WIDGET (self->runs_page), "runs", _ ("Runs"), "gmarl-runs-symbolic" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (views); i++)
    adw_view_stack_add_titled_with_icon (self->stack, views[i].page, views[i].name, views[i].title,
                                         views[i].icon);
}

/* The view that was shown last. */
static void
restore_view (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  g_autofree char *view = g_settings_get_string (settings, "view");

  if (adw_view_stack_get_child_by_name (self->stack, view) != NULL)
    adw_view_stack_set_visible_child_name (self->stack, view);
  g_settings_bind (settings, "view", self->stack, "visible-child-name", G_SETTINGS_BIND_SET);
}

static void
restore_size (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  gtk_window_set_default_size (GTK_WINDOW (self), g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "window-maximized"))
    gtk_window_maximize (GTK_WINDOW (self));
}

static void
add_property_actions (GmarlWindow *self)
{
  g_autoptr (GPropertyAction) fullscreen =
      g_property_action_new ("fullscreen", self, "fullscreened");

  g_action_map_add_action (G_ACTION_MAP (self), G_ACTION (fullscreen));
  g_settings_bind (gmarl_session_get_settings (self->session), "side-pane", self->grid_page,
                   "show-pane", G_SETTINGS_BIND_DEFAULT);
}

static void
follow_session (GmarlWindow *self)
{
  static const char *const watched[] = { "notify::can-redo", "notify::can-undo", "notify::modified",
                                         "notify::title" };
  static const char *const of_job[] = { "notify::active", "notify::can-pause", "notify::can-stop" };

  g_signal_connect_object (self->session, "toast", G_CALLBACK (toast_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs_page, "notify::can-undo",
                           G_CALLBACK (gmarl_window_update_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->runs_page, "notify::can-redo",
                           G_CALLBACK (gmarl_window_update_undo), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "banner", G_CALLBACK (banner_cb), self,
                           G_CONNECT_SWAPPED);

  self->document_signals = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  for (gsize i = 0; i < G_N_ELEMENTS (watched); i++)
    g_signal_group_connect_swapped (self->document_signals, watched[i],
                                    G_CALLBACK (document_changed_cb), self);
  g_signal_connect_swapped (self->document_signals, "bind", G_CALLBACK (document_changed_cb), self);
  g_object_bind_property (self->session, "document", self->document_signals, "target",
                          G_BINDING_SYNC_CREATE);

  /* Of an interface it does not find "notify". */
  self->job_signals = g_signal_group_new (G_TYPE_OBJECT);
  for (gsize i = 0; i < G_N_ELEMENTS (of_job); i++)
    g_signal_group_connect_swapped (self->job_signals, of_job[i], G_CALLBACK (job_changed_cb),
                                    self);
  g_signal_connect_swapped (self->job_signals, "bind", G_CALLBACK (job_changed_cb), self);
  g_object_bind_property (self->session, "job", self->job_signals, "target", G_BINDING_SYNC_CREATE);
  job_changed_cb (self);
  gmarl_job_bar_set_session (self->job_bar, self->session);
}

/* Once in the life of an installation: what the button in the header bar is for. */
static void
hint_at_training (GmarlWindow *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);
  AdwToast *toast;

  if (g_settings_get_boolean (settings, "hint-shown"))
    return;
  g_settings_set_boolean (settings, "hint-shown", TRUE);
  toast = gmarl_toast_new (
      _ ("Agents can learn to run this grid. A first training takes about 40 seconds."));
  adw_toast_set_button_label (toast, _ ("Train a Polic_y"));
  adw_toast_set_action_name (toast, "win.train");
  adw_toast_set_timeout (toast, HINT_SECONDS);
  /* It is in the way of a training that another button began. */
  g_signal_connect_object (self->session, "notify::job", G_CALLBACK (adw_toast_dismiss), toast,
                           G_CONNECT_SWAPPED);
  gmarl_session_toast (self->session, toast);
}

GmarlWindow *
gmarl_window_new (GtkApplication *application, GmarlSession *session)
{
  GmarlWindow *self = g_object_new (GMARL_TYPE_WINDOW, "application", application, NULL);
  GtkShortcutsWindow *shortcuts =
      gtk_application_window_get_help_overlay (GTK_APPLICATION_WINDOW (self));

  self->session = g_object_ref (session);
  self->grid_page = GMARL_GRID_PAGE (gmarl_grid_page_new (session));
  self->training_page = GMARL_TRAINING_PAGE (gmarl_training_page_new (session));
  self->runs_page = GMARL_RUNS_PAGE (gmarl_runs_page_new (session));
  self->scaling_page = GMARL_SCALING_PAGE (gmarl_scaling_page_new (session));
  self->comparison_page = GMARL_COMPARISON_PAGE (gmarl_comparison_page_new (session));
  add_views (self);
  restore_view (self);
  restore_size (self);
  add_property_actions (self);
  gmarl_window_watch_focus (self);
  follow_session (self);
  gmarl_window_accept_files (self);
  gmarl_scenario_files_remember (session);
  g_signal_connect_object (self->stack, "notify::visible-child", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  update_header (self);
  gmarl_spoken_names (GTK_WIDGET (self));
  if (shortcuts != NULL)
    gmarl_spoken_names (GTK_WIDGET (shortcuts));
  tell_trouble (self);
  hint_at_training (self);
  return self;
}
