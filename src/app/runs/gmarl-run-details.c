/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-run-details-private.h"

#include "gmarl-run-changes.h"
#include "gmarl-spoken-names.h"
#include "gmarl-wrap-box.h"

#include <glib/gi18n-lib.h>

/* Rows of a list: a scenario of a hundred nodes may differ in thousands of values. */
#define MOST_ROWS 60

#define WIDEST_VALUE   22 /* characters, before a value is wrapped */
#define UNBROKEN_VALUE 12 /* characters of a value whose words stay whole */

#define HASH_LENGTH 16 /* characters of a checkpoint's hash that are shown */

G_DEFINE_FINAL_TYPE (GmarlRunDetails, gmarl_run_details, GTK_TYPE_WIDGET)

/* -- Rows -- */

static GtkWidget *
make_value (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_natural_wrap_mode (GTK_LABEL (label), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), WIDEST_VALUE);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_RIGHT);
  gtk_widget_add_css_class (label, "numeric");
  return label;
}

static AdwActionRow *
make_row (AdwPreferencesGroup *group)
{
  AdwActionRow *row = ADW_ACTION_ROW (adw_action_row_new ());
  GtkWidget *value = make_value ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_suffix (row, value);
  gtk_widget_add_css_class (GTK_WIDGET (row), "gmarl-fact");
  adw_preferences_group_add (group, GTK_WIDGET (row));
  g_object_set_data (G_OBJECT (row), "group", group);
  g_object_set_data (G_OBJECT (row), "value", value);
  return row;
}

/* Those behind the first n. */
static void
drop_rows (GmarlRunDetails *self, guint n)
{
  for (guint k = n; k < self->rows->len; k++)
    adw_preferences_group_remove (g_object_get_data (self->rows->pdata[k], "group"),
                                  self->rows->pdata[k]);
  g_ptr_array_set_size (self->rows, (gint) n);
}

/* The rows are told anew whenever something changes; those that stay in their place stay the same
 * widgets, so that they keep the focus.
 */
static AdwActionRow *
add_row (GmarlRunDetails *self, AdwPreferencesGroup *group, const char *title, const char *value)
{
  const char *shown = value != NULL ? value : "";
  AdwActionRow *row = NULL;
  GtkWidget *label;

  if (self->n_rows < self->rows->len &&
      g_object_get_data (self->rows->pdata[self->n_rows], "group") == group)
    row = self->rows->pdata[self->n_rows];
  if (row == NULL) {
    drop_rows (self, self->n_rows);
    row = make_row (group);
    g_ptr_array_add (self->rows, row);
  }
  self->n_rows++;
  label = g_object_get_data (G_OBJECT (row), "value");
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (row, "");
  if (gtk_widget_get_has_tooltip (GTK_WIDGET (row)))
    gtk_widget_set_tooltip_text (GTK_WIDGET (row), NULL);
  gtk_label_set_label (GTK_LABEL (label), shown);
  gtk_label_set_wrap_mode (GTK_LABEL (label), g_utf8_strlen (shown, -1) > UNBROKEN_VALUE
                                                  ? PANGO_WRAP_WORD_CHAR
                                                  : PANGO_WRAP_WORD);
  gtk_widget_set_visible (label, value != NULL);
  return row;
}

/* -- Summary -- */

static void
add_column_row (GmarlRunDetails *self, const char *id)
{
  const GmarlRunColumn *column = gmarl_run_column_find (id);
  g_autofree char *title = gmarl_run_column_make_title (column, self->context);
  g_autofree char *value = column->make_text (column, self->context, self->item);

  if (value[0] != '\0')
    add_row (self, self->summary, title, value);
}

