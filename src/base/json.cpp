#include "base/json.h"

#include <cmath>

#include "base/utf8.h"

namespace deconflict::json {

namespace {

Result<Tree> parse_into(Tree tree, std::string_view text) {
  tree.Parse<rapidjson::kParseValidateEncodingFlag | rapidjson::kParseIterativeFlag | rapidjson::kParseFullPrecisionFlag>(text.data(), text.size());
  if (tree.HasParseError())
    return Error{"json.invalid", "",
                 "this is not valid JSON at byte " + std::to_string(tree.GetErrorOffset()) + ": " + rapidjson::GetParseError_En(tree.GetParseError())};
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
