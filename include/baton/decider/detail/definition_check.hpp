// What of a process no history of a decider can carry, element by element.
#ifndef BATON_DECIDER_DETAIL_DEFINITION_CHECK_HPP
#define BATON_DECIDER_DETAIL_DEFINITION_CHECK_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "../../core/error.hpp"
#include "../../core/expression_text.hpp"
#include "../../graph/graph.hpp"
#include "../../runner/needs_body.hpp"
#include "../definition_options.hpp"

namespace baton::inline BATON_ABI::decider::detail {

/// A person or a worker does it: it is an activity.
inline bool is_activity_of_decider(const core::Node& n) {
    return n.kind == core::node_kind::task && (n.task == core::task_kind::user || runner::detail::needs_body(n));
}
/// What is wrong with a name for Amazon SWF (API reference, RegisterActivityType, StartTimer); empty: nothing.
inline std::string problem_of_name(std::string_view name, std::size_t longest = 256) {
    if (name.empty()) return "is empty";
    if (name.size() > longest) return "has more than " + std::to_string(longest) + " bytes";
    if (name == "arn") return "is 'arn'";
    if (name.front() == ' ' || name.back() == ' ') return "begins or ends with a blank";
    for (std::size_t i = 0; i < name.size(); ++i) {
        const auto c = static_cast<unsigned char>(name[i]);
        const bool c1 = c == 0xC2 && i + 1 < name.size() && static_cast<unsigned char>(name[i + 1]) < 0xA0;
        if (c < 0x20 || c == 0x7F || c1) return "holds a control character";
        if (c == ':' || c == '/' || c == '|') return std::string("holds a '") + name[i] + "'";
    }
    return {};
}

class DefinitionCheck {
public:
    DefinitionCheck(const graph::Graph& g, std::uint32_t process, const DefinitionOptions& options)
        : graph_(g), d_(*graph::properties_of(g).definition), process_(process), options_(options) {}

    /// BTN608 for everything that cannot be carried, in the order of declaration.
    std::vector<core::diagnostic> run() {
        const core::Process& p = d_.processes[process_];
        if (const std::string why = problem_of_name(p.id); !why.empty())
            findings_.push_back({code, "process " + p.id, "as the name of a workflow, its id " + why});
        for (const core::DataItem& item : p.items)
            if (item.kind == core::data_kind::data_store) stores_.insert(item.id);
        for (const core::DataReference& r : d_.collaboration.references)
            if (r.store) stores_.insert({r.id, r.data});
        has_start_ = !graph::properties_of(graph_).contents[process_].starts.empty();
        for (const core::Node& n : d_.nodes)
            if (n.process == process_) check(n);
        return std::move(findings_);
    }

private:
    static constexpr core::error_code code = core::error_code::a_decider_cannot_carry_it;
    /// Ids are made of an element's id, numbers and a hash.
    static constexpr std::size_t longest_element = 160;

