#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

/// The text cut into words, numbers and marks, each word with what it can mean in a time expression.
///
/// in      UTF-8 text in any case
/// out     one Word a word, number or punctuation mark, in order; linear in the text
namespace deconflict::time {

enum class Unit : std::uint8_t { second, minute, hour, day, weekend, week, fortnight, month, quarter, year, decade, century };
enum class Part : std::uint8_t { none, morning, midday, afternoon, evening, night, daytime };

/// Days that move through the Gregorian year.
enum class Feast : std::uint8_t { eid, ashura, arbaeen, mawlid, nowruz, easter, good, palm };

enum class Lex : std::uint8_t {
  none, number,
  month, weekday, season, holiday,        // value: 1–12, 1–7, 1–4, month * 100 + day
  cardinal, ordinal, magnitude,           // value: the number
  unit, units, part, frequency,           // value: a Unit (frequency: how often), a Part
  a, the, this_, that, these, last, past, next, coming, previous, following, same, other, every, each,
  early, late, later, earlier, mid, middle, end, start, first_part, half, rest, hours_of, about, more, less, than, least, most, just,
  few, several, couple, many, some, dozens, of, in, on, at, to, and_, or_, by, from, since, until, during, between, before, after,
  ago, long_, old, straight, age, today, yesterday, tomorrow, tonight, overnight, now, recently, former, current, future, present, once, twice, bc, ad, am, pm,
  hrs, oclock, zone, noon, midnight, dawn, will, time, date, eve, per,
  quarter,                                // "Q3": 1–4
  islamic, persian, feast                 // value: the month; a Feast
};

struct Word {
  std::uint32_t begin = 0, end = 0;
  std::uint32_t value = 0;  ///< of a number (at most 9 digits count) or of the Lex
  Lex lex = Lex::none;
  char mark = 0;            ///< the punctuation mark, '-' for every dash, '\'' and '"' for curly ones; 0 for words
  std::uint8_t digits = 0;  ///< of a number
  bool space = false;       ///< white space before it
  bool paragraph = false;   ///< a blank line, or the start of the text, before it
  bool line = false;        ///< a line starts with it
  bool capital = false;     ///< starts with an upper-case letter
  bool upper = false;       ///< has no lower-case letter
  bool grouped = false;     ///< a number with thousands separators
  bool fraction = false;    ///< a number with a decimal part
  bool shortened = false;   ///< "Mon", "Sept": a name only beside a number
};

std::vector<Word> words_of(std::string_view text);

}  // namespace deconflict::time
