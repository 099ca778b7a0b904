#pragma once
#include <map>
#include <optional>
#include <string>

#include "deconflict/annotation.h"
#include "time/calendar.h"
#include "time/phrase.h"

/// Places time expressions in the calendar, one after the other in the order of the text.
namespace deconflict::time {

/// What the text as a whole says about its days.
struct Frame {
  std::optional<Day> written;  ///< day of writing: the publication date or a dateline
  bool narrative = false;      ///< a history: dates go by the date last told, not by the day of writing
  bool antique = false;        ///< years BC are told
};

/// Where an expression stands.
struct Setting {
  bool future = false;     ///< the words around speak of what is to come
  bool plan = false;       ///< and of nothing surer than a plan, which may be past
  bool paragraph = false;  ///< the first expression of its paragraph
  bool sentence = false;   ///< the first expression of its sentence
  bool since = false;      ///< "since spring 2015": how long something has gone on, which sets no scene for what follows
  bool opening = false;    ///< its sentence opens with it: "In 1943, …"
  int until = 0;           ///< of a weekday: the weekday that a range from it ends with
};

class Resolver {
 public:
  explicit Resolver(const Frame& frame) : frame_(frame) {}

  Timex resolve(const Phrase& p, const Setting& setting);

 private:
  /// The date last told; 0 where that part of it is not known.
  struct Told {
    int year = 0, month = 0, day = 0;
    bool bc = false;
    int near_month = 0;  ///< the month last told or, of a season, one in it: what decides whether "January" is the next one
  };

  std::string calendar(const Phrase& p, bool future, TimexType& type);
  std::string weekday(const Phrase& p, bool future, TimexType& type);
  std::string weekend() const;
  std::string unit(const Phrase& p);
  std::string offset(const Phrase& p);
  std::string duration(const Phrase& p) const;
  std::string set(const Phrase& p) const;
  std::string part(const Phrase& p);
  std::string day_name(const Phrase& p, TimexType& type);
  std::string clock(const Phrase& p, bool future);
  std::string almanac(const Phrase& p, bool future);
  bool is_news(const Phrase& p) const;
  int year_for(const Phrase& p, bool future) const;
  int base_year(Rel rel) const;
  void tell(int year, int month, int day, bool bc);
  void tell_year(const Phrase& p, int year, bool bc);
  void tell(Day day) { tell(year_of(day), month_of(day), day_of(day), false); }
  std::optional<Day> told_day() const;
  std::string told_value() const;

  Frame frame_;
  Setting setting_;
  Told told_;
  int aside_year_ = 0;      ///< a year told in passing in this sentence
  std::map<int, int> whole_;  ///< month * 100 + day → the year that such a day was told with
  int far_year_ = 0;        ///< a year far from the story, until a second one near it shows that the story has moved
  bool told_here_ = false;  ///< told_ was told in this paragraph
  bool reckoned_ = false, told_reckoned_ = false;  ///< the phrase at hand, and the one that told the date, are reckoned from the day of writing
};

}  // namespace deconflict::time
