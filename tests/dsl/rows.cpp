// What the compiler knows of a declared workflow.
#include <baton/workflow.hpp>

#include "../catch.hpp"
#include "declared.hpp"

namespace dsl_rows_test {

using baton::core::error_code;
using baton::core::join_kind;
using baton::core::split_kind;
using rows = baton::dsl::lowered<decltype(bar)::source>;

static_assert(rows::name == "coffee-bar" && rows::declared_name == "bar");
static_assert(rows::node_count == 12 && rows::flow_count == 14);
static_assert(rows::found.ok());
static_assert(rows::nodes[0].start && rows::nodes[0].split == split_kind::all);
static_assert(rows::nodes[6].id == "milk-foam");
static_assert(rows::flows[0].target == 1 && rows::flows[1].target == 5);
static_assert(rows::index.find("serve") == 10 && rows::index.find("nothing") == baton::core::no_row);

// Two tasks on one line; a body that uses __COUNTER__, as assertion and logging macros do; a macro that makes tasks.
struct Tally {
    int sum = 0;
};
#define TEST_COUNT(t) ((t).sum += __COUNTER__ >= 0 ? 1 : 0)
#define TEST_PASS(name, next) \
    BATON_TASK(name, followed_by(next)) (Tally& t) { TEST_COUNT(t); return done; }
// clang-format off
BATON_WORKFLOW(counted, Tally) {
    BATON_TASK(a, start_point, followed_by(b)) (Tally& t) { TEST_COUNT(t); TEST_COUNT(t); return done; } BATON_TASK(b, followed_by(c)) (Tally& t) { TEST_COUNT(t); return done; }
    BATON_TASK(c, followed_by(d))
    (Tally& t) {
        const int before = __COUNTER__;
        t.sum += __COUNTER__ > before ? 1 : 0;
        return done;
    }
    TEST_PASS(d, e)
    TEST_PASS(e, f) TEST_PASS(f, g)
    BATON_TASK(g, end_point) (Tally& t) { TEST_COUNT(t); return done; }
};
// clang-format on
using counted_rows = baton::dsl::lowered<decltype(counted)::source>;
static_assert(counted_rows::node_count == 7);
static_assert(counted_rows::nodes[3].id == "d" && counted_rows::nodes[6].id == "g");

// Bodies of every signature, and conditions of every form.
struct Base {
    bool inherited = true;
};
struct Many : Base {
    bool member = true;
    [[nodiscard]] bool method() const { return true; }
};
inline bool free_function(const Many&) { return true; }
struct Tool {};
// clang-format off
BATON_WORKFLOW(signatures, Many, Tool) {
    BATON_TASK(t0, start_point, followed_by(t1, when(&Many::member)), followed_by(end, otherwise))             (Many&)                             { return done; }
    BATON_TASK(t1, followed_by(t2, when(&Many::method)), followed_by(end, otherwise))                          (const Many&)                       { return true; }
    BATON_TASK(t2, followed_by(t3, when(free_function)), followed_by(end, otherwise))                          (Many&, Tool&)                      { return done; }
    BATON_TASK(t3, followed_by(t4, when([](const Many&) { return true; })), followed_by(end, otherwise))       (const Many&, Tool&)                { return done; }
    BATON_TASK(t4, followed_by(t5, when([](const auto&) { return true; })), followed_by(end, otherwise))       (Many&, const Self&)                { return done; }
    BATON_TASK(t5, followed_by(t6, when(&Many::inherited)), followed_by(end, otherwise))                       (const Many&, const Self&)          { return done; }
    BATON_TASK(t6, followed_by(t7))                                                                            (Many&, Tool&, const Self&)         { return done; }
    BATON_TASK(t7, followed_by(end))                                                                           (const Many&, Tool&, const Self&) noexcept { return done; }
    BATON_TASK(end, merge_point, end_point)                                                                    (Many&)                             { return done; }
};
// clang-format on
using signature_rows = baton::dsl::lowered<decltype(signatures)::source>;
static_assert(signature_rows::found.ok());
static_assert(!signature_rows::raw.facts[0].body.only_reads() && signature_rows::raw.facts[1].body.only_reads());
static_assert(!signature_rows::raw.facts[3].body.wants_self() && signature_rows::raw.facts[7].body.wants_self());

TEST_CASE("rows are constants") { CHECK(rows::raw.labels.size() == 3); }

}  // namespace dsl_rows_test
