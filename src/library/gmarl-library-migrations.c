/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * The schemas of library.db, one after the other: entry v makes schema v + 1 of schema v, and the
 * last one made is the newest. Never change one that has been released; append another.
 *
 * A table that refers to a run says what becomes of its rows when the run is removed (ON DELETE),
 * because emptying the trash removes runs, and then groups without runs. A table whose rows come
 * along when libraries are merged has an entry in gmarl_library_merged_tables
 * (gmarl-library-copy.c).
 */
#include "config.h"

#include "gmarl-library-private.h"

static const char schema_1[] =
    "CREATE TABLE scenario ("
    "  hash TEXT PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  text TEXT NOT NULL"
    ") STRICT;"
    "CREATE TABLE run_group ("
    "  id TEXT PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  scenario_hash TEXT NOT NULL REFERENCES scenario (hash),"
    "  configuration TEXT NOT NULL,"
    "  iterations INTEGER NOT NULL,"
    "  version TEXT NOT NULL,"
    "  created_us INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX run_group_name ON run_group (name);"
    "CREATE TABLE run ("
    "  number INTEGER PRIMARY KEY,"
    "  id TEXT NOT NULL UNIQUE,"
    "  group_id TEXT NOT NULL REFERENCES run_group (id),"
    "  seed INTEGER NOT NULL,"
    "  status TEXT NOT NULL CHECK (status IN"
    "    ('running', 'paused', 'finished', 'stopped', 'interrupted', 'failed')),"
    "  message TEXT,"
    "  iteration INTEGER NOT NULL DEFAULT 0,"
    "  seconds ANY NOT NULL DEFAULT 0.0,"
    "  last_reward ANY,"
    "  best_score ANY,"
    "  best_iteration INTEGER,"
    "  kernel_level TEXT NOT NULL,"
    "  version TEXT NOT NULL,"
    "  init_from TEXT,"
    "  created_us INTEGER NOT NULL,"
    "  updated_us INTEGER NOT NULL"
    ") STRICT;"
    "CREATE INDEX run_group_id ON run (group_id);"
    "CREATE TABLE metric ("
    "  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
    "  iteration INTEGER NOT NULL,"
    "  PRIMARY KEY (run_id, iteration)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE checkpoint ("
    "  run_id TEXT NOT NULL REFERENCES run (id) ON DELETE CASCADE,"
    "  kind TEXT NOT NULL CHECK (kind IN ('last', 'best', 'numbered')),"
    "  iteration INTEGER NOT NULL,"
    "  sha256 TEXT NOT NULL,"
    "  bytes INTEGER NOT NULL,"
    "  score ANY,"
    "  state TEXT NOT NULL CHECK (state IN ('writing', 'current', 'removing')),"
    "  written_us INTEGER NOT NULL,"
    "  PRIMARY KEY (run_id, kind, iteration, sha256)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE evaluation ("
    "  policy TEXT NOT NULL,"
    "  scenario_hash TEXT NOT NULL,"
    "  version TEXT NOT NULL,"
    "  episode_seed INTEGER NOT NULL,"
    "  indicators INTEGER NOT NULL,"
    "  PRIMARY KEY (policy, scenario_hash, version, episode_seed)"
    ") STRICT, WITHOUT ROWID;";

/* Labels of groups, the trash, and comparisons. */
static const char schema_2[] =
    "ALTER TABLE run_group ADD COLUMN notes TEXT NOT NULL DEFAULT '';"
    "ALTER TABLE run_group ADD COLUMN look INTEGER NOT NULL DEFAULT -1;"
    "ALTER TABLE run ADD COLUMN trashed_us INTEGER NOT NULL DEFAULT 0;"
    "CREATE TABLE tag ("
    "  group_id TEXT NOT NULL REFERENCES run_group (id) ON DELETE CASCADE,"
    "  name TEXT NOT NULL,"
    "  PRIMARY KEY (group_id, name)"
    ") STRICT, WITHOUT ROWID;"
    "CREATE TABLE comparison ("
    "  id TEXT PRIMARY KEY,"
    "  name TEXT NOT NULL,"
    "  created_us INTEGER NOT NULL,"
    "  definition TEXT NOT NULL"
    ") STRICT;";

/* Scaling studies and their cells. */
static const char schema_3[] = "CREATE TABLE study ("
                               "  id TEXT PRIMARY KEY,"
                               "  scenario_hash TEXT NOT NULL REFERENCES scenario (hash),"
                               "  configuration TEXT NOT NULL,"
                               "  sizes TEXT NOT NULL,"
                               "  sharing TEXT NOT NULL CHECK (sharing IN ('no', 'yes', 'both')),"
                               "  seeds TEXT NOT NULL,"
                               "  version TEXT NOT NULL,"
                               "  created_us INTEGER NOT NULL"
                               ") STRICT;"
                               "CREATE TABLE study_cell ("
                               "  study_id TEXT NOT NULL REFERENCES study (id) ON DELETE CASCADE,"
                               "  number INTEGER NOT NULL,"
                               "  agents INTEGER NOT NULL,"
                               "  shared INTEGER NOT NULL CHECK (shared IN (0, 1)),"
                               "  seed INTEGER NOT NULL,"
                               "  state TEXT NOT NULL DEFAULT 'queued' CHECK (state IN"
                               "    ('queued', 'running', 'paused', 'done', 'failed', 'skipped')),"
                               "  run_id TEXT REFERENCES run (id) ON DELETE SET NULL,"
                               "  message TEXT,"
                               "  PRIMARY KEY (study_id, number)"
                               ") STRICT, WITHOUT ROWID;"
                               "CREATE INDEX study_cell_run_id ON study_cell (run_id);";

/* Which checkpoint a run began with. Evaluations under keys that say nothing of the level of the
 * kernels, or as a number, are found no more. */
static const char schema_4[] = "ALTER TABLE run ADD COLUMN init_sha256 TEXT;"
                               "DELETE FROM evaluation WHERE policy GLOB '*@*'"
                               " OR (length (policy) = 64 AND policy NOT GLOB '*[^0-9a-f]*');";

static const char *const migrations[] = { schema_1, schema_2, schema_3, schema_4 };

const char *
gmarl_library_migration (gsize schema)
{
  return schema < G_N_ELEMENTS (migrations) ? migrations[schema] : NULL;
}
