/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Blocks are placed when they are added: what is on a page never moves again, so that a document is
 * a list of things to paint, each with its page and place.
 */
#include "config.h"

#include "gmarl-draw-document.h"

#include "gmarl-chart-sheet.h"
#include "gmarl-draw-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FAMILY            "Cantarell"
#define LISTING_FAMILY    "monospace"
#define TEXT_POINTS       9.0
#define LISTING_POINTS    7.0
#define TITLE_EM          1.7
#define HEADING_EM        1.25
#define PIXELS_PER_MM     (96 / 25.4)
#define MARGIN            (20 * PIXELS_PER_MM)
#define FOOT              (12 * PIXELS_PER_MM) /* middle of the foot's line, from the lower edge */
#define LEADING           1.3                  /* lines, in heights of their text */
#define TABLE_LEADING     1.25
#define PARAGRAPH         6.0
#define KEPT_LINES        4 /* below a heading */
#define MOST_COLUMNS      3 /* of a listing */
#define FEWEST_IN_COLUMNS 6
#define COLUMN_GAP        12.0

typedef enum {
  ITEM_TEXT,
  ITEM_LISTING,
  ITEM_RULE,
  ITEM_SHEET,
} ItemKind;

typedef struct {
  ItemKind kind;
  guint page;
  double x, y;  /* of text: the anchor, at middle height */
  double width; /* of a rule */
  char *text;
  double em; /* in pixels */
  gboolean bold;
  gboolean secondary;
  GmarlTextAlign align;
  GmarlChartSheet *sheet;
} Item;

struct _GmarlDocument {
  GmarlDrawStyle *style, *listing, *sheet_style;
  const GmarlTextMeasure *measure;
  char *foot;
  GPtrArray *items;
  guint page;
  double top; /* where the next block begins */
};

static void
item_free (gpointer data)
{
  Item *self = data;

  g_free (self->text);
  gmarl_chart_sheet_free (self->sheet);
  g_free (self);
}

static double
page_width (void)
{
  return GMARL_PAGE_WIDTH_MM * PIXELS_PER_MM;
}

static double
page_height (void)
{
  return GMARL_PAGE_HEIGHT_MM * PIXELS_PER_MM;
}

static double
text_width (void)
{
  return page_width () - 2 * MARGIN;
}

static double
page_bottom (void)
{
  return page_height () - MARGIN;
}

GmarlDocument *
gmarl_document_new (const char *family, const char *foot, const GmarlTextMeasure *measure)
{
  GmarlDocument *self = g_new0 (GmarlDocument, 1);

  self->style = gmarl_draw_style_new_for_paper (family ? family : FAMILY, TEXT_POINTS);
  self->sheet_style = gmarl_draw_style_new_for_paper (family ? family : FAMILY, 8);
  self->listing = gmarl_draw_style_new_for_paper (LISTING_FAMILY, LISTING_POINTS);
  self->sheet_style->scale = 3;
  self->measure = measure;
  self->foot = g_strdup (foot ? foot : "");
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->top = MARGIN;
  return self;
}

void
gmarl_document_free (GmarlDocument *self)
{
  if (self == NULL)
    return;
  gmarl_draw_style_free (self->style);
  gmarl_draw_style_free (self->sheet_style);
  gmarl_draw_style_free (self->listing);
  g_ptr_array_unref (self->items);
  g_free (self->foot);
  g_free (self);
}

/* --- Text ----------------------------------------------------------------------------------- */

/* How a run of text looks. */
typedef struct {
  const GmarlDrawStyle *style;
  double scale; /* of the style's em */
  gboolean bold;
  gboolean secondary;
  double leading;
} Face;

static double
measure (const GmarlDocument *self, const Face *face, const char *text, double *height)
{
  GmarlTextRole role = face->bold ? GMARL_TEXT_TITLE : GMARL_TEXT_BODY;
  double width, ignored;

  height = height ? height : &ignored;
  if (self->measure)
    self->measure->measure (text, role, &width, height, self->measure->user_data);
  else
    gmarl_draw_text_measure (face->style, text, role, &width, height);
  *height *= face->scale;
  return width * face->scale;
}

static double
line_height (const GmarlDocument *self, const Face *face)
{
  double height;

  measure (self, face, "0", &height);
  return height * face->leading;
}

static void
turn_page (GmarlDocument *self)
{
  self->page++;
  self->top = MARGIN;
}

