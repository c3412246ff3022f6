/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-trace.h"

#include "gmarl-number-text.h"

#include <string.h>

/* Rows are gathered in a buffer of fixed size on the stack, so that memory does not depend on the
 * number of nodes or of transfer columns.
 */
enum {
  BUFFER_BYTES = 32 * 1024,
  CELL_BYTES = GMARL_NUMBER_TEXT_SIZE + 1
};

typedef struct {
  GOutputStream *stream;
  GError **error;
  gsize used;
  gboolean failed;
  char bytes[BUFFER_BYTES];
} Writer;

static void
flush (Writer *self)
{
  if (!self->failed &&
      !g_output_stream_write_all (self->stream, self->bytes, self->used, NULL, NULL, self->error))
    self->failed = TRUE;
  self->used = 0;
}

static void
put_text (Writer *self, const char *text)
{
  gsize length = strlen (text);

  g_assert (length <= BUFFER_BYTES);
  if (self->used + length > BUFFER_BYTES)
    flush (self);
  memcpy (self->bytes + self->used, text, length);
  self->used += length;
}

/* A number and the comma after it. */
static void
put_number (Writer *self, double value)
{
  if (self->used + CELL_BYTES > BUFFER_BYTES)
    flush (self);
  self->used += gmarl_number_text (self->bytes + self->used, value);
  self->bytes[self->used++] = ',';
}

static void
put_value (gsize column, double value, gpointer user_data)
{
  put_number (user_data, value);
}

static void
end_row (Writer *self)
{
  self->bytes[self->used - 1] = '\n';
}

static const GmarlTraceColumn before_transfers[] = {
  { "level_before", "fraction", TRUE },
  { "demand", "kWh", TRUE },
  { "solar", "kWh", TRUE },
  { "import_price", "currency/kWh", FALSE },
  { "export_price", "currency/kWh", FALSE },
  { "action_grid", "", TRUE },
};

static const GmarlTraceColumn after_transfers[] = {
  { "buy", "kWh", TRUE },
  { "sell", "kWh", TRUE },
  { "sent", "kWh", TRUE },
  { "received", "kWh", TRUE },
  { "charge", "kWh", TRUE },
  { "discharge", "kWh", TRUE },
  { "unmet", "kWh", TRUE },
  { "curtailed", "kWh", TRUE },
  { "level_after", "fraction", TRUE },
  { "stability", "", FALSE },
  { "reward", "", TRUE },
  { "reward_stability", "", TRUE },
  { "reward_efficiency", "", TRUE },
  { "reward_cost", "", TRUE },
  { "reward_cooperation", "", TRUE },
  { "reward_unmet", "", TRUE },
};

enum {
  N_BEFORE = G_N_ELEMENTS (before_transfers),
  N_AFTER = G_N_ELEMENTS (after_transfers)
};

gsize
gmarl_trace_get_n_columns (const GmarlGrid *grid)
{
  return N_BEFORE + grid->n_slots + N_AFTER;
}

void
gmarl_trace_get_column (const GmarlGrid *grid, gsize column, GmarlTraceColumn *description)
{
  g_return_if_fail (column < gmarl_trace_get_n_columns (grid));

  if (column < N_BEFORE) {
    *description = before_transfers[column];
  } else if (column < N_BEFORE + grid->n_slots) {
    *description = (GmarlTraceColumn){ "", "", TRUE };
    g_snprintf (description->id, sizeof description->id, "action_transfer_%zu", column - N_BEFORE);
  } else {
    *description = after_transfers[column - N_BEFORE - grid->n_slots];
  }
}

void
gmarl_trace_visit (const GmarlGrid *grid,
                   const GmarlGridState *state,
                   gsize node,
                   GmarlTraceFunc func,
                   gpointer user_data)
{
  const double *action = state->action + node * grid->n_actions;
  const double before[N_BEFORE] = { state->level_before[node],   state->settled_demand[node],
                                    state->settled_solar[node],  state->settled_import_price,
                                    state->settled_export_price, action[grid->n_slots] };
  const double after[] = { state->buy[node],      state->sell[node],      state->sent[node],
                           state->received[node], state->charge[node],    state->discharge[node],
                           state->unmet[node],    state->curtailed[node], state->level[node],
                           state->stability,      state->reward[node] };
  gsize column = 0;

  for (gsize k = 0; k < N_BEFORE; k++)
    func (column++, before[k], user_data);
  for (gsize slot = 0; slot < grid->n_slots; slot++)
    func (column++, action[slot], user_data);
  for (gsize k = 0; k < G_N_ELEMENTS (after); k++)
    func (column++, after[k], user_data);
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    func (column++, state->term[term * grid->n_nodes + node], user_data);
}

gboolean
gmarl_trace_write_header (const GmarlGrid *grid, GOutputStream *stream, GError **error)
{
  Writer writer;

  writer.stream = stream;
  writer.error = error;
  writer.used = 0;
  writer.failed = FALSE;
  put_text (&writer, "day,step,node");
  for (gsize column = 0; column < gmarl_trace_get_n_columns (grid); column++) {
    GmarlTraceColumn description;

    gmarl_trace_get_column (grid, column, &description);
    put_text (&writer, ",");
    put_text (&writer, description.id);
    if (strcmp (description.unit, "kWh") == 0)
      put_text (&writer, "_kwh");
  }
  put_text (&writer, "\n");
  flush (&writer);
  return !writer.failed;
}

gboolean
gmarl_trace_write_step (const GmarlGrid *grid,
                        const GmarlGridState *state,
                        gsize day,
                        GOutputStream *stream,
                        GError **error)
{
  Writer writer;

  g_return_val_if_fail (state->step > 0, FALSE);

  writer.stream = stream;
  writer.error = error;
  writer.used = 0;
  writer.failed = FALSE;
  for (gsize i = 0; i < grid->n_nodes; i++) {
    put_number (&writer, day);
    put_number (&writer, state->step - 1);
    put_number (&writer, i);
    gmarl_trace_visit (grid, state, i, put_value, &writer);
    end_row (&writer);
  }
  flush (&writer);
  return !writer.failed;
}
