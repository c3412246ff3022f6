/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include "gmarl-chart-view.h"
#include "gmarl-draw-file.h"
#include "gmarl-draw-text.h"

G_BEGIN_DECLS

/* A printed document: blocks that flow over A4 pages, from top to bottom. Text breaks between
 * words, tables between rows with their heading again, figures nowhere; a heading stays with what
 * follows. Each page says at its foot which one it is and of how many. Texts are copied.
 */
typedef struct _GmarlDrawDocument GmarlDrawDocument;

#define GMARL_PAGE_WIDTH_MM  210
#define GMARL_PAGE_HEIGHT_MM 297

/* family: of the font (nullable). foot: left of the numbers of the pages. measure: how wide texts
 * are; NULL asks Pango. (transfer full)
 */
GmarlDrawDocument *
gmarl_draw_document_new (const char *family, const char *foot, const GmarlTextMeasure *measure);
void gmarl_draw_document_free (GmarlDrawDocument *self);

void gmarl_draw_document_add_title (GmarlDrawDocument *self, const char *text);
void gmarl_draw_document_add_heading (GmarlDrawDocument *self, const char *text);
void gmarl_draw_document_add_text (GmarlDrawDocument *self, const char *text);

/* Small, for notes. */
void gmarl_draw_document_add_note (GmarlDrawDocument *self, const char *text);

/* Small and of fixed width, line by line; short lines in columns, and what is too long goes on
 * below.
 */
void gmarl_draw_document_add_listing (GmarlDrawDocument *self, const char *text);

/* cells [n_rows, n_columns], row by row; the first row is the heading. The first column is aligned
 * left, the others right, or all left if words. Letters get a little smaller for wide tables;
 * columns for which there is no room even so come in another table below, with the first column
 * again. A cell that begins with "★" is bold.
 */
void gmarl_draw_document_add_table (GmarlDrawDocument *self,
                                    const char *const *cells,
                                    gsize n_rows,
                                    gsize n_columns,
                                    gboolean words);

/* Charts as panels of a figure as wide as the text. Their views are read at once. */
void
gmarl_draw_document_add_figure (GmarlDrawDocument *self, GmarlChartView *const *views, guint n);

/* Begins another page if less than so many lines of text have room on this one. */
void gmarl_draw_document_keep (GmarlDrawDocument *self, guint lines);

/* Begins another page if there is anything on this one. */
void gmarl_draw_document_break_page (GmarlDrawDocument *self);

guint gmarl_draw_document_get_n_pages (const GmarlDrawDocument *self);

/* All texts of a page in their order, a line each, for tests. (transfer full) */
char *gmarl_draw_document_get_text (const GmarlDrawDocument *self, guint page);

/* The bytes of a PDF. (transfer full) */
GBytes *gmarl_draw_document_to_pdf (const GmarlDrawDocument *self,
                                    const char *title,
                                    const char *subject,
                                    GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlDrawDocument, gmarl_draw_document_free)

G_END_DECLS
