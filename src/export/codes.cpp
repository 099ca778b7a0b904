#include "export/codes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "base/date.h"
#include "base/words.h"

namespace deconflict::exports {

Sort sort_of(const Party& party) {
  const std::string_view s = party.sector;
  if (one_of(s, {"GOV", "MIL", "COP", "SPY", "JUD", "LEG"})) return Sort::state;
  if (one_of(s, {"REB", "CRM", "SEP", "INS"})) return Sort::nonstate_armed;
  if (one_of(s, {"CVL", "BUS", "MED", "EDU", "HLH", "AGR", "LAB", "REF", "NGO"})) return Sort::civilian;
  if (s == "IGO") return Sort::international;
  return Sort::unknown;
}

std::optional<int> acled_inter(const Party& party, std::string_view country) {
  constexpr int kState = 1, kRebel = 2, kCivilian = 7, kExternal = 8;
  switch (sort_of(party)) {
    case Sort::state:
      if (party.country.empty() || country.empty()) return std::nullopt;
      return party.country == country ? kState : kExternal;
    case Sort::nonstate_armed: return party.sector == "REB" ? std::optional(kRebel) : std::nullopt;
    case Sort::civilian: return kCivilian;
    case Sort::international: return kExternal;
    case Sort::unknown: break;
  }
  return std::nullopt;
}

std::optional<int> quad_class(std::string_view cameo) {
  if (cameo.size() < 2) return std::nullopt;
  const int root = std::atoi(std::string(cameo.substr(0, 2)).c_str());
  if (root >= 1 && root <= 5) return 1;
  if (root >= 6 && root <= 8) return 2;
  if (root >= 9 && root <= 13) return 3;
  if (root >= 14 && root <= 20) return 4;
  return std::nullopt;
}

std::string_view quad_code(std::string_view event) {
  if (one_of(event, {"AGREE", "CONSULT", "SUPPORT", "CONCEDE"})) return "V-COOP";
  if (one_of(event, {"COOPERATE", "AID", "RETREAT"})) return "M-COOP";
  if (one_of(event, {"REQUEST", "ACCUSE", "REJECT", "THREATEN"})) return "V-CONF";
  if (one_of(event, {"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})) return "M-CONF";
  return {};
}

std::int64_t priogrid_cell(double lat, double lon) {
  constexpr std::int64_t kColumns = 720, kRows = 360;
  const auto column = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor((lon + 180) * 2)), 0, kColumns - 1);
  const auto row = std::clamp<std::int64_t>(static_cast<std::int64_t>(std::floor((lat + 90) * 2)), 0, kRows - 1);
  return row * kColumns + column + 1;
}

std::optional<std::int64_t> unix_seconds(std::string_view utc) {
  const auto day = parse_iso_day(utc.substr(0, 10));
  if (!day || utc.size() < 19) return std::nullopt;
  auto part = [&](std::size_t at) { return std::atoi(std::string(utc.substr(at, 2)).c_str()); };
  return std::int64_t{day->time_since_epoch().count()} * 86400 + part(11) * 3600 + part(14) * 60 + part(17);
}

std::string digits_of_time(std::string_view utc) {
  constexpr std::size_t kDigits = 14;
  std::string out;
  for (const char c : utc.substr(0, 19))
    if (c >= '0' && c <= '9') out += c;
  if (!out.empty()) out.resize(kDigits, '0');
  return out;
}

}  // namespace deconflict::exports
