/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-page-private.h"

#include "gmarl-library-salvage.h"
#include "gmarl-spoken-names.h"
#include "gmarl-text-scale.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE_WITH_CODE (GmarlRunsPage,
                               gmarl_runs_page,
                               GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GMARL_TYPE_EXPORT_SOURCE,
                                                      gmarl_runs_page_init_export))

/* -- What is chosen -- */

void
gmarl_runs_page_follow_selection (GmarlRunsPage *self)
{
  g_autoptr (GPtrArray) selected = gmarl_runs_table_get_selected (self->table);

  gmarl_run_details_set_items (self->details, selected);
  gmarl_runs_page_update_actions (self);
}

/* -- Details -- */

/* Beside each other only where there is room for both, with text of the usual size. */
#define NARROW_BELOW  900
#define CHIPS_BESIDE  640 /* of the search and what else is above the table */
#define DETAILS_WIDTH 340
#define NARROWEST     350

static gboolean
is_narrow (GmarlRunsPage *self, int width)
{
  return width < NARROW_BELOW * gmarl_text_scale (GTK_WIDGET (self));
}

/* Above the table they are not wider than a narrow window. */
static void
fit_details (GmarlRunsPage *self)
{
  double scale = self->is_narrow ? 1 : gmarl_text_scale (GTK_WIDGET (self));

  gtk_widget_set_size_request (GTK_WIDGET (self->details_place), (int) (DETAILS_WIDTH * scale), -1);
}

static gboolean
has_chips_below (GmarlRunsPage *self, int width)
{
  int details = adw_flap_get_reveal_flap (self->flap) && !self->is_narrow ? DETAILS_WIDTH : 0;

  return width < (CHIPS_BESIDE + details) * gmarl_text_scale (GTK_WIDGET (self));
}

static void
place_chips (GmarlRunsPage *self)
{
  gboolean below = has_chips_below (self, gtk_widget_get_width (GTK_WIDGET (self)));

  if (below == self->chips_are_below)
    return;
  self->chips_are_below = below;
  g_object_ref (self->chips_scroller);
  adw_bin_set_child (below ? self->chips_beside : self->chips_below, NULL);
  adw_bin_set_child (below ? self->chips_below : self->chips_beside, self->chips_scroller);
  g_object_unref (self->chips_scroller);
  gtk_widget_set_visible (GTK_WIDGET (self->chips_below), below);
}

static void
set_narrow (GmarlRunsPage *self, gboolean narrow)
{
  GSettings *settings = gmarl_session_get_settings (self->session);

  self->is_narrow = narrow;
  fit_details (self);
  adw_flap_set_fold_policy (self->flap,
                            narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  gmarl_run_details_set_folded (self->details, narrow);
  /* Above the table they hide what the user came for, so they wait to be called. */
  adw_flap_set_reveal_flap (self->flap,
                            !narrow && g_settings_get_boolean (settings, "runs-details"));
}

static gboolean
layout_idle_cb (gpointer user_data)
{
  GmarlRunsPage *self = user_data;
  gboolean narrow = is_narrow (self, gtk_widget_get_width (GTK_WIDGET (self)));

  self->layout_idle = 0;
  if (narrow != self->is_narrow)
    set_narrow (self, narrow);
  place_chips (self);
  return G_SOURCE_REMOVE;
}

/* What cannot be moved about while sizes are given out is moved before the next frame. */
static void
gmarl_runs_page_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);

  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){ 0, 0, width, height }, baseline);
  if ((is_narrow (self, width) != self->is_narrow ||
       has_chips_below (self, width) != self->chips_are_below) &&
      self->layout_idle == 0)
    self->layout_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, layout_idle_cb, self, NULL);
}

