#include "record/record.h"

#include <algorithm>

namespace deconflict::record {

std::string passages_json(const std::vector<Passage>& passages) {
  json::Writer out;
  out.begin_array();
  for (const Passage& p : passages) out.begin_array().value(p.here.begin).value(p.here.end).value(p.there.begin).value(p.there.end).value(p.words).end_array();
  out.end_array();
  return out.take();
}

std::string copy_json(const Copy& copy) {
  json::Writer out;
  out.begin_object().key("document").value(copy.document).key("of").value(copy.of).key("basis").value(name_of(copy.basis));
  out.key("share").value(copy.share).key("share_of").value(copy.share_of).key("words").value(copy.words).key("passages").begin_array();
  for (const Passage& p : copy.passages) {
    out.begin_object().key("begin").value(p.here.begin).key("end").value(p.here.end);
    out.key("of_begin").value(p.there.begin).key("of_end").value(p.there.end).key("words").value(p.words).end_object();
  }
  out.end_array().end_object();
  return out.take();
}

std::string copy_in_words(const std::string& who, const std::string& whom, double share, CopyBasis basis) {
  const std::string percent = std::to_string(static_cast<int>(share * 100 + 0.5)) + " % of words";
  if (share <= 0) return who + " credits " + whom;
  switch (basis) {
    case CopyBasis::credit: return who + " repeats " + whom + ", " + percent + ", and says so";
    case CopyBasis::published: return who + " repeats " + whom + ", " + percent;
    case CopyBasis::none: break;
  }
  return who + " and " + whom + " share words, " + percent + " of the first (who had them first is not known)";
}

std::vector<Passage> parse_passages(std::string_view text) {
  std::vector<Passage> passages;
  const auto tree = json::parse(text);
  if (!tree || !tree->IsArray()) return passages;
  for (const auto& item : tree->GetArray()) {
    if (!item.IsArray() || item.Size() != 5 || !std::all_of(item.Begin(), item.End(), [](const json::Value& v) { return v.IsUint(); })) continue;
    passages.push_back({{item[0].GetUint(), item[1].GetUint()}, {item[2].GetUint(), item[3].GetUint()}, item[4].GetUint()});
  }
  return passages;
}

}  // namespace deconflict::record
