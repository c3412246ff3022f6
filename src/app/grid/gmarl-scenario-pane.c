/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scenario-pane.h"

#include "gmarl-scenario-nodes.h"
#include "gmarl-scenario-row.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <string.h>

struct _GmarlScenarioPane {
  GtkWidget parent_instance;

  GtkWidget *box;
  GtkWidget *search;
  GtkWidget *scroller;
  GtkWidget *content;
  GtkWidget *nodes;
  GtkWidget *warnings;
  GtkWidget *data;
  GtkWidget *stability;
  GtkWidget *nothing;
  GtkWidget *reset;
  GtkWidget *group[GMARL_N_SCENARIO_GROUPS];
  GtkWidget *expander[GMARL_N_SCENARIO_GROUPS]; /* of a folded group, or NULL */

  GmarlDocument *document;
  GPtrArray *rows;         /* of GmarlScenarioRow, borrowed from their widgets */
  GPtrArray *warning_rows; /* of GtkWidget */
  GPtrArray *data_rows;    /* the same */
  char *pattern;           /* searched for; NULL: nothing */
  char *currency;          /* in the titles */
  guint later_id;          /* looks for warnings once for all that changes before the next frame */
  GtkWidget *scroll_to;    /* weak; until the next frame */
};

G_DEFINE_FINAL_TYPE (GmarlScenarioPane, gmarl_scenario_pane, GTK_TYPE_WIDGET)

/* Groups that are rarely wanted are one row until they are opened. */
static gboolean
is_folded (GmarlScenarioGroup group)
{
  return group == GMARL_SCENARIO_GROUP_REWARD || group == GMARL_SCENARIO_GROUP_SCALES;
}

static gboolean
is_relevant (GmarlScenarioPane *self, const GmarlOption *option)
{
  gboolean small_world =
      gmarl_document_get_scenario (self->document)->topology == GMARL_TOPOLOGY_SMALL_WORLD;

  if (g_str_has_prefix (option->key, "small_world") || strcmp (option->key, "topology_seed") == 0)
    return small_world;
  return TRUE;
}

static GtkWidget *
fact_row_new (const char *title, const char *value)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *label;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  if (value == NULL)
    return row;
  label = gtk_label_new (value);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_selectable (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  /* A short one keeps to its line; the title, which would take all the room, does not. */
  gtk_label_set_width_chars (GTK_LABEL (label), (int) MIN (g_utf8_strlen (value, -1), 16));
  gtk_label_set_max_width_chars (GTK_LABEL (label), 24);
  gtk_widget_add_css_class (label, "gmarl-secondary");
  gtk_widget_add_css_class (label, "numeric");
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), label);
  return row;
}

static void
remove_rows (GtkWidget *group, GPtrArray *rows)
{
  for (guint k = 0; k < rows->len; k++)
    adw_preferences_group_remove (ADW_PREFERENCES_GROUP (group), rows->pdata[k]);
  g_ptr_array_set_size (rows, 0);
}

static void
add_row (GtkWidget *group, GPtrArray *rows, GtkWidget *row)
{
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  g_ptr_array_add (rows, row);
}

static gboolean
later_cb (gpointer user_data)
{
  GmarlScenarioPane *self = user_data;
  g_autoptr (GPtrArray) warnings =
      gmarl_scenario_warnings (gmarl_document_get_scenario (self->document));

  self->later_id = 0;
  remove_rows (self->warnings, self->warning_rows);
  for (guint k = 0; k < warnings->len; k++) {
    GtkWidget *row = fact_row_new (warnings->pdata[k], NULL);
    GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");

    gtk_widget_add_css_class (icon, "warning");
    adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
    add_row (self->warnings, self->warning_rows, row);
  }
  gtk_widget_set_visible (self->warnings, warnings->len > 0 && self->pattern == NULL);
  return G_SOURCE_REMOVE;
}

static void
add_fact (GmarlScenarioPane *self, const char *title, char *value)
{
  add_row (self->data, self->data_rows, fact_row_new (title, value));
  g_free (value);
}

