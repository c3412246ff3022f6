/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-error.h"
#include "gmarl-import-csv-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static void
report (const GmarlReading *reading)
{
  const struct {
    const GmarlTally *tally;
    const char *text;
  } reports[] = {
    { &reading->ignored, _ ("Columns that are not understood, not read") },
    { &reading->repeated_column, _ ("Further columns of prices or carbon, not read") },
    { &reading->unit_overruled, _ ("Units in names of columns that the given unit overrules") },
    { &reading->text, _ ("Cells that are not numbers, taken as missing") },
    { &reading->off_grid, _ ("Rows that are not at a multiple of the step, dropped") },
    { &reading->clock_back,
      _ ("Rows of hours that the clocks repeat in autumn; the first is kept") },
    { &reading->duplicate, _ ("Rows for a moment that was there before; the first is kept") },
    { &reading->conflict,
      _ ("Rows whose price or carbon differs from another of that moment; the first is kept") },
    { &reading->negative_demand,
      _ ("Negative demand, set to 0 (if it is net of solar, give solar in a column of its own)") },
    { &reading->negative_solar, _ ("Negative solar, set to 0") },
  };

  for (gsize k = 0; k < G_N_ELEMENTS (reports); k++)
    gmarl_findings_tally (reading->findings, reports[k].tally, reports[k].text);
}

static void
reading_clear (GmarlReading *self)
{
  GmarlTally *tallies[] = { &self->text,           &self->ignored,  &self->repeated_column,
                            &self->unit_overruled, &self->off_grid, &self->duplicate,
                            &self->clock_back,     &self->conflict, &self->negative_demand,
                            &self->negative_solar };

  for (gsize k = 0; k < G_N_ELEMENTS (tallies); k++)
    gmarl_tally_clear (tallies[k]);
}

/* The files after they are read; frees them as soon as they are joined. */
static GmarlImport *
finish (GmarlReading *reading, GPtrArray *sources, const GmarlScenario *base, GError **error)
{
  g_autoptr (GmarlImportTable) table = NULL;
  g_autoptr (GmarlImport) import = NULL;

  if (sources->len > 5) {
    const GmarlSource *first = g_ptr_array_index (sources, 0);
    const GmarlSource *last = g_ptr_array_index (sources, sources->len - 1);
    gsize n_rows = 0;

    for (guint f = 0; f < sources->len; f++)
      n_rows += ((const GmarlSource *) g_ptr_array_index (sources, f))->n_rows;
    gmarl_findings_take (reading->findings, GMARL_FINDING_NOTE,
                         g_strdup_printf (_ ("%u files, %s … %s: %zu rows of %u min in all"),
                                          sources->len, first->name, last->name, n_rows,
                                          first->step_minutes));
  }
  table = gmarl_import_join (reading, sources, error);
  if (table == NULL)
    return NULL;
  g_ptr_array_set_size (sources, 0);
  report (reading);
  if (!gmarl_import_table_clean (table, reading->findings, error))
    return NULL;
  import = gmarl_import_build (table, base, reading->options, g_ptr_array_ref (reading->findings),
                               NULL, error);
  if (import == NULL || !gmarl_import_conclude (import, error))
    return NULL;
  return g_steal_pointer (&import);
}

static gboolean
check_options (const GmarlImportOptions *options, gsize n_files, GError **error)
{
  if (n_files == 0) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA, _ ("No file to import. Name one or more."));
    return FALSE;
  }
  if (options->step_minutes != 0 && !gmarl_is_step_minutes (options->step_minutes)) {
    g_set_error (error, GMARL_ERROR, GMARL_ERROR_DATA,
                 _ ("step_minutes cannot be %ld: give 1, 5, 15, 30 or 60."),
                 (long) options->step_minutes);
    return FALSE;
  }
  return TRUE;
}

/* A file's name without folder and extension, in UTF-8. (transfer full) */
static char *
stem_of (const char *name)
{
  g_autofree char *base = g_path_get_basename (name);
  char *dot = strrchr (base, '.');

  if (dot != NULL && dot != base)
    *dot = '\0';
  return g_utf8_make_valid (base, -1);
}

/* Opens the k-th file: from a path, or from a text. */
typedef GmarlCsv *(*OpenFunc) (gconstpointer files,
                               gsize k,
                               GCancellable *cancellable,
                               GError **error);

static GmarlImport *
import_files (OpenFunc open,
              gconstpointer files,
              const char *const *names,
              gsize n_files,
              const GmarlScenario *base,
              const GmarlImportOptions *options,
              GCancellable *cancellable,
              GError **error)
{
  GmarlReading reading = { .options = options != NULL ? options : &gmarl_import_defaults,
                           .cancellable = cancellable,
                           .n_files = n_files };
  g_autoptr (GPtrArray) findings = gmarl_findings_new ();
  g_autoptr (GPtrArray) sources =
      g_ptr_array_new_with_free_func ((GDestroyNotify) gmarl_source_free);
  GmarlImport *import = NULL;
  gboolean good;

  reading.findings = findings;
  good = check_options (reading.options, n_files, error);
  for (gsize k = 0; k < n_files && good; k++) {
    g_autoptr (GmarlCsv) csv = open (files, k, cancellable, error);
    g_autofree char *stem = stem_of (names[k]);
    GmarlSource *source = csv != NULL ? gmarl_source_read (csv, stem, &reading, error) : NULL;

    good = source != NULL;
    if (good)
      g_ptr_array_add (sources, source);
  }
  if (good)
    import = finish (&reading, sources, base, error);
  reading_clear (&reading);
  return import;
}

static GmarlCsv *
open_path (gconstpointer files, gsize k, GCancellable *cancellable, GError **error)
{
  return gmarl_csv_open (((const char *const *) files)[k], cancellable, error);
}

GmarlImport *
gmarl_import_csv (const char *const *paths,
                  const GmarlScenario *base,
                  const GmarlImportOptions *options,
                  GCancellable *cancellable,
                  GError **error)
{
  g_return_val_if_fail (paths != NULL && base != NULL, NULL);

  return import_files (open_path, paths, paths, g_strv_length ((char **) paths), base, options,
                       cancellable, error);
}

typedef struct {
  const char *const *names;
  const char *const *texts;
  const gsize *lengths;
} Texts;

static GmarlCsv *
open_text (gconstpointer files, gsize k, GCancellable *cancellable, GError **error)
{
  const Texts *texts = files;

  return gmarl_csv_new (texts->texts[k], texts->lengths[k], texts->names[k], error);
}

GmarlImport *
gmarl_import_csv_texts (const char *const *names,
                        const char *const *texts,
                        const gsize *lengths,
                        gsize n_files,
                        const GmarlScenario *base,
                        const GmarlImportOptions *options,
                        GError **error)
{
  Texts files = { names, texts, lengths };

  return import_files (open_text, &files, names, n_files, base, options, NULL, error);
}
