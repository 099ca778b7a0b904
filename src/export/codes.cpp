#include "export/codes.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <utility>

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

std::optional<double> goldstein(std::string_view cameo) {
  // A code that is not named has the value of the one that it belongs to: "1724" that of "172".
  static constexpr std::pair<std::string_view, double> kScale[] = {
      {"01", 0}, {"011", -0.1}, {"012", -0.4}, {"013", 0.4}, {"016", -2}, {"018", 3.4}, {"019", 3.4}, {"02", 3}, {"021", 3.4}, {"022", 3.2},
      {"023", 3.4}, {"024", -0.3}, {"025", -0.3}, {"026", 4}, {"027", 4}, {"028", 4}, {"03", 4}, {"031", 5.2}, {"032", 4.5}, {"033", 5.2},
      {"0334", 6}, {"034", 7}, {"035", 7}, {"037", 5}, {"038", 7}, {"039", 5}, {"04", 1}, {"042", 1.9}, {"043", 2.8}, {"044", 2.5}, {"045", 5},
      {"046", 7}, {"05", 3.5}, {"051", 3.4}, {"053", 3.8}, {"054", 6}, {"055", 7}, {"056", 7}, {"057", 8}, {"06", 6}, {"061", 6.4}, {"062", 7.4},
      {"063", 7.4}, {"064", 7}, {"07", 7}, {"071", 7.4}, {"072", 8.3}, {"073", 7.4}, {"074", 8.5}, {"08", 5}, {"084", 7}, {"085", 7}, {"086", 9},
      {"087", 9}, {"0874", 10}, {"09", -2}, {"10", -5}, {"11", -2}, {"12", -4}, {"125", -5}, {"126", -5}, {"127", -5}, {"128", -5}, {"129", -5},
      {"13", -6}, {"130", -4.4}, {"131", -5.8}, {"132", -5.8}, {"133", -5.8}, {"134", -5.8}, {"135", -5.8}, {"136", -7}, {"137", -7}, {"138", -7},
      {"139", -7}, {"14", -6.5}, {"144", -7.5}, {"145", -7.5}, {"15", -7.2}, {"16", -4}, {"162", -5.6}, {"163", -8}, {"164", -7}, {"165", -6.5},
      {"166", -7}, {"17", -7}, {"171", -9.2}, {"172", -5}, {"173", -5}, {"174", -5}, {"175", -9}, {"18", -9}, {"182", -9.5}, {"1821", -9},
      {"1822", -9}, {"1823", -10}, {"183", -10}, {"184", -8}, {"185", -8}, {"186", -10}, {"19", -10}, {"191", -9.5}, {"192", -9.5}, {"196", -9.5},
      {"20", -10}, {"201", -9.5}};
  std::optional<double> found;
  std::size_t longest = 0;
  for (const auto& [code, value] : kScale)
    if (code.size() > longest && cameo.starts_with(code)) {
      longest = code.size();
      found = value;
    }
  return found;
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
