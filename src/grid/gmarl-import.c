/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-grid-private.h"
#include "gmarl-import-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define TALLY_PLACES       5
#define DEFAULT_GROUP_SIZE 5
#define LONGEST_NAME       80
/* The files of a source that are named one by one. */
#define SOURCE_FILES 8
/* Energy in and out agree to this, relative (environment.md section 11). */
#define BALANCE_TOLERANCE 1e-9
/* A home whose mean is below this has no meaningful factor to its kind's, kWh per 5 minutes. */
#define LEAST_MEAN_DEMAND 1e-9

const GmarlImportOptions gmarl_import_defaults = {
  .unit = GMARL_ENERGY_UNIT_AUTO,
  .scale_to_kind = TRUE,
  .scale = 1,
};

void
gmarl_tally_add (GmarlTally *self, const char *format, ...)
{
  va_list arguments;

  if (self->count < TALLY_PLACES) {
    if (self->places == NULL)
      self->places = g_string_new (NULL);
    else
      g_string_append (self->places, "; ");
    va_start (arguments, format);
    g_string_append_vprintf (self->places, format, arguments);
    va_end (arguments);
  } else if (self->count == TALLY_PLACES) {
    g_string_append (self->places, "; …");
  }
  if (self->count < G_MAXUINT)
    self->count++;
}

void
gmarl_tally_clear (GmarlTally *self)
{
  if (self->places != NULL)
    g_string_free (self->places, TRUE);
  *self = (GmarlTally){ 0 };
}

char *
gmarl_clean_name (const char *name)
{
  g_autofree char *valid = g_utf8_make_valid (name, -1);
  g_autofree char *clean =
      g_utf8_substring (valid, 0, MIN (g_utf8_strlen (valid, -1), LONGEST_NAME));

  for (char *p = clean; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  g_strstrip (clean);
  return *clean != '\0' ? g_steal_pointer (&clean) : g_strdup ("data");
}

static void
finding_free (gpointer data)
{
  GmarlFinding *self = data;

  g_free (self->message);
  g_free (self);
}

GPtrArray *
gmarl_findings_new (void)
{
  return g_ptr_array_new_with_free_func (finding_free);
}

void
gmarl_findings_take (GPtrArray *findings, GmarlFindingLevel level, char *message)
{
  GmarlFinding *finding = g_new (GmarlFinding, 1);

  *finding = (GmarlFinding){ .level = level, .message = message };
  g_ptr_array_add (findings, finding);
}

void
gmarl_findings_tally (GPtrArray *findings, const GmarlTally *tally, const char *text)
{
  if (tally->count > 0)
    gmarl_findings_take (findings, GMARL_FINDING_WARNING,
                         g_strdup_printf ("%s: %u — %s", text, tally->count, tally->places->str));
}

char *
gmarl_import_source (const char *const *names, const char *const *sha256, gsize n_files)
{
  GString *text = g_string_new (NULL);

  if (n_files <= SOURCE_FILES) {
    for (gsize k = 0; k < n_files; k++)
      g_string_append_printf (text, "%s%s (sha256 %s)", k > 0 ? ", " : "", names[k], sha256[k]);
  } else {
    g_autoptr (GChecksum) all = g_checksum_new (G_CHECKSUM_SHA256);

    for (gsize k = 0; k < n_files; k++)
      g_checksum_update (all, (const guchar *) sha256[k], -1);
    g_string_append_printf (text, "%s … %s (%zu files, sha256 of their sha256 %s)", names[0],
                            names[n_files - 1], n_files, g_checksum_get_string (all));
  }
  for (char *p = text->str; *p != '\0'; p++)
    if (g_ascii_iscntrl (*p))
      *p = ' ';
  return g_string_free (text, FALSE);
}

void
gmarl_import_free (GmarlImport *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->scenario, gmarl_scenario_free);
  g_clear_pointer (&self->findings, g_ptr_array_unref);
  g_free (self);
}

/* How the homes and days of a table become nodes and cases. */
typedef struct {
  GmarlSplit split;
  gsize n_cases;
  gsize n_nodes;
} Cases;

/* A day with homes for three groups or more is split by homes, so that each part of the split gets
 * one; fewer homes, or more days, are split by days.
 */
