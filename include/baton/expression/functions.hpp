// The functions that expressions may call: those of the standard, and those that a program registers. Nothing else
// leads out of an evaluation.
#ifndef BATON_EXPRESSION_FUNCTIONS_HPP
#define BATON_EXPRESSION_FUNCTIONS_HPP

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/nearest.hpp"
#include "builtin.hpp"
#include "functions_context.hpp"
#include "functions_conversion.hpp"
#include "functions_list.hpp"
#include "functions_number.hpp"
#include "functions_range.hpp"
#include "functions_string.hpp"
#include "functions_time.hpp"
#include "known_names.hpp"

namespace baton::inline BATON_ABI::expression {

/// A function of a program, with the description of its parameters.
struct Registered {
    Signature signature;
    std::function<Value(Calling&, std::span<const Value>)> function;
    std::string name, documentation;
};

/// All ways to call the functions of one name.
struct Overloads {
    std::string name;
    std::vector<const Signature*> standard;
    std::vector<std::shared_ptr<const Registered>> registered;
};

/// Functions by name. Immutable once programs are compiled with it.
class Functions {
public:
    /// Those of the standard (DMN 1.4, 10.3.4) and the ones that Camunda 8 adds.
    Functions() {
        for (const auto* group : {&string_functions(), &list_functions(), &context_functions(), &number_functions(),
                                  &time_functions(), &range_functions(), &conversion_functions()})
            for (const Signature& s : *group) {
                Overloads& o = of(s.name);
                o.standard.push_back(&s);
            }
    }
    /// Adds a function; its parameters' names must outlive it (literals do). BTN506 when the name is one of the
    /// standard's.
    Functions& add(std::string name, std::vector<Parameter> parameters,
                   std::function<Value(Calling&, std::span<const Value>)> function, std::string documentation = {}) {
        Overloads& o = of(name);
        const auto taken = [&](const auto& r) { return r->signature.parameters.size() == parameters.size(); };
        if (!o.standard.empty() || std::any_of(o.registered.begin(), o.registered.end(), taken))
            throw core::error(core::error_code::the_function_cannot_be_registered, {}, name);
        auto r = std::make_shared<Registered>();
        r->name = std::move(name);
        r->documentation = std::move(documentation);
        r->function = std::move(function);
        r->signature = {r->name, std::move(parameters), nullptr, r->documentation};
        o.registered.push_back(std::move(r));
        return *this;
    }
    [[nodiscard]] const Overloads* find(std::string_view name) const {
        const auto at = by_name_.find(name);
        return at == by_name_.end() ? nullptr : at->second.get();
    }
    /// "did you mean …", or nothing.
    [[nodiscard]] std::string nearest(std::string_view name) const {
        if (name.size() > 100) return {};  // no slip of any of them, and dear to compare
        std::vector<std::string_view> names;
        for (const auto& [known, overloads] : by_name_) names.push_back(known);
        return core::did_you_mean(name, names);
    }
    [[nodiscard]] const KnownNames& names() const { return names_; }
    [[nodiscard]] const std::map<std::string, std::shared_ptr<Overloads>, std::less<>>& all() const { return by_name_; }

    /// Those of the standard only; shared.
    [[nodiscard]] static const std::shared_ptr<const Functions>& standard() {
        static const auto functions = std::make_shared<const Functions>();
        return functions;
    }

private:
    Overloads& of(std::string_view name) {
        auto& place = by_name_[std::string(name)];
        if (!place) place = std::make_shared<Overloads>(Overloads{std::string(name), {}, {}});
        names_.add(name);
        return *place;
    }
    std::map<std::string, std::shared_ptr<Overloads>, std::less<>> by_name_;
    KnownNames names_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
