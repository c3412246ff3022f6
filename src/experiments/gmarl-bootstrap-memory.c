/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-bootstrap-memory.h"

void
gmarl_bootstrap_work_init (GmarlBootstrapWork *self, gsize n_rows, gsize n_days, gsize draws)
{
  gsize cells = n_rows * n_days;

  *self = (GmarlBootstrapWork){
    .sorted = g_new (double, cells),
    .row = g_new (guint32, cells),
    .day = g_new (guint32, cells),
    .weight = g_new (double, cells + 1),
    .sum = g_new (double, cells + 1),
    .order = g_new (gsize, MAX (cells, draws)),
    .counts = g_new (double, n_rows + n_days),
    .results = g_new (double, GMARL_N_ROBUST *draws),
    .column = g_new (double, draws),
  };
}

void
gmarl_bootstrap_work_clear (GmarlBootstrapWork *self)
{
  g_free (self->sorted);
  g_free (self->row);
  g_free (self->day);
  g_free (self->weight);
  g_free (self->sum);
  g_free (self->order);
  g_free (self->counts);
  g_free (self->results);
  g_free (self->column);
}
