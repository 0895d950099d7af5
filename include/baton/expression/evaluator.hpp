// Evaluates a syntax tree, within bounds. What fails is null, with the reason recorded (DMN 1.3, 10.3.2.2).
#ifndef BATON_EXPRESSION_EVALUATOR_HPP
#define BATON_EXPRESSION_EVALUATOR_HPP

#include <algorithm>
#include <array>
#include <bit>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <utility>
#include <vector>

#include "../config.hpp"
#include "../core/error.hpp"
#include "arguments.hpp"
#include "builtin.hpp"
#include "feel_parser.hpp"
#include "frame.hpp"
#include "function_value.hpp"
#include "functions.hpp"
#include "limits.hpp"
#include "operators.hpp"
#include "problem.hpp"
#include "properties.hpp"
#include "scope.hpp"
#include "syntax.hpp"
#include "text_of.hpp"
#include "types.hpp"

namespace baton::inline BATON_ABI::expression {

/// Why a part of an expression is null.
struct Reason {
    /// Byte in the text.
    std::size_t at = 0;
    std::string what;
};

/// What an evaluation is given besides its variables.
struct Setting {
    core::instant now = {};
    /// For `random number()`; the same seed gives the same numbers.
    std::uint64_t seed = 0;
    const ZoneSource* zones = nullptr;
    Limits limits = {};
    /// Filled with why the result, or a part of it, is null; at most 16.
    std::vector<Reason>* reasons = nullptr;
};

/// How a tree is understood where the languages differ.
enum class Semantics : std::uint8_t {
    feel,  ///< null is neither true nor false; different kinds are never equal
    juel   ///< null counts as false; values that are not equal, whatever their kinds, are different
};

class Evaluator final : public Calling {
public:
    Evaluator(std::shared_ptr<const Syntax> syntax, std::string_view text, const Functions& functions,
              Semantics semantics, const Scope& scope, const Setting& setting)
        : syntax_(std::move(syntax)),
          text_(text),
          functions_(functions),
          semantics_(semantics),
          scope_(scope),
          setting_(setting),
          zones_(setting.zones != nullptr ? *setting.zones : system_zones()),
          random_(setting.seed) {}

    /// The value of the whole tree. BTN503.
    Value run() { return evaluate(syntax_->root); }

    // Calling
    Value fail(std::string reason) override {
        if (reason_is_wanted()) setting_.reasons->push_back({at_, std::move(reason)});
        return {};
    }
    Value call(const Value& function, std::span<const Value> arguments) override {
        const FunctionValue* f = function.get<FunctionValue>();
        if (f == nullptr) return fail_with("a function is expected, not ", function.kind());
        return call_value(*f, Arguments{arguments, {}});
    }
    [[nodiscard]] core::instant now() const override { return setting_.now; }
    Decimal random() override {
        // SplitMix64; the upper 53 bits as a fraction.
        random_ += 0x9e3779b97f4a7c15;
        std::uint64_t z = random_;
        z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
        z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
        z ^= z >> 31;
        return Decimal::from_double(static_cast<double>(z >> 11) * 0x1.0p-53).value_or(Decimal());
    }
    [[nodiscard]] const ZoneSource& zones() const override { return zones_; }
    bool spend(std::size_t bytes_or_steps) override {
        spent_ += bytes_or_steps;
        if (spent_ > setting_.limits.bytes) too_long("memory");
        return true;
    }
    Value evaluate_literal(std::string_view text) override {
        try {
            const std::shared_ptr<const Functions> standard = Functions::standard();
            auto syntax = std::make_shared<const Syntax>(
                FeelParser(text, standard->names(), Dialect::strict, setting_.limits).expression_only());
            Setting setting = setting_;
            setting.reasons = nullptr;
            setting.limits.steps = setting_.limits.steps - std::min(steps_, setting_.limits.steps);
            setting.limits.bytes = setting_.limits.bytes - std::min(spent_, setting_.limits.bytes);
            setting.limits.evaluation_depth = setting_.limits.evaluation_depth - depth_;
            const EmptyScope nothing;
            return owned(Evaluator(std::move(syntax), text, *standard, Semantics::feel, nothing, setting).run());
        } catch (const core::error& problem) {
            return fail(problem.what());
        }
    }
    [[nodiscard]] const Pattern* known_pattern(std::string_view pattern, std::string_view flags) const override {
        const auto at = syntax_->patterns.find(pattern.data());
        return at == syntax_->patterns.end() || at->second.flags != flags ? nullptr : at->second.pattern.get();
    }

private:
    using Children = std::span<const std::uint32_t>;

