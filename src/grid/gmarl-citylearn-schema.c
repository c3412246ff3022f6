/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-citylearn-private.h"
#include "gmarl-error.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

/* The part of a CityLearn schema.json (2022 and later) that this simulator has a use for: which
 * buildings, their files, storage and PV, the step and the rows.
 *
 * json-glib calls itself once a level of nesting and accepts more than JSON (comments, other
 * quotes), so that a text could hide brackets from a simple count, and several values in a row, of
 * which it loses all but the last. check_text() therefore reads the text as strict JSON's words
 * first and refuses what is not, is nested too deeply, or goes on after its value.
 */

#define MAX_DEPTH 64

static gboolean
fail (GError **error, const char *name, const char *where, const char *what)
{
  g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA, "%s, %s: %s", name, where, what);
  return FALSE;
}

static gboolean
fail_line (GError **error, const char *name, guint line, const char *what)
{
  g_autofree char *where = g_strdup_printf (_ ("row %u"), line);

  return fail (error, name, where, what);
}

/* Moves past a string; *p stands at its opening quote. */
static gboolean
skip_string (const char **p, const char *end)
{
  for ((*p)++; *p < end; (*p)++) {
    if (**p == '"') {
      (*p)++;
      return TRUE;
    }
    if (**p == '\\')
      (*p)++;
    else if ((guchar) * *p < 0x20)
      return FALSE;
  }
  return FALSE;
}

static gboolean
check_text (const char *text, gsize length, const char *name, GError **error)
{
  const char *p = text, *end = text + length;
  guint line = 1, depth = 0;
  gboolean complete = FALSE;

  if (!g_utf8_validate_len (text, length, NULL))
    return fail_line (error, name, 1, _ ("not UTF-8 text. Save the file as UTF-8."));
  while (p < end) {
    if (complete && !g_ascii_isspace (*p))
      return fail_line (error, name, line, _ ("more after the end. Give one JSON object."));
    if (*p == '"' && depth == 0)
      return fail_line (error, name, line, _ ("no JSON object. Give a CityLearn schema."));
    if (*p == '"') {
      if (!skip_string (&p, end))
        return fail_line (error, name, line, _ ("a string that does not end. Close its quotes."));
      continue;
    }
    line += *p == '\n';
    if (*p == '{' || *p == '[') {
      if (++depth > MAX_DEPTH)
        return fail_line (error, name, line,
                          _ ("nested more than 64 levels deep. Give a CityLearn schema."));
    } else if (*p == '}' || *p == ']') {
      if (depth-- == 0)
        return fail_line (error, name, line, _ ("a bracket too much. Give valid JSON."));
      complete = depth == 0;
    } else if (!g_ascii_isalnum (*p) && strchr (" \t\r\n,:+-.", *p) == NULL) {
      return fail_line (error, name, line,
                        _ ("a character that JSON does not have there. Remove comments and quote "
                           "texts with \"."));
    } else if (depth == 0 && !g_ascii_isspace (*p)) {
      return fail_line (error, name, line, _ ("no JSON object. Give a CityLearn schema."));
    }
    p++;
  }
  return TRUE;
}

static JsonObject *
get_object (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_OBJECT (node) ? json_node_get_object (node) : NULL;
}

static const char *
get_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_STRING)
    return NULL;
  return json_node_get_string (node);
}

/* A number, or missing if it is absent or null; anything else is an error. */
static gboolean
get_number (JsonObject *object,
            const char *member,
            double missing,
            double *out,
            const char *name,
            const char *where,
            GError **error)
{
  JsonNode *node = json_object_get_member (object, member);
  g_autofree char *what = NULL;

  *out = missing;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;
  if (JSON_NODE_HOLDS_VALUE (node) && (json_node_get_value_type (node) == G_TYPE_INT64 ||
                                       json_node_get_value_type (node) == G_TYPE_DOUBLE)) {
    *out = json_node_get_double (node);
    if (isfinite (*out) && fabs (*out) <= 1e9)
      return TRUE;
  }
  what = g_strdup_printf (_ ("“%s” is not a number up to 1e9. Correct it."), member);
  return fail (error, name, where, what);
}

