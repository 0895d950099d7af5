// Rules about tasks, sub-processes and processes: quantities, roles, scripts, and what they may hold.
#ifndef BATON_BPMN_RULES_ACTIVITIES_HPP
#define BATON_BPMN_RULES_ACTIVITIES_HPP

#include <algorithm>
#include <string>
#include <string_view>

#include "../../config.hpp"
#include "expressions.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace activities_detail {

constexpr error_code code = error_code::an_activity_is_misused;
constexpr error_code container_code = error_code::a_sub_process_is_misused;

/// A whole number that is written down and below `least`.
inline bool is_below(Element e, const char* attribute, int least) {
    std::string_view text = detail::trimmed(e.attribute(attribute));
    if (!detail::is_integer(text)) return false;
    const bool negative = text.front() == '-';
    if (negative || text.front() == '+') text.remove_prefix(1);
    while (text.size() > 1 && text.front() == '0') text.remove_prefix(1);
    if (negative && text != "0") return true;
    return text.size() == 1 && text.front() - '0' < least;
}
/// A MIME type, or the short name of a language as engines know it (JSR 223); none of those is of capitals alone.
inline bool is_script_format(std::string_view text) {
    const bool is_word = !text.empty() && std::all_of(text.begin(), text.end(), detail::is_name);
    const bool has_small = std::any_of(text.begin(), text.end(), [](char c) { return c >= 'a' && c <= 'z'; });
    return expressions_detail::is_mime_type(text) || (is_word && has_small);
}
inline void quantity(const Model& m, Report& r, const char* attribute) {
    m.each(kinds::activities, [&](Element e) {
        if (activities_detail::is_below(e, attribute, 1))
            r.add(e, std::string(attribute) + " is " + std::string(e.attribute(attribute)));
    });
}
inline void one_marker(const Model& m, Report& r, const Tags& tags) {
    m.each(tags, [&](Element e) {
        if (Model::count(e, kinds::loop_markers) > 1) r.add(e);
    });
}
inline void without_choreography(const Model& m, Report& r, const Tags& containers) {
    m.each(containers, [&](Element c) {
        for (const Element e : c.children())
            if (e.is(kinds::choreography_activities)) r.add(c, named(e));
    });
}

}  // namespace activities_detail

