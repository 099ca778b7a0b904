#include "claim/when.h"

#include <algorithm>
#include <charconv>

#include "base/words.h"
#include "time/time.h"
#include "time/zone.h"

namespace deconflict::claim {

namespace {

/// The days of such a time, "2016-09-04/2016-10-04"; empty where the day of writing or its length is not known.
std::string up_to_today(const Annotation& a, const Timex& t, const Slots& slots) {
  const auto written = a.published.empty() ? slots.written : parse_iso_day(a.published);
  const bool clock = t.value.starts_with("PT");
  const auto number = std::string_view(t.value).substr(clock ? 2 : 1);
  int n = 0;
  const auto [end, error] = std::from_chars(number.data(), number.data() + number.size(), n);
  if (!written || error != std::errc() || n < 1 || n > 1000 || end + 1 != number.data() + number.size()) return {};
  int each = 1;
  switch (*end) {
    case 'H': each = 0, n = (n + 23) / 24; break;
    case 'D': break;
    case 'W': each = 7; break;
    case 'M': each = 30; break;
    case 'Y': each = 365; break;
    default: return {};
  }
  if (clock && *end != 'H') return {};
  return format_iso_day(*written - std::chrono::days(each == 0 ? n : n * each)) + "/" + format_iso_day(*written);
}

TimePrecision precision_of(std::string_view value) {
  if (const auto days = time::days_of(value)) return days->precision;
  return TimePrecision::none;
}

/// What joins a day with the next ("12 and 13 October", "3 to 5 May"); empty where they do not stand side by side.
std::string_view joint(const Annotation& a, std::uint32_t k) {
  if (k + 1 >= a.times.size() || a.times[k].type != TimexType::DATE || a.times[k + 1].type != TimexType::DATE || a.times[k + 1].span.begin <= a.times[k].span.end) return {};
  const auto words = a.surface({a.times[k].span.end, a.times[k + 1].span.begin});
  return one_of(words, {" and ", " to ", "-", "–", " – "}) ? words : std::string_view();
}

/// "Between 9 and 11 October", "from 3 to 5 May", "on 12 and 13 October": the days up to the other, "2024-10-09/2024-10-11".
std::string up_to_next(const Annotation& a, std::uint32_t k, const std::string& day, const Slots& slots) {
  constexpr auto kFar = std::chrono::days(62);
  const auto join = joint(a, k);
  if (join.empty()) return {};
  const Timex& next = a.times[k + 1];
  const auto last = reckoned(next.value, a.surface(next.span), slots);
  const auto begin = parse_iso_day(day), end = parse_iso_day(last.empty() ? next.value : last);
  if (!begin || !end || *end <= *begin || *end - *begin > kFar) return {};
  const auto before = a.text.substr(0, a.times[k].span.begin);
  const bool days = join == " and " ? before.ends_with("etween ") || *end - *begin == std::chrono::days(1) : join != " to " || before.ends_with("rom ");
  return days ? day + "/" + format_iso_day(*end) : std::string();
}

/// The day in the country of an hour in UTC that is told of this day.
std::string local_day_of(const Annotation& a, const std::vector<std::uint32_t>& times, std::string_view day, std::string_view country) {
  for (const std::uint32_t k : times)
    if (day.size() == 10 && a.times[k].value.starts_with(day))
      if (auto local = time::local_day(a.times[k].value, country); !local.empty()) return local;
  return {};
}

std::string_view country_of(const Annotation& a, const std::vector<ClaimPlace>& places, const Slots& slots) {
  for (const ClaimPlace& p : places)
    if (!a.places[p.place].country.empty()) return a.places[p.place].country;
  return slots.origin ? std::string_view(a.places[*slots.origin].country) : std::string_view();
}

}  // namespace

std::string reckoned(std::string_view value, std::string_view words, const Slots& slots) {
  using namespace std::chrono;
  const auto written = slots.written;
  // "At dawn on 3 March" is that day; a weekday keeps its part of the day.
  if (const auto clock = value.find('T'); clock == 10 && value.starts_with("XXXX-") && value[5] != 'W' && value[5] != 'X') value = value.substr(0, clock);
  if (value.starts_with("XXXX-") && value.size() == 10 && value[5] != 'W' && (written || slots.year)) {
    const Day anchor = written ? *written : *slots.year;
    const int year = static_cast<int>(year_month_day(anchor).year());
    for (const int y : {year, year - 1})
      if (const auto day = parse_iso_day(std::to_string(y) + std::string(value.substr(4))); day && *day - anchor < days(60)) return format_iso_day(*day);
  }
  if (!written) return {};
  if (value.starts_with("XXXX-WXX-") && value.size() >= 10) {
    const int wanted = value[9] - '0', today = static_cast<int>(weekday(*written).iso_encoding());
    if (wanted >= 1 && wanted <= 7) return format_iso_day(*written - days((today - wanted + 7) % 7));
  }
  if (value == "PAST_REF" && (words == "yesterday" || words == "Yesterday")) return format_iso_day(*written - days(1));
  if (value == "PRESENT_REF" && (words == "today" || words == "Today")) return format_iso_day(*written);
  // "Last night" is the night before, "this morning" and "tonight" belong to the day.
  const bool yesterday = words.starts_with("yesterday") || words.starts_with("Yesterday");
  const bool before = yesterday || words.starts_with("last") || words.starts_with("Last") || words.starts_with("over") || words.starts_with("Over");
  if (before && value.ends_with("TNI") && value.starts_with(format_iso_day(*written))) return format_iso_day(*written - days(1));
  if (value.starts_with("XXXX-XX-XXT")) return format_iso_day(before ? *written - days(1) : *written);
  return {};
}

bool ends_today(const Annotation& a, const Timex& t) {
  const auto words = a.surface(t.span);
  return t.type == TimexType::DURATION && (words.find("past ") != std::string_view::npos || words.find("last ") != std::string_view::npos);
}

ClaimTime time_of(const Annotation& a, const std::vector<std::uint32_t>& times, const Slots& slots, const std::vector<ClaimPlace>& places) {
  for (std::uint32_t k : times) {
    // Of two days side by side the first.
    if (k > 0 && !joint(a, k - 1).empty() && std::find(times.begin(), times.end(), k - 1) != times.end()) --k;
    const Timex& t = a.times[k];
    if (t.type == TimexType::DURATION) {
      if (auto days = up_to_today(a, t, slots); !days.empty()) {
        const auto precision = precision_of(days);
        return {std::move(days), precision, TimeBasis::text, t.span};
      }
      continue;
    }
    // A time of day keeps its day alone.
    const auto clock = t.value.find('T');
    const bool of_day = clock != std::string::npos && clock >= 8 && t.value.size() > clock + 1;
    std::string value = of_day ? t.value.substr(0, clock) : t.value;
    if (auto day = reckoned(t.value, a.surface(t.span), slots); !day.empty()) value = std::move(day);
    if (auto day = local_day_of(a, times, value, country_of(a, places, slots)); !day.empty()) value = std::move(day);
    if (auto days = up_to_next(a, k, value, slots); !days.empty()) return {days, precision_of(days), TimeBasis::text, {t.span.begin, a.times[k + 1].span.end}};
    // A season, half or quarter ("2012-SU") counts by its year.
    constexpr std::size_t kYear = 4;
    if (value.size() > kYear + 1 && value[0] >= '0' && value[0] <= '9' && value[kYear] == '-' && std::string_view("SFHQ").find(value[kYear + 1]) != std::string_view::npos) value.resize(kYear);
    // "Now" and "former" name no day.
    if (value.ends_with("_REF") || value.starts_with("XXXX-XX-XX")) continue;
    return {value, precision_of(value), TimeBasis::text, t.span};
  }
  return {};
}

}  // namespace deconflict::claim
