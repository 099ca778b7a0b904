"""Names and descriptions of people, organisations and places, for network.py: re3d (reports on a war, with descriptions and pronouns)
and wikigold (names alone), as BIO tags over the program's own tokens."""
import json
import pathlib
import subprocess

from treebank import Word

# re3d's types → ours; the others are no mentions to us.
RE3D = {"Person": "PER", "Organisation": "ORG", "Location": "LOC", "Nationality": "NORP", "Weapon": "WEAPON", "MilitaryPlatform": "WEAPON"}
WIKIGOLD = {"I-PER": "PER", "I-ORG": "ORG", "I-LOC": "LOC", "I-MISC": "MISC"}
MENTION_TAGS = ["O"] + [f"{b}-{t}" for t in ("PER", "ORG", "LOC", "NORP", "WEAPON") for b in "BI"]
NAME_TAGS = ["O"] + [f"{b}-{t}" for t in ("PER", "ORG", "LOC", "MISC") for b in "BI"]
FOLDS = 5


def tokenize(program, texts):
    """Paragraphs of each text as lists of (begin, end) in bytes."""
    done = subprocess.run([program, "tokens"], input="".join(json.dumps(t) + "\n" for t in texts), capture_output=True, text=True, check=True)
    return [json.loads(line) for line in done.stdout.splitlines()]


def sentences(raw, paragraph):
    """A plain cut at full stops: what it misses does no harm to learning names."""
    out, current = [], []
    for i, (b, e) in enumerate(paragraph):
        current.append((b, e))
        follower = raw[paragraph[i + 1][0]:paragraph[i + 1][1]].decode() if i + 1 < len(paragraph) else ""
        if raw[b:e] in (b".", b"!", b"?") and follower[:1].isupper() or len(current) >= 100:
            out.append(current)
            current = []
    return out + [current] if current else out


def examples(program, texts, spans_of):
    """spans_of[i]: (begin, end, type) in bytes of texts[i] → per text a list of (words, tags as strings)."""
    out = []
    for text, paragraphs, spans in zip(texts, tokenize(program, texts), spans_of):
        raw, document = text.encode(), []
        for paragraph in paragraphs:
            for sentence in sentences(raw, paragraph):
                words = [Word(raw[b:e].decode(), "", "", 0, "", i + 1 < len(sentence) and e == sentence[i + 1][0]) for i, (b, e) in enumerate(sentence)]
                tags = ["O"] * len(words)
                # The longest of mentions that overlap.
                for begin, end, kind in sorted(spans, key=lambda s: s[1] - s[0]):
                    inside = [i for i, (b, e) in enumerate(sentence) if b >= begin and e <= end]
                    if not inside:
                        continue
                    for i in inside:
                        if tags[i][0] == "I" and i == inside[-1] and i + 1 < len(tags) and tags[i + 1][0] == "I":
                            tags[i + 1] = "B" + tags[i + 1][1:]
                        tags[i] = ("B-" if i == inside[0] else "I-") + kind
                document.append((words, tags))
        out.append(document)
    return out


def re3d(corpora, program):
    texts, spans = [], []
    for folder in sorted(p for p in (pathlib.Path(corpora) / "re3d_train").iterdir() if p.is_dir()):
        by_document = {}
        for line in open(folder / "entities.json", encoding="utf-8"):
            e = json.loads(line)
            if e["type"] in RE3D and e["confidence"] >= 0.5:
                by_document.setdefault(e["documentId"], []).append(e)
        for line in open(folder / "documents.json", encoding="utf-8"):
            d = json.loads(line)
            byte = [0]
            for c in d["text"]:
                byte.append(byte[-1] + len(c.encode()))
            found = []
            for e in by_document.get(d["_id"], []):
                begin = e["begin"]
                for article in ("the ", "The ", "a ", "A ", "an ", "An "):
                    if d["text"][begin:e["end"]].startswith(article) and begin + len(article) < e["end"]:
                        begin += len(article)
                        break
                found.append((byte[begin], byte[min(e["end"], len(d["text"]))], RE3D[e["type"]]))
            texts.append(d["text"])
            spans.append(found)
    return examples(program, texts, spans)


def wikigold(corpora, program):
    """Its words are put together to text by simple rules of spacing, then cut again."""
    documents, sentence = [[]], []
    for line in open(pathlib.Path(corpora) / "ner/wikigold/CONLL-format/data/wikigold.conll.txt", encoding="utf-8"):
        line = line.strip()
        if not line:
            if sentence:
                documents[-1].append(sentence)
            sentence = []
        elif line.startswith("-DOCSTART-"):
            documents.append([])
        else:
            sentence.append(line.rsplit(" ", 1))
    texts, spans = [], []
    for document in documents:
        for sentence in document:
            text, found, before, quote = "", [], "O", False
            for word, tag in sentence:
                closing = word in (",", ".", ";", ":", ")", "]", "!", "?", "'s", "n't", "%") or word.startswith("'") and len(word) > 1 or word == '"' and quote
                if text and not closing and text[-1] not in "([" and not (text[-1] == '"' and quote):
                    text += " "
                quote ^= word == '"'
                begin = len(text.encode())
                text += word
                end = len(text.encode())
                if tag in WIKIGOLD:
                    if tag == before:
                        found[-1] = (found[-1][0], end, found[-1][2])
                    else:
                        found.append((begin, end, WIKIGOLD[tag]))
                before = tag
            texts.append(text)
            spans.append(found)
    return examples(program, texts, spans)


def spans(tags):
    """BIO tags as strings → set of (first, last + 1, type)."""
    out, begin = set(), None
    for i, tag in enumerate(tags + ["O"]):
        if begin is not None and (tag[0] != "I" or tag[2:] != tags[begin][2:]):
            out.add((begin, i, tags[begin][2:]))
            begin = None
        if tag[0] == "B" or tag[0] == "I" and begin is None:
            begin = i
    return out