static Cases
choose_cases (const GmarlImportTable *table, const GmarlImportOptions *options, GPtrArray *findings)
{
  gsize size = options->group_size > 0 ? (gsize) options->group_size : DEFAULT_GROUP_SIZE;
  Cases cases = { GMARL_SPLIT_DAYS, table->n_days, table->n_nodes };
  gsize rest;

  if (table->n_days > 1 || table->n_nodes < 3 * size) {
    if (table->n_days < 9)
      gmarl_findings_take (
          findings, GMARL_FINDING_WARNING,
          g_strdup_printf (_ ("Whole days: %zu. Days 0–6 of ten train, 7 validates, 8 "
                              "and 9 test, so that not every part has a day. Give nine days or "
                              "more, or one day of %zu homes or more."),
                           table->n_days, 3 * size));
    return cases;
  }
  cases = (Cases){ GMARL_SPLIT_GROUPS, table->n_nodes / size, size };
  rest = table->n_nodes % size;
  gmarl_findings_take (
      findings, GMARL_FINDING_NOTE,
      g_strdup_printf (
          _ ("One day of %zu homes: %zu groups of %zu homes, in the order of the files"),
          table->n_nodes, cases.n_cases, size));
  if (rest > 0)
    gmarl_findings_take (
        findings, GMARL_FINDING_WARNING,
        g_strdup_printf (_ ("The last %zu homes do not fill a group and are dropped: "
                            "%s … %s"),
                         rest, table->node_name[table->n_nodes - rest],
                         table->node_name[table->n_nodes - 1]));
  return cases;
}

/* The base with this many nodes and no data; nodes that come from one home take its name. */
static GmarlScenario *
shape_scenario (const GmarlImportTable *table,
                const GmarlScenario *base,
                const Cases *cases,
                GError **error)
{
  g_autoptr (GmarlScenario) scenario = gmarl_scenario_copy (base);
  g_autofree char *nodes = g_strdup_printf ("%zu", cases->n_nodes);

  g_clear_pointer (&scenario->data, gmarl_profile_data_free);
  if (!gmarl_scenario_set (scenario, "nodes", nodes, error)) {
    g_prefix_error (error, _ ("The data make %zu nodes. "), cases->n_nodes);
    return NULL;
  }
  g_free (scenario->name);
  scenario->name = g_strdup (table->name);
  for (gsize i = 0; i < cases->n_nodes && cases->split == GMARL_SPLIT_DAYS; i++) {
    g_free (scenario->node[i].name);
    scenario->node[i].name = g_strdup (table->node_name[i]);
  }
  return g_steal_pointer (&scenario);
}

static double
mean (const double *values, gsize count)
{
  long double sum = 0;

  for (gsize k = 0; k < count; k++)
    sum += values[k];
  return (double) (sum / (long double) count);
}

/* The mean demand of homes [from, to) over all days, kWh per 5-minute step and home. */
static double
mean_demand (const GmarlImportTable *table, gsize from, gsize to)
{
  long double sum = 0;

  for (gsize d = 0; d < table->n_days; d++)
    sum += mean (table->demand + (d * table->n_nodes + from) * table->per_day,
                 (to - from) * table->per_day);
  return (double) (sum / (long double) table->n_days) * GMARL_STEP_MINUTES / table->step_minutes;
}

/* With days, each node has the factor of its home. With groups, a position in the group has one
 * factor, from the mean over all homes, so that large homes stay large.
 */
