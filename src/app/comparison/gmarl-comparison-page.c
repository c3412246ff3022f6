/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The policies and the protocol in a pane; beside it the line that evaluates them, and the views of
 * the last result.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-comparison-page.h"

#include "gmarl-comparison-evaluator.h"
#include "gmarl-comparison-list.h"
#include "gmarl-comparison-policies.h"
#include "gmarl-comparison-views.h"
#include "gmarl-document.h"
#include "gmarl-export-source.h"
#include "gmarl-text-scale.h"

#include <glib/gi18n-lib.h>

#define PANE_WIDTH         300
#define LARGEST_PANE_WIDTH 380 /* of what a narrow window has at least with large text */

struct _GmarlComparisonPage {
  GtkWidget parent_instance;

  /* Template widgets */
  AdwFlap *flap;
  AdwBin *policies_bin;
  GtkSpinButton *days;
  GtkSpinButton *seed;
  AdwActionRow *scenario;
  GtkStackSwitcher *switcher;
  GtkDropDown *view; /* the same where there is less room */
  AdwBin *evaluator_bin;
  AdwBin *views_bin;
  GtkWidget *hint;
  GtkWidget *copy;
  GtkStack *stack;

  /* Owned */
  GmarlSession *session;
  GmarlComparisonList *list;
  GSignalGroup *document;
  GmarlComparisonEvaluator *evaluator; /* in its bin */
  GmarlComparisonViews *views;         /* in its bin */

  gboolean is_stale; /* the library changed while the page was not shown */
};

enum {
  PROP_0,
  PROP_SHOW_PANE,
  N_PROPERTIES,
};

static GParamSpec *properties[N_PROPERTIES];

static void init_export (GmarlExportSourceInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlComparisonPage,
                               gmarl_comparison_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE, init_export))

static gboolean
has_group (GmarlComparisonPage *self)
{
  for (guint k = 0; k < gmarl_comparison_list_get_n_items (self->list); k++)
    if (gmarl_comparison_item_get_kind (gmarl_comparison_list_get (self->list, k)) !=
        GMARL_COMPARISON_RULE)
      return TRUE;
  return FALSE;
}

static void
show_result (GmarlComparisonPage *self)
{
  gboolean has_any = gmarl_comparison_views_show (
      self->views, gmarl_comparison_evaluator_get_result (self->evaluator));

  gtk_stack_set_visible_child_name (self->stack, has_any ? "results" : "nothing");
  gtk_widget_set_sensitive (self->copy, has_any);
  gtk_widget_set_visible (self->hint, !has_group (self));
}

/* -- What happens -- */

static void
days_changed_cb (GmarlComparisonPage *self)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  g_settings_set_int (settings, "comparison-days", gtk_spin_button_get_value_as_int (self->days));
  g_settings_set_int (settings, "comparison-seed", gtk_spin_button_get_value_as_int (self->seed));
  gmarl_comparison_evaluator_set_protocol (self->evaluator,
                                           (guint64) gtk_spin_button_get_value (self->seed),
                                           (gsize) gtk_spin_button_get_value (self->days));
}

static void
scenario_changed_cb (GmarlComparisonPage *self)
{
  const GmarlScenario *scenario =
      gmarl_document_get_scenario (gmarl_session_get_document (self->session));

  adw_action_row_set_subtitle (self->scenario, scenario->name);
}

static void
shown_changed_cb (GmarlComparisonPage *self)
{
  show_result (self);
  gmarl_comparison_evaluator_consider (self->evaluator);
}

static void
library_changed_cb (GmarlComparisonPage *self)
{
  self->is_stale = !gtk_widget_get_mapped (GTK_WIDGET (self));
  if (self->is_stale)
    return;
  gmarl_comparison_list_refresh (self->list);
  gmarl_comparison_evaluator_consider (self->evaluator);
}

/* -- Actions -- */

static void
file_chosen_cb (GtkNativeDialog *dialog, int response, GmarlComparisonPage *self)
{
  g_autoptr (GFile) file = NULL;

  if (response != GTK_RESPONSE_ACCEPT)
    return;
  file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  if (file != NULL && g_file_peek_path (file) != NULL)
    gmarl_comparison_list_add_file (self->list, g_file_peek_path (file));
}

static void
show_rules_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  gmarl_comparison_list_show_rules (GMARL_COMPARISON_PAGE (widget)->list);
}

