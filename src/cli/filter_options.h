#pragma once
#include <string>
#include <vector>

#include "deconflict/result.h"
#include "store/ledger.h"

namespace CLI {
class App;
}

namespace deconflict::cli {

/// The options by which `query` and `export` choose rows.
struct FilterOptions {
  std::string text, actor, voice, place, document, box, near, polygon, from, to, as_of;
  std::vector<std::string> kinds, precisions;
  bool contested = false;

  void add_to(CLI::App& verb);
  /// errors: usage.* naming the option and what it takes
  Result<store::Filter> parse() const;
};

}  // namespace deconflict::cli
