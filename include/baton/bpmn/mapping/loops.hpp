// Loops and multi-instance activities.
#ifndef BATON_BPMN_MAPPING_LOOPS_HPP
#define BATON_BPMN_MAPPING_LOOPS_HPP

#include <string>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../../core/loop.hpp"
#include "data_items.hpp"
#include "events.hpp"
#include "extensions.hpp"
#include "reading.hpp"

namespace baton::inline BATON_ABI::bpmn::mapping {

/// A collection is named, or computed.
inline void use_collection(core::Loop& loop, std::string_view text) {
    text = trimmed(text);
    if (text.empty() || !loop.collection.empty() || !loop.collection_expression.empty()) return;
    if (core::is_computed(text))
        loop.collection_expression.text = text;
    else
        loop.collection = text;
}

/// "result", or what gives it: "= result * 2".
inline void use_output_element(core::Loop& loop, std::string_view text) {
    text = trimmed(text);
    if (text.empty() || !loop.output_element.empty()) return;
    if (core::is_computed(text))
        loop.output_expression.text = text;
    else
        loop.output_element = text;
}

inline void multi_instance_extensions(Reading& reading, Element at, core::Loop& loop) {
    Extensions extensions(reading, at);
    if (extensions.empty()) return;
    use_collection(loop, extensions.take("collection"));
    if (const std::string_view element = extensions.take("elementVariable"); loop.element.empty())
        loop.element = element;
    if (const Element e = extensions.take_element(Vendor::camunda, "collection"))  // Flowable's
        use_collection(loop, child_named(e, "expression").trimmed_text());
    if (const Element e = extensions.take_element(Vendor::zeebe, "loopCharacteristics")) {
        use_collection(loop, e.attribute("inputCollection"));
        if (loop.element.empty()) loop.element = e.attribute("inputElement");
        if (loop.output_collection.empty()) loop.output_collection = e.attribute("outputCollection");
        use_output_element(loop, e.attribute("outputElement"));
    }
}

inline void complex_behavior(Reading& reading, Element at, core::Loop& loop) {
    core::ComplexBehavior behavior;
    behavior.condition = reading.expression(at.child(Tag::condition));
    const Element event = at.child(Tag::event);
    auto events = event_definitions(reading, event, true);
    if (events.empty()) {
        reading.warn(at, "REF_EXISTENCE", error_code::a_loop_is_misused, "this behaviour throws no event");
        return;
    }
    behavior.event = std::move(events.front());
    if (events.size() > 1) reading.not_carried(event, "only the first event of a behaviour is thrown");
    loop.complex.push_back(std::move(behavior));
}

inline void multi_instance(Reading& reading, Element at, core::Loop& loop) {
    loop.kind = at.flag("isSequential") ? core::loop_kind::sequential : core::loop_kind::parallel;
    const std::string_view behavior = at.attribute("behavior");
    if (behavior == "None") loop.behavior = core::loop_behavior::none;
    if (behavior == "One") loop.behavior = core::loop_behavior::one;
    if (behavior == "Complex") loop.behavior = core::loop_behavior::complex;
    for (const Element e : at.children()) {
        switch (e.tag()) {
            case Tag::loopCardinality: loop.count = reading.expression(e); break;
            case Tag::completionCondition: loop.condition = reading.expression(e); break;
            case Tag::loopDataInputRef: {
                const std::string text = e.trimmed_text();
                const Element data = reading.find(text);
                use_collection(loop, data ? std::string_view(data.id()) : std::string_view(text));
                break;
            }
            case Tag::loopDataOutputRef: {
                const std::string text = e.trimmed_text();
                const Element data = reading.find(text);
                loop.output_collection = data ? std::string(data.id()) : text;
                break;
            }
            case Tag::inputDataItem:
                loop.element = e.id().empty() ? e.attribute("name") : e.id();
                if (loop.element != e.attribute("name")) loop.element_alias = e.attribute("name");
                break;
            case Tag::outputDataItem: loop.output_element = e.id().empty() ? e.attribute("name") : e.id(); break;
            case Tag::complexBehaviorDefinition: complex_behavior(reading, e, loop); break;
            default: break;
        }
    }
    const char* thrown = loop.behavior == core::loop_behavior::one    ? "oneBehaviorEventRef"
                         : loop.behavior == core::loop_behavior::none ? "noneBehaviorEventRef"
                                                                      : nullptr;
    if (thrown != nullptr)
        if (auto event = event_referred(reading, at, thrown)) loop.event.push_back(std::move(*event));
    multi_instance_extensions(reading, at, loop);
}

inline void read_loop(Reading& reading, Element activity, core::Loop& loop) {
    for (const Element e : activity.children()) {
        if (e.is(Tag::multiInstanceLoopCharacteristics)) {
            multi_instance(reading, e, loop);
        } else if (e.is(Tag::standardLoopCharacteristics)) {
            loop.kind = core::loop_kind::standard;
            loop.test_before = e.flag("testBefore");
            loop.condition = reading.expression(e.child(Tag::loopCondition));
            loop.count.text = trimmed(e.attribute("loopMaximum"));
        }
    }
}

}  // namespace baton::inline BATON_ABI::bpmn::mapping

#endif
