/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-export-content.h"

#include "gmarl-export-file.h"
#include "gmarl-export-meter.h"

#include <string.h>

#define BUFFER_BYTES     (1 << 16)
#define ANONYMOUS_EXPORT "export"

struct _GmarlExportContent {
  gatomicrefcount references;
  GmarlExportKind kind;
  GmarlExportWriteFunc write;
  gpointer data;
  GDestroyNotify destroy;
  char *name;
  GBytes *preview;
  GmarlSidecar *sidecar;            /* (nullable) */
  GmarlExportDescribeFunc describe; /* (nullable) */
};

struct _GmarlExportWriter {
  GOutputStream *stream;
  GCancellable *cancellable;
  GmarlExportProgressFunc progress;
  gpointer user_data;
  double fraction;
  gint64 deadline_us; /* 0: none */
};

GmarlExportContent *
gmarl_export_content_new (GmarlExportKind kind,
                          GmarlExportWriteFunc write,
                          gpointer data,
                          GDestroyNotify destroy)
{
  GmarlExportContent *self = g_new0 (GmarlExportContent, 1);

  g_atomic_ref_count_init (&self->references);
  self->kind = kind;
  self->write = write;
  self->data = data;
  self->destroy = destroy;
  self->name = g_strdup (ANONYMOUS_EXPORT);
  return self;
}

static gboolean
write_bytes (GmarlExportWriter *writer, gpointer data, GError **error)
{
  gsize size;
  const char *bytes = g_bytes_get_data (data, &size);

  return g_output_stream_write_all (writer->stream, bytes, size, NULL, writer->cancellable, error);
}

GmarlExportContent *
gmarl_export_content_new_bytes (GmarlExportKind kind, GBytes *bytes)
{
  return gmarl_export_content_new (kind, write_bytes, g_bytes_ref (bytes),
                                   (GDestroyNotify) g_bytes_unref);
}

GmarlExportContent *
gmarl_export_content_new_text (char *text)
{
  g_autoptr (GBytes) bytes = g_bytes_new_take (text, strlen (text));

  return gmarl_export_content_new_bytes (GMARL_EXPORT_KIND_TEXT, bytes);
}

