"""Treebanks and word features, for network.py. The features are those of src/lang/features.h."""
import gzip
import unicodedata


class Word:
    __slots__ = ("form", "upos", "penn", "head", "deprel", "glued")

    def __init__(self, form, upos, penn, head, deprel, glued):
        self.form, self.upos, self.penn, self.head, self.deprel, self.glued = form, upos, penn, head, deprel, glued

    def changed(self, form):
        return Word(form, self.upos, self.penn, self.head, self.deprel, self.glued)

    @property
    def tag(self):
        return self.upos + " " + self.penn


def read(path):
    """Yields (words, does a document begin here?, does a paragraph begin here?) for each sentence. `glued`: no white space
    stands between the word and the one behind it. Empty nodes are left out; a multiword token is its words."""
    words, document, paragraph, token_end, token_glued = [], False, False, 0, False
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            line = line.rstrip("\n")
            if line.startswith("# newdoc"):
                document = True
            elif line.startswith("# newpar"):
                paragraph = True
            elif not line:
                if words:
                    yield words, document, paragraph
                words, document, paragraph, token_end = [], False, False, 0
            elif line[0] != "#":
                field = line.split("\t")
                glued = "SpaceAfter=No" in field[9]
                if "-" in field[0]:
                    token_end, token_glued = int(field[0].split("-")[1]), glued
                elif "." not in field[0]:
                    number = int(field[0])
                    glued = True if number < token_end else token_glued if number == token_end else glued
                    words.append(Word(field[1], field[3], field[4], int(field[6]), field[7], glued))
    if words:
        yield words, document, paragraph


def capitals(words):
    return [w.changed(w.form.upper()) for w in words]


def small(words):
    return [w.changed(w.form.lower()) for w in words]


def title(words):
    """As headlines are written: capitals but for the short words."""
    little = ("ADP", "DET", "CCONJ", "PART")
    return [w if i and w.upos in little else w.changed(w.form[:1].upper() + w.form[1:]) for i, w in enumerate(words)]


def unstopped(words):
    """Without the final stop."""
    if len(words) > 2 and words[-1].form in (".", "!", "?") and all(w.head != len(words) for w in words):
        return words[:-1]
    return words


def without_apostrophes(words):
    """"dont", "Syrias": clitics as they stand where apostrophes were lost."""
    out = []
    for i, w in enumerate(words):
        bare = w.form.replace("'", "").replace("\u2019", "") if i and words[i - 1].glued and len(w.form) > 1 else w.form
        out.append(w.changed(bare) if bare else w)
    return out


# As src/lang/clitics.cpp has them.
CLITICS = ("'s", "'m", "'d", "'re", "'ve", "'ll", "n't")
LOST_ENDINGS = ("nt", "ll", "ve", "re", "s", "m", "d", "r")
SPLIT_BY_RULE = set("arent cannot cant couldnt didnt doesnt dont dunno gimme gonna gotta hadnt hasnt havent hes im isnt ive lemme shouldnt thats theyre wanna wasnt "
                    "whats wouldnt youre".split())


def lost_ending(word):
    """Length of what may be a clitic without its apostrophe at the end of a word; 0 where none can be."""
    lower = word.lower()
    if len(word) < 2 or not word.isascii() or not word.isalpha():
        return 0
    return next((len(e) for e in LOST_ENDINGS if lower.endswith(e) and len(lower) > len(e)), 0)


STRAIGHT = str.maketrans({"`": "'", "\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'})
ZEROED = str.maketrans("123456789", "000000000")
FEATURES = 9  # word, prefixes of 1 to 3, suffixes of 1 to 4, shape


def lower_form(word):
    return (word if len(word.encode()) <= 200 else word[:50]).lower().translate(STRAIGHT)


def shape_of(word):
    out = ""
    for c in word[:20]:
        if c.isascii():
            kind = "X" if c.isupper() else "x" if c.islower() else "d" if c.isdigit() else c
        else:
            kind = "X" if c.isupper() else "x" if c.islower() else "w" if unicodedata.category(c)[0] == "L" else "~"
        if not out.endswith(kind * 2):
            out += kind
    return out


def features(word, glued_before):
    form = lower_form(word).translate(ZEROED)
    return [form, form[:1], form[:2], form[:3], form[-1:], form[-2:], form[-3:], form[-4:], shape_of(word) + ("+" if glued_before else "")]


def sentence_features(words):
    return [features(w.form, i > 0 and words[i - 1].glued) for i, w in enumerate(words)]
