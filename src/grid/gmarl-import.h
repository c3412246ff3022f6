/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* Profiles from data (environment.md section 11): files become a scenario that carries its data.
 * Whatever was filled, dropped, split or summed is a finding; nothing is read silently wrong.
 */

typedef enum {
  GMARL_FINDING_NOTE,    /* what was read and how */
  GMARL_FINDING_WARNING, /* what was filled, dropped or clipped, with row numbers */
} GmarlFindingLevel;

typedef struct {
  GmarlFindingLevel level;
  char *message; /* translated; names file and rows; owned */
} GmarlFinding;

typedef struct {
  GmarlScenario *scenario; /* validated; owned */
  GPtrArray *findings;     /* of GmarlFinding; owned */
  double energy_in_kwh;  /* demand plus solar of the days kept, as in the files, times the scales */
  double energy_out_kwh; /* the same as the 5-minute steps give it */
} GmarlImport;

typedef enum {
  GMARL_ENERGY_UNIT_AUTO, /* from the column's name, or else an error that asks for it */
  GMARL_ENERGY_UNIT_KWH,  /* energy per row */
  GMARL_ENERGY_UNIT_KW,   /* mean power over the row */
  GMARL_ENERGY_UNIT_WH,
  GMARL_ENERGY_UNIT_W,
} GmarlEnergyUnit;

typedef struct {
  gint unit;           /* GmarlEnergyUnit; overrules names of columns, with a warning */
  gint64 step_minutes; /* 0: from the time column, or from the number of rows if it is whole days */
  gint64 group_size;   /* homes a group when a single day has homes for three groups; 0: 5 */
  gboolean scale_to_kind; /* lift each home to its kind's mean demand (default); with groups, each
                             position by the mean over all homes */
  double scale;           /* if not scale_to_kind: the factor of every node */
} GmarlImportOptions;

extern const GmarlImportOptions gmarl_import_defaults;

/* Reads CSV files, long (time, node, load, …) or wide (one column a node); several files are
 * joined: one a node, or one headerless column of numbers a home. base gives everything that the
 * data do not. Errors name file, row, column and remedy (GMARL_ERROR_DATA, GMARL_ERROR_SCENARIO if
 * the base does not fit, or G_IO_ERROR_CANCELLED). options: NULL for the defaults. (transfer full)
 */
GmarlImport *gmarl_import_csv (const char *const *paths,
                               const GmarlScenario *base,
                               const GmarlImportOptions *options,
                               GCancellable *cancellable,
                               GError **error);

/* Reads a CityLearn folder: schema.json as it is, and the files it names, whose units are known.
 * (transfer full)
 */
GmarlImport *gmarl_import_citylearn (const char *folder,
                                     const GmarlScenario *base,
                                     const GmarlImportOptions *options,
                                     GCancellable *cancellable,
                                     GError **error);

void gmarl_import_free (GmarlImport *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlImport, gmarl_import_free)

G_END_DECLS
