// Saving and loading: contexts of every kind, their evolution, and files that do not fit.
#include <baton/baton.hpp>
#include <baton/testing/catch2.hpp>
#include <fstream>
#include <limits>
#include <sstream>

#include "../catch.hpp"
#include "../codes.hpp"

namespace runner_saving_test {

using namespace baton;
using namespace baton::words;
using namespace baton::testing;
using nlohmann::json;

namespace kinds {

enum class Colour { red, green };
struct Inner {
    int x = 1;
    std::string y = "y";
};
BATON_FIELDS(Inner, x, y)

struct Outside {  // converted by nlohmann
    int z = 5;
};
inline void to_json(json& j, const Outside& o) { j = {{"z", o.z}}; }
inline void from_json(const json& j, Outside& o) { j.at("z").get_to(o.z); }

struct Everything {
    bool flag = true;
    std::int8_t small = -5;
    std::uint64_t big = std::numeric_limits<std::uint64_t>::max();
    std::int64_t low = std::numeric_limits<std::int64_t>::min();
    double number = 0.1;
    double infinite = std::numeric_limits<double>::infinity();
    float single = 1.5f;
    std::string text = "tëxt";
    Colour colour = Colour::green;
    instant when{1000};
    Inner inner;
    std::vector<Inner> list = {{2, "a"}, {3, "b"}};
    std::vector<bool> bits = {true, false};
    std::map<std::string, int> map = {{"k", 1}};
    std::optional<int> some = 4;
    std::optional<Inner> none;
    Outside outside;
};
BATON_FIELDS(Everything, flag, small, big, low, number, infinite, single, text, colour, when, inner, list, bits, map, some, none, outside)

struct Versioned {
    int cents = 0;
    std::string name = "nobody";
};
BATON_FIELDS(Versioned, cents, name)
inline void baton_upgrade(json& fields, int from, const Versioned*) {
    if (from < 2) {
        fields["cents"] = fields.at("euros").get<int>() * 100;
        fields.erase("euros");
    }
}

}  // namespace kinds

}  // namespace runner_saving_test

template <>
inline constexpr int baton::context_version<runner_saving_test::kinds::Versioned> = 2;

