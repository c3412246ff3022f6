/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scenario-row.h"

#include "gmarl-calm-wheel.h"
#include "gmarl-scenario-words.h"
#include "gmarl-typed-number.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* Digits that stepping a spin button keeps, so that 0.1 + 0.2 is 0.3. */
#define STEP_FORMAT "%.10g"

struct _GmarlScenarioRow {
  GmarlDocument *document; /* owned */
  const GmarlOption *option;
  guint *node; /* NULL: a key of the scenario */
  gsize n_nodes;
  char *title; /* without the unit */

  GtkWidget *row; /* has self */
  GtkWidget *editor;
  GtkWidget *reset;
  char *usual;      /* the default as text, or NULL: none */
  double typed;     /* the last number that was typed */
  gboolean syncing; /* what changes now is not the user's */
  gboolean invalid; /* the text is none of an allowed value */
};

const GmarlOption gmarl_scenario_base_demand_option = {
  "base_demand",
  GMARL_OPTION_STRING,
  0,
  0,
  0,
  GMARL_OPTION_NONE,
  NULL,
  "kWh",
  N_ ("Demand of a step at 0, 1, … 23 h, linear in between"),
};

static void
row_free (GmarlScenarioRow *self)
{
  g_object_unref (self->document);
  g_free (self->node);
  g_free (self->title);
  g_free (self->usual);
  g_free (self);
}

/* The full key of node k of the target. (transfer full) */
static char *
full_key (GmarlScenarioRow *self, gsize k)
{
  if (self->node == NULL)
    return g_strdup (self->option->key);
  return g_strdup_printf ("node.%u.%s", self->node[k], self->option->key);
}

static void
set_error (GmarlScenarioRow *self, const char *reason)
{
  if (reason != NULL)
    gtk_widget_add_css_class (self->row, "error");
  else
    gtk_widget_remove_css_class (self->row, "error");
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), reason == NULL ? "" : reason);
  gtk_accessible_update_state (
      GTK_ACCESSIBLE (self->editor), GTK_ACCESSIBLE_STATE_INVALID,
      reason == NULL ? GTK_ACCESSIBLE_INVALID_FALSE : GTK_ACCESSIBLE_INVALID_TRUE, -1);
}

static void
apply (GmarlScenarioRow *self, const char *value)
{
  g_autoptr (GPtrArray) pairs = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  gsize count = self->node == NULL ? 1 : self->n_nodes;

  for (gsize k = 0; k < count; k++) {
    g_ptr_array_add (pairs, full_key (self, k));
    g_ptr_array_add (pairs, g_strdup (value));
  }
  g_ptr_array_add (pairs, NULL);
  if (gmarl_document_set_options (self->document, (const char *const *) pairs->pdata, &error))
    set_error (self, NULL);
  else
    set_error (self, error->message);
}

/* Whether all nodes of the target have the same value. */
static gboolean
is_uniform (GmarlScenarioRow *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  gsize size = self->option->type == GMARL_OPTION_CHOICE ? sizeof (gint) : sizeof (double);

  if (self->node == NULL || self->option->type == GMARL_OPTION_STRING)
    return TRUE;
  for (gsize k = 1; k < self->n_nodes; k++)
    if (memcmp ((const char *) &scenario->node[self->node[0]] + self->option->offset,
                (const char *) &scenario->node[self->node[k]] + self->option->offset, size) != 0)
      return FALSE;
  return TRUE;
}

/* Whether a text alone is allowed, whatever the rest of the scenario. */
static gboolean
check_text (GmarlScenarioRow *self, const char *text, GError **error)
{
  GmarlScenario scenario = { 0 };
  GmarlNodeSpec node = { 0 };
  gpointer object = self->node == NULL ? (gpointer) &scenario : (gpointer) &node;

  return gmarl_option_set (self->option, object, text, error);
}

static gint
spin_input_cb (GtkSpinButton *spin, double *value, GmarlScenarioRow *self)
{
  g_autofree char *text = gmarl_typed_number (gtk_editable_get_text (GTK_EDITABLE (spin)));
  g_autoptr (GError) error = NULL;

  if (check_text (self, text, &error)) {
    if (self->invalid)
      set_error (self, NULL);
    self->invalid = FALSE;
    *value = self->typed = g_ascii_strtod (text, NULL);
  } else {
    self->invalid = TRUE;
    set_error (self, error->message);
    *value = gtk_spin_button_get_value (spin);
  }
  return TRUE;
}

