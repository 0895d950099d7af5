// The diagrams of the file: where its elements stand (12.1). What is wrong here is a warning, and left out.
#ifndef BATON_BPMN_MAPPING_DIAGRAMS_HPP
#define BATON_BPMN_MAPPING_DIAGRAMS_HPP

#include <charconv>
#include <cmath>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../layout/layout.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

class DiagramReader {
public:
    explicit DiagramReader(Reading& reading) : reading_(reading) {}

    void read() {
        for (const Element e : reading_.document.root().children())
            if (e.is(Tag::BPMNDiagram)) reading_.imported.layout.diagrams.push_back(diagram(e));
    }

private:
    void warn(Element at, std::string message) {
        reading_.warn(at, "DI", error_code::the_bpmn_is_not_carried_whole, std::move(message));
    }

    layout::Diagram diagram(Element at) {
        layout::Diagram d;
        d.id = at.id();
        d.name = at.attribute("name");
        const Element plane = at.child(Tag::BPMNPlane);
        if (!plane) {
            warn(at, "a diagram without a plane shows nothing");
            return d;
        }
        d.plane = plane.id();
        d.element = shown(plane);
        for (const Element e : plane.children()) {
            if (e.is(Tag::BPMNShape))
                shape(e, d);
            else if (e.is(Tag::BPMNEdge))
                edge(e, d);
        }
        return d;
    }

    /// The id of the element that is shown; empty, with a warning, when there is none.
    std::string shown(Element at) {
        const std::string_view reference = at.attribute("bpmnElement");
        const Element e = reading_.find(reference);
        if (!e) warn(at, "'" + std::string(reference) + "', which is drawn here, is not in the file");
        return std::string(e.id());
    }

    std::optional<double> number(Element at, const char* name) {
        const std::string_view text = trimmed(at.attribute(name));
        double value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem == std::errc{} && end == text.data() + text.size() && std::isfinite(value)) return value;
        warn(at, std::string(name) + " '" + std::string(text) + "' is no number");
        return std::nullopt;
    }

    std::optional<layout::Bounds> bounds(Element at) {
        const Element e = at.child(Tag::Bounds);
        if (!e) return std::nullopt;
        const auto x = number(e, "x"), y = number(e, "y"), width = number(e, "width"), height = number(e, "height");
        if (!x || !y || !width || !height) return std::nullopt;
        return layout::Bounds{*x, *y, *width, *height};
    }

    static std::optional<bool> flag(Element at, const char* name) {
        if (!at.has(name)) return std::nullopt;
        return at.flag(name);
    }

    void shape(Element at, layout::Diagram& d) {
        layout::Shape s;
        s.id = at.id();
        s.element = shown(at);
        if (s.element.empty()) return;
        const auto box = bounds(at);
        if (!box) return warn(at, "a shape without bounds is not drawn");
        s.bounds = *box;
        s.expanded = flag(at, "isExpanded");
        s.horizontal = flag(at, "isHorizontal");
        s.marker_visible = flag(at, "isMarkerVisible");
        s.label = bounds(at.child(Tag::BPMNLabel));
        d.shapes.push_back(std::move(s));
    }

    void edge(Element at, layout::Diagram& d) {
        layout::Edge edge;
        edge.id = at.id();
        edge.element = shown(at);
        if (edge.element.empty()) return;
        for (const Element e : at.children()) {
            if (!e.is(Tag::waypoint)) continue;
            const auto x = number(e, "x"), y = number(e, "y");
            if (x && y) edge.points.push_back({*x, *y});
        }
        if (edge.points.size() < 2) return warn(at, "an edge with fewer than two points is not drawn");
        edge.label = bounds(at.child(Tag::BPMNLabel));
        d.edges.push_back(std::move(edge));
    }

    Reading& reading_;
};

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
