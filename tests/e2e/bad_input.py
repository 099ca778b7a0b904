"""Whatever is fed to the program: one clear sentence that names what and where, the right exit status, and the rest goes on."""
import gzip
import json
import os
import pathlib
import shutil
import signal
import socket
import subprocess
import time
import zipfile

from harness import DATA, FAILED, LEDGER, OK, PROBLEMS, USAGE, Skip, equal, main, one_sentence, small_disk

STORY = "Fighters of the northern alliance shelled the market of Tel Amun on Monday, killing six people, doctors in the town said.\n"
PAGE = f"<html><head><title>Market shelled</title></head><body><article><h1>Market shelled</h1><p>{STORY}</p></article></body></html>"


def document(name, text=STORY):
    return json.dumps({"id": name, "text": text, "published": "2021-03-09"}) + "\n"


def records(out):
    return [json.loads(line) for line in out.splitlines()]


def empty_file(p):
    path = p.write("empty.txt", "")
    status, out, err = p.run("read", path)
    equal((status, out), (FAILED, ""), "status, stdout")
    one_sentence(err, path, "empty")


def missing_file(p):
    status, out, err = p.run("read", "nowhere.txt")
    equal((status, out), (FAILED, ""), "status, stdout")
    one_sentence(err, "nowhere.txt")


def directory(p):
    (p.folder / "dir").mkdir()
    status, out, err = p.run("read", "dir")
    equal((status, out), (FAILED, ""), "status, stdout")
    one_sentence(err, "dir", "directory")


def binary(p):
    path = p.write("program.bin", b"\x7fELF\x02\x01\x01\x00" + bytes(range(256)) * 40)
    status, out, err = p.run("read", path)
    equal((status, out), (FAILED, ""), "status, stdout")
    one_sentence(err, path, "byte 7", "binary")


def broken_utf8(p):
    path = p.write("broken.txt", STORY.encode() + b"\nThe army \xff\xfe denied it.\n")
    status, out, err = p.run("read", path)
    equal(status, FAILED, "status")
    one_sentence(err, path, f"byte {len(STORY) + 10}", "UTF-8")
    assert "shelled" in out, "the rest of the text was not read"


def long_line(p):
    lines = document("a") + json.dumps({"id": "b", "text": "x" * 50_000_000}) + "\n" + document("c")
    start = time.monotonic()
    status, out, err = p.run("annotate", "--layers", "boilerplate", stdin=lines.encode())
    equal((status, err), (OK, ""), "status, stderr")
    got = records(out)
    equal([r.get("id") for r in got], ["a", None, "c"], "ids")
    equal((got[1]["error"]["code"], got[1]["error"]["line"]), ("line.too_long", 2), "error")
    assert time.monotonic() - start < 60, "too slow"


def one_word_of_megabytes(p):
    """A text without a space within the size limit is read in linear time."""
    start = time.monotonic()
    status, out, _ = p.run("annotate", stdin=(document("a", "x" * 5_000_000) + document("b")).encode(), timeout=300)
    equal((status, [r["id"] for r in records(out)]), (OK, ["a", "b"]), "status, ids")
    assert time.monotonic() - start < 200, "too slow"


def truncated_json(p):
    lines = document("a") + document("b")[:40] + "\n" + document("c")
    status, out, err = p.run("annotate", "--layers", "boilerplate", stdin=lines.encode())
    equal((status, err), (OK, ""), "status, stderr")
    got = records(out)
    equal([r.get("id") for r in got], ["a", None, "c"], "ids")
    equal((got[1]["error"]["code"], got[1]["error"]["line"]), ("json.invalid", 2), "error")
    equal(p.run("annotate", "--layers", "boilerplate", "--strict", stdin=lines.encode())[0], PROBLEMS, "status with --strict")


def deep_html(p):
    path = p.write("deep.html", "<html><body>" + "<div><span>" * 100_000 + STORY)
    start = time.monotonic()
    status, out, err = p.run("extract", path)
    equal((status, err, records(out)[0].get("text")), (OK, "", STORY.strip()), "status, stderr, text")
    assert time.monotonic() - start < 20, "too slow"


