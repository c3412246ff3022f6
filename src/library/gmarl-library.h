/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-run-config.h"
#include "gmarl-run-sink.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/* The results library: a directory with library.db (SQLite, write-ahead log) and runs/<id>/
 * (checkpoints). This folder is the only place with SQL. A GmarlLibrary is one connection and
 * belongs to one thread; several threads and several processes open the same directory, each its
 * own. Nothing is ever overwritten but a run's "last" and "best" checkpoints, which are replaced
 * whole.
 *
 * Errors (GMARL_ERROR_LIBRARY) say what happened, what is safe and what to do: a full disk, a
 * read-only directory, a damaged database, a newer schema.
 */
typedef struct _GmarlLibrary GmarlLibrary;

typedef enum {
  GMARL_LIBRARY_DEFAULT = 0,
  /* Never makes, migrates or locks anything; SQLite itself may make its shared memory (-shm). */
  GMARL_LIBRARY_READ_ONLY = 1 << 0,
  /* With READ_ONLY: an older schema is brought up to date first, as opening to write does. */
  GMARL_LIBRARY_UPDATE = 1 << 1,
} GmarlLibraryFlags;

/* The library of this user: <user data directory>/gridmarl/library. (transfer full) */
char *gmarl_library_default_directory (void);

/* Opens the library, creating it unless read-only. An older schema is migrated after a copy of the
 * database is kept beside it; a newer one is refused. (transfer full)
 */
GmarlLibrary *gmarl_library_open (const char *directory, GmarlLibraryFlags flags, GError **error);
void gmarl_library_close (GmarlLibrary *self);
const char *gmarl_library_get_directory (const GmarlLibrary *self);

/* Changes whenever another connection has committed (PRAGMA data_version). */
gint64 gmarl_library_get_data_version (GmarlLibrary *self);

/* Whether a folder has a library; also one whose database is damaged, or is gone and its runs are
 * there. */
gboolean gmarl_library_exists (const char *directory);

typedef struct {
  char *id;       /* 12 hexadecimal digits, unique in the library */
  char *group_id; /* the run group: one configuration × seeds */
  char *name;     /* of the group; runs of a group differ in the seed */
  guint64 seed;
  GmarlRunStatus
      status; /* INTERRUPTED is found out: "running" or "paused" without a process that holds it */
  char *message;     /* of a failure, or NULL */
  gint64 iteration;  /* rows stored */
  gint64 iterations; /* wanted */
  gint64 created_us; /* microseconds since the epoch, UTC */
  gint64 updated_us;
  double seconds;        /* computing time of the stored rows */
  double best_score;     /* validation reward of the best checkpoint, or NaN */
  gint64 best_iteration; /* or -1 */
  double last_reward;    /* episode reward of the last row that has one, or NaN */
  char *scenario_name;
  char *scenario_hash;
  char *kernel_level; /* "avx512" … */
  char *version;      /* of the program that began it */
  char *init_from;    /* run id it began with, or NULL */
  char *init_sha256;  /* of the checkpoint of that run; NULL: begun before it was noted */
  gint64 trashed_us;  /* when it was put into the trash, or 0 */
  char **tags;        /* of the group, sorted; empty: no tags */
  char *notes;        /* of the group; "": none */
  gint look;          /* of the group: its slot of colours, or -1: none chosen yet */
} GmarlRunRecord;

void gmarl_run_record_free (GmarlRunRecord *self);

/* Begins a run group. Stored: scenario text, configuration text, versions. name NULL: described
 * from the configuration. Names need not be unique. Returns the group's id. (transfer full)
 */
char *gmarl_library_begin_group (GmarlLibrary *self,
                                 const GmarlRunConfig *config,
                                 const char *name,
                                 GError **error);

/* Where a run's first networks are from: a checkpoint that a run had, by its hash, because what a
 * run's best checkpoint is changes.
 */
typedef struct {
  const char *run_id;
  const char *sha256;
} GmarlRunOrigin;

/* Begins a run of a group with status "running"; returns its id. origin NULL: with random networks.
 * (transfer full) */
char *gmarl_library_begin_run (GmarlLibrary *self,
                               const char *group_id,
                               guint64 seed,
                               const char *kernel_level,
                               const GmarlRunOrigin *origin,
                               GError **error);

/* The sink of a run, with a connection of its own to be used on one thread (the trainer's). It
 * holds the run (a file lock): a run that another process holds is refused by name, and a process
 * that dies lets go. (transfer full)
 */
GmarlRunSink *gmarl_library_open_sink (GmarlLibrary *self, const char *run_id, GError **error);

/* All runs but those in the trash, newest first. (transfer full) (element-type GmarlRunRecord) */
GPtrArray *gmarl_library_list_runs (GmarlLibrary *self, GError **error);

/* The runs that a reference means: "latest" (the newest run that has a checkpoint), an id, a unique
 * prefix of one (at least 3 characters), a group's id or a name (all runs of that group, by seed).
 * An ambiguous
 * reference fails and lists the ids (GMARL_ERROR_CONFIG); an unknown one suggests the nearest
 * (GMARL_ERROR_NOT_FOUND). A run in the trash is found by its whole id alone. (transfer full)
 */
GPtrArray *gmarl_library_find_runs (GmarlLibrary *self, const char *reference, GError **error);

/* What the run was begun with. (transfer full) */
GmarlRunConfig *gmarl_library_load_config (GmarlLibrary *self, const char *run_id, GError **error);

