// Regular expressions: lines of flags, pattern and replacement, then the text.
#ifndef TESTS_FUZZ_TARGETS_PATTERN_HPP
#define TESTS_FUZZ_TARGETS_PATTERN_HPP

#include <variant>
#include <vector>

#include "fuzz.hpp"

namespace fuzz {

inline std::string_view line_of(std::string_view& rest) {
    const std::size_t end = std::min(rest.find('\n'), rest.size());
    const std::string_view line = rest.substr(0, end);
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return line;
}

/// The parts lie in the text, one behind the other.
inline bool in_order(std::string_view text, const std::vector<std::string_view>& parts) {
    const char* from = text.data();
    for (const std::string_view part : parts) {
        if (part.data() < from || part.data() + part.size() > text.data() + text.size()) return false;
        from = part.data() + part.size();
    }
    return true;
}

inline void pattern(std::string_view all) {
    using namespace baton::expression;
    constexpr std::uint64_t steps = 200'000;
    std::string_view text = all;
    const std::string_view flags = line_of(text), source = line_of(text), replacement = line_of(text);
    const auto made = Pattern::compile(source, flags);
    if (const auto* error = std::get_if<PatternError>(&made)) {
        require(error->at <= std::max(source.size(), flags.size()), "an error is outside of the pattern", all);
        return;
    }
    const auto& pattern = std::get<Pattern>(made);
    const Answer found = pattern.matches(text, steps);
    const auto extracted = pattern.extract(text, nullptr, steps);
    if (extracted && found != Answer::exhausted) {
        require(extracted->empty() == (found == Answer::no), "extract and matches differ", all);
        require(in_order(text, *extracted), "what is extracted is not in the text", all);
    }
    const auto parts = pattern.split(text, nullptr, steps);
    if (parts && extracted) {
        require(!pattern.matches_empty(), "what matches the empty text was split", all);
        require(in_order(text, *parts), "what was split is not in the text", all);
        require(parts->size() == extracted->size() + 1, "split and extract differ", all);
    }
    PatternError why;
    static_cast<void>(pattern.replace(text, replacement, &why, std::size_t{1} << 16, steps));
    if (flags.find('q') != std::string_view::npos) return;
    if (const auto same = pattern.replace(text, "$0", nullptr, std::size_t{1} << 16, steps))
        require(*same == text, "every match replaced by itself gives another text", all);
}

}  // namespace fuzz

#endif
