/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-citylearn-private.h"
#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The files have no dates: month, hour (1–24, or 0–23) and day_type (1 Monday … 7 Sunday, 8
 * holiday) of each row tell where days begin; the day of the month is counted from the first change
 * of the month.
 */

#define HOLIDAY 8

static gboolean
check_moment (const GmarlCityLearnColumns *columns, gsize row, GError **error)
{
  static const struct {
    guint column;
    int least, most;
  } ranges[] = { { GMARL_CITYLEARN_MONTH, 1, 12 },
                 { GMARL_CITYLEARN_HOUR, 0, 24 },
                 { GMARL_CITYLEARN_DAY_TYPE, 0, 8 } };

  for (gsize k = 0; k < G_N_ELEMENTS (ranges); k++) {
    double value = columns->column[ranges[k].column][row];

    if (value >= ranges[k].least && value <= ranges[k].most && value == floor (value))
      continue;
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DATA,
        _ ("%s, row %u: %s is %g; whole numbers from %d to %d are known. Correct the row."),
        columns->name, columns->row[row], gmarl_citylearn_columns[ranges[k].column], value,
        ranges[k].least, ranges[k].most);
    return FALSE;
  }
  return TRUE;
}

static void
begin_day (GmarlCityLearnFolder *folder, const GmarlCityLearnColumns *columns, gsize row)
{
  guint8 day_type = (guint8) columns->column[GMARL_CITYLEARN_DAY_TYPE][row];
  gsize d = folder->n_days++;

  folder->month[d] = (guint8) columns->column[GMARL_CITYLEARN_MONTH][row];
  folder->day_type[d] = day_type;
  if (d > 0 && day_type >= 1 && day_type <= 7 && folder->day_type[d - 1] >= 1 &&
      folder->day_type[d - 1] <= 7 && day_type != folder->day_type[d - 1] % 7 + 1)
    gmarl_tally_add (&folder->weekday, _ ("%s row %u"), columns->name, columns->row[row]);
}

gboolean
gmarl_citylearn_build_calendar (GmarlCityLearnFolder *folder, GError **error)
{
  const GmarlCityLearnColumns *columns = g_ptr_array_index (folder->buildings, 0);
  gsize per_hour = 60 / folder->schema->step_minutes, in_hour = 0;
  gboolean from_zero = FALSE, to_24 = FALSE;

  for (gsize k = 0; k < folder->n_rows; k++) {
    if (!check_moment (columns, folder->first + k, error))
      return FALSE;
    from_zero |= columns->column[GMARL_CITYLEARN_HOUR][folder->first + k] == 0;
    to_24 |= columns->column[GMARL_CITYLEARN_HOUR][folder->first + k] == 24;
  }
  if (from_zero && to_24) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: hours 0 and 24 both occur. Number the hours 1 to 24, or 0 to 23."),
                 columns->name);
    return FALSE;
  }
  folder->day = g_new (gsize, folder->n_rows);
  folder->slot = g_new (gsize, folder->n_rows);
  folder->month = g_new (guint8, folder->n_rows);
  folder->day_type = g_new (guint8, folder->n_rows);
  for (gsize k = 0; k < folder->n_rows; k++) {
    gsize row = folder->first + k;
    double hour = columns->column[GMARL_CITYLEARN_HOUR][row];
    gboolean new_day = k == 0 || hour < columns->column[GMARL_CITYLEARN_HOUR][row - 1] ||
                       columns->column[GMARL_CITYLEARN_MONTH][row] !=
                           columns->column[GMARL_CITYLEARN_MONTH][row - 1] ||
                       columns->column[GMARL_CITYLEARN_DAY_TYPE][row] !=
                           columns->column[GMARL_CITYLEARN_DAY_TYPE][row - 1];

    in_hour = new_day || hour != columns->column[GMARL_CITYLEARN_HOUR][row - 1] ? 0 : in_hour + 1;
    if (new_day)
      begin_day (folder, columns, row);
    folder->day[k] = in_hour < per_hour ? folder->n_days - 1 : G_MAXSIZE;
    folder->slot[k] = ((gsize) hour - !from_zero) * per_hour + in_hour;
    if (in_hour >= per_hour)
      gmarl_tally_add (&folder->repeated, _ ("%s row %u"), columns->name, columns->row[row]);
  }
  return TRUE;
}

/* The day of the month of the first day: by the end of its month, if the file reaches it; 1 if the
 * file is exactly one month; 0: not known.
 */
static int
first_of_month (const GmarlCityLearnFolder *folder)
{
  static const gsize lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
  gsize run = 1, length, d;

  while (run < folder->n_days && folder->month[run] == folder->month[0])
    run++;
  length = lengths[folder->month[0] - 1] + (folder->month[0] == 2 && run == 29);
  if (run > length || (run == folder->n_days && run < length))
    return 0;
  /* Later months must follow each other and not be too long. */
  for (d = run, run = 0; d < folder->n_days; d++) {
    run = folder->month[d] == folder->month[d - 1] ? run + 1 : 1;
    if ((run == 1 && folder->month[d] != folder->month[d - 1] % 12 + 1) ||
        run > lengths[folder->month[d] - 1] + (folder->month[d] == 2))
      return 0;
  }
  for (run = 1; run < folder->n_days && folder->month[run] == folder->month[0]; run++)
    ;
  return (int) (length - run + 1);
}

void
gmarl_citylearn_label_days (const GmarlCityLearnFolder *folder, GmarlImportTable *table)
{
  static const char *const weekdays[] = { "",     " Mon", " Tue", " Wed",    " Thu",
                                          " Fri", " Sat", " Sun", " holiday" };
  int day = first_of_month (folder);
  /* Any number whose weekday is the first day's: 1970-01-01 was a Thursday, day_type 4. */
  gint64 number =
      folder->day_type[0] >= 1 && folder->day_type[0] < HOLIDAY ? folder->day_type[0] - 4 : 0;

  table->calendar = TRUE;
  for (gsize d = 0; d < folder->n_days; d++) {
    const char *weekday = weekdays[folder->day_type[d]];

    table->day[d] = number + (gint64) d;
    if (d > 0 && folder->month[d] != folder->month[d - 1] && day != 0)
      day = 1;
    if (day != 0)
      table->label[d] = g_strdup_printf ("%02u-%02d%s", folder->month[d], day++, weekday);
    else
      table->label[d] = g_strdup_printf ("day %zu%s", d + 1, weekday);
  }
}
