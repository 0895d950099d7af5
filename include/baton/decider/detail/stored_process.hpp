// A process as rows of a store, and the queues' names.
#ifndef BATON_DECIDER_DETAIL_STORED_PROCESS_HPP
#define BATON_DECIDER_DETAIL_STORED_PROCESS_HPP

#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../runner/bounded_json.hpp"
#include "../../store/rows.hpp"
#include "../json.hpp"
#include "process_record.hpp"
#include "struct_json.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// InstanceRow::kind of processes, WorkRow::kind of their work.
inline constexpr std::int64_t process_kind = 40, decision_work = 41, activity_work = 42, wake_work = 43;
/// Of nested lists and objects in what is stored; what goes in is checked, so that it can be read again.
inline constexpr int stored_depth = 500;

inline std::string decision_queue(const std::string& category) { return "decision:" + category; }
inline std::string activity_queue(const std::string& category) { return "activity:" + category; }

/// BTN606 where the content could not be read again.
inline std::string stored_text(const json& content, const std::string& where) {
    if (runner::detail::is_deeper(content, stored_depth - 10))
        throw core::error(core::error_code::the_decision_is_refused, where, "a value is nested too deeply");
    return content.dump();
}
inline json parse_stored(std::string_view text, const std::string& where) {
    return runner::detail::parse_bounded(text, where, {.bytes = store::longest_body, .depth = stored_depth});
}

struct StoredProcess {
    store::InstanceRow row;
    ProcessRecord record;
    /// Work rows of the activities that wait, by activity; whether there is one of a decision; and the one that is due
    /// when the process must be looked at.
    std::map<std::string, std::int64_t> tasks;
    bool decision = false;
    std::int64_t wake = 0;
    core::instant wake_at = core::instant::never();
    bool changed = false;

    /// The seq of an event of this run is its id and this.
    [[nodiscard]] std::int64_t base() const { return row.next_seq - record.next_event; }

    void write_state() {
        json tasks_json = json::array();
        for (const auto& [activity, work] : tasks) tasks_json.push_back({encode(activity), work});
        json out{{"baton", {{"document", "process_record"}, {"format", static_cast<unsigned>(runner::state_format)}}}};
        out["record"] = encode(record);
        out["tasks"] = std::move(tasks_json);
        out["wake"] = wake;
        out["wake_at"] = wake_at.ms;
        row.state = out.dump();
        row.status = record.closed() ? static_cast<std::int64_t>(record.result->index()) + 1 : 0;
        row.deadline_at = record.closed() ? store::never : record.deadline.ms;
        changed = false;
    }
    /// BTN211, BTN212 where the state is none.
    void read_state() {
        const std::string where = "process " + row.business_key;
        const json in = parse_stored(row.state, where);
        runner::detail::check_document(in, where, "process_record", "no record of a process");
        const StructReader reader(where);
        for (const char* name : {"record", "tasks", "wake", "wake_at"})
            if (!in.contains(name)) reader.fail(name);
        reader.into(in["record"], record);
        if (!in["tasks"].is_array()) reader.fail("a list");
        for (const json& e : in["tasks"]) {
            if (!e.is_array() || e.size() != 2) reader.fail("an activity and its work");
            tasks[reader.read<std::string>(e[0])] = reader.read<std::int64_t>(e[1]);
        }
        reader.into(in["wake"], wake);
        reader.into(in["wake_at"], wake_at);
        decision = record.decision == DecisionState::scheduled;
        record.plan_all();
    }
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
