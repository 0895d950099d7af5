// The fingerprint of a Definition: two definitions with one fingerprint mean the same to a saved state.
#ifndef BATON_CORE_FINGERPRINT_HPP
#define BATON_CORE_FINGERPRINT_HPP

#include <cstdint>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "check/names.hpp"
#include "definition.hpp"

namespace baton::inline BATON_ABI::core {

/// 16 hexadecimal digits over ids, kinds, joins, splits, flows, keys, expressions and times, in declaration order; not
/// over titles and labels. Stable across versions of baton: a change would be a new format of saved states.
inline std::string fingerprint(const Definition& d) {
    std::uint64_t hash = check::hash_of("baton definition 1");
    const auto add = [&hash](std::string_view field) {
        hash = check::hash_of(field, hash);
        hash = check::hash_of(std::string_view("\0", 1), hash);  // so that "ab","c" is not "a","bc"
    };
    add(d.id);
    for (const Node& n : d.nodes) {
        add(n.id);
        add(name_of(n.kind));
        add(name_of(n.join));
        add(name_of(n.split));
        add(n.start ? "start" : "");
        add(n.end ? (n.may_continue ? "may-end" : "end") : "");
        add(name_of(n.body.kind));
        add(n.body.language);
        add(n.body.text);
        add(n.concurrent ? "concurrent" : "");
        add(n.keep_changes ? "keep-changes" : "");
        add(std::to_string(n.time.ms));
        add(n.error);
        add(n.host == Node::none ? std::string_view{} : std::string_view(d.nodes[n.host].id));
        // What only processes have is added only where it is there.
        const auto add_if = [&](bool there, std::string_view what, std::string_view value) {
            if (!there) return;
            add(what);
            add(value);
        };
        const auto add_expression = [&](std::string_view what, const ExpressionText& e) {
            add_if(!e.empty(), what, e.language + "|" + e.text);
        };
        const auto add_event = [&](const EventDefinition& e) {
            add(name_of(e.kind));
            add(e.name);
            add(e.code);
            add(std::to_string(static_cast<int>(e.timer)));
            add_expression("expression", e.expression);
            add_if(!e.activity.empty(), "compensates", e.activity);
            add_if(!e.wait_for_completion, "waits", "no");
        };
        add_if(n.parent != Node::none, "in", n.parent == Node::none ? "" : std::string_view(d.nodes[n.parent].id));
        add_if(n.process != 0, "process", n.process < d.processes.size() ? std::string_view(d.processes[n.process].id) : "");
        add_if(n.task != task_kind::none, "task", name_of(n.task));
        add_if(n.handler != Node::none, "handler", n.handler == Node::none ? "" : std::string_view(d.nodes[n.handler].id));
        add_if(n.for_compensation, "for", "compensation");
        add_if(n.start_quantity != 1, "start quantity", std::to_string(n.start_quantity));
        add_if(n.completion_quantity != 1, "completion quantity", std::to_string(n.completion_quantity));
        add_if(n.parallel_multiple, "parallel", "multiple");
        add_if(!n.interrupting, "interrupting", "no");
        add_if(n.sequential, "sequential", "yes");
        add_expression("condition", n.condition);
        add_if(!n.call.called.empty(), "calls", n.call.called);
        for (const EventDefinition& e : n.events) add_event(e);
        if (n.loop.kind != loop_kind::none) {
            add(std::to_string(static_cast<int>(n.loop.kind)) + (n.loop.test_before ? "before" : "after"));
            add_expression("condition", n.loop.condition);
            add_expression("count", n.loop.count);
            add_expression("collection", n.loop.collection_expression);
            add(n.loop.collection);
            add(n.loop.element);
            add(n.loop.output_collection);
        }
    }
    for (const Flow& f : d.flows) {
        add(f.id);
        add(name_of(f.condition.kind));
        add(f.condition.language);
        add(f.condition.text);
    }
    static constexpr char digits[] = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t i = 0; i < 16; ++i) text[i] = digits[(hash >> (60 - 4 * i)) & 15];
    return text;
}

}  // namespace baton::inline BATON_ABI::core

namespace baton::inline BATON_ABI {
using core::fingerprint;
}  // namespace baton::inline BATON_ABI

#endif