namespace runner_saving_test {

namespace {

template <class Context>
Workflow<Context> waiting_once() {
    Builder<Context> b("job");
    b.task("a", [](Context&, const Self& s) { return s.token > 100; }, start_point, followed_by("b"));
    b.task("b", [](Context&) { return true; }, end_point);
    return b.build();
}

template <class Context>
std::string saved(Context context) {
    Runner<Context> run(waiting_once<Context>(), std::move(context));
    run.run(instant(0));
    return save_text(run);
}

/// Loads the text into a runner that has already gone somewhere; when it is refused, nothing may have changed.
template <class Context>
std::string refusal(const std::string& text) {
    Runner<Context> run(waiting_once<Context>());
    run.run(instant(5));
    const std::string before = save_text(run);
    const std::string why = text_of([&] { load_text(run, text); });
    CHECK(save_text(run) == before);
    return why;
}

struct Plain {
    int n = 0;
};
BATON_FIELDS(Plain, n)

}  // namespace

TEST_CASE("a context of every kind of member is saved and loaded") {
    kinds::Everything all;
    all.list.push_back({9, "c"});
    all.none = kinds::Inner{7, "seven"};
    all.outside.z = 11;
    all.flag = false;
    Runner<kinds::Everything> run(waiting_once<kinds::Everything>());
    load_text(run, saved(all));
    const kinds::Everything& got = run.context();
    CHECK(got.flag == false);
    CHECK(got.small == -5);
    CHECK(got.big == std::numeric_limits<std::uint64_t>::max());
    CHECK(got.low == std::numeric_limits<std::int64_t>::min());
    CHECK(got.number == 0.1);
    CHECK(got.infinite == std::numeric_limits<double>::infinity());
    CHECK(got.text == "tëxt");
    CHECK(got.colour == kinds::Colour::green);
    CHECK(got.when == instant(1000));
    CHECK(got.list.size() == 3);
    CHECK(got.list[2].y == "c");
    CHECK(got.bits == std::vector<bool>{true, false});
    CHECK(got.map.at("k") == 1);
    CHECK(got.some == 4);
    REQUIRE(got.none);
    CHECK(got.none->x == 7);
    CHECK(got.outside.z == 11);
}

TEST_CASE("streams, strings and files carry the same") {
    Runner<Plain> run(waiting_once<Plain>(), Plain{3});
    run.run(instant(0));
    std::stringstream stream;
    save(run, stream);
    CHECK(stream.str() == save_text(run));
    Runner<Plain> other(run.workflow());
    load(other, stream);
    CHECK(other.context().n == 3);
    CHECK(other.waits_at("a"));
    const std::string path = "saving-test.json";
    save_file(run, path);
    Runner<Plain> third(run.workflow());
    load_file(third, path);
    CHECK(save_json(third)["state"] == save_json(run)["state"]);
    std::remove(path.c_str());
    CHECK(code_of([&] { load_file(third, "no/such/file.json"); }) == error_code::the_file_cannot_be_used);
    CHECK(code_of([&] { save_file(third, "no/such/file.json"); }) == error_code::the_file_cannot_be_used);
}

TEST_CASE("a JSON context is saved as it is") {
    Builder<json> b("job");
    b.task("a", [](json& c) { return c["n"] = c.value("n", 0) + 1, c["n"] == 2; }, start_point, end_point);
    const Workflow<json> w = b.build();
    Runner<json> run(w, json{{"who", "ben"}});
    run.run(instant(0));
    Runner<json> other(w);
    load_text(other, save_text(run));
    CHECK(other.context() == json{{"who", "ben"}, {"n", 1}});
    other.run_or_throw();
    CHECK(other.finished());
}

TEST_CASE("missing fields keep the struct's defaults, unknown ones are kept and written back") {
    json file = json::parse(saved(kinds::Everything{}));
    file["context"].erase("text");
    file["context"]["inner"].erase("x");
    file["context"]["from_the_future"] = {1, 2};
    file["context"]["inner"]["too"] = "new";
    Runner<kinds::Everything> run(waiting_once<kinds::Everything>());
    load_text(run, file.dump());
    CHECK(run.context().text == "tëxt");
    CHECK(run.context().inner.x == 1);
    run.context().inner.x = 8;
    const json again = save_json(run);
    CHECK(again["context"]["from_the_future"] == json{1, 2});
    CHECK(again["context"]["inner"]["too"] == "new");
    CHECK(again["context"]["inner"]["x"] == 8);
}

TEST_CASE("a map's entries that were taken out do not come back as unknown fields") {
    Runner<kinds::Everything> run(waiting_once<kinds::Everything>());
    load_text(run, saved(kinds::Everything{}));
    run.context().map.clear();
    CHECK(save_json(run)["context"]["map"].empty());
}

TEST_CASE("every value of a wrong type is listed with its path") {
    json file = json::parse(saved(kinds::Everything{}));
    file["context"]["flag"] = 1;
    file["context"]["small"] = 200;
    file["context"]["big"] = -1;
    file["context"]["text"] = 5;
    file["context"]["list"][1]["x"] = 2.5;
    file["context"]["map"]["k/~"] = "one";
    file["context"]["when"] = "yesterday";
    file["context"]["outside"] = json::object();
    file["context"]["inner"] = nullptr;
    const std::string why = refusal<kinds::Everything>(file.dump());
    for (const char* path : {"/context/flag", "/context/small", "/context/big", "/context/text", "/context/list/1/x",
                             "/context/map/k~1~0", "/context/when", "/context/outside", "/context/inner"})
        CHECK_THAT(why, ContainsSubstring(std::string("BTN215 ") + path + ":"));
    CHECK_THAT(why, ContainsSubstring("an integer from -128 to 127, found 200"));
}

TEST_CASE("an older context is upgraded, a newer one refused") {
    json file = json::parse(saved(kinds::Versioned{}));
    CHECK(file["context_version"] == 2);
    file["context_version"] = 1;
    file["context"] = {{"euros", 3}, {"name", "anna"}};
    Runner<kinds::Versioned> run(waiting_once<kinds::Versioned>());
    load_text(run, file.dump());
    CHECK(run.context().cents == 300);
    CHECK(run.context().name == "anna");
    file["context"].erase("euros");
    CHECK_THAT(refusal<kinds::Versioned>(file.dump()), ContainsSubstring("BTN215") && ContainsSubstring("baton_upgrade from version 1"));
    for (const char* version : {"3", "0", "-1", "99999999999999999999", "1.5"}) {
        file["context_version"] = json::parse(version);
        const std::string why = refusal<kinds::Versioned>(file.dump());
        CHECK((why.find("BTN216") == 0 || why.find("BTN211") == 0));
    }
}

TEST_CASE("text that is not UTF-8: in the context refused with its path, in a message replaced") {
    struct Reason {
        std::string text;
    };
    Runner<kinds::Everything> run(waiting_once<kinds::Everything>());
    run.context().list[0].y = "\xff\xfe";
    CHECK_THAT(text_of([&] { save_text(run); }), ContainsSubstring("BTN215 /context/list/0/y"));
    Builder<Plain> b("job");
    b.task("a", [](Plain&) -> Outcome { throw std::runtime_error("bad \xff byte"); }, start_point, end_point);
    Runner<Plain> failing(b.build());
    failing.run(instant(0));
    CHECK(json::parse(save_text(failing))["state"]["tokens"][0]["reason"] == "bad ? byte");
    Builder<json> jb("job");
    jb.task("a", [](json& c) { return c["x"] = "\xc0\x80", false; }, start_point, end_point);
    Runner<json> raw(jb.build());
    raw.run(instant(0));
    CHECK(code_of([&] { save_text(raw); }) == error_code::the_context_does_not_fit);
}

TEST_CASE("every truncation of a file is refused, or is the file") {
    const std::string whole = saved(Plain{4});
    for (std::size_t length = 0; length < whole.size() - 2; ++length) {
        Runner<Plain> run(waiting_once<Plain>());
        CHECK(code_of([&] { load_text(run, whole.substr(0, length)); }) == error_code::the_state_is_damaged);
        CHECK(run.status() == Status::fresh);
    }
}

TEST_CASE("hostile text is refused fast and changes nothing") {
    CHECK_THAT(refusal<Plain>(""), ContainsSubstring("BTN211"));
    CHECK_THAT(refusal<Plain>("null"), ContainsSubstring("BTN211"));
    CHECK_THAT(refusal<Plain>("[]"), ContainsSubstring("BTN211"));
    CHECK_THAT(refusal<Plain>(std::string(1'000'000, '[')), ContainsSubstring("nested deeper"));
    std::string deep = R"({"a":)";
    for (int i = 0; i < 100'000; ++i) deep += R"({"a":)";
    CHECK_THAT(refusal<Plain>(deep), ContainsSubstring("nested deeper"));
    Runner<Plain> run(waiting_once<Plain>());
    CHECK_THAT(text_of([&] { load_text(run, std::string(100, ' '), nullptr, "x", {.bytes = 99}); }), ContainsSubstring("100 bytes"));
    std::string binary = saved(Plain{});
    binary[10] = '\0';
    CHECK_THAT(refusal<Plain>(binary), ContainsSubstring("BTN211"));
}

TEST_CASE("a file of a newer format, of another workflow, or of another document is told apart") {
    json file = json::parse(saved(Plain{}));
    file["baton"]["format"] = 2;
    CHECK_THAT(refusal<Plain>(file.dump()), ContainsSubstring("BTN212") && ContainsSubstring("format 2"));
    file["baton"]["format"] = 1;
    file["workflow"]["name"] = "tea";
    CHECK_THAT(refusal<Plain>(file.dump()), ContainsSubstring("BTN213") && ContainsSubstring("'tea'"));
    file["baton"]["document"] = "definition";
    CHECK_THAT(refusal<Plain>(file.dump()), ContainsSubstring("BTN211"));
}

TEST_CASE("states that contradict themselves are refused") {
    const json file = json::parse(saved(Plain{}));
    const auto with = [&](auto change) {
        json changed = file;
        change(changed["state"]);
        return refusal<Plain>(changed.dump());
    };
    const auto damaged = ContainsSubstring("BTN211");
    CHECK_THAT(with([](json& s) { s.erase("tokens"); }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"] = json::array(); }), damaged);
    CHECK_THAT(with([](json& s) { s["status"] = "completed"; }), damaged);
    CHECK_THAT(with([](json& s) { s["status"] = "sleeping"; }), damaged);
    CHECK_THAT(with([](json& s) { s["next"] = 1; }), damaged);
    CHECK_THAT(with([](json& s) { s["next"] = -1; }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"][0]["id"] = 0; }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"].push_back(s["tokens"][0]); }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"][0]["phase"] = "dreaming"; }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"][0]["phase"] = "ready"; }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"][0].erase("since"); }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"][0]["since"] = 5; }), damaged);
    CHECK_THAT(with([](json& s) { s["ready"] = {1}; }), damaged);
    CHECK_THAT(with([](json& s) { s["ready"] = {99}; }), damaged);
    CHECK_THAT(with([](json& s) { s["batch"] = {1}; }), damaged);
    CHECK_THAT(with([](json& s) { s["timers"] = {{{"token", 1}, {"at", "b"}, {"due", "never"}}}; }), ContainsSubstring("BTN214"));
    CHECK_THAT(with([](json& s) { s["timers"] = {{{"token", 77}, {"at", "a"}, {"due", "never"}}}; }), damaged);
    CHECK_THAT(with([](json& s) { s["passed"] = {{"a", -1}}; }), damaged);
    CHECK_THAT(with([](json& s) { s["passed"] = {{"a", 5'000'000'000}}; }), damaged);
    CHECK_THAT(with([](json& s) { s["taken"] = 7; }), damaged);
    CHECK_THAT(with([](json& s) { s["tokens"][0]["at"] = "aa"; }), ContainsSubstring("BTN214") && ContainsSubstring("did you mean 'a'"));
    CHECK_THAT(with([](json& s) { s["tokens"][0]["phase"] = "joining"; }), ContainsSubstring("BTN211"));
    CHECK_THAT(with([](json& s) { s["tokens"][0]["phase"] = "joining"; s["tokens"][0]["by"] = "x->a"; }), ContainsSubstring("BTN214"));
    CHECK_THAT(with([](json& s) { s["watches"] = {{"a", "x"}}; }), damaged);
}

TEST_CASE("random damage never crashes: it is refused, or it is a state that runs") {
    std::mt19937 random(5);
    const std::string whole = saved(Plain{4});
    int refused = 0;
    for (int round = 0; round < 3000; ++round) {
        std::string text = whole;
        for (int i = 0; i < 1 + round % 3; ++i) text[random() % text.size()] = static_cast<char>(random() % 128);
        Runner<Plain> run(waiting_once<Plain>());
        try {
            load_text(run, text);
            run.step_limit(1000);
            run.run(instant(0));
        } catch (const error&) {
            ++refused;
        }
    }
    CHECK(refused > 1000);
}

TEST_CASE("the format is kept: golden files of every release are read", "[golden]") {
    std::ifstream file(BATON_TEST_DATA "/states/format-1.json");
    REQUIRE(file);
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    Builder<Plain> b("golden");
    b.task("start", [](Plain&) { return true; }, start_point, followed_by("wait"), followed_by("delay"), followed_by("fail"),
           followed_by("now"), followed_by("pend"));
    b.task("wait", [](Plain&) { return waiting("a bell"); }, deadline(std::chrono::hours(2), followed_by("late")), followed_by("join"));
    b.task("delay", [](Plain&) { return true; }, delay(std::chrono::hours(1)), followed_by("join"));
    b.task("fail", [](Plain&) { return failed("no \"paper\""); }, followed_by("join"));
    b.task("pend", [](Plain&) { return pending; }, followed_by("join"));
    b.task("now", [](Plain&) { return true; }, followed_by("join"));
    b.task("late", [](Plain&) { return true; }, end_point);
    b.task("join", [](Plain&) { return true; }, join_point, end_point);
    Runner<Plain> run(b.build(), Plain{3}, "golden-1");
    run.run(instant(1'893'456'000'000));
    if (std::getenv("BATON_WRITE_GOLDEN") != nullptr) replace_file(BATON_TEST_DATA "/states/format-1.json", save_text(run));
    CHECK(save_text(run) == text);
    Runner<Plain> loaded(run.workflow(), Plain{}, "golden-1");
    load_text(loaded, text);
    CHECK(save_text(loaded) == text);
}

}  // namespace runner_saving_test
