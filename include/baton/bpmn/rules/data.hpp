// Rules about data: items, inputs and outputs with their sets, associations, the data of events.
#ifndef BATON_BPMN_RULES_DATA_HPP
#define BATON_BPMN_RULES_DATA_HPP

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace data_detail {

constexpr error_code code = error_code::data_is_misused;
inline constexpr Tags associations{Tag::dataInputAssociation, Tag::dataOutputAssociation};

/// Whether data is a collection must be what its item definition says.
inline void agrees(const Model& m, Report& r, const Tags& tags) {
    m.each(tags, [&](Element e) {
        const Element item = m.ref(e, "itemSubjectRef");
        if (item.is(Tag::itemDefinition) && item.flag("isCollection") != e.flag("isCollection"))
            r.add_unfinished(e, named(item));
    });
}

/// Every `data` of a specification is in one of its sets.
inline void in_a_set(const Model& m, Report& r, Tag data, Tag set, Tag member) {
    for (const Element specification : m.all(Tag::ioSpecification)) {
        std::vector<Element> members;
        for (const Element s : specification.children()) {
            if (!s.is(set)) continue;
            for (const Element e : m.refs(s, member)) members.push_back(e);
        }
        const ElementSet set_members(std::move(members));
        for (const Element e : specification.children())
            if (e.is(data) && !set_members.has(e)) r.add_unfinished(e);
    }
}
/// What a set names as special is a member of it.
inline void among_members(const Model& m, Report& r, Tag set, Tag special, Tag member) {
    for (const Element s : m.all(set)) {
        const ElementSet members(m.refs(s, member));
        for (const Element e : m.refs(s, special))
            if (!members.has(e)) r.add(s, named(e));
    }
}
/// Input and output sets that name each other do so both ways.
inline void both_ways(const Model& m, Report& r) {
    const auto one_way = [&](Tag set, Tag there, Tag back) {
        PairSet answers;
        for (const Element c : m.all(back)) answers.add(c.parent(), m.find(c, c.text()).element);
        answers.finish();
        for (const Element c : m.all(there)) {
            const Element other = m.find(c, c.text()).element;
            if (c.parent().is(set) && other && !answers.has(other, c.parent()))
                r.add(other, "it does not name " + named(c.parent()));
        }
    };
    one_way(Tag::inputSet, Tag::outputSetRefs, Tag::inputSetRefs);
    one_way(Tag::outputSet, Tag::inputSetRefs, Tag::outputSetRefs);
}

/// Calls `visit(event, its data, its definitions)` for events that have data.
template <class Visit>
void each_event_with_data(const Model& m, Visit visit) {
    const auto some = [&](const Tags& events, Tag data) {
        m.each(events, [&](Element e) {
            const auto found = Model::children(e, data);
            if (!found.empty()) visit(e, found, m.definitions_of(e));
        });
    };
    some(kinds::catch_events, Tag::dataOutput);
    some(kinds::throw_events, Tag::dataInput);
}
/// What an event definition carries: the item of its message, error, escalation or signal.
inline Element carried(const Model& m, Element definition, bool& carries) {
    for (const char* name : {"messageRef", "errorRef", "escalationRef", "signalRef"})
        if (const Element what = m.ref(definition, name)) {
            carries = what.has("itemRef") || what.has("structureRef");
            return m.item_of(what);
        }
    return {};
}
inline constexpr Tags carrying{Tag::messageEventDefinition, Tag::errorEventDefinition, Tag::escalationEventDefinition,
                               Tag::signalEventDefinition};
inline bool is_data_of_process(Element e, Tag tag) {
    return e.is(tag) && e.parent().is(Tag::ioSpecification) && e.parent().parent().is(kinds::callables);
}

}  // namespace data_detail

