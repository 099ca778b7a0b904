#include <algorithm>
#include <array>

#include "review/review_json.h"
#include "serve/api.h"
#include "serve/api_json.h"

namespace deconflict::serve {

namespace {

Reply ok(json::Writer& out, int status = 200) { return {status, "application/json; charset=utf-8", out.take()}; }

int status_of(const Error& error) {
  if (error.code.starts_with("usage.") || error.code.starts_with("json.")) return 400;
  if (error.code == "review.off" || error.code == "ledger.readonly") return 403;
  if (error.code == "ledger.changed") return 409;
  if (error.code == "ledger.full") return 507;
  return error.code == "ledger.locked" || error.code == "ledger.unlinked" ? 503 : 500;
}

}  // namespace

Reply Api::queue(const Snapshot& now, const Params& params) {
  auto filter = filter_of(now, params);
  if (!filter) return error_reply(400, filter.error());
  std::uint8_t wanted = 0;
  for (const auto d : filter->doubts) wanted |= static_cast<std::uint8_t>(1U << static_cast<unsigned>(d));
  std::vector<std::uint32_t> found;
  now.columns.match(*filter, found, nullptr);
  std::array<std::uint64_t, review::kDoubts> counts{};
  std::uint64_t doubtful = 0;
  std::erase_if(found, [&](std::uint32_t i) {
    const auto& row = now.columns.row(i);
    if (row.doubts == 0) return true;
    ++doubtful;
    for (std::size_t d = 0; d < counts.size(); ++d) counts.at(d) += (row.doubts >> d) & 1U;
    return wanted != 0 && (row.doubts & wanted) == 0;
  });
  const auto first = std::min(filter->offset, found.size());
  const auto last = first + std::min(filter->limit, found.size() - first);
  std::partial_sort(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(last), found.end(), [&](std::uint32_t a, std::uint32_t b) {
    const float x = now.columns.row(a).worth;
    const float y = now.columns.row(b).worth;
    return x > y || (!(y > x) && now.columns.id(a) < now.columns.id(b));
  });
  json::Writer out;
  out.begin_object().key("revision").value(now.revision).key("total").value(doubtful).key("matched").value(std::uint64_t{found.size()});
  out.key("offset").value(std::uint64_t{filter->offset}).key("limit").value(std::uint64_t{filter->limit}).key("why").begin_object();
  for (std::size_t d = 0; d < counts.size(); ++d) out.key(review::name_of(static_cast<review::Doubt>(d))).value(counts.at(d));
  out.end_object().key("queue").begin_array();
  for (auto i = first; i < last; ++i) {
    auto event = row(now.columns.id(found[i]));
    if (!event) return error_reply(503, event.error());
    if (!*event) continue;  // one that went since is told by the next revision
    const auto doubts = doubts_of(**event);
    out.begin_object().key("row");
    write_event_row(out, **event);
    out.key("worth").value(worth_of(**event, doubts));
    review::write_doubts(out, doubts);
    out.end_object();
  }
  out.end_array().end_object();
  return ok(out);
}

/// REQUIRES mutex_ held
Result<void> Api::write_review(json::Writer& out, const review::Kept& kept) {
  auto events = source_->events_of(kept.review);
  if (!events) return events.error();
  out.begin_object();
  review::write_review(out, kept);
  out.key("events").begin_array();
  for (const auto& id : *events) out.value(id);
  out.end_array().end_object();
  return {};
}

Reply Api::reviews(const Params& params) {
  Params pages;
  std::string event, author, state;
  for (const auto& [name, value] : params) {
    if (name == "event") event = value;
    else if (name == "author") author = value;
    else if (name == "state") state = value;
    else if (name == "limit" || name == "offset") pages.emplace(name, value);
    else return error_reply(400, {"request.parameter", name, "is no parameter here; there are event, author, state, limit and offset"});
  }
  constexpr std::array<std::string_view, 4> kStates = {"", "stands", "undone", "orphaned"};
  if (std::find(kStates.begin(), kStates.end(), state) == kStates.end()) return error_reply(400, {"request.parameter", "state", "takes stands, undone or orphaned"});
  auto page = Filter::parse(pages);
  if (!page) return error_reply(400, page.error());
  const std::lock_guard lock(mutex_);
  auto kept = source_->reviews(event);
  if (!kept) return error_reply(503, kept.error());
  std::erase_if(*kept, [&](const review::Kept& k) { return (!author.empty() && k.review.author != author) || (!state.empty() && k.state != state); });
  std::reverse(kept->begin(), kept->end());
  const auto off = reviewer_->off();
  json::Writer out;
  out.begin_object().key("writable").value(off.empty()).key("why_not").text_or_null(off).key("total").value(std::uint64_t{kept->size()});
  out.key("offset").value(std::uint64_t{page->offset}).key("limit").value(std::uint64_t{page->limit}).key("reviews").begin_array();
  for (std::size_t i = page->offset; i < kept->size() && i - page->offset < page->limit; ++i)
    if (auto r = write_review(out, (*kept)[i]); !r) return error_reply(503, r.error());
  out.end_array().end_object();
  return ok(out);
}

Reply Api::post_review(std::string_view body) {
  if (const auto off = reviewer_->off(); !off.empty()) return error_reply(403, {"review.off", "", off});
  auto tree = json::parse(body);
  if (!tree) return error_reply(400, {"json.invalid", "", "The review is no JSON: " + tree.error().message});
  auto request = review::parse_request(*tree);
  if (!request) return error_reply(400, request.error());
  auto kept = reviewer_->write(*request);
  if (!kept) {
    Error error = kept.error();
    error.where.clear();  // paths are the server's own
    if (error.code == "ledger.locked") error.message = "Another program is writing into the ledger just now. Nothing was written down; the same review may be sent again.";
    return error_reply(status_of(error), error);
  }
  json::Writer out;
  out.begin_object().key("review");
  const std::lock_guard lock(mutex_);
  if (auto r = write_review(out, *kept); !r) return error_reply(500, r.error());
  out.end_object();
  return ok(out, 201);
}

}  // namespace deconflict::serve
