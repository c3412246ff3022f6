/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "reference-world.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
  T = 288,
  N_KINDS = 5,
  N_AFTER_ACTIONS = 16,
};

static const double PI = 3.14159265358979323846;
static const double TOLERANCE = 1e-9;

typedef struct {
  double capacity, power, peak;
  double base[24];
} Kind;

static const Kind kind_table[N_KINDS] = {
  { 200, 12, 11, { 2.4, 2.1, 1.9, 1.8, 1.9, 2.3, 3.4, 4.8, 4.6, 3.8, 3.4, 3.3,
                   3.5, 3.4, 3.3, 3.6, 4.4, 5.8, 7.2, 7.8, 7.4, 6.4, 4.8, 3.4 } },
  { 300, 16, 9, { 2.4,  2.3,  2.2,  2.2,  2.3, 2.8, 4.2, 6.4, 8.6, 9.8, 10.4, 10.6,
                  10.4, 10.2, 10.2, 10.0, 9.6, 9.0, 7.8, 6.2, 4.6, 3.4, 2.8,  2.5 } },
  { 400, 20, 6, { 5.6,  5.4,  5.4,  5.4,  5.6,  6.6, 8.6, 10.4, 11.4, 11.8, 11.8, 11.4,
                  10.8, 11.4, 11.6, 11.4, 10.6, 9.6, 8.4, 7.4,  6.8,  6.4,  6.0,  5.8 } },
  { 250, 14, 9, { 3.2, 3.0, 2.9, 2.8, 2.9, 3.4, 4.6, 5.8, 6.4, 6.6, 6.6, 6.6,
                  6.6, 6.4, 6.2, 6.2, 6.4, 7.0, 7.6, 7.6, 7.0, 6.0, 4.8, 3.8 } },
  { 200, 12, 18, { 3.4, 3.0, 2.6, 2.4, 2.4, 2.8, 4.2, 5.4, 4.4, 3.4, 3.0, 3.0,
                   3.1, 3.0, 3.2, 3.8, 5.0, 6.6, 8.0, 8.4, 7.8, 6.8, 5.4, 4.2 } },
};

/* One row of the trace: a node in a step. */
typedef struct {
  double level_before, demand, solar, import_price, export_price;
  double grid_action;
  double *transfer; /* [D] */
  double buy, sell, sent, received, charge, discharge, unmet, curtailed;
  double level_after, stability, reward, term[5];
} Row;

typedef struct {
  int neighbour;
  int back; /* the slot of the neighbour that leads here */
} Slot;

struct ReferenceWorld {
  ReferenceConfig config;
  const Kind **kind; /* [N] */
  int D;
  int *degree;  /* [N] */
  Slot *slot;   /* [N, D] */
  bool *joined; /* [N, N] while the network is made */

  const uint64_t *seeds;
  int n_days;
  int day, step, node; /* of the row that comes next */
  bool has_header;

  double *demand, *solar, *price; /* [T, N], [T, N], [T] of the day */
  double *energy;                 /* [N] */
  Row *row;                       /* [N] of the step */

  double *flow, *next_flow; /* [N, D] sent by the node to its neighbour */
  double *sigma, *rho, *dischargeable, *chargeable, *own, *buy, *sell;
  char message[400];
};

ReferenceConfig
reference_defaults (void)
{
  ReferenceConfig config = {
    .nodes = 5,
    .topology = "ring",
    .line_limit = 20,
    .grid_limit = 20,
    .charge_efficiency = 0.95,
    .discharge_efficiency = 0.95,
    .line_efficiency = 0.98,
    .export_ratio = 0.25,
    .internal_price = 0.5,
    .team_share = 0.5,
  };

  return config;
}

/* Random numbers, section 8. */

static uint64_t
mix (uint64_t x)
{
  uint64_t z = x + UINT64_C (0x9E3779B97F4A7C15);

  z = (z ^ (z >> 30)) * UINT64_C (0xBF58476D1CE4E5B9);
  z = (z ^ (z >> 27)) * UINT64_C (0x94D049BB133111EB);
  return z ^ (z >> 31);
}

static double
u (uint64_t seed, uint64_t stream, uint64_t c)
{
  return (double) (mix (mix (mix (seed) ^ stream) ^ c) >> 11) * pow (2, -53);
}

