// open(): an instance that lives in a file.
//
//   auto job = baton::open("job17.json", assay, Job{17}, lab);   // new or resumed; locked; saved
//   job.run();
//
// The file is the truth: it is locked as long as the object lives, and written after every run that comes to rest (or
// after every task, if asked for). A crash at any point leaves the last state that was written; tasks that ran after it
// run again.
#ifndef BATON_RUNNER_OPEN_HPP
#define BATON_RUNNER_OPEN_HPP

#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "../config.hpp"
#include "../core/file.hpp"
#include "runner.hpp"
#include "save.hpp"

namespace baton::inline BATON_ABI::runner {

/// When the file is written.
enum class SaveWhen {
    at_rest,         ///< when nothing can act any more: one write for a run
    after_each_task  ///< after every action: what runs again after a crash is one task
};

struct OpenOptions {
    /// What to do when another process has the instance.
    core::FileLock::when_held locked = core::FileLock::when_held::refuse;
    SaveWhen save = SaveWhen::at_rest;
    /// Carries over a state of another version of the workflow.
    std::optional<engine::Migration> migration = std::nullopt;
    /// Name of the instance; the file's name without folder and ending where none is given.
    std::string name = {};
    Clock clock = system_time;
};

/// A Runner whose state is kept in a file. One thread at a time, as a Runner; movable.
template <class Context, class Resources>
class FileRunner {
public:
    using runner_type = Runner<Context, Resources>;

    /// Locks, then loads the file or writes a new one. BTN221, BTN222, and all that load_file() throws.
    FileRunner(std::string path, runner_type runner, OpenOptions options)
        : path_(core::real_path(path)),
          lock_(path_ + ".lock", options.locked),
          save_(options.save),
          runner_(std::move(runner)) {
        runner_.clock(std::move(options.clock));
        const std::optional<std::string> text = core::read_file_if_any(path_);
        resumed_ = text.has_value();
        if (resumed_)
            load_text(runner_, *text, options.migration ? &*options.migration : nullptr, path_);
        else
            save_file(runner_, path_);
    }
    FileRunner(FileRunner&&) noexcept = default;
    FileRunner& operator=(FileRunner&&) noexcept = default;
    FileRunner(const FileRunner&) = delete;
    FileRunner& operator=(const FileRunner&) = delete;
    ~FileRunner() = default;

    /// The file was there, and the context given to open() was not used.
    [[nodiscard]] bool resumed() const { return resumed_; }
    [[nodiscard]] const std::string& path() const { return path_; }

    /// Runs and saves. When saving fails (BTN222) the instance in memory has gone on; the next run saves again.
    Report run() {
        return saved([this] { return runner_.run(); });
    }
    Report run(core::instant now) {
        return saved([&] { return runner_.run(now); });
    }
    void run_or_throw() {
        saved([this] { return runner_.run_or_throw(), 0; });
    }
    /// Completes a waiting task, and saves.
    void complete(std::string_view task) {
        saved([&] { return runner_.complete(task), 0; });
    }
    template <class Function>
    void complete(std::string_view task, Function change) {
        saved([&] { return runner_.complete(task, std::move(change)), 0; });
    }
    /// A technical failure, a BPMN error, or another question to the task that waits; and saves.
    void fail(std::string_view task, std::string_view message) {
        saved([&] { return runner_.fail(task, message), 0; });
    }
    void error(std::string_view task, std::string_view code, std::string_view message = {}) {
        saved([&] { return runner_.error(task, code, message), 0; });
    }
    void wake(std::string_view task) {
        saved([&] { return runner_.wake(task), 0; });
    }
    void cancel() {
        saved([&] { return runner_.cancel(), 0; });
    }
    void pause() {
        saved([&] { return runner_.pause(), 0; });
    }
    void resume() {
        saved([&] { return runner_.resume(), 0; });
    }
    /// After a change of the context from outside.
    void save() { save_file(runner_, path_); }

