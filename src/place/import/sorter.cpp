#include "place/import/sorter.h"

#include <algorithm>

namespace deconflict::place {

namespace {
constexpr std::size_t kReadAhead = 32'768;
}

Result<void> KeySorter::add(std::uint64_t key, std::uint32_t value) {
  items_.push_back({key, value});
  ++size_;
  return items_.size() >= limit_ ? spill() : Result<void>();
}

Result<void> KeySorter::spill() {
  if (!file_) {
    auto made = FileWriter::create(path_);
    if (!made) return made.error();
    file_.emplace(std::move(*made));
  }
  std::sort(items_.begin(), items_.end());
  const std::uint64_t first = file_->size() / sizeof(Item);
  if (auto r = file_->write({reinterpret_cast<const char*>(items_.data()), items_.size() * sizeof(Item)}); !r) return r;
  runs_.push_back({first, first + items_.size(), {}, 0});
  items_.clear();
  return {};
}

Result<void> KeySorter::fill(Run& run) {
  run.buffer.resize(std::min<std::uint64_t>(kReadAhead, run.end - run.at));
  run.next = 0;
  auto r = file_->read_at(run.at * sizeof(Item), reinterpret_cast<char*>(run.buffer.data()), run.buffer.size() * sizeof(Item));
  run.at += run.buffer.size();
  return r;
}

Result<void> KeySorter::finish() {
  if (runs_.empty()) {
    std::sort(items_.begin(), items_.end());
    return {};
  }
  if (!items_.empty())
    if (auto r = spill(); !r) return r;
  items_.shrink_to_fit();
  for (std::uint32_t n = 0; n < runs_.size(); ++n) {
    if (auto r = fill(runs_[n]); !r) return r;
    heap_.push_back(n);
  }
  const auto later = [this](std::uint32_t a, std::uint32_t b) { return runs_[b].buffer[runs_[b].next] < runs_[a].buffer[runs_[a].next]; };
  std::make_heap(heap_.begin(), heap_.end(), later);
  return {};
}

Result<std::optional<KeySorter::Item>> KeySorter::next() {
  if (runs_.empty()) return taken_ < items_.size() ? std::optional(items_[taken_++]) : std::nullopt;
  if (heap_.empty()) return std::optional<Item>();
  const auto later = [this](std::uint32_t a, std::uint32_t b) { return runs_[b].buffer[runs_[b].next] < runs_[a].buffer[runs_[a].next]; };
  std::pop_heap(heap_.begin(), heap_.end(), later);
  Run& run = runs_[heap_.back()];
  const Item item = run.buffer[run.next++];
  if (run.next == run.buffer.size() && run.at < run.end)
    if (auto r = fill(run); !r) return r.error();
  if (run.next < run.buffer.size()) {
    std::push_heap(heap_.begin(), heap_.end(), later);
  } else {
    heap_.pop_back();
  }
  return std::optional(item);
}

}  // namespace deconflict::place
