#pragma once
#include <cstddef>
#include <new>
#include <utility>
#include <vector>

namespace deconflict::lang {

/// Memory that begins with a line of the cache: a row of a tile or a wide register that lies across two lines takes twice as long to read.
template <class T>
struct LineAllocator {
  using value_type = T;
  static constexpr std::align_val_t kLine{64};
  LineAllocator() = default;
  template <class U>
  LineAllocator(const LineAllocator<U>& /*other*/) {}
  T* allocate(std::size_t count) { return static_cast<T*>(::operator new(count * sizeof(T), kLine)); }
  /// What a container grows by is left as it is: memory that nobody writes to costs nothing.
  template <class U>
  void construct(U* at) {
    ::new (static_cast<void*>(at)) U;
  }
  template <class U, class... From>
  void construct(U* at, From&&... from) {
    ::new (static_cast<void*>(at)) U(std::forward<From>(from)...);
  }
  void deallocate(T* at, std::size_t /*count*/) { ::operator delete(at, kLine); }
  template <class U>
  bool operator==(const LineAllocator<U>& /*other*/) const {
    return true;
  }
};

template <class T>
using Lines = std::vector<T, LineAllocator<T>>;

}  // namespace deconflict::lang
