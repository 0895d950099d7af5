// Composes a Definition of what the words say: looks up names, checks, and derives what follows from the flows.
#ifndef BATON_DSL_DECLARE_COMPOSE_HPP
#define BATON_DSL_DECLARE_COMPOSE_HPP

#include <algorithm>
#include <cstddef>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "../../core/derive.hpp"
#include "../../core/error.hpp"
#include "../../core/nearest.hpp"
#include "draft.hpp"

namespace baton::inline BATON_ABI::dsl::declare::detail {

/// A template only so that a file that composes nothing does not pay for it.
template <class = void>
class Composer {
public:
    /// Throws baton::error with everything that is wrong.
    core::Definition compose(const std::vector<Draft>& processes, const core::Collaboration& around,
                             std::string_view id) {
        d_.demand = core::soundness::not_required;
        d_.collaboration = around;
        for (const Draft& p : processes) add_process(p);
        add_flows();
        add_handlers();
        for (std::size_t i = 0; i < d_.nodes.size(); ++i) check_node(i);
        check_flows();
        check_references();
        if (!findings_.empty()) throw core::error(std::move(findings_));
        core::derive_from_flows(d_);
        d_.id = core::definition_id(d_, id);
        return std::move(d_);
    }

private:
    using code = core::error_code;
    static constexpr std::size_t none = core::Node::none;

    // --- elements, in their order: boundary events behind their host, then what is in it ---

    void add_process(const Draft& p) {
        core::Process process = p.process;
        process.id = p.node.id;
        process.title = p.node.title.empty() ? p.node.id : p.node.title;
        process.documentation = p.node.documentation;
        process.data = p.node.data;
        process_ = d_.processes.size();
        stores_.clear();
        d_.processes.push_back(process);
        if (!process.global_task) know(process.id, process.id);
        if (process.global_task) {
            core::Node& node = d_.nodes[add(p, none, none)];
            node.start = node.end = true;
        } else {
            process.items = items_of(p);
            add_scope(p, none, process.id);
        }
        process.items.insert(process.items.end(), stores_.begin(), stores_.end());
        for (core::Lane lane : p.lanes) {
            lane.process = process.id;
            d_.collaboration.lanes.push_back(std::move(lane));
        }
        d_.processes.back() = std::move(process);
    }
    void add_scope(const Draft& scope, std::size_t parent, const std::string& scope_id) {
        add_drawn(scope, scope_id);
        const auto attached = attached_events(scope);
        for (std::size_t i = 0; i < scope.children.size(); ++i) {
            const Draft& child = scope.children[i];
            if (child.node.kind == core::node_kind::boundary_event) continue;
            const std::size_t at = add(child, parent, none);
            std::vector<std::pair<std::size_t, const Draft*>> boundaries;
            for (const Draft& b : child.boundaries) boundaries.emplace_back(add(b, parent, at), &b);
            for (const Draft* b : attached[i]) boundaries.emplace_back(add(*b, parent, at), b);
            for (const auto& [position, b] : boundaries)
                if (!b->handler.empty()) handlers_.push_back({position, b, scope_id});
            if (core::is_sub_process(child.node.kind)) {
                d_.nodes[at].items = items_of(child);
                add_scope(child, at, child.node.id);
            }
            for (const FlowDraft& f : child.flows) flows_.emplace_back(at, &f);
            for (const auto& [position, b] : boundaries)
                for (const FlowDraft& f : b->flows) flows_.emplace_back(position, &f);
        }
    }
    /// By child of the scope: the boundary events that stand beside it.
    std::vector<std::vector<const Draft*>> attached_events(const Draft& scope) {
        std::vector<std::vector<const Draft*>> result(scope.children.size());
        std::unordered_map<std::string_view, std::size_t> hosts;
        std::vector<std::string_view> names;
        for (std::size_t i = 0; i < scope.children.size(); ++i) {
            const core::Node& n = scope.children[i].node;
            if (!core::is_activity(n.kind) || n.kind == core::node_kind::event_sub_process) continue;
            hosts.emplace(n.id, i);
            names.push_back(n.id);
        }
        for (const Draft& child : scope.children) {
            if (child.node.kind != core::node_kind::boundary_event) continue;
            const auto host = hosts.find(child.host);
            if (host != hosts.end())
                result[host->second].push_back(&child);
            else
                report(code::a_reference_is_broken, child.node.id,
                       "a boundary event is on(…) an activity of the same scope, and '" + child.host + "' is none" +
                           core::did_you_mean(child.host, names));
        }
        return result;
    }
    std::size_t add(const Draft& draft, std::size_t parent, std::size_t host) {
        const std::size_t at = d_.nodes.size();
        d_.nodes.push_back(draft.node);
        core::Node& n = d_.nodes.back();
        if (n.id.empty() && host != none) n.id = boundary_id(n, host, at);
        if (n.title.empty()) n.title = n.id;
        n.process = process_;
        n.parent = parent;
        n.host = host;
        if (n.kind == core::node_kind::call_activity) {
            const bool takes_data = !n.data.inputs.empty() || !n.data.outputs.empty();
            n.call.passes_all_in = n.call.passes_all_in || (!draft.passes_said && !takes_data);
            n.call.passes_all_out = n.call.passes_all_out || (!draft.takes_said && !takes_data);
        }
        if (n.id.empty()) report(code::a_task_has_an_empty_name_in, d_.processes[process_].id);
        if (draft.says_two_loops)
            report(code::a_loop_is_misused, n.id,
                   "an activity loops while something holds, or has instances; not both");
        if (know(n.id, n.id)) known_.emplace(n.id, at);
        return at;
    }
    /// "approve.timer", and "approve.timer-2" for its second one.
    std::string boundary_id(const core::Node& n, std::size_t host, std::size_t at) {
        std::string id = d_.nodes[host].id + "." + std::string(name_of(n.events.front().kind));
        std::size_t times = 1;
        for (std::size_t i = host + 1; i < at; ++i)
            if (d_.nodes[i].events.front().kind == n.events.front().kind) ++times;
        return times > 1 ? id + "-" + std::to_string(times) : id;
    }