static double
normal (uint64_t seed, uint64_t stream, uint64_t c)
{
  return sqrt (-2 * log (1 - u (seed, stream, 2 * c))) * cos (2 * PI * u (seed, stream, 2 * c + 1));
}

static double
clip (double x, double low, double high)
{
  return fmin (fmax (x, low), high);
}

/* The network, section 1. */

static void
join (ReferenceWorld *world, int i, int j)
{
  world->joined[i * world->config.nodes + j] = true;
  world->joined[j * world->config.nodes + i] = true;
}

static void
join_small_world (ReferenceWorld *world)
{
  const ReferenceConfig *config = &world->config;
  int N = config->nodes;

  for (int i = 0; i < N; i++)
    for (int m = 1; m <= config->small_world_degree / 2; m++)
      join (world, i, (i + m) % N);
  for (int m = 1; m <= config->small_world_degree / 2; m++)
    for (int i = 0; i < N; i++) {
      int old = (i + m) % N, c = (m - 1) * N + i, K = 0, chosen;

      if (!(u (config->topology_seed, 5, 2 * c) < config->small_world_rewire))
        continue;
      for (int j = 0; j < N; j++)
        K += j != i && !world->joined[i * N + j];
      if (K == 0)
        continue;
      chosen = (int) floor (u (config->topology_seed, 5, 2 * c + 1) * K);
      for (int j = 0; j < N; j++)
        if (j != i && !world->joined[i * N + j] && chosen-- == 0) {
          world->joined[i * N + old] = world->joined[old * N + i] = false;
          join (world, i, j);
          break;
        }
    }
}

static void
join_nodes (ReferenceWorld *world)
{
  const char *topology = world->config.topology;
  int N = world->config.nodes, rows = 1;

  for (int d = 1; d * d <= N; d++)
    if (N % d == 0)
      rows = d;
  for (int i = 0; i < N; i++)
    for (int j = i + 1; j < N; j++) {
      int columns = N / rows;
      bool joined = false;

      if (strcmp (topology, "ring") == 0)
        joined = j == i + 1 || (i == 0 && j == N - 1);
      else if (strcmp (topology, "line") == 0)
        joined = j == i + 1;
      else if (strcmp (topology, "star") == 0)
        joined = i == 0;
      else if (strcmp (topology, "complete") == 0)
        joined = true;
      else if (strcmp (topology, "lattice") == 0)
        joined = (j == i + columns) || (j == i + 1 && i / columns == j / columns);
      if (joined)
        join (world, i, j);
    }
  if (strcmp (topology, "small-world") == 0)
    join_small_world (world);
  if (strcmp (topology, "custom") == 0)
    for (int e = 0; e < world->config.n_edges; e++)
      join (world, world->config.edge[e][0], world->config.edge[e][1]);
}

static void
number_slots (ReferenceWorld *world)
{
  int N = world->config.nodes;

  for (int i = 0; i < N; i++)
    for (int j = 0; j < N; j++)
      world->degree[i] += world->joined[i * N + j];
  for (int i = 0; i < N; i++)
    world->D = world->degree[i] > world->D ? world->degree[i] : world->D;
  world->slot = calloc ((size_t) N * world->D + 1, sizeof (Slot));
  for (int i = 0; i < N; i++) {
    int k = 0;

    for (int j = 0; j < N; j++)
      if (world->joined[i * N + j]) {
        Slot *slot = &world->slot[i * world->D + k++];

        slot->neighbour = j;
        for (int m = 0; m < i; m++)
          slot->back += world->joined[j * N + m];
      }
  }
}

ReferenceWorld *
reference_world_new (const ReferenceConfig *config, const uint64_t *episode_seeds, int n_days)
{
  ReferenceWorld *world = calloc (1, sizeof *world);
  size_t N = config->nodes, cells;

  world->config = *config;
  world->seeds = episode_seeds;
  world->n_days = n_days;
  world->kind = calloc (N, sizeof *world->kind);
  for (size_t i = 0; i < N; i++)
    world->kind[i] = &kind_table[i % N_KINDS];
  world->degree = calloc (N, sizeof (int));
  world->joined = calloc (N * N, sizeof (bool));
  join_nodes (world);
  number_slots (world);
  cells = N * world->D + 1;
  world->demand = calloc (T * N, sizeof (double));
  world->solar = calloc (T * N, sizeof (double));
  world->price = calloc (T, sizeof (double));
  world->energy = calloc (N, sizeof (double));
  world->row = calloc (N, sizeof (Row));
  for (size_t i = 0; i < N; i++)
    world->row[i].transfer = calloc (world->D + 1, sizeof (double));
  world->flow = calloc (cells, sizeof (double));
  world->next_flow = calloc (cells, sizeof (double));
  world->sigma = calloc (N, sizeof (double));
  world->rho = calloc (N, sizeof (double));
  world->dischargeable = calloc (N, sizeof (double));
  world->chargeable = calloc (N, sizeof (double));
  world->own = calloc (N, sizeof (double));
  world->buy = calloc (N, sizeof (double));
  world->sell = calloc (N, sizeof (double));
  return world;
}

