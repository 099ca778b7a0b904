#pragma once
#include <deque>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "deconflict/annotation.h"
#include "deconflict/copy.h"
#include "link/home.h"

/// What only all documents together tell of one: whose words it carries, and which outlets are known.
namespace deconflict::link {

/// An origin of a claim: who, in the end, says so.
struct Origin {
  std::string key;  ///< the same for the same origin in any document
  std::string id, name;
  const Entity* entity = nullptr;  ///< what the knowledge says of it; nullptr for one that only its document knows
};

/// Names of agencies and outlets → who they are, from what all documents know.
class Outlets {
 public:
  void learn(const Annotation& a);
  Origin origin(const std::string& outlet) const;
  const Entity* of(const std::string& id) const;

 private:
  std::unordered_map<std::string, Entity> known_;  ///< by id
  std::unordered_map<std::string, const Entity*> named_;
};

class Corpus {
 public:
  /// Every document, in the order of sorted().
  void learn(const Annotation& a);
  /// When all are learnt. The graph must outlive this; nullptr: not known
  void set_copies(const CopyGraph* graph);

  const Imprint& imprint(std::uint32_t rank) const { return imprints_[rank]; }
  Home home_of(std::uint32_t rank, Span words) const;
  /// Who says so, in the end. The origins view this and the record.
  std::vector<Origin> origins_of(const Annotation& a, const Claim& c, std::uint32_t rank, const Home& home) const;

 private:
  Origin text_origin(const Imprint& document) const;
  Origin first_teller(const Home& home) const;

  std::deque<Imprint> imprints_;
  Outlets outlets_;
  std::optional<Homes> homes_;
};

}  // namespace deconflict::link
