// Rules about event definitions: what a timer, condition, link, message, escalation or compensation must say.
#ifndef BATON_BPMN_RULES_DEFINITIONS_HPP
#define BATON_BPMN_RULES_DEFINITIONS_HPP

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../expression/temporal_text.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace definitions_detail {

constexpr error_code code = error_code::an_event_definition_is_misused;

/// The text of a timer's child where it is meant literally: no expression of a language.
inline std::string literal(Element e) {
    std::string text = e.trimmed_text();
    if (text.starts_with('=') || text.starts_with('"') || text.starts_with('\'') ||
        text.find("${") != std::string::npos || text.find("#{") != std::string::npos)
        return {};
    // Prose, a variable's name or a call: whatever evaluates it decides.
    const bool temporal =
        !text.empty() && (text[0] == 'P' || text[0] == 'R' || text[0] == '-' || (text[0] >= '0' && text[0] <= '9'));
    if (temporal || e.attribute("language").empty()) return text;
    return {};
}
inline bool is_duration(std::string_view text) {
    return expression::parse_days_duration(text) || expression::parse_years_duration(text) || [&] {
        // Both parts at once, or weeks: ISO 8601 has them, FEEL has not.
        if (text.size() > 2 && text.front() == 'P' && text.back() == 'W')
            return detail::is_integer(text.substr(1, text.size() - 2)) && text[1] != '-';
        const std::size_t day = text.find_first_of("DT");
        for (std::size_t i = 1; i < std::min(day, text.size()); ++i)
            if ((text[i] == 'M' || text[i] == 'Y') && expression::parse_years_duration(text.substr(0, i + 1)) &&
                expression::parse_days_duration("P" + std::string(text.substr(i + 1))))
                return true;
        return false;
    }();
}
inline bool is_date(std::string_view text) {
    if (expression::parse_date_time(text) || expression::parse_date(text)) return true;
    // ISO 8601 lets seconds be left out, and an offset be of hours alone or without its colon.
    const std::size_t t = text.find('T');
    if (t == std::string_view::npos || !expression::parse_date(text.substr(0, t))) return false;
    std::string_view time = text.substr(t + 1);
    const std::size_t zone = time.find_first_of("Z+-");
    const std::string_view offset = zone == std::string_view::npos ? std::string_view() : time.substr(zone);
    time = time.substr(0, zone);
    const auto digits = [](std::string_view s) {
        return !s.empty() && s.find_first_not_of("0123456789") == std::string_view::npos;
    };
    if (!offset.empty() && offset != "Z") {
        std::string plain(offset.substr(1));
        plain.erase(std::remove(plain.begin(), plain.end(), ':'), plain.end());
        if (!digits(plain) || (plain.size() != 2 && plain.size() != 4)) return false;
    }
    if (time.size() == 5) return static_cast<bool>(expression::parse_time(std::string(time) + ":00"));
    return static_cast<bool>(expression::parse_time(time));
}
/// R[n]/duration, R[n]/date/duration, R[n]/duration/date or R[n]/date/date; also a duration alone.
inline bool is_cycle(std::string_view text) {
    if (is_duration(text)) return true;
    if (!text.starts_with('R')) return false;
    const std::size_t slash = text.find('/');
    if (slash == std::string_view::npos) return false;
    const std::string_view times = text.substr(1, slash - 1), rest = text.substr(slash + 1);
    if (!times.empty() && !detail::is_integer(times)) return false;
    const std::size_t second = rest.find('/');
    if (second == std::string_view::npos) return is_duration(rest);
    std::string_view to = rest.substr(second + 1);
    const std::string_view from = rest.substr(0, second);
    return (is_date(from) && (is_duration(to) || is_date(to))) || (is_duration(from) && is_date(to));
}
/// Six or seven words, as cron has them: engines take it for a cycle.
inline bool is_cron(std::string_view text) {
    const auto words = std::count(text.begin(), text.end(), ' ') + 1;
    return (words >= 5 && words <= 7) || text.starts_with('@');
}

/// The link target of a source: named by a child, else it has the name of the source and stands beside it.
class LinkTargets {
public:
    explicit LinkTargets(const Model& m) : model_(m) {
        for (const Element d : m.all(Tag::linkEventDefinition))
            if (d.parent().is(Tag::intermediateCatchEvent)) targets_.try_emplace(key(d), d);
    }
    [[nodiscard]] Element of(Element source) const {
        if (source.child(Tag::target)) return model_.ref(source, Tag::target);
        const auto found = targets_.find(key(source));
        return found == targets_.end() ? Element() : found->second;
    }

private:
    static std::pair<std::uint32_t, std::string_view> key(Element d) {
        return {d.parent().parent().index(), d.attribute("name")};
    }
    const Model& model_;
    std::map<std::pair<std::uint32_t, std::string_view>, Element> targets_;
};
template <class Visit>
void each_link(const Model& m, Tag event, Visit visit) {
    for (const Element d : m.all(Tag::linkEventDefinition))
        if (d.parent().is(event)) visit(d);
}
inline bool is_tied(const Model& m, Element boundary) {
    for (const Element a : m.associations(boundary)) {
        const Element source = m.ref(a, "sourceRef");
        const Element other = source == boundary ? m.ref(a, "targetRef") : source;
        if (other.is(kinds::activities)) return true;
    }
    return false;
}

}  // namespace definitions_detail

