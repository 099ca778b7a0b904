// A review as a client sends it: whatever bytes come, a request that is accepted has an author and something that it speaks of.
#include <cstdlib>

#include "review/review_json.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto tree = deconflict::json::parse({reinterpret_cast<const char*>(bytes), size});
  if (!tree) return 0;
  const auto request = deconflict::review::parse_request(*tree);
  if (!request) {
    if (request.error().message.empty()) std::abort();
    return 0;
  }
  if (request->author.empty() || (request->events.empty() && request->claims.empty() && request->undoes.empty())) std::abort();
  return 0;
}
