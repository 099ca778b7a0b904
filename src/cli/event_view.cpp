#include "cli/event_view.h"

#include <algorithm>

#include "cli/article_view.h"
#include "record/record.h"

namespace deconflict::cli {

namespace {

std::string joined(const std::vector<std::string>& list, std::string_view with) {
  std::string text;
  for (const auto& item : list) text += (text.empty() ? "" : std::string(with)) + item;
  return text;
}

void add_distinct(std::vector<std::string>& list, const std::string& value) {
  if (!value.empty() && std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void line(Screen& screen, std::string_view name, const Pieces& body) {
  constexpr std::size_t kLabel = 10;
  std::string head(name);
  head.append(kLabel > columns(head) ? kLabel - columns(head) : 1, ' ');
  screen.wrap({{head, Tone::faint}}, body);
}

std::string when_in_words(const EventTime& t) {
  if (t.begin.empty()) return "day not told";
  return t.end.empty() || t.end == t.begin ? day_in_words(t.begin) : t.begin + " to " + t.end;
}

Pieces where_in_words(const std::optional<EventPlace>& place) {
  if (!place) return {{"not told", Tone::faint}};
  Pieces body = {{place->name, Tone::plain}};
  std::string more;
  if (!place->admin1.empty() && place->admin1 != place->name) more += ", " + place->admin1;
  if (!place->country.empty()) more += ", " + place->country;
  if (place->lat && place->lon) more += " · " + coordinates(*place->lat, *place->lon) + " · " + std::string(name_of(place->precision));
  else more += " · unresolved";
  if (!place->geometry.empty()) more += " · an area";
  body.push_back({more, Tone::faint});
  return body;
}

Pieces who_in_words(const Event& e) {
  std::vector<std::string> who, whom;
  for (const auto& a : e.actors) add_distinct(a.role == Role::actor ? who : whom, a.name);
  Pieces body = {who.empty() ? Piece{"not told", Tone::faint} : Piece{joined(who, " + "), Tone::bold}};
  if (!whom.empty()) {
    body.push_back({" → ", Tone::faint});
    body.push_back({joined(whom, " + "), Tone::bold});
  }
  return body;
}

std::string status_in_words(const store::EventRow& row) {
  std::vector<std::string> status;
  const auto has = [&](Realis r) { return std::find(row.realis.begin(), row.realis.end(), r) != row.realis.end(); };
  if (has(Realis::asserted)) {
    if (is_disputed(row.event)) status.emplace_back("disputed");
  } else {
    for (const Realis r : row.realis) status.emplace_back(name_of(r));
  }
  if (row.background) status.emplace_back("background");
  if (!row.event.contradictions.empty()) status.emplace_back("contested");
  if (!row.event.reviews.empty()) status.emplace_back("reviewed");
  return joined(status, ", ");
}

/// "4 to 31"; in the words of the one number that all that is told keeps to: "more than 60".
std::string range_in_words(const EventCount& c) {
  const CountValue* only = nullptr;
  for (const CountValue& v : c.values)
    if (v.min == c.low && v.max == c.high && !v.loose && !v.said.empty()) only = &v;
  const auto rivals = std::count_if(c.values.begin(), c.values.end(), [](const CountValue& v) { return !v.loose; });
  return only != nullptr && rivals == 1 ? only->said : number_in_words(c.low, c.high);
}

std::string harm_in_words(const Event& e) {
  std::vector<std::string> harm;
  for (const auto& c : e.counts) harm.push_back(c.what + " " + range_in_words(c));
  return joined(harm, ", ");
}

std::string voices_counted(const Event& e) {
  return std::to_string(e.tellers) + (e.tellers == 1 ? " voice, " : " voices, ") + std::to_string(e.independent) + " independent";
}

/// "state media · GOV · SY": whose a voice is, not how far it is right.
std::string alignment_in_words(const EventVoice& v) {
  std::vector<std::string> parts;
  std::string sort = v.sort;
  std::replace(sort.begin(), sort.end(), '_', ' ');
  for (const auto& part : {sort, v.sector, v.country}) add_distinct(parts, part);
  if (!v.parent.empty()) parts.push_back("of " + v.parent.substr(v.parent.find('/') + 1));
  return joined(parts, " · ");
}

void show_voices(const Event& e, Screen& screen) {
  Pieces body;
  std::vector<std::string> named;
  for (const auto& v : e.voices) {
    const auto before = named.size();
    add_distinct(named, v.name);
    if (named.size() == before) continue;
    if (!body.empty()) body.push_back({", ", Tone::faint});
    body.push_back({v.name, Tone::voice});
    if (const auto whose = alignment_in_words(v); !whose.empty()) body.push_back({" (" + whose + ")", Tone::faint});
  }
  if (body.empty()) body.push_back({"none named", Tone::faint});
  if (e.tellers > 0) body.push_back({" · " + voices_counted(e), Tone::plain});
  line(screen, "voices", body);
  for (const auto& c : e.copies) line(screen, &c == e.copies.data() ? "copies" : "", {{record::copy_in_words(c.who, c.whom, c.share, c.basis), Tone::plain}});
}

void show_contradictions(const Event& e, Screen& screen) {
  for (const auto& c : e.contradictions) {
    std::string name = "  " + c.field;
    for (const auto& v : c.values) {
      std::string head = name;
      head.append(columns(head) < 14 ? 14 - columns(head) : 1, ' ');
      screen.wrap({{head, Tone::warn}}, {{v.value, Tone::bold}, {" — ", Tone::faint}, {v.voices.empty() ? "no voice named" : joined(v.voices, ", "), Tone::voice}});
      name.clear();
    }
  }
}

void show_reviews(const Event& e, Screen& screen) {
  for (const auto& r : e.reviews) {
    Pieces body = {{r.action, Tone::bold}};
    if (!r.field.empty()) body.push_back({" " + r.field + (r.was.empty() ? "" : " from " + r.was) + " to " + r.value, Tone::plain});
    body.push_back({" — " + r.author, Tone::voice});
    if (!r.reason.empty()) body.push_back({": " + r.reason, Tone::plain});
    screen.wrap({{"  " + r.time.substr(0, 10) + "  ", Tone::faint}}, body, {{r.review, Tone::faint}});
  }
}

}  // namespace

void show_event(const store::EventRow& row, const DocumentOf& document, Screen& screen) {
  const Event& e = row.event;
  Pieces title = {{kind_in_words(e.kind), tone_of(e.kind)}};
  if (const auto status = status_in_words(row); !status.empty()) title.push_back({" · " + status, Tone::warn});
  screen.rule();
  screen.wrap({}, title, {{e.id, Tone::faint}});
  screen.rule();
  line(screen, "who", who_in_words(e));
  line(screen, "where", where_in_words(e.place));
  Pieces when = {{when_in_words(e.time), Tone::plain}};
  if (!e.time.begin.empty()) when.push_back({" · to the " + std::string(name_of(e.time.precision)), Tone::faint});
  line(screen, "when", when);
  for (const auto& c : e.counts) {
    line(screen, c.what, {{values_in_words(c), Tone::plain}, {" · low " + std::to_string(c.low) + ", best " + std::to_string(c.best) + (c.high ? ", high " + std::to_string(*c.high) : ", no upper bound told"), Tone::faint}});
  }
  show_voices(e, screen);
  if (!e.contradictions.empty()) {
    screen.blank();
    screen.wrap({}, {{"They differ on", Tone::title}});
    show_contradictions(e, screen);
  }
  if (!e.reviews.empty()) {
    screen.blank();
    screen.wrap({}, {{"Reviewed", Tone::title}});
    show_reviews(e, screen);
  }
  screen.blank();
  screen.wrap({}, {{e.claims.size() == 1 ? "One claim" : std::to_string(e.claims.size()) + " claims", Tone::title}});
  std::string last;
  for (const auto& ref : e.claims) {
    const auto* stored = document(ref.doc);
    if (stored == nullptr) continue;
    if (ref.doc != last) {
      const Document& d = *stored->document;
      Pieces head = {{d.title.empty() ? d.id : d.title, Tone::bold}};
      if (!d.outlet.empty()) head.push_back({" · " + d.outlet, Tone::voice});
      if (!d.published.empty()) head.push_back({" · " + day_in_words(d.published), Tone::faint});
      screen.wrap({{"  ", Tone::plain}}, head, {{d.title.empty() ? "" : d.id, Tone::faint}});
      last = ref.doc;
    }
    const auto& claims = stored->annotation.claims;
    const auto found = std::find_if(claims.begin(), claims.end(), [&](const Claim& c) { return c.id == ref.claim; });
    if (found != claims.end()) show_claim(stored->annotation, *found, e.kind, screen);
  }
}

void show_events(const std::vector<store::EventRow>& rows, Screen& screen) {
  constexpr std::size_t kShortId = 12;
  for (const auto& row : rows) {
    const Event& e = row.event;
    Pieces head = {{(e.time.begin.empty() ? std::string("    –     ") : e.time.begin) + "  ", Tone::faint}};
    Pieces body = {{kind_in_words(e.kind), tone_of(e.kind)}, {" · ", Tone::faint}};
    if (e.place) body.push_back({e.place->name, Tone::bold}), body.push_back({" · ", Tone::faint});
    for (auto& piece : who_in_words(e)) body.push_back(piece.tone == Tone::bold ? Piece{piece.text, Tone::plain} : piece);
    if (const auto harm = harm_in_words(e); !harm.empty()) body.push_back({" · " + harm, Tone::plain});
    std::vector<std::string> voices;
    for (const auto& v : e.voices) add_distinct(voices, v.name);
    if (!voices.empty()) body.push_back({" · " + joined(voices, ", "), Tone::voice});
    if (e.tellers > e.independent) body.push_back({" · " + voices_counted(e), Tone::faint});
    if (const auto status = status_in_words(row); !status.empty()) body.push_back({" · " + status, Tone::warn});
    screen.wrap(head, body, {{e.id.substr(0, kShortId), Tone::faint}});
  }
}

}  // namespace deconflict::cli