static void
add_file_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  GtkFileChooserNative *dialog = gtk_file_chooser_native_new (
      _ ("Add a Checkpoint"), GTK_WINDOW (gtk_widget_get_root (widget)),
      GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Add"), _ ("_Cancel"));

  gtk_file_filter_set_name (filter, _ ("Checkpoints"));
  gtk_file_filter_add_suffix (filter, "safetensors");
  gtk_file_chooser_add_filter (GTK_FILE_CHOOSER (dialog), filter);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect_object (dialog, "response", G_CALLBACK (file_chosen_cb), widget, 0);
  g_signal_connect (dialog, "response", G_CALLBACK (g_object_unref), NULL);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

static void
copy_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (widget);
  g_autofree char *text =
      gmarl_comparison_views_make_text (self->views, g_variant_get_string (parameter, NULL));

  if (text == NULL)
    return;
  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), text);
  gmarl_session_toast (self->session, gmarl_toast_new (_ ("Table copied")));
}

/* -- Export -- */

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GPtrArray *items = gmarl_export_items_new ();

  gmarl_comparison_views_add_export_items (GMARL_COMPARISON_PAGE (source)->views, items);
  return items;
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  return gmarl_comparison_views_make_export (GMARL_COMPARISON_PAGE (source)->views, choice, error);
}

static void
init_export (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}

/* -- The object -- */

static void
gmarl_comparison_page_map (GtkWidget *widget)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (widget);

  /* Before the evaluator is on the screen and looks at the list. */
  if (self->is_stale)
    gmarl_comparison_list_refresh (self->list);
  self->is_stale = FALSE;
  GTK_WIDGET_CLASS (gmarl_comparison_page_parent_class)->map (widget);
}

/* What is compared is read first; without a result the first that can have the focus gets it. */
static gboolean
gmarl_comparison_page_grab_focus (GtkWidget *widget)
{
  GtkWidget *views = GTK_WIDGET (GMARL_COMPARISON_PAGE (widget)->views);

  return gtk_widget_get_mapped (views) && gtk_widget_grab_focus (views);
}

static void
gmarl_comparison_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (object);

  if (id == PROP_SHOW_PANE)
    g_value_set_boolean (value, adw_flap_get_reveal_flap (self->flap));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
gmarl_comparison_page_set_property (GObject *object,
                                    guint id,
                                    const GValue *value,
                                    GParamSpec *pspec)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (object);

  if (id == PROP_SHOW_PANE)
    adw_flap_set_reveal_flap (self->flap, g_value_get_boolean (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
reveal_changed_cb (GmarlComparisonPage *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SHOW_PANE]);
}

static void
gmarl_comparison_page_dispose (GObject *object)
{
  GmarlComparisonPage *self = GMARL_COMPARISON_PAGE (object);

  g_clear_object (&self->document);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_COMPARISON_PAGE);
  g_clear_object (&self->list);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_comparison_page_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, flap);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, policies_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, days);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, seed);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, scenario);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, switcher);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, view);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, evaluator_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, views_bin);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, hint);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, copy);
  gtk_widget_class_bind_template_child (widget_class, GmarlComparisonPage, stack);
}

static void
gmarl_comparison_page_class_init (GmarlComparisonPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = gmarl_comparison_page_dispose;
  object_class->get_property = gmarl_comparison_page_get_property;
  object_class->set_property = gmarl_comparison_page_set_property;
  widget_class->map = gmarl_comparison_page_map;
  widget_class->grab_focus = gmarl_comparison_page_grab_focus;

  properties[PROP_SHOW_PANE] =
      g_param_spec_boolean ("show-pane", NULL, NULL, TRUE,
                            G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-comparison-page.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, reveal_changed_cb);
  gtk_widget_class_install_action (widget_class, "comparison.add-file", NULL, add_file_cb);
  gtk_widget_class_install_action (widget_class, "comparison.show-rules", NULL, show_rules_cb);
  gtk_widget_class_install_action (widget_class, "comparison.copy-table", "s", copy_cb);
}

static void
fit_pane (GmarlComparisonPage *self)
{
  double width = PANE_WIDTH * gmarl_text_scale (GTK_WIDGET (self));

  gtk_widget_set_size_request (adw_flap_get_flap (self->flap),
                               MIN ((int) width, LARGEST_PANE_WIDTH), -1);
}

