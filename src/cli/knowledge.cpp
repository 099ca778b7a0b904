#include <algorithm>
#include <filesystem>

#include <CLI/CLI.hpp>

#include "base/file.h"
#include "base/knowledge_text.h"
#include "cli/gazetteer_import.h"
#include "cli/knowledge_actor.h"
#include "name/history.h"

namespace deconflict::cli {

namespace {

namespace fs = std::filesystem;

struct Options {
  std::string from = "knowledge";
  std::string gazetteer = ".cache/gazetteer";
  std::string into = "knowledge.pack";
};

/// The files of one folder of knowledge, in name order, as one section.
Result<std::string> bundle(const std::string& root, const std::string& folder) {
  std::vector<std::pair<std::string, std::string>> files;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(root + "/" + folder, ignored)) {
    if (!entry.is_regular_file()) continue;
    auto content = read_file(entry.path().string());
    if (!content) return content.error();
    files.emplace_back("knowledge/" + folder + "/" + entry.path().filename().string(), std::move(*content));
  }
  std::sort(files.begin(), files.end());
  return bundle_text(files);
}

/// Everything that is wrong with the knowledge, stage by stage.
Result<void> check(const std::string& path) {
  auto pack = Pack::open(path);
  if (!pack) return pack.error();
  auto names = name::Names::load(*pack);
  if (!names) return names.error();
  auto histories = name::Histories::load(*pack);
  if (!histories) return histories.error();
  if (auto r = histories->check([&](std::string_view id) { return names->known(id) != nullptr; }); !r) return r.error();
  if (auto r = place::Gazetteer::load(*pack); !r) return r.error();
  if (auto r = claim::Reader::load(*pack); !r) return r.error();
  return {};
}

Result<void> build(const Options& options) {
  PackWriter writer;
  for (const char* folder : {"actors", "kinds", "places", "voices", "words"}) {
    auto text = bundle(options.from, folder);
    if (!text) return text.error();
    writer.add(std::string("text/") + folder, std::move(*text));
  }
  if (auto r = place::compile_gazetteer(options.gazetteer, writer); !r) return r.error();
  // A pack that a stage refuses must not replace one that works.
  const std::string fresh = options.into + ".new";
  if (auto r = writer.write(fresh); !r) return r.error();
  if (auto r = check(fresh); !r) {
    fs::remove(fresh);
    return r.error();
  }
  std::error_code failed;
  fs::rename(fresh, options.into, failed);
  if (failed) return Error{"file.unwritable", options.into, "cannot replace it: " + failed.message()};
  return {};
}

}  // namespace

void add_knowledge(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("knowledge", "Look up an actor in the knowledge, or compile the knowledge files with the gazetteer");
  verb->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* make = verb->add_subcommand("build", "Compile knowledge/ and the gazetteer packages into one mapped file");
  make->add_option("--from", options->from, "The knowledge folder");
  make->add_option("--gazetteer", options->gazetteer, "Folder with node_modules of the gazetteer packages (tools/fetch-gazetteer)");
  make->add_option("--into", options->into, "The file to write");
  add_knowledge_actor(*verb, session);
  verb->footer("Example:\n  deconflict knowledge actor \"Nusra Front\" --at 2016-09\n  deconflict knowledge build --from knowledge --gazetteer .cache/gazetteer --into build/release/bin/knowledge.pack");
  make->callback([options, &session] {
    if (auto r = build(*options); !r) {
      complain(r.error());
      session.status = kData;
      return;
    }
    // Places that were imported beside it lie over the tables of before.
    const std::string folder = fs::absolute(options->into).parent_path().string();
    if (fs::path(options->into).filename() == "knowledge.pack")
      if (auto r = lay_over_again(session, folder, folder + "/gazetteer.pack"); !r) complain(r.error());
  });
}

}  // namespace deconflict::cli
