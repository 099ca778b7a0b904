#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "lang/features.h"

namespace deconflict::lang {

/// A tag stands for a UPOS and a Penn Treebank tag together; 0 is "no word here", the first real tag is 1.
using Tag = std::uint8_t;

constexpr std::uint32_t kTagFeatures = 34;
using TagFeatures = std::array<std::uint64_t, kTagFeatures>;

/// Features of word i, given the tags already chosen to its left. `x` is the whole sentence.
void tag_features(const std::vector<Lexeme>& x, const std::vector<Tag>& tags, std::size_t i, TagFeatures& out);

}  // namespace deconflict::lang
