#include "serve/ledger_source.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <mutex>
#include <optional>
#include <thread>

#include "base/clock.h"
#include "review/worth.h"
#include "serve/in_order.h"
#include "store/ledger.h"

namespace deconflict::serve {

namespace {

EventRow row_of(store::EventRow&& e, const std::map<std::string, std::size_t>& accepted) {
  EventRow row{std::move(e.event), std::move(e.realis), e.background, std::move(e.evidence), std::move(e.content), 0};
  row.accepted = review::accepted_of(row.event, accepted);
  return row;
}

class LedgerSource : public Source {
 public:
  explicit LedgerSource(store::Ledger ledger) : ledger_(std::move(ledger)) {}

  Result<std::string> revision() override { return ledger_.revision(); }

  /// One thread reads what is stored; the others make events of it, which takes longer.
  Result<void> each_batch(const std::function<Then(std::vector<EventRow>&&)>& prepare) override {
    auto accepted = ledger_.accepted_claims();
    if (!accepted) return accepted.error();
    if (auto r = mark(); !r) return r;
    std::mutex mutex;
    std::optional<Error> failed;  // the first of a batch that cannot be read
    std::atomic<bool> stop = false;
    const auto made = [&](const std::vector<store::StoredEvent>& stored) -> Then {
      std::vector<EventRow> rows;
      rows.reserve(stored.size());
      for (const auto& s : stored) {
        auto row = s.brief(ledger_.path());
        if (!row) {
          stop = true;
          const std::lock_guard lock(mutex);
          failed = row.error();
          return {};
        }
        rows.push_back(row_of(std::move(*row), *accepted));
      }
      return prepare(std::move(rows));
    };
    InOrder work(std::clamp(std::thread::hardware_concurrency(), 2U, 4U));
    auto batch = std::make_shared<std::vector<store::StoredEvent>>();
    const auto hand_over = [&] {
      work.put([&made, batch] { return made(*batch); });
      batch = std::make_shared<std::vector<store::StoredEvent>>();
      batch->reserve(kBatch);
    };
    auto read = ledger_.each_stored_event([&](store::StoredEvent&& e) {
      batch->push_back(std::move(e));
      if (batch->size() == kBatch) hand_over();
      return !stop;
    });
    hand_over();
    work.end();
    if (failed) return *failed;
    return read;
  }

  Result<bool> changes(std::vector<std::string>& gone, const std::function<void(EventRow&&)>& one) override {
    const auto since = marks_;
    if (!since) return false;
    auto accepted = ledger_.accepted_claims();
    if (!accepted) return accepted.error();
    if (auto r = mark(); !r) return r.error();
    if (marks_->opened - since->opened > kManyChanges || marks_->closed - since->closed > kManyChanges) return false;
    auto closed = ledger_.closed_since(*since);
    if (!closed) return closed.error();
    gone = std::move(*closed);
    auto read = ledger_.each_event_since(*since, [&](store::EventRow&& e) { one(row_of(std::move(e), *accepted)); });
    if (!read) return read.error();
    return true;
  }

  Result<std::unique_ptr<EventRow>> event(const std::string& id) override {
    auto stored = ledger_.event(id);
    if (!stored) return stored.error();
    if (!*stored) return std::unique_ptr<EventRow>();
    std::map<std::string, std::size_t> accepted;
    if (!(*stored)->event.reviews.empty()) {
      auto known = ledger_.accepted_claims();
      if (!known) return known.error();
      accepted = std::move(*known);
    }
    return std::make_unique<EventRow>(row_of(std::move(**stored), accepted));
  }

  Result<std::uint64_t> document_count() override { return ledger_.document_count(); }

