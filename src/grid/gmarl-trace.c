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
end_row (Writer *self)
{
  self->bytes[self->used - 1] = '\n';
}

gboolean
gmarl_trace_write_header (const GmarlGrid *grid, GOutputStream *stream, GError **error)
{
  Writer writer;

  writer.stream = stream;
  writer.error = error;
  writer.used = 0;
  writer.failed = FALSE;
  put_text (&writer, "day,step,node,level_before,demand_kwh,solar_kwh,import_price,export_price,"
                     "action_grid,");
  for (gsize j = 0; j < grid->n_slots; j++) {
    char name[48];

    g_snprintf (name, sizeof name, "action_transfer_%zu,", j);
    put_text (&writer, name);
  }
  put_text (&writer, "buy_kwh,sell_kwh,sent_kwh,received_kwh,charge_kwh,discharge_kwh,unmet_kwh,"
                     "curtailed_kwh,level_after,stability,reward,reward_stability,"
                     "reward_efficiency,reward_cost,reward_cooperation,reward_unmet\n");
  flush (&writer);
  return !writer.failed;
}

static void
put_node (Writer *writer, const GmarlGrid *grid, const GmarlGridState *state, gsize i)
{
  const double *action = state->action + i * grid->n_actions;

  put_number (writer, state->level_before[i]);
  put_number (writer, state->settled_demand[i]);
  put_number (writer, state->settled_solar[i]);
  put_number (writer, state->settled_import_price);
  put_number (writer, state->settled_export_price);
  put_number (writer, action[grid->n_slots]);
  for (gsize j = 0; j < grid->n_slots; j++)
    put_number (writer, action[j]);
  put_number (writer, state->buy[i]);
  put_number (writer, state->sell[i]);
  put_number (writer, state->sent[i]);
  put_number (writer, state->received[i]);
  put_number (writer, state->charge[i]);
  put_number (writer, state->discharge[i]);
  put_number (writer, state->unmet[i]);
  put_number (writer, state->curtailed[i]);
  put_number (writer, state->level[i]);
  put_number (writer, state->stability);
  put_number (writer, state->reward[i]);
  for (gsize term = 0; term < GMARL_N_TERMS; term++)
    put_number (writer, state->term[term * grid->n_nodes + i]);
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
    put_node (&writer, grid, state, i);
    end_row (&writer);
  }
  flush (&writer);
  return !writer.failed;
}