static gboolean
get_boolean (JsonObject *object, const char *member, gboolean missing)
{
  JsonNode *node = json_object_get_member (object, member);

  if (node == NULL || !JSON_NODE_HOLDS_VALUE (node) ||
      json_node_get_value_type (node) != G_TYPE_BOOLEAN)
    return missing;
  return json_node_get_boolean (node);
}

/* A file of the folder; a schema is not allowed to name files elsewhere. */
static gboolean
get_file (JsonObject *object,
          const char *member,
          char **out,
          const char *name,
          const char *where,
          GError **error)
{
  const char *file = get_string (object, member);
  g_auto (GStrv) parts = NULL;
  g_autofree char *what = NULL;

  *out = NULL;
  if (file == NULL || *file == '\0')
    return TRUE;
  parts = g_strsplit_set (file, "/\\", -1);
  if (g_path_is_absolute (file) || g_strv_contains ((const char *const *) parts, "..") ||
      strlen (file) > 255) {
    what =
        g_strdup_printf (_ ("“%s” names a file outside of the folder. Put the file into the folder "
                            "and name it alone."),
                         member);
    return fail (error, name, where, what);
  }
  *out = g_strdup (file);
  return TRUE;
}

static void
building_free (gpointer data)
{
  GmarlCityLearnBuilding *self = data;

  g_free (self->name);
  g_free (self->energy_simulation);
  g_free (self->carbon_intensity);
  g_free (self->pricing);
  g_free (self);
}

void
gmarl_citylearn_schema_free (GmarlCityLearnSchema *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->buildings);
  g_free (self);
}

/* Storage and PV. A size that CityLearn would choose itself (autosize) counts as not given. */
static gboolean
read_devices (JsonObject *object,
              GmarlCityLearnBuilding *building,
              const char *name,
              const char *where,
              GError **error)
{
  JsonObject *storage = get_object (object, "electrical_storage");
  JsonObject *pv = get_object (object, "pv");
  JsonObject *attributes = storage != NULL ? get_object (storage, "attributes") : NULL;
  double capacity_loss, loss;

  building->capacity_kwh = building->power_kw = building->efficiency = NAN;
  if (attributes != NULL) {
    if (!get_number (attributes, "capacity", NAN, &building->capacity_kwh, name, where, error) ||
        !get_number (attributes, "nominal_power", NAN, &building->power_kw, name, where, error) ||
        !get_number (attributes, "efficiency", NAN, &building->efficiency, name, where, error) ||
        !get_number (attributes, "capacity_loss_coefficient", 0, &capacity_loss, name, where,
                     error) ||
        !get_number (attributes, "loss_coefficient", 0, &loss, name, where, error))
      return FALSE;
    building->ages = capacity_loss != 0 || loss != 0;
    if (get_boolean (storage, "autosize", FALSE))
      building->capacity_kwh = building->power_kw = NAN;
  }
  if (building->efficiency <= 0 || building->efficiency > 1)
    return fail (error, name, where,
                 _ ("the storage's “efficiency” is not above 0 and at most 1. Correct it."));
  if (building->capacity_kwh < 0 || building->power_kw < 0)
    return fail (error, name, where,
                 _ ("the storage's “capacity” or “nominal_power” is negative. Correct it."));
  if (pv == NULL)
    return TRUE;
  building->pv_kw = NAN;
  attributes = get_object (pv, "attributes");
  if (attributes != NULL && !get_boolean (pv, "autosize", FALSE) &&
      !get_number (attributes, "nominal_power", NAN, &building->pv_kw, name, where, error))
    return FALSE;
  if (building->pv_kw < 0)
    return fail (error, name, where, _ ("the “nominal_power” of pv is negative. Correct it."));
  return TRUE;
}

