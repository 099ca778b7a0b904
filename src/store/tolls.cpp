#include "store/tolls.h"

#include <array>

#include "record/record.h"
#include "store/state.h"

namespace deconflict::store {

namespace {

/// A view over `events` (its id and record), `claims`, `annotations` and `documents`. Each may read those before it.
struct View {
  const char* name;
  const char* rule;  ///< in words
  const char* select;
};

constexpr std::array kViews = {
    View{"toll_reports",
         "Every number that a claim gives of a happening, once for each voice that it goes back to. Claims that deny, plan or suppose are left out, and so are parts of a number that "
         "the same report gives.",
         R"sql(SELECT e.id AS event, n.key AS what, coalesce(json_extract(o.value, '$.name'), '') AS voice, json_extract(v.value, '$.min') AS low, json_extract(v.value, '$.max') AS high,
  d.published AS published, json_extract(c.value, '$.doc') AS document, json_extract(c.value, '$.claim') AS claim
FROM events e, json_each(e.record, '$.counts') n, json_each(n.value, '$.values') v, json_each(v.value, '$.claims') c
LEFT JOIN json_each(e.record, '$.voices') o
  ON EXISTS (SELECT 1 FROM json_each(o.value, '$.claims') t WHERE json_extract(t.value, '$.doc') = json_extract(c.value, '$.doc') AND json_extract(t.value, '$.claim') = json_extract(c.value, '$.claim'))
LEFT JOIN documents d ON d.id = json_extract(c.value, '$.doc'))sql"},
    View{"toll_parts",
         "The numbers of toll_reports as the texts divide them, by whom the words say was counted: civilians; armed people, who count for side b (those acted upon), or for side a "
         "where the claim names a doer of the happening as the one who suffered; unknown where the words do not say.",
         R"sql(SELECT r.event AS event, r.what AS what, r.voice AS voice,
  CASE WHEN w.civil THEN 'civilians' WHEN NOT w.armed THEN 'unknown'
    WHEN EXISTS (SELECT 1 FROM events e, json_each(e.record, '$.actors') a WHERE e.id = r.event AND json_extract(a.value, '$.role') = 'actor'
      AND instr('; ' || w.recipients || '; ', '; ' || json_extract(a.value, '$.name') || '; ') > 0) THEN 'a' ELSE 'b' END AS side,
  w.low AS low, w.high AS high, r.published AS published, r.document AS document, r.claim AS claim, w.who AS who
FROM (SELECT DISTINCT event, what, voice, published, document, claim FROM toll_reports) r
JOIN (SELECT p.*,
    ' ' || p.words LIKE '% civilian%' OR ' ' || p.words LIKE '% child%' OR ' ' || p.words LIKE '% wom%' OR ' ' || p.words LIKE '% resident%' OR ' ' || p.words LIKE '% villager%'
      OR ' ' || p.words LIKE '% journalist%' OR ' ' || p.words LIKE '% medic%' OR ' ' || p.words LIKE '% doctor%' OR ' ' || p.words LIKE '% student%' OR ' ' || p.words LIKE '% girl%'
      OR ' ' || p.words LIKE '% boy%' AS civil,
    ' ' || p.words LIKE '% soldier%' OR ' ' || p.words LIKE '% fighter%' OR ' ' || p.words LIKE '% militant%' OR ' ' || p.words LIKE '% rebel%' OR ' ' || p.words LIKE '% terrorist%'
      OR ' ' || p.words LIKE '% troop%' OR ' ' || p.words LIKE '% insurgent%' OR ' ' || p.words LIKE '% gunm%' OR ' ' || p.words LIKE '% jihadi%' OR ' ' || p.words LIKE '% officer%'
      OR ' ' || p.words LIKE '% police%' OR ' ' || p.words LIKE '% marine%' AS armed
  FROM (SELECT c.document AS document, c.claim AS claim, coalesce(c.recipients, '') AS recipients, json_extract(x.value, '$.what') AS what, json_extract(x.value, '$.who') AS who,
      coalesce(json_extract(x.value, '$.who'), c.recipients, '') AS words, json_extract(x.value, '$.min') AS low, json_extract(x.value, '$.max') AS high
    FROM claims c JOIN annotations a ON a.document = c.document, json_each(c.record, '$.counts') i
    JOIN json_each(a.record, '$.counts') x ON x.key = i.value
    WHERE NOT coalesce(json_extract(x.value, '$.cumulative'), 0)) p) w
  ON w.document = r.document AND w.claim = r.claim AND w.what = r.what)sql"},
    View{"tolls_by_voice",
         "Per voice: the number of its latest report stands; of several reports of one day the highest. A voice that raises its own number (rising = 1) has learnt more; its earlier "
         "number, in earlier_low, is no rival.",
         R"sql(SELECT event, what, voice, low, high, published, reports, earlier_low, coalesce(earlier_low < low, 0) AS rising
FROM (SELECT event, what, voice, low, high, published, count(*) OVER w AS reports, lead(low) OVER (PARTITION BY event, what, voice ORDER BY published DESC, low DESC, document, claim) AS earlier_low,
    row_number() OVER (PARTITION BY event, what, voice ORDER BY published DESC, low DESC, document, claim) AS nth
  FROM toll_reports WINDOW w AS (PARTITION BY event, what, voice))
WHERE nth = 1)sql"},
    View{"tolls_latest",
         "Latest: the number of the report that was published last; of several reports of one day the highest.",
         R"sql(SELECT event, what, low, high, voice, published
FROM (SELECT event, what, low, high, voice, published, row_number() OVER (PARTITION BY event, what ORDER BY published DESC, low DESC, voice) AS nth FROM tolls_by_voice)
WHERE nth = 1)sql"},
    View{"tolls_lowest",
         "Lowest, as ACLED counts: of the numbers that the voices give in their latest reports the lowest. Of \"at least six\" that is six.",
         R"sql(SELECT v.event AS event, v.what AS what, v.low AS low, group_concat(v.voice, '; ') AS voices
FROM tolls_by_voice v JOIN (SELECT event, what, min(low) AS low FROM tolls_by_voice GROUP BY event, what) m ON m.event = v.event AND m.what = v.what AND m.low = v.low
GROUP BY v.event, v.what)sql"},
    View{"tolls_ucdp",
         "Low, best and high by side, as UCDP GED counts: a (who did it), b (who was acted upon), civilians, unknown, and all. Low and high of all are the lowest and the highest "
         "number of the voices' latest reports; best is the event's best where such a report gives it, else what most voices give, of equals the latest, then the lower. The sides of "
         "best are those of one voice that gives it, the one that tells most sides; what they leave is unknown. Low and high of a side are over all voices that tell sides, 0 for one "
         "that does not tell this side.",
         R"sql(WITH parts AS (
  SELECT event, what, voice, side, low, coalesce(high, low) AS high FROM (
    SELECT event, what, voice, side, low, high, row_number() OVER (PARTITION BY event, what, voice, side ORDER BY published DESC, low DESC, document, claim) AS nth
    FROM toll_parts WHERE side <> 'unknown') WHERE nth = 1),
telling AS (SELECT event, what, voice, count(*) AS sides FROM parts GROUP BY event, what, voice),
best AS (
  SELECT event, what, low AS best, row_number() OVER (PARTITION BY event, what ORDER BY given DESC, voices DESC, latest DESC, low) AS nth FROM (
    SELECT v.event AS event, v.what AS what, v.low AS low, count(*) AS voices, max(v.published) AS latest,
      v.low = (SELECT json_extract(e.record, '$.counts.' || v.what || '.best') FROM events e WHERE e.id = v.event) AS given
    FROM tolls_by_voice v GROUP BY v.event, v.what, v.low)),
chosen AS (
  SELECT v.event AS event, v.what AS what, v.voice AS voice, row_number() OVER (PARTITION BY v.event, v.what ORDER BY coalesce(t.sides, 0) DESC, v.published DESC, v.voice) AS nth
  FROM tolls_by_voice v JOIN best b ON b.event = v.event AND b.what = v.what AND b.best = v.low AND b.nth = 1
  LEFT JOIN telling t ON t.event = v.event AND t.what = v.what AND t.voice = v.voice),
sides AS (
  SELECT s.event AS event, s.what AS what, s.side AS side, coalesce(p.low, 0) AS best, s.high AS high,
    CASE WHEN s.voices = (SELECT count(*) FROM telling t WHERE t.event = s.event AND t.what = s.what) THEN s.low ELSE 0 END AS low
  FROM (SELECT event, what, side, min(low) AS low, max(high) AS high, count(*) AS voices FROM parts GROUP BY event, what, side) s
  LEFT JOIN chosen c ON c.event = s.event AND c.what = s.what AND c.nth = 1
  LEFT JOIN parts p ON p.event = s.event AND p.what = s.what AND p.side = s.side AND p.voice = c.voice),
totals AS (
  SELECT v.event AS event, v.what AS what, min(v.low) AS low, max(b.best, coalesce(s.best, 0)) AS best, max(coalesce(v.high, v.low)) AS high, coalesce(s.best, 0) AS told
  FROM tolls_by_voice v JOIN best b ON b.event = v.event AND b.what = v.what AND b.nth = 1
  LEFT JOIN (SELECT event, what, sum(best) AS best FROM sides GROUP BY event, what) s ON s.event = v.event AND s.what = v.what
  GROUP BY v.event, v.what)
SELECT event, what, side, min(low, best) AS low, best, max(high, best) AS high FROM sides
UNION ALL SELECT event, what, 'unknown', max(0, min(low, best) - told), best - told, max(high, best) - told FROM totals WHERE best > told
UNION ALL SELECT event, what, 'all', min(low, best), best, max(high, best) FROM totals)sql"},
};

/// "CREATE VIEW …" as the ledger keeps it, its rule in words at the head.
std::string statement_of(const View& view) {
  std::string rule;
  std::size_t width = 0;
  for (const char* c = view.rule; *c != '\0'; ++c, ++width) {
    if (*c == ' ' && width > 100) {
      rule += "\n-- ";
      width = 0;
    } else {
      rule += *c;
    }
  }
  return std::string("CREATE VIEW ") + view.name + " AS\n-- " + rule + "\n" + view.select;
}

/// What each rule's rows say, in one form: what, who, low, best, high, published, rising.
const char* rows_of(TollRule rule) {
  switch (rule) {
    case TollRule::lowest: return "SELECT what, voices, low, low, NULL, NULL, 0 FROM tolls_lowest ORDER BY what";
    case TollRule::ucdp: return "SELECT what, side, low, best, high, NULL, 0 FROM tolls_ucdp ORDER BY what, side <> 'all', side";
    case TollRule::voice: return "SELECT what, voice, low, low, high, published, rising FROM tolls_by_voice ORDER BY what, low, voice";
    case TollRule::latest: return "SELECT what, voice, low, low, high, published, 0 FROM tolls_latest ORDER BY what";
  }
  return "";
}

}  // namespace

