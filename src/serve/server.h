#pragma once
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "deconflict/result.h"
#include "serve/source.h"

namespace deconflict::serve {

struct Options {
  std::string address = "127.0.0.1";
  int port = 8765;                 ///< 0: any free one
  std::string token;               ///< empty: none is asked for; REQUIRED where the address is not loopback
  std::vector<std::string> hosts;  ///< further names that a request's Host may have
};

/// Is it 127.0.0.0/8, ::1 or "localhost"?
bool is_loopback(const std::string& address);

/// The desk and its API over HTTP. Only a POST to /api/v1/reviews changes the ledger, and only where the reviewer lets it.
/// life    start() binds, run() serves until stop(), which any thread may call
class Server {
 public:
  /// errors: serve.token (an open address without one), serve.port (taken, or not ours to take), serve.address
  static Result<std::unique_ptr<Server>> start(std::unique_ptr<Source> source, std::unique_ptr<Reviewer> reviewer, const Options& options);
  ~Server();
  int port() const;
  /// "http://127.0.0.1:8765/", with the token where one is set
  std::string url() const;
  void run();
  void stop();

 private:
  struct Impl;
  explicit Server(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace deconflict::serve
