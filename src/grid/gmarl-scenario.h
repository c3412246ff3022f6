/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-options.h"

#include <glib.h>

G_BEGIN_DECLS

/* A scenario describes the world: nodes, network, tariff, profiles, efficiencies and reward weights
 * (environment.md). It is edited while it is built, validated as a whole, and constant from then
 * on: every consumer takes a const pointer. Text form: a key file, documented in
 * docs/scenario-files.md.
 */

#define GMARL_STEPS_PER_DAY    288
#define GMARL_STEP_MINUTES     5
#define GMARL_MAX_NODES        10000
#define GMARL_MAX_SLOT_ACTIONS 200000 /* largest N (D + 1) */

typedef enum {
  GMARL_KIND_RESIDENTIAL,
  GMARL_KIND_COMMERCIAL,
  GMARL_KIND_INDUSTRIAL,
  GMARL_KIND_MIXED,
  GMARL_KIND_SUBURBAN,
  GMARL_N_KINDS,
} GmarlKind;

typedef enum {
  GMARL_TOPOLOGY_RING,
  GMARL_TOPOLOGY_LINE,
  GMARL_TOPOLOGY_STAR,
  GMARL_TOPOLOGY_COMPLETE,
  GMARL_TOPOLOGY_LATTICE,
  GMARL_TOPOLOGY_SMALL_WORLD,
  GMARL_TOPOLOGY_CUSTOM,
} GmarlTopology;

typedef enum {
  GMARL_SETTLEMENT_CONSENT, /* both ends must want the flow */
  GMARL_SETTLEMENT_AVERAGE, /* the mean of both intentions */
} GmarlSettlement;

/* The purpose of an episode; the top bits of its seed. */
typedef enum {
  GMARL_PURPOSE_SIMULATE = 0,
  GMARL_PURPOSE_TRAINING = 1,
  GMARL_PURPOSE_VALIDATION = 2,
  GMARL_PURPOSE_TEST = 3,
} GmarlPurpose;

/* What a kind of neighbourhood is unless a node says otherwise (environment.md, table of section
 * 8). */
typedef struct {
  const char *id;             /* "residential", as in files */
  const char *name;           /* translatable (N_) */
  double capacity_kwh;        /* C */
  double power_kwh;           /* P, per step, measured at the node */
  double solar_peak_kwh;      /* per step */
  double base_demand_kwh[24]; /* per step, at each full hour */
} GmarlKindDefaults;

extern const GmarlKindDefaults gmarl_kind_defaults[GMARL_N_KINDS];

typedef struct {
  char *name; /* owned; never NULL */
  gint kind;  /* GmarlKind */
  double capacity_kwh;
  double power_kwh;
  double solar_peak_kwh;
  double demand_scale; /* factor on base_demand_kwh (default 1) */
  double base_demand_kwh[24];
  gboolean has_position; /* where pictures of the network put it, from 0, 0 (top left) to 1, 1 */
  double position_x, position_y;
} GmarlNodeSpec;

typedef struct {
  guint a, b; /* a < b */
} GmarlEdge;

/* Profiles from data: cases are what an episode can take place on: whole local days or, where one
 * day has many homes, groups of homes. Series are in the scenario's nodes and units, scaled
 * already, at their own resolution; the grid splits them evenly into 5-minute steps.
 */
typedef enum {
  GMARL_SPLIT_DAYS,   /* case k: k mod 10 in 0–6 trains, 7 validates, 8–9 tests */
  GMARL_SPLIT_GROUPS, /* the first 70 % train, the next 15 % validate, the rest tests */
} GmarlSplit;

typedef struct {
  gint64 step_minutes; /* 5, 15, 30 or 60 */
  gint64 n_cases;
  gint split;    /* GmarlSplit */
  char **labels; /* [n_cases] owned strings: ISO dates of days ("2016-08-01", or "day 12" without a
                    calendar), or the homes of a group */
  double *demand_kwh;   /* [n_cases, n_nodes, 1440 / step_minutes], energy per native step */
  double *solar_kwh;    /* the same shape, or NULL: no solar */
  double *import_price; /* [n_cases, 1440 / step_minutes] per kWh, or NULL: the scenario's tariff */
  double *export_price; /* the same, or NULL: export_ratio times the import price */
  double *carbon_kg_per_kwh; /* the same, or NULL */
  char *source;              /* where the data came from, with checksums; shown, never opened */
} GmarlProfileData;

