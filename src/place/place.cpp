#include "place/place.h"

namespace deconflict::place {
struct Gazetteer::State {};
Gazetteer::Gazetteer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Gazetteer::Gazetteer(Gazetteer&&) noexcept = default;
Gazetteer& Gazetteer::operator=(Gazetteer&&) noexcept = default;
Gazetteer::~Gazetteer() = default;
Result<Gazetteer> Gazetteer::load(const Pack&) { return Gazetteer(std::make_unique<State>()); }
void Gazetteer::find(Annotation&) const {}
std::vector<Gazetteer::Entry> Gazetteer::lookup(std::string_view) const { return {}; }
std::size_t Gazetteer::size() const { return 0; }
Result<void> compile_gazetteer(const std::string&, PackWriter&) { return {}; }
std::string transliteration_key(std::string_view name) { return std::string(name); }
}  // namespace deconflict::place