static void
show_summary (GmarlRunDetails *self)
{
  static const char *const columns[] = { "status",     "reward",   "stability", "episode-reward",
                                         "iterations", "duration", "scenario",  "nodes",
                                         "seeds",      "kernels",  "started" };
  const GmarlRunRecord *record = gmarl_run_item_get_record (self->item);

  for (gsize k = 0; k < G_N_ELEMENTS (columns); k++)
    add_column_row (self, columns[k]);
  add_row (self, self->summary, _ ("Version"), record->version);
  if (record->init_from != NULL)
    add_row (self, self->summary, _ ("Began With Run"), record->init_from);
  if (gmarl_run_item_get_n_runs (self->item) == 1)
    add_row (self, self->summary, _ ("Run"), record->id);
}

/* -- Parameters -- */

static const GmarlRunConfig *
get_baseline_config (GmarlRunDetails *self)
{
  GmarlRunItem *group = self->baseline == NULL
                            ? NULL
                            : gmarl_runs_model_find_group (self->context->model, self->baseline);

  if (group == NULL || group == gmarl_run_item_get_group (self->item))
    return NULL;
  return gmarl_runs_model_get_config (self->context->model, group);
}

static void
show_change (GmarlRunDetails *self, const GmarlRunChange *change)
{
  AdwActionRow *row = add_row (self, self->parameters, change->key, change->value);
  /* translators: the value of a parameter in what it is compared with */
  g_autofree char *other = g_strdup_printf (_ ("instead of %s"), change->other);

  adw_action_row_set_subtitle (row, other);
}

static void
show_parameters (GmarlRunDetails *self)
{
  const GmarlRunConfig *config = gmarl_runs_model_get_config (self->context->model, self->item);
  const GmarlRunConfig *baseline = config == NULL ? NULL : get_baseline_config (self);
  g_autoptr (GmarlRunConfig) usual = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autofree char *description = NULL;
  gboolean data_differ = FALSE;

  if (config == NULL)
    return;
  if (baseline != NULL) {
    GmarlRunItem *group = gmarl_runs_model_find_group (self->context->model, self->baseline);

    /* translators: %s is the name of a run */
    description =
        g_strdup_printf (_ ("Compared with “%s”"), gmarl_run_item_get_record (group)->name);
  } else {
    usual = gmarl_run_config_new_usual (config);
    baseline = usual;
    description = g_strdup_printf (_ ("Compared with the defaults on %s"), usual->scenario->name);
  }
  adw_preferences_group_set_description (self->parameters, description);
  changes = gmarl_run_config_list_changes (config, baseline, &data_differ);
  for (guint k = 0; k < MIN (changes->len, MOST_ROWS); k++)
    show_change (self, changes->pdata[k]);
  if (changes->len > MOST_ROWS) {
    guint left = changes->len - MOST_ROWS;
    g_autofree char *more =
        g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u More", "%u More", left), left);

    add_row (self, self->parameters, more, NULL);
  }
  if (data_differ)
    add_row (self, self->parameters, _ ("The profiles come from other data"), NULL);
  if (changes->len == 0 && !data_differ)
    add_row (self, self->parameters, _ ("Nothing Differs"), NULL);
}

/* -- Files -- */

static const char *
get_kind_name (GmarlCheckpointKind kind)
{
  switch (kind) {
  case GMARL_CHECKPOINT_BEST:
    return _ ("Best Policy");
  case GMARL_CHECKPOINT_LAST:
    return _ ("Last State");
  default:
    return _ ("Checkpoint");
  }
}

static void
show_checkpoint (GmarlRunDetails *self, const GmarlCheckpointRecord *checkpoint)
{
  g_autofree char *size = g_format_size ((guint64) checkpoint->bytes);
  AdwActionRow *row = add_row (self, self->files, get_kind_name (checkpoint->kind), size);
  /* translators: iteration of a checkpoint and the beginning of its hash */
  g_autofree char *subtitle =
      g_strdup_printf (_ ("Iteration %lld · SHA-256 %.*s…"), (long long) checkpoint->iteration,
                       HASH_LENGTH, checkpoint->sha256);
  g_autofree char *tooltip =
      g_strdup_printf ("%s\nSHA-256 %s", checkpoint->path, checkpoint->sha256);

  adw_action_row_set_subtitle (row, subtitle);
  gtk_widget_set_tooltip_text (GTK_WIDGET (row), tooltip);
}

