#include <cerrno>
#include <csignal>
#include <cstring>

#include <CLI/CLI.hpp>

#include "base/utf8.h"
#include "cli/choices.h"
#include "cli/verbs.h"

namespace deconflict::cli {

std::unique_ptr<Pipeline> open_pipeline(Session& session) {
  auto opened = Pipeline::open(session.data_dir.empty() ? default_data_dir() : session.data_dir);
  if (opened) return std::make_unique<Pipeline>(std::move(*opened));
  Error error = opened.error();
  if (error.code == "file.missing") error.message += "; name the folder of the data files with --data or DECONFLICT_DATA, or build them (`cmake --build BUILD --target data`)";
  complain(error);
  session.status = kData;
  return nullptr;
}

namespace {

/// What a word that nothing takes may have been meant as.
std::string not_known(const CLI::App& verb, const std::string& word) {
  const bool option = word.size() > 1 && word.front() == '-';
  std::vector<std::string> names;
  if (option)
    for (const auto* o : verb.get_options())
      for (const auto& name : o->get_lnames()) names.push_back("--" + name);
  else
    for (const auto* sub : verb.get_subcommands([](const CLI::App*) { return true; })) names.push_back(sub->get_name());
  if (names.empty()) return "'" + word + "' is one word too many";
  const std::string near = nearest(word, names), what = std::string("there is no ") + (option ? "option '" : "command '") + word + "'";
  if (!near.empty()) return what + "; the nearest is " + near;
  return option ? what : what + "; there are " + in_words(names);
}

/// One line that names the verb, as all complaints are.
std::string misused(const CLI::App* app, const CLI::Error& e) {
  std::string path = command(), message = e.what();
  const CLI::App* verb = app;
  for (auto subs = verb->get_subcommands(); !subs.empty(); subs = verb->get_subcommands()) {
    verb = subs.front();
    path += " " + verb->get_name();
  }
  const auto left = app->remaining(true);
  const bool wants_command = verb->get_require_subcommand_min() > 0;
  if (!left.empty() && (wants_command || e.get_exit_code() == static_cast<int>(CLI::ExitCodes::ExtrasError))) message = not_known(*verb, left.front());
  else if (wants_command) message = "say what is to be done";
  return "deconflict: " + utf8::printable(message) + " (" + path + " --help explains)\n";
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
    if (app.exit(e) != 0) return kUsage;
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
