#pragma once
#include <vector>

#include "claim/kinds.h"
#include "deconflict/annotation.h"

namespace deconflict::claim {

/// Which claims of a report to keep. In a long text that tells of no conflict (a match, an interview, a study) the words of everyday
/// kinds ("fight", "support", "meet") mean something else; there a claim of such a kind stays only where a government, a
/// force or a party that is known is in it.
/// in      a.claims of the whole report, before they are numbered
/// out     one flag a claim
std::vector<bool> relevant(const Annotation& a, const Kinds& kinds);

}  // namespace deconflict::claim
