/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
/* Waiting threads sleep on a condition variable: nothing spins and nothing is pinned, so that the
 * desktop stays responsive. Synchronisation is pthreads and C11 atomics, which ThreadSanitizer
 * understands.
 */
#include "config.h"

#include "gmarl-workers.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
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

/* Whole processors that the cgroup's quota amounts to, or 0 for no limit. */
static guint
cgroup_limit (void)
{
  FILE *file = fopen ("/sys/fs/cgroup/cpu.max", "re");
  double quota, period;
  guint limit = 0;

  if (file == NULL)
    return 0;
  if (fscanf (file, "%lf %lf", &quota, &period) == 2 && period > 0)
    limit = MAX (1, (guint) (quota / period + 0.5));
  fclose (file);
  return limit;
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