GmarlExportContent *
gmarl_export_content_ref (GmarlExportContent *self)
{
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
gmarl_export_content_unref (GmarlExportContent *self)
{
  if (self == NULL || !g_atomic_ref_count_dec (&self->references))
    return;
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_clear_pointer (&self->preview, g_bytes_unref);
  gmarl_sidecar_free (self->sidecar);
  g_free (self->name);
  g_free (self);
}

void
gmarl_export_content_set_name (GmarlExportContent *self, const char *name)
{
  g_free (self->name);
  self->name = gmarl_export_file_name (name);
}

void
gmarl_export_content_set_preview (GmarlExportContent *self, GBytes *preview)
{
  g_clear_pointer (&self->preview, g_bytes_unref);
  self->preview = g_bytes_ref (preview);
}

void
gmarl_export_content_set_sidecar (GmarlExportContent *self, GmarlSidecar *sidecar)
{
  gmarl_sidecar_free (self->sidecar);
  self->sidecar = sidecar;
}

void
gmarl_export_content_set_describe (GmarlExportContent *self, GmarlExportDescribeFunc describe)
{
  self->describe = describe;
}

GmarlExportKind
gmarl_export_content_get_kind (const GmarlExportContent *self)
{
  return self->kind;
}

const char *
gmarl_export_content_get_name (const GmarlExportContent *self)
{
  return self->name;
}

GBytes *
gmarl_export_content_get_preview (const GmarlExportContent *self)
{
  return self->preview;
}

gboolean
gmarl_export_content_has_sidecar (const GmarlExportContent *self)
{
  return self->sidecar != NULL || self->describe != NULL;
}

char *
gmarl_export_file_name (const char *title)
{
  g_autofree char *lower = g_utf8_strdown (title, -1);
  GString *name = g_string_new (NULL);

  for (const char *at = lower; *at != '\0'; at = g_utf8_next_char (at)) {
    gunichar letter = g_utf8_get_char (at);

    if (g_unichar_isalnum (letter))
      g_string_append_unichar (name, letter);
    else if (name->len > 0 && name->str[name->len - 1] != '-')
      g_string_append_c (name, '-');
  }
  if (name->len > 0 && name->str[name->len - 1] == '-')
    g_string_truncate (name, name->len - 1);
  if (name->len == 0)
    g_string_append (name, ANONYMOUS_EXPORT);
  return g_string_free (name, FALSE);
}

/* --- The writer ----------------------------------------------------------------------------- */

GOutputStream *
gmarl_export_writer_get_stream (GmarlExportWriter *self)
{
  return self->stream;
}

GCancellable *
gmarl_export_writer_get_cancellable (GmarlExportWriter *self)
{
  return self->cancellable;
}

void
gmarl_export_writer_progress (GmarlExportWriter *self, double fraction)
{
  self->fraction = fraction;
  if (self->progress != NULL)
    self->progress (fraction, self->user_data);
  if (self->deadline_us > 0 && g_get_monotonic_time () > self->deadline_us)
    g_cancellable_cancel (self->cancellable);
}

gboolean
gmarl_export_writer_put (GmarlExportWriter *self, GString *text, GError **error)
{
  gboolean written = g_output_stream_write_all (self->stream, text->str, text->len, NULL,
                                                self->cancellable, error);

  g_string_truncate (text, 0);
  return written;
}

/* --- Measuring ------------------------------------------------------------------------------ */

void
gmarl_export_measure_clear (GmarlExportMeasure *self)
{
  g_clear_pointer (&self->head, g_free);
}

static void
cancelled_cb (GCancellable *cancellable, GCancellable *other)
{
  g_cancellable_cancel (other);
}

gboolean
gmarl_export_content_measure (GmarlExportContent *self,
                              guint lines,
                              double seconds,
                              GmarlExportMeasure *measure,
                              GCancellable *cancellable,
                              GError **error)
{
  g_autoptr (GmarlExportMeter) meter = gmarl_export_meter_new (NULL, lines);
  /* One of its own, which is cancelled when the time is over, too. */
  g_autoptr (GCancellable) either = g_cancellable_new ();
  g_autoptr (GError) local_error = NULL;
  gulong id = cancellable == NULL
                  ? 0
                  : g_cancellable_connect (cancellable, G_CALLBACK (cancelled_cb), either, NULL);
  GmarlExportWriter writer = {
    .stream = G_OUTPUT_STREAM (meter),
    .cancellable = either,
    .deadline_us = g_get_monotonic_time () + (gint64) (seconds * G_USEC_PER_SEC),
  };
  gboolean done = self->write (&writer, self->data, &local_error);
  gboolean late = !done && g_error_matches (local_error, G_IO_ERROR, G_IO_ERROR_CANCELLED) &&
                  !g_cancellable_is_cancelled (cancellable);

  g_cancellable_disconnect (cancellable, id);
  if (!done && !late) {
    g_propagate_error (error, g_steal_pointer (&local_error));
    return FALSE;
  }
  measure->exact = done;
  measure->bytes = gmarl_export_meter_get_bytes (meter);
  if (late)
    measure->bytes = writer.fraction > 0 && measure->bytes > 0
                         ? (goffset) ((double) measure->bytes / writer.fraction)
                         : -1;
  measure->head = self->kind == GMARL_EXPORT_KIND_TEXT ? gmarl_export_meter_get_head (meter) : NULL;
  return TRUE;
}

/* --- Writing -------------------------------------------------------------------------------- */

static gboolean
write_contents (GmarlExportContent *self,
                GmarlExportWriter *writer,
                GmarlExportFile *file,
                GError **error)
{
  if (!self->write (writer, self->data, error)) {
    gmarl_export_file_explain (file, error);
    return FALSE;
  }
  return TRUE;
}

static gboolean
write_sidecar (GmarlExportContent *self,
               GmarlExportFile *file,
               const char *path,
               GmarlExportMeter *meter,
               GError **error)
{
  g_autoptr (GmarlSidecar) made = self->sidecar == NULL ? self->describe (self->data, error) : NULL;
  const GmarlSidecar *sidecar = self->sidecar != NULL ? self->sidecar : made;
  g_autofree char *name = g_path_get_basename (path);
  g_autofree char *text = NULL;

  if (sidecar == NULL)
    return FALSE;
  text = gmarl_sidecar_to_json (sidecar, name, gmarl_export_meter_get_bytes (meter),
                                gmarl_export_meter_get_sha256 (meter));
  return gmarl_export_file_write (file, text, error);
}

gboolean
gmarl_export_content_write (GmarlExportContent *self,
                            const char *path,
                            gboolean with_sidecar,
                            goffset *bytes,
                            GmarlExportProgressFunc progress,
                            gpointer user_data,
                            GCancellable *cancellable,
                            GError **error)
{
  g_autofree char *sidecar_path = gmarl_sidecar_path (path);
  g_autoptr (GmarlExportFile) file = gmarl_export_file_open (path, error);
  g_autoptr (GmarlExportFile) sidecar = NULL;
  g_autoptr (GmarlExportMeter) meter = NULL;
  GmarlExportWriter writer = { .cancellable = cancellable,
                               .progress = progress,
                               .user_data = user_data };

  with_sidecar = with_sidecar && gmarl_export_content_has_sidecar (self);
  if (file == NULL)
    return FALSE;
  if (with_sidecar) {
    sidecar = gmarl_export_file_open (sidecar_path, error);
    if (sidecar == NULL)
      return FALSE;
  }
  meter = gmarl_export_meter_new (gmarl_export_file_get_stream (file), 0);
  writer.stream = G_OUTPUT_STREAM (meter);
  if (!write_contents (self, &writer, file, error) ||
      g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  if (with_sidecar && !write_sidecar (self, sidecar, path, meter, error))
    return FALSE;
  if (bytes != NULL)
    *bytes = gmarl_export_meter_get_bytes (meter);
  return gmarl_export_file_commit_with (file, sidecar, error);
}
