/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-export-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* In the order of GmarlExportFormat. */
const GmarlExportFormatInfo gmarl_export_formats[GMARL_N_EXPORT_FORMATS] = {
  { "csv-tidy", N_ ("CSV, One Value a Row"), "csv", FALSE },
  { "csv-wide", N_ ("CSV, a Column for Each Quantity"), "csv", FALSE },
  { "trace", N_ ("CSV Trace, All Digits"), "csv", FALSE },
  { "json", N_ ("JSON"), "json", FALSE },
  { "marl-eval", N_ ("JSON for marl-eval and rliable"), "json", FALSE },
  { "markdown", N_ ("Markdown"), "md", FALSE },
  { "latex", N_ ("LaTeX"), "tex", FALSE },
  { "tsv", N_ ("TSV for Spreadsheets"), "tsv", FALSE },
  { "configuration", N_ ("Text of Keys and Values"), "txt", FALSE },
  { "scenario", N_ ("Scenario File"), "gridmarl", FALSE },
  { "svg", N_ ("SVG"), "svg", TRUE },
  { "pdf", N_ ("PDF"), "pdf", TRUE },
  { "png", N_ ("PNG"), "png", TRUE },
  { "bundle", N_ ("Bundle for Another Library"), "gridmarl-runs", FALSE },
};

gint
gmarl_export_format_find (const char *id)
{
  for (gint format = 0; format < GMARL_N_EXPORT_FORMATS; format++)
    if (strcmp (gmarl_export_formats[format].id, id) == 0)
      return format;
  return -1;
}
