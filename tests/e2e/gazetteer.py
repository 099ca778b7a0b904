"""Places of other people's files laid over the gazetteer: what is read, what wins, what is refused, and that nothing is lost."""
import gzip
import json
import os
import re
import resource
import sqlite3
import zipfile

from harness import FAILED, OK, PROBLEMS, USAGE, equal, main, one_sentence

HEAD = "geonameid name asciiname alternatenames lat lon class code country cc2 admin1 admin2 admin3 admin4 population elevation dem timezone modified".split()


def row(**fields):
    """A row of a GeoNames dump: an invented village of Syria unless told otherwise."""
    cells = {"geonameid": "90000001", "name": "Tall Zarnuq", "lat": "35.10", "lon": "40.90", "class": "P", "code": "PPL", "country": "SY", "admin1": "07", "population": "0"}
    cells.update(fields)
    return "\t".join(str(cells.get(name, "")) for name in HEAD) + "\n"


class Gazetteer:
    def __init__(self, p):
        self.p = p
        self.file = p.folder / "own.pack"
        self.env = {**os.environ, "DECONFLICT_GAZETTEER": str(self.file)}

    def run(self, *args, **more):
        # Before the first import the file that DECONFLICT_GAZETTEER names is not there.
        env = self.env if self.file.exists() or args[:2] == ("gazetteer", "import") else None
        return self.p.run(*args, env=env, **more)

    def take(self, name, content, *options, status=OK):
        path = self.p.write(name, content)
        got, out, err = self.run("gazetteer", "import", name, *options)
        equal(got, status, f"status of importing {name} ({err})")
        return path, out, err

    def find(self, name):
        status, out, _ = self.run("gazetteer", "lookup", "--json", name)
        return json.loads(out) if out else []

    def first(self, name):
        found = self.find(name)
        assert found, f"'{name}' was not found"
        return found[0]


def near(entry, lat, lon):
    assert abs(entry["lat"] - lat) < 1e-4 and abs(entry["lon"] - lon) < 1e-4, entry


def geonames_dump(p):
    g = Gazetteer(p)
    lines = [
        row(alternatenames="Tell Zarnouk,تل زرنوق"),
        row(geonameid=170794, name="Deir ez-Zor", lat="35.30", lon="40.10", population=300000),  # known by its id
        row(geonameid=90000002, name="Zarnuq al Janubi", lat="95.1"),
        row(geonameid=90000003, name="Zarnuq ash Sharqi", lon="east"),
        row(name="Zarnuq the second"),
        "90000005\tcut short\n",
        row(geonameid=90000006, name="Bi'r Zarnuq", code="WLL", **{"class": "H"}),
        row(geonameid=90000007, name="Zarnuq Hotel", code="HTL", **{"class": "S"}),
        row(geonameid=90000008, name="Zarnuq Airfield", code="AIRF", **{"class": "S"}),
    ]
    broken = row(geonameid=90000009, name="Zarnuq").encode().replace(b"Zarnuq", b"Z\xff")
    path, out, err = g.take("SY.txt", "".join(lines).encode() + broken)
    for line, words in ((3, "95.1 is out of range"), (4, "'east' is no number"), (5, "90000001 stood on an earlier line"), (6, "19 columns, this one has 2"), (10, "no UTF-8")):
        assert any(f"SY.txt:{line}: " in e and words in e for e in err.splitlines()), f"line {line}, {words}: {err}"
    equal(len(err.splitlines()), 5, "lines on stderr")
    assert "3 rows (geonames): 2 new places, 1 merged with known ones, 2 left out, 5 that could not be used" in out, out
    near(g.first("Tall Zarnuq"), 35.10, 40.90)
    equal(g.first("Tall Zarnuq")["admin1"], "Deir ez-Zor", "unit")
    equal(g.first("تل زرنوق")["geonameid"], 90000001, "in another script")
    equal(g.first("Tal Zarnooq")["geonameid"], 90000001, "in another spelling")
    near(next(e for e in g.find("Deir ez-Zor") if e["geonameid"] == 170794), 35.30, 40.10)
    equal(g.first("Zarnuq Airfield")["feature"], "AIRF", "a site")
    equal(g.find("Zarnuq Hotel"), [], "hotels are left out")
    status, out, _ = g.run("place", "20 km north of Tall Zarnuq in Syria")
    equal((status, json.loads(out)["features"][0]["properties"]["geonameid"]), (OK, 90000001), "place")
    equal(g.take("again.txt", (p.folder / "SY.txt").read_bytes())[1], "again.txt: was imported before; nothing was done\n", "the same file again")