void
reference_world_free (ReferenceWorld *world)
{
  for (int i = 0; i < world->config.nodes; i++)
    free (world->row[i].transfer);
  free (world->row);
  free (world->kind);
  free (world->degree);
  free (world->joined);
  free (world->slot);
  free (world->demand);
  free (world->solar);
  free (world->price);
  free (world->energy);
  free (world->flow);
  free (world->next_flow);
  free (world->sigma);
  free (world->rho);
  free (world->dischargeable);
  free (world->chargeable);
  free (world->own);
  free (world->buy);
  free (world->sell);
  free (world);
}

/* Profiles, section 8. */

static double
hour_of (int t)
{
  return 24.0 * t / T;
}

static double
base_demand (const Kind *kind, int t)
{
  int hour = (int) floor (hour_of (t));
  double part = hour_of (t) - hour;

  return (1 - part) * kind->base[hour] + part * kind->base[(hour + 1) % 24];
}

static double
tariff (int t)
{
  double h = hour_of (t);

  if (h >= 22 || h < 6)
    return 0.12;
  return h >= 17 && h < 21 ? 0.42 : 0.24;
}

/* AR1(ρ, sd) on a stream. */
static void
recur (uint64_t seed, uint64_t stream, double rho, double sd, double *n)
{
  n[0] = sd * normal (seed, stream, 0);
  for (int t = 1; t < T; t++)
    n[t] = rho * n[t - 1] + sd * sqrt (1 - rho * rho) * normal (seed, stream, t);
}

static void
make_day (ReferenceWorld *world, uint64_t seed)
{
  int N = world->config.nodes;
  double cloud[T], noise[T];
  double mean = 0.45 + 0.5 * u (seed, 2, 0);

  cloud[0] = mean;
  for (int t = 1; t < T; t++)
    cloud[t] =
        clip (cloud[t - 1] + 0.05 * (mean - cloud[t - 1]) + 0.04 * normal (seed, 3, t), 0.05, 1);
  recur (seed, 4, 0.97, 0.06, noise);
  for (int t = 0; t < T; t++)
    world->price[t] = tariff (t) * clip (1 + noise[t], 0.7, 1.3);
  for (int i = 0; i < N; i++) {
    double factor =
        1 + 0.05 * clip (normal (seed, 1, 0), -2, 2) + 0.10 * clip (normal (seed, 1, 1 + i), -2, 2);
    uint64_t demand_stream = i < 100 ? 100 + i : 1000 + 2 * (i - 100);
    uint64_t cloud_stream = i < 100 ? 200 + i : 1001 + 2 * (i - 100);

    recur (seed, demand_stream, 0.95, 0.08, noise);
    for (int t = 0; t < T; t++)
      world->demand[t * N + i] =
          base_demand (world->kind[i], t) * factor * fmax (0.2, 1 + noise[t]);
    recur (seed, cloud_stream, 0.95, 0.05, noise);
    for (int t = 0; t < T; t++)
      world->solar[t * N + i] = world->kind[i]->peak * fmax (0, sin (PI * (hour_of (t) - 6) / 12)) *
                                clip (cloud[t] + noise[t], 0.05, 1);
  }
}

static void
begin_day (ReferenceWorld *world)
{
  uint64_t seed = world->seeds[world->day];

  make_day (world, seed);
  if (world->day == 0)
    for (int i = 0; i < world->config.nodes; i++)
      world->energy[i] = (0.3 + 0.4 * u (seed, 0, i)) * world->kind[i]->capacity;
}

/* Comparing. */

