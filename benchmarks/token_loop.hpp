// What one would write by hand: a queue of tokens over a vector of tasks, with a count at each join. No waiting, no
// failing, no saving, no history.
#ifndef BENCHMARKS_TOKEN_LOOP_HPP
#define BENCHMARKS_TOKEN_LOOP_HPP

#include <cstddef>
#include <deque>
#include <vector>

#include "shapes.hpp"

namespace by_hand {

class TokenLoop {
public:
    using body = bool (*)(shapes::Count&);
    TokenLoop(const shapes::Shape& s, body run_task)
        : tasks_(s.next.size()), arrived_(s.next.size()), loops_(s.loop_turns > 0) {
        for (std::size_t i = 0; i < tasks_.size(); ++i) {
            tasks_[i].run = run_task;
            tasks_[i].next = s.next[i];
            for (const std::size_t to : s.next[i]) ++tasks_[to].predecessors;
        }
    }
    void run(shapes::Count& context) {
        tokens_.push_back(0);
        while (!tokens_.empty()) {
            const std::size_t at = tokens_.front();
            tokens_.pop_front();
            const Task& task = tasks_[at];
            if (!task.run(context)) continue;
            if (loops_ && at == 1) {
                tokens_.push_back(--context.turns_left > 0 ? 0 : 2);
                continue;
            }
            for (const std::size_t to : task.next) {
                if (!loops_ && tasks_[to].predecessors > 1) {
                    if (++arrived_[to] < tasks_[to].predecessors) continue;
                    arrived_[to] = 0;
                }
                tokens_.push_back(to);
            }
        }
    }

private:
    struct Task {
        body run = nullptr;
        std::vector<std::size_t> next;
        std::size_t predecessors = 0;
    };
    std::vector<Task> tasks_;
    std::vector<std::size_t> arrived_;
    std::deque<std::size_t> tokens_;
    bool loops_;
};

}  // namespace by_hand

#endif
