// What an instance asks while its history is replayed. Nothing is done: what is wanted is written down.
#ifndef BATON_DECIDER_DETAIL_DEFINITION_HOST_HPP
#define BATON_DECIDER_DETAIL_DEFINITION_HOST_HPP

#include <algorithm>
#include <charconv>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/error.hpp"
#include "../../runner/detail/instance_host.hpp"
#include "../../runner/process_engine.hpp"
#include "../../runner/task_times.hpp"
#include "../../store/content_hash.hpp"
#include "../decision.hpp"
#include "../process.hpp"
#include "definition_model.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// Members in the order of their names: such an object is plain JSON.
inline core::Value object_of(core::Variables variables) {
    std::sort(variables.begin(), variables.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    return core::Value(std::move(variables));
}
/// A number that any program makes of the text alike.
inline std::uint64_t number_of(std::string_view text) {
    const std::string hash = store::content_hash(text);
    std::uint64_t number = 0;
    std::from_chars(hash.data(), hash.data() + 16, number, 16);
    return number;
}

class DefinitionHost : public runner::detail::InstanceHost {
public:
    /// An activity or a child that is to be there as long as its token waits for it.
    struct Wanted {
        std::string id;
        Decision decision;
    };
    struct Sent {
        std::string element;
        SignalExternalProcess signal;
    };

    DefinitionHost(const DefinitionModel& model, const Process& process)
        : InstanceHost(options_of(model)), model_(model), process_(process) {
        i_.model = model.model;
        i_.id = number_of(process.id);
        i_.state.seed = i_.id * 0x9E3779B97F4A7C15ull;
        if (!process.tags.empty()) i_.business_key = process.tags.front();
    }

    [[nodiscard]] const engine::State& state() const { return i_.state; }
    /// By token; a token's id grows with every element that it enters.
    [[nodiscard]] const std::map<std::uint64_t, Wanted>& wanted() const { return wanted_; }
    [[nodiscard]] const std::vector<Sent>& sent() const { return sent_; }
    [[nodiscard]] const DefinitionModel& model() const { return model_; }
    [[nodiscard]] const std::string& element_at(std::uint32_t vertex) const {
        return graph::node_of(i_.graph(), vertex).id;
    }

    // ProcessHost.

    inline bool observed() const override;
    inline void tell(int what, const runner::detail::ProcessInstance& i, const engine::Token* token,
                     const graph::edge_descriptor* edge, std::string_view text, bool holds) override;
    inline core::Outcome run_body(runner::detail::ProcessInstance& i, runner::detail::ProcessSink& sink,
                                  engine::token_slot slot, bool& gone) override;
    inline void subscribed(runner::detail::ProcessInstance&, const engine::Subscription&, engine::table_index) override;
    inline void unsubscribed(runner::detail::ProcessInstance&, const engine::Subscription&) override;
    inline void publish(runner::detail::ProcessInstance& from, std::uint32_t vertex, std::string name, std::string key,
                        core::Variables payload) override;
    inline void broadcast(std::string name, core::Variables payload) override;
    inline std::uint64_t call(runner::detail::ProcessInstance& i, runner::detail::ProcessSink& sink,
                              const engine::Token& t, engine::table_index scope) override;
    inline void withdraw_call(std::uint64_t token) override;
    inline void escalate_out(runner::detail::ProcessInstance&, std::string_view code) override;
    inline void ended(runner::detail::ProcessInstance&, engine::Status) override;

protected:
    template <class Use>
    void use(Use body) {
        use_engine(i_, body);
    }

    const DefinitionModel& model_;
    const Process& process_;
    runner::detail::ProcessInstance i_;
    std::map<std::uint64_t, Wanted> wanted_;
    std::vector<Sent> sent_;
    /// An event was armed since messages that nobody waited for were looked at.
    bool look_at_kept_ = false;

private:
    static runner::ProcessOptions options_of(const DefinitionModel& model) {
        runner::ProcessOptions o;
        o.step_limit = model.options.step_limit;
        return o;
    }
    /// "pay.17.1": element, token, and how often that token has begun it.
    std::string next_id(const core::Node& n, std::uint64_t token) {
        return n.id + "." + std::to_string(token) + "." + std::to_string(++begun_[token]);
    }
    inline ScheduleActivity activity_for(runner::detail::ProcessMover& e, engine::token_slot slot);
    inline std::string receiver_of(const core::Node& n, const runner::Message& message);

    std::map<std::uint64_t, std::uint32_t> begun_;
};

inline bool DefinitionHost::observed() const { return true; }
inline void DefinitionHost::tell(int what, const runner::detail::ProcessInstance&, const engine::Token* token,
                                 const graph::edge_descriptor*, std::string_view, bool) {
    namespace told = runner::detail;
    if (token != nullptr &&
        (what == told::told_completed || what == told::told_terminated || what == told::told_failed))
        wanted_.erase(token->id);
}
inline core::Outcome DefinitionHost::run_body(runner::detail::ProcessInstance& i, runner::detail::ProcessSink& sink,
                                              engine::token_slot slot, bool& gone) {
    const bool is_activity = !model_.activities[i.state.tokens[slot].vertex].empty();
    core::Outcome answer = InstanceHost::run_body(i, sink, slot, gone);
    if (!is_activity || gone || answer.kind() != core::outcome_kind::pending) return answer;
    runner::detail::ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
    ScheduleActivity activity = activity_for(e, slot);
    std::string id = activity.id;
    wanted_.insert_or_assign(e.token(slot).id, Wanted{std::move(id), std::move(activity)});
    return answer;
}
inline ScheduleActivity DefinitionHost::activity_for(runner::detail::ProcessMover& e, engine::token_slot slot) {
    const engine::Token& t = e.token(slot);
    const core::Node& n = graph::node_of(i_.graph(), t.vertex);
    ScheduleActivity d;
    d.activity = model_.activities[t.vertex];
    d.id = next_id(n, t.id);
    d.input = object_of(engine::detail::visible(i_.state, engine::data_scope(i_.state, t)));
    d.scheduled_timeout = unlimited;  // a task of a model waits until somebody does it
    for (const auto& [name, text] : n.properties) {
        const core::duration said{runner::detail::milliseconds_of(text, now)};
        if (name == "schedule-to-start") d.scheduled_timeout = said;
        if (name == "schedule-to-close") d.total_timeout = said;
        if (name == "start-to-close") d.execution_timeout = said;
        if (name == "heartbeat") d.heartbeat_timeout = said;
    }
    return d;
}
inline void DefinitionHost::subscribed(runner::detail::ProcessInstance&, const engine::Subscription&,
                                       engine::table_index) {
    look_at_kept_ = true;
}
inline void DefinitionHost::unsubscribed(runner::detail::ProcessInstance&, const engine::Subscription&) {}
inline void DefinitionHost::publish(runner::detail::ProcessInstance& from, std::uint32_t vertex, std::string name,
                                    std::string key, core::Variables payload) {
    runner::Message message = runner::detail::thrown_message(from, std::move(name), std::move(key), std::move(payload));
    const core::Node& n = graph::node_of(from.graph(), vertex);
    SignalExternalProcess d;
    d.process_id = receiver_of(n, message);
    if (d.process_id.empty())
        throw core::error(core::error_code::a_decider_cannot_carry_it, n.id,
                          "the message '" + message.name + "' is for no process");
    d.signal.name = message.name;
    core::Value::Object data;
    if (!message.key.empty()) data.emplace_back("key", message.key);
    data.emplace_back("variables", object_of(std::move(message.variables)));
    d.signal.data = core::Value(std::move(data));
    sent_.push_back({n.id, std::move(d)});
}
inline std::string DefinitionHost::receiver_of(const core::Node& n, const runner::Message& message) {
    for (const auto& property : n.properties) {
        if (property.first != receiver_property || property.second.empty()) continue;
        std::string id;
        use([&](runner::detail::ProcessMover& e) { id = e.text_of(property.second, 0); });
        return id;
    }
    return model_.options.receiver ? model_.options.receiver(n, message, process_) : std::string();
}
/// Refused before the start.
inline void DefinitionHost::broadcast(std::string name, core::Variables) {
    throw core::error(core::error_code::a_decider_cannot_carry_it, process_.id, "signal " + name);
}
inline std::uint64_t DefinitionHost::call(runner::detail::ProcessInstance& i, runner::detail::ProcessSink& sink,
                                          const engine::Token& t, engine::table_index scope) {
    runner::detail::ProcessMover e(i.graph(), i.state, i.scratch, sink, now);
    const core::Node& n = graph::node_of(i.graph(), t.vertex);
    StartChildProcess d;
    d.workflow = e.text_of(n.call.called, scope);
    if (const std::string why = problem_of_name(d.workflow); !why.empty())
        throw core::error(core::error_code::the_call_cannot_be_made, n.id, "'" + d.workflow + "' " + why);
    auto [variables, business_key] = call_arguments(e, i, n, scope);
    d.input = object_of(std::move(variables));
    if (!business_key.empty()) d.tags.push_back(std::move(business_key));
    // Ids of processes are one space: the child's is made of its parent's, and no longer than that of an activity.
    d.id = next_id(n, t.id);
    d.id += "." + store::content_hash(process_.id + "/" + d.id).substr(0, 32);
    d.child_policy = ChildPolicy::terminate;
    std::string id = d.id;
    wanted_.insert_or_assign(t.id, Wanted{std::move(id), std::move(d)});
    return t.id;
}
inline void DefinitionHost::withdraw_call(std::uint64_t token) { wanted_.erase(token); }
inline void DefinitionHost::escalate_out(runner::detail::ProcessInstance&, std::string_view) {}
inline void DefinitionHost::ended(runner::detail::ProcessInstance&, engine::Status) { wanted_.clear(); }

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
