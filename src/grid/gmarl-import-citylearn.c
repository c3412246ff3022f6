/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-citylearn-private.h"
#include "gmarl-csv.h"
#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* A CityLearn folder: the files that schema.json names become a table of whole days, and the
 * storage of the buildings that of the nodes.
 */

#define MAX_SCHEMA_BYTES (16 * 1024 * 1024)

static gboolean
check_rows (const GmarlCityLearnColumns *first, const GmarlCityLearnColumns *other, GError **error)
{
  if (first->n_rows == other->n_rows)
    return TRUE;
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
               _ ("%s has %zu rows, %s has %zu: they must describe the same hours. Give the files "
                  "of one data set."),
               first->name, first->n_rows, other->name, other->n_rows);
  return FALSE;
}

/* Two buildings must have the same calendar, row by row. */
static gboolean
check_calendar (const GmarlCityLearnColumns *first,
                const GmarlCityLearnColumns *other,
                GError **error)
{
  for (gsize k = 0; k < first->n_rows; k++) {
    for (gsize c = GMARL_CITYLEARN_MONTH; c <= GMARL_CITYLEARN_DAY_TYPE; c++) {
      double a = first->column[c][k], b = other->column[c][k];

      if (a == b || (isnan (a) && isnan (b)))
        continue;
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s, row %u: %s is %g, but %s has %g there. Give the files of one data set."),
                   other->name, other->row[k], gmarl_citylearn_columns[c], b, first->name, a);
      return FALSE;
    }
  }
  return TRUE;
}

/* The one series that the community shares: the first building's. */
static gboolean
read_shared (GmarlCityLearnFolder *folder,
             gsize offset,
             const char *column,
             GmarlCityLearnColumns **out,
             GError **error)
{
  const GPtrArray *buildings = folder->schema->buildings;
  const char *file = G_STRUCT_MEMBER (const char *, g_ptr_array_index (buildings, 0), offset);
  const gboolean required[] = { TRUE };

  for (guint i = 1; i < buildings->len; i++) {
    const GmarlCityLearnBuilding *building = g_ptr_array_index (buildings, i);

    if (g_strcmp0 (G_STRUCT_MEMBER (const char *, building, offset), file) != 0) {
      g_autofree char *shown = gmarl_clean_name (file != NULL ? file : "–");

      gmarl_findings_take (
          folder->findings, GMARL_FINDING_WARNING,
          g_strdup_printf (_ ("%s: buildings name different files of %s; the first "
                              "building's is used for all: %s"),
                           "schema.json", column, shown));
      break;
    }
  }
  if (file == NULL)
    return TRUE;
  *out = gmarl_citylearn_read_columns (folder, file, &column, 1, required, error);
  return *out != NULL && check_rows (g_ptr_array_index (folder->buildings, 0), *out, error);
}

static gboolean
read_buildings (GmarlCityLearnFolder *folder, GError **error)
{
  static const gboolean required[GMARL_CITYLEARN_N_COLUMNS] = { [GMARL_CITYLEARN_MONTH] = TRUE,
                                                                [GMARL_CITYLEARN_HOUR] = TRUE,
                                                                [GMARL_CITYLEARN_DAY_TYPE] = TRUE,
                                                                [GMARL_CITYLEARN_LOAD] = TRUE };
  gsize n_cells = 0;

  for (guint i = 0; i < folder->schema->buildings->len; i++) {
    const GmarlCityLearnBuilding *building = g_ptr_array_index (folder->schema->buildings, i);
    GmarlCityLearnColumns *columns =
        gmarl_citylearn_read_columns (folder, building->energy_simulation, gmarl_citylearn_columns,
                                      GMARL_CITYLEARN_N_COLUMNS, required, error);

    if (columns == NULL)
      return FALSE;
    g_ptr_array_add (folder->buildings, columns);
    if (building->pv_kw > 0 && columns->column[GMARL_CITYLEARN_SOLAR] == NULL) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s: no column “solar_generation”, but the building has PV. Give the whole "
                      "data set."),
                   columns->name);
      return FALSE;
    }
    if (!check_rows (g_ptr_array_index (folder->buildings, 0), columns, error) ||
        !check_calendar (g_ptr_array_index (folder->buildings, 0), columns, error))
      return FALSE;
    n_cells += columns->n_rows;
    if (n_cells > GMARL_IMPORT_MAX_VALUES) {
      g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                   _ ("%s: more than %u values in all. Include fewer buildings."), columns->name,
                   (guint) GMARL_IMPORT_MAX_VALUES);
      return FALSE;
    }
  }
  return read_shared (folder, G_STRUCT_OFFSET (GmarlCityLearnBuilding, pricing),
                      "electricity_pricing", &folder->pricing, error) &&
         read_shared (folder, G_STRUCT_OFFSET (GmarlCityLearnBuilding, carbon_intensity),
                      "carbon_intensity", &folder->carbon, error);
}

