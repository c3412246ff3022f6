/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Lists of whole numbers as people type them. Errors are GMARL_ERROR_CONFIG and name the part that
 * is wrong.
 */

/* "7", or "3-9" with this separator, as first and last of a range that is not empty. */
gboolean gmarl_parse_number_range (const char *text, char separator, guint64 *first, guint64 *last);

/* "1", "1, 2, 3", "1-10" or a mixture as seeds (guint64), in the order given: at most n_most, none
 * twice and none above GMARL_LARGEST_SEED. (transfer full)
 */
GArray *gmarl_parse_seed_list (const char *text, guint n_most, GError **error);

/* Numbers of agents (gint64), ascending: "3, 5, 7, 10", "3:50:10" (from 3 to at most 50 in steps of
 * 10), "3:6" (in steps of 1), or a mixture; at most n_most, none twice, none above what a scenario
 * can have. (transfer full)
 */
GArray *gmarl_parse_size_list (const char *text, guint n_most, GError **error);

/* What gmarl_parse_seed_list reads as these seeds (guint64), ascending ones in ranges: "1-5, 9".
 * (transfer full) */
char *gmarl_format_seed_list (const GArray *seeds);

/* What gmarl_parse_size_list reads as these sizes (gint64): "3, 5, 7, 10". (transfer full) */
char *gmarl_format_size_list (const GArray *sizes);

G_END_DECLS
