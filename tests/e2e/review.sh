#!/bin/bash
# review, diff, verify, vacuum and backup as people call them.
. "$(dirname "$(realpath "$0")")/common.sh"
write_reports 6
status 0 "$bin" ingest reports --into war.gpkg -j 2
status 0 "$bin" backup war.gpkg before.gpkg
status 0 "$bin" export --in war.gpkg --format ndjson --out before.ndjson
id_of() { "$bin" query --in war.gpkg --kind "$1" --order id --limit 1 --json | sed -E 's/.*"schema":"deconflict\/1","id":"([^"]+)".*/\1/'; }
shelling=$(id_of shelling)
attack=$(id_of attack)
[ -n "$shelling" ] && [ -n "$attack" ] || fail "no events to review"

status 2 "$bin" review war.gpkg accept "$shelling"; one_line
grep -q -- '--by' stderr || fail "it says that the author is missing"
status 2 "$bin" review war.gpkg correct "$shelling" --set killed=lots --by "A. Reader"; one_line
for number in -3 3- 2--4 3/4; do status 2 "$bin" review war.gpkg correct "$shelling" --set "killed=$number" --by "A. Reader"; one_line; done
status 2 "$bin" review war.gpkg undo r00 --by "A. Reader"; one_line
status 2 "$bin" review war.gpkg split "$shelling" "n0001#c1" --by "A. Reader"; one_line
status 0 "$bin" review war.gpkg list
grep -q 'nobody' stdout || fail "nothing was written by what failed"

status 0 "$bin" review war.gpkg correct "$shelling" --set killed=9 --by "A. Reader" --reason "hospital list" --json
killed=$(sed -E 's/.*"id":"(r[0-9a-f]+)".*/\1/' stdout)
status 0 "$bin" review war.gpkg accept "$attack" --by "A. Reader"
status 0 "$bin" review war.gpkg merge "$shelling" "$attack" --by "B. Editor"
status 0 "$bin" show "$shelling" --in war.gpkg
grep -q 'hospital list' stdout || { cat stdout; fail "show names the review"; }
grep -q 'reviewed' stdout || { cat stdout; fail "show marks the event"; }
status 0 "$bin" query --in war.gpkg
grep -q 'reviewed' stdout || { cat stdout; fail "query marks the event"; }
status 0 "$bin" verify war.gpkg
grep -q '^ok: ' stdout || fail "verify says that all is well"

# What should be looked at: the quarrel that was corrected is settled, another review is not asked for what was accepted.
status 0 "$bin" review before.gpkg queue
cp stdout queue.txt
status 0 "$bin" review before.gpkg queue --json
grep -c '"doubts":\[{' stdout | grep -qx "$(wc -l < stdout)" || { cat stdout; fail "each line of the queue says why"; }
status 0 "$bin" review war.gpkg queue
cmp -s stdout queue.txt && fail "reviews change the queue"

# What changed, and why; of two files and of two times of one.
status 0 "$bin" diff before.gpkg war.gpkg
grep -q 'killed .*→ 9' stdout || { cat stdout; fail "diff gives the field"; }
grep -q 'hospital list' stdout || { cat stdout; fail "diff gives the reason"; }
grep -q '^- ' stdout || { cat stdout; fail "diff gives what went"; }
grep -q "joined into $shelling" stdout || { cat stdout; fail "diff says where it went"; }
status 0 "$bin" diff before.gpkg war.gpkg --json
python3 - <<'P' || fail "diff as JSON"
import json
rows = [json.loads(line) for line in open("stdout", encoding="utf-8")]
assert rows[-1]["change"] == "summary" and rows[-1]["events"]["gone"] == 1, rows[-1]
assert {row["change"] for row in rows[:-1]} == {"gone", "changed"}
assert all(row["reasons"] for row in rows[:-1])
P
status 0 "$bin" diff war.gpkg --from 2001-01-01
grep -q '8 added\|documents: 8 added' stdout || { cat stdout; fail "diff from before the first document"; }
status 2 "$bin" diff war.gpkg; one_line
status 2 "$bin" diff war.gpkg before.gpkg --from 2001-01-01; one_line

# Every review taken back: the very bytes of before.
for review in $("$bin" review war.gpkg list --json | sed -E 's/.*"id":"(r[0-9a-f]+)","action":"(accept|merge|correct)".*/\1/'); do
  status 0 "$bin" review war.gpkg undo "$review" --by "A. Reader"
done
status 2 "$bin" review war.gpkg undo "$killed" --by "A. Reader"; one_line
status 0 "$bin" export --in war.gpkg --format ndjson
cmp -s stdout before.ndjson || fail "undo left a trace"
status 0 "$bin" verify war.gpkg
status 0 "$bin" vacuum war.gpkg
status 0 "$bin" verify war.gpkg
status 0 "$bin" diff before.gpkg war.gpkg
grep -q '0 added, 0 gone, 0 changed' stdout || { cat stdout; fail "no difference is left"; }

# backup replaces a copy, and nothing else.
status 0 "$bin" backup war.gpkg before.gpkg
status 0 "$bin" verify before.gpkg
status 2 "$bin" backup war.gpkg reports/a.txt; one_line
grep -q Manbij reports/a.txt || fail "a file of another kind was written over"
status 2 "$bin" backup war.gpkg war.gpkg; one_line

