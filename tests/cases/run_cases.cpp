// Runs text cases and compares what a layer's dump says with what the case expects.
//
//   == name of the case
//   why it is here, one line
//   published: 2017-09-19          (optional; also title: and outlet:)
//   ---
//   the text
//   ---
//   the dump of the layer; the folder's name is the layer
//
// `--update` rewrites the expectations. `:xfail` at the end of a name marks a known failure; an unexpected pass fails.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <vector>

#include "base/file.h"
#include "base/knowledge_text.h"
#include "pipeline/pipeline.h"

namespace fs = std::filesystem;
using namespace deconflict;

namespace {

struct Case {
  std::string name, head, text, expected;
  Document doc;
};

std::vector<Case> parse_cases(const std::string& content) {
  std::vector<Case> cases;
  int part = 0;
  std::size_t at = 0;
  while (at < content.size()) {
    auto end = content.find('\n', at);
    if (end == std::string::npos) end = content.size();
    const std::string line = content.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("== ")) {
      cases.push_back({line.substr(3), {}, {}, {}, {}});
      part = 0;
    } else if (cases.empty()) {
      continue;
    } else if (line == "---") {
      ++part;
    } else if (part == 0) {
      Case& c = cases.back();
      c.head += line + "\n";
      for (auto [key, field] : {std::pair{"published:", &c.doc.published}, {"title:", &c.doc.title}, {"outlet:", &c.doc.outlet}})
        if (line.starts_with(key)) *field = trim(line.substr(std::string_view(key).size()));
    } else {
      (part == 1 ? cases.back().text : cases.back().expected) += line + "\n";
    }
  }
  for (Case& c : cases) {
    if (!c.text.empty()) c.text.pop_back();
    while (c.expected.ends_with("\n\n")) c.expected.pop_back();
    if (c.expected == "\n") c.expected.clear();
    c.doc.id = c.name;
    c.doc.text = c.text;
  }
  return cases;
}

}  // namespace

int main(int argc, char** argv) {
  std::string data = default_data_dir(), folder;
  bool update = false;
  for (int i = 1; i < argc; ++i) {
    const std::string_view arg = argv[i];
    if (arg == "--update") update = true;
    else if (arg == "--data" && i + 1 < argc) data = argv[++i];
    else folder = arg;
  }
  auto pipeline = Pipeline::open(data);
  if (!pipeline) return std::cerr << pipeline.error().text() << "\n", 1;
  const std::string layer = (fs::path(folder) / "").parent_path().filename().string();
  auto layers = record::Layers::parse(layer + ",tokens");  // with the tagger, as in a whole run
  if (!layers) return std::cerr << layers.error().text() << "\n", 1;
  std::vector<std::string> files;
  for (const auto& e : fs::directory_iterator(folder))
    if (e.path().extension() == ".txt") files.push_back(e.path().string());
  std::sort(files.begin(), files.end());
  std::size_t passed = 0, failed = 0;
  for (const auto& file : files) {
    auto content = read_file(file);
    if (!content) return std::cerr << content.error().text() << "\n", 1;
    std::string rewritten;
    for (const Case& c : parse_cases(*content)) {
      std::string got = record::dump(pipeline->annotate(c.doc, *layers), layer);
      while (got.ends_with("\n\n")) got.pop_back();  // the tokens' dump ends in an empty line, a case does not
      const bool known = c.name.ends_with(":xfail");
      const bool good = (got == c.expected) != known;
      (good ? passed : failed) += 1;
      if (!good && !update)
        std::cerr << file << ": " << c.name << (known ? " passes now; take its :xfail off\n" : "\n--- wanted\n" + c.expected + "--- got\n" + got) << "\n";
      rewritten += "== " + c.name + "\n" + c.head + "---\n" + c.text + "\n---\n" + (known ? c.expected : got) + "\n";
    }
    if (update)
      if (auto r = write_file(file, rewritten); !r) return std::cerr << r.error().text() << "\n", 1;
  }
  std::cout << layer << ": " << passed << " passed, " << failed << " failed\n";
  return failed == 0 || update ? 0 : 1;
}
