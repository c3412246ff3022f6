/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "bench.h"

#include "gmarl-random.h"

enum {
  COUNT = 1 << 18
};

static void
draw_normals (gpointer user_data)
{
  gmarl_random_normals (1, GMARL_STREAM_PRICE, 0, COUNT, user_data);
}

int
main (int argc, char **argv)
{
  GmarlBench bench = gmarl_bench_begin ("random", &argc, &argv);
  g_autofree double *out = g_new (double, COUNT);

  gmarl_bench_row (&bench, "normal numbers", COUNT / gmarl_bench_best (&bench, draw_normals, out),
                   "1/s", 0);
  return 0;
}
