/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-runs-page-private.h"

#include "gmarl-chart-export.h"
#include "gmarl-export-library.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define CURVES        "curves"
#define BUNDLE        "bundle"
#define CONFIGURATION "configuration"
#define CHART         "runs-chart"

/* All runs, those that no filter shows, too; NULL-terminated. */
static GPtrArray *
get_all_ids (GmarlRunsPage *self)
{
  GmarlLibrary *library = gmarl_session_get_library (self->session);
  g_autoptr (GPtrArray) runs = library != NULL ? gmarl_library_list_runs (library, NULL) : NULL;
  GPtrArray *ids = g_ptr_array_new_with_free_func (g_free);

  for (guint k = 0; runs != NULL && k < runs->len; k++)
    g_ptr_array_add (ids, g_strdup (((GmarlRunRecord *) runs->pdata[k])->id));
  g_ptr_array_add (ids, NULL);
  return ids;
}

static char *
describe_all (guint n)
{
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "The only run", "All %u runs", n), n);
}

static char *
describe_selected (guint n)
{
  if (n == 0)
    return NULL;
  return g_strdup_printf (
      g_dngettext (GETTEXT_PACKAGE, "The selected run", "The %u selected runs", n), n);
}

static GPtrArray *
list_items (GmarlExportSource *source)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (source);
  g_autoptr (GPtrArray) all_ids = get_all_ids (self);
  g_autoptr (GPtrArray) ids = gmarl_runs_page_get_selected_ids (self);
  g_autofree char *all = describe_all (all_ids->len - 1);
  g_autofree char *selected = describe_selected (ids->len - 1);
  GPtrArray *items = gmarl_export_items_new ();

  if (all_ids->len == 1)
    return items;
  gmarl_export_item_set_scopes (gmarl_export_items_add (items, CURVES, _ ("Learning Curves"),
                                                        1u << GMARL_EXPORT_CSV_WIDE |
                                                            1u << GMARL_EXPORT_CSV_TIDY |
                                                            1u << GMARL_EXPORT_JSON),
                                all, selected);
  gmarl_export_item_set_scopes (
      gmarl_export_items_add (items, BUNDLE, _ ("Whole Runs"), 1u << GMARL_EXPORT_BUNDLE), all,
      selected);
  if (ids->len > 1)
    gmarl_export_items_add (items, CONFIGURATION, _ ("Configuration of the Selected Run"),
                            1u << GMARL_EXPORT_CONFIGURATION);
  gmarl_chart_add_export_item (GMARL_CHART (gmarl_run_curves_get_chart (self->curves)), items,
                               CHART);
  return items;
}

static GmarlExportContent *
make_content (GmarlExportSource *source, const GmarlExportChoice *choice, GError **error)
{
  GmarlRunsPage *self = GMARL_RUNS_PAGE (source);
  gboolean selection = choice->selection || strcmp (choice->item, CONFIGURATION) == 0;
  g_autoptr (GPtrArray) ids = NULL;
  GmarlExportContent *content;

  if (strcmp (choice->item, CHART) == 0)
    return gmarl_chart_make_export (
        GMARL_CHART (gmarl_run_curves_get_chart (self->curves)), choice,
        gmarl_sidecar_new (choice->item, gmarl_export_formats[choice->format].id), error);
  ids = selection ? gmarl_runs_page_get_selected_ids (self) : get_all_ids (self);
  if (ids->len == 1) {
    g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND, _ ("No run is selected any more."));
    return NULL;
  }
  content = gmarl_export_library_runs (gmarl_session_get_library_directory (self->session),
                                       (const char *const *) ids->pdata, choice->format);
  gmarl_export_content_set_name (content,
                                 strcmp (choice->item, BUNDLE) == 0 ? _ ("runs") : choice->item);
  return content;
}

void
gmarl_runs_page_init_export (GmarlExportSourceInterface *iface)
{
  iface->list_items = list_items;
  iface->make_content = make_content;
}
