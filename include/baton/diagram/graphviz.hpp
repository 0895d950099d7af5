// Pictures as SVG and PNG, drawn by Graphviz (link baton::diagram).
#ifndef BATON_DIAGRAM_GRAPHVIZ_HPP
#define BATON_DIAGRAM_GRAPHVIZ_HPP

#include <cgraph.h>
#include <gvc.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "../config.hpp"
#include "../core/check/names.hpp"
#include "../core/error.hpp"
#include "dot.hpp"
#include "outline.hpp"
#include "render_thread.hpp"

namespace baton::inline BATON_ABI::diagram {

namespace detail {

[[noreturn]] inline void fail_drawing(std::string_view what) {
    throw core::error(core::error_code::the_picture_cannot_be_drawn, {}, std::string(what));
}

inline std::string render_here(const std::string& dot_text, const char* format) {
    const std::unique_ptr<GVC_t, int (*)(GVC_t*)> context(gvContext(), gvFreeContext);
    if (!context) fail_drawing("no Graphviz context");
    const std::unique_ptr<Agraph_t, int (*)(Agraph_t*)> picture(agmemread(dot_text.c_str()), agclose);
    if (!picture) fail_drawing("the DOT text is not understood");
    if (gvLayout(context.get(), picture.get(), "dot") != 0) fail_drawing("no layout was found");
    char* data = nullptr;
    unsigned length = 0;
    const int failed = gvRenderData(context.get(), picture.get(), format, &data, &length);
    const std::unique_ptr<char, void (*)(char*)> bytes(data, gvFreeRenderData);
    gvFreeLayout(context.get(), picture.get());
    if (failed != 0 || !bytes) fail_drawing(std::string("no renderer for ") + format);
    return {bytes.get(), length};
}
inline std::string render(const std::string& dot_text, const char* format) {
    return RenderThread::instance().run([&dot_text, format] { return render_here(dot_text, format); });
}

inline std::string xml_escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '"': out += "&quot;"; break;
            default: out += c;
        }
    }
    return out;
}

}  // namespace detail

/// A name for what a picture was drawn from; it stands in the SVG, so that a stale one is found without drawing again.
inline std::string source_mark(const std::string& dot_text) {
    static constexpr char digits[] = "0123456789abcdef";
    const std::uint64_t hash = core::check::hash_of(dot_text);
    std::string mark = "baton diagram 1 ";
    for (int shift = 60; shift >= 0; shift -= 4) mark += digits[(hash >> shift) & 15];
    return mark;
}

/// A self-contained SVG with the outline as its description. BTN401. Thread-safe.
inline std::string svg(const core::Definition& d, const Overlay& overlay = {}) {
    const std::string source = dot(d, overlay);
    std::string drawn = detail::render(source, "svg");
    const std::size_t body = drawn.find("<svg");
    if (body == std::string::npos) detail::fail_drawing("Graphviz gave no SVG");
    // Its own comments name its version; the picture should not change with that.
    std::string out = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- " + source_mark(source) + " -->\n";
    const std::size_t tag_end = drawn.find('>', body);
    out += "<svg role=\"img\"" + drawn.substr(body + 4, tag_end - body - 3) + "\n<title>" + detail::xml_escaped(d.id) +
           "</title>\n<desc>" + detail::xml_escaped(outline(d, overlay)) + "</desc>" + drawn.substr(tag_end + 1);
    for (std::size_t at = out.find("<!--", 80); at != std::string::npos; at = out.find("<!--", at)) {
        const std::size_t end = out.find("-->", at);
        out.erase(at, end + 3 - at + (out.compare(end + 3, 1, "\n") == 0 ? 1 : 0));
    }
    return out;
}

/// PNG bytes. BTN401. Thread-safe.
inline std::string png(const core::Definition& d, const Overlay& overlay = {}) {
    return detail::render(dot(d, overlay), "png");
}

}  // namespace baton::inline BATON_ABI::diagram

#endif
