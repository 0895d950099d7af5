// Properties that hold for every workflow, tried on random ones. A failing seed is printed by Catch.
#include <baton/baton.hpp>
#include <map>
#include <random>
#include <set>

#include "../catch.hpp"
#include "../random_workflow.hpp"
#include "../seeds.hpp"

namespace engine_properties_test {

using namespace baton;
using tests::Trip;

namespace {

/// Whether an inclusive join is enabled, from the text of the standard (13.4.3), without reach sets or watching.
bool enabled(const Definition& d, const Snapshot& s, const std::string& join) {
    std::set<std::string> filled, empty;
    const std::size_t at = d.find(join);
    for (const Flow& f : d.flows)
        if (f.target == at) empty.insert(f.id);
    for (const auto& t : s.tokens)
        if (t.at == join && t.phase == engine::Phase::joining) filled.insert(t.by);
    for (const std::string& f : filled) empty.erase(f);
    if (filled.empty()) return false;
    for (const auto& t : s.tokens) {
        if (t.at == join && t.phase == engine::Phase::joining) continue;
        std::set<std::size_t> seen;
        std::vector<std::size_t> stack{d.find(t.at)};
        bool to_filled = false, to_empty = false;
        while (!stack.empty()) {
            const std::size_t v = stack.back();
            stack.pop_back();
            for (const Flow& f : d.flows) {
                if (f.source != v) continue;
                if (f.target == at) (filled.contains(f.id) ? to_filled : to_empty) = true;
                else if (seen.insert(f.target).second) stack.push_back(f.target);
            }
        }
        if (to_empty && !to_filled) return false;
    }
    return true;
}

std::vector<std::string> inclusive_joins(const Definition& d) {
    std::vector<std::string> joins;
    for (const Node& n : d.nodes)
        if (n.join == core::join_kind::inclusive) joins.push_back(n.id);
    return joins;
}

std::size_t standing_at(const Snapshot& s, const std::string& join) {
    return static_cast<std::size_t>(std::count_if(s.tokens.begin(), s.tokens.end(), [&](const auto& t) {
        return t.at == join && t.phase == engine::Phase::joining;
    }));
}

Snapshot snapshot(const Runner<Trip>& run) { return engine::snapshot_of(run.workflow().graph(), run.state()); }

}  // namespace

TEST_CASE("a sound workflow finishes, whatever is chosen", "[property]") {
    int finished = 0, loops = 0;
    for (unsigned seed = 0; seed < tests::seeds(400); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        tests::SoundGenerator generator(random);
        const Workflow<Trip> w = generator.run(1 + static_cast<int>(seed % 4));
        loops += generator.loops();
        for (std::uint64_t choice = 0; choice < 4; ++choice) {
            Runner<Trip> run(w, Trip{.seed = choice});
            run.step_limit(200'000);
            const Report report = run.run(instant(0));
            CHECK(report.failures.empty());
            CHECK(run.finished());
            finished += run.finished() ? 1 : 0;
            // The one end task is passed once: no branch is lost, none is doubled.
            CHECK(run.passed(w.definition().nodes.back().id) == 1);
        }
    }
    CHECK(finished == static_cast<int>(4 * tests::seeds(400)));
    CHECK(loops > 100);
}

TEST_CASE("inclusive joins fire exactly when the standard says, on any graph", "[property]") {
    int fired = 0, rested = 0;
    for (unsigned seed = 0; seed < tests::seeds(250); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const Workflow<Trip> w = tests::random_graph(random, 4 + static_cast<int>(seed % 12));
        const std::vector<std::string> joins = inclusive_joins(w.definition());
        Runner<Trip> run(w, Trip{.seed = seed});
        run.step(instant(0));
        for (int steps = 0; steps < 400; ++steps) {
            const Snapshot before = snapshot(run);
            if (!run.step(instant(0))) break;
            const Snapshot after = snapshot(run);
            for (const std::string& join : joins) {
                if (standing_at(after, join) >= standing_at(before, join)) continue;
                ++fired;  // it may fire only if it was enabled, or if this step's arrivals filled every flow
                if (enabled(w.definition(), before, join)) continue;
                std::set<std::string> by;
                for (const auto& t : before.tokens)
                    if (t.at == join && t.phase == engine::Phase::joining) by.insert(t.by);
                for (const auto& [flow, count] : after.taken)
                    for (const Flow& f : w.definition().flows)
                        if (f.id == flow && w.definition().nodes[f.target].id == join) {
                            const auto old = std::find_if(before.taken.begin(), before.taken.end(),
                                                          [&name = flow](const auto& c) { return c.first == name; });
                            if (old == before.taken.end() || old->second < count) by.insert(flow);
                        }
                const auto incoming = std::count_if(w.definition().flows.begin(), w.definition().flows.end(),
                                                    [&](const Flow& f) { return w.definition().nodes[f.target].id == join; });
                CHECK(by.size() == static_cast<std::size_t>(incoming));
            }
        }
        const Snapshot last = snapshot(run);
        if (!last.ready.empty()) continue;
        ++rested;
        for (const std::string& join : joins) CHECK_FALSE(enabled(w.definition(), last, join));
    }
    CHECK(fired > 300);
    CHECK(rested > static_cast<int>(tests::seeds(100)));
}

TEST_CASE("restore(save(s)) is s, and the outcome is the same with a save and a load between any two steps", "[property]") {
    int steps_in_all = 0;
    for (unsigned seed = 0; seed < tests::seeds(60); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const bool sound = seed % 2 == 0;
        const Workflow<Trip> w = sound ? tests::SoundGenerator(random).run(1 + static_cast<int>(seed % 3))
                                       : tests::random_graph(random, 4 + static_cast<int>(seed % 12));
        Runner<Trip> straight(w, Trip{.seed = seed});
        Runner<Trip> saved(w, Trip{.seed = seed});
        for (int steps = 0; steps < 300; ++steps, ++steps_in_all) {
            const bool more = straight.step(instant(steps));
            CHECK(saved.step(instant(steps)) == more);
            const std::string text = save_text(saved);
            Runner<Trip> other(w);
            load_text(other, text);
            CHECK(snapshot(other) == snapshot(saved));
            CHECK(save_text(other) == text);
            saved = std::move(other);
            CHECK(snapshot(saved) == snapshot(straight));
            if (!more) break;
        }
        CHECK(saved.context().runs == straight.context().runs);
        CHECK(saved.status() == straight.status());
    }
    CHECK(steps_in_all > static_cast<int>(50 * tests::seeds(60)));
}

TEST_CASE("tokens are conserved: every one that was made has ended or is there", "[property]") {
    for (unsigned seed = 0; seed < tests::seeds(40); ++seed) {
        CAPTURE(seed);
        std::mt19937 random(seed);
        const Workflow<Trip> w = tests::random_graph(random, 4 + static_cast<int>(seed % 15));
        Runner<Trip> run(w, Trip{.seed = seed});
        run.step(instant(0));
        for (int steps = 0; steps < 200 && run.step(instant(0)); ++steps) {
            const State& s = run.state();
            if (s.ended()) break;
            REQUIRE(s.scopes.size() == 1);
            CHECK(s.scopes[0].tokens == s.tokens.size());
            std::size_t joining = 0, arrivals = 0;
            for (auto t = s.tokens.oldest(); t != engine::no_slot; t = s.tokens[t].next)
                joining += s.tokens[t].phase == engine::Phase::joining ? 1 : 0;
            for (const engine::Join& j : s.joins) {
                arrivals += j.arrivals.size();
                std::uint32_t filled = 0, counted = 0;
                for (const std::uint32_t c : j.counts) {
                    filled += c > 0 ? 1 : 0;
                    counted += c;
                }
                CHECK(filled == j.filled);
                CHECK(counted == j.arrivals.size());
            }
            CHECK(joining == arrivals);
        }
    }
}

}  // namespace engine_properties_test
