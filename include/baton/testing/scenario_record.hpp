// What happened in a case: which elements were completed, in which order, and which were active together.
#ifndef BATON_TESTING_SCENARIO_RECORD_HPP
#define BATON_TESTING_SCENARIO_RECORD_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../runner/process_engine.hpp"

namespace baton::inline BATON_ABI::testing {

/// Listens to one or several engines, one after the other.
class ScenarioRecord {
public:
    void add(const runner::ProcessEvent& e) {
        using What = runner::ProcessEvent::What;
        ++time_;
        if (e.what == What::ended && e.node == nullptr) {
            for (const std::size_t i : open_)
                if (activities_[i].instance == e.instance) activities_[i].to = time_;
            std::erase_if(open_, [&](std::size_t i) { return activities_[i].instance == e.instance; });
            return;
        }
        if (e.node == nullptr) return;
        if (e.what == What::entered) {
            open_.push_back(activities_.size());
            activities_.push_back({e.instance, e.token, e.node->id, time_, still_open});
        } else if (e.what == What::completed) {
            completed_.push_back({e.instance, e.node->id});
            close(e);
        } else if (e.what == What::terminated) {
            close(e);
        }
    }

    /// These were completed in this relative order in these instances; others may stand between them.
    [[nodiscard]] bool in_order(const std::vector<std::string>& ids, const std::set<std::uint64_t>& instances) const {
        std::size_t next = 0;
        for (const Completion& c : completed_)
            if (next < ids.size() && c.node == ids[next] && instances.count(c.instance) != 0) ++next;
        return next == ids.size();
    }
    [[nodiscard]] std::vector<std::string> completed(const std::set<std::uint64_t>& instances) const {
        std::vector<std::string> ids;
        for (const Completion& c : completed_)
            if (instances.count(c.instance) != 0) ids.push_back(c.node);
        return ids;
    }
    /// One activation of `a` and another of `b` were active at once.
    [[nodiscard]] bool overlap(std::string_view a, std::string_view b, const std::set<std::uint64_t>& instances) const {
        for (const Activity& x : activities_) {
            if (x.node != a || instances.count(x.instance) == 0) continue;
            for (const Activity& y : activities_)
                if (&x != &y && y.node == b && instances.count(y.instance) != 0 && x.from < y.to && y.from < x.to)
                    return true;
        }
        return false;
    }

private:
    static constexpr std::size_t still_open = std::numeric_limits<std::size_t>::max();
    struct Completion {
        std::uint64_t instance;
        std::string node;
    };
    struct Activity {
        std::uint64_t instance, token;
        std::string node;
        // In events.
        std::size_t from, to;
    };

    /// The activity that has ended: of that token, else the oldest there.
    void close(const runner::ProcessEvent& e) {
        const auto there = [&](std::size_t i) {
            return activities_[i].instance == e.instance && activities_[i].node == e.node->id;
        };
        auto found = std::find_if(open_.begin(), open_.end(),
                                  [&](std::size_t i) { return there(i) && activities_[i].token == e.token; });
        if (found == open_.end()) found = std::find_if(open_.begin(), open_.end(), there);
        if (found == open_.end()) return;
        activities_[*found].to = time_;
        open_.erase(found);
    }

    std::size_t time_ = 0;
    std::vector<Completion> completed_;
    std::vector<Activity> activities_;
    /// Positions in activities_, in the order of entering.
    std::vector<std::size_t> open_;
};

}  // namespace baton::inline BATON_ABI::testing

#endif
