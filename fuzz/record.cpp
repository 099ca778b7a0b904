// Any bytes as an annotation record: refused, or what is written again reads back the same.
#include <cstdlib>

#include "record/record.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace deconflict;
  auto first = record::parse_annotation({reinterpret_cast<const char*>(data), size});
  if (!first) return first.error().message.empty() ? std::abort(), 0 : 0;
  const std::string written = record::annotation_json(*first, record::Layers::standard());
  auto second = record::parse_annotation(written);
  if (!second || record::annotation_json(*second, record::Layers::standard()) != written) std::abort();
  return 0;
}
