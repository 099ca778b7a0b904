#include "lang/lemma.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace deconflict::lang {

namespace {

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u'; }
bool is_consonant(char c) { return c >= 'a' && c <= 'z' && !is_vowel(c); }

/// Verbs that make their past by their own way, and others whose forms the treebank never shows, in the order of their forms.
constexpr std::array<std::pair<std::string_view, std::string_view>, 91> kIrregular{{
    {"acceded", "accede"}, {"acceding", "accede"}, {"arisen", "arise"}, {"arose", "arise"}, {"beaten", "beat"}, {"bled", "bleed"}, {"boycotted", "boycott"},
    {"boycotting", "boycott"}, {"bred", "breed"}, {"burnt", "burn"}, {"clamored", "clamor"}, {"clamoring", "clamor"}, {"clothed", "clothe"},
    {"clung", "cling"}, {"collided", "collide"}, {"colliding", "collide"}, {"convened", "convene"}, {"convening", "convene"}, {"crept", "creep"},
    {"dealt", "deal"}, {"defused", "defuse"}, {"defusing", "defuse"}, {"derided", "deride"}, {"deriding", "deride"}, {"disputed", "dispute"},
    {"disputing", "dispute"}, {"dug", "dig"}, {"dynamited", "dynamite"}, {"dynamiting", "dynamite"}, {"entreated", "entreat"}, {"entreating", "entreat"},
    {"fled", "flee"}, {"flung", "fling"}, {"forbade", "forbid"}, {"forbidden", "forbid"}, {"forsaken", "forsake"}, {"forsook", "forsake"}, {"freed", "free"},
    {"froze", "freeze"}, {"frozen", "freeze"}, {"interceded", "intercede"}, {"interceding", "intercede"}, {"knelt", "kneel"}, {"lambasted", "lambaste"},
    {"lambasting", "lambaste"}, {"leapt", "leap"}, {"maltreated", "maltreat"}, {"maltreating", "maltreat"}, {"misled", "mislead"}, {"mistreated", "mistreat"},
    {"mistreating", "mistreat"}, {"propelled", "propel"}, {"rebelled", "rebel"}, {"rebuked", "rebuke"}, {"rebuking", "rebuke"}, {"repelled", "repel"},
    {"seceded", "secede"}, {"seceding", "secede"}, {"shaken", "shake"}, {"shook", "shake"}, {"shrank", "shrink"}, {"shrunk", "shrink"}, {"slain", "slay"},
    {"slew", "slay"}, {"slid", "slide"}, {"spat", "spit"}, {"sped", "speed"}, {"sprang", "spring"}, {"sprung", "spring"}, {"stole", "steal"},
    {"strafed", "strafe"}, {"strafing", "strafe"}, {"strewn", "strew"}, {"striven", "strive"}, {"strode", "stride"}, {"strove", "strive"}, {"stung", "sting"},
    {"sunk", "sink"}, {"swam", "swim"}, {"swore", "swear"}, {"sworn", "swear"}, {"swung", "swing"}, {"telephoned", "telephone"}, {"telephoning", "telephone"},
    {"tore", "tear"}, {"torn", "tear"}, {"trod", "tread"}, {"trodden", "tread"}, {"wove", "weave"}, {"woven", "weave"}, {"wrung", "wring"}
}};

std::string_view irregular(std::string_view form) {
  const auto it = std::lower_bound(kIrregular.begin(), kIrregular.end(), form, [](const auto& entry, std::string_view f) { return entry.first < f; });
  return it != kIrregular.end() && it->first == form ? it->second : std::string_view{};
}

/// The next line of `text`, taken off it.
std::string_view take_line(std::string_view& text) {
  const auto end = text.find('\n');
  const auto line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

}  // namespace

Inflection inflection_of(std::string_view penn) {
  if (penn == "NNS" || penn == "NNPS") return Inflection::plural;
  if (penn == "VBD") return Inflection::past;
  if (penn == "VBN") return Inflection::participle;
  if (penn == "VBG") return Inflection::gerund;
  if (penn == "VBZ") return Inflection::third;
  if (penn == "JJR" || penn == "RBR") return Inflection::comparative;
  if (penn == "JJS" || penn == "RBS") return Inflection::superlative;
  return Inflection::none;
}

std::uint64_t Lemmas::key(std::string_view form, Upos upos) { return hash64(form) ^ (static_cast<std::uint64_t>(upos) + 1) * 0x9E3779B97F4A7C15ULL; }

Result<Lemmas> Lemmas::read(std::string_view exceptions, std::string_view known) {
  Lemmas out;
  auto wrong = [](std::string_view line) {
    return Error{"lang.model", "", "the language model has a lemma line that cannot be read: " + std::string(line.substr(0, 60))};
  };
  while (!exceptions.empty()) {
    const auto line = take_line(exceptions);
    const auto first = line.find('\t'), second = line.find('\t', first + 1);
    if (first == std::string_view::npos || second == std::string_view::npos) return wrong(line);
    const auto upos = parse_name<Upos>(line.substr(first + 1, second - first - 1));
    if (!upos) return wrong(line);
    out.exceptions_.emplace(key(line.substr(0, first), *upos), line.substr(second + 1));
  }
  while (!known.empty()) {
    const auto line = take_line(known);
    const auto tab = line.find('\t');
    const auto upos = parse_name<Upos>(line.substr(tab + 1));
    if (tab == std::string_view::npos || !upos) return wrong(line);
    out.add_known(line.substr(0, tab), *upos);
  }
  return out;
}

void Lemmas::lemma(std::string_view form, Upos upos, Inflection inflection, std::string& out) const {
  if (const auto it = exceptions_.find(key(form, upos)); it != exceptions_.end()) {
    out = it->second;
    return;
  }
  if (upos == Upos::VERB && (inflection == Inflection::past || inflection == Inflection::participle) && irregular_past(form, out)) return;
  by_rule(form, upos, inflection, out);
}

/// "Shook", and what a prefix makes of another: "overran", "retook", "withheld".
bool Lemmas::irregular_past(std::string_view form, std::string& out) const {
  if (const auto lemma = irregular(form); !lemma.empty()) {
    out = lemma;
    return true;
  }
  if (form.ends_with("ed")) return false;
  for (const std::string_view prefix : {"over", "under", "with", "up", "out", "re", "mis", "fore"}) {
    if (!form.starts_with(prefix)) continue;
    const auto rest = form.substr(prefix.size());
    const auto it = exceptions_.find(key(rest, Upos::VERB));
    const auto lemma = it != exceptions_.end() ? it->second : irregular(rest);
    if (lemma.empty()) continue;
    out = prefix;
    out += lemma;
    return true;
  }
  return false;
}

/// The lemma behind a stem whose ending (-ed, -ing, -er) is off: "struck" is an exception, "strik|ing" → strike, "stopp|ed" → stop.
void Lemmas::strip(std::string_view stem, Upos upos, bool doubled, std::string& out) const {
  const auto n = stem.size();
  out = stem;
  const bool twin = doubled && n >= 3 && stem[n - 1] == stem[n - 2] && is_consonant(stem[n - 1]);
  if (known(out, upos) && !known(out + "e", upos)) return;
  out += 'e';
  if (known(out, upos)) return;
  if (twin) {
    out.assign(stem.substr(0, n - 1));
    if (known(out, upos)) return;
    const char c = stem[n - 1];
    if (c == 'l' || c == 's' || c == 'f' || c == 'z') out.assign(stem);
    return;
  }
  out = stem;
  if (n < 2) return;
  const char c = stem[n - 1], b = stem[n - 2];
  // Endings that no English word has without its e.
  const bool needs_e = c == 'v' || c == 'c' || c == 'u' || (c == 'z' && b != 'z' && b != 't') ||
                       (c == 'g' && (b == 'd' || b == 'r' || b == 'a' || b == 'e' || (b == 'n' && n >= 3 && stem[n - 3] == 'a'))) ||
                       (c == 's' && b != 's' && !(b == 'u' && n > 4)) || (c == 't' && b == 'a' && n > 3) ||
                       (n > 4 && ((c == 'm' && b == 'u' && stem[n - 3] == 's') || (c == 'd' && b == 'a' && is_consonant(stem[n - 3])))) ||
                       (c == 'l' && is_consonant(b) && b != 'l' && b != 'r' && b != 'w') ||
                       (c == 'r' && (b == 'u' || b == 'i' || b == 'o') && n >= 3 && is_consonant(stem[n - 3])) ||
                       (c == 'n' && b == 'i' && n > 4 && stem[n - 3] != 'a') ||
                       (n >= 3 && n <= 4 && is_consonant(c) && c != 'w' && c != 'y' && c != 'x' && is_vowel(b) && is_consonant(stem[n - 3]));
  if (needs_e) out += 'e';
}

void Lemmas::by_rule(std::string_view form, Upos upos, Inflection inflection, std::string& out) const {
  out = form;
  const auto n = form.size();
  if (n < 3) return;
  switch (inflection) {
    case Inflection::plural:
    case Inflection::third:
      if (!form.ends_with('s') || form.ends_with("ss") || (form.ends_with("us") && inflection == Inflection::plural)) return;
      if (form.ends_with("ies") && n > 4) {
        out.resize(n - 3);
        out += 'y';
        return;
      }
      out.resize(n - 1);
      if (known(out, upos)) return;
      if (form.ends_with("sses") || form.ends_with("shes") || form.ends_with("ches") || form.ends_with("xes") || form.ends_with("zzes") ||
          form.ends_with("oes"))
        out.resize(n - 2);
      else if (inflection == Inflection::plural && form.ends_with("men")) out = form;
      return;
    case Inflection::past:
    case Inflection::participle:
      if (!form.ends_with("ed") || n < 4) return;
      if (form.ends_with("ied")) {
        out.resize(n - 3);
        out += 'y';
        return;
      }
      return strip(form.substr(0, n - 2), upos, true, out);
    case Inflection::gerund:
      if (!form.ends_with("ing") || n < 5) return;
      return strip(form.substr(0, n - 3), upos, true, out);
    case Inflection::comparative:
    case Inflection::superlative: {
      const std::size_t ending = inflection == Inflection::comparative ? 2 : 3;
      if (!form.ends_with(inflection == Inflection::comparative ? "er" : "est") || n < ending + 3) return;
      const auto stem = form.substr(0, n - ending);
      if (stem.ends_with('i')) {
        out.assign(stem.substr(0, stem.size() - 1));
        out += 'y';
        return;
      }
      return strip(stem, upos, true, out);
    }
    case Inflection::none:
      return;
  }
}

}  // namespace deconflict::lang
