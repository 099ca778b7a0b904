#include "time/words.h"

#include <array>
#include <cstring>

namespace deconflict::time {
namespace {

struct Entry {
  std::string_view word;
  Lex lex;
  std::uint32_t value;
  bool shortened = false;
};

constexpr std::uint32_t u(Unit unit) { return static_cast<std::uint32_t>(unit); }
constexpr std::uint32_t f(Feast feast) { return static_cast<std::uint32_t>(feast); }
constexpr std::uint32_t p(Part part) { return static_cast<std::uint32_t>(part); }

constexpr Entry kEntries[] = {
    {"january", Lex::month, 1}, {"february", Lex::month, 2}, {"march", Lex::month, 3}, {"april", Lex::month, 4},
    {"may", Lex::month, 5}, {"june", Lex::month, 6}, {"july", Lex::month, 7}, {"august", Lex::month, 8},
    {"september", Lex::month, 9}, {"october", Lex::month, 10}, {"november", Lex::month, 11}, {"december", Lex::month, 12},
    {"jan", Lex::month, 1, true}, {"feb", Lex::month, 2, true}, {"mar", Lex::month, 3, true}, {"apr", Lex::month, 4, true},
    {"jun", Lex::month, 6, true}, {"jul", Lex::month, 7, true}, {"aug", Lex::month, 8, true}, {"sep", Lex::month, 9, true},
    {"sept", Lex::month, 9, true}, {"oct", Lex::month, 10, true}, {"nov", Lex::month, 11, true}, {"dec", Lex::month, 12, true},
    {"monday", Lex::weekday, 1}, {"tuesday", Lex::weekday, 2}, {"wednesday", Lex::weekday, 3}, {"thursday", Lex::weekday, 4},
    {"friday", Lex::weekday, 5}, {"saturday", Lex::weekday, 6}, {"sunday", Lex::weekday, 7},
    {"mondays", Lex::weekday, 1}, {"tuesdays", Lex::weekday, 2}, {"wednesdays", Lex::weekday, 3}, {"thursdays", Lex::weekday, 4},
    {"fridays", Lex::weekday, 5}, {"saturdays", Lex::weekday, 6}, {"sundays", Lex::weekday, 7},
    {"mon", Lex::weekday, 1, true}, {"tue", Lex::weekday, 2, true}, {"tues", Lex::weekday, 2, true}, {"wed", Lex::weekday, 3, true},
    {"thu", Lex::weekday, 4, true}, {"thur", Lex::weekday, 4, true}, {"thurs", Lex::weekday, 4, true}, {"fri", Lex::weekday, 5, true},
    {"sat", Lex::weekday, 6, true}, {"sun", Lex::weekday, 7, true},
    {"spring", Lex::season, 1}, {"springtime", Lex::season, 1}, {"summer", Lex::season, 2}, {"summertime", Lex::season, 2},
    {"autumn", Lex::season, 3}, {"fall", Lex::season, 3}, {"winter", Lex::season, 4}, {"wintertime", Lex::season, 4},
    {"christmas", Lex::holiday, 1225},
    {"one", Lex::cardinal, 1}, {"two", Lex::cardinal, 2}, {"three", Lex::cardinal, 3}, {"four", Lex::cardinal, 4},
    {"five", Lex::cardinal, 5}, {"six", Lex::cardinal, 6}, {"seven", Lex::cardinal, 7}, {"eight", Lex::cardinal, 8},
    {"nine", Lex::cardinal, 9}, {"ten", Lex::cardinal, 10}, {"eleven", Lex::cardinal, 11}, {"twelve", Lex::cardinal, 12},
    {"thirteen", Lex::cardinal, 13}, {"fourteen", Lex::cardinal, 14}, {"fifteen", Lex::cardinal, 15}, {"sixteen", Lex::cardinal, 16},
    {"seventeen", Lex::cardinal, 17}, {"eighteen", Lex::cardinal, 18}, {"nineteen", Lex::cardinal, 19}, {"twenty", Lex::cardinal, 20},
    {"thirty", Lex::cardinal, 30}, {"forty", Lex::cardinal, 40}, {"fifty", Lex::cardinal, 50}, {"sixty", Lex::cardinal, 60},
    {"seventy", Lex::cardinal, 70}, {"eighty", Lex::cardinal, 80}, {"ninety", Lex::cardinal, 90},
    {"hundred", Lex::magnitude, 100}, {"thousand", Lex::magnitude, 1000},
    {"first", Lex::ordinal, 1}, {"second", Lex::ordinal, 2}, {"third", Lex::ordinal, 3}, {"fourth", Lex::ordinal, 4},
    {"fifth", Lex::ordinal, 5}, {"sixth", Lex::ordinal, 6}, {"seventh", Lex::ordinal, 7}, {"eighth", Lex::ordinal, 8},
    {"ninth", Lex::ordinal, 9}, {"tenth", Lex::ordinal, 10}, {"eleventh", Lex::ordinal, 11}, {"twelfth", Lex::ordinal, 12},
    {"thirteenth", Lex::ordinal, 13}, {"fourteenth", Lex::ordinal, 14}, {"fifteenth", Lex::ordinal, 15}, {"sixteenth", Lex::ordinal, 16},
    {"seventeenth", Lex::ordinal, 17}, {"eighteenth", Lex::ordinal, 18}, {"nineteenth", Lex::ordinal, 19},
    {"twentieth", Lex::ordinal, 20}, {"thirtieth", Lex::ordinal, 30},
    {"minute", Lex::unit, u(Unit::minute)}, {"hour", Lex::unit, u(Unit::hour)}, {"day", Lex::unit, u(Unit::day)},
    {"week", Lex::unit, u(Unit::week)}, {"weekend", Lex::unit, u(Unit::weekend)}, {"fortnight", Lex::unit, u(Unit::fortnight)},
    {"month", Lex::unit, u(Unit::month)}, {"year", Lex::unit, u(Unit::year)}, {"decade", Lex::unit, u(Unit::decade)},
    {"century", Lex::unit, u(Unit::century)},
    {"seconds", Lex::units, u(Unit::second)}, {"minutes", Lex::units, u(Unit::minute)}, {"hours", Lex::units, u(Unit::hour)},
    {"days", Lex::units, u(Unit::day)}, {"weeks", Lex::units, u(Unit::week)}, {"weekends", Lex::units, u(Unit::weekend)},
    {"months", Lex::units, u(Unit::month)}, {"years", Lex::units, u(Unit::year)}, {"decades", Lex::units, u(Unit::decade)},
    {"centuries", Lex::units, u(Unit::century)}, {"yr", Lex::unit, u(Unit::year)}, {"yrs", Lex::units, u(Unit::year)},
    {"morning", Lex::part, p(Part::morning)}, {"afternoon", Lex::part, p(Part::afternoon)}, {"evening", Lex::part, p(Part::evening)},
    {"night", Lex::part, p(Part::night)}, {"daytime", Lex::part, p(Part::daytime)}, {"nighttime", Lex::part, p(Part::night)},
    {"nightfall", Lex::part, p(Part::evening)},
    {"daily", Lex::frequency, u(Unit::day)}, {"everyday", Lex::frequency, u(Unit::day)}, {"weekly", Lex::frequency, u(Unit::week)},
    {"monthly", Lex::frequency, u(Unit::month)}, {"yearly", Lex::frequency, u(Unit::year)}, {"annually", Lex::frequency, u(Unit::year)},
    {"hourly", Lex::frequency, u(Unit::hour)}, {"nightly", Lex::frequency, u(Unit::weekend)},
    {"a", Lex::a, 0}, {"an", Lex::a, 0}, {"the", Lex::the, 0}, {"this", Lex::this_, 0}, {"that", Lex::that, 0},
    {"these", Lex::these, 0}, {"last", Lex::last, 0}, {"past", Lex::past, 0}, {"next", Lex::next, 0}, {"coming", Lex::coming, 0},
    {"upcoming", Lex::coming, 0}, {"previous", Lex::previous, 0}, {"preceding", Lex::previous, 0}, {"prior", Lex::previous, 0},
    {"following", Lex::following, 0}, {"subsequent", Lex::following, 0}, {"ensuing", Lex::following, 0}, {"same", Lex::same, 0},
    {"another", Lex::other, 0}, {"every", Lex::every, 0}, {"each", Lex::each, 0}, {"per", Lex::per, 0},
    {"early", Lex::early, 0}, {"late", Lex::late, 0}, {"later", Lex::later, 0}, {"earlier", Lex::earlier, 0},
    {"previously", Lex::earlier, 0}, {"mid", Lex::mid, 0}, {"middle", Lex::middle, 0}, {"end", Lex::end, 0}, {"close", Lex::end, 0},
    {"start", Lex::start, 0}, {"beginning", Lex::start, 0}, {"outset", Lex::start, 0}, {"half", Lex::half, 0}, {"rest", Lex::rest, 0},
    {"remainder", Lex::rest, 0}, {"part", Lex::first_part, 0}, {"latter", Lex::hours_of, 0},
    {"about", Lex::about, 0}, {"around", Lex::about, 0}, {"approximately", Lex::about, 0}, {"nearly", Lex::about, 0},
    {"almost", Lex::about, 0}, {"roughly", Lex::about, 0}, {"over", Lex::about, 0}, {"under", Lex::about, 0}, {"just", Lex::just, 0},
    {"only", Lex::just, 0}, {"mere", Lex::just, 0}, {"barely", Lex::just, 0}, {"more", Lex::more, 0}, {"less", Lex::less, 0},
    {"fewer", Lex::less, 0}, {"than", Lex::than, 0}, {"least", Lex::least, 0}, {"most", Lex::most, 0}, {"few", Lex::few, 0},
    {"several", Lex::several, 0}, {"couple", Lex::couple, 2}, {"many", Lex::many, 0}, {"numerous", Lex::many, 0},
    {"some", Lex::some, 0}, {"dozens", Lex::dozens, 0}, {"hundreds", Lex::dozens, 0}, {"thousands", Lex::dozens, 0},
    {"of", Lex::of, 0}, {"in", Lex::in, 0}, {"on", Lex::on, 0}, {"at", Lex::at, 0}, {"to", Lex::to, 0}, {"through", Lex::to, 0},
    {"and", Lex::and_, 0}, {"or", Lex::or_, 0}, {"by", Lex::by, 0}, {"from", Lex::from, 0}, {"since", Lex::since, 0},
    {"until", Lex::until, 0}, {"till", Lex::until, 0}, {"during", Lex::during, 0}, {"throughout", Lex::during, 0},
    {"within", Lex::during, 0}, {"for", Lex::during, 1}, {"between", Lex::between, 0}, {"before", Lex::before, 0},
    {"after", Lex::after, 0}, {"ago", Lex::ago, 0}, {"long", Lex::long_, 0}, {"old", Lex::old, 0}, {"olds", Lex::old, 0},
    {"age", Lex::age, 0}, {"straight", Lex::straight, 0}, {"consecutive", Lex::straight, 0}, {"full", Lex::straight, 0},
    {"whole", Lex::straight, 0}, {"entire", Lex::straight, 0}, {"additional", Lex::straight, 0}, {"successive", Lex::straight, 0},
    {"single", Lex::straight, 0}, {"bloody", Lex::straight, 0}, {"brutal", Lex::straight, 0}, {"deadly", Lex::straight, 0},
    {"today", Lex::today, 0}, {"yesterday", Lex::yesterday, 0}, {"tomorrow", Lex::tomorrow, 0}, {"tonight", Lex::tonight, 0},
    {"overnight", Lex::overnight, 0}, {"now", Lex::now, 0}, {"nowadays", Lex::now, 0}, {"recently", Lex::recently, 0},
    {"recent", Lex::recently, 1}, {"former", Lex::former, 0}, {"formerly", Lex::former, 0}, {"currently", Lex::current, 1},
    {"current", Lex::current, 0}, {"future", Lex::future, 0}, {"present", Lex::present, 0}, {"presently", Lex::current, 1},
    {"once", Lex::once, 0}, {"twice", Lex::twice, 0}, {"thrice", Lex::twice, 0}, {"bc", Lex::bc, 0}, {"bce", Lex::bc, 0}, {"am", Lex::am, 0}, {"pm", Lex::pm, 0},
    {"hrs", Lex::hrs, 0}, {"hr", Lex::hrs, 0}, {"gmt", Lex::zone, 1}, {"utc", Lex::zone, 1}, {"est", Lex::zone, 0},
    {"edt", Lex::zone, 0}, {"noon", Lex::noon, 0}, {"midday", Lex::noon, 0}, {"midnight", Lex::midnight, 0},
    {"dawn", Lex::dawn, p(Part::morning)}, {"daybreak", Lex::dawn, p(Part::morning)}, {"sunrise", Lex::dawn, p(Part::morning)},
    {"dusk", Lex::dawn, p(Part::evening)}, {"sunset", Lex::dawn, p(Part::evening)}, {"will", Lex::will, 0}, {"ll", Lex::will, 0},
    {"shall", Lex::will, 0}, {"would", Lex::will, 1}, {"plans", Lex::will, 0}, {"scheduled", Lex::will, 1}, {"due", Lex::will, 1}, {"upcoming", Lex::will, 0},
    {"planned", Lex::will, 1}, {"expected", Lex::will, 1}, {"time", Lex::time, 0}, {"date", Lex::date, 0}, {"eve", Lex::eve, 0},
    {"modern", Lex::present, 1},
    // Months of the Islamic calendar, then of the Persian one by their Iranian and Afghan names.
    {"muharram", Lex::islamic, 1}, {"moharram", Lex::islamic, 1}, {"safar", Lex::islamic, 2}, {"rabi", Lex::islamic, 3},
    {"jumada", Lex::islamic, 5}, {"rajab", Lex::islamic, 7}, {"shaban", Lex::islamic, 8}, {"shaaban", Lex::islamic, 8},
    {"ramadan", Lex::islamic, 9}, {"ramadhan", Lex::islamic, 9}, {"ramazan", Lex::islamic, 9}, {"shawwal", Lex::islamic, 10},
    {"dhu", Lex::islamic, 11}, {"dhul", Lex::islamic, 11}, {"zilhaj", Lex::islamic, 12},
    {"farvardin", Lex::persian, 1}, {"ordibehesht", Lex::persian, 2}, {"khordad", Lex::persian, 3}, {"mordad", Lex::persian, 5},
    {"shahrivar", Lex::persian, 6}, {"mehr", Lex::persian, 7}, {"aban", Lex::persian, 8}, {"azar", Lex::persian, 9},
    {"bahman", Lex::persian, 11}, {"esfand", Lex::persian, 12}, {"hamal", Lex::persian, 1}, {"sawr", Lex::persian, 2},
    {"jawza", Lex::persian, 3}, {"saratan", Lex::persian, 4}, {"asad", Lex::persian, 5}, {"sunbula", Lex::persian, 6},
    {"mizan", Lex::persian, 7}, {"aqrab", Lex::persian, 8}, {"qaws", Lex::persian, 9}, {"jadi", Lex::persian, 10}, {"dalw", Lex::persian, 11},
    {"hut", Lex::persian, 12},
    {"eid", Lex::feast, f(Feast::eid)}, {"ashura", Lex::feast, f(Feast::ashura)}, {"ashoura", Lex::feast, f(Feast::ashura)},
    {"arbaeen", Lex::feast, f(Feast::arbaeen)}, {"mawlid", Lex::feast, f(Feast::mawlid)}, {"nowruz", Lex::feast, f(Feast::nowruz)},
    {"norouz", Lex::feast, f(Feast::nowruz)}, {"nowrooz", Lex::feast, f(Feast::nowruz)}, {"nawroz", Lex::feast, f(Feast::nowruz)},
    {"easter", Lex::feast, f(Feast::easter)}, {"good", Lex::feast, f(Feast::good)}, {"palm", Lex::feast, f(Feast::palm)},
};

constexpr std::uint32_t kSlots = 1024;
constexpr std::size_t kLongestWord = 13;

std::uint32_t hash_of(const char* word, std::size_t size) {
  std::uint32_t h = 2166136261u;
  for (std::size_t i = 0; i < size; ++i) h = (h ^ static_cast<unsigned char>(word[i])) * 16777619u;
  return h ^ (h >> 15);
}

struct Lexicon {
  std::array<const Entry*, kSlots> slots{};
  std::array<std::uint32_t, 256> lengths{};  // bit n: a word of n letters starts with this one