inline constexpr Rule activity_rules[] = {
    {"EXT.035", Level::error, activities_detail::container_code, "a public process must not be executable",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::process))
             if (e.attribute("processType") == "Public" && e.flag("isExecutable")) r.add(e);
     }},
    {"EXT.036", Level::error, activities_detail::container_code, "a process contains no choreography activities",
     [](const Model& m, Report& r) { activities_detail::without_choreography(m, r, Tag::process); }},
    {"EXT.037", Level::error, activities_detail::code, "startQuantity is at least 1",
     [](const Model& m, Report& r) { activities_detail::quantity(m, r, "startQuantity"); }},
    {"EXT.038", Level::error, activities_detail::code, "completionQuantity is at least 1",
     [](const Model& m, Report& r) { activities_detail::quantity(m, r, "completionQuantity"); }},
    {"EXT.039", Level::error, activities_detail::code,
     "a resource role names a resource or an assignment expression, not both",
     [](const Model& m, Report& r) {
         m.each(kinds::resource_roles, [&](Element e) {
             if (e.child(Tag::resourceRef) && e.child(Tag::resourceAssignmentExpression)) r.add(e);
         });
     }},
    {"EXT.040", Level::error, activities_detail::code,
     "parameter bindings of a resource role need a resource reference",
     [](const Model& m, Report& r) {
         m.each(kinds::resource_roles, [&](Element e) {
             if (e.child(Tag::resourceParameterBinding) && !e.child(Tag::resourceRef)) r.add(e);
         });
     }},
    {"EXT.041", Level::error, activities_detail::code, "an activity has one loop marker at most (task)",
     [](const Model& m, Report& r) { activities_detail::one_marker(m, r, kinds::tasks); }},
    {"EXT.054", Level::error, activities_detail::code, "an activity has one loop marker at most (sub-process)",
     [](const Model& m, Report& r) { activities_detail::one_marker(m, r, kinds::sub_processes); }},
    {"EXT.055", Level::error, activities_detail::code, "an activity has one loop marker at most (call activity)",
     [](const Model& m, Report& r) { activities_detail::one_marker(m, r, Tag::callActivity); }},
    {"EXT.049", Level::error, activities_detail::code, "an instantiating receive task has no incoming sequence flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::receiveTask))
             if (e.flag("instantiate") && !m.incoming(e).empty()) r.add(e, named(m.incoming(e)[0]));
     }},
    {"EXT.053", Level::strict, activities_detail::code, "a script needs a script format",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::scriptTask))
             if (e.child(Tag::script) && !e.has("scriptFormat")) r.add(e);
         for (const Element e : m.all(Tag::globalScriptTask))
             if (e.child(Tag::script) && !e.has("scriptLanguage")) r.add(e);
     }},
    {"EXT.145", Level::strict, activities_detail::code, "the script format must be a MIME type",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::scriptTask))
             if (e.has("scriptFormat") && !activities_detail::is_script_format(e.attribute("scriptFormat")))
                 r.add(e, "'" + std::string(e.attribute("scriptFormat")) + "'");
     }},
    {"EXT.056", Level::error, activities_detail::container_code, "a sub-process contains no choreography activities",
     [](const Model& m, Report& r) { activities_detail::without_choreography(m, r, kinds::sub_processes); }},
    {"EXT.057", Level::error, activities_detail::container_code,
     "an event sub-process has no incoming or outgoing sequence flow",
     [](const Model& m, Report& r) {
         m.each(kinds::sub_processes, [&](Element e) {
             if (!Model::is_event_sub_process(e)) return;
             if (!m.incoming(e).empty() || !m.outgoing(e).empty() || e.child(Tag::incoming) || e.child(Tag::outgoing))
                 r.add(e);
         });
     }},
    {"EXT.058", Level::error, activities_detail::container_code, "an event sub-process has exactly one start event",
     [](const Model& m, Report& r) {
         m.each(kinds::sub_processes, [&](Element e) {
             const std::size_t n = Model::count(e, Tag::startEvent);
             if (!Model::is_event_sub_process(e) || n == 1) return;
             n == 0 ? r.add_unfinished(e, "it has none") : r.add(e, "it has " + std::to_string(n));
         });
     }},
    {"EXT.060", Level::error, activities_detail::container_code, "the method of a transaction must be a URI",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::transaction)) {
             const std::string_view method = e.attribute("method");
             if (!e.has("method") || method == "##Compensate" || method == "##Image" || method == "##Store") continue;
             if (!expressions_detail::is_uri(method) || method.starts_with("##"))
                 r.add(e, "'" + std::string(method) + "'");
         }
     }},
    {"EXT.061", Level::error, activities_detail::container_code, "an ad-hoc sub-process contains at least one activity",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::adHocSubProcess))
             if (Model::count(e, kinds::activities) == 0) r.add_unfinished(e);
     }},
    {"EXT.062", Level::error, activities_detail::container_code,
     "an ad-hoc sub-process contains no start or end event, conversation or choreography activity",
     [](const Model& m, Report& r) {
         constexpr Tags refused = kinds::choreography_activities + kinds::conversation_nodes +
                                  Tags{Tag::startEvent, Tag::endEvent, Tag::conversationLink};
         for (const Element e : m.all(Tag::adHocSubProcess))
             for (const Element c : e.children())
                 if (c.is(refused)) r.add_unfinished(e, named(c));
     }},
    {"EXT.079", Level::error, activities_detail::container_code, "a sub-process has no input/output specification",
     [](const Model& m, Report& r) {
         m.each(kinds::sub_processes, [&](Element e) {
             if (e.child(Tag::ioSpecification)) r.add(e);
         });
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
