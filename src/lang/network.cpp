#include "lang/network.h"

#include <algorithm>
#include <atomic>
#include <charconv>
#include <cstring>

#include "lang/tree.h"

namespace deconflict::lang {

namespace {

constexpr std::size_t round_up(std::size_t n, std::size_t to) { return (n + to - 1) / to * to; }
constexpr std::size_t kMostWidth = 2048, kMostLayers = 8, kMostClasses = 255;

Error wrong(const std::string& what) { return Error{"lang.model", "", "the language model " + what}; }

/// "name value" lines → the value of one of them.
Result<std::size_t> number_of(std::string_view lines, std::string_view name, std::size_t most) {
  for (std::size_t at = 0; at < lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    const auto line = lines.substr(at, end - at);
    at = end + 1;
    if (!line.starts_with(name) || line.size() <= name.size() || line[name.size()] != ' ') continue;
    std::size_t value = 0;
    const auto digits = line.substr(name.size() + 1);
    const auto [stop, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc() || stop != digits.data() + digits.size() || value > most) return wrong("has a wrong size: " + std::string(line));
    return value;
  }
  return wrong("does not say its size: " + std::string(name));
}

/// A number in 127ths as a byte for the layers.
std::uint8_t level_of(std::int8_t n) {
  constexpr int kUnit = 127;
  return static_cast<std::uint8_t>((2 * (n * Kernels::kLevels + kUnit * Kernels::kZero) + kUnit) / (2 * kUnit));
}

constexpr float kLeak = 0.1F;  // of what is below 0, in the rows of arcs

/// Makes room without writing to what is there.
template <class V>
void grow(V& v, std::size_t size) {
  if (v.size() < size) v.resize(size);
}

/// Is `best` ahead of all others by odds of seven to six?
bool leads(const float* numbers, std::size_t count, std::size_t best) {
  constexpr float kMargin = 0.15F;
  for (std::size_t i = 0; i < count; ++i)
    if (i != best && numbers[i] > numbers[best] - kMargin) return false;
  return true;
}

/// rows × columns → columns × `stride`, zero behind.
Lines<float> transposed(const Lines<float>& in, std::size_t rows, std::size_t columns, std::size_t stride) {
  Lines<float> out(columns * stride, 0.0F);
  for (std::size_t r = 0; r < rows; ++r)
    for (std::size_t c = 0; c < columns; ++c) out[c * stride + r] = in[r * columns + c];
  return out;
}

/// The outputs of a recurrent layer, of which the section has `parts` × `units`: for each `chunk` units all parts side by side.
Order by_units(std::size_t parts, std::size_t units, std::size_t chunk) {
  Order order;
  for (std::size_t begin = 0; begin < units; begin += chunk)
    for (std::size_t part = 0; part < parts; ++part)
      for (std::size_t u = begin; u < begin + chunk; ++u) order.push_back(static_cast<std::uint32_t>(part * units + u));
  return order;
}

/// Calls visit(word) for the words of each sentence from 0 on, in the order in which a direction reads them, and restart() before each sentence.
template <class Restart, class Visit>
void walk(const std::vector<std::uint32_t>& ends, std::uint32_t first, bool forwards, Restart restart, Visit visit) {
  std::uint32_t begin = 0;
  for (const auto stop : ends) {
    const auto end = stop - first;
    restart();
    for (auto k = begin; k < end; ++k) visit(static_cast<std::size_t>(forwards ? k : begin + end - 1 - k));
    begin = end;
  }
}

}  // namespace

Result<Network> Network::load(const Pack& pack) {
  static std::atomic<std::uint64_t> loaded{0};
  Network n;
  n.id_ = ++loaded;
  const auto shape = pack.section("shape");
  if (!shape) return shape.error();
  std::size_t layers = 0, row_count = 0, vector_count = 0;
  const struct {
    std::string_view name;
    std::size_t* value;
    std::size_t most;
  } sizes[] = {{"width", &n.width_, kMostWidth},     {"hidden", &n.hidden_, kMostWidth},       {"layers", &layers, kMostLayers},
               {"arc", &n.arc_, kMostWidth},         {"relation", &n.relation_, kMostWidth},   {"tags", &n.tags_, kMostClasses},
               {"labels", &n.labels_, kMostClasses}, {"mentions", &n.mentions_, kMostClasses}, {"names", &n.names_, kMostClasses},
               {"cut", &n.cut_, kMostWidth},         {"vector", &n.vector_, kMostWidth},       {"rows", &row_count, 1U << 22},
               {"vectors", &vector_count, 1U << 22}};
  for (const auto& size : sizes) {
    const auto value = number_of(*shape, size.name, size.most);
    if (!value) return value.error();
    *size.value = *value;
  }
  if (n.width_ == 0 || n.width_ % 64 != 0 || n.hidden_ == 0 || n.hidden_ % kUnits != 0 || layers == 0 || n.arc_ == 0 || n.arc_ % 16 != 0 ||
      n.relation_ == 0 || n.relation_ % 16 != 0 || n.tags_ == 0 || n.labels_ == 0 || n.mentions_ == 0 || n.names_ == 0 || n.cut_ == 0 ||
      n.cut_ % 16 != 0 || n.cut_ > Kernels::Surroundings::kMostHidden || n.vector_ == 0 || row_count < kWordFeatures)
    return wrong("has sizes that this build cannot read");

  const auto rows = pack.section("rows"), vectors = pack.section("vectors"), row_slots = pack.section("rows.slots"),
             word_slots = pack.section("vectors.slots");
  for (const auto* section : {&rows, &vectors, &row_slots, &word_slots})
    if (!*section) return section->error();
  if (rows->size() != row_count * n.width_ * sizeof(std::int16_t) || vectors->size() != vector_count * n.vector_)
    return wrong("has rows or vectors of a wrong size");
  n.rows_ = reinterpret_cast<const std::int16_t*>(rows->data());
  n.vectors_ = reinterpret_cast<const std::int8_t*>(vectors->data());
  auto features = Vocabulary::read(*row_slots, static_cast<std::uint32_t>(row_count), static_cast<std::uint32_t>(row_count - kWordFeatures));
  if (!features) return features.error();
  auto words = Vocabulary::read(*word_slots, static_cast<std::uint32_t>(vector_count), static_cast<std::uint32_t>(vector_count));
  if (!words) return words.error();
  n.features_ = *features;
  n.words_ = *words;
  auto row_scale = read_floats(pack, "rows.scale", 1);
  if (!row_scale) return row_scale.error();
  n.row_scale_ = row_scale->front();

  const auto keep = [](auto result, auto& into) -> Result<void> {
    if (!result) return result.error();
    into = std::move(*result);
    return {};
  };
  const auto full = 2 * n.hidden_;
  if (auto r = keep(Matrix::read(pack, "vector", n.width_, n.vector_), n.vector_matrix_); !r) return r.error();
  if (auto r = keep(Matrix::read(pack, "layer0", 4 * full, n.width_, by_units(4, full, kUnits)), n.first_layer_); !r) return r.error();
  for (std::size_t l = 1; l < layers; ++l) {
    auto m = Matrix::read(pack, "layer" + std::to_string(l), 3 * full, full, by_units(3, full, kUnits));
    if (!m) return m.error();
    n.later_layers_.push_back(std::move(*m));
  }
  const auto outputs = 2 * n.arc_ + 2 * n.relation_ + n.tags_ + n.mentions_ + n.names_;
  if (auto r = keep(Matrix::read(pack, "heads", outputs, full), n.heads_); !r) return r.error();
  if (auto r = keep(read_floats(pack, "arc.matrix", n.arc_ * n.arc_), n.arc_matrix_); !r) return r.error();
  if (auto r = keep(read_floats(pack, "arc.bias", n.arc_), n.arc_bias_); !r) return r.error();
  if (auto r = keep(read_floats(pack, "arc.root", n.arc_), n.arc_root_); !r) return r.error();
  if (auto r = keep(read_floats(pack, "relation.root", n.relation_), n.relation_root_); !r) return r.error();
  Lines<float> relations;
  if (auto r = keep(read_floats(pack, "relation.matrix", n.labels_ * n.relation_), relations); !r) return r.error();
  if (auto r = keep(read_floats(pack, "relation.bias", n.labels_), n.relation_bias_); !r) return r.error();
  n.nothing_.assign(n.arc_, 0.0F);
  n.padded_labels_ = round_up(n.labels_, 16);
  n.relation_matrix_ = transposed(relations, n.labels_, n.relation_, n.padded_labels_);
  if (auto r = keep(read_window(pack, "cut", n.cut_, n.width_), n.ends_); !r) return r.error();
  if (auto r = keep(read_window(pack, "split", n.cut_, n.width_), n.clitics_); !r) return r.error();
  return n;
}

void Network::embed(std::string_view text, const Span* first, const Span* last, Scratch& s) const {
  const auto count = static_cast<std::size_t>(last - first);
  grow(s.rows, count * width_);
  s.hashes.resize(count);
  for (std::size_t from = 0; from < count; from += kBlock) embed_block(text, first, from, std::min(count, from + kBlock), s);
}

/// The rows of words that are new to a cache, whose turn began with the embedded word `first`, side by side. → how many
template <class Number>
std::size_t Network::gather_fresh(const WordCache<Number>& cache, std::size_t first, Scratch& s) const {
  const auto& fresh = cache.fresh();
  grow(s.fresh_rows, fresh.size() * width_);
  for (std::size_t k = 0; k < fresh.size(); ++k) std::memcpy(s.fresh_rows.data() + k * width_, s.rows.data() + (first + fresh[k]) * width_, width_);
  return fresh.size();
}

void Network::embed_block(std::string_view text, const Span* words, std::size_t from, std::size_t to, Scratch& s) const {
  const auto glued = [&](std::size_t i) { return i > 0 && words[i - 1].end == words[i].begin; };
  for (auto i = from; i < to; ++i) s.hashes[i] = Vocabulary::hash(words[i].of(text)) ^ (glued(i) ? 0x9E3779B97F4A7C15ULL : 0);
  s.words.look_up(id_, width_, s.hashes.data() + from, to - from);
  const auto& fresh = s.words.fresh();
  const auto count = fresh.size(), vector_inputs = vector_matrix_.weights.padded_inputs();
  s.sums.assign(count * width_, 0);
  s.vector_bytes.assign(count * vector_inputs, Kernels::kZero);
  grow(s.vector_sums, count * width_);
  for (std::size_t k = 0; k < count; ++k) {
    const auto i = from + fresh[k];
    s.keys.describe(words[i].of(text), glued(i));
    for (std::size_t f = 0; f < kWordFeatures; ++f) {
      auto row = features_.find(s.keys.key(f));
      if (row == Vocabulary::kNone) row = static_cast<std::uint32_t>(f);  // the first rows stand for what is unknown
      kernels().add_row(rows_ + row * width_, s.sums.data() + k * width_, width_);
    }
    auto vector = words_.find(s.keys.lower());
    if (vector == Vocabulary::kNone && s.keys.zeroed() != s.keys.lower()) vector = words_.find(s.keys.zeroed());
    if (vector == Vocabulary::kNone) continue;
    std::uint8_t* bytes = s.vector_bytes.data() + k * vector_inputs;
    for (std::size_t d = 0; d < vector_; ++d) bytes[d] = level_of(vectors_[vector * vector_ + d]);
  }
  vector_matrix_.weights.multiply(s.vector_bytes.data(), count, s.vector_sums.data());
  grow(s.numbers, 2 * width_);
  for (std::size_t k = 0; k < count; ++k) {
    const std::int32_t* sums = s.sums.data() + k * width_;
    for (std::size_t d = 0; d < width_; ++d) s.numbers[d] = static_cast<float>(sums[d]) * row_scale_;
    vector_matrix_.scales.add_finished(s.vector_sums.data() + k * width_, s.numbers.data());
    kernels().squash(s.numbers.data(), s.numbers.data() + width_, s.words[fresh[k]], width_);
  }
  for (auto i = from; i < to; ++i) std::memcpy(s.rows.data() + i * width_, s.words[i - from], width_);
}

Result<Network::Window> Network::read_window(const Pack& pack, const std::string& name, std::size_t hidden, std::size_t width) {
  // The section has an output's weights for all distances side by side: as many outputs of one word.
  Order by_distance;
  for (std::size_t distance = 0; distance < Window::kSeen; ++distance)
    for (std::size_t o = 0; o < hidden; ++o) by_distance.push_back(static_cast<std::uint32_t>(o * Window::kSeen + distance));
  auto words = Weights::read(pack, name + ".w", hidden * Window::kSeen, width, by_distance);
  if (!words) return words.error();
  auto scales = Scales::read(pack, name, hidden);
  if (!scales) return scales.error();
  auto gaps = read_floats(pack, name + ".gaps", (Window::kSeen - 1) * Window::kGaps * hidden);
  if (!gaps) return gaps.error();
  auto weights = read_floats(pack, name + ".weights", hidden + 1);
  if (!weights) return weights.error();
  return Window{std::move(*words), std::move(*scales), std::move(*gaps), std::move(*weights), Lines<std::int32_t>(hidden, 0)};
}

void Network::ask(Question question, const Span* words, std::uint32_t begin, std::uint32_t end, Scratch& s) const {
  if (s.answers.size() < end) s.answers.resize(end);
  std::fill(s.answers.begin() + begin, s.answers.begin() + end, -1.0F);
  const bool ends = question == Question::ends_sentence;
  // Words whose windows touch are asked together.
  for (auto from = begin; from < end; ++from) {
    if (s.asked[from] == 0) continue;
    auto to = from + 1;
    for (auto next = to; next < end && next < to + Window::kSeen && next < from + kBlock; ++next)
      if (s.asked[next] != 0) to = next + 1;
    ask_run(ends ? ends_ : clitics_, ends ? s.for_ends : s.for_clitics, words, from, to, begin, end, s);
    from = to - 1;
  }
}

/// Asks the words [from, to) of the paragraph [begin, end) that are to be asked.
void Network::ask_run(const Window& window, WordCache<std::int32_t>& cache, const Span* words, std::size_t from, std::size_t to, std::size_t begin,
                      std::size_t end, Scratch& s) const {
  const auto stride = window.words.padded_outputs();
  const auto first = from - std::min(from - begin, Window::kBefore), last = std::min(end, to + Window::kBehind);
  cache.look_up(id_, stride, s.hashes.data() + first, last - first);
  const auto fresh = gather_fresh(cache, first, s);
  grow(s.sums, fresh * stride);
  window.words.multiply(s.fresh_rows.data(), fresh, s.sums.data());
  for (std::size_t k = 0; k < fresh; ++k) std::copy_n(s.sums.data() + k * stride, stride, cache[cache.fresh()[k]]);
  for (auto word = from; word < to; ++word)
    if (s.asked[word] != 0) s.answers[word] = answer(window, cache, words, word, first, begin, end);
}

/// `first` is the first word of the cache's turn.
float Network::answer(const Window& window, const WordCache<std::int32_t>& cache, const Span* words, std::size_t word, std::size_t first,
                      std::size_t begin, std::size_t end) const {
  Kernels::Surroundings around;
  for (std::size_t distance = 0; distance < Window::kSeen; ++distance) {
    const auto seen = word + distance - Window::kBefore;
    const bool inside = seen >= begin && seen < end;  // below 0 it wraps around, and is too large as well
    around.sums[distance] = inside ? cache[seen - first] + distance * cut_ : window.nothing.data();
    if (distance + 1 == Window::kSeen) break;
    const auto gap = !inside || seen + 1 >= end                    ? Window::kBorder
                     : words[seen].end == words[seen + 1].begin ? Window::kGlued
                                                                : Window::kSpace;
    around.gaps[distance] = window.gaps.data() + (distance * Window::kGaps + gap) * cut_;
  }
  return kernels().weigh(around, window.scales.scale.data(), window.scales.bias.data(), window.weights.data(), cut_);
}

/// What the first layer makes of the embedded words from `first` on, each by itself: s.gates.
void Network::open_gates(std::size_t first, std::size_t count, Scratch& s) const {
  const auto& [weights, scales] = first_layer_;
  s.gates.look_up(id_, weights.padded_outputs(), s.hashes.data() + first, count);
  const auto fresh = gather_fresh(s.gates, first, s);
  constexpr std::size_t kOutputs = 4 * kUnits;
  grow(s.sums, fresh * kOutputs);
  for (std::size_t from = 0; from < weights.padded_outputs(); from += kOutputs) {
    weights.multiply(s.fresh_rows.data(), fresh, from, kOutputs, s.sums.data());
    for (std::size_t k = 0; k < fresh; ++k)
      kernels().open_gates(s.sums.data() + k * kOutputs, scales.scale.data() + from, scales.bias.data() + from, kUnits,
                           s.gates[s.gates.fresh()[k]] + from, kUnits);
  }
}

void Network::encode_words(const std::vector<std::uint32_t>& ends, std::uint32_t first, Scratch& s) const {
  const auto full = 2 * hidden_;
  open_gates(first, ends.back() - first, s);
  for (const bool forwards : {true, false}) {
    const auto column = forwards ? 0 : hidden_;
    walk(
        ends, first, forwards, [&] { s.state.assign(hidden_, 0.0F); },
        [&](std::size_t word) {
          for (std::size_t u = 0; u < hidden_; u += kUnits) {
            const auto at = column + u;
            kernels().pass_gates(s.gates[word] + 4 * at, kUnits, s.state.data() + u, s.hidden.data() + word * full + at,
                                 s.layer_out.data() + word * full + at, kUnits);
          }
        });
  }
}

void Network::encode_layer(const Matrix& m, const std::vector<std::uint32_t>& ends, std::uint32_t first, Scratch& s) const {
  const auto full = 2 * hidden_;
  const std::size_t count = ends.back() - first;
  constexpr std::size_t kOutputs = 3 * kUnits;
  grow(s.sums, count * kOutputs);
  for (std::size_t u = 0; u < full; u += kUnits) {
    m.weights.multiply(s.layer_in.data(), count, 3 * u, kOutputs, s.sums.data());
    walk(
        ends, first, u < hidden_, [&] { s.state.assign(kUnits, 0.0F); },
        [&](std::size_t word) {
          kernels().recur(s.sums.data() + word * kOutputs, m.scales.scale.data() + 3 * u, m.scales.bias.data() + 3 * u, kUnits, s.state.data(),
                          s.hidden.data() + word * full + u, s.layer_out.data() + word * full + u, kUnits);
        });
  }
}

void Network::run(std::uint32_t first, const std::vector<std::uint32_t>& ends, Scratch& s) const {
  if (ends.empty() || ends.back() == first) return;
  const std::size_t count = ends.back() - first, full = 2 * hidden_, stride = heads_.weights.padded_outputs();
  grow(s.hidden, count * full);
  grow(s.layer_in, count * full);
  grow(s.layer_out, count * full);
  encode_words(ends, first, s);
  for (const Matrix& layer : later_layers_) {
    std::swap(s.layer_in, s.layer_out);
    encode_layer(layer, ends, first, s);
  }
  grow(s.outputs, count * stride);
  constexpr std::size_t kRows = 32;  // their sums are in the cache yet when they are finished
  grow(s.sums, kRows * stride);
  for (std::size_t from = 0; from < count; from += kRows) {
    const auto rows = std::min(kRows, count - from);
    heads_.weights.multiply(s.layer_out.data() + from * full, rows, s.sums.data());
    for (std::size_t k = 0; k < rows; ++k) heads_.scales.finish(s.sums.data() + k * stride, s.outputs.data() + (from + k) * stride);
  }
}

void Network::read(std::uint32_t begin, std::uint32_t end, Scratch& s, std::vector<Word>& out) const {
  const auto words = static_cast<std::size_t>(end - begin), stride = heads_.weights.padded_outputs();
  const auto candidates = round_up(words + 1, 16);
  const auto output = [&](std::size_t word, std::size_t at) { return s.outputs.data() + (begin + word) * stride + at; };
  const Kernels& k = kernels();

  // s.heads: for each number of an arc's row, that of the root and of each word, side by side.
  grow(s.heads, arc_ * candidates);
  grow(s.dependents, 2 * words * arc_);
  grow(s.numbers, words * (relation_ + padded_labels_) + arc_);
  float *mixed = s.dependents.data() + words * arc_, *row = s.numbers.data();
  for (std::size_t d = 0; d < arc_; ++d) s.heads[d * candidates] = arc_root_[d];
  for (std::size_t w = 0; w < words; ++w) {
    k.add_slopes(output(w, 0), nothing_.data(), kLeak, s.dependents.data() + w * arc_, arc_);
    k.add_slopes(output(w, arc_), nothing_.data(), kLeak, row, arc_);
    for (std::size_t d = 0; d < arc_; ++d) s.heads[d * candidates + w + 1] = row[d];
  }
  k.products(s.dependents.data(), words, arc_, arc_, arc_matrix_.data(), arc_, mixed);
  for (std::size_t w = 0; w < words; ++w)
    k.add_slopes(mixed + w * arc_, arc_bias_.data(), 1.0F, mixed + w * arc_, arc_);  // what speaks for a head whatever hangs on it
  grow(s.scores, words * candidates);
  k.products(mixed, words, arc_, arc_, s.heads.data(), candidates, s.scores.data());
  best_tree(s.scores.data(), words, candidates, s.tree);

  const auto relations = 2 * arc_, tags = relations + 2 * relation_, mentions = tags + tags_, names = mentions + mentions_;
  for (std::size_t w = 0; w < words; ++w) {
    const float* own = output(w, relations);
    const float* other = s.tree[w] == 0 ? relation_root_.data() : output(s.tree[w] - 1, relations + relation_);
    k.add_slopes(own, other, 0.0F, s.numbers.data() + w * relation_, relation_);
  }
  float* labels = s.numbers.data() + words * relation_;
  k.products(s.numbers.data(), words, relation_, relation_, relation_matrix_.data(), padded_labels_, labels);
  out.resize(words);
  for (std::size_t w = 0; w < words; ++w) {
    float* own = labels + w * padded_labels_;
    for (std::size_t l = 0; l < labels_; ++l) own[l] += relation_bias_[l];
    const auto best = [&](const float* numbers, std::size_t count) { return static_cast<std::uint8_t>(k.largest(numbers, count)); };
    out[w] = {
        s.tree[w], best(output(w, tags), tags_), best(own, labels_), best(output(w, mentions), mentions_), best(output(w, names), names_), false,
        false};
    out[w].sure_mention = leads(output(w, mentions), mentions_, out[w].mention);
    out[w].sure_name = leads(output(w, names), names_, out[w].name);
  }
}

}  // namespace deconflict::lang