/* The rows of the schema's simulation period. */
static gboolean
choose_rows (GmarlCityLearnFolder *folder, const GmarlImportOptions *options, GError **error)
{
  const GmarlCityLearnSchema *schema = folder->schema;
  const GmarlCityLearnColumns *first = g_ptr_array_index (folder->buildings, 0);
  gint64 last = schema->last < 0 ? (gint64) first->n_rows - 1 : schema->last;

  if (options->step_minutes != 0 && options->step_minutes != schema->step_minutes) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("schema.json has time steps of %u minutes, not %ld. Leave step_minutes out."),
                 schema->step_minutes, (long) options->step_minutes);
    return FALSE;
  }
  if (last >= (gint64) first->n_rows || schema->first > last) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("schema.json simulates the time steps %ld–%ld, but %s has %zu rows. Correct "
                    "“simulation_end_time_step”, or give the whole file."),
                 (long) schema->first, (long) last, first->name, first->n_rows);
    return FALSE;
  }
  folder->first = (gsize) schema->first;
  folder->n_rows = (gsize) (last - schema->first + 1);
  return TRUE;
}

static void
place_energy (GmarlTally *tally,
              const GmarlCityLearnColumns *columns,
              gsize row,
              double value,
              double *target)
{
  if (value < 0)
    gmarl_tally_add (tally, _ ("%s row %u (%g kWh)"), columns->name, columns->row[row], value);
  *target = value < 0 ? 0 : value;
}

static void
place_building (GmarlCityLearnFolder *folder, GmarlImportTable *table, guint i)
{
  const GmarlCityLearnBuilding *building = g_ptr_array_index (folder->schema->buildings, i);
  const GmarlCityLearnColumns *columns = g_ptr_array_index (folder->buildings, i);
  gboolean solar = building->pv_kw > 0;
  /* solar_generation is W per kW installed. */
  double pv = building->pv_kw / 1000 * table->step_minutes / 60;

  for (gsize k = 0; k < folder->n_rows; k++) {
    gsize row = folder->first + k, at;

    if (folder->day[k] == G_MAXSIZE)
      continue;
    at = (folder->day[k] * table->n_nodes + i) * table->per_day + folder->slot[k];
    table->row[at] = columns->row[row];
    place_energy (&folder->negative_demand, columns, row,
                  columns->column[GMARL_CITYLEARN_LOAD][row], &table->demand[at]);
    if (solar)
      place_energy (&folder->negative_solar, columns, row,
                    pv * columns->column[GMARL_CITYLEARN_SOLAR][row], &table->solar[at]);
  }
  for (gsize d = 0; d < table->n_days && !solar && table->solar != NULL; d++)
    for (gsize s = 0; s < table->per_day; s++)
      table->solar[(d * table->n_nodes + i) * table->per_day + s] = 0;
}

static double *
place_shared (const GmarlCityLearnFolder *folder,
              const GmarlImportTable *table,
              const GmarlCityLearnColumns *columns)
{
  double *series;

  if (columns == NULL)
    return NULL;
  series = gmarl_import_table_new_shared (table);
  for (gsize k = 0; k < folder->n_rows; k++)
    if (folder->day[k] != G_MAXSIZE)
      series[folder->day[k] * table->per_day + folder->slot[k]] =
          columns->column[0][folder->first + k];
  return series;
}

static void
name_table (const GmarlCityLearnFolder *folder, GmarlImportTable *table, const char *schema_sha256)
{
  g_autofree char *full = g_canonicalize_filename (folder->folder, NULL);
  g_autofree char *base = g_filename_display_basename (full);
  g_autoptr (GPtrArray) names = g_ptr_array_new ();
  g_autoptr (GPtrArray) sums = g_ptr_array_new ();
  const GmarlCityLearnColumns *shared[] = { folder->pricing, folder->carbon };

  table->name = gmarl_clean_name (base);
  g_ptr_array_add (names, (gpointer) "schema.json");
  g_ptr_array_add (sums, (gpointer) schema_sha256);
  for (guint i = 0; i < folder->buildings->len; i++) {
    const GmarlCityLearnColumns *columns = g_ptr_array_index (folder->buildings, i);
    const GmarlCityLearnBuilding *building = g_ptr_array_index (folder->schema->buildings, i);

    g_ptr_array_add (names, columns->name);
    g_ptr_array_add (sums, columns->sha256);
    table->node_name[i] = gmarl_clean_name (building->name);
    table->node_file[i] = g_strdup (columns->name);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (shared); k++)
    if (shared[k] != NULL) {
      g_ptr_array_add (names, shared[k]->name);
      g_ptr_array_add (sums, shared[k]->sha256);
    }
  table->source = gmarl_import_source ((const char *const *) names->pdata,
                                       (const char *const *) sums->pdata, names->len);
}

