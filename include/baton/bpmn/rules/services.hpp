// Rules about services: tasks that call operations or exchange messages, call activities, interfaces that are offered.
#ifndef BATON_BPMN_RULES_SERVICES_HPP
#define BATON_BPMN_RULES_SERVICES_HPP

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace services_detail {

constexpr error_code code = error_code::a_service_is_misused;

/// Calls `visit(task, its specification)` for the tasks that name an operation or a message.
template <class Visit>
void each_task(const Model& m, Tag tag, const char* reference, Visit visit) {
    for (const Element e : m.all(tag))
        if (const Element specification = e.child(Tag::ioSpecification); specification && e.has(reference))
            visit(e, specification);
}
inline void at_most_one(const Model& m, Report& r, Tag task, const char* reference, Tag counted) {
    each_task(m, task, reference, [&](Element e, Element specification) {
        const std::size_t n = Model::count(specification, counted);
        if (n > 1) r.add(e, "it has " + std::to_string(n));
    });
}
/// The data of a task must have the item of a message that has one.
inline void carries(const Model& m, Report& r, Element task, Element specification, Tag data, Element message) {
    if (!message.has("itemRef")) return;
    const Element item = m.item_of(message);
    for (const Element d : Model::children(specification, data))
        if (!Model::same_item(m.item_of(d), item)) return r.add(task, named(d) + " and " + named(message));
}

/// The items that a specification takes or gives: equally many, and each finds an equal one.
inline bool match(const Model& m, const std::vector<Element>& a, const std::vector<Element>& b) {
    const auto keys = [&](const std::vector<Element>& all) {
        std::vector<std::string> found;
        for (const Element e : all) found.push_back(Model::item_key(m.item_of(e)));
        std::sort(found.begin(), found.end());
        return found;
    };
    return a.size() == b.size() && keys(a) == keys(b);
}
inline std::vector<Element> data_of(Element callable, Tag tag) {
    return Model::children(callable.child(Tag::ioSpecification), tag);
}

inline void check_binding(const Model& m, Report& r, Element callable, Element binding, const ElementSet& interfaces) {
    const Element operation = m.ref(binding, "operationRef");
    if (!operation) return;  // a broken reference
    if (!interfaces.has(operation.parent()))
        return r.add(callable, named(operation) + " is of no interface that is offered");
    const auto side = [&](const char* attribute, Tag data, Tag set, Tag member, Tag message) {
        Element e = m.ref(binding, attribute);
        if (e.is(set)) e = m.ref(e, member);
        const Element carried = m.ref(operation, message);
        if (!e || !carried) return;
        if (!e.is(data) || e.parent().parent() != callable) return r.add(callable, named(e) + " is none of its data");
        if (carried.has("itemRef") && !Model::same_item(m.item_of(e), m.item_of(carried)))
            r.add(callable, named(e) + " and " + named(carried));
    };
    side("inputDataRef", Tag::dataInput, Tag::inputSet, Tag::dataInputRefs, Tag::inMessageRef);
    side("outputDataRef", Tag::dataOutput, Tag::outputSet, Tag::dataOutputRefs, Tag::outMessageRef);
}

}  // namespace services_detail

