// One workflow execution in the double: its history and what is open.
#ifndef TESTS_DECIDER_SWF_DOUBLE_EXECUTION_HPP
#define TESTS_DECIDER_SWF_DOUBLE_EXECUTION_HPP

#include <cstdint>
#include <limits>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace swf_double {

using nlohmann::json;
using Ms = std::int64_t;
inline constexpr Ms never = std::numeric_limits<Ms>::max();

/// "NONE" is never.
inline Ms after(Ms now, const std::string& seconds) { return seconds == "NONE" ? never : now + std::stoll(seconds) * 1000; }

struct OpenActivity {
    std::int64_t scheduled = 0, started = 0;
    json type, input;
    std::string list, token, execution_time, heartbeat_time, details;
    Ms start_by = never, close_by = never, end_by = never, beat_by = never;
    std::int64_t cancel_requested = 0;
};
struct OpenTimer {
    std::int64_t started = 0;
    Ms due = never;
};
struct OpenChild {
    std::int64_t initiated = 0, started = 0;
    std::string run;
};

struct Execution {
    json id;    // workflowId, runId
    json type;  // name, version
    json parent, tags = json::array(), input;
    std::string list, execution_time, task_time, policy, close_status;
    std::int64_t parent_initiated = 0;
    Ms start = 0, close = 0, deadline = never;
    bool cancel_requested = false;
    std::vector<json> events;

    enum class Task { none, scheduled, started } task = Task::none;
    std::int64_t task_scheduled = 0, task_started = 0, previous_started = 0;
    std::string task_token;
    Ms task_deadline = never;
    /// News while a decision task is started: no second one, but one after it.
    bool news = false;

    std::map<std::string, OpenActivity> activities;
    std::map<std::string, OpenTimer> timers;
    std::map<std::string, OpenChild> children;  // by workflowId

    [[nodiscard]] bool open() const { return close_status.empty(); }
    [[nodiscard]] std::string workflow_id() const { return id["workflowId"].get<std::string>(); }
    [[nodiscard]] std::string run_id() const { return id["runId"].get<std::string>(); }

    std::int64_t add(Ms now, const std::string& event, json attributes) {
        std::string name = event + "EventAttributes";
        name[0] = static_cast<char>(std::tolower(static_cast<unsigned char>(name[0])));
        json e{{"eventId", events.size() + 1}, {"eventType", event}, {"eventTimestamp", static_cast<double>(now) / 1000}};
        e[name] = std::move(attributes);
        events.push_back(std::move(e));
        return static_cast<std::int64_t>(events.size());
    }
    [[nodiscard]] Ms due() const {
        if (!open()) return never;
        Ms out = std::min(deadline, task == Task::started ? task_deadline : never);
        for (const auto& [key, a] : activities) out = std::min({out, a.start_by, a.close_by, a.end_by, a.beat_by});
        for (const auto& [key, t] : timers) out = std::min(out, t.due);
        return out;
    }
};

}  // namespace swf_double

#endif
