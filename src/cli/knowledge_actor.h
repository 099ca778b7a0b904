#pragma once
#include "cli/verbs.h"

namespace deconflict::cli {

/// `knowledge actor`: what the knowledge says of an actor or voice, at a date or ever.
void add_knowledge_actor(CLI::App& verb, Session& session);

}  // namespace deconflict::cli
