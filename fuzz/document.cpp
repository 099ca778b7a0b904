// Any bytes as a line of NDJSON: a document with an id and valid UTF-8, or an error with words.
#include <cstdlib>

#include "base/utf8.h"
#include "read/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  auto doc = deconflict::read::read_json_document({reinterpret_cast<const char*>(data), size});
  if (!doc && doc.error().message.empty()) std::abort();
  if (doc && (doc->id.empty() || deconflict::utf8::first_invalid(doc->text))) std::abort();
  return 0;
}
