/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What the user adds to a group: tags, notes, its colour.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-look-swatch.h"
#include "gmarl-run-details-private.h"

#include <glib/gi18n-lib.h>

/* Looks to choose from: two rounds of all hues but the rules'. */
#define N_LOOKS (2 * GMARL_N_SERIES_SLOTS)

static const char *
get_run_id (GmarlRunDetails *self)
{
  return gmarl_run_item_get_record (self->item)->id;
}

/* Tells what happened; what was done through this process's connection nobody else tells. */
static void
finish (GmarlRunDetails *self, gboolean done, GError *error)
{
  if (done) {
    gmarl_session_library_written (self->session);
  } else if (error != NULL) {
    gmarl_session_toast (self->session, gmarl_toast_new (error->message));
  }
}

/* -- Tags -- */

static void
set_tags (GmarlRunDetails *self, const char *const *tags)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GError) error = NULL;

  if (library != NULL && self->item != NULL)
    finish (self, gmarl_library_set_tags (library, get_run_id (self), tags, &error), error);
}

/* Without the tag, or with it once more at the end: the library sorts them. */
static void
change_tag (GmarlRunDetails *self, const char *tag, gboolean add)
{
  g_autoptr (GPtrArray) tags = g_ptr_array_new_with_free_func (g_free);
  char **old = gmarl_run_item_get_record (self->item)->tags;

  for (gsize k = 0; old[k] != NULL; k++)
    if (!g_str_equal (old[k], tag))
      g_ptr_array_add (tags, g_strdup (old[k]));
  if (add)
    g_ptr_array_add (tags, g_strdup (tag));
  g_ptr_array_add (tags, NULL);
  set_tags (self, (const char *const *) tags->pdata);
}

static void
tag_clicked_cb (GtkButton *button, GmarlRunDetails *self)
{
  g_autofree char *tag = g_strdup (g_object_get_data (G_OBJECT (button), "tag"));

  gtk_widget_grab_focus (GTK_WIDGET (self->tag_entry)); /* the button goes away */
  change_tag (self, tag, FALSE);
}

static void
tag_entered_cb (GmarlRunDetails *self)
{
  g_autofree char *tag =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->tag_entry))));

  if (tag[0] == '\0' || self->item == NULL)
    return;
  gtk_editable_set_text (GTK_EDITABLE (self->tag_entry), "");
  change_tag (self, tag, TRUE);
}

static GtkWidget *
make_tag (GmarlRunDetails *self, const char *tag)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (tag);
  g_autofree char *words = g_strdup_printf (_ ("Remove Tag “%s”"), tag);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content), label);
  gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name ("window-close-symbolic"));
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_tooltip_text (button, words);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, words,
                                  -1);
  gtk_widget_add_css_class (button, "gmarl-chip");
  gtk_widget_add_css_class (button, "pill");
  g_object_set_data_full (G_OBJECT (button), "tag", g_strdup (tag), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (tag_clicked_cb), self);
  return button;
}

/* Whether the buttons are those of the tags. */
static gboolean
has_tags (GmarlRunDetails *self, char **tags)
{
  gsize count = 0;
  GtkFlowBoxChild *child;

  for (; (child = gtk_flow_box_get_child_at_index (self->tags, (int) count)) != NULL; count++) {
    GObject *button = G_OBJECT (gtk_flow_box_child_get_child (child));

    if (g_strcmp0 (tags[count], g_object_get_data (button, "tag")) != 0)
      return FALSE;
  }
  return tags[count] == NULL;
}

static void
show_tags (GmarlRunDetails *self)
{
  char **tags = gmarl_run_item_get_record (self->item)->tags;
  GtkFlowBoxChild *child;

  if (has_tags (self, tags))
    return;
  while ((child = gtk_flow_box_get_child_at_index (self->tags, 0)) != NULL)
    gtk_flow_box_remove (self->tags, GTK_WIDGET (child));
  for (gsize k = 0; tags[k] != NULL; k++) {
    gtk_flow_box_insert (self->tags, make_tag (self, tags[k]), -1);
    /* The button within has the focus. */
    gtk_widget_set_focusable (GTK_WIDGET (gtk_flow_box_get_child_at_index (self->tags, (int) k)),
                              FALSE);
  }
  gtk_widget_set_visible (GTK_WIDGET (self->tags), tags[0] != NULL);
}

/* -- Notes -- */

static char *
get_notes (GmarlRunDetails *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->notes);
  GtkTextIter begin, end;

  gtk_text_buffer_get_bounds (buffer, &begin, &end);
  return gtk_text_buffer_get_text (buffer, &begin, &end, FALSE);
}

void
gmarl_run_details_keep_notes (GmarlRunDetails *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autofree char *notes = NULL;
  g_autoptr (GError) error = NULL;

  if (!self->notes_dirty || self->item == NULL || library == NULL)
    return;
  self->notes_dirty = FALSE;
  notes = get_notes (self);
  if (!g_str_equal (notes, gmarl_run_item_get_record (self->item)->notes))
    finish (self, gmarl_library_set_notes (library, get_run_id (self), notes, &error), error);
}

