/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * What is written: its rows are filled with what the page offers, and with what was chosen last.
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-export-panel-private.h"

#include "gmarl-export-memory.h"

#include <glib/gi18n-lib.h>

GSettings *
gmarl_export_panel_get_settings (GmarlExportPanel *self)
{
  return gmarl_session_get_settings (self->session);
}

/* --- The choice ----------------------------------------------------------------------------- */

const GmarlExportItem *
gmarl_export_panel_get_item (GmarlExportPanel *self)
{
  guint index = adw_combo_row_get_selected (self->what);

  return index < self->items->len ? self->items->pdata[index] : NULL;
}

GmarlExportFormat
gmarl_export_panel_get_format (GmarlExportPanel *self)
{
  guint index = adw_combo_row_get_selected (self->format);

  return index < self->formats->len ? g_array_index (self->formats, GmarlExportFormat, index) : 0;
}

GmarlExportChoice
gmarl_export_panel_get_choice (GmarlExportPanel *self)
{
  const GmarlExportItem *item = gmarl_export_panel_get_item (self);
  GmarlExportFormat format = gmarl_export_panel_get_format (self);
  gboolean is_picture = gmarl_export_formats[format].is_picture;
  GmarlExportChoice choice = {
    .item = item->id,
    .format = format,
    .selection = item->selection != NULL && adw_combo_row_get_selected (self->scope) == 1,
    .as_drawn =
        item->drawn != NULL && !is_picture && adw_combo_row_get_selected (self->resolution) == 1,
  };

  choice.figure.format = format == GMARL_EXPORT_PDF   ? GMARL_DRAW_PDF
                         : format == GMARL_EXPORT_PNG ? GMARL_DRAW_PNG
                                                      : GMARL_DRAW_SVG;
  choice.figure.width_mm = gmarl_export_get_width (adw_combo_row_get_selected (self->width));
  choice.figure.scale = 1 + adw_combo_row_get_selected (self->scale);
  choice.figure.transparent = gtk_switch_get_active (self->transparent);
  choice.figure.untitled = !gtk_switch_get_active (self->title);
  return choice;
}

/* --- The rows ------------------------------------------------------------------------------- */

static void
set_rows (AdwComboRow *row, const char *const *names, guint selected)
{
  g_autoptr (GtkStringList) model = gtk_string_list_new (names);

  adw_combo_row_set_model (row, G_LIST_MODEL (model));
  adw_combo_row_set_selected (row, selected);
}

void
gmarl_export_panel_fill_items (GmarlExportPanel *self, const char *wanted)
{
  g_autofree const char **names = g_new0 (const char *, self->items->len + 1);
  guint selected = 0;

  for (guint k = 0; k < self->items->len; k++) {
    const GmarlExportItem *item = self->items->pdata[k];

    names[k] = item->name;
    if (g_strcmp0 (item->id, wanted) == 0)
      selected = k;
  }
  set_rows (self->what, names, selected);
}

static void
fill_formats (GmarlExportPanel *self, const GmarlExportItem *item)
{
  g_autofree char *wanted =
      gmarl_export_recall (gmarl_export_panel_get_settings (self), "export-formats", item->id);
  const char *names[GMARL_N_EXPORT_FORMATS + 1] = { NULL };
  guint selected = 0;

  g_array_set_size (self->formats, 0);
  for (guint format = 0; format < GMARL_N_EXPORT_FORMATS; format++) {
    GmarlExportFormat value = format;

    if (!(item->formats & (1u << format)))
      continue;
    if (g_strcmp0 (gmarl_export_formats[format].id, wanted) == 0)
      selected = self->formats->len;
    names[self->formats->len] = _ (gmarl_export_formats[format].name);
    g_array_append_val (self->formats, value);
  }
  set_rows (self->format, names, selected);
}

static void
fill_scopes (GmarlExportPanel *self, const GmarlExportItem *item)
{
  GSettings *settings = gmarl_export_panel_get_settings (self);
  const char *scopes[] = { item->all != NULL ? item->all : _ ("All"), item->selection, NULL };
  const char *resolutions[] = { _ ("Full: every sample"), item->drawn, NULL };

  set_rows (self->scope, scopes,
            item->selection != NULL && g_settings_get_boolean (settings, "export-selection"));
  set_rows (self->resolution, resolutions,
            item->drawn != NULL && g_settings_get_boolean (settings, "export-as-drawn"));
}

/* Shows the rows that concern the choice. */
void
gmarl_export_panel_show_rows (GmarlExportPanel *self)
{
  const GmarlExportItem *item = gmarl_export_panel_get_item (self);
  GmarlExportFormat format = gmarl_export_panel_get_format (self);
  gboolean is_picture = gmarl_export_formats[format].is_picture;

  gtk_widget_set_visible (GTK_WIDGET (self->scope), item->selection != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->resolution), item->drawn != NULL && !is_picture);
  gtk_widget_set_visible (self->figure_group, is_picture);
  gtk_widget_set_visible (GTK_WIDGET (self->scale), format == GMARL_EXPORT_PNG);
}

void
gmarl_export_panel_fill (GmarlExportPanel *self)
{
  const GmarlExportItem *item = gmarl_export_panel_get_item (self);

  self->filling = TRUE;
  fill_formats (self, item);
  fill_scopes (self, item);
  self->filling = FALSE;
}
