/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-export-panel-private.h"

#include "gmarl-export-memory.h"
#include "gmarl-export-work.h"
#include "gmarl-spoken-names.h"

#include <glib/gi18n-lib.h>

G_DEFINE_FINAL_TYPE (GmarlExportPanel, gmarl_export_panel, ADW_TYPE_WINDOW)

/* --- The preview ---------------------------------------------------------------------------- */

static void
show_message (GmarlExportPanel *self, const char *text)
{
  gtk_label_set_text (self->preview_message, text);
  gtk_stack_set_visible_child_name (self->preview, "message");
}

static void
show_error (GmarlExportPanel *self, const char *text)
{
  if (text != NULL)
    gtk_label_set_text (self->error_label, text);
  gtk_revealer_set_reveal_child (self->error_revealer, text != NULL);
}

static void
show_picture (GmarlExportPanel *self, GBytes *bytes)
{
  g_autoptr (GdkTexture) texture = gdk_texture_new_from_bytes (bytes, NULL);

  gtk_picture_set_paintable (self->preview_picture, GDK_PAINTABLE (texture));
  gtk_stack_set_visible_child_name (self->preview, "picture");
}

static void
show_preview (GmarlExportPanel *self, const GmarlExportPreview *preview)
{
  g_autofree char *size = gmarl_export_describe_size (&preview->measure);

  gtk_label_set_text (self->size, size);
  if (preview->picture != NULL &&
      gmarl_export_content_get_kind (self->content) == GMARL_EXPORT_KIND_PICTURE) {
    show_picture (self, preview->picture);
  } else if (preview->measure.head != NULL) {
    gtk_text_buffer_set_text (self->preview_buffer, preview->measure.head, -1);
    gtk_stack_set_visible_child_name (self->preview, "text");
  } else {
    show_message (self, _ ("This Kind of File Has No Preview"));
  }
}

static void
preview_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GmarlExportPanel) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GmarlExportPreview) preview = gmarl_export_preview_finish (result, &error);

  /* Another choice has overtaken it. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED) ||
      g_task_get_cancellable (G_TASK (result)) != self->looking)
    return;
  g_clear_object (&self->looking);
  gtk_spinner_stop (self->spinner);
  if (preview != NULL)
    show_preview (self, preview);
  else
    show_message (self, error->message);
  gtk_widget_set_sensitive (self->save_button, preview != NULL);
}

static void
stop_looking (GmarlExportPanel *self)
{
  if (self->looking != NULL)
    g_cancellable_cancel (self->looking);
  g_clear_object (&self->looking);
}

/* Takes what is chosen from the page, and looks at it. */
static void
look (GmarlExportPanel *self)
{
  GmarlExportChoice choice = gmarl_export_panel_get_choice (self);
  g_autoptr (GError) error = NULL;

  stop_looking (self);
  show_error (self, NULL);
  g_clear_pointer (&self->content, gmarl_export_content_unref);
  self->content = gmarl_export_source_make_content (self->source, &choice, &error);
  gtk_widget_set_sensitive (self->save_button, FALSE);
  gtk_label_set_text (self->size, "");
  if (self->content == NULL) {
    gtk_spinner_stop (self->spinner);
    show_message (self, error->message);
    return;
  }
  gtk_widget_set_visible (self->sidecar_group, gmarl_export_content_has_sidecar (self->content));
  gtk_widget_set_sensitive (self->save_button, TRUE);
  gtk_spinner_start (self->spinner);
  self->looking = g_cancellable_new ();
  gmarl_export_preview_async (self->content, self->looking, preview_cb, g_object_ref (self));
}

/* --- The rows ------------------------------------------------------------------------------- */

static void
changed (GmarlExportPanel *self)
{
  if (self->filling || self->writing != NULL)
    return;
  gmarl_export_panel_show_rows (self);
  look (self);
}

static void
what_changed_cb (GmarlExportPanel *self)
{
  if (self->filling)
    return;
  gmarl_export_remember (gmarl_export_panel_get_settings (self), "export-items",
                         G_OBJECT_TYPE_NAME (self->source), gmarl_export_panel_get_item (self)->id);
  gmarl_export_panel_fill (self);
  changed (self);
}

static void
format_changed_cb (GmarlExportPanel *self)
{
  if (self->filling)
    return;
  gmarl_export_remember (gmarl_export_panel_get_settings (self), "export-formats",
                         gmarl_export_panel_get_item (self)->id,
                         gmarl_export_formats[gmarl_export_panel_get_format (self)].id);
  changed (self);
}

