# shellcheck shell=bash
# What script/run and script/test share. Source it from the repository's root.

# A bare system speaks ASCII and would print “?” for what it cannot.
[ "$(locale charmap)" = UTF-8 ] || export LC_ALL=C.UTF-8

# logged LABEL LOG COMMAND…: runs a command with its output in LOG; says how long it took, or shows
# the end of the log if it failed.
logged() {
  local label=$1 log=$2 start=$SECONDS status=0
  shift 2
  printf '%-44s ' "$label"
  mkdir -p "$(dirname "$log")"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ $status -eq 0 ]; then
    printf 'done in %d s\n' $((SECONDS - start))
  else
    printf 'FAILED; the whole output is in %s, its end is\n' "$log"
    tail -n 60 "$log" | sed 's/^/  | /'
  fi
  return $status
}

# configure DIR OPTION…: a build folder, new or old, with these Meson options. What lies in it stays,
# the log that is being written among it.
configure() {
  local dir=$1
  shift
  if [ -f "$dir/build.ninja" ]; then
    meson configure "$dir" "$@"
  else
    meson setup "$dir" "$@"
  fi
}

# build DIR OPTION…: configures and compiles.
build() {
  configure "$@" && ninja -C "$1"
}