/* What the scenario carries of measurements. */
static void
show_data (GmarlScenarioPane *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  const GmarlProfileData *data = scenario->data;

  remove_rows (self->data, self->data_rows);
  gtk_widget_set_visible (self->data, data != NULL && self->pattern == NULL);
  if (data == NULL)
    return;
  add_fact (self, data->split == GMARL_SPLIT_DAYS ? _ ("Days") : _ ("Groups of Homes"),
            data->n_cases == 1
                ? g_strdup (data->labels[0])
                : g_strdup_printf ("%" PRId64 " (%s – %s)", data->n_cases, data->labels[0],
                                   data->labels[data->n_cases - 1]));
  add_fact (self, _ ("Step"), g_strdup_printf (_ ("%" PRId64 " min"), data->step_minutes));
  add_fact (self, _ ("Solar Energy"),
            g_strdup (data->solar_kwh != NULL ? _ ("Measured") : _ ("None")));
  add_fact (self, _ ("Prices"),
            g_strdup (data->import_price != NULL ? _ ("From the data") : _ ("The tariff")));
  add_fact (self, _ ("Carbon Intensity"),
            g_strdup (data->carbon_kg_per_kwh != NULL ? _ ("From the data") : _ ("None")));
  if (data->source != NULL && data->source[0] != '\0')
    add_fact (self, _ ("Source"), gmarl_scenario_word_source (data->source));
}

/* Shows the rows that are searched for and mean something here, and the groups that have any. */
static void
filter (GmarlScenarioPane *self)
{
  guint count[GMARL_N_SCENARIO_GROUPS] = { 0 };
  guint found = 0;
  gboolean all = self->pattern == NULL;

  for (guint k = 0; k < self->rows->len; k++) {
    GmarlScenarioRow *row = self->rows->pdata[k];
    const GmarlOption *option = gmarl_scenario_row_get_option (row);
    gboolean visible =
        is_relevant (self, option) && gmarl_scenario_row_matches (row, self->pattern);

    gtk_widget_set_visible (gmarl_scenario_row_get_widget (row), visible);
    count[gmarl_scenario_word_find (option->key, FALSE)->group] += visible;
    found += visible;
  }
  for (guint g = 0; g < GMARL_N_SCENARIO_GROUPS; g++) {
    gtk_widget_set_visible (self->group[g], count[g] > 0);
    if (self->expander[g] != NULL && !all && count[g] > 0)
      adw_expander_row_set_expanded (ADW_EXPANDER_ROW (self->expander[g]), TRUE);
  }
  gtk_widget_set_visible (self->nodes, all);
  gtk_widget_set_visible (self->stability, all);
  gtk_widget_set_visible (self->reset, all);
  gtk_widget_set_visible (self->data, all && self->data_rows->len > 0);
  gtk_widget_set_visible (self->warnings, all && self->warning_rows->len > 0);
  gtk_widget_set_visible (self->nothing, !all && found == 0);
}

static void
search_cb (GmarlScenarioPane *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->search));

  g_free (self->pattern);
  self->pattern = g_strstrip (g_strdup (text));
  if (self->pattern[0] == '\0')
    g_clear_pointer (&self->pattern, g_free);
  filter (self);
}

/* Units have the currency in them. */
static void
follow_currency (GmarlScenarioPane *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);

  if (strcmp (self->currency, scenario->currency) == 0)
    return;
  g_free (self->currency);
  self->currency = g_strdup (scenario->currency);
  for (guint k = 0; k < self->rows->len; k++)
    gmarl_scenario_row_name (self->rows->pdata[k]);
}

static void
changed_cb (GmarlScenarioPane *self)
{
  for (guint k = 0; k < self->rows->len; k++)
    gmarl_scenario_row_sync (self->rows->pdata[k]);
  follow_currency (self);
  gmarl_scenario_nodes_sync (GMARL_SCENARIO_NODES (self->nodes));
  show_data (self);
  filter (self);
  if (self->later_id == 0)
    self->later_id = g_idle_add_full (GDK_PRIORITY_REDRAW, later_cb, self, NULL);
}

static void
builtin_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  GmarlScenarioPane *self = GMARL_SCENARIO_PANE (widget);
  GmarlScenario *scenario =
      gmarl_scenario_new_builtin (g_variant_get_string (parameter, NULL), NULL);

  if (scenario != NULL)
    gmarl_document_replace (self->document, scenario, _ ("Change of Scenario"), NULL);
}

static void
reset_cb (GtkWidget *widget, const char *action, GVariant *parameter)
{
  gmarl_document_reset (GMARL_SCENARIO_PANE (widget)->document, NULL);
}

static GtkWidget *
group_new (GmarlScenarioPane *self, const char *title, const char *description)
{
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  gtk_box_append (GTK_BOX (self->content), group);
  return group;
}

