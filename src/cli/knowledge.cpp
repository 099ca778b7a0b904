#include <algorithm>
#include <array>
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

constexpr std::array kFolders = {"actors", "kinds", "places", "voices", "words"};

/// The text files of one folder of knowledge, in name order, as one section.
Result<std::string> bundle(const std::string& root, const std::string& folder) {
  constexpr const char* kAdvice = "knowledge is made of the folders actors, kinds, places, voices and words, each with text files (*.txt): name the folder that holds them with --from";
  const std::string path = root + "/" + folder;
  std::vector<std::pair<std::string, std::string>> files;
  std::error_code failed;
  fs::directory_iterator at(path, failed), end;
  if (failed) return Error{"knowledge.missing", path, (failed == std::errc::no_such_file_or_directory ? "there is no such folder" : "this folder cannot be read: " + failed.message()) + std::string("; ") + kAdvice};
  for (; at != end; at.increment(failed)) {
    const auto& entry = *at;
    const std::string name = entry.path().filename().string();
    if (name.starts_with(".") || entry.path().extension() != ".txt" || !entry.is_regular_file()) continue;
    auto content = read_file(entry.path().string());
    if (!content) return content.error();
    files.emplace_back("knowledge/" + folder + "/" + name, std::move(*content));
  }
  if (failed) return Error{"file.unreadable", path, "this folder cannot be read: " + failed.message()};
  if (files.empty()) return Error{"knowledge.missing", path, std::string("there is no text file in this folder; ") + kAdvice};
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
  auto reader = claim::Reader::load(*pack);
  if (!reader) return reader.error();
  if (reader->kinds().empty()) return Error{"knowledge.missing", "knowledge/kinds", "no kind of event is told in this folder, so that nothing would be found in a text; a kind begins with a line `kind NAME`"};
  return {};
}

/// What would keep the pack from being written at the end. Code empty: nothing.
Error not_to_be_written(const std::string& path) {
  std::error_code ignored;
  const auto folder = fs::path(path).parent_path();
  if (path.empty() || fs::is_directory(path, ignored)) return {"file.directory", path, "--into takes the name of a file, such as knowledge.pack"};
  if (!folder.empty() && !fs::is_directory(folder, ignored)) return {"file.unwritable", path, "there is no folder " + folder.string()};
  return {};
}

Result<void> build(const Options& options) {
  if (Error wrong = not_to_be_written(options.into); !wrong.code.empty()) return wrong;
  PackWriter writer;
  for (const char* folder : kFolders) {
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
  if (failed) {
    std::error_code ignored;
    fs::remove(fresh, ignored);
    return Error{"file.unwritable", options.into, "cannot replace it: " + failed.message()};
  }
  return {};
}

}  // namespace

void add_knowledge(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("knowledge", "Look up an actor in the knowledge, or compile the knowledge files with the gazetteer");
  verb->require_subcommand(1);
  auto options = std::make_shared<Options>();
  auto* make = verb->add_subcommand("build", "Compile knowledge/ and the gazetteer packages into one mapped file");
  make->add_option("--from", options->from, "The knowledge folder")->capture_default_str();
  make->add_option("--gazetteer", options->gazetteer, "Folder with node_modules of the gazetteer packages (tools/fetch-gazetteer)")->capture_default_str();
  make->add_option("--into", options->into, "The file to write")->capture_default_str();
  make->footer("What a stage of the program refuses is named by file and line, and the file of before stays.\n"
               "Example:\n  deconflict knowledge build --from knowledge --gazetteer .cache/gazetteer --into build/release/bin/knowledge.pack");
  add_knowledge_actor(*verb, session);
  verb->footer("Example:\n  deconflict knowledge actor \"Nusra Front\" --at 2016-09\n  deconflict knowledge build --from knowledge --gazetteer .cache/gazetteer --into build/release/bin/knowledge.pack");
  make->callback([options, &session] {
    if (auto r = build(*options); !r) {
      Error error = r.error();
      std::error_code ignored;
      if (fs::is_regular_file(options->into, ignored)) error.message += "; " + options->into + " stays as it was";
      complain(error);
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
