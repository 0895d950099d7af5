#include <string>

#include "../catch.hpp"
#include "feel_check.hpp"

namespace expression_functions_string_test {

TEST_CASE("substring counts code points from 1, or from the end") {
    check_feel(R"(substring("workflow", 5))", R"("flow")");
    check_feel(R"(substring("workflow", 1, 4))", R"("work")");
    check_feel(R"(substring("workflow", -4, 2))", R"("fl")");
    check_feel(R"(substring("workflow", -8, 1))", R"("w")");
    check_feel(R"(substring("workflow", 5, 100))", R"("flow")");
    check_feel(R"(substring("grüße", 3, 2))", R"("üß")");
    check_feel(R"(substring("a🐎b", 2, 1))", R"("🐎")");
    check_feel(R"(substring("workflow", 2.9, 1.9))", R"("o")");
    check_feel(R"(substring(length: 4, string: "workflow", start position: 1))", R"("work")");
    check_feel(R"(substring("workflow", 0))", "null");
    check_feel(R"(substring("workflow", 9))", "null");
    check_feel(R"(substring("workflow", -9))", "null");
    check_feel(R"(substring("", 1))", "null");
    check_feel(R"(substring("workflow", 1, 0))", "null");
    check_feel(R"(substring("workflow", 1, -1))", "null");
    check_feel(R"(substring("workflow", 100000000000000000000))", "null");
    check_feel(R"(substring("workflow", -9223372036854775808))", "null");
    check_feel(R"(substring("workflow", 2, 9223372036854775807))", R"("orkflow")");
    check_feel(R"(substring(12, 1))", "null");
    check_feel(R"(substring(null, 1))", "null");
    check_feel(R"(substring("workflow", null))", "null");
    check_feel(R"(substring("workflow", "1"))", "null");
    check_feel(R"(substring("workflow"))", "null");
    check_feel(R"(substring(text: "workflow", start position: 1))", "null");
}

TEST_CASE("string length counts code points") {
    check_feel(R"(string length("open"))", "4");
    check_feel(R"(string length(""))", "0");
    check_feel(R"(string length("äöü"))", "3");
    check_feel(R"(string length("a🐎"))", "2");
    check_feel(R"(string length(string: "x y"))", "3");
    check_feel(R"(string length(["abc"]))", "3");
    check_feel("string length(null)", "null");
    check_feel("string length(12)", "null");
    check_feel("string length()", "null");
    check_feel(R"(string length("a", "b"))", "null");
}

TEST_CASE("upper case maps letters of all alphabets one to one") {
    check_feel(R"(upper case("Order 7"))", R"("ORDER 7")");
    check_feel(R"(upper case("grüße, ÿ"))", R"("GRÜßE, Ÿ")");
    check_feel(R"(upper case("ωμέγα σς"))", R"("ΩΜΈΓΑ ΣΣ")");
    check_feel(R"(upper case("привет ё"))", R"("ПРИВЕТ Ё")");
    check_feel(R"(upper case("čšđ ǆ ı"))", R"("ČŠĐ Ǆ I")");
    check_feel(R"(upper case(string: ""))", R"("")");
    check_feel("upper case(null)", "null");
    check_feel("upper case(1)", "null");
    check_feel(R"(upper case(text: "a"))", "null");
}

TEST_CASE("lower case maps letters of all alphabets one to one") {
    check_feel(R"(lower case("Order 7"))", R"("order 7")");
    check_feel(R"(lower case("ÄÖÜ ẞ Ÿ"))", R"("äöü ß ÿ")");
    check_feel(R"(lower case("ΩΜΈΓΑ Σ"))", R"("ωμέγα σ")");
    check_feel(R"(lower case("ПРИВЕТ Ё Җ"))", R"("привет ё җ")");
    check_feel(R"(lower case("ČŠĐ Ǆ İ K"))", R"("čšđ ǆ i k")");
    check_feel(R"(lower case(string: "@[{"))", R"("@[{")");
    check_feel("lower case(null)", "null");
    check_feel("lower case(true)", "null");
}

TEST_CASE("substring before and substring after cut at the first match") {
    check_feel(R"(substring before("key=value=x", "="))", R"("key")");
    check_feel(R"(substring before("key", "="))", R"("")");
    check_feel(R"(substring before("=value", "="))", R"("")");
    check_feel(R"(substring before("key", ""))", R"("")");
    check_feel(R"(substring before(match: "ß", string: "grüße"))", R"("grü")");
    check_feel(R"(substring before(null, "="))", "null");
    check_feel(R"(substring before("key", null))", "null");
    check_feel(R"(substring before("key", 1))", "null");

    check_feel(R"(substring after("key=value=x", "="))", R"("value=x")");
    check_feel(R"(substring after("key", "="))", R"("")");
    check_feel(R"(substring after("key=", "="))", R"("")");
    check_feel(R"(substring after("key", ""))", R"("key")");
    check_feel(R"(substring after("", ""))", R"("")");
    check_feel(R"(substring after(match: "ü", string: "grüße"))", R"("ße")");
    check_feel(R"(substring after(null, "="))", "null");
    check_feel(R"(substring after("key", null))", "null");
    check_feel(R"(substring after(1, "="))", "null");
}

TEST_CASE("a long match is found as a short one is") {
    const std::string a20 = "aaaaaaaaaaaaaaaaaaaa", a40 = a20 + a20;
    check_feel("contains(\"" + a40 + a40 + "b\", \"" + a40 + "b\")", "true");
    check_feel("contains(\"" + a40 + a40 + "\", \"" + a40 + "b\")", "false");
    check_feel("substring after(\"" + a40 + "c" + a40 + "bx\", \"" + a40 + "b\")", "\"x\"");
    check_feel("string length(substring before(\"" + a40 + a20 + "b\", \"" + a40 + "b\"))", "20");
    check_feel("substring before(\"" + a20 + "\", \"" + a40 + "\")", "\"\"");
    check_feel("contains(\"" + a20 + "ab" + a20 + "ab" + a20 + "c\", \"ab" + a20 + "ab" + a20 + "c\")", "true");
}

TEST_CASE("contains, starts with and ends with compare text as it is") {
    check_feel(R"(contains("approved by", "ved b"))", "true");
    check_feel(R"(contains("approved", "APP"))", "false");
    check_feel(R"(contains("", ""))", "true");
    check_feel(R"(contains(match: "p.", string: "approved"))", "false");
    check_feel(R"(contains("approved", 1))", "null");
    check_feel(R"(contains(null, ""))", "null");
    check_feel(R"(contains("approved"))", "null");

    check_feel(R"(starts with("approved", "app"))", "true");
    check_feel(R"(starts with("approved", "pp"))", "false");
    check_feel(R"(starts with("", "a"))", "false");
    check_feel(R"(starts with("approved", ""))", "true");
    check_feel(R"(starts with(match: "ö", string: "öl"))", "true");
    check_feel(R"(starts with("approved", null))", "null");
    check_feel(R"(starts with(7, "7"))", "null");

    check_feel(R"(ends with("approved", "ved"))", "true");
    check_feel(R"(ends with("approved", "ve"))", "false");
    check_feel(R"(ends with("", ""))", "true");
    check_feel(R"(ends with("d", "ed"))", "false");
    check_feel(R"(ends with(match: "öl", string: "heizöl"))", "true");
    check_feel(R"(ends with(null, "d"))", "null");
    check_feel(R"(ends with("approved", ["d", "e"]))", "null");
}

TEST_CASE("matches finds a pattern anywhere, as the flags say") {
    check_feel(R"(matches("order 4711", "[0-9]+"))", "true");
    check_feel(R"(matches("order 4711", "^[0-9]+$"))", "false");
    check_feel(R"(matches("ORDER", "order", "i"))", "true");
    check_feel(R"(matches("ORDER", "order", ""))", "false");
    check_feel(R"(matches("ORDER", "order", null))", "false");
    check_feel(R"(matches("a b", "a\sb", "x"))", "true");
    check_feel(R"(matches("a+b", "a+b", "q"))", "true");
    check_feel(R"(matches(flags: "i", pattern: "^ä", input: "Ärger"))", "true");
    check_feel(R"x(matches("order", "("))x", "null");
    check_feel(R"(matches("order", "o", "z"))", "null");
    check_feel(R"(matches(null, "o"))", "null");
    check_feel(R"(matches("order", null))", "null");
    check_feel(R"(matches(4711, "[0-9]+"))", "null");
    check_feel(R"(matches("order"))", "null");
}

TEST_CASE("replace replaces every match and knows groups") {
    check_feel(R"(replace("2024-05-06", "-", "/"))", R"("2024/05/06")");
    check_feel(R"x(replace("2024-05-06", "(\d+)-(\d+)-(\d+)", "$3.$2.$1"))x", R"("06.05.2024")");
    check_feel(R"(replace("price", "c", "\$"))", R"("pri$e")");
    check_feel(R"(replace("price", "[xyz]", "-"))", R"("price")");
    check_feel(R"(replace("", "x", "-"))", R"("")");
    check_feel(R"(replace("Abab", "a", "-", "i"))", R"("-b-b")");
    check_feel(R"(replace("Abab", "a", "-", null))", R"("Ab-b")");
    check_feel(R"(replace(replacement: "ss", input: "grüße", pattern: "ß"))", R"("grüsse")");
    check_feel(R"(replace("price", "x*", "-"))", "null");
    check_feel(R"(replace("price", "c", "$"))", "null");
    check_feel(R"(replace("price", "[", "-"))", "null");
    check_feel(R"(replace("price", "c", null))", "null");
    check_feel(R"(replace(null, "c", "-"))", "null");
    check_feel(R"(replace("price", "c", 1))", "null");
    check_feel(R"(replace("price", "c"))", "null");
}

TEST_CASE("split gives what is between matches, empty parts too") {
    check_feel(R"(split("a;b;;c;", ";"))", R"(["a", "b", "", "c", ""])");
    check_feel(R"(split("a, b ,c", "\s*,\s*"))", R"(["a", "b", "c"])");
    check_feel(R"(split("abc", ";"))", R"(["abc"])");
    check_feel(R"(split("a.b", "."))", R"(["", "", "", ""])");
    check_feel(R"(split(delimiter: "ß", string: "grüße"))", R"(["grü", "e"])");
    check_feel(R"(split("abc", ""))", "null");
    check_feel(R"(split("abc", "x*"))", "null");
    check_feel(R"x(split("abc", "("))x", "null");
    check_feel(R"(split(null, ";"))", "null");
    check_feel(R"(split("abc", null))", "null");
    check_feel(R"(split("abc"))", "null");
}

TEST_CASE("extract gives all matches") {
    check_feel(R"(extract("see 12, 345 and 6", "[0-9]+"))", R"(["12", "345", "6"])");
    check_feel(R"(extract("none", "[0-9]+"))", "[]");
    check_feel(R"(extract("", "x"))", "[]");
    check_feel(R"(extract("aXbX", "[a-z]X"))", R"(["aX", "bX"])");
    check_feel(R"(extract(pattern: "ü.", string: "grüße"))", R"(["üß"])");
    check_feel(R"(extract("a", "["))", "null");
    check_feel(R"(extract(null, "a"))", "null");
    check_feel(R"(extract("a", 1))", "null");
}

TEST_CASE("string join leaves out nulls and takes strings only") {
    check_feel(R"(string join(["a", "b", "c"], ", "))", R"("a, b, c")");
    check_feel(R"(string join(["a", "b"]))", R"("ab")");
    check_feel(R"(string join([null, "a", null, "b", null], "-"))", R"("a-b")");
    check_feel(R"(string join(["", ""], "-"))", R"("-")");
    check_feel(R"(string join([null], "-"))", R"("")");
    check_feel(R"(string join(["a", "b"], null))", R"("ab")");
    check_feel(R"(string join(["a", "b"], ", ", "[", "]"))", R"("[a, b]")");
    check_feel(R"(string join([], ", ", "[", "]"))", R"("[]")");
    check_feel(R"(string join(suffix: ">", prefix: "<", delimiter: "", list: ["a"]))", R"("<a>")");
    check_feel(R"(string join(delimiter: "+", list: ["a", "b"]))", R"("a+b")");
    check_feel(R"(string join("a", "+"))", R"("a")");
    check_feel(R"(string join(["a", 1], "-"))", "null");
    check_feel(R"(string join(["a", ["b"]], "-"))", "null");
    check_feel(R"(string join(null, "-"))", "null");
    check_feel(R"(string join(["a"], 1))", "null");
    check_feel("string join()", "null");
}

TEST_CASE("trim, is blank and to base64 are there as in Camunda 8") {
    check_feel(R"(trim("  a b\t\n"))", R"("a b")");
    check_feel(R"(trim("a"))", R"("a")");
    check_feel(R"(trim(" "))", R"("")");
    check_feel(R"(trim("\u00A0ä\u2003"))", R"("ä")");
    check_feel(R"(trim(string: ""))", R"("")");
    check_feel("trim(null)", "null");
    check_feel("trim(1)", "null");

    check_feel(R"(is blank(""))", "true");
    check_feel(R"(is blank(" \t\n\u3000"))", "true");
    check_feel(R"(is blank(" x "))", "false");
    check_feel(R"(is blank(string: "ä"))", "false");
    check_feel("is blank(null)", "null");
    check_feel("is blank(0)", "null");

    check_feel(R"(to base64("baton"))", R"("YmF0b24=")");
    check_feel(R"(to base64("bato"))", R"("YmF0bw==")");
    check_feel(R"(to base64("bat"))", R"("YmF0")");
    check_feel(R"(to base64(""))", R"("")");
    check_feel(R"(to base64(value: "ü?>"))", R"("w7w/Pg==")");
    check_feel("to base64(null)", "null");
    check_feel("to base64(12)", "null");
}

}  // namespace expression_functions_string_test
