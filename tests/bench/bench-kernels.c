/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* What the network kernels of every level reach of the processor's multiply-add peak. */
#include "bench.h"

#include "gmarl-benchmark-kernels.h"

enum {
  N_INPUTS = 9,
  N_ACTIONS = 3,
  SLICES = 60, /* of a round */
};

static void
measure (const GmarlBench *bench, const GmarlKernels *kernels, gsize width, gsize rows)
{
  static const char *const names[GMARL_N_KERNEL_PARTS] = { "forward", "backward", "update" };
  const GmarlNetworkShape shape = {
    .n_inputs = N_INPUTS, .n_hidden = 2, .width = { width, width }, .n_outputs = N_ACTIONS
  };

  for (gint part = 0; part < GMARL_N_KERNEL_PARTS; part++) {
    double peak = 0;
    double share = gmarl_benchmark_kernels (kernels, &shape, rows, (GmarlKernelPart) part,
                                            (guint) bench->rounds * SLICES, &peak);
    g_autofree char *name = g_strdup_printf ("%s %zu-%zu, %zu rows, %s", kernels->name, width,
                                             width, rows, names[part]);

    gmarl_bench_row (bench, name, share * peak, "GFLOP/s", peak);
  }
}

int
main (int argc, char **argv)
{
  static const struct {
    gsize width;
    gsize rows;
  } cases[] = { { 64, 256 }, { 64, 640 }, { 256, 128 } };
  GmarlBench bench = gmarl_bench_begin ("kernels", &argc, &argv);
  GmarlKernels openblas;

  gmarl_kernels_init_openblas (&openblas, NULL);
  for (gsize c = 0; c < G_N_ELEMENTS (cases); c++) {
    for (gint level = 0; level < GMARL_N_LEVELS; level++) {
      const GmarlKernels *kernels = gmarl_kernels_get ((GmarlLevel) level);

      if (kernels != NULL)
        measure (&bench, kernels, cases[c].width, cases[c].rows);
    }
    measure (&bench, &openblas, cases[c].width, cases[c].rows);
  }
  return 0;
}
