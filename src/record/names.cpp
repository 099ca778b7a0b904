#include <array>

#include "deconflict/annotation.h"
#include "deconflict/copy.h"

namespace deconflict {

namespace {

constexpr std::array<std::string_view, 17> kUpos = {"ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"};
constexpr std::array<std::string_view, 51> kDeprel = {
    "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux", "aux:pass", "case", "cc", "cc:preconj", "ccomp", "compound",
    "compound:prt", "conj", "cop", "csubj", "csubj:outer", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated", "expl", "fixed",
    "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked", "nsubj", "nsubj:outer", "nsubj:pass", "nummod",
    "obj", "obl", "obl:agent", "obl:unmarked", "orphan", "parataxis", "punct", "reparandum", "root", "vocative", "xcomp"};
constexpr std::array<std::string_view, 8> kMention = {"PER", "ORG", "MIL", "GOV", "LOC", "FAC", "WEAPON", "NORP"};
constexpr std::array<std::string_view, 2> kUse = {"literal", "associative"};
constexpr std::array<std::string_view, 7> kPrecision = {"site", "settlement", "district", "admin1", "country", "region", "feature"};
constexpr std::array<std::string_view, 4> kTimex = {"DATE", "TIME", "DURATION", "SET"};
constexpr std::array<std::string_view, 2> kRole = {"actor", "recipient"};
constexpr std::array<std::string_view, 4> kPlaceRole = {"at", "from", "to", "near"};
constexpr std::array<std::string_view, 7> kRealis = {"asserted", "alleged", "denied", "negated", "planned", "threatened", "hypothetical"};
constexpr std::array<std::string_view, 5> kTimePrecision = {"day", "week", "month", "year", "none"};
constexpr std::array<std::string_view, 3> kTimeBasis = {"text", "published", "none"};
constexpr std::array<std::string_view, 4> kMentioned = {"plain", "definite", "new", "recurring"};
constexpr std::array<std::string_view, 3> kCopyBasis = {"credit", "published", "none"};

template <class E, std::size_t N>
std::optional<E> find(const std::array<std::string_view, N>& names, std::string_view name) {
  for (std::size_t i = 0; i < N; ++i)
    if (names[i] == name) return static_cast<E>(i);
  return std::nullopt;
}

}  // namespace

static_assert(static_cast<std::size_t>(Deprel::xcomp) == kDeprel.size() - 1);

std::string_view name_of(Upos v) { return kUpos[static_cast<std::size_t>(v)]; }
std::string_view name_of(Deprel v) { return kDeprel[static_cast<std::size_t>(v)]; }
std::string_view name_of(MentionType v) { return kMention[static_cast<std::size_t>(v)]; }
std::string_view name_of(PlaceUse v) { return kUse[static_cast<std::size_t>(v)]; }
std::string_view name_of(Precision v) { return kPrecision[static_cast<std::size_t>(v)]; }
std::string_view name_of(TimexType v) { return kTimex[static_cast<std::size_t>(v)]; }
std::string_view name_of(Role v) { return kRole[static_cast<std::size_t>(v)]; }
std::string_view name_of(PlaceRole v) { return kPlaceRole[static_cast<std::size_t>(v)]; }
std::string_view name_of(Realis v) { return kRealis[static_cast<std::size_t>(v)]; }
std::string_view name_of(TimePrecision v) { return kTimePrecision[static_cast<std::size_t>(v)]; }
std::string_view name_of(TimeBasis v) { return kTimeBasis[static_cast<std::size_t>(v)]; }
std::string_view name_of(Mentioned v) { return kMentioned[static_cast<std::size_t>(v)]; }
std::string_view name_of(CopyBasis v) { return kCopyBasis[static_cast<std::size_t>(v)]; }

template <> std::optional<Upos> parse_name<Upos>(std::string_view n) { return find<Upos>(kUpos, n); }
template <> std::optional<Deprel> parse_name<Deprel>(std::string_view n) { return find<Deprel>(kDeprel, n); }
template <> std::optional<MentionType> parse_name<MentionType>(std::string_view n) { return find<MentionType>(kMention, n); }
template <> std::optional<PlaceUse> parse_name<PlaceUse>(std::string_view n) { return find<PlaceUse>(kUse, n); }
template <> std::optional<Precision> parse_name<Precision>(std::string_view n) { return find<Precision>(kPrecision, n); }
template <> std::optional<TimexType> parse_name<TimexType>(std::string_view n) { return find<TimexType>(kTimex, n); }
template <> std::optional<Role> parse_name<Role>(std::string_view n) { return find<Role>(kRole, n); }
template <> std::optional<PlaceRole> parse_name<PlaceRole>(std::string_view n) { return find<PlaceRole>(kPlaceRole, n); }
template <> std::optional<Realis> parse_name<Realis>(std::string_view n) { return find<Realis>(kRealis, n); }
template <> std::optional<TimePrecision> parse_name<TimePrecision>(std::string_view n) { return find<TimePrecision>(kTimePrecision, n); }
template <> std::optional<TimeBasis> parse_name<TimeBasis>(std::string_view n) { return find<TimeBasis>(kTimeBasis, n); }
template <> std::optional<Mentioned> parse_name<Mentioned>(std::string_view n) { return find<Mentioned>(kMentioned, n); }
template <> std::optional<CopyBasis> parse_name<CopyBasis>(std::string_view n) { return find<CopyBasis>(kCopyBasis, n); }

}  // namespace deconflict
