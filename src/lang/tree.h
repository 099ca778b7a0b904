#pragma once
#include <cstdint>
#include <vector>

namespace deconflict::lang {

/// The dependency tree of the highest score with one word under the root (Chu–Liu–Edmonds).
/// scores  words × stride: scores[w * stride + h] for word w hanging on h, where h = 0 is the root and h = i + 1 is word i
/// heads   by word, 0 for the root; ties go to the lower head
/// Linear where the best heads of all words make a tree already, as nearly always; at worst cubic in the number of words.
void best_tree(const float* scores, std::size_t words, std::size_t stride, std::vector<std::uint32_t>& heads);

}  // namespace deconflict::lang