/* Of several seeds each is summed up. */
static void
show_seed_files (GmarlRunDetails *self, GmarlRunItem *run, const GPtrArray *checkpoints)
{
  guint64 bytes = 0;
  g_autofree char *title =
      g_strdup_printf (_ ("Seed %llu"), (unsigned long long) gmarl_run_item_get_record (run)->seed);
  g_autofree char *size = NULL;
  g_autofree char *count = g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "%u checkpoint", "%u checkpoints", checkpoints->len),
      checkpoints->len);

  for (guint k = 0; k < checkpoints->len; k++)
    bytes += (guint64) ((const GmarlCheckpointRecord *) checkpoints->pdata[k])->bytes;
  size = g_format_size (bytes);
  adw_action_row_set_subtitle (add_row (self, self->files, title, size), count);
}

static void
show_files (GmarlRunDetails *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  guint n_runs = gmarl_run_item_get_n_runs (self->item);

  for (guint n = 0; library != NULL && n < MIN (n_runs, MOST_ROWS); n++) {
    GmarlRunItem *run = gmarl_run_item_get_run (self->item, n);
    g_autoptr (GPtrArray) checkpoints =
        gmarl_library_list_checkpoints (library, gmarl_run_item_get_record (run)->id, NULL);

    if (checkpoints == NULL)
      continue;
    if (n_runs > 1)
      show_seed_files (self, run, checkpoints);
    for (guint k = 0; n_runs == 1 && k < checkpoints->len; k++)
      show_checkpoint (self, checkpoints->pdata[k]);
    if (n_runs == 1 && checkpoints->len == 0)
      add_row (self, self->files, _ ("No Checkpoints Yet"), NULL);
  }
}

/* -- All of it -- */

static char *
make_title (GmarlRunItem *item)
{
  const GmarlRunRecord *record = gmarl_run_item_get_record (item);

  if (gmarl_run_item_is_group (item))
    return g_strdup (record->name);
  return g_strdup_printf (_ ("%s, seed %llu"), record->name, (unsigned long long) record->seed);
}

static void
show_item (GmarlRunDetails *self)
{
  g_autofree char *title = make_title (self->item);
  const char *message = NULL;

  for (guint k = 0; k < gmarl_run_item_get_n_runs (self->item) && message == NULL; k++) {
    const GmarlRunRecord *record =
        gmarl_run_item_get_record (gmarl_run_item_get_run (self->item, k));

    if (record->status == GMARL_RUN_FAILED)
      message = record->message;
  }
  gtk_label_set_label (self->name, title);
  gtk_label_set_label (self->message, message != NULL ? message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->message), message != NULL);
  self->n_rows = 0;
  show_summary (self);
  show_parameters (self);
  show_files (self);
  drop_rows (self, self->n_rows);
  gmarl_run_details_show_labels (self);
}

static void
item_changed_cb (GmarlRunDetails *self)
{
  if (self->item != NULL && gmarl_run_item_get_n_runs (self->item) > 0)
    show_item (self);
}

void
gmarl_run_details_set_items (GmarlRunDetails *self, const GPtrArray *items)
{
  GmarlRunItem *item = items->len == 1 ? items->pdata[0] : NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (GMARL_IS_RUN_DETAILS (self));

  text = items->len == 0 ? g_strdup (_ ("Choose a Run"))
                         : g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%u Row Chosen",
                                                         "%u Rows Chosen", items->len),
                                            items->len);
  adw_status_page_set_title (self->nothing, text);
  gtk_stack_set_visible_child_name (self->stack, item != NULL ? "item" : "nothing");
  if (item == self->item)
    return;
  gmarl_run_details_keep_notes (self);
  g_set_object (&self->item, item);
  self->notes_dirty = FALSE;
  g_signal_group_set_target (self->item_signals, item);
  if (item != NULL)
    show_item (self);
}