static void
need (GmarlDocument *self, double height)
{
  if (self->top > MARGIN && self->top + height > page_bottom ())
    turn_page (self);
}

static Item *
add_item (GmarlDocument *self, ItemKind kind, double x, double y)
{
  Item *item = g_new0 (Item, 1);

  item->kind = kind;
  item->page = self->page;
  item->x = x;
  item->y = y;
  g_ptr_array_add (self->items, item);
  return item;
}

static void
put_text (GmarlDocument *self,
          const Face *face,
          const char *text,
          GmarlTextAlign align,
          double x,
          double y)
{
  Item *item = add_item (self, face->style == self->listing ? ITEM_LISTING : ITEM_TEXT, x, y);

  item->text = g_strdup (text);
  item->em = gmarl_draw_style_get_em (face->style) * face->scale;
  item->bold = face->bold;
  item->secondary = face->secondary;
  item->align = align;
}

static void
put_line (GmarlDocument *self, const Face *face, const char *text)
{
  double height = line_height (self, face);

  need (self, height);
  put_text (self, face, text, GMARL_TEXT_LEFT, MARGIN, self->top + height / 2);
  self->top += height;
}

/* As much of a word as has room; at least one letter. */
static gsize
fitting_bytes (const GmarlDocument *self, const Face *face, const char *word, double room)
{
  const char *end = g_utf8_next_char (word);

  while (*end) {
    const char *next = g_utf8_next_char (end);
    g_autofree char *part = g_strndup (word, (gsize) (next - word));

    if (measure (self, face, part, NULL) > room)
      break;
    end = next;
  }
  return (gsize) (end - word);
}

/* Sets the words of a paragraph. */
static void
put_words (GmarlDocument *self, const Face *face, const char *text, double room)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean begun = FALSE;

  for (gsize k = 0; words[k]; k++) {
    const char *word = words[k];
    g_autofree char *longer = g_strconcat (line->str, begun ? " " : "", word, NULL);

    if (measure (self, face, longer, NULL) <= room) {
      g_string_assign (line, longer);
      begun = TRUE;
      continue;
    }
    if (begun)
      put_line (self, face, line->str);
    while (measure (self, face, word, NULL) > room) {
      gsize bytes = fitting_bytes (self, face, word, room);
      g_autofree char *part = g_strndup (word, bytes);

      put_line (self, face, part);
      word += bytes;
    }
    g_string_assign (line, word);
    begun = TRUE;
  }
  if (begun)
    put_line (self, face, line->str);
}

static Face
make_face (const GmarlDrawStyle *style, double scale, gboolean bold)
{
  return (Face){ .style = style, .scale = scale, .bold = bold, .leading = LEADING };
}

void
gmarl_document_add_title (GmarlDocument *self, const char *text)
{
  Face face = make_face (self->style, TITLE_EM, TRUE);

  put_words (self, &face, text, text_width ());
  self->top += PARAGRAPH;
}

void
gmarl_document_add_heading (GmarlDocument *self, const char *text)
{
  Face face = make_face (self->style, HEADING_EM, TRUE);
  Face body = make_face (self->style, 1, FALSE);

  if (self->top > MARGIN)
    self->top += 2 * PARAGRAPH;
  need (self, line_height (self, &face) + KEPT_LINES * line_height (self, &body));
  put_words (self, &face, text, text_width ());
  self->top += PARAGRAPH / 2;
}

void
gmarl_document_add_text (GmarlDocument *self, const char *text)
{
  Face face = make_face (self->style, 1, FALSE);

  put_words (self, &face, text, text_width ());
  self->top += PARAGRAPH;
}

void
gmarl_document_add_note (GmarlDocument *self, const char *text)
{
  Face face = make_face (self->style, 0.85, FALSE);

  face.secondary = TRUE;
  put_words (self, &face, text, text_width ());
  self->top += PARAGRAPH / 2;
}

/* In as many columns as the longest line leaves room for, each from top to bottom. */
static void
put_in_columns (GmarlDocument *self, const Face *face, char **lines, guint n, guint columns)
{
  double height = line_height (self, face), width = text_width () / columns;

  for (guint begin = 0; begin < n;) {
    guint rows = (n - begin + columns - 1) / columns, room;

    need (self, MIN (rows, KEPT_LINES) * height);
    room = (guint) fmax (1, floor ((page_bottom () - self->top) / height));
    rows = MIN (rows, room);
    for (guint k = 0; k < rows * columns && begin < n; k++, begin++)
      put_text (self, face, lines[begin], GMARL_TEXT_LEFT, MARGIN + k / rows * width,
                self->top + (k % rows + 0.5) * height);
    self->top += rows * height;
  }
}

