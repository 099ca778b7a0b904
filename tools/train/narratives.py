"""Sentences of incident narratives, press releases and wires with their trees: what reports.py has no clause for. Victims in lists, families with
names and ages, tolls, claims of responsibility, raids, places that lie beside others, times of day. Labels as in UD English-EWT."""
from reports import Grammar, Node, linear


class Narratives(Grammar):
    NAMES_OF_TWO = [("Deir", "al", "-", "Zohr"), ("Khan", "Sheikoun"), ("Nad", "Alim"), ("Tel", "Abyan"), ("San", "Tomas"), ("Ras", "al", "-", "Ayn"), ("Beit", "Lahya"), ("Bir", "Salem"),
                    ("Santa", "Rosa"), ("Wadi", "Hamra"), ("Abu", "Dhar"), ("El", "Fashir"), ("Al", "-", "Bahr"), ("Jabal", "Noor")]
    FIRST = "Ahmad Omar Karim Yusuf Mariam Samira Noor Hassan Carlos Jorge Olena Ivan Daoud Ibrahim Fatima Abdul Mohammad Khalid Salma Peter".split()
    LAST = [("Hamdan",), ("Salehi",), ("Marlow",), ("Ruizo",), ("Petrov",), ("al", "-", "Najar"), ("al", "-", "Masri"), ("Abu", "Zeid"), ("Odeh",), ("Traore",), ("Shevko",), ("Karzan",)]
    ONES = "woman man child boy girl soldier policeman officer civilian driver lieutenant teacher farmer guard journalist doctor worker baby fighter insurgent".split()
    KIN = "wife son daughter brother mother sister father bodyguard driver cousin".split()
    KINS = "sons daughters brothers children sisters wives bodyguards relatives associates".split()
    HURT = ["killed", "wounded", "injured", "arrested", "detained", "shot", "abducted", "captured"]
    AREAS = ["camp", "neighbourhood", "district", "area", "quarter"]

    # --- small words

    def det(self, n, word=None):
        n.left.insert(0, self.word(word or self.article((n.form, tuple(c.form for c in n.left[:1]))), "DET", "DT", "det"))
        return n

    def comma(self):
        return self.word(",", "PUNCT", ",", "punct")

    def together(self, nodes, oxford=False):
        """"A, B and C"; the first is the head."""
        head = nodes[0]
        for i, n in enumerate(nodes[1:], 1):
            n.as_("conj")
            if i == len(nodes) - 1:
                n.left.insert(0, self.word("and", "CCONJ", "CC", "cc"))
                if oxford and len(nodes) > 2:
                    n.left.insert(0, self.comma())
            else:
                n.left.insert(0, self.comma())
            head.right.append(n)
        return head

    def chain(self, parts, upos="PROPN", penn="NNP"):
        """A name of several parts: all hang on the first."""
        head = Node(parts[0], upos, penn)
        for p in parts[1:]:
            head.right.append(self.word("-", "PUNCT", "HYPH", "punct") if p == "-" else self.word(p, upos, penn, "flat"))
        return head

    def described_as(self, form):
        return self.word(form, "VERB", "VBN", "amod") if form == "suspected" else self.word(form, "ADJ", "JJ", "amod")

    def count(self):
        n = Node(self.one(self.NUMBERS), "NUM", "CD")
        x = self.r.random()
        if x < 0.2:
            n.left.append(self.word("least", "ADJ", "JJS", "nmod"))
            n.left[-1].left.append(self.word("at", "ADP", "IN", "case"))
        elif x < 0.28:
            n.left.append(self.word("more", "ADJ", "JJR", "advmod"))
            n.left[-1].right.append(self.word("than", "ADP", "IN", "fixed"))
        elif x < 0.36:
            n.left.append(self.word(self.one(["about", "some", "around", "nearly"]), "ADV", "RB", "advmod"))
        return n

    # --- people

    def place(self):
        return self.chain(self.one(self.NAMES_OF_TWO)) if self.maybe(0.2) else super().place()

    def full_name(self):
        return self.chain((self.one(self.FIRST), *self.one(self.LAST)))

    def aged(self):
        """"a five-year-old girl"."""
        n = self.noun(self.one(["girl", "boy", "man", "woman", "child"]))
        old, year = self.word("old", "ADJ", "JJ", "amod"), self.word("year", "NOUN", "NN", "obl:unmarked")
        year.left.append(self.word(self.one(self.NUMBERS[:8] + ["12", "17", "35"]), "NUM", "CD", "nummod"))
        year.left.append(self.word("-", "PUNCT", "HYPH", "punct"))
        old.left += [year, self.word("-", "PUNCT", "HYPH", "punct")]
        n.left.append(old)
        n.left.insert(0, self.word("a", "DET", "DT", "det"))
        return n

    def single(self):
        x = self.r.random()
        if x < 0.25:
            return self.aged()
        if x < 0.5:
            n = self.noun(self.one(self.KIN))
            n.left.append(self.word(self.one(["his", "her"]), "PRON", "PRP$", "nmod:poss"))
            return n
        n = self.noun(self.one(self.ONES))
        if self.maybe(0.3):
            n.left.append(self.described_as(self.one(["suspected", "armed", "senior", "local", "young", "elderly"])))
        return self.det(n)

    def several(self):
        x = self.r.random()
        if x < 0.2:
            n = Node("others", "NOUN", "NNS", left=[self.count().as_("nummod")])
            return n
        if x < 0.3:
            return self.count()
        if x < 0.42:
            n = self.noun(self.one(self.KINS))
            n.left += [self.word(self.one(["his", "her", "their"]), "PRON", "PRP$", "nmod:poss"), self.word(self.one(self.NUMBERS[:6]), "NUM", "CD", "nummod")]
            return n
        if x < 0.52:
            n = Node("members", "NOUN", "NNS", left=[self.count().as_("nummod")])
            family = self.noun("family")
            family.left.append(self.word("same", "ADJ", "JJ", "amod") if self.maybe(0.5) else self.name(self.one(self.LAST)[0]).as_("compound"))
            family.left.insert(0, self.word("the", "DET", "DT", "det"))
            n.right.append(self.under(family, "of", "nmod"))
            return n
        if x < 0.62:
            n = self.count()
            whose = self.noun(self.one(["men", "soldiers", "fighters", "associates"]))
            whose.left.append(self.word(self.one(["his", "its", "their"]), "PRON", "PRP$", "nmod:poss"))
            n.right.append(self.under(whose if self.maybe(0.6) else Node("them", "PRON", "PRP"), "of", "nmod"))
            return n
        if x < 0.72:
            n = Node(self.one(["dozens", "scores", "hundreds", "thousands"]), "NOUN", "NNS")
            if self.maybe(0.7):
                n.right.append(self.under(self.noun(self.one(self.PEOPLE)), "of", "nmod"))
            return n
        if x < 0.85:
            n = self.noun(self.one(["insurgents", "militants", "civilians", "soldiers", "suspects", "people", "fighters"]))
            n.left.append(self.word(self.one(["several", "multiple", "many", "numerous"]), "ADJ", "JJ", "amod"))
            if self.maybe(0.4) and n.form != "suspects":
                n.left.append(self.described_as(self.one(["suspected", "armed", "unidentified"])))
            return n
        return self.victims()

    def victims(self):
        n = super().victims()
        if not n.right and self.maybe(0.18):
            # "…, including three women and a child": the comma hangs on what it opens
            part = self.together([self.noun(self.one(["women", "children", "soldiers", "officers"])), self.single()])
            part.left.append(self.word(self.one(self.NUMBERS[:6]), "NUM", "CD", "nummod"))
            self.under(part, "including", "nmod").left[0].upos = "VERB"
            part.left[0].penn = "VBG"
            part.left.insert(0, self.comma())
            n.right.append(part)
        return n

    def folk(self):
        """One, several, or a list of them."""
        x = self.r.random()
        if x < 0.3:
            return self.single()
        if x < 0.65:
            return self.several()
        kinds = [self.victims if self.maybe(0.5) else self.several, self.single, self.single]
        nodes = [kinds[0](), kinds[1]()] if self.maybe(0.7) else [kinds[0](), kinds[2](), kinds[1]()]
        if nodes[0].right:
            return nodes[0]
        return self.together(nodes)

    def by_name(self):
        """"Omar Hamdan, 34, his wife Samira, 30, and their three children"."""
        first = self.full_name()
        with_age = self.maybe(0.6)
        if with_age:
            first.right.append(self.word(str(self.r.randrange(3, 80)), "NUM", "CD", "appos"))
            first.right[-1].left.append(self.comma())
        nodes = [first]
        for _ in range(self.r.randrange(1, 3)):
            if self.maybe(0.5):
                n = self.full_name()
            else:
                n = self.noun(self.one(self.KIN))
                n.left.append(self.word(self.one(["his", "her"]), "PRON", "PRP$", "nmod:poss"))
                n.right.append(self.word(self.one(self.FIRST), "PROPN", "NNP", "appos"))
            if with_age:
                n.right.append(self.word(str(self.r.randrange(3, 80)), "NUM", "CD", "appos"))
                n.right[-1].left.append(self.comma())
            nodes.append(n)
        if self.maybe(0.5):
            n = self.noun(self.one(self.KINS))
            n.left += [self.word("their", "PRON", "PRP$", "nmod:poss"), self.word(self.one(self.NUMBERS[:6]), "NUM", "CD", "nummod")]
            nodes.append(n)
        return self.together(nodes, oxford=with_age)

    def actor(self):
        x = self.r.random()
        if x < 0.6:
            return super().actor()
        if x < 0.7:
            n = self.noun(self.one(["gunman", "sniper", "bomber", "soldier", "fighter"]))
            if self.maybe(0.5):
                n.left.append(self.word(self.one(["unidentified", "unknown", "lone"]), "ADJ", "JJ", "amod"))
            return self.det(n)
        if x < 0.8:
            n = self.noun(self.one(["men", "gunmen", "militants"]))
            n.left.append(self.described_as(self.one(["armed", "unidentified", "masked", "suspected"])))
            if self.maybe(0.3):
                n.right.append(self.under(self.noun("motorcycles"), "on", "nmod"))
            elif self.maybe(0.4):
                group = self.det(self.noun("group"), "a")
                group.right.append(self.under(n, "of", "nmod"))
                return group
            return n
        if x < 0.88:
            n = self.noun(self.one(["fighters", "forces", "troops", "militias"]))
            loyal = self.word(self.one(["loyal", "allied"]), "ADJ", "JJ", "amod")
            loyal.right.append(self.under(self.full_name() if self.maybe(0.4) else self.described((self.one(["government", "president", "movement"]), ()), "the"), "to", "obl"))
            n.right.append(loyal)
            return n
        n = self.noun("force")
        first = self.word(self.one(self.NATIONS), "ADJ", "JJ", "amod")
        if self.maybe(0.7):
            first.right += [self.word("coalition", "NOUN", "NN", "conj")]
            first.right[-1].left.append(self.word("and", "CCONJ", "CC", "cc"))
        n.left.append(first)
        if self.maybe(0.6):
            n.left.append(self.word("security", "NOUN", "NN", "compound"))
        if self.maybe(0.3):
            n.left.insert(0, self.word("combined", "VERB", "VBN", "amod"))
        return self.det(n)

    # --- where and when

    def west_of(self):
        side = self.word(self.one(["west", "east", "north", "south", "northwest", "southeast"]), "ADV", "RB", "advmod")
        if self.maybe(0.4):
            km = self.word(self.one(["km", "miles", "kilometers", "kilometres"]), "NOUN", "NNS", "obl:unmarked")
            km.left.append(self.count().as_("nummod"))
            side.left.append(km)
        side.right.append(self.under(self.place(), "of", "obl"))
        return side

    def where(self):
        x = self.r.random()
        if x < 0.4:
            return super().where()
        if x < 0.55:
            return self.west_of()
        if x < 0.75:
            n = self.described((self.one(["district", "town", "village"]), ()), "") if self.maybe(0.6) else self.place()
            if n.upos == "NOUN":
                n.left = [self.chain(self.one(self.NAMES_OF_TWO)).as_("compound") if self.maybe(0.5) else self.name(self.one(self.PLACES)).as_("compound")]
            wider = Node("province", "NOUN", "NN", left=[self.name(self.one(self.PLACES)).as_("compound")]) if self.maybe(0.6) else self.name(self.one(self.PLACES))
            wider.left.insert(0, self.comma())
            n.right.append(wider.as_("appos"))
            return self.under(n, "in", "obl")
        if x < 0.88:
            n = self.noun(self.one(self.AREAS))
            n.left += [self.word("the", "DET", "DT", "det"), self.chain(self.one(self.NAMES_OF_TWO)).as_("compound") if self.maybe(0.4) else self.name(self.one(self.PLACES)).as_("compound")]
            if self.maybe(0.5):
                n.right.append(self.under(self.name(self.one(self.PLACES)), self.one(["of", "in"]), "nmod"))
            return self.under(n, "in", "obl")
        road = self.described((self.one(["road", "highway", "bridge"]), ()), "the")
        if self.maybe(0.5):
            road.right.append(self.under(self.place(), "to", "nmod"))
        else:
            road.right.append(self.under(self.together([self.name(self.one(self.PLACES)), self.name(self.one(self.PLACES))]), "between", "nmod"))
        return self.under(road, "on", "obl")

    def when(self):
        x = self.r.random()
        if x < 0.35:
            return super().when()
        if x < 0.5:
            return self.word(self.one(["yesterday", "today"]), "NOUN", "NN", "obl:unmarked")
        if x < 0.56:
            return self.word(self.one(["overnight", "earlier", "again"]), "ADV", "RB", "advmod")
        if x < 0.68:
            n = self.noun(self.one(["hours", "night", "morning", "evening"]))
            n.left.append(self.word("the", "DET", "DT", "det"))
            if n.form == "hours":
                n.left.append(self.word(self.one(["early", "late"]), "ADJ", "JJ", "amod"))
            day = Node(self.one(self.DAYS), "PROPN", "NNP")
            if self.maybe(0.4):
                day = Node(str(self.r.randrange(1, 29)), "NUM", "CD", right=[self.word(self.one(self.MONTHS), "PROPN", "NNP", "nmod:unmarked")])
            n.right.append(self.under(day, "of", "nmod"))
            return self.under(n, "in" if n.form == "hours" else "on", "obl")
        if x < 0.8:
            n = Node(self.one(["9", "4", "11", "7:30", "5:15"]), "NUM", "CD", right=[self.word(self.one(["p.m.", "a.m.", "pm", "am"]), "NOUN", "NN", "nmod:unmarked")])
            if self.maybe(0.3):
                n.left.append(self.word(self.one(["around", "about"]), "ADV", "RB", "advmod"))
            if self.maybe(0.4):
                n.right.append(self.under(Node(self.one(self.DAYS), "PROPN", "NNP"), "on", "nmod"))
            return self.under(n, "at", "obl")
        if x < 0.9:
            return self.last_week()
        ago = self.word("ago", "ADV", "RB", "advmod")
        ago.left.append(self.word(self.one(["days", "weeks", "months"]), "NOUN", "NNS", "obl:unmarked"))
        ago.left[0].left.append(self.word(self.one(["two", "three", "several"]), "NUM", "CD", "nummod"))
        return ago

    def last_week(self):
        n = self.word(self.one(["week", "month", "night", "year"]), "NOUN", "NN", "obl:unmarked")
        n.left.append(self.word("last", "ADJ", "JJ", "amod"))
        return n

    # --- clauses

    def hurt(self, verb_form, who=None):
        verb = Node(verb_form, "VERB", "VBD")
        verb.right.append((who or self.folk()).as_("obj"))
        return verb

    def event_subject(self):
        event = self.one(self.EVENTS + self.WEAPONS[:5])
        n = self.described(event, self.one([self.article(event), "the"]))
        if self.maybe(0.4):
            target = self.one(self.TARGETS)
            n.right.append(self.under(self.described(target, self.one([self.article(target), "the"])) if self.maybe(0.6) else self.place(), self.one(["on", "at", "near", "in"]), "nmod"))
        return n.as_("nsubj")

    def leaves_dead(self):
        verb = Node("left", "VERB", "VBD", left=[self.event_subject()])
        verb.right += [self.folk().as_("obj"), self.word(self.one(["dead", "wounded", "injured"]), "ADJ", "JJ", "xcomp")]
        return verb

    def toll(self):
        noun = Node("toll", "NOUN", "NN", left=[self.word("the", "DET", "DT", "det"), self.word("death", "NOUN", "NN", "compound")])
        event = self.described(self.one(self.EVENTS[:10]), "")
        if self.maybe(0.5):
            day = Node(self.one(self.DAYS), "PROPN", "NNP", right=[self.word("'s", "PART", "POS", "case")])
            event.left.insert(0, day.as_("nmod:poss"))
        else:
            event.left.insert(0, self.word("the", "DET", "DT", "det"))
        noun.right.append(self.under(event, self.one(["from", "in", "of"]), "nmod"))
        verb = Node(self.one(["rose", "climbed", "rises"]), "VERB", "VBD") if self.maybe(0.5) else Node("risen", "VERB", "VBN", left=[self.word("has", "AUX", "VBZ", "aux")])
        verb.left.insert(0, noun.as_("nsubj"))
        verb.right.append(self.under(self.count(), "to", "obl"))
        return verb

    def family(self):
        verb = Node(self.one(["killed", "wounded", "injured"]), "VERB", "VBN")
        self.patient(verb, self.by_name() if self.maybe(0.5) else self.folk_of_many(), True)
        event = self.one(self.EVENTS)
        n = self.described(event, self.article(event))
        home = self.noun(self.one(["home", "house", "car", "village", "tent"]))
        home.left.append(self.word("their", "PRON", "PRP$", "nmod:poss"))
        n.right.append(self.under(home, "on", "nmod"))
        verb.right.append(self.under(n, "in", "obl"))
        return self.rest(verb)

    def folk_of_many(self):
        return self.together([self.several(), self.single()])

    def denies(self):
        verb = Node("denied", "VERB", "VBD", left=[self.actor().as_("nsubj")])
        doing = Node("carrying", "VERB", "VBG", right=[self.word("out", "ADP", "RP", "compound:prt")]) if self.maybe(0.5) else Node(self.one(["attacking", "shelling", "targeting"]), "VERB", "VBG")
        doing.right.append(self.described(self.one(self.EVENTS[:7]) if doing.form == "carrying" else self.one(self.TARGETS), "the").as_("obj"))
        verb.right.append(doing.as_("xcomp"))
        if self.maybe(0.6):
            second = Node(self.one(["blamed", "accused", "condemned"]), "VERB", "VBD").as_("conj")
            second.left.append(self.word("and", "CCONJ", "CC", "cc"))
            second.right.append(self.noun(self.one(["rebels", "militants", "insurgents"])).as_("obj") if self.maybe(0.4) else self.government_forces().as_("obj"))
            if second.form == "blamed":
                second.right.append(self.under(Node("it", "PRON", "PRP"), "for", "obl"))
            verb.right.append(second)
        return verb

    def government_forces(self):
        return Node("forces", "NOUN", "NNS", left=[self.word(self.one(["government", "security", "regime", "coalition"]), "NOUN", "NN", "compound")])

    def burning(self):
        verb = self.does()
        verb.right = [c for c in verb.right if c.deprel != "advcl"]
        things = [("burning", "houses"), ("stealing", "cattle"), ("looting", "shops"), ("destroying", "homes"), ("seizing", "weapons"), ("killing", ""), ("wounding", ""), ("abducting", "")]
        self.r.shuffle(things)
        doings = []
        for form, what in things[:self.r.randrange(1, 4)]:
            n = Node(form, "VERB", "VBG")
            n.right.append((self.noun(what) if what else self.folk()).as_("obj"))
            doings.append(n)
        first = self.together(doings).as_("advcl")
        first.left.insert(0, self.comma())
        verb.right.append(first)
        return verb

    def responsibility(self):
        noun = Node("responsibility", "NOUN", "NN")
        noun.right.append(self.under(self.described(self.one(self.EVENTS), "the"), "for", "nmod"))
        if self.maybe(0.35):
            verb = Node("claimed", "VERB", "VBN")
            verb.left += [noun.as_("nsubj:pass"), self.word("was", "AUX", "VBD", "aux:pass")]
            verb.right.append(self.under(self.actor(), "by", "obl:agent"))
            return verb
        verb = Node("claimed", "VERB", "VBD")
        if self.maybe(0.3):
            verb.left.append(Node("one", "PRON", "NN", left=[self.word("no", "DET", "DT", "det")]).as_("nsubj"))
        else:
            verb.left.append(self.actor().as_("nsubj"))
        verb.right.append(noun.as_("obj"))
        return verb

    def fire(self):
        if self.maybe(0.5):
            verb = Node("came", "VERB", "VBD", left=[self.actor().as_("nsubj")])
            verb.right.append(self.under(Node("fire", "NOUN", "NN"), "under", "obl"))
            if self.maybe(0.6):
                verb.right.append(self.under(self.actor(), "from", "obl"))
        else:
            verb = Node("opened", "VERB", "VBD", left=[self.actor().as_("nsubj")], right=[self.word("fire", "NOUN", "NN", "obj")])
            target = self.one(self.TARGETS)
            verb.right.append(self.under(self.described(target, self.article(target)) if self.maybe(0.6) else self.noun(self.one(["protesters", "civilians", "demonstrators"])), "on", "obl"))
            if self.maybe(0.4):
                killing = self.killing()
                killing.left.append(self.comma())
                verb.right.append(killing)
                return verb
        return self.rest(verb)

    def killing(self):
        verb = super().killing()
        if verb.form != "damaging" and self.maybe(0.6):
            verb.right = [self.folk().as_("obj")]
            if self.maybe(0.4):
                second = Node(self.one(["wounding", "injuring"]), "VERB", "VBG", left=[self.word("and", "CCONJ", "CC", "cc")], right=[self.several().as_("obj")])
                verb.right.append(second.as_("conj"))
        return verb

    def shot_dead(self):
        office = self.noun(self.one(["mayor", "governor", "commander", "deputy", "judge", "leader"]))
        if self.maybe(0.4):
            office.left.append(self.word("former", "ADJ", "JJ", "amod"))
        office.left.insert(0, self.word("the", "DET", "DT", "det"))
        office.right.append(self.under(self.place(), "of", "nmod"))
        dead = self.word("dead", "ADJ", "JJ", "xcomp")
        if self.maybe(0.5):
            verb = Node("shot", "VERB", "VBD", left=[self.actor().as_("nsubj")], right=[dead, office.as_("obj")])
        else:
            verb = Node("shot", "VERB", "VBN", right=[dead])
            self.patient(verb, office, False)
            verb.right.append(self.under(self.actor(), "by", "obl:agent"))
        return self.rest(verb)

    def reported(self):
        verb = Node(self.one(["reported", "believed", "feared", "confirmed"]), "VERB", "VBN")
        self.patient(verb, self.several(), True)
        harmed = Node(self.one(["killed", "wounded", "missing", "dead"]), "VERB", "VBN")
        if harmed.form in ("missing", "dead"):
            harmed.upos, harmed.penn = "ADJ", "JJ"
        verb.right.append(self.rest(harmed).as_("xcomp"))
        return verb

    def detains(self):
        verb = self.hurt(self.one(["detained", "captured", "arrested", "killed"]))
        leader = self.noun(self.one(["facilitator", "leader", "commander", "insurgent"]))
        leader.left.append(self.name(self.one(self.NAMES).split("_")[0]).as_("compound"))
        self.det(leader, "a")
        nodes = [leader]
        if self.maybe(0.6):
            nodes.append(self.several())
        verb.right = [self.together(nodes).as_("obj")]
        verb.left.append(self.actor().as_("nsubj"))
        if self.maybe(0.6):
            operation = self.det(self.noun("operation"), "an")
            if self.maybe(0.4):
                operation.left = [self.word("a", "DET", "DT", "det"), self.word(self.one(["joint", "nightly"]), "ADJ", "JJ", "amod")]
            verb.right.append(self.under(operation, "during", "obl"))
        self.rest(verb)
        if verb.right[-1].deprel == "obl:unmarked" and self.maybe(0.4):
            verb.right[-1].left.insert(0, self.comma())
        return verb

    def responsible(self):
        """"The leader, who was responsible for planting bombs, was detained along with two others"."""
        doing = Node(self.one(["planting", "organising", "planning", "making", "smuggling"]), "VERB", "VBG")
        doing.left.append(self.word("for", "SCONJ", "IN", "mark"))
        thing = self.one([("bombs", ("roadside",)), ("attacks", ()), ("weapons", ()), ("ambushes", ()), ("explosives", ())])
        doing.right.append(self.described(thing, "").as_("obj"))
        able = Node("responsible", "ADJ", "JJ", left=[self.word("was", "AUX", "VBD", "cop")], right=[doing.as_("advcl")])
        leader = self.described((self.one(["leader", "man", "commander", "suspect"]), ()), "the")
        if self.maybe(0.5):
            able.left.insert(0, leader.as_("nsubj"))
            return able
        able.left = [self.comma(), self.word("who", "PRON", "WP", "nsubj"), *able.left]
        able.right.append(self.comma())
        leader.right.append(able.as_("acl:relcl"))
        verb = Node(self.one(self.HURT), "VERB", "VBN")
        self.patient(verb, leader, False)
        if self.maybe(0.5):
            others = self.several()
            along = self.word("along", "ADP", "IN", "case")
            others.left = [along, self.word("with", "ADP", "IN", "case"), *others.left]
            verb.right.append(others.as_("obl"))
        return verb

    def seizes(self):
        verb = Node(self.one(["seized", "found", "recovered", "discovered", "destroyed"]), "VERB", "VBD", left=[self.actor().as_("nsubj")])
        things = [self.described(t, "") for t in [("rifles", ("assault",)), ("grenades", ()), ("explosives", ()), ("vehicles", ("armoured",)), ("weapons", ()), ("ammunition", ()), ("rockets", ())]]
        self.r.shuffle(things)
        for t in things:
            for c in t.left:
                if c.form == "armoured":
                    c.upos, c.penn, c.deprel = "ADJ", "JJ", "amod"
        things = things[:self.r.randrange(1, 4)]
        if things[0].penn == "NNS" and self.maybe(0.6):
            things[0].left.insert(0, self.word(self.one(self.NUMBERS), "NUM", "CD", "nummod"))
        verb.right.append(self.together(things).as_("obj"))
        return self.rest(verb)

    def dropped(self):
        """"Barrel bombs dropped by helicopters hit the market": a participle first, then the verb."""
        n = self.described(self.one([("bombs", ("barrel",)), ("shells", ("mortar",)), ("rockets", ()), ("missiles", ())]), "")
        participle = Node(self.one(["dropped", "fired", "launched"]), "VERB", "VBN").as_("acl")
        participle.right.append(self.under(self.actor(), "by", "obl:agent"))
        n.right.append(participle)
        verb = Node(self.one(["hit", "struck", "damaged", "destroyed", "killed"]), "VERB", "VBD", left=[n.as_("nsubj")])
        target = self.one(self.TARGETS)
        verb.right.append((self.folk() if verb.form == "killed" else self.described(target, self.one([self.article(target), "the"]))).as_("obj"))
        return self.rest(verb)

    def retakes(self):
        verb = Node(self.one(["retook", "seized", "captured", "recaptured"]), "VERB", "VBD", left=[self.actor().as_("nsubj")])
        verb.right += [self.place().as_("obj"), self.under(self.actor(), "from", "obl")]
        if self.maybe(0.5):
            verb.right.append(self.when())
        return verb

    def belongs(self):
        verb = Node(self.one(["targeted", "hit", "bombed", "destroyed", "struck"]), "VERB", "VBD", left=[self.actor().as_("nsubj")])
        house = self.described((self.one(["house", "home", "building", "car", "shop"]), ()), "a")
        if self.maybe(0.7):
            family = self.noun("family")
            family.left += [self.word("the", "DET", "DT", "det"), self.chain(self.one(self.LAST)).as_("compound")]
            belonging = self.word("belonging", "VERB", "VBG", "acl")
            belonging.right.append(self.under(family, "to", "obl"))
            house.right.append(belonging)
        house.right.append(self.west_of() if self.maybe(0.4) else self.under(self.where_named(), "in", "nmod"))
        verb.right.append(house.as_("obj"))
        if self.maybe(0.6):
            killing = self.killing()
            killing.left.append(self.comma())
            verb.right.append(killing)
        return verb

    def where_named(self):
        n = self.noun(self.one(self.AREAS))
        n.left += [self.word("the", "DET", "DT", "det"), self.chain(self.one(self.NAMES_OF_TWO)).as_("compound")]
        return n

    def shelling_of(self):
        n = Node(self.one(["shelling", "bombing", "bombardment", "storming"]), "NOUN", "NN")
        if self.maybe(0.5):
            n.left.append(self.word(self.one(["heavy", "fierce", "indiscriminate", "intense"]), "ADJ", "JJ", "amod"))
        if self.maybe(0.3):
            n.left.append(self.word(self.one(["artillery", "rocket", "mortar"]), "NOUN", "NN", "compound"))
        n.right.append(self.under(self.place(), "of", "nmod"))
        if self.maybe(0.7):
            n.right.append(self.under(self.actor(), "by", "nmod"))
        verb = Node(self.one(["killed", "left", "wounded", "displaced"]), "VERB", "VBD", left=[n.as_("nsubj")])
        verb.right.append(self.folk().as_("obj"))
        if verb.form == "left":
            verb.right.append(self.word("dead", "ADJ", "JJ", "xcomp"))
        return verb

    def it_had(self):
        """"It had struck a launcher", "they had killed six soldiers": what stands after "said"."""
        verb = Node(self.one(["struck", "attacked", "killed", "captured", "destroyed", "targeted"]), "VERB", "VBN")
        verb.left += [self.word(self.one(["it", "they", "he"]), "PRON", "PRP", "nsubj"), self.word("had", "AUX", "VBD", "aux")]
        verb.right.append((self.folk() if verb.form in ("killed", "captured") else self.described(self.one(self.TARGETS), self.one(["a", "the"]))).as_("obj"))
        return self.rest(verb)

    def adverb(self):
        verb = self.one([self.does, self.kills, self.suffers, self.detains])()
        subject = max(i for i, c in enumerate(verb.left) if c.deprel in ("nsubj", "nsubj:pass"))
        at = subject + 1 if verb.penn == "VBD" else len(verb.left)
        verb.left.insert(at, self.word(self.one(["reportedly", "allegedly", "also", "later", "then"]), "ADV", "RB", "advmod"))
        return verb

    def blows_up(self):
        thing = self.described((self.one(["bridge", "pylons", "pipeline", "bank", "station", "bus"]), ()), self.one(["the", "a"]))
        if thing.form == "pylons":
            thing.left = [self.word("two", "NUM", "CD", "nummod"), self.word("electricity", "NOUN", "NN", "compound")]
        if self.maybe(0.6):
            verb = Node("blew", "VERB", "VBD", right=[self.word("up", "ADP", "RP", "compound:prt"), thing.as_("obj")])
        else:
            verb = Node("set", "VERB", "VBD", right=[self.word("fire", "NOUN", "NN", "obj"), self.under(thing, "to", "obl")])
        verb.left.append(self.actor().as_("nsubj"))
        return self.rest(verb)

    def struck(self):
        """"captured fighters", "wounded soldiers": a participle that only describes."""
        n = self.noun(self.one(["fighters", "soldiers", "civilians", "villagers", "rebels", "protesters", "hostages", "journalists", "families", "men"]))
        n.left.append(self.word(self.one(["captured", "wounded", "detained", "kidnapped", "injured", "displaced", "arrested", "abducted", "trapped", "imprisoned"]), "VERB", "VBN", "amod"))
        x = self.r.random()
        if x < 0.3:
            n.left.insert(0, self.word(self.one(self.NUMBERS), "NUM", "CD", "nummod"))
        elif x < 0.5:
            n.left.insert(0, self.word(self.one(["the", "all"]), "DET", "DT", "det"))
        return n

    def with_struck(self):
        verb = Node(self.one(["released", "freed", "evacuated", "exchanged", "executed", "treated", "returned"]), "VERB", "VBD", left=[self.actor().as_("nsubj")])
        verb.right.append(self.struck().as_("obj"))
        return self.rest(verb)

    def bare(self, verb):
        """The clause's verb as it stands behind a modal; None where it has no such form here."""
        forms = {"attacked": "attack", "shelled": "shell", "captured": "capture", "seized": "seize", "bombed": "bomb", "targeted": "target", "released": "release", "freed": "free",
                 "entered": "enter", "left": "leave", "crossed": "cross", "retook": "retake", "stormed": "storm", "reached": "reach"}
        if verb.penn != "VBD" or verb.form not in forms:
            return None
        verb.form, verb.penn = forms[verb.form], "VB"
        return verb

    def outcome(self, modals):
        subject = self.described((self.one(["truce", "ceasefire", "city", "town", "army", "government", "siege", "fighting"]), ()), "the")
        verb = Node(self.one(["collapse", "fall", "end", "resume", "respond", "retaliate", "hold", "withdraw"]), "VERB", "VB")
        if self.maybe(0.3):
            subject.right.append(self.under(self.name(self.one(self.PLACES)), "in", "nmod"))
        verb.left += [subject.as_("nsubj"), self.word(self.one(modals), "AUX", "MD", "aux")]
        return verb

    def conditional(self):
        """"If the army captures the town, the truce will end", "Should the rebels attack the base again, …", "… unless the army released captured fighters"."""
        clause = self.one([self.does, self.moves, self.with_struck, self.retakes])()
        clause.right = [c for c in clause.right if c.deprel != "advcl"]
        x = self.r.random()
        if x < 0.3:
            # "Should" or "Were" stands before the subject.
            if self.bare(clause) is None:
                return self.conditional()
            clause.left.insert(0, self.word("should", "AUX", "MD", "aux"))
            if self.maybe(0.4):
                clause.right.append(self.word("again", "ADV", "RB", "advmod"))
            main = self.outcome(["might", "could", "would", "will", "may"])
            clause.right.append(self.comma())
            main.left.insert(0, clause.as_("advcl"))
            return main
        clause.left.insert(0, self.word(self.one(["if", "unless", "if", "once", "until"]), "SCONJ", "IN", "mark"))
        main = self.outcome(["would", "will", "could", "may"])
        if self.maybe(0.5):
            clause.right.append(self.comma())
            main.left.insert(0, clause.as_("advcl"))
        else:
            main.right.append(clause.as_("advcl"))
        return main

    def threatens(self):
        verb = self.means_to()
        clause = self.one([self.with_struck, self.does, self.moves])().as_("advcl")
        clause.right = [c for c in clause.right if c.deprel != "advcl"]
        clause.left.insert(0, self.word(self.one(["unless", "if", "until"]), "SCONJ", "IN", "mark"))
        verb.right[-1].right.append(clause)
        return verb

    def might_suffer(self):
        verb = Node(self.one(["killed", "displaced", "attacked", "released", "captured", "evacuated", "wounded", "arrested"]), "VERB", "VBN")
        verb.left += [self.folk().as_("nsubj:pass"), self.word(self.one(["could", "may", "might", "will", "would"]), "AUX", "MD", "aux"), self.word("be", "AUX", "VB", "aux:pass")]
        return self.rest(verb)

    def no_one(self):
        verb = Node(self.one(self.HURT), "VERB", "VBN")
        n = self.noun(self.one(["soldier", "civilians", "casualties", "group", "fighters", "people"]))
        n.left.append(self.word("no", "DET", "DT", "det"))
        if n.form in ("casualties", "group"):
            verb.form = "reported" if n.form == "casualties" else "named"
        self.patient(verb, n, n.penn == "NNS")
        return self.rest(verb)

    def suffers_all(self):
        verb = Node(self.one(self.HURT), "VERB", "VBN")
        who = self.folk()
        self.patient(verb, who, who.penn in ("NNS", "CD") or any(c.deprel == "conj" for c in who.right))
        x = self.r.random()
        if x < 0.4:
            verb.right.append(self.under(self.actor(), "by", "obl:agent"))
        elif x < 0.6:
            doing = Node(self.one(["planting", "attacking", "crossing", "leaving"]), "VERB", "VBG").as_("advcl")
            doing.left.append(self.word(self.one(["after", "while", "before"]), "SCONJ", "IN", "mark"))
            doing.right.append(self.described((self.one(["bomb", "checkpoint", "border", "house"]), ()), "the").as_("obj"))
            verb.right.append(doing)
            return verb
        return self.rest(verb)

    def clause(self):
        if self.maybe(0.25):
            return super().clause()
        return self.one([self.leaves_dead, self.toll, self.family, self.denies, self.burning, self.burning, self.responsibility, self.fire, self.shot_dead, self.reported, self.detains,
                         self.detains, self.responsible, self.seizes, self.dropped, self.retakes, self.belongs, self.belongs, self.shelling_of, self.it_had, self.adverb, self.blows_up,
                         self.suffers_all, self.suffers_all, self.with_struck, self.conditional, self.conditional, self.threatens, self.might_suffer, self.no_one])()

    def sentence(self):
        if self.maybe(0.12):
            # "…, state television reported, citing a military source."
            root = self.clause().as_("ccomp")
            root.right.append(self.comma())
            citing = self.word(self.one(["citing", "quoting"]), "VERB", "VBG", "advcl")
            citing.left.append(self.comma())
            citing.right.append(self.described((self.one(["source", "official", "officer", "report"]), (self.one(["military", "local"]),)), "a").as_("obj"))
            said = Node(self.one(["reported", "said"]), "VERB", "VBD", left=[root, self.speaker().as_("nsubj")], right=[citing, self.word(".", "PUNCT", ".", "punct")])
            return linear(said)
        return super().sentence()


def sentences(count, seed=17):
    grammar = Narratives(seed)
    return [grammar.sentence() for _ in range(count)]
