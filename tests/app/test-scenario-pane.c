/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-scenario-nodes.h"
#include "gmarl-scenario-pane.h"
#include "gmarl-scenario-row.h"

#include <string.h>

/* The first widget below root for which func is true, or NULL. */
static GtkWidget *
find (GtkWidget *root, gboolean (*func) (GtkWidget *, gconstpointer), gconstpointer data)
{
  if (func (root, data))
    return root;
  for (GtkWidget *child = gtk_widget_get_first_child (root); child != NULL;
       child = gtk_widget_get_next_sibling (child)) {
    GtkWidget *found = find (child, func, data);

    if (found != NULL)
      return found;
  }
  return NULL;
}

static gboolean
has_key (GtkWidget *widget, gconstpointer key)
{
  GmarlScenarioRow *row = g_object_get_data (G_OBJECT (widget), "gmarl-scenario-row");

  return row != NULL && strcmp (gmarl_scenario_row_get_option (row)->key, key) == 0;
}

static GmarlScenarioRow *
row_of (GtkWidget *root, const char *key)
{
  GtkWidget *widget = find (root, has_key, key);

  g_assert_nonnull (widget);
  return g_object_get_data (G_OBJECT (widget), "gmarl-scenario-row");
}

static gboolean
is_a (GtkWidget *widget, gconstpointer type)
{
  return g_type_is_a (G_OBJECT_TYPE (widget), GPOINTER_TO_SIZE (type));
}

static gboolean
is_button (GtkWidget *widget, gconstpointer icon)
{
  return GTK_IS_BUTTON (widget) &&
         g_strcmp0 (gtk_button_get_icon_name (GTK_BUTTON (widget)), icon) == 0;
}

/* What a person types and confirms. */
static void
type (GmarlScenarioRow *row, const char *text)
{
  GtkWidget *editor = gmarl_scenario_row_get_editor (row);

  gtk_editable_set_text (GTK_EDITABLE (editor), text);
  if (GTK_IS_SPIN_BUTTON (editor))
    gtk_spin_button_update (GTK_SPIN_BUTTON (editor));
  else
    g_signal_emit_by_name (editor, "activate");
}

static const char *
subtitle (GmarlScenarioRow *row)
{
  return adw_action_row_get_subtitle (ADW_ACTION_ROW (gmarl_scenario_row_get_widget (row)));
}

static gboolean
is_wrong (GmarlScenarioRow *row)
{
  return gtk_widget_has_css_class (gmarl_scenario_row_get_widget (row), "error");
}

typedef struct {
  GmarlDocument *document;
  GtkWidget *window;
  GtkWidget *pane;
} Fixture;

static void
set_up (Fixture *self, gconstpointer data)
{
  self->document = gmarl_document_new ();
  self->pane = gmarl_scenario_pane_new (self->document);
  self->window = adw_window_new ();
  adw_window_set_content (ADW_WINDOW (self->window), self->pane);
  gtk_window_set_default_size (GTK_WINDOW (self->window), 360, 700);
  gtk_window_present (GTK_WINDOW (self->window));
}

static void
tear_down (Fixture *self, gconstpointer data)
{
  GtkWidget *pane = self->pane;

  g_object_add_weak_pointer (G_OBJECT (pane), (gpointer *) &pane);
  gtk_window_destroy (GTK_WINDOW (self->window));
  while (pane != NULL)
    g_main_context_iteration (NULL, TRUE);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_finalize_object (self->document);
}

/* Every key has words and a row with an accessible name; a key without words fails here. */
static void
test_every_key (Fixture *self, gconstpointer data)
{
  for (gsize k = 0; k < gmarl_n_scenario_options; k++) {
    GmarlScenarioRow *row = row_of (self->pane, gmarl_scenario_options[k].key);

    g_assert_nonnull (gmarl_scenario_word_find (gmarl_scenario_options[k].key, FALSE));
    g_assert_true (gtk_test_accessible_has_relation (
        GTK_ACCESSIBLE (gmarl_scenario_row_get_editor (row)), GTK_ACCESSIBLE_RELATION_LABELLED_BY));
    g_assert_cmpstr (subtitle (row), ==, "");
  }
  gmarl_scenario_pane_show_node (GMARL_SCENARIO_PANE (self->pane), 3);
  for (gsize k = 0; k < gmarl_n_node_options; k++)
    g_assert_nonnull (gmarl_scenario_word_find (gmarl_node_options[k].key, TRUE));
  row_of (self->pane, "capacity_kwh");
  row_of (self->pane, "base_demand");
}

