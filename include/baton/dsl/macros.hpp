// The macros of the macro spelling. They only write down what dsl/declaration.hpp describes.
#ifndef BATON_DSL_MACROS_HPP
#define BATON_DSL_MACROS_HPP

#include "declaration.hpp"

#define BATON_DETAIL_JOINED(a, b) BATON_DETAIL_JOINED_(a, b)
#define BATON_DETAIL_JOINED_(a, b) a##b

/// Opens a workflow at namespace scope: BATON_WORKFLOW(name, Context) { tasks… };
/// or, with resources, BATON_WORKFLOW(name, Context, Resources) { tasks… };
/// `name` is then a constant to run; the class of its tasks is `name_workflow`.
#define BATON_WORKFLOW(NAME, ...) BATON_DETAIL_CLASS(workflow, declared, NAME, NAME __VA_OPT__(, ) __VA_ARGS__)

/// Opens a module: tasks that become a workflow when modules are composed. They refer to tasks of other modules by
/// name: followed_by("brew").
#define BATON_TASKS(NAME, ...) BATON_DETAIL_CLASS(module, declared_module, NAME, NAME __VA_OPT__(, ) __VA_ARGS__)

/// One task: BATON_TASK(name, words…) (Context&) { body }; with `;` instead of a body it is defined elsewhere by
/// BATON_BODY. The function's result is a baton::Outcome.
#define BATON_TASK(NAME, ...)                                                                                  \
    BATON_DETAIL_MEMBER(NAME, this->baton_task(#NAME, __LINE__, &baton_self::NAME __VA_OPT__(, ) __VA_ARGS__)) \
    static ::baton::Outcome NAME

/// Gateways: BATON_EXCLUSIVE(name, words…); and so on. Their flows need no task between them.
#define BATON_EXCLUSIVE(NAME, ...) BATON_DETAIL_GATEWAY(NAME, exclusive_gateway __VA_OPT__(, ) __VA_ARGS__)
#define BATON_PARALLEL(NAME, ...) BATON_DETAIL_GATEWAY(NAME, parallel_gateway __VA_OPT__(, ) __VA_ARGS__)
#define BATON_INCLUSIVE(NAME, ...) BATON_DETAIL_GATEWAY(NAME, inclusive_gateway __VA_OPT__(, ) __VA_ARGS__)

/// Words about the whole workflow, inside its class: BATON_OPTIONS(named("coffee-2"), accept_unverified);
#define BATON_OPTIONS(...) \
    ::baton::dsl::declared_member BATON_DETAIL_JOINED(baton_options_, __LINE__) = this->baton_option(__VA_ARGS__)

/// The body of a task that was declared without one: BATON_BODY(workflow, task) (Context&) { body }
#define BATON_BODY(WORKFLOW, NAME) ::baton::Outcome WORKFLOW##_workflow::NAME

#define BATON_DETAIL_CLASS(EXTENT, VALUE, NAME, TEXT, ...)                                    \
    struct NAME##_workflow;                                                                   \
    inline constexpr ::baton::dsl::VALUE<::baton::dsl::class_source<NAME##_workflow>> NAME{}; \
    struct NAME##_workflow                                                                    \
        : ::baton::dsl::declaration<::baton::dsl::extent::EXTENT, NAME##_workflow, #TEXT __VA_OPT__(, ) __VA_ARGS__>

// The line in the names lets a task that is declared twice be reported once, by the compiler, at its function.
#define BATON_DETAIL_MEMBER(NAME, ...)                                                                   \
    ::baton::dsl::declared_member BATON_DETAIL_JOINED(baton_declared_##NAME##_, __LINE__) = __VA_ARGS__; \
    static constexpr void BATON_DETAIL_JOINED(baton_checked_##NAME##_, __LINE__)() {                     \
        static_assert(::baton::dsl::checked_class<baton_self, __LINE__>::value);                         \
    }
#define BATON_DETAIL_GATEWAY(NAME, KIND, ...)                                                      \
    BATON_DETAIL_MEMBER(NAME, this->baton_gateway(#NAME, __LINE__, ::baton::core::node_kind::KIND, \
                                                  &baton_self::NAME __VA_OPT__(, ) __VA_ARGS__))   \
    static ::baton::Outcome NAME(baton_context&) { return ::baton::done; }

#endif
