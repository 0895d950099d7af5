#include <baton/expression/pattern.hpp>
#include <chrono>
#include <random>
#include <string>
#include <vector>

#include "../catch.hpp"

namespace expression_pattern_test {

using baton::expression::Answer;
using baton::expression::Pattern;
using baton::expression::PatternError;
using baton::expression::PatternLimits;
namespace unicode = baton::expression::unicode;

namespace {

Pattern made(std::string_view pattern, std::string_view flags = {}) {
    auto result = Pattern::compile(pattern, flags);
    if (const auto* error = std::get_if<PatternError>(&result))
        FAIL(pattern << " is refused at " << error->at << ": " << error->what);
    return std::get<Pattern>(result);
}
bool matches(std::string_view text, std::string_view pattern, std::string_view flags = {}) {
    INFO(text << " against " << pattern);
    const Answer answer = made(pattern, flags).matches(text);
    REQUIRE(answer != Answer::exhausted);
    return answer == Answer::yes;
}
std::string replaced(std::string_view text, std::string_view pattern, std::string_view replacement,
                     std::string_view flags = {}) {
    PatternError why;
    const auto result = made(pattern, flags).replace(text, replacement, &why);
    return result ? *result : "error: " + why.what;
}
std::string joined(const std::optional<std::vector<std::string_view>>& parts) {
    if (!parts) return "error";
    std::string result;
    for (const std::string_view part : *parts) result.append("[").append(part).append("]");
    return result;
}
std::string parts(std::string_view text, std::string_view pattern) { return joined(made(pattern).split(text)); }
std::string found(std::string_view text, std::string_view pattern, std::string_view flags = {}) {
    return joined(made(pattern, flags).extract(text));
}
PatternError refused(std::string_view pattern, std::string_view flags = {}) {
    INFO(pattern.substr(0, 100));
    auto result = Pattern::compile(pattern, flags);
    REQUIRE(std::holds_alternative<PatternError>(result));
    return std::get<PatternError>(result);
}
std::string times(std::string_view text, std::size_t count) {
    std::string result;
    for (std::size_t i = 0; i < count; ++i) result += text;
    return result;
}

}  // namespace

TEST_CASE("a pattern matches anywhere unless it is anchored") {
    CHECK(matches("foobar", "oba"));
    CHECK(matches("foobar", "^foo"));
    CHECK_FALSE(matches("foobar", "^bar"));
    CHECK(matches("foobar", "bar$"));
    CHECK_FALSE(matches("foobar\n", "bar$"));
    CHECK(matches("", ""));
    CHECK(matches("", "^$"));
    CHECK(matches("anything", ""));
    CHECK_FALSE(matches("", "."));
    CHECK(matches("ab", "a$|b"));
    CHECK_FALSE(matches("ab", "a^b"));
    CHECK(matches("b", "^*b"));
    CHECK(matches("xb", "(^a)?b"));
}

TEST_CASE("of several matches the leftmost, then the preferred one is taken") {
    CHECK(found("abcd", "ab|abcd") == "[ab]");
    CHECK(found("abcd", "abcd|ab") == "[abcd]");
    CHECK(found("xaab", "b|a+") == "[aa][b]");
    CHECK(found("aaaa", "a*?") == "[][][][][]");
    CHECK(found("aaaa", "a+?") == "[a][a][a][a]");
    CHECK(found("baac", "a*") == "[][aa][][]");
    CHECK(found("<b>x</b>", "<.+>") == "[<b>x</b>]");
    CHECK(found("<b>x</b>", "<.+?>") == "[<b>][</b>]");
    CHECK(found("aaaaa", "a{2}") == "[aa][aa]");
    CHECK(found("aaaaa", "a{2,3}") == "[aaa][aa]");
    CHECK(found("aaaaa", "a{2,3}?") == "[aa][aa]");
    CHECK(found("aaaaa", "a{2,}") == "[aaaaa]");
    CHECK(found("aaaaa", "a{2,}?") == "[aa][aa]");
    CHECK(found("aab", "a??b") == "[ab]");
    CHECK(found("abab", "(ab){0}b") == "[b][b]");
    CHECK(found("ab", "a{0,0}b") == "[b]");
    CHECK(found("hällo wörld", "\\w+") == "[hällo][wörld]");
    CHECK(found("zzz", "a") == "");
    CHECK(found("\xC3\xA4", "x*") == "[][]");
}

TEST_CASE("groups capture what they matched last") {
    CHECK(replaced("darted", "^(.*?)d(.*)$", "$1c$2") == "carted");
    CHECK(replaced("2030-12-24", "(\\d{4})-(\\d\\d)-(\\d\\d)", "$3.$2.$1") == "24.12.2030");
    CHECK(replaced("ab", "(a)|(b)", "<$1,$2>") == "<a,><,b>");
    CHECK(replaced("abc", "(?:a)(b)", "$1") == "bc");
    CHECK(replaced("abcabd", "(ab(c|d))+", "$2") == "d");
    CHECK(replaced("foo bar", "(\\w(\\w*)) (\\w+)", "$3 $2$1") == "bar oofoo");
    CHECK(replaced("aaab", "(a+?)(a*)b", "$1-$2") == "a-aa");
    CHECK(replaced("aaab", "(a|aa)(a*)b", "$1-$2") == "a-aa");
    CHECK(replaced("aab", "(a)*b", "[$1]") == "[a]");
    CHECK(replaced("b", "(a|b*)+", "$1") == "error: the pattern matches the empty text");
    CHECK(replaced("xab", "x(|a)+b", "[$1]") == "[a]");
}

TEST_CASE("a replacement names groups, and nothing else after $") {
    CHECK(replaced("abc", "b", "[$0]") == "a[b]c");
    CHECK(replaced("abc", "b", "\\$\\\\") == "a$\\c");
    CHECK(replaced("abc", "b", "$1") == "ac");
    CHECK(replaced("abc", "b", "$9x") == "axc");
    CHECK(replaced("abc", "(b)", "$12") == "ab2c");
    CHECK(replaced("abc", "(b)", "$01") == "abc");
    CHECK(replaced("abcdefghijkl", "(a)(b)(c)(d)(e)(f)(g)(h)(i)(j)(k)", "$11$110") == "kk0l");
    CHECK(replaced("abcd", "(a)(b)", "$99999999999999999999") == "9999999999999999999cd");
    PatternError why;
    for (const char* bad : {"$", "a$", "$x", "\\", "\\n", "\\1", "$$1"}) {
        INFO(bad);
        CHECK_FALSE(made("b").replace("abc", bad, &why));
        CHECK_THAT(why.what, ContainsSubstring("in a replacement"));
        CHECK_FALSE(made("b").replace("no such letter", bad));
    }
    CHECK_FALSE(made("b").replace("abc", "ab\\c", &why));
    CHECK(why.at == 2);
    CHECK(made("b").replace("bbbb", "xx", &why, 8) == "xxxxxxxx");
    CHECK_FALSE(made("b").replace("bbbb", "xx", &why, 7));
    CHECK_THAT(why.what, ContainsSubstring("too long"));
    CHECK_FALSE(made("b").replace("aaab", "", &why, 2));
}

TEST_CASE("a pattern that matches the empty text does not replace or split") {
    for (const char* pattern : {"", "a*", "a?", "^", "$", "^$", "(a|)", "a{0}", "a{0,3}", "(?:)"}) {
        INFO(pattern);
        CHECK(made(pattern).matches_empty());
        CHECK_FALSE(made(pattern).replace("abc", "x"));
        CHECK_FALSE(made(pattern).split("abc"));
    }
    CHECK_FALSE(made("a").matches_empty());
    CHECK_FALSE(made("a$").matches_empty());
}

TEST_CASE("a text is split at every match") {
    CHECK(parts("John Doe", "\\s") == "[John][Doe]");
    CHECK(parts("a;b;c;;", ";") == "[a][b][c][][]");
    CHECK(parts(";a", ";") == "[][a]");
    CHECK(parts("", ";") == "[]");
    CHECK(parts("none", ";") == "[none]");
    CHECK(parts("a, b,c ,  d", "\\s*,\\s*") == "[a][b][c][d]");
    CHECK(parts("aXbYc", "[A-Z]") == "[a][b][c]");
    CHECK(parts("äöü", "ö") == "[ä][ü]");
}

TEST_CASE("a class is ranges, escapes, its inverse and what it excludes") {
    CHECK(found("abcxyz-019", "[a-cx]") == "[a][b][c][x]");
    CHECK(found("abc", "[^b]") == "[a][c]");
    CHECK(found("aeiouxyz", "[a-z-[aeiou]]+") == "[xyz]");
    CHECK(found("0123456789", "[0-9-[2-8-[5]]]") == "[0][1][5][9]");
    CHECK(found("abcd", "[^a-[c]]") == "[b][d]");
    CHECK(found("a-b", "[-a]") == "[a][-]");
    CHECK(found("a-b", "[b-]") == "[-][b]");
    CHECK(found("a^b", "[b^]") == "[^][b]");
    CHECK(found("+,-./", "[+-.]+") == "[+,-.]");
    CHECK(found("a-c.d", "[\\w-.]+") == "[a-c.d]");
    CHECK(found("a]b[c", "[\\[\\]]") == "[]][[]");
    CHECK(found("a1 b2", "[\\d\\s]+") == "[1 ][2]");
    CHECK(found("a1 b2", "[^\\d\\s]+") == "[a][b]");
    CHECK(found(".*+?$", "[.*+?$]+") == "[.*+?$]");
    CHECK(found("\t\n\r\\x", "[\\t\\n\\r\\\\]+") == "[\t\n\r\\]");
    CHECK(found("αβγδ", "[α-γ]+") == "[αβγ]");
    for (const char* bad : {"[", "[]", "[^]", "[a", "[a-", "[z-a]", "[a-\\d]", "[a[b]]", "[a-[b]c]", "[-[a]]", "[a-[b]",
                            "[\\", "[\\b]", "[]a]", "[\\1]", "[a-\\q]"})
        refused(bad);
}

TEST_CASE("escapes stand for characters, and for sets of them") {
    CHECK(matches("|.?*+(){}-[]^$\\", "^\\|\\.\\?\\*\\+\\(\\)\\{\\}\\-\\[\\]\\^\\$\\\\$"));
    CHECK(matches("\n\r\t", "^\\n\\r\\t$"));
    CHECK(found("a\u00A0 \t\n\rb", "\\s+") == "[ \t\n\r]");
    CHECK(found("a b", "\\S") == "[a][b]");
    CHECK(found("a1٣२x", "\\d+") == "[1٣२]");
    CHECK(found("1a2", "\\D") == "[a]");
    CHECK(found("a_b+ç,d$", "\\w+") == "[a][b+ç][d$]");  // _ is punctuation, + and $ are symbols
    CHECK(found("a,b", "\\W") == "[,]");
    CHECK(found("1a-b:c d", "\\i\\c*") == "[a-b:c][d]");
    CHECK(found("a1_", "\\I") == "[1]");
    CHECK(found("a1 _", "\\C") == "[ ]");
    for (const char* bad : {"\\", "\\b", "\\B", "\\a", "\\A", "\\z", "\\u0041", "\\x41", "\\ ", "\\/", "\\k<a>", "\\é"})
        refused(bad);
    CHECK(refused("ab\\b").at == 2);
}

TEST_CASE("categories and blocks of Unicode") {
    CHECK(found("aBǅ1٣½ ,+", "\\p{L}+") == "[aBǅ]");
    CHECK(found("aBcÄé", "\\p{Lu}") == "[B][Ä]");
    CHECK(found("aBcÄé", "\\p{Ll}+") == "[a][c][é]");
    CHECK(found("ЀѐĀā", "\\p{Lu}") == "[Ѐ][Ā]");
    CHECK(found("a1½", "\\p{N}+") == "[1½]");
    CHECK(found("a1½", "\\p{Nd}+") == "[1]");
    CHECK(found("a,b!", "\\p{P}") == "[,][!]");
    CHECK(found("a+€", "\\p{S}") == "[+][€]");
    CHECK(found("a\u00A0b", "\\p{Z}") == "[\u00A0]");
    CHECK(found("aä", "\\P{IsBasicLatin}") == "[ä]");
    CHECK(found("aα", "\\p{IsGreek}") == "[α]");
    CHECK(found("日本", "[\\p{IsCJKUnifiedIdeographs}]+") == "[日本]");
    for (const char* bad :
         {"\\p", "\\p{", "\\p{}", "\\p{X}", "\\p{Latin}", "\\p{IsNowhere}", "\\pL", "\\p{Lux}", "\\p{ L}", "\\p{ä}"})
        refused(bad);
    for (const char* name : {"L", "M", "N", "P", "Z", "S", "C"}) {
        const auto size = [](const unicode::CodeSet& set) {
            std::size_t sum = 0;
            for (const auto range : set.ranges()) sum += range.last - range.first + 1;
            return sum;
        };
        const std::size_t sum = size(unicode::category(name));
        std::size_t part = 0;
        for (char c = 'a'; c <= 'z'; ++c) part += size(unicode::category(std::string(name) + c));
        CHECK(sum == part);
        CHECK(sum > 0);
    }
}

TEST_CASE("flag i: any case") {
    CHECK(matches("HeLLo", "^hello$", "i"));
    CHECK(matches("ÄÖÜ", "äöü", "i"));
    CHECK(matches("ΣΑΣ", "^σας$", "i"));
    CHECK(matches("ПРИВЕТ", "привет", "i"));
    CHECK(matches("K", "[a-z]", "i"));
    CHECK(matches("\u212A", "^[k]$", "i"));  // the sign of Kelvin
    CHECK_FALSE(matches("q", "[^Q]", "i"));
    CHECK_FALSE(matches("e", "[A-Z-[E]]", "i"));
    CHECK_FALSE(matches("a", "\\p{Lu}", "i"));
    CHECK_FALSE(matches("a", "A"));
    CHECK(matches("ABab", "^(ab)\\1$", "i"));
    for (const auto& row : unicode::case_rows)
        for (char32_t c = row.first; c <= row.last; c += row.step) {
            std::string a, b;
            unicode::append(a, c);
            unicode::append(b, static_cast<char32_t>(static_cast<std::int64_t>(c) + row.delta));
            if (made(a, "i").matches(b) != Answer::yes) FAIL(a << " and " << b);
        }
}

TEST_CASE("flags s, m, x and q") {
    CHECK_FALSE(matches("a\nb", "a.b"));
    CHECK_FALSE(matches("a\rb", "a.b"));
    CHECK(matches("a\nb", "a.b", "s"));
    CHECK(found("ab\ncd", "^.", "m") == "[a][c]");
    CHECK(found("ab\ncd", ".$", "m") == "[b][d]");
    CHECK(found("ab\ncd\n", "^", "m") == "[][]");
    CHECK(found("ab\n", "b$", "m") == "[b]");
    CHECK(found("ab\ncd", "^.") == "[a]");
    CHECK_FALSE(matches("a\n", "\\n$", "m"));
    CHECK(matches("ab c", " a b [ ] c ", "x"));
    CHECK(matches("helloworld", "hello\n\t\rworld", "x"));
    CHECK(matches("a b", "a\\ sb", "x"));
    CHECK(matches("a[b", "a \\[ b", "x"));
    CHECK(matches("1.5*(2)", "1.5*(2)", "q"));
    CHECK_FALSE(matches("145", "1.5", "q"));
    CHECK(matches("A.B", "a.b", "qi"));
    CHECK(matches("a b", "a b", "qx"));
    CHECK(replaced("1+1", "+", "$\\", "q") == "1$\\1");
    CHECK(matches("x", "x", "smixsmix"));
    for (const char* bad : {"p", " ", "S", "sg", "i,m", "\xFF"}) refused("a", bad);
    CHECK(refused("a", "sig").at == 2);
}

TEST_CASE("what no pattern of XPath has is refused with its place") {
    for (const char* bad :
         {"(",     ")",   "a)",  "(a",  "(?",    "(?:",    "(?=a)",   "(?!a)", "(?<=a)", "(?<n>a)", "(?i)a",
          "(?#c)", "a*+", "a++", "a?+", "a{1}+", "a**",    "a{1}{2}", "a???",  "*",      "+a",      "?",
          "|*",    "(*)", "{1}", "a{",  "a{}",   "a{,2}",  "a{1",     "a{1,",  "a{x}",   "a{2,1}",  "a{1 }",
          "]",     "}",   "a]",  "\\1", "\\0",   "(a\\1)", "(a)\\2",  "\xFF"})
        refused(bad);
    CHECK(refused("abc(?=d)").at == 3);
    CHECK(refused("aé)").at == 3);
    CHECK(refused("ab(cd").at == 2);
    CHECK(refused("a b *c** ", "x").at == 7);
    CHECK(refused("abc\\").at == 3);
}

TEST_CASE("a back reference is known only to a group that matches one text") {
    CHECK(found("aabb abab", "(ab)\\1") == "[abab]");
    CHECK(found("abbabb", "(a(b{2}))\\1") == "[abbabb]");
    CHECK(found("xbb", "(?:x(b))\\1") == "[xbb]");
    CHECK(replaced("abab", "((a)b)\\1", "[$1$2]") == "[aba]");
    CHECK(found("aa0", "(a)\\10") == "[aa0]");
    for (const char* bad :
         {"(a|b)\\1", "(a*)\\1", "(.)\\1", "(a)?\\1", "(?:(a)|b)\\1", "(?:(a))*\\1", "((a)|b)\\2", "([ab])\\1"})
        CHECK_THAT(refused(bad).what, ContainsSubstring("linear time"));
}

TEST_CASE("texts that are not UTF-8 are read byte by byte") {
    CHECK(found("a\xFF"
                "b",
                ".") == "[a][\xFF][b]");
    CHECK(matches("\xC3", "^\uFFFD$"));
    CHECK(matches("\xE2\x82", "^..$"));
    CHECK(matches("\xED\xA0\x80", "^...$"));
    CHECK(matches("\xC0\x80", "^[^a][^a]$"));
    CHECK(matches("\xF4\x90\x80\x80", "^.{4}$"));
    CHECK(matches("\xF4\x8F\xBF\xBF", "^.$"));
    CHECK(parts("\x80;\x80", ";") == "[\x80][\x80]");
    for (char32_t c = 0; c <= 0x10FFFF; c += 37) {
        std::string text;
        unicode::append(text, c);
        const auto [code, size] = unicode::decode(text, 0);
        if (code != (c >= 0xD800 && c < 0xE000 ? 0xFFFD : c) || size != text.size())
            FAIL(static_cast<std::uint32_t>(c));
    }
}

TEST_CASE("no pattern takes long") {
    const auto begin = std::chrono::steady_clock::now();
    const std::string many(100'000, 'a');
    for (const char* pattern :
         {"(a*)*b", "(a+)+$b", "(a|aa)+b", "^(a?){30}a{30}b", "(.*)(.*)(.*)(.*)x", "(a*?)*?b", "((a*)*)*b"})
        CHECK(made(pattern).matches(many) != Answer::yes);
    CHECK(made(times("a?", 25) + times("a", 25)).matches(std::string(25, 'a')) == Answer::yes);
    CHECK(made("(x+x+)+y").matches(std::string(10'000, 'x')) == Answer::no);
    CHECK(made("a").replace(many, "bb")->size() == 2 * many.size());
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(60));
}

TEST_CASE("a call ends when its steps are spent") {
    const std::string many(100'000, 'a');
    PatternError why;
    CHECK(made("(a*)*b").matches(many, 1000) == Answer::exhausted);
    CHECK(made("a").matches(many, 1000) == Answer::yes);
    CHECK_FALSE(made("a").replace(many, "b", &why, many.size(), 1000));
    CHECK_THAT(why.what, ContainsSubstring("too many steps"));
    CHECK_FALSE(made("a").split(many, &why, 1000));
    CHECK_FALSE(made("a").extract(many, &why, 1000));
    // Every match looks at all that is left: quadratic, which only the steps bound.
    CHECK_FALSE(made("a.*b|a").extract(many, &why));
    CHECK(made("b").matches(std::string(100'000, 'a'), 0) == Answer::exhausted);
}

TEST_CASE("patterns that are too large are refused at once") {
    const auto begin = std::chrono::steady_clock::now();
    refused("((x{1000}){1000}){1000}");
    refused("x{1000}{1000}{1000}");
    refused("(((((((((x{9}){9}){9}){9}){9}){9}){9}){9}){9}){9}");
    refused("x{99999999999999999999}");
    refused(times("(", 100'000));
    refused(times("(?:", 10'000) + times(")", 10'000));
    refused(times("[a-", 10'000));
    refused("[" + times("a-[", 10'000));
    refused(times("(a)", 100));
    refused(times("a", 20'000));
    refused(times("A", 20'000), "i");
    refused(times("(?:|", 10'000));
    refused("[" + times("\\w", 30'000) + "]");
    refused(times("[\\w\\p{L}]", 5'000));
    refused("(?:x" + times("a{0}", 15'000) + "){5000}");
    CHECK_FALSE(made("(?:){100000000}").matches("") != Answer::yes);
    CHECK(made("(?:(?:(?:){90000000}){90000000}){90000000}").matches_empty());
    CHECK(matches(std::string(5000, 'x'), "^x{5000}$"));
    CHECK(matches("a", times("(?:", 199) + "a" + times(")", 199)));
    CHECK(made(times("(a)", 99)).groups() == 99);
    // A back reference to a group with a back reference doubles what is written.
    std::string doubled = "(aaaa)";
    for (int i = 1; i < 60; ++i) doubled += "(b\\" + std::to_string(i) + "\\" + std::to_string(i) + ")";
    refused(doubled);
    PatternLimits small;
    small.instructions = 10;
    CHECK(std::holds_alternative<PatternError>(Pattern::compile("aaaaaaaaaa", "", small)));
    CHECK(std::chrono::steady_clock::now() - begin < std::chrono::seconds(30));
}

TEST_CASE("no bytes of pattern, flags, text or replacement do harm") {
    std::mt19937 random(20300101);
    const std::string_view alphabet = "ab()(?:|*+?{}{2}{1,3}[]^-$.\\dwsicpP{L}{IsGreek}123 \n\xC3\xA4\xFF,";
    const auto text = [&](std::size_t longest) {
        std::string result;
        for (std::size_t n = random() % longest; n > 0; --n) result += alphabet[random() % alphabet.size()];
        return result;
    };
    std::size_t good = 0;
    for (int i = 0; i < 20'000; ++i) {
        const std::string pattern = text(i % 2 == 0 ? 8 : 20);
        const std::string_view flags = std::string_view("smixsmq").substr(random() % 7, random() % 4);
        const auto result = Pattern::compile(pattern, flags);
        if (const auto* error = std::get_if<PatternError>(&result)) {
            if (error->at > pattern.size() || error->what.empty()) FAIL(pattern);
            continue;
        }
        ++good;
        const auto& found_pattern = std::get<Pattern>(result);
        const std::string subject = text(30);
        const auto all = found_pattern.extract(subject, nullptr, 100'000);
        const Answer answer = found_pattern.matches(subject, 100'000);
        if (all && answer != Answer::exhausted && all->empty() == (answer == Answer::yes)) FAIL(pattern);
        const auto same = found_pattern.replace(subject, "$0", nullptr, 1000, 100'000);
        if (same && *same != subject && flags.find('q') == flags.npos) FAIL(pattern);
        (void)found_pattern.replace(subject, text(6), nullptr, 1000, 100'000);
        const auto between = found_pattern.split(subject, nullptr, 100'000);
        if (between && all && between->size() != all->size() + 1) FAIL(pattern);
    }
    CHECK(good > 1000);
}

}  // namespace expression_pattern_test
