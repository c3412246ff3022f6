/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library.h"

#include "gmarl-error.h"
#include "gmarl-indicators.h"
#include "gmarl-scaling-results.h"

#include <sqlite3.h>

G_BEGIN_DECLS

/* What the files of this folder share. */

#define GMARL_LIBRARY_DATABASE       "library.db"
#define GMARL_LIBRARY_RUNS           "runs"
#define GMARL_LIBRARY_STUDIES        "studies"
#define GMARL_LIBRARY_APPLICATION_ID 0x474d524c /* "GMRL", in the header of the database */
#define GMARL_LIBRARY_BUNDLE_ID      0x474d5242 /* "GMRB", in that of a bundle */
#define GMARL_LIBRARY_BUSY_SECONDS   10

/* A flag of gmarl_library_open: an older schema is read from a copy of the database that has the
 * newest one; the checkpoints from where they are. */
#define GMARL_LIBRARY_AS_COPY ((GmarlLibraryFlags) (1 << 8))

struct _GmarlLibrary {
  char *directory; /* absolute */
  char *database;  /* absolute path of library.db */
  sqlite3 *db;
  gboolean read_only;
  gboolean is_older;  /* could not be opened for its older schema */
  gboolean is_bundle; /* one file, checkpoints inside; directory is the one that it is in */
  char *scratch;      /* a folder with a copy of the database, removed at the end, or NULL */
  /* The metric columns but the iteration, in the registry's order, for SELECT: a column that an
   * older database opened for reading does not have is the word NULL. */
  char *metric_columns;
  char *quantity_columns; /* the same of what is measured of a study's cell */
  gboolean has_all_indicators;
};

/* Whether there is no database, or one cut to nothing, beside runs. It would be taken for a new
 * library, whose runs would seem gone. */
gboolean gmarl_library_lacks_database (const GmarlLibrary *self);

/* -- Statements (gmarl-library-statement.c) -- */

typedef sqlite3_stmt GmarlStatement;

GmarlStatement *gmarl_library_prepare (GmarlLibrary *self, const char *sql, GError **error);

/* Runs SQL that gives no rows. */
gboolean gmarl_library_execute (GmarlLibrary *self, const char *sql, GError **error);

/* The same for a statement with one parameter, a text. */
gboolean gmarl_library_execute_for (GmarlLibrary *self,
                                    const char *sql,
                                    const char *parameter,
                                    GError **error);

/* 1: a row is there, 0: done, -1: failed. */
gint gmarl_library_step (GmarlLibrary *self, GmarlStatement *statement, GError **error);

/* Runs a statement that gives no rows, and makes it ready for the next time. */
gboolean gmarl_library_run (GmarlLibrary *self, GmarlStatement *statement, GError **error);

/* Makes a record of the row that a statement is at, or fails. (transfer full) */
typedef gpointer (*GmarlRecordFunc) (GmarlLibrary *self, GmarlStatement *statement, GError **error);

/* The records of all rows of a query with at most one parameter, a text or NULL. (transfer full) */
GPtrArray *gmarl_library_query_records (GmarlLibrary *self,
                                        const char *sql,
                                        const char *parameter,
                                        GmarlRecordFunc read,
                                        GDestroyNotify free_record,
                                        GError **error);

/* Reads the one integer that a query gives. */
gboolean
gmarl_library_query_integer (GmarlLibrary *self, const char *sql, gint64 *value, GError **error);

/* Parameters count from 1, columns from 0, as in SQLite. Texts are copied; NULL and NaN are NULL.
 */
void gmarl_statement_bind_text (GmarlStatement *self, gint parameter, const char *value);
void gmarl_statement_bind_integer (GmarlStatement *self, gint parameter, gint64 value);
void gmarl_statement_bind_real (GmarlStatement *self, gint parameter, double value);
char *gmarl_statement_get_text (GmarlStatement *self, gint column); /* (transfer full) */
double gmarl_statement_get_real (GmarlStatement *self, gint column);

/* A write transaction waits up to GMARL_LIBRARY_BUSY_SECONDS for another writer. Finish with
 * commit, which rolls back if it fails, or with rollback.
 */
gboolean gmarl_library_begin (GmarlLibrary *self, GError **error);
gboolean gmarl_library_commit (GmarlLibrary *self, GError **error);
void gmarl_library_rollback (GmarlLibrary *self);

/* Opens a connection (flags are SQLite's) instead of the one that there was. */
gboolean gmarl_library_connect (GmarlLibrary *self, const char *name, gint flags, GError **error);

/* -- Errors: what happened, what is safe, what to do (gmarl-library-errors.c) -- */

/* Sets the error of the connection's last call. */
void gmarl_library_set_error (GmarlLibrary *self, GError **error);