inline constexpr Rule definition_rules[] = {
    {"EXT.011", Level::error, definitions_detail::code, "an escalation that is thrown needs an escalationCode",
     [](const Model& m, Report& r) {
         m.each({Tag::endEvent, Tag::intermediateThrowEvent}, [&](Element e) {
             if (!Model::is_executable(e)) return;
             for (const Element d : m.definitions_of(e)) {
                 if (!d.is(Tag::escalationEventDefinition)) continue;
                 if (!d.has("escalationRef"))
                     r.add(e, "it names no escalation");
                 else if (const Element what = m.ref(d, "escalationRef");
                          what && what.attribute("escalationCode").empty())
                     r.add(e, named(what));
             }
         });
     }},
    {"EXT.117", Level::error, definitions_detail::code,
     "a link event has either an incoming or an outgoing sequence flow",
     [](const Model& m, Report& r) {
         definitions_detail::each_link(m, Tag::intermediateThrowEvent, [&](Element d) {
             if (!m.outgoing(d.parent()).empty()) r.add(d.parent(), "a link source has an outgoing one");
         });
         definitions_detail::each_link(m, Tag::intermediateCatchEvent, [&](Element d) {
             if (!m.incoming(d.parent()).empty()) r.add(d.parent(), "a link target has an incoming one");
         });
     }},
    {"EXT.118", Level::error, definitions_detail::code, "every link source has its link target",
     [](const Model& m, Report& r) {
         const definitions_detail::LinkTargets targets(m);
         PairSet named_by;
         for (const Element c : m.all(Tag::source)) named_by.add(c.parent(), m.find(c, c.text()).element);
         named_by.finish();
         definitions_detail::each_link(m, Tag::intermediateThrowEvent, [&](Element d) {
             const Element target = targets.of(d);
             if (!target || !target.parent().is(Tag::intermediateCatchEvent)) return r.add(d.parent(), "there is none");
             if (target.child(Tag::source) && !named_by.has(target, d))
                 r.add(d.parent(), named(target.parent()) + " does not name it");
         });
     }},
    {"EXT.123", Level::error, definitions_detail::code,
     "the condition of a conditional event in an executable process is a formal expression",
     [](const Model& m, Report& r) {
         for (const Element d : m.all(Tag::conditionalEventDefinition)) {
             if (!Model::is_executable(d)) continue;
             const Element condition = d.child(Tag::condition);
             if (!condition || condition.trimmed_text().empty())
                 r.add(d.parent(), "it is empty");
             else if (!condition.attribute(uri::xsi, "type").ends_with("tFormalExpression"))
                 r.add_strict(d.parent());
         }
     }},
    {"EXT.124", Level::strict, definitions_detail::code, "a link target names at least one source",
     [](const Model& m, Report& r) {
         definitions_detail::each_link(m, Tag::intermediateCatchEvent, [&](Element d) {
             if (!d.child(Tag::source)) r.add(d.parent());
         });
     }},
    {"EXT.125", Level::strict, definitions_detail::code, "a link source names exactly one target",
     [](const Model& m, Report& r) {
         definitions_detail::each_link(m, Tag::intermediateThrowEvent, [&](Element d) {
             if (Model::count(d, Tag::target) != 1) r.add(d.parent());
         });
     }},
    {"EXT.126", Level::error, definitions_detail::code, "a link stays in one process and on one level",
     [](const Model& m, Report& r) {
         definitions_detail::each_link(m, Tag::intermediateThrowEvent, [&](Element d) {
             const Element target = m.ref(d, Tag::target);
             if (target && target.parent().parent() != d.parent().parent()) r.add(d.parent(), named(target.parent()));
         });
         definitions_detail::each_link(m, Tag::intermediateCatchEvent, [&](Element d) {
             for (const Element source : m.refs(d, Tag::source))
                 if (source.parent().parent() != d.parent().parent()) r.add(d.parent(), named(source.parent()));
         });
     }},
    {"EXT.127", Level::strict, definitions_detail::code, "a message event of an executable process refers to a message",
     [](const Model& m, Report& r) {
         for (const Element d : m.all(Tag::messageEventDefinition))
             if (Model::is_executable(d) && !d.has("messageRef")) r.add(d.parent());
     }},
    {"EXT.128", Level::strict, definitions_detail::code,
     "a message event of an executable process refers to an operation",
     [](const Model& m, Report& r) {
         for (const Element d : m.all(Tag::messageEventDefinition))
             if (Model::is_executable(d) && !d.child(Tag::operationRef)) r.add(d.parent());
     }},
    {"EXT.131", Level::error, definitions_detail::code,
     "a timer has a date, a cycle or a duration, and only one of them",
     [](const Model& m, Report& r) {
         for (const Element d : m.all(Tag::timerEventDefinition)) {
             const std::size_t count = Model::count(d, {Tag::timeDate, Tag::timeDuration, Tag::timeCycle});
             if (count > 1)
                 r.add(d.parent(), "it has " + std::to_string(count));
             else if (count == 0 && Model::is_executable(d))
                 r.add_strict(d.parent(), "it has none");
         }
     }},
    {"EXT.132", Level::error, definitions_detail::code, "a timer date must be an ISO 8601 date",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::timeDate))
             if (const std::string text = definitions_detail::literal(e);
                 !text.empty() && !definitions_detail::is_date(text))
                 r.add(e, "'" + detail::shortened(text) + "'");
     }},
    {"EXT.133", Level::error, definitions_detail::code, "a timer cycle must be an ISO 8601 repetition",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::timeCycle))
             if (const std::string text = definitions_detail::literal(e);
                 !text.empty() && !definitions_detail::is_cycle(text))
                 r.add(e, "'" + detail::shortened(text) + "'",
                       definitions_detail::is_cron(text) ? Level::strict : Level::error);
     }},
    {"EXT.134", Level::error, definitions_detail::code, "a timer duration must be an ISO 8601 duration",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::timeDuration))
             if (const std::string text = definitions_detail::literal(e);
                 !text.empty() && !definitions_detail::is_duration(text))
                 r.add(e, "'" + detail::shortened(text) + "'");
     }},
    {"EXT.143", Level::error, definitions_detail::code,
     "a compensation boundary event is tied by an association to its handler",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::boundaryEvent))
             if (m.has_definition(e, Tag::compensateEventDefinition) && !definitions_detail::is_tied(m, e))
                 r.add_unfinished(e);
     }},
    {"EXT.144", Level::error, definitions_detail::code,
     "a compensation handler is a task or sub-process marked for compensation",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::boundaryEvent)) {
             if (!m.has_definition(e, Tag::compensateEventDefinition)) continue;
             for (const Element a : m.associations(e)) {
                 const Element source = m.ref(a, "sourceRef");
                 const Element handler = source == e ? m.ref(a, "targetRef") : source;
                 if (handler.is(kinds::flow_nodes) && !Model::is_handler(handler)) r.add(e, named(handler));
             }
         }
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
