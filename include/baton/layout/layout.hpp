// The Layout: where the elements of a Definition stand in its pictures, as BPMN files say it (BPMN 2.0.2, 12). It names
// elements by id and has no say in what runs.
#ifndef BATON_LAYOUT_LAYOUT_HPP
#define BATON_LAYOUT_LAYOUT_HPP

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"

namespace baton::inline BATON_ABI::layout {

/// In pixels, y downwards.
struct Point {
    double x = 0, y = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Bounds {
    double x = 0, y = 0, width = 0, height = 0;
    friend bool operator==(const Bounds&, const Bounds&) = default;
};

/// A node, pool, lane, data object or artifact in a diagram.
struct Shape {
    std::string id;
    /// The id of what it shows.
    std::string element;
    Bounds bounds;
    /// Of a sub-process: drawn open. Of a pool or lane: lies. Of an exclusive gateway: with its cross. Where said.
    std::optional<bool> expanded, horizontal, marker_visible;
    std::optional<Bounds> label;
    friend bool operator==(const Shape&, const Shape&) = default;
};

/// A flow or association in a diagram.
struct Edge {
    std::string id;
    std::string element;
    /// Two or more, from source to target.
    std::vector<Point> points;
    std::optional<Bounds> label;
    friend bool operator==(const Edge&, const Edge&) = default;
};

struct Diagram {
    std::string id, name;
    /// Its plane, and the process, collaboration or sub-process that the plane shows.
    std::string plane, element;
    /// In the order in which they are drawn.
    std::vector<Shape> shapes;
    std::vector<Edge> edges;
    friend bool operator==(const Diagram&, const Diagram&) = default;
};

struct Layout {
    std::vector<Diagram> diagrams;

    [[nodiscard]] bool empty() const { return diagrams.empty(); }
    /// The first shape of the element, or nullptr. Linear.
    [[nodiscard]] const Shape* shape_of(std::string_view element) const {
        for (const Diagram& d : diagrams)
            for (const Shape& s : d.shapes)
                if (s.element == element) return &s;
        return nullptr;
    }
    /// The first edge of the element, or nullptr. Linear.
    [[nodiscard]] const Edge* edge_of(std::string_view element) const {
        for (const Diagram& d : diagrams)
            for (const Edge& e : d.edges)
                if (e.element == element) return &e;
        return nullptr;
    }
    friend bool operator==(const Layout&, const Layout&) = default;
};

}  // namespace baton::inline BATON_ABI::layout

#endif
