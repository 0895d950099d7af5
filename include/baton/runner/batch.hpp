// Concurrent bodies: run together when nothing else in the instance can act.
//
// All of them read the same context, which nothing changes meanwhile; their changes are applied afterwards, one after
// the other in token order. So the result does not depend on whether there is an executor, or on how long each takes.
#ifndef BATON_RUNNER_BATCH_HPP
#define BATON_RUNNER_BATCH_HPP

#include <algorithm>
#include <atomic>
#include <latch>
#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "instance.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// One body of a batch. What it points to lives until the batch is done.
template <class Context, class Resources>
struct BatchJob {
    engine::token_slot slot;
    std::uint64_t token_id;
    core::Self self;
    std::uint32_t vertex;
    core::Outcome outcome = false;

    void run(Instance<Context, Resources>& i) {
        try {
            const TaskCall<Context, Resources> call{self, i.context, *i.resources, i.program(), vertex};
            outcome = i.around_task ? i.around_task(call) : call();
        } catch (...) {
            outcome = core::failed_word{}(message_of(std::current_exception()));
        }
    }
};

/// A job that the executor refuses is run here. It runs once, also when an executor takes it and throws then.
template <class Job>
void post(const Executor& executor, const Job& job) {
    const auto begun = std::make_shared<std::atomic_flag>();
    const auto once = [job, begun] {
        if (!begun->test_and_set()) job();
    };
    try {
        executor(once);
    } catch (...) {
        once();
    }
}

/// Runs the tokens of State::batch and answers for them.
template <class Context, class Resources, class Engine>
void run_batch(Instance<Context, Resources>& i, Engine& e, core::instant now) {
    std::vector<BatchJob<Context, Resources>> jobs;
    for (const engine::token_slot slot : i.state.batch) {
        const engine::Token& t = i.state.tokens[slot];
        jobs.push_back({slot, t.id, i.self_of(t, now), t.vertex});
    }
    i.state.batch.clear();
    std::sort(jobs.begin(), jobs.end(), [](const auto& a, const auto& b) { return a.token_id < b.token_id; });

    if (i.executor && jobs.size() > 1) {
        const auto finished = std::make_shared<std::latch>(static_cast<std::ptrdiff_t>(jobs.size()));
        for (auto& job : jobs)
            post(i.executor, [&i, &job, finished] {
                job.run(i);
                finished->count_down();
            });
        finished->wait();
    } else {
        for (auto& job : jobs) job.run(i);
    }

    for (auto& job : jobs) {
        if (!i.state.tokens.live(job.slot) || i.state.tokens[job.slot].id != job.token_id) continue;
        i.answer = std::move(job.outcome);
        if (core::OutcomeDetail* detail = i.answer.detail();
            detail != nullptr && detail->change && i.answer.kind() != outcome_kind::failed)
            try {
                i.backup.keep(i.context);
                i.apply(detail->change);
            } catch (...) {
                i.backup.restore(i.context);
                i.answer = core::failed_word{}(message_of(std::current_exception()));
            }
        e.answer(job.slot, {i.answer.kind(), i.answer.detail()});
    }
}

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
