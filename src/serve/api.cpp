#include "serve/api.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <utility>

#include "base/json.h"
#include "record/record.h"
#include "review/review_json.h"
#include "serve/api_json.h"

namespace deconflict::serve {

namespace {

constexpr std::string_view kRoot = "/api/v1/";
constexpr std::size_t kRowsKept = 20000;  ///< of JSON, less than a kilobyte each
constexpr std::size_t kRepliesKept = 32U << 20;  ///< bytes of whole answers
constexpr std::size_t kMovesRead = 150;   ///< events whose documents are read for one answer

/// Does somebody or something go from one place to another?
bool moves_kind(std::string_view kind) {
  static constexpr std::array kMoving = {"advance", "withdrawal", "deployment", "displacement", "evacuation", "aid_delivery", "military_support", "surrender", "territory_captured", "shelling", "airstrike", "drone_strike"};
  return std::find(kMoving.begin(), kMoving.end(), kind) != kMoving.end();
}

Reply ok(json::Writer& out) { return {200, "application/json; charset=utf-8", out.take()}; }

std::string_view field_of(const Error& error) {
  if (error.code == "request.parameter") return error.where;
  return error.code.starts_with("usage.") && error.code != "usage.review" ? std::string_view(error.code).substr(6) : std::string_view();
}

Reply missing(std::string_view what) { return error_reply(404, {"request.missing", "", std::string(what)}); }

/// The page that `offset` and `limit` ask for of `size` things.
std::pair<std::size_t, std::size_t> page(std::size_t size, std::size_t offset, std::size_t limit) {
  const auto first = std::min(offset, size);
  return {first, first + std::min(limit, size - first)};
}

Result<void> read_all(Source& source, Columns& columns) {
  return source.each_batch([&](std::vector<EventRow>&& rows) -> Source::Then {
    auto entries = std::make_shared<std::vector<Columns::Entry>>();
    entries->reserve(rows.size());
    for (auto& row : rows) entries->emplace_back(std::move(row));
    return [&columns, entries] {
      for (const auto& entry : *entries) columns.add(entry);
    };
  });
}

}  // namespace

Reply error_reply(int status, const Error& error) {
  json::Writer out;
  out.begin_object().key("error").begin_object().key("code").value(error.code).key("field").text_or_null(field_of(error));
  out.key("message").value(error.where.empty() ? error.message : error.where + " " + error.message).end_object().end_object();
  Reply reply{status, "application/json; charset=utf-8", out.take()};
  return reply;
}

Api::Api(std::unique_ptr<Source> source, std::unique_ptr<Reviewer> reviewer) : reviewer_(std::move(reviewer)), source_(std::move(source)) {}

Result<std::string> Api::revision() {
  const std::lock_guard lock(mutex_);
  return source_->revision();
}

Result<std::shared_ptr<Api::Snapshot>> Api::snapshot() {
  const std::lock_guard lock(mutex_);
  auto revision = source_->revision();
  if (!revision) return revision.error();
  if (now_ && now_->revision == *revision) return now_;
  auto fresh = std::make_shared<Snapshot>();
  fresh->revision = *revision;
  std::vector<std::string> gone;
  std::vector<Columns::Entry> came;
  auto known = now_ ? source_->changes(gone, [&](EventRow&& row) { came.emplace_back(std::move(row)); }) : Result<bool>(false);
  if (!known) return known.error();
  if (*known) {
    fresh->columns = now_->columns;
    fresh->columns.update(gone, came);
  } else {
    if (auto read = read_all(*source_, fresh->columns); !read) return read.error();
    fresh->columns.seal();
  }
  auto count = source_->document_count();
  if (!count) return count.error();
  fresh->documents = *count;
  now_ = fresh;
  return now_;
}

Result<std::shared_ptr<const StoredDocument>> Api::document(const std::string& id) {
  const std::lock_guard lock(mutex_);
  auto stored = source_->document(id);
  if (!stored) return stored.error();
  return std::shared_ptr<const StoredDocument>(std::move(*stored));
}

Result<std::shared_ptr<const EventRow>> Api::row(std::string_view id) {
  const std::lock_guard lock(mutex_);
  auto found = source_->event(std::string(id));
  if (!found) return found.error();
  return std::shared_ptr<const EventRow>(std::move(*found));
}

Result<std::string> Api::row_json(Snapshot& now, std::uint32_t number) {
  {
    const std::lock_guard lock(now.mutex);
    if (const auto known = now.rows.find(number); known != now.rows.end()) return known->second;
  }
  auto found = row(now.columns.id(number));
  if (!found) return found.error();
  if (!*found) return std::string();
  json::Writer out;
  write_event_row(out, **found);
  const std::lock_guard lock(now.mutex);
  if (now.rows.size() >= kRowsKept) now.rows.clear();
  return now.rows[number] = out.take();
}

Reply Api::get(std::string_view path, const Params& params) {
  if (path == "/api" || path == "/api/") return {200, "application/json; charset=utf-8", std::string(openapi_json())};
  if (path.substr(0, kRoot.size()) != kRoot) return missing("There is nothing at this address. The API is described at /api.");
  auto now = snapshot();
  if (!now) return error_reply(503, now.error());
  path.remove_prefix(kRoot.size());
  std::string question(path);
  for (const auto& [name, value] : params) question.append(1, '\n').append(name).append(1, '=').append(value);
  {
    const std::lock_guard lock((*now)->mutex);
    if (const auto known = (*now)->replies.find(question); known != (*now)->replies.end()) return known->second;
  }
  Reply reply = answer(**now, path, params);
  if (reply.status != 200 || question.size() + reply.body.size() > kRepliesKept / 8) return reply;
  const std::lock_guard lock((*now)->mutex);
  if ((*now)->reply_bytes > kRepliesKept) {
    (*now)->replies.clear();
    (*now)->reply_bytes = 0;
  }
  (*now)->reply_bytes += question.size() + reply.body.size();
  return (*now)->replies.emplace(std::move(question), std::move(reply)).first->second;
}

Reply Api::answer(Snapshot& now, std::string_view path, const Params& params) {
  auto below = [&](std::string_view folder) { return path.size() > folder.size() && path.substr(0, folder.size()) == folder; };
  if (path == "events") return events(now, params);
  if (path == "map") return map(now, params);
  if (path == "moves") return moves(now, params);
  if (below("events/")) return event(path.substr(7));
  if (path == "queue") return queue(now, params);
  if (path == "reviews") return reviews(params);
  if (path == "documents") return documents(now, params);
  if (below("documents/")) return document(path.substr(10));
  if (path == "stats") return stats(now);
  if (path == "kinds") return kinds(now);
  return missing("There is nothing at this address. The API is described at /api.");
}

Result<Filter> Api::filter_of(const Snapshot& now, const Params& params) {
  auto filter = Filter::parse(params);
  if (!filter) return filter;
  const auto contract = review::correctable_kinds();
  const auto& there = now.columns.kinds();
  for (const auto& kind : filter->kinds)
    if (std::find(contract.begin(), contract.end(), kind) == contract.end() && std::none_of(there.begin(), there.end(), [&](const auto& k) { return k.id == kind; }))
      return Error{"request.parameter", "kind", "takes kinds, as /api/v1/kinds lists them; there is no kind '" + kind + "'"};
  return filter;
}

Reply Api::events(Snapshot& now, const Params& params) {
  auto filter = filter_of(now, params);
  if (!filter) return error_reply(400, filter.error());
  std::vector<std::uint32_t> found, on_any_day;  // bars of a timeline stay while a range of it is chosen
  now.columns.match(*filter, found, &on_any_day);
  const auto matched = found.size();
  const auto [first, last] = page(matched, filter->offset, filter->limit);
  json::Writer out;
  out.begin_object().key("revision").value(now.revision).key("total").value(std::uint64_t{now.columns.size()}).key("matched").value(std::uint64_t{matched});
  out.key("offset").value(std::uint64_t{filter->offset}).key("limit").value(std::uint64_t{filter->limit});
  write_facets(out, now.columns, found, on_any_day);
  out.key("events").begin_array();
  for (const auto i : now.columns.page(filter->order, std::move(found), first, last)) {
    auto json = row_json(now, i);
    if (!json) return error_reply(503, json.error());
    if (!json->empty()) out.raw(*json);  // one that went since is told by the next revision
  }
  out.end_array().end_object();
  return ok(out);
}

Reply Api::map(const Snapshot& now, const Params& params) {
  auto filter = filter_of(now, params);
  if (!filter) return error_reply(400, filter.error());
  std::vector<std::uint32_t> found;
  now.columns.match(*filter, found, nullptr);
  json::Writer out;
  out.begin_object().key("matched").value(std::uint64_t{found.size()});
  write_cells(out, now.columns, found, *filter);
  out.end_object();
  return ok(out);
}

Reply Api::moves(const Snapshot& now, const Params& params) {
  auto filter = filter_of(now, params);
  if (!filter) return error_reply(400, filter.error());
  std::vector<std::uint32_t> found;
  now.columns.match(*filter, found, nullptr);
  json::Writer out;
  out.begin_object().key("moves").begin_array();
  std::size_t read = 0;
  std::map<std::string, std::shared_ptr<const StoredDocument>> documents;
  for (const auto i : found) {
    const auto& kind = now.columns.kinds()[now.columns.row(i).kind].id;
    if (!moves_kind(kind)) continue;
    if (++read > kMovesRead) break;
    auto event = row(now.columns.id(i));
    if (!event) return error_reply(503, event.error());
    if (!*event) continue;
    for (const auto& c : (*event)->event.claims) {
      auto& slot = documents[c.doc];
      if (!slot) {
        auto stored = document(c.doc);
        if (!stored) return error_reply(503, stored.error());
        slot = *stored;
      }
      if (slot) write_moves(out, (*event)->event.id, kind, slot->annotation, c.claim);
    }
  }
  out.end_array().end_object();
  return ok(out);
}

Reply Api::event(std::string_view id) {
  auto found = row(id);
  if (!found) return error_reply(503, found.error());
  if (!*found) {
    const std::lock_guard lock(mutex_);
    auto ended = source_->ended(std::string(id));
    if (!ended) return error_reply(503, ended.error());
    return ended->empty() ? missing("There is no event of this id in the ledger.") : error_reply(404, {"request.ended", "", "This event stands no more: " + *ended + "."});
  }
  const EventRow& row = **found;
  std::map<std::string, std::shared_ptr<const StoredDocument>> documents;
  for (const auto& c : row.event.claims) {
    auto& slot = documents[c.doc];
    if (slot) continue;
    auto stored = document(c.doc);
    if (!stored) return error_reply(503, stored.error());
    slot = *stored;
  }
  json::Writer out;
  out.begin_object().key("event");
  record::write_event(out, row.event);
  out.key("row");
  write_event_row(out, row);
  out.key("claims").begin_array();
  for (const auto& c : row.event.claims)
    if (const auto& stored = documents[c.doc]) write_telling(out, *stored, c.claim);
  out.end_array().key("content").value(row.content).key("fields").begin_object();
  for (const auto field : review::correctable_fields(false)) out.key(field).value(review::value_in_words(row.event, field));
  out.end_object();
  out.key("margins").begin_array();
  for (const auto& join : row.event.why) out.value(link::margin(join));
  out.end_array();
  review::write_doubts(out, doubts_of(row));
  out.key("reviews").begin_array();
  {
    const std::lock_guard lock(mutex_);
    auto kept = source_->reviews(row.event.id);
    if (!kept) return error_reply(503, kept.error());
    for (const auto& k : *kept)
      if (auto r = write_review(out, k); !r) return error_reply(503, r.error());
  }
  out.end_array().end_object();
  return ok(out);
}

Reply Api::documents(const Snapshot& now, const Params& params) {
  Params pages;
  for (const auto& [name, value] : params) {
    if (name != "limit" && name != "offset") return error_reply(400, {"request.parameter", name, "is no parameter here; there are limit and offset"});
    pages.emplace(name, value);
  }
  auto filter = Filter::parse(pages);
  if (!filter) return error_reply(400, filter.error());
  std::vector<DocumentRow> rows;
  {
    const std::lock_guard lock(mutex_);
    auto read = source_->documents(filter->offset, filter->limit);
    if (!read) return error_reply(503, read.error());
    rows = std::move(*read);
  }
  json::Writer out;
  out.begin_object().key("total").value(now.documents).key("offset").value(std::uint64_t{filter->offset});
  out.key("limit").value(std::uint64_t{filter->limit}).key("documents").begin_array();
  for (const auto& d : rows) {
    out.begin_object().key("id").value(d.id).key("title").text_or_null(d.title).key("outlet").text_or_null(d.outlet).key("url").text_or_null(d.url);
    out.key("published").text_or_null(d.published).key("language").text_or_null(d.language).key("sha256").text_or_null(d.sha256);
    out.key("claims").value(d.claims).end_object();
  }
  out.end_array().end_object();
  return ok(out);
}

Reply Api::document(std::string_view id) {
  auto stored = document(std::string(id));
  if (!stored) return error_reply(503, stored.error());
  if (!*stored) return missing("There is no document of this id in the ledger.");
  const Document& doc = *(*stored)->document;
  const Annotation& annotation = (*stored)->annotation;
  json::Writer out;
  out.begin_object().key("document").begin_object().key("id").value(doc.id).key("title").text_or_null(doc.title);
  out.key("outlet").text_or_null(doc.outlet).key("url").text_or_null(doc.url).key("published").text_or_null(doc.published);
  out.key("language").text_or_null(doc.language).key("text").value(doc.text).end_object();
  out.key("annotation").raw(record::annotation_json(annotation, record::Layers::standard()));
  out.key("events").begin_object();
  for (const auto& claim : annotation.claims) {
    const std::lock_guard lock(mutex_);
    auto event = source_->event_of({doc.id, claim.id});
    if (!event) return error_reply(503, event.error());
    if (!event->empty()) out.key(claim.id).value(*event);
  }
  out.end_object().end_object();
  return ok(out);
}

Reply Api::stats(const Snapshot& now) {
  std::vector<std::uint32_t> all(now.columns.size());
  std::iota(all.begin(), all.end(), 0U);
  json::Writer out;
  out.begin_object().key("documents").value(now.documents).key("events").value(std::uint64_t{now.columns.size()});
  out.key("claims").value(now.columns.claims()).key("doubtful").value(now.columns.doubtful());
  write_facets(out, now.columns, all, all);
  out.end_object();
  return ok(out);
}

Reply Api::kinds(const Snapshot& now) {
  std::vector<std::uint64_t> by_number(now.columns.kinds().size());
  for (std::size_t i = 0; i < now.columns.size(); ++i) ++by_number[now.columns.row(i).kind];
  std::map<std::string, std::uint64_t> counts;
  for (std::size_t k = 0; k < by_number.size(); ++k)
    if (by_number[k] > 0) counts[now.columns.kinds()[k].id] = by_number[k];
  json::Writer out;
  out.begin_object().key("kinds").begin_array();
  for (const auto& [kind, count] : counts)
    out.begin_object().key("kind").value(kind).key("label").value(kind_label(kind)).key("events").value(count).end_object();
  out.end_array().key("known").begin_array();
  for (const auto kind : review::correctable_kinds()) out.value(kind);
  out.end_array().end_object();
  return ok(out);
}

}  // namespace deconflict::serve
