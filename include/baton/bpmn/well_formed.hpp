// Is a text well-formed XML, and small enough to build a tree of? One pass, no recursion, memory by depth only.
#ifndef BATON_BPMN_WELL_FORMED_HPP
#define BATON_BPMN_WELL_FORMED_HPP

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "encoding.hpp"

namespace baton::inline BATON_ABI::bpmn {

/// What a file may have at most. Reading more than this is refused before a tree is built.
struct ReadLimits {
    std::size_t bytes = std::size_t{64} << 20;
    std::size_t depth = 1000;
    std::size_t pieces = 4'000'000;  ///< elements and attributes
    std::size_t attributes = 1000;   ///< of one element
    std::size_t prefixes = 256;      ///< declared where an element stands
};

namespace detail {

/// Why a text is no XML that we read.
struct XmlProblem {
    std::size_t at;
    std::string what;
    bool too_large = false;
};

constexpr bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }
constexpr bool starts_name(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
constexpr bool is_name(char c) { return starts_name(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; }

/// The first byte that no XML may hold: a control character, or no UTF-8.
inline std::optional<XmlProblem> find_bad_character(std::string_view text) {
    for (std::size_t at = 0; at < text.size();) {
        const auto c = static_cast<unsigned char>(text[at]);
        if (c < 0x80) {
            if (c < 0x20 && !is_blank(text[at])) return XmlProblem{at, "a control character"};
            ++at;
            continue;
        }
        const std::size_t length = utf8_length(text, at);
        if (length == 0) return XmlProblem{at, "bytes that are no character of the file's encoding"};
        at += length;
    }
    return std::nullopt;
}

class WellFormed {
public:
    WellFormed(std::string_view text, const ReadLimits& limits) : text_(text), limits_(limits) {}

    /// The first problem, or nothing.
    std::optional<XmlProblem> find() {
        problem_ = find_bad_character(text_);
        if (!problem_) document();
        return std::move(problem_);
    }

private:
    bool fail(std::size_t at, std::string what, bool too_large = false) {
        if (!problem_) problem_ = XmlProblem{std::min(at, text_.size()), std::move(what), too_large};
        return false;
    }
    [[nodiscard]] char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
    [[nodiscard]] bool sees(std::string_view what) const { return text_.substr(at_).starts_with(what); }
    bool skip_blanks() {
        const std::size_t before = at_;
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
        return at_ != before;
    }

    void document() {
        if (sees("<?xml") && at_ + 5 < text_.size() && is_blank(text_[at_ + 5]) && !declaration()) return;
        while (at_ < text_.size()) {
            const std::size_t next = std::min(text_.find('<', at_), text_.size());
            if (!characters(text_.substr(at_, next - at_))) return;
            at_ = next;
            if (at_ < text_.size() && !markup()) return;
        }
        if (!open_.empty())
            fail(text_.size(), "the file ends inside <" + std::string(open_.back()) + ">");
        else if (!had_root_)
            fail(text_.size(), "there is no element");
    }

    bool declaration() {
        at_ += 5;
        constexpr std::string_view names[] = {"version", "encoding", "standalone"};
        std::size_t next = 0;
        for (;;) {
            const bool blanks = skip_blanks();
            if (sees("?>")) {
                at_ += 2;
                return next > 0 || fail(at_, "the XML declaration has no version");
            }
            std::string_view attribute;
            const std::size_t from = at_;
            if (!blanks) return fail(at_, "the XML declaration needs a blank here");
            if (!name(attribute) || !value(attribute)) return false;
            const auto* found = std::find(std::begin(names) + next, std::end(names), attribute);
            if (found == std::end(names) || (next == 0 && found != std::begin(names)))
                return fail(from, "the XML declaration cannot have " + std::string(attribute) + " here");
            next = static_cast<std::size_t>(found - std::begin(names)) + 1;
        }
    }

    bool characters(std::string_view run) {
        const std::size_t from = at_;
        if (open_.empty()) {
            for (std::size_t i = 0; i < run.size(); ++i)
                if (!is_blank(run[i])) return fail(from + i, "text outside of the root element");
            return true;
        }
        if (const std::size_t end = run.find("]]>"); end != std::string_view::npos)
            return fail(from + end, "]]> outside of a CDATA section");
        return references(run, from);
    }

    /// Every & begins one of the five names or a number of a character.
    bool references(std::string_view run, std::size_t from) {
        for (std::size_t i = run.find('&'); i != std::string_view::npos; i = run.find('&', i + 1)) {
            const std::size_t end = run.substr(i, 16).find(';');
            if (end == std::string_view::npos) return fail(from + i, "& that begins no reference; write &amp;");
            const std::string_view inside = run.substr(i + 1, end - 1);
            const bool known = inside == "amp" || inside == "lt" || inside == "gt" || inside == "quot" ||
                               inside == "apos" || (inside.starts_with('#') && is_character(inside.substr(1)));
            if (!known) return fail(from + i, "an unknown entity: &" + std::string(inside) + ";");
        }
        return true;
    }
    static bool is_character(std::string_view digits) {
        const bool hex = digits.starts_with('x');
        if (hex) digits.remove_prefix(1);
        if (digits.empty()) return false;
        std::uint32_t value = 0;
        for (const char c : digits) {
            const int digit = c >= '0' && c <= '9'          ? c - '0'
                              : hex && c >= 'a' && c <= 'f' ? c - 'a' + 10
                              : hex && c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                            : -1;
            if (digit < 0) return false;
            value = value * (hex ? 16U : 10U) + static_cast<std::uint32_t>(digit);
            if (value > 0x10FFFF) return false;
        }
        return value >= 0x20 ? value < 0xD800 || (value > 0xDFFF && value != 0xFFFE && value != 0xFFFF)
                             : value == 9 || value == 10 || value == 13;
    }

    bool markup() {
        if (sees("<!--")) return until("-->", "--", 4, "a comment");
        if (sees("<![CDATA[")) {
            if (open_.empty()) return fail(at_, "a CDATA section outside of the root element");
            return until("]]>", {}, 9, "a CDATA section");
        }
        if (sees("<!DOCTYPE")) return fail(at_, "a document type (DOCTYPE), which is refused: it can hide other files");
        if (sees("<!")) return fail(at_, "<! that begins neither a comment nor a CDATA section");
        if (sees("<?")) return instruction();
        if (sees("</")) return end_tag();
        return start_tag();
    }

    bool until(std::string_view end, std::string_view refused, std::size_t skip, const char* what) {
        const std::size_t found = text_.find(end, at_ + skip);
        if (found == std::string_view::npos) return fail(at_, std::string(what) + " that does not end");
        if (!refused.empty() && text_.find(refused, at_ + skip) < found)
            return fail(at_, std::string(what) + " that holds " + std::string(refused));
        at_ = found + end.size();
        return true;
    }

    bool instruction() {
        const std::size_t from = at_;
        at_ += 2;
        std::string_view target;
        if (!name(target)) return false;
        if (target.size() == 3 && (target[0] | 0x20) == 'x' && (target[1] | 0x20) == 'm' && (target[2] | 0x20) == 'l')
            return fail(from, "an XML declaration that is not at the very beginning");
        at_ = from;
        return until("?>", {}, 2, "a processing instruction");
    }

    bool name(std::string_view& result) {
        const std::size_t from = at_;
        if (!starts_name(peek())) return fail(at_, "a name is missing");
        std::size_t colons = 0;
        while (at_ < text_.size() && (is_name(text_[at_]) || text_[at_] == ':')) {
            if (text_[at_] == ':' && (++colons > 1 || at_ + 1 >= text_.size() || !starts_name(text_[at_ + 1])))
                return fail(at_, "a colon that parts no prefix from a name");
            ++at_;
        }
        result = text_.substr(from, at_ - from);
        return true;
    }

    bool value(std::string_view attribute) {
        skip_blanks();
        if (peek() != '=') return fail(at_, "attribute " + std::string(attribute) + " has no value");
        ++at_;
        skip_blanks();
        const char quote = peek();
        if (quote != '"' && quote != '\'')
            return fail(at_, "the value of attribute " + std::string(attribute) + " is not in quotes");
        const std::size_t from = ++at_, to = text_.find(quote, from);
        if (to == std::string_view::npos)
            return fail(from - 1, "the value of attribute " + std::string(attribute) + " does not end");
        const std::string_view run = text_.substr(from, to - from);
        if (const std::size_t less = run.find('<'); less != std::string_view::npos)
            return fail(from + less, "< in the value of attribute " + std::string(attribute) + "; write &lt;");
        at_ = to + 1;
        return references(run, from);
    }

    bool start_tag() {
        const std::size_t from = at_++;
        std::string_view tag;
        if (!name(tag)) return false;
        if (open_.empty() && had_root_) return fail(from, "a second root element");
        if (open_.size() >= limits_.depth)
            return fail(from, "elements are nested deeper than " + std::to_string(limits_.depth), true);
        attributes_.clear();
        for (;;) {
            const bool blanks = skip_blanks();
            if (peek() == '>' || sees("/>")) break;
            if (at_ >= text_.size()) return fail(from, "<" + std::string(tag) + " does not end");
            if (!blanks) return fail(at_, "a blank is missing before an attribute");
            const std::size_t attribute_from = at_;
            std::string_view attribute;
            if (!name(attribute) || !value(attribute)) return false;
            if (attributes_.size() < 8 &&
                std::find(attributes_.begin(), attributes_.end(), attribute) != attributes_.end())
                return fail(attribute_from, "attribute " + std::string(attribute) + " stands here twice");
            attributes_.push_back(attribute);
            if (attributes_.size() > limits_.attributes)
                return fail(from, "more than " + std::to_string(limits_.attributes) + " attributes", true);
        }
        if (attributes_.size() > 8) {
            std::sort(attributes_.begin(), attributes_.end());
            const auto twice = std::adjacent_find(attributes_.begin(), attributes_.end());
            if (twice != attributes_.end())
                return fail(from, "attribute " + std::string(*twice) + " stands here twice");
        }
        if ((pieces_ += 1 + attributes_.size()) > limits_.pieces)
            return fail(from, "more than " + std::to_string(limits_.pieces) + " elements and attributes", true);
        had_root_ = true;
        if (peek() == '/') {
            at_ += 2;
        } else {
            ++at_;
            open_.push_back(tag);
        }
        return true;
    }

    bool end_tag() {
        const std::size_t from = at_;
        at_ += 2;
        std::string_view tag;
        if (!name(tag)) return false;
        skip_blanks();
        if (peek() != '>') return fail(at_, "</" + std::string(tag) + " does not end");
        ++at_;
        if (open_.empty()) return fail(from, "</" + std::string(tag) + "> ends nothing");
        if (open_.back() != tag)
            return fail(from, "</" + std::string(tag) + "> where </" + std::string(open_.back()) + "> is due");
        open_.pop_back();
        return true;
    }

    std::string_view text_;
    const ReadLimits& limits_;
    std::size_t at_ = 0, pieces_ = 0;
    bool had_root_ = false;
    std::vector<std::string_view> open_, attributes_;
    std::optional<XmlProblem> problem_;
};

}  // namespace detail

}  // namespace baton::inline BATON_ABI::bpmn

#endif
