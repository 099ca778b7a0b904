#include "serve/ledger_source.h"

#include "store/ledger.h"

namespace deconflict::serve {

namespace {

class LedgerSource : public Source {
 public:
  explicit LedgerSource(store::Ledger ledger) : ledger_(std::move(ledger)) {}

  Result<std::string> revision() override { return ledger_.revision(); }

  Result<std::vector<EventRow>> events() override {
    auto stored = ledger_.events({});
    if (!stored) return stored.error();
    std::vector<EventRow> rows;
    rows.reserve(stored->size());
    for (auto& e : *stored) rows.push_back({std::move(e.event), std::move(e.realis), e.background, std::move(e.evidence)});
    return rows;
  }

  Result<std::vector<DocumentRow>> documents() override {
    auto stored = ledger_.documents({});
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