Result<void> put_toll_views(Database& db) {
  bool as_should_be = true;
  {
    auto found = db.prepare("SELECT sql FROM sqlite_schema WHERE type = 'view' AND name = ?");
    if (!found) return found.error();
    for (const View& view : kViews) {
      auto there = found->bind(view.name).step();
      if (!there) return there.error();
      as_should_be = as_should_be && *there && found->text(0) == statement_of(view);
    }
  }
  if (as_should_be) return {};
  return transaction(db, [&]() -> Result<void> {
    for (auto view = kViews.rbegin(); view != kViews.rend(); ++view) STORE_TRY(db.run(std::string("DROP VIEW IF EXISTS ") + view->name));
    for (const View& view : kViews) STORE_TRY(db.run(statement_of(view)));
    return {};
  });
}

std::optional<TollRule> parse_toll_rule(std::string_view name) {
  return name == "lowest"   ? std::optional(TollRule::lowest)
         : name == "ucdp"   ? std::optional(TollRule::ucdp)
         : name == "voice"  ? std::optional(TollRule::voice)
         : name == "latest" ? std::optional(TollRule::latest)
                            : std::nullopt;
}

Result<std::vector<TollRow>> Ledger::tolls(const Event& event, TollRule rule) {
  if (event.counts.empty()) return std::vector<TollRow>();
  // The views over this one event: its record stands in for the table, so that nothing else is read.
  std::string sql = "WITH events AS (SELECT ? AS id, ? AS record)";
  for (const View& view : kViews) sql += std::string(",\n") + view.name + " AS (" + view.select + ")";
  auto s = state_->db.prepare(sql + "\n" + rows_of(rule));
  if (!s) return s.error();
  s->bind(event.id, record::event_json(event));
  std::vector<TollRow> rows;
  for (;;) {
    auto more = s->step();
    if (!more) return more.error();
    if (!*more) return rows;
    TollRow row;
    row.what = s->string(0);
    row.who = s->string(1);
    row.low = s->integer(2);
    row.best = s->integer(3);
    if (!s->null(4)) row.high = s->integer(4);
    row.published = s->string(5);
    row.rising = s->integer(6) != 0;
    rows.push_back(std::move(row));
  }
}

}  // namespace deconflict::store