    [[noreturn]] void too_long(const char* what) const {
        throw core::error(core::error_code::the_evaluation_is_too_long, place_in(text_, at_),
                          std::string(what) + ": " + marked(text_, at_));
    }
    void step(std::uint64_t count = 1) {
        steps_ += count;
        if (steps_ > setting_.limits.steps) too_long("steps");
    }
    [[nodiscard]] const Node& node(NodeIndex i) const { return syntax_->nodes[i]; }
    [[nodiscard]] Children children(const Node& n) const { return {syntax_->children_of(n), n.count}; }
    [[nodiscard]] std::string_view constant_text(NodeIndex i) const { return syntax_->constants[node(i).value].text(); }
    [[nodiscard]] bool reason_is_wanted() const { return setting_.reasons != nullptr && setting_.reasons->size() < 16; }
    static std::string_view part(std::string_view text) { return text; }
    static std::string_view part(Kind kind) { return name_of(kind); }
    static std::string part(std::size_t n) { return std::to_string(n); }
    static std::string part(const Decimal& n) { return n.to_text(); }
    /// null; the parts are put together only where the reason is wanted.
    template <class... Parts>
    Value fail_with(const Parts&... parts) {
        if (!reason_is_wanted()) return {};
        std::string reason;
        (reason.append(part(parts)), ...);
        return fail(std::move(reason));
    }
    template <class... Parts>
    Value fail_at(const Node& n, const Parts&... parts) {
        at_ = n.at;
        return fail_with(parts...);
    }

    Value evaluate(NodeIndex i) {
        step();
        const Deeper deeper(*this);
        const Node& n = node(i);
        const Children c = children(n);
        switch (n.kind) {
            case NodeKind::constant: return syntax_->constants[n.value];
            case NodeKind::name: return name(n);
            case NodeKind::list: return list(c);
            case NodeKind::context: return context(c);
            case NodeKind::range: return range(n, evaluate(c[0]), evaluate(c[1]));
            case NodeKind::chain: return chain(n, c);
            case NodeKind::negate: return negated(n, evaluate(c[0]));
            case NodeKind::logic_not: return logic_not(n, evaluate(c[0]));
            case NodeKind::conjunction: return junction(n, c, false);
            case NodeKind::disjunction: return junction(n, c, true);
            case NodeKind::conditional: return evaluate(evaluate(c[0]).is_true() ? c[1] : c[2]);
            case NodeKind::between: return between(n, c);
            case NodeKind::tests: return tests(n, c);
            case NodeKind::unary_test: return unary_range(n, evaluate(c[0]));
            case NodeKind::filter: return filter(n, c);
            case NodeKind::index: return index(n, evaluate(c[0]), evaluate(c[1]));
            case NodeKind::path: return path(i);
            case NodeKind::call:
            case NodeKind::named_call: return call_node(n, c);
            case NodeKind::loop: return loop(c);
            case NodeKind::some: return quantified(n, c, true);
            case NodeKind::every: return quantified(n, c, false);
            case NodeKind::function: return function(i);
            case NodeKind::instance_of: {
                const Value v = evaluate(c[0]);
                return paid_for(v, syntax_->types[n.value]), is_of_type(v, syntax_->types[n.value]);
            }
            case NodeKind::join_text: return join_text(c);
            case NodeKind::is_empty: return is_empty(evaluate(c[0]));
            case NodeKind::is_defined: return is_defined(c[0]);
            case NodeKind::parameter: break;
        }
        return {};
    }

