#include "claim/claim.h"

namespace deconflict::claim {
struct Reader::State { std::vector<Kind> kinds; };
Reader::Reader(std::unique_ptr<State> state) : state_(std::move(state)) {}
Reader::Reader(Reader&&) noexcept = default;
Reader& Reader::operator=(Reader&&) noexcept = default;
Reader::~Reader() = default;
Result<Reader> Reader::load(const Pack&) { return Reader(std::make_unique<State>()); }
void Reader::find_attributions(Annotation&) const {}
void Reader::find_claims(Annotation&, bool) const {}
const std::vector<Kind>& Reader::kinds() const { return state_->kinds; }
}  // namespace deconflict::claim