    // --- data and what is drawn beside the flow ---

    /// A reference often has the name that its data object lacks; one to nothing stands for itself.
    std::vector<core::DataItem> items_of(const Draft& scope) {
        std::vector<core::DataItem> items = scope.node.items;
        for (const core::DataItem& store : scope.stores) add_store(store);
        for (const core::DataReference& r : scope.references) {
            core::DataItem item;
            item.id = r.data;
            item.name = r.name;
            if (r.store) {
                item.kind = core::data_kind::data_store;
                add_store(std::move(item));
            } else if (r.data == r.id) {
                item.kind = core::data_kind::data_object;
                items.push_back(std::move(item));
            } else {
                for (core::DataItem& known : items)
                    if (known.id == r.data && known.kind == core::data_kind::data_object && known.name.empty())
                        known.name = r.name;
            }
        }
        return items;
    }
    void add_store(core::DataItem store) {
        for (core::DataItem& known : stores_)
            if (known.id == store.id) {
                if (known.name.empty()) known.name = store.name;
                return;
            }
        stores_.push_back(std::move(store));
    }
    void add_drawn(const Draft& scope, const std::string& scope_id) {
        core::Collaboration& c = d_.collaboration;
        const auto append = [&](auto& all, const auto& some) {
            for (auto one : some) {
                one.scope = scope_id;
                all.push_back(std::move(one));
            }
        };
        append(c.references, scope.references);
        append(c.artifacts, scope.artifacts);
        append(c.links, scope.links);
        for (const core::DataReference& r : scope.references) know(r.id, r.id);
        for (const core::Artifact& a : scope.artifacts) know(a.id, a.id);
    }

    // --- names ---