static GtkWidget *
expander_new (GtkWidget *group, const char *title, const char *subtitle)
{
  GtkWidget *expander = adw_expander_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (expander), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (expander), title);
  adw_expander_row_set_subtitle (ADW_EXPANDER_ROW (expander), subtitle == NULL ? "" : subtitle);
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), expander);
  return expander;
}

static void
add_group (GmarlScenarioPane *self, GmarlScenarioGroup group)
{
  const GmarlScenarioGroupWord *word = &gmarl_scenario_group_words[group];
  const char *description = word->description == NULL ? NULL : _ (word->description);

  if (is_folded (group)) {
    self->group[group] = group_new (self, NULL, NULL);
    self->expander[group] = expander_new (self->group[group], _ (word->title), description);
  } else {
    self->group[group] = group_new (self, _ (word->title), description);
  }
}

/* A menu of the scenarios that come with the program. */
static void
add_builtin_menu (GmarlScenarioPane *self)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();

  for (const char *const *name = gmarl_scenario_builtin_names (); *name != NULL; name++) {
    g_autoptr (GMenuItem) item = g_menu_item_new (*name, NULL);

    g_menu_item_set_action_and_target (item, "scenario.builtin", "s", *name);
    g_menu_append_item (menu, item);
  }
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Built-in"));
  gtk_widget_set_tooltip_text (button, _ ("Replace by a Built-in Scenario"));
  gtk_widget_add_css_class (button, "flat");
  adw_preferences_group_set_header_suffix (
      ADW_PREFERENCES_GROUP (self->group[GMARL_SCENARIO_GROUP_NETWORK]), button);
}

/* One for each option of the table. */
static void
add_option_rows (GmarlScenarioPane *self)
{
  for (gsize k = 0; k < gmarl_n_scenario_options; k++) {
    const GmarlScenarioTarget target = { &gmarl_scenario_options[k], NULL, 0 };
    const GmarlScenarioWord *word = gmarl_scenario_word_find (target.option->key, FALSE);
    GmarlScenarioRow *row = gmarl_scenario_row_new (self->document, &target);
    GtkWidget *widget = gmarl_scenario_row_get_widget (row);

    g_ptr_array_add (self->rows, row);
    if (self->expander[word->group] != NULL)
      adw_expander_row_add_row (ADW_EXPANDER_ROW (self->expander[word->group]), widget);
    else
      adw_preferences_group_add (ADW_PREFERENCES_GROUP (self->group[word->group]), widget);
  }
}

/* The weights of the penalties are part of the definition of stability, and so not to be edited. */
static void
add_stability (GmarlScenarioPane *self)
{
  static const struct {
    const char *title;
    const char *weight;
  } penalties[] = {
    { N_ ("Mean Level Off One Half"), "0.25" },
    { N_ ("Unequal Levels"), "0.35" },
    { N_ ("Nodes Below 20 %"), "0.25" },
    { N_ ("Nodes Above 90 %"), "0.15" },
  };
  GtkWidget *expander;

  self->stability = group_new (self, NULL, NULL);
  expander = expander_new (self->stability, _ ("Stability Metric"),
                           _ ("1 less four penalties with these fixed weights"));
  for (gsize k = 0; k < G_N_ELEMENTS (penalties); k++)
    adw_expander_row_add_row (ADW_EXPANDER_ROW (expander),
                              fact_row_new (_ (penalties[k].title), penalties[k].weight));
}

static void
add_content (GmarlScenarioPane *self)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Reset to Defaults"));

  self->warnings = group_new (self, NULL, NULL);
  gtk_widget_set_visible (self->warnings, FALSE);
  add_group (self, GMARL_SCENARIO_GROUP_NETWORK);
  add_builtin_menu (self);
  self->nodes = gmarl_scenario_nodes_new (self->document);
  gtk_box_append (GTK_BOX (self->content), self->nodes);
  for (guint g = GMARL_SCENARIO_GROUP_NETWORK + 1; g < GMARL_N_SCENARIO_GROUPS; g++)
    add_group (self, g);
  add_stability (self);
  self->data = group_new (
      self, _ ("Measured Profiles"),
      _ ("They replace the made-up demand and sun. To change them, import the files again with gridmarl-cli."));
  self->nothing = gtk_label_new (_ ("No parameter has this in its name or description."));
  gtk_label_set_wrap (GTK_LABEL (self->nothing), TRUE);
  gtk_widget_add_css_class (self->nothing, "gmarl-secondary");
  gtk_box_append (GTK_BOX (self->content), self->nothing);
  self->reset = button;
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "scenario.reset");
  gtk_box_append (GTK_BOX (self->content), button);
  add_option_rows (self);
}

