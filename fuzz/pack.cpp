// Any bytes as a data file: refused with a reason, or every section lies inside.
#include <unistd.h>

#include <cstdlib>

#include "base/pack.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::string path = "/tmp/deconflict-fuzz-pack-" + std::to_string(::getpid());
  if (!deconflict::write_file(path, {reinterpret_cast<const char*>(data), size})) return 0;
  auto pack = deconflict::Pack::open(path);
  if (!pack && pack.error().message.empty()) std::abort();
  if (pack)
    for (const auto& name : pack->names())
      if (!pack->section(name) || pack->section(name)->size() > size) std::abort();
  return 0;
}
