#include "lang/lang.h"

#include "lang/engine.h"
#include "lang/sentences.h"

namespace deconflict::lang {

struct Model::State {
  Engine engine;
};

Model::Model(std::unique_ptr<State> state) : state_(std::move(state)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;

Result<Model> Model::load(const std::string& path) {
  auto engine = Engine::load(path);
  if (!engine) return engine.error();
  return Model(std::make_unique<State>(State{std::move(*engine)}));
}

namespace {

/// What one document needed serves the next one of the thread.
Engine::Scratch& scratch() {
  thread_local Engine::Scratch memory;
  return memory;
}

}  // namespace

void Model::split(Annotation& a) const {
  auto paragraphs = cut_paragraphs(a);
  const auto& ends = state_->engine.find_ends(a, paragraphs, scratch());
  join_sentences(a, paragraphs, ends);
}

void Model::analyse(Annotation& a) const {
  split(a);
  state_->engine.read(a, scratch());
}

const std::string& Model::version() const { return state_->engine.version(); }

}  // namespace deconflict::lang