# verify finds whatever does not agree.
python3 - "$bin" <<'P' || fail "verify"
import shutil, sqlite3, subprocess, sys
TAMPER = {
    "a letter of a text": ("UPDATE documents SET text = replace(text, 'Manbij', 'Manbih') WHERE id = 'reports/a.txt'", "SHA-256"),
    "a hash": ("UPDATE documents SET sha256 = replace(sha256, substr(sha256, 1, 4), 'beef') WHERE id = 'reports/a.txt'", "SHA-256"),
    "evidence": ("UPDATE claims SET evidence = evidence || '!' WHERE fid = 1", "evidence does not stand"),
    "a span": ("UPDATE claims SET evidence_end = evidence_end + 100000 WHERE fid = 1", "does not lie in the text"),
    "a trigger": ("UPDATE claims SET trigger_begin = trigger_begin + 1 WHERE fid = 1", "trigger"),
    "a kind": ("UPDATE claims SET kind = 'riot' WHERE fid = 1", "kind, spans or realis"),
    "a day": ("UPDATE claims SET time_value = '2031-01-01' WHERE fid = 1", "time_value"),
    "a place": ("UPDATE claims SET lat = lat + 1 WHERE lat IS NOT NULL", "at those coordinates"),
    "a name": ("UPDATE claims SET actors = 'Somebody Else' WHERE fid = 1", "neither in the text"),
    "a lost claim": ("DELETE FROM claims WHERE fid = 1", "claims"),
    "a record": ("UPDATE annotations SET record = replace(record, '\"begin\":0', '\"begin\":1000000')", "does not lie in the text"),
    "a number of an event": ("UPDATE events SET killed_best = 77 WHERE killed_best IS NOT NULL", "killed_best"),
    "where an event is": ("UPDATE events SET lat = 1.5 WHERE lat IS NOT NULL", "lat"),
    "an event's claim": ("DELETE FROM event_claims WHERE fid = (SELECT min(fid) FROM event_claims)", "event_claims does not name"),
    "a stray link": ("INSERT INTO event_claims (event, document, claim) VALUES ('e0', 'x', 'c1')", "there is no such event"),
    "a build": ("UPDATE builds SET model = 'another'", "not the hash"),
    "a lost build": ("DELETE FROM builds", "is not in builds"),
    "a lost review": ("DELETE FROM reviews WHERE action = 'correct'", "review"),
    "a table": ("DROP TABLE gpkg_extensions", "no table gpkg_extensions"),
    "a layer": ("INSERT INTO gpkg_contents (table_name, data_type) VALUES ('nothing', 'attributes')", "there is no such table"),
    "the spatial index": ("DELETE FROM rtree_events_geom", "spatial index"),
    "the words of a copy": ("UPDATE copies SET words = words + 1", "its passages have"),
    "the share of a copy": ("UPDATE copies SET share = share / 2", "share is"),
    "where a passage begins": ("UPDATE copies SET passages = json_set(passages, '$[0][0]', json_extract(passages, '$[0][0]') + 9)", "begin and end with the same words"),
    "where a passage ends": ("UPDATE copies SET passages = json_set(passages, '$[0][3]', 100000)", "does not lie in the text"),
    "the words of a passage": ("UPDATE copies SET passages = json_set(passages, '$[0][4]', 900)", "words in common, and has at most"),
    "whom a copy repeats": ("UPDATE copies SET of_document = 'nowhere' WHERE fid = (SELECT min(fid) FROM copies)", "there is no document 'nowhere'"),
    "who was first": ("UPDATE copies SET document = of_document, of_document = document WHERE fid = (SELECT min(fid) FROM copies WHERE basis = 'published')", "published before it, and was not"),
    "the words of a credit": ("UPDATE credits SET words_end = words_end + 100000", "does not lie in the text"),
    "the voice of a credit": ("UPDATE credits SET voice = 'voice/nobody'", "there is no voice"),
    "the list of events": ("UPDATE event_list SET kind = 'riot'", "its row is not as the event is"),
    "the order of the list": ("UPDATE event_list SET rank = rank + 30000000000000 WHERE rank = (SELECT min(rank) FROM event_list WHERE rank >= 0)", "not in the order of the days"),
    "the names of events": ("DELETE FROM event_named WHERE name IN (SELECT name FROM event_names WHERE role = 'voice')", "are not found by their voice"),
}
for what, (sql, wanted) in TAMPER.items():
    shutil.copy("war.gpkg", "bad.gpkg")
    db = sqlite3.connect("bad.gpkg")
    # The triggers of the indexes need functions of the program.
    for name, in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
        db.execute(f"DROP TRIGGER {name}")
    db.executescript(sql)
    db.commit()
    changed = db.total_changes
    db.close()
    done = subprocess.run([sys.argv[1], "verify", "bad.gpkg"], capture_output=True, text=True)
    assert changed > 0 or "DROP" in sql, what
    assert done.returncode == 1, (what, done.returncode, done.stdout, done.stderr)
    assert wanted in done.stdout, (what, wanted, done.stdout)
P
echo passed
