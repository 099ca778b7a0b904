#pragma once
#include <string>

#include "cli/console.h"
#include "pipeline/pipeline.h"

namespace CLI {
class App;
}

namespace deconflict::cli {

/// What the global options say; verbs read it when they run.
struct Session {
  std::string data_dir;
  int status = kOk;  ///< exit status, set by the verb that ran
};

/// Opens the pipeline, or complains, sets the status and returns nullptr.
std::unique_ptr<Pipeline> open_pipeline(Session& session);

// One file a verb; each adds its subcommand with help and an example.
void add_annotate(CLI::App& app, Session& session);
void add_backup(CLI::App& app, Session& session);
void add_copies(CLI::App& app, Session& session);
void add_demo(CLI::App& app, Session& session);
void add_diff(CLI::App& app, Session& session);
void add_doctor(CLI::App& app, Session& session);
void add_dump(CLI::App& app, Session& session);
void add_explain(CLI::App& app, Session& session);
void add_export(CLI::App& app, Session& session);
void add_extract(CLI::App& app, Session& session);
void add_gazetteer(CLI::App& app, Session& session);
void add_ingest(CLI::App& app, Session& session);
void add_knowledge(CLI::App& app, Session& session);
void add_link(CLI::App& app, Session& session);
void add_place(CLI::App& app, Session& session);
void add_query(CLI::App& app, Session& session);
void add_read(CLI::App& app, Session& session);
void add_review(CLI::App& app, Session& session);
void add_serve(CLI::App& app, Session& session);
void add_show(CLI::App& app, Session& session);
void add_vacuum(CLI::App& app, Session& session);
void add_verify(CLI::App& app, Session& session);

}  // namespace deconflict::cli
