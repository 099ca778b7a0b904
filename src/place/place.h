#pragma once
#include <memory>
#include <string>
#include <vector>

#include "base/pack.h"
#include "deconflict/annotation.h"
#include "deconflict/result.h"
#include "place/keys.h"

namespace deconflict::place {

/// Toponyms found, resolved to coordinates, and their relations turned into polygons.
/// Reads sections `gazetteer/*` of the knowledge pack.
/// in      tokens, mentions and entities
/// out     a.places, sorted by span; unresolved ones keep their span with lat and lon null. Adds LOC and FAC mentions to
///         a.mentions for those that have none
/// life    const and safe to share between threads; views the pack, which must outlive it
class Gazetteer {
 public:
  /// `imported`: what import_places made, in place of the tables of `knowledge`; null where nothing was imported.
  /// errors: pack.section, gazetteer.corrupt, knowledge.* with file:line
  static Result<Gazetteer> load(const Pack& knowledge, const Pack* imported = nullptr);
  Gazetteer(Gazetteer&&) noexcept;
  Gazetteer& operator=(Gazetteer&&) noexcept;
  ~Gazetteer();

  void find(Annotation& a) const;

  struct Entry {
    std::int64_t geonameid = 0;  ///< 0: first-party supplement
    std::string name, country, admin1, feature;
    double lat = 0, lon = 0;
    std::int64_t population = 0;
    double score = 0;
  };
  /// Candidates for a name, the likeliest without context first.
  std::vector<Entry> lookup(std::string_view name) const;
  std::size_t size() const;
  /// Changes with anything in the tables; what they were made from is in `sources`.
  const std::string& version() const;
  /// JSON array of {"name","version"…}: packages and imported files, in the order in which they were laid over one another.
  std::string_view sources() const;

 private:
  struct State;
  explicit Gazetteer(std::unique_ptr<State> state);
  std::unique_ptr<State> state_;
};

/// Compiles the downloaded packages and knowledge/places into the sections `gazetteer/*`.
/// `source_dir` holds node_modules with the pinned packages. errors: gazetteer.* naming the file and line
Result<void> compile_gazetteer(const std::string& source_dir, PackWriter& into);

}  // namespace deconflict::place
