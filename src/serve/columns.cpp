#include "serve/columns.h"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <unordered_set>

#include "base/hash.h"
#include "base/utf8.h"
#include "serve/api_json.h"

namespace deconflict::serve {

namespace {

std::uint8_t up_to_255(std::size_t n) { return static_cast<std::uint8_t>(std::min<std::size_t>(n, 255)); }
std::uint8_t bit(Realis r) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(r)); }
bool is_break(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
std::int32_t number_of(Day day) { return static_cast<std::int32_t>(day.time_since_epoch().count()); }

}  // namespace

std::string_view WordIndex::text_of(std::size_t word) const {
  const std::size_t begin = words_[word].begin;
  const std::size_t end = word + 1 < words_.size() ? words_[word + 1].begin - 1 : letters_.size();
  return std::string_view(letters_).substr(begin, end - begin);
}

void WordIndex::grow() {
  std::vector<Slot> wider(std::max<std::size_t>(1024, slots_.size() * 2));
  for (const Slot& slot : slots_) {
    if (slot.word == 0) continue;
    std::size_t at = slot.hash & (wider.size() - 1);
    while (wider[at].word != 0) at = (at + 1) & (wider.size() - 1);
    wider[at] = slot;
  }
  slots_ = std::move(wider);
}

/// REQUIRES a free slot
WordIndex::Word& WordIndex::word_of(const Piece& piece) {
  std::size_t at = piece.hash & (slots_.size() - 1);
  for (; slots_[at].word != 0; at = (at + 1) & (slots_.size() - 1))
    if (slots_[at].hash == piece.hash && text_of(slots_[at].word - 1) == piece.text) return words_[slots_[at].word - 1];
  letters_ += '\n';
  words_.push_back({static_cast<std::uint32_t>(letters_.size()), 0, {}});
  letters_ += piece.text;
  slots_[at] = {piece.hash, static_cast<std::uint32_t>(words_.size())};
  return words_.back();
}

/// Asks for the memory of all pieces' words at once: each lies elsewhere, and to wait for one after another was most of the work.
void WordIndex::fetch_words() {
  const std::size_t mask = slots_.size() - 1;
  for (const Piece& piece : pieces_) __builtin_prefetch(&slots_[piece.hash & mask]);
  for (const Piece& piece : pieces_)
    if (const auto word = slots_[piece.hash & mask].word; word != 0) __builtin_prefetch(&words_[word - 1]);
  for (const Piece& piece : pieces_)
    if (const auto word = slots_[piece.hash & mask].word; word != 0) {
      __builtin_prefetch(letters_.data() + words_[word - 1].begin);
      const std::string& steps = words_[word - 1].steps;
      __builtin_prefetch(steps.data() + steps.size(), 1);
    }
}

void WordIndex::add(std::uint32_t number, std::string_view folded) {
  while (!folded.empty()) {
    const auto end = static_cast<std::size_t>(std::find_if(folded.begin(), folded.end(), is_break) - folded.begin());
    if (end > 0) pieces_.push_back({folded.substr(0, end), static_cast<std::uint32_t>(hash64(folded.substr(0, end)))});
    folded.remove_prefix(std::min(end + 1, folded.size()));
  }
  while (slots_.size() < 2 * (words_.size() + pieces_.size() + 1)) grow();
  fetch_words();
  for (const Piece& piece : pieces_) {
    Word& word = word_of(piece);
    if (word.last == number + 1) continue;
    std::uint32_t step = number + 1 - word.last;
    for (; step >= 128; step >>= 7) word.steps += static_cast<char>(step | 128);
    word.steps += static_cast<char>(step);
    word.last = number + 1;
  }
  pieces_.clear();  // they view the text
}

void WordIndex::find(std::string_view part, std::vector<bool>& found) const {
  if (part.empty() || part.find('\n') != std::string_view::npos) return;
  const std::string_view letters = letters_;
  for (auto at = letters.find(part); at != std::string_view::npos; at = letters.find(part, at)) {
    // The word in which the part stands; the next search begins behind it.
    const auto next = std::upper_bound(words_.begin(), words_.end(), at, [](std::size_t place, const Word& word) { return place < word.begin; });
    const Word& word = *(next - 1);
    std::uint32_t number = 0, step = 0;
    unsigned shift = 0;
    for (const char c : word.steps) {
      const auto byte = static_cast<unsigned char>(c);
      step |= static_cast<std::uint32_t>(byte & 127) << shift;
      shift += 7;
      if ((byte & 128) != 0) continue;
      number += step;
      found[number - 1] = true;
      step = 0;
      shift = 0;
    }
    if (next == words_.end()) break;
    at = next->begin;
  }
}

void LayeredIndex::seal() {
  if (!base_) base_ = std::make_shared<const WordIndex>(std::move(fresh_));
}

