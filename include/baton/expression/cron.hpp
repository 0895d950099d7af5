// Cron expressions: "minute hour day month weekday", or with seconds in front; and @hourly, @daily, @weekly, @monthly,
// @yearly. Lists, ranges, steps, names of months and weekdays, `?` for any. Weekdays: 0 and 7 are Sunday. When both the
// day and the weekday are given, either will do, as in cron(8). Times are UTC.
#ifndef BATON_EXPRESSION_CRON_HPP
#define BATON_EXPRESSION_CRON_HPP

#include <array>
#include <bitset>
#include <charconv>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "../config.hpp"
#include "../core/time.hpp"
#include "temporal.hpp"

namespace baton::inline BATON_ABI::expression {

class Cron {
public:
    /// nullopt when the text is no cron expression.
    static std::optional<Cron> parse(std::string_view text) {
        if (text == "@yearly" || text == "@annually") text = "0 0 1 1 *";
        if (text == "@monthly") text = "0 0 1 * *";
        if (text == "@weekly") text = "0 0 * * 0";
        if (text == "@daily" || text == "@midnight") text = "0 0 * * *";
        if (text == "@hourly") text = "0 * * * *";
        std::vector<std::string_view> fields;
        while (!text.empty()) {
            const std::size_t blank = text.find_first_of(" \t");
            if (blank != 0) fields.push_back(text.substr(0, blank));
            text.remove_prefix(blank == std::string_view::npos ? text.size() : blank + 1);
        }
        if (fields.size() == 7) fields.pop_back();  // Quartz's year: not looked at but "*"
        if (fields.size() != 5 && fields.size() != 6) return std::nullopt;
        Cron cron;
        const bool has_seconds = fields.size() == 6;
        const std::size_t first = has_seconds ? 1 : 0;
        bool any = false;
        if (has_seconds ? !read(fields[0], 0, 59, {}, cron.seconds_, any) : (cron.seconds_.set(0), false))
            return std::nullopt;
        if (!read(fields[first], 0, 59, {}, cron.minutes_, any) || !read(fields[first + 1], 0, 23, {}, cron.hours_, any) ||
            !read(fields[first + 2], 1, 31, {}, cron.days_, cron.any_day_) ||
            !read(fields[first + 3], 1, 12, months, cron.months_, any) ||
            !read(fields[first + 4], 0, 7, weekdays, cron.weekdays_, cron.any_weekday_))
            return std::nullopt;
        if (cron.weekdays_[7]) cron.weekdays_.set(0);
        return cron;
    }
    /// The first time after that one, within five years; never() when there is none.
    [[nodiscard]] core::instant after(core::instant time) const {
        std::int64_t second = floor(time.ms, 1000) + 1;
        const std::int64_t last_day = floor(second, 86'400) + 5 * 366;
        for (std::int64_t day = floor(second, 86'400); day <= last_day; ++day) {
            if (!is_day(day)) continue;
            std::int64_t from = second > day * 86'400 ? second - day * 86'400 : 0;
            for (; from < 86'400; ++from) {
                if (!hours_[static_cast<std::size_t>(from / 3600)]) {
                    from += 3599 - from % 3600;
                    continue;
                }
                if (!minutes_[static_cast<std::size_t>(from / 60 % 60)]) {
                    from += 59 - from % 60;
                    continue;
                }
                if (seconds_[static_cast<std::size_t>(from % 60)])
                    return core::instant((day * 86'400 + from) * 1000);
            }
        }
        return core::instant::never();
    }

private:
    using Names = std::string_view;  // three letters each
    static constexpr Names months = "JANFEBMARAPRMAYJUNJULAUGSEPOCTNOVDEC";
    static constexpr Names weekdays = "SUNMONTUEWEDTHUFRISAT";

    static std::int64_t floor(std::int64_t a, std::int64_t b) { return a / b - (a % b < 0 ? 1 : 0); }
    static std::optional<int> number(std::string_view text, int offset, Names names) {
        if (text.size() == 3 && !names.empty()) {
            std::string upper(text);
            for (char& c : upper) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 32 : c);
            for (std::size_t i = 0; i < names.size(); i += 3)
                if (names.substr(i, 3) == upper) return static_cast<int>(i / 3) + offset;
        }
        int value = 0;
        const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (problem != std::errc() || end != text.data() + text.size()) return std::nullopt;
        return value;
    }
    /// Adds what a field names. False when it cannot be read.
    static bool read(std::string_view field, int low, int high, Names names, std::bitset<64>& set, bool& any) {
        any = field == "*" || field == "?";
        while (true) {
            const std::size_t comma = field.find(',');
            std::string_view part = field.substr(0, comma);
            int step = 1;
            if (const std::size_t slash = part.find('/'); slash != std::string_view::npos) {
                const auto n = number(part.substr(slash + 1), 0, {});
                if (!n || *n < 1) return false;
                step = *n;
                part = part.substr(0, slash);
                if (part != "*" && part.find('-') == std::string_view::npos) {  // 5/15: from 5 on
                    const auto from = number(part, low, names);
                    if (!from || *from < low || *from > high) return false;
                    for (int i = *from; i <= high; i += step) set.set(static_cast<std::size_t>(i));
                    part = {};
                }
            }
            if (!part.empty()) {
                int from = low, to = high;
                if (part != "*" && part != "?") {
                    const std::size_t dash = part.find('-');
                    const auto first = number(part.substr(0, dash), low, names);
                    const auto last = dash == std::string_view::npos ? first : number(part.substr(dash + 1), low, names);
                    if (!first || !last || *first < low || *last > high || *first > *last) return false;
                    from = *first;
                    to = *last;
                }
                for (int i = from; i <= to; i += step) set.set(static_cast<std::size_t>(i));
            }
            if (comma == std::string_view::npos) return set.any();
            field = field.substr(comma + 1);
        }
    }
    [[nodiscard]] bool is_day(std::int64_t day) const {
        const auto date = temporal_detail::date_of(day);
        if (!date || !months_[static_cast<std::size_t>(date->month)]) return false;
        const auto weekday = static_cast<std::size_t>(((day + 4) % 7 + 7) % 7);  // 1970-01-01 was a Thursday
        const bool by_day = days_[static_cast<std::size_t>(date->day)], by_weekday = weekdays_[weekday];
        if (any_day_ || any_weekday_) return by_day && by_weekday;
        return by_day || by_weekday;
    }

    std::bitset<64> seconds_, minutes_, hours_, days_, months_, weekdays_;
    bool any_day_ = false, any_weekday_ = false;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
