#include "lang/parser.h"

#include <algorithm>

namespace deconflict::lang {

void Configuration::start(const std::vector<Lexeme>& x, const std::vector<Tag>& tags) {
  x_ = &x;
  tags_ = &tags;
  size_ = static_cast<std::uint32_t>(x.size());
  next_ = 1;
  stack_.assign(1, 0);
  nodes_.assign(size_ + 1, Node{});
}

void Configuration::shift() { stack_.push_back(next_++); }

void Configuration::left(std::uint8_t label) {
  const auto child = stack_.back();
  stack_.pop_back();
  attach(next_, child, label);
}

void Configuration::right(std::uint8_t label) {
  const auto child = stack_.back();
  stack_.pop_back();
  attach(stack_.back(), child, label);
}

void Configuration::attach(std::uint32_t head, std::uint32_t child, std::uint8_t label) {
  Node& c = nodes_[child];
  c.head = head;
  c.label = label;
  Node& h = nodes_[head];
  // left1 and right1 are the outermost children: arcs come from the inside to the outside.
  if (child < head) {
    h.left2 = h.left1, h.left1 = child;
    if (h.lefts < 7) ++h.lefts;
  } else {
    h.right2 = h.right1, h.right1 = child;
    if (h.rights < 7) ++h.rights;
  }
}

/// What the features read of one word; zeros for none, and ones for the root.
struct Configuration::View {
  std::uint32_t word = 0;
  std::uint32_t form = 0, fine = 0, coarse = 0, suffix = 0;
  std::uint32_t tag = 0, label = 0;
  const Node* node = nullptr;
};

Configuration::View Configuration::view(std::uint32_t word, bool there) const {
  static constexpr Node kNoNode{};
  View v;
  v.node = &kNoNode;
  if (!there) return v;
  v.word = word;
  v.node = &nodes_[word];
  if (word == 0) {
    v.form = 1, v.tag = 255;
    return v;
  }
  const Lexeme& x = (*x_)[word - 1];
  v.form = x.form, v.fine = x.fine, v.coarse = x.coarse, v.suffix = x.suffix3;
  v.tag = (*tags_)[word - 1];
  v.label = v.node->label;
  return v;
}

void Configuration::features(Features& out) const {
  const auto depth = stack_.size();
  const View s0 = view(stack_.back(), true);
  const View s1 = view(depth > 1 ? stack_[depth - 2] : 0, depth > 1);
  const View s2 = view(depth > 2 ? stack_[depth - 3] : 0, depth > 2);
  const View b0 = view(next_, next_ <= size_), b1 = view(next_ + 1, next_ + 1 <= size_), b2 = view(next_ + 2, next_ + 2 <= size_);
  auto child = [&](std::uint32_t word) { return view(word, word != 0); };
  const View s0l = child(s0.node->left1), s0l2 = child(s0.node->left2), s0r = child(s0.node->right1), s0r2 = child(s0.node->right2);
  const View s1l = child(s1.node->left1), s1r = child(s1.node->right1), s1r2 = child(s1.node->right2);
  const View b0l = child(b0.node->left1), b0l2 = child(b0.node->left2);
  auto apart = [](const View& a, const View& b) {
    if (a.form == 0 || b.form == 0) return 0U;
    const auto d = b.word - a.word;
    return d <= 4 ? d : d <= 6 ? 5U : d <= 10 ? 6U : d <= 20 ? 7U : 8U;
  };
  const auto d0 = apart(s0, b0), d1 = apart(s1, s0);
  const std::uint32_t v0 = s0.node->lefts * 8U + s0.node->rights, v1 = s1.node->lefts * 8U + s1.node->rights, vb = b0.node->lefts;
  out = {
      feature(100, s0.form, s0.tag), feature(101, s0.form), feature(102, s0.tag),
      feature(103, s1.form, s1.tag), feature(104, s1.form), feature(105, s1.tag),
      feature(106, b0.form, b0.tag), feature(107, b0.form), feature(108, b0.tag),
      feature(109, b1.form, b1.tag), feature(110, b1.form), feature(111, b1.tag),
      feature(112, b2.form, b2.tag), feature(113, b2.tag), feature(114, s2.form, s2.tag), feature(115, s2.tag),
      // pairs
      feature(116, s0.form, s0.tag, b0.form, b0.tag), feature(117, s0.form, s0.tag, b0.form), feature(118, s0.form, b0.form, b0.tag),
      feature(119, s0.form, s0.tag, b0.tag), feature(120, s0.tag, b0.form, b0.tag), feature(121, s0.form, b0.form), feature(122, s0.tag, b0.tag),
      feature(123, s1.form, s1.tag, s0.form, s0.tag), feature(124, s1.form, s0.form), feature(125, s1.form, s1.tag, s0.tag),
      feature(126, s1.tag, s0.form, s0.tag), feature(127, s1.tag, s0.tag), feature(128, b0.tag, b1.tag), feature(129, b0.form, b1.tag),
      feature(130, s1.tag, b0.tag), feature(131, s1.form, b0.form), feature(132, s1.form, s1.tag, b0.tag),
      // triples
      feature(133, b0.tag, b1.tag, b2.tag), feature(134, s0.tag, b0.tag, b1.tag), feature(135, s1.tag, s0.tag, b0.tag),
      feature(136, s2.tag, s1.tag, s0.tag), feature(137, s1.tag, s0.tag, b0.tag, b1.tag), feature(138, s0.tag, s0l.tag, b0.tag),
      feature(139, s0.tag, s0r.tag, b0.tag), feature(140, s0.tag, b0.tag, b0l.tag), feature(141, s1.tag, s1r.tag, s0.tag),
      feature(142, s1.tag, s1l.tag, s0.tag), feature(143, s1.tag, s0.tag, s0l.tag), feature(144, s1.tag, s0.tag, s0r.tag),
      feature(145, s1.form, s0.tag, s0l.form), feature(146, s1.form, s0.form, s0l.form),
      feature(147, s0.form, b0.tag, b1.tag), feature(148, s0.tag, b0.form, b1.tag), feature(149, s1.form, s0.tag, b0.tag),
      feature(150, s1.tag, s0.form, b0.tag), feature(151, s1.tag, s0.tag, b0.form),
      // labels and words of children
      feature(152, s0.tag, s0l.label, s0l2.label), feature(153, s0.tag, s0r.label, s0r2.label), feature(154, s0.form, s0l.label), feature(155, s0.form, s0r.label),
      feature(156, s1.tag, s1l.label, s1r.label), feature(157, s1.form, s1r.label, s1r2.label), feature(158, b0.tag, b0l.label, b0l2.label),
      feature(159, s0l.form, s0.tag), feature(160, s0r.form, s0.tag), feature(161, s1r.form, s1.tag), feature(162, b0l.form, b0.tag),
      feature(163, s1.tag, s1r.label, s0.tag, b0.tag), feature(164, s1.tag, s0.tag, s0l.label, s0r.label), feature(165, s0l.form, s1.tag, s0.tag),
      // distance and number of children
      feature(166, s0.form, d0), feature(167, s0.tag, d0), feature(168, b0.form, d0), feature(169, b0.tag, d0), feature(170, s0.tag, b0.tag, d0),
      feature(171, s1.tag, s0.tag, d1), feature(172, s1.form, d1), feature(173, s0.form, v0), feature(174, s0.tag, v0, b0.tag),
      feature(175, s1.tag, v1, s0.tag), feature(176, b0.tag, vb),
      // clusters
      feature(177, s0.fine, b0.fine), feature(178, s1.fine, s0.fine), feature(179, s0.coarse, s0.tag, b0.coarse, b0.tag),
      feature(180, s1.coarse, s1.tag, s0.coarse, s0.tag), feature(181, s0.fine, s0.tag, s0l.form), feature(182, s1.fine, s0.tag, s0l.form),
      feature(183, b0.fine, b0.tag, s0.tag), feature(184, s1.fine, s1.tag, s0.fine, s0l.form), feature(185, s0.suffix, s0.tag, b0.tag)};
}

}  // namespace deconflict::lang
