/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-scenario.h"

#include <glib.h>

G_BEGIN_DECLS

/* The compiled world. GmarlGrid is constant and shared by all threads; GmarlGridState is everything
 * that changes, one a parallel environment. Energies are kWh per step, levels fractions of the
 * capacity. N nodes, L lines, D slots a node, U = D + 1 actions a node, T = 288 steps a day.
 * environment.md is the contract.
 */

/* The reward terms of section 6, in the order of the trace. */
typedef enum {
  GMARL_TERM_STABILITY,
  GMARL_TERM_EFFICIENCY,
  GMARL_TERM_COST,
  GMARL_TERM_COOPERATION,
  GMARL_TERM_UNMET,
  GMARL_N_TERMS,
} GmarlTerm;

/* The penalties whose sum is 1 - stability (section 5), weights applied. */
typedef enum {
  GMARL_PENALTY_MEAN_LEVEL,
  GMARL_PENALTY_VARIANCE,
  GMARL_PENALTY_LOW,
  GMARL_PENALTY_FULL,
  GMARL_N_PENALTIES,
} GmarlPenalty;

/* What an agent sees (section 7). */
typedef enum {
  GMARL_OBSERVATION_OWN,    /* 7 + D values */
  GMARL_OBSERVATION_SHARED, /* 7 + 2 D + kinds + 1 values: for one network that serves all nodes */
} GmarlObservation;

typedef struct _GmarlGrid GmarlGrid;

struct _GmarlGrid {
  const GmarlScenario *scenario; /* the grid's own copy */
  gsize n_nodes;                 /* N */
  gsize n_lines;                 /* L */
  gsize n_slots;                 /* D */
  gsize n_actions;               /* U = D + 1 */

  /* Arrays over nodes have room for a multiple of eight nodes, here and in the state. */
  double *capacity;       /* [N] kWh */
  double *power;          /* [N] kWh per step, at the node */
  double *mean_demand;    /* [N] d̄, kWh per step, at least 0.1 */
  gint *kind;             /* [N] GmarlKind */
  guint *degree;          /* [N] */
  gint32 *slot_neighbour; /* [N, D] node, or -1 */
  guint *line_a;          /* [L] the lower end */
  guint *line_b;          /* [L] the higher end */
  guint *line_slot_a;     /* [L] index into the actions [N, U]: a's intention for this line */
  guint *line_slot_b;     /* [L] the same for b */

  double *sun;        /* [T] the sun's shape, 0…1; times the peak of the node */
  double *solar_peak; /* [N] kWh per step */
  double *tariff;     /* [T] nominal import price */
  guint *cases[4];    /* [n_cases[purpose]] with data: the cases of each GmarlPurpose, by turn */
  gsize n_cases[4];
};

typedef struct _GmarlProfileWindow GmarlProfileWindow;

typedef struct {
  guint64 seed;     /* of the episode */
  gsize case_index; /* with data: the case (day or group) of this episode */
  guint step;       /* 0…T: the step to be settled next; T at the day's end */

  /* Input of the step to be settled next (at the day's end: of step 0 of the same day). */
  const double *demand; /* [N] */
  const double *solar;  /* [N] */
  double import_price;
  double export_price;

  /* After the last step, or initial. */
  double *energy; /* [N] stored, kWh */
  double *level;  /* [N] */
  double stability;
  double penalty[GMARL_N_PENALTIES];

  /* Outcome of the last step; the levels before it and the inputs it was settled with. */
  double *level_before;         /* [N] */
  const double *settled_demand; /* [N] */
  const double *settled_solar;  /* [N] */
  double settled_import_price;
  double settled_export_price;
  double *action;    /* [N, U] as settled (clipped) */
  double *flow;      /* [L] sent from a to b if positive, from b to a if negative; before loss */
  double *buy;       /* [N] */
  double *sell;      /* [N] */
  double *sent;      /* [N] before loss */
  double *received;  /* [N] after loss */
  double *charge;    /* [N] at the node */
  double *discharge; /* [N] at the node */
  double *unmet;     /* [N] */
  double *curtailed; /* [N] */
  double *reward;    /* [N] weighted and mixed */
  double *term;      /* [GMARL_N_TERMS, N] unweighted, unmixed */

  GmarlProfileWindow *window; /* the profiles, generated a block of steps at a time */
  gpointer scratch;
} GmarlGridState;

