#include "serve/connection.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

namespace deconflict::serve {

namespace {

using Clock = std::chrono::steady_clock;

/// One connection; `begin_request` sets what the next request may cost.
class BoundedStream : public httplib::Stream {
 public:
  BoundedStream(int sock, const std::atomic<bool>& stopping, const std::atomic<unsigned>& waiting) : sock_(sock), stopping_(stopping), waiting_(waiting) {}

  void begin_request(const Limits& limits) {
    left_ = limits.request_bytes;
    deadline_ = Clock::now() + std::chrono::seconds(limits.request_seconds);
  }

  /// Are there bytes to read before `until`, or kept from the last read?
  /// `idle`: nothing of a request has come yet, so whoever waits for a thread goes first.
  bool wait_for_bytes(Clock::time_point until, bool idle = false) const {
    if (at_ < size_) return true;
    for (int steps = 0; !stopping_; ++steps) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(until - Clock::now()).count();
      if (left <= 0 || (idle && steps > 0 && waiting_ > 0)) return false;
      // In short steps, so that a stop is seen.
      pollfd fd{sock_, POLLIN, 0};
      const int n = ::poll(&fd, 1, static_cast<int>(std::min<long>(left, idle ? 50 : 200)));
      if (n > 0) return true;
      if (n < 0 && errno != EINTR) return false;
    }
    return false;
  }

  bool is_readable() const override { return at_ < size_ || wait_for_bytes(deadline_); }
  bool is_writable() const override {
    pollfd fd{sock_, POLLOUT, 0};
    return ::poll(&fd, 1, 5000) > 0 && (fd.revents & POLLOUT) != 0;
  }

  ssize_t read(char* into, std::size_t size) override {
    if (left_ == 0) return -1;
    if (at_ == size_) {
      if (!wait_for_bytes(deadline_)) return -1;
      const ssize_t n = ::recv(sock_, buffer_, sizeof buffer_, 0);
      if (n <= 0) return n;
      at_ = 0;
      size_ = static_cast<std::size_t>(n);
    }
    const auto n = std::min({size, size_ - at_, left_});
    std::copy_n(buffer_ + at_, n, into);
    at_ += n;
    left_ -= n;
    return static_cast<ssize_t>(n);
  }

  ssize_t write(const char* bytes, std::size_t size) override {
    if (!is_writable()) return -1;
    return ::send(sock_, bytes, size, MSG_NOSIGNAL);
  }

  void get_remote_ip_and_port(std::string& ip, int& port) const override { name(::getpeername, ip, port); }
  void get_local_ip_and_port(std::string& ip, int& port) const override { name(::getsockname, ip, port); }
  socket_t socket() const override { return sock_; }

 private:
  template <class Get>
  void name(Get get, std::string& ip, int& port) const {
    sockaddr_storage address{};
    socklen_t size = sizeof address;
    char text[INET6_ADDRSTRLEN] = {};
    if (get(sock_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return;
    if (address.ss_family == AF_INET) {
      const auto* in = reinterpret_cast<const sockaddr_in*>(&address);
      ::inet_ntop(AF_INET, &in->sin_addr, text, sizeof text);
      port = ntohs(in->sin_port);
    } else {
      const auto* in = reinterpret_cast<const sockaddr_in6*>(&address);
      ::inet_ntop(AF_INET6, &in->sin6_addr, text, sizeof text);
      port = ntohs(in->sin6_port);
    }
    ip = text;
  }

  int sock_;
  const std::atomic<bool>& stopping_;
  const std::atomic<unsigned>& waiting_;
  std::size_t left_ = 0;
  Clock::time_point deadline_;
  char buffer_[8192];
  std::size_t at_ = 0, size_ = 0;
};

/// Threads that tell how many connections wait for one of them.
class CountingQueue : public httplib::TaskQueue {
 public:
  CountingQueue(unsigned threads, std::atomic<unsigned>& waiting) : threads_(threads), waiting_(waiting) {}
  void enqueue(std::function<void()> task) override {
    ++waiting_;
    threads_.enqueue([this, task = std::move(task)] {
      --waiting_;
      task();
    });
  }
  void shutdown() override { threads_.shutdown(); }

 private:
  httplib::ThreadPool threads_;
  std::atomic<unsigned>& waiting_;
};

}  // namespace

BoundedServer::BoundedServer(Limits limits, std::function<void(httplib::Request&)> setup) : limits_(limits), setup_(std::move(setup)) {
  new_task_queue = [this, n = limits.threads] { return new CountingQueue(n, waiting_); };
  set_payload_max_length(limits.request_bytes);
  // httplib would let two servers share one port without a word (SO_REUSEPORT).
  set_socket_options([](socket_t sock) {
    const int yes = 1;
    ::setsockopt(sock, SOL_SOCKET, SO_REUSEADDR, &yes, sizeof yes);
  });
}

void BoundedServer::stop_all() {
  if (!stopping_.exchange(true)) stop();
}

bool BoundedServer::process_and_close_socket(socket_t sock) {
  const int yes = 1;
  ::setsockopt(sock, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  ++open_;
  BoundedStream stream(sock, stopping_, waiting_);
  bool fine = true;
  for (std::size_t n = 1; fine && n <= limits_.requests_per_connection; ++n) {
    const auto patience = std::chrono::seconds(n == 1 ? limits_.request_seconds : limits_.idle_seconds);
    if (!stream.wait_for_bytes(Clock::now() + patience, true)) break;
    stream.begin_request(limits_);
    bool closed = false;
    bool understood = false;
    bool has_body = false;
    // A connection that others wait for is not kept.
    const bool last = n == limits_.requests_per_connection || open_ > limits_.threads * 3 / 4;
    fine = process_request(stream, last, closed, [&](httplib::Request& request) {
      understood = true;
      has_body = request.has_header("Transfer-Encoding") || (request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0");
      setup_(request);
    });
    // An unread body, or what follows nonsense, must not be taken for the next request.
    if (last || closed || has_body || !understood) break;
  }
  ::shutdown(sock, SHUT_WR);
  ::close(sock);
  --open_;
  return fine;
}

}  // namespace deconflict::serve
