#include <csignal>
#include <cstdio>
#include <thread>

#include <CLI/CLI.hpp>
#include <pthread.h>

#include "cli/histories.h"
#include "cli/serving.h"
#include "serve/ledger_source.h"

namespace deconflict::cli {

namespace {

struct Options {
  std::string ledger;
  serve::Options serve;
  bool read_only = false;
};

}  // namespace

int serve_ledger(const Session& session, const std::string& ledger, const serve::Options& options, bool read_only) {
  // Every thread that starts from here on leaves the two signals to the one that waits for them.
  sigset_t ends;
  sigemptyset(&ends);
  sigaddset(&ends, SIGINT);
  sigaddset(&ends, SIGTERM);
  sigset_t before;
  pthread_sigmask(SIG_BLOCK, &ends, &before);
  auto restore = [&] { pthread_sigmask(SIG_SETMASK, &before, nullptr); };
  auto source = serve::open_ledger_source(ledger);
  if (!source) {
    complain(source.error());
    return restore(), kLedger;
  }
  auto reviewer = read_only ? serve::no_reviewer("This desk only reads: it was started with --read-only.")
                            : serve::open_ledger_reviewer(ledger, [data_dir = session.data_dir] { return read_wholes(data_dir); });
  auto server = serve::Server::start(std::move(*source), std::move(reviewer), options);
  if (!server) {
    complain(server.error());
    return restore(), server.error().code == "serve.token" ? kUsage : kFailed;
  }
  std::thread serving([&] { (*server)->run(); });
  std::fprintf(stderr, "The desk is at %s  (Ctrl-C ends it)\n", (*server)->url().c_str());
  int signal = 0;
  sigwait(&ends, &signal);
  (*server)->stop();
  serving.join();
  return restore(), kOk;
}

void add_serve(CLI::App& app, Session& session) {
  auto* verb = app.add_subcommand("serve", "The desk: map, timeline, ledger and articles in a browser, and a JSON API");
  auto options = std::make_shared<Options>();
  verb->add_option("ledger", options->ledger, "A ledger file, such as war.gpkg")->required();
  verb->add_option("--port", options->serve.port, "Port; 0 takes any free one")->check(CLI::Range(0, 65535))->capture_default_str();
  verb->add_option("--listen", options->serve.address, "Address to listen on; any but this machine's own needs --token")->capture_default_str();
  verb->add_option("--token", options->serve.token, "A secret that every request must bring");
  verb->add_option("--host", options->serve.hosts, "A further name under which the desk is reached (for a proxy); may be given again");
  verb->add_flag("--read-only", options->read_only, "Nothing can be reviewed at the desk");
  verb->footer("Example:\n  deconflict serve war.gpkg --port 8765\n\nThe API is described at /api. Only reviews change the ledger; with --read-only nothing does.");
  verb->callback([options, &session] { session.status = serve_ledger(session, options->ledger, options->serve, options->read_only); });
}

}  // namespace deconflict::cli
