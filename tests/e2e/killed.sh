#!/bin/bash
# A run killed at any time and then run again gives what an undisturbed run gives, byte for byte.
. "$(dirname "$(realpath "$0")")/common.sh"
write_reports 400
status 0 "$bin" ingest reports --into whole.gpkg -j 2
"$bin" export --in whole.gpkg --format ndjson >whole.ndjson || fail "export"
begun=$(date +%s%N)
"$bin" ingest reports --into timed.gpkg -j 1 >/dev/null 2>&1
lasted=$((($(date +%s%N) - begun) / 1000000))
kills=0
for i in $(seq 1 12); do
  rm -f war.gpkg*
  "$bin" ingest reports --into war.gpkg -j 1 >/dev/null 2>&1 &
  pid=$!
  sleep "$(awk -v l=$lasted -v i=$i 'BEGIN { printf "%.3f", l * i / 12 / 1000 }')"
  kill -9 $pid 2>/dev/null && kills=$((kills + 1))
  wait $pid 2>/dev/null
  status 0 "$bin" ingest reports --into war.gpkg -j 2
  "$bin" export --in war.gpkg --format ndjson >again.ndjson || fail "export"
  cmp -s whole.ndjson again.ndjson || fail "killed at step $i of 12: the ledger differs"
  [ -e war.gpkg-wal ] && fail "a log is left beside the ledger"
done
[ $kills -gt 3 ] || fail "only $kills of 12 runs were killed before they ended"
echo "passed, $kills runs killed"
