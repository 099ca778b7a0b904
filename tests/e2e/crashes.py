#!/usr/bin/env python3
"""Kills deconflict with SIGKILL at random moments of reading, joining and reviewing, and looks whether the ledger held.

After every kill `verify` must find no problem, and all must be there that was committed: the documents that another
connection saw, the reviews that were answered. At the end the ledger must be the one that an undisturbed run makes.

    crashes.py --bin PATH/deconflict [--kills 12] [--seed 1]
"""
import argparse
import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time

KINDS = [
    "Rebels shelled the town of {town} on {day}, killing {n} people, the Observatory said.",
    "Militants attacked an army checkpoint near {town} on {day}, wounding {n} soldiers, the interior ministry said.",
    "Government forces captured the village near {town} on {day}, state media said. Clashes broke out in {town}, residents said.",
    "A roadside bomb exploded in {town} on {day}, killing {n} people and injuring three, police said.",
]
TOWNS = ["Manbij", "Homs", "Idlib", "Raqqa", "Aleppo", "Hama", "Daraa", "Palmyra"]
DAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def fail(text):
    print("FAILED: " + text, file=sys.stderr)
    sys.exit(1)


class Trial:
    def __init__(self, binary, seed):
        self.binary = binary
        self.random = random.Random(seed)
        self.batches = 0
        self.seen_reviews = []  # ids that were answered
        self.killed = {"ingest": 0, "link": 0, "review": 0}
        self.too_late = 0

    def call(self, *arguments, **options):
        return subprocess.run([self.binary, *arguments], capture_output=True, text=True, check=False, **options)

    def wanted(self, *arguments):
        done = self.call(*arguments)
        if done.returncode != 0:
            fail(f"exit status {done.returncode}: {' '.join(arguments)}\n{done.stdout}{done.stderr}")
        return done.stdout

    def batch(self, documents):
        """Writes the next file of invented reports."""
        self.batches += 1
        name = f"batch{self.batches:04d}.ndjson"
        with open(name, "w", encoding="utf-8") as out:
            for i in range(documents):
                text = " ".join(
                    self.random.choice(KINDS).format(town=self.random.choice(TOWNS), day=self.random.choice(DAYS), n=self.random.randint(2, 40))
                    for _ in range(self.random.randint(1, 3)))
                day = f"2031-05-{self.random.randint(1, 28):02d}"
                out.write(json.dumps({"id": f"d{self.batches:04d}-{i:03d}", "outlet": f"Outlet {self.random.randint(1, 9)}", "published": day, "text": text}) + "\n")
        return name

    def state(self):
        db = sqlite3.connect("file:war.gpkg?mode=ro", uri=True, timeout=10)
        try:
            documents = {row[0] for row in db.execute("SELECT id FROM documents")}
            reviews = {row[0] for row in db.execute("SELECT id FROM reviews")}
        finally:
            db.close()
        return documents, reviews

    def kill_within(self, arguments, begin, end):
        """Starts the program and kills it at a random moment. → the documents that were committed before, its stdout or None"""
        at = time.monotonic() + self.random.uniform(begin, end)
        child = subprocess.Popen([self.binary, *arguments], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        committed = set()
        while time.monotonic() < at and child.poll() is None:
            try:
                committed = self.state()[0]
            except sqlite3.Error:
                pass
            time.sleep(max(0, min(0.01, at - time.monotonic())))
        child.send_signal(signal.SIGKILL)
        out = child.communicate()[0]
        return committed, out if child.returncode == 0 else None

    def review(self):
        events = [json.loads(line)["id"] for line in self.wanted("query", "--in", "war.gpkg", "--json", "--limit", "40").splitlines()]
        roll = self.random.random()
        if roll < 0.2 and self.seen_reviews:
            return ["undo", self.random.choice(self.seen_reviews)]
        if roll < 0.4:
            return ["merge", *self.random.sample(events, 2)]
        if roll < 0.6:
            return ["accept", self.random.choice(events)]
        return ["correct", self.random.choice(events), "--set", f"killed={self.random.randint(1, 99)}"]

    def check(self, committed, what):
        done = self.call("verify", "war.gpkg")
        if done.returncode != 0:
            fail(f"after a kill during {what} the ledger does not verify:\n{done.stdout}{done.stderr}")
        documents, reviews = self.state()
        if not committed <= documents:
            fail(f"after a kill during {what} documents are lost that were committed: {sorted(committed - documents)[:5]}")
        if not set(self.seen_reviews) <= reviews:
            fail(f"after a kill during {what} reviews are lost that were answered")

    def step(self, timing):
        what = self.random.choice(["ingest", "link", "review"])
        before = self.state()[0]
        if what == "review":
            arguments = ["review", "war.gpkg", *self.review(), "--by", "A. Reader", "--json"]
            committed, out = self.kill_within(arguments, 0.2 * timing["review"], 1.1 * timing["review"])
            if out:
                self.seen_reviews.append(json.loads(out)["id"])
        else:
            name = self.batch(40 if what == "ingest" else 1)
            arguments = ["ingest", name, "--into", "war.gpkg", "-j", "1"]
            begin, end = (0.1, 1.0) if what == "ingest" else (0.4, 1.1)
            committed, out = self.kill_within(arguments, begin * timing[what], end * timing[what])
        self.check(before | committed, what)
        if out is None:
            self.killed[what] += 1
        else:
            self.too_late += 1
        # Whoever starts the same command again gets what was wanted.
        begun = time.monotonic()
        if what != "review":
            self.wanted("ingest", name, "--into", "war.gpkg", "-j", "1")
            timing[what] = time.monotonic() - begun
        else:
            done = self.call("review", "war.gpkg", *self.review(), "--by", "A. Reader", "--json")
            timing["review"] = time.monotonic() - begun - timing["query"]
            if done.returncode == 0:
                self.seen_reviews.append(json.loads(done.stdout)["id"])
        self.check(before, what + ", done again")
        # An empty one is what another reader left, and holds nothing.
        if os.path.exists("war.gpkg-wal") and os.path.getsize("war.gpkg-wal") > 0:
            fail("a log is left beside the ledger")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--bin", required=True)
    parser.add_argument("--kills", type=int, default=12)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    trial = Trial(os.path.realpath(options.bin), options.seed)
    with tempfile.TemporaryDirectory() as work:
        os.chdir(work)
        first = trial.batch(60)
        begun = time.monotonic()
        trial.wanted("ingest", first, "--into", "war.gpkg", "-j", "1")
        took = time.monotonic() - begun
        begun = time.monotonic()
        trial.wanted("query", "--in", "war.gpkg", "--json", "--limit", "40")
        query = time.monotonic() - begun
        timing = {"ingest": took, "link": took / 2, "review": took / 3, "query": query}
        tries = 0
        while sum(trial.killed.values()) < options.kills:
            tries += 1
            if tries > 4 * options.kills + 20:
                fail(f"only {sum(trial.killed.values())} runs could be killed before they ended")
            trial.step(timing)
        # With every review taken back it is the ledger of one undisturbed run.
        for row in map(json.loads, trial.wanted("review", "war.gpkg", "list", "--json").splitlines()):
            if row["action"] != "undo" and row["state"] != "undone":
                trial.wanted("review", "war.gpkg", "undo", row["id"], "--by", "A. Reader")
        trial.wanted("ingest", *sorted(name for name in os.listdir(".") if name.startswith("batch")), "--into", "whole.gpkg")
        if trial.wanted("export", "--in", "war.gpkg", "--format", "ndjson") != trial.wanted("export", "--in", "whole.gpkg", "--format", "ndjson"):
            fail("the ledger is not the one that an undisturbed run makes")
        os.chdir("/")
    killed = ", ".join(f"{n} during {what}" for what, n in trial.killed.items())
    print(f"{sum(trial.killed.values())} runs killed ({killed}; {trial.too_late} ended before); nothing committed was lost, verify found nothing")


if __name__ == "__main__":
    main()