  Lexicon() {
    for (const Entry& e : kEntries) {
      std::uint32_t at = hash_of(e.word.data(), e.word.size()) % kSlots;
      while (slots[at] != nullptr && slots[at]->word != e.word) at = (at + 1) % kSlots;
      if (slots[at] == nullptr) slots[at] = &e;
      lengths[static_cast<unsigned char>(e.word[0])] |= 1u << e.word.size();
    }
  }

  const Entry* find(std::string_view word) const {
    if (word.empty() || word.size() > kLongestWord) return nullptr;
    char low[kLongestWord + 1] = {};
    for (std::size_t i = 0; i < word.size(); ++i) low[i] = static_cast<char>(word[i] | 0x20);
    if ((lengths[static_cast<unsigned char>(low[0])] >> word.size() & 1) == 0) return nullptr;
    for (std::uint32_t at = hash_of(low, word.size()) % kSlots; slots[at] != nullptr; at = (at + 1) % kSlots)
      if (slots[at]->word.size() == word.size() && std::memcmp(slots[at]->word.data(), low, word.size()) == 0) return slots[at];
    return nullptr;
  }
};

const Lexicon& lexicon() {
  static const Lexicon instance;
  return instance;
}

bool is_digit(unsigned char c) { return c >= '0' && c <= '9'; }
bool is_upper(unsigned char c) { return c >= 'A' && c <= 'Z'; }
bool is_letter(unsigned char c) { return is_upper(c) || (c >= 'a' && c <= 'z') || c >= 0x80; }

/// Punctuation and spaces beyond ASCII: the mark ('\0' none of them) and its length in bytes.
struct Wide {
  char mark;
  std::uint32_t size;
};
Wide wide_mark(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t k) { return at + k < text.size() ? static_cast<unsigned char>(text[at + k]) : 0u; };
  if (byte(0) == 0xC2 && byte(1) == 0xA0) return {' ', 2};
  if (byte(0) != 0xE2 || byte(1) != 0x80) return {0, 0};
  const unsigned last = byte(2);
  if (last >= 0x80 && last <= 0x8B) return {' ', 3};
  if (last == 0xAF) return {' ', 3};
  if (last >= 0x90 && last <= 0x95) return {'-', 3};
  if (last >= 0x98 && last <= 0x9B) return {'\'', 3};
  if (last >= 0x9C && last <= 0x9F) return {'"', 3};
  if (last == 0xA6) return {';', 3};
  return {0, 0};
}

std::uint32_t read_number(std::string_view text, std::uint32_t at, Word& w) {
  std::uint64_t value = 0;
  const auto size = static_cast<std::uint32_t>(text.size());
  const auto digit = [&](std::uint32_t i) { return i < size && is_digit(static_cast<unsigned char>(text[i])); };
  std::uint32_t digits = 0;
  const auto take = [&](std::uint32_t i) {
    if (digits < 9) value = value * 10 + static_cast<std::uint64_t>(text[i] - '0');
    ++digits;
  };
  while (digit(at)) take(at++);
  while (at + 3 < size && text[at] == ',' && digits <= 9 && digit(at + 1) && digit(at + 2) && digit(at + 3) && !digit(at + 4) &&
         (w.grouped || digits <= 3)) {
    w.grouped = true;
    for (std::uint32_t i = at + 1; i <= at + 3; ++i) take(i);
    at += 4;
  }
  if (at < size && text[at] == '.' && digit(at + 1)) {
    std::uint32_t end = at + 1;
    while (digit(end) && end < at + 4) ++end;
    // "19.09.2017" is no fraction.
    if (!digit(end) && !(end < size && text[end] == '.' && digit(end + 1)) && !(at > 0 && w.begin > 0 && text[w.begin - 1] == '.')) {
      w.fraction = true;
      at = end;
    }
  }
  w.value = static_cast<std::uint32_t>(value);
  w.digits = static_cast<std::uint8_t>(digits < 200 ? digits : 200);
  w.lex = Lex::number;
  return at;
}

}  // namespace

