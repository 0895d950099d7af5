// What the instances of a model share: threads may use it at once.
#include <baton/runner/process_model.hpp>
#include <string>
#include <thread>
#include <vector>

#include "../catch.hpp"

namespace runner_process_model_test {

TEST_CASE("expressions that were not known before are parsed once, whichever thread asks first") {
    const baton::expression::KnownNames names;
    baton::runner::detail::Expressions expressions(names);
    const auto* added = &expressions.add({"feel", "1 + 1"});
    constexpr std::size_t threads = 4, texts = 50;
    std::vector<std::vector<const baton::expression::Expression*>> seen(threads);
    {
        std::vector<std::jthread> all;
        for (auto& mine : seen)
            all.emplace_back([&expressions, &mine] {
                for (std::size_t i = 0; i < texts; ++i)
                    mine.push_back(&expressions.get({"feel", "x + " + std::to_string(i)}));
                mine.push_back(&expressions.get({"feel", "1 + 1"}));
            });
    }
    for (const auto& mine : seen) CHECK(mine == seen[0]);
    CHECK(seen[0].back() == added);
    CHECK(seen[0].size() == texts + 1);
}

}  // namespace runner_process_model_test
