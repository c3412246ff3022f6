/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-scaling-export.h"

#include "gmarl-chart-export.h"
#include "gmarl-export-scaling.h"
#include "gmarl-scaling-text.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define RESULTS "scaling"
#define CHART   "scaling-chart-%u"

GPtrArray *
gmarl_scaling_export_list_items (GmarlScalingCharts *charts)
{
  GPtrArray *items = gmarl_export_items_new ();

  gmarl_export_items_add (items, RESULTS, _ ("Results of the Study"),
                          1u << GMARL_EXPORT_CSV_TIDY | 1u << GMARL_EXPORT_JSON);
  for (guint k = 0; k < gmarl_scaling_charts_get_n (charts); k++) {
    g_autofree char *id = g_strdup_printf (CHART, k);

    gmarl_chart_add_export_item (gmarl_scaling_charts_get (charts, k), items, id);
  }
  return items;
}

static GmarlSidecar *
describe (const GmarlStudyRecord *record, const GmarlExportChoice *choice)
{
  GmarlSidecar *sidecar = gmarl_sidecar_new (choice->item, gmarl_export_formats[choice->format].id);
  g_autofree char *configuration = gmarl_run_config_to_text (record->study->config);
  g_autofree char *details = gmarl_scaling_text_details (record);

  gmarl_sidecar_set_scenario (sidecar, record->study->config->scenario);
  gmarl_sidecar_add_filter (sidecar, "study", record->id);
  gmarl_sidecar_add_method (sidecar, "configuration", configuration);
  gmarl_sidecar_add_method (sidecar, "cells", details);
  gmarl_sidecar_add_method (sidecar, "interval",
                            "95 %, Student's t over training seeds, from three values on");
  return sidecar;
}

GmarlExportContent *
gmarl_scaling_export_make_content (GmarlScalingCharts *charts,
                                   const GmarlStudyRecord *record,
                                   const GPtrArray *cells,
                                   const GmarlExportChoice *choice,
                                   GError **error)
{
  GmarlExportContent *content;
  g_autofree char *title = NULL;
  guint chart;

  if (sscanf (choice->item, CHART, &chart) == 1)
    return gmarl_chart_make_export (gmarl_scaling_charts_get (charts, chart), choice,
                                    describe (record, choice), error);
  content = gmarl_export_content_new_text (choice->format == GMARL_EXPORT_JSON
                                               ? gmarl_export_scaling_json (record, cells)
                                               : gmarl_export_scaling_csv (cells));
  title = g_strdup_printf ("scaling %s", record->study->config->scenario->name);
  gmarl_export_content_set_name (content, title);
  gmarl_export_content_set_sidecar (content, describe (record, choice));
  return content;
}
