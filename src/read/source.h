#pragma once
#include <string>
#include <string_view>

#include "read/read.h"
#include "read/stream.h"

namespace deconflict::read {

/// Is a file with these first bytes (512 are enough) and this name one that holds many documents, and is read piece by piece: NDJSON, a web archive,
/// an archive of files, anything packed?
bool holds_many(std::string_view head, std::string_view path);

/// Documents of a stream of any kind that we know, told by its content: what read_file_as_documents reads, NDJSON of any size, WARC,
/// each of them packed by gzip, Zstandard or Brotli (one in another too), and zip, tar and 7z of such files, archives within
/// archives too. Depth and what may come out of how little are bounded; memory is bounded by the largest document.
/// in      path names the stream in ids and messages: "a.zip/b.txt" for an entry
void read_source(const std::string& path, std::unique_ptr<Stream> bytes, const PlacedSink& sink, const ProblemSink& problem);

}  // namespace deconflict::read
