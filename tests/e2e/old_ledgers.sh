#!/bin/bash
# Ledgers that earlier versions wrote open, with everything in them, and go on; one of a later version is left alone.
here=$(dirname "$(realpath "$0")")
. "$here/common.sh"
# A plain copy of the same two reports.
mkdir reports
printf 'Title: Shells fall on Manbij\nDate: 2031-05-06\nSource: Vale Daily\n\nRebels shelled the town of Manbij on Monday, killing four people, the Syrian Observatory for Human Rights said.\n\nGovernment forces captured the village near Aleppo on Sunday, state media said.\n' >reports/a.txt
printf 'Title: Six dead in Manbij\nDate: 2031-05-06\nSource: Hill Wire\n\nRebels shelled the town of Manbij on Monday, killing six people, Reuters reported.\n' >reports/b.txt
for version in 1 2 3 4; do
  gunzip -c "$here/ledgers/version-$version.gpkg.gz" >war.gpkg || fail "no ledger of version $version"
  status 5 "$bin" verify war.gpkg; grep -q "any other verb of deconflict brings it up to date" stderr || { cat stderr; fail "verify says what to do"; }
  status 0 "$bin" query --in war.gpkg --json
  [ "$(wc -l <stdout)" = 2 ] || fail "version $version: the events are there"
  grep -q '"min":4,"max":4' stdout || fail "version $version: the values are there"
  status 0 "$bin" verify war.gpkg
  for question in "--text shelled" "--actor rebels" "--voice observatory" "--place manb" "--kind shelling" "--contested" "--from 2031-05-05 --to 2031-05-05"; do
    # shellcheck disable=SC2086
    status 0 "$bin" query --in war.gpkg $question --json
    [ "$(wc -l <stdout)" = 1 ] && grep -q '"kind":"shelling"' stdout || { cat stdout; fail "version $version: it is found by $question"; }
  done
  status 0 "$bin" query --in war.gpkg --what documents --json
  grep -Eq '"program":"0.1.0 \(build (070e945621dd7b97|c169244b60af07b0|3954bef2429e8e5c)\)"' stdout || { cat stdout; fail "version $version: who read the documents is known"; }
  # It goes on: reviews, reading again by this build, backup.
  event=$("$bin" query --in war.gpkg --kind shelling --json | sed -E 's/.*"schema":"deconflict\/1","id":"([^"]+)".*/\1/')
  status 0 "$bin" review war.gpkg correct "$event" --set killed=5 --by "A. Reader"
  status 0 "$bin" ingest reports --into war.gpkg
  grep -q '2 documents read' stdout || { cat stdout; fail "version $version: another build reads them again"; }
  status 0 "$bin" query --in war.gpkg --kind shelling --json
  grep -q '"killed":{"low":5,"best":5,"high":5' stdout || { cat stdout; fail "version $version: the correction holds"; }
  status 0 "$bin" verify war.gpkg
  status 0 "$bin" vacuum war.gpkg
  status 0 "$bin" verify war.gpkg
done
python3 -c '
import sqlite3
db = sqlite3.connect("war.gpkg")
db.execute("UPDATE meta SET value = 99 WHERE key = \"schema\"")
db.commit()' || fail "python"
before=$(sha256sum <war.gpkg)
for verb in "query --in war.gpkg" "ingest reports --into war.gpkg" "review war.gpkg list" "vacuum war.gpkg" "verify war.gpkg"; do
  # shellcheck disable=SC2086
  status 5 "$bin" $verb; one_line
  grep -q 'newer' stderr || { cat stderr; fail "it says that the ledger is newer: $verb"; }
done
[ "$before" = "$(sha256sum <war.gpkg)" ] || fail "a newer ledger was touched"
echo passed
