#include "serve/api.h"

#include <algorithm>

#include "base/json.h"
#include "record/record.h"
#include "serve/api_json.h"

namespace deconflict::serve {

namespace {

constexpr std::string_view kRoot = "/api/v1/";

Reply ok(json::Writer& out) { return {200, "application/json; charset=utf-8", out.take()}; }

Reply missing(std::string_view what) { return error_reply(404, {"request.missing", "", std::string(what)}); }

/// The page that `offset` and `limit` ask for of `size` things.
std::pair<std::size_t, std::size_t> page(std::size_t size, std::size_t offset, std::size_t limit) {
  const auto first = std::min(offset, size);
  return {first, first + std::min(limit, size - first)};
}

}  // namespace

Reply error_reply(int status, const Error& error) {
  json::Writer out;
  out.begin_object().key("error").begin_object().key("code").value(error.code);
  out.key("message").value(error.where.empty() ? error.message : error.where + " " + error.message).end_object().end_object();
  Reply reply{status, "application/json; charset=utf-8", out.take()};
  return reply;
}

Result<std::shared_ptr<const Api::Snapshot>> Api::snapshot() {
  const std::lock_guard lock(mutex_);
  auto revision = source_->revision();
  if (!revision) return revision.error();
  if (now_ && now_->revision == *revision) return now_;
  auto rows = source_->events();
  if (!rows) return rows.error();
  auto documents = source_->documents();
  if (!documents) return documents.error();
  auto fresh = std::make_shared<Snapshot>();
  fresh->revision = *revision;
  fresh->documents = std::move(*documents);
  std::sort(fresh->documents.begin(), fresh->documents.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
  fresh->rows.reserve(rows->size());
  for (auto& row : *rows) fresh->rows.push_back(indexed(std::move(row)));
  std::sort(fresh->rows.begin(), fresh->rows.end(), [](const auto& a, const auto& b) { return before(Filter::Order::newest, a, b); });
  for (std::size_t i = 0; i < fresh->rows.size(); ++i) {
    const Event& e = fresh->rows[i].row.event;
    fresh->by_id.emplace(e.id, i);
    for (const auto& c : e.claims) fresh->event_of[c.doc][c.claim] = e.id;
  }
  now_ = fresh;
  return now_;
}

Result<std::shared_ptr<const StoredDocument>> Api::document(const std::string& id) {
  const std::lock_guard lock(mutex_);
  auto stored = source_->document(id);
  if (!stored) return stored.error();
  return std::shared_ptr<const StoredDocument>(std::move(*stored));
}

Reply Api::get(std::string_view path, const Params& params) {
  if (path == "/api" || path == "/api/") return {200, "application/json; charset=utf-8", std::string(openapi_json())};
  if (path.substr(0, kRoot.size()) != kRoot) return missing("There is nothing at this address. The API is described at /api.");
  auto now = snapshot();
  if (!now) return error_reply(503, now.error());
  path.remove_prefix(kRoot.size());
  auto below = [&](std::string_view folder) { return path.size() > folder.size() && path.substr(0, folder.size()) == folder; };
  if (path == "events") return events(**now, params);
  if (below("events/")) return event(**now, path.substr(7));
  if (path == "documents") return documents(**now, params);
  if (below("documents/")) return document(**now, path.substr(10));
  if (path == "stats") return stats(**now);
  if (path == "kinds") return kinds(**now);
  return missing("There is nothing at this address. The API is described at /api.");
}

Reply Api::events(const Snapshot& now, const Params& params) {
  auto filter = Filter::parse(params);
  if (!filter) return error_reply(400, filter.error());
  // Bars of a timeline stay while a range of it is chosen.
  Filter any_day = *filter;
  any_day.from = any_day.to = std::nullopt;
  std::vector<const IndexedRow*> found, on_any_day;
  for (const auto& row : now.rows) {
    if (!matches(any_day, row)) continue;
    on_any_day.push_back(&row);
    if (matches(*filter, row)) found.push_back(&row);
  }
  if (filter->order != Filter::Order::newest)
    std::sort(found.begin(), found.end(), [&](const auto* a, const auto* b) { return before(filter->order, *a, *b); });
  const auto [first, last] = page(found.size(), filter->offset, filter->limit);
  json::Writer out;
  out.begin_object().key("total").value(std::uint64_t{now.rows.size()}).key("matched").value(std::uint64_t{found.size()});
  out.key("offset").value(std::uint64_t{filter->offset}).key("limit").value(std::uint64_t{filter->limit});
  write_facets(out, found, on_any_day);
  out.key("events").begin_array();
  for (auto i = first; i < last; ++i) write_event_row(out, found[i]->row);
  out.end_array().end_object();
  return ok(out);
}

Reply Api::event(const Snapshot& now, std::string_view id) {
  const auto found = now.by_id.find(id);
  if (found == now.by_id.end()) return missing("There is no event of this id in the ledger.");
  const EventRow& row = now.rows[found->second].row;
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
  const auto [first, last] = page(now.documents.size(), filter->offset, filter->limit);
  json::Writer out;
  out.begin_object().key("total").value(std::uint64_t{now.documents.size()}).key("offset").value(std::uint64_t{filter->offset});
  out.key("limit").value(std::uint64_t{filter->limit}).key("documents").begin_array();
  for (auto i = first; i < last; ++i) {
    const auto& d = now.documents[i];
    out.begin_object().key("id").value(d.id).key("title").text_or_null(d.title).key("outlet").text_or_null(d.outlet).key("url").text_or_null(d.url);
    out.key("published").text_or_null(d.published).key("language").text_or_null(d.language).key("sha256").text_or_null(d.sha256);
    out.key("claims").value(d.claims).end_object();
  }
  out.end_array().end_object();
  return ok(out);
}

Reply Api::document(const Snapshot& now, std::string_view id) {
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
  if (const auto found = now.event_of.find(doc.id); found != now.event_of.end())
    for (const auto& [claim, event] : found->second) out.key(claim).value(event);
  out.end_object().end_object();
  return ok(out);
}

Reply Api::stats(const Snapshot& now) {
  std::vector<const IndexedRow*> all;
  all.reserve(now.rows.size());
  std::uint64_t claims = 0;
  for (const auto& row : now.rows) {
    all.push_back(&row);
    claims += row.row.event.claims.size();
  }
  json::Writer out;
  out.begin_object().key("documents").value(std::uint64_t{now.documents.size()}).key("events").value(std::uint64_t{now.rows.size()});
  out.key("claims").value(claims);
  write_facets(out, all, all);
  out.end_object();
  return ok(out);
}

Reply Api::kinds(const Snapshot& now) {
  std::map<std::string, std::uint64_t> counts;
  for (const auto& row : now.rows) ++counts[row.row.event.kind];
  json::Writer out;
  out.begin_object().key("kinds").begin_array();
  for (const auto& [kind, count] : counts)
    out.begin_object().key("kind").value(kind).key("label").value(kind_label(kind)).key("events").value(count).end_object();
  out.end_array().end_object();
  return ok(out);
}

}  // namespace deconflict::serve
