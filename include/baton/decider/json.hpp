// Processes, tasks, events, decisions and results as JSON, and back without loss.
//
//   to_json(value)                      an object; of documents (Process, ActivityTask, DecisionTask) with a header
//                                       {"baton": {"document": …, "format": 1}}
//   from_json<T>(json or text)          the value; BTN211 where it is none, BTN212 where it is newer
#ifndef BATON_DECIDER_JSON_HPP
#define BATON_DECIDER_JSON_HPP

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../runner/bounded_json.hpp"
#include "detail/struct_json.hpp"
#include "event.hpp"
#include "process.hpp"
#include "task.hpp"

namespace baton::inline BATON_ABI::decider {

namespace detail {

inline json event_to_json(const Event& e) {
    json out = encode(e.body);
    out["id"] = e.id;
    out["at"] = e.at.ms;
    return out;
}
inline Event event_from_json(const json& in, const std::string& where) {
    const StructReader reader(where);
    Event e;
    if (!in.is_object() || !in.contains("id") || !in.contains("at")) reader.fail("an event");
    reader.into(in["id"], e.id);
    reader.into(in["at"], e.at);
    reader.into(in, e.body);
    return e;
}
inline json process_to_json(const Process& p) {
    json history = json::array();
    for (const Event& e : p.history) history.push_back(event_to_json(e));
    json out{{"workflow", encode(p.workflow)}, {"id", encode(p.id)}, {"tags", encode(p.tags)}};
    out["input"] = encode(p.input);
    out["parent"] = encode(p.parent);
    if (p.result) out["result"] = encode(*p.result);
    out["history"] = std::move(history);
    return out;
}
inline Process process_from_json(const json& in, const std::string& where) {
    const StructReader reader(where);
    if (!in.is_object() || !in.contains("workflow") || !in.contains("history") || !in["history"].is_array())
        reader.fail("a process");
    Process p;
    const auto field = [&](const char* name, auto& value) {
        if (in.contains(name)) reader.into(in[name], value);
    };
    field("workflow", p.workflow);
    field("id", p.id);
    field("input", p.input);
    field("tags", p.tags);
    field("parent", p.parent);
    field("result", p.result);
    p.history = {};
    for (const json& e : in["history"]) p.history.push_back(event_from_json(e, where));
    return p;
}
template <class T>
inline constexpr const char* document_of = nullptr;
template <>
inline constexpr const char* document_of<Process> = "process";
template <>
inline constexpr const char* document_of<ActivityTask> = "activity_task";
template <>
inline constexpr const char* document_of<DecisionTask> = "decision_task";

}  // namespace detail

template <class T>
nlohmann::json to_json(const T& value) {
    nlohmann::json out;
    if constexpr (std::is_same_v<T, Process>)
        out = detail::process_to_json(value);
    else if constexpr (std::is_same_v<T, DecisionTask>)
        out = {{"process", detail::process_to_json(value.process)}, {"token", detail::encode(value.token)}};
    else if constexpr (std::is_same_v<T, Event>)
        out = detail::event_to_json(value);
    else
        out = detail::encode(value);
    if constexpr (detail::document_of<T> != nullptr)
        out["baton"] = {{"document", detail::document_of<T>}, {"format", static_cast<unsigned>(runner::state_format)}};
    return out;
}

template <class T>
T from_json(const nlohmann::json& in, const std::string& where = "decider JSON") {
    if constexpr (detail::document_of<T> != nullptr)
        runner::detail::check_document(in, where, detail::document_of<T>, "another document");
    if constexpr (std::is_same_v<T, Process>) {
        return detail::process_from_json(in, where);
    } else if constexpr (std::is_same_v<T, DecisionTask>) {
        if (!in.contains("process") || !in.contains("token")) detail::StructReader(where).fail("a decision task");
        return {detail::process_from_json(in["process"], where),
                detail::StructReader(where).read<std::string>(in["token"])};
    } else if constexpr (std::is_same_v<T, Event>) {
        return detail::event_from_json(in, where);
    } else {
        return detail::StructReader(where).read<T>(in);
    }
}

/// From text that may be hostile: bounded in size and depth.
template <class T>
T from_json_text(std::string_view text, const std::string& where = "decider JSON",
                 const runner::LoadLimits& limits = {}) {
    return from_json<T>(runner::detail::parse_bounded(text, where, limits), where);
}

}  // namespace baton::inline BATON_ABI::decider

#endif