/* Its metric rows by iteration. (transfer full) (element-type GmarlTrainingMetrics) */
GArray *gmarl_library_load_metrics (GmarlLibrary *self, const char *run_id, GError **error);

/* The bytes of a checkpoint; iteration is for NUMBERED alone. BEST falls back to LAST if there is
 * none; kind_out (nullable) tells. The stored hash is checked. (transfer full)
 */
GBytes *gmarl_library_load_checkpoint (GmarlLibrary *self,
                                       const char *run_id,
                                       GmarlCheckpointKind kind,
                                       gint64 iteration,
                                       GmarlCheckpointKind *kind_out,
                                       GError **error);

typedef struct {
  GmarlCheckpointKind kind;
  gint64 iteration;
  double score;
  gint64 bytes;
  char *sha256;
  char *path; /* absolute */
} GmarlCheckpointRecord;

void gmarl_checkpoint_record_free (GmarlCheckpointRecord *self);

/* (transfer full) (element-type GmarlCheckpointRecord) */
GPtrArray *gmarl_library_list_checkpoints (GmarlLibrary *self, const char *run_id, GError **error);

/* Where the checkpoints of a run are; the folder comes with the first one. (transfer full) */
char *gmarl_library_get_run_folder (const GmarlLibrary *self, const char *run_id);

/* Renames the run's group. */
gboolean
gmarl_library_rename (GmarlLibrary *self, const char *run_id, const char *name, GError **error);

/* Labels of a run's group. Tags are texts of one line without commas; whitespace around them goes,
 * and so do repetitions. Notes are any text. look: a slot of colours, or -1.
 */
gboolean gmarl_library_set_tags (GmarlLibrary *self,
                                 const char *run_id,
                                 const char *const *tags,
                                 GError **error);
gboolean
gmarl_library_set_notes (GmarlLibrary *self, const char *run_id, const char *notes, GError **error);
gboolean gmarl_library_set_look (GmarlLibrary *self, const char *run_id, gint look, GError **error);

/* All tags of groups with a run that is not in the trash, sorted. (transfer full) */
char **gmarl_library_list_tags (GmarlLibrary *self, GError **error);

/* The trash (run_ids end with NULL). All of them are put there, or taken out, or none: a run that a
 * process holds is refused by name. A run in the trash cannot be trained; its group goes on with
 * the others.
 */
gboolean gmarl_library_trash (GmarlLibrary *self, const char *const *run_ids, GError **error);
gboolean gmarl_library_restore (GmarlLibrary *self, const char *const *run_ids, GError **error);

/* The runs in the trash, those put there last first. (transfer full) (element-type
 * GmarlRunRecord) */
GPtrArray *gmarl_library_list_trash (GmarlLibrary *self, GError **error);

/* The runs in the trash that an id, a unique prefix of one, a group's id or a name means. (transfer
 * full) */
GPtrArray *gmarl_library_find_trash (GmarlLibrary *self, const char *reference, GError **error);

/* Bytes of the files in the trash. */
gboolean gmarl_library_trash_size (GmarlLibrary *self, gint64 *bytes, GError **error);

/* Removes the runs in the trash for good: files, rows, and groups without runs. One that a process
 * holds stays. Killed in between it leaves runs that are whole and runs that are still in the
 * trash. n_removed (nullable): the runs that this call removed; bytes (nullable): of their files.
 */
gboolean
gmarl_library_empty_trash (GmarlLibrary *self, guint *n_removed, gint64 *bytes, GError **error);

/* A comparison that is remembered: a text that whoever stored it understands. */
typedef struct {
  char *id; /* 12 hexadecimal digits */
  char *name;
  gint64 created_us;
  char *definition;
} GmarlComparisonRecord;

void gmarl_comparison_record_free (GmarlComparisonRecord *self);

/* Stores a comparison, or changes the one with this id; id NULL: a new one. Its id. (transfer
 * full) */
char *gmarl_library_store_comparison (GmarlLibrary *self,
                                      const char *id,
                                      const char *name,
                                      const char *definition,
                                      GError **error);

/* The newest first. (transfer full) (element-type GmarlComparisonRecord) */
GPtrArray *gmarl_library_list_comparisons (GmarlLibrary *self, GError **error);
gboolean gmarl_library_remove_comparison (GmarlLibrary *self, const char *id, GError **error);

/* Evaluations: values [n_episodes, GMARL_N_INDICATORS] of a policy on a protocol, kept so that they
 * need not be computed again. policy_key: evaluation_key of a GmarlPolicyEntry. Lookup gives NULL
 * without an error if there is none. (transfer full)
 */
gboolean gmarl_library_store_evaluation (GmarlLibrary *self,
                                         const char *policy_key,
                                         const char *scenario_hash,
                                         const guint64 *episode_seeds,
                                         gsize n_episodes,
                                         const double *values,
                                         GError **error);
double *gmarl_library_lookup_evaluation (GmarlLibrary *self,
                                         const char *policy_key,
                                         const char *scenario_hash,
                                         const guint64 *episode_seeds,
                                         gsize n_episodes,
                                         GError **error);

/* Checks the database (PRAGMA quick_check) and every checkpoint's hash; fails with what is damaged.
 */
gboolean gmarl_library_check (GmarlLibrary *self, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlLibrary, gmarl_library_close)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlRunRecord, gmarl_run_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlCheckpointRecord, gmarl_checkpoint_record_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlComparisonRecord, gmarl_comparison_record_free)

G_END_DECLS
