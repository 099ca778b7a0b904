#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "deconflict/result.h"

/// What verbs share in talking to a person: exit codes, messages, progress. Only this folder prints or exits.
namespace deconflict::cli {

/// 0 all right · 1 it could not be done · 2 wrong usage · 3 done, but some input was bad (with --strict) · 4 the
/// program's own data files are missing or damaged · 5 the ledger cannot be read or written · 128 and the number of the
/// signal that stopped it
enum Exit : int { kOk = 0, kFailed = 1, kUsage = 2, kProblems = 3, kData = 4, kLedger = 5 };

/// "deconflict: where: message" on stderr.
void complain(const Error& error);
void complain(std::string_view message);

/// What to type to call the program, for messages that name a command: "./deconflict", or "deconflict" where it is on the PATH.
void set_command(std::string_view called_as);
const std::string& command();

/// For options whose words go into records: what is wrong with the word, or nothing.
std::string no_utf8(const std::string& word);
/// For options that ask for threads, or for a number of rows.
std::string no_number_of_threads(const std::string& word);
std::string no_count(const std::string& word);

/// A line on stderr that is drawn over again, at most ten times a second, and only on a terminal.
class Progress {
 public:
  /// total 0: not known
  Progress(std::string what, std::uint64_t total);
  ~Progress();
  void advance(std::uint64_t done, std::string_view note = {});
  void finish();

 private:
  std::string what_;
  std::uint64_t total_;
  std::uint64_t last_ns_ = 0;
  std::uint64_t start_ns_ = 0;
  bool terminal_;
  bool drawn_ = false;
};

/// Does `fd` belong to a terminal that shows colours (NO_COLOR is heeded)?
bool colours(int fd);

/// Writes to stdout; false where the reader has gone (a closed pipe ends a run quietly).
bool emit(std::string_view bytes);

/// Writes out what `emit` still holds. → 0, or the errno of the first write to stdout that failed.
int finish_output();

}  // namespace deconflict::cli
