#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/span.h"

/// What the program reads out of one document, layer by layer, as SCHEMA `deconflict/1` names it. Every layer is
/// sorted by span; an Index points into another layer of the same Annotation.
namespace deconflict {

using Index = std::optional<std::uint32_t>;

/// Where a decision came from: a knowledge line ("knowledge/kinds/airstrike.txt:12"), a rule or a model by name.
struct Reason {
  std::string field;    ///< "kind", "actor", "place", "time", "realis" …
  std::string rule;
  Span span;            ///< the words that were read; empty if none
  std::string outcome;  ///< what was decided, and rivals turned down
};

struct Boilerplate {
  Span span;
  std::string why;  ///< teaser, navigation, caption, share, byline, credit …
};

struct Sentence {
  Span span;
  std::uint32_t first_token = 0;  ///< tokens [first_token, last_token)
  std::uint32_t last_token = 0;
  bool boilerplate = false;  ///< lies in a boilerplate span
  bool headline = false;     ///< title-like line without a full stop
};

enum class Upos : std::uint8_t { ADJ, ADP, ADV, AUX, CCONJ, DET, INTJ, NOUN, NUM, PART, PRON, PROPN, PUNCT, SCONJ, SYM, VERB, X };

/// UD v2 relations with the subtypes that English uses; names by `name_of`.
enum class Deprel : std::uint8_t {
  acl, acl_relcl, advcl, advcl_relcl, advmod, amod, appos, aux, aux_pass, case_, cc, cc_preconj, ccomp, compound,
  compound_prt, conj, cop, csubj, csubj_outer, csubj_pass, dep, det, det_predet, discourse, dislocated, expl, fixed,
  flat, goeswith, iobj, list, mark, nmod, nmod_desc, nmod_poss, nmod_unmarked, nsubj, nsubj_outer, nsubj_pass, nummod,
  obj, obl, obl_agent, obl_unmarked, orphan, parataxis, punct, reparandum, root, vocative, xcomp
};

enum class MentionType : std::uint8_t { PER, ORG, MIL, GOV, LOC, FAC, WEAPON, NORP };

/// What the trained tagger says of a token: does a mention begin here, or go on?
struct NameTag {
  enum Part : std::uint8_t { none, first, later } part = none;
  MentionType type = MentionType::ORG;
  bool sure = false;  ///< by a margin over what else it might be
};

struct Token {
  Span span;
  std::string lemma;  ///< lower case but for proper nouns
  Upos upos = Upos::X;
  Deprel deprel = Deprel::dep;
  std::int32_t head = -1;  ///< index of a token in the document; -1 for a root
  std::uint32_t sentence = 0;
  NameTag mention;  ///< of a person, body, place, people or weapon, named or described
  NameTag name;     ///< of a name alone
};

struct Mention {
  Span span;
  MentionType type = MentionType::ORG;
  Index entity;
};

struct Entity {
  std::string id;  ///< key of the knowledge base ("actor/islamic-state", "voice/reuters"), or "doc:<n>"
  std::string name;
  MentionType type = MentionType::ORG;
  std::string country;  ///< ISO 3166 alpha-2, or empty
  std::string sector;   ///< PLOVER sector (GOV MIL REB OPP CVL UNK …), or empty
  std::vector<std::string> aliases;  ///< surfaces in this document and names of the knowledge base, no duplicates
  std::string voice;    ///< what sort of voice it is: agency outlet state_media monitor ministry …; empty if none
  std::string parent;   ///< id of what it belongs to or speaks for, or empty
};

enum class PlaceUse : std::uint8_t { literal, associative };
enum class Precision : std::uint8_t { site, settlement, district, admin1, country, region, feature };

/// "eastern bank of", "20 km north of", "outside the 55 km zone around" …
struct PlaceRelation {
  std::string kind;  ///< bank direction distance near between from towards inside outside
  std::string side;  ///< N NE E SE S SW W NW, or empty
  std::optional<double> km;
  std::vector<std::uint32_t> of;  ///< places that it is relative to
  Span span;                      ///< the whole phrase
  std::string geometry;           ///< GeoJSON geometry, or empty where its places are unresolved
};

struct Place {
  Span span;
  std::string name;  ///< preferred name; the surface where unresolved
  std::optional<std::int64_t> geonameid;
  std::optional<double> lat, lon;
  std::string country;  ///< ISO 3166 alpha-2, or empty
  std::string admin1;   ///< name, or empty
  std::string admin2 = {};  ///< name of the second-order division that the gazetteer files it under, or empty
  std::string feature;  ///< GeoNames feature code ("PPL", "ADM1", "STM" …), or empty
  double score = 0;     ///< [0,1]
  PlaceUse use = PlaceUse::literal;
  Precision precision = Precision::settlement;
  std::optional<PlaceRelation> relation;
};

enum class TimexType : std::uint8_t { DATE, TIME, DURATION, SET };

struct Timex {
  Span span;
  TimexType type = TimexType::DATE;
  std::string value;  ///< TIMEX3 value; "XXXX-WXX-1" for a weekday that nothing anchors
};

struct Count {
  Span span;  ///< number and noun, "at least four people"
  std::string what;  ///< killed injured captured abducted arrested missing displaced surrendered destroyed present
  std::string who;   ///< surface words, or empty
  Span who_span;
  std::int64_t min = 0;
  std::optional<std::int64_t> max;  ///< null: open ("at least four")
  bool cumulative = false;
  std::vector<std::uint32_t> of;  ///< of a sum that no words give: the counts that it adds up
  std::string said = {};          ///< the words of a number that is no plain one: "more than 60", "dozens", "about forty"; else empty
  bool part = false;              ///< counts some of those whom the count before it counts: "including an officer"
};

struct Attribution {
  std::vector<Span> source, cue, content;
  Index within;
};

enum class Role : std::uint8_t { actor, recipient };
enum class PlaceRole : std::uint8_t { at, from, to, near };
enum class Realis : std::uint8_t { asserted, alleged, denied, negated, planned, threatened, hypothetical };
/// Is it told as having happened, be it by hearsay?
constexpr bool is_actual(Realis r) { return r == Realis::asserted || r == Realis::alleged; }
enum class TimePrecision : std::uint8_t { day, week, month, year, none };
enum class TimeBasis : std::uint8_t { text, published, none };
/// How a happening is mentioned: as known ("the attack", "that strike"), as another than those told before ("a second blast", "elsewhere"),
/// as one of many ("daily shelling", "have often attacked"), or in none of these ways.
enum class Mentioned : std::uint8_t { plain, definite, fresh, recurring };

struct ClaimActor {
  Role role = Role::actor;
  Span span;
  Index entity;
  std::string head = {};  ///< lemma of the head word ("peasant"), so that actors without an entity can be compared (of a people, as it stands: "Israeli"); empty for a pronoun
};

struct ClaimPlace {
  std::uint32_t place = 0;
  PlaceRole role = PlaceRole::at;
};

struct ClaimTime {
  std::string value;  ///< TIMEX3 date; empty for null
  TimePrecision precision = TimePrecision::none;
  TimeBasis basis = TimeBasis::none;
  Span span;  ///< empty unless basis is text
};

/// One link of an attribution chain.
struct Voice {
  Index entity;
  Span span;
  Span cue;  ///< empty where the text has none
};

struct ClaimMention {
  Mentioned as = Mentioned::plain;
  Span span;  ///< the word that says so; empty for a plain one
  std::string lemma = {};  ///< of the word that names the happening ("strike")
  bool noun = false;       ///< is that word a noun?
  bool campaign = false;   ///< does it name what holds many acts: a war, an offensive?
  bool many = false;       ///< does it stand in the plural: "strikes"?
  std::string site = {};   ///< the sort of site that its sentence tells of next to it: "prison", "hospital"; empty for none
  std::string means = {};  ///< with what it was done, by the words of the act, its weapon or its doer: air shells bomb arms blade hand; empty where they do not tell
  std::uint32_t item = 0;  ///< which entry of a live page or part of a digest tells it; 0: the text before the first, or a text of one piece
};

/// One source's word that one thing happened.
struct Claim {
  std::string id;    ///< "c1", "c2" … in text order
  std::string kind;  ///< a kind of SCHEMA.md
  Span span;         ///< evidence
  Span trigger;
  std::vector<ClaimActor> actors;
  std::vector<ClaimPlace> places;
  ClaimTime time;
  std::vector<std::uint32_t> counts;
  std::vector<Span> weapons;
  std::vector<Voice> attribution;  ///< outermost voice first; empty: the outlet itself
  Realis realis = Realis::asserted;
  bool background = false;
  ClaimMention mention;
  bool responsibility = false;  ///< an accusation that assigns, or a claim that takes, responsibility
  double confidence = 0;
  std::string plover_event, plover_mode, cameo, acled_event, acled_sub_event;
  std::vector<Reason> why;
};

/// The record of one document. `text` views the Document's own text, which must outlive it; empty when the record was
/// read back from JSON.
struct Annotation {
  std::string id, sha256, published, language, title, url, outlet;
  std::string_view text;
  std::vector<Boilerplate> boilerplate;
  std::vector<Sentence> sentences;
  std::vector<Token> tokens;
  std::vector<Mention> mentions;
  std::vector<Entity> entities;
  std::vector<Place> places;
  std::vector<Timex> times;
  std::vector<Count> counts;
  std::vector<Attribution> attributions;
  std::vector<Claim> claims;

  std::string_view surface(Span span) const { return span.of(text); }
};

std::string_view name_of(Upos);
std::string_view name_of(Deprel);  ///< with its subtype: "nsubj:pass"
std::string_view name_of(MentionType);
std::string_view name_of(PlaceUse);
std::string_view name_of(Precision);
std::string_view name_of(TimexType);
std::string_view name_of(Role);
std::string_view name_of(PlaceRole);
std::string_view name_of(Realis);
std::string_view name_of(TimePrecision);
std::string_view name_of(TimeBasis);
std::string_view name_of(Mentioned);  ///< "plain" "definite" "new" "recurring"

/// The enumerator of that name; nullopt for another word.
template <class E>
std::optional<E> parse_name(std::string_view name);

}  // namespace deconflict
