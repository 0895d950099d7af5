// What bodies, hooks and conditions see of the instance that calls them.
#include "../process_engine.hpp"  // first, so that either can be included alone

#ifndef BATON_RUNNER_DETAIL_TASK_VIEW_HPP
#define BATON_RUNNER_DETAIL_TASK_VIEW_HPP

#include <cstdint>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "../../config.hpp"
#include "../process_instance.hpp"

namespace baton::inline BATON_ABI::runner::detail {

/// What a body or hook sees.
class TaskView final : public TaskContext {
public:
    TaskView(ProcessMover& e, ProcessInstance& i, engine::token_slot slot, bool is_hook = false)
        : e_(e), i_(i), slot_(slot), token_(e.token(slot).id), vertex_(e.token(slot).vertex), is_hook_(is_hook) {}

    [[nodiscard]] const core::Definition& definition() const override { return *i_.model->definition; }
    [[nodiscard]] const core::Node& node() const override { return graph::node_of(i_.graph(), vertex_); }
    [[nodiscard]] std::uint64_t instance() const override { return i_.id; }
    [[nodiscard]] std::uint64_t token() const override { return token_; }
    [[nodiscard]] core::instant now() const override { return e_.now(); }
    [[nodiscard]] core::Value get(std::string_view name) const override { return engine::look_up(e_, scope(), name); }
    [[nodiscard]] core::Variables variables() const override { return engine::detail::visible(i_.state, scope()); }
    void set(std::string_view name, core::Value value) override { engine::assign(e_, scope(), name, std::move(value)); }
    void set_local(std::string_view name, core::Value value) override {
        const engine::table_index own = scope();
        if (i_.state.scopes[own].kind != engine::ScopeKind::local || gone()) return set(name, std::move(value));
        engine::declare(i_.state, own, name, std::move(value));
    }
    [[nodiscard]] core::Value evaluate(const core::ExpressionText& expression) const override {
        return e_.sink().evaluate(expression, scope());
    }
    void escalate(std::string_view code) override {
        if (is_hook_) throw std::logic_error("a hook cannot throw an escalation");
        if (!gone()) e_.escalate(slot_, code);
    }
    [[nodiscard]] bool interrupted() const override { return gone(); }
    /// The token was taken away while the body ran.
    [[nodiscard]] bool gone() const { return !i_.state.tokens.live(slot_) || i_.state.tokens[slot_].id != token_; }

private:
    [[nodiscard]] engine::table_index scope() const {
        return gone() ? 0 : engine::data_scope(i_.state, i_.state.tokens[slot_]);
    }
    ProcessMover& e_;
    ProcessInstance& i_;
    engine::token_slot slot_;
    std::uint64_t token_;
    std::uint32_t vertex_;
    bool is_hook_;
};

/// What a condition sees. It changes nothing.
class ConditionView final : public TaskContext {
public:
    ConditionView(ProcessMover& e, ProcessInstance& i, std::uint32_t vertex, engine::table_index scope)
        : e_(e), i_(i), vertex_(vertex), scope_(scope) {}

    [[nodiscard]] const core::Definition& definition() const override { return *i_.model->definition; }
    [[nodiscard]] const core::Node& node() const override { return graph::node_of(i_.graph(), vertex_); }
    [[nodiscard]] std::uint64_t instance() const override { return i_.id; }
    [[nodiscard]] std::uint64_t token() const override { return 0; }
    [[nodiscard]] core::instant now() const override { return e_.now(); }
    [[nodiscard]] core::Value get(std::string_view name) const override { return engine::look_up(e_, scope_, name); }
    [[nodiscard]] core::Variables variables() const override { return engine::detail::visible(i_.state, scope_); }
    void set(std::string_view, core::Value) override { refuse(); }
    void set_local(std::string_view, core::Value) override { refuse(); }
    [[nodiscard]] core::Value evaluate(const core::ExpressionText& expression) const override {
        return e_.sink().evaluate(expression, scope_);
    }
    void escalate(std::string_view) override { refuse(); }

private:
    [[noreturn]] static void refuse() { throw std::logic_error("a condition cannot change anything"); }
    ProcessMover& e_;
    ProcessInstance& i_;
    std::uint32_t vertex_;
    engine::table_index scope_;
};

}  // namespace baton::inline BATON_ABI::runner::detail

#endif