def names_and_hierarchy(p):
    g = Gazetteer(p)
    g.take("SY.txt", row(admin1="") + row(geonameid=90000010, name="Zarnuqland", code="ADM1", admin1="99", **{"class": "A"}))
    path, out, err = g.take("alternateNamesV2.txt", "1\t90000001\ten\tZarnook Hill\t1\t\t\t\t\t\n2\t90000001\tlink\thttps://example.org/zarnuq\t\t\t\t\t\t\n3\t77777777\ten\tNowhere\t\t\t\t\t\t\n4\tx\ten\tWrong\t\t\t\t\t\t\n")
    one_sentence(err, "alternateNamesV2.txt:4", "no ids")
    assert "1 name added, 2 left out" in out, out
    equal(g.first("Zarnook Hill")["geonameid"], 90000001, "by its other name")
    equal(g.first("Tall Zarnuq")["admin1"], None, "unit before")
    _, out, _ = g.take("hierarchy.txt", "90000010\t90000001\tADM\n6295630\t90000001\t\n")
    assert "1 place put under what it lies in" in out, out
    equal(g.first("Tall Zarnuq")["admin1"], "Zarnuqland", "unit after")


def p_codes(p):
    g = Gazetteer(p)
    table = (
        "ADM0_EN,ADM0_PCODE,ADM1_EN,ADM1_AR,ADM1_PCODE,ADM2_EN,ADM2_PCODE,ADM3_EN,ADM3_PCODE,lat,lon\n"
        "Syria,SY,Deir-ez-Zor,دير الزور,SY09,,,,,,\n"  # known by its name, without a point
        "Syria,SY,Deir-ez-Zor,دير الزور,SY09,Al Mayadin,SY0902,Zarnuq Sub-district,SY090299,34.9,40.6\n"
        "Syria,SY,Deir-ez-Zor,دير الزور,SY09,Al Mayadin,SY0902,Lostland,SY090298,,\n"
    )
    _, out, err = g.take("pcodes.csv", table)
    one_sentence(err, "pcodes.csv:4", "Lostland", "no coordinates")
    assert "2 rows (pcodes): 1 new place, 1 merged" in out, out
    equal((g.first("SY09")["geonameid"], g.first("SY09")["feature"]), (170792, "ADM1"), "a known unit by its code")
    near(g.first("SY090299"), 34.9, 40.6)
    equal(g.first("Zarnuq Sub-district")["admin1"], "Deir ez-Zor", "what it lies in")


def any_table(p):
    g = Gazetteer(p)
    table = (
        '\ufeffVillage;Other names;Governorate;Northing;Easting;What\n'
        '"Zarnuq; the upper";"Zarnuq Fawqani|Upper Zarnouk";Homs;34,70;36.90;x\n'
        '"Zarnuq al Wusta";;Homs;34.71;36.91;x\n'
        '"Zarnuq ""the lower""\nvillage";;Homs;34.72;36.92;x\n'
        'Zarnuq at Tahta;;Homs;0;0;x\n'
        ';;Homs;34.7;36.9;x\n'
        'Zarnuq al Gharbi;Homs;34.7\n'
        '"Zarnuq that never ends;;Homs;34.7;36.9;x\n'
        'Deir ez-Zor;;Deir ez-Zor;35.331;40.151;x\n'
    )
    path, _, err = g.take("villages.csv", table, "--name", "Village", status=FAILED)
    one_sentence(err, "villages.csv", "latitudes", "--lat", "other names, governorate")
    options = ("--name", "village", "--aka", "Other names", "--admin1", "Governorate", "--lat", "Northing", "--lon", "#5", "--all-country", "Syria")
    _, out, err = g.take("villages.csv", table, *options, "--strict", status=PROBLEMS)
    for line, words in ((2, "write decimals with a full stop"), (6, "0"), (7, "no name"), (8, "3 cells"), (9, "quotation mark")):
        assert any(f"villages.csv:{line}: " in e and words in e for e in err.splitlines()), f"line {line}, {words}: {err}"
    assert "3 rows (table): 2 new places, 1 merged" in out, out
    near(g.first("Zarnuq al Wusta"), 34.71, 36.91)
    equal((g.first("Zarnuq al Wusta")["country"], g.first("Zarnuq al Wusta")["admin1"]), ("SY", "Homs"), "country and unit")
    # What a user says wins, and the place keeps its geonameid.
    near(next(e for e in g.find("Deir ez-Zor") if e["geonameid"] == 170794), 35.331, 40.151)
    # A GeoNames dump that comes later does not win over it.
    g.take("SY.txt", row(geonameid=170794, name="Deir ez-Zor", lat="35.20", lon="40.20"))
    near(next(e for e in g.find("Deir ez-Zor") if e["geonameid"] == 170794), 35.331, 40.151)
    _, _, err = g.take("other.csv", "a,b\n1,2\n", "--name", "c", status=FAILED)
    one_sentence(err, "no column 'c'", "a, b")
    status, _, err = g.run("gazetteer", "import", "villages.csv", "--format", "shapefile")
    equal(status, USAGE, "status")
    one_sentence(err, "shapefile", "pcodes")


