// Any valid UTF-8 as an article ($DECONFLICT_DATA names the data folder): every span lies in the text, on code points.
#include <cstdio>
#include <cstdlib>

#include "base/utf8.h"
#include "pipeline/pipeline.h"

using namespace deconflict;

namespace {

void check(std::string_view text, Span s) {
  if (s.begin > s.end || s.end > text.size() || !utf8::is_boundary(text, s.begin) || !utf8::is_boundary(text, s.end)) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static auto pipeline = Pipeline::open(default_data_dir());
  if (!pipeline) {
    std::fprintf(stderr, "%s\n", pipeline.error().text().c_str());
    std::exit(1);
  }
  Document doc;
  doc.id = "fuzz";
  doc.text = utf8::repaired({reinterpret_cast<const char*>(data), size});
  if (size % 2 != 0) doc.published = "2017-09-19";
  const Annotation a = pipeline->annotate(doc, record::Layers::all(), true);
  for (const auto& s : a.sentences) check(a.text, s.span);
  for (const auto& t : a.tokens) check(a.text, t.span);
  for (const auto& m : a.mentions) check(a.text, m.span);
  for (const auto& p : a.places) check(a.text, p.span);
  for (const auto& t : a.times) check(a.text, t.span);
  for (const auto& c : a.counts) check(a.text, c.span);
  for (const auto& t : a.attributions)
    for (const auto* spans : {&t.source, &t.cue, &t.content})
      for (Span s : *spans) check(a.text, s);
  for (const auto& c : a.claims) {
    check(a.text, c.span);
    check(a.text, c.trigger);
    for (const auto& x : c.actors) check(a.text, x.span);
    for (const auto& v : c.attribution) check(a.text, v.span);
  }
  auto read = record::parse_annotation(record::annotation_json(a, record::Layers::standard()));
  if (!read) std::abort();
  return 0;
}
