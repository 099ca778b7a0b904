"""Sentences of war reports with their trees, for network.py: put together by a small grammar of our own, since the treebanks hardly know that
car bombs explode, towns are shelled and armies say so. The labels follow UD English-EWT."""
import random

from treebank import Word


class Node:
    """A word with what hangs on it, before and behind."""

    def __init__(self, form, upos, penn, left=(), right=()):
        self.form, self.upos, self.penn = form, upos, penn
        self.left, self.right, self.deprel = list(left), list(right), "root"

    def as_(self, deprel):
        self.deprel = deprel
        return self


def linear(root):
    """→ the words of the tree in order."""
    words, order = [], []

    def walk(node):
        for child in node.left:
            walk(child)
        order.append(node)
        for child in node.right:
            walk(child)

    walk(root)
    number = {id(n): i + 1 for i, n in enumerate(order)}
    heads = {}
    for node in order:
        for child in node.left + node.right:
            heads[id(child)] = number[id(node)]
    glue_before = {",", ".", "'s"}
    for i, n in enumerate(order):
        follower = order[i + 1].form if i + 1 < len(order) else ""
        glued = follower in glue_before or (follower in "-'\"" and follower != "" and n.form != "said") or n.form in ("-", "\"") and i > 0
        words.append(Word(n.form, n.upos, n.penn, heads.get(id(n), 0), n.deprel, bool(glued)))
    first = words[0]
    words[0] = first.changed(first.form[0].upper() + first.form[1:])
    return words


