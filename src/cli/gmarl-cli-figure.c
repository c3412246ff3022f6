/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-cli-figure.h"

#include "gmarl-export-file.h"

#include <glib/gi18n-lib.h>

void
gmarl_figure_arguments_clear (GmarlFigureArguments *self)
{
  g_free (self->path);
  g_free (self->width);
  g_strfreev (self->metrics);
}

void
gmarl_figure_arguments_add (GmarlFigureArguments *self, GmarlParser *parser)
{
  const GOptionEntry entries[] = {
    { "figure", 0, 0, G_OPTION_ARG_FILENAME, &self->path, N_ ("Draw a figure for a paper"),
      N_ ("FILE.svg|.pdf|.png") },
    { "figure-width", 0, 0, G_OPTION_ARG_STRING, &self->width,
      N_ ("Its width in mm: 85 (default) is a column, 120 one and a half, 175 a page"), N_ ("MM") },
    { "figure-metric", 0, 0, G_OPTION_ARG_STRING_ARRAY, &self->metrics,
      N_ ("Id of a metric to draw; may be repeated (default: the chief ones)"), N_ ("METRIC") },
    { NULL },
  };

  gmarl_parser_add (parser, entries);
}

void
gmarl_figure_arguments_set_unwanted (const char *option, GError **error)
{
  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_FAILED,
               _ ("%s says how a figure looks, but none is wanted: add --figure FILE.svg"), option);
}

gboolean
gmarl_figure_arguments_read (GmarlFigureArguments *self, GError **error)
{
  gint64 width = GMARL_FIGURE_COLUMN_MM;

  if (self->path == NULL && (self->width != NULL || self->metrics != NULL)) {
    gmarl_figure_arguments_set_unwanted (self->width != NULL ? "--figure-width" : "--figure-metric",
                                         error);
    return FALSE;
  }
  if (self->path == NULL)
    return TRUE;
  if (!gmarl_figure_format_from_path (self->path, &self->format, error) ||
      !gmarl_parse_whole ("--figure-width", self->width, GMARL_FIGURE_LEAST_MM,
                          GMARL_FIGURE_MOST_MM, &width, error))
    return FALSE;
  self->width_mm = (double) width;
  return TRUE;
}

gboolean
gmarl_figure_arguments_check (const GmarlFigureArguments *self, GError **error)
{
  return self->path == NULL || gmarl_export_file_check (self->path, error);
}

gboolean
gmarl_figure_arguments_write (const GmarlFigureArguments *self,
                              GPtrArray *views,
                              const char *subject,
                              GError **error)
{
  const GmarlFigureFile file = { .format = self->format,
                                 .width_mm = self->width_mm,
                                 .subject = subject };

  return gmarl_figure_write (&file, (GmarlChartView *const *) views->pdata, views->len, self->path,
                             error);
}
