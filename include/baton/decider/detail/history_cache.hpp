// The histories that were read lately. They only grow, so what was read once is right for ever.
#ifndef BATON_DECIDER_DETAIL_HISTORY_CACHE_HPP
#define BATON_DECIDER_DETAIL_HISTORY_CACHE_HPP

#include <cstddef>
#include <cstdint>
#include <list>
#include <mutex>
#include <unordered_map>
#include <utility>

#include "../../config.hpp"
#include "../history.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Thread-safe.
class HistoryCache {
public:
    explicit HistoryCache(std::size_t size) : size_(size) {}

    /// Empty if it is not known. `run`: where the run of the process begins.
    [[nodiscard]] History get(std::int64_t process, std::int64_t run) const {
        const std::lock_guard lock(mutex_);
        const auto at = entries_.find(process);
        return at != entries_.end() && at->second.run == run ? at->second.history : History();
    }
    /// Precondition: these events are committed.
    void put(std::int64_t process, std::int64_t run, const History& history) {
        const std::lock_guard lock(mutex_);
        const auto [at, made] = entries_.try_emplace(process);
        if (made)
            at->second.place = order_.insert(order_.end(), process);
        else if (at->second.run == run && at->second.history.size() > history.size())
            return;
        order_.splice(order_.end(), order_, at->second.place);
        at->second.run = run;
        at->second.history = history;
        if (entries_.size() <= size_) return;
        entries_.erase(order_.front());
        order_.pop_front();
    }

private:
    struct Entry {
        std::int64_t run = 0;
        History history;
        std::list<std::int64_t>::iterator place;
    };
    mutable std::mutex mutex_;
    std::size_t size_;
    std::unordered_map<std::int64_t, Entry> entries_;
    /// The latest last.
    std::list<std::int64_t> order_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
