#!/bin/bash
# ingest reads what archives and feeds come in, goes on where it was stopped, and finds who repeats whom.
. "$(dirname "$(realpath "$0")")/common.sh"

line() { printf '{"id":"%s","outlet":"%s","published":"%s","text":"Rebels shelled the town of Manbij on Monday, killing %s people, the Syrian Observatory for Human Rights said. The market of the town was full when the first of the shells came down, and the shops beside the mosque burned until the evening."}\n' "$1" "$2" "$3" "$4"; }

mkdir in
line a Vale 2031-05-06 four >in/a.ndjson
line b Hill 2031-05-07 four | gzip | gzip >in/b.ndjson.gz
python3 - <<'P'
import io, tarfile, zipfile
with zipfile.ZipFile("in/c.zip", "w") as z:
    z.writestr("../c.txt", "Title: Clashes\nDate: 2031-05-08\n\nArmy units withdrew from Idlib on Tuesday, residents said.\n")
    z.writestr("d.html", "<html><body><p>Militants attacked an army checkpoint near Homs on Friday, wounding six soldiers, the interior ministry said.</p></body></html>")
page = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<html><head><title>Strike</title></head><body><p>An air strike killed seven people near Raqqa on Monday, residents said on Tuesday.</p></body></html>"
def record(n, length):
    return b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://vale.example/%d\r\nContent-Length: %d\r\n\r\n" % (n, length) + page + b"\r\n\r\n"