static void
drawn_cb (GmarlScenarioPane *self, GdkFrameClock *clock)
{
  GtkAdjustment *adjustment =
      gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  double x, y;

  g_signal_handlers_disconnect_by_func (clock, drawn_cb, self);
  /* Another scenario may have rows of its own by now. */
  if (self->scroll_to != NULL &&
      gtk_widget_translate_coordinates (self->scroll_to, self->content, 0, 0, &x, &y))
    gtk_adjustment_set_value (adjustment, y);
  g_clear_weak_pointer (&self->scroll_to);
}

/* Its place is known after the next layout. */
static void
scroll_after_layout (GmarlScenarioPane *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));

  if (clock == NULL)
    return;
  g_signal_handlers_disconnect_by_func (clock, drawn_cb, self);
  g_signal_connect_object (clock, "after-paint", G_CALLBACK (drawn_cb), self, G_CONNECT_SWAPPED);
  gdk_frame_clock_request_phase (clock, GDK_FRAME_CLOCK_PHASE_LAYOUT);
}

void
gmarl_scenario_pane_show_node (GmarlScenarioPane *self, guint node)
{
  g_return_if_fail (GMARL_IS_SCENARIO_PANE (self));

  if (node >= gmarl_document_get_scenario (self->document)->nodes)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  g_set_weak_pointer (&self->scroll_to,
                      gmarl_scenario_nodes_show (GMARL_SCENARIO_NODES (self->nodes), node));
  scroll_after_layout (self);
}

static void
gmarl_scenario_pane_dispose (GObject *object)
{
  GmarlScenarioPane *self = GMARL_SCENARIO_PANE (object);

  g_clear_handle_id (&self->later_id, g_source_remove);
  g_clear_weak_pointer (&self->scroll_to);
  if (self->document != NULL)
    g_signal_handlers_disconnect_by_data (self->document, self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->document);
  G_OBJECT_CLASS (gmarl_scenario_pane_parent_class)->dispose (object);
}

static void
gmarl_scenario_pane_finalize (GObject *object)
{
  GmarlScenarioPane *self = GMARL_SCENARIO_PANE (object);

  g_ptr_array_unref (self->rows);
  g_ptr_array_unref (self->warning_rows);
  g_ptr_array_unref (self->data_rows);
  g_free (self->pattern);
  g_free (self->currency);
  G_OBJECT_CLASS (gmarl_scenario_pane_parent_class)->finalize (object);
}

static void
gmarl_scenario_pane_class_init (GmarlScenarioPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_scenario_pane_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_scenario_pane_finalize;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action (widget_class, "scenario.builtin", "s", builtin_cb);
  gtk_widget_class_install_action (widget_class, "scenario.reset", NULL, reset_cb);
}

static void
gmarl_scenario_pane_init (GmarlScenarioPane *self)
{
  GtkWidget *clamp = adw_clamp_new ();

  self->rows = g_ptr_array_new ();
  self->warning_rows = g_ptr_array_new ();
  self->data_rows = g_ptr_array_new ();
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Search Parameters"), NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Search Parameters"), -1);
  gtk_widget_add_css_class (self->search, "gmarl-pane-search");
  g_signal_connect_swapped (self->search, "search-changed", G_CALLBACK (search_cb), self);
  gtk_box_append (GTK_BOX (self->box), self->search);

  self->content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  gtk_widget_add_css_class (self->content, "gmarl-pane-content");
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 600);
  adw_clamp_set_child (ADW_CLAMP (clamp), self->content);
  self->scroller = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (self->scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scroller), clamp);
  gtk_widget_set_vexpand (self->scroller, TRUE);
  gtk_box_append (GTK_BOX (self->box), self->scroller);
}

GtkWidget *
gmarl_scenario_pane_new (GmarlDocument *document)
{
  GmarlScenarioPane *self;

  g_return_val_if_fail (GMARL_IS_DOCUMENT (document), NULL);

  self = g_object_new (GMARL_TYPE_SCENARIO_PANE, NULL);
  self->document = g_object_ref (document);
  self->currency = g_strdup (gmarl_document_get_scenario (document)->currency);
  add_content (self);
  g_signal_connect_swapped (document, "changed", G_CALLBACK (changed_cb), self);
  changed_cb (self);
  return GTK_WIDGET (self);
}
