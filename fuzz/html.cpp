// Any bytes as an HTML page or another file: no crash, and only valid UTF-8 comes out.
#include <cstdlib>

#include "base/utf8.h"
#include "read/read.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view bytes(reinterpret_cast<const char*>(data), size);
  if (auto page = deconflict::read::read_html(bytes, "fuzz"))
    if (deconflict::utf8::first_invalid(page->document.text)) std::abort();
  deconflict::read::read_file_as_documents(
      "fuzz.bin", bytes,
      [](deconflict::Document&& doc) {
        if (deconflict::utf8::first_invalid(doc.text)) std::abort();
        for (const auto& b : deconflict::read::find_boilerplate(doc.text))
          if (b.span.end > doc.text.size() || b.span.empty()) std::abort();
      },
      [](const deconflict::Error& e) {
        if (e.message.empty()) std::abort();
      });
  return 0;
}
