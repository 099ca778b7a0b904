#include "cli/lines.h"

#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstring>
#include <thread>
#include <vector>

namespace deconflict::cli {

bool LineReader::fill() {
  if (at_ > 0) {
    buffer_.erase(0, at_);
    at_ = 0;
  }
  constexpr std::size_t kBlock = 1U << 16;
  const auto old = buffer_.size();
  buffer_.resize(old + kBlock);
  ssize_t n = 0;
  do {
    n = ::read(fd_, buffer_.data() + old, kBlock);
  } while (n < 0 && errno == EINTR);
  if (n < 0) error_ = {"file.unreadable", fd_ == 0 ? "stdin" : "the input", std::string("it cannot be read: ") + std::strerror(errno)};
  buffer_.resize(old + (n > 0 ? static_cast<std::size_t>(n) : 0));
  return n > 0;
}

bool LineReader::next(Line& line) {
  line.text.clear();
  line.too_long = false;
  bool any = false;
  for (;;) {
    const auto* found = static_cast<const char*>(std::memchr(buffer_.data() + at_, '\n', buffer_.size() - at_));
    const std::size_t end = found != nullptr ? static_cast<std::size_t>(found - buffer_.data()) : buffer_.size();
    any = any || end > at_ || found != nullptr;
    if (!line.too_long) line.text.append(buffer_, at_, end - at_);
    if (line.text.size() > kLongestLine) {
      line.too_long = true;
      line.text = std::string();
    }
    at_ = found != nullptr ? end + 1 : end;
    if (found != nullptr) break;
    if (!fill()) {
      if (!any) return false;
      break;
    }
  }
  line.number = ++number_;
  if (!line.text.empty() && line.text.back() == '\r') line.text.pop_back();
  return true;
}

Result<void> for_each_line(int fd, unsigned threads, const std::function<std::string(const Line&)>& work, const std::function<bool(const std::string&)>& out) {
  LineReader reader(fd);
  const std::size_t batch = threads <= 1 ? 1 : 64UL * threads;
  std::vector<Line> lines;
  std::vector<std::string> results;
  for (bool more = true; more;) {
    lines.clear();
    while (lines.size() < batch) {
      Line line;
      more = reader.next(line);
      if (!more) break;
      if (line.too_long || line.text.find_first_not_of(" \t") != std::string::npos) lines.push_back(std::move(line));
    }
    results.assign(lines.size(), {});
    std::atomic<std::size_t> next{0};
    auto run = [&] {
      for (std::size_t i = next++; i < lines.size(); i = next++) results[i] = work(lines[i]);
    };
    std::vector<std::thread> helpers;
    for (unsigned t = 1; t < threads && t < lines.size(); ++t) helpers.emplace_back(run);
    run();
    for (auto& h : helpers) h.join();
    for (const auto& result : results)
      if (!out(result)) return {};
  }
  return reader.error().code.empty() ? Result<void>() : Result<void>(reader.error());
}

}  // namespace deconflict::cli
