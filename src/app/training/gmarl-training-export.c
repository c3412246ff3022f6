/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#define G_LOG_DOMAIN "gmarl-app"

#include "config.h"

#include "gmarl-training-export.h"

#include "gmarl-chart-export.h"
#include "gmarl-export-library.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#define CURVES        "curves"
#define CONFIGURATION "configuration"
#define SCENARIO      "scenario"
#define CHART         "training-chart-%u"

/* The runs that have begun, by seed; NULL-terminated. (transfer container) */
static const char **
get_run_ids (GmarlTrainingJob *job, gsize *n)
{
  gsize n_seeds = gmarl_training_job_get_n_seeds (job);
  const char **ids = g_new0 (const char *, n_seeds + 1);

  *n = 0;
  for (gsize k = 0; k < n_seeds; k++) {
    const char *id = gmarl_training_job_get_run_id (job, k);

    if (id != NULL)
      ids[(*n)++] = id;
  }
  return ids;
}

GPtrArray *
gmarl_training_export_list_items (GmarlTrainingJob *job, GmarlTrainingCharts *charts)
{
  GPtrArray *items = gmarl_export_items_new ();
  g_autofree const char **ids = NULL;
  gsize n = 0;

  if (job != NULL)
    ids = get_run_ids (job, &n);
  if (n == 0)
    return items;
  gmarl_export_items_add (items, CURVES, _ ("Learning Curves"),
                          1u << GMARL_EXPORT_CSV_WIDE | 1u << GMARL_EXPORT_CSV_TIDY |
                              1u << GMARL_EXPORT_JSON);
  for (guint k = 0; k < gmarl_training_charts_get_n_charts (charts); k++) {
    g_autofree char *id = g_strdup_printf (CHART, k);

    gmarl_chart_add_export_item (gmarl_training_charts_get_chart (charts, k), items, id);
  }
  gmarl_export_items_add (items, CONFIGURATION, _ ("Configuration"),
                          1u << GMARL_EXPORT_CONFIGURATION);
  gmarl_export_items_add (items, SCENARIO, _ ("Scenario"), 1u << GMARL_EXPORT_SCENARIO);
  return items;
}

static GmarlSidecar *
describe (GmarlTrainingJob *job, const GmarlExportChoice *choice)
{
  GmarlSidecar *sidecar = gmarl_sidecar_new (choice->item, gmarl_export_formats[choice->format].id);
  const GmarlRunConfig *config = gmarl_training_job_get_config (job);
  g_autofree char *text = gmarl_run_config_to_text (config);
  g_autoptr (GString) seeds = g_string_new (NULL);

  gmarl_sidecar_set_scenario (sidecar, config->scenario);
  for (gsize k = 0; k < gmarl_training_job_get_n_seeds (job); k++)
    g_string_append_printf (seeds, k > 0 ? ", %llu" : "%llu",
                            (unsigned long long) gmarl_training_job_get_seed (job, k));
  gmarl_sidecar_add_filter (sidecar, "seeds", seeds->str);
  gmarl_sidecar_add_method (sidecar, "configuration", text);
  return sidecar;
}

GmarlExportContent *
gmarl_training_export_make_content (GmarlTrainingJob *job,
                                    GmarlTrainingCharts *charts,
                                    const char *directory,
                                    const GmarlExportChoice *choice,
                                    GError **error)
{
  const GmarlRunConfig *config = gmarl_training_job_get_config (job);
  g_autofree const char **ids = NULL;
  g_autofree char *name = NULL;
  GmarlExportContent *content;
  guint chart;
  gsize n;

  if (sscanf (choice->item, CHART, &chart) == 1)
    return gmarl_chart_make_export (gmarl_training_charts_get_chart (charts, chart), choice,
                                    describe (job, choice), error);
  if (strcmp (choice->item, SCENARIO) == 0) {
    content = gmarl_export_content_new_text (gmarl_scenario_to_text (config->scenario));
    gmarl_export_content_set_name (content, config->scenario->name);
    return content;
  }
  ids = get_run_ids (job, &n);
  content = gmarl_export_library_runs (directory, ids, choice->format);
  name = g_strdup_printf ("%s-%s", config->scenario->name, choice->item);
  gmarl_export_content_set_name (content, name);
  return content;
}
