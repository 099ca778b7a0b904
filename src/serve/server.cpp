#include "serve/server.h"

#include <arpa/inet.h>
#include <zlib.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <cstring>
#include <thread>

#include "base/hash.h"
#include "serve/api.h"
#include "serve/assets.h"
#include "serve/connection.h"

namespace deconflict::serve {

namespace {

constexpr const char* kGzipWanted = "Deconflict-Gzip";
constexpr const char* kReviews = "/api/v1/reviews";
constexpr unsigned long kLongestReview = 64U << 10;  ///< a split may name hundreds of claims
constexpr unsigned kStreams = 6;  ///< clients that listen for changes at once; each holds a thread of Limits::threads

// Workers and styles come from the program itself; MapLibre draws its controls' icons from data: addresses.
constexpr const char* kPolicy =
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; worker-src 'self'; connect-src 'self'; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

constexpr const char* kNoDesk =
    "The desk is not in this program: it was built without web/dist.\n\n"
    "To build it (Node 18 or newer and npm are needed for that, not for running):\n\n"
    "  tools/build-desk\n  cmake --preset release\n  cmake --build build/release\n\n"
    "The API works without it: see /api\n";

std::string gzip(std::string_view bytes, int level) {
  z_stream z{};
  if (deflateInit2(&z, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
  std::string out(deflateBound(&z, static_cast<uLong>(bytes.size())), '\0');
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  z.next_out = reinterpret_cast<Bytef*>(out.data());
  z.avail_out = static_cast<uInt>(out.size());
  const bool done = deflate(&z, Z_FINISH) == Z_STREAM_END;
  out.resize(done ? z.total_out : 0);
  deflateEnd(&z);
  return out;
}

/// REQUIRES one whole member of gzip's
std::string gunzip(std::string_view bytes) {
  z_stream z{};
  if (inflateInit2(&z, 15 + 16) != Z_OK) return {};
  z.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  z.avail_in = static_cast<uInt>(bytes.size());
  std::string out(bytes.size() * 4, '\0');
  int state = Z_OK;
  while (state == Z_OK) {
    if (z.total_out == out.size()) out.resize(out.size() * 2);
    z.next_out = reinterpret_cast<Bytef*>(out.data() + z.total_out);
    z.avail_out = static_cast<uInt>(out.size() - z.total_out);
    state = inflate(&z, Z_NO_FLUSH);
  }
  out.resize(state == Z_STREAM_END ? z.total_out : 0);
  inflateEnd(&z);
  return out;
}

/// Takes as long for a wrong token as for the right one.
bool same_secret(std::string_view a, std::string_view b) {
  if (a.size() != b.size()) return false;
  unsigned char difference = 0;
  for (std::size_t i = 0; i < a.size(); ++i) difference = static_cast<unsigned char>(difference | (a[i] ^ b[i]));
  return difference == 0;
}

std::string cookie(const std::string& header, std::string_view name) {
  std::size_t at = 0;
  while (at < header.size()) {
    auto end = std::min(header.find(';', at), header.size());
    std::string_view part = std::string_view(header).substr(at, end - at);
    while (!part.empty() && part.front() == ' ') part.remove_prefix(1);
    if (part.size() > name.size() && part.substr(0, name.size()) == name && part[name.size()] == '=') return std::string(part.substr(name.size() + 1));
    at = end + 1;
  }
  return {};
}

/// "localhost:8765" → "localhost"; "[::1]:8765" → "::1"
std::string host_name(std::string host) {
  if (!host.empty() && host.front() == '[') return host.substr(1, std::min(host.find(']'), host.size()) - 1);
  host.resize(std::min(host.find(':'), host.size()));
  for (char& c : host) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return host;
}

bool is_address(const std::string& host) {
  unsigned char buffer[sizeof(in6_addr)];
  return ::inet_pton(AF_INET, host.c_str(), buffer) == 1 || ::inet_pton(AF_INET6, host.c_str(), buffer) == 1;
}

}  // namespace

bool is_loopback(const std::string& address) {
  if (address == "localhost") return true;
  in_addr v4{};
  if (::inet_pton(AF_INET, address.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24) == 127;
  in6_addr v6{};
  return ::inet_pton(AF_INET6, address.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

struct Server::Impl {
  Options options;
  Api api;
  BoundedServer http;
  int port = 0;
  std::atomic<bool> started{false}, stopping{false}, ended{false};
  std::atomic<unsigned> streams{0};

  Impl(std::unique_ptr<Source> source, std::unique_ptr<Reviewer> reviewer, Options o)
      : options(std::move(o)), api(std::move(source), std::move(reviewer)), http(Limits{}, [](httplib::Request& request) { prepare(request); }) {
    http.set_default_headers({{"Content-Security-Policy", kPolicy},
                              {"X-Content-Type-Options", "nosniff"},
                              {"X-Frame-Options", "DENY"},
                              {"Referrer-Policy", "no-referrer"},
                              {"Cross-Origin-Resource-Policy", "same-origin"},
                              {"Cross-Origin-Opener-Policy", "same-origin"},
                              {"Permissions-Policy", "geolocation=(), camera=(), microphone=()"}});
    http.set_pre_routing_handler([this](const httplib::Request& request, httplib::Response& response) {
      if (request.method == "POST" && request.path == kReviews && may_post(request, response)) return httplib::Server::HandlerResponse::Unhandled;
      if (response.status == -1) answer(request, response);
      return httplib::Server::HandlerResponse::Handled;
    });
    http.Post(kReviews, [this](const httplib::Request& request, httplib::Response& response) { reply(response, api.post_review(request.body)); });
    http.set_exception_handler([](const httplib::Request&, httplib::Response& response, const std::exception_ptr&) {
      response.status = 500;
      response.set_content("{\"error\":{\"code\":\"serve.failed\",\"message\":\"The program could not answer this; please report it.\"}}", "application/json");
    });
  }

  /// We compress and cut ourselves: httplib would use Brotli's slowest setting, and ranges of a compressed body make no sense.
  static void prepare(httplib::Request& request) {
    const bool wanted = request.get_header_value("Accept-Encoding").find("gzip") != std::string::npos;
    request.headers.erase("Accept-Encoding");
    request.headers.erase(kGzipWanted);
    request.ranges.clear();
    if (wanted) request.set_header(kGzipWanted, "1");
  }

  bool host_allowed(const httplib::Request& request) const {
    if (request.get_header_value_count("Host") != 1) return false;
    const auto host = host_name(request.get_header_value("Host"));
    if (is_loopback(host) || host == host_name(options.address)) return true;
    // Listening everywhere, any address of this machine is right; a name is not, for it may be pointed at us from outside.
    if ((options.address == "0.0.0.0" || options.address == "::") && is_address(host)) return true;
    return std::find(options.hosts.begin(), options.hosts.end(), host) != options.hosts.end();
  }

  bool token_allowed(const httplib::Request& request) const {
    if (options.token.empty()) return true;
    const auto header = request.get_header_value("Authorization");
    if (header.rfind("Bearer ", 0) == 0) return same_secret(std::string_view(header).substr(7), options.token);
    return same_secret(cookie(request.get_header_value("Cookie"), "deconflict"), options.token);
  }

  void plain(httplib::Response& response, int status, const std::string& text) {
    response.status = status;
    response.set_header("Cache-Control", "no-store");
    response.set_content(text, "text/plain; charset=utf-8");
  }

  void reply(httplib::Response& response, const Reply& r) {
    response.status = r.status;
    response.set_header("Cache-Control", "no-store");
    response.set_header("Connection", "close");  // nothing that follows a body is taken for another request
    if (r.status == 503) response.set_header("Retry-After", "2");
    response.set_content(r.body, r.type);
  }

  /// Does the page that asks come from here? Browsers say so of every POST; programs that are none say nothing.
  bool same_origin(const httplib::Request& request) const {
    if (request.has_header("Sec-Fetch-Site") && request.get_header_value("Sec-Fetch-Site") != "same-origin") return false;
    const auto count = request.get_header_value_count("Origin");
    if (count == 0) return true;
    std::string origin = request.get_header_value("Origin");
    const auto scheme = origin.find("://");
    if (count > 1 || scheme == std::string::npos) return false;
    origin.erase(0, scheme + 3);
    return origin == request.get_header_value("Host") || std::find(options.hosts.begin(), options.hosts.end(), host_name(origin)) != options.hosts.end();
  }

  /// May this request bring a review? Looks at the headers alone, before anything of the body is read; else it is answered.
  bool may_post(const httplib::Request& request, httplib::Response& response) {
    if (!host_allowed(request) || !token_allowed(request)) return false;
    const auto refuse = [&](int status, std::string message) { return reply(response, error_reply(status, {"request.refused", "", std::move(message)})), false; };
    if (!same_origin(request) || request.get_header_value("X-Deconflict") != "review")
      return refuse(403, "A review comes from the desk itself, or from a program that sends the header X-Deconflict: review and no foreign Origin.");
    std::string type = request.get_header_value("Content-Type");
    type.resize(std::min(type.find_first_of("; "), type.size()));
    if (type != "application/json" || request.has_header("Content-Encoding")) return refuse(415, "A review is sent as Content-Type: application/json, not compressed.");
    const auto length = request.get_header_value("Content-Length");
    if (request.has_header("Transfer-Encoding") || request.get_header_value_count("Content-Length") != 1) return refuse(411, "A review is sent with its Content-Length.");
    if (length.size() > 5 || std::strtoul(length.c_str(), nullptr, 10) > kLongestReview) return refuse(413, "A review takes at most 64 KiB; say it shorter.");
    return true;
  }

  void answer(const httplib::Request& request, httplib::Response& response) {
    if (!host_allowed(request)) return plain(response, 421, "This address is not served here. Open the address that deconflict printed.\n");
    const bool review = request.method == "POST" && request.path == kReviews;
    if (request.method != "GET" && request.method != "HEAD" && !review) {
      response.set_header("Allow", request.path == kReviews ? "GET, HEAD, POST" : "GET, HEAD");
      return plain(response, 405, "Only GET and HEAD are answered here.\n");
    }
    if (!review && (request.has_header("Transfer-Encoding") || (request.has_header("Content-Length") && request.get_header_value("Content-Length") != "0")))
      return plain(response, 413, "A request here has no body.\n");
    if (!options.token.empty() && request.path == "/" && request.has_param("token") && same_secret(request.get_param_value("token"), options.token)) {
      response.set_header("Set-Cookie", "deconflict=" + options.token + "; Path=/; HttpOnly; SameSite=Strict");
      response.set_header("Location", "/");
      return plain(response, 303, "");
    }
    if (!token_allowed(request)) {
      response.set_header("WWW-Authenticate", "Bearer");
      return plain(response, 401, "A token is needed: open the address that deconflict printed, or send Authorization: Bearer TOKEN.\n");
    }
    if (request.path == "/api" || request.path.rfind("/api/", 0) == 0) return answer_api(request, response);
    answer_asset(request, response);
  }

  /// Server-sent events: the revision of the ledger, now and whenever it changes.
  void answer_live(httplib::Response& response) {
    if (streams.fetch_add(1) >= kStreams) {
      --streams;
      response.set_header("Retry-After", "30");
      return plain(response, 503, "Too many desks are listening for changes already; reload to see what is new.\n");
    }
    response.status = 200;
    response.set_header("Cache-Control", "no-store");
    response.set_header("Connection", "close");
    auto last = std::make_shared<std::string>();
    response.set_chunked_content_provider(
        "text/event-stream",
        [this, last](std::size_t, httplib::DataSink& sink) {
          if (stopping) return false;
          const auto revision = api.revision();
          // A comment now and then shows whether anybody is still there.
          std::string line = ": \n\n";
          if (revision && *revision != *last) line = "event: revision\ndata: " + (*last = *revision) + "\n\n";
          if (!sink.write(line.data(), line.size())) return false;
          for (int i = 0; i < 10 && !stopping; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(100));
          return !stopping;
        },
        [this](bool) { --streams; });
  }

  void answer_api(const httplib::Request& request, httplib::Response& response) {
    if (request.path == "/api/v1/live" && request.method == "GET") return answer_live(response);
    const Reply reply = api.get(request.path, Params(request.params.begin(), request.params.end()));
    response.status = reply.status;
    response.set_header("Cache-Control", "no-cache");
    if (reply.status == 200 && unchanged(request, response, '"' + hex(hash64(reply.body)) + '"')) return;
    send(request, response, reply.body, reply.type);
  }

  void answer_asset(const httplib::Request& request, httplib::Response& response) {
    const Asset* asset = find_asset(request.path);
    if (asset == nullptr) {
      if (request.path == "/") return plain(response, 200, kNoDesk);
      return plain(response, 404, "There is nothing at this address.\n");
    }
    response.status = 200;
    response.set_header("Cache-Control", asset->lasting ? "max-age=31536000, immutable" : "no-cache");
    if (unchanged(request, response, std::string(asset->etag))) return;
    const std::string type(asset->type);
    if (!asset->zipped) return response.set_content(asset->bytes.data(), asset->bytes.size(), type);
    if (!request.has_header(kGzipWanted)) return response.set_content(gunzip(asset->bytes), type);
    response.set_header("Content-Encoding", "gzip");
    response.set_content(asset->bytes.data(), asset->bytes.size(), type);
  }

  /// Sets the tag; true where the client has these bytes already.
  static bool unchanged(const httplib::Request& request, httplib::Response& response, const std::string& etag) {
    response.set_header("ETag", etag);
    response.set_header("Vary", "Accept-Encoding");
    const auto known = request.get_header_value("If-None-Match");
    if (known != "*" && known.find(etag) == std::string::npos) return false;
    response.status = 304;
    return true;
  }

  static void send(const httplib::Request& request, httplib::Response& response, const std::string& body, const std::string& type) {
    if (body.size() > 1024 && request.has_header(kGzipWanted)) {
      if (auto small = gzip(body, 3); !small.empty()) {
        response.set_header("Content-Encoding", "gzip");
        response.set_content(std::move(small), type);
        return;
      }
    }
    response.set_content(body, type);
  }
};

Server::Server(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() = default;

Result<std::unique_ptr<Server>> Server::start(std::unique_ptr<Source> source, std::unique_ptr<Reviewer> reviewer, const Options& options) {
  if (options.token.empty() && !is_loopback(options.address))
    return Error{"serve.token", "", "listening on " + options.address + " lets other machines in: give a --token, or listen on 127.0.0.1"};
  for (const char c : options.token)
    if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_'))
      return Error{"serve.token", "", "the token may hold letters, digits, - and _ only"};
  auto impl = std::make_unique<Impl>(std::move(source), std::move(reviewer), options);
  errno = 0;
  if (options.port == 0) impl->port = impl->http.bind_to_any_port(options.address);
  else impl->port = impl->http.bind_to_port(options.address, options.port) ? options.port : -1;
  if (impl->port <= 0) {
    const auto at = std::to_string(options.port);
    if (errno == EADDRINUSE)
      return Error{"serve.port", "", "port " + at + " is already in use on " + options.address + ": stop the program that holds it, or give another with --port"};
    if (errno == EACCES) return Error{"serve.port", "", "port " + at + " may only be opened by the administrator: give one above 1023 with --port"};
    return Error{"serve.address", "", "cannot listen on " + options.address + " port " + at + (errno != 0 ? std::string(": ") + std::strerror(errno) : std::string()) + "; --listen takes an address of this machine, such as 127.0.0.1 or 0.0.0.0"};
  }
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

int Server::port() const { return impl_->port; }

std::string Server::url() const {
  std::string host = impl_->options.address;
  if (host == "0.0.0.0" || host == "::") host = "127.0.0.1";
  if (host.find(':') != std::string::npos) host = "[" + host + "]";
  std::string url = "http://" + host + ":" + std::to_string(impl_->port) + "/";
  if (!impl_->options.token.empty()) url += "?token=" + impl_->options.token;
  return url;
}

void Server::run() {
  impl_->started = true;
  if (!impl_->stopping) impl_->http.listen_after_bind();
  impl_->ended = true;
}

void Server::stop() {
  impl_->stopping = true;
  // httplib forgets a stop that comes before it listens.
  while (impl_->started && !impl_->ended) {
    if (impl_->http.is_running()) impl_->http.stop_all();
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace deconflict::serve
