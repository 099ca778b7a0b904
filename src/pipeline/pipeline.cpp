#include "pipeline/pipeline.h"

#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <future>

#include "base/hash.h"
#include "count/count.h"
#include "name/tagged.h"
#include "pipeline/acronyms.h"
#include "read/read.h"
#include "time/time.h"

namespace deconflict {

using record::Layer;
using record::Layers;

namespace {

/// Moves a loaded part into place, or hands its error on.
template <class T>
Result<void> keep(Result<T>&& loaded, std::unique_ptr<T>& into) {
  if (!loaded) return loaded.error();
  into = std::make_unique<T>(std::move(*loaded));
  return {};
}

}  // namespace

Result<Pipeline> Pipeline::open(const std::string& data_dir) {
  Pipeline p;
  if (auto r = keep(Pack::open(data_dir + "/knowledge.pack"), p.knowledge_); !r) return r.error();
  // The names take about as long as the rest together; where no thread can be had, `get` loads them.
  auto names = std::async([&] { return name::Names::load(*p.knowledge_); });
  if (auto r = keep(lang::Model::load(data_dir + "/lang.model"), p.lang_); !r) return r.error();
  const std::string imported = imported_gazetteer(data_dir);
  std::error_code ignored;
  if (std::filesystem::exists(imported, ignored)) {
    if (auto r = keep(Pack::open(imported, Pack::Check::table), p.imported_); !r) return r.error();
  } else if (std::getenv("DECONFLICT_GAZETTEER") != nullptr) {
    return Error{"file.missing", imported, "DECONFLICT_GAZETTEER names this file, which is not there; make it with `deconflict gazetteer import`"};
  }
  if (auto r = keep(place::Gazetteer::load(*p.knowledge_, p.imported_.get()), p.gazetteer_); !r) return r.error();
  if (auto r = keep(claim::Reader::load(*p.knowledge_), p.claims_); !r) return r.error();
  if (auto r = keep(names.get(), p.names_); !r) return r.error();
  return p;
}

namespace {

/// What was read from the text in small letters stands in the record as the text itself has it.
void restore(Annotation& a, std::string_view text) {
  a.text = text;
  for (Count& c : a.counts)
    if (!c.who.empty()) c.who = std::string(a.surface(c.who_span));
}

}  // namespace

Annotation Pipeline::annotate(const Document& doc, Layers layers, bool trace) const {
  Annotation a;
  a.id = doc.id;
  a.sha256 = sha256_hex(doc.text);
  a.published = doc.published;
  a.title = doc.title;
  a.url = doc.url;
  a.outlet = doc.outlet;
  a.text = doc.text;
  a.language = doc.language.empty() ? read::detect_language(doc.text) : doc.language;
  a.boilerplate = read::find_boilerplate(doc.text);

  const bool claims = layers.has(Layer::claims) || layers.has(Layer::attributions);
  const bool grounded = claims || layers.has(Layer::places) || layers.has(Layer::counts) || layers.has(Layer::mentions) || layers.has(Layer::entities);
  if (!grounded && !layers.has(Layer::times) && !layers.has(Layer::tokens) && !layers.has(Layer::sentences)) return a;
  // Sentences and the names of places alone need no trees: what the tagger adds costs six times as long (docs/figures.md).
  const bool trees = claims || layers.has(Layer::counts) || layers.has(Layer::mentions) || layers.has(Layer::entities) || layers.has(Layer::tokens);
  if (trees) read_language(a);
  else if (grounded || layers.has(Layer::sentences)) lang_->split(a);
  // The later stages read capitals as names; the text of a wire that has nothing else is read in small letters.
  const std::string printed = names_->in_small_letters(a);
  if (!printed.empty()) a.text = printed;
  ground(a, layers, trace);
  if (!printed.empty()) restore(a, doc.text);
  return a;
}

void Pipeline::ground(Annotation& a, Layers layers, bool trace) const {
  const bool claims = layers.has(Layer::claims) || layers.has(Layer::attributions);
  const bool grounded = claims || layers.has(Layer::places) || layers.has(Layer::counts) || layers.has(Layer::mentions) || layers.has(Layer::entities);
  if (claims || layers.has(Layer::counts) || layers.has(Layer::times)) time::find_times(a);
  if (!grounded) return;
  names_->find(a);
  gazetteer_->find(a);
  name::add_tagged_mentions(a);
  if (claims || layers.has(Layer::counts)) count::find_counts(a);
  if (!claims) return;
  claims_->find_attributions(a);
  if (layers.has(Layer::claims)) claims_->find_claims(a, trace);
}

void Pipeline::read_language(Annotation& a) const {
  const std::string readable = without_wordlike_acronyms(a.text);
  if (readable.empty()) return lang_->analyse(a);
  const std::string_view own = a.text;
  a.text = readable;
  lang_->analyse(a);
  a.text = own;
  restore_acronyms(a);
}

std::string imported_gazetteer(const std::string& data_dir) {
  if (const char* set = std::getenv("DECONFLICT_GAZETTEER"); set != nullptr && *set != '\0') return set;
  return data_dir + "/gazetteer.pack";
}

std::string default_data_dir() {
  if (const char* set = std::getenv("DECONFLICT_DATA"); set != nullptr && *set != '\0') return set;
  std::error_code ignored;
  const auto program = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
  if (!std::filesystem::exists(program / "knowledge.pack", ignored)) {
    const auto shared = program.parent_path() / "share" / "deconflict";
    if (std::filesystem::exists(shared / "knowledge.pack", ignored)) return shared.string();
  }
  return program.string();
}

}  // namespace deconflict
