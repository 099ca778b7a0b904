// Any bytes as a stream of any kind that is read – lines, web archives, archives, packed or not; the first byte chooses a name:
// no crash, only valid UTF-8 comes out, and a problem has words.
#include <algorithm>
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "read/source.h"

using namespace deconflict;

namespace {

class Memory : public read::Stream {
 public:
  explicit Memory(std::string_view bytes) : bytes_(bytes) {}
  Result<std::size_t> read(char* into, std::size_t count) override {
    const auto now = std::min({count, bytes_.size(), std::size_t{997}});
    bytes_.copy(into, now);
    bytes_.remove_prefix(now);
    return now;
  }

 private:
  std::string_view bytes_;
};

void check_text(std::string_view text) {
  if (utf8::first_invalid(text)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static constexpr const char* kNames[] = {"fuzz", "fuzz.ndjson", "fuzz.br", "fuzz.warc.gz"};
  read::read_source(
      kNames[data[0] % std::size(kNames)], std::make_unique<Memory>(std::string_view(reinterpret_cast<const char*>(data + 1), size - 1)),
      [](Document&& d, const read::Piece& piece) {
        for (const std::string_view text : {std::string_view(d.id), std::string_view(d.text), std::string_view(d.title), std::string_view(d.outlet), std::string_view(d.url), std::string_view(d.published), std::string_view(piece.where)}) check_text(text);
        if (d.id.empty()) std::abort();
      },
      [](const Error& e) {
        if (e.message.empty()) std::abort();
        check_text(e.where);
        check_text(e.message);
      });
  return 0;
}
