"""The ledger is the same, ids included, whatever the order of the documents, the number of threads and of runs.

Invented reports: a happening is told by several outlets with other numbers, some carry another's words, whole or spliced.
"""
import json
import random

from harness import OK, equal, main

TOWNS = ["Manbij", "Qamishli", "Tal Abyad", "Idlib", "Hama", "Homs", "Palmyra", "Raqqa", "Daraa", "Azaz"]
WHO = ["Government forces", "Rebels", "Islamic State fighters", "Turkish troops", "Gunmen"]
DID = ["shelled {t}, killing {n} people", "attacked a checkpoint near {t}, wounding {n} soldiers", "captured a village east of {t}", "detained {n} residents of {t}"]
SAID = ["the Syrian Observatory for Human Rights said", "state media reported", "a local council said", "residents said"]
ASIDE = ["The road to {t} has been closed since the winter, and nobody could say when the lorries at the crossing will be let through.",
         "In {t} bread costs {n} times as much as it did a year ago, shopkeepers told a visitor who walked through the covered market.",
         "The hospital of {t} has {n} beds and two doctors, one of whom came back from abroad when the fighting reached his district."]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday"]


def reports(count, dice):
    made, texts = [], []
    for i in range(count):
        if texts and dice.random() < 0.3:
            # Another's words: a whole report, or the paragraphs of two.
            parts = dice.choice(texts) if dice.random() < 0.5 else dice.choice(texts)[:2] + dice.choice(texts)[:2]
        else:
            town = dice.choice(TOWNS)
            parts = []
            for _ in range(dice.randrange(2, 5)):
                act = f"{dice.choice(WHO)} {dice.choice(DID).format(t=town, n=dice.randrange(2, 9))} on {dice.choice(DAYS)}, {dice.choice(SAID)}."
                parts.append(act + " " + dice.choice(ASIDE).format(t=town, n=dice.randrange(2, 9)))
            texts.append(parts)
        made.append({"id": f"r{i:03d}", "outlet": f"Outlet {dice.randrange(12)}", "published": f"2031-05-{1 + dice.randrange(14):02d}", "text": "\n\n".join(parts)})
    return made


def told(p, ledger):
    """Events, claims and copies, without the times of the record."""
    events = p.run("query", "--in", ledger, "--order", "id", "--limit", 0, "--json")
    claims = p.run("query", "--in", ledger, "--what", "claims", "--limit", 0, "--json")
    copies = p.run("query", "--in", ledger, "--what", "copies", "--limit", 0, "--json")
    equal({events[0], claims[0], copies[0]}, {OK}, "status")
    return events[1], claims[1], copies[1]


def read(p, ledger, batches, threads):
    for n, batch in enumerate(batches):
        p.write("in.ndjson", "".join(json.dumps(d) + "\n" for d in batch))
        status, _, err = p.run("ingest", "in.ndjson", "--into", ledger, "-j", threads, timeout=300)
        equal((status, err), (OK, ""), f"run {n} of {ledger}")
    status, out, err = p.run("verify", ledger)
    equal((status, err), (OK, ""), f"verify: {out[:500]}")
    return told(p, ledger)


def orders_threads_and_runs(p):
    dice = random.Random(23)
    made = reports(240, dice)
    first = read(p, "first.gpkg", [made], 1)
    assert first[0].count("\n") > 150 and first[2].count("\n") > 40, "there is something to join"
    assert any('"basis":"published"' in line for line in first[2].splitlines()), "and to repeat"
    equal(read(p, "backwards.gpkg", [made[::-1]], 2), first, "backwards, two threads")
    for n in range(3):
        shuffled = dice.sample(made, len(made))
        cut = dice.randrange(1, len(made))
        equal(read(p, f"shuffled{n}.gpkg", [shuffled[:cut], shuffled[cut:]], 1 + n), first, f"shuffled, in two runs of {cut} and {len(made) - cut}")


def by_pipes(p):
    dice = random.Random(29)
    made = reports(200, dice)
    linked = set()
    for threads in (1, 3):
        lines = "".join(json.dumps(d) + "\n" for d in dice.sample(made, len(made))).encode()
        status, records, _ = p.run("annotate", "-j", threads, stdin=lines)
        equal(status, OK, "annotate")
        status, events, _ = p.run("link", "-j", threads, stdin=records.encode())
        equal(status, OK, "link")
        linked.add(events)
    equal(len(linked), 1, "different outputs of link")


CHECKS = {f.__name__: f for f in (orders_threads_and_runs, by_pipes)}

if __name__ == "__main__":
    main(CHECKS)
