#pragma once
#include <string>
#include <string_view>

#include "read/read.h"
#include "read/stream.h"

namespace deconflict::read {

/// Does the file begin as an archive of files does (zip, tar, 7z), packed or not?
bool looks_like_archive(std::string_view bytes);

/// What an archive holds, one entry after another; nothing is ever written to the disk.
/// entry   called with the path within the archive, made harmless ("../x" and "/x" are "x"), and the bytes; must not keep them
/// problem links, encrypted or damaged entries, archive.bomb; the other entries go on where they can
using EntrySink = std::function<void(const std::string& name, std::unique_ptr<Stream> bytes)>;
void read_archive(const std::string& path, std::unique_ptr<Stream> bytes, const EntrySink& entry, const ProblemSink& problem);

}  // namespace deconflict::read