/* An edit is applied at once and undone in the row, too. */
static void
test_edit (Fixture *self, gconstpointer data)
{
  GmarlScenarioRow *nodes = row_of (self->pane, "nodes");
  GmarlScenarioRow *limit = row_of (self->pane, "line_limit");
  GmarlScenarioRow *topology = row_of (self->pane, "topology");
  GmarlScenarioRow *name = row_of (self->pane, "name");
  GtkWidget *spin = gmarl_scenario_row_get_editor (nodes);

  type (nodes, "20");
  g_assert_cmpint (gmarl_document_get_scenario (self->document)->nodes, ==, 20);
  gmarl_document_undo (self->document);
  g_assert_cmpfloat (gtk_spin_button_get_value (GTK_SPIN_BUTTON (spin)), ==, 5);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (spin)), ==, "5");

  type (limit, "12,5");
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->line_limit_kwh, ==, 12.5);
  gtk_spin_button_spin (GTK_SPIN_BUTTON (gmarl_scenario_row_get_editor (limit)),
                        GTK_SPIN_STEP_FORWARD, 0);
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->line_limit_kwh, ==, 13.5);
  gmarl_document_undo (self->document);
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->line_limit_kwh, ==, 20);

  adw_combo_row_set_selected (ADW_COMBO_ROW (gmarl_scenario_row_get_editor (topology)), 2);
  g_assert_cmpint (gmarl_document_get_scenario (self->document)->topology, ==, GMARL_TOPOLOGY_STAR);
  gmarl_document_undo (self->document);
  g_assert_cmpuint (
      adw_combo_row_get_selected (ADW_COMBO_ROW (gmarl_scenario_row_get_editor (topology))), ==, 0);

  type (name, "A & <b>");
  g_assert_cmpstr (gmarl_document_get_title (self->document), ==, "A & <b>");

  /* Prices name the currency. */
  type (row_of (self->pane, "currency"), "CHF");
  g_assert_nonnull (strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (
                                gmarl_scenario_row_get_widget (row_of (self->pane, "tariff_day")))),
                            "CHF"));
}

/* Numbers that stepping gives are those that a person would write. */
static void
test_steps (Fixture *self, gconstpointer data)
{
  GmarlScenarioRow *row = row_of (self->pane, "tariff_night");

  for (guint k = 0; k < 7; k++)
    gtk_spin_button_spin (GTK_SPIN_BUTTON (gmarl_scenario_row_get_editor (row)),
                          GTK_SPIN_STEP_FORWARD, 0);
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->tariff_night, ==, 0.19);
  /* 0.95 - 4 * 0.01 is 0.9099999999999999. */
  row = row_of (self->pane, "discharge_efficiency");
  for (guint k = 0; k < 4; k++)
    gtk_spin_button_spin (GTK_SPIN_BUTTON (gmarl_scenario_row_get_editor (row)),
                          GTK_SPIN_STEP_BACKWARD, 0);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gmarl_scenario_row_get_editor (row))), ==,
                   "0.91");
}

/* The wheel scrolls the pane: no spin button takes it for a change of its number. */
static void
test_wheel (Fixture *self, gconstpointer data)
{
  GtkWidget *spin = gmarl_scenario_row_get_editor (row_of (self->pane, "line_limit"));
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (spin);
  guint n_wheels = 0;

  for (guint k = 0; k < g_list_model_get_n_items (controllers); k++) {
    g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, k);

    if (!GTK_IS_EVENT_CONTROLLER_SCROLL (controller))
      continue;
    n_wheels++;
    g_assert_cmpint (gtk_event_controller_get_propagation_phase (controller), ==, GTK_PHASE_NONE);
  }
  g_assert_cmpuint (n_wheels, >, 0);
}

/* What is not allowed stays in the row with the reason, and is not applied. */
static void
test_invalid (Fixture *self, gconstpointer data)
{
  GmarlScenarioRow *nodes = row_of (self->pane, "nodes");
  GmarlScenarioRow *least = row_of (self->pane, "initial_level_min");

  type (nodes, "20000");
  g_assert_true (is_wrong (nodes));
  g_assert_nonnull (strstr (subtitle (nodes), "10000"));
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (gmarl_scenario_row_get_editor (nodes))), ==,
                   "20000");
  g_assert_cmpint (gmarl_document_get_scenario (self->document)->nodes, ==, 5);
  type (nodes, "many");
  g_assert_true (is_wrong (nodes));
  type (nodes, "6");
  g_assert_false (is_wrong (nodes));
  g_assert_cmpstr (subtitle (nodes), ==, "");
  g_assert_cmpint (gmarl_document_get_scenario (self->document)->nodes, ==, 6);

  /* Alone it would be allowed. */
  type (least, "0.9");
  g_assert_true (is_wrong (least));
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->initial_level_min, ==, 0.3);
  type (least, "0.2");
  g_assert_false (is_wrong (least));
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->initial_level_min, ==, 0.2);
}

