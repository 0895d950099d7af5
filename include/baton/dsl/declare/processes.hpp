// Processes, global tasks and what is around them: pools, lanes, message flows, correlation, artifacts.
#ifndef BATON_DSL_DECLARE_PROCESSES_HPP
#define BATON_DSL_DECLARE_PROCESSES_HPP

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "compose.hpp"
#include "elements.hpp"
#include "put.hpp"

namespace baton::inline BATON_ABI::dsl::declare {

/// A process or global task; by itself it is a Definition.
struct Declared {
    Draft draft;
    /// Throws baton::error with everything that is wrong.
    // NOLINTNEXTLINE(google-explicit-constructor): a process is a Definition
    template <class D>
    requires(std::same_as<D, core::Definition>) operator D() const {
        return detail::Composer<>().compose({draft}, {}, draft.node.id);
    }
};

template <std::same_as<Declared> Process>
void put_word(Draft& d, const Process& process) {
    d.children.push_back(process.draft);
}

namespace detail {

template <>
inline constexpr std::uint64_t places_of<Declared> = place::collaboration;

template <class... Words>
Declared global(std::string_view id, core::task_kind task, const Words&... words) {
    Draft d = element<place::global_task>(id, core::node_kind::task, task, words...);
    d.process.global_task = true;
    return {std::move(d)};
}

}  // namespace detail

namespace vocabulary {

/// A process: its elements, and words about it, in any order.
template <class... Words>
Declared process(std::string_view id, const Words&... words) {
    return {detail::element<place::process>(id, core::node_kind::sub_process, core::task_kind::none, words...)};
}
/// Tasks that call activities call (12.1).
template <class... Words>
Declared global_task(std::string_view id, const Words&... words) {
    return detail::global(id, core::task_kind::none, words...);
}
template <class... Words>
Declared global_user_task(std::string_view id, const Words&... words) {
    return detail::global(id, core::task_kind::user, words...);
}
template <class... Words>
Declared global_manual_task(std::string_view id, const Words&... words) {
    return detail::global(id, core::task_kind::manual, words...);
}
template <class... Words>
Declared global_script_task(std::string_view id, const Words&... words) {
    return detail::global(id, core::task_kind::script, words...);
}
template <class... Words>
Declared global_business_rule_task(std::string_view id, const Words&... words) {
    return detail::global(id, core::task_kind::business_rule, words...);
}
/// Processes that belong together, with what is around them. It is named("…"), else as its first process. Throws
/// baton::error with everything that is wrong.
template <class... Words>
core::Definition collaboration(const Words&... words) {
    Draft d = detail::drafted<place::collaboration>({}, words...);
    const std::string id = d.node.id.empty() && !d.children.empty() ? d.children.front().node.id : d.node.id;
    for (core::Artifact& a : d.artifacts) a.scope = d.host;
    for (core::ArtifactLink& l : d.links) l.scope = d.host;
    d.collaboration.artifacts = std::move(d.artifacts);
    d.collaboration.links = std::move(d.links);
    return detail::Composer<>().compose(d.children, d.collaboration, id);
}

// --- about a process ---

inline constexpr auto not_executable = say<place::process>([](auto& d) { d.process.executable = false; });
inline auto version_tag(std::string_view text) {
    return say<place::process | place::global_task>([=](auto& d) { d.process.version_tag = text; });
}
/// lane("staff", title("Staff"), has("check", "ship"), lane("boss", has("approve"))).
template <class... Words>
auto lane(std::string_view id, const Words&... words) {
    return say<place::process | place::lane>([l = detail::drafted<place::lane>(id, words...)](auto& d) {
        d.lanes.push_back({l.node.id, l.node.title, {}, d.place == place::lane ? d.node.id : std::string(), l.names});
        d.lanes.insert(d.lanes.end(), l.lanes.begin(), l.lanes.end());
    });
}
/// The elements of a lane; the properties of a correlation key.
template <class... Text>
auto has(const Text&... id) {
    return say<place::lane | place::correlation>([=](auto& d) { (d.names.emplace_back(std::string_view(id)), ...); });
}

// --- artifacts ---

inline constexpr std::uint64_t drawing = place::containers | place::collaboration;
inline auto text_annotation(std::string_view id, std::string_view text) {
    return say<drawing>([=](auto& d) { d.artifacts.push_back({std::string(id), std::string(text), false, {}}); });
}
/// A group; the text is the value of its category.
inline auto group_artifact(std::string_view id, std::string_view text) {
    return say<drawing>([=](auto& d) { d.artifacts.push_back({std::string(id), std::string(text), true, {}}); });
}
/// association("note", "check", named("a1"), one_way).
template <class... Words>
auto association(std::string_view source, std::string_view target, const Words&... words) {
    const Draft a = detail::drafted<place::artifact>({}, words...);
    const auto direction = a.both_ways ? core::link_direction::both
                           : a.one_way ? core::link_direction::one
                                       : core::link_direction::none;
    return say<drawing>([link = core::ArtifactLink{a.node.id, std::string(source), std::string(target), direction, {}}](
                            auto& d) { d.links.push_back(link); });
}
inline constexpr auto one_way = say<place::artifact>([](auto& d) { d.one_way = true; });
inline constexpr auto both_ways = say<place::artifact>([](auto& d) { d.both_ways = true; });

// --- pools and messages between them ---

/// The id of the collaboration itself, in which its artifacts stand.
inline auto collaboration_id(std::string_view id) {
    return say<place::collaboration>([=](auto& d) { d.host = id; });
}

/// participant("bank"), a black box; participant("shop", title("The shop"), of("order")).
template <class... Words>
auto participant(std::string_view id, const Words&... words) {
    return say<place::collaboration>([p = detail::drafted<place::participant>(id, words...)](auto& d) {
        d.collaboration.participants.push_back({p.node.id, p.node.title, p.host});
    });
}
/// message_flow("ask", "asked", message("order")).
template <class... Words>
auto message_flow(std::string_view source, std::string_view target, const Words&... words) {
    return say<place::collaboration>([source, target, f = detail::drafted<place::message_flow>({}, words...)](auto& d) {
        d.collaboration.message_flows.push_back({f.node.id, f.node.title, std::string(source), std::string(target),
                                                 f.node.events.empty() ? std::string() : f.node.events.front().name});
    });
}

// --- correlation ---

/// correlation_property("number", retrieval("order", "=id"), retrieval("paid", "=order.id")).
template <class... Words>
auto correlation_property(std::string_view id, const Words&... words) {
    return say<place::collaboration>([p = detail::drafted<place::correlation>(id, words...)](auto& d) {
        d.collaboration.properties.push_back({p.node.id, p.node.title, p.retrievals});
    });
}
inline auto retrieval(std::string_view message, formula path) {
    return say<place::correlation>([=](auto& d) { d.retrievals.push_back({std::string(message), path.stored()}); });
}
/// correlation_key("by number", has("number")).
template <class... Words>
auto correlation_key(std::string_view id, const Words&... words) {
    return say<place::collaboration>([k = detail::drafted<place::correlation>(id, words...)](auto& d) {
        d.collaboration.keys.push_back({k.node.id, k.node.title, k.names});
    });
}
/// Of a process: messages are taken only when the properties of the key have these values in it:
/// correlates("by number", is("number", "=id")).
template <class... Words>
auto correlates(std::string_view key, const Words&... words) {
    return say<place::process>([key, c = detail::drafted<place::correlation>({}, words...)](auto& d) {
        d.process.correlations.push_back({std::string(key), c.bindings});
    });
}
inline auto is(std::string_view property, formula value) {
    return say<place::correlation>([=](auto& d) { d.bindings.emplace_back(property, value.stored()); });
}

}  // namespace vocabulary

}  // namespace baton::inline BATON_ABI::dsl::declare

#endif
