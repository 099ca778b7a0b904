#pragma once
#include "deconflict/annotation.h"

namespace deconflict::claim {

/// A claim that goes on with a happening told shortly before ("The attack …") takes the day and the place from there where
/// its own sentence gives none. Not for old, planned or denied happenings, and not where actors or places differ.
/// in      a.claims in text order   out  their time and places; Claim::time keeps the span that it rests on
void continue_happenings(Annotation& a, bool trace);

}  // namespace deconflict::claim