static void
notes_changed_cb (GmarlRunDetails *self)
{
  self->notes_dirty = TRUE;
}

static gboolean
notes_idle_cb (gpointer user_data)
{
  GmarlRunDetails *self = user_data;

  self->notes_idle = 0;
  gmarl_run_details_keep_notes (self);
  return G_SOURCE_REMOVE;
}

/* The lists follow what is kept; what is about to have the focus must not go away meanwhile. Before
 * the next frame, because a slow machine draws one after the other.
 */
static void
notes_left_cb (GmarlRunDetails *self)
{
  if (self->notes_idle == 0)
    self->notes_idle = g_idle_add_full (G_PRIORITY_HIGH_IDLE, notes_idle_cb, self, NULL);
}

/* What is being typed stays. */
static void
show_notes (GmarlRunDetails *self)
{
  g_autofree char *shown = get_notes (self);
  const char *notes = gmarl_run_item_get_record (self->item)->notes;

  if (self->notes_dirty || g_str_equal (shown, notes))
    return;
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (self->notes), notes, -1);
  self->notes_dirty = FALSE;
}

/* -- Colour -- */

static const char *
get_look_name (guint look)
{
  static const char *const names[GMARL_N_SERIES_SLOTS] = {
    N_ ("Blue"), N_ ("Vermillion"), N_ ("Neutral"), N_ ("Green"),
    N_ ("Pink"), N_ ("Sky"),        N_ ("Amber"),
  };

  return _ (names[look % GMARL_N_SERIES_SLOTS]);
}

/* The dash sets those apart that share a hue. */
static char *
describe_look (guint look)
{
  if (look < GMARL_N_SERIES_SLOTS)
    return g_strdup (get_look_name (look));
  /* translators: a colour of curves, with another dash and marker than the first of this colour */
  return g_strdup_printf (_ ("%s %u"), get_look_name (look), look / GMARL_N_SERIES_SLOTS + 1);
}

static void
look_chosen_cb (GtkButton *button, GmarlRunDetails *self)
{
  gint look = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (button), "look"));
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GError) error = NULL;

  gtk_menu_button_popdown (self->look_button);
  if (self->item == NULL || library == NULL)
    return;
  finish (self, gmarl_library_set_look (library, get_run_id (self), look, &error), error);
}

static void
add_look (GmarlRunDetails *self, guint look)
{
  GtkWidget *button = gtk_button_new ();
  GtkWidget *swatch = gmarl_look_swatch_new ();
  g_autofree char *name = describe_look (look);

  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch),
                              (GmarlSeriesLook){ GMARL_LOOK_SERIES, look });
  gtk_button_set_child (GTK_BUTTON (button), swatch);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_object_set_data (G_OBJECT (button), "look", GUINT_TO_POINTER (look));
  g_signal_connect (button, "clicked", G_CALLBACK (look_chosen_cb), self);
  gtk_flow_box_insert (self->looks, button, -1);
  gtk_widget_set_focusable (gtk_widget_get_parent (button), FALSE);
}

static void
show_look (GmarlRunDetails *self)
{
  gint look = gmarl_run_item_get_look (self->item);
  GtkWidget *swatch = gtk_menu_button_get_child (self->look_button);
  g_autofree char *name =
      look >= 0 ? describe_look ((guint) look) : g_strdup (_ ("Not chosen yet"));

  adw_action_row_set_subtitle (self->look_row, name);
  gtk_widget_set_opacity (swatch, look >= 0 ? 1 : 0);
  gmarl_look_swatch_set_look (GMARL_LOOK_SWATCH (swatch),
                              (GmarlSeriesLook){ GMARL_LOOK_SERIES, (guint) MAX (look, 0) });
}

/* -- All of them -- */

void
gmarl_run_details_show_labels (GmarlRunDetails *self)
{
  show_tags (self);
  show_notes (self);
  show_look (self);
}

void
gmarl_run_details_init_labels (GmarlRunDetails *self)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  gtk_menu_button_set_child (self->look_button, gmarl_look_swatch_new ());
  for (guint look = 0; look < N_LOOKS; look++)
    /* The rules have two of the hues for themselves. */
    if (look % GMARL_N_SERIES_SLOTS != 1 && look % GMARL_N_SERIES_SLOTS != 2)
      add_look (self, look);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (notes_left_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self->notes), focus);
  g_signal_connect_object (gtk_text_view_get_buffer (self->notes), "changed",
                           G_CALLBACK (notes_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tag_entry, "entry-activated", G_CALLBACK (tag_entered_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->tag_entry, "apply", G_CALLBACK (tag_entered_cb), self,
                           G_CONNECT_SWAPPED);
}
