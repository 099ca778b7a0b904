#pragma once
#include <functional>
#include <string>
#include <string_view>
#include <vector>

/// Words of a closed list, as options and commands take them.
namespace deconflict::cli {

/// "airstrike, drone_strike": those of the list that a mistyped word may mean, the likeliest first; empty where none is near.
std::string nearest(std::string_view word, const std::vector<std::string>& list);

/// "events, claims or documents"
std::string in_words(const std::vector<std::string>& list);

/// What is wrong with a word that must be one of the list: "'event' is none of events, claims or documents; the nearest is events". Empty: nothing.
std::string no_choice(const std::string& word, const std::vector<std::string>& list);

/// The same for `check` of an option.
std::function<std::string(const std::string&)> choice_of(std::vector<std::string> list);

}  // namespace deconflict::cli
