#include <CLI/CLI.hpp>

#include "cli/ledgers.h"

namespace deconflict::cli {

void add_backup(CLI::App& app, Session& session) {
  struct Options {
    std::string ledger, to;
  };
  auto* verb = app.add_subcommand("backup", "Copy a ledger as it is at one moment, while others go on reading and writing it");
  auto options = std::make_shared<Options>();
  verb->add_option("ledger", options->ledger, "The ledger")->required();
  verb->add_option("to", options->to, "The copy; an earlier one of that name is replaced when the new one is whole")->required();
  verb->footer("Example:\n  deconflict backup war.gpkg copies/war-2031-05-06.gpkg");
  verb->callback([options, &session] {
    auto ledger = open_ledger(session, options->ledger);
    if (!ledger) return;
    if (auto r = ledger->backup(options->to); !r) fail_ledger(session, r.error());
  });
}

}  // namespace deconflict::cli
