// What an expression costs: parsed, and evaluated from its program, beside a lambda written by hand over the same JSON
// and beside Lua 5.4 (for comparison only).
#include <benchmark/benchmark.h>

#include <baton/expression/expression.hpp>
#include <baton/expression/json.hpp>
#include <lua5.4/lua.hpp>
#include <nlohmann/json.hpp>
#include <string>

namespace {

using namespace baton::expression;

const nlohmann::json variables = {
    {"x", 7}, {"status", "open"}, {"customer", {{"name", "Ada"}, {"city", "London"}}}, {"amount", 120.5}};

void evaluate_condition(benchmark::State& state) {
    const Expression e("x > 5 and status = \"open\"", Language::feel);
    const JsonScope scope(variables);
    for (auto _ : state) {
        Value v = e.evaluate(scope);
        if (!v.is_true()) state.SkipWithError("wrong");
        benchmark::DoNotOptimize(v);
    }
}
void by_hand(benchmark::State& state) {
    const auto condition = [](const nlohmann::json& v) {
        return v.at("x").get<double>() > 5 && v.at("status").get_ref<const std::string&>() == "open";
    };
    for (auto _ : state) {
        bool holds = condition(variables);
        if (!holds) state.SkipWithError("wrong");
        benchmark::DoNotOptimize(holds);
    }
}
/// The variables are globals of Lua already; pushing them for each call would come on top.
void lua(benchmark::State& state) {
    lua_State* l = luaL_newstate();
    lua_pushinteger(l, 7);
    lua_setglobal(l, "x");
    lua_pushstring(l, "open");
    lua_setglobal(l, "status");
    luaL_loadstring(l, "return x > 5 and status == 'open'");
    const int condition = luaL_ref(l, LUA_REGISTRYINDEX);
    for (auto _ : state) {
        lua_rawgeti(l, LUA_REGISTRYINDEX, condition);
        lua_call(l, 0, 1);
        int holds = lua_toboolean(l, -1);
        lua_pop(l, 1);
        if (holds == 0) state.SkipWithError("wrong");
        benchmark::DoNotOptimize(holds);
    }
    lua_close(l);
}
void parse_hundred(benchmark::State& state) {
    const std::string text =
        "if customer.city = \"London\" and amount > 100 then round half up(amount * 1.2, 2) else amount + x / 2";
    state.counters["characters"] = static_cast<double>(text.size());
    for (auto _ : state) {
        Expression e(text, Language::feel);
        benchmark::DoNotOptimize(e);
    }
}
void filter(benchmark::State& state) {
    nlohmann::json list = {{"items", nlohmann::json::array()}};
    for (int i = 0; i < state.range(0); ++i) list["items"].push_back({{"price", i}, {"name", "item"}});
    const Expression e("count(items[price > 500])", Language::feel);
    const JsonScope scope(list);
    for (auto _ : state) {
        Value v = e.evaluate(scope);
        benchmark::DoNotOptimize(v);
    }
    state.counters["ns_per_element"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * static_cast<double>(state.range(0)) * 1e-9,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

BENCHMARK(evaluate_condition)->Name("x > 5 and status = \"open\"/baton");
BENCHMARK(by_hand)->Name("x > 5 and status = \"open\"/a lambda over the JSON");
BENCHMARK(lua)->Name("x > 5 and status = \"open\"/Lua 5.4");
BENCHMARK(parse_hundred)->Name("parse 100 characters");
BENCHMARK(filter)->Name("filter")->Arg(10)->Arg(100)->Arg(1000)->Arg(10000);

}  // namespace

BENCHMARK_MAIN();