static gboolean
spin_output_cb (GtkSpinButton *spin, GmarlScenarioRow *self)
{
  g_autofree char *text = gmarl_format_double (gtk_spin_button_get_value (spin));

  /* What is wrong stays to be mended. */
  if (!self->invalid && strcmp (text, gtk_editable_get_text (GTK_EDITABLE (spin))) != 0)
    gtk_editable_set_text (GTK_EDITABLE (spin), text);
  return TRUE;
}

static void
spin_value_changed_cb (GtkSpinButton *spin, GmarlScenarioRow *self)
{
  double value = gtk_spin_button_get_value (spin);
  g_autofree char *typed = gmarl_format_double (value);
  char stepped[G_ASCII_DTOSTR_BUF_SIZE];

  if (self->syncing)
    return;
  self->invalid = FALSE;
  g_ascii_formatd (stepped, sizeof stepped, STEP_FORMAT, value);
  apply (self, value == self->typed ? typed : stepped);
}

static gboolean
is_node_name (GmarlScenarioRow *self)
{
  return self->node != NULL && strcmp (self->option->key, "name") == 0;
}

/* What the editor shows of a value: where a node has no name, what it is called. (transfer full) */
static char *
shown_value (GmarlScenarioRow *self, const char *value)
{
  if (is_node_name (self))
    return gmarl_scenario_word_node (gmarl_document_get_scenario (self->document), self->node[0]);
  return g_strdup (value);
}

static void
entry_apply_cb (GmarlScenarioRow *self)
{
  const char *text = gtk_editable_get_text (GTK_EDITABLE (self->editor));
  g_autofree char *key = full_key (self, 0);
  g_autofree char *value = gmarl_scenario_get (gmarl_document_get_scenario (self->document), key);
  g_autofree char *shown = value == NULL ? NULL : shown_value (self, value);

  if (!self->syncing && g_strcmp0 (text, shown) != 0)
    apply (self, text);
  else if (!self->syncing)
    set_error (self, NULL);
}

static void
combo_selected_cb (GmarlScenarioRow *self)
{
  guint selected = adw_combo_row_get_selected (ADW_COMBO_ROW (self->editor));

  if (!self->syncing && selected != GTK_INVALID_LIST_POSITION)
    apply (self, self->option->choices[selected]);
}

static void
end_burst_cb (GmarlScenarioRow *self)
{
  gmarl_document_end_burst (self->document);
}

static void
reset_cb (GmarlScenarioRow *self)
{
  if (self->usual == NULL)
    return;
  gmarl_document_end_burst (self->document);
  apply (self, self->usual);
  gmarl_document_end_burst (self->document);
}

/* The default of the value, or NULL: a scenario has no usual name. (transfer full) */
static char *
usual_value (GmarlScenarioRow *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  const GmarlKindDefaults *kind;
  g_autoptr (GmarlScenario) usual = NULL;
  GmarlNodeSpec node = { .demand_scale = 1 };

  if (is_node_name (self))
    return gmarl_node_default_name (self->node[0]);
  if (strcmp (self->option->key, "name") == 0)
    return NULL;
  if (self->node == NULL) {
    usual = gmarl_scenario_new_builtin (gmarl_scenario_builtin_names ()[0], NULL);
    return gmarl_scenario_get (usual, self->option->key);
  }
  kind = &gmarl_kind_defaults[scenario->node[self->node[0]].kind];
  if (self->option == &gmarl_scenario_base_demand_option) {
    g_autoptr (GString) text = g_string_new (NULL);

    for (gsize h = 0; h < G_N_ELEMENTS (kind->base_demand_kwh); h++) {
      g_autofree char *number = gmarl_format_double (kind->base_demand_kwh[h]);

      g_string_append_printf (text, "%s%s", h > 0 ? "; " : "", number);
    }
    return g_strdup (text->str);
  }
  node.kind = (gint) (self->node[0] % GMARL_N_KINDS);
  node.capacity_kwh = kind->capacity_kwh;
  node.power_kwh = kind->power_kwh;
  node.solar_peak_kwh = kind->solar_peak_kwh;
  return gmarl_option_get (self->option, &node);
}