static double *
choose_scales (const GmarlImportTable *table,
               const GmarlScenario *scenario,
               const Cases *cases,
               const GmarlImportOptions *options,
               GPtrArray *findings)
{
  gboolean groups = cases->split == GMARL_SPLIT_GROUPS;
  double *scale = g_new (double, cases->n_nodes);
  GString *text = g_string_new (NULL);

  for (gsize i = 0; i < cases->n_nodes; i++) {
    double home = groups ? mean_demand (table, 0, cases->n_cases * cases->n_nodes)
                         : mean_demand (table, i, i + 1);
    const GmarlKindDefaults *kind = &gmarl_kind_defaults[scenario->node[i].kind];

    scale[i] = options->scale;
    if (options->scale_to_kind && home > LEAST_MEAN_DEMAND) {
      scale[i] = mean (kind->base_demand_kwh, G_N_ELEMENTS (kind->base_demand_kwh)) / home;
    } else if (options->scale_to_kind) {
      scale[i] = 1;
      gmarl_findings_take (findings, GMARL_FINDING_WARNING,
                           g_strdup_printf (_ ("%s uses no energy, so that it cannot be lifted to "
                                               "its kind; its scale is 1"),
                                            scenario->node[i].name));
    }
    if (i < 8)
      g_string_append_printf (text, "%s%s × %.6g", i > 0 ? ", " : "", scenario->node[i].name,
                              scale[i]);
    else if (i == 8)
      g_string_append (text, ", …");
  }
  gmarl_findings_take (
      findings, GMARL_FINDING_NOTE,
      g_strdup_printf (options->scale_to_kind
                           ? _ ("Demand and solar are lifted to the mean demand of "
                                "the node's kind: %s")
                           : _ ("Demand and solar are scaled as given: %s"),
                       text->str));
  g_string_free (text, TRUE);
  return scale;
}

/* One series [n_days or n_cases, n_nodes, per_day] scaled, at the native step; energies are summed
 * where one-minute rows become 5-minute ones.
 */
static double *
scale_series (const double *values,
              const GmarlImportTable *table,
              const Cases *cases,
              const double *scale)
{
  gsize join = table->step_minutes < GMARL_STEP_MINUTES ? GMARL_STEP_MINUTES : 1;
  gsize per_case = table->per_day / join;
  gsize count = cases->n_cases * cases->n_nodes * per_case;
  double *out = g_new (double, count);

  for (gsize k = 0; k < count; k++) {
    double sum = 0;

    for (gsize m = 0; m < join; m++)
      sum += values[k * join + m];
    out[k] = scale[k / per_case % cases->n_nodes] * sum;
  }
  return out;
}

/* A shared series [n_cases, per_day] at the native step: the mean of one-minute rows. With groups
 * every case is the same day.
 */
static double *
share_series (const double *values, const GmarlImportTable *table, const Cases *cases)
{
  gsize join = table->step_minutes < GMARL_STEP_MINUTES ? GMARL_STEP_MINUTES : 1;
  gsize per_case = table->per_day / join;
  double *out;

  if (values == NULL)
    return NULL;
  out = g_new (double, cases->n_cases *per_case);
  for (gsize c = 0; c < cases->n_cases; c++)
    for (gsize s = 0; s < per_case; s++) {
      gsize day = cases->split == GMARL_SPLIT_GROUPS ? 0 : c;

      out[c * per_case + s] = mean (values + day * table->per_day + s * join, join);
    }
  return out;
}

static char **
label_cases (const GmarlImportTable *table, const Cases *cases)
{
  char **labels = g_new0 (char *, cases->n_cases);

  for (gsize c = 0; c < cases->n_cases; c++) {
    if (cases->split == GMARL_SPLIT_DAYS) {
      labels[c] = g_strdup (table->label[c]);
    } else {
      GString *text = g_string_new (table->node_name[c * cases->n_nodes]);

      for (gsize i = 1; i < cases->n_nodes; i++)
        g_string_append_printf (text, ", %s", table->node_name[c * cases->n_nodes + i]);
      labels[c] = g_string_free (text, FALSE);
    }
  }
  return labels;
}

static GmarlProfileData *
make_data (const GmarlImportTable *table, const Cases *cases, const double *scale)
{
  GmarlProfileData *data = g_new0 (GmarlProfileData, 1);

  data->step_minutes = MAX (table->step_minutes, GMARL_STEP_MINUTES);
  data->n_cases = (gint64) cases->n_cases;
  data->split = cases->split;
  data->labels = label_cases (table, cases);
  data->demand_kwh = scale_series (table->demand, table, cases, scale);
  if (table->solar != NULL)
    data->solar_kwh = scale_series (table->solar, table, cases, scale);
  data->import_price = share_series (table->import_price, table, cases);
  data->export_price = share_series (table->export_price, table, cases);
  data->carbon_kg_per_kwh = share_series (table->carbon, table, cases);
  data->source = g_strdup (table->source);
  return data;
}

