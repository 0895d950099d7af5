// Many steps in one commit.
#include <atomic>
#include <baton/store/group_commit.hpp>

#include "stores.hpp"

namespace store_group_commit_test {

using namespace baton;
using namespace baton::store;
using namespace store_tests;
using Tx = Transaction;

TEST_CASE("steps share commits, and one that fails is undone alone") {
    const auto savepoints =
        GENERATE(GroupCommitOptions::Savepoints::always, GroupCommitOptions::Savepoints::after_failure);
    on_all([&](Opened& o) {
        std::vector<std::future<void>> answers;
        std::size_t commits = 0;
        {
            GroupCommit group(
                *o, {.most_steps = 16, .longest_wait = std::chrono::milliseconds(50), .savepoints = savepoints});
            for (int i = 0; i < 64; ++i)
                answers.push_back(group.submit([i](Tx& t) {
                    WorkRow row = work("q");
                    row.token = i;
                    t.put_work(row);
                    if (i % 8 == 3) throw std::runtime_error("step " + std::to_string(i));
                    if (i % 8 == 5) t.finish_or_fail(row);
                }));
            for (int i = 0; i < 64; ++i) {
                auto& answer = answers[static_cast<std::size_t>(i)];
                if (i % 8 == 3)
                    CHECK_THROWS_AS(answer.get(), std::runtime_error);
                else if (i % 8 == 5)
                    CHECK(code_of([&] { answer.get(); }) == error_code::the_lease_is_lost);
                else
                    CHECK_NOTHROW(answer.get());
            }
            CHECK(group.counts().steps == 48);
            commits = group.counts().commits;
        }
        CHECK(commits >= 4);
        CHECK(commits <= 8);
        const auto rows = in(o, [](Tx& t) { return t.query_work({}); });
        CHECK(rows.size() == 48);
        for (const WorkRow& row : rows) CHECK((row.token % 8 != 3 && row.token % 8 != 5));
    });
}

TEST_CASE("nothing is answered before its commit") {
    on_all([](Opened& o) {
        GroupCommit group(*o);
        for (int i = 0; i < 20; ++i) {
            const auto id = std::make_shared<std::int64_t>(0);
            group.transact([id](Tx& t) { *id = *t.add_instance(instance("d")); });
            bool there = false;
            o->read([&](Tx& t) { there = t.find_instance(*id).has_value(); });
            CHECK(there);
        }
    });
}

TEST_CASE("what was submitted before the end is still stored") {
    on_all([](Opened& o) {
        std::atomic<int> answered = 0;
        {
            GroupCommit group(*o, {.most_steps = 3, .longest_queue = 2});
            for (int i = 0; i < 10; ++i)
                group.submit([](Tx& t) { t.add_instance(instance("d")); },
                             [&](std::exception_ptr failure) { answered += failure ? 0 : 1; });
        }
        CHECK(answered == 10);
        CHECK(in(o, [](Tx& t) { return t.count_instances({}); }) == 10);
    });
}

}  // namespace store_group_commit_test
