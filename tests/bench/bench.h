/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* What the benchmarks share: a monotonic clock, the best of some rounds, and rows printed as an
 * aligned table or, with --json, as one JSON object a line. The fastest round is reported because
 * everything that disturbs a measurement makes it slower. Names and units must need no escaping in
 * JSON.
 */
typedef struct {
  const char *suite;
  gint rounds;
  gboolean json;
} GmarlBench;

typedef void (*GmarlBenchFunc) (gpointer user_data);

/* Reads --rounds N (default 5), --json and the program's own options (nullable), and prints the
 * heading. Leaves the program with status 2 on a wrong option.
 */
static inline GmarlBench
gmarl_bench_begin_with (const char *suite, const GOptionEntry *own, int *argc, char ***argv)
{
  GmarlBench self = { .suite = suite, .rounds = 5 };
  const GOptionEntry entries[] = {
    { "rounds", 0, 0, G_OPTION_ARG_INT, &self.rounds, "Measure each figure N times", "N" },
    { "json", 0, 0, G_OPTION_ARG_NONE, &self.json, "Print one JSON object a line", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (own != NULL)
    g_option_context_add_main_entries (context, own, NULL);
  if (!g_option_context_parse (context, argc, argv, &error)) {
    g_printerr ("%s\n", error->message);
    exit (2);
  }
  self.rounds = MAX (self.rounds, 1);
  if (!self.json)
    printf ("%s (best of %d)\n", suite, self.rounds);
  return self;
}

static inline GmarlBench
gmarl_bench_begin (const char *suite, int *argc, char ***argv)
{
  return gmarl_bench_begin_with (suite, NULL, argc, argv);
}

/* Seconds on a clock that never runs backwards. */
static inline double
gmarl_bench_seconds (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return (double) now.tv_sec + 1e-9 * (double) now.tv_nsec;
}

/* Seconds of the fastest of the rounds, after one that is not counted (caches, page faults). */
static inline double
gmarl_bench_best (const GmarlBench *self, GmarlBenchFunc func, gpointer user_data)
{
  double best = G_MAXDOUBLE;

  func (user_data);
  for (gint round = 0; round < self->rounds; round++) {
    double start = gmarl_bench_seconds ();

    func (user_data);
    best = MIN (best, gmarl_bench_seconds () - start);
  }
  return best;
}

/* One figure. limit: what the machine could do at best, in the same unit; 0 if there is none. */
static inline void
gmarl_bench_row (const GmarlBench *self,
                 const char *name,
                 double value,
                 const char *unit,
                 double limit)
{
  if (self->json) {
    printf ("{\"suite\": \"%s\", \"name\": \"%s\", \"value\": %.6g, \"unit\": \"%s\"", self->suite,
            name, value, unit);
    if (limit > 0)
      printf (", \"limit\": %.6g", limit);
    puts ("}");
  } else {
    printf ("  %-44s %14.5g %-12s", name, value, unit);
    if (limit > 0)
      printf (" %5.1f %% of the limit", 100 * value / limit);
    putchar ('\n');
  }
  fflush (stdout);
}
