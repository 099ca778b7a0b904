#include "read/date_text.h"

#include <array>
#include <string>

#include "base/utf8.h"

namespace deconflict::read {

namespace {

struct MonthName {
  std::string_view name;
  unsigned month;
};

/// Lower case, folded (no accents).
constexpr auto kMonths = std::to_array<MonthName>({
    {"abr", 4},        {"abril", 4},     {"agosto", 8},    {"ago", 8},       {"agustus", 8},   {"ağustos", 8},   {"agustos", 8},   {"aout", 8},      {"april", 4},
    {"aprile", 4},     {"apr", 4},       {"aralik", 12},   {"aralık", 12},   {"aug", 8},       {"august", 8},    {"augusti", 8},   {"augustus", 8},  {"avril", 4},
    {"avr", 4},        {"dec", 12},      {"decembre", 12}, {"december", 12}, {"dezember", 12}, {"dez", 12},      {"dezembro", 12}, {"dic", 12},      {"diciembre", 12},
    {"dicembre", 12},  {"ekim", 10},     {"ene", 1},       {"enero", 1},     {"eylul", 9},     {"feb", 2},       {"februar", 2},   {"februari", 2},  {"february", 2},
    {"febbraio", 2},   {"febrero", 2},   {"fev", 2},       {"fevereiro", 2}, {"fevr", 2},      {"fevrier", 2},   {"feber", 2},     {"gen", 1},       {"gennaio", 1},
    {"giugno", 6},     {"haziran", 6},   {"jan", 1},       {"janeiro", 1},   {"janner", 1},    {"januar", 1},    {"januari", 1},   {"january", 1},   {"janvier", 1},
    {"janv", 1},       {"juil", 7},      {"juillet", 7},   {"juin", 6},      {"jul", 7},       {"julho", 7},     {"juli", 7},      {"julio", 7},     {"july", 7},
    {"jun", 6},        {"june", 6},      {"junho", 6},     {"juni", 6},      {"junio", 6},     {"kasim", 11},    {"kasım", 11},    {"lug", 7},       {"luglio", 7},
    {"maart", 3},      {"maerz", 3},     {"mag", 5},       {"maggio", 5},    {"mai", 5},       {"maio", 5},      {"maj", 5},       {"mar", 3},       {"march", 3},
    {"marco", 3},      {"mars", 3},      {"mart", 3},      {"marz", 3},      {"marzo", 3},     {"may", 5},       {"mayis", 5},     {"mayıs", 5},     {"mayo", 5},
    {"mei", 5},        {"mrz", 3},       {"nisan", 4},     {"nov", 11},      {"november", 11}, {"novembre", 11}, {"novembro", 11}, {"noviembre", 11}, {"ocak", 1},
    {"oct", 10},       {"october", 10},  {"octobre", 10},  {"octubre", 10},  {"okt", 10},      {"oktober", 10},  {"ott", 10},      {"ottobre", 10},  {"out", 10},
    {"outubro", 10},   {"sep", 9},       {"sept", 9},      {"septembre", 9}, {"september", 9}, {"septiembre", 9}, {"set", 9},      {"setembro", 9},  {"settembre", 9},
    {"subat", 2},      {"şubat", 2},     {"temmuz", 7},    {"января", 1},    {"февраля", 2},   {"марта", 3},     {"апреля", 4},    {"мая", 5},       {"июня", 6},
    {"июля", 7},       {"августа", 8},   {"сентября", 9},  {"октября", 10},  {"ноября", 11},   {"декабря", 12},  {"stycznia", 1},  {"lutego", 2},    {"marca", 3},
    {"kwietnia", 4},   {"maja", 5},      {"czerwca", 6},   {"lipca", 7},     {"sierpnia", 8},  {"wrzesnia", 9},  {"pazdziernika", 10}, {"listopada", 11}, {"grudnia", 12},
});

unsigned month_of(std::string_view word) {
  if (word.size() < 3 || word.size() > 24) return 0;
  const std::string folded = utf8::fold(word);
  for (const auto& m : kMonths)
    if (m.name == folded) return m.month;
  return 0;
}

struct Piece {
  enum Kind : std::uint8_t { number, word, mark } kind = mark;
  std::size_t begin = 0, end = 0;
  unsigned value = 0;  ///< of a number of at most 8 digits
  char sign = 0;       ///< of a mark

