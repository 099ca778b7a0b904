#!/usr/bin/env python3
"""docs/records.md names every field that the pipes write of the bundled examples: records.py --bin ./deconflict [CHECK…]"""
import json
import pathlib
import re

from harness import OK, equal, main

ROOT = pathlib.Path(__file__).resolve().parents[2]
LAYERS = "boilerplate,sentences,tokens,mentions,entities,places,times,counts,attributions,claims,text"


def fields(value, found):
    """The keys of all objects in a record, but of GeoJSON, whose names are its own."""
    if isinstance(value, dict):
        for key, inner in value.items():
            found.add(key)
            if key == "geometry":
                continue
            if key == "counts" and isinstance(inner, dict):  # an event's: what befell people is the key
                for toll in inner.values():
                    fields(toll, found)
            else:
                fields(inner, found)
    elif isinstance(value, list):
        for inner in value:
            fields(inner, found)
    return found


def examples(program):
    paths = sorted(p for p in (ROOT / "examples").rglob("*") if p.suffix in (".html", ".txt"))
    status, documents, err = program.run("extract", *paths)
    equal(status, OK, err)
    status, records, err = program.run("annotate", "--why", "--layers", LAYERS, stdin=documents.encode())
    equal(status, OK, err)
    return records


def named(part):
    """The words in backticks of a part of the page."""
    page = (ROOT / "docs" / "records.md").read_text(encoding="utf-8")
    begin = page.index("\n## " + part)
    end = page.find("\n## ", begin + 1)
    return set(re.findall(r"`([A-Za-z0-9_]+)`", page[begin:end if end > 0 else None]))


def annotations(program):
    records = [json.loads(line) for line in examples(program).splitlines()]
    assert len(records) > 10, "hardly any example was read"
    found = set()
    for record in records:
        fields(record, found)
    equal(found - named("Annotation record"), set(), "fields that docs/records.md leaves out")


def events(program):
    status, out, err = program.run("link", stdin=examples(program).encode())
    equal(status, OK, err)
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) > 10, "hardly any event was made"
    found = {"doc"}
    for event in lines:
        fields(event, found)
    equal(found - named("Event record"), set(), "fields that docs/records.md leaves out")
    for key in ("tellers", "independent", "contradictions", "copies"):
        assert key in found, key


CHECKS = {f.__name__: f for f in (annotations, events)}

if __name__ == "__main__":
    main(CHECKS)
