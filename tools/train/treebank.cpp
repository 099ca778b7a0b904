#include "treebank.h"

#include <zlib.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/utf8.h"

namespace deconflict::train {

namespace {

Result<std::string> read_gzip(const std::string& path) {
  gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) return Error{"file.missing", path, "cannot be opened"};
  std::string out;
  std::array<char, 1 << 16> buffer;
  int n = 0;
  while ((n = gzread(file, buffer.data(), buffer.size())) > 0) out.append(buffer.data(), static_cast<std::size_t>(n));
  gzclose(file);
  if (n < 0) return Error{"file.unreadable", path, "is damaged"};
  return out;
}

std::vector<std::string_view> split(std::string_view line) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0;;) {
    const auto tab = line.find('\t', at);
    out.push_back(line.substr(at, tab == std::string_view::npos ? tab : tab - at));
    if (tab == std::string_view::npos) return out;
    at = tab + 1;
  }
}

std::uint32_t number(std::string_view text) {
  std::uint32_t n = 0;
  std::from_chars(text.data(), text.data() + text.size(), n);
  return n;
}

/// Lays the words out as text again. `joined[i]`: no blank behind word i.
void lay_out(GoldSentence& s, const std::vector<bool>& joined) {
  s.text.clear();
  for (std::size_t i = 0; i < s.words.size(); ++i) {
    Word& w = s.words[i];
    w.span.begin = static_cast<std::uint32_t>(s.text.size());
    s.text += w.form;
    w.span.end = static_cast<std::uint32_t>(s.text.size());
    if (!joined[i] && i + 1 < s.words.size()) s.text += ' ';
  }
}

std::string upper_of(std::string_view word) {
  std::string out;
  for (char c : word) out += c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
  return out;
}

}  // namespace

Result<std::vector<GoldSentence>> read_treebank(const std::string& path) {
  auto bytes = read_gzip(path);
  if (!bytes) return bytes.error();
  std::vector<GoldSentence> out;
  GoldSentence now;
  std::vector<bool> joined;
  std::uint32_t range_end = 0, line_number = 0;
  bool range_joined = false;
  std::string_view rest = *bytes;
  while (!rest.empty()) {
    const auto newline = rest.find('\n');
    const auto line = rest.substr(0, newline);
    rest.remove_prefix(newline == std::string_view::npos ? rest.size() : newline + 1);
    ++line_number;
    if (line.empty()) {
      if (!now.words.empty()) {
        lay_out(now, joined);
        out.push_back(std::move(now));
      }
      now = {};
      joined.clear();
      range_end = 0;
      continue;
    }
    if (line[0] == '#') continue;
    const auto columns = split(line);
    if (columns.size() != 10) return Error{"train.conllu", path + ":" + std::to_string(line_number), "a line needs ten columns"};
    if (columns[0].find('.') != std::string_view::npos) continue;
    const bool no_space = columns[9].find("SpaceAfter=No") != std::string_view::npos;
    if (const auto dash = columns[0].find('-'); dash != std::string_view::npos) {
      range_end = number(columns[0].substr(dash + 1));
      range_joined = no_space;
      continue;
    }
    Word w;
    w.form = columns[1], w.lemma = columns[2], w.upos = columns[3], w.penn = columns[4], w.deprel = columns[7];
    w.head = number(columns[6]);
    now.words.push_back(std::move(w));
    const auto id = now.words.size();
    joined.push_back(id < range_end ? true : id == range_end ? range_joined : no_space);
  }
  return out;
}

GoldSentence vary(const GoldSentence& from, Variant variant) {
  GoldSentence s = from;
  std::vector<bool> joined;
  for (std::size_t i = 0; i < s.words.size(); ++i) joined.push_back(i + 1 < s.words.size() && s.words[i + 1].span.begin == s.words[i].span.end);
  if (variant != Variant::small && s.words.size() > 1 && (s.words.back().form == "." || s.words.back().form == "!")) {
    const auto last = static_cast<std::uint32_t>(s.words.size());
    const bool leaf = s.words.back().head != 0 && std::none_of(s.words.begin(), s.words.end(), [&](const Word& w) { return w.head == last; });
    if (leaf && variant == Variant::headline) s.words.pop_back(), joined.pop_back();
  }
  for (Word& w : s.words) {
    if (variant == Variant::capitals) w.form = upper_of(w.form);
    else if (variant == Variant::small) w.form = utf8::lower(w.form);
    else if (w.form.size() > 3 || w.upos == "VERB" || w.upos == "NOUN" || w.upos == "PROPN") {
      if (w.form[0] >= 'a' && w.form[0] <= 'z') w.form[0] = static_cast<char>(w.form[0] - 32);
    }
  }
  lay_out(s, joined);
  return s;
}

}  // namespace deconflict::train
