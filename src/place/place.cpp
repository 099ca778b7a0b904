#include "place/place.h"

#include <algorithm>

#include "place/keys.h"
#include "place/relation.h"
#include "place/resolve.h"
#include "place/scan.h"
#include "place/table.h"
#include "place/words.h"

namespace deconflict::place {

struct Gazetteer::State {
  Table table;
  WordTable words;
  std::string version;
  std::string_view sources;
};

Gazetteer::Gazetteer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Gazetteer::Gazetteer(Gazetteer&&) noexcept = default;
Gazetteer& Gazetteer::operator=(Gazetteer&&) noexcept = default;
Gazetteer::~Gazetteer() = default;

Result<Gazetteer> Gazetteer::load(const Pack& knowledge, const Pack* imported) {
  const Pack& tables = imported != nullptr ? *imported : knowledge;
  auto table = Table::open(tables);
  if (!table) return table.error();
  // Millions of imported rows were checked when they were written; a table of ours is small enough to be gone through.
  if (imported == nullptr)
    if (auto r = table->check(); !r) return r.error();
  auto sources = tables.section("gazetteer/sources");
  if (!sources) return sources.error();
  auto words = WordTable::open(knowledge);
  if (!words) return words.error();
  auto state = std::make_unique<State>();
  state->table = *table;
  state->words = *words;
  state->sources = *sources;
  state->version = table_version(tables);
  return Gazetteer(std::move(state));
}

namespace {

/// A mention for every place that lies in none yet.
void add_mentions(Annotation& a) {
  std::vector<Mention> fresh;
  std::size_t m = 0;
  std::uint32_t reach = 0;  // where the mentions that begin before a place end
  for (const Place& p : a.places) {
    for (; m < a.mentions.size() && a.mentions[m].span.begin < p.span.end; ++m) reach = std::max(reach, a.mentions[m].span.end);
    if (reach > p.span.begin) continue;
    fresh.push_back({p.span, p.precision == Precision::site ? MentionType::FAC : MentionType::LOC, std::nullopt});
  }
  if (fresh.empty()) return;
  a.mentions.insert(a.mentions.end(), fresh.begin(), fresh.end());
  std::stable_sort(a.mentions.begin(), a.mentions.end(), [](const Mention& x, const Mention& y) { return x.span < y.span; });
}

}  // namespace

void Gazetteer::find(Annotation& a) const {
  Scan scan;
  scan_words(a, state_->words, scan);
  scan_names(a, state_->table, scan);
  const auto rows = resolve(a, state_->table, scan);
  Relations(a, state_->table, scan, rows).run();
  add_mentions(a);
}

std::vector<Gazetteer::Entry> Gazetteer::lookup(std::string_view name) const {
  const Table& table = state_->table;
  std::vector<Entry> out;
  auto take = [&](std::span<const Posting> postings) {
    for (Posting p : postings) {
      if (p.sort() == NameSort::demonym) continue;
      const Row& r = table.row(p.row());
      Entry e;
      e.geonameid = r.id;
      e.name = table.name(r);
      e.country = r.country_code();
      if (r.admin1 != kNone) e.admin1 = table.name(table.row(r.admin1));
      e.feature = r.feature_code();
      e.lat = r.latitude();
      e.lon = r.longitude();
      e.population = r.population;
      e.score = std::min(1.0, prior(r, p.sort()));
      out.push_back(std::move(e));
    }
  };
  take(table.find(name_key(name)));
  if (out.empty()) take(table.find_transliterated(transliteration_key(name)));
  std::stable_sort(out.begin(), out.end(), [](const Entry& x, const Entry& y) { return x.score > y.score; });
  return out;
}

std::size_t Gazetteer::size() const { return state_->table.rows().size(); }
const std::string& Gazetteer::version() const { return state_->version; }
std::string_view Gazetteer::sources() const { return state_->sources; }

}  // namespace deconflict::place