static bool
differ (ReferenceWorld *world, int node, const char *what, double trace, double expected)
{
  if (isfinite (trace) && fabs (trace - expected) <= TOLERANCE * fmax (1, fabs (expected)))
    return false;
  snprintf (world->message, sizeof world->message,
            "day %d, step %d, node %d: %s is %.17g in the trace, %.17g recomputed", world->day,
            world->step, node, what, trace, expected);
  return true;
}

/* Policies, section 10: levels are those of the trace. */

static double
path (double h)
{
  static const double hour[] = { 0, 4, 6, 9, 15, 17, 21, 23, 24 };
  static const double level[] = { .5, .5, .606, .5, .5, .738, .257, .5, .5 };
  int k = 0;

  while (k < 7 && h >= hour[k + 1])
    k++;
  return level[k] + (level[k + 1] - level[k]) * (h - hour[k]) / (hour[k + 1] - hour[k]);
}

static double
expected_grid_action (const ReferenceWorld *world, int i)
{
  const char *policy = world->config.policy;
  const Row *row = &world->row[i];
  double l = row->level_before, lack = (row->demand - row->solar) / world->config.grid_limit;
  double want;

  if (strcmp (policy, "random") == 0)
    return 2 * u (world->seeds[world->day], 300,
                  ((uint64_t) world->step * world->config.nodes + i) * (world->D + 1) + world->D) -
           1;
  if (strcmp (policy, "heuristic") == 0)
    return l > 0.6 ? -(l - 0.6) / 0.4 : l < 0.4 ? (0.4 - l) / 0.4 : 0;
  if (strcmp (policy, "idle") == 0)
    return 0;
  if (strcmp (policy, "no-control") == 0)
    return clip (lack, -1, 1);
  if (strcmp (policy, "hold-and-share") == 0) {
    want = lack + 4 * (0.5 - l);
    return want > 0 ? fmin (want, 1) : 0;
  }
  want = lack + 9.24 * (path (24.0 * (world->step + 1) / T) - l);
  if (want > 0)
    return fmin (want, 1);
  return l > 0.8 ? fmax (-1, -9.24 * (l - 0.8)) : 0;
}

static double
expected_transfer (const ReferenceWorld *world, int i, int j)
{
  const char *policy = world->config.policy;
  double l = world->row[i].level_before, gap;

  if (strcmp (policy, "random") == 0)
    return 2 * u (world->seeds[world->day], 300,
                  ((uint64_t) world->step * world->config.nodes + i) * (world->D + 1) + j) -
           1;
  if (strcmp (policy, "heuristic") == 0)
    return l > 0.6 ? (l - 0.6) / 0.4 : l < 0.4 ? -(0.4 - l) / 0.4 : 0;
  if (j >= world->degree[i] || strcmp (policy, "idle") == 0 || strcmp (policy, "no-control") == 0)
    return 0;
  gap = l - world->row[world->slot[i * world->D + j].neighbour].level_before;
  return clip ((strcmp (policy, "hold-and-share") == 0 ? 4 : 3.19) * gap, -1, 1);
}

static bool
check_actions (ReferenceWorld *world)
{
  for (int i = 0; i < world->config.nodes; i++) {
    const Row *row = &world->row[i];

    if (differ (world, i, "action_grid", row->grid_action,
                world->config.policy ? expected_grid_action (world, i)
                                     : clip (row->grid_action, -1, 1)))
      return false;
    for (int j = 0; j < world->D; j++)
      if (differ (world, i, "an action_transfer", row->transfer[j],
                  world->config.policy ? expected_transfer (world, i, j)
                                       : clip (row->transfer[j], -1, 1)))
        return false;
  }
  return true;
}

/* Settlement, section 4. */

static bool
check_inputs (ReferenceWorld *world)
{
  int N = world->config.nodes;
  double price = world->price[world->step];

  for (int i = 0; i < N; i++) {
    const Row *row = &world->row[i];

    if (differ (world, i, "level_before", row->level_before,
                world->energy[i] / world->kind[i]->capacity) ||
        differ (world, i, "demand_kwh", row->demand, world->demand[world->step * N + i]) ||
        differ (world, i, "solar_kwh", row->solar, world->solar[world->step * N + i]) ||
        differ (world, i, "import_price", row->import_price, price) ||
        differ (world, i, "export_price", row->export_price, world->config.export_ratio * price))
      return false;
  }
  return true;
}

