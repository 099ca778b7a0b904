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
  /// What narrows rows of that sort (all, events, claims, documents, mentions, copies or problems).
  /// errors: usage.* naming the option and what it takes
  Result<store::Filter> parse(const std::string& what) const;
};

/// "Kinds: armed_clash, …", for the help of a verb that takes the options.
std::string list_of_kinds();

/// Are the kinds and the document that it names there? errors: usage.* with the nearest; those of the ledger
Result<void> check_names(store::Ledger& ledger, const store::Filter& filter);

}  // namespace deconflict::cli
