#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "deconflict/span.h"

/// Who repeats whose words: the copy graph of a set of documents.
namespace deconflict {

/// A run of words that two documents share, a few words changed or cut at most.
struct Passage {
  Span here;   ///< in the text of the document that repeats
  Span there;  ///< in the text of the one repeated
  std::uint32_t words = 0;  ///< that are the same
};

/// What tells which of two documents repeats the other.
enum class CopyBasis : std::uint8_t {
  credit,     ///< it names the other's publisher as its source
  published,  ///< it appeared on a later day
  none        ///< nothing: only that one repeats the other, or both a third, is known
};

/// `document` repeats words of `of`. With basis none the two are in the order of their hashes, which says nothing.
struct Copy {
  std::string document, of;
  CopyBasis basis = CopyBasis::none;
  double share = 0;     ///< of the words of `document`, [0,1]
  double share_of = 0;  ///< of the words of `of`
  std::uint32_t words = 0;  ///< in all passages
  std::vector<Passage> passages;  ///< sorted by `here`, not overlapping there
};

/// A document names another publisher as its source.
struct Credit {
  std::string document;
  std::string voice, name;  ///< id and name of the knowledge base
  Span span;                ///< the words
  bool whole = false;       ///< of the whole text ("BEIRUT (AFP) –"), not of one sentence ("AFP reported that …")
};

struct CopyGraph {
  std::vector<Copy> copies;    ///< by document, then `of`
  std::vector<Credit> credits;  ///< by document, then span
};

std::string_view name_of(CopyBasis);

}  // namespace deconflict
