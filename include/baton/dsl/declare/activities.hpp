// The words of activities: loops, people, services, calls, quantities.
#ifndef BATON_DSL_DECLARE_ACTIVITIES_HPP
#define BATON_DSL_DECLARE_ACTIVITIES_HPP

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "../../config.hpp"
#include "data.hpp"
#include "put.hpp"

namespace baton::inline BATON_ABI::dsl::declare::vocabulary {

/// Expressions in a language that is said.
inline formula feel(std::string_view text) { return {"feel", text}; }
inline formula juel(std::string_view text) { return {"juel", text}; }
inline formula in_language(std::string_view language, std::string_view text) { return {language, text}; }
/// A C++ function, bound by that key.
constexpr bound_key bound(std::string_view key) { return {key}; }

inline constexpr std::uint64_t anything = place::nodes | place::process | place::global_task | place::attached;
inline auto documentation(std::string_view text) {
    return say<anything>([=](auto& d) { d.node.documentation = text; });
}
/// A name and a text for whoever does the work (task headers, properties, fields).
inline auto header(std::string_view name, std::string_view text) {
    return say<anything & ~place::process>([=](auto& d) { d.node.properties.emplace_back(name, text); });
}
/// Where a durable service commits.
inline constexpr auto async_before = say<place::nodes | place::attached>([](auto& d) { d.node.async_before = true; });
inline constexpr auto async_after = say<place::nodes | place::attached>([](auto& d) { d.node.async_after = true; });

// --- loops ---

namespace detail_of_loops {
inline void use(Draft& d, core::loop_kind kind) {
    core::loop_kind& now = d.node.loop.kind;
    if (now != core::loop_kind::none && (now == core::loop_kind::standard) != (kind == core::loop_kind::standard))
        d.says_two_loops = true;
    if (now == core::loop_kind::none || kind == core::loop_kind::sequential) now = kind;
}
/// A collection or result is named, or computed.
inline void name_or_formula(formula f, std::string& name, core::ExpressionText& computed) {
    if (!f.language.empty() || core::is_computed(f.text))
        computed = f.stored();
    else
        name = f.text;
}
}  // namespace detail_of_loops

/// Again as long as it holds.
inline auto loop_while(formula condition) {
    return say<place::activities>([=](auto& d) {
        detail_of_loops::use(d, core::loop_kind::standard);
        d.node.loop.condition = condition.stored();
    });
}
/// The condition of the loop is asked before the first turn too.
inline constexpr auto test_before = say<place::activities>([](auto& d) {
    detail_of_loops::use(d, core::loop_kind::standard);
    d.node.loop.test_before = true;
});
inline auto loop_maximum(formula count) {
    return say<place::activities>([=](auto& d) {
        detail_of_loops::use(d, core::loop_kind::standard);
        d.node.loop.count = count.stored();
    });
}
/// One instance for each item of a collection, which is named or computed.
inline auto for_each(std::string_view item, formula items) {
    return say<place::activities>([=](auto& d) {
        detail_of_loops::use(d, core::loop_kind::parallel);
        d.node.loop.element = item;
        detail_of_loops::name_or_formula(items, d.node.loop.collection, d.node.loop.collection_expression);
    });
}
/// So many instances.
inline auto times(formula count) {
    return say<place::activities>([=](auto& d) {
        detail_of_loops::use(d, core::loop_kind::parallel);
        d.node.loop.count = count.stored();
    });
}
/// A second name of the item of for_each.
inline auto item_alias(std::string_view name) {
    return say<place::activities>([=](auto& d) { d.node.loop.element_alias = name; });
}
/// One after another: the instances, or the activities of an ad-hoc sub-process.
inline constexpr auto sequentially = say<place::activities>([](auto& d) {
    if (d.node.kind == core::node_kind::ad_hoc_sub_process && d.node.loop.kind == core::loop_kind::none)
        d.node.sequential = true;
    else
        detail_of_loops::use(d, core::loop_kind::sequential);
});
/// Side by side: the instances, which they are unless `sequentially` is said. Of an event gateway that starts
/// instances: all of its events are waited for.
inline constexpr auto in_parallel = say<place::activities | place::event_gateway>([](auto& d) {
    if (d.node.kind == core::node_kind::event_gateway)
        d.node.parallel = true;
    else if (d.node.kind != core::node_kind::ad_hoc_sub_process || d.node.loop.kind != core::loop_kind::none)
        detail_of_loops::use(d, core::loop_kind::parallel);
});
/// The results, by index: into that collection, the variable or the expression of each instance.
inline auto collects(std::string_view into, formula result) {
    return say<place::activities>([=](auto& d) {
        d.node.loop.output_collection = into;
        detail_of_loops::name_or_formula(result, d.node.loop.output_element, d.node.loop.output_expression);
    });
}
/// The rest of the instances is cancelled when it holds; of an ad-hoc sub-process without a loop: of its activities.
inline auto completion_condition(formula condition) {
    return say<place::activities>([=](auto& d) {
        if (d.node.kind == core::node_kind::ad_hoc_sub_process && d.node.loop.kind == core::loop_kind::none)
            d.node.condition = condition.stored();
        else
            d.node.loop.condition = condition.stored();
    });
}
/// Of an ad-hoc sub-process: what runs when the condition holds is left to finish.
inline constexpr auto keep_remaining = say<place::ad_hoc_sub_process>([](auto& d) { d.node.cancel_remaining = false; });
/// What completed instances throw: each of them, the first, or those after which a condition holds.
template <core::event_kind Kind>
auto each_throws(const event_part<Kind, true, false>& event) {
    static_assert((detail::places_of_event(Kind, true) & place::loop) != 0, "BTN030: an instance cannot throw this");
    return say<place::activities>([e = event.draft.node.events.front()](auto& d) {
        d.node.loop.behavior = core::loop_behavior::none;
        d.node.loop.event.push_back(e);
    });
}
template <core::event_kind Kind>
auto first_throws(const event_part<Kind, true, false>& event) {
    static_assert((detail::places_of_event(Kind, true) & place::loop) != 0, "BTN030: an instance cannot throw this");
    return say<place::activities>([e = event.draft.node.events.front()](auto& d) {
        d.node.loop.behavior = core::loop_behavior::one;
        d.node.loop.event.push_back(e);
    });
}
template <core::event_kind Kind>
auto throws_when(formula condition, const event_part<Kind, true, false>& event) {
    static_assert((detail::places_of_event(Kind, true) & place::loop) != 0, "BTN030: an instance cannot throw this");
    return say<place::activities>([condition, e = event.draft.node.events.front()](auto& d) {
        d.node.loop.behavior = core::loop_behavior::complex;
        d.node.loop.complex.push_back({condition.stored(), e});
    });
}

// --- compensation, quantities, starts ---

/// Runs only to undo what it is said to compensate.
inline constexpr auto for_compensation = say<place::activities>([](auto& d) { d.node.for_compensation = true; });
inline auto start_quantity(std::int64_t tokens) {
    return say<place::activities>([=](auto& d) { d.node.start_quantity = tokens; });
}
inline auto completion_quantity(std::int64_t tokens) {
    return say<place::activities>([=](auto& d) { d.node.completion_quantity = tokens; });
}
/// A receive task or an event gateway that starts instances.
inline constexpr auto instantiate =
    say<place::receive_task | place::event_gateway>([](auto& d) { d.node.instantiate = true; });
/// When the tokens that have arrived at a complex gateway go on.
inline auto activation_condition(formula condition) {
    return say<place::complex_gateway>([=](auto& d) { d.node.condition = condition.stored(); });
}

// --- services and scripts: the name by which the body is bound ---

inline constexpr std::uint64_t serving = place::tasks | place::global_task | place::throwing;
inline auto implementation(std::string_view kind, std::string_view text) {
    return say<serving>([=](auto& d) {
        d.node.implementation.kind = kind;
        d.node.implementation.text = text;
    });
}
/// The type of a job; of a data item, its structure.
inline auto type(std::string_view text) {
    return say<serving | place::data>([=](auto& d) {
        if (d.place == place::data) {
            d.item.type = text;
        } else {
            d.node.implementation.kind = "type";
            d.node.implementation.text = text;
        }
    });
}
inline auto topic(std::string_view text) { return implementation("topic", text); }
inline auto java_class(std::string_view text) { return implementation("class", text); }
inline auto delegate_expression(std::string_view text) { return implementation("delegate-expression", text); }
inline auto expression(std::string_view text) { return implementation("expression", text); }
inline auto decision(std::string_view id) { return implementation("decision", id); }
inline auto operation(std::string_view name) { return implementation("operation", name); }
/// connector("http", input("=url", "url"), output("=body", "answer")).
template <class... Words>
auto connector(std::string_view id, const Words&... words) {
    return say<serving>([c = detail::drafted<place::connector>(id, words...)](auto& d) {
        d.node.implementation.kind = "connector";
        d.node.implementation.text = c.node.id;
        d.node.implementation.inputs = c.node.data.input_mappings;
        d.node.implementation.outputs = c.node.data.output_mappings;
    });
}
inline auto result_into(std::string_view variable) {
    return say<serving>([=](auto& d) { d.node.implementation.result_variable = variable; });
}
/// How often and when it is tried again: "3", "R3/PT10S".
inline auto retries(std::string_view text) {
    return say<place::nodes | place::global_task>([=](auto& d) { d.node.retry = text; });
}
/// script("=a + b"), script(in_language("javascript", "a + b")).
inline auto script(formula text) {
    return say<place::script_task | place::global_task>([=](auto& d) {
        d.node.body = {core::body_kind::expression, std::string(text.language), std::string(text.text)};
    });
}

// --- people ---

inline constexpr std::uint64_t asking = place::user_task | place::global_task;
inline auto assignee(std::string_view user) {
    return say<asking>([=](auto& d) { d.node.people.assignee = user; });
}
template <class... Text>
auto candidate_users(const Text&... user) {
    return say<asking>([=](auto& d) { (d.node.people.candidate_users.emplace_back(std::string_view(user)), ...); });
}
template <class... Text>
auto candidate_groups(const Text&... group) {
    return say<asking>([=](auto& d) { (d.node.people.candidate_groups.emplace_back(std::string_view(group)), ...); });
}
inline auto due_date(std::string_view text) {
    return say<asking>([=](auto& d) { d.node.people.due_date = text; });
}
inline auto follow_up_date(std::string_view text) {
    return say<asking>([=](auto& d) { d.node.people.follow_up_date = text; });
}
inline auto priority(std::string_view text) {
    return say<asking>([=](auto& d) { d.node.people.priority = text; });
}
inline auto form_key(std::string_view text) {
    return say<asking | place::start_event>([=](auto& d) { d.node.people.form_key = text; });
}
/// A field of a form: field("amount", "long", title("Amount"), required, constraint("max", "100")).
template <class... Words>
core::FormField field(std::string_view id, std::string_view kind, const Words&... words) {
    Draft d = detail::drafted<place::field>(id, words...);
    d.form_field.id = id;
    d.form_field.type = kind;
    d.form_field.label = d.node.title;
    return std::move(d.form_field);
}
template <std::same_as<core::FormField>... Fields>
auto form(const Fields&... fields) {
    return say<asking | place::start_event>([=](auto& d) { (d.node.people.fields.push_back(fields), ...); });
}
inline auto constraint(std::string_view name, std::string_view value) {
    return say<place::field>([=](auto& d) { d.form_field.constraints.emplace_back(name, value); });
}
inline constexpr auto required =
    say<place::field>([](auto& d) { d.form_field.constraints.emplace_back("required", "true"); });
inline constexpr auto read_only =
    say<place::field>([](auto& d) { d.form_field.constraints.emplace_back("readonly", "true"); });
inline auto default_value(formula value) {
    return say<place::field>([=](auto& d) { d.form_field.default_value = value.stored(); });
}
inline auto choice(std::string_view id, std::string_view text) {
    return say<place::field>([=](auto& d) { d.form_field.choices.emplace_back(id, text); });
}
inline auto field_property(std::string_view name, std::string_view value) {
    return say<place::field>([=](auto& d) { d.form_field.properties.emplace_back(name, value); });
}

// --- calls ---

/// calls("billing"), calls("billing", version("3")): the version is the latest unless another is said.
struct binding_word {
    std::string_view binding, version;
};
inline binding_word version(std::string_view number) { return {"version", number}; }
inline binding_word tagged(std::string_view tag) { return {"version-tag", tag}; }
inline constexpr binding_word latest{"latest", {}}, same_deployment{"deployment", {}};
inline auto calls(std::string_view process, binding_word binding = {}) {
    return say<place::call_activity>([=](auto& d) {
        d.node.call.called = process;
        d.node.call.binding = binding.binding;
        d.node.call.version = binding.version;
    });
}

namespace detail_of_calls {
template <class D>
void pass(D& d, core::Mapping m) {
    d.passes_said = true;
    d.node.call.in.push_back(std::move(m));
}
template <class D>
void take(D& d, core::Mapping m) {
    d.takes_said = true;
    d.node.call.out.push_back(std::move(m));
}
/// A plain name is a variable.
inline core::Mapping taken(const source& from, std::string_view target) {
    core::Mapping m = from.into(target);
    if (m.source.language.empty() && !m.source.text.empty() && !core::is_computed(m.source.text)) {
        m.variable = m.source.text;
        m.source.text.clear();
    }
    return m;
}
inline core::Mapping all() {
    core::Mapping m;
    m.all = true;
    return m;
}
}  // namespace detail_of_calls

/// A variable, or an expression, as a variable of what is called. Nothing said: every variable goes in.
inline auto passes(const source& from, std::string_view target) {
    return say<place::call_activity>(
        [m = detail_of_calls::taken(from, target)](auto& d) { detail_of_calls::pass(d, m); });
}
inline auto passes(std::string_view variable) { return passes(variable, variable); }
inline auto passes(everything_word) {
    return say<place::call_activity>([](auto& d) { detail_of_calls::pass(d, detail_of_calls::all()); });
}
inline auto passes(business_key_word key) {
    return say<place::call_activity>([=](auto& d) {
        core::Mapping m;
        m.business_key = true;
        m.source = key.value.stored();
        detail_of_calls::pass(d, std::move(m));
    });
}
inline constexpr auto passes_nothing = say<place::call_activity>([](auto& d) { d.passes_said = true; });
/// Every variable goes in, whatever mappings there are beside.
inline constexpr auto passes_all = say<place::call_activity>([](auto& d) { d.node.call.passes_all_in = true; });
/// The same for what comes back.
inline auto takes(const source& from, std::string_view target) {
    return say<place::call_activity>(
        [m = detail_of_calls::taken(from, target)](auto& d) { detail_of_calls::take(d, m); });
}
inline auto takes(std::string_view variable) { return takes(variable, variable); }
inline auto takes(everything_word) {
    return say<place::call_activity>([](auto& d) { detail_of_calls::take(d, detail_of_calls::all()); });
}
inline constexpr auto takes_nothing = say<place::call_activity>([](auto& d) { d.takes_said = true; });
inline constexpr auto takes_all = say<place::call_activity>([](auto& d) { d.node.call.passes_all_out = true; });

}  // namespace baton::inline BATON_ABI::dsl::declare::vocabulary

#endif
