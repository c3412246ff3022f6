/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 *
 * Blocks are placed when they are added: what is on a page never moves again, so that a document is
 * a list of things to paint, each with its page and place.
 */
#include "config.h"

#include "gmarl-draw-document-private.h"

#include "gmarl-draw-marks.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define FAMILY         "Cantarell"
#define LISTING_FAMILY "monospace"
#define TEXT_POINTS    9.0
#define LISTING_POINTS 7.0
#define TITLE_EM       1.7
#define HEADING_EM     1.25
#define FOOT                                                                                       \
  (12 * GMARL_DOCUMENT_PIXELS_PER_MM) /* middle of the foot's line, from the lower edge */
#define LEADING           1.3         /* lines, in heights of their text */
#define MOST_COLUMNS      3           /* of a listing */
#define FEWEST_IN_COLUMNS 6

static void
item_free (gpointer data)
{
  GmarlDocumentItem *self = data;

  g_free (self->text);
  gmarl_chart_sheet_free (self->sheet);
  g_free (self);
}

static double
page_width (void)
{
  return GMARL_PAGE_WIDTH_MM * GMARL_DOCUMENT_PIXELS_PER_MM;
}

static double
page_height (void)
{
  return GMARL_PAGE_HEIGHT_MM * GMARL_DOCUMENT_PIXELS_PER_MM;
}

double
gmarl_draw_document_text_width (void)
{
  return page_width () - 2 * GMARL_DOCUMENT_MARGIN;
}

double
gmarl_draw_document_page_bottom (void)
{
  return page_height () - GMARL_DOCUMENT_MARGIN;
}

GmarlDrawDocument *
gmarl_draw_document_new (const char *family, const char *foot, const GmarlTextMeasure *measure)
{
  GmarlDrawDocument *self = g_new0 (GmarlDrawDocument, 1);

  self->style = gmarl_draw_style_new_for_paper (family ? family : FAMILY, TEXT_POINTS);
  self->sheet_style = gmarl_draw_style_new_for_paper (family ? family : FAMILY, 8);
  self->listing = gmarl_draw_style_new_for_paper (LISTING_FAMILY, LISTING_POINTS);
  self->sheet_style->scale = 3;
  self->measure = measure;
  self->foot = g_strdup (foot ? foot : "");
  self->items = g_ptr_array_new_with_free_func (item_free);
  self->top = GMARL_DOCUMENT_MARGIN;
  return self;
}

void
gmarl_draw_document_free (GmarlDrawDocument *self)
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

double
gmarl_draw_document_measure (const GmarlDrawDocument *self,
                             const GmarlDocumentFace *face,
                             const char *text,
                             double *height)
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

double
gmarl_draw_document_line_height (const GmarlDrawDocument *self, const GmarlDocumentFace *face)
{
  double height;

  gmarl_draw_document_measure (self, face, "0", &height);
  return height * face->leading;
}

void
gmarl_draw_document_turn_page (GmarlDrawDocument *self)
{
  self->page++;
  self->top = GMARL_DOCUMENT_MARGIN;
}

void
gmarl_draw_document_need (GmarlDrawDocument *self, double height)
{
  if (self->top > GMARL_DOCUMENT_MARGIN && self->top + height > gmarl_draw_document_page_bottom ())
    gmarl_draw_document_turn_page (self);
}

GmarlDocumentItem *
gmarl_draw_document_add_item (GmarlDrawDocument *self,
                              GmarlDocumentItemKind kind,
                              double x,
                              double y)
{
  GmarlDocumentItem *item = g_new0 (GmarlDocumentItem, 1);

  item->kind = kind;
  item->page = self->page;
  item->x = x;
  item->y = y;
  g_ptr_array_add (self->items, item);
  return item;
}

void
gmarl_draw_document_put_text (GmarlDrawDocument *self,
                              const GmarlDocumentFace *face,
                              const char *text,
                              GmarlTextAlign align,
                              double x,
                              double y)
{
  GmarlDocumentItem *item = gmarl_draw_document_add_item (
      self, face->style == self->listing ? GMARL_DOCUMENT_ITEM_LISTING : GMARL_DOCUMENT_ITEM_TEXT,
      x, y);

  item->text = g_strdup (text);
  item->em = gmarl_draw_style_get_em (face->style) * face->scale;
  item->bold = face->bold;
  item->secondary = face->secondary;
  item->align = align;
}

static void
put_line (GmarlDrawDocument *self, const GmarlDocumentFace *face, const char *text)
{
  double height = gmarl_draw_document_line_height (self, face);

  gmarl_draw_document_need (self, height);
  gmarl_draw_document_put_text (self, face, text, GMARL_TEXT_LEFT, GMARL_DOCUMENT_MARGIN,
                                self->top + height / 2);
  self->top += height;
}

