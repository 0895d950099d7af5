// A store in memory: for tests, and for what need not survive the process.
#ifndef BATON_STORE_MEMORY_STORE_HPP
#define BATON_STORE_MEMORY_STORE_HPP

#include <chrono>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "detail/memory_tables.hpp"
#include "detail/memory_transaction.hpp"
#include "detail/wakeups.hpp"
#include "store.hpp"

namespace baton::inline BATON_ABI::store {

/// Transactions come one after the other. Thread-safe.
class MemoryStore final : public Store {
public:
    explicit MemoryStore(StoreOptions options = {}) : options_(std::move(options)) {}

    void transact(const std::function<void(Transaction&)>& work) override {
        detail::Queues woken;
        {
            const std::lock_guard lock(mutex_);
            detail::MemoryTransaction transaction(tables_, now());
            try {
                work(transaction);
            } catch (...) {
                tables_.undo_to(0);
                throw;
            }
            tables_.forget_undo();
            woken = std::move(transaction.woken);
        }
        wakeups_.notify(woken);
    }
    void read(const std::function<void(Transaction&)>& work) override {
        const std::lock_guard lock(mutex_);
        detail::read_only(tables_, now(), name(), work);
    }
    std::int64_t now() override { return options_.now(); }
    [[nodiscard]] std::string name() const override { return "memory:"; }
    [[nodiscard]] std::uint64_t wake_ticket() const override { return wakeups_.ticket(); }
    bool wait_for_work(const std::vector<std::string>& queues, std::uint64_t ticket,
                       std::chrono::milliseconds timeout) override {
        return wakeups_.wait(queues, ticket, timeout, options_.poll, nullptr);
    }
    void notify(std::string_view queue) override { wakeups_.notify(queue); }

private:
    StoreOptions options_;
    std::mutex mutex_;
    detail::MemoryTables tables_;
    detail::Wakeups wakeups_;
};

}  // namespace baton::inline BATON_ABI::store

namespace baton::inline BATON_ABI {
using store::MemoryStore;
}  // namespace baton::inline BATON_ABI

#endif