inline constexpr Rule service_rules[] = {
    {"EXT.042", Level::error, services_detail::code, "a service task with an operation has exactly one input set",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::serviceTask)) {
             const std::size_t n = Model::count(e.child(Tag::ioSpecification), Tag::inputSet);
             if (e.has("operationRef") && n != 1) r.add_unfinished(e, "it has " + std::to_string(n));
         }
     }},
    {"EXT.043", Level::error, services_detail::code, "a service task with an operation has one output set at most",
     [](const Model& m, Report& r) {
         services_detail::at_most_one(m, r, Tag::serviceTask, "operationRef", Tag::outputSet);
     }},
    {"EXT.044", Level::error, services_detail::code,
     "the input of a service task has the item of the operation's incoming message",
     [](const Model& m, Report& r) {
         services_detail::each_task(m, Tag::serviceTask, "operationRef", [&](Element e, Element specification) {
             services_detail::carries(m, r, e, specification, Tag::dataInput,
                                      m.ref(m.ref(e, "operationRef"), Tag::inMessageRef));
         });
     }},
    {"EXT.045", Level::error, services_detail::code,
     "the output of a service task has the item of the operation's outgoing message",
     [](const Model& m, Report& r) {
         services_detail::each_task(m, Tag::serviceTask, "operationRef", [&](Element e, Element specification) {
             services_detail::carries(m, r, e, specification, Tag::dataOutput,
                                      m.ref(m.ref(e, "operationRef"), Tag::outMessageRef));
         });
     }},
    {"EXT.046", Level::error, services_detail::code, "a send task with a message has one input set at most",
     [](const Model& m, Report& r) { services_detail::at_most_one(m, r, Tag::sendTask, "messageRef", Tag::inputSet); }},
    {"EXT.047", Level::error, services_detail::code, "a send task with a message has one data input at most",
     [](const Model& m, Report& r) {
         services_detail::at_most_one(m, r, Tag::sendTask, "messageRef", Tag::dataInput);
     }},
    {"EXT.048", Level::error, services_detail::code, "the data input of a send task has the item of its message",
     [](const Model& m, Report& r) {
         services_detail::each_task(m, Tag::sendTask, "messageRef", [&](Element e, Element specification) {
             services_detail::carries(m, r, e, specification, Tag::dataInput, m.ref(e, "messageRef"));
         });
     }},
    {"EXT.050", Level::error, services_detail::code, "a receive task with a message has one output set at most",
     [](const Model& m, Report& r) {
         services_detail::at_most_one(m, r, Tag::receiveTask, "messageRef", Tag::outputSet);
     }},
    {"EXT.051", Level::error, services_detail::code, "a receive task with a message has one data output at most",
     [](const Model& m, Report& r) {
         services_detail::at_most_one(m, r, Tag::receiveTask, "messageRef", Tag::dataOutput);
     }},
    {"EXT.052", Level::error, services_detail::code, "the data output of a receive task has the item of its message",
     [](const Model& m, Report& r) {
         services_detail::each_task(m, Tag::receiveTask, "messageRef", [&](Element e, Element specification) {
             services_detail::carries(m, r, e, specification, Tag::dataOutput, m.ref(e, "messageRef"));
         });
     }},
    {"EXT.063", Level::error, services_detail::code,
     "a call activity's inputs and outputs must be those of what it calls",
     [](const Model& m, Report& r) {
         for (const Element call : m.all(Tag::callActivity)) {
             const Element called = m.ref(call, "calledElement");
             if (!called.is(kinds::callables)) continue;
             for (const Tag tag : {Tag::dataInput, Tag::dataOutput})
                 if (!services_detail::match(m, services_detail::data_of(call, tag),
                                             services_detail::data_of(called, tag)))
                     r.add(call, std::string(name_of(tag)) + "s of " + named(called));
         }
     }},
    {"EXT.064", Level::error, services_detail::code,
     "a callable element that is offered as a service needs an input/output binding",
     [](const Model& m, Report& r) {
         m.each(kinds::callables, [&](Element e) {
             if (e.child(Tag::supportedInterfaceRef) && !e.child(Tag::ioBinding)) r.add(e);
         });
     }},
    {"EXT.065", Level::error, services_detail::code,
     "an input/output binding must tie one input and one output to an operation of the interface",
     [](const Model& m, Report& r) {
         m.each(kinds::callables, [&](Element e) {
             if (!e.child(Tag::ioBinding)) return;
             const ElementSet interfaces(m.refs(e, Tag::supportedInterfaceRef));
             for (const Element binding : Model::children(e, Tag::ioBinding))
                 services_detail::check_binding(m, r, e, binding, interfaces);
         });
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