  Result<std::vector<DocumentRow>> documents(std::size_t offset, std::size_t limit) override {
    store::Filter page;
    page.offset = offset;
    page.limit = limit;
    auto stored = ledger_.documents(page);
    if (!stored) return stored.error();
    std::vector<DocumentRow> rows;
    rows.reserve(stored->size());
    for (auto& d : *stored)
      rows.push_back({std::move(d.id), std::move(d.title), std::move(d.outlet), std::move(d.url), std::move(d.published), std::move(d.language),
                      std::move(d.sha256), d.claims});
    return rows;
  }

  Result<std::unique_ptr<StoredDocument>> document(const std::string& id) override {
    auto stored = ledger_.document(id);
    if (!stored) return stored.error();
    if (!*stored) return std::unique_ptr<StoredDocument>();
    auto out = std::make_unique<StoredDocument>();
    out->document = std::move((*stored)->document);
    out->annotation = std::move((*stored)->annotation);
    return out;
  }

  Result<std::string> event_of(const ClaimRef& claim) override { return ledger_.event_of(claim); }

  Result<std::vector<review::Kept>> reviews(const std::string& event) override { return event.empty() ? ledger_.reviews() : ledger_.reviews_of(event); }
  Result<std::vector<std::string>> events_of(const review::Review& review) override { return ledger_.events_of(review); }
  Result<std::string> ended(const std::string& event) override { return ledger_.ended(event); }

 private:
  static constexpr std::int64_t kManyChanges = 20000;
  static constexpr std::size_t kBatch = 512;

  /// Before the events are read: what is written meanwhile is told once more the next time, and never missed.
  Result<void> mark() {
    auto marks = ledger_.event_marks();
    if (!marks) return marks.error();
    marks_ = *marks;
    return {};
  }

  store::Ledger ledger_;
  std::optional<store::EventMarks> marks_;
};

class LedgerReviewer : public Reviewer {
 public:
  LedgerReviewer(std::string path, std::function<Result<link::Wholes>()> wholes) : path_(std::move(path)), read_wholes_(std::move(wholes)) {}
  ~LedgerReviewer() override {
    if (ledger_) (void)ledger_->seal().has_value();
  }

  std::string off() const override { return {}; }

  Result<review::Kept> write(const review::Request& request) override {
    const std::lock_guard lock(mutex_);
    if (!wholes_) {
      auto wholes = read_wholes_();
      if (!wholes) return wholes.error();
      wholes_ = std::move(*wholes);
    }
    if (!ledger_) {
      auto ledger = store::Ledger::open(path_, store::Ledger::Access::write);
      if (!ledger) return ledger.error();
      ledger_ = std::move(*ledger);
    }
    return ledger_->add_review(request, utc_now(), *wholes_);
  }

 private:
  const std::string path_;
  const std::function<Result<link::Wholes>()> read_wholes_;
  std::mutex mutex_;  ///< guards what follows
  std::optional<link::Wholes> wholes_;
  std::optional<store::Ledger> ledger_;
};

class NoReviewer : public Reviewer {
 public:
  explicit NoReviewer(std::string why) : why_(std::move(why)) {}
  std::string off() const override { return why_; }
  Result<review::Kept> write(const review::Request&) override { return Error{"review.off", "", why_}; }

 private:
  const std::string why_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_ledger_source(const std::string& path) {
  auto ledger = store::Ledger::open(path, store::Ledger::Access::read);
  if (!ledger) return ledger.error();
  return std::unique_ptr<Source>(std::make_unique<LedgerSource>(std::move(*ledger)));
}

std::unique_ptr<Reviewer> open_ledger_reviewer(const std::string& path, std::function<Result<link::Wholes>()> wholes) {
  if (::access(path.c_str(), W_OK) != 0) return no_reviewer("This desk only reads: the ledger's file may not be written by the program that serves it.");
  return std::make_unique<LedgerReviewer>(path, std::move(wholes));
}

std::unique_ptr<Reviewer> no_reviewer(std::string why) { return std::make_unique<NoReviewer>(std::move(why)); }

}  // namespace deconflict::serve
