// Rules of the claim stage on trees written by hand, so that they are tested apart from the parser.
#include <gtest/gtest.h>

#include <sstream>

#include "base/file.h"
#include "base/knowledge_text.h"
#include "claim/attribution.h"
#include "claim/kinds.h"
#include "claim/means.h"
#include "claim/measure.h"
#include "claim/mention.h"
#include "claim/quotes.h"
#include "claim/realis.h"
#include "claim/roles.h"
#include "claim/trigger.h"

namespace deconflict::claim {
namespace {

/// A sentence as lines `form lemma UPOS head deprel` (head counted from 1, 0 for the root); forms are joined by blanks.
struct Sample {
  std::string text;
  Annotation a;
};

std::unique_ptr<Sample> sample(const std::string& lines) {
  auto s = std::make_unique<Sample>();
  std::istringstream in(lines);
  std::string form, lemma, upos, deprel;
  int head = 0;
  while (in >> form >> lemma >> upos >> head >> deprel) {
    if (!s->text.empty()) s->text += ' ';
    Token t;
    t.span.begin = static_cast<std::uint32_t>(s->text.size());
    s->text += form;
    t.span.end = static_cast<std::uint32_t>(s->text.size());
    t.lemma = lemma;
    t.upos = *parse_name<Upos>(upos);
    t.deprel = *parse_name<Deprel>(deprel);
    t.head = head - 1;
    s->a.tokens.push_back(t);
  }
  s->a.text = s->text;
  s->a.sentences.push_back({{0, static_cast<std::uint32_t>(s->text.size())}, 0, static_cast<std::uint32_t>(s->a.tokens.size()), false, false});
  return s;
}

Kinds kinds_from(const std::string& kinds, const std::string& words = "class armed\nwords soldier | rebel\n\nclass light\nwords carry | launch\n\nclass say\nwords say\n") {
  auto loaded = load_kinds(kinds, words);
  EXPECT_TRUE(loaded) << (loaded ? "" : loaded.error().text());
  return *loaded;
}

const char* kAttack = "kind attack\nplover ASSAULT\nverb attack ; score 0.8\nnoun raid ; slot on=recipient\n";

std::vector<std::string> parts(const Sample& s, const Kinds& kinds) {
  const Tree tree(s.a);
  const auto facts = token_facts(s.a, tree, kinds);
  std::vector<std::string> out;
  for (const Hit& hit : find_triggers(s.a, tree, kinds, facts)) {
    out.push_back(kinds.all[kinds.triggers[hit.trigger].kind].name + ":" + std::string(tree.surface(hit.head)));
    for (const auto& p : roles_of(s.a, tree, kinds, facts, hit).parts) out.push_back(std::string(name_of(p.role)) + "=" + std::string(p.span.of(s.text)));
  }
  return out;
}

using Strings = std::vector<std::string>;

TEST(Roles, Active) {
  auto s = sample("Rebels rebel NOUN 2 nsubj  attacked attack VERB 0 root  the the DET 4 det  soldiers soldier NOUN 2 obj");
  EXPECT_EQ(parts(*s, kinds_from(kAttack)), (Strings{"attack:attacked", "actor=Rebels", "recipient=the soldiers"}));
}

TEST(Roles, Passive) {
  auto s = sample("Soldiers soldier NOUN 3 nsubj:pass  were be AUX 3 aux:pass  attacked attack VERB 0 root  by by ADP 5 case  rebels rebel NOUN 3 obl:agent");
  EXPECT_EQ(parts(*s, kinds_from(kAttack)), (Strings{"attack:attacked", "actor=rebels", "recipient=Soldiers"}));
}

TEST(Roles, LightVerb) {
  auto s = sample("Rebels rebel NOUN 2 nsubj  launched launch VERB 0 root  a a DET 4 det  raid raid NOUN 2 obj  on on ADP 6 case  soldiers soldier NOUN 4 nmod");
  EXPECT_EQ(parts(*s, kinds_from(kAttack)), (Strings{"attack:raid", "actor=Rebels", "recipient=soldiers"}));
}

TEST(Roles, CoordinatedActorsStayApart) {
  auto s = sample("Rebels rebel NOUN 4 nsubj  and and CCONJ 3 cc  soldiers soldier NOUN 1 conj  attacked attack VERB 0 root");
  EXPECT_EQ(parts(*s, kinds_from(kAttack)), (Strings{"attack:attacked", "actor=Rebels", "actor=soldiers"}));
}

TEST(Roles, RelativeClause) {
  auto s = sample("Rebels rebel NOUN 0 root  who who PRON 3 nsubj  attacked attack VERB 1 acl:relcl  soldiers soldier NOUN 3 obj");
  EXPECT_EQ(parts(*s, kinds_from(kAttack)), (Strings{"attack:attacked", "actor=Rebels", "recipient=soldiers"}));
}

TEST(Means, TheWeaponBeforeTheWordBeforeTheDoer) {
  const auto kinds = kinds_from(kAttack, "class small_arm\nwords gunman | ambush\n\nclass explosive\nwords bomb\n\nclass arms_in_hand\nwords stone\n");
  const auto s = sample("Gunmen gunman NOUN 2 nsubj  attacked attack VERB 0 root  soldiers soldier NOUN 2 obj  with with ADP 5 case  bombs bomb NOUN 2 obl  and and CCONJ 7 cc  stones stone NOUN 5 conj");
  const Tree tree(s->a);
  const auto word = [&](std::size_t i) { return s->a.tokens[i].span; };
  Claim claim;
  claim.span = {0, static_cast<std::uint32_t>(s->text.size())};
  claim.trigger = word(1);
  EXPECT_EQ(means_of(s->a, tree, kinds, claim), "");
  claim.actors.push_back({Role::actor, word(0), {}, "gunman"});
  EXPECT_EQ(means_of(s->a, tree, kinds, claim), "arms");
  claim.weapons = {word(4)};
  EXPECT_EQ(means_of(s->a, tree, kinds, claim), "bomb");
  claim.weapons.push_back(word(6));
  EXPECT_EQ(means_of(s->a, tree, kinds, claim), "") << "several";
}

TEST(Triggers, ConditionsExclude) {
  const auto kinds = kinds_from("kind armed_clash\nverb battle ; not obj(cancer)\n");
  auto ill = sample("Mayor mayor NOUN 2 nsubj  battles battle VERB 0 root  cancer cancer NOUN 2 obj");
  auto war = sample("Rebels rebel NOUN 2 nsubj  battle battle VERB 0 root  soldiers soldier NOUN 2 obj");
  EXPECT_TRUE(parts(*ill, kinds).empty());
  EXPECT_EQ(parts(*war, kinds).front(), "armed_clash:battle");
}

TEST(Triggers, EveryLineOfTheKnowledgeIsRead) {
  // One clear error for each way of getting a line wrong.
  for (const char* wrong : {"kind x\nverb hit ; nearby(a)\n", "kind x\nverb hit ; near(@nothing)\n", "kind x\nverb hit ; slot subj=hero\n", "kind x\nverb hit ; score 7\n",
                            "kind x\nadverb hit\n", "verb hit\n", "kind x\n\nkind x\n"}) {
    auto loaded = load_kinds(bundle_text({{"knowledge/kinds/test.txt", wrong}}), "");
    ASSERT_FALSE(loaded) << wrong;
    EXPECT_EQ(loaded.error().where.rfind("knowledge/kinds/test.txt:", 0), 0U) << loaded.error().text();
  }
}

Realis realis(const Sample& s, const Kinds& kinds, const char* word) {
  const Tree tree(s.a);
  return modality_of(s.a, tree, kinds, *tree.token_at(static_cast<std::uint32_t>(s.text.find(word)))).realis;
}

const char* kModal = "class plan\nwords plan\n\nclass fear\nwords fear\n\nclass fail\nwords fail\n\nclass denying\nwords deny\n\nclass threatening\nwords threaten\n\n"
                     "class alleging\nwords allegedly\n\nclass alleging_verb\nwords accuse\n\nclass say\nwords say\n\nclass light\nwords launch\n";

TEST(Realis, ByTheWordsAround) {
  const auto kinds = kinds_from(kAttack, kModal);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 2 nsubj  attacked attack VERB 0 root"), kinds, "attacked"), Realis::asserted);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 4 nsubj  did do AUX 4 aux  not not PART 4 advmod  attack attack VERB 0 root"), kinds, "attack"), Realis::negated);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 2 nsubj  plan plan VERB 0 root  to to PART 4 mark  attack attack VERB 2 xcomp"), kinds, "attack"), Realis::planned);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 2 nsubj  threatened threaten VERB 0 root  to to PART 4 mark  attack attack VERB 2 xcomp"), kinds, "attack"), Realis::threatened);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 2 nsubj  denied deny VERB 0 root  attacking attack VERB 2 xcomp"), kinds, "attacking"), Realis::denied);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 3 nsubj  allegedly allegedly ADV 3 advmod  attacked attack VERB 0 root"), kinds, "attacked"), Realis::alleged);
  EXPECT_EQ(realis(*sample("If if SCONJ 3 mark  rebels rebel NOUN 3 nsubj  attack attack VERB 5 advcl  we we PRON 5 nsubj  leave leave VERB 0 root"), kinds, "attack"), Realis::hypothetical);
  EXPECT_EQ(realis(*sample("Rebels rebel NOUN 2 nsubj  failed fail VERB 0 root  to to PART 4 mark  attack attack VERB 2 xcomp"), kinds, "attack"), Realis::negated);
}