std::vector<bool> LayeredIndex::find(std::string_view part, std::size_t texts) const {
  std::vector<bool> found(texts, false);
  if (base_) base_->find(part, found);
  fresh_.find(part, found);
  late_.find(part, found);
  return found;
}

std::uint32_t Names::number(const std::string& id, const std::string& name) {
  const auto [at, fresh] = numbers_.try_emplace(id.empty() ? name : id, static_cast<std::uint32_t>(all_.size()));
  if (fresh) all_.push_back({id, name, utf8::fold(name)});
  return at->second;
}

std::vector<bool> Names::named(const std::string& wanted) const {
  std::vector<bool> flags(all_.size());
  for (std::size_t i = 0; i < all_.size(); ++i) flags[i] = all_[i].id == wanted || all_[i].folded.find(wanted) != std::string::npos;
  return flags;
}

Columns::Entry::Entry(EventRow&& event) {
  Event& e = event.event;
  std::string words = kind_label(e.kind);
  for (auto& a : e.actors) {
    words += '\n' + a.name;
    actors.emplace_back(std::move(a.id), std::move(a.name));
  }
  for (auto& v : e.voices) {
    words += '\n' + v.name;
    voices.emplace_back(std::move(v.id), std::move(v.name));
  }
  if (e.place) {
    words += '\n' + e.place->name + '\n' + e.place->admin1;
    row.precision = e.place->precision;
    if (e.place->lat && e.place->lon) {
      row.placed = true;
      row.lat = static_cast<float>(*e.place->lat);
      row.lon = static_cast<float>(*e.place->lon);
      row.up = static_cast<float>(std::log(std::tan(std::numbers::pi / 4 + std::clamp(*e.place->lat, -85.0, 85.0) * std::numbers::pi / 360)) * 180 / std::numbers::pi);
    }
  }
  words += '\n' + event.words;
  text = utf8::fold(words);
  if (const auto begin = parse_iso_day(e.time.begin)) {
    row.dated = true;
    row.begin = number_of(*begin);
    row.end = number_of(parse_iso_day(e.time.end).value_or(*begin));
  }
  for (const Realis realis : event.realis) row.realis |= bit(realis);
  row.contested = !e.contradictions.empty();
  const auto doubts = doubts_of(event);
  row.worth = static_cast<float>(worth_of(event, doubts));
  for (const auto& d : doubts) row.doubts |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(d.doubt));
  row.claims = static_cast<std::uint32_t>(e.claims.size());
  id = std::move(e.id);
  kind = std::move(e.kind);
}

void Columns::add(const Entry& entry) {
  Row r = entry.row;
  r.number = given_++;
  r.kind = static_cast<std::uint16_t>(kinds_.number(entry.kind, kind_label(entry.kind)));
  r.names = static_cast<std::uint32_t>(numbers_.size());
  for (const auto& [id, name] : entry.actors) {
    const auto number = actors_.number(id, name);
    if (r.actors < 255 && std::find(numbers_.begin() + r.names, numbers_.end(), number) == numbers_.end()) numbers_.push_back(number), ++r.actors;
  }
  for (const auto& [id, name] : entry.voices)
    if (r.voices < 255) numbers_.push_back(voices_.number(id, name)), ++r.voices;
  words_.add(r.number, entry.text);
  claims_ += r.claims;
  doubtful_ += r.doubts == 0 ? 0 : 1;
  r.id = static_cast<std::uint32_t>(ids_.size());
  r.id_size = up_to_255(entry.id.size());
  ids_ += std::string_view(entry.id).substr(0, r.id_size);
  rows_.push_back(r);
}

bool Columns::newer(const Row& a, const Row& b) const {
  if (a.dated != b.dated) return a.dated;
  if (a.dated && a.begin != b.begin) return a.begin > b.begin;
  const std::string_view ids = ids_;
  return ids.substr(a.id, a.id_size) < ids.substr(b.id, b.id_size);
}

/// REQUIRES sorted rows
void Columns::index_days() {
  days_.clear();
  for (const Row& r : rows_)
    if (r.dated && (days_.empty() || days_.back() != r.begin)) days_.push_back(r.begin);
  std::reverse(days_.begin(), days_.end());
  auto day = static_cast<std::uint32_t>(days_.size());
  std::int32_t last = 0;
  for (Row& r : rows_) {
    if (!r.dated) continue;
    if (day == days_.size() || r.begin != last) --day;
    last = r.begin;
    r.day = day;
  }
}

