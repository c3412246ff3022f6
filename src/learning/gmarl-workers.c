/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Waiting threads sleep on a condition variable: nothing spins and nothing is pinned, so that the
 * desktop stays responsive. Synchronisation is pthreads and C11 atomics, which ThreadSanitizer
 * understands.
 */
#include "config.h"

#include "gmarl-workers.h"

#include "gmarl-workers-private.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

struct _GmarlWorkers {
  guint n_workers;
  pthread_t *thread; /* [n_workers - 1]: worker 0 is the caller */

  atomic_size_t next; /* task */

  /* Guarded by lock */
  pthread_mutex_t lock;
  pthread_cond_t wake;
  pthread_cond_t idle;
  guint64 round; /* counts calls of run */
  guint n_busy;  /* threads that have not finished this round */
  gboolean quit;
  gsize n_tasks;
  GmarlTask func;
  gpointer data;
};

typedef struct {
  GmarlWorkers *workers;
  guint worker;
} Member;

/* Processors that a folder of a cgroup grants: quota over period of version 2 ("150000 100000", or
 * "max 100000") or of version 1 (a file each, −1 for none); 0 for no limit.
 */
static double
read_quota (const char *folder)
{
  static const char *const names[] = { "cpu.max", "cpu.cfs_quota_us", "cpu.cfs_period_us" };
  char *text[3] = { NULL };
  double quota = 0, period = 0;

  for (gsize k = 0; k < G_N_ELEMENTS (names); k++) {
    g_autofree char *path = g_build_filename (folder, names[k], NULL);

    g_file_get_contents (path, &text[k], NULL, NULL);
  }
  if (text[0] != NULL) {
    char *rest;

    quota = g_ascii_strtod (text[0], &rest);
    period = rest == text[0] ? 0 : g_ascii_strtod (rest, NULL);
  } else if (text[1] != NULL && text[2] != NULL) {
    quota = g_ascii_strtod (text[1], NULL);
    period = g_ascii_strtod (text[2], NULL);
  }
  for (gsize k = 0; k < G_N_ELEMENTS (names); k++)
    g_free (text[k]);
  return quota > 0 && period > 0 ? quota / period : 0;
}

/* The least that a group or one above it grants, or 0. */
static double
least_quota (const char *base, const char *group)
{
  g_autofree char *path = g_strdup (group);
  double least = 0;

  for (;;) {
    g_autofree char *folder = g_build_filename (base, path, NULL);
    double quota = read_quota (folder);
    char *slash = strrchr (path, '/');

    if (quota > 0 && (least == 0 || quota < least))
      least = quota;
    if (slash == NULL || path[0] == '\0')
      return least;
    *slash = '\0';
  }
}

guint
gmarl_cgroup_processors (const char *root, const char *membership)
{
  g_auto (GStrv) lines = g_strsplit (membership, "\n", -1);
  double least = 0;

  for (gsize k = 0; lines[k] != NULL; k++) {
    g_auto (GStrv) field = g_strsplit (lines[k], ":", 3);
    g_auto (GStrv) controllers = NULL;
    g_autofree char *base = NULL;
    double quota;

    if (g_strv_length (field) != 3)
      continue;
    controllers = g_strsplit (field[1], ",", -1);
    if (field[1][0] != '\0' && !g_strv_contains ((const char *const *) controllers, "cpu"))
      continue;
    base = g_build_filename (root, field[1], NULL);
    quota = least_quota (base, field[2]);
    if (quota > 0 && (least == 0 || quota < least))
      least = quota;
  }
  return least > 0 ? MAX (1, (guint) (least + 0.5)) : 0;
}

static guint
cgroup_limit (void)
{
  g_autofree char *membership = NULL;

  if (!g_file_get_contents ("/proc/self/cgroup", &membership, NULL, NULL))
    return 0;
  return gmarl_cgroup_processors ("/sys/fs/cgroup", membership);
}

guint
gmarl_available_threads (void)
{
  cpu_set_t set;
  guint limit = cgroup_limit ();
  guint count = g_get_num_processors ();

  if (sched_getaffinity (0, sizeof set, &set) == 0)
    count = CPU_COUNT (&set);
  if (limit > 0)
    count = MIN (count, limit);
  return MAX (count, 1);
}

