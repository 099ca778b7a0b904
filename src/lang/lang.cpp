#include "lang/lang.h"

#include "lang/sentences.h"

namespace deconflict::lang {
struct Model::State { std::string version; };
Model::Model(std::unique_ptr<State> state) : state_(std::move(state)) {}
Model::Model(Model&&) noexcept = default;
Model& Model::operator=(Model&&) noexcept = default;
Model::~Model() = default;
Result<Model> Model::load(const std::string&) { return Model(std::make_unique<State>()); }
void Model::analyse(Annotation& a) const { split_sentences(a); }
const std::string& Model::version() const { return state_->version; }
}  // namespace deconflict::lang
