// Writes words into a draft.
#ifndef BATON_DSL_DECLARE_PUT_HPP
#define BATON_DSL_DECLARE_PUT_HPP

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "draft.hpp"

namespace baton::inline BATON_ABI::dsl::declare {

/// The key of a C++ function that is bound when the model is deployed: `when(bound("wants foam"))`, `bound("brew")`.
struct bound_key {
    using baton_word = void;
    std::string_view key;
};
template <>
inline constexpr std::uint64_t detail::places_of<bound_key> = place::tasks | place::global_task;

namespace detail {

template <class Test>
core::Condition condition_of(const condition_word<Test>& word) {
    core::Condition c{word.kind, {}, std::string(word.key)};
    if constexpr (std::is_same_v<Test, bound_key>) {
        c.text = word.test.key;
    } else if constexpr (std::is_convertible_v<const Test&, formula>) {
        const formula f = word.test;
        c = {core::condition_kind::expression, std::string(f.language), std::string(f.text)};
    } else {
        static_assert(std::is_same_v<Test, no_test>,
                      "BTN030: a process names its functions: when(bound(\"key\")), and its expressions: when(\"=…\")");
    }
    return c;
}

template <class Visit>
void for_each_word(const word_list<>&, Visit) {}
template <class First, class... Rest, class Visit>
void for_each_word(const word_list<First, Rest...>& words, Visit visit) {
    visit(words.first);
    for_each_word(words.rest, visit);
}

template <core::event_kind Kind, bool Throws, bool Own>
void put_event(Draft& d, const event_part<Kind, Throws, Own>& word) {
    constexpr std::uint64_t inside = place::throwing | place::catching | place::loop;
    if ((d.place & inside) != 0)
        d.node.events.push_back(word.draft.node.events.front());
    else
        d.boundaries.push_back(word.draft);
}

template <std::uint64_t Place, class Word>
void put(Draft& d, const Word& word);

/// The draft of a boundary event with one event definition, which words speak of.
template <class... Words>
Draft boundary_draft(core::EventDefinition event, const Words&... words) {
    Draft own;
    own.place = place::boundary_event;
    own.node.kind = core::node_kind::boundary_event;
    own.node.events.push_back(std::move(event));
    (put<place::trigger | place::attached>(own, words), ...);
    return own;
}
inline core::EventDefinition event_named(core::event_kind kind, std::string_view name) {
    core::EventDefinition e;
    e.kind = kind;
    e.name = name;
    return e;
}
/// Of an error or escalation: it is called as its code unless it is said.
inline core::EventDefinition event_coded(core::event_kind kind, std::string_view code) {
    core::EventDefinition e = event_named(kind, code);
    e.code = code;
    return e;
}

template <core::event_kind Kind, class... Words>
auto waits_for(core::EventDefinition event, const Words&... words) {
    return event_part<Kind, false, !(only_trigger<Words> && ...)>{boundary_draft(std::move(event), words...)};
}
template <core::event_kind Kind, class... Words>
auto throws_it(core::EventDefinition event, const Words&... words) {
    Draft own;
    own.node.events.push_back(std::move(event));
    (put<place::trigger>(own, words), ...);
    return event_part<Kind, true, false>{std::move(own)};
}

template <std::uint64_t Places, class Put>
void put_word(Draft& d, const part<Places, Put>& word) {
    word.put(d);
}
template <core::event_kind Kind, bool Throws, bool Own>
void put_word(Draft& d, const event_part<Kind, Throws, Own>& word) {
    put_event(d, word);
}
template <std::same_as<Draft> Element>
void put_word(Draft& d, const Element& element) {
    d.children.push_back(element);
}
template <class Play>
void put_word(Draft& d, const entry<Play>& element) {
    element.play(d);
}
inline void put_word(Draft& d, const title_word& word) { d.node.title = word.text; }
inline void put_word(Draft& d, const name_word& word) { d.node.id = word.id; }
inline void put_word(Draft& d, const bound_key& word) {
    d.node.body = {core::body_kind::bound, {}, std::string(word.key)};
}
template <std::size_t N>
void put_word(Draft& d, const label_words<N>& word) {
    for (const std::string_view label : word.list) d.node.labels.emplace_back(label);
}
template <class Test>
void put_word(Draft& d, const flow_word<std::string_view, Test>& word) {
    FlowDraft& f = d.flows.emplace_back();
    f.target = word.target;
    f.flow.condition = condition_of(word.condition);
}
inline void label_flow(core::Flow& f, const title_word& word) { f.title = word.text; }
inline void label_flow(core::Flow& f, const name_word& word) { f.id = word.id; }
template <class Word>
void label_flow(core::Flow&, const Word&) {
    static_assert(!is_word<Word>, "BTN030: a flow has a when(…) or otherwise first, then a title(…) and named(…)");
}
template <class Test, class... Labels>
void put_word(Draft& d, const labelled_flow_word<Test, Labels...>& word) {
    put_word(d, word.flow);
    for_each_word(word.labels, [&](const auto& label) { label_flow(d.flows.back().flow, label); });
}
inline core::EventDefinition caught_error(std::string_view code) { return event_coded(core::event_kind::error, code); }
template <class Flow>
void put_word(Draft& d, const error_word<Flow>& word) {
    put_event(d, waits_for<core::event_kind::error>(caught_error(word.code), word.flow));
}
template <class... Words>
void put_word(Draft& d, const error_words<Words...>& word) {
    Draft own = boundary_draft(caught_error(word.code));
    for_each_word(word.words, [&](const auto& w) { put<place::trigger | place::attached>(own, w); });
    put_event(d, event_part<core::event_kind::error, false, true>{std::move(own)});
}

template <std::uint64_t Place, class Word>
void put(Draft& d, const Word& word) {
    if constexpr (word_fits<Place, Word>::value) put_word(d, word);
}

/// The draft of anything, with its words.
template <std::uint64_t Place, class... Words>
Draft drafted(std::string_view id, const Words&... words) {
    Draft d;
    d.place = Place;
    d.node.id = id;
    // Not a fold: clang allows 256 operands only.
    [[maybe_unused]] const bool in_order[] = {(put<Place>(d, words), true)..., true};
    return d;
}

}  // namespace detail

}  // namespace baton::inline BATON_ABI::dsl::declare

#endif
