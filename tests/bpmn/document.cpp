// Reading XML: what is refused, how far, and where things are found in what is read.
#include <baton/bpmn/document.hpp>
#include <string>

#include "../catch.hpp"

namespace bpmn_document_test {

using namespace baton::bpmn;
using baton::error_code;

namespace {

const std::string head = R"(<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t">)";

/// The first finding; none has code none.
Finding first(const Document& d) { return d.ok() ? Finding{} : d.findings().front(); }
Finding problem(std::string_view text) { return first(Document::parse(text)); }

std::string utf16(std::string_view text, bool little, bool mark) {
    std::string out = !mark ? "" : little ? "\xFF\xFE" : "\xFE\xFF";
    for (const char c : text) {
        if (!little) out += '\0';
        out += c;
        if (little) out += '\0';
    }
    return out;
}

}  // namespace

TEST_CASE("text that is no XML gives one finding with its place") {
    const auto at = [](std::string_view text, unsigned line, unsigned column) {
        INFO(text);
        const Finding f = problem(text);
        CHECK(f.rule == "XML");
        CHECK(f.code == error_code::the_xml_is_not_well_formed);
        CHECK(f.line == line);
        CHECK(f.column == column);
    };
    at("", 1, 1);
    at("  \n ", 2, 2);
    at("<a>\n <b></a>", 2, 5);
    at("<a><b/>", 1, 8);
    at("<a/><b/>", 1, 5);
    at("<a/>text", 1, 5);
    at("<a b='1' b='2'/>", 1, 10);
    at("<a 1='2'/>", 1, 4);
    at("<a b=c/>", 1, 6);
    at("<a b='<'/>", 1, 7);
    at("<a b='1'c='2'/>", 1, 9);
    at("<a>&lol;</a>", 1, 4);
    at("<a>&#0;</a>", 1, 4);
    at("<a>&#xD800;</a>", 1, 4);
    at("<a>& b</a>", 1, 4);
    at("<a>]]></a>", 1, 4);
    at("<a><!-- -- --></a>", 1, 4);
    at("<a><![CDATA[</a>", 1, 4);
    at("<a><?xml version='1.0'?></a>", 1, 4);
    at("\n<?xml version='1.0'?><a/>", 2, 1);
    at("<?xml version='1.0'encoding='UTF-8'?><a/>", 1, 20);
    at("<?xml encoding='UTF-8'?><a/>", 1, 7);
    at("<?xml version='1.0' encoding='klingon'?><a/>", 1, 1);
    at("<a:b:c/>", 1, 5);
    at("<a", 1, 1);
    at("<a b='", 1, 6);
    at("<", 1, 2);
    at("ä<a/>", 1, 1);
    at("<a>ä&x;</a>", 1, 5);  // columns count characters
    for (const char* good :
         {"<a/>",
          "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>\n<a b=\"&lt;&#x20AC;\">x<!-- - -->"
          "<![CDATA[<&]]></a>\n<?end?><!-- -->\n"})
        CHECK(Document::parse(good).ok());
}

TEST_CASE("hostile XML is refused before a tree is built") {
    CHECK(problem("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>").message.find("DOCTYPE") !=
          std::string::npos);
    std::string laughs = "<?xml version='1.0'?><!DOCTYPE lolz [<!ENTITY a 'lol'>";
    for (char c = 'b'; c < 'k'; ++c)
        laughs += "<!ENTITY " + std::string(1, c) + " '&" + static_cast<char>(c - 1) + ";'>";
    CHECK(problem(laughs + "]><lolz>&j;</lolz>").rule == "XML");

    std::string deep;
    for (int i = 0; i < 1'000'000; ++i) deep += "<a>";
    CHECK(problem(deep).code == error_code::the_xml_is_too_large);
    for (int i = 0; i < 1'000'000; ++i) deep += "</a>";
    CHECK(problem(deep).code == error_code::the_xml_is_too_large);
    // Even when it is allowed, nothing recurses.
    ReadLimits loose;
    loose.depth = 2'000'000;
    const Document all = Document::parse(deep, "deep", loose);
    CHECK(all.ok());
    CHECK(all.size() == 1'000'000);
    CHECK(all[999'999].parent() == all[999'998]);

    const ReadLimits usual;
    CHECK(problem(std::string(usual.bytes + 1, ' ')).code == error_code::the_xml_is_too_large);
    std::string wide = "<a>";
    while (wide.size() < 4'000'100 * 4) wide += "<a/>";
    CHECK(problem(wide + "</a>").code == error_code::the_xml_is_too_large);
    std::string many = "<a";
    for (int i = 0; i < 2000; ++i) many += " a" + std::to_string(i) + "=''";
    CHECK(problem(many + "/>").code == error_code::the_xml_is_too_large);
    std::string prefixes = "<a";
    for (int i = 0; i < 300; ++i) prefixes += " xmlns:a" + std::to_string(i) + "='x'";
    CHECK(problem(prefixes + "/>").code == error_code::the_xml_is_too_large);

    CHECK(problem(std::string("<a>\0</a>", 8)).column == 4);
    CHECK(problem("<a>\x01</a>").column == 4);
    for (const char* bad : {"\xC0\xAF", "\xED\xA0\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\x80", "\xFF"}) {
        INFO(bad);
        CHECK(problem("<a>" + std::string(bad) + "</a>").column == 4);
    }
    const std::string whole = head + "<process id='p'/></definitions>";
    for (std::size_t i = 0; i < whole.size(); ++i) CHECK_FALSE(Document::parse(whole.substr(0, i)).ok());
}

