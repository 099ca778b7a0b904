#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <string>

#include "verify.h"

namespace {

constexpr const char* kUsage =
    "deconflict-verify LEDGER: checks every hash, span and reference of a ledger against the texts in it.\n"
    "One line a problem. Exit status 0: all is as it should be, 1: there are problems, 2: wrong usage, 5: it cannot be read.\n";

enum Exit : int { kOk = 0, kProblems = 1, kUsageStatus = 2, kUnreadable = 5 };

int run(const std::string& path) {
  using namespace deconflict::verify;
  struct stat info{};
  const bool there = ::stat(path.c_str(), &info) == 0;
  if (!there || !S_ISREG(info.st_mode)) {
    std::fprintf(stderr, "deconflict-verify: %s: %s\n", path.c_str(), there ? "this is a folder or a device, not a ledger" : "there is no such ledger");
    return kUnreadable;
  }
  Report report([](const std::string& line) { std::printf("%s\n", line.c_str()); });
  try {
    const Ledger ledger(path);
    if (check_file(ledger, report)) {
      check_geometries(ledger, report);
      check_documents(ledger, report);
      check_events(ledger, report);
      check_reviews(ledger, report);
      check_copies(ledger, report);
      check_index(ledger, report);
    }
    if (report.count() == 0)
      std::printf("ok: %lld documents, %lld claims, %lld events, %lld reviews\n", static_cast<long long>(ledger.integer("SELECT count(*) FROM documents")),
                  static_cast<long long>(ledger.integer("SELECT count(*) FROM claims")), static_cast<long long>(ledger.integer("SELECT count(*) FROM events")),
                  static_cast<long long>(ledger.integer("SELECT count(*) FROM reviews")));
  } catch (const Unreadable& e) {
    std::fprintf(stderr, "deconflict-verify: %s: the ledger cannot be read: %s\n", path.c_str(), e.what());
    return kUnreadable;
  }
  // Whoever read it through a pipe may have seen enough.
  if (std::fflush(stdout) != 0 && errno != EPIPE) {
    std::fprintf(stderr, "deconflict-verify: what was found could not be written: %s\n", std::strerror(errno));
    return kProblems;
  }
  if (report.count() == 0) return kOk;
  std::fprintf(stderr, "deconflict-verify: %s: %llu problems\n", path.c_str(), static_cast<unsigned long long>(report.count()));
  return kProblems;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc == 2 && std::string(argv[1]) == "--help") {
    std::fputs(kUsage, stdout);
    return kOk;
  }
  if (argc != 2) {
    std::fputs(kUsage, stderr);
    return kUsageStatus;
  }
  return run(argv[1]);
}