def one_bad_page_of_three(p):
    p.write("a.html", PAGE)
    p.write("c.html", PAGE)
    status, out, err = p.run("extract", "-j", 2, "a.html", "b.html", "c.html")
    got = records(out)
    equal((status, err, [r["file"] for r in got]), (OK, "", ["a.html", "b.html", "c.html"]), "status, stderr, files")
    assert "error" not in got[0] and "error" not in got[2] and "b.html" in got[1]["error"]["message"], got
    equal(p.run("extract", "--strict", "a.html", "b.html")[0], PROBLEMS, "status with --strict")


def data_dir(p):
    source = pathlib.Path(os.environ.get("DECONFLICT_DATA") or pathlib.Path(p.path).parent)
    folder = p.folder / "data"
    folder.mkdir()
    for name in ("knowledge.pack", "lang.model"):
        shutil.copy(source / name, folder / name)
    return folder


def missing_data(p):
    story = p.write("story.txt", STORY)
    for name in ("knowledge.pack", "lang.model"):
        folder = data_dir(p)
        (folder / name).unlink()
        status, out, err = p.run("--data", folder, "read", story)
        equal((status, out), (DATA, ""), f"status, stdout without {name}")
        one_sentence(err, folder / name)
        shutil.rmtree(folder)


def corrupt_data(p):
    story = p.write("story.txt", STORY)
    for name in ("knowledge.pack", "lang.model"):
        for damage in ("cut", "flipped", "emptied"):
            folder = data_dir(p)
            data = bytearray((folder / name).read_bytes())
            if damage == "cut":
                data = data[: len(data) // 2]
            elif damage == "flipped":
                data[len(data) // 2] ^= 0x40
            else:
                data = b""
            (folder / name).write_bytes(data)
            status, out, err = p.run("--data", folder, "read", story)
            equal((status, out), (DATA, ""), f"status, stdout with {name} {damage}")
            one_sentence(err, folder / name)
            shutil.rmtree(folder)


def full_output(p):
    p.write("a.html", PAGE)
    p.run("ingest", "a.html", "--into", "war.gpkg")
    for args in (("extract", *["a.html"] * 200), ("--help",), ("query", "--in", "war.gpkg"), ("export", "--in", "war.gpkg", "--format", "csv"), ("read", "a.html"), ("doctor",)):
        with open("/dev/full", "wb") as full:
            done = subprocess.run(p.argv(*args), stdout=full, stderr=subprocess.PIPE, cwd=p.folder, timeout=60)
        equal(done.returncode, FAILED, f"status of {args[0]}")
        one_sentence(done.stderr.decode(), "No space left")
    with open("/dev/full", "wb") as full:
        done = subprocess.run(p.argv("verify", "war.gpkg"), stdout=full, stderr=subprocess.PIPE, cwd=p.folder, timeout=60)
    equal((done.returncode, "No space left" in done.stderr.decode()), (FAILED, True), "status, message of verify")


def closed_pipe(p):
    p.write("a.html", PAGE)
    with subprocess.Popen(p.argv("extract", *["a.html"] * 2000), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=p.folder) as child:
        child.stdout.readline()
        child.stdout.close()
        equal(child.stderr.read(), b"", "stderr")
        child.wait(60)


def full_disk(p):
    reports = p.write("reports.ndjson", "".join(document(f"d{i}", STORY * 200) for i in range(100)))
    disk = p.folder / "disk"
    release = small_disk(disk, "1m")
    try:
        status, _, err = p.run("ingest", reports, "--into", disk / "war.gpkg")
        equal(status, LEDGER, "status")
        one_sentence(err, disk / "war.gpkg", "full")
    finally:
        release()


def read_only_ledger(p):
    story = p.write("story.txt", STORY)
    disk = p.folder / "disk"
    release = small_disk(disk, "20m", read_only_after=lambda: p.run("ingest", story, "--into", disk / "war.gpkg"))
    try:
        other = p.write("other.txt", "Rebels freed two prisoners in Tel Amun on Tuesday, the ministry said.\n")
        status, _, err = p.run("ingest", other, "--into", disk / "war.gpkg")
        equal(status, LEDGER, "status")
        one_sentence(err, disk / "war.gpkg")
        equal(p.run("query", "--in", disk / "war.gpkg")[0], OK, "status of a query, which only reads")
    finally:
        release()


def not_a_ledger(p):
    story = p.write("story.txt", STORY)
    for args in (("ingest", story, "--into", story), ("query", "--in", story), ("serve", story, "--port", 0), ("query", "--in", "nowhere.gpkg")):
        status, _, err = p.run(*args, timeout=30)
        equal(status, LEDGER, f"status of {args[0]}")
        one_sentence(err, args[-1] if args[0] != "serve" else story)
    equal(story.read_text(), STORY, "the file that was no ledger")


def a_ledger_is_not_written_over(p):
    """A mistyped --out costs no ledger, no folder and no device."""
    p.run("ingest", p.write("story.txt", STORY), "--into", "war.gpkg")
    before = (p.folder / "war.gpkg").read_bytes()
    (p.folder / "dir").mkdir()
    for args in (("export",), ("query",)):
        status, _, err = p.run(*args, "--in", "war.gpkg", "--format", "csv", "--out", "war.gpkg")
        equal(status, USAGE, f"status of {args[0]} over the ledger")
        one_sentence(err, "war.gpkg", "ledger", "--out")
    equal((p.folder / "war.gpkg").read_bytes(), before, "the ledger")
    for name, why in (("dir", "folder"), ("no/such/x.csv", "no folder no/such")):
        status, _, err = p.run("export", "--in", "war.gpkg", "--format", "csv", "--out", name)
        equal(status, FAILED, f"status of {name}")
        one_sentence(err, name, why)
    os.mkfifo(p.folder / "pipe")
    with subprocess.Popen(["cat", "pipe"], stdout=subprocess.PIPE, cwd=p.folder) as reader:
        equal(p.run("export", "--in", "war.gpkg", "--format", "csv", "--out", "pipe")[0], OK, "status with a pipe")
        assert reader.stdout.read().startswith(b"id,kind,"), "what came through the pipe"
    assert not (p.folder / "pipe").is_file(), "the pipe was replaced by a file"
    equal(sorted(f.name for f in p.folder.iterdir()), ["dir", "pipe", "story.txt", "war.gpkg"], "what is left in the folder")


def full_disk_for_an_export(p):
    reports = p.write("reports.ndjson", "".join(document(f"d{i}", STORY * 40) for i in range(100)))
    p.run("ingest", reports, "--into", "war.gpkg")
    disk = p.folder / "disk"
    release = small_disk(disk, "64k")
    try:
        for name in ("csv", "ndjson"):
            status, _, err = p.run("export", "--in", "war.gpkg", "--format", name, "--what", "claims", "--out", disk / f"x.{name}")
            equal(status, FAILED, f"status of {name}")
            one_sentence(err, disk / f"x.{name}", "full")
        equal(list(disk.iterdir()), [], "half an export")
    finally:
        release()


def a_folder_on_stdin(p):
    for verb in ("annotate", "link", "copies"):
        folder = os.open(p.folder, os.O_RDONLY)
        try:
            done = subprocess.run(p.argv(verb), stdin=folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=60)
        finally:
            os.close(folder)
        equal((done.returncode, done.stdout), (FAILED, b""), f"status, stdout of {verb}")
        one_sentence(done.stderr.decode(), "stdin", "directory")


def packed_files_are_read(p):
    """`read` shows what is packed or in a web archive as `ingest` reads it."""
    path = p.write("story.txt.gz", gzip.compress(STORY.encode()))
    status, out, err = p.run("read", path)
    equal((status, err), (OK, ""), "status, stderr")
    assert "shelled" in out, out
    status, out, err = p.run("read", p.write("cut.txt.gz", gzip.compress(STORY.encode())[:-9]))
    equal(status, FAILED, "status where it breaks off")
    one_sentence(err, "cut.txt.gz, byte", "breaks off")
    assert "shelled" in out, out


def stopped_by_a_signal(p):
    """A run that is asked to end says what is there and how to go on, and loses nothing; until then the ledger says that it is not whole."""
    p.write("reports.ndjson", "".join(document(f"d{i}", STORY.replace("six", str(i % 90 + 3)) * 20) for i in range(6000)))
    command = p.argv("ingest", "reports.ndjson", "--into", "war.gpkg", "-j", 1)
    for sent in (signal.SIGINT, signal.SIGTERM):
        child = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=p.folder)
        start = time.monotonic()
        while not (p.folder / "war.gpkg-wal").exists() and time.monotonic() - start < 60:
            time.sleep(0.02)
        time.sleep(0.3)
        child.send_signal(sent)
        _, err = child.communicate(timeout=60)
        equal(child.returncode, 128 + sent, "status")
        one_sentence(err.decode(), "stopped", "war.gpkg", "same command")
        equal(p.run("verify", "war.gpkg")[0], OK, "status of verify")
        status, _, err = p.run("query", "--in", "war.gpkg")
        equal(status, OK, "status of a query")
        one_sentence(err, "war.gpkg", "not joined")
    status, out, err = p.run("ingest", p.write("few.ndjson", document("e1") + document("e2")), "--into", "war.gpkg")
    equal((status, err), (OK, ""), "status, stderr of the next run")
    equal(p.run("query", "--in", "war.gpkg", "--limit", 0)[2], "", "what a query says of a whole ledger")


def two_runs_at_one_ledger(p):
    """Whoever comes last joins all; nothing is lost, and no record ends before it began."""
    for turn in range(4):
        runs = []
        for k in range(3):
            path = p.write(f"r{turn}_{k}.ndjson", "".join(document(f"r{turn}_{k}_{i}", STORY.replace("six", str(turn * 12 + k * 4 + i + 3))) for i in range(4)))
            runs.append(subprocess.Popen(p.argv("ingest", path.name, "--into", "war.gpkg", "-j", 1), stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=p.folder))
        for run in runs:
            _, err = run.communicate(timeout=120)
            equal(run.returncode, OK, f"status of a run that said {err.decode()}")
        status, out, err = p.run("verify", "war.gpkg")
        equal((status, err), (OK, ""), f"status, stderr of verify, which said {out!r}")
        equal(p.run("query", "--in", "war.gpkg")[2].count("not joined"), 0, "claims that nobody joins")


def port_in_use(p):
    p.run("ingest", p.write("story.txt", STORY), "--into", "war.gpkg")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, _, err = p.run("serve", "war.gpkg", "--port", port, timeout=30)
        equal(status, FAILED, "status")
        one_sentence(err, port)


def bad_files_among_good(p):
    p.write("in/good.txt", STORY)
    p.write("in/empty.txt", "")
    p.write("in/binary.txt", b"ab\0cd")
    p.write("in/cut.ndjson", document("a") + document("b")[:30])
    p.write("in/page.html", PAGE)
    status, out, err = p.run("ingest", "in", "--into", "war.gpkg", "--json")
    summary = json.loads(out)
    equal((status, summary["new"], summary["problems"]), (OK, 3, 3), "status, documents, problems")
    for name in ("in/empty.txt", "in/binary.txt", "in/cut.ndjson:2"):
        assert name in err, f"{name} is not named: {err}"
    equal(p.run("ingest", "in", "--into", "war.gpkg", "--strict")[0], PROBLEMS, "status with --strict")


def names_that_are_no_utf8(p):
    """A ledger that holds such a name can still be read and joined, and two names stay two documents."""
    for name, story in ((b"caf\xe9.txt", STORY), (b"caf\xe8.txt", STORY.replace("six", "nine"))):
        (p.folder / "in").mkdir(exist_ok=True)
        path = os.path.join(os.fsencode(p.folder / "in"), name)
        with open(path, "wb") as f:
            f.write(story.encode())
    for again in range(2):
        status, _, err = p.run("ingest", "in", "--into", "war.gpkg")
        equal((status, err), (OK, ""), "status, stderr")
    status, out, _ = p.run("query", "--in", "war.gpkg", "--what", "documents", "--json")
    equal(sorted(r["id"] for r in records(out)), ["in/caf%E8.txt", "in/caf%E9.txt"], "ids")
    equal(p.run("verify", "war.gpkg")[0], OK, "status of verify")
    status, out, _ = p.run("extract", os.fsencode(p.folder / "in") + b"/caf\xe9.txt")
    assert records(out)[0]["file"].endswith("caf%E9.txt"), out


def words_that_are_no_utf8(p):
    story = p.write("story.txt", STORY)
    status, _, err = p.run("ingest", story, "--into", "war.gpkg", "--outlet", b"Ze\xfctung")
    equal(status, USAGE, "status")
    one_sentence(err, "--outlet", "UTF-8")
    p.run("ingest", story, "--into", "war.gpkg")
    event = records(p.run("query", "--in", "war.gpkg", "--json")[1])[0]["id"]
    status, _, err = p.run("review", "war.gpkg", "accept", event, "--by", b"J\xfcrgen")
    equal(status, USAGE, "status of review")
    one_sentence(err, "--by", "UTF-8")
    status, _, err = p.run("review", "war.gpkg", "accept", event, env={**os.environb, b"DECONFLICT_AUTHOR": b"J\xfcrgen"})
    equal(status, USAGE, "status of review")
    one_sentence(err, "DECONFLICT_AUTHOR", "UTF-8")


def unreadable_folder(p):
    """What may not be read is told, by whoever runs into it; root may read all."""
    p.write("in/open/a.txt", STORY)
    p.write("in/locked/b.txt", STORY)
    p.write("in/blind/c.txt", STORY)
    (p.folder / "out").mkdir()
    anyone = {"user": 65534, "group": 65534, "extra_groups": []} if os.geteuid() == 0 else {}
    if anyone:
        p.folder.chmod(0o755)
        os.chown(p.folder / "out", 65534, 65534)
        try:
            p.run("--version", **anyone)
        except PermissionError:
            raise Skip("another user may not run the program here") from None
    (p.folder / "in/locked").chmod(0)
    (p.folder / "in/blind").chmod(0o744)
    try:
        status, out, err = p.run("ingest", "in", "--into", "out/war.gpkg", "--json", **anyone)
        summary = json.loads(out)
        equal((status, summary["new"], summary["problems"]), (OK, 1, 2), "status, documents, problems")
        assert "in/locked: this folder cannot be read: Permission denied" in err and "in/blind/c.txt: this file cannot be read: Permission denied" in err, err
        status, _, err = p.run("ingest", "in/locked", "--into", "out/war.gpkg", **anyone)
        equal(status, FAILED, "status where nothing can be read")
        one_sentence(err, "in/locked", "Permission denied")
        status, _, err = p.run("ingest", "in/open", "--into", "in/war.gpkg", **anyone)
        equal(status, LEDGER if anyone else OK, "status where no ledger can be made")
        if anyone:
            one_sentence(err, "in/war.gpkg", "folder", "Permission denied")
    finally:
        (p.folder / "in/locked").chmod(0o755)


def ledger_that_cannot_be(p):
    story = p.write("story.txt", STORY)
    for name, why in (("no/such/war.gpkg", "there is no folder no/such"), ("", "no name"), (".", "folder")):
        status, _, err = p.run("ingest", story, "--into", name)
        equal(status, LEDGER, f"status of {name!r}")
        one_sentence(err, name, why)


def steering_characters(p):
    """Names and ids out of a file do not steer the terminal."""
    lines = json.dumps({"id": "a\x1b]0;title\x07", "text": 5}) + "\n"
    status, _, err = p.run("ingest", p.write("lines.ndjson", lines), "--into", "war.gpkg")
    equal(status, OK, "status")
    one_sentence(err, "lines.ndjson:1")
    assert "\x1b" not in err and "\x07" not in err, repr(err)


def packed_files_by_their_names(p):
    """A message names the file that was given, not what it is called when it is unpacked."""
    cut = p.write("reports.ndjson.gz", gzip.compress((document("a") + document("b")[:30]).encode()))
    deep = STORY.encode()
    for _ in range(6):
        deep = gzip.compress(deep)
    deep = p.write("deep.txt.gz", deep)
    for path, where in ((cut, f"{cut}:2"), (deep, f"{deep}: ")):
        status, _, err = p.run("ingest", path, "--into", "war.gpkg")
        equal(status, OK, "status")
        one_sentence(err, where)


def names_in_archives(p):
    """In any script; control characters are no part of a name, and no way out of the archive either."""
    with zipfile.ZipFile(p.folder / "in.zip", "w") as z:
        for i, name in enumerate(("\u062d\u0644\u0628.txt", "\u0425\u0435\u0440\u0441\u043e\u043d/a.txt", "two\nlines.txt")):
            z.writestr(name, STORY.replace("six", str(i + 20)))
    status, _, err = p.run("ingest", "in.zip", "--into", "war.gpkg", env={**os.environ, "LC_ALL": "C"})
    equal((status, err), (OK, ""), "status, stderr")
    out = p.run("query", "--in", "war.gpkg", "--what", "documents", "--json")[1]
    equal(sorted(r["id"] for r in records(out)), ["in.zip/two_lines.txt", "in.zip/\u0425\u0435\u0440\u0441\u043e\u043d/a.txt", "in.zip/\u062d\u0644\u0628.txt"], "ids")


def day_that_is_to_come(p):
    """A ledger is asked for the days on which it was written; a day of the war in its place is no error, and is told."""
    p.run("ingest", p.write("story.txt", STORY), "--into", "war.gpkg")
    for args in (("diff", "war.gpkg", "--from", "2999-05-01"), ("query", "--in", "war.gpkg", "--as-of", "2999-05-01")):
        status, _, err = p.run(*args)
        equal(status, OK, f"status of {args[0]}")
        one_sentence(err, args[-2], args[-1], "not over")
    equal(p.run("diff", "war.gpkg", "--from", "2001-05-01")[2], "", "stderr for a day long ago")


def wrong_usage(p):
    one_sentence(p.run("ingest", "a.txt")[2], "--into", "ingest --help")
    p.run("ingest", p.write("story.txt", STORY), "--into", "war.gpkg")
    for args in (("query", "--in", "war.gpkg", "--limit", -1), ("query", "--in", "war.gpkg", "--as-of", "2026-01-31Tnoon"), ("diff", "war.gpkg", "--from", "2026-01-31 12:00"), ("annotate", "-j", 100000)):
        status, out, err = p.run(*args)
        equal((status, out), (USAGE, ""), f"status, stdout of {args}")
        one_sentence(err, args[-1])
    equal(p.run("query", "--in", "war.gpkg", "--as-of", "2026-01-31T12:00:00Z")[0], OK, "status with a time in UTC")
    for args in (("no-such-verb",), ("annotate", "--layers", "colours"), ("read",), ("extract",), ("read", "a.txt", "--published", "tomorrow")):
        status, out, err = p.run(*args)
        equal((status, out), (USAGE, ""), f"status, stdout of {args}")
        assert err, f"{args}: nothing is said"
    equal(p.run("--help")[0], OK, "status of --help")
    equal(p.run("--version")[0], OK, "status of --version")


def words_of_a_closed_list(p):
    """A mistyped word is named with its option and with what is meant, and is never taken for a question that nothing answers."""
    story = p.write("story.txt", STORY)
    p.run("ingest", story, "--into", "war.gpkg")
    ledger = ("--in", "war.gpkg")
    for args, told in (
        (("query", *ledger, "--kind", "shellings"), ("--kind", "shellings", "shelling")),
        (("query", *ledger, "--kind", "shelling,Air strike"), ("--kind", "Air strike", "airstrike")),
        (("query", *ledger, "--kind", "nosuch"), ("--kind", "nosuch", "query --help")),
        (("query", *ledger, "--kind", ""), ("--kind", "no kind ''")),
        (("query", *ledger, "--what", "claims", "--kind", "strike"), ("airstrike", "drone_strike")),
        (("export", *ledger, "--format", "csv", "--kind", "bombings"), ("--kind", "bombings", "bombing")),
        (("query", *ledger, "--document", "stori.txt"), ("--document", "stori.txt", "--what documents")),
        (("query", *ledger, "--precision", "town"), ("--precision", "town", "settlement")),
        (("query", *ledger, "--what", "event"), ("--what", "event", "events, claims, documents", "nearest is events")),
        (("query", *ledger, "--order", "newst"), ("--order", "newst", "nearest is newest")),
        (("query", *ledger, "--toll", "acled"), ("--toll", "acled", "lowest, ucdp, voice or latest")),
        (("query", *ledger, "--format", "cvs"), ("--format", "cvs", "nearest is csv")),
        (("export", *ledger, "--format", "geo"), ("--format", "geo", "nearest is geojson")),
        (("export", *ledger, "--format", "csv", "--what", "mention"), ("--what", "mention", "nearest is mentions")),
        (("read", story, "--format", "xml"), ("--format", "xml", "text or ndjson")),
        (("annotate", "--layers", "places,time"), ("--layers", "time", "times")),
        (("dump", story, "--after", "claim"), ("--after", "claim", "claims")),
        (("dump", story, "--after", "places,times"), ("--after", "one layer")),
        (("dump", story, "--published", "tomorrow"), ("--published", "tomorrow", "2017-09-19")),
        (("review", "war.gpkg", "acept", "e1"), ("acept", "nearest is accept")),
        (("review", "war.gpkg", "list", "e1"), ("list", "e1")),
        (("review", "war.gpkg", "queue", "--limit", -1), ("--limit", "-1")),
        (("qurey", *ledger), ("qurey", "nearest is query")),
        (("nosuch",), ("nosuch", "ingest", "--help explains")),
        (("gazetteer", "lokup", "Tel Amun"), ("lokup", "nearest is lookup", "gazetteer --help")),
        (("gazetteer", "lookup"), ("name", "gazetteer lookup --help")),
        (("knowledge",), ("knowledge --help",)),
        (("query", *ledger, "--limt", 3), ("--limt", "nearest is --limit")),
        (("query", *ledger, "more"), ("more", "one word too many")),
    ):
        status, out, err = p.run(*args)
        equal((status, out), (USAGE, ""), f"status, stdout of {args}, which said {err!r}")
        one_sentence(err, *told)
    equal(p.run("annotate", "--layers", "places, times")[0], OK, "status with a blank between the layers")
    status, _, err = p.run("query", *ledger, "--kind", "grenade")
    equal((status, err), (OK, ""), "status, stderr of a kind that is not in the ledger")
    for kind in ("airstrike", "investigation"):
        assert kind in p.run("query", "--help")[1] and kind in p.run("export", "--help")[1], f"--help does not list {kind}"


def options_that_do_not_go_together(p):
    """What cannot narrow the rows that are asked for is refused, not passed over."""
    p.run("ingest", p.write("story.txt", STORY), p.write("other.txt", "Rebels freed two prisoners in Tel Amun on Tuesday, the ministry said.\n"), "--into", "war.gpkg")
    ledger = ("--in", "war.gpkg")
    for args, told in (
        (("query", *ledger, "--what", "copies", "--kind", "shelling"), ("copies", "--document")),
        (("query", *ledger, "--what", "problems", "--actor", "x"), ("problems",)),
        (("query", *ledger, "--what", "claims", "--as-of", "2020-01-01"), ("--as-of", "claims", "--what events")),
        (("query", *ledger, "--what", "documents", "--order", "oldest"), ("--order", "documents")),
        (("query", *ledger, "--from", "2021-03-09", "--to", "2021-03-01"), ("--from 2021-03-09", "after", "2021-03-01")),
        (("query", *ledger, "--bbox", "1000,-80,30,20"), ("--bbox", "1000,-80,30,20", "west,south,east,north")),
        (("query", *ledger, "--format", "csv", "--what", "copies"), ("--format", "--json")),
        (("export", *ledger, "--format", "ndjson", "--as-of", "2020-01-01"), ("--as-of", "--what events")),
        (("export", "--format", "csv"), ("--in",)),
        (("diff", "war.gpkg", "--from", "2020-02-01", "--to", "2020-01-01"), ("--from 2020-02-01", "2020-01-01")),
        (("read", "story.txt", "--why"), ("--why", "--json", "explain")),
    ):
        status, out, err = p.run(*args)
        equal((status, out), (USAGE, ""), f"status, stdout of {args}, which said {err!r}")
        one_sentence(err, *told)
    # Documents are asked by their claims.
    for args, names in (((), ["other.txt", "story.txt"]), (("--kind", "shelling"), ["story.txt"]), (("--kind", "release"), ["other.txt"]), (("--actor", "rebels"), ["other.txt"]),
                        (("--kind", "shelling,release", "--limit", 1, "--offset", 1), ["story.txt"])):
        status, out, err = p.run("query", *ledger, "--what", "documents", "--json", *args)
        equal((status, err, [pathlib.Path(r["id"]).name for r in records(out)]), (OK, "", names), f"status, stderr, documents of {args}")


def more_rows_than_are_shown(p):
    """What is left out of a list is said, to programs too."""
    p.run("ingest", p.write("bad.ndjson", "".join(document(f"d{i}")[:30] + "\n" for i in range(60))), p.write("story.txt", STORY), "--into", "war.gpkg")
    problems = ("query", "--in", "war.gpkg", "--what", "problems")
    for args in (problems, (*problems, "--json")):
        status, out, err = p.run(*args)
        equal((status, out.count("json.invalid")), (OK, 50), f"status, rows of {args}")
        one_sentence(err, "first 50", "--limit 0", "--offset 50")
    for args, rows in ((("--limit", 0), 60), (("--offset", 50), 10), (("--limit", 7), 7)):
        status, out, err = p.run(*problems, "--json", *args)
        equal((status, out.count("json.invalid"), err), (OK, rows, ""), f"status, rows, stderr of {args}")


def knowledge_that_is_not_whole(p):
    """A folder that lacks a part of the knowledge is refused before anything is written, and the pack of before stays."""
    for folder in ("actors", "kinds", "places", "voices", "words"):
        p.write(f"own/{folder}/one.txt", "# nothing yet\n")
    pack = p.write("knowledge.pack", "the pack of before")
    build = ("knowledge", "build", "--from", "own", "--gazetteer", "packages", "--into")
    (p.folder / "own/kinds/one.txt").rename(p.folder / "own/kinds/one.txt~")
    status, _, err = p.run(*build, pack)
    equal(status, DATA, "status without a text of kinds")
    one_sentence(err, "own/kinds", "no text file", "--from", "stays as it was")
    shutil.rmtree(p.folder / "own/kinds")
    status, _, err = p.run(*build, pack)
    equal(status, DATA, "status without the folder")
    one_sentence(err, "own/kinds", "no such folder", "--from")
    status, _, err = p.run("knowledge", "build", "--from", "nowhere", "--into", pack)
    equal(status, DATA, "status without any folder")
    one_sentence(err, "nowhere/", "no such folder")
    equal(pack.read_text(), "the pack of before", "the pack")
    for into, why in (("own", "name of a file"), ("no/such/x.pack", "no folder no/such")):
        status, _, err = p.run(*build, into)
        equal(status, DATA, f"status into {into}")
        one_sentence(err, into, why)
    equal(sorted(f.name for f in p.folder.iterdir()), ["knowledge.pack", "own"], "what is left in the folder")


def a_device_is_no_ledger(p):
    story = p.write("story.txt", STORY)
    for device in ("/dev/null", "/dev/full"):
        for args in (("ingest", story, "--into", device), ("query", "--in", device)):
            status, _, err = p.run(*args)
            equal(status, LEDGER, f"status of {args[0]} with {device}")
            one_sentence(err, device, "device")
    for name in ("/dev/null", "."):
        status, _, err = p.run("verify", name)
        equal((status, "not a ledger" in err), (LEDGER, True), f"status of verify, and whether it says why: {err}")


CHECKS = {f.__name__: f for f in (empty_file, missing_file, directory, binary, broken_utf8, long_line, one_word_of_megabytes, truncated_json, deep_html, one_bad_page_of_three,
                                  missing_data, corrupt_data, full_output, closed_pipe, full_disk, full_disk_for_an_export, read_only_ledger, not_a_ledger, a_ledger_is_not_written_over, a_folder_on_stdin,
                                  packed_files_are_read, stopped_by_a_signal, two_runs_at_one_ledger, port_in_use, bad_files_among_good, names_that_are_no_utf8,
                                  words_that_are_no_utf8, unreadable_folder, ledger_that_cannot_be, steering_characters, packed_files_by_their_names, names_in_archives, day_that_is_to_come, wrong_usage,
                                  words_of_a_closed_list, options_that_do_not_go_together, more_rows_than_are_shown, knowledge_that_is_not_whole, a_device_is_no_ledger)}

if __name__ == "__main__":
    main(CHECKS)