    // Names and paths.
    /// How many values a scope makes for a list or context.
    static std::size_t weight_of(const Value& v) {
        std::size_t weight = 1;
        if (const List* list = v.get<List>())
            for (const Value& e : *list) weight += weight_of(e);
        if (const Entries* entries = v.get<Entries>())
            for (const auto& [name, e] : *entries) weight += 1 + weight_of(e);
        return weight;
    }
    /// Whether a value is of a type may be a question to all of its parts.
    void paid_for(const Value& v, const Type& type) {
        if (type.form == Type::Form::list || type.form == Type::Form::context) step(weight_of(v) / 2);
    }
    /// What was found in the scope. Lists and contexts, which it may have to make, are paid for and kept.
    struct Found {
        Value value;
        std::size_t taken = 0;
    };
    [[nodiscard]] const Found* kept_variable(std::uint64_t key) const {
        if (found_.empty() || syntax_ != own_syntax_) return nullptr;
        const auto at = found_.find(key);
        return at == found_.end() ? nullptr : &at->second;
    }
    void keep_variable(std::uint64_t key, const Value& value, std::size_t taken) {
        if (!value.is(Kind::list) && !value.is(Kind::context)) return;
        spend(weight_of(value) * sizeof(Value));
        if (syntax_ == own_syntax_) found_.try_emplace(key, Found{value, taken});
    }
    static std::uint64_t key_of_name(std::uint32_t name) { return std::uint64_t{name} << 1; }
    static std::uint64_t key_of_path(NodeIndex node) { return std::uint64_t{node} << 1 | 1; }
    bool find_variable(std::uint32_t name, Value& value) {
        if (const Found* found = kept_variable(key_of_name(name))) return value = found->value, true;
        const std::string* const path[] = {&syntax_->names[name]};
        if (scope_.find(path, value) == 0) return false;
        keep_variable(key_of_name(name), value, 1);
        return true;
    }
    std::size_t find_path(NodeIndex i, std::uint32_t first, std::span<const std::string* const> names, Value& value) {
        const Found* found = kept_variable(key_of_path(i));
        if (found == nullptr) found = kept_variable(key_of_name(first));
        if (found != nullptr) return value = found->value, found->taken;
        const std::size_t taken = scope_.find(names, value);
        if (taken > 0) keep_variable(taken == 1 ? key_of_name(first) : key_of_path(i), value, taken);
        return taken;
    }
    Value name(const Node& n) {
        const std::string& wanted = syntax_->names[n.value];
        if (const Value* local = Frame::find(frame_, wanted)) return *local;
        Value value;
        if (find_variable(n.value, value)) return value;
        if (const Overloads* f = functions_.find(wanted)) {
            auto v = std::make_shared<FunctionValue>();
            v->overloads = f;
            return std::shared_ptr<const FunctionValue>(std::move(v));
        }
        return fail_at(n, "there is no variable '", wanted, "'");
    }
    /// Steps through contexts of the scope are taken by the scope, so that nothing is copied on the way.
    Value path(NodeIndex i) {
        std::array<const std::string*, 16> names{};
        std::array<NodeIndex, 16> nodes{};
        std::size_t count = 0;
        NodeIndex at = i;
        while (node(at).kind == NodeKind::path && count + 1 < names.size()) {
            names[count] = &syntax_->names[node(at).value];
            nodes[count++] = at;
            at = children(node(at))[0];
        }
        std::size_t taken = 0;
        Value value;
        if (node(at).kind == NodeKind::name && Frame::find(frame_, syntax_->names[node(at).value]) == nullptr) {
            names[count] = &syntax_->names[node(at).value];
            std::array<const std::string*, 16> forward{};
            for (std::size_t k = 0; k <= count; ++k) forward[k] = names[count - k];
            taken = find_path(i, node(at).value, {forward.data(), count + 1}, value);
        }
        if (taken == 0) {
            value = evaluate(at);
        } else {
            --taken;
        }
        for (std::size_t k = count - taken; k-- > 0;) value = member(node(nodes[k]), value);
        return value;
    }
    Value member(const Node& n, const Value& of) {
        const std::string& wanted = syntax_->names[n.value];
        if (const List* elements = of.get<List>()) {
            List out;
            spend(elements->size() * sizeof(Value));
            step(elements->size());
            for (const Value& e : *elements) {
                const Value* found = e.find(wanted);
                if (found != nullptr) {
                    out.push_back(*found);
                } else if (const auto part = property_of(e, wanted)) {
                    out.push_back(*part);
                } else {
                    out.emplace_back();
                }
            }
            return out;
        }
        if (const Value* entry = of.find(wanted)) return *entry;
        if (auto part = property_of(of, wanted)) return *std::move(part);
        return fail_at(n, of.kind(), " has no '", wanted, "'");
    }
    Value is_defined(NodeIndex i) {
        const Node& n = node(i);
        if (n.kind == NodeKind::name) {
            Value value;
            return Frame::find(frame_, syntax_->names[n.value]) != nullptr || find_variable(n.value, value);
        }
        if (n.kind != NodeKind::path) return !evaluate(i).is_null();
        const Value of = evaluate(children(n)[0]);
        return of.find(syntax_->names[n.value]) != nullptr || property_of(of, syntax_->names[n.value]).has_value();
    }

