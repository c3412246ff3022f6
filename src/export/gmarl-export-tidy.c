/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-tidy.h"

#include "gmarl-export-columns.h"

#include <inttypes.h>
#include <string.h>

#define STEP_MINUTES 5

static const char currency_unit[] = "currency";

void
gmarl_tidy_append_header (GString *text)
{
  g_string_append (
      text, "run,group,policy,seed,scenario,day,step,time_iso,node,iteration,metric,unit,value\n");
}

static void
append_text (GString *text, const char *cell)
{
  if (cell != NULL)
    gmarl_export_append_text (text, cell);
  g_string_append_c (text, ',');
}

static void
append_unsigned (GString *text, const guint64 *cell)
{
  if (cell != NULL)
    g_string_append_printf (text, "%" PRIu64, *cell);
  g_string_append_c (text, ',');
}

static void
append_index (GString *text, gint64 cell)
{
  if (cell >= 0)
    g_string_append_printf (text, "%" PRId64, cell);
  g_string_append_c (text, ',');
}

/* When the step begins; days of a scenario have no date. */
static void
append_time (GString *text, gint64 step)
{
  gint64 minutes = step * STEP_MINUTES;

  if (step >= 0)
    g_string_append_printf (text, "%02d:%02d:00", (int) (minutes / 60), (int) (minutes % 60));
  g_string_append_c (text, ',');
}

static void
append_unit (GString *text, const char *unit, const char *currency)
{
  g_autoptr (GString) cell = g_string_new (NULL);

  if (g_str_has_prefix (unit, currency_unit)) {
    g_string_append (cell, currency != NULL ? currency : currency_unit);
    unit += strlen (currency_unit);
  }
  g_string_append (cell, unit);
  gmarl_export_append_text (text, cell->str);
}

void
gmarl_tidy_append (GString *text,
                   const GmarlTidySubject *subject,
                   const char *metric,
                   const char *unit,
                   const char *currency,
                   double value)
{
  append_text (text, subject->run);
  append_text (text, subject->group);
  append_text (text, subject->policy);
  append_unsigned (text, subject->seed);
  append_text (text, subject->scenario);
  append_unsigned (text, subject->day);
  append_index (text, subject->step);
  append_time (text, subject->step);
  append_index (text, subject->node);
  append_index (text, subject->iteration);
  append_text (text, metric);
  append_unit (text, unit, currency);
  gmarl_export_append_cell (text, value);
  g_string_append_c (text, '\n');
}
