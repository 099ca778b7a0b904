#pragma once
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "serve/filter.h"
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
///         {"error":{"code","message"}}
/// life    safe to call from several threads; reads the ledger anew when its revision changes
class Api {
 public:
  explicit Api(std::unique_ptr<Source> source) : source_(std::move(source)) {}
  Reply get(std::string_view path, const Params& params);

 private:
  /// The events of one revision; never changed once made.
  struct Snapshot {
    std::string revision;
    std::vector<IndexedRow> rows;                    ///< newest first
    std::map<std::string, std::size_t, std::less<>> by_id;
    std::map<std::string, std::map<std::string, std::string>> event_of;  ///< document → claim → event
    std::vector<DocumentRow> documents;
  };
  Result<std::shared_ptr<const Snapshot>> snapshot();
  Result<std::shared_ptr<const StoredDocument>> document(const std::string& id);

  Reply events(const Snapshot& now, const Params& params);
  Reply event(const Snapshot& now, std::string_view id);
  Reply documents(const Snapshot& now, const Params& params);
  Reply document(const Snapshot& now, std::string_view id);
  Reply stats(const Snapshot& now);
  Reply kinds(const Snapshot& now);

  std::mutex mutex_;  ///< guards source_ and now_
  std::unique_ptr<Source> source_;
  std::shared_ptr<const Snapshot> now_;
};

/// The OpenAPI 3 description of the above.
std::string_view openapi_json();

}  // namespace deconflict::serve
