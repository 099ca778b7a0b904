#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "deconflict/span.h"

namespace deconflict::claim {

/// Quotations of a text, marks included, sorted. A straight mark opens or closes by the blanks around it and by turns
/// within a paragraph; a quotation that its paragraph does not close ends with the paragraph.
std::vector<Span> find_quotes(std::string_view text);

/// The quotations of one document, asked for by place.
class Quotes {
 public:
  explicit Quotes(std::string_view text) : text_(text), all_(find_quotes(text)) {}

  /// The quotation in which a byte lies.
  std::optional<Span> around(std::uint32_t byte) const;
  /// The first quotation that begins within [from, to).
  std::optional<Span> first_in(std::uint32_t from, std::uint32_t to) const;
  /// The last quotation that ends within (from, to].
  std::optional<Span> last_in(std::uint32_t from, std::uint32_t to) const;
  bool touches(Span span) const;
  /// Does the quotation end a sentence, so that no cue has to follow it?
  bool is_complete(Span quote) const;

 private:
  std::vector<Span>::const_iterator first_ending_after(std::uint32_t byte) const;

  std::string_view text_;
  std::vector<Span> all_;
};

}  // namespace deconflict::claim
