// The events that start instances of deployed processes.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_START_EVENTS_HPP
#define BATON_RUNNER_DETAIL_START_EVENTS_HPP

#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../process_model.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// An event that starts instances of a deployed process.
struct StartEvent {
    std::shared_ptr<const ProcessModel> model;
    std::uint32_t process = 0, vertex = 0;
    core::event_kind kind = core::event_kind::message;
    std::string name;
    /// conditional
    core::ExpressionText condition;
    /// timer
    core::instant due = core::instant::never();
    std::int64_t again = 0;
    std::string cycle;
};

inline void add_start(const std::shared_ptr<const ProcessModel>& model, std::uint32_t v, core::instant now,
                      std::vector<StartEvent>& out) {
    const core::Node& n = model->definition->nodes[v];
    for (const core::EventDefinition& e : n.events) {
        StartEvent s;
        s.model = model;
        s.process = static_cast<std::uint32_t>(n.process);
        s.vertex = v;
        s.kind = e.kind;
        s.name = e.name;
        if (e.kind == core::event_kind::conditional) s.condition = e.expression;
        if (e.kind == core::event_kind::timer) {
            std::string text = e.expression.text;
            if (core::is_computed(text))
                text = core::text_of(expression::to_variable(
                    model->expressions->get(e.expression).evaluate(expression::EmptyScope(), {.now = now})));
            const expression::DueTimes times = expression::due_times(e.timer, text, now);
            s.due = times.first;
            s.again = times.again;
            if (e.timer == core::timer_kind::cycle) s.cycle = text;
        }
        out.push_back(std::move(s));
    }
}

/// The events that start instances of a model's processes; timers are armed from now on.
inline void add_starts(const std::shared_ptr<const ProcessModel>& model, core::instant now,
                       std::vector<StartEvent>& out) {
    const core::Definition& d = *model->definition;
    for (std::uint32_t v = 0; v < d.nodes.size(); ++v) {
        const core::Node& n = d.nodes[v];
        if (n.parent != core::Node::none) continue;
        if (n.kind == core::node_kind::start_event || (n.task == core::task_kind::receive && n.instantiate))
            add_start(model, v, now, out);
        if (n.kind != core::node_kind::event_gateway || !n.instantiate) continue;
        for (const core::Flow& f : d.flows)
            if (f.source == v) add_start(model, static_cast<std::uint32_t>(f.target), now, out);
    }
}

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