    // Lists, contexts and ranges.
    Value kept(Value v) {
        const Text* t = v.get<Text>();
        if (t == nullptr || !t->is_borrowed()) return v;
        spend(t->view().size());
        return Value(t->kept());
    }
    Value list(Children c) {
        List out;
        spend(c.size() * sizeof(Value));
        out.reserve(c.size());
        for (const NodeIndex i : c) out.push_back(kept(evaluate(i)));
        return out;
    }
    Value context(Children c) {
        Entries out;
        const Frame frame{frame_, Frame::Form::entries, {}, nullptr, &out};
        const Inside inside(*this, &frame);
        for (std::size_t i = 0; i < c.size(); i += 2) {
            const std::string_view key = constant_text(c[i]);
            Value value = kept(evaluate(c[i + 1]));
            if (const FunctionValue* f = value.get<FunctionValue>(); f != nullptr && f->overloads == nullptr) {
                auto own = std::make_shared<FunctionValue>(*f);
                own->own_name = key;
                value = std::shared_ptr<const FunctionValue>(std::move(own));
            }
            for (const auto& [known, v] : out)
                if (known == key) return fail_at(node(c[i]), "the key '", key, "' is there twice");
            step(out.size());
            spend(key.size() + sizeof(Value));
            out.emplace_back(std::string(key), std::move(value));
        }
        return out;
    }
    Value range(const Node& n, Value low, Value high) {
        if (low.is_null() || high.is_null()) return fail_at(n, "an end of the range is null");
        if (!compare(low, high, zones_)) return fail_at(n, "the ends of a range are of one kind that has an order");
        return Range{
            std::move(low), std::move(high), (n.flags & low_included) != 0, (n.flags & high_included) != 0, false,
            false};
    }
    Value unary_range(const Node& n, Value end) {
        if (end.is_null()) return fail_at(n, "an end of the range is null");
        switch (static_cast<Op>(n.flags)) {
            case Op::less: return Range{{}, std::move(end), false, false, true, false};
            case Op::less_equal: return Range{{}, std::move(end), false, true, true, false};
            case Op::greater: return Range{std::move(end), {}, false, false, false, true};
            case Op::greater_equal: return Range{std::move(end), {}, true, false, false, true};
            case Op::equal: return Range{end, end, true, true, false, false};  // `= 10` is what [10..10] holds
            default: return fail_at(n, "'!=' alone is no value");
        }
    }

    // Arithmetic and comparison.
    Value chain(const Node& n, Children c) {
        Value left = evaluate(c[0]);
        for (std::size_t i = 1; i < c.size(); i += 2) left = apply(n, static_cast<Op>(c[i]), left, evaluate(c[i + 1]));
        return left;
    }
    Value apply(const Node& n, Op op, const Value& a, const Value& b) {
        std::optional<Value> result;
        switch (op) {
            case Op::add:
                if (a.is(Kind::string) && b.is(Kind::string)) spend(a.text().size() + b.text().size());
                result = add(a, b, zones_);
                break;
            case Op::subtract: result = subtract(a, b, zones_); break;
            case Op::multiply: result = multiply(a, b); break;
            case Op::divide: result = divide(a, b); break;
            case Op::power:
                step(cost_of_power(b));
                result = power(a, b);
                break;
            case Op::remainder: result = remainder(a, b); break;
            default: return compared(n, op, a, b);
        }
        if (result) return *std::move(result);
        return fail_at(n, "'", sign_of(op), "' is not defined for these values: ", a.kind(), ", ", b.kind());
    }
    /// An integer exponent takes multiplications for each of its bits, any other a logarithm.
    static std::uint64_t cost_of_power(const Value& exponent) {
        const Decimal* e = exponent.get<Decimal>();
        if (e == nullptr) return 0;
        const auto n = e->to_integer();
        if (!n) return 200;
        return 4 * static_cast<std::uint64_t>(std::bit_width(static_cast<std::uint64_t>(*n < 0 ? -(*n + 1) : *n)));
    }
    /// With the sign of the divisor; in JUEL, as in Java, with that of the dividend.
    [[nodiscard]] std::optional<Value> remainder(const Value& a, const Value& b) const {
        const Decimal *x = a.get<Decimal>(), *y = b.get<Decimal>();
        if (x == nullptr || y == nullptr) return std::nullopt;
        std::optional<Decimal> r = remainder_floor(*x, *y);
        if (r && semantics_ == Semantics::juel && !r->is_zero() && x->negative() != y->negative())
            r = expression::subtract(*r, *y);
        return r ? std::optional<Value>(*r) : std::nullopt;
    }
    /// equal(), paid for.
    std::optional<bool> same(const Value& a, const Value& b) {
        step(std::min(a.text().size(), b.text().size()) / 16);
        if (a.depth() == 0 && b.depth() == 0) return equal(a, b, zones_);
        const std::uint64_t before = setting_.limits.steps - std::min(steps_, setting_.limits.steps);
        std::uint64_t left = before;
        const std::optional<bool> result = equal(a, b, zones_, left);
        step(before - left);
        return result;
    }
    static std::string_view sign_of(Op op) {
        static constexpr std::string_view signs[] = {"+", "-", "*", "/", "%", "**", "=", "!=", "<", "<=", ">", ">="};
        return signs[static_cast<std::size_t>(op)];
    }
    Value compared(const Node& n, Op op, const Value& a, const Value& b) {
        if (op == Op::equal || op == Op::not_equal) {
            std::optional<bool> are_equal = same(a, b);
            if (!are_equal && semantics_ == Semantics::juel) are_equal = false;
            if (are_equal) return *are_equal == (op == Op::equal);
        } else if (const auto order = (step(std::min(a.text().size(), b.text().size()) / 16), compare(a, b, zones_))) {
            switch (op) {
                case Op::less: return *order < 0;
                case Op::less_equal: return *order <= 0;
                case Op::greater: return *order > 0;
                default: return *order >= 0;
            }
        }
        if (semantics_ == Semantics::juel) {
            fail_at(n, "these cannot be compared");
            return false;
        }
        return fail_at(n, a.kind(), " cannot be compared with ", b.kind());
    }
    Value negated(const Node& n, const Value& v) {
        if (auto result = negate(v)) return *std::move(result);
        return fail_at(n, v.kind(), " has no negative");
    }
    Value between(const Node& n, Children c) {
        const Value v = evaluate(c[0]), low = evaluate(c[1]), high = evaluate(c[2]);
        return all_of(compared(n, Op::greater_equal, v, low), compared(n, Op::less_equal, v, high));
    }