static void
gmarl_runs_page_measure (GtkWidget *widget,
                         GtkOrientation orientation,
                         int for_size,
                         int *minimum,
                         int *natural,
                         int *minimum_baseline,
                         int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
  /* Until the details fold they ask for more than a narrow window has. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = MIN (*minimum, NARROWEST);
}

static void
details_shown_cb (GmarlRunsPage *self)
{
  gboolean shown = adw_flap_get_reveal_flap (self->flap);

  place_chips (self);
  if (!self->is_narrow)
    g_settings_set_boolean (gmarl_session_get_settings (self->session), "runs-details", shown);
  else if (!shown)
    gtk_widget_grab_focus (gmarl_runs_table_get_view (self->table));
}

static void
activated_cb (GmarlRunsPage *self)
{
  adw_flap_set_reveal_flap (self->flap, TRUE);
  gtk_widget_child_focus (GTK_WIDGET (self->details), GTK_DIR_TAB_FORWARD);
}

static void
hide_details_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  adw_flap_set_reveal_flap (GMARL_RUNS_PAGE (widget)->flap, FALSE);
}

/* -- Following the library -- */

static void
show_list (GmarlRunsPage *self)
{
  guint shown = gmarl_runs_table_get_n_groups (self->table);
  guint all = g_list_model_get_n_items (gmarl_runs_model_get_groups (self->model));

  gtk_stack_set_visible_child_name (self->list_stack,
                                    gtk_toggle_button_get_active (self->trash_button) ? "trash"
                                    : shown > 0 || all == 0                           ? "table"
                                                                                      : "nothing");
}

static void
rows_changed_cb (GmarlRunsPage *self)
{
  guint shown = gmarl_runs_table_get_n_groups (self->table);
  guint all = g_list_model_get_n_items (gmarl_runs_model_get_groups (self->model));
  g_autofree char *text =
      shown == all
          ? g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u group", "%u groups", all), all)
          /* translators: runs that are found, of all */
          : g_strdup_printf (_ ("%u of %u"), shown, all);

  gtk_label_set_label (self->count, text);
  show_list (self);
}

static void
show_trouble (GmarlRunsPage *self, const char *text)
{
  adw_status_page_set_description (self->trouble, text);
  gtk_widget_set_visible (
      self->salvage_button,
      gmarl_library_is_damaged (gmarl_session_get_library_directory (self->session)));
}

static void
refresh (GmarlRunsPage *self)
{
  const char *trouble = gmarl_session_get_library_error (self->session);
  g_autoptr (GError) error = NULL;
  g_autofree char *trashed = NULL;
  guint n_groups;

  self->is_stale = FALSE;
  if (!gmarl_runs_model_refresh (self->model, &error))
    trouble = error->message;
  if (trouble != NULL)
    show_trouble (self, trouble);
  n_groups = g_list_model_get_n_items (gmarl_runs_model_get_groups (self->model));
  /* What is in the trash can be reached, though nothing else is left. */
  if (n_groups == 0 && trouble == NULL)
    trashed = gmarl_run_trash_describe (self->session);
  gtk_stack_set_visible_child_name (self->stack, trouble != NULL                    ? "trouble"
                                                 : n_groups == 0 && trashed == NULL ? "empty"
                                                                                    : "list");
  if (!self->has_begun && n_groups > 0) {
    self->has_begun = TRUE;
    gmarl_runs_table_select_first (self->table);
  }
  gmarl_runs_page_follow_selection (self);
}

static void
library_changed_cb (GmarlRunsPage *self)
{
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    refresh (self);
  else
    self->is_stale = TRUE;
}

static void
gmarl_runs_page_map (GtkWidget *widget)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (widget);

  if (self->is_stale)
    refresh (self);
  GTK_WIDGET_CLASS (gmarl_runs_page_parent_class)->map (widget);
}

/* -- The widget -- */

enum {
  PROP_0,
  PROP_CAN_UNDO,
  PROP_CAN_REDO,
  N_PROPS,
};

static void
gmarl_runs_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (object);

  switch (id) {
  case PROP_CAN_UNDO:
    g_value_set_boolean (value, gmarl_runs_page_get_can_undo (self));
    break;
  case PROP_CAN_REDO:
    g_value_set_boolean (value, gmarl_runs_page_get_can_redo (self));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
gmarl_runs_page_dispose (GObject *object)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (object);

  g_clear_handle_id (&self->layout_idle, g_source_remove);
  /* What goes away now still tells of changes. */
  if (self->table != NULL)
    g_signal_handlers_disconnect_by_data (self->table, self);
  self->table = NULL;
  if (self->flap != NULL)
    g_signal_handlers_disconnect_by_data (self->flap, self);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_RUNS_PAGE);
  gmarl_runs_page_clear_history (self);
  g_clear_object (&self->model);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_runs_page_parent_class)->dispose (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, GmarlRunsPage, name)

