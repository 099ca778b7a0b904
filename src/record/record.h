#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/json.h"
#include "deconflict/annotation.h"
#include "deconflict/copy.h"
#include "deconflict/event.h"
#include "deconflict/result.h"

/// The output contract `deconflict/1`: annotation and event records as JSON, and back.
namespace deconflict::record {

enum class Layer : std::uint16_t {
  boilerplate = 1, sentences = 2, tokens = 4, mentions = 8, entities = 16, places = 32, times = 64, counts = 128,
  attributions = 256, claims = 512, text = 1024
};

class Layers {
 public:
  constexpr Layers() = default;
  constexpr Layers(Layer layer) : bits_(static_cast<std::uint16_t>(layer)) {}
  static constexpr Layers all() { return Layers(2047); }
  static constexpr Layers standard() { return Layers(1023 & ~4); }  ///< all but tokens and the text itself
  static constexpr Layers piped() { return Layers(2047 & ~4); }     ///< and the text, in which `link` looks for copies
  /// "places,claims"; errors: usage.layer naming the unknown one and those there are
  static Result<Layers> parse(std::string_view list);
  constexpr bool has(Layer layer) const { return (bits_ & static_cast<std::uint16_t>(layer)) != 0; }
  constexpr Layers operator|(Layers other) const { return Layers(static_cast<std::uint16_t>(bits_ | other.bits_)); }

 private:
  constexpr explicit Layers(std::uint16_t bits) : bits_(bits) {}
  std::uint16_t bits_ = 0;
};

/// One annotation record without a newline. A layer that is not in `layers` is absent.
std::string annotation_json(const Annotation& a, Layers layers);
/// {"id":…|null,"error":{"code","message","line"}}
std::string error_json(std::string_view id, const Error& error, std::uint64_t line);
std::string event_json(const Event& event);

/// {"document","of","basis","share","share_of","words","passages":[{"begin","end","of_begin","of_end","words"}]}
std::string copy_json(const Copy& copy);
/// "BBC repeats AFP, 93 % of words"
std::string copy_in_words(const std::string& who, const std::string& whom, double share, CopyBasis basis);
/// [[begin,end,of_begin,of_end,words]…], and back; what is malformed is left out
std::string passages_json(const std::vector<Passage>& passages);
std::vector<Passage> parse_passages(std::string_view json);

/// Reads a record of `annotation_json` (all layers but tokens). `text` takes the text, where the record has it and its hash is
/// that of the record. errors: json.invalid, record.schema, record.field
Result<Annotation> parse_annotation(std::string_view json, std::string* text = nullptr);
/// brief  for lists and filters: which claims an actor, a place, a number rest on is left out, and of the event's own only how many there are
enum class EventDetail : std::uint8_t { whole, brief };
/// Reads a record of `event_json`. errors: the same
Result<Event> parse_event(std::string_view json, EventDetail detail = EventDetail::whole);

/// Parts that other writers share.
void write_claim(json::Writer& out, const Claim& claim);
void write_entity(json::Writer& out, const Entity& entity);
void write_place(json::Writer& out, const Place& place);
void write_event(json::Writer& out, const Event& event);

/// One layer as lines for eyes and tests, each value with its surface: `DATE "Monday" XXXX-WXX-1`. `stage` is a layer's
/// name; tokens come as CoNLL-U.
std::string dump(const Annotation& a, std::string_view stage);

}  // namespace deconflict::record