    // Logic: true, false, and null for what is neither.
    static Value all_of(const Value& a, const Value& b) {
        const bool *x = a.get<bool>(), *y = b.get<bool>();
        if ((x != nullptr && !*x) || (y != nullptr && !*y)) return false;
        if (x != nullptr && y != nullptr) return true;
        return {};
    }
    Value logic_not(const Node& n, const Value& v) {
        if (const bool* b = v.get<bool>()) return !*b;
        if (semantics_ == Semantics::juel && v.is_null()) return true;
        return fail_at(n, "'not' of ", v.kind());
    }
    /// or: `dominant` true; and: false.
    Value junction(const Node& n, Children c, bool dominant) {
        bool known = true;
        for (const NodeIndex i : c) {
            const Value v = evaluate(i);
            const bool* b = v.get<bool>();
            if (b != nullptr && *b == dominant) return dominant;
            if (b != nullptr) continue;
            if (semantics_ == Semantics::juel && v.is_null()) {
                if (!dominant) return false;
                continue;
            }
            if (!v.is_null()) fail_at(n, v.kind(), " is neither true nor false");
            known = false;
        }
        return known ? Value(!dominant) : Value();
    }

    // in
    Value tests(const Node& n, Children c) {
        const Value v = evaluate(c[0]);
        const Frame frame{frame_, Frame::Form::variable, "?", &v, nullptr};
        const Inside inside(*this, &frame);
        bool known = true;
        for (const NodeIndex i : c.subspan(1)) {
            const Value result = test(n, v, i);
            if (result.is_true()) return true;
            if (result.is_null()) known = false;
        }
        return known ? Value(false) : Value();
    }
    Value test(const Node& n, const Value& v, NodeIndex i) {
        const Node& t = node(i);
        if (t.kind == NodeKind::unary_test) return compared(t, static_cast<Op>(t.flags), v, evaluate(children(t)[0]));
        const Value set = evaluate(i);
        if (set.is_null() && t.kind == NodeKind::range) return {};
        return is_in(n, v, set, true);
    }
    Value is_in(const Node& n, const Value& v, const Value& set, bool outermost) {
        if (const Range* r = set.get<Range>(); r != nullptr && !v.is(Kind::range)) {
            if (v.is_null()) return {};
            if (const auto inside = includes(*r, v, zones_)) return *inside;
            return fail_at(n, v.kind(), " cannot be in that range");
        }
        if (const List* elements = set.get<List>(); elements != nullptr && outermost) {
            step(elements->size());
            if (v.is(Kind::list) && same(v, set).value_or(false)) return true;
            bool known = true;
            for (const Value& e : *elements) {
                const Value result =
                    e.is(Kind::range) || e.is(Kind::list) ? is_in(n, v, e, false) : Value(same(v, e).value_or(false));
                if (result.is_true()) return true;
                if (result.is_null()) known = false;
            }
            return known ? Value(false) : Value();
        }
        if (const auto are_equal = same(v, set)) return *are_equal;
        if (set.is(Kind::boolean) && !v.is(Kind::boolean)) return set;  // a condition about `?`
        return fail_at(n, v.kind(), " cannot be compared with ", set.kind());
    }

