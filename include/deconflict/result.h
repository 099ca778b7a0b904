#pragma once
#include <cassert>
#include <string>
#include <utility>
#include <variant>

namespace deconflict {

/// What went wrong, in words for a person. `code` is a short stable key ("json.truncated"); `where` names the file,
/// line or byte ("reports.ndjson:17", "page.html, byte 512"); `message` says what is wrong and what to do.
struct Error {
  std::string code;
  std::string where;
  std::string message;

  /// "where: message", or the message alone.
  std::string text() const { return where.empty() ? message : where + ": " + message; }
};

/// A value or an Error, with std::expected's member names (which g++ 12 lacks in C++20).
template <class T>
class [[nodiscard]] Result {
 public:
  Result(T value) : state_(std::in_place_index<0>, std::move(value)) {}
  Result(Error error) : state_(std::in_place_index<1>, std::move(error)) {}

  bool has_value() const { return state_.index() == 0; }
  explicit operator bool() const { return has_value(); }
  /// REQUIRES has_value()
  T& value() { return assert(has_value()), std::get<0>(state_); }
  const T& value() const { return assert(has_value()), std::get<0>(state_); }
  T& operator*() { return value(); }
  const T& operator*() const { return value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }
  /// REQUIRES !has_value()
  Error& error() { return assert(!has_value()), std::get<1>(state_); }
  const Error& error() const { return assert(!has_value()), std::get<1>(state_); }

 private:
  std::variant<T, Error> state_;
};

/// Success without a value, or an Error.
template <>
class [[nodiscard]] Result<void> {
 public:
  Result() = default;
  Result(Error error) : error_(std::move(error)), failed_(true) {}

  bool has_value() const { return !failed_; }
  explicit operator bool() const { return has_value(); }
  Error& error() { return assert(failed_), error_; }
  const Error& error() const { return assert(failed_), error_; }

 private:
  Error error_;
  bool failed_ = false;
};

}  // namespace deconflict
