// What every picture draws for a Definition: boxes for tasks, diamonds for gateways, circles for starts and ends. The
// writers (DOT, Mermaid) only differ in how they spell it.
//
// A task that joins or chooses is drawn as BPMN would: with a diamond before or behind it. Order is declaration order,
// so equal definitions give equal bytes, and a small change is a small difference.
#ifndef BATON_DIAGRAM_SHAPES_HPP
#define BATON_DIAGRAM_SHAPES_HPP

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/definition.hpp"
#include "overlay.hpp"

namespace baton::inline BATON_ABI::diagram {

enum class Outline : std::uint8_t { start, end, task, gateway, boundary_event };

struct Shape {
    /// Unique in the picture: the node's id, with ":join", ":split", ":start" or ":end" for what is drawn beside it.
    std::string id;
    Outline outline = Outline::task;
    /// A gateway's sign: X (exclusive), + (parallel), O (inclusive). A boundary event's: time or error.
    std::string sign;
    std::string title;
    std::vector<std::string> labels;
    /// Small print: a delay, a deadline, an error code.
    std::string note;
    Mark mark = Mark::none;
    std::uint32_t passed = 0, tokens = 0;
};

struct Line {
    std::string from, to, label;
    /// From a host to its boundary event: attached, not a flow.
    bool attached = false;
    bool not_taken = false;
    std::uint32_t taken = 0;
};

struct Shapes {
    std::string name;
    std::vector<Shape> shapes;
    std::vector<Line> lines;
    bool shows_state = false;
};

namespace detail {

/// "5 min", "2 h", "1 h 30 min".
inline std::string text_of(core::duration d) {
    struct unit {
        std::int64_t ms;
        std::string_view name;
    };
    static constexpr unit units[] = {{86'400'000, "d"}, {3'600'000, "h"}, {60'000, "min"}, {1000, "s"}, {1, "ms"}};
    std::string text;
    std::int64_t rest = d.ms;
    for (const unit& u : units) {
        if (rest < u.ms) continue;
        if (!text.empty()) text += ' ';
        text += std::to_string(rest / u.ms);
        text.append(" ").append(u.name);
        rest %= u.ms;
    }
    return text.empty() ? "0 s" : text;
}

inline std::string sign_of(core::join_kind join) {
    return join == core::join_kind::all ? "+" : join == core::join_kind::inclusive ? "O" : "X";
}
inline std::string sign_of(core::split_kind split) {
    return split == core::split_kind::all ? "+" : split == core::split_kind::inclusive ? "O" : "X";
}

inline std::string label_of(const core::Flow& f) {
    switch (f.condition.kind) {
        case core::condition_kind::none: return {};
        case core::condition_kind::otherwise: return "otherwise";
        default: return f.condition.text;
    }
}

/// A diamond beside a task shows nothing of the task's state but that it will not be reached.
inline Mark beside(const NodeOverlay& node) { return node.mark == Mark::not_taken ? Mark::not_taken : Mark::none; }

class ShapeMaker {
public:
    ShapeMaker(const core::Definition& d, const Overlay& overlay)
        : d_(d), overlay_(overlay), outgoing_(d.nodes.size()) {
        for (const core::Flow& f : d.flows) ++outgoing_[f.source];
    }
    Shapes run() {
        out_.name = d_.id;
        out_.shows_state = !overlay_.empty();
        for (std::size_t i = 0; i < d_.nodes.size(); ++i) add_node(i);
        for (std::size_t i = 0; i < d_.flows.size(); ++i) add_flow(i);
        for (std::size_t i = 0; i < d_.nodes.size(); ++i)
            if (d_.nodes[i].end) line(exit_of(i), d_.nodes[i].id + ":end", state(i).mark == Mark::not_taken);
        return std::move(out_);
    }

private:
    [[nodiscard]] NodeOverlay state(std::size_t node) const {
        return overlay_.empty() ? NodeOverlay{} : overlay_.nodes[node];
    }
    [[nodiscard]] bool has_join(std::size_t i) const {
        return !core::is_gateway(d_.nodes[i].kind) && d_.nodes[i].join != core::join_kind::none;
    }
    [[nodiscard]] bool has_split(std::size_t i) const {
        const core::Node& n = d_.nodes[i];
        return !core::is_gateway(n.kind) && outgoing_[i] > 1 &&
               (n.split == core::split_kind::exclusive || n.split == core::split_kind::inclusive);
    }
    [[nodiscard]] std::string entry_of(std::size_t i) const {
        return has_join(i) ? d_.nodes[i].id + ":join" : d_.nodes[i].id;
    }
    [[nodiscard]] std::string exit_of(std::size_t i) const {
        return has_split(i) ? d_.nodes[i].id + ":split" : d_.nodes[i].id;
    }
    void line(std::string from, std::string to, bool not_taken, std::uint32_t taken = 0, std::string label = {},
              bool attached = false) {
        out_.lines.push_back({std::move(from), std::move(to), std::move(label), attached, not_taken, taken});
    }
    Shape& shape(std::string id, Outline outline) {
        out_.shapes.emplace_back();
        out_.shapes.back().id = std::move(id);
        out_.shapes.back().outline = outline;
        return out_.shapes.back();
    }
    void add_node(std::size_t i) {
        const core::Node& n = d_.nodes[i];
        const NodeOverlay now = state(i);
        const bool dead = now.mark == Mark::not_taken;
        if (n.start) {
            shape(n.id + ":start", Outline::start);
            line(n.id + ":start", entry_of(i), dead, now.passed);
        }
        if (has_join(i)) {
            Shape& join = shape(n.id + ":join", Outline::gateway);
            join.sign = sign_of(n.join);
            join.mark = beside(now);
            line(join.id, n.id, dead, now.passed);
        }
        add_body(n, now);
        if (core::is_boundary(n.kind)) line(d_.nodes[n.host].id, n.id, dead, now.passed, {}, true);
        if (has_split(i)) {
            Shape& split = shape(n.id + ":split", Outline::gateway);
            split.sign = sign_of(n.split);
            split.mark = beside(now);
            line(n.id, split.id, dead, now.passed);
        }
        if (n.end) shape(n.id + ":end", Outline::end).mark = beside(now);
    }
    void add_body(const core::Node& n, const NodeOverlay& now) {
        Shape& s = shape(n.id, core::is_gateway(n.kind)    ? Outline::gateway
                               : core::is_boundary(n.kind) ? Outline::boundary_event
                                                           : Outline::task);
        s.title = n.title;
        s.labels = n.labels;
        s.mark = now.mark;
        s.passed = now.passed;
        s.tokens = now.tokens;
        switch (n.kind) {
            case core::node_kind::exclusive_gateway: s.sign = "X"; break;
            case core::node_kind::parallel_gateway: s.sign = "+"; break;
            case core::node_kind::inclusive_gateway: s.sign = "O"; break;
            case core::node_kind::timer_boundary:
                s.sign = "time";
                s.title = "after " + text_of(n.time);
                break;
            case core::node_kind::error_boundary:
                s.sign = "error";
                s.title = n.error.empty() ? "any error" : "error " + n.error;
                break;
            case core::node_kind::complex_gateway: s.sign = "*"; break;
            case core::node_kind::event_gateway: s.sign = "event"; break;
            case core::node_kind::start_event:
            case core::node_kind::catch_event:
            case core::node_kind::throw_event:
            case core::node_kind::end_event:
            case core::node_kind::boundary_event:
                for (const core::EventDefinition& event : n.events)
                    s.note += (s.note.empty() ? "" : ", ") + std::string(name_of(event.kind));
                break;
            case core::node_kind::sub_process:
            case core::node_kind::event_sub_process:
            case core::node_kind::transaction:
            case core::node_kind::ad_hoc_sub_process:
            case core::node_kind::call_activity: s.note = name_of(n.kind); break;
            case core::node_kind::task:
                if (n.time.ms > 0) s.note = "after " + text_of(n.time);
        }
        if (core::is_gateway(n.kind) && n.title == n.id) s.title = n.id;
    }
    void add_flow(std::size_t i) {
        const core::Flow& f = d_.flows[i];
        const FlowOverlay now = overlay_.empty() ? FlowOverlay{} : overlay_.flows[i];
        line(exit_of(f.source), entry_of(f.target), now.not_taken, now.taken, label_of(f));
    }

    const core::Definition& d_;
    const Overlay& overlay_;
    std::vector<std::size_t> outgoing_;
    Shapes out_;
};

}  // namespace detail

/// Shapes and lines in declaration order.
inline Shapes shapes_of(const core::Definition& d, const Overlay& overlay = {}) {
    return detail::ShapeMaker(d, overlay).run();
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
