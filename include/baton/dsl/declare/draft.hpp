// What the words of a process write into: plain values, by name; compose.hpp turns them into a Definition.
#ifndef BATON_DSL_DECLARE_DRAFT_HPP
#define BATON_DSL_DECLARE_DRAFT_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "../../core/definition.hpp"
#include "../entry.hpp"
#include "../words.hpp"

namespace baton::inline BATON_ABI::dsl::declare {

/// The places at which a word may stand: kinds of elements, and lists of words inside other words.
namespace place {
inline constexpr std::uint64_t bit(unsigned n) { return std::uint64_t{1} << n; }
inline constexpr std::uint64_t plain_task = bit(0), service_task = bit(1), user_task = bit(2), manual_task = bit(3),
                               script_task = bit(4), send_task = bit(5), receive_task = bit(6),
                               business_rule_task = bit(7), call_activity = bit(8), sub_process = bit(9),
                               event_sub_process = bit(10), transaction = bit(11), ad_hoc_sub_process = bit(12),
                               exclusive_gateway = bit(13), parallel_gateway = bit(14), inclusive_gateway = bit(15),
                               complex_gateway = bit(16), event_gateway = bit(17), start_event = bit(18),
                               catch_event = bit(19), throw_event = bit(20), end_event = bit(21),
                               boundary_event = bit(22), process = bit(23), collaboration = bit(24),
                               global_task = bit(25);
/// Inside on_message(…) and its like: what it waits for or throws; and the boundary event that it makes.
inline constexpr std::uint64_t trigger = bit(26), attached = bit(27);
inline constexpr std::uint64_t data = bit(28), association = bit(29), loop = bit(30), field = bit(31), lane = bit(32),
                               artifact = bit(33), participant = bit(34), message_flow = bit(35), correlation = bit(36),
                               connector = bit(37), gives = bit(38);

inline constexpr std::uint64_t tasks =
    plain_task | service_task | user_task | manual_task | script_task | send_task | receive_task | business_rule_task;
inline constexpr std::uint64_t scopes = sub_process | event_sub_process | transaction | ad_hoc_sub_process;
/// What a token runs through; may have boundary events, loops, quantities.
inline constexpr std::uint64_t activities = (tasks | call_activity | scopes) & ~event_sub_process;
inline constexpr std::uint64_t gateways =
    exclusive_gateway | parallel_gateway | inclusive_gateway | complex_gateway | event_gateway;
inline constexpr std::uint64_t catching = start_event | catch_event | boundary_event;
inline constexpr std::uint64_t throwing = throw_event | end_event;
inline constexpr std::uint64_t nodes = activities | event_sub_process | gateways | catching | throwing;
inline constexpr std::uint64_t containers = scopes | process;
}  // namespace place

/// The target of a flow is a name until all elements are known.
struct FlowDraft {
    std::string target;
    core::Flow flow;
};

/// An element as its words say it. Names of others are not looked up yet.
struct Draft {
    core::Node node;
    std::uint64_t place = 0;
    std::vector<FlowDraft> flows;
    /// Of a boundary event: its host, where it does not stand in it, its handler, and the association's id.
    std::string host, handler, association;
    /// Of an activity: its boundary events. Of a process or sub-process: what is in it.
    std::vector<Draft> boundaries, children;
    /// Of a process or sub-process.
    std::vector<core::DataItem> stores;
    std::vector<core::DataReference> references;
    std::vector<core::Artifact> artifacts;
    std::vector<core::ArtifactLink> links;
    std::vector<core::Lane> lanes;
    core::Process process;
    /// Of a collaboration.
    core::Collaboration collaboration;
    /// What smaller words write into.
    core::DataItem item;
    core::Association data;
    core::FormField form_field;
    std::vector<std::string> names;
    std::vector<core::CorrelationRetrieval> retrievals;
    std::vector<std::pair<std::string, core::ExpressionText>> bindings;
    bool both_ways = false, one_way = false, says_two_loops = false;
    /// Of a call activity: what it passes and takes was said.
    bool passes_said = false, takes_said = false;

