#!/bin/sh
# Run the main job on both variants of the example and hold the exit codes against the documented ones.
set -u
tool=$1
run() {
  expected=$1
  shift
  printf '\n$ hds-policy %s\n\n' "$*"
  "$tool" "$@"
  code=$?
  if [ "$code" -ne "$expected" ]; then
    echo "demo: exit code $code instead of $expected" >&2
    exit 1
  fi
}
run 1 check examples/clinic/failing --on 2026-11-23
run 0 check examples/clinic/mended --on 2026-11-23