void
gmarl_run_details_set_baseline (GmarlRunDetails *self, const char *group_id)
{
  g_return_if_fail (GMARL_IS_RUN_DETAILS (self));

  g_free (self->baseline);
  self->baseline = g_strdup (group_id);
  item_changed_cb (self);
}

void
gmarl_run_details_set_folded (GmarlRunDetails *self, gboolean folded)
{
  g_return_if_fail (GMARL_IS_RUN_DETAILS (self));
  gtk_widget_set_visible (self->back, folded);
}

void
gmarl_run_details_set_menu (GmarlRunDetails *self, GMenuModel *menu)
{
  g_return_if_fail (GMARL_IS_RUN_DETAILS (self));
  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

/* -- The widget -- */

/* Its place says how wide it is, whatever it has to tell: what is told wraps. */
static void
gmarl_run_details_measure (GtkWidget *widget,
                           GtkOrientation orientation,
                           int for_size,
                           int *minimum,
                           int *natural,
                           int *minimum_baseline,
                           int *natural_baseline)
{
  gtk_widget_measure (gtk_widget_get_first_child (widget), orientation, for_size, minimum, natural,
                      minimum_baseline, natural_baseline);
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *natural = *minimum;
}

static void
gmarl_run_details_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  gtk_widget_size_allocate (gtk_widget_get_first_child (widget),
                            &(GtkAllocation){ 0, 0, width, height }, baseline);
}

static void
gmarl_run_details_dispose (GObject *object)
{
  GmarlRunDetails *self = GMARL_RUN_DETAILS (object);

  g_clear_handle_id (&self->notes_idle, g_source_remove);
  if (self->stack != NULL && self->session != NULL)
    gmarl_run_details_keep_notes (self);
  g_clear_object (&self->item_signals);
  g_clear_object (&self->item);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_RUN_DETAILS);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (gmarl_run_details_parent_class)->dispose (object);
}

static void
gmarl_run_details_finalize (GObject *object)
{
  GmarlRunDetails *self = GMARL_RUN_DETAILS (object);

  g_ptr_array_unref (self->rows);
  g_free (self->baseline);
  G_OBJECT_CLASS (gmarl_run_details_parent_class)->finalize (object);
}

#define BIND(name) gtk_widget_class_bind_template_child (widget_class, GmarlRunDetails, name)

static void
gmarl_run_details_class_init (GmarlRunDetailsClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_run_details_dispose;
  G_OBJECT_CLASS (klass)->finalize = gmarl_run_details_finalize;

  widget_class->measure = gmarl_run_details_measure;
  widget_class->size_allocate = gmarl_run_details_size_allocate;
  g_type_ensure (GMARL_TYPE_WRAP_BOX);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/gridmarl/Gridmarl/gmarl-run-details.ui");
  BIND (stack);
  BIND (nothing);
  BIND (back);
  BIND (name);
  BIND (message);
  BIND (resume);
  BIND (menu_button);
  BIND (summary);
  BIND (parameters);
  BIND (look_row);
  BIND (look_button);
  BIND (looks);
  BIND (tags);
  BIND (tag_entry);
  BIND (notes);
  BIND (files);
}

static void
gmarl_run_details_init (GmarlRunDetails *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->rows = g_ptr_array_new ();
  self->item_signals = g_signal_group_new (GMARL_TYPE_RUN_ITEM);
  g_signal_group_connect_swapped (self->item_signals, "changed", G_CALLBACK (item_changed_cb),
                                  self);
  gmarl_run_details_init_labels (self);
  gmarl_spoken_names (GTK_WIDGET (self));
}

GtkWidget *
gmarl_run_details_new (GmarlSession *session, const GmarlRunColumnContext *context)
{
  GmarlRunDetails *self = g_object_new (GMARL_TYPE_RUN_DETAILS, NULL);

  self->session = g_object_ref (session);
  self->context = context;
  return GTK_WIDGET (self);
}
