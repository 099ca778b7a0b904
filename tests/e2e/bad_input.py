"""Whatever is fed to the program: one clear sentence that names what and where, the right exit status, and the rest goes on."""
import json
import os
import pathlib
import shutil
import socket
import subprocess
import time

from harness import DATA, FAILED, LEDGER, OK, PROBLEMS, USAGE, equal, main, one_sentence, small_disk

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
    with open("/dev/full", "wb") as full:
        done = subprocess.run(p.argv("extract", *["a.html"] * 200), stdout=full, stderr=subprocess.PIPE, cwd=p.folder, timeout=60)
    equal(done.returncode, FAILED, "status")
    one_sentence(done.stderr.decode(), "No space left")


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


def wrong_usage(p):
    for args in (("no-such-verb",), ("annotate", "--layers", "colours"), ("read",), ("extract",), ("read", "a.txt", "--published", "tomorrow")):
        status, out, err = p.run(*args)
        equal((status, out), (USAGE, ""), f"status, stdout of {args}")
        assert err, f"{args}: nothing is said"
    equal(p.run("--help")[0], OK, "status of --help")
    equal(p.run("--version")[0], OK, "status of --version")


CHECKS = {f.__name__: f for f in (empty_file, missing_file, directory, binary, broken_utf8, long_line, one_word_of_megabytes, truncated_json, deep_html, one_bad_page_of_three,
                                  missing_data, corrupt_data, full_output, closed_pipe, full_disk, read_only_ledger, not_a_ledger, port_in_use, bad_files_among_good, wrong_usage)}

if __name__ == "__main__":
    main(CHECKS)
