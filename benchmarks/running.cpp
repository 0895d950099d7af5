// Nanoseconds per task, in one run: baton, a token loop written by hand, oneTBB's flow graph, Boost.Statechart (where
// the shape is one that a state machine has). Counters: ns_per_task; tools/benchmark.sh makes the ratios.
#include <benchmark/benchmark.h>

#include <oneapi/tbb/flow_graph.h>
#include <oneapi/tbb/global_control.h>
#include <baton/baton.hpp>
#include <boost/statechart/custom_reaction.hpp>
#include <boost/statechart/event.hpp>
#include <boost/statechart/simple_state.hpp>
#include <boost/statechart/state_machine.hpp>
#include <boost/statechart/transition.hpp>
#include <memory>
#include <utility>

#include "shapes.hpp"
#include "token_loop.hpp"

namespace {

using shapes::Count;
using shapes::Shape;

void per_task(benchmark::State& state, const Shape& s, std::size_t instances = 1) {
    const auto tasks = static_cast<double>(state.iterations()) * static_cast<double>(s.task_runs * instances);
    state.counters["ns_per_task"] =
        benchmark::Counter(tasks * 1e-9, benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

void run_baton(benchmark::State& state, const Shape& s, baton::dsl::join_word join) {
    const baton::Workflow<Count> w = shapes::workflow_of(s, join);
    for (auto _ : state) {
        baton::Runner run{w, Count{0, s.loop_turns, false}};
        run.step_limit(1'000'000);
        run.run();
        if (!run.finished()) state.SkipWithError("not finished");
    }
    per_task(state, s);
}

/// A body that the compiler cannot see through, as baton's are not.
[[gnu::noinline]] bool empty_body(Count& c) {
    benchmark::DoNotOptimize(c);
    return true;
}

void run_by_hand(benchmark::State& state, const Shape& s) {
    by_hand::TokenLoop loop(s, empty_body);
    for (auto _ : state) {
        Count c{0, s.loop_turns, false};
        loop.run(c);
        benchmark::DoNotOptimize(c);
    }
    per_task(state, s);
}

// oneTBB, on one thread: its cost, not its parallelism.
void run_tbb(benchmark::State& state, const Shape& s) {
    using namespace oneapi::tbb;
    const global_control one_thread(global_control::max_allowed_parallelism, 1);
    flow::graph g;
    Count c;
    if (s.loop_turns > 0) {
        flow::function_node<int, int, flow::lightweight> head(g, 1, [&](int i) { return empty_body(c), i; });
        using choice = flow::multifunction_node<int, std::tuple<int, int>, flow::lightweight>;
        choice again(g, 1, [&](int i, choice::output_ports_type& out) {
            empty_body(c);
            if (--c.turns_left > 0)
                std::get<0>(out).try_put(i);
            else
                std::get<1>(out).try_put(i);
        });
        flow::function_node<int, int> last(g, 1, [&](int i) { return empty_body(c), i; });
        flow::make_edge(head, again);
        flow::make_edge(flow::output_port<0>(again), head);
        flow::make_edge(flow::output_port<1>(again), last);
        for (auto _ : state) {
            c.turns_left = s.loop_turns;
            head.try_put(1);
            g.wait_for_all();
        }
        return per_task(state, s);
    }
    using node = flow::continue_node<flow::continue_msg>;
    std::vector<std::unique_ptr<node>> nodes;
    for (std::size_t i = 0; i < s.next.size(); ++i)
        nodes.push_back(std::make_unique<node>(g, [&](flow::continue_msg) { empty_body(c); }));
    for (std::size_t i = 0; i < s.next.size(); ++i)
        for (const std::size_t to : s.next[i]) flow::make_edge(*nodes[i], *nodes[to]);
    for (auto _ : state) {
        nodes[0]->try_put(flow::continue_msg());
        g.wait_for_all();
    }
    per_task(state, s);
}

// Boost.Statechart: a chain of ten states, and a loop of two.
namespace sc = boost::statechart;
struct Step : sc::event<Step> {};
template <int I>
struct At;
struct Chain : sc::state_machine<Chain, At<0>> {
    Count count;
};
template <int I>
struct At : sc::simple_state<At<I>, Chain> {
    using reactions = sc::transition<Step, At<I + 1>>;
    ~At() { empty_body(this->template context<Chain>().count); }
};
template <>
struct At<9> : sc::simple_state<At<9>, Chain> {
    using reactions = sc::custom_reaction<Step>;
    sc::result react(const Step&) {
        empty_body(context<Chain>().count);
        return terminate();
    }
};
struct Head;
struct Turn : sc::state_machine<Turn, Head> {
    Count count;
};
struct Again;
struct Head : sc::simple_state<Head, Turn> {
    using reactions = sc::custom_reaction<Step>;
    sc::result react(const Step&) {
        empty_body(context<Turn>().count);
        return transit<Again>();
    }
};
struct Again : sc::simple_state<Again, Turn> {
    using reactions = sc::custom_reaction<Step>;
    sc::result react(const Step&) {
        empty_body(context<Turn>().count);
        if (--context<Turn>().count.turns_left > 0) return transit<Head>();
        return terminate();
    }
};

template <class Machine>
void run_statechart(benchmark::State& state, const Shape& s) {
    for (auto _ : state) {
        Machine machine;
        machine.count.turns_left = s.loop_turns;
        machine.initiate();
        while (!machine.terminated()) machine.process_event(Step());
    }
    per_task(state, s);
}

void many_instances(benchmark::State& state) {
    const Shape s = shapes::chain(10);
    const baton::Workflow<Count> w = shapes::workflow_of(s);
    for (auto _ : state) {
        std::vector<baton::Runner<Count>> all;
        all.reserve(1000);
        for (int i = 0; i < 1000; ++i) all.emplace_back(w, Count{});
        for (auto& run : all) run.run();
    }
    per_task(state, s, 1000);
}
void many_instances_by_hand(benchmark::State& state) {
    const Shape s = shapes::chain(10);
    for (auto _ : state) {
        std::vector<by_hand::TokenLoop> all;
        all.reserve(1000);
        for (int i = 0; i < 1000; ++i) all.emplace_back(s, empty_body);
        Count c;
        for (auto& run : all) run.run(c);
    }
    per_task(state, s, 1000);
}

}  // namespace

int main(int count, char** values) {
    benchmark::Initialize(&count, values);
    const std::vector<Shape> all{shapes::chain(10),       shapes::chain(1000),       shapes::chain(10'000),
                                 shapes::branches(10, 1), shapes::branches(1000, 1), shapes::branches(100, 100),
                                 shapes::loop(10'000)};
    for (const Shape& s : all) {
        benchmark::RegisterBenchmark((s.name + "/baton").c_str(),
                                     [s](benchmark::State& st) { run_baton(st, s, baton::words::join_all); });
        if (s.name.starts_with("fan"))
            benchmark::RegisterBenchmark((s.name + " (inclusive)/baton").c_str(),
                                         [s](benchmark::State& st) { run_baton(st, s, baton::words::join_point); });
        benchmark::RegisterBenchmark((s.name + "/by hand").c_str(), [s](benchmark::State& st) { run_by_hand(st, s); });
        benchmark::RegisterBenchmark((s.name + "/oneTBB").c_str(), [s](benchmark::State& st) { run_tbb(st, s); });
        if (s.name == "chain of 10")
            benchmark::RegisterBenchmark((s.name + "/Statechart").c_str(),
                                         [s](benchmark::State& st) { run_statechart<Chain>(st, s); });
        if (s.loop_turns > 0)
            benchmark::RegisterBenchmark((s.name + "/Statechart").c_str(),
                                         [s](benchmark::State& st) { run_statechart<Turn>(st, s); });
    }
    benchmark::RegisterBenchmark("1000 instances of 10/baton", many_instances);
    benchmark::RegisterBenchmark("1000 instances of 10/by hand", many_instances_by_hand);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
