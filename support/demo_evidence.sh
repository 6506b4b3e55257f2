#!/bin/sh
# usage: support/demo_evidence.sh HDS_POLICY FOLDER
# Signed bundles of the two example estates: made, verified, shown, compared. FOLDER is made anew.
set -eu
tool=$1 folder=$2
rm -rf "$folder"
mkdir -p "$folder"

run() {
  expected=$1
  shift
  echo "\$ hds-policy $*"
  code=0
  "$tool" "$@" || code=$?
  test "$code" = "$expected" || { echo "exit code $code, expected $expected"; exit 1; }
  echo
}

echo "\$ hds-policy evidence keygen -o $folder/key > $folder/trust.toml"
"$tool" evidence keygen -o "$folder/key" > "$folder/trust.toml"
run 1 evidence export examples/clinic/failing --key "$folder/key" --scope "Clinic" -o "$folder/failing.zip"
run 0 evidence verify "$folder/failing.zip" --trust "$folder/trust.toml"
run 0 evidence export examples/clinic/mended --key "$folder/key" --scope "Clinic" --previous "$folder/failing.zip" \
  --trust "$folder/trust.toml" -o "$folder/mended.zip"
run 0 evidence verify "$folder/mended.zip" --trust "$folder/trust.toml"
run 3 evidence verify "$folder/mended.zip"
run 0 evidence diff "$folder/failing.zip" "$folder/mended.zip"
