#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "lang/features.h"
#include "lang/tagger.h"

namespace deconflict::lang {

/// Arc-hybrid transitions over one sentence. Words are 1..size(); 0 is the root, which stands at the bottom of the stack.
/// Each word takes two steps, so that parsing is linear.
class Configuration {
 public:
  /// REQUIRES x.size() == tags.size(), both alive as long as the configuration is used
  void start(const std::vector<Lexeme>& x, const std::vector<Tag>& tags);

  std::uint32_t size() const { return size_; }
  bool done() const { return next_ > size_ && stack_.size() == 1; }
  bool can_shift() const { return next_ <= size_; }
  /// The stack's top gets the next word as its head.
  bool can_left() const { return next_ <= size_ && stack_.size() > 1; }
  /// The stack's top gets the one below as its head; the root takes one word only, the last one.
  bool can_right() const { return stack_.size() > 2 || (stack_.size() == 2 && next_ > size_); }

  void shift();
  void left(std::uint8_t label);   ///< labels count from 1
  void right(std::uint8_t label);

  std::uint32_t next() const { return next_; }
  const std::vector<std::uint32_t>& stack() const { return stack_; }
  std::uint32_t head(std::uint32_t word) const { return nodes_[word].head; }
  std::uint8_t label(std::uint32_t word) const { return nodes_[word].label; }

  static constexpr std::uint32_t kFeatures = 86;
  using Features = std::array<std::uint64_t, kFeatures>;
  void features(Features& out) const;

 private:
  struct Node {
    std::uint32_t head = 0, left1 = 0, left2 = 0, right1 = 0, right2 = 0;  ///< 0: none (the root is nobody's child)
    std::uint8_t label = 0, lefts = 0, rights = 0;
  };
  struct View;
  View view(std::uint32_t word, bool there) const;
  void attach(std::uint32_t head, std::uint32_t child, std::uint8_t label);

  const std::vector<Lexeme>* x_ = nullptr;
  const std::vector<Tag>* tags_ = nullptr;
  std::uint32_t size_ = 0, next_ = 1;
  std::vector<std::uint32_t> stack_;
  std::vector<Node> nodes_;
};

/// Classes of the parser's classifier: 0 shift, 2l-1 left and 2l right with label l (from 1).
constexpr std::uint32_t parser_classes(std::uint32_t labels) { return 1 + 2 * labels; }

}  // namespace deconflict::lang
