// The code of docs/quick-start.md.
#include <baton/baton.hpp>
#include <baton/diagram/mermaid.hpp>
#include <baton/diagram/outline.hpp>
#include <baton/testing/catch2.hpp>
#include <filesystem>
#include <iostream>
#include <sstream>

#include "../catch.hpp"
#include "coffee/coffee.hpp"

namespace docs_quick_start_test {

// clang-format off
namespace listed {
using namespace baton;
using namespace baton::words;

constexpr auto coffee = workflow<"coffee", Order>([](auto tasks) {
    tasks(task("order", [](Order&) { return done; }, start_point, followed_by("pay"), followed_by("brew")),
          task("pay", [](Order& o) { return o.paid; }, labels("customer"), followed_by("serve")),
          task("brew", [](Order& o) { ++o.cups; return done; },
               followed_by("foam", when("cappuccino", &Order::cappuccino)), followed_by("serve", otherwise)),
          task("foam", [](Order&) { return done; }, followed_by("serve")),
          task("serve", [](Order&) { return done; }, join_point, end_point));
});
}
// clang-format on

TEST_CASE("docs: the list spelling of the quick start is the same workflow") {
    CHECK(baton::definition_of(coffee) == baton::definition_of(listed::coffee));
}

TEST_CASE("docs: run, save, load, open, draw") {
    std::ostringstream out;
    const auto folder = std::filesystem::temp_directory_path() / ("baton_docs_" + std::to_string(getpid()));
    std::filesystem::create_directory(folder);
    {
        baton::Runner run{coffee, Order{.name = "ben"}};
        run.run();
        out << run.explain();
        CHECK_THAT(out.str(), ContainsSubstring("pay waits since"));
        run.context().paid = true;
        run.run();
        CHECK(run.finished());
    }
    {
        baton::Runner run{coffee, Order{.name = "ben"}};
        run.run();
        const std::string text = baton::save_text(run);

        baton::Runner later{coffee, Order{}};  // weeks later, in another process
        baton::load_text(later, text);
        later.context().paid = true;
        later.run();
        CHECK(later.finished());
    }
    {
        const std::string path = (folder / "ben.json").string();
        auto job = baton::open(path, coffee, Order{.name = "ben"});  // new, or resumed; locked
        job.run();                                                   // saved when it has come to rest
        CHECK(job.waits_at("pay"));
    }
    out.str({});
    out << baton::diagram::mermaid(baton::definition_of(coffee));
    CHECK_THAT(out.str(), ContainsSubstring("flowchart"));
    std::filesystem::remove_all(folder);
}

TEST_CASE("docs: configured") {
    const int least = std::stoi("2");  // read from somewhere
    baton::Builder<Order> b("from configuration");
    // clang-format off
    b.task("order", [](Order&) { return baton::done; }, baton::words::start_point);
    b.task("brew", [least](Order& o) { return ++o.cups >= least; }, baton::words::end_point);
    // clang-format on
    b.flow("order", "brew");
    baton::Runner run{b.build(), Order{}};
    run.run();
    CHECK_FALSE(run.finished());
    run.run();
    CHECK(run.finished());
}

}  // namespace docs_quick_start_test
