// Who waits for work in this process, and waking them up.
#ifndef BATON_STORE_DETAIL_WAKEUPS_HPP
#define BATON_STORE_DETAIL_WAKEUPS_HPP

#include <algorithm>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "../../config.hpp"

namespace baton::inline BATON_ABI::store::detail {

/// Names of queues.
using Queues = std::set<std::string, std::less<>>;

/// Thread-safe.
class Wakeups {
public:
    [[nodiscard]] std::uint64_t ticket() const {
        const std::lock_guard lock(mutex_);
        return count_;
    }
    void notify(std::string_view queue) {
        {
            const std::lock_guard lock(mutex_);
            note(queue);
        }
        changed_.notify_all();
    }
    void notify(const Queues& queues) {
        if (queues.empty()) return;
        {
            const std::lock_guard lock(mutex_);
            for (const std::string& queue : queues) note(queue);
        }
        changed_.notify_all();
    }
    /// Every `poll`, `look` may find out by itself whether others have changed something; it is called without a lock.
    bool wait(const std::vector<std::string>& queues, std::uint64_t ticket, std::chrono::milliseconds timeout,
              std::chrono::milliseconds poll, const std::function<bool()>& look) {
        const auto due = [&] {
            if (everybody_ > ticket) return true;
            return std::any_of(queues.begin(), queues.end(), [&](const std::string& queue) {
                const auto at = last_.find(queue);
                return at == last_.end() ? forgotten_ > ticket : at->second > ticket;
            });
        };
        std::unique_lock lock(mutex_);
        for (;;) {
            if (due()) return true;
            if (timeout.count() <= 0) return false;
            const auto slice = look ? std::min(timeout, std::max(poll, std::chrono::milliseconds(1))) : timeout;
            if (changed_.wait_for(lock, slice, due)) return true;
            timeout -= slice;
            if (!look) continue;
            lock.unlock();
            const bool found = look();
            lock.lock();
            if (found) return true;
        }
    }

private:
    void note(std::string_view queue) {
        ++count_;
        if (queue.empty()) {
            everybody_ = count_;
            return;
        }
        if (last_.size() >= 10'000) {  // names of queues may come from outside: forget them all, wake too many once
            last_.clear();
            forgotten_ = count_;
        }
        last_.insert_or_assign(std::string(queue), count_);
    }

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::string, std::uint64_t, std::less<>> last_;
    std::uint64_t count_ = 0, everybody_ = 0, forgotten_ = 0;
};

}  // namespace baton::inline BATON_ABI::store::detail

#endif
