#include "serve/filter.h"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdlib>

#include "base/utf8.h"

namespace deconflict::serve {

namespace {

Error bad(std::string_view name, const std::string& what) { return {"request.parameter", std::string(name), what}; }

std::vector<std::string> split(std::string_view text, char at) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const auto end = std::min(text.find(at), text.size());
    if (end > 0) parts.emplace_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return parts;
}

std::optional<std::size_t> number(std::string_view text) {
  std::size_t value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<Filter::Box> parse_box(const std::string& text) {
  const auto parts = split(text, ',');
  if (parts.size() != 4) return std::nullopt;
  double sides[4];
  for (std::size_t i = 0; i < 4; ++i) {
    char* end = nullptr;
    sides[i] = std::strtod(parts[i].c_str(), &end);
    if (end != parts[i].c_str() + parts[i].size() || !std::isfinite(sides[i])) return std::nullopt;
  }
  if (sides[1] > sides[3]) return std::nullopt;
  return Filter::Box{sides[0], sides[1], sides[2], sides[3]};
}

bool named(const std::string& wanted, std::string_view id, const std::string& folded) {
  return wanted == id || folded.find(wanted) != std::string::npos;
}

bool inside(const Filter::Box& b, const EventRow& row) {
  if (!row.event.place || !row.event.place->lat || !row.event.place->lon) return false;
  const double lat = *row.event.place->lat;
  const double lon = *row.event.place->lon;
  if (lat < b.south || lat > b.north) return false;
  return b.west <= b.east ? lon >= b.west && lon <= b.east : lon >= b.west || lon <= b.east;
}

}  // namespace

std::string kind_label(std::string_view kind) {
  std::string label(kind);
  std::replace(label.begin(), label.end(), '_', ' ');
  return label;
}

Result<Filter> Filter::parse(const Params& params) {
  Filter f;
  for (const auto& [name, value] : params) {
    if (name == "text") {
      f.words = split(utf8::fold(value), ' ');
    } else if (name == "kind") {
      for (auto& kind : split(value, ',')) f.kinds.push_back(std::move(kind));
    } else if (name == "actor") {
      f.actor = utf8::fold(value);
    } else if (name == "voice") {
      f.voice = utf8::fold(value);
    } else if (name == "bbox") {
      if (value.empty()) continue;
      f.box = parse_box(value);
      if (!f.box) return bad(name, "takes west,south,east,north in degrees, for example 38,34,42,37");
    } else if (name == "from" || name == "to") {
      if (value.empty()) continue;
      const auto day = parse_iso_day(value);
      if (!day) return bad(name, "takes a day as YYYY-MM-DD");
      (name == "from" ? f.from : f.to) = *day;
    } else if (name == "contested") {
      if (!value.empty() && value != "0" && value != "1") return bad(name, "takes 1 or 0");
      f.contested = value == "1";
    } else if (name == "realis") {
      for (const auto& word : split(value, ',')) {
        const auto realis = parse_name<Realis>(word);
        if (!realis) return bad(name, "takes asserted, alleged, denied, negated, planned, threatened or hypothetical");
        f.realis.push_back(*realis);
      }
    } else if (name == "order") {
      if (value == "newest" || value.empty()) f.order = Order::newest;
      else if (value == "oldest") f.order = Order::oldest;
      else if (value == "voices") f.order = Order::voices;
      else return bad(name, "takes newest, oldest or voices");
    } else if (name == "limit" || name == "offset") {
      const auto n = number(value);
      if (!n || (name == "limit" && *n > kLargestLimit)) return bad(name, name == "limit" ? "takes a number from 0 to 5000" : "takes a number from 0");
      (name == "limit" ? f.limit : f.offset) = *n;
    } else {
      return bad(name, "is no parameter here; there are text, kind, actor, voice, bbox, from, to, contested, realis, order, limit and offset");
    }
  }
  return f;
}

IndexedRow indexed(EventRow row) {
  IndexedRow x;
  const Event& e = row.event;
  std::string all = kind_label(e.kind);
  for (const auto& a : e.actors) {
    x.actors.push_back(utf8::fold(a.name));
    all += '\n' + a.name;
  }
  for (const auto& v : e.voices) {
    x.voices.push_back(utf8::fold(v.name));
    all += '\n' + v.name;
  }
  if (e.place) all += '\n' + e.place->name + '\n' + e.place->admin1;
  all += '\n' + row.words;
  x.search = utf8::fold(all);
  x.begin = parse_iso_day(e.time.begin);
  x.end = parse_iso_day(e.time.end);
  if (x.begin && !x.end) x.end = x.begin;
  x.row = std::move(row);
  return x;
}

bool matches(const Filter& f, const IndexedRow& x) {
  const Event& e = x.row.event;
  if (f.contested && e.contradictions.empty()) return false;
  if (!f.kinds.empty() && std::find(f.kinds.begin(), f.kinds.end(), e.kind) == f.kinds.end()) return false;
  if ((f.from || f.to) && !x.begin) return false;
  if (f.from && *x.end < *f.from) return false;
  if (f.to && *x.begin > *f.to) return false;
  if (f.box && !inside(*f.box, x.row)) return false;
  if (!f.realis.empty() &&
      std::none_of(f.realis.begin(), f.realis.end(), [&](Realis r) { return std::find(x.row.realis.begin(), x.row.realis.end(), r) != x.row.realis.end(); }))
    return false;
  auto any = [](const std::string& wanted, const auto& things, const std::vector<std::string>& folded) {
    for (std::size_t i = 0; i < things.size(); ++i)
      if (named(wanted, things[i].id, folded[i])) return true;
    return false;
  };
  if (!f.actor.empty() && !any(f.actor, e.actors, x.actors)) return false;
  if (!f.voice.empty() && !any(f.voice, e.voices, x.voices)) return false;
  return std::all_of(f.words.begin(), f.words.end(), [&](const std::string& w) { return x.search.find(w) != std::string::npos; });
}

bool before(Filter::Order order, const IndexedRow& a, const IndexedRow& b) {
  const auto voices_a = a.row.event.voices.size();
  const auto voices_b = b.row.event.voices.size();
  if (order == Filter::Order::voices && voices_a != voices_b) return voices_a > voices_b;
  if (a.begin.has_value() != b.begin.has_value()) return a.begin.has_value();
  if (a.begin && *a.begin != *b.begin) return order == Filter::Order::oldest ? *a.begin < *b.begin : *a.begin > *b.begin;
  return a.row.event.id < b.row.event.id;
}

}  // namespace deconflict::serve
