// All rules in one table.
#ifndef BATON_BPMN_RULES_ALL_HPP
#define BATON_BPMN_RULES_ALL_HPP

#include <span>
#include <vector>

#include "../../config.hpp"
#include "activities.hpp"
#include "collaboration.hpp"
#include "data.hpp"
#include "definitions.hpp"
#include "events.hpp"
#include "expressions.hpp"
#include "flows.hpp"
#include "gateways.hpp"
#include "imports.hpp"
#include "loops.hpp"
#include "references.hpp"
#include "rule.hpp"
#include "services.hpp"

namespace baton::inline BATON_ABI::bpmn::rules {

/// Every rule that looks at one file. XML and XSD come before them, IMPORT after.
inline std::span<const Rule> all() {
    static const std::vector<Rule> rules = [] {
        std::vector<Rule> every;
        for (const std::span<const Rule> some :
             {std::span<const Rule>(import_rules), std::span<const Rule>(reference_rules),
              std::span<const Rule>(flow_rules), std::span<const Rule>(gateway_rules),
              std::span<const Rule>(event_rules), std::span<const Rule>(definition_rules),
              std::span<const Rule>(expression_rules), std::span<const Rule>(activity_rules),
              std::span<const Rule>(loop_rules), std::span<const Rule>(data_rules),
              std::span<const Rule>(service_rules), std::span<const Rule>(collaboration_rules)})
            every.insert(every.end(), some.begin(), some.end());
        return every;
    }();
    return rules;
}

}  // namespace baton::inline BATON_ABI::bpmn::rules

#endif