    /// Whether the id is new; if not, that is a finding. An empty one is no id.
    bool know(const std::string& id, const std::string& place) {
        if (id.empty() || ids_.insert(id).second) return !id.empty();
        report(code::two_tasks_have_the_name, place);
        return false;
    }
    void report(code c, const std::string& element, std::string what = {}) {
        const std::string process = process_ < d_.processes.size() ? d_.processes[process_].id : std::string();
        findings_.push_back(
            {c, process.empty() || process == element ? element : process + ", " + element, std::move(what)});
    }
    void report(code c, const core::Node& n, std::string what = {}) {
        process_ = n.process;
        report(c, n.id, std::move(what));
    }
    /// " (did you mean …?)" among the elements.
    std::string nearest(const std::string& wanted) {
        std::vector<std::string_view> names;
        names.reserve(d_.nodes.size());
        for (const core::Node& n : d_.nodes) names.push_back(n.id);
        return core::did_you_mean(wanted, names);
    }
    std::string nearest_process(const std::string& wanted) {
        std::vector<std::string_view> names;
        for (const core::Process& p : d_.processes) names.push_back(p.id);
        return core::did_you_mean(wanted, names);
    }
    std::size_t find(const std::string& id) const {
        const auto at = known_.find(id);
        return at == known_.end() ? none : at->second;
    }

    // --- flows and handlers ---

    void add_flows() {
        core::FlowNames names;
        d_.flows.reserve(flows_.size());
        for (const auto& [source, draft] : flows_) {
            const core::Node& from = d_.nodes[source];
            const std::size_t target = find(draft->target);
            if (target == none) {
                report(code::a_flow_names_the_undeclared_task, from, draft->target + nearest(draft->target));
                continue;
            }
            const core::Node& to = d_.nodes[target];
            if (from.process != to.process || from.parent != to.parent) {
                report(code::a_sequence_flow_is_misused, from,
                       "it leads to '" + to.id + "', but a sequence flow does not leave its " +
                           (from.process != to.process ? "process; messages do" : "sub-process"));
                continue;
            }
            core::Flow flow = draft->flow;
            flow.source = source;
            flow.target = target;
            if (flow.id.empty()) flow.id = names.between(from, to);
            if (!ids_.insert(flow.id).second) report(code::two_tasks_have_the_name, from, "the flow " + flow.id);
            d_.flows.push_back(std::move(flow));
        }
    }
    void add_handlers() {
        for (const Handler& h : handlers_) {
            core::Node& event = d_.nodes[h.event];
            const std::size_t at = find(h.draft->handler);
            if (at == none) {
                report(
                    code::a_reference_is_broken, event,
                    "its compensation handler '" + h.draft->handler + "' is not declared" + nearest(h.draft->handler));
                continue;
            }
            const core::Node& handler = d_.nodes[at];
            if (!core::is_activity(handler.kind) || handler.parent != event.parent || handler.process != event.process)
                report(code::an_activity_is_misused, event,
                       "its compensation handler '" + handler.id + "' is no activity of the same scope");
            else if (!handler.for_compensation)
                report(code::an_activity_is_misused, handler,
                       "it compensates another activity and must say for_compensation");
            event.handler = at;
            d_.collaboration.links.push_back(
                {h.draft->association, event.id, handler.id, core::link_direction::one, h.scope});
        }
    }

    // --- what no word can see alone ---