static void
gmarl_comparison_page_init (GmarlComparisonPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->is_stale = TRUE;
  fit_pane (self);
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (fit_pane), self);
}

static void
follow (GmarlComparisonPage *self)
{
  const struct {
    gpointer object;
    const char *signal;
    GCallback callback;
  } followed[] = {
    { self->list, "shown-changed", G_CALLBACK (shown_changed_cb) },
    { self->list, "facts-changed", G_CALLBACK (show_result) },
    { self->evaluator, "result", G_CALLBACK (show_result) },
    { self->session, "library-changed", G_CALLBACK (library_changed_cb) },
    { self->days, "value-changed", G_CALLBACK (days_changed_cb) },
    { self->seed, "value-changed", G_CALLBACK (days_changed_cb) },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (followed); k++)
    g_signal_connect_object (followed[k].object, followed[k].signal, followed[k].callback, self,
                             G_CONNECT_SWAPPED);
  self->document = g_signal_group_new (GMARL_TYPE_DOCUMENT);
  g_signal_group_connect_swapped (self->document, "changed", G_CALLBACK (scenario_changed_cb),
                                  self);
  g_signal_connect_swapped (self->document, "bind", G_CALLBACK (scenario_changed_cb), self);
  g_object_bind_property (self->session, "document", self->document, "target",
                          G_BINDING_SYNC_CREATE);
}

static void
view_chosen_cb (GmarlComparisonPage *self)
{
  GtkStackPage *page = gtk_drop_down_get_selected_item (self->view);

  if (page != NULL)
    gtk_stack_set_visible_child (gmarl_comparison_views_get_stack (self->views),
                                 gtk_stack_page_get_child (page));
}

static void
view_changed_cb (GmarlComparisonPage *self)
{
  GtkWidget *shown = gtk_stack_get_visible_child (gmarl_comparison_views_get_stack (self->views));
  GListModel *pages = gtk_drop_down_get_model (self->view);

  for (guint k = 0; k < g_list_model_get_n_items (pages); k++) {
    g_autoptr (GObject) page = g_list_model_get_item (pages, k);

    if (gtk_stack_page_get_child (GTK_STACK_PAGE (page)) == shown)
      gtk_drop_down_set_selected (self->view, k);
  }
}

static void
follow_stack (GmarlComparisonPage *self)
{
  GtkStack *stack = gmarl_comparison_views_get_stack (self->views);
  g_autoptr (GtkSelectionModel) pages = gtk_stack_get_pages (stack);

  gtk_stack_switcher_set_stack (self->switcher, stack);
  gtk_drop_down_set_model (self->view, G_LIST_MODEL (pages));
  view_changed_cb (self);
  g_signal_connect_object (stack, "notify::visible-child", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->view, "notify::selected", G_CALLBACK (view_chosen_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
gmarl_comparison_page_new (GmarlSession *session)
{
  GmarlComparisonPage *self = g_object_new (GMARL_TYPE_COMPARISON_PAGE, NULL);
  GSettings *settings = gmarl_session_get_settings (session);

  self->session = g_object_ref (session);
  self->list = gmarl_comparison_list_new (session);
  self->views = GMARL_COMPARISON_VIEWS (gmarl_comparison_views_new (session, self->list));
  self->evaluator =
      GMARL_COMPARISON_EVALUATOR (gmarl_comparison_evaluator_new (session, self->list));
  adw_bin_set_child (self->views_bin, GTK_WIDGET (self->views));
  adw_bin_set_child (self->evaluator_bin, GTK_WIDGET (self->evaluator));
  adw_bin_set_child (self->policies_bin, gmarl_comparison_policies_new (self->list));
  follow_stack (self);
  gtk_spin_button_set_value (self->days, g_settings_get_int (settings, "comparison-days"));
  gtk_spin_button_set_value (self->seed, g_settings_get_int (settings, "comparison-seed"));
  days_changed_cb (self);
  follow (self);
  return GTK_WIDGET (self);
}

void
gmarl_comparison_page_show_run (GmarlComparisonPage *self, const char *run)
{
  g_return_if_fail (GMARL_IS_COMPARISON_PAGE (self));

  if (gmarl_comparison_list_show_run (self->list, run) == NULL)
    gmarl_session_toast (self->session,
                         gmarl_toast_new (_ ("This run has no policy to compare yet")));
}
