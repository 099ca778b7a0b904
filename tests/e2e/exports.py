#!/usr/bin/env python3
"""Exports, tolls and queries, read back by programs that are not ours: Python's csv, json, xml and sqlite3, GDAL, DuckDB.

exports.py --update PROGRAM writes the tables of columns of docs/exports.md again.
"""
import csv
import ctypes
import io
import json
import os
import pathlib
import re
import shutil
import sqlite3
import subprocess
import sys
import xml.etree.ElementTree as xml

from harness import FAILED, OK, USAGE, Skip, equal, main, one_sentence

ROOT = pathlib.Path(__file__).resolve().parents[2]
DOCUMENTATION = ROOT / "docs" / "exports.md"

ACLED = ("event_id_cnty event_date year time_precision disorder_type event_type sub_event_type actor1 assoc_actor_1 inter1 actor2 assoc_actor_2 inter2 interaction "
         "civilian_targeting iso region country admin1 admin2 admin3 location latitude longitude geo_precision source source_scale notes fatalities tags timestamp").split()
UCDP = ("id relid year active_year code_status type_of_violence conflict_dset_id conflict_new_id conflict_name dyad_dset_id dyad_new_id dyad_name side_a_dset_id side_a_new_id "
        "side_a side_b_dset_id side_b_new_id side_b number_of_sources source_article source_office source_date source_headline source_original where_prec where_coordinates "
        "where_description adm_1 adm_2 latitude longitude geom_wkt priogrid_gid country country_id region event_clarity date_prec date_start date_end deaths_a deaths_b "
        "deaths_civilians deaths_unknown best high low gwnoa gwnob").split()
