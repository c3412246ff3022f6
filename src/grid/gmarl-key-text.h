/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The lines of a key file. GKeyFile tells no line numbers, takes the last of two equal keys and
 * copies long values; this reads the same syntax without these three.
 */

typedef struct {
  char *key;         /* owned */
  const char *value; /* borrowed from the text; blanks around it removed, escapes as they are */
  gsize value_length;
  guint group; /* index of its group */
  guint line;  /* from 1 */
} GmarlKeyEntry;

typedef struct {
  char *name; /* owned; without brackets */
  guint line;
  gsize first; /* index of its first entry */
  gsize n_entries;
} GmarlKeyGroup;

typedef struct {
  GArray *groups;     /* GmarlKeyGroup, in the order of the text */
  GArray *entries;    /* GmarlKeyEntry, those of a group together */
  GPtrArray *by_name; /* GmarlKeyGroup, borrowed, sorted */
  GPtrArray *by_key;  /* GmarlKeyEntry, borrowed, sorted by group and key */
} GmarlKeyText;

/* Scans text, which must outlive the result. A NUL, invalid UTF-8, a line that is none of group,
 * key and comment, a key or a group given twice: GMARL_ERROR_SCENARIO, beginning with
 * "filename:line: ". (transfer full)
 */
GmarlKeyText *
gmarl_key_text_scan (const char *text, gsize length, const char *filename, GError **error);
void gmarl_key_text_free (GmarlKeyText *self);

/* The group of this name, or NULL. */
const GmarlKeyGroup *gmarl_key_text_group (const GmarlKeyText *self, const char *name);

/* The entry of this key in the group, or NULL. group may be NULL. */
const GmarlKeyEntry *
gmarl_key_text_entry (const GmarlKeyText *self, const GmarlKeyGroup *group, const char *key);

/* The value of a string: \s, \n, \t, \r, \\ and \; resolved; NULL if another escape is in it.
 * (transfer full)
 */
char *gmarl_key_unescape (const char *value, gsize length);

/* The items of a list of strings separated by ";", unescaped; NULL as above. It stops after the
 * first one past most. (transfer full) (element-type utf8)
 */
GPtrArray *gmarl_key_split (const char *value, gsize length, gsize most);

/* Appends a string so that gmarl_key_unescape() gives it back; in_list also escapes ";". */
void gmarl_key_append_escaped (GString *text, const char *string, gboolean in_list);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (GmarlKeyText, gmarl_key_text_free)

G_END_DECLS