    /// A task without a kind, as `task("…")` writes it. Defined in elements.hpp.
    template <class... Words>
    void plain_task(std::string_view id, const Words&... words);
};

/// An expression, or a text that may be one. The language is seen by its marks unless it is said.
struct formula {
    std::string_view language, text;
    // NOLINTBEGIN(google-explicit-constructor): texts are meant to be written as they are
    constexpr formula(const char* t) : text(t) {}
    constexpr formula(std::string_view t) : text(t) {}
    formula(const std::string& t) : text(t) {}
    // NOLINTEND(google-explicit-constructor)
    constexpr formula(std::string_view l, std::string_view t) : language(l), text(t) {}
    [[nodiscard]] core::ExpressionText stored() const { return {std::string(language), std::string(text)}; }
};

/// A word: where it may stand, and what it writes.
template <std::uint64_t Places, class Put>
struct part {
    using baton_word = void;
    static constexpr std::uint64_t places = Places;
    Put put;
};
template <std::uint64_t Places, class Put>
constexpr part<Places, Put> say(Put put) {
    return {put};
}

/// What an event waits for or throws. Own: words of the boundary event that it makes are among its words.
template <core::event_kind Kind, bool Throws, bool Own>
struct event_part {
    using baton_word = void;
    Draft draft;
};

namespace detail {

using core::event_kind;

/// Where an event of that kind may stand (BPMN 2.0.2, tables 10.89 to 10.93).
constexpr std::uint64_t places_of_event(event_kind kind, bool throws) {
    if (throws) switch (kind) {
            case event_kind::message:
            case event_kind::signal:
            case event_kind::escalation:
            case event_kind::compensation: return place::throwing | place::loop;
            case event_kind::link: return place::throw_event;
            default: return place::end_event;
        }
    switch (kind) {
        case event_kind::message:
        case event_kind::timer:
        case event_kind::signal:
        case event_kind::conditional: return place::catching | place::activities;
        case event_kind::link: return place::catch_event;
        case event_kind::cancel: return place::boundary_event | place::transaction;
        case event_kind::compensation: return place::start_event | place::boundary_event;
        default: return place::start_event | place::boundary_event | place::activities;
    }
}

template <class Word>
inline constexpr std::uint64_t places_of = 0;
template <std::uint64_t Places, class Put>
inline constexpr std::uint64_t places_of<part<Places, Put>> = Places;
template <event_kind Kind, bool Throws, bool Own>
inline constexpr std::uint64_t places_of<event_part<Kind, Throws, Own>> = places_of_event(Kind, Throws) &
                                                                          (Own ? place::activities : ~std::uint64_t{0});
template <>
inline constexpr std::uint64_t places_of<Draft> = place::containers;
template <class Play>
inline constexpr std::uint64_t places_of<entry<Play>> = place::containers;
template <class Target, class Test>
inline constexpr std::uint64_t places_of<flow_word<Target, Test>> = (place::nodes | place::attached) & ~place::end_event
                                                                    & ~place::event_sub_process;
template <class Test, class... Labels>
inline constexpr std::uint64_t places_of<labelled_flow_word<Test, Labels...>> = places_of<flow_word<int, Test>>;
template <>
inline constexpr std::uint64_t places_of<title_word> = ~std::uint64_t{0};
template <>
inline constexpr std::uint64_t places_of<name_word> = ~(place::nodes | place::process);
template <std::size_t N>
inline constexpr std::uint64_t places_of<label_words<N>> = place::nodes | place::attached;

/// Speaks of what is waited for or thrown, not of the boundary event.
template <class Word>
inline constexpr bool only_trigger = (places_of<Word> & place::trigger) != 0;
template <>
inline constexpr bool only_trigger<title_word> = false;
template <>
inline constexpr bool only_trigger<name_word> = false;

template <class Flow>
inline constexpr std::uint64_t places_of<error_word<Flow>> = place::activities;
template <class... Words>
inline constexpr std::uint64_t places_of<error_words<Words...>> =
    place::activities | ((only_trigger<Words> && ...) ? place::start_event | place::boundary_event : 0);

template <class Word>
inline constexpr bool is_boundary_word = false;
template <event_kind Kind, bool Own>
inline constexpr bool is_boundary_word<event_part<Kind, false, Own>> = true;
template <class Flow>
inline constexpr bool is_boundary_word<error_word<Flow>> = true;
template <class... Words>
inline constexpr bool is_boundary_word<error_words<Words...>> = true;
template <class Word>
inline constexpr bool is_flow = false;
template <class Target, class Test>
inline constexpr bool is_flow<flow_word<Target, Test>> = true;
template <class Test, class... Labels>
inline constexpr bool is_flow<labelled_flow_word<Test, Labels...>> = true;

/// Tells, in a sentence, when a word can never stand there.
template <std::uint64_t Place, class Word>
struct word_fits {
    static constexpr bool value = (places_of<Word> & Place) != 0;
    static_assert(value || is_flow<Word> || is_boundary_word<Word> || !is_word<Word>,
                  "BTN030: this word says nothing about this kind of element; docs/processes.md has the words of each");
    static_assert(value || !is_flow<Word>,
                  "BTN030: nothing is followed_by here: no sequence flow leaves an end event, an event sub-process, a "
                  "process or an event that is only waited for");
    static_assert(
        value || !is_boundary_word<Word>,
        "BTN030: this event cannot be waited for here: only activities have boundary events, a link is caught "
        "by a catch_event, cancel by a transaction, and only a boundary event is followed_by inside of its word");
    static_assert(value || is_word<Word>,
                  "BTN030: this is no word of a process, or an element where none may stand: only processes and "
                  "sub-processes hold elements");
};

}  // namespace detail

}  // namespace baton::inline BATON_ABI::dsl::declare

#endif
