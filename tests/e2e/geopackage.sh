#!/bin/bash
# The ledger is a GeoPackage that GDAL reads as it is and finds no fault with.
. "$(dirname "$(realpath "$0")")/common.sh"
command -v ogrinfo >/dev/null || { echo "skipped: ogrinfo (gdal-bin) is not installed"; exit 77; }
write_reports 30
status 0 "$bin" ingest reports --into war.gpkg
ogrinfo -ro -al -so war.gpkg >layers 2>&1 || { cat layers; fail "ogrinfo"; }
grep -qi 'warning\|error' layers && { cat layers; fail "ogrinfo finds fault"; }
for layer in events event_areas claims documents gazetteers event_claims event_links contradictions entities events_history documents_history problems builds reviews review_claims copies credits; do
  grep -q "^Layer name: $layer\$" layers || { cat layers; fail "no layer $layer"; }
done
[ "$(grep -c '^Layer name:' layers)" = 17 ] || { grep '^Layer name:' layers; fail "layers that are none"; }
placed=$(ogrinfo -ro -q war.gpkg -sql 'SELECT count(*) AS n FROM events WHERE geom IS NOT NULL' | sed -n 's/.*n (Integer.*) = //p')
indexed=$(ogrinfo -ro -q war.gpkg -sql 'SELECT count(*) AS n FROM rtree_events_geom' | sed -n 's/.*n (Integer.*) = //p')
[ "$placed" = "$indexed" ] || fail "$placed events have a place, $indexed are in the spatial index"
# The views of tolls have columns without a type, which a layer may not have; GDAL asks them all the same.
ogrinfo -ro -q war.gpkg -sql 'SELECT what, side, low, best, high FROM tolls_ucdp' >tolls 2>&1
grep -q 'side (String) = all' tolls || { cat tolls; fail "GDAL cannot ask the tolls"; }
for python in python3 /usr/bin/python3; do
  if "$python" -c 'import osgeo_utils.samples.validate_gpkg' 2>/dev/null; then
    "$python" -m osgeo_utils.samples.validate_gpkg war.gpkg >valid 2>&1 || { cat valid; fail "validate_gpkg"; }
    echo passed, with validate_gpkg
    exit 0
  fi
done
echo "passed, without validate_gpkg (python3-gdal is not installed)"
