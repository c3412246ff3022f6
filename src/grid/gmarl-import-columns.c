/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-import-private.h"

#include <string.h>

/* What a column is, by the words of its name: "Home 1 PV (kWh)" is the words home, 1, pv, kwh.
 * Words at the end (or, failing that, at the start) that name a unit, a mean or a quantity are
 * taken off; what is left is the node. Names that this does not understand are not read, and a
 * finding says so: a temperature must not become a home.
 */

#define MAX_WORDS 16

static const char *const time_names[] = {
  "time",
  "timestamp",
  "datetime",
  "date_time",
  "local_time",
  "time_local",
  "timestamp_local",
  "time_utc",
  "utc_time",
  "utc_timestamp",
  "timestamp_utc",
  "cet_cest_timestamp",
  "period_start",
  "interval_start",
  "start",
  "start_time",
  "ts",
  "tstp",
  "step",
  "time_step",
  "timestep",
  "index",
  "t",
  "epoch",
  "epoch_seconds",
  "unix_time",
  "unixtime",
  "unix_timestamp",
  NULL,
};
static const char *const date_names[] = { "date", "local_date", NULL };
static const char *const node_names[] = {
  "node",         "node_id",  "home",     "home_id",     "house",    "house_id", "household",
  "household_id", "building", "meter",    "building_id", "meter_id", "customer", "customer_id",
  "id",           "lclid",    "dwelling", "site",        "dataid",   "name",     NULL,
};
/* Quantities that are neither demand nor solar: net values and what a meter, a battery or a weather
 * station tells.
 */
static const char *const other_words[] = {
  "import",  "export",   "net",         "battery",   "charge",     "discharge", "soc",
  "storage", "voltage",  "current",     "frequency", "temp",       "humidity",  "wind",
  "weather", "cloud",    "temperature", "pressure",  "irradiance", "predicted", "forecast",
  "degc",    "reactive", "quality",     "heating",   "cooling",    "dhw",       NULL,
};
static const char *const demand_words[] = {
  "load", "loads", "demand", "consumption", "usage", "use", "electricity", "energy", "power", NULL,
};
static const char *const solar_words[] = {
  "solar", "pv", "generation", "production", "photovoltaic", "photovoltaics", NULL,
};
static const char *const price_words[] = { "price", "pricing", "tariff", NULL };
static const char *const export_words[] = { "export", "sell", "selling", "feedin", "feed", NULL };
static const char *const carbon_words[] = {
  "carbon", "co2", "co2eq", "emission", "emissions", NULL
};
/* Words that say nothing about whose value it is. */
static const char *const filler_words[] = {
  "per", "hh",  "half",      "hour",   "h",        "interval", "mean", "average", "avg", "total",
  "sum", "non", "shiftable", "active", "electric", "of",       "in",   "the",     NULL,
};

static gboolean
is_one_of (const char *word, const char *const *list)
{
  for (; *list != NULL; list++)
    if (g_ascii_strcasecmp (word, *list) == 0)
      return TRUE;
  return FALSE;
}

static gboolean
any_is_one_of (char **words, const char *const *list)
{
  for (; *words != NULL; words++)
    if (is_one_of (*words, list))
      return TRUE;
  return FALSE;
}

/* The words of a name, in their own letters. (transfer full) */
static char **
split_name (const char *name)
{
  g_autofree char *plain = g_strdup (name);
  g_auto (GStrv) parts = NULL;
  GPtrArray *words = g_ptr_array_new ();

  g_strdelimit (plain, " -./()[]{}:,;|\"'\\\t\r\n", '_');
  parts = g_strsplit (plain, "_", -1);
  for (char **part = parts; *part != NULL; part++)
    if (**part != '\0' && words->len < MAX_WORDS)
      g_ptr_array_add (words, g_strdup (*part));
  g_ptr_array_add (words, NULL);
  return (char **) g_ptr_array_free (words, FALSE);
}

static gboolean
read_unit (const char *word, GmarlColumn *column)
{
  static const struct {
    const char *word;
    GmarlEnergyUnit unit;
    double factor;
  } units[] = {
    { "kwh", GMARL_ENERGY_UNIT_KWH, 1 },    { "kw", GMARL_ENERGY_UNIT_KW, 1 },
    { "wh", GMARL_ENERGY_UNIT_WH, 1 },      { "w", GMARL_ENERGY_UNIT_W, 1 },
    { "mwh", GMARL_ENERGY_UNIT_KWH, 1000 }, { "mw", GMARL_ENERGY_UNIT_KW, 1000 },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (units); k++)
    if (g_ascii_strcasecmp (word, units[k].word) == 0) {
      column->unit = units[k].unit;
      column->factor = units[k].factor;
      return TRUE;
    }
  return FALSE;
}