GDELT = (["GlobalEventID", "Day", "MonthYear", "Year", "FractionDate"]
         + [f"Actor{n}{c}" for n in (1, 2) for c in ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code", "Type3Code")]
         + "IsRootEvent EventCode EventBaseCode EventRootCode QuadClass GoldsteinScale NumMentions NumSources NumArticles AvgTone".split()
         + [f"{who}Geo_{c}" for who in ("Actor1", "Actor2", "Action") for c in ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")]
         + ["DATEADDED", "SOURCEURL"])
MENTIONS = ("GlobalEventID EventTimeDate MentionTimeDate MentionType MentionSourceName MentionIdentifier SentenceID Actor1CharOffset Actor2CharOffset ActionCharOffset InRawText "
            "Confidence MentionDocLen MentionDocTone MentionDocTranslationInfo Extras").split()

REPORTS = [
    ("a", "Vale Daily", "2031-05-06", "Rebels shelled the town of Manbij on Monday, killing four civilians, the Syrian Observatory for Human Rights said."),
    ("b", "Harbour, \"Times\"", "2031-05-07", "Rebels shelled the town of Manbij on Monday, killing seven civilians, state media said."),
    ("c", "Vale Daily", "2031-05-07", "Islamic State militants attacked a checkpoint near Raqqa on Tuesday, killing six Syrian soldiers, the army said.\n\nTalks between the two sides were held in Geneva on Wednesday."),
    ("d", "Meridian", "2031-05-08", "Aid convoys delivered food to Aleppo on Wednesday, the United Nations said. Thousands of people protested peacefully in Idlib on Wednesday."),
    ("e", "Meridian", "2031-05-09", "The army plans to attack Raqqa next week. Rebels captured the town of Azaz on Thursday, residents said."),
]


def ledger(p, reports=REPORTS, name="war.gpkg"):
    lines = [json.dumps({"id": i, "outlet": outlet, "published": day, "title": f"Report {i}", "url": f"https://news.example/{i}", "text": text}) for i, outlet, day, text in reports]
    p.write("in.ndjson", "\n".join(lines) + "\n")
    equal(p.run("ingest", "in.ndjson", "--into", name)[0], OK, "status of ingest")
    return name


def export(p, fmt, *more, name="war.gpkg"):
    status, out, err = p.run("export", "--in", name, "--format", fmt, *more)
    equal(status, OK, f"status ({err!r})")
    return out


def table(text, delimiter=","):
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


def rows(text):
    header, *lines = table(text)
    assert all(len(line) == len(header) for line in lines), "a row has not as many cells as the header"
    return [dict(zip(header, line)) for line in lines]


def acled(p):
    ledger(p)
    status, out, err = p.run("export", "--in", "war.gpkg", "--format", "acled")
    equal((status, table(out)[0]), (OK, ACLED), "status, header")
    equal(len(ACLED), 31, "columns")
    shelling = [r for r in rows(out) if r["sub_event_type"] == "Shelling/artillery/missile attack"]
    equal(len(shelling), 1, "shellings")
    s = shelling[0]
    equal((s["event_date"], s["year"], s["time_precision"], s["event_type"], s["disorder_type"]), ("2031-05-05", "2031", "1", "Explosions/Remote violence", "Political violence"), "what and when")
    equal((s["country"], s["iso"], s["location"], s["geo_precision"]), ("Syria", "760", "Manbij", "1"), "where")
    equal((s["inter1"], s["actor2"], s["inter2"], s["interaction"], s["civilian_targeting"]), ("2", "Civilians (Syria)", "7", "27", "Civilian targeting"), "who")
    equal((s["fatalities"], s["source"]), ("4", "Vale Daily; Harbour, \"Times\""), "lowest toll, outlets")
    assert re.fullmatch(r"\d{10}", s["timestamp"]), s["timestamp"]
    attack = [r for r in rows(out) if r["fatalities"] == "6"]
    assert attack and attack[0]["inter1"] == "2", attack
    protest = [r for r in rows(out) if r["event_type"] == "Protests"]
    assert protest and protest[0]["actor1"] == "Protesters (Syria)" and protest[0]["interaction"] in ("60", "") and protest[0]["tags"].startswith("crowd size="), protest
    assert not [r for r in rows(out) if r["location"] == "Geneva"], "talks have no ACLED type"
    one_sentence(err, "events left out", "of kinds that ACLED does not code", "not told as having happened")


def ucdp(p):
    ledger(p)
    out = export(p, "ucdp")
    equal(table(out)[0], UCDP, "header")
    equal(len(UCDP), 49, "columns")
    every = rows(out)
    assert len(every) >= 2, out
    for r in every:
        equal(sum(int(r[f"deaths_{side}"]) for side in ("a", "b", "civilians", "unknown")), int(r["best"]), "the sum of the sides")
        assert int(r["low"]) <= int(r["best"]) <= int(r["high"]) and int(r["high"]) > 0, r
        lat, lon = float(r["latitude"]), float(r["longitude"])
        equal(int(r["priogrid_gid"]), int((lat + 90) * 2) * 720 + int((lon + 180) * 2) + 1, "PRIO-GRID cell")
        equal((r["country_id"], r["region"], r["geom_wkt"]), ("652", "Middle East", f"POINT ({r['longitude']} {r['latitude']})"), "where")
        equal(int(r["id"]), int(r["relid"][1:], 16) & (2 ** 63 - 1), "id and relid")
        equal(int(r["number_of_sources"]), len(r["source_date"].split(";")), "sources")
    shelling = [r for r in every if r["where_coordinates"] == "Manbij"][0]
    equal((shelling["low"], shelling["high"], shelling["type_of_violence"], shelling["side_b"], shelling["date_prec"]), ("4", "7", "3", "Civilians", "1"), "the shelling")
    equal(shelling["deaths_civilians"], shelling["best"], "civilians")
    attack = [r for r in every if r["best"] == "6"][0]
    equal((attack["type_of_violence"], attack["gwnoa"], attack["gwnob"]), ("1", "652", ""), "the government is side A")
    equal((attack["deaths_a"], attack["deaths_b"]), ("6", "0"), "its soldiers died")


def gdelt(p):
    ledger(p)
    equal(p.run("export", "--in", "war.gpkg", "--format", "gdelt", "--out", "war")[0], OK, "status")
    events = [line.split("\t") for line in (p.folder / "war.export.CSV").read_text(encoding="utf-8").splitlines()]
    mentions = [line.split("\t") for line in (p.folder / "war.mentions.CSV").read_text(encoding="utf-8").splitlines()]
    equal({len(e) for e in events}, {61}, "columns of events")
    equal({len(m) for m in mentions}, {16}, "columns of mentions")
    named = [dict(zip(GDELT, e)) for e in events]
    equal({m[0] for m in mentions}, {e["GlobalEventID"] for e in named}, "events that are mentioned")
    equal(sum(int(e["NumMentions"]) for e in named), len(mentions), "mentions")
    for e in named:
        assert e["EventCode"].startswith(e["EventBaseCode"]) and e["EventBaseCode"].startswith(e["EventRootCode"]) and len(e["EventRootCode"]) == 2, e
        assert len(e["Day"]) == 8 and e["Day"].startswith(e["MonthYear"]) and e["MonthYear"].startswith(e["Year"]) and len(e["DATEADDED"]) == 14, e
        assert -10 <= float(e["GoldsteinScale"]) <= 10 and (float(e["GoldsteinScale"]) < 0 or e["QuadClass"] in "12"), e
    equal({float(e["GoldsteinScale"]) for e in named if e["EventCode"] == "194"}, {-10.0}, "the scale of fighting with artillery")
    assert any(e["EventCode"].startswith("0") for e in named), "leading zeros are lost"
    texts = {f"https://news.example/{i}": text for i, _, _, text in REPORTS}
    for m in mentions:
        m = dict(zip(MENTIONS, m))
        assert texts[m["MentionIdentifier"]][int(m["ActionCharOffset"])].isalpha() and int(m["Confidence"]) % 10 == 0, m
        equal(int(m["MentionDocLen"]), len(texts[m["MentionIdentifier"]]), "length in characters")
    status, one, _ = p.run("export", "--in", "war.gpkg", "--format", "gdelt", "--what", "mentions")
    equal((status, one), (OK, (p.folder / "war.mentions.CSV").read_text(encoding="utf-8")), "one table alone")


def plover(p):
    ledger(p)
    status, out, err = p.run("export", "--in", "war.gpkg", "--format", "plover")
    equal(status, OK, "status")
    one_sentence(err, "not told as having happened")
    lines = [json.loads(line) for line in out.splitlines()]
    assert lines and all(len(line) == 40 for line in lines), lines
    equal(next(iter(lines[0])), "Event ID", "the first field")
    shelling = [line for line in lines if line["Event Mode"] == "heavy-weapons"][0]
    equal((shelling["Event Type"], shelling["Quad Code"], shelling["City"], shelling["Country"], shelling["Primary Actor Sector"]), ("ASSAULT", "M-CONF", "Manbij", "SYR", "REB"), "the shelling")


def plain(p):
    ledger(p)
    for what in ("events", "claims", "documents"):
        text = export(p, "csv", "--what", what)
        assert text.endswith("\r\n") and rows(text), what
        out = p.folder / f"{what}.csv"
        out.write_bytes(text.encode())
        if shutil.which("ogrinfo"):
            done = subprocess.run(["ogrinfo", "-ro", "-al", "-so", str(out)], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
            assert f"Feature Count: {len(rows(text))}" in done.stdout, done.stdout
    codes = [r["cameo"] for r in rows(export(p, "csv", "--what", "claims")) if r["cameo"]]
    assert any(code.startswith("0") for code in codes), codes
    # A code of digits stands in quotes, so that readers that heed them keep it as it is.
    kept = csv.reader(io.StringIO(export(p, "csv", "--what", "claims"), newline=""), quoting=csv.QUOTE_NONE)
    assert any(re.search(r'"0\d+"', ",".join(line)) for line in kept)


def maps(p):
    ledger(p)
    count = len(rows(export(p, "csv")))
    tree = xml.fromstring(export(p, "kml"))
    space = {"k": "http://www.opengis.net/kml/2.2"}
    marks = tree.findall(".//k:Placemark", space)
    equal(len(marks), count, "placemarks")
    assert len(tree.findall(".//k:Point", space)) >= 4 and len(tree.findall(".//k:TimeSpan", space)) >= 4
    equal({m.attrib["id"] for m in marks}, {r["id"] for r in rows(export(p, "csv"))}, "ids")
    equal(len(json.loads(export(p, "geojson"))["features"]), count, "features")
    if not shutil.which("ogrinfo"):
        raise Skip("ogrinfo (gdal-bin) is not installed; the files were read by Python")
    for fmt in ("kml", "geojson"):
        equal(p.run("export", "--in", "war.gpkg", "--format", fmt, "--out", f"war.{fmt}")[0], OK, "status")
        done = subprocess.run(["ogrinfo", "-ro", "-al", "-so", str(p.folder / f"war.{fmt}")], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        assert f"Feature Count: {count}" in done.stdout and "Warning" not in done.stdout, done.stdout


def duckdb():
    """DuckDB's library where it was fetched, or a skip."""
    path = os.environ.get("DECONFLICT_DUCKDB") or str(ROOT / ".cache" / "duckdb" / "libduckdb.so")
    if not os.path.exists(path):
        raise Skip("DuckDB's library is not here (tools/fetch-duckdb)")
    return path


def parquet(p):
    ledger(p)
    bare = {**os.environ, "DECONFLICT_DUCKDB": str(p.folder / "none.so")}
    status, _, err = p.run("export", "--in", "war.gpkg", "--format", "parquet", "--out", "war.parquet", env=bare)
    equal(status, FAILED, "status without DuckDB")
    one_sentence(err, "tools/fetch-duckdb")
    assert not list(p.folder.glob("war.parquet*")), "something is left behind"
    status, _, err = p.run("export", "--in", "war.gpkg", "--format", "parquet")
    equal(status, USAGE, "status without --out")
    one_sentence(err, "--out")
    path = duckdb()
    found = {**os.environ, "DECONFLICT_DUCKDB": path}
    status, _, err = p.run("export", "--in", "war.gpkg", "--format", "parquet", "--what", "claims", "--out", "it's.parquet", env=found)
    equal((status, err), (OK, ""), "status, stderr")
    equal(sorted(f.name for f in p.folder.glob("it's*")), ["it's.parquet"], "files")
    library = ctypes.CDLL(path)
    library.duckdb_value_varchar.restype = ctypes.c_char_p
    database, connection, result = ctypes.c_void_p(), ctypes.c_void_p(), (ctypes.c_uint64 * 6)()
    assert library.duckdb_open(None, ctypes.byref(database)) == 0 and library.duckdb_connect(database, ctypes.byref(connection)) == 0

    def ask(sql):
        assert library.duckdb_query(connection, sql.encode(), ctypes.byref(result)) == 0, sql
        return library.duckdb_value_varchar(ctypes.byref(result), ctypes.c_uint64(0), ctypes.c_uint64(0)).decode()

    file = str(p.folder / "it''s.parquet")
    claims = rows(export(p, "csv", "--what", "claims"))
    equal(ask(f"SELECT count(*)::VARCHAR FROM '{file}'"), str(len(claims)), "rows")
    equal(ask(f"SELECT string_agg(cameo, ' ' ORDER BY document, begin_byte, claim) FROM '{file}' WHERE cameo LIKE '0%'").split(),
          [c["cameo"] for c in sorted(claims, key=lambda c: (c["document"], int(c["begin_byte"]), c["claim"])) if c["cameo"].startswith("0")], "codes keep their zeros")
    equal(ask(f"SELECT typeof(confidence) || ' ' || typeof(begin_byte) || ' ' || typeof(background) FROM '{file}' LIMIT 1"), "DOUBLE BIGINT BOOLEAN", "types")


def ids_hold(p):
    ledger(p)
    ledger(p, list(reversed(REPORTS)), "other.gpkg")
    for fmt, clock in (("csv", ()), ("acled", ("timestamp",)), ("ucdp", ())):
        one, two = (rows(export(p, fmt, name=name)) for name in ("war.gpkg", "other.gpkg"))
        for r in one + two:
            for column in clock:
                r.pop(column)
        equal(two, one, f"{fmt} of documents read in another order")
        equal(export(p, fmt), export(p, fmt), f"{fmt} written twice")


def dictionary_of(p, fmt, *more):
    status, out, err = p.run("export", "--format", fmt, "--dictionary", *more)
    equal((status, err), (OK, ""), "status, stderr")
    return rows(out)


def dictionary(p):
    ledger(p)
    for fmt, names in (("acled", ACLED), ("ucdp", UCDP), ("gdelt", GDELT)):
        equal([r["name"] for r in dictionary_of(p, fmt)], names, f"columns of {fmt}")
    equal([r["name"] for r in dictionary_of(p, "gdelt", "--what", "mentions")], MENTIONS, "columns of mentions")
    equal([r["name"] for r in dictionary_of(p, "plover")], list(json.loads(export(p, "plover").splitlines()[0])), "fields of plover")
    for what in ("events", "claims", "documents"):
        equal([r["name"] for r in dictionary_of(p, "csv", "--what", what)], table(export(p, "csv", "--what", what))[0], f"columns of {what}")
    for more in (("acled",), ("ucdp",), ("gdelt",), ("plover",), ("csv",), ("csv", "--what", "claims")):
        for r in dictionary_of(p, *more):
            assert r["meaning"] and r["type"] in ("text", "integer", "real", "boolean", "date"), r
            assert bool(r["source"]) != r["meaning"].startswith("Stays "), f"a column is filled or stays empty: {r}"
    # What a dictionary says stays empty does, and what it calls a number is one.
    for fmt in ("acled", "ucdp", "csv"):
        for r in rows(export(p, fmt)):
            for column in dictionary_of(p, fmt):
                cell = r[column["name"]]
                assert not cell or column["source"], column
                if cell and column["type"] in ("integer", "real"):
                    float(cell)
    status, _, err = p.run("export", "--format", "ndjson", "--dictionary")
    equal(status, USAGE, "status of a format without columns")


def tables_of_documentation(run):
    """→ {name of a block: Markdown table}"""
    blocks = {}
    for name, args in (("csv events", ("csv",)), ("csv claims", ("csv", "--what", "claims")), ("csv documents", ("csv", "--what", "documents")), ("acled", ("acled",)), ("ucdp", ("ucdp",)),
                       ("gdelt events", ("gdelt",)), ("gdelt mentions", ("gdelt", "--what", "mentions")), ("plover", ("plover",))):
        lines = ["| column | type | meaning | read from |", "| --- | --- | --- | --- |"]
        for r in rows(run("export", "--format", args[0], "--dictionary", *args[1:])):
            lines.append(f"| `{r['name']}` | {r['type']} | {r['meaning'].replace('|', chr(92) + '|')} | {'`' + r['source'] + '`' if r['source'] else '–'} |")
        blocks[name] = "\n".join(lines)
    return blocks


def with_tables(text, blocks):
    for name, block in blocks.items():
        text, found = re.subn(rf"<!-- columns of {name} -->.*?<!-- end -->", lambda _: f"<!-- columns of {name} -->\n{block}\n<!-- end -->", text, flags=re.S)
        assert found == 1, f"docs/exports.md has {found} tables of {name}"
    return text


def the_documentation(p):
    text = DOCUMENTATION.read_text(encoding="utf-8")
    assert with_tables(text, tables_of_documentation(lambda *args: p.run(*args)[1])) == text, "docs/exports.md is out of date: tests/e2e/exports.py --update PROGRAM"
    ledger(p)
    views = sqlite3.connect(p.folder / "war.gpkg").execute("SELECT name, sql FROM sqlite_schema WHERE type = 'view' AND name LIKE 'toll%'").fetchall()
    plain_text = " ".join(text.split())
    equal(len(views), 6, "views of tolls")
    for name, sql in views:
        rule = " ".join(line[3:] for line in sql.split("\n") if line.startswith("-- "))
        assert f"`{name}`" in text and rule in plain_text, f"docs/exports.md does not have the rule of {name}: {rule}"


def notes_are_our_own(p):
    ledger(p)
    words = lambda text: re.findall(r"\w+", text.lower())
    texts = [" ".join(words(text)) for *_, text in REPORTS]
    for r in rows(export(p, "acled")):
        note = words(r["notes"])
        assert r["notes"].endswith(".") and len(note) > 4, r["notes"]
        for i in range(len(note) - 6):
            run = " ".join(note[i:i + 7])
            assert not any(run in text for text in texts), f"copied: {run}"


TOLLS = [
    ("t1", "Vale Daily", "2031-05-06", "Rebels shelled the town of Manbij on Monday, killing four civilians, the Syrian Observatory for Human Rights said."),
    ("t2", "Vale Daily", "2031-05-08", "Rebels shelled the town of Manbij on Monday, killing nine civilians, the Syrian Observatory for Human Rights said."),
    ("t3", "Harbour Times", "2031-05-07", "Rebels shelled the town of Manbij on Monday, killing twelve civilians, state media said."),
]


def toll(p, rule, name="war.gpkg"):
    status, out, err = p.run("query", "--in", name, "--kind", "shelling", "--toll", rule, "--json")
    equal((status, err), (OK, ""), "status, stderr")
    events = [json.loads(line) for line in out.splitlines()]
    equal(len(events), 1, "events")
    return [t for t in events[0]["tolls"] if t["what"] == "killed"]


def tolls(p):
    ledger(p)
    equal([t["low"] for t in toll(p, "lowest")], [4], "lowest")
    equal([(t["low"], t["high"]) for t in toll(p, "voice")], [(4, 4), (7, 7)], "per voice")
    equal([(t["high"], t["published"]) for t in toll(p, "latest")], [(7, "2031-05-07")], "latest")
    equal({t["side"]: (t["low"], t["high"]) for t in toll(p, "ucdp")}, {"all": (4, 7), "civilians": (4, 7)}, "by side")
    status, out, _ = p.run("query", "--in", "war.gpkg", "--kind", "shelling", "--toll", "voice")
    assert status == OK and "killed 4 (" in out and ", 7 (" in out, out
    # The same from the views, by a program that knows nothing of ours.
    db = sqlite3.connect(p.folder / "war.gpkg")
    equal(db.execute("SELECT low FROM tolls_lowest t JOIN events e ON e.id = t.event WHERE e.kind = 'shelling' AND what = 'killed'").fetchall(), [(4,)], "tolls_lowest")
    equal(db.execute("SELECT side, low, high FROM tolls_ucdp t JOIN events e ON e.id = t.event WHERE e.kind = 'shelling' AND what = 'killed' ORDER BY side").fetchall(),
          [("all", 4, 7), ("civilians", 4, 7)], "tolls_ucdp")
    equal(p.run("query", "--in", "war.gpkg", "--what", "claims", "--toll", "voice")[0], USAGE, "tolls of claims")


def rising_tolls(p):
    ledger(p, TOLLS)
    per_voice = toll(p, "voice")
    equal([(t["low"], t["rising"]) for t in per_voice], [(9, True), (12, False)], "a voice's latest number stands")
    equal([t["low"] for t in toll(p, "lowest")], [9], "the earlier number of a rising toll is no rival")
    equal([t["low"] for t in toll(p, "latest")], [9], "latest")


def query_by_area(p):
    ledger(p)
    count = lambda *args: len(p.run("query", "--in", "war.gpkg", "--json", *args)[1].splitlines())
    around = "37.5 36.3,38.3 36.3,38.3 36.8,37.5 36.8,37.5 36.3"  # Manbij
    assert count("--polygon", f"POLYGON(({around}))", "--kind", "shelling") == 1
    equal(count("--polygon", "POLYGON((0 0,1 0,1 1,0 0))"), 0, "events in the sea")
    hole = "37.9 36.4,38.1 36.4,38.1 36.7,37.9 36.7,37.9 36.4"
    equal(count("--polygon", f"POLYGON(({around}),({hole}))", "--kind", "shelling"), 0, "events in a hole")
    ring = [[float(n) for n in corner.split()] for corner in around.split(",")]
    p.write("area.geojson", json.dumps({"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {}, "geometry": {"type": "MultiPolygon", "coordinates": [[ring]]}}]}))
    equal(count("--polygon", "area.geojson", "--kind", "shelling"), 1, "events in a GeoJSON file")
    equal(count("--what", "claims", "--polygon", "area.geojson", "--kind", "shelling"), 2, "claims in it")
    assert count("--near", "36.53,37.95,20", "--kind", "shelling") == 1
    equal(count("--kind", "shelling", "--precision", "settlement,day"), 1, "exactly told")
    equal(count("--kind", "shelling", "--precision", "country"), 0, "told of a country")
    for wrong in (("--polygon", "POLYGON((1 2))"), ("--polygon", "no-such-file"), ("--polygon", "POLYGON((0 0,1 0,1 100,0 0))"), ("--precision", "roughly")):
        status, _, err = p.run("query", "--in", "war.gpkg", *wrong)
        equal(status, USAGE, f"status of {wrong}")
        one_sentence(err)


def query_by_group(p):
    ledger(p)
    db = sqlite3.connect(p.folder / "war.gpkg")
    named = lambda actor: {json.loads(line)["id"] for line in p.run("query", "--in", "war.gpkg", "--json", "--actor", actor)[1].splitlines()}
    equal(named("Daesh"), named("Islamic State"), "an alias finds what the name finds")
    assert named("Daesh"), "nothing is found by an alias"
    # A group's members belong to it.
    db.execute("UPDATE entities SET parent = 'actor/test-alliance' WHERE name LIKE 'Islamic State%'")
    db.execute("INSERT INTO entities (id, name, type, n_documents) VALUES ('actor/test-alliance', 'Alliance of the Plain', 'MIL', 0)")
    db.execute("INSERT INTO entity_names VALUES ('alliance of the plain', 'actor/test-alliance')")
    db.commit()
    equal(named("Alliance of the Plain"), named("Daesh"), "a group finds what its members did")


def query_into_files(p):
    ledger(p)
    status, out, err = p.run("query", "--in", "war.gpkg", "--kind", "shelling", "--format", "acled", "--out", "one.csv")
    equal((status, out), (OK, ""), "status, stdout")
    equal(len(rows((p.folder / "one.csv").read_text(encoding="utf-8"))), 1, "rows")
    equal(p.run("query", "--in", "war.gpkg", "--what", "claims", "--kind", "shelling", "--format", "csv")[1], export(p, "csv", "--what", "claims", "--kind", "shelling"), "claims as csv")
    for wrong in (("--out", "x"), ("--format", "csv", "--json"), ("--format", "csv", "--toll", "voice"), ("--what", "claims", "--format", "kml")):
        status, _, err = p.run("query", "--in", "war.gpkg", *wrong)
        equal(status, USAGE, f"status of {wrong}")
        one_sentence(err)


CHECKS = {f.__name__: f for f in (acled, ucdp, gdelt, plover, plain, maps, parquet, ids_hold, dictionary, the_documentation, notes_are_our_own, tolls, rising_tolls, query_by_area,
                                  query_by_group, query_into_files)}

if __name__ == "__main__":
    if sys.argv[1:2] == ["--update"]:
        program = sys.argv[2]
        blocks = tables_of_documentation(lambda *args: subprocess.run([program, *args], stdout=subprocess.PIPE, check=True).stdout.decode())
        DOCUMENTATION.write_text(with_tables(DOCUMENTATION.read_text(encoding="utf-8"), blocks), encoding="utf-8")
    else:
        main(CHECKS)
