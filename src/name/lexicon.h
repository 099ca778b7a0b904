#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/knowledge_text.h"
#include "base/word_table.h"
#include "name/history.h"
#include "name/name.h"
#include "name/scan.h"

namespace deconflict::name {

enum class Noun : std::uint8_t {
  force, materiel, government, police, ministry, parliament, court, spies, statemedia, rebels, fighters, opposition, coalition, body, people,
  apart, modifier, ethnic, folk, link, prefix, weapon, title, office, orghead, orgstart, facility, given, speaker, says, acts, governs, deed, force_deed, withword, placestart, notname
};

/// One `noun` record of knowledge/words: a class of words and what a phrase that ends in one of them means.
struct NounEntry {
  Noun noun = Noun::notname;
  std::string key;     ///< "mil" → "actor/mil-sy"; empty: no entity of its own
  std::string entity;  ///< "Armed Forces of %"
  std::string parent;  ///< key of the entity that it belongs to
  std::string sector, voice, where;
  MentionType type = MentionType::ORG;
};

struct Country {
  std::string code, name, phrase, adjective;
};

/// A reading of a run of words.
struct Sense {
  enum Kind : std::uint8_t { known, country, demonym, capital, noun } kind = noun;
  std::uint32_t index = 0;     ///< into known(), countries() or nouns()
  std::uint32_t uppers = 0;    ///< bit n: word n has to begin with a capital
  std::uint32_t period = 0;    ///< into periods()
  bool caps = false;           ///< has to stand in capitals (acronym)
  bool shared = false;         ///< other entries have the name too
  bool loose = false;          ///< only where the document names it in full or is about one of `when`
  bool plural = false;         ///< a demonym that is a noun ("Syrians")
};

class Lexicon {
 public:
  /// errors: knowledge.* with file:line
  Result<void> read(const std::vector<KnowledgeRecord>& records);
  /// After the last `read`: composed entities, cross-checks. errors: knowledge.parent, knowledge.alias with file:line
  Result<void> finish();

  std::uint32_t word_id(std::string_view key) const;
  /// Fills Word::id.
  void look_up(std::string_view text, std::vector<Word>& words) const;

  /// A node of the trie of names: 0 has none.
  std::uint32_t first(std::uint32_t word) const { return word < roots_.size() ? roots_[word] : 0; }
  std::uint32_t next(std::uint32_t node, std::uint32_t word) const;
  const std::vector<Sense>& senses(std::uint32_t node) const { return nodes_[node].senses; }
  bool has_next(std::uint32_t node) const { return nodes_[node].inner; }

  const std::vector<Names::Known>& known() const { return known_; }
  const std::vector<Country>& countries() const { return countries_; }
  const std::vector<NounEntry>& nouns() const { return nouns_; }
  /// When the name of a sense was in use, as far as it is dated.
  const Period& period(const Sense& sense) const { return periods_[sense.period]; }
  /// Countries in which the loose names of an entry may be used.
  const std::vector<std::uint32_t>& when(std::uint32_t known) const { return when_[known]; }
  const std::vector<std::uint32_t>& countries_of(std::uint32_t known) const { return known_countries_[known]; }
  /// Index of the entity that noun `noun` means for a country; kNone without one.
  std::uint32_t composed(std::uint32_t noun, std::uint32_t country) const;
  std::uint32_t composed(std::string_view key, std::uint32_t country) const;
  std::uint32_t country_index(std::string_view code) const;
  std::uint32_t by_id(std::string_view id) const;

 private:
  struct Node {
    std::vector<Sense> senses;
    bool inner = false;
  };
  Result<void> read_actor(const KnowledgeRecord& r, bool voice);
  /// Adds a name of the entry that is being read; one without dates of its own was in use as long as the entry was active.
  void take_name(std::string_view key, Dated name, const Period& active, Names::Known& k);
  Result<void> read_country(const KnowledgeRecord& r);
  Result<void> read_noun(const KnowledgeRecord& r);
  /// Adds a name to the trie; the case of its letters says what case the text must have.
  void add_name(std::string_view name, Sense sense);

  WordMap<std::uint32_t> words_;
  std::vector<std::uint32_t> roots_{0};
  std::vector<Node> nodes_{1};
  std::unordered_map<std::uint64_t, std::uint32_t> edges_;
  std::vector<Names::Known> known_;
  std::vector<std::vector<std::uint32_t>> when_, known_countries_;
  std::vector<std::vector<std::string>> pending_when_;
  std::vector<Country> countries_;
  std::vector<NounEntry> nouns_;
  std::vector<Period> periods_{1};
  std::vector<std::string> keys_;                    ///< of composed entities
  std::vector<std::uint32_t> composed_;              ///< [key][country]
  std::vector<std::uint32_t> noun_key_;              ///< [noun] → key
  WordMap<std::uint32_t> ids_, country_ids_;
  WordMap<std::uint32_t> stands_for_;                    ///< "mil-SY" → known
};

std::optional<Noun> noun_named(std::string_view name);

}  // namespace deconflict::name
