// Takes the words of a declaration and writes them down as rows.
//
// A declaration is played twice while it is compiled: first to count its rows, then to write them into arrays of
// exactly that size. A Builder plays it once, into vectors.
#ifndef BATON_DSL_COLLECTOR_HPP
#define BATON_DSL_COLLECTOR_HPP

#include <boost/hana/for_each.hpp>
#include <cstddef>
#include <string_view>
#include <type_traits>

#include "../config.hpp"
#include "../core/callables.hpp"
#include "../core/rows.hpp"
#include "words.hpp"

namespace baton::inline BATON_ABI::dsl {

using core::body_ref;
using core::condition_ref;
using core::error_code;
using core::no_row;
using core::node_kind;
using core::row_index;

/// What a node carries besides its row.
template <class Context, class Resources>
struct node_facts {
    body_ref<Context, Resources> body;
    std::string_view title;
    /// Of a timer boundary event: after what time it fires. Else: how long a token waits before the body runs.
    duration time;
    /// 0: not said.
    duration poll_every;
    /// Of an error boundary event: the code it catches, empty for any.
    std::string_view error;
    row_index first_label = 0, label_count = 0;
    bool concurrent = false, keep_changes = false;
    /// A problem that is seen in the words themselves.
    error_code problem = error_code::none;
};

/// What a flow carries besides its row.
template <class Context, class Resources>
struct flow_facts {
    body_ref<Context, Resources> target_body;
    std::string_view target_name;
    std::string_view key;
    condition_ref<Context> test;
};

/// What is said about the workflow as a whole.
struct options {
    std::string_view id;
    core::soundness demand = core::soundness::required;
};

struct row_counts {
    std::size_t nodes = 0, flows = 0, labels = 0;
};

namespace detail {

/// The function pointer type of a captureless lambda or stateless function object, called with const Context&.
template <class Context, class Test>
constexpr condition_ref<Context> bind_test(const Test& test) {
    if constexpr (std::is_convertible_v<const Test&, bool (*)(const Context&)>)
        return static_cast<bool (*)(const Context&)>(test);
    else if constexpr (std::is_convertible_v<const Test&, condition_ref<Context>>)
        return test;
    else if constexpr (std::is_class_v<Test> && std::is_default_constructible_v<Test> && std::is_empty_v<Test> &&
                       std::is_invocable_r_v<bool, const Test&, const Context&>)
        return +[](const Context& context) -> bool { return Test{}(context); };
    else if constexpr (std::is_class_v<Test> && std::is_invocable_r_v<bool, const Test&, const Context&>)
        return condition_ref<Context>::stateful();
    else
        return condition_ref<Context>::unfit();
}

template <class Context, class Resources, class Function>
constexpr body_ref<Context, Resources> bind_function(Function* f) {
    if constexpr (std::is_constructible_v<body_ref<Context, Resources>, Function*>)
        return f;
    else
        return body_ref<Context, Resources>::unfit();
}

}  // namespace detail

/// Writes rows into the arrays given, or only counts them where no arrays are given.
template <class Context, class Resources>
class collector {
public:
    using facts = node_facts<Context, Resources>;
    using flow = flow_facts<Context, Resources>;

    constexpr collector() = default;
    constexpr collector(core::node_row* nodes, facts* node_facts, core::flow_row* flows, flow* flow_facts,
                        std::string_view* labels)
        : nodes_(nodes), facts_(node_facts), flows_(flows), flow_facts_(flow_facts), labels_(labels) {}

    [[nodiscard]] constexpr row_counts counts() const { return counts_; }
    options said;

    /// One task or gateway with its words.
    template <class... Words>
    constexpr void node(std::string_view id, node_kind kind, body_ref<Context, Resources> body, unsigned line,
                        const Words&... words) {
        begin(id, kind, no_row, line);
        host_ = current_;
        facts_of(current_).body = body;
        facts_of(current_).first_label = static_cast<row_index>(counts_.labels);
        (add(words), ...);
        if (facts_of(host_).concurrent && !body.empty() && body.fits() && !body.only_reads())
            facts_of(host_).problem = error_code::the_concurrent_body_may_change_the_context_of;
        if (!body.fits())
            facts_of(host_).problem = body.is_stateful() ? error_code::a_stateful_callable_is_declared_at
                                                         : error_code::the_body_does_not_fit_the_context_of;
    }
    /// A task without a body.
    template <class... Words>
    constexpr void plain_task(std::string_view id, const Words&... words) {
        node(id, node_kind::task, {}, 0, words...);
    }
    /// Words about the whole workflow.
    template <class... Words>
    constexpr void option(const Words&... words) {
        (set(words), ...);
    }

private:
    constexpr void begin(std::string_view id, node_kind kind, row_index host, unsigned line) {
        current_ = static_cast<row_index>(counts_.nodes++);
        core::node_row& row = row_of(current_);
        row = {};
        row.id = id;
        row.kind = kind;
        row.host = host;
        row.line = line;
        facts_of(current_) = {};
    }
    constexpr core::node_row& row_of(row_index i) { return nodes_ != nullptr ? nodes_[i] : spare_row_; }
    constexpr facts& facts_of(row_index i) { return facts_ != nullptr ? facts_[i] : spare_facts_; }

