// Static analysis: free variables, kinds of results, folding, and what conditions say about values.
#include <algorithm>
#include <baton/expression/folding.hpp>
#include <baton/expression/free_variables.hpp>
#include <baton/expression/intervals.hpp>
#include <baton/expression/result_kinds.hpp>
#include <baton/expression/text_of.hpp>
#include <memory>
#include <random>
#include <string>
#include <vector>

#include "../catch.hpp"
#include "../seeds.hpp"

namespace expression_analysis_test {

namespace {

using namespace baton::expression;
using Names = std::vector<std::string>;

Expression feel(std::string_view text) { return {text, Language::feel}; }
Expression juel(std::string_view text) { return {text, Language::juel}; }

void check_free(std::string_view text, const Names& certain, const Names& possible = {}) {
    INFO(text);
    const FreeVariables found = free_variables(Expression::read(text));
    CHECK(found.certain == certain);
    CHECK(found.possible == possible);
}
void check_kinds(std::string_view text, Kinds expected) {
    INFO(text);
    CHECK(result_kinds(Expression::read(text)) == expected);
}
template <class F>
std::string thrown(F f) {
    try {
        f();
    } catch (const baton::error& e) {
        return e.what();
    }
    return {};
}
Value folded_value(const Expression& e, const Entries& variables) {
    const Semantics semantics = e.language() == Language::juel ? Semantics::juel : Semantics::feel;
    const ValueScope scope(variables);
    const Setting setting;
    return Evaluator(std::make_shared<const Syntax>(folded(e)), e.text(), e.functions(), semantics, scope, setting)
        .run();
}
bool folds(std::string_view text) {
    const Syntax s = folded(Expression::read(text));
    return s.nodes[s.root].kind == NodeKind::constant;
}
std::string text(const Value& v) { return text_of(v, 1 << 20); }
std::optional<bool> always(const std::vector<Expression>& all, Domain domain = Domain::compared) {
    std::vector<const Expression*> pointers;
    for (const Expression& e : all) pointers.push_back(&e);
    return one_always_holds(pointers, domain);
}
bool is_true(const Expression& e, const Entries& variables) { return e.evaluate(ValueScope(variables)).is_true(); }

}  // namespace

TEST_CASE("free variables are the names that are looked up") {
    check_free("=a + b.c.d * a", {"a", "b"});
    check_free("=1 + 2", {});
    check_free("=sum(xs) + count(ys)", {"xs", "ys"});
    check_free("=foo(x)", {"foo", "x"});
    check_free("=for x in xs return x + y", {"xs", "y"});
    check_free("=for x in xs, z in x return z + partial[-1]", {"xs"});
    check_free("=partial", {"partial"});
    check_free("=item.price > 3", {"item"});
    check_free("=some x in xs satisfies x > limit", {"limit", "xs"});
    check_free("=every x in x satisfies x > 1", {"x"});
    check_free("={a: 1, b: a + c, d: e, e: b}", {"c", "e"});
    check_free("=(function(x, y) x + y + z)(1, w)", {"w", "z"});
    check_free("={f: function(n) if n = 0 then 0 else f(n - 1), g: f(m)}", {"m"});
    check_free("={f: [function(n) f(n)][1]}", {}, {"f"});
    check_free("=orders[price > limit and item.x = 1]", {"orders"}, {"limit", "price"});
    check_free("=for o in orders return o[o.x > y]", {"orders"}, {"y"});
    check_free("=limit + xs[a > limit]", {"limit", "xs"}, {"a"});
    check_free("=a in (? > 3, b)", {"a", "b"});
    check_free("=is defined(a.b) and c", {"c"}, {"a"});
    check_free("=sort(xs, abs)", {"xs"}, {"abs"});
    check_free("=x instance of number", {"x"});
    check_free("=string(from: x)", {"x"});
    check_free("=date(a.year, 1, 1).month", {"a"});
    check_free("${a.b[c] && empty d}", {"a", "c", "d"});
    check_free("Hello ${name}, ${fn:up(x)}", {"fn:up", "name", "x"});
    check_free("status:open", {"status"});
    CHECK(free_variables(Expression("> limit, 3", Language::unary_tests)).certain == Names{"limit"});
    std::string deep = "a";
    for (int i = 0; i < 90; ++i) deep = "(" + deep + ").b.c.d.e.f.g.h.i.j.k.l.m.n.o.p";
    check_free("=" + deep, {"a"});
}

TEST_CASE("kinds of results are known without variables") {
    const Kinds null = kinds(Kind::null), truth = kinds(Kind::boolean);
    check_kinds("=a > 5", truth | null);
    check_kinds("=1", kinds(Kind::number));
    check_kinds("=\"x\"", kinds(Kind::string));
    check_kinds("=a + 1", kinds(Kind::number) | null);
    check_kinds("=\"x\" + a", kinds(Kind::string) | null);
    check_kinds("=\"x\" < 1", null);
    check_kinds("=\"x\" = 1", null);
    check_kinds("=a = null", truth);
    check_kinds("=if a then 1 else \"x\"", kinds(Kind::number, Kind::string));
    check_kinds("=a and b", truth | null);
    check_kinds("=1 and 2", null);
    check_kinds("=xs[1]", analysis_detail::every_kind & result_kinds(feel("xs[1]")));
    check_kinds("=xs[a > 1]", kinds(Kind::list));
    check_kinds("=sum(xs)", kinds(Kind::number) | null);
    check_kinds("={sum: function(x) true, r: sum(1)}.r", analysis_detail::every_kind);
    check_kinds("=a instance of number", truth);
    check_kinds("=@\"2026-01-01\" - a", kinds(Kind::date, Kind::date_time, Kind::days_duration) | null);
    check_kinds("=upper case(a)", kinds(Kind::string) | null);
    check_kinds("a ${b}", kinds(Kind::string));
    check_kinds("${a > b}", truth);
    check_kinds("=for x in xs return x", kinds(Kind::list) | null);
}

TEST_CASE("the kinds of standard functions are those that they give") {
    const std::vector<std::string> arguments{"1",
                                             "\"a\"",
                                             "\"2026-01-01\"",
                                             "[1, 2]",
                                             "[true]",
                                             "{a: 1}",
                                             "[1..3]",
                                             "\"[1..3]\"",
                                             "\"P1D\"",
                                             "true",
                                             "@\"2026-01-02\"",
                                             "@\"2026-01-02T10:00:00Z\"",
                                             "@\"10:00:00\"",
                                             "@\"P1D\"",
                                             "@\"P1Y\"",
                                             "\"10:00:00\"",
                                             "[{key: \"a\", value: 1}]",
                                             "[\"a\", \"b\"]",
                                             "null",
                                             "[[1], [2]]",
                                             "function(x, y) x < y"};
    std::mt19937 random(1);
    std::size_t known = 0;
    for (const auto& [name, overloads] : Functions::standard()->all()) {
        std::size_t met = 0;
        for (int i = 0; i < 1500; ++i) {
            std::string call = name + "(";
            for (unsigned k = static_cast<unsigned>(random()) % 4; k > 0; --k)
                call += arguments[random() % arguments.size()] + (k > 1 ? ", " : "");
            call += ")";
            std::optional<Expression> parsed;
            try {
                parsed = feel(call);
            } catch (const baton::error&) {  // a name that is a keyword where it stands
                continue;
            }
            const Expression& e = *parsed;
            const Value v = e.evaluate(EmptyScope());
            if (!v.is_null()) ++met;
            if ((result_kinds(e) & kinds(v.kind())) == 0) FAIL(call << " is " << name_of(v.kind()));
        }
        INFO(name);
        known += met > 0;
    }
    CHECK(known + 12 > Functions::standard()->all().size());
}

TEST_CASE("a condition that is never true or false is refused") {
    CHECK_NOTHROW(require_condition(feel("a > 5")));
    CHECK_NOTHROW(require_condition(feel("a")));
    CHECK_NOTHROW(require_condition(feel("if a then b else 3")));
    CHECK_NOTHROW(require_condition(Expression::read("status:open")));
    const std::string what = thrown([] { require_condition(feel("\n amount + 1")); });
    CHECK(what.find("BTN504") == 0);
    CHECK(what.find("line 2, column 2") != std::string::npos);
    CHECK(what.find("number") != std::string::npos);
    for (const char* never : {"\"yes\"", "1", "null", "[a]", "a - 1", "\"a\" < 3", "string(a)", "function(x) x"}) {
        INFO(never);
        CHECK(thrown([&] { require_condition(feel(never)); }).find("BTN504") == 0);
    }
    CHECK(thrown([] { require_condition(juel("is ${a}")); }).find("BTN504") == 0);
}

TEST_CASE("names that are not declared are found, with the nearest one") {
    const std::vector<std::string_view> declared{"amount", "status"};
    CHECK_NOTHROW(require_known(feel("amount > 5 and status = \"a\" and count([amount]) = 1"), declared));
    CHECK_NOTHROW(require_known(feel("[{x: 1}][x = 1] = []"), declared));
    try {
        require_known(feel("amuont > 5 and\n zzz = 1 and uper(status)"), declared);
        FAIL("nothing was found");
    } catch (const baton::error& e) {
        REQUIRE(e.findings().size() == 3);
        CHECK(e.code() == baton::core::error_code::the_name_is_not_known);
        CHECK(e.findings()[0].where == "line 1, column 1");
        CHECK(e.findings()[0].what == "'amuont' (did you mean 'amount'?)");
        CHECK(e.findings()[2].where == "line 2, column 2");
        CHECK(e.findings()[2].what == "'zzz'");
    }
}

TEST_CASE("constant parts are folded") {
    for (const char* constant :
         {"=1 + 2 * 3", "=-5", "=[1, 2 + 3]", "=sum([1, 2])", "={a: 1}", "=[1..3]",
          "=date(\"2026-01-01\") < date(\"2027-01-01\")", "=not(1 = 2)", "=if 1 = 1 then 2 else 3", "=5 in (< 6)",
          "=[1, 2][2]", "=string(from: 3)", "=@\"2026-01-01\".year", "${1 + 2}", "${empty null}", "=\"a\" + \"b\"",
          "=1 instance of number"}) {
        INFO(constant);
        CHECK(folds(constant));
    }
    for (const char* open :
         {"=a", "=1 + a", "=now()", "=today()", "=random number()", "=1 / 0", "=null + 1", "=range(\"[now()..now()]\")",
          "=is defined(a)", "=date and time(\"2026-01-01T00:00:00@Europe/Paris\")", "=function(x) 1",
          "=for x in [1] return 1", "={not: function(x) 1, b: not(true)}"}) {
        INFO(open);
        CHECK_FALSE(folds(open));
    }
    const Entries variables{{"a", 3}, {"l", List{1, 2, 3}}, {"s", "x"}};
    for (const char* e : {"a + 1 + 2",
                          "a + (1 + 2)",
                          "a in (< 2 + 3)",
                          "a in (!= 1 + 2)",
                          "null in (< 1)",
                          "l[1 + 1]",
                          "l[item > 1 + 1]",
                          "[][1 + 1]",
                          "for x in 5..3 return x * (2 * 3)",
                          "for x in [1, 1 + 1] return x",
                          "is defined(@\"2026-01-01\".year)",
                          "is defined({b: 1}.c)",
                          "{a: 1 + 1, b: a}.b",
                          "(function(x) x + (1 + 1))(2)",
                          "a between 1 + 1 and 2 + 2",
                          "s + (\"a\" + \"b\")",
                          "1 / 0 = null",
                          "[1..3].end + a",
                          "string(1 + 1) + s",
                          "some x in [1, 2] satisfies x = 1 + 1",
                          "\"abc\".foo(1 + 1)",
                          "[< 1 + 1, [1..2 + 3]]",
                          "2 in [< 1 + 1, [1..2 + 3]]",
                          "a in ([1, 2 + 1])",
                          "null in ([1..3])",
                          "a in (true, a > 1 + 1)",
                          "if 1 > 2 then a else 1 + 4",
                          "l[true and 1 = 1]",
                          "count(l[item = 1 + 1]) = 1 and not(1 = 2)"}) {
        INFO(e);
        CHECK(text(folded_value(feel(e), variables)) == text(feel(e).evaluate(ValueScope(variables))));
    }
}

TEST_CASE("conditions that exclude each other are found") {
    const auto excluded = [](std::string_view a, std::string_view b) {
        return cannot_both_hold(Expression::read(a), Expression::read(b));
    };
    CHECK(excluded("=a > 5", "=a <= 5") == true);
    CHECK(excluded("=a >= 5", "=a <= 5") == false);
    CHECK(excluded("=a = \"x\"", "=a = \"y\"") == true);
    CHECK(excluded("=a != \"x\"", "=a != \"y\"") == false);
    CHECK(excluded("=a = \"x\"", "=a = 5") == true);
    CHECK(excluded("=a.b > 5 and c = true", "=a.b > 3 and c = false") == true);
    CHECK(excluded("=a.b > 5 and c", "=a.b > 3 and c") == false);
    CHECK(excluded("=a", "=not(a)") == true);
    CHECK(excluded("=a in ([1..3], 7)", "=a in (4, > 7, < 1)") == true);
    CHECK(excluded("=a in ([1..3], 7)", "=a between 3 and 5") == false);
    CHECK(excluded("=a in (\"x\", \"y\")", "=a in ([\"z\", \"y\"])") == false);
    CHECK(excluded("=a > 5 and f(b)", "=a < 2") == true);
    CHECK(excluded("=a > 5 and f(b)", "=a > 2") == std::nullopt);
    CHECK(excluded("=a = null", "=a > 1") == true);
    CHECK(excluded("=a < \"b\"", "=a > \"a\"") == false);
    CHECK(excluded("=a < \"\"", "=true") == true);
    CHECK(excluded("=a > b", "=a < b") == std::nullopt);
    CHECK(excluded("${a > 5}", "${!(a > 5)}") == true);
    CHECK(excluded("${!a}", "${a}") == true);
    CHECK(excluded("${!a}", "${a == null}") == false);
    CHECK(excluded("status:open", "status:closed") == true);
    CHECK(excluded("status:open", "status:open") == false);
    CHECK(excluded("a > 1 && a < 2", "a == 1.5 || a == 3") == false);
    CHECK(excluded("=if a > 1 then b else c", "=a = 0 and not(c)") == true);
    CHECK(excluded("=a > 1 + 1", "=a < 6 / 3") == true);
    CHECK(excluded("=not(a)", "=not(b)") == false);
    CHECK(excluded("=a in [1..3]", "=a in [5..7]") == true);
    CHECK(excluded("=a in [1..3]", "=a in (3..7]") == true);
    CHECK(excluded("=a in [1..3]", "=a in ([5..7], [3..4])") == false);
    CHECK(excluded("=a in [3..1]", "=a in [3.0..1.00]") == std::nullopt);
    CHECK(excluded("=a in ([1, 2])", "=a in ([3, 4])") == true);
    CHECK(excluded("=a.b > 1 and a != null", "=a.c = 1") == false);
}

TEST_CASE("whether one of several conditions always holds is found") {
    CHECK(always({feel("a > 5"), feel("a <= 5")}) == true);
    CHECK(always({feel("a > 5"), feel("a <= 5")}, Domain::all) == false);
    CHECK(always({feel("a > 5"), feel("not(a > 5)"), feel("a = null")}) == true);
    CHECK(always({feel("a > 5"), feel("a < 5")}) == false);
    CHECK(always({feel("a"), feel("not(a)")}) == true);
    CHECK(always({feel("a = null"), feel("a != null")}, Domain::all) == true);
    CHECK(always({feel("a = null")}) == false);
    CHECK(always({feel("a = \"x\""), feel("a = \"y\"")}) == false);
    CHECK(always({feel("a > 5 and b"), feel("a <= 5"), feel("a > 5 and not(b)")}) == true);
    CHECK(always({feel("a > 5 and b"), feel("a <= 5"), feel("a > 6 and not(b)")}) == false);
    CHECK(always({juel("${a > 5}"), juel("${!(a > 5)}")}, Domain::all) == true);
    CHECK(always({feel("f(a)"), feel("b > 1"), feel("b <= 1")}) == true);
    CHECK(always({feel("true")}) == true);
    CHECK(always({}) == false);
}

TEST_CASE("variables that make a condition true or false are found") {
    const auto solved = [](std::string_view e, bool wanted = true) {
        const auto found = solve(Expression::read(e), wanted);
        return found ? text(Value(*found)) : "none";
    };
    CHECK(solved("=a > 5") == "{a: 6}");
    CHECK(solved("=a > 5", false) == "{a: 5}");
    CHECK(solved("=a > 1 and a < 2") == "{a: 1.5}");
    CHECK(solved("=order.customer.vip and order.total >= 100") == "{order: {total: 100, customer: {vip: true}}}");
    CHECK(solved("=a = \"x\"") == "{a: \"x\"}");
    CHECK(solved("=a > 5 and a < 5") == "none");
    CHECK(solved("=a > 5 and a < 5", false) != "none");
    CHECK(solved("=a = null") == "{a: null}");
    CHECK(solved("=1 = 1") == "{}");
    CHECK(solved("=1 = 1", false) == "none");
    CHECK(solved("status:open") == "{status: \"open\"}");
    CHECK(solved("status:open", false) != "none");
    CHECK(solved("${a > 1e40}") != "none");
    CHECK(solved("=a > 0.1 and a < 0.10001") != "none");
    CHECK(solved("=f(a)") == "none");
    CHECK(solved("=a.b = 1 and a = null") == "none");
    CHECK(solved("=a.b = 1 and a != null") == "{a: {b: 1}}");
    CHECK(solved("=not(if a then [true] else b)") != "none");
    const auto cell = solve(Expression("[1..3), \"x\"", Language::unary_tests), true);
    REQUIRE(cell);
    CHECK(text(Value(*cell)) == "{?: 1}");
}

TEST_CASE("the work of analysis is bounded") {
    std::string wide = "a0 > 1";
    for (int i = 1; i < 400; ++i) wide += " or a" + std::to_string(i) + " > 1 and b" + std::to_string(i) + " < 2";
    CHECK(cannot_both_hold(feel(wide), feel(wide)) == std::nullopt);
    std::string list = "a in (0";
    for (int i = 1; i < 10'000; ++i) list += ", " + std::to_string(2 * i);
    list += ")";
    static_cast<void>(cannot_both_hold(feel(list), feel("not(" + list + ")")));
    std::string single = "a = 0";
    for (int i = 1; i < 500; ++i) single += " or a = " + std::to_string(2 * i);
    CHECK(cannot_both_hold(feel(single), feel("a = 7 or a = 9")) == true);
    CHECK(cannot_both_hold(feel(single), feel("a = 7 or a = 400")) == false);
    std::string deep = "a > 1";
    for (int i = 0; i < 90; ++i) deep = "not(" + deep + ")";
    CHECK(solve(feel(deep), true).has_value());
    CHECK(folds("=" + std::string(150, '-') + "1"));
}

namespace {

/// Random conditions over n (numbers), s (strings), b (booleans) and o.p (any of them).
class Conditions {
public:
    Conditions(unsigned seed, bool is_juel) : random_(seed), juel_(is_juel) {}

    std::string condition(int depth) {
        if (depth == 0 || pick(4) == 0) return atom();
        if (juel_) {
            switch (pick(4)) {
                case 0: return "!(" + condition(depth - 1) + ")";
                case 1: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
                case 2:
                    return "(" + condition(depth - 1) + " ? " + condition(depth - 1) + " : " + condition(depth - 1) +
                           ")";
                default: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
            }
        }
        switch (pick(5)) {
            case 0: return "not(" + condition(depth - 1) + ")";
            case 1:
                return "(if " + condition(depth - 1) + " then " + condition(depth - 1) + " else " +
                       condition(depth - 1) + ")";
            case 2: return "(" + condition(depth - 1) + " or " + condition(depth - 1) + ")";
            default: return "(" + condition(depth - 1) + " and " + condition(depth - 1) + ")";
        }
    }

private:
    std::string atom() {
        switch (pick(juel_ ? 5 : 9)) {
            case 0: return "b";
            case 1: return pick(2) == 0 ? "o.p" : "null";
            case 2: return constant() + sign() + variable();
            case 3:
            case 4: return variable() + sign() + constant();
            case 5: return variable() + " between " + constant() + " and " + constant();
            case 6: return variable() + " in (" + test() + ", " + test() + ")";
            case 7: return variable() + " in " + range();
            default: return variable() + " in ([" + constant() + ", " + constant() + ", " + range() + "])";
        }
    }
    std::string test() {
        if (pick(3) == 0) return sign() + constant();
        return pick(2) == 0 ? range() : constant();
    }
    std::string range() {
        const bool text = pick(3) == 0;
        const auto end = [&] { return text ? word() : number(); };
        return (pick(2) == 0 ? "[" : "(") + end() + ".." + end() + (pick(2) == 0 ? "]" : ")");
    }
    std::string sign() {
        static const char* const feel_signs[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
        const unsigned i = pick(6);
        return juel_ && i == 0 ? " == " : feel_signs[i];
    }
    std::string variable() {
        static const char* const names[] = {"n", "n", "s", "b", "o.p"};
        return names[pick(5)];
    }
    std::string number() { return std::to_string(pick(4)); }
    std::string word() { return "\"" + std::string(1, static_cast<char>('a' + pick(3))) + "\""; }
    std::string constant() {
        switch (pick(8)) {
            case 0: return "true";
            case 1: return "null";
            case 2: return "false";
            case 3:
            case 4: return word();
            default: return number();
        }
    }
    unsigned pick(unsigned n) { return static_cast<unsigned>(random_() % n); }

    std::mt19937 random_;
    bool juel_;
};

/// All variables over the values that the constants of the conditions tell apart.
std::vector<Entries> grid() {
    const auto d = [](const char* t) { return Value(*Decimal::parse(t)); };
    const std::vector<Value> any{Value(), true, false, d("-1"), 0,   d("0.5"), 1,   d("1.5"), 2,      d("2.5"),  3,
                                 4,       "",   "a",   "aa",    "b", "bb",     "c", "d",      List{}, List{true}};
    const std::vector<Value> few{Value(), true, false, 0, 1, d("1.5"), 3, "a", "b", Range{1, 2, true, true}};
    std::vector<Entries> out;
    for (const Value& n : any)
        for (const Value& s : few)
            for (const Value& b : {Value(), Value(true), Value(false), Value(1), Value("a")})
                for (const Value& p : few) out.push_back({{"n", n}, {"s", s}, {"b", b}, {"o", Entries{{"p", p}}}});
    return out;
}
void check_on_grid(bool is_juel, unsigned seeds_used) {
    static const std::vector<Entries> points = grid();
    std::mt19937 random(7);
    unsigned decided = 0, asked = 0;
    for (unsigned seed = 0; seed < seeds_used; ++seed) {
        Conditions conditions(seed, is_juel);
        const auto make = [&](int depth) {
            const std::string c = conditions.condition(depth);
            return is_juel ? juel("${" + c + "}") : feel(c);
        };
        const Expression a = make(1 + static_cast<int>(seed % 3)), b = make(2);
        INFO(a.text() << "    " << b.text());
        const auto excluded = cannot_both_hold(a, b);
        const auto complete = always({a, b}, Domain::all);
        const auto yes = solve(a, true), no = solve(a, false);
        decided += excluded.has_value() + complete.has_value();
        asked += 2;
        if (yes) REQUIRE(is_true(a, *yes));
        if (no) {
            const Value v = a.evaluate(ValueScope(*no));
            REQUIRE(v.is(Kind::boolean));
            REQUIRE_FALSE(v.is_true());
        }
        // A part of the grid, another one for each pair.
        for (std::size_t i = random() % 37; i < points.size(); i += 37) {
            const ValueScope scope(points[i]);
            const Value in_a = a.evaluate(scope);
            const bool in_b = b.evaluate(scope).is_true();
            INFO(text(Value(points[i])));
            if (in_a.is_true() && in_b && excluded == true) FAIL("both hold");
            if (!in_a.is_true() && !in_b && complete == true) FAIL("none holds");
            REQUIRE(text(folded_value(a, points[i])) == text(in_a));
            REQUIRE((result_kinds(a) & kinds(in_a.kind())) != 0);
            const Value all(points[i]);  // the solver tries few ranges
            if (all.find("s")->is(Kind::range) || all.find("o")->find("p")->is(Kind::range)) continue;
            if (in_a.is_true() && !yes) FAIL("it can be true");
            if (in_a.is(Kind::boolean) && !in_a.is_true() && !no) FAIL("it can be false");
        }
    }
    CHECK(decided * 100 >= asked * 95);
}

}  // namespace

TEST_CASE("what is said about random conditions agrees with their evaluation") {
    check_on_grid(false, tests::seeds(150));
    check_on_grid(true, tests::seeds(100));
}

TEST_CASE("in the domain of compared kinds, completeness agrees with evaluation") {
    std::mt19937 random(3);
    const char* const signs[] = {" = ", " != ", " < ", " <= ", " > ", " >= "};
    for (unsigned seed = 0; seed < tests::seeds(100); ++seed) {
        std::vector<Expression> conditions;
        for (unsigned k = 2 + static_cast<unsigned>(random()) % 3; k > 0; --k) {
            std::string c = "n" + std::string(signs[random() % 6]) + std::to_string(random() % 4);
            if (random() % 3 == 0) c += (random() % 2 == 0 ? " and b" : " or m < 2");
            conditions.push_back(feel(c));
        }
        bool gap = false;
        for (int twice = -2; twice <= 8; ++twice)
            for (const bool b : {false, true})
                for (const int m : {1, 2}) {
                    const Entries at{
                        {"n", Value(*Decimal::parse(std::to_string(twice * 5) + "e-1"))}, {"b", b}, {"m", m}};
                    gap = gap || std::none_of(conditions.begin(), conditions.end(),
                                              [&](const Expression& e) { return is_true(e, at); });
                }
        INFO(conditions[0].text() << "; " << conditions[1].text());
        CHECK(always(conditions) == !gap);
    }
}

}  // namespace expression_analysis_test
