#pragma once
#include "base/json.h"
#include "review/review.h"
#include "review/worth.h"

/// Reviews as programs write and read them.
namespace deconflict::review {

/// The members of a review, into an object that the caller opened and closes.
void write_review(json::Writer& out, const Kept& kept);

/// "doubts": [{"why","weight", …}], into an object too.
void write_doubts(json::Writer& out, const std::vector<Doubtful>& doubts);

/// A request such as {"action":"correct","event":"e3f9…","field":"killed","value":"12","author":"A. Reader","reason":"hospital list"}.
/// Of what it speaks: "event"; "events" (merge); "claim" {"doc","claim"}; "event" and "claims" (split); "review" (undo). Beside these "key" and "seen".
/// errors  request.parameter at the member that is wrong, saying what it takes
Result<Request> parse_request(const json::Value& body);

}  // namespace deconflict::review