TEST(Mentions, WhoDiesOfWoundsSuccumbsToThem) {
  const auto kinds = kinds_from(kAttack);
  const auto lemma = [&](const Sample& s) { return mention_of(s.a, Tree(s.a), kinds, {1, {}, false, true}).lemma; };
  EXPECT_EQ(lemma(*sample("Porters porter NOUN 2 nsubj  died die VERB 0 root  of of ADP 5 case  their their PRON 5 nmod:poss  injuries injury NOUN 2 obl")), "succumb");
  EXPECT_EQ(lemma(*sample("Porters porter NOUN 2 nsubj  died die VERB 0 root  of of ADP 4 case  thirst thirst NOUN 2 obl")), "die");
}

TEST(Background, WhatTheNewsIsMeasuredByIsToldBehindSince) {
  const auto s = sample("the the DET 3 det worst bad ADJ 3 amod raid raid NOUN 0 root since since ADP 7 case a a DET 7 det 2018 2018 NUM 7 nummod spree spree NOUN 3 nmod "
                        "in in ADP 9 case which which PRON 10 obl nine nine NUM 11 nsubj died die VERB 7 acl:relcl");
  const Tree tree(s->a);
  EXPECT_EQ(measured_since(s->a, tree, 5), std::optional<TokenIndex>(3)) << "its year";
  EXPECT_EQ(measured_since(s->a, tree, 10), std::optional<TokenIndex>(3)) << "who died in it";
  EXPECT_EQ(measured_since(s->a, tree, 2), std::nullopt) << "the news itself";
  const auto plain = sample("the the DET 2 det raid raid NOUN 0 root since since ADP 4 case May May PROPN 2 nmod");
  EXPECT_EQ(measured_since(plain->a, Tree(plain->a), 3), std::nullopt) << "nothing is measured";
}