static gboolean
read_building (GmarlCityLearnSchema *self,
               const char *id,
               JsonNode *node,
               const char *name,
               GError **error)
{
  GmarlCityLearnBuilding *building;
  g_autofree char *shown = gmarl_clean_name (id);
  g_autofree char *where = g_strdup_printf (_ ("building “%s”"), shown);
  JsonObject *object;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return fail (error, name, where, _ ("not an object. Describe the building in braces."));
  object = json_node_get_object (node);
  if (!get_boolean (object, "include", TRUE)) {
    self->n_excluded++;
    return TRUE;
  }
  building = g_new0 (GmarlCityLearnBuilding, 1);
  g_ptr_array_add (self->buildings, building);
  building->name = gmarl_clean_name (id);
  if (!get_file (object, "energy_simulation", &building->energy_simulation, name, where, error) ||
      !get_file (object, "carbon_intensity", &building->carbon_intensity, name, where, error) ||
      !get_file (object, "pricing", &building->pricing, name, where, error) ||
      !read_devices (object, building, name, where, error))
    return FALSE;
  if (building->energy_simulation == NULL)
    return fail (error, name, where,
                 _ ("no “energy_simulation”. Name the file of the building's energies."));
  return TRUE;
}

static gboolean
read_rows (GmarlCityLearnSchema *self, JsonObject *root, const char *name, GError **error)
{
  double seconds, first, last;
  const char *where = _ ("the top level");

  if (!get_number (root, "seconds_per_time_step", 3600, &seconds, name, where, error) ||
      !get_number (root, "simulation_start_time_step", 0, &first, name, where, error) ||
      !get_number (root, "simulation_end_time_step", -1, &last, name, where, error))
    return FALSE;
  if (seconds != floor (seconds / 60) * 60 || !gmarl_is_step_minutes ((gint64) (seconds / 60)))
    return fail (
        error, name, where,
        _ ("“seconds_per_time_step” is not 60, 300, 900, 1800 or 3600. Resample the data."));
  self->step_minutes = (guint) (seconds / 60);
  self->first = (gint64) first;
  self->last = (gint64) last;
  if (self->first < 0 || (self->last >= 0 && self->last < self->first))
    return fail (error, name, where,
                 _ ("“simulation_start_time_step” is negative or after "
                    "“simulation_end_time_step”. Correct them."));
  return TRUE;
}

static gboolean
read_root (GmarlCityLearnSchema *self, JsonObject *root, const char *name, GError **error)
{
  JsonObject *buildings = get_object (root, "buildings");
  g_autoptr (GList) ids = NULL;

  if (buildings == NULL)
    return fail (error, name, _ ("the top level"),
                 _ ("no “buildings”. Give the schema.json of a CityLearn data set."));
  if (!read_rows (self, root, name, error))
    return FALSE;
  ids = json_object_get_members (buildings);
  for (GList *l = ids; l != NULL; l = l->next)
    if (!read_building (self, l->data, json_object_get_member (buildings, l->data), name, error))
      return FALSE;
  if (self->buildings->len == 0)
    return fail (error, name, "buildings",
                 _ ("no building is included. Set “include” of one to true."));
  if (self->buildings->len > GMARL_MAX_NODES)
    return fail (error, name, "buildings", _ ("more than 10000 buildings. Include fewer."));
  return TRUE;
}

GmarlCityLearnSchema *
gmarl_citylearn_schema_parse (const char *text, gsize length, const char *name, GError **error)
{
  g_autoptr (GmarlCityLearnSchema) self = NULL;
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) local = NULL;
  JsonNode *root;

  if (!check_text (text, length, name, error))
    return NULL;
  parser = json_parser_new_immutable ();
  if (!json_parser_load_from_data (parser, text, (gssize) length, &local)) {
    /* It may quote half a surrogate pair. */
    g_autofree char *message = g_utf8_make_valid (local->message, -1);

    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("%s: not JSON: %s. Give the schema.json of a CityLearn data set."), name,
                 message);
    return NULL;
  }
  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root)) {
    fail (error, name, _ ("the top level"), _ ("not an object. Give a CityLearn schema.json."));
    return NULL;
  }
  self = g_new0 (GmarlCityLearnSchema, 1);
  self->buildings = g_ptr_array_new_with_free_func (building_free);
  if (!read_root (self, json_node_get_object (root), name, error))
    return NULL;
  return g_steal_pointer (&self);
}
