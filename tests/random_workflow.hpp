// Random workflows for property tests. Every choice depends only on the seed in the context, the flow, and how often its
// source was left, so a run can be repeated, saved and gone on with.
#ifndef TESTS_RANDOM_WORKFLOW_HPP
#define TESTS_RANDOM_WORKFLOW_HPP

#include <baton/baton.hpp>
#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <vector>

namespace tests {

struct Trip {
    std::uint64_t seed = 0;
    /// How often each task was run.
    std::map<std::string, int> runs = {};
};
BATON_FIELDS(Trip, seed, runs)

inline bool coin(const Trip& trip, const std::string& source, int flow) {
    const auto runs = trip.runs.find(source);
    std::uint64_t h = trip.seed ^ (static_cast<std::uint64_t>(flow) * 0x9E3779B97F4A7C15ull);
    h ^= baton::core::check::hash_of(source) + static_cast<std::uint64_t>(runs == trip.runs.end() ? 0 : runs->second) * 0xD1B54A32D192ED03ull;
    h ^= h >> 31;
    h *= 0xBF58476D1CE4E5B9ull;
    h ^= h >> 29;
    // Towards the later flows of a loop in the end: no seed turns for ever.
    return (h & 0xFF) < (runs != trip.runs.end() && runs->second > 20 ? 0u : 120u);
}

class GraphBuilder {
public:
    explicit GraphBuilder(std::string name) : builder_(std::move(name)) {}

    int add_task() {
        tasks_.push_back({});
        return static_cast<int>(tasks_.size()) - 1;
    }
    static std::string name(int task) { return "t" + std::to_string(task); }
    void start(int task) { tasks_[static_cast<std::size_t>(task)].start = true; }
    void end(int task) { tasks_[static_cast<std::size_t>(task)].end = true; }
    void join(int task, baton::core::join_kind kind) { tasks_[static_cast<std::size_t>(task)].join = kind; }
    void flow(int from, int to) { tasks_[static_cast<std::size_t>(from)].flows.push_back(to); }
    void split(int task, baton::core::split_kind kind) { tasks_[static_cast<std::size_t>(task)].split = kind; }

    baton::Workflow<Trip> build(bool accept_unsound) {
        using namespace baton::words;
        for (int i = 0; i < static_cast<int>(tasks_.size()); ++i) add(i);
        for (int i = 0; i < static_cast<int>(tasks_.size()); ++i) add_flows(i);
        if (accept_unsound) builder_.accept_unsound();
        return builder_.build();
    }

private:
    struct Task {
        bool start = false, end = false;
        baton::core::join_kind join = baton::core::join_kind::none;
        baton::core::split_kind split = baton::core::split_kind::all;
        std::vector<int> flows;
    };
    void add(int i) {
        using namespace baton::words;
        const Task& t = tasks_[static_cast<std::size_t>(i)];
        const std::string id = name(i);
        const auto body = [id](Trip& trip) {
            ++trip.runs[id];
            return true;
        };
        // One call for each combination of words.
        const auto with = [&](auto... words) {
            switch (t.join) {
                case baton::core::join_kind::none: builder_.task(id, body, words...); break;
                case baton::core::join_kind::merge: builder_.task(id, body, words..., merge_point); break;
                case baton::core::join_kind::all: builder_.task(id, body, words..., join_all); break;
                case baton::core::join_kind::complex: break;  // cannot be declared for a task
                case baton::core::join_kind::inclusive: builder_.task(id, body, words..., join_point); break;
            }
        };
        if (t.start && t.end) with(start_point, end_point);
        else if (t.start) with(start_point);
        else if (t.end) with(end_point);
        else with();
    }
    void add_flows(int i) {
        using namespace baton::words;
        const Task& t = tasks_[static_cast<std::size_t>(i)];
        const std::string id = name(i);
        for (std::size_t k = 0; k < t.flows.size(); ++k) {
            const bool last = k + 1 == t.flows.size();
            const int number = static_cast<int>(k);
            if (t.flows.size() == 1 || t.split == baton::core::split_kind::all)
                builder_.flow(id, name(t.flows[k]));
            else if (last)
                builder_.flow(id, name(t.flows[k]), otherwise);
            else
                builder_.flow(id, name(t.flows[k]), when([id, number](const Trip& trip) { return coin(trip, id, number); }));
        }
    }