void
gmarl_document_add_listing (GmarlDocument *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  Face face = make_face (self->listing, 1, FALSE);
  guint n = g_strv_length (lines), columns;
  double longest = 1;

  while (n > 0 && *lines[n - 1] == '\0')
    n--;
  for (guint k = 0; k < n; k++)
    longest = fmax (longest, measure (self, &face, lines[k], NULL));
  columns = (guint) CLAMP (floor (text_width () / (longest + COLUMN_GAP)), 1, MOST_COLUMNS);
  if (columns > 1 && n >= FEWEST_IN_COLUMNS)
    put_in_columns (self, &face, lines, n, columns);
  else
    for (guint k = 0; k < n; k++)
      put_words (self, &face, lines[k], text_width ());
  self->top += PARAGRAPH;
}

/* --- Tables --------------------------------------------------------------------------------- */

typedef struct {
  const char *const *cells;
  gsize n_rows, n_columns;
  gboolean words;
  Face face, head;
  double *width; /* [n_columns] */
} Table;

static gboolean
is_marked (const char *cell)
{
  return g_str_has_prefix (cell, "★");
}

static void
measure_columns (const GmarlDocument *self, Table *table)
{
  Face bold = table->face;

  bold.bold = TRUE;
  table->width = g_new0 (double, table->n_columns);
  for (gsize row = 0; row < table->n_rows; row++)
    for (gsize column = 0; column < table->n_columns; column++) {
      const char *cell = table->cells[row * table->n_columns + column];
      const Face *face = row == 0 ? &table->head : is_marked (cell) ? &bold : &table->face;

      table->width[column] = fmax (table->width[column], measure (self, face, cell, NULL));
    }
}

static double
table_width (const Table *table)
{
  double width = table->width[0];

  for (gsize column = 1; column < table->n_columns; column++)
    width += COLUMN_GAP + table->width[column];
  return width;
}

/* In the largest letters in which all columns stand beside each other, or else in the usual ones.
 */
static void
set_table (const GmarlDocument *self, Table *table)
{
  static const double scales[] = { 0.9, 0.85, 0.8, 0.9 };

  for (gsize k = 0; k < G_N_ELEMENTS (scales); k++) {
    g_clear_pointer (&table->width, g_free);
    table->face = make_face (self->style, scales[k], FALSE);
    table->face.leading = TABLE_LEADING;
    table->head = table->face;
    table->head.bold = TRUE;
    measure_columns (self, table);
    if (table_width (table) <= text_width ())
      return;
  }
}

static void
put_rule (GmarlDocument *self, double width)
{
  add_item (self, ITEM_RULE, MARGIN, self->top)->width = width;
}

static void
put_row (GmarlDocument *self, const Table *table, gsize row, gsize begin, gsize end)
{
  double height = line_height (self, &table->face), x = MARGIN, y = self->top + height / 2;

  for (gsize column = 0; column < end; column == 0 ? column = begin : column++) {
    const char *cell = table->cells[row * table->n_columns + column];
    Face face = row == 0 ? table->head : table->face;
    gboolean left = column == 0 || table->words;

    face.bold = face.bold || is_marked (cell);
    put_text (self, &face, cell, left ? GMARL_TEXT_LEFT : GMARL_TEXT_RIGHT,
              left ? x : x + table->width[column], y);
    x += table->width[column] + COLUMN_GAP;
  }
  self->top += height;
}

