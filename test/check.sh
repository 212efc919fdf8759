#!/usr/bin/env bash
# Runs what must hold before a change is merged, in two lanes side by side: the checks that use one core each, and the
# tests. Prints the output of a lane when it has ended. Ends with 1 if any part failed.
set -uo pipefail
cd "$(dirname "$0")/.."

outputs=$(mktemp -d)
trap 'rm -rf "$outputs"' EXIT

# Every part of a lane runs, also after one that failed.
lane() {
  local status=0
  for script in "$@"; do
    npm run --silent "$script" || {
      echo "FAILED: npm run $script"
      status=1
    }
  done
  return "$status"
}

lane typecheck lint docs:api >"$outputs/checks" 2>&1 &
checks=$!
lane test test:package >"$outputs/tests" 2>&1 &
tests=$!

status=0
wait "$checks" || status=1
cat "$outputs/checks"
wait "$tests" || status=1
cat "$outputs/tests"
exit "$status"
