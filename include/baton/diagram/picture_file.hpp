// Pictures in files: written in the format that the name's ending says, and checked against the definition.
#ifndef BATON_DIAGRAM_PICTURE_FILE_HPP
#define BATON_DIAGRAM_PICTURE_FILE_HPP

#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "dot.hpp"
#include "mermaid.hpp"
#include "outline.hpp"

#if defined(BATON_HAS_GRAPHVIZ)
#include "graphviz.hpp"
#endif

namespace baton::inline BATON_ABI::diagram {

/// The picture in the format of that ending: dot or gv, mmd, txt; svg and png when the program links baton::diagram,
/// which defines BATON_HAS_GRAPHVIZ. BTN401 for any other.
inline std::string picture(std::string_view ending, const core::Definition& d, const Overlay& overlay = {}) {
    if (ending == "dot" || ending == "gv") return dot(d, overlay);
    if (ending == "mmd") return mermaid(d, overlay);
    if (ending == "txt") return outline(d, overlay);
#if defined(BATON_HAS_GRAPHVIZ)
    if (ending == "svg") return svg(d, overlay);
    if (ending == "png") return png(d, overlay);
#endif
    throw core::error(core::error_code::the_picture_cannot_be_drawn, {},
                      "no writer for '." + std::string(ending) +
                          "': .dot, .gv, .mmd and .txt are always there, .svg and .png where baton::diagram is linked");
}

namespace detail {
inline std::string ending_of(const std::string& path) {
    const std::size_t dot_at = path.rfind('.');
    return dot_at == std::string::npos ? std::string() : path.substr(dot_at + 1);
}
}  // namespace detail

/// BTN401, BTN222.
inline void write_picture(const std::string& path, const core::Definition& d, const Overlay& overlay = {}) {
    core::replace_file(path, picture(detail::ending_of(path), d, overlay));
}

/// Whether the file holds the picture of this definition. An SVG is compared by the mark of what it was drawn from, so
/// that another version of Graphviz or another font makes no difference; everything else byte by byte.
inline bool is_current(const std::string& path, const core::Definition& d, const Overlay& overlay = {}) {
    const std::optional<std::string> file = core::read_file_if_any(path);
    if (!file) return false;
#if defined(BATON_HAS_GRAPHVIZ)
    if (detail::ending_of(path) == "svg")
        return file->find("<!-- " + source_mark(dot(d, overlay)) + " -->") != std::string::npos;
#endif
    return *file == picture(detail::ending_of(path), d, overlay);
}

/// BTN402 when the file does not hold the picture of this definition: for builds, so that a stale picture is noticed.
inline void check_picture(const std::string& path, const core::Definition& d, const Overlay& overlay = {}) {
    if (!is_current(path, d, overlay)) throw core::error(core::error_code::the_picture_is_stale, path);
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