    // Filters.
    Value filter(const Node& n, Children c) {
        const Value of = evaluate(c[0]);
        const List single{of};
        const List* elements = of.get<List>();
        if (of.is_null()) return List{};
        if (elements == nullptr) elements = &single;
        // A position needs to be found once only; what it is shows at the first element.
        if (const auto position = constant_position(c[1])) return at_position(n, *elements, *position);
        List out;
        for (const Value& e : *elements) {
            const Frame frame{frame_, Frame::Form::item, {}, &e, nullptr};
            const Inside inside(*this, &frame);
            const Value result = evaluate(c[1]);
            if (const Decimal* position = result.get<Decimal>()) return at_position(n, *elements, *position);
            if (!result.is_true()) continue;
            spend(sizeof(Value));
            out.push_back(e);
        }
        if (elements->empty())
            if (const Value position = evaluate(c[1]); position.is(Kind::number)) return {};
        return out;
    }
    std::optional<Decimal> constant_position(NodeIndex i) {
        const Node& n = node(i);
        if (n.kind != NodeKind::constant) return std::nullopt;
        const Decimal* d = syntax_->constants[n.value].get<Decimal>();
        return d == nullptr ? std::nullopt : std::optional(*d);
    }
    Value at_position(const Node& n, const List& elements, const Decimal& position) {
        const auto at = position.to_integer();
        const auto size = static_cast<std::int64_t>(elements.size());
        if (at && *at >= 1 && *at <= size) return elements[static_cast<std::size_t>(*at - 1)];
        if (at && *at <= -1 && *at >= -size) return elements[static_cast<std::size_t>(size + *at)];
        return fail_at(n, "the list has no position ", position);
    }

    // Loops.
    Value loop(Children c) {
        List results;
        each(c, 0, &results, [&] {
            Value v = kept(evaluate(c.back()));
            spend(sizeof(Value));
            results.push_back(std::move(v));
            return true;
        });
        if (std::exchange(loop_failed_, false)) return {};
        return results;
    }
    Value quantified(const Node& n, Children c, bool some) {
        bool known = true, found = false;
        each(c, 0, nullptr, [&] {
            const Value v = evaluate(c.back());
            const bool* b = v.get<bool>();
            if (b != nullptr && *b == some) return !(found = true);
            if (b == nullptr) known = false;
            return true;
        });
        if (std::exchange(loop_failed_, false)) return {};
        if (found) return some;
        if (known) return !some;
        return fail_at(n, "a condition is neither true nor false");
    }
    /// Runs `use` for every combination of the domains from the k-th on, until it gives false.
    template <class Use>
    bool each(Children c, std::size_t k, const List* partial, const Use& use) {
        if (k + 1 == c.size()) return use();
        const std::string_view variable = constant_text(c[k]);
        const Node& n = node(c[k + 1]);
        const auto with = [&](const Value& v) {
            step();
            Value so_far;
            if (partial != nullptr && uses_partial()) {
                step(partial->size());  // it is copied
                so_far = *partial;
            }
            const Frame results{frame_, Frame::Form::variable, "partial", &so_far, nullptr};
            const Frame frame{partial != nullptr ? &results : frame_, Frame::Form::variable, variable, &v, nullptr};
            const Inside inside(*this, &frame);
            return each(c, k + 2, partial, use);
        };
        if (n.kind == NodeKind::range) {
            const Value low = evaluate(children(n)[0]), high = evaluate(children(n)[1]);
            return each_of_range(n, low, high, n.flags, with);
        }
        const Value domain = evaluate(c[k + 1]);
        if (const Range* r = domain.get<Range>()) {
            if (r->low_unbounded || r->high_unbounded) return fail_loop(n, "a range without an end has no elements");
            return each_of_range(n, r->low, r->high,
                                 static_cast<std::uint8_t>((r->low_included ? low_included : 0) |
                                                           (r->high_included ? high_included : 0)),
                                 with);
        }
        const List* elements = domain.get<List>();
        if (elements == nullptr) {
            if (domain.is_null()) return fail_loop(n, "null has no elements");
            return with(domain);
        }
        for (const Value& v : *elements)
            if (!with(v)) return false;
        return true;
    }
    template <class With>
    bool each_of_range(const Node& n, const Value& low, const Value& high, std::uint8_t ends, const With& use) {
        const auto with = [&](const Value& v, bool is_low, bool is_high) {
            const bool excluded = (is_low && (ends & low_included) == 0) || (is_high && (ends & high_included) == 0);
            return excluded || use(v);
        };
        if (low.is(Kind::date) && high.is(Kind::date)) {
            const Date* last = high.get<Date>();
            const auto direction = *low.get<Date>() <=> *last;
            for (Date d = *low.get<Date>();;) {
                if (!with(Value(d), d == *low.get<Date>(), d == *last)) return false;
                if (d == *last) return true;
                const auto next = expression::add(d, DaysDuration{direction > 0 ? -86'400 : 86'400, 0});
                if (!next) return true;
                d = *next;
            }
        }
        const Decimal *from = low.get<Decimal>(), *to = high.get<Decimal>();
        const auto first = from == nullptr ? std::nullopt : from->to_integer(),
                   last = to == nullptr ? std::nullopt : to->to_integer();
        if (!first || !last) return fail_loop(n, "the ends of the range are no integers");
        for (std::int64_t i = *first;; i += *first <= *last ? 1 : -1) {
            if (!with(Value(i), i == *first, i == *last)) return false;
            if (i == *last) return true;
        }
    }
    bool fail_loop(const Node& n, std::string_view reason) {
        fail_at(n, reason);
        loop_failed_ = true;
        return false;
    }
    bool uses_partial() {
        if (!partial_used_)
            partial_used_ = std::find(syntax_->names.begin(), syntax_->names.end(), "partial") != syntax_->names.end();
        return *partial_used_;
    }