static void
gmarl_runs_page_class_init (GmarlRunsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_runs_page_dispose;
  G_OBJECT_CLASS (klass)->get_property = gmarl_runs_page_get_property;
  g_object_class_install_property (
      G_OBJECT_CLASS (klass), PROP_CAN_UNDO,
      g_param_spec_boolean ("can-undo", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  g_object_class_install_property (
      G_OBJECT_CLASS (klass), PROP_CAN_REDO,
      g_param_spec_boolean ("can-redo", NULL, NULL, FALSE,
                            G_PARAM_READABLE | G_PARAM_STATIC_STRINGS));
  widget_class->map = gmarl_runs_page_map;
  widget_class->measure = gmarl_runs_page_measure;
  widget_class->size_allocate = gmarl_runs_page_size_allocate;

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-runs-page.ui");
  BIND (stack);
  BIND (trouble);
  BIND (salvage_button);
  BIND (search_bar);
  BIND (search_entry);
  BIND (search_button);
  BIND (search_problem);
  BIND (chips);
  BIND (chips_scroller);
  BIND (chips_beside);
  BIND (chips_below);
  BIND (columns_button);
  BIND (count);
  BIND (list_stack);
  BIND (table_place);
  BIND (context_menu);
  BIND (trash_button);
  BIND (trash_place);
  BIND (flap);
  BIND (details_place);
  BIND (curves_place);
  gtk_widget_class_bind_template_callback (widget_class, show_list);
  gtk_widget_class_install_action (widget_class, "runs.hide-details", NULL, hide_details_cb);
  gmarl_runs_page_install_search (widget_class);
  gmarl_runs_page_install_actions (widget_class);
}

static void
gmarl_runs_page_init (GmarlRunsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fit_details (self);
  gmarl_text_scale_watch (GTK_WIDGET (self), G_CALLBACK (fit_details), self);
}

static void
add_details (GmarlRunsPage *self)
{
  self->details = GMARL_RUN_DETAILS (
      gmarl_run_details_new (self->session, gmarl_runs_table_get_context (self->table)));
  gmarl_run_details_set_menu (self->details, self->context_menu);
  adw_bin_set_child (self->details_place, GTK_WIDGET (self->details));
  adw_flap_set_reveal_flap (
      self->flap,
      g_settings_get_boolean (gmarl_session_get_settings (self->session), "runs-details"));
  g_signal_connect_object (self->flap, "notify::reveal-flap", G_CALLBACK (details_shown_cb), self,
                           G_CONNECT_SWAPPED);
}

/* The trash and what says that nothing was found need the room. */
static void
show_curves (GmarlRunsPage *self)
{
  gboolean has_curves;

  g_object_get (self->curves, "has-curves", &has_curves, NULL);
  gtk_widget_set_visible (
      GTK_WIDGET (self->curves_place),
      has_curves && g_strcmp0 (gtk_stack_get_visible_child_name (self->list_stack), "table") == 0);
}

static void
add_curves (GmarlRunsPage *self)
{
  self->curves = GMARL_RUN_CURVES (gmarl_run_curves_new (self->session, self->model));
  adw_bin_set_child (self->curves_place, GTK_WIDGET (self->curves));
  g_signal_connect_object (self->curves, "notify::has-curves", G_CALLBACK (show_curves), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->list_stack, "notify::visible-child-name", G_CALLBACK (show_curves),
                           self, G_CONNECT_SWAPPED);
  show_curves (self);
}

GtkWidget *
gmarl_runs_page_new (GmarlSession *session)
{
  GmarlRunsPage *self = g_object_new (GMARL_TYPE_RUNS_PAGE, NULL);

  self->session = g_object_ref (session);
  self->model = gmarl_runs_model_new (session);
  gmarl_runs_page_init_history (self);
  self->is_stale = TRUE;
  self->table =
      GMARL_RUNS_TABLE (gmarl_runs_table_new (self->model, gmarl_session_get_settings (session)));
  gtk_widget_set_vexpand (GTK_WIDGET (self->table), TRUE);
  gmarl_runs_table_set_context_menu (self->table, self->context_menu);
  gmarl_runs_page_add_keys (self);
  gmarl_runs_page_add_search (self);
  gtk_box_append (self->table_place, GTK_WIDGET (self->table));
  add_details (self);
  adw_bin_set_child (self->trash_place, gmarl_run_trash_new (session));
  add_curves (self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "columns",
                                  gmarl_runs_table_get_columns_actions (self->table));
  gtk_menu_button_set_menu_model (self->columns_button,
                                  gmarl_runs_table_get_columns_menu (self->table));
  g_signal_connect_object (self->table, "rows-changed", G_CALLBACK (rows_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "selection-changed",
                           G_CALLBACK (gmarl_runs_page_follow_selection), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->table, "activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "library-changed", G_CALLBACK (library_changed_cb), self,
                           G_CONNECT_SWAPPED);
  return GTK_WIDGET (self);
}