static GmarlImportTable *
make_table (GmarlCityLearnFolder *folder, const char *schema_sha256, GError **error)
{
  const GPtrArray *buildings = folder->schema->buildings;
  GmarlImportTable *table;
  gboolean solar = FALSE;

  for (guint i = 0; i < buildings->len; i++)
    solar |= ((const GmarlCityLearnBuilding *) g_ptr_array_index (buildings, i))->pv_kw > 0;
  table = gmarl_import_table_new (folder->n_days, buildings->len, folder->schema->step_minutes,
                                  solar, folder->n_rows * buildings->len, error);
  if (table == NULL)
    return NULL;
  name_table (folder, table, schema_sha256);
  gmarl_citylearn_label_days (folder, table);
  for (guint i = 0; i < buildings->len; i++)
    place_building (folder, table, i);
  table->import_price = place_shared (folder, table, folder->pricing);
  table->carbon = place_shared (folder, table, folder->carbon);
  return table;
}

/* What CityLearn simulates and this does not. */
static void
report_unused (GmarlCityLearnFolder *folder)
{
  for (gsize c = GMARL_CITYLEARN_HEATING; c <= GMARL_CITYLEARN_DHW; c++) {
    double sum = 0;

    for (guint i = 0; i < folder->buildings->len; i++) {
      const GmarlCityLearnColumns *columns = g_ptr_array_index (folder->buildings, i);

      for (gsize k = 0; k < columns->n_rows && columns->column[c] != NULL; k++)
        sum += isnan (columns->column[c][k]) ? 0 : fabs (columns->column[c][k]);
    }
    if (sum > 0)
      gmarl_findings_take (folder->findings, GMARL_FINDING_WARNING,
                           g_strdup_printf (_ ("%s is not simulated: %.6g kWh of all buildings are "
                                               "left out"),
                                            gmarl_citylearn_columns[c], sum));
  }
  for (guint i = 0; i < folder->schema->buildings->len; i++) {
    const GmarlCityLearnBuilding *building = g_ptr_array_index (folder->schema->buildings, i);

    if (isnan (building->pv_kw))
      gmarl_findings_take (folder->findings, GMARL_FINDING_WARNING,
                           g_strdup_printf (_ ("%s: the size of its PV is left to CityLearn "
                                               "(autosize); it is taken as none"),
                                            building->name));
  }
}

static void
report (GmarlCityLearnFolder *folder)
{
  const GmarlCityLearnSchema *schema = folder->schema;

  gmarl_findings_take (
      folder->findings, GMARL_FINDING_NOTE,
      g_strdup_printf (_ ("schema.json: included buildings: %u (others: %zu), time steps "
                          "%zu–%zu of %u minutes; dates have no year"),
                       schema->buildings->len, schema->n_excluded, folder->first,
                       folder->first + folder->n_rows - 1, schema->step_minutes));
  report_unused (folder);
  gmarl_findings_tally (folder->findings, &folder->text,
                        _ ("Cells that are not numbers, taken as missing"));
  gmarl_findings_tally (folder->findings, &folder->repeated,
                        _ ("Rows that repeat an hour, as when clocks go back; the first is kept"));
  gmarl_findings_tally (folder->findings, &folder->weekday,
                        _ ("Days whose day_type does not follow that of the day before"));
  gmarl_findings_tally (folder->findings, &folder->negative_demand,
                        _ ("Negative demand, set to 0"));
  gmarl_findings_tally (folder->findings, &folder->negative_solar, _ ("Negative solar, set to 0"));
}

