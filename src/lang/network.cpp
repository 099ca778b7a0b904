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
  if (n.width_ == 0 || n.width_ % 64 != 0 || n.hidden_ == 0 || n.hidden_ % 32 != 0 || layers == 0 || n.arc_ == 0 || n.arc_ % 16 != 0 ||
      n.relation_ == 0 || n.relation_ % 16 != 0 || n.tags_ == 0 || n.labels_ == 0 || n.mentions_ == 0 || n.names_ == 0 || n.cut_ == 0 ||
      n.cut_ % 16 != 0 || n.vector_ == 0 || row_count < kWordFeatures)
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
  for (std::size_t l = 0; l < layers; ++l) {
    auto m = l == 0 ? Matrix::read(pack, "layer0", 4 * full, n.width_) : Matrix::read(pack, "layer" + std::to_string(l), 3 * full, full);
    if (!m) return m.error();
    n.layers_.push_back(std::move(*m));
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

void Network::embed_block(std::string_view text, const Span* words, std::size_t from, std::size_t to, Scratch& s) const {
  s.fresh.clear();
  for (auto i = from; i < to; ++i) {
    const bool glued = i > 0 && words[i - 1].end == words[i].begin;
    const auto hash = Vocabulary::hash(words[i].of(text)) ^ (glued ? 0x9E3779B97F4A7C15ULL : 0);
    s.hashes[i] = hash;
    if (const auto* row = s.cached_rows.find(*this, hash)) std::memcpy(s.rows.data() + i * width_, row, width_);
    else s.fresh.push_back(static_cast<std::uint32_t>(i));
  }
  const auto count = s.fresh.size(), vector_inputs = vector_matrix_.padded_inputs();
  if (count == 0) return;
  s.sums.assign(count * width_, 0);
  s.vector_bytes.assign(count * vector_inputs, Kernels::kZero);
  grow(s.vector_sums, count * width_);
  for (std::size_t k = 0; k < count; ++k) {
    const auto i = s.fresh[k];
    s.keys.describe(words[i].of(text), i > 0 && words[i - 1].end == words[i].begin);
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
  vector_matrix_.multiply(s.vector_bytes.data(), count, s.vector_sums.data());
  grow(s.numbers, 2 * width_);
  for (std::size_t k = 0; k < count; ++k) {
    const std::int32_t* sums = s.sums.data() + k * width_;
    for (std::size_t d = 0; d < width_; ++d) s.numbers[d] = static_cast<float>(sums[d]) * row_scale_;
    vector_matrix_.add_to(s.vector_sums.data() + k * width_, s.numbers.data());
    std::uint8_t* row = s.rows.data() + s.fresh[k] * width_;
    kernels().squash(s.numbers.data(), s.numbers.data() + width_, row, width_);
    s.cached_rows.keep(*this, s.hashes[s.fresh[k]], row, width_);
  }
}

Result<Network::Window> Network::read_window(const Pack& pack, const std::string& name, std::size_t hidden, std::size_t width) {
  auto words = Matrix::read(pack, name, hidden, Window::kSeen * width);
  if (!words) return words.error();
  auto gaps = read_floats(pack, name + ".gaps", (Window::kSeen - 1) * Window::kGaps * hidden);
  if (!gaps) return gaps.error();
  auto weights = read_floats(pack, name + ".weights", hidden + 1);
  if (!weights) return weights.error();
  return Window{std::move(*words), std::move(*gaps), std::move(*weights)};
}

void Network::ask(Question question, const Span* words, std::uint32_t begin, std::uint32_t end, Scratch& s) const {
  if (s.answers.size() < end) s.answers.resize(end);
  std::fill(s.answers.begin() + begin, s.answers.begin() + end, -1.0F);
  s.fresh.clear();
  for (auto i = begin; i < end; ++i)
    if (s.asked[i] != 0) s.fresh.push_back(i);
  for (std::size_t from = 0; from < s.fresh.size(); from += kBlock)
    ask_block(question == Question::ends_sentence ? ends_ : clitics_, words, from, std::min(s.fresh.size(), from + kBlock), begin, end, s);
}

void Network::ask_block(const Window& window, const Span* words, std::size_t from, std::size_t to, std::size_t begin, std::size_t end,
                        Scratch& s) const {
  // Words i - 3 … i + 5 are looked at for what comes behind word i; beyond the paragraph all is zero.
  constexpr std::size_t kBefore = Window::kReach - 1;
  const auto stride = window.words.padded_outputs(), inputs = window.words.padded_inputs();
  grow(s.windows, (to - from) * inputs);
  grow(s.sums, (to - from) * stride);
  for (std::size_t k = from; k < to; ++k) {
    std::uint8_t* row = s.windows.data() + (k - from) * inputs;
    for (std::size_t o = 0; o < Window::kSeen; ++o, row += width_) {
      const auto word = s.fresh[k] + o - kBefore;  // below 0 it wraps around, and is too large as well
      if (word >= begin && word < end) std::memcpy(row, s.rows.data() + word * width_, width_);
      else std::memset(row, Kernels::kZero, width_);
    }
  }
  window.words.multiply(s.windows.data(), to - from, s.sums.data());
  grow(s.numbers, stride);
  for (std::size_t k = from; k < to; ++k) {
    window.words.finish(s.sums.data() + (k - from) * stride, s.numbers.data());
    for (std::size_t o = 0; o + 1 < Window::kSeen; ++o) {
      const auto word = s.fresh[k] + o - kBefore;
      const bool inside = word >= begin && word < end && word + 1 < end;
      const auto gap = !inside ? Window::kBorder : words[word].end == words[word + 1].begin ? Window::kGlued : Window::kSpace;
      const float* numbers = window.gaps.data() + (o * Window::kGaps + gap) * cut_;
      for (std::size_t d = 0; d < cut_; ++d) s.numbers[d] += numbers[d];
    }
    float score = window.weights[cut_];
    for (std::size_t d = 0; d < cut_; ++d)
      if (s.numbers[d] > 0.0F) score += s.numbers[d] * window.weights[d];
    s.answers[s.fresh[k]] = score;
  }
}

/// The sums of the first layer for embedded words from `first` on, into s.sums from 0.
void Network::multiply_words(std::size_t first, std::size_t count, Scratch& s) const {
  const Matrix& m = layers_.front();
  const auto stride = m.padded_outputs();
  const auto sums_of = [&](std::size_t word) { return s.sums.data() + word * stride; };
  s.fresh.clear();
  for (std::size_t k = 0; k < count; ++k)
    if (const auto* sums = s.cached_sums.find(*this, s.hashes[first + k])) std::copy_n(sums, stride, sums_of(k));
    else s.fresh.push_back(static_cast<std::uint32_t>(k));
  grow(s.layer_in, kBlock * width_);
  grow(s.word_sums, kBlock * stride);
  for (std::size_t from = 0; from < s.fresh.size(); from += kBlock) {
    const auto rows = std::min(s.fresh.size() - from, kBlock);
    for (std::size_t k = 0; k < rows; ++k) std::memcpy(s.layer_in.data() + k * width_, s.rows.data() + (first + s.fresh[from + k]) * width_, width_);
    m.multiply(s.layer_in.data(), rows, s.word_sums.data());
    for (std::size_t k = 0; k < rows; ++k) {
      const auto word = s.fresh[from + k];
      const auto* sums = s.word_sums.data() + k * stride;
      std::copy_n(sums, stride, sums_of(word));
      s.cached_sums.keep(*this, s.hashes[first + word], sums, stride);
    }
  }
}

void Network::encode_layer(std::size_t layer, const std::vector<std::uint32_t>& ends, std::uint32_t first, Scratch& s) const {
  const Matrix& m = layers_[layer];
  const auto full = 2 * hidden_, stride = m.padded_outputs(), step = full;
  const std::size_t count = ends.back() - first;
  grow(s.sums, count * stride);
  if (layer == 0) multiply_words(first, count, s);
  else m.multiply(s.layer_in.data(), count, s.sums.data());
  grow(s.layer_out, count * full);
  grow(s.hidden, count * full);
  s.state.resize(hidden_);
  for (std::size_t direction = 0; direction < 2; ++direction) {
    const auto column = direction * hidden_;
    std::uint32_t begin = first;
    for (const auto end : ends) {
      std::fill(s.state.begin(), s.state.end(), 0.0F);
      for (std::uint32_t k = begin; k < end; ++k) {
        const std::size_t word = (direction == 0 ? k : begin + end - 1 - k) - first;
        float* hidden = s.hidden.data() + word * full + column;
        kernels().recur(s.sums.data() + word * stride + column, m.scale(column), m.bias(column), step, layer == 0 ? nullptr : hidden, s.state.data(),
                        hidden, s.layer_out.data() + word * full + column, hidden_);
      }
      begin = end;
    }
  }
  std::swap(s.layer_in, s.layer_out);
}

void Network::run(std::uint32_t first, const std::vector<std::uint32_t>& ends, Scratch& s) const {
  if (ends.empty() || ends.back() == first) return;
  for (std::size_t l = 0; l < layers_.size(); ++l) encode_layer(l, ends, first, s);
  const std::size_t count = ends.back() - first, stride = heads_.padded_outputs();
  grow(s.sums, count * stride);
  heads_.multiply(s.layer_in.data(), count, s.sums.data());
  grow(s.outputs, count * stride);
  for (std::size_t i = 0; i < count; ++i) heads_.finish(s.sums.data() + i * stride, s.outputs.data() + i * stride);
}

void Network::read(std::uint32_t begin, std::uint32_t end, Scratch& s, std::vector<Word>& out) const {
  const auto words = static_cast<std::size_t>(end - begin), stride = heads_.padded_outputs();
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
