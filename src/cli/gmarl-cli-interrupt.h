/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Ctrl+C and its like (SIGINT, SIGTERM, SIGHUP) ask once: the cancellable is cancelled, on a thread
 * that does nothing else. Asked again, the program ends at once with status 130, saying what is
 * safe.
 */
typedef struct _GmarlInterrupt GmarlInterrupt;

/* Listens from now on, until freed. (transfer full) */
GmarlInterrupt *gmarl_interrupt_new (void);
void gmarl_interrupt_free (GmarlInterrupt *self);

/* Cancelled by the first signal; borrowed. */
GCancellable *gmarl_interrupt_get_cancellable (GmarlInterrupt *self);

/* What to say when asked twice; NULL: nothing. Any thread. */
void gmarl_interrupt_set_parting_words (GmarlInterrupt *self, const char *words);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlInterrupt, gmarl_interrupt_free)

G_END_DECLS