    baton::Builder<Trip> builder_;
    std::vector<Task> tasks_;
};

inline int pick(std::mt19937& random, int below) { return static_cast<int>(random() % static_cast<unsigned>(below)); }

/// Any graph: splits and joins at random, with loops; every node is reached and reaches the end. Most are unsound.
inline baton::Workflow<Trip> random_graph(std::mt19937& random, int tasks, bool loops = true) {
    GraphBuilder b("random");
    std::vector<int> incoming(static_cast<std::size_t>(tasks), 0);
    for (int i = 0; i < tasks; ++i) b.add_task();
    b.start(0);
    b.end(tasks - 1);
    incoming[0] = 1;
    const auto connect = [&](int from, int to) {
        b.flow(from, to);
        ++incoming[static_cast<std::size_t>(to)];
    };
    for (int i = 1; i < tasks; ++i) connect(pick(random, i), i);               // reached
    for (int i = 0; i + 1 < tasks; ++i)                                          // reaches the end
        connect(i, i + 1 + pick(random, tasks - 1 - i));
    if (loops)
        for (int i = 0; i < tasks / 4; ++i) {
            const int from = pick(random, tasks - 1);
            connect(from, pick(random, from + 1));
        }
    for (int i = 0; i < tasks; ++i) {
        const bool conditional = pick(random, 2) == 0;
        b.split(i, conditional ? baton::core::split_kind::inclusive : baton::core::split_kind::all);
        if (incoming[static_cast<std::size_t>(i)] < 2) continue;
        const int kind = i == 0 ? 0 : pick(random, 4);
        b.join(i, kind == 0   ? baton::core::join_kind::merge
                  : kind == 1 ? baton::core::join_kind::all
                              : baton::core::join_kind::inclusive);
    }
    return b.build(true);
}

/// A block-structured graph, sound by construction: sequences, choices, parallel and inclusive blocks, loops, nested.
class SoundGenerator {
public:
    explicit SoundGenerator(std::mt19937& random) : random_(random), b_("sound") {}

    baton::Workflow<Trip> run(int depth) {
        const int first = b_.add_task();
        b_.start(first);
        const int last = block(first, depth);
        const int end = b_.add_task();
        b_.flow(last, end);
        b_.end(end);
        return b_.build(false);
    }
    [[nodiscard]] int loops() const { return loops_; }

private:
    /// Adds a block behind `from` and returns its last task.
    int block(int from, int depth) {
        if (depth == 0) return sequence(from);
        switch (pick(random_, 5)) {
            case 0: return sequence(block(from, depth - 1));
            case 1: return split(from, depth, baton::core::split_kind::inclusive, baton::core::join_kind::inclusive);
            case 2: return split(from, depth, baton::core::split_kind::all, baton::core::join_kind::all);
            case 3: return split(from, depth, baton::core::split_kind::all, baton::core::join_kind::inclusive);
            default: return loop(from, depth);
        }
    }
    int sequence(int from) {
        const int next = b_.add_task();
        b_.flow(from, next);
        return next;
    }
    int split(int from, int depth, baton::core::split_kind kind, baton::core::join_kind join) {
        const int gate = sequence(from);
        b_.split(gate, kind);
        const int branches = 2 + pick(random_, 3);
        const bool exclusive = kind == baton::core::split_kind::inclusive && branches == 2;
        const bool was_parallel_in_loop = parallel_in_loop_;
        if (!exclusive && in_loop_ > 0) parallel_in_loop_ = true;
        std::vector<int> ends;
        for (int i = 0; i < branches; ++i) {
            const int head = b_.add_task();
            b_.flow(gate, head);
            ends.push_back(block(head, depth - 1));
        }
        parallel_in_loop_ = was_parallel_in_loop;
        const int last = b_.add_task();
        // A choice between two is exclusive; then a merge fits as well as an inclusive join.
        b_.join(last, exclusive && pick(random_, 2) == 0 ? baton::core::join_kind::merge : join);
        for (const int e : ends) b_.flow(e, last);
        return last;
    }
    int loop(int from, int depth) {
        ++loops_;
        const int head = sequence(from);
        // An inclusive head in a parallel block in a loop waits for the other branch, which waits for it.
        b_.join(head, pick(random_, 2) == 0 || parallel_in_loop_ ? baton::core::join_kind::merge
                                                                 : baton::core::join_kind::inclusive);
        ++in_loop_;
        const int tail = block(head, depth - 1);
        --in_loop_;
        const int gate = sequence(tail);
        b_.split(gate, baton::core::split_kind::inclusive);
        b_.flow(gate, head);
        const int out = b_.add_task();
        b_.flow(gate, out);
        return out;
    }

    std::mt19937& random_;
    GraphBuilder b_;
    int loops_ = 0, in_loop_ = 0;
    bool parallel_in_loop_ = false;
};

}  // namespace tests

#endif
