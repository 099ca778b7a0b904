#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/json.h"

/// Members of a record's objects; one that is missing or of another type counts as not there.
namespace deconflict::record {

inline std::string text(const json::Value& o, const char* key) { return std::string(json::string_at(o, key)); }

inline std::optional<double> real(const json::Value& o, const char* key) {
  const json::Value* v = json::member(o, key);
  return v != nullptr && v->IsNumber() ? std::optional(v->GetDouble()) : std::nullopt;
}

inline std::optional<std::int64_t> integer(const json::Value& o, const char* key) {
  const json::Value* v = json::member(o, key);
  return v != nullptr && v->IsInt64() ? std::optional(v->GetInt64()) : std::nullopt;
}

inline bool flag(const json::Value& o, const char* key) {
  const json::Value* v = json::member(o, key);
  return v != nullptr && v->IsBool() && v->GetBool();
}

}  // namespace deconflict::record
