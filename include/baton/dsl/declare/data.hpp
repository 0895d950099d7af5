// The words of data: items, associations (BPMN 2.0.2, 10.4) and mappings of variables.
#ifndef BATON_DSL_DECLARE_DATA_HPP
#define BATON_DSL_DECLARE_DATA_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "put.hpp"

namespace baton::inline BATON_ABI::dsl::declare::vocabulary {

// --- items ---

namespace detail_of_data {
template <class... Words>
core::DataItem item(core::data_kind kind, std::string_view id, const Words&... words) {
    Draft d = detail::drafted<place::data>(id, words...);
    d.item.kind = kind;
    d.item.id = id;
    d.item.name = std::move(d.node.title);
    return std::move(d.item);
}
inline constexpr std::uint64_t holders = place::containers | place::activities;
inline constexpr std::uint64_t users = place::activities | place::process | place::global_task;
}  // namespace detail_of_data

template <class... Words>
auto property(std::string_view id, const Words&... words) {
    return say<detail_of_data::holders | place::catching | place::throwing>(
        [i = detail_of_data::item(core::data_kind::property, id, words...)](auto& d) { d.node.items.push_back(i); });
}
template <class... Words>
auto data_object(std::string_view id, const Words&... words) {
    return say<place::containers>(
        [i = detail_of_data::item(core::data_kind::data_object, id, words...)](auto& d) { d.node.items.push_back(i); });
}
template <class... Words>
auto data_store(std::string_view id, const Words&... words) {
    return say<place::containers>(
        [i = detail_of_data::item(core::data_kind::data_store, id, words...)](auto& d) { d.stores.push_back(i); });
}
template <class... Words>
auto data_input(std::string_view id, const Words&... words) {
    return say<detail_of_data::users | place::throwing>(
        [i = detail_of_data::item(core::data_kind::input, id, words...)](auto& d) { d.node.data.inputs.push_back(i); });
}
template <class... Words>
auto data_output(std::string_view id, const Words&... words) {
    return say<detail_of_data::users | place::catching>(
        [i = detail_of_data::item(core::data_kind::output, id, words...)](auto& d) {
            d.node.data.outputs.push_back(i);
        });
}
/// A data object as it is drawn at one place: data_object_reference("r", of("order"), state("paid")).
template <class... Words>
auto data_object_reference(std::string_view id, const Words&... words) {
    return say<place::containers>([r = detail::drafted<place::data>(id, words...)](auto& d) {
        d.references.push_back({r.node.id, r.node.title, r.host.empty() ? r.node.id : r.host, r.handler, false, {}});
    });
}
template <class... Words>
auto data_store_reference(std::string_view id, const Words&... words) {
    return say<place::containers>([r = detail::drafted<place::data>(id, words...)](auto& d) {
        d.references.push_back({r.node.id, r.node.title, r.host.empty() ? r.node.id : r.host, r.handler, true, {}});
    });
}
/// What a reference refers to; the process of a participant.
inline auto of(std::string_view id) {
    return say<place::data | place::participant>([=](auto& d) { d.host = id; });
}
inline auto state(std::string_view name) {
    return say<place::data>([=](auto& d) { d.handler = name; });
}
inline constexpr auto collection = say<place::data>([](auto& d) { d.item.is_collection = true; });
inline constexpr auto may_be_missing = say<place::data>([](auto& d) { d.item.optional = true; });

// --- associations ---

/// input_association(from("order"), to("input")), with transformed_by("=…") or assigns("=…", "input.id").
template <class... Words>
auto input_association(const Words&... words) {
    return say<place::activities | place::throwing>([a = detail::drafted<place::association>({}, words...)](auto& d) {
        d.node.data.input_associations.push_back(a.data);
    });
}
template <class... Words>
auto output_association(const Words&... words) {
    return say<place::activities | place::catching>([a = detail::drafted<place::association>({}, words...)](auto& d) {
        d.node.data.output_associations.push_back(a.data);
    });
}
template <class... Text>
auto from(const Text&... source) {
    return say<place::association>([=](auto& d) { (d.data.sources.emplace_back(std::string_view(source)), ...); });
}
inline auto to(std::string_view target) {
    return say<place::association>([=](auto& d) { d.data.target = target; });
}
inline auto transformed_by(formula f) {
    return say<place::association>([=](auto& d) { d.data.transformation = f.stored(); });
}
inline auto assigns(formula value, std::string_view path) {
    return say<place::association>([=](auto& d) { d.data.assignments.push_back({value.stored(), std::string(path)}); });
}

// --- mappings ---

/// What a mapping takes: an expression or literal text, or one of the sources below.
struct source {
    core::Mapping mapping;
    // NOLINTBEGIN(google-explicit-constructor): texts are meant to be written as they are
    source(formula f) { mapping.source = f.stored(); }
    source(const char* text) : source(formula(text)) {}
    source(std::string_view text) : source(formula(text)) {}
    source(const std::string& text) : source(formula(text)) {}
    source(core::Mapping m) : mapping(std::move(m)) {}
    // NOLINTEND(google-explicit-constructor)
    [[nodiscard]] core::Mapping into(std::string_view target) const {
        core::Mapping m = mapping;
        m.target = target;
        return m;
    }
};
/// The variable of that name.
inline source variable(std::string_view name) {
    core::Mapping m;
    m.variable = name;
    return m;
}
/// A list of values, each literal or computed.
template <class... Values>
source list_of(const Values&... values) {
    core::Mapping m;
    m.is_list = true;
    (m.entries.emplace_back(std::string(), formula(values).stored()), ...);
    return m;
}
inline std::pair<std::string, core::ExpressionText> entry_of(std::string_view name, formula value) {
    return {std::string(name), value.stored()};
}
/// Named entries: entries_of(entry_of("id", "=id"), …).
template <class... Entries>
source entries_of(const Entries&... entries) {
    core::Mapping m;
    (m.entries.push_back(entries), ...);
    return m;
}
/// Every variable.
struct everything_word {};
inline constexpr everything_word everything{};
struct business_key_word {
    formula value;
};
inline business_key_word business_key(formula value) { return {value}; }

inline constexpr std::uint64_t mapped =
    place::activities | place::event_sub_process | place::catching | place::throwing;
/// Into the element's own scope, before it runs.
inline auto input(const source& from, std::string_view target) {
    return say<mapped | place::connector>(
        [m = from.into(target)](auto& d) { d.node.data.input_mappings.push_back(m); });
}
/// Out of it, when it is done.
inline auto output(const source& from, std::string_view target) {
    return say<mapped | place::connector>(
        [m = from.into(target)](auto& d) { d.node.data.output_mappings.push_back(m); });
}
/// What an event sends along, or takes: inside of on_… and throws_….
inline auto payload(const source& from, std::string_view target) {
    return say<place::trigger>([m = from.into(target)](auto& d) { d.node.events.back().payload.push_back(m); });
}

}  // namespace baton::inline BATON_ABI::dsl::declare::vocabulary

#endif
