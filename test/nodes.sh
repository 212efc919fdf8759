#!/usr/bin/env bash
# Runs the unit tests on every Node that is supported, or on those that are given: test/nodes.sh 22 24
# One `npm ci` serves them all; each Node itself comes from npm, and is kept in npm's cache.
set -uo pipefail
cd "$(dirname "$0")/.."

[ $# -gt 0 ] || set -- 20.19 22 24 26
failed=()
for version in "$@"; do
  npx --yes --package "node@$version" -- bash -c \
    'echo "== Node $(node --version)" && node node_modules/vitest/vitest.mjs run --typecheck.enabled=false' ||
    failed+=("$version")
done
[ ${#failed[@]} -eq 0 ] || echo "failed on Node ${failed[*]}"
[ ${#failed[@]} -eq 0 ]