    constexpr void add(start_word) { row_of(host_).start = true; }
    constexpr void add(end_word) { row_of(host_).end = true; }
    constexpr void add(may_continue_word) { row_of(host_).may_continue = true; }
    constexpr void add(concurrent_word) { facts_of(host_).concurrent = true; }
    constexpr void add(keep_changes_word) { facts_of(host_).keep_changes = true; }
    constexpr void add(join_word word) {
        core::node_row& row = row_of(host_);
        if (row.join != join_kind::none && row.join != word.kind) row.joins_twice = true;
        row.join = word.kind;
    }
    constexpr void add(name_word word) { row_of(host_).id = word.id; }
    constexpr void add(title_word word) { facts_of(host_).title = word.text; }
    constexpr void add(delay_word word) {
        facts_of(host_).time = word.length;
        if (word.length < duration{}) facts_of(host_).problem = error_code::a_time_is_negative_at;
    }
    constexpr void add(poll_every_word word) {
        facts_of(host_).poll_every = word.length;
        if (word.length <= duration{}) facts_of(host_).problem = error_code::a_time_is_negative_at;
    }
    template <std::size_t N>
    constexpr void add(const label_words<N>& words) {
        facts_of(host_).label_count += N;
        for (const std::string_view label : words.list) {
            if (labels_ != nullptr) labels_[counts_.labels] = label;
            ++counts_.labels;
        }
    }
    template <class Target, class Test>
    constexpr void add(const flow_word<Target, Test>& word) {
        const std::size_t i = counts_.flows++;
        if constexpr (!std::is_same_v<Test, no_test>) {
            const condition_ref<Context> test = detail::bind_test<Context>(word.condition.test);
            if (!test.fits())
                facts_of(host_).problem = test.is_stateful() ? error_code::a_stateful_callable_is_declared_at
                                                             : error_code::the_condition_does_not_fit_the_context_of;
        }
        if (flows_ == nullptr) return;
        flows_[i] = {current_, no_row, word.condition.kind};
        flow& f = flow_facts_[i];
        f = {};
        f.key = word.condition.key;
        if constexpr (!std::is_same_v<Test, no_test>) f.test = detail::bind_test<Context>(word.condition.test);
        if constexpr (std::is_same_v<Target, std::string_view>)
            f.target_name = word.target;
        else
            f.target_body = detail::bind_function<Context, Resources>(word.target);
    }
    template <class... Flows>
    constexpr void add(const choice_word<Flows...>& word) {
        row_of(host_).chooses = true;
        boost::hana::for_each(word.flows, [this](const auto& f) { this->add(f); });
    }
    template <class Flow>
    constexpr void add(const deadline_word<Flow>& word) {
        boundary(node_kind::timer_boundary, word.flow);
        facts_of(static_cast<row_index>(counts_.nodes - 1)).time = word.length;
        if (word.length < duration{}) facts_of(host_).problem = error_code::a_time_is_negative_at;
    }
    template <class Flow>
    constexpr void add(const error_word<Flow>& word) {
        boundary(node_kind::error_boundary, word.flow);
        facts_of(static_cast<row_index>(counts_.nodes - 1)).error = word.code;
    }
    template <class Flow>
    constexpr void boundary(node_kind kind, const Flow& exit) {
        begin(row_of(host_).id, kind, host_, row_of(host_).line);
        add(exit);
        current_ = host_;
    }

    constexpr void set(accept_unverified_word) { said.demand = core::soundness::may_be_undecided; }
    constexpr void set(name_word word) { said.id = word.id; }

    core::node_row* nodes_ = nullptr;
    facts* facts_ = nullptr;
    core::flow_row* flows_ = nullptr;
    flow* flow_facts_ = nullptr;
    std::string_view* labels_ = nullptr;
    row_counts counts_;
    row_index current_ = 0;  // flows leave from here
    row_index host_ = 0;     // words speak of this
    core::node_row spare_row_;
    facts spare_facts_;
};

}  // namespace baton::inline BATON_ABI::dsl

#endif
