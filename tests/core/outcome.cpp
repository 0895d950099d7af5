#include <baton/core/outcome.hpp>
#include <string>

#include "../catch.hpp"

namespace core_outcome_test {

using namespace baton;
using core::outcome_kind;

namespace {
struct Box {
    int value = 0;
};
struct Crate {};
}  // namespace

static_assert(std::is_convertible_v<bool, Outcome>);
static_assert(!std::is_convertible_v<int, Outcome>, "a number is no answer");
static_assert(!std::is_convertible_v<const char*, Outcome>, "a text is no answer");
static_assert(sizeof(Outcome) == 2 * sizeof(void*));

TEST_CASE("the words and bool convert to outcomes") {
    CHECK(Outcome(true).kind() == outcome_kind::done);
    CHECK(Outcome(false).kind() == outcome_kind::waiting);
    CHECK(Outcome(done).is_plainly_done());
    CHECK(Outcome(waiting).detail() == nullptr);
    CHECK(Outcome(pending).kind() == outcome_kind::pending);
}

TEST_CASE("an outcome carries its reason, time and code") {
    const std::string reason = "the money";
    const Outcome w = waiting(reason);
    REQUIRE(w.detail() != nullptr);
    CHECK(w.detail()->reason.view() == "the money");
    CHECK_FALSE(w.detail()->has_until);
    const Outcome u = waiting("the bell", instant(5));
    CHECK(u.detail()->until == instant(5));
    CHECK(u.detail()->has_until);
    const Outcome e = bpmn_error("NO_MILK", "the fridge is empty");
    CHECK(e.kind() == outcome_kind::error);
    CHECK(e.detail()->error_code.view() == "NO_MILK");
    CHECK(e.detail()->reason.view() == "the fridge is empty");
    CHECK(failed("broken").kind() == outcome_kind::failed);
}

TEST_CASE("an outcome moves and is assigned") {
    Outcome a = waiting("a");
    Outcome b = std::move(a);
    CHECK(b.detail()->reason.view() == "a");
    b = done;
    CHECK(b.is_plainly_done());
    b = pending("c");
    CHECK(b.detail()->reason.view() == "c");
}

TEST_CASE("a change knows the type of its context") {
    Outcome o = done_with([](Box& b) { b.value = 7; });
    REQUIRE(o.detail() != nullptr);
    CHECK(o.detail()->change.fits<Box>());
    CHECK_FALSE(o.detail()->change.fits<Crate>());
    Box box;
    o.detail()->change.apply(box);
    CHECK(box.value == 7);
    Outcome w = Outcome(waiting).with([](Box& b) noexcept { b.value = 9; });
    CHECK(w.kind() == outcome_kind::waiting);
    w.detail()->change.apply(box);
    CHECK(box.value == 9);
}

TEST_CASE("a long text is owned whole") {
    const std::string reason(10'000, 'x');
    Outcome o = failed(reason);
    const core::text copy = o.detail()->reason;
    o = done;
    CHECK(copy.view() == reason);
}

}  // namespace core_outcome_test
