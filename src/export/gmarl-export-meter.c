/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-meter.h"

#include <string.h>

/* Bytes of a line that are kept. */
#define LONGEST_LINE 1000

struct _GmarlExportMeter {
  GOutputStream parent_instance;

  GOutputStream *base; /* (nullable) */
  GChecksum *checksum;
  GString *head;
  goffset bytes;
  guint lines;      /* still to keep */
  gsize line_bytes; /* kept of the line that is written */
};

G_DEFINE_FINAL_TYPE (GmarlExportMeter, gmarl_export_meter, G_TYPE_OUTPUT_STREAM)

static void
keep (GmarlExportMeter *self, const char *data, gsize length)
{
  for (gsize k = 0; k < length && self->lines > 0; k++) {
    if (data[k] == '\n') {
      if (self->line_bytes > LONGEST_LINE)
        g_string_append (self->head, "…");
      self->lines--;
      self->line_bytes = 0;
      g_string_append_c (self->head, '\n');
    } else if (self->line_bytes++ < LONGEST_LINE) {
      g_string_append_c (self->head, data[k]);
    }
  }
}

static gssize
gmarl_export_meter_write (GOutputStream *stream,
                          const void *buffer,
                          gsize count,
                          GCancellable *cancellable,
                          GError **error)
{
  GmarlExportMeter *self = GMARL_EXPORT_METER (stream);
  gssize written = (gssize) count;

  if (self->base != NULL)
    written = g_output_stream_write (self->base, buffer, count, cancellable, error);
  else if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return -1;
  if (written > 0) {
    g_checksum_update (self->checksum, buffer, written);
    keep (self, buffer, (gsize) written);
    self->bytes += written;
  }
  return written;
}

static gboolean
gmarl_export_meter_flush (GOutputStream *stream, GCancellable *cancellable, GError **error)
{
  GmarlExportMeter *self = GMARL_EXPORT_METER (stream);

  return self->base == NULL || g_output_stream_flush (self->base, cancellable, error);
}

static void
gmarl_export_meter_finalize (GObject *object)
{
  GmarlExportMeter *self = GMARL_EXPORT_METER (object);

  g_clear_object (&self->base);
  g_checksum_free (self->checksum);
  g_string_free (self->head, TRUE);
  G_OBJECT_CLASS (gmarl_export_meter_parent_class)->finalize (object);
}

static void
gmarl_export_meter_class_init (GmarlExportMeterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = gmarl_export_meter_finalize;
  G_OUTPUT_STREAM_CLASS (klass)->write_fn = gmarl_export_meter_write;
  G_OUTPUT_STREAM_CLASS (klass)->flush = gmarl_export_meter_flush;
}

static void
gmarl_export_meter_init (GmarlExportMeter *self)
{
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->head = g_string_new (NULL);
}

GmarlExportMeter *
gmarl_export_meter_new (GOutputStream *base, guint lines)
{
  GmarlExportMeter *self = g_object_new (GMARL_TYPE_EXPORT_METER, NULL);

  self->base = base != NULL ? g_object_ref (base) : NULL;
  self->lines = lines;
  return self;
}

goffset
gmarl_export_meter_get_bytes (GmarlExportMeter *self)
{
  return self->bytes;
}

const char *
gmarl_export_meter_get_sha256 (GmarlExportMeter *self)
{
  return g_checksum_get_string (self->checksum);
}

char *
gmarl_export_meter_get_head (GmarlExportMeter *self)
{
  return g_utf8_make_valid (self->head->str, (gssize) self->head->len);
}
