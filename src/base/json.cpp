#include "base/json.h"

#include <charconv>
#include <cmath>
#include <cstdlib>
#include <system_error>

#include "base/utf8.h"

namespace deconflict::json {

namespace {

/// Builds the tree from what RapidJSON reads, but for the numbers: its own exact reading of them takes a power of ten from outside of its table
/// where a number has more than 348 digits behind its point. And it lets pass an escape of half a character, which is no UTF-8.
class Builder {
 public:
  using Size = rapidjson::SizeType;
  explicit Builder(Tree& tree) : tree_(tree) {}

  bool Null() { return tree_.Null(); }
  bool Bool(bool b) { return tree_.Bool(b); }
  bool Int(int i) { return tree_.Int(i); }
  bool Uint(unsigned i) { return tree_.Uint(i); }
  bool Int64(std::int64_t i) { return tree_.Int64(i); }
  bool Uint64(std::uint64_t i) { return tree_.Uint64(i); }
  bool Double(double d) { return tree_.Double(d); }
  bool RawNumber(const char* text, Size length, bool) {
    const char* const end = text + length;
    std::int64_t whole = 0;
    if (const auto r = std::from_chars(text, end, whole); r.ec == std::errc() && r.ptr == end) return tree_.Int64(whole);
    std::uint64_t large = 0;
    if (const auto r = std::from_chars(text, end, large); r.ec == std::errc() && r.ptr == end) return tree_.Uint64(large);
    double number = 0;
    const auto r = std::from_chars(text, end, number);
    if (r.ec == std::errc::result_out_of_range) number = std::strtod(text, nullptr);  // nought, or endless
    return std::isfinite(number) ? tree_.Double(number) : refuse("a number that is too large");
  }
  bool String(const char* text, Size length, bool copy) { return is_text({text, length}) && tree_.String(text, length, copy); }
  bool StartObject() { return tree_.StartObject(); }
  bool Key(const char* text, Size length, bool copy) { return is_text({text, length}) && tree_.Key(text, length, copy); }
  bool EndObject(Size members) { return tree_.EndObject(members); }
  bool StartArray() { return tree_.StartArray(); }
  bool EndArray(Size elements) { return tree_.EndArray(elements); }

  /// What this refused, or nullptr.
  const char* refused() const { return refused_; }

 private:
  bool refuse(const char* what) {
    refused_ = what;
    return false;
  }
  /// Of what is read as UTF-8 only surrogates can be wrong; they begin with ED.
  bool is_text(std::string_view text) {
    return text.find('\xED') == std::string_view::npos || !utf8::first_invalid(text) || refuse("a string with an escape of half a character (\\uDC00 to \\uDFFF with none of \\uD800 to \\uDBFF before it)");
  }

  Tree& tree_;
  const char* refused_ = nullptr;
};

Result<Tree> parse_into(Tree tree, std::string_view text) {
  constexpr unsigned kHow = rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseNumbersAsStringsFlag;
  rapidjson::MemoryStream bytes(text.data(), text.size());
  rapidjson::EncodedInputStream<rapidjson::UTF8<>, rapidjson::MemoryStream> in(bytes);
  rapidjson::Reader reader;
  const char* refused = nullptr;
  auto read = [&](Tree& into) {
    Builder builder(into);
    const bool whole = !reader.Parse<kHow>(in, builder).IsError();
    refused = builder.refused();
    return whole;
  };
  tree.Populate(read);
  if (reader.HasParseError())
    return Error{"json.invalid", "",
                 "this is not valid JSON at byte " + std::to_string(reader.GetErrorOffset()) + ": " + (refused != nullptr ? refused : rapidjson::GetParseError_En(reader.GetParseErrorCode()))};
  return tree;
}

}  // namespace

Result<Tree> parse(std::string_view text) { return parse_into(Tree(), text); }

Result<Tree> parse(std::string_view text, rapidjson::MemoryPoolAllocator<>& memory) { return parse_into(Tree(&memory), text); }

const Value* member(const Value& object, const char* key) {
  if (!object.IsObject()) return nullptr;
  const auto found = object.FindMember(key);
  return found == object.MemberEnd() ? nullptr : &found->value;
}

std::string_view string_at(const Value& object, const char* key) {
  const Value* found = member(object, key);
  return found != nullptr && found->IsString() ? std::string_view(found->GetString(), found->GetStringLength()) : std::string_view{};
}

Writer& Writer::value(std::string_view text) {
  if (utf8::first_invalid(text)) return value(std::string_view(utf8::repaired(text)));
  writer_.String(text.data(), static_cast<rapidjson::SizeType>(text.size()));
  return *this;
}

Writer& Writer::value(double number) {
  if (std::isfinite(number)) writer_.Double(number);
  else writer_.Null();
  return *this;
}

}  // namespace deconflict::json