static void
show_value (GmarlScenarioRow *self, const char *value)
{
  if (GTK_IS_SPIN_BUTTON (self->editor)) {
    GtkSpinButton *spin = GTK_SPIN_BUTTON (self->editor);
    double number = g_ascii_strtod (value, NULL);

    /* Of the spin button itself, differences below 1e-10 are none: 0.9099999999999999 would stay.
     */
    if (gtk_spin_button_get_value (spin) != number)
      gtk_adjustment_set_value (gtk_spin_button_get_adjustment (spin), number);
    spin_output_cb (spin, self);
  } else if (ADW_IS_COMBO_ROW (self->editor)) {
    for (guint k = 0; self->option->choices[k] != NULL; k++)
      if (strcmp (self->option->choices[k], value) == 0)
        adw_combo_row_set_selected (ADW_COMBO_ROW (self->editor), k);
  } else if (strcmp (gtk_editable_get_text (GTK_EDITABLE (self->editor)), value) != 0) {
    gtk_editable_set_text (GTK_EDITABLE (self->editor), value);
  }
}

void
gmarl_scenario_row_sync (GmarlScenarioRow *self)
{
  g_autofree char *key = full_key (self, 0);
  g_autofree char *value = gmarl_scenario_get (gmarl_document_get_scenario (self->document), key);
  g_autofree char *shown = NULL;
  gboolean uniform;

  /* The node is gone; so will be the row. */
  if (value == NULL)
    return;
  shown = shown_value (self, value);
  uniform = is_uniform (self);
  self->syncing = TRUE;
  self->invalid = FALSE;
  set_error (self, NULL);
  show_value (self, shown);
  if (!uniform)
    adw_action_row_set_subtitle (ADW_ACTION_ROW (self->row), _ ("They differ; this is the first"));
  self->syncing = FALSE;

  g_free (self->usual);
  self->usual = usual_value (self);
  gtk_widget_set_visible (self->reset,
                          self->usual != NULL && (!uniform || strcmp (self->usual, value) != 0));
}

gboolean
gmarl_scenario_row_matches (GmarlScenarioRow *self, const char *text)
{
  g_autofree char *words =
      g_strjoin ("\n", self->title, self->option->key, _ (self->option->summary), NULL);
  g_autofree char *in = g_utf8_casefold (words, -1);
  g_autofree char *what = text == NULL ? g_strdup ("") : g_utf8_casefold (text, -1);

  return strstr (in, what) != NULL;
}

/* The row's title is the editor's name: one of its own would be said as well. The parts of a spin
 * button are stops of a screen reader, each with a name of its own.
 */
static void
name_editor (GmarlScenarioRow *self)
{
  GtkWidget *child = gtk_widget_get_first_child (self->editor);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->editor),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _ (self->option->summary),
                                  -1);
  if (!GTK_IS_EDITABLE (self->editor))
    return;
  for (; child != NULL; child = gtk_widget_get_next_sibling (child)) {
    const char *icon = GTK_IS_BUTTON (child) ? gtk_button_get_icon_name (GTK_BUTTON (child)) : NULL;
    g_autofree char *name = NULL;

    if (icon == NULL)
      name = g_strdup (self->title);
    else if (strcmp (icon, "value-increase-symbolic") == 0)
      name = g_strdup_printf (_ ("Increase %s"), self->title);
    else
      name = g_strdup_printf (_ ("Decrease %s"), self->title);
    gtk_accessible_update_property (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                    -1);
  }
}

static GtkWidget *
make_spin (GmarlScenarioRow *self, const GmarlScenarioWord *word)
{
  GtkAdjustment *adjustment =
      gtk_adjustment_new (self->option->minimum, self->option->minimum, self->option->maximum,
                          word->increment, 10 * word->increment, 0);
  GtkWidget *spin = gtk_spin_button_new (adjustment, word->increment, 0);

  gtk_editable_set_width_chars (GTK_EDITABLE (spin), 5);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (spin), 7);
  gtk_widget_add_css_class (spin, "numeric");
  gmarl_calm_wheel (spin);
  g_signal_connect (spin, "input", G_CALLBACK (spin_input_cb), self);
  g_signal_connect (spin, "output", G_CALLBACK (spin_output_cb), self);
  g_signal_connect (spin, "value-changed", G_CALLBACK (spin_value_changed_cb), self);
  return spin;
}

static GtkWidget *
make_entry (GmarlScenarioRow *self)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_editable_set_max_width_chars (GTK_EDITABLE (entry), 16);
  g_signal_connect_swapped (entry, "activate", G_CALLBACK (entry_apply_cb), self);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (entry_apply_cb), self);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static GtkWidget *