/* Sets the error of a database that cannot be what this program wrote. */
void gmarl_library_set_damage_error (GmarlLibrary *self, const char *reason, GError **error);

/* Sets the error of a file or folder that could not be written; code is errno's. */
void gmarl_library_set_file_error (const char *path, gint code, GError **error);

/* Fails if the library was opened for reading alone. */
gboolean gmarl_library_require_writable (GmarlLibrary *self, GError **error);

/* Fails if there is no such run. */
gboolean gmarl_library_require_run (GmarlLibrary *self, const char *run_id, GError **error);

void gmarl_library_set_unknown_run_error (const char *run_id, GError **error);

/* -- Files (gmarl-library-files.c) -- */

/* <directory>/runs/<id>/<file>; file NULL: the folder. (transfer full) */
char *gmarl_library_run_path (const GmarlLibrary *self, const char *run_id, const char *file);

/* Whether both paths lead to one file. */
gboolean gmarl_library_is_same_file (const char *a, const char *b);

/* Makes sure that a file's bytes, or a folder's names, are on the disk. */
gboolean gmarl_library_sync (const char *path, GError **error);

/* Makes the folder of a run, if it is not there, on the disk too. */
gboolean
gmarl_library_make_run_folder (const GmarlLibrary *self, const char *run_id, GError **error);

/* -- Schema (gmarl-library-migrations.c, gmarl-library-schema.c) -- */

/* The SQL that makes the next schema of this one, or NULL: it is the newest. */
const char *gmarl_library_migration (gsize schema);

/* Makes the newest schema in an empty database. */
gboolean gmarl_library_create_schema (GmarlLibrary *self, GError **error);

/* Makes the newest schema of an older one, without a copy of the database. */
gboolean gmarl_library_migrate (GmarlLibrary *self, GError **error);

/* Fails where the database has anything but plain tables and indices: what a view or a trigger does
 * is up to its author.
 */
gboolean gmarl_library_check_objects (GmarlLibrary *self, GError **error);

/* Makes the database of an opened connection readable: as it is, or an older one as a copy in
 * self->scratch. */
gboolean gmarl_library_read_schema (GmarlLibrary *self, GError **error);

/* The names of a table's columns, as keys; empty if there is no such table. (transfer full) */
GHashTable *gmarl_library_load_columns (GmarlLibrary *self, const char *table, GError **error);

/* Brings the database to the newest schema; a copy of an older one is kept beside it. */
gboolean gmarl_library_schema_prepare (GmarlLibrary *self, GError **error);

/* Whether a database opened for reading can be read as it is; fills in what depends on its columns.
 */
gboolean gmarl_library_schema_inspect (GmarlLibrary *self, GError **error);

/* -- Runs (gmarl-library-runs.c) -- */

/* 12 hexadecimal digits. (transfer full) */
char *gmarl_library_new_id (void);
gboolean gmarl_library_is_id (const char *text);

/* Fails unless it is one line of text, not empty and not "latest". */
gboolean gmarl_library_check_name (const char *name, GError **error);

/* Fails unless it is a short text on one line, without commas. */
gboolean gmarl_library_check_tag (const char *tag, GError **error);

/* Binds a new id to the statement's first parameter and runs it; another one if it is taken.
 * (transfer full) */
char *
gmarl_library_insert_with_new_id (GmarlLibrary *self, GmarlStatement *statement, GError **error);

/* Stores a scenario, if it is not there yet; its hash. Within a transaction or alone. (transfer
 * full) */
char *
gmarl_library_insert_scenario (GmarlLibrary *self, const GmarlScenario *scenario, GError **error);

/* Stores a scenario's text under its hash, unless it is there. */
gboolean gmarl_library_store_scenario (GmarlLibrary *self,
                                       const char *hash,
                                       const char *name,
                                       const char *text,
                                       GError **error);

/* gmarl_library_begin_group within a transaction; the name is checked. (transfer full) */
char *gmarl_library_insert_group (GmarlLibrary *self,
                                  const GmarlRunConfig *config,
                                  const char *name,
                                  GError **error);

/* A configuration as it is stored. (transfer full) */
GmarlRunConfig *gmarl_library_parse_config (GmarlLibrary *self,
                                            const char *scenario_text,
                                            const char *configuration,
                                            const char *label,
                                            GError **error);

/* The runs that a condition on r (run) and g (run_group) with at most one parameter means.
 * (transfer full) (element-type GmarlRunRecord) */
GPtrArray *gmarl_library_query_runs (GmarlLibrary *self,
                                     const char *where_and_order,
                                     const char *parameter,
                                     GError **error);

