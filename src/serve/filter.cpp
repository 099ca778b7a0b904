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

}  // namespace

bool inside(const Filter::Box& b, double lat, double lon) {
  if (lat < b.south || lat > b.north) return false;
  return b.west <= b.east ? lon >= b.west && lon <= b.east : lon >= b.west || lon <= b.east;
}

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
    } else if (name == "bbox" || name == "view") {
      if (value.empty()) continue;
      auto& box = name == "bbox" ? f.box : f.view;
      box = parse_box(value);
      if (!box) return bad(name, "takes west,south,east,north in degrees, for example 38,34,42,37");
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
    } else if (name == "precision") {
      for (const auto& word : split(value, ',')) {
        const auto precision = parse_name<Precision>(word);
        if (!precision) return bad(name, "takes site, settlement, district, admin1, country, region or feature");
        f.precision.push_back(*precision);
      }
    } else if (name == "why") {
      for (const auto& word : split(value, ',')) {
        const auto doubt = review::parse_doubt(word);
        if (!doubt) return bad(name, "takes join, toll, occurred, actor, place, time, kind or news");
        f.doubts.push_back(*doubt);
      }
    } else if (name == "cell") {
      char* end = nullptr;
      f.cell_deg = std::strtod(value.c_str(), &end);
      if (end != value.c_str() + value.size() || !(f.cell_deg >= 1e-5 && f.cell_deg <= 90)) return bad(name, "takes a width in degrees, from 0.00001 to 90");
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
      return bad(name, "is no parameter here; there are text, kind, actor, voice, bbox, from, to, contested, realis, precision, order, limit and offset");
    }
  }
  return f;
}

}  // namespace deconflict::serve
