// deconflict_pairs: what link weighs for every two claims of one report, or with --across of two, for fitting the weights of
// src/link/weights.h (see link.py).
//   deconflict annotate < reports.ndjson | deconflict_pairs [--across] > pairs.tsv
// One line a pair that can be one happening: document, claim, document, claim, score, then sign|amount …
#include <iostream>
#include <string>
#include <string_view>
#include <vector>

#include "link/item.h"
#include "link/score.h"
#include "record/record.h"

namespace {

using namespace deconflict;

void print_pairs(const std::vector<const Annotation*>& records, bool across) {
  const auto docs = link::sorted(records);
  const link::Lineup lineup(docs);
  const auto& items = lineup.items();
  const auto id_of = [&](const link::Item& item) -> const std::string& { return docs[item.doc_rank]->claims[item.claim].id; };
  for (std::size_t i = 0; i < items.size(); ++i)
    for (std::size_t j = i + 1; j < items.size(); ++j) {
      if (across != (items[i].doc_rank != items[j].doc_rank)) continue;
      std::vector<link::Weighed> signs;
      const double score = link::score(items[i], items[j], nullptr, &signs);
      if (score == link::kNever) continue;
      std::cout << docs[items[i].doc_rank]->id << '\t' << id_of(items[i]) << '\t' << docs[items[j].doc_rank]->id << '\t' << id_of(items[j]) << '\t' << score;
      for (const auto& s : signs) std::cout << '\t' << link::weight_of(s.sign).name << '|' << s.amount;
      std::cout << '\n';
    }
}

}  // namespace

int main(int argc, char** argv) {
  const bool across = argc > 1 && std::string_view(argv[1]) == "--across";
  std::vector<Annotation> records;
  for (std::string line; std::getline(std::cin, line);) {
    auto record = record::parse_annotation(line);
    if (!record) {
      std::cerr << record.error().message << "\n";
      return 1;
    }
    records.push_back(std::move(*record));
  }
  if (across) {
    std::vector<const Annotation*> all;
    for (const Annotation& record : records) all.push_back(&record);
    print_pairs(all, true);
  } else {
    for (const Annotation& record : records) print_pairs({&record}, false);
  }
}
