#pragma once
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <vector>

namespace deconflict::serve {

/// Work in pieces: each is prepared on one of several threads and finished after all that came before it.
class InOrder {
 public:
  using Then = std::function<void()>;
  explicit InOrder(unsigned threads) {
    for (unsigned i = 0; i < threads; ++i) threads_.emplace_back([this] { work(); });
  }
  ~InOrder() { end(); }
  InOrder(const InOrder&) = delete;
  InOrder& operator=(const InOrder&) = delete;

  /// prepare: returns what finishes the piece. Waits while much is unfinished.
  void put(std::function<Then()> prepare) {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return waiting_.size() + ready_.size() < kMostUnfinished; });
    waiting_.push_back(std::move(prepare));
    lock.unlock();
    work_.notify_one();
  }

  /// Returns when all is finished.
  void end() {
    {
      const std::lock_guard lock(mutex_);
      ended_ = true;
    }
    work_.notify_all();
    for (auto& thread : threads_) thread.join();
    threads_.clear();
  }

 private:
  static constexpr std::size_t kMostUnfinished = 24;

  void work() {
    for (std::unique_lock lock(mutex_);;) {
      work_.wait(lock, [&] { return ended_ || !waiting_.empty(); });
      if (waiting_.empty()) return;
      const auto prepare = std::move(waiting_.front());
      waiting_.pop_front();
      const std::size_t turn = begun_++;
      lock.unlock();
      Then finish = prepare();
      lock.lock();
      ready_.emplace(turn, std::move(finish));
      finish_ready(lock);
    }
  }

  /// One thread finishes what is ready, others go on preparing: nobody waits for a turn.
  void finish_ready(std::unique_lock<std::mutex>& lock) {
    if (finishing_) return;
    finishing_ = true;
    for (auto next = ready_.find(finished_); next != ready_.end(); next = ready_.find(finished_)) {
      const Then finish = std::move(next->second);
      ready_.erase(next);
      lock.unlock();
      room_.notify_one();
      if (finish) finish();
      lock.lock();
      ++finished_;
    }
    finishing_ = false;
  }

  std::mutex mutex_;  ///< guards what follows
  std::condition_variable work_, room_;
  std::deque<std::function<Then()>> waiting_;
  std::map<std::size_t, Then> ready_;  ///< by turn
  std::size_t begun_ = 0, finished_ = 0;
  bool finishing_ = false, ended_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace deconflict::serve