static void
settle_flows (ReferenceWorld *world)
{
  const ReferenceConfig *c = &world->config;
  int N = c->nodes, D = world->D;
  double *f = world->flow, *g = world->next_flow;

  for (int i = 0; i < N; i++)
    for (int j = 0; j < world->degree[i]; j++) {
      Slot slot = world->slot[i * D + j];
      double x = world->row[i].transfer[j], y = world->row[slot.neighbour].transfer[slot.back];

      f[i * D + j] = 0;
      if (c->average)
        f[i * D + j] = c->line_limit * (x - y) / 2;
      else if (x > 0 && 0 > y)
        f[i * D + j] = c->line_limit * fmin (x, -y);
      else if (x < 0 && 0 < y)
        f[i * D + j] = -c->line_limit * fmin (-x, y);
    }
  for (int i = 0; i < N; i++) {
    const Row *row = &world->row[i];
    double D_i = fmin (c->discharge_efficiency * world->energy[i], world->kind[i]->power);
    double A = fmax (0, D_i + row->solar - row->demand);
    double O = c->grid_limit * fmax (-row->grid_action, 0);

    for (int j = 0; j < world->degree[i]; j++)
      O += fmax (f[i * D + j], 0);
    world->dischargeable[i] = D_i;
    world->sigma[i] = O == 0 ? 1 : fmin (1, A / O);
  }
  for (int i = 0; i < N; i++)
    for (int j = 0; j < world->degree[i]; j++) {
      int n = world->slot[i * D + j].neighbour;

      g[i * D + j] = (f[i * D + j] > 0 ? world->sigma[i] : world->sigma[n]) * f[i * D + j];
    }
  for (int i = 0; i < N; i++) {
    const Row *row = &world->row[i];
    double H = fmin ((world->kind[i]->capacity - world->energy[i]) / c->charge_efficiency,
                     world->kind[i]->power);
    double R = fmax (0, H + row->demand - row->solar);
    double I = c->grid_limit * fmax (row->grid_action, 0);

    for (int j = 0; j < world->degree[i]; j++)
      I += c->line_efficiency * fmax (-g[i * D + j], 0);
    world->chargeable[i] = H;
    world->rho[i] = I == 0 ? 1 : fmin (1, R / I);
  }
  for (int i = 0; i < N; i++)
    for (int j = 0; j < world->degree[i]; j++) {
      int n = world->slot[i * D + j].neighbour;

      f[i * D + j] = (g[i * D + j] > 0 ? world->rho[n] : world->rho[i]) * g[i * D + j];
    }
}

/* Expected buy and sell, feeder limits included. */
static void
settle_grid (ReferenceWorld *world)
{
  double *buy = world->buy, *sell = world->sell;
  const ReferenceConfig *c = &world->config;
  double all_bought = 0, all_sold = 0;

  for (int i = 0; i < c->nodes; i++) {
    buy[i] = world->rho[i] * c->grid_limit * fmax (world->row[i].grid_action, 0);
    sell[i] = world->sigma[i] * c->grid_limit * fmax (-world->row[i].grid_action, 0);
    all_bought += buy[i];
    all_sold += sell[i];
  }
  for (int i = 0; i < c->nodes; i++) {
    if (c->feeder_import > 0 && all_bought > c->feeder_import)
      buy[i] *= c->feeder_import / all_bought;
    if (c->feeder_export > 0 && all_sold > c->feeder_export)
      sell[i] *= c->feeder_export / all_sold;
  }
}

static bool
check_node (ReferenceWorld *world, int i, double buy, double sell)
{
  const ReferenceConfig *c = &world->config;
  const Row *row = &world->row[i];
  double sent = 0, received = 0, b, charge = 0, discharge = 0, unmet = 0, curtailed = 0;

  for (int j = 0; j < world->degree[i]; j++) {
    sent += fmax (world->flow[i * world->D + j], 0);
    received += c->line_efficiency * fmax (-world->flow[i * world->D + j], 0);
  }
  b = row->solar + buy - sell + received - sent - row->demand;
  if (b >= 0) {
    charge = fmin (b, world->chargeable[i]);
    curtailed = b - charge;
    world->energy[i] += c->charge_efficiency * charge;
  } else {
    discharge = fmin (-b, world->dischargeable[i]);
    unmet = -b - discharge;
    world->energy[i] -= discharge / c->discharge_efficiency;
  }
  world->energy[i] = clip (world->energy[i], 0, world->kind[i]->capacity);
  return !(differ (world, i, "buy_kwh", row->buy, buy) ||
           differ (world, i, "sell_kwh", row->sell, sell) ||
           differ (world, i, "sent_kwh", row->sent, sent) ||
           differ (world, i, "received_kwh", row->received, received) ||
           differ (world, i, "charge_kwh", row->charge, charge) ||
           differ (world, i, "discharge_kwh", row->discharge, discharge) ||
           differ (world, i, "unmet_kwh", row->unmet, unmet) ||
           differ (world, i, "curtailed_kwh", row->curtailed, curtailed) ||
           differ (world, i, "level_after", row->level_after,
                   world->energy[i] / world->kind[i]->capacity) ||
           differ (world, i, "energy in less energy out",
                   row->solar - row->curtailed + row->buy - row->sell + row->received - row->sent,
                   row->demand - row->unmet + row->charge - row->discharge));
}