inline constexpr Rule data_rules[] = {
    {"EXT.020", Level::error, data_detail::code,
     "isCollection of an item-aware element must agree with its item definition",
     [](const Model& m, Report& r) {
         data_detail::agrees(m, r, {Tag::dataObject, Tag::dataInput, Tag::dataOutput});
     }},
    {"EXT.077", Level::error, data_detail::code, "isCollection of a data object must agree with its item definition",
     [](const Model& m, Report& r) { data_detail::agrees(m, r, Tag::dataObject); }},
    {"EXT.081", Level::error, data_detail::code, "isCollection of a data input must agree with its item definition",
     [](const Model& m, Report& r) { data_detail::agrees(m, r, Tag::dataInput); }},
    {"EXT.083", Level::error, data_detail::code, "isCollection of a data output must agree with its item definition",
     [](const Model& m, Report& r) { data_detail::agrees(m, r, Tag::dataOutput); }},
    {"EXT.076", Level::strict, data_detail::code, "a data object reference is named \"object [state]\"",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::dataObjectReference)) {
             const Element state = e.child(Tag::dataState), object = m.ref(e, "dataObjectRef");
             if (!state || !state.has("name") || !object || !e.has("name")) continue;
             const std::string expected =
                 std::string(object.attribute("name")) + " [" + std::string(state.attribute("name")) + "]";
             if (e.attribute("name") != expected) r.add(e, "'" + expected + "'");
         }
     }},
    {"EXT.078", Level::error, data_detail::code, "a property belongs to a process, activity or event",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::property))
             if (!e.parent().is(kinds::activities + kinds::events + Tags{Tag::process})) r.add(e, named(e.parent()));
     }},
    {"EXT.080", Level::error, data_detail::code,
     "a data input of a process cannot be the target of an association from inside",
     [](const Model& m, Report& r) {
         m.each(data_detail::associations, [&](Element a) {
             const Element to = m.ref(a, Tag::targetRef);
             if (data_detail::is_data_of_process(to, Tag::dataInput) && Model::process_of(a) == to.parent().parent())
                 r.add(a, named(to));
         });
     }},
    {"EXT.082", Level::error, data_detail::code,
     "a data output of a process cannot be the source of an association to the inside",
     [](const Model& m, Report& r) {
         m.each(data_detail::associations, [&](Element a) {
             for (const Element from : m.refs(a, Tag::sourceRef))
                 if (data_detail::is_data_of_process(from, Tag::dataOutput) &&
                     Model::process_of(a) == from.parent().parent())
                     r.add(a, named(from));
         });
     }},
    {"EXT.084", Level::error, data_detail::code, "every data input is in at least one input set",
     [](const Model& m, Report& r) { data_detail::in_a_set(m, r, Tag::dataInput, Tag::inputSet, Tag::dataInputRefs); }},
    {"EXT.085", Level::error, data_detail::code,
     "the sets must be consistent: optional inputs are inputs of the set, and input and output sets refer to each "
     "other both ways",
     [](const Model& m, Report& r) {
         data_detail::among_members(m, r, Tag::inputSet, Tag::optionalInputRefs, Tag::dataInputRefs);
         data_detail::both_ways(m, r);
     }},
    {"EXT.086", Level::error, data_detail::code, "an input that may arrive while executing is an input of the set",
     [](const Model& m, Report& r) {
         data_detail::among_members(m, r, Tag::inputSet, Tag::whileExecutingInputRefs, Tag::dataInputRefs);
     }},
    {"EXT.087", Level::error, data_detail::code,
     "an input set and an output set that refer to each other must do so both ways", data_detail::both_ways},
    {"EXT.088", Level::error, data_detail::code, "every data output is in at least one output set",
     [](const Model& m, Report& r) {
         data_detail::in_a_set(m, r, Tag::dataOutput, Tag::outputSet, Tag::dataOutputRefs);
     }},
    {"EXT.089", Level::error, data_detail::code, "an optional output is an output of the set",
     [](const Model& m, Report& r) {
         data_detail::among_members(m, r, Tag::outputSet, Tag::optionalOutputRefs, Tag::dataOutputRefs);
     }},
    {"EXT.090", Level::error, data_detail::code,
     "an output that may be produced while executing is an output of the set",
     [](const Model& m, Report& r) {
         data_detail::among_members(m, r, Tag::outputSet, Tag::whileExecutingOutputRefs, Tag::dataOutputRefs);
     }},
    {"EXT.091", Level::error, data_detail::code,
     "source and target of a data association have one item definition, or there is a transformation",
     [](const Model& m, Report& r) {
         m.each(data_detail::associations, [&](Element a) {
             if (a.child(Tag::transformation) || a.child(Tag::assignment)) return;
             const Element to = m.item_of(m.ref(a, Tag::targetRef));
             for (const Element source : m.refs(a, Tag::sourceRef)) {
                 const Element from = m.item_of(source);
                 if (from && to && !Model::same_item(from, to)) r.add_unfinished(a, named(from) + " and " + named(to));
             }
         });
     }},
    {"EXT.092", Level::error, data_detail::code, "a data association without transformation has one source",
     [](const Model& m, Report& r) {
         m.each(data_detail::associations, [&](Element a) {
             const std::size_t n = Model::count(a, Tag::sourceRef);
             if (n > 1 && !a.child(Tag::transformation)) r.add(a, "it has " + std::to_string(n));
         });
     }},
    {"EXT.093", Level::error, data_detail::code, "an event with data has one data item per event definition",
     [](const Model& m, Report& r) {
         data_detail::each_event_with_data(m, [&](Element e, const auto& data, const auto& definitions) {
             if (data.size() != definitions.size())
                 r.add(e, std::to_string(data.size()) + " for " + std::to_string(definitions.size()));
         });
     }},
    {"EXT.094", Level::error, data_detail::code, "the data item of an event has the item of its event definition",
     [](const Model& m, Report& r) {
         data_detail::each_event_with_data(m, [&](Element e, const auto& data, const auto& definitions) {
             for (std::size_t i = 0; i < std::min(data.size(), definitions.size()); ++i) {
                 bool carries = false;
                 const Element item = data_detail::carried(m, definitions[i], carries);
                 if (carries && !Model::same_item(m.item_of(data[i]), item)) r.add(e, named(data[i]));
             }
         });
     }},
    {"EXT.095", Level::error, data_detail::code, "an event definition inside a throw event is not used elsewhere",
     [](const Model& m, Report& r) {
         for (const Element c : m.all(Tag::eventDefinitionRef)) {
             const Element d = m.find(c, c.text()).element;
             if (d.is(kinds::event_definitions) && d.parent().is(kinds::throw_events))
                 r.add(d.parent(), named(c.parent()));
         }
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
