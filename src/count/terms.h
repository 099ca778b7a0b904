#pragma once
#include <cstdint>
#include <string_view>

/// What single words mean around a number of people or things.
namespace deconflict::count {

/// What is counted, in the order of `name_of`.
enum class Act : std::uint8_t { none, killed, injured, captured, abducted, arrested, missing, displaced, surrendered, destroyed, present };
const char* name_of(Act act);

enum class Role : std::uint8_t {
  none,
  does,        ///< a transitive predicate before its object: kill, kills, killing
  past,        ///< past or participle of one: killed
  befalls,     ///< an intransitive one: died, fled
  state,       ///< a state after the noun: dead, missing, homeless
  noun,        ///< counted by itself: deaths, hostages
  number,      ///< `value`
  multiplier,  ///< hundred, thousand, million, lakh
  vague,       ///< an open number: dozens, several ("value" the least)
  unit,        ///< after a number: what it measures is neither people nor things
  person,      ///< a person, for "a child"
  thing,       ///< what is destroyed or taken, not killed
  aux, adverb, stop, article, include, toll, rise, negation
};

struct Term {
  Role role = Role::none;
  Act act = Act::none;
  std::int64_t value = 0;
};

/// The word in any case; a Term of Role::none where it means nothing here.
Term term_of(std::string_view word);

}  // namespace deconflict::count