    // Functions.
    Value function(NodeIndex i) {
        auto f = std::make_shared<FunctionValue>();
        f->syntax = syntax_;
        f->node = i;
        f->captured = Frame::all(frame_);
        for (auto& [name, value] : f->captured) {
            spend(name.size() + sizeof(Value));
            value = kept(std::move(value));
        }
        return std::shared_ptr<const FunctionValue>(std::move(f));
    }
    Value call_node(const Node& n, Children c) {
        const Node& callee = node(c[0]);
        std::vector<Value> values;
        std::vector<std::string_view> names;
        values.reserve(c.size());
        const bool named = n.kind == NodeKind::named_call;
        for (std::size_t i = 1; i < c.size(); i += named ? 2 : 1) {
            if (named) names.push_back(constant_text(c[i]));
            values.push_back(evaluate(named ? c[i + 1] : c[i]));
        }
        const Arguments arguments{values, names};
        at_ = n.at;
        if (callee.kind == NodeKind::name) {
            const std::string& wanted = syntax_->names[callee.value];
            const Value* local = Frame::find(frame_, wanted);
            if (local != nullptr && local->is(Kind::function))
                return call_value(*local->get<FunctionValue>(), arguments);
            if (const Overloads* f = functions_.find(wanted)) return call_overloads(*f, arguments);
            Value value;
            if (local == nullptr && find_variable(callee.value, value) && value.is(Kind::function))
                return call_value(*value.get<FunctionValue>(), arguments);
            if (!reason_is_wanted()) return {};
            return fail("there is no function '" + wanted + "'" + functions_.nearest(wanted));
        }
        if (callee.kind == NodeKind::path) return call_method(callee, arguments);
        return call_any(evaluate(c[0]), arguments);
    }
    /// a.f(x): a function that stands in a context, or one that is registered as "a.f"; a.get(k) of a context.
    Value call_method(const Node& callee, const Arguments& arguments) {
        const std::string& method = syntax_->names[callee.value];
        const Node& object = node(children(callee)[0]);
        if (object.kind == NodeKind::name)
            if (const Overloads* f = functions_.find(syntax_->names[object.value] + "." + method))
                return call_overloads(*f, arguments);
        const Value of = evaluate(children(callee)[0]);
        if (const Value* f = of.find(method); f != nullptr && f->is(Kind::function))
            return call_value(*f->get<FunctionValue>(), arguments);
        if (method == "get" && of.is(Kind::context) && !arguments.values.empty() && arguments.values.size() <= 2) {
            if (const Value* entry = of.find(arguments.values[0].text())) return *entry;
            return arguments.values.size() == 2 ? arguments.values[1] : Value();
        }
        return fail_with(of.kind(), " has no function '", method, "'");
    }
    Value call_any(const Value& function, const Arguments& arguments) {
        if (const FunctionValue* f = function.get<FunctionValue>()) return call_value(*f, arguments);
        return fail_with(function.kind(), " is no function");
    }
    Value call_overloads(const Overloads& f, const Arguments& arguments) {
        step(4 + arguments.values.size());
        std::string why;
        for (const Signature* s : f.standard)
            if (auto bound = bind(*s, arguments, why)) return s->function(*this, *bound);
        for (const auto& r : f.registered)
            if (auto bound = bind(r->signature, arguments, why)) return r->function(*this, *bound);
        return fail_with(f.name, ": ", why);
    }
    Value call_value(const FunctionValue& f, const Arguments& arguments) {
        if (f.overloads != nullptr) return call_overloads(*f.overloads, arguments);
        const Syntax& syntax = *f.syntax;
        const Node& n = syntax.nodes[f.node];
        const Children c{syntax.children_of(n), n.count};
        const std::size_t parameters = c.size() - 1;
        if (arguments.values.size() != parameters)
            return fail_with("the function takes ", parameters, " arguments, not ", arguments.values.size());
        if (++calls_ > setting_.limits.calls) too_long("functions that call each other");
        Entries locals;
        locals.reserve(parameters + 1);
        for (std::size_t i = 0; i < parameters; ++i) {
            const Node& p = syntax.nodes[c[i]];
            const std::string& name = syntax.names[syntax.children[p.first]];
            const std::uint32_t type = syntax.children[p.first + 1];
            std::size_t from = i;
            if (!arguments.names.empty()) {
                from = static_cast<std::size_t>(std::find(arguments.names.begin(), arguments.names.end(), name) -
                                                arguments.names.begin());
                if (from == parameters) return --calls_, fail_with("the argument '", name, "' is missing");
            }
            std::optional<Value> v = type == no_type ? arguments.values[from]
                                                     : (paid_for(arguments.values[from], syntax.types[type]),
                                                        converted(arguments.values[from], syntax.types[type]));
            if (!v) return --calls_, fail_with("the argument '", name, "' is of another type");
            locals.emplace_back(name, *std::move(v));
        }
        const Frame captured{nullptr, Frame::Form::entries, {}, nullptr, &f.captured};
        if (!f.own_name.empty())  // which copies what it saw
            for (const auto& [name, value] : f.captured) spend(1 + name.size() / 16), step();
        const Value self = f.own_name.empty() ? Value() : Value(std::make_shared<const FunctionValue>(f));
        const Frame own{&captured, Frame::Form::variable, f.own_name, &self, nullptr};
        const Frame frame{f.own_name.empty() ? &captured : &own, Frame::Form::entries, {}, nullptr, &locals};
        const Inside inside(*this, &frame);
        const std::shared_ptr<const Syntax> outer = std::exchange(syntax_, f.syntax);
        Value result = kept(evaluate(c.back()));
        syntax_ = outer;
        --calls_;
        return result;
    }