make_combo (GmarlScenarioRow *self)
{
  GtkWidget *combo = adw_combo_row_new ();
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (gsize k = 0; self->option->choices[k] != NULL; k++)
    gtk_string_list_append (names, gmarl_scenario_word_choice (self->option, k));
  adw_combo_row_set_model (ADW_COMBO_ROW (combo), G_LIST_MODEL (names));
  g_signal_connect_swapped (combo, "notify::selected", G_CALLBACK (combo_selected_cb), self);
  return combo;
}

static void
make_editor (GmarlScenarioRow *self, const GmarlScenarioWord *word)
{
  if (self->option->type == GMARL_OPTION_CHOICE) {
    self->editor = make_combo (self);
    self->row = self->editor;
    return;
  }
  self->row = adw_action_row_new ();
  if (self->option->type == GMARL_OPTION_INTEGER || self->option->type == GMARL_OPTION_REAL)
    self->editor = make_spin (self, word);
  else
    self->editor = make_entry (self);
}

static void
make_reset (GmarlScenarioRow *self)
{
  g_autofree char *name = g_strdup_printf (_ ("Reset %s"), self->title);

  self->reset = gtk_button_new_from_icon_name ("edit-undo-symbolic");
  gtk_widget_set_valign (self->reset, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (self->reset, "flat");
  gtk_widget_set_tooltip_text (self->reset, _ ("Reset to Default"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_swapped (self->reset, "clicked", G_CALLBACK (reset_cb), self);
}

/* A unit is not broken at the end of a line. (transfer full) */
static char *
keep_together (const char *unit)
{
  g_auto (GStrv) words = g_strsplit (unit, " ", -1);

  return g_strjoinv ("\302\240", words);
}

void
gmarl_scenario_row_name (GmarlScenarioRow *self)
{
  const GmarlScenario *scenario = gmarl_document_get_scenario (self->document);
  g_autofree char *unit = gmarl_scenario_word_unit (self->option, scenario->currency);
  g_autofree char *range = gmarl_option_describe_range (self->option);
  g_autofree char *tooltip =
      self->option->type == GMARL_OPTION_INTEGER || self->option->type == GMARL_OPTION_REAL
          ? g_strdup_printf ("%s\n%s", _ (self->option->summary), range)
          : g_strdup (_ (self->option->summary));
  g_autofree char *whole = unit == NULL ? NULL : keep_together (unit);
  /* translators: what a number is, and its unit: "Line Limit (kWh per step)" */
  g_autofree char *title =
      unit == NULL ? g_strdup (self->title) : g_strdup_printf (_ ("%s (%s)"), self->title, whole);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self->row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->row), title);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self->row), 0);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self->row), 0);
  gtk_widget_set_tooltip_text (self->row, tooltip);
}

GmarlScenarioRow *
gmarl_scenario_row_new (GmarlDocument *document, const GmarlScenarioTarget *target)
{
  const GmarlScenarioWord *word =
      gmarl_scenario_word_find (target->option->key, target->node != NULL);
  GmarlScenarioRow *self;
  GtkEventController *focus = gtk_event_controller_focus_new ();

  g_return_val_if_fail (GMARL_IS_DOCUMENT (document) && word != NULL, NULL);

  self = g_new0 (GmarlScenarioRow, 1);
  self->document = g_object_ref (document);
  self->option = target->option;
  self->typed = NAN;
  self->node = g_memdup2 (target->node, target->n_nodes * sizeof *target->node);
  self->n_nodes = target->n_nodes;
  self->title = g_strdup (_ (word->title));
  make_editor (self, word);
  make_reset (self);
  gmarl_scenario_row_name (self);
  name_editor (self);
  if (self->editor != self->row) {
    gtk_widget_set_valign (self->editor, GTK_ALIGN_CENTER);
    adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), self->editor);
    adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self->row), self->editor);
  }
  adw_action_row_add_suffix (ADW_ACTION_ROW (self->row), self->reset);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (end_burst_cb), self);
  gtk_widget_add_controller (self->row, focus);
  g_object_set_data_full (G_OBJECT (self->row), "gmarl-scenario-row", self,
                          (GDestroyNotify) row_free);
  gmarl_scenario_row_sync (self);
  return self;
}

GtkWidget *
gmarl_scenario_row_get_widget (GmarlScenarioRow *self)
{
  return self->row;
}

const GmarlOption *
gmarl_scenario_row_get_option (GmarlScenarioRow *self)
{
  return self->option;
}

GtkWidget *
gmarl_scenario_row_get_editor (GmarlScenarioRow *self)
{
  return self->editor;
}
