#!/bin/bash
# ingest, query, show, explain, export: what they write, their exit statuses, and that reading again changes nothing.
. "$(dirname "$(realpath "$0")")/common.sh"
write_reports 20

status 0 "$bin" ingest reports --into war.gpkg -j 2
grep -q '22 documents read' stdout || { cat stdout stderr; fail "summary"; }
grep -q '3 problems' stdout || { cat stdout stderr; fail "problems are counted"; }
grep -q 'reports/wire.ndjson:21: ' stderr || fail "a problem names file and line"
[ -e war.gpkg-wal ] && fail "a log is left beside the ledger"

status 0 "$bin" export --in war.gpkg --format ndjson --out first.ndjson
[ -s first.ndjson ] || fail "nothing exported"
before=$(sha256sum <war.gpkg)
status 0 "$bin" ingest reports --into war.gpkg -j 1
grep -q '0 documents read, 22 unchanged' stdout || { cat stdout; fail "unchanged documents are skipped"; }
[ "$before" = "$(sha256sum <war.gpkg)" ] || fail "a run without anything new changed the file"
status 0 "$bin" export --in war.gpkg --format ndjson
cmp stdout first.ndjson || fail "export differs after reading again"

# Another order of reading and another number of threads: the same ledger.
status 0 "$bin" ingest reports/wire.ndjson --into other.gpkg -j 1
status 0 "$bin" ingest reports/more reports/a.txt --into other.gpkg -j 4
status 0 "$bin" export --in other.gpkg --format ndjson
cmp stdout first.ndjson || fail "the ledger depends on the order of reading"

status 3 "$bin" ingest reports --into war.gpkg --strict
status 0 "$bin" query --in war.gpkg --what problems --json
[ "$(wc -l <stdout)" = 3 ] || fail "problems are kept"

# Every event can be shown and explained, by its id and by the beginning of it; every claim too.
status 0 "$bin" query --in war.gpkg --json --limit 0
cp stdout events.ndjson
[ -s events.ndjson ] || fail "no events"
while read -r id; do
  status 0 "$bin" show "$id" --in war.gpkg
  status 0 "$bin" explain "$id" --in war.gpkg
done < <(sed -E 's/.*"schema":"deconflict\/1","id":"([^"]+)".*/\1/' events.ndjson | head -3)
claim=$(grep -o '"doc":"reports/a.txt","claim":"c[0-9]*"' events.ndjson | head -1 | sed -E 's/.*"doc":"([^"]+)","claim":"([^"]+)"/\1#\2/')
[ -n "$claim" ] || fail "no claim of the text"
status 0 "$bin" show "$claim" --in war.gpkg
grep -q 'tells of event' stdout || { cat stdout; fail "a claim names its event"; }
status 0 "$bin" explain "$claim" --in war.gpkg
grep -q 'knowledge/' stdout || { cat stdout; fail "a reason names its rule"; }
status 2 "$bin" show nothing-like-that --in war.gpkg; one_line
status 2 "$bin" show "reports/a.txt#c999" --in war.gpkg; one_line

status 0 "$bin" export --in war.gpkg --format csv --what events
python3 - stdout events.ndjson <<'P' || fail "csv"
import csv, json, sys
rows = list(csv.DictReader(open(sys.argv[1], newline="", encoding="utf-8")))
events = [json.loads(line) for line in open(sys.argv[2], encoding="utf-8")]
assert {r["id"] for r in rows} == {e["id"] for e in events}
assert all(None not in r and None not in r.values() for r in rows)
P
status 0 "$bin" export --in war.gpkg --format geojson
python3 -c 'import json,sys; f=json.load(open("stdout")); assert f["type"]=="FeatureCollection" and f["features"]' || fail "geojson"
status 2 "$bin" export --in war.gpkg --format csv --what all; one_line

# What cannot be done is told in one sentence.
status 1 "$bin" ingest no-such-folder --into new.gpkg; one_line
[ -e new.gpkg ] && fail "a ledger was made for nothing"
status 5 "$bin" query --in no-such.gpkg; one_line
status 5 "$bin" query --in reports/a.txt; one_line
status 5 "$bin" ingest reports/more/b.html --into reports/a.txt; one_line
status 2 "$bin" query --in war.gpkg --bbox 1,2,3; one_line
status 2 "$bin" query --in war.gpkg --from yesterday; one_line
status 0 "$bin" doctor --in war.gpkg
if [ "$(id -u)" = 0 ] && command -v setpriv >/dev/null; then
  chmod 444 war.gpkg; chmod 755 "$work"; : >stdout; : >stderr; chmod 666 stdout stderr
  # Nobody may not look into root's home, where the program may have been built.
  mkdir program; cp "$bin" "$(dirname "$bin")/knowledge.pack" "$(dirname "$bin")/lang.model" program/; chmod -R a+rX program
  status 5 setpriv --reuid=65534 --regid=65534 --clear-groups program/deconflict ingest reports/a.txt --published 2031-05-09 --outlet Other --into war.gpkg; one_line
fi
echo passed
