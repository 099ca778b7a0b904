#pragma once
#include <atomic>
#include <functional>

#include <httplib.h>

/// How bytes come in from a client that may be slow, greedy or hostile.
namespace deconflict::serve {

struct Limits {
  std::size_t request_bytes = 96U << 10;  ///< request line, headers and body of one request together
  int request_seconds = 10;               ///< for one request to arrive whole
  int idle_seconds = 15;                  ///< for the next one on a kept connection
  unsigned threads = 32;                  ///< connections served at once; others wait, and an idle one makes room
  std::size_t requests_per_connection = 1000;
};

/// httplib's server with its reading of sockets replaced: the library bounds each header line but not how many there
/// are, nor how long a client may dribble.
class BoundedServer : public httplib::Server {
 public:
  /// `setup` sees every request after its headers were read.
  BoundedServer(Limits limits, std::function<void(httplib::Request&)> setup);

  /// Ends kept connections too; safe to call from any thread.
  void stop_all();

 private:
  bool process_and_close_socket(socket_t sock) override;
  Limits limits_;
  std::function<void(httplib::Request&)> setup_;
  std::atomic<bool> stopping_{false};
  std::atomic<unsigned> open_{0};
  std::atomic<unsigned> waiting_{0};  ///< connections that no thread has taken yet
};

}  // namespace deconflict::serve
