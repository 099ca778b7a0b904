#pragma once
#include <gtest/gtest.h>

#include <memory>
#include <thread>

#include "serve/server.h"

namespace deconflict::serve {

/// A server on a free port of loopback, for as long as a test asks it.
class Served : public testing::Test {
 protected:
  void TearDown() override { stop(); }

  /// Instead of the one that runs, if any.
  void run(std::unique_ptr<Source> source, std::unique_ptr<Reviewer> reviewer, Options options) {
    stop();
    options.port = 0;
    auto started = Server::start(std::move(source), std::move(reviewer), options);
    ASSERT_TRUE(started) << started.error().text();
    server_ = std::move(*started);
    thread_ = std::thread([this] { server_->run(); });
  }

  void stop() {
    if (!server_) return;
    server_->stop();
    thread_.join();
    server_.reset();
  }

  std::unique_ptr<Server> server_;
  std::thread thread_;
};

}  // namespace deconflict::serve
