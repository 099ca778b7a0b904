#include "name/name.h"

namespace deconflict::name {
struct Names::State {};
Names::Names(std::unique_ptr<State> state) : state_(std::move(state)) {}
Names::Names(Names&&) noexcept = default;
Names& Names::operator=(Names&&) noexcept = default;
Names::~Names() = default;
Result<Names> Names::load(const Pack&) { return Names(std::make_unique<State>()); }
void Names::find(Annotation&) const {}
const Names::Known* Names::known(std::string_view) const { return nullptr; }
std::string Names::lookup(std::string_view) const { return {}; }
}  // namespace deconflict::name