void
gmarl_lower_thread_priority (void)
{
#if defined(__linux__)
  /* Linux has a nice value for each thread, whatever POSIX says of processes. */
  setpriority (PRIO_PROCESS, (id_t) syscall (SYS_gettid), 5);
#endif
}

static void
work (GmarlWorkers *self, guint worker, gsize n_tasks, GmarlTask func, gpointer data)
{
  for (;;) {
    gsize task = atomic_fetch_add_explicit (&self->next, 1, memory_order_relaxed);

    if (task >= n_tasks)
      return;
    func (task, worker, data);
  }
}

static void *
member_main (void *user_data)
{
  Member *member = user_data;
  GmarlWorkers *self = member->workers;
  guint worker = member->worker;
  guint64 round = 0;

  g_free (member);
  gmarl_lower_thread_priority ();
  pthread_mutex_lock (&self->lock);
  for (;;) {
    gsize n_tasks;
    GmarlTask func;
    gpointer data;

    while (self->round == round && !self->quit)
      pthread_cond_wait (&self->wake, &self->lock);
    if (self->quit)
      break;
    round = self->round;
    n_tasks = self->n_tasks;
    func = self->func;
    data = self->data;
    pthread_mutex_unlock (&self->lock);

    work (self, worker, n_tasks, func, data);

    pthread_mutex_lock (&self->lock);
    if (--self->n_busy == 0)
      pthread_cond_signal (&self->idle);
  }
  pthread_mutex_unlock (&self->lock);
  return NULL;
}

GmarlWorkers *
gmarl_workers_new (guint n_workers)
{
  GmarlWorkers *self = g_new0 (GmarlWorkers, 1);
  guint wanted = n_workers > 0 ? n_workers : gmarl_available_threads ();

  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->wake, NULL);
  pthread_cond_init (&self->idle, NULL);
  atomic_init (&self->next, 0);
  self->n_workers = 1;
  self->thread = g_new (pthread_t, wanted);
  while (self->n_workers < wanted) {
    Member *member = g_new (Member, 1);

    member->workers = self;
    member->worker = self->n_workers;
    /* Fewer threads than wanted are slower, not wrong. */
    if (pthread_create (&self->thread[self->n_workers - 1], NULL, member_main, member) != 0) {
      g_free (member);
      break;
    }
    self->n_workers++;
  }
  return self;
}

void
gmarl_workers_free (GmarlWorkers *self)
{
  if (self == NULL)
    return;
  pthread_mutex_lock (&self->lock);
  self->quit = TRUE;
  pthread_cond_broadcast (&self->wake);
  pthread_mutex_unlock (&self->lock);
  for (guint k = 0; k + 1 < self->n_workers; k++)
    pthread_join (self->thread[k], NULL);
  pthread_cond_destroy (&self->idle);
  pthread_cond_destroy (&self->wake);
  pthread_mutex_destroy (&self->lock);
  g_free (self->thread);
  g_free (self);
}

guint
gmarl_workers_get_count (const GmarlWorkers *self)
{
  return self->n_workers;
}

void
gmarl_workers_run (GmarlWorkers *self, gsize n_tasks, GmarlTask func, gpointer data)
{
  if (n_tasks == 0)
    return;
  atomic_store_explicit (&self->next, 0, memory_order_relaxed);
  if (self->n_workers == 1 || n_tasks == 1) {
    work (self, 0, n_tasks, func, data);
    return;
  }

  pthread_mutex_lock (&self->lock);
  self->n_tasks = n_tasks;
  self->func = func;
  self->data = data;
  self->n_busy = self->n_workers - 1;
  self->round++;
  pthread_cond_broadcast (&self->wake);
  pthread_mutex_unlock (&self->lock);

  work (self, 0, n_tasks, func, data);

  pthread_mutex_lock (&self->lock);
  while (self->n_busy > 0)
    pthread_cond_wait (&self->idle, &self->lock);
  pthread_mutex_unlock (&self->lock);
}
