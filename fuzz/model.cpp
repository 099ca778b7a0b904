// A language model ($DECONFLICT_DATA/lang.model) with bytes changed and checksums made right again: refused with a reason, or it
// reads a text without stepping outside its tables.
//
// The input is a list of changes: section (1 byte), place (4 bytes, modulo the section's size), new byte.
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "base/pack.h"
#include "lang/lang.h"

using namespace deconflict;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const char* const folder = std::getenv("DECONFLICT_DATA");
  static auto whole = Pack::open(std::string(folder == nullptr ? "." : folder) + "/lang.model");
  if (!whole) {
    std::fprintf(stderr, "%s\n", whole.error().text().c_str());
    std::exit(1);
  }
  static const std::string path = "/tmp/deconflict-fuzz-model-" + std::to_string(::getpid());
  const auto names = whole->names();
  PackWriter writer;
  for (std::size_t n = 0; n < names.size(); ++n) {
    std::string bytes(*whole->section(names[n]));
    for (std::size_t i = 0; i + 6 <= size; i += 6) {
      std::uint32_t place = 0;
      std::memcpy(&place, data + i + 1, sizeof place);
      if (data[i] % names.size() == n && !bytes.empty()) bytes[place % bytes.size()] = static_cast<char>(data[i + 5]);
    }
    writer.add(names[n], std::move(bytes));
  }
  if (!writer.write(path)) return 0;
  auto model = lang::Model::load(path);
  if (!model) {
    if (model.error().message.empty()) std::abort();
    return 0;
  }
  Annotation a;
  a.text = "Rebels shelled the town on Monday, the army said. \"Nobody was hurt,\" it added.\n\nSyrias army didnt answer";
  model->analyse(a);
  for (const Token& t : a.tokens)
    if (t.head >= static_cast<std::int32_t>(a.tokens.size())) std::abort();
  return 0;
}
