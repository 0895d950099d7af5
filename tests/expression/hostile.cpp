// Texts that were made to take long or much: each ends soon, in little memory, and says why. This is a program of its
// own, compiled with optimization, that counts what it allocates; under sanitizers only the outcome is checked.
#include <algorithm>
#include <baton/expression/expression.hpp>
#include <baton/expression/folding.hpp>
#include <baton/expression/free_variables.hpp>
#include <baton/expression/intervals.hpp>
#include <baton/expression/json.hpp>
#include <baton/expression/result_kinds.hpp>
#include <baton/expression/text_of.hpp>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../catch.hpp"

#if BATON_MEASURED
#include <malloc.h>

namespace {
std::size_t in_use = 0, peak = 0;
}

// NOLINTBEGIN(cppcoreguidelines-no-malloc): this is operator new
void* operator new(std::size_t size) {
    void* p = std::malloc(size);
    if (p == nullptr) throw std::bad_alloc();
    in_use += malloc_usable_size(p);
    peak = std::max(peak, in_use);
    return p;
}
void operator delete(void* p) noexcept {
    if (p != nullptr) in_use -= malloc_usable_size(p);
    std::free(p);
}
void operator delete(void* p, std::size_t) noexcept { operator delete(p); }
// NOLINTEND(cppcoreguidelines-no-malloc)
#endif

