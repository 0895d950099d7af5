// Saves and loads an instance: its state and its context, as JSON text.
//
//   baton::save(run, std::cout);            std::string text = baton::save_text(run);
//   baton::load(run, std::cin);             baton::load_text(run, text);
//   baton::save_file(run, "order.json");    baton::load_file(run, "order.json");
//
// Loading replaces the state and the context of a Runner of the same workflow. Whatever does not fit is listed in the
// error that is thrown, and then nothing has changed.
#ifndef BATON_RUNNER_SAVE_HPP
#define BATON_RUNNER_SAVE_HPP

#include <cstddef>
#include <istream>
#include <iterator>
#include <memory>
#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "../config.hpp"
#include "../core/error.hpp"
#include "../core/file.hpp"
#include "../engine/migrate.hpp"
#include "../engine/restore.hpp"
#include "../engine/snapshot.hpp"
#include "bounded_json.hpp"
#include "context_json.hpp"
#include "runner.hpp"
#include "snapshot_json.hpp"

namespace baton::inline BATON_ABI::runner {

namespace detail {

/// Checks what a file says of itself, before anything in it is used.
template <class Json>
void check_header(const Json& file, std::string_view where, const std::string& workflow,
                  const engine::Migration* migration) {
    const auto refuse = [&](core::error_code code, const std::string& what) {
        throw core::error(code, std::string(where), what);
    };
    check_document(file, where, "instance", "it is no saved instance");
    if (!file.contains("workflow") || !file["workflow"].is_object() || !file["workflow"].contains("name") ||
        !file["workflow"]["name"].is_string() || !file.contains("state") || !file.contains("context") ||
        !file.contains("context_version") || !file["context_version"].is_number_integer())
        refuse(core::error_code::the_state_is_damaged, "parts of it are missing");
    const Json& name = file["workflow"]["name"];
    if (!is_text(name, workflow) && (migration == nullptr || !is_text(name, migration->old_workflow())))
        refuse(core::error_code::the_state_is_of_another_workflow,
               "it is of '" + name.template get<std::string>() + "', not of '" + workflow + "'");
}

template <class Context, class Resources>
void load_json(Runner<Context, Resources>& runner, const nlohmann::json& file, std::string_view where,
               const engine::Migration* migration) {
    check_header(file, where, runner.workflow().name(), migration);
    engine::Snapshot snapshot = SnapshotReader(file["state"]).read();
    // A state of this very version is not carried over again.
    const bool is_older =
        !is_text(file["workflow"].value("fingerprint", nlohmann::json()), runner.workflow().fingerprint());
    if (migration != nullptr && is_older)
        snapshot = engine::migrate(runner.workflow().graph(), std::move(snapshot), *migration);
    engine::State state = engine::restore(runner.workflow().graph(), snapshot);
    const auto version = file["context_version"].get<std::int64_t>();
    nlohmann::json fields = upgraded_context<Context>(
        file["context"], static_cast<int>(std::clamp<std::int64_t>(version, -1, std::numeric_limits<int>::max())));
    Context context = context_from_json<Context>(fields);
    runner.restore(std::move(state), std::move(context));
    if (file.contains("instance") && file["instance"].is_string()) runner.rename(file["instance"].get<std::string>());
    runner.remember(std::make_shared<const nlohmann::json>(std::move(fields)));
}

}  // namespace detail

/// Everything that is saved, as one JSON value.
template <class Context, class Resources>
nlohmann::json save_json(const Runner<Context, Resources>& runner) {
    const auto* before = static_cast<const nlohmann::json*>(runner.remembered());
    return {{"baton", {{"document", "instance"}, {"format", state_format}}},
            {"workflow", {{"name", runner.workflow().name()}, {"fingerprint", runner.workflow().fingerprint()}}},
            {"instance", detail::as_utf8(runner.name())},
            {"state", detail::snapshot_to_json(engine::snapshot_of(runner.workflow().graph(), runner.state()))},
            {"context", context_to_json(runner.context(), before)},
            {"context_version", context_version<Context>}};
}

/// BTN215 when the context cannot be written as JSON (text that is not UTF-8).
template <class Context, class Resources>
std::string save_text(const Runner<Context, Resources>& runner) {
    try {
        const nlohmann::json file = save_json(runner);
        if (detail::is_deeper(file, LoadLimits{}.depth))
            throw core::error(core::error_code::the_context_does_not_fit, "/context",
                              "it is nested deeper than can be loaded again: " + std::to_string(LoadLimits{}.depth));
        return file.dump(1) + '\n';
    } catch (const nlohmann::json::type_error& e) {
        throw core::error(core::error_code::the_context_does_not_fit, "/context", e.what());
    }
}
template <class Context, class Resources>
void save(const Runner<Context, Resources>& runner, std::ostream& out) {
    out << save_text(runner);
}
/// Written so that a crash at any point leaves the old file or the new one. BTN222.
template <class Context, class Resources>
void save_file(const Runner<Context, Resources>& runner, const std::string& path) {
    core::replace_file(path, save_text(runner));
}

/// BTN211 to BTN216 when the text does not fit; BTN201 when called from inside a run. With a migration, a state of
/// another version of the workflow is carried over (BTN217).
template <class Context, class Resources>
void load_text(Runner<Context, Resources>& runner, std::string_view text, const engine::Migration* migration = nullptr,
               std::string_view where = "saved state", const LoadLimits& limits = {}) {
    detail::load_json(runner, detail::parse_bounded(text, where, limits), where, migration);
}
template <class Context, class Resources>
void load(Runner<Context, Resources>& runner, std::istream& in, const engine::Migration* migration = nullptr) {
    load_text(runner, std::string(std::istreambuf_iterator<char>(in), {}), migration);
}
template <class Context, class Resources>
void load_file(Runner<Context, Resources>& runner, const std::string& path,
               const engine::Migration* migration = nullptr) {
    load_text(runner, core::read_file(path), migration, path);
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::load;
using runner::load_file;
using runner::load_text;
using runner::LoadLimits;
using runner::save;
using runner::save_file;
using runner::save_json;
using runner::save_text;
}  // namespace baton::inline BATON_ABI

#endif