    void refuse(const core::Node& n, std::string why) {
        std::string where = d_.processes[process_].id + ", " + n.id;
        if (!n.title.empty() && n.title != n.id) where += " (" + n.title + ")";
        findings_.push_back({code, std::move(where), std::move(why)});
    }
    void check(const core::Node& n) {
        if (stands_in_ids(n))
            if (const std::string why = problem_of_name(n.id, longest_element); !why.empty())
                refuse(n, "its id " + why);
        if (is_activity_of_decider(n)) check_activity(n);
        if (n.kind == core::node_kind::call_activity) check_call(n);
        if (n.parent == core::Node::none) check_start(n);
        check_stores(n);
        const bool throws = n.kind == core::node_kind::throw_event || n.kind == core::node_kind::end_event ||
                            n.task == core::task_kind::send;
        for (const core::EventDefinition& e : n.events) {
            if (throws)
                check_thrown(n, e);
            else
                check_caught(n, e);
        }
    }
    /// Ids of activities, children and timers begin with the element's.
    static bool stands_in_ids(const core::Node& n) {
        return is_activity_of_decider(n) || n.kind == core::node_kind::call_activity ||
               n.kind == core::node_kind::timer_boundary || n.time.ms != 0 ||
               std::any_of(n.events.begin(), n.events.end(),
                           [](const core::EventDefinition& e) { return e.kind == core::event_kind::timer; });
    }
    void check_activity(const core::Node& n) {
        const std::string topic = runner::detail::topic_of(n);
        if (const std::string why = problem_of_name(topic); !why.empty())
            refuse(n, "as the name of an activity, '" + topic + "' " + why);
        for (const auto& [name, text] : n.properties)
            if (name == "concurrency-key" || name == "concurrency-limit")
                refuse(n, "nobody counts how many activities of a key run (" + name + ")");
    }
    void check_call(const core::Node& n) {
        if (n.call.binding == "version" || n.call.binding == "version-tag")
            refuse(n, "it calls a certain version; a workflow is known by its name alone");
        if (!core::is_computed(n.call.called))
            if (const std::string why = problem_of_name(n.call.called); !why.empty())
                refuse(n, "as the name of a workflow, '" + n.call.called + "' " + why);
    }
    /// A process is started by a call, at its start or behind its one message start event.
    void check_start(const core::Node& n) {
        const bool gateway = n.kind == core::node_kind::event_gateway && n.instantiate;
        if (gateway || (n.task == core::task_kind::receive && n.instantiate))
            return refuse(n, "only a start event starts a process here");
        if (n.kind != core::node_kind::start_event || n.events.empty()) return;
        if (n.events.size() > 1 || n.events[0].kind != core::event_kind::message)
            return refuse(n, "nothing starts a process by itself: neither a time nor a signal nor a condition");
        if (has_start_) refuse(n, "nothing starts the process there: it has another start");
        has_start_ = true;
    }
    void check_thrown(const core::Node& n, const core::EventDefinition& e) {
        if (e.kind == core::event_kind::signal) return refuse(n, "a signal to all processes cannot be sent");
        if (e.kind != core::event_kind::message) return;
        check_event_name(n, e);
        const bool known = std::any_of(n.properties.begin(), n.properties.end(),
                                       [](const auto& p) { return p.first == receiver_property && !p.second.empty(); });
        if (!known && !options_.receiver)
            refuse(n, "it is not known which process its message is for: say it by the property '" +
                          std::string(receiver_property) + "', or by DefinitionOptions::receiver");
    }
    void check_caught(const core::Node& n, const core::EventDefinition& e) {
        if (e.kind == core::event_kind::message || e.kind == core::event_kind::signal) check_event_name(n, e);
        if (e.kind != core::event_kind::escalation) return;
        const bool boundary = core::is_boundary(n.kind);
        std::size_t scope = boundary ? n.host : n.parent;
        if (!boundary && scope != core::Node::none && d_.nodes[scope].kind == core::node_kind::event_sub_process)
            scope = d_.nodes[scope].parent;
        if (holds_call(scope)) refuse(n, "an escalation of a called process does not arrive");
    }
    void check_event_name(const core::Node& n, const core::EventDefinition& e) {
        if (core::is_computed(e.name)) return;
        if (e.name.empty() || e.name.size() > 256)
            refuse(n, "the name of its message or signal, '" + e.name + "', is empty or has more than 256 bytes");
    }
    void check_stores(const core::Node& n) {
        std::set<std::string> named;
        for (const auto* list : {&n.data.input_associations, &n.data.output_associations})
            for (const core::Association& a : *list) {
                if (stores_.contains(a.target)) named.insert(a.target);
                for (const std::string& source : a.sources)
                    if (stores_.contains(source)) named.insert(source);
            }
        for (const std::string& store : named) refuse(n, "the data store " + store + " lies outside of the process");
    }
    /// Whether a call activity is, or is in, the node; Node::none: the process.
    [[nodiscard]] bool holds_call(std::size_t scope) const {
        for (std::size_t i = 0; i < d_.nodes.size(); ++i) {
            if (d_.nodes[i].process != process_ || d_.nodes[i].kind != core::node_kind::call_activity) continue;
            std::size_t at = i;
            while (at != scope && at != core::Node::none) at = d_.nodes[at].parent;
            if (at == scope) return true;
        }
        return false;
    }

    const graph::Graph& graph_;
    const core::Definition& d_;
    std::uint32_t process_;
    const DefinitionOptions& options_;
    std::set<std::string> stores_;
    bool has_start_ = false;
    std::vector<core::diagnostic> findings_;
};

}  // namespace baton::inline BATON_ABI::decider::detail

#endif
