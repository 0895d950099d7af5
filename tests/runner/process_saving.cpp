// A ProcessEngine is saved and loaded: at any point, with every way of waiting, and from texts that do not fit.
#include <baton/runner/process_engine.hpp>
#include <limits>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../codes.hpp"
#include "saving_models.hpp"

namespace runner_process_saving_test {

using namespace baton;
using namespace process_models;
using nlohmann::json;

namespace {

std::unique_ptr<ProcessEngine> deployed(const Models& models, std::uint64_t step_limit = 100'000,
                                        instant now = instant(0)) {
    ProcessOptions options;
    options.unbound = Unbound::complete;
    options.now = now;
    options.step_limit = step_limit;
    auto engine = std::make_unique<ProcessEngine>(std::move(options));
    engine->deploy(models);
    return engine;
}

/// Another engine with the same in it. The clock of its deployment is another one.
std::unique_ptr<ProcessEngine> loaded(const Models& models, const std::string& text, std::uint64_t step_limit = 100'000) {
    auto engine = deployed(models, step_limit, instant(5));
    engine->load(text);
    CHECK(engine->save() == text);
    return engine;
}

bool has_ended(const ProcessEngine& engine) {
    for (const std::uint64_t id : engine.instances())
        if (engine.info(id).status == Status::running) return false;
    return !engine.instances().empty();
}

/// Lets a step act, interrupted after every `limit` moves; `between` is then done.
template <class Between>
void in_pieces(std::unique_ptr<ProcessEngine>& engine, const std::function<void(ProcessEngine&)>& step, Between between) {
    bool rests = code_of([&] { step(*engine); }) == error_code::none;
    for (int i = 0; !rests && i < 1000; ++i) {
        between(engine);
        rests = code_of([&] { engine->signal("nobody waits for this"); }) == error_code::none;
    }
    CHECK(rests);
    between(engine);
}

std::string told_in_pieces(const Story& story, bool saves) {
    auto engine = deployed(story.models, 1);
    std::size_t pieces = 0;
    for (const auto& step : story.steps)
        in_pieces(engine, step, [&](auto& e) {
            ++pieces;
            if (saves) e = loaded(story.models, e->save(), 1);
        });
    CHECK(pieces > story.steps.size());
    return engine->save();
}

/// The text after so many steps.
std::string saved_after(const Story& story, std::size_t steps) {
    auto engine = deployed(story.models);
    for (std::size_t i = 0; i < steps; ++i) story.steps[i](*engine);
    return engine->save();
}

/// What is said of a text that is refused; the engine was somewhere else, and stays there.
std::string refusal(const Story& story, const std::string& text) {
    auto engine = deployed(story.models);
    story.steps[0](*engine);
    const std::string before = engine->save();
    const std::string why = text_of([&] { engine->load(text); });
    CHECK(engine->save() == before);
    return why;
}

/// Uses whatever has been loaded until nothing is left, or it complains.
void wear_out(ProcessEngine& engine) {
    for (int i = 0; i < 30; ++i) {
        const std::string text = engine.save();
        code_of([&] {
            const auto tasks = engine.user_tasks();
            if (!tasks.empty()) engine.complete(tasks.front().second, {{"x", 2}}, tasks.front().first);
        });
        for (const char* name : {"paid", "one", "soon", "stop", "note", "answer"}) code_of([&] { message(name)(engine); });
        for (const char* name : {"go", "two", "alarm"}) code_of([&] { engine.signal(name); });
        if (const auto due = engine.next_due()) code_of([&] { engine.advance_to(*due); });
        for (const std::uint64_t id : engine.instances())
            for (const baton::Incident& at : engine.info(id).incidents) code_of([&] { engine.retry(at.element, id); });
        if (engine.save() == text) break;
    }
    for (const std::uint64_t id : engine.instances()) code_of([&] { engine.cancel(id); });
}

std::vector<json::json_pointer> leaves(const json& document) {
    std::vector<json::json_pointer> out;
    const json flat = document.flatten();
    for (const auto& [path, value] : flat.items()) out.emplace_back(path);
    return out;
}

}  // namespace

TEST_CASE("saved and loaded at any point, a process engine goes on as it would have") {
    for (const Story& story : all_stories()) {
        INFO(story.name);
        auto straight = deployed(story.models);
        std::vector<std::string> texts = {straight->save()};
        for (std::size_t i = 0; i < story.steps.size(); ++i) {
            INFO("step " << i);
            REQUIRE(text_of([&] { story.steps[i](*straight); }).empty());
            texts.push_back(straight->save());
        }
        CHECK(has_ended(*straight));
        for (std::size_t from = 0; from < texts.size(); ++from) {
            INFO("from step " << from);
            auto engine = loaded(story.models, texts[from]);
            for (std::size_t i = from; i < story.steps.size(); ++i) {
                INFO("step " << i);
                REQUIRE(text_of([&] { story.steps[i](*engine); }).empty());
                CHECK(engine->save() == texts[i + 1]);
            }
        }
    }
}

TEST_CASE("so it does when it is interrupted after every move") {
    for (const Story& story : all_stories()) {
        INFO(story.name);
        CHECK(told_in_pieces(story, true) == told_in_pieces(story, false));
    }
}

TEST_CASE("values of variables come back as they were") {
    const Value::Object odd = {{"$baton", "object"}, {"b", Value::Object{{"z", 1}, {"a", 1.0}}}};
    const Variables all = {{"null", nullptr}, {"yes", true}, {"whole", std::numeric_limits<std::int64_t>::min()},
                           {"real", 1.0}, {"small", 5e-324}, {"minus", -0.0},
                           {"infinite", -std::numeric_limits<double>::infinity()}, {"text", "tëxt"},
                           {"bytes", "\xff\x01"}, {"date", core::TypedText{"date", "2026-11-20"}},
                           {"other", core::TypedText{"object", "?"}}, {"list", Value::List{Value(), odd, Value::List{}}},
                           {"empty", Value::Object{}}, {"$baton", odd}, {"\xff", 1}};
    const Story story = loop();
    auto engine = deployed(story.models);
    engine->start("main", all);
    auto other = loaded(story.models, engine->save());
    const Variables got = other->variables(1);
    REQUIRE(got.size() == all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        INFO(all[i].first);
        CHECK(got[i] == all[i]);
        CHECK((got[i].second.real() != nullptr) == (all[i].second.real() != nullptr));
    }
    other->complete("again");
    other->complete("again");
    other->complete("again");
    REQUIRE(has_ended(*other));
    CHECK(loaded(story.models, other->save())->variables(1).size() >= all.size());
}

TEST_CASE("a truncated text is refused and changes nothing") {
    const Story story = events();
    const std::string text = saved_after(story, 3);
    for (std::size_t size = 0; size + 2 < text.size(); size += 97)
        CHECK(refusal(story, text.substr(0, size)).starts_with("BTN211"));
}

TEST_CASE("what contradicts itself or does not fit is refused with every finding") {
    const auto edited = [](const Story& story, std::size_t steps, auto edit) {
        json file = json::parse(saved_after(story, steps));
        edit(file);
        return refusal(story, file.dump());
    };
    const auto says = [](const std::string& seen, const std::string& words) {
        INFO(seen);
        CHECK(seen.find(words) != std::string::npos);
    };
    says(edited(loop(), 1, [](json& f) { f["baton"]["format"] = 2; }), "BTN212");
    says(edited(loop(), 1, [](json& f) { f["baton"]["document"] = "instance"; }), "it is no saved process engine");
    says(edited(loop(), 1, [](json& f) { f["instances"][0]["definition"] = "another"; }), "BTN213");
    says(edited(loop(), 1, [](json& f) { f["instances"][0]["fingerprint"] = "0"; }), "deployed in another version");
    says(edited(loop(), 1, [](json& f) { f["instances"].push_back(f["instances"][0]); }), "an id that cannot be");
    says(edited(loop(), 1, [](json& f) { f["next"] = 1; }), "an id that cannot be");
    says(edited(loop(), 1, [](json& f) { f["instances"][0]["state"].erase("scopes"); }), "is in no turn of the loop");
    says(edited(call(), 1, [](json& f) { f["instances"][1]["parent"] = 2; }), "does not wait for it");
    says(edited(call(), 1, [](json& f) { f["instances"][0]["state"]["tokens"][0]["called"] = 1; }), "has not called");
    says(edited(events(), 1, [](json& f) { f["waiting"].erase(0); }), "is left out");
    says(edited(start_events(), 1, [](json& f) { f.erase("start_timers"); }), "nothing is said of the start event");
    says(edited(boundary_cycle(), 1, [](json& f) { f["instances"][0]["state"]["subscriptions"][0]["cycle"] = "often"; }),
         "is no cycle");
    const auto scope = [](json& f, std::size_t i) -> json& { return f["instances"][0]["state"]["scopes"][i]; };
    says(edited(several(loop_kind::parallel), 2, [&](json& f) { scope(f, 1)["id"] = scope(f, 2)["id"]; }), "order of their ids");
    says(edited(several(loop_kind::parallel), 2, [&](json& f) { scope(f, 1)["parent"] = scope(f, 2)["id"]; }), "which is not there");
    says(edited(several(loop_kind::parallel), 2, [&](json& f) { scope(f, 1)["instances"]["started"] = 9; }), "counted wrongly");
    says(edited(several(loop_kind::parallel), 2, [&](json& f) { scope(f, 1)["instances"]["outputs"] = json::array(); }), "have no room");
    const std::string both = edited(events(), 1, [](json& f) {
        f["now"] = 3;
        f["instances"][0]["state"]["tokens"][0]["at"] = "nowhere";
    });
    says(both, "/now");
    says(both, "'nowhere', which is not in this workflow");
}

TEST_CASE("deep nesting and large numbers are refused") {
    const Story story = loop();
    CHECK(refusal(story, std::string(100'000, '[')).starts_with("BTN211"));
    json file = json::parse(saved_after(story, 1));
    json deep = 1;
    for (int i = 0; i < 600; ++i) deep = json::array({std::move(deep)});
    file["instances"][0]["state"]["scopes"][0]["variables"] = {{"x", deep}};
    CHECK(refusal(story, file.dump()).find("nested deeper") != std::string::npos);
    file = json::parse(saved_after(story, 1));
    file["instances"][0]["state"]["next"] = std::numeric_limits<std::uint64_t>::max();
    CHECK(refusal(story, file.dump()).find("cannot be") != std::string::npos);
    Value nested;
    for (int i = 0; i < 600; ++i) nested = Value::List{nested};
    auto engine = deployed(story.models);
    engine->start("main", {{"x", nested}});
    CHECK(code_of([&] { std::string text = engine->save(); }) == error_code::the_context_does_not_fit);
}

TEST_CASE("no text can harm: every member of a saved text is put out of order") {
    const std::vector<json> others = {nullptr, 0, 1, 2, -1, std::numeric_limits<std::int64_t>::max(), "a", json::array()};
    for (const Story& story : all_stories()) {
        INFO(story.name);
        const json file = json::parse(saved_after(story, story.steps.size() / 2));
        for (const json::json_pointer& path : leaves(file))
            for (std::size_t o = 0; o <= others.size(); ++o) {
                json broken = file;
                if (o < others.size())
                    broken[path] = others[o];
                else if (broken[path.parent_pointer()].is_object())
                    broken[path.parent_pointer()].erase(path.back());
                INFO(path.to_string() << " = " << (o < others.size() ? others[o].dump() : "nothing"));
                auto engine = deployed(story.models, 2000);
                const std::string before = engine->save();
                if (code_of([&] { engine->load(broken.dump()); }) != error_code::none)
                    CHECK(engine->save() == before);
                else
                    wear_out(*engine);
            }
    }
}

}  // namespace runner_process_saving_test