/* The energy of the kept homes and days as the files have it, times the scales. */
static double
energy_in (const double *values,
           const GmarlImportTable *table,
           const Cases *cases,
           const double *scale)
{
  gsize series = cases->n_cases * cases->n_nodes;
  long double total = 0;

  for (gsize k = 0; k < series && values != NULL; k++) {
    long double sum = 0;

    for (gsize s = 0; s < table->per_day; s++)
      sum += values[k * table->per_day + s];
    total += scale[k % cases->n_nodes] * sum;
  }
  return (double) total;
}

/* The energy as the 5-minute steps give it, each an even part of its native step. */
static double
energy_out (const double *values, const GmarlProfileData *data, gsize n_nodes)
{
  gsize count = (gsize) data->n_cases * n_nodes * (gsize) (1440 / data->step_minutes);
  gsize parts = (gsize) data->step_minutes / GMARL_STEP_MINUTES;
  long double total = 0;

  for (gsize k = 0; k < count && values != NULL; k++) {
    double part = values[k] / (double) parts;

    for (gsize p = 0; p < parts; p++)
      total += part;
  }
  return (double) total;
}

static gboolean
check_balance (GmarlImport *self,
               const GmarlImportTable *table,
               const Cases *cases,
               const double *scale,
               GError **error)
{
  const GmarlProfileData *data = self->scenario->data;
  double demand = energy_in (table->demand, table, cases, scale);
  double solar = energy_in (table->solar, table, cases, scale);
  double difference;

  self->energy_in_kwh = demand + solar;
  self->energy_out_kwh = energy_out (data->demand_kwh, data, cases->n_nodes) +
                         energy_out (data->solar_kwh, data, cases->n_nodes);
  difference =
      fabs (self->energy_out_kwh - self->energy_in_kwh) / MAX (self->energy_in_kwh, 1e-300);
  if (!(difference <= BALANCE_TOLERANCE)) {
    g_set_error (
        error, GMARL_ERROR, GMARL_ERROR_DATA,
        _ ("%s: energy in, %.12g kWh, is not energy out, %.12g kWh. Check the sizes of the "
           "values and the scale."),
        table->name, self->energy_in_kwh, self->energy_out_kwh);
    return FALSE;
  }
  gmarl_findings_take (
      self->findings, GMARL_FINDING_NOTE,
      g_strdup_printf (_ ("Energy in equals energy out: demand %.9g kWh and solar %.9g kWh in the "
                          "files (kept days, times the scales) are %.12g kWh in 5-minute steps, "
                          "relative difference %.1e"),
                       demand, solar, self->energy_out_kwh, difference));
  return TRUE;
}

GmarlImport *
gmarl_import_build (const GmarlImportTable *table,
                    const GmarlScenario *base,
                    const GmarlImportOptions *options,
                    GPtrArray *findings,
                    double **scale,
                    GError **error)
{
  g_autoptr (GmarlImport) self = g_new0 (GmarlImport, 1);
  g_autofree double *factor = NULL;
  Cases cases;

  self->findings = findings;
  if (!options->scale_to_kind && !(options->scale > 0 && options->scale <= 1e9)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("The scale %g cannot be used: give a number above 0, up to 1e9."),
                 options->scale);
    return NULL;
  }
  if (options->group_size < 0) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("A group of %ld homes is not possible: give 1 or more."),
                 (long) options->group_size);
    return NULL;
  }
  cases = choose_cases (table, options, findings);
  self->scenario = shape_scenario (table, base, &cases, error);
  if (self->scenario == NULL)
    return NULL;
  factor = choose_scales (table, self->scenario, &cases, options, findings);
  self->scenario->data = make_data (table, &cases, factor);
  if (!check_balance (self, table, &cases, factor, error))
    return NULL;
  if (scale != NULL)
    *scale = g_steal_pointer (&factor);
  return g_steal_pointer (&self);
}

