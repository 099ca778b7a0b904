#include <filesystem>

#include <CLI/CLI.hpp>

#include "cli/ledgers.h"

namespace deconflict::cli {

namespace {

std::string size_in_words(std::uintmax_t bytes) {
  constexpr std::uintmax_t kMiB = 1U << 20;
  return bytes >= 10 * kMiB ? std::to_string(bytes / kMiB) + " MiB" : std::to_string(bytes / 1024) + " KiB";
}

void run(Session& session, const std::string& path) {
  auto ledger = store::Ledger::open(path, store::Ledger::Access::write);
  if (!ledger) return fail_ledger(session, ledger.error());
  std::error_code failed;
  const auto before = std::filesystem::file_size(path, failed);
  if (auto r = ledger->vacuum(); !r) return fail_ledger(session, r.error());
  emit(path + " took " + size_in_words(before) + ", and takes " + size_in_words(std::filesystem::file_size(path, failed)) + "\n");
}

}  // namespace

void add_vacuum(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("vacuum", "Give back the room in a ledger that nothing uses any more, and put its indexes in order");
  auto path = std::make_shared<std::string>();
  verb->add_option("ledger", *path, "The ledger")->required();
  verb->footer("What was read, joined and reviewed stays as it is, its history too.\nExample:\n  deconflict vacuum war.gpkg");
  verb->callback([path, &session] { run(session, *path); });
}

}  // namespace deconflict::cli
