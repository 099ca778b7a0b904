// Any bytes as a table of places, plain or packed; the first byte is the separator: every line and row is given once, a row that is whole has
// cells, and reading ends.
#include <unistd.h>

#include <cstdlib>
#include <string>

#include "base/file.h"
#include "place/import/lines.h"

using namespace deconflict;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  static const std::string path = "/tmp/deconflict-fuzz-table-" + std::to_string(::getpid());
  if (!write_file(path, {reinterpret_cast<const char*>(data + 1), size - 1})) return 0;
  auto lines = place::LineReader::open(path);
  if (!lines) return lines.error().message.empty() ? std::abort(), 0 : 0;
  place::CsvReader rows(*lines, static_cast<char>(data[0]));
  std::vector<std::string> cells;
  std::uint64_t before = 0;
  for (bool broken = false;;) {
    auto more = rows.next(cells, broken);
    if (!more) return more.error().message.empty() ? std::abort(), 0 : 0;
    if (!*more) break;
    if (rows.number() <= before || (cells.empty() && !broken)) std::abort();
    before = rows.number();
  }
  (void)lines->sha256();
  return 0;
}