    [[nodiscard]] bool is_in(const core::Node& n, core::node_kind kind) const {
        return n.parent != none && d_.nodes[n.parent].kind == kind;
    }
    [[nodiscard]] bool is_inside_transaction(const core::Node& n) const {
        for (std::size_t p = n.parent; p != none; p = d_.nodes[p].parent)
            if (d_.nodes[p].kind == core::node_kind::transaction) return true;
        return false;
    }
    void check_node(std::size_t i) {
        const core::Node& n = d_.nodes[i];
        switch (n.kind) {
            case core::node_kind::start_event: return check_start(n);
            case core::node_kind::boundary_event: return check_boundary(n);
            case core::node_kind::catch_event:
                if (n.events.empty())
                    report(code::an_event_is_misused, n, "a catch event says what it waits for: on_message(…) …");
                return;
            default: break;
        }
        for (const core::EventDefinition& e : n.events) {
            if (e.kind == core::event_kind::cancel && !is_inside_transaction(n))
                report(code::an_event_is_misused, n, "only inside of a transaction can it be cancelled");
            if (e.kind == core::event_kind::compensation && !e.activity.empty() && find(e.activity) == none)
                report(code::a_reference_is_broken, n,
                       "the activity '" + e.activity + "' to compensate is not declared" + nearest(e.activity));
            if (e.kind == core::event_kind::link) check_link(n, e.name);
        }
    }
    void check_start(const core::Node& n) {
        const bool of_event = is_in(n, core::node_kind::event_sub_process);
        if (n.parent != none && !of_event && !n.events.empty())
            report(code::an_event_is_misused, n,
                   "the start event of a sub-process waits for nothing; in an event_sub_process it does");
        if (of_event && n.events.empty())
            report(code::an_event_is_misused, n, "the start event of an event sub-process says what it waits for");
        if (of_event) return;
        if (!n.interrupting)
            report(code::an_event_is_misused, n,
                   "only the start event of an event sub-process can be non_interrupting");
        if (n.parent != none) return;
        for (const core::EventDefinition& e : n.events)
            if (e.kind == core::event_kind::error || e.kind == core::event_kind::escalation ||
                e.kind == core::event_kind::compensation)
                report(code::an_event_is_misused, n,
                       "a process does not start on " + std::string(name_of(e.kind)) + "; an event_sub_process does");
    }
    void check_boundary(const core::Node& n) {
        if (n.events.empty())
            return report(code::an_event_is_misused, n, "a boundary event says what it waits for: on_timer(…) …");
        bool compensates = false;
        for (const core::EventDefinition& e : n.events) {
            compensates = compensates || e.kind == core::event_kind::compensation;
            if (e.kind == core::event_kind::cancel && n.host != none &&
                d_.nodes[n.host].kind != core::node_kind::transaction)
                report(code::an_event_is_misused, n, "only a transaction is cancelled");
            if (!n.interrupting && (e.kind == core::event_kind::error || e.kind == core::event_kind::cancel ||
                                    e.kind == core::event_kind::compensation))
                report(code::an_event_is_misused, n,
                       "a boundary event of " + std::string(name_of(e.kind)) + " cannot be non_interrupting");
        }
        const std::size_t at = static_cast<std::size_t>(&n - d_.nodes.data());
        const bool leaves = std::any_of(flows_.begin(), flows_.end(), [&](const auto& f) { return f.first == at; });
        const bool handled =
            std::any_of(handlers_.begin(), handlers_.end(), [&](const Handler& h) { return h.event == at; });
        if (compensates && leaves)
            report(code::an_event_is_misused, n, "compensation leads to its handler, by no sequence flow");
        if (compensates && !handled)
            report(code::an_event_is_misused, n, "compensation needs a handler: compensated_by(…), or handled_by(…)");
        if (!compensates && handled) report(code::an_event_is_misused, n, "only compensation has a handler");
        if (!compensates && !leaves && !handled)
            report(code::an_event_is_misused, n, "it leads nowhere; say followed_by(…) inside of it");
    }
    void check_link(const core::Node& n, const std::string& name) {
        std::vector<std::string_view> targets;
        for (const core::Node& other : d_.nodes)
            if (other.kind == core::node_kind::catch_event && other.parent == n.parent && other.process == n.process)
                for (const core::EventDefinition& e : other.events)
                    if (e.kind == core::event_kind::link) {
                        if (e.name == name) return;
                        targets.push_back(e.name);
                    }
        report(code::an_event_definition_is_misused, n,
               "no catch event of this scope is on_link(\"" + name + "\")" + core::did_you_mean(name, targets));
    }
    void check_flows() {
        std::vector<bool> otherwise(d_.nodes.size(), false);
        for (const core::Flow& f : d_.flows) {
            const core::Node &from = d_.nodes[f.source], &to = d_.nodes[f.target];
            if (f.condition.kind == core::condition_kind::otherwise) {
                if (otherwise[f.source]) report(code::otherwise_is_said_twice_at, from);
                otherwise[f.source] = true;
            }
            if (f.condition.kind != core::condition_kind::none) {
                if (from.kind == core::node_kind::parallel_gateway)
                    report(code::a_parallel_gateway_has_a_condition_at, from);
                if (from.kind == core::node_kind::event_gateway)
                    report(code::a_gateway_is_misused, from, "the event that happens first decides, no condition");
            }
            if (to.kind == core::node_kind::start_event || core::is_boundary(to.kind) ||
                to.kind == core::node_kind::event_sub_process)
                report(code::a_sequence_flow_is_misused, from,
                       "it leads to '" + to.id + "' (" + std::string(name_of(to.kind)) + "), into which nothing flows");
            if (from.kind == core::node_kind::event_gateway && to.kind != core::node_kind::catch_event &&
                to.task != core::task_kind::receive)
                report(code::a_gateway_is_misused, from,
                       "it leads to '" + to.id + "', but behind an event gateway stand catch events and receive tasks");
        }
    }
    void check_references() {
        core::Collaboration& c = d_.collaboration;
        process_ = none;
        std::unordered_set<std::string_view> ends, properties, keys;
        for (const core::Participant& p : c.participants) {
            ends.insert(p.id);
            know(p.id, p.id);
            if (!p.process.empty() && !is_process(p.process))
                report(code::a_reference_is_broken, p.id,
                       "its process '" + p.process + "' is not declared" + nearest_process(p.process));
        }
        for (const core::MessageFlow& f : c.message_flows) {
            know(f.id, f.id);
            for (const std::string& end : {f.source, f.target})
                if (!ends.contains(end) && find(end) == none)
                    report(code::a_reference_is_broken, "message flow " + f.source + " to " + f.target,
                           "'" + end + "' is no element or participant" + nearest(end));
        }
        for (const core::CorrelationProperty& p : c.properties) properties.insert(p.id);
        for (const core::CorrelationKey& k : c.keys) {
            keys.insert(k.id);
            for (const std::string& p : k.properties) check_property(properties, p, "correlation key " + k.id);
        }
        for (const core::Process& p : d_.processes)
            for (const core::CorrelationSubscription& s : p.correlations) {
                if (!keys.contains(s.key))
                    report(code::a_reference_is_broken, p.id, "the correlation key '" + s.key + "' is not declared");
                for (const auto& [property, value] : s.bindings) check_property(properties, property, p.id);
            }
        for (const core::Lane& lane : c.lanes) {
            know(lane.id, lane.id);
            for (const std::string& id : lane.nodes)
                if (find(id) == none)
                    report(code::a_reference_is_broken, "lane " + lane.id, "'" + id + "' is no element" + nearest(id));
        }
    }
    void check_property(const std::unordered_set<std::string_view>& properties, const std::string& id,
                        const std::string& where) {
        if (!properties.contains(id))
            report(code::a_reference_is_broken, where,
                   "the correlation property '" + id + "' is not declared" +
                       core::did_you_mean(id, {properties.begin(), properties.end()}));
    }
    [[nodiscard]] bool is_process(const std::string& id) const {
        return std::any_of(d_.processes.begin(), d_.processes.end(), [&](const auto& p) { return p.id == id; });
    }

    struct Handler {
        std::size_t event;
        const Draft* draft;
        std::string scope;
    };
    core::Definition d_;
    std::size_t process_ = 0;
    std::vector<core::DataItem> stores_;
    std::unordered_set<std::string> ids_;
    std::unordered_map<std::string, std::size_t> known_;
    std::vector<std::pair<std::size_t, const FlowDraft*>> flows_;
    std::vector<Handler> handlers_;
    std::vector<core::diagnostic> findings_;
};

}  // namespace baton::inline BATON_ABI::dsl::declare::detail

#endif