/* As much of a word as has room; at least one letter. */
static gsize
fitting_bytes (const GmarlDrawDocument *self,
               const GmarlDocumentFace *face,
               const char *word,
               double room)
{
  const char *end = g_utf8_next_char (word);

  while (*end) {
    const char *next = g_utf8_next_char (end);
    g_autofree char *part = g_strndup (word, (gsize) (next - word));

    if (gmarl_draw_document_measure (self, face, part, NULL) > room)
      break;
    end = next;
  }
  return (gsize) (end - word);
}

/* Sets the words of a paragraph. */
static void
put_words (GmarlDrawDocument *self, const GmarlDocumentFace *face, const char *text, double room)
{
  g_auto (GStrv) words = g_strsplit (text, " ", -1);
  g_autoptr (GString) line = g_string_new (NULL);
  gboolean begun = FALSE;

  for (gsize k = 0; words[k]; k++) {
    const char *word = words[k];
    g_autofree char *longer = g_strconcat (line->str, begun ? " " : "", word, NULL);

    if (gmarl_draw_document_measure (self, face, longer, NULL) <= room) {
      g_string_assign (line, longer);
      begun = TRUE;
      continue;
    }
    if (begun)
      put_line (self, face, line->str);
    while (gmarl_draw_document_measure (self, face, word, NULL) > room) {
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

GmarlDocumentFace
gmarl_draw_document_make_face (const GmarlDrawStyle *style, double scale, gboolean bold)
{
  return (GmarlDocumentFace){ .style = style, .scale = scale, .bold = bold, .leading = LEADING };
}

void
gmarl_draw_document_add_title (GmarlDrawDocument *self, const char *text)
{
  GmarlDocumentFace face = gmarl_draw_document_make_face (self->style, TITLE_EM, TRUE);

  put_words (self, &face, text, gmarl_draw_document_text_width ());
  self->top += GMARL_DOCUMENT_PARAGRAPH;
}

void
gmarl_draw_document_add_heading (GmarlDrawDocument *self, const char *text)
{
  GmarlDocumentFace face = gmarl_draw_document_make_face (self->style, HEADING_EM, TRUE);
  GmarlDocumentFace body = gmarl_draw_document_make_face (self->style, 1, FALSE);

  if (self->top > GMARL_DOCUMENT_MARGIN)
    self->top += 2 * GMARL_DOCUMENT_PARAGRAPH;
  gmarl_draw_document_need (self, gmarl_draw_document_line_height (self, &face) +
                                      GMARL_DOCUMENT_KEPT_LINES *
                                          gmarl_draw_document_line_height (self, &body));
  put_words (self, &face, text, gmarl_draw_document_text_width ());
  self->top += GMARL_DOCUMENT_PARAGRAPH / 2;
}

void
gmarl_draw_document_add_text (GmarlDrawDocument *self, const char *text)
{
  GmarlDocumentFace face = gmarl_draw_document_make_face (self->style, 1, FALSE);

  put_words (self, &face, text, gmarl_draw_document_text_width ());
  self->top += GMARL_DOCUMENT_PARAGRAPH;
}

void
gmarl_draw_document_add_note (GmarlDrawDocument *self, const char *text)
{
  GmarlDocumentFace face = gmarl_draw_document_make_face (self->style, 0.85, FALSE);

  face.secondary = TRUE;
  put_words (self, &face, text, gmarl_draw_document_text_width ());
  self->top += GMARL_DOCUMENT_PARAGRAPH / 2;
}

/* In as many columns as the longest line leaves room for, each from top to bottom. */
static void
put_in_columns (GmarlDrawDocument *self,
                const GmarlDocumentFace *face,
                char **lines,
                guint n,
                guint columns)
{
  double height = gmarl_draw_document_line_height (self, face),
         width = gmarl_draw_document_text_width () / columns;

  for (guint begin = 0; begin < n;) {
    guint rows = (n - begin + columns - 1) / columns, room;

    gmarl_draw_document_need (self, MIN (rows, GMARL_DOCUMENT_KEPT_LINES) * height);
    room = (guint) fmax (1, floor ((gmarl_draw_document_page_bottom () - self->top) / height));
    rows = MIN (rows, room);
    for (guint k = 0; k < rows * columns && begin < n; k++, begin++)
      gmarl_draw_document_put_text (self, face, lines[begin], GMARL_TEXT_LEFT,
                                    GMARL_DOCUMENT_MARGIN + k / rows * width,
                                    self->top + (k % rows + 0.5) * height);
    self->top += rows * height;
  }
}

void
gmarl_draw_document_add_listing (GmarlDrawDocument *self, const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  GmarlDocumentFace face = gmarl_draw_document_make_face (self->listing, 1, FALSE);
  guint n = g_strv_length (lines), columns;
  double longest = 1;

  while (n > 0 && *lines[n - 1] == '\0')
    n--;
  for (guint k = 0; k < n; k++)
    longest = fmax (longest, gmarl_draw_document_measure (self, &face, lines[k], NULL));
  columns = (guint) CLAMP (
      floor (gmarl_draw_document_text_width () / (longest + GMARL_DOCUMENT_COLUMN_GAP)), 1,
      MOST_COLUMNS);
  if (columns > 1 && n >= FEWEST_IN_COLUMNS)
    put_in_columns (self, &face, lines, n, columns);
  else
    for (guint k = 0; k < n; k++)
      put_words (self, &face, lines[k], gmarl_draw_document_text_width ());
  self->top += GMARL_DOCUMENT_PARAGRAPH;
}

/* --- Figures and pages ---------------------------------------------------------------------- */

void
gmarl_draw_document_add_figure (GmarlDrawDocument *self, GmarlChartView *const *views, guint n)
{
  const GmarlSheetOptions options = { 0 };
  GmarlChartSheet *sheet = gmarl_chart_sheet_new (views, n, &options, self->sheet_style,
                                                  self->measure, gmarl_draw_document_text_width ());

  gmarl_draw_document_need (self, sheet->height);
  gmarl_draw_document_add_item (self, GMARL_DOCUMENT_ITEM_SHEET, GMARL_DOCUMENT_MARGIN, self->top)
      ->sheet = sheet;
  self->top += sheet->height + GMARL_DOCUMENT_PARAGRAPH;
}

void
gmarl_draw_document_keep (GmarlDrawDocument *self, guint lines)
{
  GmarlDocumentFace face = gmarl_draw_document_make_face (self->style, 1, FALSE);

  gmarl_draw_document_need (self, lines * gmarl_draw_document_line_height (self, &face));
}

void
gmarl_draw_document_break_page (GmarlDrawDocument *self)
{
  if (self->top > GMARL_DOCUMENT_MARGIN)
    gmarl_draw_document_turn_page (self);
}

guint
gmarl_draw_document_get_n_pages (const GmarlDrawDocument *self)
{
  return self->top > GMARL_DOCUMENT_MARGIN || self->page == 0 ? self->page + 1 : self->page;
}

char *
gmarl_draw_document_get_text (const GmarlDrawDocument *self, guint page)
{
  GString *out = g_string_new (NULL);

  for (guint k = 0; k < self->items->len; k++) {
    const GmarlDocumentItem *item = self->items->pdata[k];

    if (item->page == page && item->text)
      g_string_append_printf (out, "%s\n", item->text);
  }
  return g_string_free (out, FALSE);
}

static void
paint_item (cairo_t *cr, const GmarlDrawDocument *self, const GmarlDocumentItem *item)
{
  const GmarlDrawStyle *style =
      item->kind == GMARL_DOCUMENT_ITEM_LISTING ? self->listing : self->style;
  GmarlColor secondary = gmarl_draw_style_get_secondary (style);

  switch (item->kind) {
  case GMARL_DOCUMENT_ITEM_TEXT:
  case GMARL_DOCUMENT_ITEM_LISTING:
    gmarl_draw_text_styled (cr, style, item->text, item->em, item->bold,
                            item->secondary ? &secondary : &style->foreground, NULL, item->align,
                            item->x, item->y);
    break;
  case GMARL_DOCUMENT_ITEM_RULE:
    gmarl_draw_set_color (cr, gmarl_draw_style_get_line (style, 0.6));
    cairo_set_line_width (cr, 0.6);
    cairo_move_to (cr, item->x, item->y);
    cairo_rel_line_to (cr, item->width, 0);
    cairo_stroke (cr);
    break;
  case GMARL_DOCUMENT_ITEM_SHEET:
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
paint_foot (cairo_t *cr, const GmarlDrawDocument *self, guint page, guint n_pages)
{
  GmarlColor color = gmarl_draw_style_get_secondary (self->style);
  double em = 0.85 * gmarl_draw_style_get_em (self->style), y = page_height () - FOOT;
  /* translators: which page, of how many */
  g_autofree char *number = g_strdup_printf (_ ("Page %u of %u"), page + 1, n_pages);

  gmarl_draw_text_styled (cr, self->style, self->foot, em, FALSE, &color, NULL, GMARL_TEXT_LEFT,
                          GMARL_DOCUMENT_MARGIN, y);
  gmarl_draw_text_styled (cr, self->style, number, em, FALSE, &color, NULL, GMARL_TEXT_RIGHT,
                          page_width () - GMARL_DOCUMENT_MARGIN, y);
}

static void
paint_pages (cairo_t *cr, gpointer user_data)
{
  const GmarlDrawDocument *self = user_data;
  guint n_pages = gmarl_draw_document_get_n_pages (self);

  for (guint page = 0; page < n_pages; page++) {
    if (page > 0)
      cairo_show_page (cr);
    for (guint k = 0; k < self->items->len; k++) {
      const GmarlDocumentItem *item = self->items->pdata[k];

      if (item->page == page)
        paint_item (cr, self, item);
    }
    paint_foot (cr, self, page, n_pages);
  }
}

GBytes *
gmarl_draw_document_to_pdf (const GmarlDrawDocument *self,
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
