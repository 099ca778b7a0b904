#pragma once
#include <string>

#include "deconflict/annotation.h"

/// What two claims of one text have in common, by which one may go on with the other.
namespace deconflict::claim {

bool happened(const Claim& c);
/// Kinds that another word may take up: an attack, its harm, and the killing in it.
bool general(const std::string& kind);
bool may_continue(const Claim& now, const Claim& before);
/// Do both name an actor, and none in common?
bool other_actor(const Annotation& a, const Claim& x, const Claim& y);
bool other_place(const Annotation& a, const Claim& x, const Claim& y);
/// Do both name people who suffer, and nobody in common?
bool other_victims(const Claim& x, const Claim& y);
/// Does a value name one day, if only as a weekday or without its year?
bool names_day(const ClaimTime& t);
/// A day, a place smaller than a country, somebody who did or suffered both.
bool has_in_common(const Annotation& a, const Claim& x, const Claim& y);
bool names_doer(const Claim& c);
/// They fly no jets.
bool rebels_act(const Annotation& a, const Claim& c);
bool has_role(const Claim& c, Role role);
/// May both be of a campaign, which one side flies or fires for as long as a report speaks of it?
bool one_campaign(const std::string& x, const std::string& y);

}  // namespace deconflict::claim