namespace {

using namespace baton::expression;
using Json = nlohmann::json;

/// 100 on a machine that does nothing else: BATON_HOSTILE=1, which prints what is near the bounds, asks for that. Else
/// there is room for slow and busy ones.
[[maybe_unused]] const double milliseconds_allowed = std::getenv("BATON_HOSTILE") != nullptr ? 100 : 1000;
[[maybe_unused]] constexpr std::size_t bytes_allowed = std::size_t{64} << 20;

std::string times(std::string_view part, std::size_t count) {
    std::string out;
    out.reserve(part.size() * count);
    for (std::size_t i = 0; i < count; ++i) out += part;
    return out;
}

const Json& variables() {
    static const Json all = [] {
        Json numbers = Json::array(), texts = Json::array();
        for (int i = 0; i < 100'000; ++i) {
            numbers.push_back(i * 7919 % 100'003);
            texts.push_back("text " + std::to_string(i));
        }
        return Json{{"numbers", numbers}, {"texts", texts}, {"megabyte", times("ab", 500'000)}, {"x", 5}, {"?", 5}};
    }();
    return all;
}

/// "BTN502 …", "null: reason", or "value".
std::string outcome_of(std::string_view text, Language language) {
    try {
        const Expression e(text, language);
        std::vector<Reason> reasons;
        const Value v = e.evaluate(JsonScope(variables()), {.reasons = &reasons});
        if (!v.is_null()) return "value";
        return "null: " + (reasons.empty() ? std::string("no reason") : reasons.front().what);
    } catch (const baton::error& problem) {
        return problem.what();
    }
}

/// Runs it, and checks what it took; again when the machine was busy.
template <class Run>
void bounded(std::string_view name, const Run& run) {
#if BATON_MEASURED
    double least = 1e9;
    std::size_t bytes = 0;
    for (int i = 0; i < 3 && least > milliseconds_allowed; ++i) {
        const std::size_t before = peak = in_use;
        const std::clock_t began = std::clock();
        run();
        least = std::min(least, 1000.0 * static_cast<double>(std::clock() - began) / CLOCKS_PER_SEC);
        bytes = peak - before;
    }
    if (std::getenv("BATON_HOSTILE") != nullptr)  // to see what is near the bounds
        std::printf("%-44.44s %8.1f ms %6.1f MiB\n", name.data(), least, static_cast<double>(bytes) / (1 << 20)),
            std::fflush(stdout);
    CHECK(least <= milliseconds_allowed);
    CHECK(bytes <= bytes_allowed);
#else
    static_cast<void>(name);
    run();
#endif
}

struct Case {
    std::string text;
    /// What the outcome begins with.
    std::string_view expected;
    Language language = Language::feel;
};

void check(const std::vector<Case>& cases) {
    static_cast<void>(variables());
    for (const Case& c : cases) {
        const std::string name = c.text.substr(0, 120);
        INFO(name);
        std::string outcome;
        bounded(name, [&] { outcome = outcome_of(c.text, c.language); });
        const std::string begin = outcome.substr(0, std::max<std::size_t>(c.expected.size(), 80));
        INFO(begin);
        CHECK(begin.starts_with(c.expected));
        CHECK(outcome.size() < 400);
        // What can be read can be analysed.
        std::optional<Expression> e;
        try {
            e.emplace(c.text, c.language);
        } catch (const baton::error&) {
            continue;
        }
        bounded("  free variables", [&] { static_cast<void>(free_variables(*e)); });
        bounded("  result kinds", [&] { static_cast<void>(result_kinds(*e)); });
        bounded("  folding", [&] { static_cast<void>(folded(*e)); });
        bounded("  excluding", [&] { static_cast<void>(cannot_both_hold(*e, *e)); });
    }
}

constexpr std::size_t deep = 100'000;
constexpr std::string_view too_large = "BTN502", too_long = "BTN503", no_expression = "BTN501";

}  // namespace

TEST_CASE("deep nesting is refused") {
    check({
        {times("(", deep) + "1" + times(")", deep), too_large},
        {times("[", deep) + times("]", deep), too_large},
        {times("{a:", deep / 2) + "1" + times("}", deep / 2), too_large},
        {times("-", deep) + "1", too_large},
        {times("- ", deep) + "1", too_large},
        {times("not(", deep / 2) + "true" + times(")", deep / 2), too_large},
        {times("not ", deep / 2) + "true", too_large, Language::unmarked},
        {times("!", deep) + "true", too_large, Language::unmarked},
        {times("if true then 1 else ", 10'000) + "2", too_large},
        {times("if ", deep / 2), too_large},
        {times("for x in ", deep / 4), too_large},
        {times("some x in [1] satisfies ", 10'000) + "true", too_large},
        {times("function(x) ", 20'000) + "x", too_large},
        {"x" + times(".a", deep), too_large},
        {"x" + times("[1]", deep / 2), too_large},
        {"x" + times("()", deep), too_large},
        {"1" + times(" = 1", deep / 2), too_large},
        {"1" + times(" in 1", deep / 2), too_large},
        {"1" + times(" between 1 and 2", 10'000), too_large},
        {"1 instance of " + times("list<", deep / 4) + "number" + times(">", deep / 4), too_large},
        {times("]", deep) + "1", too_large},
        {times("[1..", deep / 2), too_large},
        {times("1 in (", deep / 4), too_large},
        {times("not(", deep / 2), too_large, Language::unary_tests},
        {times("(", deep), too_large, Language::unary_tests},
        {times("${", deep), no_expression, Language::juel},
        {"${" + times("(", deep) + "1" + times(")", deep) + "}", too_large, Language::juel},
        {"${" + times("!", deep) + "true}", too_large, Language::juel},
        {"${" + times("not ", deep / 2) + "true}", too_large, Language::juel},
        {"${" + times("-", deep) + "1}", too_large, Language::juel},
        {"${" + times("empty ", deep / 4) + "1}", too_large, Language::juel},
        {"${" + times("true?1:", deep / 4) + "1}", too_large, Language::juel},
        {"${" + times("true?", deep / 4) + "1}", too_large, Language::juel},
        {"${x" + times("[x", deep / 4) + times("]", deep / 4) + "}", too_large, Language::juel},
        {"${x" + times(".a", deep) + "}", too_large, Language::juel},
        {"${1" + times(" == 1", 20'000) + "}", "value", Language::juel},
    });
}

TEST_CASE("large texts are refused, or read in the time that they are worth") {
    check({
        {times("1 + ", 2'500'000) + "1", too_large},
        {times("a", 10'000'000), too_large},
        {times("a", 250'000), too_large},
        {times("a ", 125'000), too_large},
        {times("${1}", 2'500'000), too_large, Language::juel},
        {"a:" + times("b", 10'000'000), too_large, Language::key_value},
        {"a:" + times("b", 200'000), "value", Language::key_value},
        {times("1 + ", 60'000) + "1", "value"},
        {times("1 + ", 40'000) + "1", "value"},
        {times("true and ", 25'000) + "true", "value"},
        {"[" + times("1,", 90'000) + "1]", "value"},
        {"[" + times("a,", 90'000) + "1]", "value"},
        {"[" + times("a b c d e f g h i j,", 10'000) + "1]", "value"},
        {"[" + times("a b and c d and e f,", 8'000) + "1]", "value"},
        {"{" + times("a:1,", 40'000) + "b:1}", "null: the key 'a' is there twice"},
        {[] {
             std::string text = "{";
             for (int i = 0; i < 20'000; ++i) text += "k" + std::to_string(i) + ":1,";
             return text + "z:1}";
         }(),
         too_long},
        {"\"" + times("\\u0041", 40'000) + "\"", "value"},
        {times("/*", 120'000), no_expression},
        {times("/* */", 50'000) + "1", "value"},
        {times(" ", 260'000) + "1", "value"},
        {times("9", 200'000), no_expression},
        {"0." + times("0", 200'000) + "1", "value"},
        {"@\"" + times("9", 200'000) + "-01-01\"", "null"},
        {"@\"P" + times("9", 200'000) + "D\"", "null"},
        {"@\"2020-01-01T00:00:00@" + times("a/", 100'000) + "\"", "null"},
        {times("${x} ", 20'000), "value", Language::juel},
        {times("\\", 250'000) + "${1}", "value", Language::juel},
        {times("\xff", 250'000), too_large},
        {times("< 1,", 40'000) + "< 2", "value", Language::unary_tests},
        {times("function(a) a,", 1), no_expression},
        {"f(" + times("a: 1,", 20'000) + "b: 2)", "null: there is no function 'f'"},
        {"sum(" + times("a: 1,", 20'000) + "b: 2)", "null: sum"},
        {"function(" + times("a,", 50'000) + "b) 1", "value"},
        {"1 instance of context<" + times("a: number,", 20'000) + "b: number>", "value"},
        {"for " + times("i in [1],", 10'000) + "j in [1] return 1", too_large},
    });
}

TEST_CASE("texts that grow end the evaluation") {
    const std::string doubling =
        "{f: function(s, n) if n = 0 then s else f(s + s, n - 1), r: f(\"0123456789abcdef\", 60)}.r";
    check({
        {doubling, too_long},
        {"for i in 1..1000 return if i = 1 then \"0123456789\" else partial[-1] + partial[-1]", too_long},
        {"for i in 1..1000000 return megabyte", too_long},
        {"[" + times("megabyte,", 1'000) + "1]", too_long},
        {"string join(for i in 1..100000 return \"0123456789\", \"" + times("x", 1'000) + "\")", too_long},
        {"string join(texts, megabyte)", too_long},
        {"{f: function(l, n) if n = 0 then l else f(concatenate(l, l), n - 1), r: f([1], 60)}.r", too_long},
        {"{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: string(f([1], 60))}.r", too_long},
        {"{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: f([1], 60) = f([1], 60)}.r", too_long},
        {"{f: function(l, n) if n = 0 then l else f([l, l], n - 1), r: flatten(f([1], 60))}.r", too_long},
        {"{f: function(l, n) if n = 0 then l else f({a: l, b: l}, n - 1), r: string(f([1], 60))}.r", too_long},
        {"replace(megabyte, \"a\", \"" + times("x", 1'000) + "\")", too_long},
        {"replace(megabyte, \"(a)\", \"" + times("$1", 1'000) + "\")", too_long},
        {"for i in 1..1000 return upper case(megabyte)", too_long},
        {"for i in 1..1000 return contains(megabyte, \"abc\")", too_long},
        {"for i in 1..1000000 return string length(megabyte)", too_long},
        {"for i in 1..100000 return substring(megabyte, 400000, 1)", too_long},
        {"for i in 1..1000000 return megabyte = megabyte", too_long},
        {"for i in 1..1000000 return megabyte < megabyte", too_long},
        {"for i in 1..1000000 return megabyte in [megabyte]", too_long},
        {"for i in 1..100000 return to base64(megabyte)", too_long},
        {"for i in 1..1000000 return starts with(megabyte, megabyte)", too_long},
        {"for i in 1..1000000 return trim(megabyte)", too_long},
        {"for i in 1..1000000 return number(megabyte)", too_long},
        {"for i in 1..1000000 return date(megabyte)", too_long},
        {"for i in 1..1000000 return duration(megabyte)", too_long},
        {"for i in 1..1000000 return {a: megabyte}", too_long},
        {"for i in 1..1000000 return function(x) megabyte", too_long},
        {times("${megabyte}", 1'000), too_long, Language::juel},
        {times("${texts}", 10'000), too_long, Language::juel},
        {"${" + times("megabyte += ", 10) + "megabyte}", no_expression, Language::juel},
    });
}

TEST_CASE("numbers out of range are null, and dear ones are paid for") {
    check({
        {"10 ** 1000000", "null"},
        {"10 ** 999999999", "null"},
        {"10 ** 1000000000000", "null"},
        {"2 ** 999999999", "null"},
        {"1.0000001 ** 999999999", "value"},
        {"0.5 ** 999999999", "value"},
        {"10 ** -1000000", "value"},
        {"9" + times(" ** 9", 10'000), "null"},
        {"exp(1e6144)", "null"},
        {"exp(-1e6144)", "value"},
        {"decimal(1, 1000000000)", "null"},
        {"modulo(1e6144, 1e-6176)", "value"},
        {"string(1e6144)", "value"},
        {"for i in 1..1000000 return string(1e6144)", too_long},
        {"for i in 1..1000000 return exp(i / 7)", too_long},
        {"for i in 1..1000000 return log(i / 7)", too_long},
        {"for i in 1..1000000 return sqrt(i / 7)", too_long},
        {"for i in 1..1000000 return (i / 7) ** 9999", too_long},
        {"for i in 1..1000000 return (i / 7) ** 0.3", too_long},
        {"for i in 1..1000000 return modulo(i * 1e6000, 7.3)", too_long},
        {"for i in 1..1000000 return 1e6000 + i / 7", too_long},
        {"for i in 1..1000000 return i / 7 / 7 / 7 / 7 / 7", too_long},
        {"for i in 1..1000000 return stddev([i, i / 7, 3])", too_long},
        {"for i in 1..1000000 return median([i, i / 7, 3])", too_long},
        {"for i in 1..1000000 return product([i, i / 7, 3])", too_long},
        {"for i in 1..1000000 return [1][10 ** 6000]", too_long},
        {"for i in 1..1000000 return decimal(i / 7, 6)", too_long},
        {"for i in 1..1000000 return date(\"2020-01-01\") + duration(\"P1D\") * i", too_long},
        {"for i in 1..1000000 return date and time(\"2020-01-01T00:00:00@Europe/Berlin\") - now()", too_long},
        {"for i in 1..1000000 return week of year(today())", too_long},
        {"for i in 1..1000000 return string(now())", too_long},
        {"for i in 1..1000000 return date and time(\"2020-01-01T00:00:00@No/Such" + times("x", 200) + "\")", too_long},
    });
}

TEST_CASE("large ranges and loops end") {
    check({
        {"for x in 1..1000000000 return x", too_long},
        {"for x in 1..1000000000 return null", too_long},
        {"for x in 1000000000..1 return null", too_long},
        {"for x in 1..9223372036854775807 return null", too_long},
        {"for x in [1..1000000000] return x", too_long},
        {"for x in -1e18..1e18 return x", too_long},
        {"for x in 1..1e30 return x", "null"},
        {"for x in @\"0001-01-01\"..@\"9999-12-31\" return x", too_long},
        {"count(1..1000000000)", no_expression},
        {"count([1..1000000000])", "value"},
        {"sum(for x in 1..1000000000 return x)", too_long},
        {"some x in 1..1000000000 satisfies x < 0", no_expression},
        {"some x in [1..1000000000] satisfies x < 0", too_long},
        {"every x in [1..1000000000] satisfies x > 0", too_long},
        {"for a in 1..1000, b in 1..1000, c in 1..1000 return 1", too_long},
        {"for " + times("a in 1..2,", 20) + "b in 1..2 return 1", too_long},
        {"for i in 1..1000000 return partial", too_long},
        {"for i in 1..1000000 return count(partial)", too_long},
        {"for i in 1..1000000 return sum(partial)", too_long},
        {"for i in 1..1000000 return unknown", too_long},
        {"for i in 1..1000000 return unknwn(i)", too_long},
        {"for i in 1..1000000 return " + times("u", 900) + "(i)", too_long},
        {"for i in 1..1000000 return sum(" + times("u", 900) + ": i)", too_long},
        {"for i in 1..1000000 return " + times("u", 900), too_long},
        {"for i in 1..1000000 return \"a\" + 1", too_long},
        {"for i in 1..1000000 return [i, i, i, i]", too_long},
        {"for i in 1..1000000 return {a: i, b: i}", too_long},
        {"for i in 1..1000000 return function(x) x + i", too_long},
        {"for i in 1..1000000 return i instance of context<a: list<number>>", too_long},
        {"for i in 1..1000000 return range(\"[1..2]\")", too_long},
        {"for i in 1..1000000 return range(\"[" + times("1", 30) + ".." + times("2", 30) + "]\")", too_long},
        {"for i in 1..1000000 return overlaps([1..i], [i..9])", too_long},
        {"for i in 1..1000000 return string([1, 2, 3])", too_long},
        {"for i in 1..1000000 return upper case(\"abc\")", too_long},
        {"for i in 1..1000000 return split(\"a;b;c\", \";\")", too_long},
        {"for i in 1..1000000 return sort([3, 1, 2], function(a, b) a < b)", too_long},
        {"for i in 1..1000000 return get value({a: 1}, \"a\")", too_long},
        {"for i in 1..1000000 return numbers[99999]", too_long},
        {"for i in 1..1000000 return texts[-1]", too_long},
        {"for i in 1..1000000 return count(numbers)", too_long},
        {"for i in 1..1000000 return x.y.z", too_long},
    });
}

TEST_CASE("functions that call each other end") {
    check({
        {"{f: function(n) f(n + 1), r: f(1)}.r", too_long},
        {"{f: function(n) f(n) + f(n), r: f(1)}.r", too_long},
        {"{f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(60)}.r", too_long},
        {"{f: function(g) g(g), r: f(f)}.r", too_long},
        {"{f: function(n) [f(n)], r: f(1)}.r", too_long},
        {"{f: function(n) {a: f(n)}, r: f(1)}.r", too_long},
        {"{f: function(n) for i in [1, 2] return f(n), r: f(1)}.r", too_long},
        {"{f: function(a, b) f(a, b), r: sort(numbers, f)}.r", too_long},
        {"{f: function(n) list replace([1, 2], function(a, b) f(n), 3), r: f(1)}.r", too_long},
        {"{f: function(n) " + times("(", 90) + "f(n)" + times(")", 90) + ", r: f(1)}.r", too_long},
        {[] {
             std::string text = "{";
             for (int i = 0; i < 250; ++i) text += "k" + std::to_string(i) + ": 1, ";
             return text + "f: function(n) if n = 0 then 1 else f(n - 1) + f(n - 1), r: f(60)}.r";
         }(),
         too_long},
    });
}

TEST_CASE("functions over large lists end") {
    check({
        {"sort(numbers, function(a, b) a < b)", too_long},
        {"sort(numbers, function(a, b) true)", too_long},
        {"sort(texts)", "null: sort: the argument 'precedes' is missing"},
        {"list replace(numbers, 5, 1)", "value"},
        {"list replace(numbers, function(a, b) a < b, 1)", "value"},
        {"for i in 1..1000000 return list replace(numbers, 5, 1)", too_long},
        {"string join(texts, \",\")", "value"},
        {"for i in 1..1000 return string join(texts, \",\")", too_long},
        {"distinct values(numbers)", too_long},
        {"distinct values(texts)", too_long},
        {"union(numbers, numbers)", too_long},
        {"duplicate values(numbers)", "value"},
        {"index of(numbers, 7)", "value"},
        {"for i in 1..100000 return index of(numbers, 7)", too_long},
        {"for i in 1..100000 return list contains(numbers, -1)", too_long},
        {"for n in numbers return list contains(numbers, n)", too_long},
        {"numbers[list contains(numbers, item)]", too_long},
        {"numbers[item in numbers]", too_long},
        {"numbers[count(numbers[item > 3]) > 3]", too_long},
        {"for i in 1..100000 return reverse(numbers)", too_long},
        {"for i in 1..100000 return append(numbers, i)", too_long},
        {"for i in 1..100000 return remove(numbers, 1)", too_long},
        {"for i in 1..100000 return sublist(numbers, 2)", too_long},
        {"for i in 1..100000 return insert before(numbers, 2, 1)", too_long},
        {"for i in 1..100000 return concatenate(numbers, numbers)", too_long},
        {"for i in 1..100000 return flatten(numbers)", too_long},
        {"for i in 1..100000 return sum(numbers)", too_long},
        {"for i in 1..100000 return max(numbers)", too_long},
        {"for i in 1..100000 return mean(numbers)", too_long},
        {"for i in 1..100000 return median(numbers)", too_long},
        {"for i in 1..100000 return mode(numbers)", too_long},
        {"for i in 1..100000 return stddev(numbers)", too_long},
        {"for i in 1..100000 return all(numbers)", too_long},
        {"for i in 1..100000 return numbers = append(numbers, 1)", too_long},
        {"for i in 1..100000 return numbers[item = 1]", too_long},
        {"for i in 1..100000 return string(numbers)", too_long},
        {"for i in 1..100000 return partition(numbers, 3)", too_long},
        {"for i in 1..100000 return numbers instance of list<number>", too_long},
        {"for i in 1..100000 return numbers.x", too_long},
        {"context merge(for i in 1..100000 return {a: i})", too_long},
        {"context(for i in 1..100000 return {key: string(i), value: i})", too_long},
        {"{f: function(c, n) if n = 0 then c else f(context put(c, string(n), n), n - 1), r: f({}, 60)}.r", "value"},
        {"get entries(context(for i in 1..100000 return {key: string(i), value: i}))", too_long},
    });
}

TEST_CASE("patterns cannot be made to take long") {
    const std::string text = "\"" + times("a", 20'000) + "b\"";
    check({
        {"matches(" + text + ", \"(a+)+$\")", "value"},
        {"matches(" + text + ", \"(a|aa)+$\")", "value"},
        {"matches(" + text + ", \"(a*)*c\")", "value"},
        {"matches(" + text + ", \"^(a?){500}a{500}$\")", "value"},
        {"matches(" + text + ", \"(.*)(.*)(.*)(.*)(.*)x\")", "value"},
        {"matches(megabyte, \"(a+)+$\")", too_long},
        {"matches(megabyte, \"^(ab|b|a)*c$\")", too_long},
        {"matches(" + text + ", \"(x+x+)+y\")", "value"},
        {"replace(" + text + ", \"(a+)+c\", \"$1\")", "value"},
        {"replace(" + text + ", \"a*b*c\", \"\")", "value"},
        {"split(" + text + ", \"(a|b)*c\")", "value"},
        {"split(" + text + ", \"a\")", "value"},
        {"extract(" + text + ", \"a\")", "value"},
        {"extract(" + text + ", \"a*?\")", "value"},
        {"matches(\"a\", \"(((a{100}){100}){100}){100}\")", "null"},
        {"matches(\"a\", \"" + times("(", 50'000) + "\")", "null"},
        {"matches(\"a\", \"" + times("(", 50'000) + times(")", 50'000) + "\")", "null"},
        {"matches(\"a\", \"" + times("[a-z-[", 30'000) + "\")", "null"},
        {"matches(\"a\", \"" + times("\\\\p{L}", 10'000) + "\")", too_long},
        {"matches(\"a\", \"" + times("\\\\w", 50'000) + "\", \"i\")", too_long},
        {"matches(\"a\", \"" + times("a|", 100'000) + "\")", "null"},
        {"matches(\"a\", \"" + times("a?", 100'000) + "\")", "null"},
        {"for i in 1..1000000 return matches(\"abc\", \"a.c\")", too_long},
        {"for i in 1..1000000 return matches(\"abc\", \"a\" + string(i))", too_long},
        {"for i in 1..1000000 return matches(\"abc\", \"\\\\w\\\\p{L}\" + string(i), \"i\")", too_long},
        {"for i in 1..1000000 return matches(\"" + times("a", 1'000) + "\", \"(a+)+$\")", too_long},
        {"for i in 1..1000000 return replace(\"aaaa\", \"a\", \"bb\")", too_long},
        {"for i in 1..1000000 return extract(\"aaaa\", \"a\")", too_long},
    });
}