open("in/e.warc", "wb").write(record(1, len(page)) + record(2, 17) + record(3, len(page)))
open("in/feed.xml", "w").write("<rss><channel><title>Vale</title><item><title>T</title><description>Rebels captured Palmyra on Sunday, state media said.</description></item></channel></rss>")
def zipped(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, content in files.items():
            z.writestr(name.replace("_", "."), content)
    return out.getvalue()
text = "Title: Quiet\nDate: 2031-05-09\n\nRebels released three prisoners in Daraa on Thursday, the governor said.\n"
tar = io.BytesIO()
with tarfile.open(fileobj=tar, mode="w:gz") as t:
    entry = tarfile.TarInfo("deep.txt")
    entry.size = len(text)
    t.addfile(entry, io.BytesIO(text.encode()))
open("nested.zip", "wb").write(zipped(more_tar_gz=tar.getvalue(), inner_zip=zipped(b_txt=text.replace("three", "nine"))))
P
status 0 "$bin" ingest nested.zip --into nested.gpkg
status 0 "$bin" query --in nested.gpkg --what documents
grep -q 'nested.zip/more.tar/deep.txt' stdout && grep -q 'nested.zip/inner.zip/b.txt' stdout || { cat stdout stderr; fail "archives within an archive"; }
status 0 "$bin" ingest 'in/*' --into war.gpkg -j 2
grep -q '8 documents read' stdout || { cat stdout stderr; fail "all kinds are read"; }
grep -q 'in/c.zip, entry 1 (c.txt): ' stderr || { cat stderr; fail "a path that leads out of a zip is told"; }
grep -q 'in/e.warc, record 2, byte ' stderr || { cat stderr; fail "a length that lies is told"; }
grep -q 'problems: archive.path 1 warc.length 1' stdout || { cat stdout; fail "problems at the end"; }
before=$(sha256sum <war.gpkg)
status 0 "$bin" ingest in --into war.gpkg
grep -q '0 documents read, 8 unchanged' stdout || { cat stdout stderr; fail "a folder gives the same"; }
[ "$before" = "$(sha256sum <war.gpkg)" ] || fail "reading again changed the ledger"

# Two outlets with one text: told as a copy, and counted as one voice.
status 0 "$bin" query --in war.gpkg --what copies
grep -q 'Hill repeats Vale, 100 % of words' stdout || { cat stdout; fail "copies are listed"; }
status 0 "$bin" query --in war.gpkg --what copies --json
grep -q '"document":"b","of":"a","basis":"published"' stdout || { cat stdout; fail "copies as JSON"; }
status 0 "$bin" show 'b#c1' --in war.gpkg
grep -q 'Hill repeats Vale' stdout || { cat stdout; fail "a claim shows whom its document repeats"; }
event=$("$bin" query --in war.gpkg --document b --kind shelling --json | sed -E 's/.*"schema":"deconflict\/1","id":"([^"]+)".*/\1/' | head -1)
status 0 "$bin" show "$event" --in war.gpkg
grep -q '4 voices, 2 independent' stdout || { cat stdout; fail "voices are counted"; }

# A page spliced from two reports, words changed: by pipes the same events as in a ledger, and each source is told.
python3 - >spliced.ndjson <<'P'
import json
market = "Government forces shelled the vegetable market of Idlib on Tuesday, killing five people, the civil defence said. The first shells came down when the stalls were opening, and a second salvo struck the street by which the wounded were being carried away."
roads = "Army units withdrew from two villages near Homs on Monday, residents said. The road to the north stayed closed, and lorries with flour waited at the last checkpoint until the evening of the next day."
page = "What happened this week\n\n" + market.replace("when the stalls", "as the stalls").replace("a second salvo", "another salvo") + "\n\n" + roads.replace("stayed closed", "remained closed")
for id, outlet, day, text in (("agency", "Levant Press Agency", "2031-03-12", market), ("hill", "Hill Monitor", "2031-03-12", roads), ("page", "Orontes Daily", "2031-03-13", page)):
    print(json.dumps({"id": id, "outlet": outlet, "published": day, "text": text}))
P
"$bin" annotate <spliced.ndjson | "$bin" link -j 2 | sort >piped || fail "annotate and link"
status 0 "$bin" ingest spliced.ndjson --into spliced.gpkg
status 0 "$bin" query --in spliced.gpkg --limit 0 --json
sort stdout | cmp - piped || { diff <(sort stdout) piped; fail "link finds what a ledger does"; }
grep -q '"document":"page","of":"hill","who":"Orontes Daily","whom":"Hill Monitor"' piped || { cat piped; fail "a spliced page repeats the one"; }
grep -q '"document":"page","of":"agency","who":"Orontes Daily","whom":"Levant Press Agency"' piped || { cat piped; fail "and the other"; }
status 0 "$bin" verify spliced.gpkg
shelling=$("$bin" query --in spliced.gpkg --document agency --kind shelling --json | sed -E 's/.*"schema":"deconflict\/1","id":"([^"]+)".*/\1/' | head -1)
status 0 "$bin" show "$shelling" --in spliced.gpkg
grep -Eq 'Orontes Daily repeats Levant Press Agency, [0-9]+ % of words' stdout || { cat stdout; fail "show tells it of a spliced page"; }

# stdin: a page, lines, and either of them packed.
for source in in/a.ndjson in/b.ndjson.gz in/e.warc in/c.zip; do
  status 0 "$bin" ingest - --into "stdin-$(basename $source).gpkg" <"$source"
  grep -q '^0 documents' stdout && { cat stdout stderr; fail "$source on stdin"; }
done

# Stopped at any moment, it goes on where it was.
for i in $(seq 1 400); do line "r$i" Vale 2031-05-06 $((i + 1)); done >many.ndjson
"$bin" ingest many.ndjson --into many.gpkg -j 1 >/dev/null 2>&1 & victim=$!
sleep 1; kill -9 $victim 2>/dev/null; wait $victim 2>/dev/null
status 0 "$bin" ingest many.ndjson --into many.gpkg
status 0 "$bin" query --in many.gpkg --what documents --limit 0
[ "$(grep -c Vale stdout)" = 400 ] || fail "a run that was killed left documents out"

# --watch reads what comes, and ends when it is told to.
mkdir inbox
"$bin" ingest inbox --watch --into inbox.gpkg >watched 2>/dev/null & watcher=$!
sleep 1; cp in/a.ndjson inbox/
for _ in $(seq 1 100); do grep -q '1 document read' watched && break; sleep 0.3; done
cp in/feed.xml inbox/
for _ in $(seq 1 100); do grep -q 'holds 2 documents' watched && break; sleep 0.3; done
kill -INT $watcher; wait $watcher; got=$?
grep -q 'holds 2 documents' watched || { cat watched; fail "a new file is noticed"; }
[ "$got" = 0 ] || fail "an interrupted watch ends well, not with $got"
status 0 "$bin" doctor --in inbox.gpkg
echo passed