static bool
check_network_conservation (ReferenceWorld *world)
{
  double in = 0, out = 0, sent = 0, received = 0;

  for (int i = 0; i < world->config.nodes; i++) {
    const Row *row = &world->row[i];

    in += row->solar - row->curtailed + row->buy - row->sell;
    out += row->demand - row->unmet + row->charge - row->discharge;
    sent += row->sent;
    received += row->received;
  }
  return !differ (world, -1, "energy into the network", in, out + sent - received) &&
         !differ (world, -1, "what arrives of what is sent", received,
                  world->config.line_efficiency * sent);
}

static bool
check_settlement (ReferenceWorld *world)
{
  bool same = true;

  settle_flows (world);
  settle_grid (world);
  for (int i = 0; i < world->config.nodes && same; i++)
    same = check_node (world, i, world->buy[i], world->sell[i]);
  return same && check_network_conservation (world);
}

/* Stability and rewards, sections 5 and 6. */

static double
stability_now (const ReferenceWorld *world)
{
  int N = world->config.nodes;
  double mean = 0, variance = 0, low = 0, full = 0;

  for (int i = 0; i < N; i++)
    mean += world->energy[i] / world->kind[i]->capacity / N;
  for (int i = 0; i < N; i++) {
    double l = world->energy[i] / world->kind[i]->capacity;

    variance += (l - mean) * (l - mean) / N;
    low += fmax (0.2 - l, 0) / 0.2 / N;
    full += fmax (l - 0.9, 0) / 0.1 / N;
  }
  return 1 - (0.25 * fabs (mean - 0.5) / 0.5 + 0.35 * variance / 0.25 + 0.25 * low + 0.15 * full);
}

/* Useful part of the flow f that i sends to j. */
static double
useful (const ReferenceWorld *world, int i, int j, double f)
{
  const Row *from = &world->row[i];
  double gap = from->level_before - world->row[j].level_before;
  double h = gap * world->kind[i]->capacity * world->kind[j]->capacity /
             (world->kind[i]->capacity + world->kind[j]->capacity);

  if (gap <= 0.05 || from->sent == 0)
    return 0;
  return fmax (0, fmin (f, 2 * h - f)) * fmax (0, from->sent - from->buy) / from->sent;
}

static bool
check_rewards (ReferenceWorld *world)
{
  const ReferenceConfig *c = &world->config;
  int N = c->nodes;
  double S = stability_now (world), team = 0;

  for (int i = 0; i < N; i++) {
    const Row *row = &world->row[i];
    double p = row->import_price, q = row->export_price, m = q + c->internal_price * (p - q);
    double mean_demand = 0, cooperation = 0, l = row->level_after;
    double expected[5];

    for (int hour = 0; hour < 24; hour++)
      mean_demand += world->kind[i]->base[hour] / 24;
    for (int j = 0; j < world->degree[i]; j++) {
      int n = world->slot[i * world->D + j].neighbour;
      double f = world->flow[i * world->D + j];

      cooperation += f > 0 ? useful (world, i, n, f) : f < 0 ? useful (world, n, i, -f) : 0;
    }
    expected[0] = S;
    expected[1] = -(2 * l - 1) * (2 * l - 1);
    expected[2] =
        -(p * row->buy - q * row->sell + m * (row->received - c->line_efficiency * row->sent)) /
            1.5 +
        0.1 * (1 - row->buy / fmax (0.1, mean_demand));
    expected[3] = cooperation / (2 * c->line_limit);
    expected[4] = -row->unmet / fmax (row->demand, 0.1);
    if (differ (world, i, "stability", row->stability, S) ||
        differ (world, i, "reward_stability", row->term[0], expected[0]) ||
        differ (world, i, "reward_efficiency", row->term[1], expected[1]) ||
        differ (world, i, "reward_cost", row->term[2], expected[2]) ||
        differ (world, i, "reward_cooperation", row->term[3], expected[3]) ||
        differ (world, i, "reward_unmet", row->term[4], expected[4]))
      return false;
    world->own[i] = 1 * expected[0] + 0.5 * expected[1] + 1 * expected[2] + 0.05 * expected[3] +
                    10 * expected[4];
    team += world->own[i] / N;
  }
  for (int i = 0; i < N; i++)
    if (differ (world, i, "reward", world->row[i].reward,
                (1 - c->team_share) * world->own[i] + c->team_share * team))
      return false;
  return true;
}