/* The rows that a statement made by gmarl_library_prepare_metrics gives are read with this. */
GmarlStatement *
gmarl_library_prepare_metrics (GmarlLibrary *self, const char *where_and_order, GError **error);
void gmarl_statement_get_metrics (GmarlStatement *self, GmarlTrainingMetrics *row);

/* Storing a row that is not there yet; nothing happens to one that is. */
GmarlStatement *gmarl_library_prepare_metric_insert (GmarlLibrary *self, GError **error);
void gmarl_statement_bind_metrics (GmarlStatement *self,
                                   const char *run_id,
                                   const GmarlTrainingMetrics *row);

/* -- The run's file lock (gmarl-library-lock.c) -- */

/* Takes the lock of a run, whose folder exists: a file descriptor, or -1 with an error that names
 * the process that holds it. Closing it, or the death of the process, lets go.
 */
gint gmarl_library_lock_run (GmarlLibrary *self, const GmarlRunRecord *run, GError **error);

/* Whether any process holds the run now; never takes the lock itself. */
gboolean gmarl_library_is_run_held (const GmarlLibrary *self, const char *run_id);

/* Takes the lock of a study's cell: a file descriptor, or -1 with busy (another descriptor holds
 * it) or an error. Closing it, or the death of the process, lets go.
 */
gint gmarl_library_lock_cell (GmarlLibrary *self,
                              const char *study_id,
                              gsize number,
                              gboolean *busy,
                              GError **error);

/* For each of n_cells cells whether any process holds it now; takes no lock. */
void gmarl_library_find_held_cells (const GmarlLibrary *self,
                                    const char *study_id,
                                    gsize n_cells,
                                    gboolean *held);

/* -- Checkpoints (gmarl-library-checkpoints.c) -- */

typedef enum {
  GMARL_CHECKPOINT_WRITING,  /* said to be coming: the file may or may not be there */
  GMARL_CHECKPOINT_CURRENT,  /* the file is there */
  GMARL_CHECKPOINT_REMOVING, /* said to be going */
} GmarlCheckpointState;

/* A row of the table checkpoint. */
typedef struct {
  GmarlCheckpointRecord record;
  GmarlCheckpointState state;
} GmarlCheckpointRow;

const char *gmarl_checkpoint_kind_to_id (GmarlCheckpointKind kind);

/* "last.safetensors", "iteration-000050.safetensors". (transfer full) */
char *gmarl_checkpoint_file_name (GmarlCheckpointKind kind, gint64 iteration);

/* The rows of a run, files together, those that are going left out. (transfer full) (element-type
 * GmarlCheckpointRow) */
GPtrArray *
gmarl_library_load_checkpoint_rows (GmarlLibrary *self, const char *run_id, GError **error);

/* The checkpoints of these rows: of several rows of one file the one that describes its contents.
 * (transfer full) (element-type GmarlCheckpointRow) */
GPtrArray *gmarl_checkpoint_rows_resolve (const GPtrArray *rows);

/* Appends what PRAGMA quick_check finds wrong; FALSE: it could not be run. */
gboolean gmarl_library_quick_check (GmarlLibrary *self, GString *damage, GError **error);

/* -- Writing a checkpoint in stages (gmarl-library-checkpoint-write.c) -- */

typedef struct {
  GmarlLibrary *library; /* borrowed */
  const char *run_id;    /* borrowed */
  GmarlCheckpointKind kind;
  gint64 iteration;
  double score;
  GBytes *bytes; /* borrowed; needed to stage alone */
  gsize size;
  gint64 keep;
  char *path;
  char *temporary;
  char *sha256;
} GmarlCheckpointWrite;

void gmarl_checkpoint_write_init (GmarlCheckpointWrite *self,
                                  GmarlLibrary *library,
                                  const char *run_id,
                                  GmarlCheckpointKind kind,
                                  gint64 iteration,
                                  double score,
                                  GBytes *bytes,
                                  gint64 keep);
void gmarl_checkpoint_write_clear (GmarlCheckpointWrite *self);

/* The four stages, to be called in this order. A process may die between any two. */
gboolean gmarl_checkpoint_write_stage (GmarlCheckpointWrite *self, GError **error);
gboolean gmarl_checkpoint_write_announce (GmarlCheckpointWrite *self, GError **error);
gboolean gmarl_checkpoint_write_publish (GmarlCheckpointWrite *self, GError **error);
gboolean gmarl_checkpoint_write_settle (GmarlCheckpointWrite *self, GError **error);

/* Puts a run in order whose writer died between two stages. Its lock must be held. */
gboolean gmarl_library_recover_checkpoints (GmarlLibrary *self, const char *run_id, GError **error);

void gmarl_statement_finalize (GmarlStatement *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlStatement, gmarl_statement_finalize)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (GmarlCheckpointWrite, gmarl_checkpoint_write_clear)

G_END_DECLS
