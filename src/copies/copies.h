#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "copies/words.h"
#include "deconflict/annotation.h"
#include "deconflict/copy.h"

/// Finds texts that repeat each other's words: a wire story in forty outlets, a page spliced from several.
/// source  winnowing: Schleimer, Wilkerson, Aiken, "Winnowing: local algorithms for document fingerprinting", SIGMOD 2003;
///         min-wise hashing: Broder, "On the resemblance and containment of documents", 1997
namespace deconflict::copies {

/// Runs of as many words that two texts share are always noticed.
inline constexpr std::size_t kSureRun = 12;
/// Words that are the same in the shortest passage that is told; in all passages of a pair. Of quoted ones three count for one.
inline constexpr std::uint32_t kLeastPassage = 16, kLeastInAll = 30;
/// Of the texts that share words those that came first are compared with each later one: so many for each run of words, so
/// many in all. Work a document is bounded by them, and a story carried by many has its first carriers as hub.
inline constexpr std::size_t kHolders = 8, kCompared = 32;

/// What is known of one document before its words are compared.
struct Source {
  std::string id, sha256, outlet, published;
  std::vector<std::string> publishers;  ///< folded names of the publishers that it credits
};

/// Work done, for tests of its growth.
struct Stats {
  std::uint64_t compared = 0;  ///< pairs of documents whose words were laid side by side
};

/// The passages that `here` shares with `there`, by `here`; none where they share too little. Linear in both, edits tolerated.
std::vector<Passage> passages_of(const std::vector<Word>& here, const std::vector<Word>& there);

/// Collects documents in any order, then finds who repeats whom. Keeps some 0.4 bytes for each byte of text; the words of the
/// documents that are compared are asked for anew.
class Finder {
 public:
  void add(Source source, const std::vector<Word>& words);
  /// words: gives the words of the document that was added as the n-th, from 0
  /// out    sorted by document, then `of`; the same whatever the order of adding
  std::vector<Copy> find(const std::function<std::vector<Word>(std::size_t)>& words, Stats* stats = nullptr);

 private:
  /// (later, earlier) of documents by rank, for the later ones in [from, to). marks_ hold ranks, sorted.
  std::vector<std::pair<std::uint32_t, std::uint32_t>> pairs_to_compare(std::size_t from, std::size_t to) const;

  std::vector<Source> sources_;
  std::vector<std::uint32_t> lengths_;                            ///< words of each
  std::vector<std::pair<std::uint32_t, std::uint32_t>> marks_;  ///< (fingerprint, document)
};

/// Publishers that a document names as its source, from its words and mentions. `a.text` is needed.
std::vector<Credit> credits_of(const Annotation& a);

/// Folded names of all publishers that it credits, for Source.
std::vector<std::string> publishers_of(const Annotation& a, const std::vector<Credit>& credits);

/// Folded names by which a publisher may be given as an outlet ("bbc news", "bbc"), and those of an outlet or address.
std::vector<std::string> publisher_names(const Entity& e);
std::string outlet_name(std::string_view outlet);

}  // namespace deconflict::copies
