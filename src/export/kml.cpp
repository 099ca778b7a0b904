#include "export/formats.h"

namespace deconflict::exports {

namespace {

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&': out += "&amp;"; break;
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '"': out += "&quot;"; break;
      default:
        // XML 1.0 knows no other control characters.
        if (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t') out += c;
    }
  }
  return out;
}

std::string number(double value) { return in_csv(Cell(value)); }

std::string ring(const json::Value& positions) {
  std::string out;
  if (!positions.IsArray()) return out;
  for (const auto& p : positions.GetArray())
    if (p.IsArray() && p.Size() >= 2 && p[0].IsNumber() && p[1].IsNumber()) add(out, number(p[0].GetDouble()) + "," + number(p[1].GetDouble()), " ");
  return "<LinearRing><coordinates>" + out + "</coordinates></LinearRing>";
}

std::string polygon(const json::Value& rings) {
  std::string out = "<Polygon>";
  if (rings.IsArray())
    for (rapidjson::SizeType i = 0; i < rings.Size(); ++i) out += i == 0 ? "<outerBoundaryIs>" + ring(rings[i]) + "</outerBoundaryIs>" : "<innerBoundaryIs>" + ring(rings[i]) + "</innerBoundaryIs>";
  return out + "</Polygon>";
}

/// Point and area together where there is both.
std::string geometry(const EventPlace& place) {
  std::string parts;
  if (place.lat && place.lon) parts += "<Point><coordinates>" + number(*place.lon) + "," + number(*place.lat) + "</coordinates></Point>";
  if (!place.geometry.empty()) {
    if (auto tree = json::parse(place.geometry)) {
      const json::Value* coordinates = json::member(*tree, "coordinates");
      const auto type = json::string_at(*tree, "type");
      if (coordinates != nullptr && type == "Polygon") parts += polygon(*coordinates);
      if (coordinates != nullptr && coordinates->IsArray() && type == "MultiPolygon")
        for (const auto& one : coordinates->GetArray()) parts += polygon(one);
    }
  }
  return parts.empty() ? parts : "<MultiGeometry>" + parts + "</MultiGeometry>";
}

std::string placemark(const Story& story) {
  const store::EventRow& row = story.row;
  const Event& e = row.event;
  std::string out = "<Placemark id=\"" + escaped(e.id) + "\"><name>" + escaped(kind_in_words(e) + (e.place ? ", " + e.place->name : "")) + "</name>";
  out += "<description>" + escaped(sentence(story)) + "</description>";
  if (!e.time.begin.empty()) out += "<TimeSpan><begin>" + e.time.begin + "</begin><end>" + (e.time.end.empty() ? e.time.begin : e.time.end) + "</end></TimeSpan>";
  out += "<ExtendedData>";
  for (const auto& c : event_columns()) {
    const Cell cell = c.cell(row);
    if (cell.index() == 0) continue;
    const std::string* text = std::get_if<std::string>(&cell);
    out += std::string("<Data name=\"") + c.name + "\"><value>" + escaped(text != nullptr ? *text : in_csv(cell)) + "</value></Data>";
  }
  out += "</ExtendedData>";
  if (e.place) out += geometry(*e.place);
  return out + "</Placemark>\n";
}

}  // namespace

Result<Report> write_kml(store::Ledger& ledger, const store::Filter& filter, const Out& out) {
  if (!out("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<kml xmlns=\"http://www.opengis.net/kml/2.2\"><Document><name>events</name>\n")) return Report{};
  bool open = true;
  auto report = each_story(ledger, filter, std::nullopt, [](const Story&) -> const char* { return nullptr; }, [&](const Story& story) { return open = out(placemark(story)); });
  if (report && open) out("</Document></kml>\n");
  return report;
}

}  // namespace deconflict::exports
