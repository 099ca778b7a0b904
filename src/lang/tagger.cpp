#include "lang/tagger.h"

namespace deconflict::lang {

void tag_features(const std::vector<Lexeme>& x, const std::vector<Tag>& tags, std::size_t i, TagFeatures& out) {
  static constexpr Lexeme kNone{};
  const Lexeme& w = x[i];
  const Lexeme& a = i >= 1 ? x[i - 1] : kNone;
  const Lexeme& aa = i >= 2 ? x[i - 2] : kNone;
  const Lexeme& b = i + 1 < x.size() ? x[i + 1] : kNone;
  const Lexeme& bb = i + 2 < x.size() ? x[i + 2] : kNone;
  const std::uint32_t t1 = i >= 1 ? tags[i - 1] : 0, t2 = i >= 2 ? tags[i - 2] : 0;
  out = {feature(0, w.form),
         feature(1, w.suffix1),
         feature(2, w.suffix2),
         feature(3, w.suffix3),
         feature(4, w.suffix4),
         feature(5, w.prefix1),
         feature(6, w.prefix3),
         feature(7, w.shape),
         feature(8, w.shape, w.suffix2),
         feature(9, w.form, w.shape),
         feature(10, t1),
         feature(11, t1, t2),
         feature(12, t1, w.form),
         feature(13, a.form),
         feature(14, b.form),
         feature(15, aa.form),
         feature(16, bb.form),
         feature(17, a.form, w.form),
         feature(18, w.form, b.form),
         feature(19, t1, b.form),
         feature(20, a.suffix3),
         feature(21, b.suffix3),
         feature(22, b.shape, w.shape),
         feature(23, a.shape, w.shape),
         feature(24, w.glue, a.form, b.form),
         feature(25, w.fine),
         feature(26, w.coarse, t1),
         feature(27, b.fine),
         feature(28, b.coarse, w.suffix2),
         feature(29, t1, t2, w.suffix3),
         feature(30, t1, w.suffix2, b.suffix2),
         feature(31, a.fine, w.suffix2),
         feature(32, w.fine, b.fine),
         feature(33, t1, w.form, b.form)};
}

}  // namespace deconflict::lang
