// deconflict_pairs: what link weighs for every two claims of one report, for fitting the weights of src/link/weights.h (see link.py).
//   deconflict annotate < reports.ndjson | deconflict_pairs > pairs.tsv
// One line a pair that can be one happening: document, claim, claim, then sign|amount …
#include <iostream>
#include <string>
#include <vector>

#include "link/item.h"
#include "link/score.h"
#include "record/record.h"

int main() {
  using namespace deconflict;
  std::vector<Annotation> records;
  for (std::string line; std::getline(std::cin, line);) {
    auto record = record::parse_annotation(line);
    if (!record) {
      std::cerr << record.error().message << "\n";
      return 1;
    }
    records.push_back(std::move(*record));
  }
  for (const Annotation& record : records) {
    link::Folded folded;
    const auto items = link::make_items({&record}, folded);
    for (std::size_t i = 0; i < items.size(); ++i)
      for (std::size_t j = i + 1; j < items.size(); ++j) {
        std::vector<link::Weighed> signs;
        if (link::score(items[i], items[j], nullptr, &signs) == link::kNever) continue;
        std::cout << record.id << '\t' << items[i].claim->id << '\t' << items[j].claim->id;
        for (const auto& s : signs) std::cout << '\t' << link::weight_of(s.sign).name << '|' << s.amount;
        std::cout << '\n';
      }
  }
}
