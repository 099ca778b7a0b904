#!/usr/bin/env python3
"""Fits what each sign is worth within a report, the first column of src/link/weights.h, and says how well that does on reports that it has not seen.

    tools/train/link.py BENCH_DIR [--bin build/release/bin] [--write]

BENCH_DIR holds the tasks and open data of the benchmarks: `claims` (articles whose claims carry the number of their happening) and `airwars` (narratives,
each of one incident: any two acts of violence of one are taken for one, with a small weight, so that long reports of one happening are not cut up). A
logistic regression with a Gaussian prior: the mean is what the weights were when they were set by hand, so that a sign that few pairs have stays near
it; those in FIXED are not fitted, since the articles have too few or speak by misread days and places. Printed is the mean of three times ten-fold
cross-validation, whole articles left out. The second column, across reports, stays as it is: it was set by hand on `merge` and `airwars`.
Needs python3-numpy."""
import argparse, collections, json, pathlib, random, re, subprocess, sys
import numpy

HAND = {"same_kind": 1, "same_saying": .4, "kinship": 1.4, "kinds_differ": -.9, "clash_and_act": -.8, "general_later": -.8, "plan_beside": -.8, "denial_beside": -.2, "known": 1, "another": -1.5,
        "one_of_many": -1.2, "after_one_of_many": -.4, "weekday": .4, "same_day": .8, "day_published": .6, "same_place": .7, "place_near": .7, "same_party": .9, "other_party": -1, "same_actor": .8,
        "kin_actor": .8, "other_actor": -1, "turned": -.8, "same_recipient": .7, "kin_recipient": .7, "other_names": -1.2, "same_thing": .5, "same_toll": 1, "toll_fits": .4, "own_toll_differs": -.7,
        "toll_differs": -.2, "opening": .4, "untold": .2, "same_sentence_other_kind": .3}
FIXED = {"background_beside": -.5, "next_day": -.6, "place_differs": .4, "other_recipient": 0, "parts_of_a_sum": -2, "published_apart": -.5, "other_things": -.2, "near": .2, "next_sentence": .4,
         "days_overlap": .3}
PRECISION, NARRATIVES, DECISION = 1.5, 50, -.3      # of the prior; pairs that the narratives count for; log odds from which two are joined
NOT_ONE = ("background_beside", "plan_beside", "both_unreal", "own_places_differ", "campaign_and_act", "another")
WEIGHTS = pathlib.Path(__file__).resolve().parents[2] / "src/link/weights.h"

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("bench", type=pathlib.Path)
parser.add_argument("--bin", type=pathlib.Path, default=pathlib.Path("build/release/bin"))
parser.add_argument("--write", action="store_true")
args = parser.parse_args()
sys.path.insert(0, str(args.bench))
from tasks import airwars, claims


def read(task):
    """(records by id, {(document, claim, claim): {sign: amount}}) of a task's open documents"""
    documents = "".join(json.dumps(d) + "\n" for d in task.documents(args.bench / "data" / task.__name__.split(".")[-1], "dev"))
    records = subprocess.run([args.bin / "deconflict", "annotate"], input=documents, capture_output=True, text=True, check=True).stdout
    pairs = {}
    for line in subprocess.run([args.bin / "deconflict_pairs"], input=records, capture_output=True, text=True, check=True).stdout.splitlines():
        document, a, _, b, _, *signs = line.split("\t")
        sums = pairs.setdefault((document, a, b), collections.Counter())
        for sign in signs:
            name, amount = sign.split("|")
            sums[name] += float(amount)
    return {r["id"]: r for r in map(json.loads, records.splitlines())}, pairs


def fit(x, y, weight):
    precision = numpy.array([1e4 if n in FIXED else PRECISION for n in names] + [1e-6])
    mean = numpy.array([{**HAND, **FIXED}.get(n, 0.) for n in names] + [0.])
    w, x = mean.copy(), numpy.hstack([x, numpy.ones((len(x), 1))])
    w[-1] = -1.5
    for _ in range(80):
        p = 1 / (1 + numpy.exp(-(x @ w)))
        step = numpy.linalg.solve((x * (weight * p * (1 - p) + 1e-9)[:, None]).T @ x + numpy.diag(precision), x.T @ (weight * (p - y)) + precision * (w - mean))
        w -= step
        if abs(step).max() < 1e-6:
            break
    return w


records, pairs = read(claims)
happening = {}
for row in claims.read_lines(args.bench / "data" / "claims", "dev"):
    for p in claims.pair(row, records[row["id"]])[0]:
        happening[row["id"], p.claim["id"]] = p.gold["event"]
known = [k for k in pairs if (k[0], k[1]) in happening and (k[0], k[2]) in happening]
told = [s for s in read(airwars)[1].values() if s["violence"] and not any(s[n] for n in NOT_ONE)]
told = random.Random(1).sample(told, min(len(told), 6000))
names = sorted({n for s in pairs.values() for n in s} - {"one_report"})
matrix = lambda rows: numpy.array([[s[n] for n in names] for s in rows])
x, y = matrix([pairs[k] for k in known]), numpy.array([float(happening[k[0], k[1]] == happening[k[0], k[2]]) for k in known])
narratives = matrix(told)


def fitted(rows):
    return fit(numpy.vstack([x[rows], narratives]), numpy.append(y[rows], numpy.ones(len(told))), numpy.append(numpy.ones(rows.sum()), numpy.full(len(told), NARRATIVES / len(told))))


losses, right = [], []
for seed in range(3):
    order = sorted(records)
    random.Random(seed).shuffle(order)
    fold = numpy.array([order.index(k[0]) % 10 for k in known])
    for n in range(10):
        w = fitted(fold != n)
        odds = x[fold == n] @ w[:-1] + w[-1]
        losses += list(numpy.log1p(numpy.exp(numpy.where(y[fold == n] == 1, -odds, odds))))
        right += list((odds >= DECISION) == (y[fold == n] == 1))
print(f"{len(known)} pairs, {int(y.sum())} of one happening; unseen: log loss {numpy.mean(losses):.3f}, right {numpy.mean(right):.3f}")
w = fitted(numpy.ones(len(known), bool))
worth = {**dict(zip(names, w)), "one_report": w[-1] - DECISION + 2}     # 2: kThresholdWithin
text = re.sub(r'\{"([a-z_]+)", ([-0-9.e]+), ', lambda m: f'{{"{m[1]}", {round(float(worth.get(m[1], m[2])), 2):g}, ', WEIGHTS.read_text())
if args.write:
    WEIGHTS.write_text(text)
else:
    print(text)