static void
scope_changed_cb (GmarlExportPanel *self)
{
  if (self->filling)
    return;
  g_settings_set_boolean (gmarl_export_panel_get_settings (self), "export-selection",
                          adw_combo_row_get_selected (self->scope) == 1);
  changed (self);
}

static void
resolution_changed_cb (GmarlExportPanel *self)
{
  if (self->filling)
    return;
  g_settings_set_boolean (gmarl_export_panel_get_settings (self), "export-as-drawn",
                          adw_combo_row_get_selected (self->resolution) == 1);
  changed (self);
}

/* --- Writing -------------------------------------------------------------------------------- */

static void
set_writing (GmarlExportPanel *self, gboolean writing)
{
  gtk_widget_set_sensitive (self->form, !writing);
  gtk_widget_set_sensitive (self->save_button, !writing);
  gtk_revealer_set_reveal_child (self->progress_revealer, writing);
}

static void
say_saved (GmarlExportPanel *self, const char *path, goffset bytes)
{
  g_autofree char *name = g_filename_display_basename (path);
  g_autofree char *size = g_format_size ((guint64) bytes);
  /* translators: the name of a file and its size */
  g_autofree char *text = g_strdup_printf (_ ("Saved “%s”, %s"), name, size);
  g_autofree char *uri = g_filename_to_uri (path, NULL, NULL);
  AdwToast *toast = gmarl_toast_new (text);

  if (uri != NULL) {
    adw_toast_set_button_label (toast, _ ("Show _Folder"));
    adw_toast_set_action_name (toast, "win.show-folder");
    adw_toast_set_action_target (toast, "s", uri);
  }
  gmarl_session_toast (self->session, toast);
}

static void
progress_cb (double fraction, gpointer user_data)
{
  GmarlExportPanel *self = user_data;

  gtk_progress_bar_set_fraction (self->progress, fraction);
}

typedef struct {
  GmarlExportPanel *panel; /* (owned) */
  char *path;
} Written;

static void
written_cb (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Written *written = user_data;
  g_autoptr (GmarlExportPanel) self = written->panel;
  g_autofree char *path = written->path;
  g_autoptr (GError) error = NULL;
  goffset bytes = gmarl_export_write_finish (result, &error);

  g_free (written);
  g_clear_object (&self->writing);
  if (error == NULL) {
    say_saved (self, path, bytes);
    gtk_window_destroy (GTK_WINDOW (self));
    return;
  }
  set_writing (self, FALSE);
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    show_error (self, _ ("Cancelled, and nothing was written."));
  else
    show_error (self, error->message);
}

void
gmarl_export_panel_write (GmarlExportPanel *self, const char *path)
{
  Written *written;

  g_return_if_fail (GMARL_IS_EXPORT_PANEL (self) && path != NULL);
  if (self->content == NULL || self->writing != NULL)
    return;
  show_error (self, NULL);
  gtk_progress_bar_set_fraction (self->progress, 0);
  set_writing (self, TRUE);
  self->writing = g_cancellable_new ();
  written = g_new (Written, 1);
  *written = (Written){ g_object_ref (self), g_strdup (path) };
  gmarl_export_write_async (self->content, path, gtk_switch_get_active (self->sidecar), progress_cb,
                            self, self->writing, written_cb, written);
}

static void
response_cb (GtkNativeDialog *dialog, int response, GmarlExportPanel *self)
{
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFile) folder = NULL;
  g_autofree char *path = NULL;
  g_autofree char *place = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  g_clear_object (&self->chooser);
  if (file == NULL)
    return;
  path = g_file_get_path (file);
  if (path == NULL) {
    show_error (self, _ ("That place is not on this computer. Choose a local folder."));
    return;
  }
  folder = g_file_get_parent (file);
  place = folder != NULL ? g_file_get_uri (folder) : NULL;
  g_settings_set_string (gmarl_export_panel_get_settings (self), "export-folder",
                         place != NULL ? place : "");
  gmarl_export_panel_write (self, path);
}

static void
save_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlExportPanel *self = GMARL_EXPORT_PANEL (widget);
  g_autofree char *place =
      g_settings_get_string (gmarl_export_panel_get_settings (self), "export-folder");
  g_autoptr (GFile) folder = place[0] != '\0' ? g_file_new_for_uri (place) : NULL;
  g_autofree char *proposed = NULL;

  if (self->content == NULL || self->writing != NULL)
    return;
  proposed = g_strdup_printf ("%s.%s", gmarl_export_content_get_name (self->content),
                              gmarl_export_formats[gmarl_export_panel_get_format (self)].extension);
  g_clear_object (&self->chooser);
  self->chooser = gtk_file_chooser_native_new (_ ("Export"), GTK_WINDOW (self),
                                               GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), NULL);
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (self->chooser), TRUE);
  if (folder != NULL && g_file_query_exists (folder, NULL))
    gtk_file_chooser_set_current_folder (GTK_FILE_CHOOSER (self->chooser), folder, NULL);
  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (self->chooser), proposed);
  g_signal_connect (self->chooser, "response", G_CALLBACK (response_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (self->chooser));
}