TEST_CASE("every encoding that XML files have") {
    const std::string text = head + "\n<process id='p' name='N'/></definitions>";
    for (const bool little : {true, false})
        for (const bool mark : {true, false}) {
            const std::string wide = utf16(text, little, mark);
            const Document d = Document::parse(wide);
            CHECK(d.ok());
            CHECK(d.by_id("p").position() == Position{2, 1});
            CHECK_FALSE(Document::parse(wide.substr(0, wide.size() - 1)).ok());
        }
    using namespace std::string_view_literals;
    CHECK(problem("\xFF\xFE<\0a\0>\0\0\xD8<\0/\0a\0>\0"sv).column == 4);  // half a character
    CHECK(Document::parse("\xFF\xFE<\0a\0>\0\x3D\xD8\x00\xDE<\0/\0a\0>\0"sv).root().text() == "\xF0\x9F\x98\x80");
    CHECK(Document::parse("\xFF\xFE\0\0<\0\0\0a\0\0\0/\0\0\0>\0\0\0"sv).ok());
    CHECK(Document::parse("\0\0\0<\0\0\0a\0\0\0/\0\0\0>"sv).ok());
    CHECK(Document::parse("\xEF\xBB\xBF<a/>").ok());
    CHECK(Document::parse("<?xml version='1.0' encoding='ISO-8859-1'?><a>\xE4</a>").root().text() == "ä");
    CHECK(Document::parse("<?xml version='1.0' encoding='windows-1252'?><a>\x80</a>").root().text() == "€");
    CHECK_FALSE(Document::parse("<?xml version='1.0'?><a>\xE4</a>").ok());
}

TEST_CASE("namespaces, whatever their prefixes") {
    for (const std::string p : {"", "bpmn", "semantic"}) {
        const std::string c = p.empty() ? "" : p + ":";
        const Document d = Document::parse("<" + c + "definitions xmlns" + (p.empty() ? "" : ":" + p) + "='" +
                                           std::string(uri::model) + "' xmlns:x='urn:x' targetNamespace='t'>\n  <" + c +
                                           "process id='p' x:note='hm'><" + c + "task id='t'/><x:task id='u'/></" + c +
                                           "process><" + c + "taks/></" + c + "definitions>");
        REQUIRE(d.ok());
        REQUIRE(d.size() == 5);
        CHECK(d.root().is(Tag::definitions));
        CHECK(d[1].is(Tag::process));
        CHECK(d[1].attribute("urn:x", "note") == "hm");
        CHECK(d[1].position() == Position{2, 3});
        CHECK(d[2].is({Tag::task, Tag::userTask}));
        CHECK(d[2].parent() == d[1]);
        CHECK(d[3].is(Tag::foreign));
        CHECK_FALSE(d[3].in_model());
        CHECK(d[4].is(Tag::unknown));
        CHECK(d.by_id("t") == d[2]);
        CHECK_FALSE(d.by_id("u"));
        CHECK(d[2].resolve("x:y") == QName{"urn:x", "y"});
        CHECK(d[2].resolve("y") == QName{p.empty() ? uri::model : std::string_view(), "y"});
        CHECK_FALSE(d[2].resolve("z:y"));
    }
    const Document redeclared = Document::parse("<a xmlns='urn:a'><a xmlns=''/><b:a xmlns:b='urn:b'/><a/></a>");
    CHECK(redeclared.ok());
    CHECK(redeclared[0].uri() == "urn:a");
    CHECK(redeclared[1].uri().empty());
    CHECK(redeclared[2].uri() == "urn:b");
    CHECK(redeclared[3].uri() == "urn:a");

    CHECK(problem("<a>\n<b:a/></a>").line == 2);
    CHECK(problem("<a>\n<a b:c='d'/></a>").line == 2);
    CHECK(problem("<a xmlns:b=''/>").rule == "XML");
    CHECK(problem("<a xmlns:b='urn: b'/>").rule == "XML");
    CHECK(Document::parse("<a xml:lang='en'/>").ok());
}

TEST_CASE("elements know their text, children and ids") {
    const Document d = Document::parse(
        head +
        "<process id='p'><task id='a'><documentation> x<!-- -->&lt;<![CDATA[y> ]]></documentation></task>"
        "<task id='a'/><extensionElements><task id='a'/></extensionElements></process></definitions>");
    REQUIRE(d.ok());
    const Element process = d.by_id("p");
    std::size_t count = 0;
    for (const Element e : process.children()) count += e.in_model();
    CHECK(count == 3);
    for (const Element e : process.descendants()) CHECK(e.is_inside(process));
    CHECK(process.child(Tag::task).child(Tag::documentation).text() == " x<y> ");
    CHECK(process.child(Tag::task).child(Tag::documentation).trimmed_text() == "x<y>");
    CHECK_FALSE(process.child(Tag::userTask));
    count = 0;
    d.each_duplicate_id([&](Element later, Element earlier) {
        ++count;
        CHECK(later.index() > earlier.index());
    });
    CHECK(count == 1);
    CHECK_FALSE(Element().parent());
    CHECK(Element().text().empty());
    for (const Element e : Element().children()) FAIL(e.local());
}

TEST_CASE("a finding is one line") {
    const Document d = Document::parse(head + "\n <process id='p'/></definitions>", "shop.bpmn");
    const Finding f = d.finding(Severity::warning, "EXT.022", error_code::a_sequence_flow_is_misused, d[1], "no");
    CHECK(f.text() == "shop.bpmn:2:2: warning EXT.022 [BTN420] element \"p\": no");
    CHECK_FALSE(has_errors({f}));
}

TEST_CASE("a file that cannot be read is an error, not a finding") {
    CHECK_THROWS_AS(Document::load("/nowhere/at.all"), baton::error);
    CHECK_THROWS_AS(Document::load("/"), baton::error);
    CHECK_THROWS_AS(Document::load("/dev/zero"), baton::error);
}

}  // namespace bpmn_document_test