/* Reading. */

static const char *
check_header (ReferenceWorld *world, const char *line)
{
  size_t size = 600 + 32 * (size_t) world->D;
  char *expected = malloc (size);
  size_t length;
  bool same;

  length = snprintf (expected, size,
                     "day,step,node,level_before,demand_kwh,solar_kwh,import_price,export_price,"
                     "action_grid");
  for (int j = 0; j < world->D; j++)
    length += snprintf (expected + length, size - length, ",action_transfer_%d", j);
  snprintf (expected + length, size - length,
            ",buy_kwh,sell_kwh,sent_kwh,received_kwh,charge_kwh,discharge_kwh,unmet_kwh,"
            "curtailed_kwh,level_after,stability,reward,reward_stability,reward_efficiency,"
            "reward_cost,reward_cooperation,reward_unmet");
  same = strcmp (line, expected) == 0;
  free (expected);
  world->has_header = true;
  if (same)
    return NULL;
  snprintf (world->message, sizeof world->message, "the header differs: %.300s", line);
  return world->message;
}

/* The next cell as a number; moves past it and its comma. */
static bool
read_cell (const char **at, double *value)
{
  char *end;

  *value = strtod (*at, &end);
  if (end == *at || (*end != ',' && *end != '\0'))
    return false;
  *at = *end == ',' ? end + 1 : end;
  return true;
}

static bool
read_row (ReferenceWorld *world, const char *line, Row *row)
{
  double *const before[] = { &row->level_before, &row->demand,       &row->solar,
                             &row->import_price, &row->export_price, &row->grid_action };
  double *const after[N_AFTER_ACTIONS] = { &row->buy,       &row->sell,      &row->sent,
                                           &row->received,  &row->charge,    &row->discharge,
                                           &row->unmet,     &row->curtailed, &row->level_after,
                                           &row->stability, &row->reward,    &row->term[0],
                                           &row->term[1],   &row->term[2],   &row->term[3],
                                           &row->term[4] };
  double day, step, node;
  bool read = read_cell (&line, &day) && read_cell (&line, &step) && read_cell (&line, &node);

  for (int k = 0; k < 6 && read; k++)
    read = read_cell (&line, before[k]);
  for (int j = 0; j < world->D && read; j++)
    read = read_cell (&line, &row->transfer[j]);
  for (int k = 0; k < N_AFTER_ACTIONS && read; k++)
    read = read_cell (&line, after[k]);
  return read && *line == '\0' && day == world->day && step == world->step && node == world->node;
}

const char *
reference_world_take_line (ReferenceWorld *world, const char *line)
{
  if (!world->has_header)
    return check_header (world, line);
  if (world->day >= world->n_days)
    return "more rows than days";
  if (world->step == 0 && world->node == 0)
    begin_day (world);
  if (!read_row (world, line, &world->row[world->node])) {
    snprintf (world->message, sizeof world->message,
              "day %d, step %d, node %d: not the row of this place: %.200s", world->day,
              world->step, world->node, line);
    return world->message;
  }
  if (++world->node < world->config.nodes)
    return NULL;
  world->node = 0;
  if (!check_inputs (world) || !check_actions (world) || !check_settlement (world) ||
      !check_rewards (world))
    return world->message;
  if (++world->step == T) {
    world->step = 0;
    world->day++;
  }
  return NULL;
}

const char *
reference_world_finish (ReferenceWorld *world)
{
  return world->day == world->n_days && world->node == 0 ? NULL : "rows are missing";
}