/* The largest value of a series as energy of a 5-minute step, or 0. */
static double
largest_step (const double *values, const GmarlScenario *scenario)
{
  const GmarlProfileData *data = scenario->data;
  gsize count = (gsize) (data->n_cases * scenario->nodes * (1440 / data->step_minutes));
  double largest = 0;

  for (gsize k = 0; k < count && values != NULL; k++)
    largest = MAX (largest, values[k]);
  return largest * GMARL_STEP_MINUTES / (double) data->step_minutes;
}

static void
compare_reference (GPtrArray *findings, const char *key, double reference, double largest)
{
  if (largest > 0 && (largest > 10 * reference || largest < reference / 20))
    gmarl_findings_take (findings, GMARL_FINDING_WARNING,
                         g_strdup_printf (_ ("%s is %g, but the largest value of the data is %.3g: "
                                             "what the agents see is badly scaled. Set %s near the "
                                             "largest value."),
                                          key, reference, largest, key));
}

/* Demand above the grid connection is not an error: batteries and neighbours may cover it. */
static void
report_peaks (GmarlImport *self, double largest)
{
  const GmarlScenario *scenario = self->scenario;
  const GmarlProfileData *data = scenario->data;
  gsize count = (gsize) (data->n_cases * scenario->nodes * (1440 / data->step_minutes));
  double limit = scenario->grid_limit_kwh * (double) data->step_minutes / GMARL_STEP_MINUTES;
  double above = 0, sum = 0;

  if (largest <= scenario->grid_limit_kwh)
    return;
  for (gsize k = 0; k < count; k++) {
    sum += data->demand_kwh[k];
    above += MAX (0, data->demand_kwh[k] - limit);
  }
  gmarl_findings_take (
      self->findings, GMARL_FINDING_WARNING,
      g_strdup_printf (
          _ ("The largest demand, %.3g kWh in 5 minutes, is above the grid connection of a node, %g "
             "kWh: batteries and neighbours have to cover %.2g %% of all demand, or it stays unmet. "
             "Raise grid_limit if the connection is larger."),
          largest, scenario->grid_limit_kwh, 100 * above / sum));
}

static void
report_split (GmarlImport *self)
{
  const GmarlProfileData *data = self->scenario->data;
  gsize count[GMARL_PURPOSE] = { 0 };

  for (gsize k = 0; k < (gsize) data->n_cases; k++)
    count[gmarl_purpose_of_case (data, k)]++;
  gmarl_findings_take (
      self->findings, GMARL_FINDING_NOTE,
      g_strdup_printf (data->split == GMARL_SPLIT_GROUPS
                           ? _ ("Split by homes: %zu groups train, %zu validate, %zu test")
                           : _ ("Split by days: %zu days train, %zu validate, %zu test"),
                       count[GMARL_PURPOSE_TRAINING], count[GMARL_PURPOSE_VALIDATION],
                       count[GMARL_PURPOSE_TEST]));
}

gboolean
gmarl_import_conclude (GmarlImport *self, GError **error)
{
  const GmarlScenario *scenario = self->scenario;
  const GmarlProfileData *data = scenario->data;
  double demand = largest_step (data->demand_kwh, scenario);
  gsize n_prices = (gsize) (data->n_cases * (1440 / data->step_minutes));
  double price = 0, capacity = 0;

  report_split (self);
  for (gsize k = 0; k < n_prices && data->import_price != NULL; k++)
    price = MAX (price, fabs (data->import_price[k]));
  compare_reference (self->findings, "demand_reference", scenario->demand_reference, demand);
  compare_reference (self->findings, "solar_reference", scenario->solar_reference,
                     largest_step (data->solar_kwh, scenario));
  compare_reference (self->findings, "price_reference", scenario->price_reference, price);
  for (gint64 i = 0; i < scenario->nodes; i++)
    capacity = MAX (capacity, scenario->node[i].capacity_kwh);
  compare_reference (self->findings, "capacity_reference", scenario->capacity_reference, capacity);
  report_peaks (self, demand);
  if (data->import_price == NULL)
    gmarl_findings_take (
        self->findings, GMARL_FINDING_NOTE,
        g_strdup (_ ("No import price in the data: the scenario's tariff is used")));
  if (gmarl_scenario_validate (scenario, error))
    return TRUE;
  g_prefix_error (error, _ ("The imported scenario is not valid: "));
  return FALSE;
}
