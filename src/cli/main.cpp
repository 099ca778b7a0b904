#include <cerrno>
#include <csignal>
#include <cstring>

#include <CLI/CLI.hpp>

#include "base/utf8.h"
#include "cli/verbs.h"

namespace deconflict::cli {

std::unique_ptr<Pipeline> open_pipeline(Session& session) {
  auto opened = Pipeline::open(session.data_dir.empty() ? default_data_dir() : session.data_dir);
  if (opened) return std::make_unique<Pipeline>(std::move(*opened));
  complain(opened.error());
  session.status = kData;
  return nullptr;
}

namespace {

/// One line that names the verb, as all complaints are.
std::string misused(const CLI::App* app, const CLI::Error& e) {
  std::string verb = command();
  for (const auto* sub : app->get_subcommands()) verb += " " + sub->get_name();
  return "deconflict: " + utf8::printable(e.what()) + " (" + verb + " --help explains)\n";
}

int run(int argc, char** argv) {
  std::signal(SIGPIPE, SIG_IGN);
  if (argc > 0) set_command(argv[0]);
  CLI::App app{"deconflict reads reporting on armed conflict and keeps a ledger of claims: who is said to have done what to whom, where, when, according to whom."};
  app.set_version_flag("--version", "deconflict " DECONFLICT_VERSION "\nplaces: GeoNames (CC BY 4.0), by the npm packages that NOTICE names");
  app.require_subcommand(1);
  app.fallthrough();
  app.failure_message(misused);
  Session session;
  app.add_option("--data", session.data_dir, "Folder of knowledge.pack and lang.model (else $DECONFLICT_DATA, else beside the program)");
  add_annotate(app, session);
  add_backup(app, session);
  add_copies(app, session);
  add_demo(app, session);
  add_diff(app, session);
  add_doctor(app, session);
  add_dump(app, session);
  add_explain(app, session);
  add_export(app, session);
  add_extract(app, session);
  add_gazetteer(app, session);
  add_ingest(app, session);
  add_knowledge(app, session);
  add_link(app, session);
  add_place(app, session);
  add_query(app, session);
  add_read(app, session);
  add_review(app, session);
  add_serve(app, session);
  add_show(app, session);
  add_vacuum(app, session);
  add_verify(app, session);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& e) {
    return app.exit(e) == 0 ? kOk : kUsage;
  }
  const int failure = finish_output();
  // Whoever read our output through a pipe may have seen enough.
  if (failure == 0 || failure == EPIPE) return session.status;
  complain(std::string("the output could not be written: ") + std::strerror(failure));
  return session.status != kOk ? session.status : kFailed;
}

}  // namespace

}  // namespace deconflict::cli

int main(int argc, char** argv) { return deconflict::cli::run(argc, argv); }