std::vector<Word> words_of(std::string_view text) {
  const Lexicon& lex = lexicon();
  std::vector<Word> words;
  words.reserve(text.size() / 5 + 8);
  const auto size = static_cast<std::uint32_t>(text.size());
  std::uint32_t at = 0;
  int newlines = 2;
  bool space = true;
  while (at < size) {
    const auto c = static_cast<unsigned char>(text[at]);
    if (c <= ' ') {
      newlines += c == '\n';
      space = true;
      ++at;
      continue;
    }
    Word w;
    w.begin = at;
    w.space = space;
    w.line = newlines > 0;
    w.paragraph = newlines > 1;
    if (is_digit(c)) {
      at = read_number(text, at, w);
    } else {
      const Wide wide = c >= 0x80 ? wide_mark(text, at) : Wide{0, 0};
      if (wide.mark == ' ') {
        space = true;
        at += wide.size;
        continue;
      }
      if (wide.size > 0) {
        w.mark = wide.mark;
        at += wide.size;
      } else if (is_letter(c)) {
        bool lower = false, ascii = true, digits = false;
        while (at < size) {
          const auto b = static_cast<unsigned char>(text[at]);
          if (b >= 0x80) {
            if (b >= 0xC0 && wide_mark(text, at).size > 0) break;
            ascii = false;
          } else if (is_digit(b)) {
            digits = true;
          } else if (!is_letter(b)) {
            break;
          } else {
            lower |= !is_upper(b);
          }
          ++at;
        }
        w.capital = is_upper(c);
        w.upper = !lower;
        if (digits && at - w.begin == 2 && c == 'Q' && text[w.begin + 1] >= '1' && text[w.begin + 1] <= '4') {
          w.lex = Lex::quarter;
          w.value = static_cast<std::uint32_t>(text[w.begin + 1] - '0');
        }
        if (ascii && !digits) {
          if (const Entry* e = lex.find(text.substr(w.begin, at - w.begin))) {
            w.lex = e->lex;
            w.value = e->value;
            w.shortened = e->shortened;
          }
        }
      } else {
        w.mark = static_cast<char>(c);
        ++at;
      }
    }
    w.end = at;
    words.push_back(w);
    newlines = 0;
    space = false;
  }
  return words;
}

}  // namespace deconflict::time