/* The columns from begin to end behind the first one; the heading again on each page. */
static void
put_columns (GmarlDocument *self, const Table *table, gsize begin, gsize end)
{
  double height = line_height (self, &table->face), width = table->width[0];

  for (gsize column = begin; column < end; column++)
    width += COLUMN_GAP + table->width[column];
  need (self, MIN (table->n_rows, KEPT_LINES) * height);
  for (gsize row = 0; row < table->n_rows; row++) {
    if (row > 0 && self->top + height > page_bottom ()) {
      put_rule (self, width);
      turn_page (self);
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
  self->top += 1.5 * PARAGRAPH;
}

void
gmarl_document_add_table (GmarlDocument *self,
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

    while (end < n_columns && (end == begin || x + COLUMN_GAP + table.width[end] <= text_width ()))
      x += COLUMN_GAP + table.width[end++];
    put_columns (self, &table, begin, end);
    begin = end;
  } while (begin < n_columns);
  g_free (table.width);
}

/* --- Figures and pages ---------------------------------------------------------------------- */

void
gmarl_document_add_figure (GmarlDocument *self, GmarlChartView *const *views, guint n)
{
  const GmarlSheetOptions options = { 0 };
  GmarlChartSheet *sheet =
      gmarl_chart_sheet_new (views, n, &options, self->sheet_style, self->measure, text_width ());

  need (self, sheet->height);
  add_item (self, ITEM_SHEET, MARGIN, self->top)->sheet = sheet;
  self->top += sheet->height + PARAGRAPH;
}

void
gmarl_document_keep (GmarlDocument *self, guint lines)
{
  Face face = make_face (self->style, 1, FALSE);

  need (self, lines * line_height (self, &face));
}

void
gmarl_document_break_page (GmarlDocument *self)
{
  if (self->top > MARGIN)
    turn_page (self);
}

guint
gmarl_document_get_n_pages (const GmarlDocument *self)
{
  return self->top > MARGIN || self->page == 0 ? self->page + 1 : self->page;
}

char *
gmarl_document_get_text (const GmarlDocument *self, guint page)
{
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < self->items->len; k++) {
    const Item *item = self->items->pdata[k];

    if (item->page == page && item->text)
      g_string_append_printf (out, "%s\n", item->text);
  }
  return g_string_free (out, FALSE);
}

static void
paint_item (cairo_t *cr, const GmarlDocument *self, const Item *item)
{
  const GmarlDrawStyle *style = item->kind == ITEM_LISTING ? self->listing : self->style;
  GmarlColor secondary = gmarl_draw_style_get_secondary (style);

  switch (item->kind) {
  case ITEM_TEXT:
  case ITEM_LISTING:
    gmarl_draw_text_styled (cr, style, item->text, item->em, item->bold,
                            item->secondary ? &secondary : &style->foreground, NULL, item->align,
                            item->x, item->y);
    break;
  case ITEM_RULE:
    gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.6));
    cairo_set_line_width (cr, 0.6);
    cairo_move_to (cr, item->x, item->y);
    cairo_rel_line_to (cr, item->width, 0);
    cairo_stroke (cr);
    break;
  case ITEM_SHEET:
    cairo_save (cr);
    cairo_translate (cr, item->x, item->y);
    gmarl_chart_sheet_paint (cr, item->sheet, self->sheet_style, FALSE);
    cairo_restore (cr);
    break;
  default:
    break;
  }
}

static void
paint_foot (cairo_t *cr, const GmarlDocument *self, guint page, guint n_pages)
{
  GmarlColor color = gmarl_draw_style_get_secondary (self->style);
  double em = 0.85 * gmarl_draw_style_get_em (self->style), y = page_height () - FOOT;
  /* translators: which page, of how many */
  g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), page + 1, n_pages);

  gmarl_draw_text_styled (cr, self->style, self->foot, em, FALSE, &color, NULL, GMARL_TEXT_LEFT,
                          MARGIN, y);
  gmarl_draw_text_styled (cr, self->style, number, em, FALSE, &color, NULL, GMARL_TEXT_RIGHT,
                          page_width () - MARGIN, y);
}

static void
paint_pages (cairo_t *cr, gpointer user_data)
{
  const GmarlDocument *self = user_data;
  guint n_pages = gmarl_document_get_n_pages (self);

  for (guint page = 0; page < n_pages; page++) {
    if (page > 0)
      cairo_show_page (cr);
    for (guint k = 0; k < self->items->len; k++) {
      const Item *item = self->items->pdata[k];

      if (item->page == page)
        paint_item (cr, self, item);
    }
    paint_foot (cr, self, page, n_pages);
  }
}

GBytes *
gmarl_document_to_pdf (const GmarlDocument *self,
                       const char *title,
                       const char *subject,
                       GError **error)
{
  const GmarlDrawFile file = { .format = GMARL_DRAW_PDF,
                               .width_mm = GMARL_PAGE_WIDTH_MM,
                               .height_mm = GMARL_PAGE_HEIGHT_MM,
                               .title = title,
                               .subject = subject };

  return gmarl_draw_file_to_bytes (&file, paint_pages, (gpointer) self, error);
}
