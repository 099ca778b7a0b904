#pragma once
#include <string>

#include "read/read.h"
#include "read/stream.h"

namespace deconflict::read {

inline bool looks_like_warc(std::string_view bytes) { return bytes.starts_with("WARC/0.") || bytes.starts_with("WARC/1."); }

/// Pages of a web archive (ISO 28500: WARC 1.0, 1.1), one record in memory at a time. Read are the successful answers of type
/// HTML, XML, JSON or plain text, whatever their transfer or content encoding (chunked, gzip, deflate; gzip within gzip), and records
/// of type resource and conversion. A length that a record tells wrong is noticed by what follows, put right, and told as a
/// problem. Ids: the page's address and the time of its capture.
void read_warc(const std::string& path, Buffered& bytes, const PlacedSink& sink, const ProblemSink& problem);

}  // namespace deconflict::read
