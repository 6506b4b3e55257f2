#!/bin/sh
# Build the sdist, the wheel from the sdist, install the wheel in an empty environment outside the checkout, run it there.
set -eu
bin=$1
checkout=$(pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$bin/python" -m venv "$work/env"
"$work/env/bin/pip" install -q build
"$work/env/bin/python" -m build --outdir "$work/dist" "$checkout" >"$work/build.log" 2>&1 || { cat "$work/build.log"; exit 1; }
"$bin/python" -m venv "$work/empty"
"$work/empty/bin/pip" install -q "$work"/dist/*.whl
cp -r "$checkout/examples/clinic" "$work/clinic"
cd "$work"
tool="$work/empty/bin/hds-policy"
"$tool" --version
types=$("$tool" types aws | tail -n 1)
test "${types%% *}" -gt 1700 || { echo "wheel: the list of types of aws did not come along: $types"; exit 1; }
rules=$("$tool" rules --format json | "$work/empty/bin/python" -c 'import json, sys; print(len(json.load(sys.stdin)))')
test "$rules" -gt 0 || { echo "wheel: no rules"; exit 1; }
code=0
"$tool" check clinic/failing --on 2026-11-23 >report.txt || code=$?
test "$code" -eq 1 || { echo "wheel: exit code $code on the failing example"; cat report.txt; exit 1; }
"$tool" policies new acme.first --in own >/dev/null && "$tool" policies test own || { echo "wheel: policies new"; exit 1; }
code=0
"$tool" policies test || code=$?
test "$code" -eq 4 || { echo "wheel: policies test without tests: exit code $code"; exit 1; }
"$tool" check clinic/failing --on 2026-11-23 --lang fr | grep -q "^Code de sortie 1" || { echo "wheel: no French"; exit 1; }
if "$work/empty/bin/pip" show -q boto3 kubernetes 2>/dev/null; then echo "wheel: an SDK came along"; exit 1; fi
if find "$work/empty" -name '*_test.rego' -o -name 'examples.yaml' -path '*hds_policy*' | grep -q .; then echo "wheel: tests came along"; exit 1; fi
echo "wheel: installed and run outside the checkout, $rules rules"