  std::size_t size() const { return end - begin; }
};

bool is_word_byte(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::optional<Day> day_of(unsigned year, unsigned month, unsigned day) {
  if (year < 100) year += year < 70 ? 2000 : 1900;
  if (year < 1990 || year > 2099) return std::nullopt;
  const std::chrono::year_month_day ymd{std::chrono::year(static_cast<int>(year)), std::chrono::month(month), std::chrono::day(day)};
  if (!ymd.ok()) return std::nullopt;
  return Day{ymd};
}

/// A window of pieces over the text: the one being read and those behind it.
class Finder {
 public:
  Finder(std::string_view text, bool month_first) : text_(text), month_first_(month_first) {}

  std::vector<FoundDay> run() {
    std::vector<FoundDay> found;
    cut();
    for (std::size_t i = 0; i < pieces_.size();) {
      std::size_t behind = i;
      const auto day = read(i, behind);
      if (!day) {
        ++i;
        continue;
      }
      found.push_back({*day, pieces_[i].begin, pieces_[behind - 1].end});
      i = behind;
    }
    return found;
  }

 private:
  void cut() {
    for (std::size_t i = 0; i < text_.size();) {
      Piece p;
      p.begin = i;
      if (is_digit(text_[i])) {
        p.kind = Piece::number;
        while (i < text_.size() && is_digit(text_[i])) {
          if (i - p.begin < 8) p.value = p.value * 10 + static_cast<unsigned>(text_[i] - '0');
          ++i;
        }
      } else if (is_word_byte(text_[i])) {
        p.kind = Piece::word;
        while (i < text_.size() && is_word_byte(text_[i])) ++i;
      } else {
        p.sign = text_[i++];
        if (p.sign == ' ' || p.sign == '\t' || p.sign == '\n' || p.sign == '\r') continue;
      }
      p.end = i;
      pieces_.push_back(p);
    }
  }

  const Piece* at(std::size_t i) const { return i < pieces_.size() ? &pieces_[i] : nullptr; }
  bool number_at(std::size_t i, std::size_t least, std::size_t most) const {
    return i < pieces_.size() && pieces_[i].kind == Piece::number && pieces_[i].size() >= least && pieces_[i].size() <= most;
  }
  bool sign_at(std::size_t i, std::string_view signs) const { return i < pieces_.size() && pieces_[i].kind == Piece::mark && signs.find(pieces_[i].sign) != std::string_view::npos; }
  bool touching(std::size_t i) const { return i + 1 < pieces_.size() && pieces_[i].end == pieces_[i + 1].begin; }
  std::string_view word_at(std::size_t i) const { return i < pieces_.size() && pieces_[i].kind == Piece::word ? text_.substr(pieces_[i].begin, pieces_[i].size()) : std::string_view(); }
  unsigned month_at(std::size_t i) const { return month_of(word_at(i)); }

  /// Behind an ordinal ending, a dot, a comma or "de", "of".
  std::size_t skip(std::size_t i, std::string_view signs) const {
    for (std::size_t n = 0; n < 3; ++n) {
      if (sign_at(i, signs)) {
        ++i;
        continue;
      }
      const auto w = word_at(i);
      if (w == "st" || w == "nd" || w == "rd" || w == "th" || w == "de" || w == "del" || w == "of" || w == "er" || w == "º" || w == "°") ++i;
    }
    return i;
  }

  /// The date that begins at piece i; `behind`: the piece after it.
  std::optional<Day> read(std::size_t i, std::size_t& behind) const {
    const Piece& p = pieces_[i];
    if (p.kind == Piece::mark) return std::nullopt;
    if (p.kind == Piece::word) return month_first_word(i, behind);
    if (p.size() == 4) return year_first(i, behind);
    if (p.size() == 8 || p.size() == 14) {
      // "20170919", "20170919143000": only whole, as in metadata
      if (i > 0 && pieces_[i - 1].end == p.begin && pieces_[i - 1].kind != Piece::mark) return std::nullopt;
      behind = i + 1;
      return day_of(p.value / 10000, p.value / 100 % 100, p.value % 100);
    }
    if (p.size() > 2) return std::nullopt;
    if (auto day = numeric(i, behind)) return day;
    return day_first_word(i, behind);
  }

  std::optional<Day> year_first(std::size_t i, std::size_t& behind) const {
    if (!sign_at(i + 1, "-/._") || !number_at(i + 2, 1, 2)) return std::nullopt;
    if (!sign_at(i + 3, "-/._") || !number_at(i + 4, 1, 2)) return std::nullopt;
    if (pieces_[i + 1].sign != pieces_[i + 3].sign || !touching(i) || !touching(i + 1) || !touching(i + 2) || !touching(i + 3)) return std::nullopt;
    behind = i + 5;
    return day_of(pieces_[i].value, pieces_[i + 2].value, pieces_[i + 4].value);
  }

  std::optional<Day> numeric(std::size_t i, std::size_t& behind) const {
    if (!sign_at(i + 1, "-/.") || !number_at(i + 2, 1, 2) || !sign_at(i + 3, "-/.") || pieces_[i + 1].sign != pieces_[i + 3].sign) return std::nullopt;
    if (!(number_at(i + 4, 4, 4) || (number_at(i + 4, 2, 2) && pieces_[i].size() == 2))) return std::nullopt;
    if (pieces_[i + 1].sign != '.' && (!touching(i) || !touching(i + 2))) return std::nullopt;
    if (i > 0 && pieces_[i - 1].kind == Piece::mark && pieces_[i - 1].end == pieces_[i].begin && pieces_[i - 1].sign == pieces_[i + 1].sign) return std::nullopt;
    // "10.11.12.13" is an address, not a day
    if (sign_at(i + 5, ".-/") && number_at(i + 6, 1, 4) && touching(i + 4) && touching(i + 5)) return std::nullopt;
    const unsigned a = pieces_[i].value, b = pieces_[i + 2].value, year = pieces_[i + 4].value;
    const bool month_is_first = b > 12 || (month_first_ && pieces_[i + 1].sign == '/' && a <= 12);
    behind = i + 5;
    return month_is_first ? day_of(year, a, b) : day_of(year, b, a);
  }

  std::optional<Day> day_first_word(std::size_t i, std::size_t& behind) const {
    auto k = skip(i + 1, ".-/ ");
    const unsigned month = month_at(k);
    if (month == 0) return std::nullopt;
    k = skip(k + 1, ".,-/'");
    if (!number_at(k, 4, 4) && !(number_at(k, 2, 2) && sign_at(k - 1, "-'"))) return std::nullopt;
    behind = k + 1;
    return day_of(pieces_[k].value, month, pieces_[i].value);
  }

  std::optional<Day> month_first_word(std::size_t i, std::size_t& behind) const {
    auto k = skip(i + 1, ".-");
    if (!number_at(k, 1, 2)) return std::nullopt;
    const unsigned month = month_at(i);
    if (month == 0) return std::nullopt;
    const auto day = pieces_[k].value;
    k = skip(k + 1, ",.-");
    // "September 19, 14:30, 2017" is left alone; "May 4 2017" is read.
    if (!number_at(k, 4, 4)) return std::nullopt;
    behind = k + 1;
    return day_of(pieces_[k].value, month, day);
  }

  std::string_view text_;
  bool month_first_;
  std::vector<Piece> pieces_;
};

}  // namespace

std::vector<FoundDay> find_days(std::string_view text, bool month_first) { return Finder(text, month_first).run(); }

std::optional<Day> first_day(std::string_view text, bool month_first) {
  const auto found = find_days(text.substr(0, 100), month_first);
  if (found.empty()) return std::nullopt;
  return found.front().day;
}

}  // namespace deconflict::read
