#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "store/schema.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

/// Goes away with everything that SQLite put beside it, unless it was given its name.
class Part {
 public:
  explicit Part(std::string path) : path_(std::move(path)) {}
  Part(const Part&) = delete;
  Part& operator=(const Part&) = delete;
  ~Part() {
    for (const char* end : {"", "-journal", "-wal", "-shm"}) ::unlink((path_ + end).c_str());
  }
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

Error unwritable(const std::string& path, int error) { return {"file.unwritable", path, std::string("the copy cannot be written: ") + std::strerror(error)}; }

/// On disk, whatever happens to the machine next.
Result<void> flush(const std::string& path, int flags) {
  const int fd = ::open(path.c_str(), flags | O_CLOEXEC);
  if (fd < 0) return unwritable(path, errno);
  const int failed = ::fsync(fd) == 0 ? 0 : errno;
  ::close(fd);
  // Some file systems cannot flush a folder.
  if (failed != 0 && (flags & O_DIRECTORY) == 0) return unwritable(path, failed);
  return {};
}

Result<void> copy(Database& from, const std::string& path) {
  auto to = Database::open(path, Database::Mode::create);
  if (!to) return to.error();
  auto* work = sqlite3_backup_init(to->handle(), "main", from.handle(), "main");
  if (work == nullptr) return Error{"ledger.sqlite", path, std::string("SQLite says: ") + sqlite3_errmsg(to->handle())};
  // All in one step is one snapshot: a writer cannot make it begin anew for ever.
  int code = SQLITE_BUSY;
  for (int tries = 0; (code == SQLITE_BUSY || code == SQLITE_LOCKED) && tries < 50; ++tries) {
    code = sqlite3_backup_step(work, -1);
    if (code == SQLITE_BUSY || code == SQLITE_LOCKED) sqlite3_sleep(100);
  }
  sqlite3_backup_finish(work);
  if (code == SQLITE_BUSY || code == SQLITE_LOCKED) return Error{"ledger.locked", from.path(), "another program holds the ledger; wait until it is done, and run the same command again"};
  if (code == SQLITE_FULL) return Error{"ledger.full", path, "the disk is full; the copy was not made"};
  if (code != SQLITE_DONE) return Error{"ledger.sqlite", from.path(), std::string("it cannot be copied: ") + sqlite3_errstr(code)};
  STORE_TRY(to->run("PRAGMA journal_mode = DELETE"));
  auto found = to->text("PRAGMA integrity_check(1)");
  if (!found) return found.error();
  if (*found != "ok") return Error{"ledger.corrupt", from.path(), "the ledger is damaged, and so would be the copy: " + *found};
  return {};
}

}  // namespace

Result<void> Ledger::backup(const std::string& to) {
  struct stat here{}, there{};
  if (::stat(to.c_str(), &there) == 0) {
    if (S_ISDIR(there.st_mode)) return Error{"file.directory", to, "this is a folder; name the file that the copy is to be"};
    if (::stat(path().c_str(), &here) == 0 && here.st_ino == there.st_ino && here.st_dev == there.st_dev) return Error{"usage.target", to, "this is the ledger itself"};
    // Only an earlier copy is written over.
    auto old = Database::open(to, Database::Mode::read);
    if (!old || !check_schema(*old)) return Error{"usage.target", to, "there is a file of another kind; nothing was written over"};
  }
  const Part part(to + ".part-" + std::to_string(::getpid()));
  if (auto r = copy(state_->db, part.path()); !r) return Error{r.error().code, r.error().where == part.path() ? to : r.error().where, r.error().message};
  STORE_TRY(flush(part.path(), O_RDONLY));
  if (std::rename(part.path().c_str(), to.c_str()) != 0) return unwritable(to, errno);
  const auto slash = to.rfind('/');
  return flush(slash == std::string::npos ? "." : slash == 0 ? "/" : to.substr(0, slash), O_RDONLY | O_DIRECTORY);
}

Result<void> Ledger::vacuum() {
  STORE_TRY(state_->prepare_to_write());
  state_->grown = true;
  STORE_TRY(transaction(state_->db, [&] {
    return state_->db.run(
        "INSERT INTO document_text(document_text) VALUES ('optimize'); INSERT INTO claim_text(claim_text) VALUES ('optimize'); INSERT INTO event_text(event_text) VALUES ('optimize')");
  }));
  STORE_TRY(state_->db.run("VACUUM"));
  return seal();
}

}  // namespace deconflict::store