static void
cancel_cb (GtkWidget *widget, const char *name, GVariant *parameter)
{
  GmarlExportPanel *self = GMARL_EXPORT_PANEL (widget);

  if (self->writing != NULL)
    g_cancellable_cancel (self->writing);
  else
    gtk_window_close (GTK_WINDOW (self));
}

/* Closing it ends what it does. */
static gboolean
gmarl_export_panel_close_request (GtkWindow *window)
{
  GmarlExportPanel *self = GMARL_EXPORT_PANEL (window);

  if (self->writing != NULL) {
    g_cancellable_cancel (self->writing);
    return GDK_EVENT_STOP;
  }
  return GTK_WINDOW_CLASS (gmarl_export_panel_parent_class)->close_request (window);
}

/* --- The object ----------------------------------------------------------------------------- */

static void
gmarl_export_panel_dispose (GObject *object)
{
  GmarlExportPanel *self = GMARL_EXPORT_PANEL (object);

  stop_looking (self);
  g_clear_object (&self->chooser);
  g_clear_pointer (&self->content, gmarl_export_content_unref);
  g_clear_pointer (&self->items, g_ptr_array_unref);
  g_clear_pointer (&self->formats, g_array_unref);
  g_clear_object (&self->source);
  g_clear_object (&self->session);
  gtk_widget_dispose_template (GTK_WIDGET (self), GMARL_TYPE_EXPORT_PANEL);
  G_OBJECT_CLASS (gmarl_export_panel_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, stack);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, form);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, save_button);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, what);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, format);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, scope);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, resolution);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, figure_group);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, width);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, scale);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, transparent);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, title);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, sidecar_group);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, sidecar);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, size);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, spinner);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, preview);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, preview_buffer);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, preview_picture);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, preview_message);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, error_revealer);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, error_label);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, progress_revealer);
  gtk_widget_class_bind_template_child (widget_class, GmarlExportPanel, progress);
}

static void
gmarl_export_panel_class_init (GmarlExportPanelClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = gmarl_export_panel_dispose;
  GTK_WINDOW_CLASS (klass)->close_request = gmarl_export_panel_close_request;

  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/gridmarl/Gridmarl/gmarl-export-panel.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, changed);
  gtk_widget_class_bind_template_callback (widget_class, format_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, resolution_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, scope_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, what_changed_cb);
  gtk_widget_class_install_action (widget_class, "export.cancel", NULL, cancel_cb);
  gtk_widget_class_install_action (widget_class, "export.save", NULL, save_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "export.cancel", NULL);
}

static void
gmarl_export_panel_init (GmarlExportPanel *self)
{
  self->formats = g_array_new (FALSE, FALSE, sizeof (GmarlExportFormat));
  self->filling = TRUE;
  gtk_widget_init_template (GTK_WIDGET (self));
}

static void
bind_settings (GmarlExportPanel *self)
{
  GSettings *settings = gmarl_export_panel_get_settings (self);

  gmarl_export_bind_width (settings, G_OBJECT (self->width));
  g_settings_bind (settings, "export-scale", self->scale, "selected", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "export-transparent", self->transparent, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "export-title", self->title, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "export-sidecar", self->sidecar, "active", G_SETTINGS_BIND_DEFAULT);
}

GtkWidget *
gmarl_export_panel_new (GmarlSession *session, GmarlExportSource *source, const char *item)
{
  GmarlExportPanel *self = g_object_new (GMARL_TYPE_EXPORT_PANEL, NULL);
  g_autofree char *last = NULL;

  self->session = g_object_ref (session);
  self->source = g_object_ref (source);
  self->items = gmarl_export_source_list_items (source);
  gmarl_spoken_names (GTK_WIDGET (self));
  if (self->items->len == 0) {
    gtk_stack_set_visible_child_name (self->stack, "empty");
    gtk_widget_set_sensitive (self->save_button, FALSE);
    return GTK_WIDGET (self);
  }
  bind_settings (self);
  last = gmarl_export_recall (gmarl_export_panel_get_settings (self), "export-items",
                              G_OBJECT_TYPE_NAME (source));
  gmarl_export_panel_fill_items (self, item != NULL ? item : last);
  gmarl_export_panel_fill (self);
  changed (self);
  gtk_window_set_focus (GTK_WINDOW (self), GTK_WIDGET (self->what));
  return GTK_WIDGET (self);
}
