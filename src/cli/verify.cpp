#include <CLI/CLI.hpp>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>

#include "cli/verbs.h"

namespace deconflict::cli {

namespace {

/// The checking is done by a program of its own that shares nothing with what wrote the ledger; this one only starts it.
void run(Session& session, const std::string& ledger) {
  std::error_code failed;
  const std::string program = (std::filesystem::read_symlink("/proc/self/exe", failed).parent_path() / "deconflict-verify").string();
  const pid_t child = ::fork();
  if (child == 0) {
    ::execl(program.c_str(), program.c_str(), ledger.c_str(), static_cast<char*>(nullptr));
    ::_exit(127);
  }
  int status = 0;
  while (child > 0 && ::waitpid(child, &status, 0) < 0 && errno == EINTR) {}
  if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) != 127) {
    session.status = WEXITSTATUS(status);
    return;
  }
  complain({"verify.missing", program, child > 0 ? "this program, which does the checking, cannot be run; it belongs beside deconflict" : std::string("it cannot be started: ") + std::strerror(errno)});
  session.status = kFailed;
}

}  // namespace

void add_verify(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("verify", "Check every hash, span and reference of a ledger against the texts in it");
  auto ledger = std::make_shared<std::string>();
  verb->add_option("ledger", *ledger, "The ledger")->required();
  verb->footer(
      "One line a problem on stdout; exit status 0: all is as it should be, 1: there are problems, 5: it cannot be read. The checks are a small program of their own, "
      "deconflict-verify, which needs neither models nor knowledge.\nExample:\n  deconflict verify war.gpkg");
  verb->callback([ledger, &session] { run(session, *ledger); });
}

}  // namespace deconflict::cli
