// The conditions of real models: all that are FEEL or JUEL by their marks are read; all other texts are counted.
#include <algorithm>
#include <array>
#include <baton/expression/expression.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../catch.hpp"

namespace expression_corpora_test {

namespace expression = baton::expression;

namespace {

/// The text of an element without tags and comments, with entities and CDATA resolved.
std::string decoded(std::string_view xml) {
    constexpr std::array<std::pair<std::string_view, char>, 5> entities{
        {{"lt;", '<'}, {"gt;", '>'}, {"amp;", '&'}, {"quot;", '"'}, {"apos;", '\''}}};
    std::string out;
    while (!xml.empty()) {
        if (xml.starts_with("<![CDATA[")) {
            const std::size_t end = std::min(xml.find("]]>"), xml.size());
            out += xml.substr(9, end - 9);
            xml.remove_prefix(std::min(end + 3, xml.size()));
            continue;
        }
        if (xml.front() == '<') {
            const bool comment = xml.starts_with("<!--");
            const std::size_t end = xml.find(comment ? "-->" : ">");
            xml.remove_prefix(end == std::string_view::npos ? xml.size() : end + (comment ? 3 : 1));
            continue;
        }
        if (xml.front() == '&') {
            const std::size_t end = xml.find(';');
            if (xml.starts_with("&#") && end != std::string_view::npos && end < 10) {
                const bool hexadecimal = xml[2] == 'x';
                const std::string digits(xml.substr(hexadecimal ? 3 : 2, end - (hexadecimal ? 3 : 2)));
                expression::detail::append_utf8(
                    out, static_cast<std::uint32_t>(std::stoul(digits, nullptr, hexadecimal ? 16 : 10)));
                xml.remove_prefix(end + 1);
                continue;
            }
            const auto* const found = std::find_if(entities.begin(), entities.end(),
                                                   [&](const auto& e) { return xml.substr(1).starts_with(e.first); });
            if (found != entities.end()) {
                out += found->second;
                xml.remove_prefix(1 + found->first.size());
                continue;
            }
        }
        out += xml.front();
        xml.remove_prefix(1);
    }
    const std::string_view trimmed = expression::detail::trimmed_blanks(out);
    return std::string(trimmed);
}

/// The texts of all elements of that name, whatever their prefix; those without a text are left out.
std::vector<std::string> texts_of(std::string_view xml, std::string_view element) {
    std::vector<std::string> texts;
    for (std::size_t at = 0; (at = xml.find(element, at)) != std::string_view::npos;) {
        const std::size_t name = at;
        at += element.size();
        if (at >= xml.size() || std::string_view(" \t\r\n>").find(xml[at]) == std::string_view::npos) continue;
        const std::size_t open = xml.find_last_of("<>/ ", name - 1);
        if (name == 0 || open == std::string_view::npos || xml[open] != '<') continue;  // an end, or no tag
        const std::string tag(xml.substr(open + 1, at - open - 1));
        // The end of the tag; attributes may hold a >.
        char quote = '\0';
        for (; at < xml.size() && (quote != '\0' || xml[at] != '>'); ++at) {
            if (quote != '\0')
                quote = xml[at] == quote ? '\0' : quote;
            else if (xml[at] == '"' || xml[at] == '\'')
                quote = xml[at];
        }
        if (at >= xml.size() || xml[at - 1] == '/') continue;
        const std::size_t end = xml.find("</" + tag, at);
        if (end == std::string_view::npos) break;
        std::string text = decoded(xml.substr(at + 1, end - at - 1));
        if (!text.empty()) texts.push_back(std::move(text));
        at = end + 1;
    }
    return texts;
}

struct Condition {
    std::string file, text;
    auto operator<=>(const Condition&) const = default;
};

/// Marked as FEEL or JUEL, but neither: made to be wrong. So far there is none.
const std::vector<Condition> malformed;

bool is_marked(std::string_view text) {
    return (text.starts_with('=') && !text.starts_with("==")) || text.find("${") != std::string_view::npos ||
           text.find("#{") != std::string_view::npos;
}

/// Of "BTN501 line 1, column 5: the text is no …: expected a value: →…" what comes third.
std::string reason_of(std::string_view what) {
    for (int i = 0; i < 2; ++i) what.remove_prefix(std::min(what.find(": ") + 2, what.size()));
    return ": " + std::string(what.substr(0, what.find(": ")));
}

std::string language_of(const expression::Expression& e) {
    switch (e.language()) {
        case expression::Language::feel: return "FEEL";
        case expression::Language::juel: return "JUEL";
        case expression::Language::key_value: return "name:word";
        default: return "unmarked";
    }
}

}  // namespace

TEST_CASE("every condition of real models that is FEEL or JUEL can be read", "[expression][corpora]") {
    namespace fs = std::filesystem;
    const fs::path root = fs::path(BATON_SOURCE) / ".." / "shared" / "corpora";
    std::error_code problem;
    if (!fs::is_directory(root, problem)) {
        WARN("there are no corpora in " << root);
        return;
    }
    std::map<std::string, int> languages, refusals;
    std::vector<Condition> refused;
    int files = 0, conditions = 0;
    for (const auto& entry : fs::recursive_directory_iterator(root)) {
        const std::string kind = entry.path().extension().string();
        if (!entry.is_regular_file() || (kind != ".bpmn" && kind != ".xml")) continue;
        ++files;
        std::ifstream in(entry.path(), std::ios::binary);
        const std::string xml{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
        for (const std::string& text : texts_of(xml, "conditionExpression")) {
            ++conditions;
            try {
                ++languages[language_of(expression::Expression::read(text))];
            } catch (const baton::core::error& e) {
                ++refusals[(is_marked(text) ? "marked" : "unmarked") + reason_of(e.what())];
                if (is_marked(text)) refused.push_back({fs::relative(entry.path(), root).generic_string(), text});
            }
        }
    }
    std::printf("%d conditions in %d files\n", conditions, files);
    for (const auto& [language, count] : languages) std::printf("%6d  %s\n", count, language.c_str());
    for (const auto& [reason, count] : refusals) std::printf("%6d  refused: %s\n", count, reason.c_str());
    CHECK(conditions > 0);
    for (const Condition& c : refused) {
        INFO(c.file << ": " << c.text);
        CHECK(std::find(malformed.begin(), malformed.end(), c) != malformed.end());
    }
    for (const Condition& c : malformed) {
        INFO(c.file << ": " << c.text);
        CHECK(std::find(refused.begin(), refused.end(), c) != refused.end());
    }
}

}  // namespace expression_corpora_test