class Grammar:
    PLACES = ("Tel Hamra Qusayr Marat Zabad Idlib Kharun Mopti Gao Sevrin Lyskove Dnivka Kramat Baidoa Merka Jowhar Bulo Kismar Hodra Taiz Marib Saada Sirta Zuwara Misra Derna "
              "Gwoza Bama Konduga Dikwa Beni Goma Rutsha Bunia Aweil Malak Kunduz Ghazna Helmar Quetta Zhob Swat Sittwe Myawad Lashio Jenin Nabla Rafah Tyros Nakura Mosul "
              "Ramda Falluja Tikra Hasaka Raqqa Palmyr Homs Hama Aleppo Douma").split()
    WHOLE = "rebels militants gunmen insurgents separatists fighters soldiers troops protesters police paratroopers jihadists attackers assailants guerrillas bandits".split()
    NAMES = "KLF MRA SDB NPA PFL M19 Zarim Talhab Northern_Front Dawn_Brigade River_Army Free_Hill_Army Banner_Movement Harakat Jaysh_Nahr".split()  # invented
    PEOPLE = "people soldiers civilians policemen fighters worshippers children farmers miners villagers passengers students women officers militants gunmen peacekeepers".split()
    WEAPONS = [("bomb", ()), ("bomb", ("car",)), ("bomb", ("roadside",)), ("bomb", ("truck",)), ("mine", ()), ("mine", ("land",)), ("rocket", ()), ("shell", ("mortar",)), ("shell", ()),
               ("missile", ()), ("drone", ()), ("grenade", ()), ("device", ("explosive",)), ("barrel", ()), ("mortar", ()), ("landmine", ()), ("bomber", ("suicide",))]
    TARGETS = [("base", ("military",)), ("checkpoint", ()), ("convoy", ("military",)), ("convoy", ()), ("village", ()), ("town", ()), ("outpost", ()), ("station", ("police",)), ("market", ()),
               ("mosque", ()), ("hospital", ()), ("school", ()), ("camp", ("refugee",)), ("bus", ()), ("bridge", ()), ("airport", ()), ("depot", ("ammunition",)), ("headquarters", ()),
               ("position", ()), ("patrol", ())]
    HAPPEN = ["exploded", "detonated", "landed", "fell", "crashed", "collapsed", "burned"]
    DO = ["attacked", "shelled", "stormed", "captured", "seized", "bombed", "raided", "targeted", "hit", "struck", "destroyed", "overran", "besieged", "retook", "recaptured", "entered", "left",
          "ambushed", "damaged", "defended", "abandoned"]
    HARM = ["killed", "wounded", "injured", "arrested", "detained", "abducted", "kidnapped", "captured", "shot", "beheaded", "executed", "released", "freed", "displaced", "evacuated"]
    EVENTS = [("attack", ()), ("strike", ("air",)), ("strike", ("drone",)), ("raid", ()), ("blast", ()), ("explosion", ()), ("ambush", ()), ("assault", ()), ("offensive", ()), ("bombing", ("suicide",)),
              ("shelling", ()), ("operation", ("military",)), ("clash", ())]
    SPEAKERS = [("army", ()), ("police", ()), ("ministry", ("defence",)), ("military", ()), ("government", ()), ("monitor", ()), ("Observatory", ()), ("spokesman", ("army",)), ("official", ("local",)),
                ("governor", ()), ("agency", ("news",)), ("group", ()), ("witness", ())]
    DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
    MONTHS = "January February March April May June July August September October November December".split()
    NUMBERS = "two three four five six seven nine ten twelve 11 13 15 17 20 23 30 40 100".split()
    NATIONS = "Syrian Turkish Russian Iraqi Israeli Ukrainian Malian Somali Nigerian Congolese Sudanese Yemeni Libyan Afghan Pakistani Burmese Kurdish".split()

    def __init__(self, seed):
        self.r = random.Random(seed)

    def one(self, items):
        return items[self.r.randrange(len(items))]

    def maybe(self, p):
        return self.r.random() < p

    # --- noun phrases

    @staticmethod
    def noun(form):
        plural = form.endswith("s") and not form.endswith("ss") and form not in ("headquarters", "bus") or form.endswith("men") or form in ("people", "police", "children")
        return Node(form, "NOUN", "NNS" if plural else "NN")

    @staticmethod
    def word(form, upos, penn, deprel):
        return Node(form, upos, penn).as_(deprel)

    def described(self, pair, article):
        form, before = pair
        n = self.noun(form)
        for b in before:
            adjective = b in ("military", "explosive", "local")
            n.left.append(self.word(b, "ADJ" if adjective else "NOUN", "JJ" if adjective else "NN", "amod" if adjective else "compound"))
        if article:
            n.left.insert(0, self.word(article, "DET", "DT", "det"))
        return n

    def name(self, form, deprel_of_rest="flat"):
        first, *rest = form.split("_")
        n = Node(first, "PROPN", "NNP")
        n.right += [self.word(w, "PROPN", "NNP", deprel_of_rest) for w in rest]
        return n

    def place(self):
        """The head of a phrase of place, without its preposition."""
        p = self.one(self.PLACES)
        x = self.r.random()
        if x < 0.45:
            n = self.name(p)
            if self.maybe(0.15):
                n.left.append(self.word(self.one(["northern", "southern", "eastern", "western", "central"]), "ADJ", "JJ", "amod"))
            return n
        if x < 0.75:
            n = self.described((self.one(["town", "city", "village", "province", "district", "outskirts"]), ()), "the")
            if self.maybe(0.3):
                n.left.append(self.word(self.one(["northern", "southern", "eastern", "western", "strategic"]), "ADJ", "JJ", "amod"))
            n.right.append(self.under(self.name(p), "of", "nmod"))
            return n
        n = Node(self.one(["province", "district", "region"]), "NOUN", "NN")
        n.left.append(self.name(p).as_("compound"))
        return n

    def actor(self):
        x = self.r.random()
        if x < 0.35:
            n = self.noun(self.one(self.WHOLE))
            if self.maybe(0.4):
                n.left.append(self.word(self.one(self.NATIONS), "ADJ", "JJ", "amod"))
            elif self.maybe(0.2):
                n.left.append(self.word("government", "NOUN", "NN", "compound"))
            return n
        if x < 0.5:
            n = self.name(self.one(self.NAMES))
            if self.maybe(0.5):
                n.left.append(self.word("the", "DET", "DT", "det"))
            return n
        if x < 0.7:
            n = self.described((self.one(["army", "forces", "militia", "group", "militants", "troops"]), ()), "the")
            if self.maybe(0.6):
                n.left.append(self.word(self.one(self.NATIONS), "ADJ", "JJ", "amod"))
            return n
        if x < 0.8:
            n = self.noun(self.one(["fighters", "members", "militants"]))
            n.right.append(self.under(self.name(self.one(self.NAMES)), self.one(["of", "from"]), "nmod"))
            return n
        if x < 0.88:
            led = self.word(self.one(["backed", "led"]), "VERB", "VBN", "amod")
            led.left += [self.word(self.one(["Turkish", "Iranian", "Russian", "U.S.", "Saudi"]), "PROPN", "NNP", "obl:unmarked"), self.word("-", "PUNCT", "HYPH", "punct")]
            n = self.noun(self.one(["rebels", "forces", "militia", "coalition"]))
            n.left.append(led)
            if n.penn == "NN":
                n.left.insert(0, self.word("a", "DET", "DT", "det"))
            return n
        if x < 0.94:
            first, second = self.one([("army", "units"), ("combat", "troops"), ("security", "forces"), ("opposition", "fighters"), ("rebel", "fighters"), ("coalition", "jets"),
                                      ("militia", "members"), ("border", "guards"), ("police", "officers"), ("resistance", "fighters"), ("tribal", "fighters")])
            n = self.noun(second)
            n.left.append(self.word(first, "ADJ", "JJ", "amod") if first == "tribal" else self.word(first, "NOUN", "NN", "compound"))
            return n
        n = self.noun(self.one(["warplanes", "jets", "helicopters", "tanks", "drones"]))
        n.left.append(self.word(self.one(self.NATIONS), "ADJ", "JJ", "amod"))
        return n

    def person(self):
        """"Gen. Omar Haddad", "Omar Haddad, a commander of the group,"."""
        n = Node(self.one(["Omar", "Anna", "Peter", "Karim", "Ivan", "Mariam", "Samuel", "Yusuf", "Olena", "Hassan"]), "PROPN", "NNP")
        if self.maybe(0.35):
            n.left.append(self.word(self.one(["Gen.", "Col.", "Maj.", "Dr.", "President", "Minister"]), "PROPN", "NNP", "nmod:desc"))
        n.right.append(self.word(self.one(["Haddad", "Marlow", "Odeh", "Petrov", "Traore", "Mbeki", "Rahimi", "Shevko"]), "PROPN", "NNP", "flat"))
        if not n.left and self.maybe(0.4):
            office = self.described((self.one(["commander", "spokesman", "governor", "leader", "mayor", "member"]), ()), self.one(["a", "the"])).as_("appos")
            office.right.append(self.under(self.described((self.one(["group", "town", "province", "army", "brigade"]), ()), "the"), "of", "nmod"))
            office.left.insert(0, self.word(",", "PUNCT", ",", "punct"))
            office.right.append(self.word(",", "PUNCT", ",", "punct"))
            n.right.append(office)
        return n

    def patient(self, verb, subject, plural):
        """Puts a passive's auxiliaries before it."""
        x = self.r.random()
        verb.left.append(subject.as_("nsubj:pass"))
        if x < 0.7:
            verb.left.append(self.word("were" if plural else "was", "AUX", "VBD", "aux:pass"))
        elif x < 0.9:
            verb.left.append(self.word("have" if plural else "has", "AUX", "VBP" if plural else "VBZ", "aux"))
            verb.left.append(self.word("been", "AUX", "VBN", "aux:pass"))
        else:
            verb.left.append(self.word("had", "AUX", "VBD", "aux"))
            verb.left.append(self.word("been", "AUX", "VBN", "aux:pass"))

    def victims(self):
        n = self.noun(self.one(self.PEOPLE))
        number = self.word(self.one(self.NUMBERS), "NUM", "CD", "nummod")
        x = self.r.random()
        if x < 0.25:
            least = self.word("least", "ADJ", "JJS", "nmod")
            least.left.append(self.word("at", "ADP", "IN", "case"))
            number.left.append(least)
        elif x < 0.35:
            more = self.word("more", "ADJ", "JJR", "advmod")
            more.right.append(self.word("than", "ADP", "IN", "fixed"))
            number.left.append(more)
        n.left.append(number)
        if self.maybe(0.15):
            n.left.append(self.word(self.one(self.NATIONS), "ADJ", "JJ", "amod"))
        if self.maybe(0.1):
            part = self.noun(self.one(["children", "women", "civilians", "journalists"])).as_("nmod")
            part.left += [self.word("including", "VERB", "VBG", "case"), self.word(self.one(self.NUMBERS), "NUM", "CD", "nummod")]
            n.right += [self.word(",", "PUNCT", ",", "punct"), part]
            part.left.insert(0, n.right.pop(-2))
        return n

    def under(self, n, preposition, deprel):
        n.left.insert(0, self.word(preposition, "ADP", "IN", "case"))
        return n.as_(deprel)

    # --- what goes with a verb

    def where(self):
        return self.under(self.place(), self.one(["in", "near", "in", "at", "outside", "in"]), "obl")

    def when(self):
        x = self.r.random()
        if x < 0.6:
            return self.under(Node(self.one(self.DAYS), "PROPN", "NNP"), "on", "obl")
        if x < 0.8:
            return Node(self.one(self.DAYS), "PROPN", "NNP").as_("obl:unmarked")
        n = Node(str(self.r.randrange(1, 29)), "NUM", "CD", right=[self.word(self.one(self.MONTHS), "PROPN", "NNP", "nmod:unmarked")])
        return self.under(n, "on", "obl")

    def rest(self, verb):
        if self.maybe(0.75):
            verb.right.append(self.where())
        if self.maybe(0.6):
            verb.right.append(self.when())
        return verb

    def killing(self):
        verb = Node(self.one(["killing", "wounding", "injuring", "damaging"]), "VERB", "VBG").as_("advcl")
        verb.right.append((self.victims() if verb.form != "damaging" else self.described(self.one(self.TARGETS), "a")).as_("obj"))
        return verb

    def article(self, pair):
        first = (pair[1] or (pair[0],))[0]
        return "an" if first[0] in "aeiou" else "a"

    # --- clauses, headed by their verb

    def happens(self):
        weapon = self.one(self.WEAPONS)
        if self.maybe(0.15):
            verb = Node("went", "VERB", "VBD", right=[self.word("off", "ADP", "RP", "compound:prt")])
        else:
            verb = Node(self.one(self.HAPPEN), "VERB", "VBD")
        subject = self.described(weapon, self.article(weapon) if self.maybe(0.8) else "the").as_("nsubj")
        if self.maybe(0.12):
            planted = Node(self.one(["planted", "fired", "launched", "hidden"]), "VERB", "VBN").as_("acl")
            planted.right.append(self.under(self.actor(), "by", "obl:agent"))
            subject.right.append(planted)
        verb.left.append(subject)
        self.rest(verb)
        if self.maybe(0.3):
            killing = self.killing()
            killing.left.append(self.word(",", "PUNCT", ",", "punct"))
            verb.right.append(killing)
        return verb

    def does(self):
        verb = Node(self.one(self.DO), "VERB", "VBD")
        verb.left.append(self.actor().as_("nsubj"))
        if self.maybe(0.25):
            verb.right.append(self.place().as_("obj"))
        else:
            target = self.one(self.TARGETS)
            verb.right.append(self.described(target, self.one([self.article(target), "the"])).as_("obj"))
        self.rest(verb)
        if self.maybe(0.2):
            killing = self.killing()
            killing.left.append(self.word(",", "PUNCT", ",", "punct"))
            verb.right.append(killing)
        return verb

    def suffers(self):
        verb = Node(self.one(self.HARM), "VERB", "VBN")
        subject = self.victims() if self.maybe(0.7) else self.described((self.one(["soldier", "civilian", "commander", "journalist", "farmer", "official"]), ()), "a")
        if self.maybe(0.1):
            second = self.noun(self.one(self.PEOPLE)).as_("conj")
            second.left += [self.word("and", "CCONJ", "CC", "cc"), self.word(self.one(self.NUMBERS), "NUM", "CD", "nummod")]
            subject.right.append(second)
        self.patient(verb, subject, subject.penn == "NNS")
        x = self.r.random()
        if x < 0.25:
            by = self.actor() if self.maybe(0.6) else self.described(("mine", ()), "a")
            verb.right.append(self.under(by, "by", "obl:agent"))
        elif x < 0.55:
            event = self.one(self.EVENTS)
            verb.right.append(self.under(self.described(event, self.article(event)), "in", "obl"))
        elif x < 0.7:
            cause = self.happens() if self.maybe(0.6) else self.does()
            cause.as_("advcl").left.insert(0, self.word("when", "ADV", "WRB", "advmod"))
            verb.right.append(cause)
            return verb
        return self.rest(verb)

    def kills(self):
        verb = Node(self.one(["killed", "wounded", "injured"]), "VERB", "VBD")
        event = self.one(self.EVENTS + self.WEAPONS[:5])
        verb.left.append(self.described(event, self.one([self.article(event), "the"])).as_("nsubj"))
        verb.right.append(self.victims().as_("obj"))
        if self.maybe(0.25):
            second = Node(self.one(["wounded", "injured"]), "VERB", "VBD").as_("conj")
            second.left.append(self.word("and", "CCONJ", "CC", "cc"))
            second.right.append(self.victims().as_("obj"))
            verb.right.append(second)
            return verb
        return self.rest(verb)

    def breaks_out(self):
        noun = Node(self.one(["clashes", "battles"]), "NOUN", "NNS") if self.maybe(0.6) else Node("fighting", "NOUN", "NN")
        if self.maybe(0.4):
            noun.left.append(self.word(self.one(["fierce", "heavy", "fresh", "deadly"]), "ADJ", "JJ", "amod"))
        form = self.one(["erupted", "broke", "continued", "raged", "resumed"])
        verb = Node(form, "VERB", "VBD")
        if form == "broke":
            verb.right.append(self.word("out", "ADP", "RP", "compound:prt"))
        verb.left.append(noun.as_("nsubj"))
        if self.maybe(0.7):
            first = self.actor()
            second = self.actor().as_("conj")
            second.left.insert(0, self.word("and", "CCONJ", "CC", "cc"))
            first.right.append(second)
            verb.right.append(self.under(first, "between", "obl"))
        return self.rest(verb)

    def launches(self):
        event = self.one(self.EVENTS)
        noun = self.described(event, self.article(event))
        target = self.one(self.TARGETS)
        noun.right.append(self.under(self.place() if self.maybe(0.5) else self.described(target, self.article(target)), "on", "nmod"))
        if self.maybe(0.5):
            verb = Node("launched", "VERB", "VBD")
        else:
            verb = Node("carried", "VERB", "VBD", right=[self.word("out", "ADP", "RP", "compound:prt")])
        verb.left.append(self.actor().as_("nsubj"))
        verb.right.append(noun.as_("obj"))
        if self.maybe(0.5):
            verb.right.append(self.when())
        return verb

    def reduced(self):
        """"The soldiers killed in the blast were buried in Marat.": a participle that is none of the main clause."""
        subject = self.described((self.one(["soldiers", "men", "fighters", "villagers"]), ()), "the").as_("nsubj:pass")
        participle = Node(self.one(self.HARM), "VERB", "VBN").as_("acl")
        event = self.one(self.EVENTS)
        participle.right.append(self.under(self.described(event, "the"), "in", "obl"))
        subject.right.append(participle)
        verb = Node(self.one(["buried", "identified", "treated", "taken"]), "VERB", "VBN")
        verb.left += [subject, self.word("were", "AUX", "VBD", "aux:pass")]
        return self.rest(verb)

    def moves(self):
        verb = Node(self.one(["crossed", "reached", "entered", "left"]), "VERB", "VBD")
        subject = self.actor().as_("nsubj")
        if self.maybe(0.3):
            backed = Node(self.one(["backed", "supported"]), "VERB", "VBN").as_("acl")
            backed.right.append(self.under(self.noun(self.one(["tanks", "warplanes", "helicopters"])), "by", "obl:agent"))
            subject.right.append(backed)
        verb.left.append(subject)
        verb.right.append(self.described((self.one(["river", "border", "town", "bridge", "canal"]), ()), "the").as_("obj"))
        return self.rest(verb)

    def infinitive(self):
        verb = Node(self.one(["attack", "shell", "seize", "storm", "leave", "enter", "bomb", "defend", "retake"]), "VERB", "VB")
        verb.left.append(self.word("to", "PART", "TO", "mark"))
        target = self.one(self.TARGETS)
        verb.right.append(self.place().as_("obj") if self.maybe(0.4) else self.described(target, "the").as_("obj"))
        return verb

    def means_to(self):
        verb = Node(self.one(["vowed", "refused", "agreed", "threatened", "planned", "tried", "promised"]), "VERB", "VBD")
        verb.left.append(self.actor().as_("nsubj"))
        verb.right.append(self.infinitive().as_("xcomp"))
        return verb

    def urges(self):
        verb = Node(self.one(["urged", "ordered", "told", "asked", "forced", "allowed"]), "VERB", "VBD")
        verb.left.append((self.actor() if self.maybe(0.5) else self.speaker()).as_("nsubj"))
        verb.right.append(self.actor().as_("iobj"))
        what = self.infinitive() if self.maybe(0.6) else Node(self.one(["withdraw", "retreat", "surrender", "leave"]), "VERB", "VB", left=[self.word("to", "PART", "TO", "mark")])
        verb.right.append(what.as_("xcomp"))
        return verb

    def blames(self):
        verb = Node(self.one(["blamed", "condemned", "praised", "thanked"]), "VERB", "VBD")
        verb.left.append(self.speaker().as_("nsubj"))
        verb.right.append(self.actor().as_("obj"))
        event = self.one(self.EVENTS)
        verb.right.append(self.under(self.described(event, self.article(event)), "for", "obl"))
        verb.right[-1].right.append(self.under(self.place(), self.one(["in", "near", "on"]), "nmod"))
        return verb

    def accuses(self):
        verb = Node("accused", "VERB", "VBD")
        verb.left.append(self.speaker().as_("nsubj"))
        verb.right.append(self.actor().as_("obj"))
        doing = Node(self.one(["shelling", "killing", "attacking", "bombing", "abducting", "targeting", "breaking"]), "VERB", "VBG").as_("advcl")
        doing.left.append(self.word("of", "SCONJ", "IN", "mark"))
        doing.right.append(self.victims().as_("obj") if doing.form != "breaking" else self.described(("ceasefire", ()), "the").as_("obj"))
        verb.right.append(doing)
        return verb

    def and_then(self):
        """"Police fired five rounds and lobbed shells": the second verb has an object of its own."""
        things = ["rounds", "shells", "rockets", "shots", "grenades", "vehicles", "houses", "weapons", "tents"]
        verb = Node(self.one(["fired", "seized", "burned", "destroyed", "looted"]), "VERB", "VBD")
        verb.left.append(self.actor().as_("nsubj"))
        verb.right.append(self.noun(self.one(things)).as_("obj"))
        if self.maybe(0.6):
            verb.right[-1].left.append(self.word(self.one(self.NUMBERS), "NUM", "CD", "nummod"))
        second = Node(self.one(["lobbed", "threw", "killed", "arrested", "set", "captured", "wounded"]), "VERB", "VBD").as_("conj")
        second.left.append(self.word("and", "CCONJ", "CC", "cc"))
        if second.form in ("killed", "arrested", "captured", "wounded"):
            second.right.append(self.victims().as_("obj"))
        else:
            second.right.append(self.noun(self.one(things)).as_("obj"))
            if second.form == "set":
                second.right[-1].left.append(self.word("the", "DET", "DT", "det"))
                second.right.append(self.under(Node("fire", "NOUN", "NN"), "on", "obl"))
        verb.right.append(second)
        return verb

    def negated(self):
        verb = self.one([self.does, self.launches, self.moves])()
        base = {"attacked": "attack", "shelled": "shell", "stormed": "storm", "captured": "capture", "seized": "seize", "bombed": "bomb", "raided": "raid", "targeted": "target",
                "destroyed": "destroy", "besieged": "besiege", "entered": "enter", "left": "leave", "damaged": "damage", "launched": "launch", "carried": "carry", "crossed": "cross",
                "reached": "reach", "defended": "defend", "abandoned": "abandon", "ambushed": "ambush", "struck": "strike", "retook": "retake", "recaptured": "recapture",
                "overran": "overrun", "hit": "hit"}
        verb.form, verb.penn = base[verb.form], "VB"
        x = self.r.random()
        if x < 0.5:
            verb.left += [self.word("did", "AUX", "VBD", "aux"), self.word("not", "PART", "RB", "advmod")]
        else:
            verb.left.append(self.word(self.one(["will", "would", "could", "may"]), "AUX", "MD", "aux"))
        return verb

    def perfect(self):
        verb = self.one([self.does, self.happens])()
        if verb.form in ("fell", "went", "struck", "overran", "retook"):
            return verb
        subject = next(c for c in verb.left if c.deprel == "nsubj")
        plural = subject.penn in ("NNS", "NNPS")
        verb.penn = "VBN"
        verb.left.append(self.word("have" if plural else "has", "AUX", "VBP" if plural else "VBZ", "aux") if self.maybe(0.7) else self.word("had", "AUX", "VBD", "aux"))
        return verb

    def dies(self):
        """"Omar Haddad, a commander of the group, was killed …"."""
        verb = Node(self.one(["killed", "wounded", "arrested", "shot", "captured", "released", "abducted"]), "VERB", "VBN")
        self.patient(verb, self.person(), False)
        if self.maybe(0.4):
            verb.right.append(self.under(self.actor(), "by", "obl:agent"))
        return self.rest(verb)

    def describes(self):
        """"The rebels, who hold the town, …", "Troops guarding the bridge …"."""
        verb = self.one([self.does, self.moves])()
        subject = next(c for c in verb.left if c.deprel == "nsubj")
        if any(c.deprel == "acl" for c in subject.right):
            return verb
        holds = Node(self.one(["hold", "control", "guard"]), "VERB", "VBP").as_("acl:relcl") if self.maybe(0.5) else Node(self.one(["holding", "guarding", "controlling"]), "VERB", "VBG").as_("acl")
        holds.right.append(self.described((self.one(["town", "bridge", "hill", "road", "airport"]), ()), "the").as_("obj"))
        if holds.deprel == "acl:relcl":
            holds.left += [self.word(",", "PUNCT", ",", "punct"), self.word("who", "PRON", "WP", "nsubj")]
            holds.right.append(self.word(",", "PUNCT", ",", "punct"))
        subject.right.append(holds)
        return verb

    def after(self):
        verb = self.one([self.does, self.moves, self.suffers, self.launches])()
        if any(c.deprel == "advcl" for c in verb.right):
            return verb
        other = self.one([self.happens, self.does, self.moves])().as_("advcl")
        if self.maybe(0.25):
            other.left.insert(0, self.word("when", "ADV", "WRB", "advmod"))
        else:
            other.left.insert(0, self.word(self.one(["after", "before", "as", "while", "because"]), "SCONJ", "IN", "mark"))
        verb.right.append(other)
        return verb

    def clause(self):
        return self.one([self.means_to, self.urges, self.blames, self.accuses, self.and_then, self.negated, self.perfect, self.perfect, self.dies, self.describes, self.after, self.after,
                         self.happens, self.happens, self.does, self.does, self.suffers, self.suffers, self.kills, self.breaks_out, self.launches, self.reduced, self.moves])()

    def speaker(self):
        pair = self.one(self.SPEAKERS)
        n = self.described(pair, "the" if pair[0] not in ("spokesman", "official", "witness") else self.article(pair))
        if self.maybe(0.15):
            n.left.insert(1, self.word(self.one(self.NATIONS), "ADJ", "JJ", "amod"))
        return n

    def sentence(self):
        root = self.clause()
        x = self.r.random()
        stop = self.word(".", "PUNCT", ".", "punct")
        comma = self.word(",", "PUNCT", ",", "punct")
        if x < 0.22:
            said = Node("said", "VERB", "VBD", left=[root.as_("ccomp"), self.speaker().as_("nsubj")], right=[stop])
            root.right.append(comma)
            if self.maybe(0.25):
                said.right.insert(0, self.when())
            return linear(said)
        if x < 0.34:
            said = Node(self.one(["said", "said", "reported", "announced", "claimed", "confirmed"]), "VERB", "VBD", left=[self.speaker().as_("nsubj")], right=[root.as_("ccomp"), stop])
            if self.maybe(0.5):
                root.left.insert(0, self.word("that", "SCONJ", "IN", "mark"))
            if self.maybe(0.25):
                said.form = "told"
                said.right.insert(0, self.noun(self.one(["reporters", "journalists"])).as_("iobj") if self.maybe(0.5) else self.described((self.one(["agency", "paper"]), ()), "the").as_("iobj"))
            if self.maybe(0.2):
                said.left = [self.person().as_("nsubj")]
            return linear(said)
        if x < 0.4:
            source = self.speaker().as_("obl")
            according = self.word("according", "VERB", "VBG", "case")
            according.right.append(self.word("to", "ADP", "IN", "fixed"))
            source.left.insert(0, according)
            source.left.insert(0, comma)
            root.right += [source, stop]
            return linear(root)
        if x < 0.46 and root.left:
            when = self.when()
            when.right.append(comma)
            root.left.insert(0, when)
            root.right.append(stop)
            return linear(root)
        if x < 0.54:
            second = self.clause().as_("conj")
            second.left.insert(0, self.word("and", "CCONJ", "CC", "cc"))
            if self.maybe(0.6):
                second.left.insert(0, comma)
            root.right += [second, stop]
            return linear(root)
        if x < 0.62:
            return self.headline()
        root.right.append(stop)
        return linear(root)

    def headline(self):
        """"Car bomb kills five in Homs", "Two soldiers killed in Gao ambush": no articles, no stop."""
        if self.maybe(0.5):
            weapon = self.one(self.WEAPONS + self.EVENTS[:7])
            subject = self.described(weapon, "")
            subject.left = [c for c in subject.left if c.form]
            verb = Node(self.one(["kills", "wounds", "injures"]), "VERB", "VBZ", left=[subject.as_("nsubj")])
            verb.right.append(Node(self.one(self.NUMBERS), "NUM", "CD").as_("obj") if self.maybe(0.4) else self.victims().as_("obj"))
        else:
            verb = Node(self.one(self.HARM), "VERB", "VBN", left=[(self.victims() if self.maybe(0.7) else Node(self.one(self.NUMBERS), "NUM", "CD")).as_("nsubj:pass")])
            event = self.one(self.EVENTS)
            noun = self.described(event, "")
            noun.left.insert(0, self.name(self.one(self.PLACES)).as_("compound"))
            verb.right.append(self.under(noun, "in", "obl"))
            return linear(verb)
        verb.right.append(self.under(self.name(self.one(self.PLACES)), "in", "obl"))
        return linear(verb)


def sentences(count, seed=11):
    grammar = Grammar(seed)
    return [grammar.sentence() for _ in range(count)]
