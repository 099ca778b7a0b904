#pragma once
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

class Resolver {
 public:
  explicit Resolver(const Frame& frame) : frame_(frame) {}

  /// `future`: the words around speak of what is to come. `starts_paragraph`: the first expression of its paragraph.
  Timex resolve(const Phrase& p, bool future, bool starts_paragraph);

 private:
  /// The date last told; 0 where that part of it is not known.
  struct Told {
    int year = 0, month = 0, day = 0;
    bool bc = false;
  };

  std::string calendar(const Phrase& p, bool future, TimexType& type);
  std::string weekday(const Phrase& p, bool future, TimexType& type);
  std::string unit(const Phrase& p);
  std::string offset(const Phrase& p);
  std::string duration(const Phrase& p) const;
  std::string set(const Phrase& p) const;
  std::string part(const Phrase& p);
  std::string day_name(const Phrase& p, TimexType& type);
  std::string clock(const Phrase& p, bool future);
  int year_for(const Phrase& p, bool future) const;
  int base_year(Rel rel) const;
  void tell(int year, int month, int day, bool bc);
  void tell(Day day) { tell(year_of(day), month_of(day), day_of(day), false); }
  std::optional<Day> told_day() const;
  std::string told_value() const;

  Frame frame_;
  Told told_;
  bool told_here_ = false;  ///< told_ was told in this paragraph
};

}  // namespace deconflict::time
