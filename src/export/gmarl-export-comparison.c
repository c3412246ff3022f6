/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-comparison.h"

#include "gmarl-export-scores.h"

typedef struct {
  const GmarlComparison *comparison; /* the owner's */
  GmarlExportFormat format;
  GmarlScoreTableOptions shown; /* its arrays are owned */
  gpointer owner;
  GDestroyNotify release;
} Selection;

static void
selection_free (Selection *self)
{
  g_free ((gsize *) self->shown.policies);
  g_free ((GmarlIndicator *) self->shown.indicators);
  if (self->release != NULL)
    self->release (self->owner);
  g_free (self);
}

static char *
make_text (const Selection *self)
{
  const GmarlScoreTable *table = self->comparison->table;

  switch (self->format) {
  case GMARL_EXPORT_CSV_TIDY:
    return gmarl_export_scores_tidy (table);
  case GMARL_EXPORT_CSV_WIDE:
    return gmarl_export_scores_wide (table);
  case GMARL_EXPORT_MARL_EVAL:
    return gmarl_export_scores_marl_eval (table);
  case GMARL_EXPORT_JSON:
    return gmarl_export_scores_json (self->comparison);
  default:
    return gmarl_export_score_table (self->comparison, &self->shown);
  }
}

static gboolean
write_selection (GmarlExportWriter *writer, gpointer data, GError **error)
{
  g_autofree char *made = make_text (data);
  g_autoptr (GString) text = g_string_new (made);

  return gmarl_export_writer_put (writer, text, error);
}

static GmarlSidecar *
describe (gpointer data, GError **error)
{
  const Selection *self = data;
  GmarlSidecar *sidecar = gmarl_sidecar_new ("scores", gmarl_export_formats[self->format].id);

  gmarl_sidecar_set_scores (sidecar, self->comparison->table);
  gmarl_sidecar_set_comparison (sidecar, self->comparison);
  if (self->shown.policies != NULL) {
    g_autoptr (GString) names = g_string_new (NULL);

    for (gsize k = 0; k < self->shown.n_policies; k++) {
      const GmarlScorePolicy *policy =
          g_ptr_array_index (self->comparison->table->policies, self->shown.policies[k]);

      g_string_append_printf (names, k > 0 ? ", %s" : "%s", policy->id);
    }
    gmarl_sidecar_add_filter (sidecar, "policies", names->str);
  }
  return sidecar;
}

static GmarlScoreTableFormat
table_format (GmarlExportFormat format)
{
  if (format == GMARL_EXPORT_LATEX)
    return GMARL_SCORE_TABLE_LATEX;
  return format == GMARL_EXPORT_TSV ? GMARL_SCORE_TABLE_TSV : GMARL_SCORE_TABLE_MARKDOWN;
}

GmarlExportContent *
gmarl_export_comparison (const GmarlComparison *comparison,
                         GmarlExportFormat format,
                         const GmarlScoreTableOptions *shown,
                         gpointer owner,
                         GDestroyNotify release)
{
  gboolean is_table = GMARL_EXPORT_FORMATS_TABLE & 1u << format;
  Selection *self = g_new0 (Selection, 1);
  GmarlExportContent *content;

  self->comparison = comparison;
  self->format = format;
  self->owner = owner;
  self->release = release;
  self->shown.format = table_format (format);
  if (is_table && shown != NULL) {
    self->shown.interval = shown->interval;
    self->shown.policies = g_memdup2 (shown->policies, shown->n_policies * sizeof *shown->policies);
    self->shown.n_policies = shown->n_policies;
    self->shown.indicators =
        g_memdup2 (shown->indicators, shown->n_indicators * sizeof *shown->indicators);
    self->shown.n_indicators = shown->n_indicators;
  }
  content = gmarl_export_content_new (GMARL_EXPORT_KIND_TEXT, write_selection, self,
                                      (GDestroyNotify) selection_free);
  gmarl_export_content_set_describe (content, describe);
  gmarl_export_content_set_name (content, is_table ? "score-table" : "scores");
  return content;
}
