// Rules about gateways: their direction, and what may follow an event-based one.
#ifndef BATON_BPMN_RULES_GATEWAYS_HPP
#define BATON_BPMN_RULES_GATEWAYS_HPP

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "../../config.hpp"
#include "rule.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

namespace gateways_detail {

constexpr error_code code = error_code::a_gateway_is_misused;

template <class Visit>
void each_with_direction(const Model& m, std::string_view direction, Visit visit) {
    m.each(kinds::gateways, [&](Element e) {
        if (detail::trimmed(e.attribute("gatewayDirection")) == direction)
            visit(e, m.incoming(e).size(), m.outgoing(e).size());
    });
}
/// Calls `visit(gateway, flow, what the flow leads to)`.
template <class Visit>
void each_choice(const Model& m, Visit visit) {
    for (const Element gateway : m.all(Tag::eventBasedGateway))
        for (const Element flow : m.outgoing(gateway)) visit(gateway, flow, m.target_of(flow));
}
inline bool may_be_chosen(const Model& m, Element e) {
    if (!e.is(Tag::intermediateCatchEvent)) return false;
    for (const Element d : m.definitions_of(e))
        if (!d.is({Tag::messageEventDefinition, Tag::signalEventDefinition, Tag::timerEventDefinition,
                   Tag::conditionalEventDefinition}))
            return false;
    return true;
}
inline bool is_message_event(const Model& m, Element e) {
    return e.is(Tag::intermediateCatchEvent) && m.has_definition(e, Tag::messageEventDefinition);
}

}  // namespace gateways_detail

inline constexpr Rule gateway_rules[] = {
    {"EXT.017", Level::error, gateways_detail::code, "a converging gateway has one outgoing sequence flow at most",
     [](const Model& m, Report& r) {
         gateways_detail::each_with_direction(m, "Converging", [&](Element e, std::size_t, std::size_t out) {
             if (out > 1) r.add(e, "it has " + std::to_string(out));
         });
     }},
    {"EXT.018", Level::error, gateways_detail::code, "a diverging gateway has one incoming sequence flow at most",
     [](const Model& m, Report& r) {
         gateways_detail::each_with_direction(m, "Diverging", [&](Element e, std::size_t in, std::size_t) {
             if (in > 1) r.add(e, "it has " + std::to_string(in));
         });
     }},
    {"EXT.019", Level::error, gateways_detail::code,
     "a mixed gateway has several incoming and several outgoing sequence flows",
     [](const Model& m, Report& r) {
         gateways_detail::each_with_direction(m, "Mixed", [&](Element e, std::size_t in, std::size_t out) {
             if (in < 2 || out < 2) r.add(e, "it has " + std::to_string(in) + " and " + std::to_string(out));
         });
     }},
    {"EXT.135", Level::strict, gateways_detail::code,
     "a gateway has several incoming or several outgoing sequence flows",
     [](const Model& m, Report& r) {
         m.each(kinds::gateways, [&](Element e) {
             if (m.incoming(e).size() < 2 && m.outgoing(e).size() < 2) r.add(e);
         });
     }},
    {"EXT.136", Level::error, gateways_detail::code, "an event-based gateway has at least two outgoing sequence flows",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::eventBasedGateway))
             if (m.outgoing(e).empty())
                 r.add_unfinished(e, "it has none");
             else if (m.outgoing(e).size() < 2)
                 r.add(e, "it has one");
     }},
    {"EXT.137", Level::error, gateways_detail::code, "flows out of an event-based gateway have no condition",
     [](const Model& m, Report& r) {
         gateways_detail::each_choice(m, [&](Element, Element flow, Element) {
             if (flow.child(Tag::conditionExpression)) r.add(flow);
         });
     }},
    {"EXT.138", Level::error, gateways_detail::code,
     "an event-based gateway leads to receive tasks or to message, signal, timer, conditional or multiple catch events",
     [](const Model& m, Report& r) {
         std::unordered_map<std::uint32_t, bool> known;
         gateways_detail::each_choice(m, [&](Element gateway, Element, Element to) {
             if (!to || to.is(Tag::receiveTask)) return;
             const auto [at, added] = known.try_emplace(to.index(), true);
             if (added) at->second = gateways_detail::may_be_chosen(m, to);
             if (!at->second) r.add(to, "it follows " + named(gateway));
         });
     }},
    {"EXT.139", Level::error, gateways_detail::code,
     "an event-based gateway does not mix message events and receive tasks",
     [](const Model& m, Report& r) {
         for (const Element gateway : m.all(Tag::eventBasedGateway)) {
             bool task = false, event = false;
             for (const Element flow : m.outgoing(gateway)) {
                 task |= m.target_of(flow).is(Tag::receiveTask);
                 event = event || gateways_detail::is_message_event(m, m.target_of(flow));
             }
             if (task && event) r.add(gateway);
         }
     }},
    {"EXT.140", Level::error, gateways_detail::code,
     "a receive task behind an event-based gateway has no boundary events",
     [](const Model& m, Report& r) {
         gateways_detail::each_choice(m, [&](Element, Element, Element to) {
             if (to.is(Tag::receiveTask) && !m.boundary_events(to).empty()) r.add(to, named(m.boundary_events(to)[0]));
         });
     }},
    {"EXT.141", Level::error, gateways_detail::code, "what follows an event-based gateway has no other incoming flow",
     [](const Model& m, Report& r) {
         gateways_detail::each_choice(m, [&](Element gateway, Element, Element to) {
             if (to && m.incoming(to).size() > 1) r.add(to, "it follows " + named(gateway));
         });
     }},
    {"EXT.142", Level::error, gateways_detail::code, "an instantiating event-based gateway has no incoming flow",
     [](const Model& m, Report& r) {
         for (const Element e : m.all(Tag::eventBasedGateway))
             if (e.flag("instantiate") && !m.incoming(e).empty()) r.add(e, named(m.incoming(e)[0]));
     }},
};

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
