#include "review/review_json.h"

#include <algorithm>
#include <array>

namespace deconflict::review {

namespace {

using json::Value;

constexpr std::size_t kLongestName = 200;
constexpr std::size_t kLongestValue = 1000;
constexpr std::size_t kLongestReason = 4000;
constexpr std::size_t kMostTargets = 500;

constexpr std::array<std::string_view, 12> kMembers = {"action", "event", "events", "claim", "claims", "review", "field", "value", "author", "reason", "key", "seen"};

Error wrong(const std::string& member, const std::string& message) { return {"request.parameter", member, message}; }

/// Text of one line, or of several where `lines`; trimmed.
Result<std::string> text(const Value& body, const std::string& name, std::size_t longest, bool lines = false) {
  const Value* v = json::member(body, name.c_str());
  if (v == nullptr || v->IsNull()) return std::string();
  if (!v->IsString()) return wrong(name, "takes a text");
  std::string_view words(v->GetString(), v->GetStringLength());
  while (!words.empty() && (words.front() == ' ' || words.front() == '\n')) words.remove_prefix(1);
  while (!words.empty() && (words.back() == ' ' || words.back() == '\n')) words.remove_suffix(1);
  if (words.size() > longest) return wrong(name, "takes at most " + std::to_string(longest) + " bytes; say it shorter");
  for (const char c : words)
    if ((c >= 0 && c < ' ' && !(lines && (c == '\n' || c == '\t'))) || c == 127) return wrong(name, "holds a control character; take it out");
  return std::string(words);
}

Result<ClaimRef> claim(const Value& v, const std::string& name) {
  if (!v.IsObject() || json::string_at(v, "doc").empty() || json::string_at(v, "claim").empty())
    return wrong(name, "takes a claim, written {\"doc\":\"reports/a.txt\",\"claim\":\"c1\"}");
  return ClaimRef{std::string(json::string_at(v, "doc")), std::string(json::string_at(v, "claim"))};
}

Result<void> targets(const Value& body, Request& request) {
  auto event = text(body, "event", kLongestName);
  if (!event) return event.error();
  if (!event->empty()) request.events.push_back(std::move(*event));
  if (const Value* list = json::member(body, "events")) {
    if (!list->IsArray() || list->Size() > kMostTargets) return wrong("events", "takes a list of ids, 500 at most");
    for (const auto& id : list->GetArray()) {
      if (!id.IsString()) return wrong("events", "takes a list of ids");
      request.events.emplace_back(id.GetString(), id.GetStringLength());
    }
  }
  if (const Value* one = json::member(body, "claim")) {
    auto ref = claim(*one, "claim");
    if (!ref) return ref.error();
    request.claims.push_back(std::move(*ref));
  }
  if (const Value* list = json::member(body, "claims")) {
    if (!list->IsArray() || list->Size() > kMostTargets) return wrong("claims", "takes a list of claims, 500 at most");
    for (const auto& one : list->GetArray()) {
      auto ref = claim(one, "claims");
      if (!ref) return ref.error();
      request.claims.push_back(std::move(*ref));
    }
  }
  return {};
}

}  // namespace

void write_review(json::Writer& out, const Kept& kept) {
  const auto& r = kept.review;
  out.key("id").value(r.id).key("action").value(name_of(r.action)).key("on").value(r.on_claim ? "claim" : r.undoes.empty() ? "event" : "review");
  out.key("target").value(r.target).key("field").text_or_null(r.field).key("value").text_or_null(r.value).key("author").value(r.author).key("time").value(r.time);
  out.key("reason").text_or_null(r.reason).key("undoes").text_or_null(r.undoes).key("state").value(kept.state).key("note").text_or_null(kept.note);
  out.key("claims").begin_array();
  for (std::size_t part = 0; part < r.parts.size(); ++part)
    for (const auto& k : r.parts[part]) {
      out.begin_object().key("part").value(std::uint64_t{part}).key("doc").value(k.document).key("sha256").value(k.sha256).key("claim").value(k.claim).key("kind").value(k.kind);
      out.key("begin").value(k.evidence.begin).key("end").value(k.evidence.end).key("trigger").begin_object().key("begin").value(k.trigger.begin).key("end").value(k.trigger.end).end_object().end_object();
    }
  out.end_array();
}

void write_doubts(json::Writer& out, const std::vector<Doubtful>& doubts) {
  out.key("doubts").begin_array();
  for (const auto& d : doubts) {
    out.begin_object().key("why").value(name_of(d.doubt)).key("weight").value(d.weight);
    if (!d.field.empty()) {
      out.key("field").value(d.field).key("values").begin_array();
      for (const auto& v : d.values) out.value(v);
      out.end_array();
    }
    if (d.doubt == Doubt::join) {
      out.key("margin").value(d.margin).key("claims").begin_array();
      for (const auto& ref : {d.a, d.b}) out.begin_object().key("doc").value(ref.doc).key("claim").value(ref.claim).end_object();
      out.end_array();
    }
    if (d.doubt == Doubt::news) out.key("came").value(std::uint64_t{d.claims});
    out.end_object();
  }
  out.end_array();
}

Result<Request> parse_request(const Value& body) {
  if (!body.IsObject()) return wrong("", "A review is a JSON object, such as {\"action\":\"accept\",\"event\":\"e…\",\"author\":\"A. Reader\"}");
  for (const auto& m : body.GetObject()) {
    const std::string_view name(m.name.GetString(), m.name.GetStringLength());
    if (std::find(kMembers.begin(), kMembers.end(), name) == kMembers.end())
      return wrong(std::string(name), "is no part of a review; there are action, event, events, claim, claims, review, field, value, author, reason, key and seen");
  }
  Request request;
  const auto action = parse_action(json::string_at(body, "action"));
  if (!action) return wrong("action", "takes accept, reject, correct, split, merge or undo");
  request.action = *action;
  struct Member {
    const char* name;
    std::string* into;
    std::size_t longest;
  };
  for (const auto& m : {Member{"review", &request.undoes, kLongestName}, Member{"field", &request.field, kLongestName}, Member{"value", &request.value, kLongestValue},
                        Member{"author", &request.author, kLongestName}, Member{"reason", &request.reason, kLongestReason}, Member{"key", &request.key, kLongestName},
                        Member{"seen", &request.seen, kLongestName}}) {
    auto words = text(body, m.name, m.longest, m.into == &request.reason);
    if (!words) return words.error();
    *m.into = std::move(*words);
  }
  if (request.author.empty()) return wrong("author", "is missing: say who decides");
  if (auto r = targets(body, request); !r) return r.error();
  if (request.action == Action::undo) {
    if (request.undoes.empty()) return wrong("review", "is missing: an undo names the review that it takes back");
    return request;
  }
  if (!request.undoes.empty()) return wrong("review", "belongs to an undo alone");
  if (request.events.empty() && request.claims.empty()) return wrong("event", "is missing: say what is reviewed, by event, events or claim");
  if (request.action != Action::correct && !(request.field.empty() && request.value.empty())) return wrong("field", "belongs to a correction alone, with its value");
  if (request.action == Action::correct && request.field.empty()) return wrong("field", "is missing: a correction names its field, for example killed");
  if (request.action == Action::correct && request.value.empty()) return wrong("value", "is missing: a correction needs it; none says that it is not told");
  return request;
}

}  // namespace deconflict::review