/// Names lie in the order of the rows, so that a pass over these reads them one after another.
void Columns::order_names() {
  std::vector<std::uint32_t> ordered;
  ordered.reserve(numbers_.size());
  for (Row& r : rows_) {
    const auto first = numbers_.begin() + r.names;
    r.names = static_cast<std::uint32_t>(ordered.size());
    ordered.insert(ordered.end(), first, first + r.actors + r.voices);
  }
  numbers_ = std::move(ordered);
}

void Columns::seal() {
  std::sort(rows_.begin(), rows_.end(), [&](const Row& a, const Row& b) { return newer(a, b); });
  index_days();
  order_names();
  words_.seal();
}

void Columns::update(const std::vector<std::string>& gone, const std::vector<Entry>& fresh) {
  std::unordered_set<std::string_view> ids(gone.begin(), gone.end());
  for (const auto& entry : fresh) ids.insert(entry.id);
  const std::string_view known = ids_;
  std::erase_if(rows_, [&](const Row& r) {
    if (!ids.contains(known.substr(r.id, r.id_size))) return false;
    claims_ -= r.claims;
    doubtful_ -= r.doubts == 0 ? 0 : 1;
    return true;
  });
  const auto before = static_cast<std::ptrdiff_t>(rows_.size());
  for (const auto& entry : fresh) add(entry);
  const auto less = [&](const Row& a, const Row& b) { return newer(a, b); };
  std::sort(rows_.begin() + before, rows_.end(), less);
  std::inplace_merge(rows_.begin(), rows_.begin() + before, rows_.end(), less);
  index_days();
}

void Columns::match(const Filter& f, std::vector<std::uint32_t>& found, std::vector<std::uint32_t>* on_any_day) const {
  std::vector<std::vector<bool>> words;
  for (const auto& word : f.words) words.push_back(words_.find(word, given_));
  std::vector<bool> kinds(kinds_.all().size(), f.kinds.empty());
  for (std::size_t i = 0; i < kinds.size() && !f.kinds.empty(); ++i) kinds[i] = std::find(f.kinds.begin(), f.kinds.end(), kinds_.all()[i].id) != f.kinds.end();
  const auto actors = f.actor.empty() ? std::vector<bool>() : actors_.named(f.actor);
  const auto voices = f.voice.empty() ? std::vector<bool>() : voices_.named(f.voice);
  std::uint8_t realis = 0;
  for (const Realis r : f.realis) realis |= bit(r);
  std::array<bool, 8> precise{};
  for (const Precision p : f.precision) precise.at(static_cast<std::size_t>(p)) = true;
  auto any = [](const std::vector<bool>& flags, const std::uint32_t* numbers, std::size_t n) {
    return std::any_of(numbers, numbers + n, [&](std::uint32_t i) { return flags[i]; });
  };
  for (std::size_t i = 0; i < rows_.size(); ++i) {
    const Row& r = rows_[i];
    if (f.contested && !r.contested) continue;
    if (!kinds[r.kind]) continue;
    if (realis != 0 && (r.realis & realis) == 0) continue;
    if (!f.precision.empty() && !(r.placed && precise.at(static_cast<std::size_t>(r.precision)))) continue;
    if (f.box && !(r.placed && inside(*f.box, static_cast<double>(r.lat), static_cast<double>(r.lon)))) continue;
    if (!f.actor.empty() && !any(actors, actors_of(r), r.actors)) continue;
    if (!f.voice.empty() && !any(voices, voices_of(r), r.voices)) continue;
    if (!std::all_of(words.begin(), words.end(), [&](const auto& flags) { return flags[r.number]; })) continue;
    if (on_any_day != nullptr) on_any_day->push_back(static_cast<std::uint32_t>(i));
    if ((f.from || f.to) && !r.dated) continue;
    if (f.from && r.end < number_of(*f.from)) continue;
    if (f.to && r.begin > number_of(*f.to)) continue;
    found.push_back(static_cast<std::uint32_t>(i));
  }
}

bool Columns::before(Filter::Order order, std::uint32_t a, std::uint32_t b) const {
  const Row& x = rows_[a];
  const Row& y = rows_[b];
  if (order == Filter::Order::voices && x.voices != y.voices) return x.voices > y.voices;
  if (order == Filter::Order::oldest && x.dated && y.dated && x.begin != y.begin) return x.begin < y.begin;
  if (order == Filter::Order::oldest && x.dated && y.dated) return id(a) < id(b);
  return a < b;  // the rows lie newest first
}

std::vector<std::uint32_t> Columns::page(Filter::Order order, std::vector<std::uint32_t> found, std::size_t first, std::size_t last) const {
  if (order != Filter::Order::newest)
    std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(last), found.end(), [&](auto a, auto b) { return before(order, a, b); });
  return {found.begin() + static_cast<std::ptrdiff_t>(first), found.begin() + static_cast<std::ptrdiff_t>(last)};
}

}  // namespace deconflict::serve
