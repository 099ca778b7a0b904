#include "time/resolve.h"

#include <cstdlib>

namespace deconflict::time {

namespace chr = std::chrono;

namespace {

constexpr const char* kDayUnknown = "XXXX-XX-XX";

std::string date_value(int year, bool bc, int month, int day) {
  std::string v = year > 0 ? year_value(year, bc) : "XXXX";
  if (month > 0) v += "-" + padded(month, 2);
  if (day > 0) v += "-" + padded(day, 2);
  return v;
}

const char* reference(int direction) { return direction < 0 ? "PAST_REF" : direction > 0 ? "FUTURE_REF" : "PRESENT_REF"; }

int direction_of(Rel rel) {
  switch (rel) {
    case Rel::last: case Rel::previous: case Rel::ago: case Rel::earlier: return -1;
    case Rel::next: case Rel::following: case Rel::ahead: case Rel::later: return 1;
    default: return 0;
  }
}

/// "TMO": the part of the day that is told with a day.
std::string tail_of(const Phrase& p) { return p.part == Part::none ? std::string() : std::string("T") + part_code(p.part); }
std::string tail_of(const Phrase& p, TimexType& type) {
  if (p.part != Part::none) type = TimexType::TIME;
  return tail_of(p);
}

bool from_writing(Rel rel) { return rel == Rel::this_ || rel == Rel::last || rel == Rel::next || rel == Rel::ago || rel == Rel::ahead; }

}  // namespace

void Resolver::tell(int year, int month, int day, bool bc) {
  told_ = {year, month, day, bc, month > 0 ? month : year == told_.year ? told_.near_month : 0};
  told_here_ = true;
  told_reckoned_ = reckoned_;
}

/// A date with its year: the story goes on from it, unless it is told in passing.
void Resolver::tell_year(const Phrase& p, int year, bool bc) {
  if (p.month > 0 && p.day > 0 && !bc) whole_[p.month * 100 + p.day] = year;
  constexpr int kFar = 8;
  const bool far = told_.year > 0 && bc == told_.bc && std::abs(year - told_.year) > kFar;
  if (frame_.narrative && far && !(far_year_ > 0 && std::abs(year - far_year_) <= kFar)) {
    far_year_ = year;
    aside_year_ = year;
    return;
  }
  far_year_ = 0;
  if (frame_.narrative && p.month == 0 && told_.year > 0 && !setting_.opening && told_.near_month > 0 && year > told_.year && setting_.future) {
    aside_year_ = year;
    return;
  }
  aside_year_ = 0;
  tell(year, p.month, p.day, bc);
}

std::optional<Day> Resolver::told_day() const {
  if (told_.bc || told_.year == 0 || told_.day == 0 || !is_day(told_.year, told_.month, told_.day)) return std::nullopt;
  return make_day(told_.year, told_.month, told_.day);
}

std::string Resolver::told_value() const { return date_value(told_.year, told_.bc, told_.month, told_.day); }

int Resolver::base_year(Rel rel) const {
  const bool writing = from_writing(rel) && frame_.written && !frame_.narrative;
  const int year = writing ? year_of(*frame_.written) : told_.year;
  if (year == 0) return 0;
  const int step = direction_of(rel) * (told_.bc && !writing ? -1 : 1);
  return year + step > 0 ? year + step : 0;
}

/// A day of the week before it was written: even a report that goes on to tell of other years opens with it.
bool Resolver::is_news(const Phrase& p) const {
  constexpr int kWeek = 7;
  if (!frame_.written || p.month == 0 || p.day == 0 || !is_day(year_of(*frame_.written), p.month, p.day)) return false;
  const auto before = (*frame_.written - make_day(year_of(*frame_.written), p.month, p.day)).count();
  return before >= 0 && before <= kWeek;
}

/// The year of a date that does not say one; 0 where nothing tells it.
int Resolver::year_for(const Phrase& p, bool future) const {
  // "On 7 October 2023 … founded in 2006 … on 7 October": the day that was told with its year.
  if (const auto whole = whole_.find(p.month * 100 + p.day); whole != whole_.end() && p.month > 0 && p.day > 0 && !frame_.narrative) return whole->second;
  const int month = p.month > 0 ? p.month : p.season > 0 ? (p.season == 4 ? 1 : p.season * 3 + 1) : 0;
  // "Last November" sets no scene for the August behind it: both are reckoned from the day of writing.
  const bool old_year = told_here_ && !told_reckoned_ && told_.year > 0 && frame_.written && told_.year != year_of(*frame_.written);
  if (frame_.narrative || !frame_.written || (old_year && p.day == 0 && !future)) {
    if (aside_year_ > 0 && frame_.narrative) return aside_year_;
    if (told_.year == 0) return is_news(p) ? year_of(*frame_.written) : 0;
    if (told_.bc) {
      if (p.season == 4 && told_.near_month >= 6) return told_.year > 1 ? told_.year - 1 : 1;
      return told_.year;
    }
    if (told_.near_month > 0 && month > 0) {
      if (told_.near_month - month >= 8) return told_.year + 1;
      if (p.season == 4 && told_.near_month >= 7) return told_.year + 1;
    }
    return told_.year;
  }
  const Day written = *frame_.written;
  const int year = year_of(written);
  const int ahead = (month - month_of(written)) + (p.day > 0 && month == month_of(written) && p.day > day_of(written) ? 1 : 0);
  constexpr int kFarAhead = 8;  // months: what was planned for then is rather over
  if (future && setting_.plan && ahead > kFarAhead) return year - 1;
  if (future) return ahead < -6 || (p.day == 0 && ahead < 0) || (p.day > 0 && ahead < -1) ? year + 1 : year;
  if (p.day > 0 && p.day <= 31 && ahead > 0 && ahead <= 2) {
    // A day soon to come is told as such more often than one ten months gone.
    return p.month == month_of(written) + 1 || p.month == month_of(written) ? year : year - 1;
  }
  if (ahead > 0) return year - 1;
  return ahead < -9 && p.day > 0 && month_of(written) == 12 ? year + 1 : year;
}

std::string Resolver::calendar(const Phrase& p, bool future, TimexType& type) {
  int year = p.year;
  bool bc = p.bc;
  if (p.of_month) {
    if (told_.year == 0 || told_.month == 0) {
      if (!frame_.written || frame_.narrative) return "XXXX-XX-" + padded(p.day, 2);
      Day month = *frame_.written;
      if (p.day > day_of(month) && !future) month = add_months(month, -1);
      if (!is_day(year_of(month), month_of(month), p.day)) return "XXXX-XX-" + padded(p.day, 2);
      tell(year_of(month), month_of(month), p.day, false);
    } else {
      tell(told_.year, told_.month, p.day, told_.bc);
      const auto day = told_day();
      if (day && !future && frame_.written && !frame_.narrative && *day > *frame_.written) {
        const Day before = add_months(make_day(told_.year, told_.month, 1), -1);
        if (is_day(year_of(before), month_of(before), p.day)) tell(year_of(before), month_of(before), p.day, false);
      }
    }
    return told_value() + tail_of(p, type);
  }
  if (year == 0 && p.year_rel != Rel::none) {
    const int month = p.month > 0 ? p.month : p.season * 3;
    year = base_year(p.year_rel);
    bc = told_.bc && year == told_.year;
    if (p.year_rel == Rel::this_ || p.year_rel == Rel::same) {
      // the year itself
    } else if (p.season > 0 || p.month > 0) {
      // "last March", "the next spring": the nearest on that side.
      const bool writing = from_writing(p.year_rel) && frame_.written && !frame_.narrative;
      const int now = writing ? month_of(*frame_.written) : told_.month;
      const int base = writing ? year_of(*frame_.written) : told_.year;
      if (base > 0 && now > 0 && !told_.bc) year = direction_of(p.year_rel) < 0 ? (month < now ? base : base - 1) : (month > now ? base : base + 1);
    }
  } else if (year == 0) {
    year = year_for(p, future);
    bc = told_.bc && year > 0 && (frame_.narrative || !frame_.written);
  } else if (p.short_year && told_.year > 0 && told_.year < 1950 && frame_.narrative) {
    year = told_.year / 100 * 100 + p.year % 100;
  }
  if (p.day > 0 && year > 0 && !bc && !is_day(year, p.month, p.day)) year = is_day(2000, p.month, p.day) ? 0 : year;
  std::string v;
  if (p.season > 0) {
    v = (year > 0 ? year_value(year, bc) : "XXXX") + "-" + season_code(p.season);
    if (year > 0 && p.year > 0) tell_year(p, year, bc);
    if (p.season != 4 || told_.near_month < 9) told_.near_month = p.season == 4 ? 1 : p.season * 3 + 1;
    return v;
  }
  if (p.day > 0 && !is_day(2000, p.month, p.day)) {
    v = date_value(year, bc, p.month, 0);
    if (year > 0) tell(year, p.month, 0, bc);
    return v;
  }
  v = date_value(year, bc, p.month, p.day);
  if (year > 0) {
    if (p.half > 0) v += "-H" + std::to_string(p.half);
    if (p.quarter > 0) v += "-Q" + std::to_string(p.quarter);
    if (p.year > 0) tell_year(p, year, bc);
    else tell(year, p.month, p.day, bc);
  }
  return v + tail_of(p, type);
}

std::string Resolver::weekday(const Phrase& p, bool future, TimexType& type) {
  const std::string tail = tail_of(p, type);
  if (frame_.narrative || !frame_.written) {
    const auto told = told_day();
    const bool beside = p.rel == Rel::following || p.rel == Rel::previous || p.rel == Rel::same;
    if (told && told_here_ && (frame_.narrative || beside)) {
      int step = p.weekday - weekday_of(*told);
      if (step > 3) step -= 7;
      if (step < -3) step += 7;
      if (p.rel == Rel::following || p.rel == Rel::next) step += step <= 0 ? 7 : 0;
      if (p.rel == Rel::previous || p.rel == Rel::last) step -= step >= 0 ? 7 : 0;
      const Day day = *told + chr::days(step);
      tell(day);
      return told_value() + tail;
    }
    return "XXXX-WXX-" + std::to_string(p.weekday) + tail;
  }
  const Day written = *frame_.written;
  // "From Monday to Wednesday": the range ends with the nearest Wednesday, and begins before it.
  const int ahead = setting_.until > 0 && !future ? (setting_.until - p.weekday + 7) % 7 : 0;
  int step = p.weekday + ahead - weekday_of(written);
  if (p.rel == Rel::this_) {
    // "This Wednesday" is that of the week of writing.
  } else if (p.rel == Rel::next || future) {
    if (step < 0 || (step == 0 && p.rel == Rel::next)) step += 7;
  } else if (step > 0 || (step == 0 && p.rel == Rel::last)) {
    step -= 7;
  }
  tell(written + chr::days(step - ahead));
  return told_value() + tail;
}

/// "Over the weekend": the one that is, the last one, or the one to come.
std::string Resolver::weekend() const {
  if (!frame_.written || frame_.narrative) return told_.year > 0 ? year_value(told_.year, told_.bc) + "-WXX-WE" : "XXXX-WXX-WE";
  const bool past = weekday_of(*frame_.written) < 6 && !setting_.future;
  return week_value(week_of(*frame_.written - chr::days(past ? 7 : 0))) + "-WE";
}

std::string Resolver::unit(const Phrase& p) {
  if (p.unit == Unit::weekend && p.rel == Rel::none) return weekend();
  const int direction = direction_of(p.rel);
  const bool writing = from_writing(p.rel) && !frame_.narrative;
  if (writing && !frame_.written) return reference(direction);
  if (p.unit == Unit::year || p.unit == Unit::decade || p.unit == Unit::century) {
    int year = writing ? year_of(*frame_.written) : told_.year;
    if (year == 0) return reference(direction);
    const bool bc = told_.bc && !writing;
    const int step = bc ? -direction : direction;
    if (p.unit == Unit::decade) return (bc ? "BC" : "") + padded(year / 10 + step, 3);
    if (p.unit == Unit::century) return (bc ? "BC" : "") + padded(year / 100 + step, 2);
    year += step;
    if (year <= 0) return reference(direction);
    std::string v = year_value(year, bc);
    if (p.half > 0) v += "-H" + std::to_string(p.half);
    if (p.quarter > 0) v += "-Q" + std::to_string(p.quarter);
    if (direction != 0 || p.rel == Rel::same) tell(year, direction == 0 ? told_.month : 0, direction == 0 ? told_.day : 0, bc);
    return v;
  }
  if (p.unit == Unit::month) {
    Day base;
    const bool ahead = p.rel == Rel::same && told_.month == 0 && setting_.future && frame_.written && !frame_.narrative;
    if (writing || ahead) base = *frame_.written;
    else if (told_.year == 0 || told_.month == 0 || told_.bc) return told_.year > 0 ? date_value(told_.year, told_.bc, 0, 0) + "-XX" : reference(direction);
    else base = make_day(told_.year, told_.month, 1);
    base = add_months(base, direction);
    const std::string v = date_value(year_of(base), false, month_of(base), 0);
    if (direction != 0) tell(year_of(base), month_of(base), 0, false);
    return v;
  }
  std::optional<Day> base = writing ? frame_.written : told_day();
  const std::string tail = tail_of(p);
  if (!base) {
    if (p.rel == Rel::following || p.rel == Rel::next || p.rel == Rel::previous || p.rel == Rel::last || p.rel == Rel::same) {
      if (p.unit == Unit::week || p.unit == Unit::weekend) return told_.year > 0 ? date_value(told_.year, told_.bc, 0, 0) + "-WXX" : "XXXX-WXX";
      if (told_.year > 0) return date_value(told_.year, told_.bc, told_.month, 0) + (told_.month > 0 ? "-XX" : "-XX-XX") + tail;
      return kDayUnknown + tail;
    }
    return reference(direction);
  }
  if (p.unit == Unit::week || p.unit == Unit::weekend || p.unit == Unit::fortnight) {
    const std::string v = week_value(week_of(*base + chr::days(7 * direction)));
    return p.unit == Unit::weekend ? v + "-WE" : v;
  }
  tell(*base + chr::days(direction));
  return told_value() + tail;
}

std::string Resolver::offset(const Phrase& p) {
  const int direction = direction_of(p.rel);
  const bool writing = from_writing(p.rel) && !frame_.narrative;
  if (p.number < 1 || p.and_half || p.half_only) return reference(direction);
  if (writing && !frame_.written) return reference(direction);
  if (!writing && told_.year == 0) return reference(direction);
  const std::int64_t n = p.number * direction;
  const bool bc = told_.bc && !writing;
  const int base_year = writing ? year_of(*frame_.written) : told_.year;
  const auto moved_year = [&](std::int64_t years) { return static_cast<std::int64_t>(base_year) + (bc ? -years : years); };
  switch (p.unit) {
    case Unit::century: case Unit::decade: {
      const std::int64_t year = moved_year(n * (p.unit == Unit::decade ? 10 : 100));
      if (year < 1 || year > 9999) return reference(direction);
      return (bc ? "BC" : "") + (p.unit == Unit::decade ? padded(year / 10, 3) : padded(year / 100, 2));
    }
    case Unit::year: {
      const std::int64_t year = moved_year(n);
      if (year < 1 || year > 9999) return reference(direction);
      if (!writing) tell(static_cast<int>(year), 0, 0, bc);
      return year_value(static_cast<int>(year), bc);
    }
    default: break;
  }
  if (bc || n > 100000 || n < -100000) return reference(direction);
  if (p.unit == Unit::quarter || p.unit == Unit::month) {
    if (!writing && told_.month == 0) return year_value(told_.year, false) + "-XX";
    const Day base = writing ? *frame_.written : make_day(told_.year, told_.month, 1);
    const Day day = add_months(base, n * (p.unit == Unit::quarter ? 3 : 1));
    if (!writing) tell(year_of(day), month_of(day), 0, false);
    return date_value(year_of(day), false, month_of(day), 0);
  }
  const std::optional<Day> base = writing ? frame_.written : told_day();
  if (p.unit == Unit::hour || p.unit == Unit::minute || p.unit == Unit::second)
    return base && !writing ? format_iso_day(*base) + "TXX" : reference(direction);
  if (!base) {
    if (p.unit == Unit::week || p.unit == Unit::fortnight) return year_value(told_.year, false) + "-WXX";
    return date_value(told_.year, false, told_.month, 0) + (told_.month > 0 ? "-XX" : "-XX-XX");
  }
  if (p.unit == Unit::week || p.unit == Unit::fortnight || p.unit == Unit::weekend) {
    const Day day = *base + chr::days(7 * n * (p.unit == Unit::fortnight ? 2 : 1));
    return week_value(week_of(day));
  }
  const Day day = *base + chr::days(n);
  tell(day);
  return told_value();
}

std::string Resolver::duration(const Phrase& p) const {
  std::int64_t n = p.number;
  const char* code = "D";
  bool clock = false;
  switch (p.unit) {
    case Unit::second: code = "S"; clock = true; break;
    case Unit::minute: code = "M"; clock = true; break;
    case Unit::hour: code = "H"; clock = true; break;
    case Unit::day: break;
    case Unit::weekend: code = "WE"; break;
    case Unit::week: code = "W"; break;
    case Unit::fortnight: code = "W"; n = n > 0 ? 2 * n : n; break;
    case Unit::month: code = "M"; break;
    case Unit::quarter: code = "Q"; break;
    case Unit::year: code = "Y"; break;
    case Unit::decade: code = "DE"; break;
    case Unit::century: code = "CE"; break;
  }
  std::string v = clock ? "PT" : "P";
  if (p.half_only) v += "0.5";
  else v += n < 0 ? "X" : std::to_string(n) + (p.and_half ? ".5" : "");
  return v + code;
}

std::string Resolver::set(const Phrase& p) const {
  if (p.weekday > 0) return "XXXX-WXX-" + std::to_string(p.weekday) + tail_of(p);
  if (p.month > 0) return "XXXX-" + padded(p.month, 2);
  if (p.season > 0) return std::string("XXXX-") + season_code(p.season);
  if (p.part != Part::none) return std::string(kDayUnknown) + "T" + part_code(p.part);
  if (p.number > 0 || p.unit == Unit::fortnight || p.unit == Unit::decade || p.unit == Unit::century) return duration(p);
  switch (p.unit) {
    case Unit::second: return "PT1S";
    case Unit::minute: return "PT1M";
    case Unit::hour: return "PT1H";
    case Unit::week: return "XXXX-WXX";
    case Unit::weekend: return "XXXX-WXX-WE";
    case Unit::month: return "XXXX-XX";
    case Unit::quarter: return "XXXX-QX";
    case Unit::year: return "XXXX";
    default: return kDayUnknown;
  }
}

std::string Resolver::part(const Phrase& p) {
  const std::string tail = tail_of(p);
  if (p.rel == Rel::last || p.rel == Rel::this_ || p.rel == Rel::next) {
    if (frame_.written && !frame_.narrative) {
      const int step = p.rel == Rel::last ? -1 : p.rel == Rel::next ? 1 : 0;
      tell(*frame_.written + chr::days(step));
      return told_value() + tail;
    }
    if (frame_.narrative && told_day()) return told_value() + tail;
    return kDayUnknown + tail;
  }
  if (p.rel != Rel::none) {
    if (auto told = told_day()) {
      const int step = p.rel == Rel::following ? 1 : p.rel == Rel::previous ? -1 : 0;
      if (step != 0) tell(*told + chr::days(step));
      return told_value() + tail;
    }
    if (told_.year > 0 && p.rel == Rel::same && told_.month > 0) return date_value(told_.year, told_.bc, told_.month, 0) + "-XX" + tail;
  }
  return kDayUnknown + tail;
}

std::string Resolver::day_name(const Phrase& p, TimexType& type) {
  const std::string tail = tail_of(p, type);
  if (p.rel == Rel::same && told_here_ && told_day() && (frame_.narrative || !frame_.written)) return told_value() + tail;
  if (!frame_.written || frame_.narrative) {
    if (p.part != Part::none) return kDayUnknown + tail;
    return reference(static_cast<int>(p.number));
  }
  tell(*frame_.written + chr::days(p.number));
  return told_value() + tail;
}

std::string Resolver::clock(const Phrase& p, bool future) {
  std::string day = kDayUnknown;
  TimexType ignored = TimexType::DATE;
  if (p.day > 0 && p.month > 0) {
    day = calendar(p, future, ignored);
  } else if (p.weekday > 0) {
    day = weekday(p, future, ignored);
  } else if (told_here_ && told_.day > 0 && told_.year > 0) {
    day = told_value();
  }
  return day + "T" + padded(p.hour, 2) + ":" + padded(p.minute, 2) + (p.utc ? "Z" : "");
}

/// One of the years around the day that counts; of those that no year is said for, the one that its tense asks for.
std::string Resolver::almanac(const Phrase& p, bool future) {
  const Recurrence& r = p.recurrence;
  std::optional<Season> found;
  if (p.year > 0 && is_almanac_year(r.almanac, p.year)) {
    found = season_of(r, p.year);
  } else {
    const bool by_day = p.year == 0 && frame_.written && !frame_.narrative;
    const int ours = p.year > 0 ? p.year : by_day ? year_of(*frame_.written) : told_.bc ? 0 : told_.year;
    if (ours == 0) return kDayUnknown;
    const int near = almanac_year(r.almanac, ours);
    for (int year = near - 1; year <= near + 2; ++year) {
      const auto season = season_of(r, year);
      if (!season) continue;
      if (!by_day) {
        if (year_of(season->first + (season->last - season->first) / 2) == ours && !found) found = season;
        continue;
      }
      const Day now = *frame_.written;
      if (p.rel == Rel::last ? season->last < now : p.rel != Rel::next && !future && season->first <= now) found = season;
      else if ((future || p.rel == Rel::next) && season->last >= now && !found) found = season;
    }
  }
  if (!found) return kDayUnknown;
  const auto middle = found->first + (found->last - found->first) / 2;
  if (found->first == found->last) tell(found->first);
  else tell(year_of(middle), 0, 0, false);
  return found->first == found->last ? format_iso_day(found->first) : format_iso_day(found->first) + "/" + format_iso_day(found->last);
}

Timex Resolver::resolve(const Phrase& p, const Setting& setting) {
  setting_ = setting;
  const bool future = setting.future;
  if (setting.paragraph) told_here_ = false;
  const Told scene = told_;
  const bool told_here = told_here_, told_reckoned = told_reckoned_;
  if (setting.sentence) aside_year_ = 0;
  reckoned_ = from_writing(p.rel) || from_writing(p.year_rel);
  Timex t;
  switch (p.shape) {
    case Shape::calendar: t.value = calendar(p, future, t.type); break;
    case Shape::weekday: t.value = weekday(p, future, t.type); break;
    case Shape::decade: t.value = (p.bc ? "BC" : "") + padded(p.year, 3); break;
    case Shape::century: t.value = (p.bc ? "BC" : "") + padded(p.year, 2); break;
    case Shape::reference: t.value = reference(static_cast<int>(p.number)); break;
    case Shape::unit:
      t.value = unit(p);
      if (p.part != Part::none) t.type = TimexType::TIME;
      break;
    case Shape::offset:
      t.value = offset(p);
      if (t.value.find('T') != std::string::npos && t.value.find('_') == std::string::npos) t.type = TimexType::TIME;
      break;
    case Shape::day_name: t.value = day_name(p, t.type); break;
    case Shape::duration: t.value = duration(p); t.type = TimexType::DURATION; break;
    case Shape::set: t.value = set(p); t.type = TimexType::SET; break;
    case Shape::part: t.value = part(p); t.type = TimexType::TIME; break;
    case Shape::almanac: t.value = almanac(p, future); break;
    case Shape::clock: t.value = clock(p, future); t.type = TimexType::TIME; break;
  }
  if (setting.since && frame_.written && !frame_.narrative) {
    told_ = scene;
    told_here_ = told_here;
    told_reckoned_ = told_reckoned;
  }
  return t;
}

}  // namespace deconflict::time
