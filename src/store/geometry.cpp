#include "store/geometry.h"

#include <sqlite3.h>

#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstring>
#include <optional>

#include "base/json.h"
#include "base/utf8.h"

namespace deconflict::store {

namespace {

static_assert(std::endian::native == std::endian::little, "blobs are written as the machine lays numbers out");

template <class T>
void append(std::string& out, T number) {
  char bytes[sizeof number];
  std::memcpy(bytes, &number, sizeof number);
  out.append(bytes, sizeof number);
}

struct Envelope {
  double min_x = HUGE_VAL, max_x = -HUGE_VAL, min_y = HUGE_VAL, max_y = -HUGE_VAL;
};

constexpr std::uint32_t kSrs = 4326;
constexpr char kLittleEndian = 1;
constexpr std::size_t kHeader = 8;

void append_header(std::string& out, const Envelope* envelope) {
  out += "GP";
  out += '\0';  // version 1
  out += static_cast<char>(kLittleEndian | (envelope != nullptr ? 1 << 1 : 0));
  append(out, kSrs);
  if (envelope == nullptr) return;
  append(out, envelope->min_x);
  append(out, envelope->max_x);
  append(out, envelope->min_y);
  append(out, envelope->max_y);
}

bool append_ring(std::string& out, const json::Value& ring, Envelope& envelope) {
  if (!ring.IsArray() || ring.Size() < 4) return false;
  append(out, static_cast<std::uint32_t>(ring.Size()));
  for (const auto& point : ring.GetArray()) {
    if (!point.IsArray() || point.Size() < 2 || !point[0].IsNumber() || !point[1].IsNumber()) return false;
    const double x = point[0].GetDouble();
    const double y = point[1].GetDouble();
    append(out, x);
    append(out, y);
    envelope = {std::min(envelope.min_x, x), std::max(envelope.max_x, x), std::min(envelope.min_y, y), std::max(envelope.max_y, y)};
  }
  return true;
}

bool append_polygon(std::string& out, const json::Value& rings, Envelope& envelope) {
  if (!rings.IsArray() || rings.Empty()) return false;
  out += kLittleEndian;
  append(out, std::uint32_t{3});
  append(out, static_cast<std::uint32_t>(rings.Size()));
  for (const auto& ring : rings.GetArray())
    if (!append_ring(out, ring, envelope)) return false;
  return true;
}

/// The bounds of a blob as this program writes it: its envelope, or the one point.
std::optional<Envelope> bounds(std::string_view blob) {
  if (blob.size() < kHeader || !blob.starts_with("GP") || (blob[3] & kLittleEndian) == 0) return std::nullopt;
  auto number = [&](std::size_t at) {
    double value = 0;
    std::memcpy(&value, blob.data() + at, sizeof value);
    return value;
  };
  if (((blob[3] >> 1) & 7) != 0) {
    if (blob.size() < kHeader + 32) return std::nullopt;
    return Envelope{number(8), number(16), number(24), number(32)};
  }
  std::uint32_t type = 0;
  if (blob.size() < kHeader + 21 || blob[kHeader] != kLittleEndian) return std::nullopt;
  std::memcpy(&type, blob.data() + kHeader + 1, sizeof type);
  if (type != 1 || std::isnan(number(13))) return std::nullopt;
  return Envelope{number(13), number(13), number(21), number(21)};
}

std::optional<Envelope> bounds_of(sqlite3_value* value) {
  const auto* bytes = static_cast<const char*>(sqlite3_value_blob(value));
  return bytes == nullptr ? std::nullopt : bounds({bytes, static_cast<std::size_t>(sqlite3_value_bytes(value))});
}

template <double Envelope::*Side>
void side(sqlite3_context* context, int, sqlite3_value** values) {
  if (const auto b = bounds_of(values[0])) sqlite3_result_double(context, (*b).*Side);
  else sqlite3_result_null(context);
}

void is_empty(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) == SQLITE_NULL) return sqlite3_result_null(context);
  sqlite3_result_int(context, bounds_of(values[0]) ? 0 : 1);
}

void fold(sqlite3_context* context, int, sqlite3_value** values) {
  const auto* bytes = reinterpret_cast<const char*>(sqlite3_value_text(values[0]));
  if (bytes == nullptr) return sqlite3_result_null(context);
  const std::string folded = utf8::fold(utf8::repaired({bytes, static_cast<std::size_t>(sqlite3_value_bytes(values[0]))}));
  sqlite3_result_text64(context, folded.data(), folded.size(), SQLITE_TRANSIENT, SQLITE_UTF8);
}

}  // namespace

std::string point_blob(double lat, double lon) {
  std::string out;
  append_header(out, nullptr);
  out += kLittleEndian;
  append(out, std::uint32_t{1});
  append(out, lon);
  append(out, lat);
  return out;
}

std::string multipolygon_blob(std::string_view geojson) {
  const auto tree = json::parse(geojson);
  if (!tree) return {};
  const auto* coordinates = json::member(*tree, "coordinates");
  const auto type = json::string_at(*tree, "type");
  if (coordinates == nullptr || !coordinates->IsArray()) return {};
  std::string body;
  Envelope envelope;
  body += kLittleEndian;
  append(body, std::uint32_t{6});
  if (type == "Polygon") {
    append(body, std::uint32_t{1});
    if (!append_polygon(body, *coordinates, envelope)) return {};
  } else if (type == "MultiPolygon" && !coordinates->Empty()) {
    append(body, static_cast<std::uint32_t>(coordinates->Size()));
    for (const auto& polygon : coordinates->GetArray())
      if (!append_polygon(body, polygon, envelope)) return {};
  } else {
    return {};
  }
  std::string out;
  append_header(out, &envelope);
  return out + body;
}

void register_functions(sqlite3* db) {
  constexpr int kFlags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS;
  auto add = [&](const char* name, void (*function)(sqlite3_context*, int, sqlite3_value**)) {
    sqlite3_create_function_v2(db, name, 1, kFlags, nullptr, function, nullptr, nullptr, nullptr);
  };
  add("ST_IsEmpty", is_empty);
  add("ST_MinX", side<&Envelope::min_x>);
  add("ST_MaxX", side<&Envelope::max_x>);
  add("ST_MinY", side<&Envelope::min_y>);
  add("ST_MaxY", side<&Envelope::max_y>);
  add("fold", fold);
}

}  // namespace deconflict::store