typedef struct {
  char *name; /* owned */
  gint64 nodes;
  gint topology;             /* GmarlTopology */
  gint settlement;           /* GmarlSettlement */
  gint64 small_world_degree; /* k, even */
  double small_world_rewire; /* p */
  guint64 topology_seed;
  double line_limit_kwh;    /* F, per step */
  double grid_limit_kwh;    /* G, per step */
  double feeder_import_kwh; /* community limit per step; 0: none */
  double feeder_export_kwh;
  double charge_efficiency;    /* η_c */
  double discharge_efficiency; /* η_d */
  double line_efficiency;      /* η_l */
  double tariff_night;         /* 22–6 h, per kWh */
  double tariff_day;           /* 6–17 h and 21–22 h */
  double tariff_peak;          /* 17–21 h */
  double export_ratio;         /* κ */
  char *currency;              /* owned; a label */
  double initial_level_min;
  double initial_level_max;
  double weight_stability;
  double weight_efficiency;
  double weight_cost;
  double weight_cooperation;
  double weight_unmet;
  double self_weight;        /* w_self */
  double cost_reference;     /* c_ref */
  double team_share;         /* ω */
  double internal_price;     /* λ: m = q + λ (p - q) */
  double demand_reference;   /* d_ref, kWh */
  double solar_reference;    /* s_ref, kWh */
  double price_reference;    /* p_ref, per kWh */
  double capacity_reference; /* C_ref, kWh */
  GmarlNodeSpec *node;       /* [nodes], owned */
  GmarlEdge *edge;           /* [n_edges], owned; used by the custom topology alone */
  gsize n_edges;
  GmarlProfileData *data; /* owned; NULL: synthetic profiles */
} GmarlScenario;

/* The options of a scenario, keys as after "scenario." in --set and as in the group [scenario] of a
 * file. */
extern const GmarlOption gmarl_scenario_options[];
extern const gsize gmarl_n_scenario_options;

/* The options of a GmarlNodeSpec, keys as after "node.N." in --set and as in a group [node N];
 * base_demand (24 numbers) and position (two, or "auto") come on top.
 */
extern const GmarlOption gmarl_node_options[];
extern const gsize gmarl_n_node_options;

/* The names of the built-in scenarios, the default first, NULL-terminated. */
const char *const *gmarl_scenario_builtin_names (void);

/* A built-in scenario by name (GMARL_ERROR_NOT_FOUND with the nearest name). (transfer full) */
GmarlScenario *gmarl_scenario_new_builtin (const char *name, GError **error);

/* Reads a scenario from text; filename only names it in messages. The result is validated. Errors
 * name file, line, reason and remedy (GMARL_ERROR_SCENARIO). (transfer full)
 */
GmarlScenario *
gmarl_scenario_parse (const char *text, gsize length, const char *filename, GError **error);

/* Reads a scenario file. (transfer full) */
GmarlScenario *gmarl_scenario_load (const char *path, GError **error);

/* A built-in name, or else a path. (transfer full) */
GmarlScenario *gmarl_scenario_open (const char *name_or_path, GError **error);

/* Text that gmarl_scenario_parse reads back to an equal scenario; the same scenario always gives
 * the same text. (transfer full)
 */
char *gmarl_scenario_to_text (const GmarlScenario *self);

/* SHA-256, in hexadecimal, of the text without the positions of nodes: it identifies what is
 * simulated, wherever nodes are drawn. (transfer full)
 */
char *gmarl_scenario_hash (const GmarlScenario *self);

GmarlScenario *gmarl_scenario_copy (const GmarlScenario *self);
void gmarl_scenario_free (GmarlScenario *self);

/* Drops the last nodes, with their custom lines, or adds default ones with kinds cycled. Not for
 * scenarios with data, whose shape is fixed.
 */
void gmarl_scenario_resize (GmarlScenario *self, gsize n_nodes);

/* The name of node i unless the scenario gives one. (transfer full) */
char *gmarl_node_default_name (gsize i);

/* Sets one value by its key ("nodes", "topology", "node.3.capacity_kwh", "edges", …), not
 * validating the whole. A smaller or larger "nodes" drops nodes or adds them with kinds cycled. An
 * unknown key is refused with the nearest match.
 */
gboolean
gmarl_scenario_set (GmarlScenario *self, const char *key, const char *value, GError **error);

/* The value of a key as text that gmarl_scenario_set reads back to the same bits; NULL if there is
 * no such key or node. (transfer full)
 */
char *gmarl_scenario_get (const GmarlScenario *self, const char *key);

/* Whether the scenario as a whole can be simulated: ranges, network, data shapes, memory. */
gboolean gmarl_scenario_validate (const GmarlScenario *self, GError **error);

/* Warnings of environment.md section 6 (it pays to cheat), translated sentences; empty if there is
 * none. (transfer full) (element-type utf8)
 */
GPtrArray *gmarl_scenario_warnings (const GmarlScenario *self);

void gmarl_profile_data_free (GmarlProfileData *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlScenario, gmarl_scenario_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlProfileData, gmarl_profile_data_free)

G_END_DECLS