/* Compiles a valid scenario. Fails with GMARL_ERROR_SCENARIO if it is not valid. (transfer full) */
GmarlGrid *gmarl_grid_new (const GmarlScenario *scenario, GError **error);
void gmarl_grid_free (GmarlGrid *self);

/* Whether episodes of this purpose have cases to take place on: always without data; few days of
 * data may leave none for validation or test, and then the message says how many there must be
 * (GMARL_ERROR_DATA). To be asked once, before the first reset of the purpose.
 */
gboolean gmarl_grid_has_cases (const GmarlGrid *self, GmarlPurpose purpose, GError **error);

/* Larger seeds would run into the bits of the purpose, so that a test day could be one of training.
 */
#define GMARL_LARGEST_SEED G_GUINT64_CONSTANT (1000000000000)

/* The label of the day or group of data that the episode of this seed takes place on ("08-01 Mon"),
 * or NULL without data. The purpose must have cases. Borrowed.
 */
const char *gmarl_grid_case_label (const GmarlGrid *self, guint64 episode_seed);

/* The labels of n_days episodes, NULL-terminated, or NULL without data. (transfer full) */
char **gmarl_grid_case_labels (const GmarlGrid *self, const guint64 *episode_seeds, gsize n_days);

/* The seed of day n of seed s (section 8). s is at most GMARL_LARGEST_SEED. */
guint64 gmarl_episode_seed (GmarlPurpose purpose, guint64 seed, guint64 day);

/* The seeds of days 0 … n_days − 1. (transfer full) (element-type guint64) */
GArray *gmarl_episode_seeds (GmarlPurpose purpose, guint64 seed, gsize n_days);

/* Number of values in an observation of a node. */
gsize gmarl_grid_observation_size (const GmarlGrid *self, GmarlObservation observation);

/* A state in one allocation, to be reset before use. (transfer full) */
GmarlGridState *gmarl_grid_state_new (const GmarlGrid *grid);
void gmarl_grid_state_free (GmarlGridState *self);

/* Begins the episode of this seed at start_step (0 for a whole day): its own profiles, its own
 * initial levels. With data, the top bits of the seed choose the purpose (raw seeds beyond the
 * purposes are simulations), the others the case, which must exist (gmarl_grid_has_cases).
 */
void gmarl_grid_reset (const GmarlGrid *grid,
                       GmarlGridState *state,
                       guint64 episode_seed,
                       guint start_step);

/* Begins the next day of a chain: profiles of this seed, stored energy and stability as they are.
 */
void gmarl_grid_next_day (const GmarlGrid *grid, GmarlGridState *state, guint64 episode_seed);

/* Restores a state within an episode: gmarl_grid_reset at step, then these levels. energy: [N] kWh.
 * Both are finite; the energy is clipped to the capacity.
 */
void gmarl_grid_restore (const GmarlGrid *grid,
                         GmarlGridState *state,
                         guint64 episode_seed,
                         guint step,
                         const double *energy,
                         double stability);

/* Settles one step (sections 4–6). actions: [N, U], clipped to [-1, 1]; NaN or infinity fails with
 * GMARL_ERROR_DIVERGED naming node and slot, the state unchanged. The step must be below T.
 */
gboolean gmarl_grid_step (const GmarlGrid *grid,
                          GmarlGridState *state,
                          const double *actions,
                          GError **error);

/* Writes every node's observation (section 7): node i's at out + i * node_stride, as floats. */
void gmarl_grid_observe (const GmarlGrid *grid,
                         const GmarlGridState *state,
                         GmarlObservation observation,
                         float *out,
                         gsize node_stride);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlGrid, gmarl_grid_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlGridState, gmarl_grid_state_free)

G_END_DECLS
