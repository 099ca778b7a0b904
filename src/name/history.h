#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/knowledge_text.h"
#include "base/pack.h"
#include "deconflict/result.h"

/// What the knowledge dates: names, and who belonged to whom. Written "VALUE from 2013-04 until 2017 ; SOURCE".
namespace deconflict::name {

/// Days as far as they are known: each end a year, a month or a day ("2017", "2017-01", "2017-01-28"), or open.
/// An end counts whole: what lasted until 2013-04 still held on 30 April.
struct Period {
  std::string from, until;

  bool dated() const { return !from.empty() || !until.empty(); }
  /// A day is "YYYY-MM-DD" or its beginning; of a day not known (empty) neither is true.
  bool not_yet(std::string_view day) const;
  bool over(std::string_view day) const;
  /// On any of the days from first to last?
  bool meets(std::string_view first, std::string_view last) const { return !not_yet(last) && !over(first); }
  /// "from 2013-04 until 2017", "since …", "until …"; empty where both ends are open
  std::string text() const;
};

/// How one body hangs together with another. The first three say whose people they are; the others only who stood with whom.
enum class Relation : std::uint8_t { part_of, merged_into, split_from, allied_with, backed_by };

struct DatedName {
  std::string name;
  Period period;
  std::string source, where;  ///< where: file:line
};

struct Tie {
  Relation relation = Relation::part_of;
  std::string to;  ///< id
  Period period;
  std::string source, where;

  /// Could a report of those days call the people of the one by the name of the other?
  bool one_body(std::string_view first_day, std::string_view last_day) const;
};

/// "part-of"
std::string_view name_of(Relation relation);
bool relation_named(std::string_view key, Relation& relation);

/// "2017", "2017-01" or "2017-01-28", a day that there is?
bool is_date(std::string_view text);

/// A value without what dates it.
struct Dated {
  std::string value;
  Period period;
};
/// errors: knowledge.date, knowledge.period, at `where`
Result<Dated> read_dated(std::string_view text, const std::string& where);

/// Takes "; SOURCE" off a value.
std::string take_source(std::string& value);

/// When an entry of the knowledge was there under any name; undated without an `active` line.
/// errors: knowledge.date, knowledge.period with file:line
Result<DatedName> read_active(const KnowledgeRecord& r);
/// The names on a line with their periods, a mark "(shared)" still on them, without "; SOURCE". errors: as above
Result<std::vector<Dated>> read_names(const KnowledgeRecord& r, const KnowledgeLine& line);
/// Has a record of an actor or voice that key for names, or for what only this file reads?
bool is_name_key(std::string_view key);
bool is_history_key(std::string_view key);

/// What the knowledge dates of one actor or voice.
struct History {
  std::string id;
  DatedName active;               ///< its name is empty
  std::vector<DatedName> names;   ///< those that are dated
  std::vector<std::string> all_names;
  std::vector<Tie> ties;
  std::string ucdp;               ///< ids in the UCDP Actor dataset, separated by blanks
  std::string source;             ///< of the entry as a whole
};

/// Names with their periods, and allegiances, of all entries.
/// life    const and safe to share between threads
class Histories {
 public:
  /// Reads sections `text/actors` and `text/voices`. errors: pack.section, knowledge.date, .period, .tie, .ucdp with file:line
  static Result<Histories> load(const Pack& knowledge);

  /// Is there an entry for all that the ties name, and a source for every tie and period? errors: knowledge.tie, .source with file:line
  Result<void> check(const std::function<bool(std::string_view id)>& known) const;

  const std::vector<History>& all() const { return all_; }
  /// nullptr for an id that is not in the knowledge, or is composed of a country and a noun
  const History* of(std::string_view id) const;
  /// Every entry that has this id or name (folded), in the order of the knowledge.
  std::vector<const History*> bearers(std::string_view name) const;
  /// Ids of the bodies by whose names a report might call the people of `id` on any of the days ("YYYY-MM-DD", empty: not
  /// known): what it was part of, what it merged into, what it had not yet split from; and the same of those in turn.
  std::vector<std::string> wholes(std::string_view id, std::string_view first_day, std::string_view last_day) const;

 private:
  Result<void> read(const KnowledgeRecord& r);

  std::vector<History> all_;
  std::unordered_map<std::string, std::size_t> ids_;
  std::unordered_map<std::string, std::string> ucdp_;  ///< id of UCDP → where it stands
};

}  // namespace deconflict::name
