#include "cli/console.h"

#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "base/utf8.h"

namespace deconflict::cli {

namespace {
std::uint64_t now_ns() {
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now().time_since_epoch()).count());
}
}  // namespace

void complain(const Error& error) { complain(error.text()); }

void complain(std::string_view message) { std::fprintf(stderr, "deconflict: %s\n", utf8::printable(message).c_str()); }

namespace {
std::string called = "deconflict";  // set once, before any thread
}  // namespace

void set_command(std::string_view called_as) {
  if (called_as.find('/') != std::string_view::npos) called = called_as;
}

const std::string& command() { return called; }

std::string no_count(const std::string& word) {
  constexpr std::size_t kMostDigits = 18;
  const bool digits = !word.empty() && word.size() <= kMostDigits && word.find_first_not_of("0123456789") == std::string::npos;
  return digits ? std::string() : "'" + word + "' is no number, 0 or more";
}

std::string no_number_of_threads(const std::string& word) {
  constexpr unsigned long kMost = 256;
  if (auto wrong = no_count(word); !wrong.empty()) return wrong;
  return std::stoul(word) <= kMost ? std::string() : word + " threads are more than this program takes (" + std::to_string(kMost) + ")";
}

std::string no_utf8(const std::string& word) { return utf8::first_invalid(word) ? "'" + word + "' is no UTF-8; set the terminal to UTF-8 and write it again" : std::string(); }

Progress::Progress(std::string what, std::uint64_t total) : what_(std::move(what)), total_(total), start_ns_(now_ns()), terminal_(::isatty(2) != 0) {}

Progress::~Progress() { finish(); }

void Progress::advance(std::uint64_t done, std::string_view note) {
  if (!terminal_) return;
  const auto now = now_ns();
  if (drawn_ && now - last_ns_ < 100'000'000 && done != total_) return;
  last_ns_ = now;
  drawn_ = true;
  const double seconds = static_cast<double>(now - start_ns_) / 1e9;
  const double rate = seconds > 0.2 ? static_cast<double>(done) / seconds : 0;
  std::string bar;
  if (total_ > 0) {
    constexpr std::uint64_t kWidth = 28;
    const auto full = done * kWidth / total_;
    for (std::uint64_t i = 0; i < kWidth; ++i) bar += i < full ? "█" : "·";
    std::fprintf(stderr, "\r\033[K%s %s %llu/%llu", what_.c_str(), bar.c_str(), static_cast<unsigned long long>(done), static_cast<unsigned long long>(total_));
  } else {
    std::fprintf(stderr, "\r\033[K%s %llu", what_.c_str(), static_cast<unsigned long long>(done));
  }
  if (rate > 0) std::fprintf(stderr, "  %.0f/s", rate);
  if (!note.empty()) std::fprintf(stderr, "  %s", utf8::printable(note).c_str());
  std::fflush(stderr);
}

void Progress::finish() {
  if (drawn_) std::fputs("\r\033[K", stderr);
  drawn_ = false;
}

bool colours(int fd) {
  const char* no = std::getenv("NO_COLOR");
  const char* term = std::getenv("TERM");
  return ::isatty(fd) != 0 && (no == nullptr || *no == '\0') && term != nullptr && std::string_view(term) != "dumb";
}

namespace {
int output_failure = 0;  // stdout is one for the process, and written from one thread
}  // namespace

bool emit(std::string_view bytes) {
  if (std::fwrite(bytes.data(), 1, bytes.size(), stdout) == bytes.size()) return true;
  if (output_failure == 0) output_failure = errno;
  return false;
}

int finish_output() {
  if (std::fflush(stdout) != 0 && output_failure == 0) output_failure = errno;
  return output_failure;
}

}  // namespace deconflict::cli
