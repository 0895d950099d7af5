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
