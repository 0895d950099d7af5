// Asking again what waits without a time: how soon, and the row of work that does it.
#ifndef BATON_SERVICE_DETAIL_POLL_HPP
#define BATON_SERVICE_DETAIL_POLL_HPP

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>

#include "../../config.hpp"
#include "../../core/time.hpp"
#include "../../engine/state.hpp"
#include "../../graph/graph.hpp"
#include "../../runner/task_times.hpp"
#include "../../store/store.hpp"
#include "payload.hpp"
#include "row_writer.hpp"
#include "work_kinds.hpp"

namespace baton::inline BATON_ABI::service::detail {

/// What an instance needs.
struct Poll {
    /// As the most impatient of the tasks says that wait without a time; 0 when none does.
    core::duration every;
    /// One of them begins to wait at this moment.
    bool begins = false;
};
/// A task's interval is that of its word poll_every or its header "poll-every", else `usual`: the service's.
inline Poll poll_of(const graph::Graph& graph, const engine::State& state, core::duration usual, core::instant now) {
    Poll poll;
    for (auto t = state.tokens.oldest(); t != engine::no_slot; t = state.tokens[t].next) {
        const engine::Token& token = state.tokens[t];
        if (token.phase != engine::Phase::waiting || state.wait_of(token)->until != core::instant::never()) continue;
        core::duration every = usual;
        for (const auto& [name, text] : graph::node_of(graph, token.vertex).properties)
            if (name == "poll-every")
                every = core::duration(std::max<std::int64_t>(1, runner::detail::milliseconds_of(text, now)));
        if (every <= core::duration()) continue;
        if (poll.every == core::duration() || every < poll.every) poll.every = every;
        if (state.wait_of(token)->since == now) poll.begins = true;
    }
    return poll;
}
/// The interval that a saved body was last asked at; 0 when nothing was to be asked. Older versions wrote true: the
/// service's.
inline core::duration saved_poll_interval(const json& body, core::duration usual) {
    const auto at = body.find("polls");
    if (at == body.end()) return {};
    return at->is_number_integer() ? core::duration(at->get<std::int64_t>()) : usual;
}

/// Puts the row of work that asks, or takes it away. Whether there is a new one; then the one before is gone.
inline bool see_to_poll(store::Transaction& tx, const RowWriter& rows, const store::InstanceRow& row,
                        core::duration before, const Poll& poll, core::instant now) {
    if (poll.every == before && !poll.begins) return false;
    if (before != core::duration()) tx.erase_work_of(row.id, 0, work_poll);
    if (poll.every == core::duration()) return false;
    rows.put_run_work(row, work_poll, (now + poll.every).ms);
    return true;
}
/// After a poll that has changed nothing, instead of `claimed`: later every time. The row is another one, since the
/// attempts of a row are those of one step. BTN807 when the lease is lost.
inline void poll_later(store::Transaction& tx, const RowWriter& rows, const store::InstanceRow& row,
                       const store::WorkRow& claimed, core::duration every, core::duration longest) {
    tx.finish_or_fail(claimed);
    const int times = std::min(std::atoi(claimed.payload.c_str()), 40) + 1;
    const double wait = static_cast<double>(every.ms) * static_cast<double>(std::int64_t{1} << times);
    const double most = static_cast<double>(std::max(every, longest).ms);
    store::WorkRow later = rows.run_work(row, work_poll, tx.now() + static_cast<std::int64_t>(std::min(wait, most)));
    later.payload = std::to_string(times);
    tx.put_work(later);
}

}  // namespace baton::inline BATON_ABI::service::detail

#endif