    // JUEL.
    Value index(const Node& n, const Value& of, const Value& key) {
        if (const List* elements = of.get<List>()) {
            const Decimal* position = key.get<Decimal>();
            const auto at = position == nullptr ? std::nullopt : position->to_integer();
            if (at && *at >= 0 && static_cast<std::uint64_t>(*at) < elements->size())
                return (*elements)[static_cast<std::size_t>(*at)];
        } else if (const Value* entry = of.find(key.text())) {
            return *entry;
        }
        return fail_at(n, "there is nothing at that index");
    }
    Value join_text(Children c) {
        std::string out;
        for (const NodeIndex i : c) {
            const Value v = evaluate(i);
            if (v.is_null()) continue;
            text_detail::Writer(out, [this](std::size_t bytes, std::size_t cost) { return spend(bytes + cost); }).write(v);
        }
        return out;
    }
    static Value is_empty(const Value& v) {
        if (v.is_null()) return true;
        if (v.is(Kind::string)) return v.text().empty();
        if (const List* l = v.get<List>()) return l->empty();
        if (const Entries* e = v.get<Entries>()) return e->empty();
        return false;
    }

    /// Bounds the recursion: of trees by their parser, of functions here.
    class Deeper {
    public:
        explicit Deeper(Evaluator& e) : e_(e) {
            if (++e_.depth_ > e_.setting_.limits.evaluation_depth) e_.too_long("functions that call each other");
        }
        Deeper(const Deeper&) = delete;
        Deeper& operator=(const Deeper&) = delete;
        ~Deeper() { --e_.depth_; }

    private:
        Evaluator& e_;
    };
    /// Makes a frame the innermost one for a while.
    class Inside {
    public:
        Inside(Evaluator& e, const Frame* frame) : e_(e), outer_(std::exchange(e.frame_, frame)) {}
        Inside(const Inside&) = delete;
        Inside& operator=(const Inside&) = delete;
        ~Inside() { e_.frame_ = outer_; }

    private:
        Evaluator& e_;
        const Frame* outer_;
    };

    std::shared_ptr<const Syntax> syntax_;
    /// That of the expression; syntax_ is another one inside of a function that came with a variable.
    const std::shared_ptr<const Syntax> own_syntax_ = syntax_;
    std::unordered_map<std::uint64_t, Found> found_;
    std::string_view text_;
    const Functions& functions_;
    Semantics semantics_;
    const Scope& scope_;
    const Setting& setting_;
    const ZoneSource& zones_;
    std::uint64_t random_;
    const Frame* frame_ = nullptr;
    std::uint64_t steps_ = 0;
    std::size_t spent_ = 0;
    std::size_t at_ = 0;
    unsigned calls_ = 0, depth_ = 0;
    bool loop_failed_ = false;
    std::optional<bool> partial_used_;
};

}  // namespace baton::inline BATON_ABI::expression

#endif