TEST(Quotes, AParagraphEndsAQuotationThatNeverCloses) {
  const std::string text = "He said \"we go on.\nShe said \"no\".";
  const auto quotes = find_quotes(text);
  ASSERT_EQ(quotes.size(), 2U);
  EXPECT_EQ(quotes[0].of(text), "\"we go on.");
  EXPECT_EQ(quotes[1].of(text), "\"no\"");
}

TEST(Attribution, CueAfterTheContent) {
  const auto kinds = kinds_from(kAttack, kModal);
  auto s = sample("Rebels rebel NOUN 2 nsubj  attacked attack VERB 0 root  , , PUNCT 5 punct  officials official NOUN 5 nsubj  said say VERB 2 parataxis  . . PUNCT 2 punct");
  const Tree tree(s->a);
  read_attributions(s->a, tree, kinds);
  ASSERT_EQ(s->a.attributions.size(), 1U);
  const auto& t = s->a.attributions[0];
  EXPECT_EQ(t.source[0].of(s->text), "officials");
  EXPECT_EQ(t.cue[0].of(s->text), "said");
  EXPECT_EQ(t.content[0].of(s->text), "Rebels attacked");
  EXPECT_EQ(voices_at(s->a, tree, kinds, 8).size(), 1U);
  EXPECT_TRUE(voices_at(s->a, tree, kinds, t.cue[0].begin).empty());
}

TEST(Attribution, BranchesThatCrossTurnNoCueAround) {
  const auto kinds = kinds_from(kAttack, "class attitude\nwords protest\n");
  auto s = sample("Farmers farmer NOUN 3 nsubj  for for ADP 4 case  protested protest VERB 0 root  land land NOUN 3 obl");
  const Tree tree(s->a);
  read_attributions(s->a, tree, kinds);
  for (const auto& t : s->a.attributions)
    for (const Span cue : t.cue) EXPECT_LT(cue.begin, cue.end);
}

TEST(Knowledge, TheShippedKindsAreReadAndCoverTheSchema) {
  std::vector<std::pair<std::string, std::string>> kinds, words;
  for (const char* f : {"combat", "explosions", "movement", "people", "speech", "unrest"})
    kinds.emplace_back(std::string("knowledge/kinds/") + f + ".txt", *read_file(std::string(DECONFLICT_SOURCE_DIR) + "/knowledge/kinds/" + f + ".txt"));
  for (const char* f : {"classes", "reporting"}) words.emplace_back(f, *read_file(std::string(DECONFLICT_SOURCE_DIR) + "/knowledge/words/" + f + ".txt"));
  auto loaded = load_kinds(bundle_text(kinds), bundle_text(words));
  ASSERT_TRUE(loaded) << loaded.error().text();
  EXPECT_EQ(loaded->all.size(), 52U);
  for (const Kind& k : loaded->all) EXPECT_TRUE(k.plover_event.empty() || k.plover_event == "ASSAULT" || !k.cameo.empty()) << k.where;
}

}  // namespace
}  // namespace deconflict::claim
