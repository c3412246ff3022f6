/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "config.h"

#include "gmarl-process.h"

#include <math.h>
#include <sys/resource.h>
#include <unistd.h>

static double
seconds_of (const struct timeval *time)
{
  return (double) time->tv_sec + (double) time->tv_usec / G_USEC_PER_SEC;
}

double
gmarl_process_get_cpu_seconds (void)
{
  struct rusage usage;

  getrusage (RUSAGE_SELF, &usage); /* of oneself it cannot fail */
  return seconds_of (&usage.ru_utime) + seconds_of (&usage.ru_stime);
}

double
gmarl_process_get_memory (void)
{
  g_autofree char *text = NULL;
  char *end;
  guint64 pages;

  /* Pages: of the address space, then of those in memory. */
  if (!g_file_get_contents ("/proc/self/statm", &text, NULL, NULL))
    return NAN;
  g_ascii_strtoull (text, &end, 10);
  pages = g_ascii_strtoull (end, NULL, 10);
  return pages > 0 ? (double) pages * (double) sysconf (_SC_PAGESIZE) : NAN;
}
