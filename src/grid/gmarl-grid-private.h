/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-grid.h"
#include "gmarl-lanes.h"

G_BEGIN_DECLS

/* What the files of the simulated world share. Nodes are padded to P, a multiple of GMARL_LANES
 * above N, so that loops over nodes need no remainder. A padding node has no demand, sun, power or
 * actions and rests at level 0.5, where it adds nothing to the sums of the stability. Lines are
 * padded with lines from node N to itself.
 */
#define GMARL_HOURS   24
#define GMARL_PURPOSE 4 /* number of GmarlPurpose values */

typedef struct _GmarlSettlementKernels GmarlSettlementKernels;
typedef struct _GmarlProfileKernels GmarlProfileKernels;

typedef struct {
  GmarlGrid grid; /* first: what everyone sees */

  /* For the machine's instruction set. */
  const GmarlSettlementKernels *settlement;
  const GmarlProfileKernels *profiles;

  gsize n_padded;              /* P */
  gsize n_padded_lines;        /* L rounded up to a multiple of GMARL_LANES */
  gsize block_steps;           /* steps that a profile window holds */
  double *inverse_capacity;    /* [P] 1/kWh */
  double *inverse_mean_demand; /* [P] 1/kWh; 0 for padding */
  double *overshoot;           /* [P] kWh: how far rounding may carry the stored energy */
  double *line_exchange; /* [padded lines] kWh: closing a gap of levels takes gap × half of this */
  double *hourly_demand; /* [24, P] kWh per step at each full hour; NULL with data */
  double *clock_sin;     /* [T] sin 2πt/T */
  double *clock_cos;     /* [T] */
} GmarlGridModel;

/* Intermediate results of one step. Few arrays, used again from stage to stage, stay in the cache
 * where there are many nodes. */
typedef struct {
  double *action;        /* [P, U] the next actions while they are checked */
  double *dischargeable; /* [P] kWh at the node */
  double *chargeable;    /* [P] */
  double *at_node; /* [P] what lines add up at their ends: intended exports, imports that can be
                      delivered (before loss), final imports (before loss), useful flows; kWh */
  double *factor;  /* [P] σ, then ρ, then the share of what is sent that was not bought */
  double *forth;   /* [padded lines] kWh from a to b, at the current stage */
  double *back;    /* [padded lines] from b to a */
} GmarlStepScratch;

/* What a case is for, apart from simulations, which meet all (GmarlSplit). */
GmarlPurpose gmarl_purpose_of_case (const GmarlProfileData *data, gsize index);

static inline const GmarlGridModel *
gmarl_grid_model (const GmarlGrid *grid)
{
  return (const GmarlGridModel *) grid;
}

/* Hands out pieces of one block of memory, each on a cache line of its own; with a NULL block it
 * only counts. */
typedef struct {
  guint8 *block;
  gsize used;
} GmarlArena;

static inline gpointer
gmarl_arena_take (GmarlArena *arena, gsize bytes)
{
  gpointer piece = arena->block != NULL ? arena->block + arena->used : NULL;

  arena->used += (bytes + 63) & ~(gsize) 63;
  return piece;
}

static inline double *
gmarl_arena_take_doubles (GmarlArena *arena, gsize count)
{
  return gmarl_arena_take (arena, count * sizeof (double));
}

G_END_DECLS
