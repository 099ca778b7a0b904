#include "name/history.h"

#include <algorithm>
#include <iterator>

#include "base/date.h"
#include "base/utf8.h"

namespace deconflict::name {

namespace {

constexpr std::string_view kRelations[] = {"part-of", "merged-into", "split-from", "allied-with", "backed-by"};

Error bad(const KnowledgeRecord& r, const KnowledgeLine& line, std::string_view code, std::string message) {
  return Error{"knowledge." + std::string(code), r.where(line.line), std::move(message)};
}

/// < 0: the whole of `a` lies before `b`, as far as both are told.
int order(std::string_view a, std::string_view b) {
  const auto common = std::min(a.size(), b.size());
  return a.substr(0, common).compare(b.substr(0, common));
}

/// The last word of `text`, and the word before it.
std::string_view last_word(std::string_view text) { return text.substr(text.find_last_of(' ') + 1); }

}  // namespace

bool Period::not_yet(std::string_view day) const { return !from.empty() && !day.empty() && order(day, from) < 0; }

bool Period::over(std::string_view day) const { return !until.empty() && !day.empty() && order(day, until) > 0; }

std::string Period::text() const {
  if (from.empty()) return until.empty() ? "" : "until " + until;
  return until.empty() ? "since " + from : "from " + from + " until " + until;
}

bool Tie::one_body(std::string_view first_day, std::string_view last_day) const {
  switch (relation) {
    case Relation::part_of:
    case Relation::merged_into: return period.meets(first_day, last_day);
    // Its people were the other's before they left; from the day on, or the month, they may fight each other.
    case Relation::split_from: return !first_day.empty() && order(first_day, period.from) < 0;
    case Relation::allied_with:
    case Relation::backed_by: return false;
  }
  return false;
}

std::string_view name_of(Relation relation) { return kRelations[static_cast<std::size_t>(relation)]; }

bool relation_named(std::string_view key, Relation& relation) {
  const auto at = std::find(std::begin(kRelations), std::end(kRelations), key);
  if (at == std::end(kRelations)) return false;
  relation = static_cast<Relation>(at - std::begin(kRelations));
  return true;
}

bool is_date(std::string_view text) {
  constexpr std::string_view kRest = "-01-01";
  if (text.size() != 4 && text.size() != 7 && text.size() != 10) return false;
  return parse_iso_day(std::string(text) + std::string(kRest.substr(text.size() - 4))).has_value();
}

Result<Dated> read_dated(std::string_view text, const std::string& where) {
  Dated out;
  text = trim(text);
  while (true) {
    const std::string_view date = last_word(text);
    if (date.empty() || date.front() < '0' || date.front() > '9' || date.size() == text.size()) break;
    const std::string_view before = trim(text.substr(0, text.size() - date.size()));
    const std::string_view word = last_word(before);
    if (word != "from" && word != "since" && word != "in" && word != "until") break;
    if (!is_date(date)) return Error{"knowledge.date", where, "'" + std::string(date) + "' is no date: write 2017, 2017-01 or 2017-01-28"};
    std::string& end = word == "until" ? out.period.until : out.period.from;
    if (!end.empty()) return Error{"knowledge.period", where, "'" + std::string(word) + " " + std::string(date) + "' is one end of a period that is told twice"};
    end = date;
    text = trim(before.substr(0, before.size() - word.size()));
  }
  if (!out.period.from.empty() && !out.period.until.empty() && order(out.period.from, out.period.until) > 0)
    return Error{"knowledge.period", where, "it is from " + out.period.from + ", which is after its end, " + out.period.until};
  out.value = text;
  return out;
}

std::string take_source(std::string& value) {
  const auto at = value.find(';');
  if (at == std::string::npos) return {};
  std::string source(trim(std::string_view(value).substr(at + 1)));
  value = trim(std::string_view(value).substr(0, at));
  return source;
}

bool is_name_key(std::string_view key) { return key == "name" || key == "aka" || key == "was" || key == "loose"; }

bool is_history_key(std::string_view key) {
  Relation relation;
  return key == "active" || key == "ucdp" || relation_named(key, relation);
}

Result<DatedName> read_active(const KnowledgeRecord& r) {
  DatedName active;
  for (const auto& line : r.lines) {
    if (line.key != "active") continue;
    active.where = r.where(line.line);
    std::string value = "active " + line.value;  // `read_dated` wants something that is dated
    active.source = take_source(value);
    auto dated = read_dated(value, active.where);
    if (!dated) return dated.error();
    if (dated->value != "active" || !dated->period.dated()) return bad(r, line, "period", "'active' says from or until when: \"active from 2012-01 until 2017\"");
    active.period = std::move(dated->period);
  }
  return active;
}

Result<std::vector<Dated>> read_names(const KnowledgeRecord& r, const KnowledgeLine& line) {
  std::vector<Dated> names;
  std::string value = line.value;
  take_source(value);
  const bool one = line.key == "name" || line.key == "was";
  for (const auto& text : one ? std::vector<std::string>{value} : split_list(value)) {
    auto dated = read_dated(text, r.where(line.line));
    if (!dated) return dated.error();
    if (line.key == "was" && !dated->period.dated()) return bad(r, line, "period", "a former name says from or until when it was in use: \"was Red Guard until 2013-04\"");
    names.push_back(std::move(*dated));
  }
  return names;
}

Result<void> Histories::read(const KnowledgeRecord& r) {
  History h;
  h.id = r.sort() + "/" + r.lines.front().value;
  auto active = read_active(r);
  if (!active) return active.error();
  h.active = std::move(*active);
  for (const auto& line : r.lines) {
    const std::string where = r.where(line.line);
    std::string value = line.value;
    Tie tie;
    if (is_name_key(line.key)) {
      auto names = read_names(r, line);
      if (!names) return names.error();
      const std::string source = take_source(value);
      for (Dated& n : *names) {
        constexpr std::string_view kShared = " (shared)";
        if (n.value.ends_with(kShared)) n.value.resize(n.value.size() - kShared.size());
        if (n.period.dated()) h.names.push_back({n.value, n.period, source, where});
        if (line.key != "loose") h.all_names.push_back(std::move(n.value));
      }
    } else if (relation_named(line.key, tie.relation)) {
      tie.source = take_source(value);
      auto dated = read_dated(value, where);
      if (!dated) return dated.error();
      if (dated->value == h.id) return bad(r, line, "tie", "it is tied to itself");
      if (dated->period.from.empty() && (tie.relation == Relation::merged_into || tie.relation == Relation::split_from))
        return bad(r, line, "period", "'" + line.key + "' says when: \"" + line.key + " actor/ID in 2017-01\"");
      tie.to = std::move(dated->value);
      tie.period = std::move(dated->period);
      tie.where = where;
      h.ties.push_back(std::move(tie));
    } else if (line.key == "ucdp") {
      for (const auto& id : split_list(line.value, ' ')) {
        if (id.find_first_not_of("0123456789") != std::string::npos) return bad(r, line, "ucdp", "'" + id + "' is no id of the UCDP Actor dataset: those are numbers");
        const auto [at, fresh] = ucdp_.try_emplace(id, where);
        if (!fresh) return bad(r, line, "ucdp", "UCDP actor " + id + " stands at " + at->second + " too");
        h.ucdp += (h.ucdp.empty() ? "" : " ") + id;
      }
    } else if (line.key == "source") {
      h.source += (h.source.empty() ? "" : " | ") + line.value;
    }
  }
  ids_.try_emplace(h.id, all_.size());
  all_.push_back(std::move(h));
  return {};
}

Result<Histories> Histories::load(const Pack& knowledge) {
  Histories out;
  for (const char* section : {"text/actors", "text/voices"}) {
    auto text = knowledge.section(section);
    if (!text) return text.error();
    auto records = parse_knowledge(*text);
    if (!records) return records.error();
    for (const auto& r : *records)
      if (r.sort() == "actor" || r.sort() == "voice")
        if (auto done = out.read(r); !done) return done.error();
  }
  return out;
}

Result<void> Histories::check(const std::function<bool(std::string_view id)>& known) const {
  for (const History& h : all_) {
    for (const Tie& t : h.ties) {
      if (!known(t.to)) return Error{"knowledge.tie", t.where, "'" + t.to + "' is not in the knowledge"};
      if (t.source.empty()) return Error{"knowledge.source", t.where, "nobody is named who documents the tie: write \"; SOURCE\" behind it"};
    }
    if (!h.active.where.empty() && h.active.source.empty())
      return Error{"knowledge.source", h.active.where, "nobody is named who documents the period: write \"; SOURCE\" behind it"};
  }
  return {};
}

const History* Histories::of(std::string_view id) const {
  const auto found = ids_.find(std::string(id));
  return found == ids_.end() ? nullptr : &all_[found->second];
}

std::vector<const History*> Histories::bearers(std::string_view name) const {
  std::vector<const History*> found;
  const std::string folded = utf8::fold(name);
  for (const History& h : all_)
    if (h.id == name || std::any_of(h.all_names.begin(), h.all_names.end(), [&](const std::string& other) { return utf8::fold(other) == folded; })) found.push_back(&h);
  return found;
}

std::vector<std::string> Histories::wholes(std::string_view id, std::string_view first_day, std::string_view last_day) const {
  std::vector<std::string> found;
  std::string of_whom(id);
  for (std::size_t next = 0;; of_whom = found[next++]) {
    if (const History* h = of(of_whom))
      for (const Tie& t : h->ties)
        if (t.one_body(first_day, last_day) && std::find(found.begin(), found.end(), t.to) == found.end()) found.push_back(t.to);
    if (next == found.size()) return found;
  }
}

}  // namespace deconflict::name