/* Takes a word of quantity or unit off; FALSE if the word is none. */
static gboolean
take_word (const char *word, GmarlColumn *column)
{
  if (read_unit (word, column) || is_one_of (word, filler_words))
    return TRUE;
  if (is_one_of (word, solar_words)) {
    column->role = GMARL_COLUMN_SOLAR;
    return TRUE;
  }
  if (is_one_of (word, demand_words)) {
    /* "pv_power" and "solar_energy" stay solar. */
    if (column->role != GMARL_COLUMN_SOLAR)
      column->role = GMARL_COLUMN_DEMAND;
    return TRUE;
  }
  return FALSE;
}

static gboolean
ends_in_digit (const char *text)
{
  return *text != '\0' && g_ascii_isdigit (text[strlen (text) - 1]);
}

static void
classify_energy (char **words, GmarlColumn *column)
{
  guint n = g_strv_length (words), first = 0;
  g_autoptr (GString) node = g_string_new (NULL);

  while (n > 0 && take_word (words[n - 1], column))
    n--;
  if (column->role == GMARL_COLUMN_UNKNOWN)
    while (first < n && take_word (words[first], column))
      first++;
  for (guint k = first; k < n; k++)
    g_string_append_printf (node, "%s%s", k > first ? "_" : "", words[k]);
  /* A name with neither quantity nor unit is a home if it is numbered or called one: "home_3", "7",
   * "LV12", "house_anna". With a unit alone it is a home or, with no name, demand.
   */
  if (column->role == GMARL_COLUMN_UNKNOWN &&
      (column->unit != GMARL_ENERGY_UNIT_AUTO || ends_in_digit (node->str) ||
       (n > first && is_one_of (words[first], node_names))))
    column->role = GMARL_COLUMN_DEMAND;
  if (column->role != GMARL_COLUMN_UNKNOWN && node->len > 0)
    column->node = g_strdup (node->str);
}

static void
classify_shared (char **words, GmarlColumn *column)
{
  gboolean carbon = column->role == GMARL_COLUMN_CARBON;

  for (; *words != NULL; words++) {
    if (g_ascii_strcasecmp (*words, "mwh") == 0)
      column->factor /= 1000;
    else if (carbon &&
             (g_ascii_strcasecmp (*words, "g") == 0 || g_ascii_strcasecmp (*words, "gco2") == 0 ||
              g_ascii_strcasecmp (*words, "gco2eq") == 0))
      column->factor /= 1000;
    else if (!carbon &&
             (g_ascii_strcasecmp (*words, "ct") == 0 || g_ascii_strcasecmp (*words, "cent") == 0 ||
              g_ascii_strcasecmp (*words, "cents") == 0))
      column->factor /= 100;
  }
}

void
gmarl_column_classify (const char *name, GmarlColumn *column)
{
  g_auto (GStrv) words = split_name (name);
  g_autofree char *plain = g_strjoinv ("_", words);

  *column = (GmarlColumn){ .role = GMARL_COLUMN_UNKNOWN, .factor = 1 };
  if (is_one_of (plain, time_names)) {
    column->role = GMARL_COLUMN_TIME;
  } else if (is_one_of (plain, date_names)) {
    column->role = GMARL_COLUMN_DATE;
  } else if (is_one_of (plain, node_names)) {
    column->role = GMARL_COLUMN_NODE;
  } else if (any_is_one_of (words, price_words)) {
    if (any_is_one_of (words, (const char *const[]){ "predicted", "forecast", NULL }))
      return;
    column->role =
        any_is_one_of (words, export_words) ? GMARL_COLUMN_EXPORT_PRICE : GMARL_COLUMN_IMPORT_PRICE;
    classify_shared (words, column);
  } else if (any_is_one_of (words, carbon_words)) {
    column->role = GMARL_COLUMN_CARBON;
    classify_shared (words, column);
  } else if (!any_is_one_of (words, other_words)) {
    classify_energy (words, column);
  }
}

void
gmarl_column_clear (GmarlColumn *column)
{
  g_clear_pointer (&column->node, g_free);
}

const char *
gmarl_energy_unit_name (GmarlEnergyUnit unit)
{
  static const char *const names[] = { "", "kWh", "kW", "Wh", "W" };

  return names[unit];
}

double
gmarl_energy_unit_kwh (GmarlEnergyUnit unit, guint minutes)
{
  switch (unit) {
  case GMARL_ENERGY_UNIT_KW:
    return minutes / 60.0;
  case GMARL_ENERGY_UNIT_WH:
    return 1e-3;
  case GMARL_ENERGY_UNIT_W:
    return 1e-3 * minutes / 60.0;
  case GMARL_ENERGY_UNIT_AUTO:
  case GMARL_ENERGY_UNIT_KWH:
    break;
  }
  return 1;
}
