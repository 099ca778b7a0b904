#pragma once
#include <string>

#include "claim/slots.h"

/// The days of claims, from the time expressions that belong to them.
namespace deconflict::claim {

/// "Tuesday", "yesterday", "last night" of a report written on a known day, "3 March" of one that gives the year elsewhere;
/// empty for what that does not settle.
std::string reckoned(std::string_view value, std::string_view words, const Slots& slots);

/// "The past 24 hours", "the last three months": a time that ends with the day of writing.
bool ends_today(const Annotation& a, const Timex& t);

/// The time of a claim from the expressions that belong to it; what the text left open is reckoned from its date line. An hour
/// in UTC falls on the day that it was at the first of `places`, or else at the dateline, where their clocks are known.
ClaimTime time_of(const Annotation& a, const std::vector<std::uint32_t>& times, const Slots& slots, const std::vector<ClaimPlace>& places = {});

}  // namespace deconflict::claim
