// Any valid UTF-8 through the tokenizer and the paragraphs: tokens are sorted, none is empty or holds white space, each lies in one
// paragraph; clitics split anywhere keep that true.
#include <cstdlib>
#include <string>

#include "base/utf8.h"
#include "lang/clitics.h"
#include "lang/sentences.h"
#include "lang/tokenizer.h"

using namespace deconflict;

namespace {

void check(bool holds) {
  if (!holds) std::abort();
}

void check_tokens(const Annotation& a, const std::vector<lang::Paragraph>& paragraphs) {
  std::uint32_t end = 0, token = 0;
  for (const Token& t : a.tokens) {
    check(end <= t.span.begin && t.span.begin < t.span.end && t.span.end <= a.text.size());
    check(utf8::is_boundary(a.text, t.span.begin) && utf8::is_boundary(a.text, t.span.end));
    for (auto at = t.span.begin; at < t.span.end; at += utf8::decode(a.text, at).length) check(lang::space_at(a.text, at) == 0);
    end = t.span.end;
  }
  for (const auto& p : paragraphs) {
    check(p.first_token == token && p.first_token < p.last_token && p.dateline <= p.last_token - p.first_token);
    token = p.last_token;
  }
  check(token == a.tokens.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  Annotation a;
  const std::string text = utf8::repaired({reinterpret_cast<const char*>(data), size});
  a.text = text;
  auto paragraphs = lang::cut_paragraphs(a);
  check_tokens(a, paragraphs);
  std::vector<lang::CliticAt> clitics;
  for (std::uint32_t i = 0; i < a.tokens.size(); ++i)
    if (const auto bytes = lang::lost_clitic(a.surface(a.tokens[i].span), size % 2 == 0); bytes != 0) clitics.push_back({i, bytes});
  lang::split_clitics(a, paragraphs, clitics);
  check_tokens(a, paragraphs);
  std::vector<float> ends(a.tokens.size());
  for (std::size_t i = 0; i < ends.size(); ++i) ends[i] = static_cast<float>(data[i % size] % 3) - 1.0F;
  lang::join_sentences(a, paragraphs, ends);
  std::uint32_t token = 0;
  for (const auto& s : a.sentences) {
    check(s.first_token == token && s.first_token < s.last_token);
    token = s.last_token;
  }
  check(token == a.tokens.size());
  return 0;
}
