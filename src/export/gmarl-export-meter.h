/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* A stream that hands on what is written, if there is a stream to hand it to, and meanwhile counts
 * it, hashes it and keeps its first lines.
 */
#define GMARL_TYPE_EXPORT_METER (gmarl_export_meter_get_type ())
G_DECLARE_FINAL_TYPE (GmarlExportMeter, gmarl_export_meter, GMARL, EXPORT_METER, GOutputStream)

/* base (nullable): is not closed with the meter. lines: to keep. (transfer full) */
GmarlExportMeter *gmarl_export_meter_new (GOutputStream *base, guint lines);

goffset gmarl_export_meter_get_bytes (GmarlExportMeter *self);

/* In hexadecimal. Nothing can be written after it was asked for. */
const char *gmarl_export_meter_get_sha256 (GmarlExportMeter *self);

/* The first lines, each cut where it is longer than anybody reads; valid UTF-8. (transfer full) */
char *gmarl_export_meter_get_head (GmarlExportMeter *self);

G_END_DECLS