/* Storage grows with the node; the scenario has one efficiency for all, the mean by capacity. */
static void
apply_storage (const GmarlCityLearnFolder *folder, GmarlImport *import, const double *scale)
{
  GmarlScenario *scenario = import->scenario;
  double sum = 0, weight = 0, least = 1, most = 0;
  GmarlTally kept = { 0 };
  gboolean ages = FALSE;

  for (gint64 i = 0; i < scenario->nodes; i++) {
    const GmarlCityLearnBuilding *building = g_ptr_array_index (folder->schema->buildings, i);

    if (!(building->capacity_kwh > 0) || isnan (building->power_kw) ||
        scenario->data->split == GMARL_SPLIT_GROUPS) {
      gmarl_tally_add (&kept, "%s", scenario->node[i].name);
      continue;
    }
    scenario->node[i].capacity_kwh = building->capacity_kwh * scale[i];
    scenario->node[i].power_kwh = building->power_kw * GMARL_STEP_MINUTES / 60 * scale[i];
    ages |= building->ages;
    if (!isnan (building->efficiency)) {
      sum += building->efficiency * building->capacity_kwh;
      weight += building->capacity_kwh;
      least = MIN (least, building->efficiency);
      most = MAX (most, building->efficiency);
    }
  }
  if (weight > 0) {
    scenario->charge_efficiency = scenario->discharge_efficiency = sqrt (sum / weight);
    gmarl_findings_take (
        import->findings, least < most ? GMARL_FINDING_WARNING : GMARL_FINDING_NOTE,
        g_strdup_printf (
            least < most ? _ ("Storage efficiencies differ (%g to %g); all nodes get their mean "
                              "by capacity: %.6g for charging and for discharging")
                         : _ ("Storage efficiency %g (%g): %.6g for charging and for discharging"),
            least, most, scenario->charge_efficiency));
  }
  if (ages)
    gmarl_findings_take (
        import->findings, GMARL_FINDING_NOTE,
        g_strdup (_ ("The storage's ageing and standing losses are not simulated")));
  gmarl_findings_tally (import->findings, &kept,
                        _ ("Nodes that keep the scenario's storage, as the schema gives no size"));
  gmarl_tally_clear (&kept);
}

static GmarlImport *
build (GmarlCityLearnFolder *folder,
       const GmarlScenario *base,
       const GmarlImportOptions *options,
       const char *schema_sha256,
       GError **error)
{
  g_autoptr (GmarlImportTable) table = make_table (folder, schema_sha256, error);
  g_autoptr (GmarlImport) import = NULL;
  g_autofree double *scale = NULL;

  if (table == NULL)
    return NULL;
  report (folder);
  if (!gmarl_import_table_clean (table, folder->findings, error))
    return NULL;
  import =
      gmarl_import_build (table, base, options, g_ptr_array_ref (folder->findings), &scale, error);
  if (import == NULL)
    return NULL;
  apply_storage (folder, import, scale);
  if (!gmarl_import_conclude (import, error))
    return NULL;
  return g_steal_pointer (&import);
}

static void
folder_clear (GmarlCityLearnFolder *self)
{
  g_clear_pointer (&self->schema, gmarl_citylearn_schema_free);
  g_ptr_array_unref (self->buildings);
  g_ptr_array_unref (self->findings);
  gmarl_citylearn_columns_free (self->pricing);
  gmarl_citylearn_columns_free (self->carbon);
  g_free (self->day);
  g_free (self->slot);
  g_free (self->month);
  g_free (self->day_type);
  gmarl_tally_clear (&self->text);
  gmarl_tally_clear (&self->repeated);
  gmarl_tally_clear (&self->weekday);
  gmarl_tally_clear (&self->negative_demand);
  gmarl_tally_clear (&self->negative_solar);
}

GmarlImport *
gmarl_import_citylearn (const char *path,
                        const GmarlScenario *base,
                        const GmarlImportOptions *options,
                        GCancellable *cancellable,
                        GError **error)
{
  GmarlCityLearnFolder folder = { .folder = path, .cancellable = cancellable };
  g_autofree char *schema_path = NULL;
  g_autofree char *text = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (GError) local = NULL;
  GmarlImport *import = NULL;
  gsize length = 0;

  g_return_val_if_fail (path != NULL && base != NULL, NULL);

  if (options == NULL)
    options = &gmarl_import_defaults;
  schema_path = g_build_filename (path, "schema.json", NULL);
  folder.findings = gmarl_findings_new ();
  folder.buildings = g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_citylearn_columns_free);
  text = gmarl_read_data_file (schema_path, MAX_SCHEMA_BYTES, &length, cancellable, &local);
  if (text != NULL) {
    sha256 = g_compute_checksum_for_data (G_CHECKSUM_SHA256, (const guchar *) text, length);
    folder.schema = gmarl_citylearn_schema_parse (text, length, "schema.json", &local);
  }
  if (folder.schema != NULL && read_buildings (&folder, &local) &&
      choose_rows (&folder, options, &local) && gmarl_citylearn_build_calendar (&folder, &local))
    import = build (&folder, base, options, sha256, &local);
  folder_clear (&folder);
  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  return import;
}