/* A changed row can be reset, and the whole. */
static void
test_reset (Fixture *self, gconstpointer data)
{
  GmarlScenarioRow *row = row_of (self->pane, "weight_cost");
  GtkWidget *reset = find (gmarl_scenario_row_get_widget (row), is_button, "edit-undo-symbolic");

  g_assert_false (gtk_widget_get_visible (reset));
  type (row, "3");
  g_assert_true (gtk_widget_get_visible (reset));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->weight_cost, ==, 1);
  g_assert_false (gtk_widget_get_visible (reset));
  type (row, "3");
  g_assert_true (gtk_widget_activate_action (self->pane, "scenario.reset", NULL));
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->weight_cost, ==, 1);
  gmarl_document_undo (self->document);
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->weight_cost, ==, 3);
  g_assert_true (gtk_widget_activate_action (self->pane, "scenario.builtin", "s", "district-24"));
  g_assert_cmpint (gmarl_document_get_scenario (self->document)->nodes, ==, 24);
}

/* A node without a name shows what it is called; that alone is no name, and a name can be given
 * up. */
static void
test_node_name (Fixture *self, gconstpointer data)
{
  GmarlScenarioRow *row;
  GtkWidget *editor, *reset;

  gmarl_scenario_pane_show_node (GMARL_SCENARIO_PANE (self->pane), 1);
  row = row_of (find (self->pane, is_a, GSIZE_TO_POINTER (GMARL_TYPE_SCENARIO_NODES)), "name");
  editor = gmarl_scenario_row_get_editor (row);
  reset = find (gmarl_scenario_row_get_widget (row), is_button, "edit-undo-symbolic");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor)), ==, "Commercial");
  g_assert_false (gtk_widget_get_visible (reset));
  type (row, "Commercial");
  g_assert_false (gmarl_document_get_modified (self->document));
  type (row, "Harbour");
  g_assert_cmpstr (gmarl_document_get_scenario (self->document)->node[1].name, ==, "Harbour");
  g_assert_true (gtk_widget_get_visible (reset));
  g_signal_emit_by_name (reset, "clicked");
  g_assert_cmpstr (gmarl_document_get_scenario (self->document)->node[1].name, ==, "Node 1");
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (editor)), ==, "Commercial");
}

/* Many nodes are edited by kind, as one step. */
static void
test_by_kind (Fixture *self, gconstpointer data)
{
  const GmarlScenario *scenario;
  GtkWidget *kind;

  type (row_of (self->pane, "nodes"), "1000");
  gmarl_scenario_pane_show_node (GMARL_SCENARIO_PANE (self->pane), 777);
  type (row_of (self->pane, "capacity_kwh"), "55");
  scenario = gmarl_document_get_scenario (self->document);
  g_assert_cmpfloat (scenario->node[777].capacity_kwh, ==, 55);
  g_assert_cmpfloat (scenario->node[772].capacity_kwh, !=, 55);

  kind = find (find (self->pane, is_a, GSIZE_TO_POINTER (GMARL_TYPE_SCENARIO_NODES)), is_a,
               GSIZE_TO_POINTER (ADW_TYPE_EXPANDER_ROW));
  adw_expander_row_set_expanded (ADW_EXPANDER_ROW (kind), TRUE);
  type (row_of (kind, "solar_peak_kwh"), "7");
  scenario = gmarl_document_get_scenario (self->document);
  for (gsize i = 0; i < 1000; i++)
    g_assert_true ((scenario->node[i].solar_peak_kwh == 7) == (scenario->node[i].kind == 0));
  gmarl_document_undo (self->document);
  g_assert_cmpfloat (gmarl_document_get_scenario (self->document)->node[0].solar_peak_kwh, !=, 7);
  type (row_of (self->pane, "nodes"), "700"); /* the single node goes */
  type (row_of (self->pane, "nodes"), "3");
  gmarl_document_undo (self->document);
}

static gboolean
frame_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gboolean
is_warning (GtkWidget *widget, gconstpointer data)
{
  return ADW_IS_ACTION_ROW (widget) &&
         strstr (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (widget)), "It pays to ") !=
             NULL;
}

