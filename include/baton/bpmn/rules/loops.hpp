// Rules about multi-instance activities: what they go over, what they collect, when they end.
#ifndef BATON_BPMN_RULES_LOOPS_HPP
#define BATON_BPMN_RULES_LOOPS_HPP

#include <string_view>

#include "../../config.hpp"
#include "expressions.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace loops_detail {

constexpr error_code code = error_code::a_loop_is_misused;

/// The item of a collection must be a collection of the item of one.
inline void collects(const Model& m, Report& r, Tag whole, Tag one) {
    for (const Element loop : m.all(Tag::multiInstanceLoopCharacteristics)) {
        const Element collection = m.item_of(m.ref(loop, whole)), single = m.item_of(loop.child(one));
        if (!collection.is(Tag::itemDefinition) || !single.is(Tag::itemDefinition)) continue;
        if (!collection.flag("isCollection"))
            r.add(loop, named(collection) + " is no collection");
        else if (single.flag("isCollection"))
            r.add(loop, named(single) + " is a collection");
        else if (!Model::same_structure(collection, single))
            r.add(loop, "'" + std::string(collection.attribute("structureRef")) + "' and '" +
                            std::string(single.attribute("structureRef")) + "'");
    }
}
/// An engine's own way to say over what the instances go.
inline bool has_own_collection(Element loop) {
    if (Model::has_extension(loop)) return true;
    const Element extension = loop.parent().child(Tag::extensionElements);
    for (const Element e : extension.children())
        if (e.local().find("oop") != std::string_view::npos || e.local().find("nstance") != std::string_view::npos)
            return true;
    return false;
}

}  // namespace loops_detail

inline constexpr Rule loop_rules[] = {
    {"EXT.067", Level::error, loops_detail::code,
     "multi-instance in an executable process needs a cardinality or an input collection",
     [](const Model& m, Report& r) {
         for (const Element loop : m.all(Tag::multiInstanceLoopCharacteristics)) {
             if (!Model::is_executable(loop) || loop.child(Tag::loopCardinality) || loop.child(Tag::loopDataInputRef))
                 continue;
             r.add(loop.parent(), {}, loops_detail::has_own_collection(loop) ? Level::hint : Level::error);
         }
     }},
    {"EXT.068", Level::error, loops_detail::code,
     "the input collection of a multi-instance task must be one of its data inputs",
     [](const Model& m, Report& r) {
         for (const Element loop : m.all(Tag::multiInstanceLoopCharacteristics)) {
             const Element data = m.ref(loop, Tag::loopDataInputRef), activity = loop.parent();
             if (!data) continue;
             if (activity.is(kinds::sub_processes) ? !data.is(kinds::item_aware)
                                                   : !data.is(Tag::dataInput) || data.parent().parent() != activity)
                 r.add(activity, named(data));
         }
     }},
    {"EXT.069", Level::error, loops_detail::code,
     "the collected output's type must be a collection of the single output's type",
     [](const Model& m, Report& r) { loops_detail::collects(m, r, Tag::loopDataOutputRef, Tag::outputDataItem); }},
    {"EXT.070", Level::error, loops_detail::code,
     "the single input's type must be the element type of the input collection",
     [](const Model& m, Report& r) { loops_detail::collects(m, r, Tag::loopDataInputRef, Tag::inputDataItem); }},
    {"EXT.071", Level::error, loops_detail::code,
     "the completion condition of a multi-instance activity must be a truth value",
     [](const Model& m, Report& r) {
         for (const Element loop : m.all(Tag::multiInstanceLoopCharacteristics))
             if (const Element c = loop.child(Tag::completionCondition);
                 c && expressions_detail::is_never_a_condition(c))
                 r.add(c, "'" + detail::shortened(c.trimmed_text()) + "'");
     }},
    {"EXT.072", Level::error, loops_detail::code, "the condition of a complex behaviour must be a truth value",
     [](const Model& m, Report& r) {
         for (const Element behavior : m.all(Tag::complexBehaviorDefinition))
             if (const Element c = behavior.child(Tag::condition); c && expressions_detail::is_never_a_condition(c))
                 r.add(c, "'" + detail::shortened(c.trimmed_text()) + "'");
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
