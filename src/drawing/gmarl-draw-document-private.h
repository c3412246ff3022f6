/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-sheet.h"
#include "gmarl-draw-document.h"

G_BEGIN_DECLS

/* What the blocks of a document share; in pixels. */

#define GMARL_DOCUMENT_PIXELS_PER_MM (96 / 25.4)
#define GMARL_DOCUMENT_MARGIN        (20 * GMARL_DOCUMENT_PIXELS_PER_MM)
#define GMARL_DOCUMENT_PARAGRAPH     6.0
#define GMARL_DOCUMENT_KEPT_LINES    4 /* below a heading */
#define GMARL_DOCUMENT_COLUMN_GAP    12.0

/* How a run of text looks. */
typedef struct {
  const GmarlDrawStyle *style;
  double scale; /* of the style's em */
  gboolean bold;
  gboolean secondary;
  double leading;
} GmarlDocumentFace;

typedef enum {
  GMARL_DOCUMENT_ITEM_TEXT,
  GMARL_DOCUMENT_ITEM_LISTING,
  GMARL_DOCUMENT_ITEM_RULE,
  GMARL_DOCUMENT_ITEM_SHEET,
} GmarlDocumentItemKind;

typedef struct {
  GmarlDocumentItemKind kind;
  guint page;
  double x, y;  /* of text: the anchor, at middle height */
  double width; /* of a rule */
  char *text;
  double em; /* in pixels */
  gboolean bold;
  gboolean secondary;
  GmarlTextAlign align;
  GmarlChartSheet *sheet;
} GmarlDocumentItem;

struct _GmarlDrawDocument {
  GmarlDrawStyle *style, *listing, *sheet_style;
  const GmarlTextMeasure *measure;
  char *foot;
  GPtrArray *items;
  guint page;
  double top; /* where the next block begins */
};

double gmarl_draw_document_text_width (void);
double gmarl_draw_document_page_bottom (void);

GmarlDocumentFace
gmarl_draw_document_make_face (const GmarlDrawStyle *style, double scale, gboolean bold);

/* The width of a text; height (nullable) is its own, without leading. */
double gmarl_draw_document_measure (const GmarlDrawDocument *self,
                                    const GmarlDocumentFace *face,
                                    const char *text,
                                    double *height);

double gmarl_draw_document_line_height (const GmarlDrawDocument *self,
                                        const GmarlDocumentFace *face);

void gmarl_draw_document_turn_page (GmarlDrawDocument *self);

/* Turns the page unless it has room for what is so high. */
void gmarl_draw_document_need (GmarlDrawDocument *self, double height);

/* What is on the page from now on; borrowed. */
GmarlDocumentItem *gmarl_draw_document_add_item (GmarlDrawDocument *self,
                                                 GmarlDocumentItemKind kind,
                                                 double x,
                                                 double y);

void gmarl_draw_document_put_text (GmarlDrawDocument *self,
                                   const GmarlDocumentFace *face,
                                   const char *text,
                                   GmarlTextAlign align,
                                   double x,
                                   double y);

G_END_DECLS
