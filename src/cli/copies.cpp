#include <CLI/CLI.hpp>

#include "base/hash.h"
#include "cli/lines.h"
#include "cli/verbs.h"
#include "copies/copies.h"
#include "read/read.h"

namespace deconflict::cli {

namespace {

void run(Session& session, bool strict) {
  LineReader lines(0);
  Line line;
  std::vector<Document> documents;
  bool problems = false;
  auto words = [](const Document& d) { return copies::words_of(d.text, read::find_boilerplate(d.text)); };
  copies::Finder finder;
  while (lines.next(line)) {
    if (line.text.find_first_not_of(" \t") == std::string::npos && !line.too_long) continue;
    auto document = line.too_long ? Result<Document>(Error{"line.too_long", "", "this line is longer than " + std::to_string(kLongestLine >> 20) + " MiB; it was skipped"})
                                  : read::read_json_document(line.text);
    if (!document) {
      Error error = document.error();
      error.where = "line " + std::to_string(line.number);
      complain(error);
      problems = true;
      continue;
    }
    finder.add({document->id, sha256_hex(document->text), document->outlet, document->published, {}}, words(*document));
    documents.push_back(std::move(*document));
  }
  if (!lines.error().code.empty()) {
    complain(lines.error());
    session.status = kFailed;
    return;
  }
  for (const Copy& copy : finder.find([&](std::size_t i) { return words(documents[i]); }))
    if (!emit(record::copy_json(copy) + "\n")) return;
  if (problems && strict) session.status = kProblems;
}

}  // namespace

void add_copies(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("copies", "Find documents (NDJSON on stdin) that repeat each other's words; one pair a line");
  auto strict = std::make_shared<bool>(false);
  verb->add_flag("--strict", *strict, "Exit with status 3 if a line could not be read");
  verb->footer(
      "Who repeats whom is told by the days of publication; a ledger knows credits (\"(AFP)\") too: deconflict query --what copies.\n"
      "Example:\n  deconflict copies < reports.ndjson");
  verb->callback([strict, &session] { run(session, *strict); });
}

}  // namespace deconflict::cli
