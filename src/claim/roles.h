#pragma once
#include <vector>

#include "claim/trigger.h"

namespace deconflict::claim {

/// Who, whom and with what, from the frame of a trigger and what its kind makes of each slot.
struct Roles {
  struct Part {
    Role role;
    TokenIndex head;
    Span span;
    Index entity;
    const char* rule;
  };
  std::vector<Part> parts;
  std::vector<Span> weapons;
};

Roles roles_of(const Annotation& a, const Tree& tree, const Kinds& kinds, const TokenFacts& facts, const Hit& hit);

}  // namespace deconflict::claim
