/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-network-view.h"

G_BEGIN_DECLS

/* What a picture of the network says in words. All strings are translated. (transfer full) */

/* "6.2 kWh": three digits, with a space that does not break. */
char *gmarl_network_text_energy (double energy_kwh);

/* "0.24 €/kWh", or "0.24/kWh" without a currency; NULL if the view has no price. */
char *gmarl_network_text_price (const GmarlNetworkView *view);

/* Its parts, for where both do not fit into a line: "0.24" and "€/kWh". */
char *gmarl_network_text_price_number (const GmarlNetworkView *view);
char *gmarl_network_text_price_unit (const GmarlNetworkView *view);

/* For screen readers: "Industrial, storage 14 percent, low. Solar 35, demand 95 percent.
 * Importing 14.5 kilowatt hours from grid."
 */
char *gmarl_network_text_node (const GmarlNetworkView *view, gsize node);

/* "Line from Mixed to Suburban, 11.5 kilowatt hours." */
char *gmarl_network_text_line (const GmarlNetworkView *view, gsize line);

/* For pointers: a name and a line for each number. */
char *gmarl_network_text_node_details (const GmarlNetworkView *view, gsize node);
char *gmarl_network_text_line_details (const GmarlNetworkView *view, gsize line);

/* The whole network: "Network of 5 nodes and 5 lines. Storage 51 percent on average, 1 low, 1 high.
 * …" */
char *gmarl_network_text_summary (const GmarlNetworkView *view);

G_END_DECLS
