#include "serve/ledger_source.h"

#include "store/ledger.h"

namespace deconflict::serve {

namespace {

EventRow row_of(store::EventRow&& e) { return {std::move(e.event), std::move(e.realis), e.background, std::move(e.evidence)}; }

class LedgerSource : public Source {
 public:
  explicit LedgerSource(store::Ledger ledger) : ledger_(std::move(ledger)) {}

  Result<std::string> revision() override { return ledger_.revision(); }

  Result<void> each_event(const std::function<void(EventRow&&)>& one) override {
    return ledger_.each_event({}, [&](store::EventRow&& e) {
      one(row_of(std::move(e)));
      return true;
    });
  }

  Result<std::unique_ptr<EventRow>> event(const std::string& id) override {
    auto stored = ledger_.event(id);
    if (!stored) return stored.error();
    if (!*stored) return std::unique_ptr<EventRow>();
    return std::make_unique<EventRow>(row_of(std::move(**stored)));
  }

  Result<std::uint64_t> document_count() override {
    auto totals = ledger_.totals();
    if (!totals) return totals.error();
    return totals->documents;
  }

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

 private:
  store::Ledger ledger_;
};

}  // namespace

Result<std::unique_ptr<Source>> open_ledger_source(const std::string& path) {
  auto ledger = store::Ledger::open(path, store::Ledger::Access::read);
  if (!ledger) return ledger.error();
  return std::unique_ptr<Source>(std::make_unique<LedgerSource>(std::move(*ledger)));
}

}  // namespace deconflict::serve