def tables_that_are_none(p):
    """What a person saved wrongly is told in words that say how to save it."""
    g = Gazetteer(p)
    good = "name,lat,lon,country\nTell Zirab,35.51,39.12,SY\n"
    for name, content, words in (("wide.csv", good.encode("utf-16"), ("UTF-16", "UTF-8")), ("old.csv", good.replace("\n", "\r"), ("line feed",)), ("empty.zip", b"PK\5\6" + bytes(18), ("nothing in this archive",))):
        _, _, err = g.take(name, content, status=FAILED)
        one_sentence(err, name, *words)
    _, out, err = g.take("zero.csv", good + "Tell\0Nul,35.3,39.3,SY\n")
    one_sentence(err, "zero.csv:3", "zero byte")
    assert "1 row " in out, out


def events(p):
    g = Gazetteer(p)
    ged = "id,country,where_coordinates,where_prec,adm_1,adm_2,latitude,longitude,best\n" + "".join(
        f"{i},Syria,{place}\n" for i, place in enumerate((
            "Zarnuq Tahtani village,1,Homs Governorate,Homs district,34.60,36.50,3",
            "Zarnuq Tahtani village,1,Homs Governorate,Homs district,34.60,36.50,9",
            "Zarnuq airbase,2,Homs Governorate,,34.61,36.51,0",
            "Homs Governorate,4,Homs Governorate,,34.0,37.0,0",
            "Zarnuq Fawqani town,1,Homs Governorate,,134.60,36.50,3")))
    with gzip.open(p.folder / "ged.csv.gz", "wt") as f:
        f.write(ged)
    status, out, err = g.run("gazetteer", "import", "ged.csv.gz")
    equal(status, OK, f"status ({err})")
    one_sentence(err, "ged.csv.gz:6", "out of range")
    assert "3 rows (ucdp): 2 new places, 0 merged with known ones, 1 left out" in out, out
    near(g.first("Zarnuq Tahtani"), 34.60, 36.50)
    equal(g.first("Zarnuq airbase")["feature"], "INSM", "a site")
    acled = "event_id_cnty,country,admin1,admin2,location,latitude,longitude,geo_precision,notes\nSYR1,Syria,Homs,,Zarnuq Gharbi,34.65,36.55,1,\"a, b\nand c\"\nSYR2,Syria,Homs,,Somewhere,34.0,36.0,3,\n"
    with zipfile.ZipFile(p.folder / "acled.zip", "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("readme.txt", "about this file")
        z.writestr("acled.csv", acled)
    status, out, err = g.run("gazetteer", "import", "acled.zip")
    equal((status, err), (OK, ""), "status, stderr")
    near(g.first("Zarnuq Gharbi"), 34.65, 36.55)
    # A text that speaks of the country finds them.
    document = json.dumps({"id": "a", "text": "Shells fell on the village of Zarnuq Tahtani in Syria on Monday, residents said."})
    _, out, _ = g.run("annotate", "--layers", "places", stdin=document.encode())
    equal([q["name"] for q in json.loads(out)["places"]], ["Zarnuq Tahtani", "Syria"], "places")


def the_old_gazetteer_stays(p):
    g = Gazetteer(p)
    g.take("SY.txt", row())
    before = g.file.read_bytes()
    cases = {
        "empty.txt": b"",
        "prose.txt": b"Nothing here is a table.\n",
        "headings.csv": b"name,lat,lon\n",
        "all_wrong.csv": b"name,lat,lon\nZarnuq,north,east\n",
        "no_columns.csv": b"when,who\n2031,nobody\n",
        "cut.csv.gz": gzip.compress(b"name,lat,lon\n" + b"".join(b"Zarnuq %d,34.%d,36.5\n" % (i, i) for i in range(50000)))[:2000],
    }
    for name, content in cases.items():
        path, out, err = g.take(name, content, "--problems", "problems.txt", status=FAILED)
        one_sentence(err, name)
        equal((out, g.file.read_bytes() == before), ("", True), f"stdout, and is the gazetteer as it was after {name}")
    equal(sorted(f.name for f in p.folder.iterdir() if "own.pack" in f.name), ["own.pack"], "nothing is left lying about")
    problems = g.take("all_wrong.csv", cases["all_wrong.csv"], "--problems", "problems.txt", status=FAILED) and (p.folder / "problems.txt").read_text()
    equal(problems, "all_wrong.csv:2: the latitude 'north' is no number\n", "the file of problems")
    status, _, err = g.run("gazetteer", "import", "nowhere.txt")
    equal(status, FAILED, "status")
    one_sentence(err, "nowhere.txt")


def rebuild_and_reset(p):
    g = Gazetteer(p)
    g.take("SY.txt", row(), "--release", "GeoNames of 2031-05-06")
    g.take("more.csv", "name,lat,lon\nZarnuq Gharbi,34.65,36.55\n")
    before = g.file.read_bytes()
    status, out, err = g.run("gazetteer", "rebuild")
    equal((status, err, g.file.read_bytes() == before), (OK, "", True), "status, stderr, and the same bytes again")
    _, out, _ = g.run("gazetteer", "info")
    assert "GeoNames of 2031-05-06" in out and "more.csv" in out, out
    (p.folder / "more.csv").unlink()
    status, out, err = g.run("gazetteer", "rebuild")
    equal((status, g.file.read_bytes() == before), (FAILED, True), "status, and it stays")
    one_sentence(err, "more.csv", "reset")
    equal(g.run("gazetteer", "reset")[0], OK, "status of reset")
    equal(g.find("Tall Zarnuq"), [], "it is gone")
    status, _, err = p.run("gazetteer", "info", env=g.env)
    one_sentence(err, "DECONFLICT_GAZETTEER", "own.pack")


def the_ledger_says_which(p):
    g = Gazetteer(p)
    p.write("a.txt", "Date: 2031-05-06\n\nShells fell on the village of Tall Zarnuq in Syria on Monday, killing four people, residents said.\n")
    equal(g.run("ingest", "a.txt", "--into", "war.gpkg")[0], OK, "status")
    g.take("SY.txt", row())
    equal(g.run("ingest", "a.txt", "--into", "war.gpkg")[0], OK, "status")
    with sqlite3.connect(p.folder / "war.gpkg") as db:
        version, = db.execute("SELECT b.gazetteer FROM documents d JOIN builds b ON b.id = d.build").fetchone()
        old, = db.execute("SELECT b.gazetteer FROM documents_history d JOIN builds b ON b.id = d.build").fetchone()
        sources = dict(db.execute("SELECT version, sources FROM gazetteers"))
    assert version != old and {version, old} == set(sources), (version, old, sources)
    equal([s["name"] for s in json.loads(sources[version])][-1], "SY.txt", "the last source")
    assert "SY.txt" not in sources[old]


def bounded_memory(p):
    g = Gazetteer(p)
    with open(p.folder / "many.txt", "w") as f:
        for i in range(300_000):
            f.write(row(geonameid=91000000 + i, name=f"Zarnuq {i}", lat=f"{30 + i % 1000 / 100:.2f}", lon=f"{36 + i // 1000 / 100:.2f}"))
    status, out, err = g.run("gazetteer", "import", "many.txt", timeout=300)
    equal((status, err), (OK, ""), "status, stderr")
    assert "300000 new places" in out, out
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    assert peak < 400, f"{peak:.0f} MB"
    near(g.first("Zarnuq 299999"), 39.99, 38.99)


def the_supplement(p):
    """Places that the packages lack, each with its checks made when the knowledge was compiled."""
    status, out, _ = Gazetteer(p).run("gazetteer", "info")
    equal(status, OK, "status")
    own, = re.findall(r"knowledge/places .*\((\d+) places", out)
    assert int(own) >= 500, out
    for name, country, lat, lon in (("Kafranbouda", "SY", 35.43, 36.49), ("Kfarkela", "LB", 33.281, 35.555), ("Kleshcheevka", "UA", 48.53, 37.96), ("Tel al-Hawa", "PS", 31.502, 34.439)):
        entry = next(e for e in Gazetteer(p).find(name) if e["country"] == country)
        near(entry, lat, lon)


main({f.__name__: f for f in (geonames_dump, names_and_hierarchy, p_codes, any_table, tables_that_are_none, events, the_old_gazetteer_stays, rebuild_and_reset, the_ledger_says_which, bounded_memory, the_supplement)})
