#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#define RAPIDJSON_HAS_STDSTRING 1
#include <rapidjson/document.h>
#include <rapidjson/error/en.h>
#include <rapidjson/stringbuffer.h>
#include <rapidjson/writer.h>

#include "deconflict/result.h"

namespace deconflict::json {

using Value = rapidjson::Value;
using Tree = rapidjson::Document;

/// One JSON value and nothing behind it. Deep nesting is no danger; invalid UTF-8 is an error.
/// errors: json.invalid with the byte and what is wrong; `where` is left to the caller's line
Result<Tree> parse(std::string_view text);
/// The same, with the values in memory of the caller's, who must keep it longer than the tree.
Result<Tree> parse(std::string_view text, rapidjson::MemoryPoolAllocator<>& memory);

/// The string member `key` of an object; empty where it is absent, null or no string.
std::string_view string_at(const Value& object, const char* key);
/// The member, or nullptr where the value is no object or has none.
const Value* member(const Value& object, const char* key);

/// Writes JSON in the order of the calls, no white space, numbers shortest and the same everywhere.
class Writer {
 public:
  Writer& begin_object() { return writer_.StartObject(), *this; }
  Writer& end_object() { return writer_.EndObject(), *this; }
  Writer& begin_array() { return writer_.StartArray(), *this; }
  Writer& end_array() { return writer_.EndArray(), *this; }
  Writer& key(std::string_view name) { return writer_.Key(name.data(), static_cast<rapidjson::SizeType>(name.size())), *this; }
  Writer& null() { return writer_.Null(), *this; }
  /// Bytes that are no UTF-8 become U+FFFD: what is written can always be read.
  Writer& value(std::string_view text);
  Writer& value(const char* text) { return value(std::string_view(text)); }
  Writer& value(bool flag) { return writer_.Bool(flag), *this; }
  Writer& value(std::int64_t number) { return writer_.Int64(number), *this; }
  Writer& value(std::uint32_t number) { return writer_.Uint(number), *this; }
  Writer& value(std::uint64_t number) { return writer_.Uint64(number), *this; }
  Writer& value(int number) { return writer_.Int(number), *this; }
  /// Not-a-number and infinities become null.
  Writer& value(double number);
  template <class T>
  Writer& value(const std::optional<T>& maybe) {
    return maybe ? value(*maybe) : null();
  }
  /// Text that is JSON already.
  Writer& raw(std::string_view json) { return writer_.RawValue(json.data(), json.size(), rapidjson::kObjectType), *this; }
  /// The text, or null where it is empty.
  Writer& text_or_null(std::string_view text) { return text.empty() ? null() : value(text); }

  std::string_view text() const { return {buffer_.GetString(), buffer_.GetSize()}; }
  std::string take() { return std::string(text()); }

 private:
  rapidjson::StringBuffer buffer_;
  rapidjson::Writer<rapidjson::StringBuffer> writer_{buffer_};
};

}  // namespace deconflict::json