/* Where frames are drawn so slowly that one is due at any time. */
static void
test_warnings (Fixture *self, gconstpointer data)
{
  guint frames_id = g_idle_add_full (GDK_PRIORITY_REDRAW, frame_cb, NULL, NULL);

  g_assert_null (find (self->pane, is_warning, NULL));
  type (row_of (self->pane, "weight_unmet"), "0.01");
  for (guint k = 0; k < 1000 && find (self->pane, is_warning, NULL) == NULL; k++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_nonnull (find (self->pane, is_warning, NULL));
  g_source_remove (frames_id);
}

static void
test_search (Fixture *self, gconstpointer data)
{
  GtkWidget *search = find (self->pane, is_a, GSIZE_TO_POINTER (GTK_TYPE_SEARCH_ENTRY));
  GtkWidget *limit = gmarl_scenario_row_get_widget (row_of (self->pane, "line_limit"));
  GtkWidget *price = gmarl_scenario_row_get_widget (row_of (self->pane, "tariff_day"));

  gtk_editable_set_text (GTK_EDITABLE (search), "PRICE");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_false (gtk_widget_get_visible (limit));
  g_assert_true (gtk_widget_get_visible (price));
  gtk_editable_set_text (GTK_EDITABLE (search), "");
  g_signal_emit_by_name (search, "search-changed");
  g_assert_true (gtk_widget_get_visible (limit));
}

static void
loaded_cb (GObject *document, GAsyncResult *result, gpointer done)
{
  g_autoptr (GError) error = NULL;

  gmarl_document_load_finish (GMARL_DOCUMENT (document), result, &error);
  g_assert_no_error (error);
  *(gboolean *) done = TRUE;
}

static void
load (Fixture *self, const char *text)
{
  g_autoptr (GFileIOStream) stream = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file = g_file_new_tmp ("XXXXXX.gridmarl", &stream, &error);
  gboolean done = FALSE;

  g_assert_no_error (error);
  g_assert_true (
      g_file_replace_contents (file, text, strlen (text), NULL, FALSE, 0, NULL, NULL, NULL));
  gmarl_document_load_async (self->document, file, NULL, loaded_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_file_delete (file, NULL, NULL);
}

static gboolean
has_text (GtkWidget *widget, gconstpointer text)
{
  return GTK_IS_LABEL (widget) && strcmp (gtk_label_get_text (GTK_LABEL (widget)), text) == 0;
}

/* Measurements are told of in words that fit: no checksums, no line broken within a word, and no
 * more digits than a person reads.
 */
static void
test_data (Fixture *self, gconstpointer data)
{
  static const char *const facts[] = { "Measured", "60 min", "The tariff", "a.csv, b.csv" };
  static const char checksum[] = "7c80028c65f636dfdaea168447f1dc71da4cc16329e2e0fba1f723d2c916e000";
  g_autoptr (GString) text = g_string_new ("[scenario]\nname = Home\nnodes = 1\n");
  GtkWidget *row;

  g_string_append (text, "[node 0]\ncapacity_kwh = 256.4050652623849\n"
                         "[data]\nstep_minutes = 60\nlabels = a\n");
  g_string_append_printf (
      text, "source = a.csv (sha256 %s), b.csv (sha256 %s)\ndemand_kwh.0 =", checksum, checksum);
  for (guint hour = 0; hour < 24; hour++)
    g_string_append (text, " 1;");
  g_string_append (text, "\nsolar_kwh.0 =");
  for (guint hour = 0; hour < 24; hour++)
    g_string_append (text, " 1;");
  load (self, text->str);
  for (guint turn = 0; turn < 50; turn++)
    g_main_context_iteration (NULL, FALSE);
  for (gsize k = 0; k < G_N_ELEMENTS (facts); k++) {
    GtkWidget *label = find (self->pane, has_text, facts[k]);

    g_assert_nonnull (label);
    g_assert_cmpint (pango_layout_get_line_count (gtk_label_get_layout (GTK_LABEL (label))), ==, 1);
  }
  row = find (find (self->pane, is_a, GSIZE_TO_POINTER (GMARL_TYPE_SCENARIO_NODES)), is_a,
              GSIZE_TO_POINTER (ADW_TYPE_EXPANDER_ROW));
  g_assert_cmpstr (adw_expander_row_get_subtitle (ADW_EXPANDER_ROW (row)), ==,
                   "Battery 256\u202fkWh");
}

int
main (int argc, char **argv)
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();
#define ADD(name, func) g_test_add (name, Fixture, NULL, set_up, func, tear_down)
  ADD ("/scenario-pane/every-key", test_every_key);
  ADD ("/scenario-pane/edit", test_edit);
  ADD ("/scenario-pane/steps", test_steps);
  ADD ("/scenario-pane/wheel", test_wheel);
  ADD ("/scenario-pane/invalid", test_invalid);
  ADD ("/scenario-pane/reset", test_reset);
  ADD ("/scenario-pane/node-name", test_node_name);
  ADD ("/scenario-pane/by-kind", test_by_kind);
  ADD ("/scenario-pane/warnings", test_warnings);
  ADD ("/scenario-pane/search", test_search);
  ADD ("/scenario-pane/data", test_data);
#undef ADD
  return g_test_run ();
}
