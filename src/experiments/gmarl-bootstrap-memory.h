/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-bootstrap.h"

#include <glib.h>

G_BEGIN_DECLS

/* What gmarl_bootstrap_robust() wants lent, for values of up to n_rows × n_days and as many draws.
 */
void gmarl_bootstrap_work_init (GmarlBootstrapWork *self, gsize n_rows, gsize n_days, gsize draws);
void gmarl_bootstrap_work_clear (GmarlBootstrapWork *self);

G_END_DECLS
