// A store that hands everything on to another one: for tests that come in between.
#ifndef TESTS_STORE_FORWARDING_STORE_HPP
#define TESTS_STORE_FORWARDING_STORE_HPP

#include <baton/store/store.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace store_tests {

class ForwardingStore : public baton::Store {
public:
    explicit ForwardingStore(std::shared_ptr<baton::Store> inner) : inner_(std::move(inner)) {}

    void transact(const std::function<void(baton::store::Transaction&)>& work) override { inner_->transact(work); }
    void read(const std::function<void(baton::store::Transaction&)>& work) override { inner_->read(work); }
    std::int64_t now() override { return inner_->now(); }
    [[nodiscard]] std::string name() const override { return inner_->name(); }
    [[nodiscard]] std::uint64_t wake_ticket() const override { return inner_->wake_ticket(); }
    bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                       std::chrono::milliseconds timeout) override {
        return inner_->wait_for_work(queues, ticket, timeout);
    }
    void notify(std::string_view queue) override { inner_->notify(queue); }

private:
    std::shared_ptr<baton::Store> inner_;
};

}  // namespace store_tests

#endif
