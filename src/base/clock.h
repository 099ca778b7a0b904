#pragma once
#include <string>

namespace deconflict {

/// "2026-01-31T12:00:00.123Z"
std::string utc_now();

}  // namespace deconflict
