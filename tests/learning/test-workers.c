/* Copyright 2026 The Gridmarl developers
 * SPDX-License-Identifier: MIT
 */
#include "gmarl-workers.h"

#include "gmarl-workers-private.h"

#include <glib/gstdio.h>
#include <stdatomic.h>

typedef struct {
  char *root;
} Groups;

static void
write_file (const Groups *groups, const char *folder, const char *name, const char *text)
{
  g_autofree char *path = g_build_filename (groups->root, folder, NULL);
  g_autofree char *file = g_build_filename (path, name, NULL);
  GError *error = NULL;

  g_assert_cmpint (g_mkdir_with_parents (path, 0700), ==, 0);
  g_file_set_contents (file, text, -1, &error);
  g_assert_no_error (error);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL) {
    g_autofree char *child = g_build_filename (path, name, NULL);

    remove_tree (child);
  }
  g_remove (path);
}

static void
set_up (Groups *groups, gconstpointer user_data)
{
  GError *error = NULL;

  groups->root = g_dir_make_tmp ("gridmarl-cgroup-XXXXXX", &error);
  g_assert_no_error (error);
}

static void
tear_down (Groups *groups, gconstpointer user_data)
{
  remove_tree (groups->root);
  g_free (groups->root);
}

/* The process's own group grants three, one above it two and a half, the top nothing special. */
static void
test_version_2 (Groups *groups, gconstpointer user_data)
{
  write_file (groups, "", "cpu.max", "max 100000\n");
  write_file (groups, "user.slice", "cpu.max", "250000 100000\n");
  write_file (groups, "user.slice/app", "cpu.max", "300000 100000\n");

  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, "0::/user.slice/app\n"), ==, 3);
  write_file (groups, "user.slice", "cpu.max", "50000 50000\n");
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, "0::/user.slice/app\n"), ==, 1);
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, "0::/\n"), ==, 0);
  /* In a container the group's path may be that of the host. */
  write_file (groups, "", "cpu.max", "10000 100000\n");
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, "0::/not/here\n"), ==, 1);
}

static void
test_version_1 (Groups *groups, gconstpointer user_data)
{
  const char *membership = "5:memory:/box\n4:cpu,cpuacct:/box\n1:name=systemd:/box\n";

  write_file (groups, "memory/box", "cpu.cfs_quota_us", "100000\n");
  write_file (groups, "memory/box", "cpu.cfs_period_us", "100000\n");
  write_file (groups, "cpu,cpuacct/box", "cpu.cfs_period_us", "100000\n");
  write_file (groups, "cpu,cpuacct/box", "cpu.cfs_quota_us", "-1\n");
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, membership), ==, 0);
  write_file (groups, "cpu,cpuacct/box", "cpu.cfs_quota_us", "400000\n");
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, membership), ==, 4);
}

static void
test_nonsense (Groups *groups, gconstpointer user_data)
{
  write_file (groups, "", "cpu.max", "many\n");

  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, "0::/\n"), ==, 0);
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, ""), ==, 0);
  g_assert_cmpuint (gmarl_cgroup_processors (groups->root, "0:\n::\n"), ==, 0);
}

static void
count_task (gsize task, guint worker, gpointer data)
{
  atomic_int *count = data;

  atomic_fetch_add (&count[task], 1);
}

/* Every task runs once, with fewer tasks than workers, as many, more, and none. */
static void
test_every_task_once (void)
{
  for (guint n_workers = 1; n_workers <= 4; n_workers++) {
    g_autoptr (GmarlWorkers) workers = gmarl_workers_new (n_workers);

    g_assert_cmpuint (gmarl_workers_get_count (workers), ==, n_workers);
    for (gsize n_tasks = 0; n_tasks <= 1000; n_tasks = 3 * n_tasks + 1) {
      atomic_int count[1000] = { 0 };

      gmarl_workers_run (workers, n_tasks, count_task, count);
      for (gsize task = 0; task < G_N_ELEMENTS (count); task++)
        g_assert_cmpint (atomic_load (&count[task]), ==, task < n_tasks);
    }
  }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add ("/learning/workers/cgroup-2", Groups, NULL, set_up, test_version_2, tear_down);
  g_test_add ("/learning/workers/cgroup-1", Groups, NULL, set_up, test_version_1, tear_down);
  g_test_add ("/learning/workers/cgroup-nonsense", Groups, NULL, set_up, test_nonsense, tear_down);
  g_test_add_func ("/learning/workers/every-task-once", test_every_task_once);
  return g_test_run ();
}
