/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-library-salvage.h"
#include "gmarl-library.h"
#include "gmarl-run-plan.h"

G_BEGIN_DECLS

/* A folder of its own for each test, and what the tests of the library put there. */
typedef struct {
  char *folder;    /* temporary; removed with everything in it */
  char *directory; /* folder/library, not made yet */
} Fixture;

void fixture_set_up (Fixture *self, gconstpointer data);
void fixture_tear_down (Fixture *self, gconstpointer data);

#define fixture_add(path, test)                                                                    \
  g_test_add (path, Fixture, NULL, fixture_set_up, test, fixture_tear_down)

/* Opens the library of the fixture; fails the test if it cannot. */
GmarlLibrary *fixture_open (const Fixture *self);

/* <directory>/… (transfer full) */
char *fixture_path (const Fixture *self, const char *first, const char *second, const char *third);

/* Runs SQL on a connection of its own, as another program would. */
void fixture_sql (const Fixture *self, const char *sql);

void fixture_sql_on (const char *path, const char *sql);

/* Makes a library as the first version of the program did: the group "old steps" with two seeds,
 * four iterations each, without the files of their checkpoints.
 */
void make_schema_1 (const Fixture *self);

/* The first column of the first row, as text, or NULL. (transfer full) */
char *fixture_query (const Fixture *self, const char *sql);

/* A configuration that differs from others by its clip. (transfer full) */
GmarlRunConfig *make_config (void);

/* The same for a training that takes a moment: two iterations. (transfer full) */
GmarlRunConfig *make_small_config (void);

/* Trains the run of the plan to its end. */
void train_plan (GmarlRunPlan *plan);

/* Begins a group of this name with one run; the run's id. (transfer full) */
char *begin_run (GmarlLibrary *library, const char *name, guint64 seed);

/* A row whose every value depends on iteration and metric, odd bits among them. */
void make_row (gint64 iteration, GmarlTrainingMetrics *row);

/* Fails unless the stored row has the bits of make_row; timings too. */
void assert_row (const GmarlTrainingMetrics *stored, gint64 iteration);

/* Bytes that stand for a checkpoint. (transfer full) */
GBytes *make_bytes (const char *text);

/* Opens the sink; fails the test if it cannot. */
GmarlRunSink *open_sink (GmarlLibrary *library, const char *run_id);

/* Stores rows of make_row through the sink. */
void put_rows (GmarlRunSink *sink, gint64 first, gint64 last);

/* The record of the run that this reference means. (transfer full) */
GmarlRunRecord *get_run (GmarlLibrary *library, const char *reference);

/* Stores a checkpoint of these bytes through the sink, with its iteration as the score. */
void
put_checkpoint (GmarlRunSink *sink, GmarlCheckpointKind kind, gint64 iteration, const char *text);

/* Fails unless the checkpoint is that text. */
void assert_checkpoint (GmarlLibrary *library,
                        const char *run_id,
                        GmarlCheckpointKind kind,
                        gint64 iteration,
                        const char *text);

/* Runs func in a process of its own, which fails the test if it fails; as the user "nobody" if
 * asked to and possible, because permissions do not stop root. FALSE: it called child_skip.
 */
typedef void (*ChildFunc) (Fixture *self);
gboolean run_in_child (Fixture *self, ChildFunc func, gboolean without_rights);
G_NORETURN void child_skip (void);

/* Salvages the library; fails the test if that fails. */
void salvage (const Fixture *self, GmarlSalvageResult *result);

/* Changes one byte of a file. */
void damage_byte (const char *path, gsize offset);

/* Fails unless the error is of this code and its message has every word (NULL-terminated). */
void assert_message (const GError *error, gint code, ...) G_GNUC_NULL_TERMINATED;

G_END_DECLS