    [[nodiscard]] bool finished() const { return runner_.finished(); }
    [[nodiscard]] engine::Status status() const { return runner_.status(); }
    [[nodiscard]] std::vector<WaitInfo> waiting() const { return runner_.waiting(); }
    [[nodiscard]] bool waits_at(std::string_view task) const { return runner_.waits_at(task); }
    [[nodiscard]] std::size_t passed(std::string_view node) const { return runner_.passed(node); }
    [[nodiscard]] const Report& report() const { return runner_.report(); }
    [[nodiscard]] const std::string& name() const { return runner_.name(); }
    [[nodiscard]] std::string explain() const { return runner_.explain(); }
    [[nodiscard]] core::instant next_due() { return runner_.next_due(); }
    [[nodiscard]] Handle<Context> handle() const { return runner_.handle(); }
    [[nodiscard]] Context& context() { return runner_.context(); }
    [[nodiscard]] const Context& context() const { return runner_.context(); }
    /// For observers, hooks and settings. What is run through it is not saved until the next call of save() or run().
    [[nodiscard]] runner_type& runner() { return runner_; }
    [[nodiscard]] const runner_type& runner() const { return runner_; }

private:
    /// Saves after `use`, also when it throws: what ran has run.
    template <class Use>
    auto saved(Use use) {
        if (save_ == SaveWhen::after_each_task) runner_.after_step([this] { save(); });
        try {
            auto result = use();
            runner_.after_step({});
            save();
            return result;
        } catch (...) {
            runner_.after_step({});
            try {
                save();
            } catch (...) {
                // The first exception says what went wrong; the next run saves again.
            }
            throw;
        }
    }

    std::string path_;
    core::FileLock lock_;
    SaveWhen save_;
    runner_type runner_;
    bool resumed_ = false;
};

namespace detail {

/// "job17" of "states/job17.json".
inline std::string stem_of(const std::string& path) {
    const std::size_t slash = path.rfind('/');
    const std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
    const std::size_t dot = file.rfind('.');
    return dot == std::string::npos || dot == 0 ? file : file.substr(0, dot);
}

}  // namespace detail

/// Starts or resumes the instance in `path`. `context` is used only when the file is not there yet.
template <class Declared, class Context, class Resources>
requires requires(Declared w) { Workflow{w}; }
auto open(std::string path, Declared workflow, Context context, Resources& resources, OpenOptions options = {}) {
    Workflow w{workflow};
    using workflow_type = decltype(w);
    static_assert(std::is_same_v<typename workflow_type::resources, Resources>,
                  "open: the resources are not of the type that the workflow declares");
    std::string name = options.name.empty() ? detail::stem_of(path) : options.name;
    Runner<typename workflow_type::context, Resources> runner(std::move(w), std::move(context), resources,
                                                              std::move(name));
    return FileRunner<typename workflow_type::context, Resources>(std::move(path), std::move(runner),
                                                                  std::move(options));
}
/// The same for a workflow without resources.
template <class Declared, class Context>
requires requires(Declared w) { Workflow{w}; }
auto open(std::string path, Declared workflow, Context context, OpenOptions options = {}) {
    Workflow w{workflow};
    using workflow_type = decltype(w);
    static_assert(std::is_same_v<typename workflow_type::resources, core::no_resources>,
                  "open: this workflow declares resources; give them as the fourth argument");
    std::string name = options.name.empty() ? detail::stem_of(path) : options.name;
    Runner<typename workflow_type::context> runner(std::move(w), std::move(context), std::move(name));
    return FileRunner<typename workflow_type::context, core::no_resources>(std::move(path), std::move(runner),
                                                                           std::move(options));
}

}  // namespace baton::inline BATON_ABI::runner

namespace baton::inline BATON_ABI {
using runner::FileRunner;
using runner::open;
using runner::OpenOptions;
using runner::SaveWhen;
}  // namespace baton::inline BATON_ABI

#endif
