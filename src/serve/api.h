#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/json.h"
#include "serve/columns.h"
#include "serve/source.h"

namespace deconflict::serve {

/// What goes back over the wire, whatever the transport.
struct Reply {
  int status = 200;
  std::string type = "application/json; charset=utf-8";
  std::string body;
};

Reply error_reply(int status, const Error& error);

/// The JSON API under /api; knows nothing of sockets.
/// in      a path that begins with "/api", decoded, and the parameters
/// errors  404 for an unknown path or id, 400 for a bad parameter, 503 where the ledger cannot be read; the body is
///         {"error":{"code","field","message"}}
/// life    safe to call from several threads; reads the ledger anew when its revision changes
class Api {
 public:
  explicit Api(std::unique_ptr<Source> source, std::unique_ptr<Reviewer> reviewer);
  Reply get(std::string_view path, const Params& params);
  /// Writes down one review. in: JSON as review::parse_request takes it
  /// errors  400 naming the member that is wrong, 403 where nothing may be reviewed, 409 where the event has changed since it
  ///         was looked at, 503 while another program holds the ledger: the same may then be sent again
  Reply post_review(std::string_view body);

  /// Another string whenever a client should ask anew. errors: those of the ledger
  Result<std::string> revision();

 private:
  /// The events of one revision; never changed once made, but for what was read of it since.
  struct Snapshot {
    std::string revision;
    Columns columns;
    std::uint64_t documents = 0;
    std::mutex mutex;                                      ///< guards what follows
    std::unordered_map<std::uint32_t, std::string> rows;   ///< list rows as JSON, by number
    std::map<std::string, Reply, std::less<>> replies;     ///< by question: many desks ask the same
    std::size_t reply_bytes = 0;
  };
  Result<std::shared_ptr<Snapshot>> snapshot();
  Result<std::shared_ptr<const StoredDocument>> document(const std::string& id);
  Result<std::shared_ptr<const EventRow>> row(std::string_view id);
  Result<std::string> row_json(Snapshot& now, std::uint32_t number);

  /// errors: request.parameter naming the parameter and what it takes
  static Result<Filter> filter_of(const Snapshot& now, const Params& params);
  Reply answer(Snapshot& now, std::string_view path, const Params& params);
  Reply events(Snapshot& now, const Params& params);
  Reply map(const Snapshot& now, const Params& params);
  Reply moves(const Snapshot& now, const Params& params);
  Reply event(std::string_view id);
  Reply queue(const Snapshot& now, const Params& params);
  Reply reviews(const Params& params);
  Result<void> write_review(json::Writer& out, const review::Kept& kept);
  Reply documents(const Snapshot& now, const Params& params);
  Reply document(std::string_view id);
  Reply stats(const Snapshot& now);
  Reply kinds(const Snapshot& now);

  std::unique_ptr<Reviewer> reviewer_;  ///< outlives source_
  std::mutex mutex_;  ///< guards source_ and now_
  std::unique_ptr<Source> source_;
  std::shared_ptr<Snapshot> now_;
};

/// The OpenAPI 3 description of the above.
std::string_view openapi_json();

}  // namespace deconflict::serve
