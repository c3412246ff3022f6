/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Tables of a document.
 */
#include "config.h"

#include "gmarl-draw-document-private.h"

#include <math.h>

#define TABLE_LEADING 1.25

typedef struct {
  const char *const *cells;
  gsize n_rows, n_columns;
  gboolean words;
  GmarlDocumentFace face, head;
  double *width; /* [n_columns] */
} Table;

static gboolean
is_marked (const char *cell)
{
  return g_str_has_prefix (cell, "★");
}

static void
measure_columns (const GmarlDrawDocument *self, Table *table)
{
  GmarlDocumentFace bold = table->face;

  bold.bold = TRUE;
  table->width = g_new0 (double, table->n_columns);
  for (gsize row = 0; row < table->n_rows; row++)
    for (gsize column = 0; column < table->n_columns; column++) {
      const char *cell = table->cells[row * table->n_columns + column];
      const GmarlDocumentFace *face = row == 0           ? &table->head
                                      : is_marked (cell) ? &bold
                                                         : &table->face;

      table->width[column] =
          fmax (table->width[column], gmarl_draw_document_measure (self, face, cell, NULL));
    }
}

static double
table_width (const Table *table)
{
  double width = table->width[0];

  for (gsize column = 1; column < table->n_columns; column++)
    width += GMARL_DOCUMENT_COLUMN_GAP + table->width[column];
  return width;
}

/* In the largest letters in which all columns stand beside each other, or else in the usual ones.
 */
static void
set_table (const GmarlDrawDocument *self, Table *table)
{
  static const double scales[] = { 0.9, 0.85, 0.8, 0.9 };

  for (gsize k = 0; k < G_N_ELEMENTS (scales); k++) {
    g_clear_pointer (&table->width, g_free);
    table->face = gmarl_draw_document_make_face (self->style, scales[k], FALSE);
    table->face.leading = TABLE_LEADING;
    table->head = table->face;
    table->head.bold = TRUE;
    measure_columns (self, table);
    if (table_width (table) <= gmarl_draw_document_text_width ())
      return;
  }
}

static void
put_rule (GmarlDrawDocument *self, double width)
{
  gmarl_draw_document_add_item (self, GMARL_DOCUMENT_ITEM_RULE, GMARL_DOCUMENT_MARGIN, self->top)
      ->width = width;
}

static void
put_row (GmarlDrawDocument *self, const Table *table, gsize row, gsize begin, gsize end)
{
  double height = gmarl_draw_document_line_height (self, &table->face), x = GMARL_DOCUMENT_MARGIN,
         y = self->top + height / 2;

  for (gsize column = 0; column < end; column == 0 ? column = begin : column++) {
    const char *cell = table->cells[row * table->n_columns + column];
    GmarlDocumentFace face = row == 0 ? table->head : table->face;
    gboolean left = column == 0 || table->words;

    face.bold = face.bold || is_marked (cell);
    gmarl_draw_document_put_text (self, &face, cell, left ? GMARL_TEXT_LEFT : GMARL_TEXT_RIGHT,
                                  left ? x : x + table->width[column], y);
    x += table->width[column] + GMARL_DOCUMENT_COLUMN_GAP;
  }
  self->top += height;
}

/* The columns from begin to end behind the first one; the heading again on each page. */
static void
put_columns (GmarlDrawDocument *self, const Table *table, gsize begin, gsize end)
{
  double height = gmarl_draw_document_line_height (self, &table->face), width = table->width[0];

  for (gsize column = begin; column < end; column++)
    width += GMARL_DOCUMENT_COLUMN_GAP + table->width[column];
  gmarl_draw_document_need (self, MIN (table->n_rows, GMARL_DOCUMENT_KEPT_LINES) * height);
  for (gsize row = 0; row < table->n_rows; row++) {
    if (row > 0 && self->top + height > gmarl_draw_document_page_bottom ()) {
      put_rule (self, width);
      gmarl_draw_document_turn_page (self);
      put_row (self, table, 0, begin, end);
      put_rule (self, width);
    }
    if (row == 0)
      put_rule (self, width);
    put_row (self, table, row, begin, end);
    if (row == 0)
      put_rule (self, width);
  }
  put_rule (self, width);
  self->top += 1.5 * GMARL_DOCUMENT_PARAGRAPH;
}

void
gmarl_draw_document_add_table (GmarlDrawDocument *self,
                               const char *const *cells,
                               gsize n_rows,
                               gsize n_columns,
                               gboolean words)
{
  Table table = { .cells = cells, .n_rows = n_rows, .n_columns = n_columns, .words = words };
  gsize begin = 1;

  g_return_if_fail (n_rows > 0 && n_columns > 0);
  set_table (self, &table);
  do {
    double x = table.width[0];
    gsize end = begin;

    while (end < n_columns && (end == begin || x + GMARL_DOCUMENT_COLUMN_GAP + table.width[end] <=
                                                   gmarl_draw_document_text_width ()))
      x += GMARL_DOCUMENT_COLUMN_GAP + table.width[end++];
    put_columns (self, &table, begin, end);
    begin = end;
  } while (begin < n_columns);
  g_free (table.width);
}
