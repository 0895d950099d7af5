// What an activity costs a decider: one DecisionWorker and one ActivityWorker stepped alternately, decisions included.
#include <baton/decider/decider.hpp>
#include <baton/decider/store_backend.hpp>
#include <baton/store/memory_store.hpp>
#include <chrono>
#include <cstdio>
#include <filesystem>
#if BATON_HAS_SQLITE
#include <baton/store/sqlite_store.hpp>
#endif

using namespace baton;
using namespace baton::decider;

namespace {

std::int64_t ended(const Process& p) {
    std::int64_t n = 0;
    for (const Event& e : p.unseen_events()) n += e.as<ActivityEnded>() != nullptr ? 1 : 0;
    return n;
}
/// One activity after the other; the input says how many are left.
struct ChainWorkflow : Workflow {
    Decisions decide(const Process& p) override {
        const std::int64_t all = *p.input.integer();
        const Event& first = p.unseen_events()[0];
        std::int64_t made = 0;
        for (const Event& e : p.unseen_events())
            if (const auto* end = e.as<ActivityEnded>()) made = *std::get<ActivityCompleted>(end->result).result.integer() + 1;
        if (first.as<ProcessStarted>() == nullptr && made == 0) return {};
        if (made == all) return CompleteProcess{};
        return ScheduleActivity{"echo", made};
    }
};
/// All activities at once.
struct FanWorkflow : Workflow {
    Decisions decide(const Process& p) override {
        Decisions out;
        if (p.unseen_events()[0].as<ProcessStarted>() != nullptr)
            for (std::int64_t i = 0; i < *p.input.integer(); ++i) out += ScheduleActivity{"echo", i};
        if (ended(p) > 0 && p.unfinished_activities().empty()) out += CompleteProcess{};
        return out;
    }
};

template <class W>
void measure(const char* name, const std::shared_ptr<Backend>& backend, int processes, int activities) {
    Manager manager(backend);
    manager.add<W>().add_function({.name = "echo"}, [](const Value& input) { return input; });
    const auto begin = std::chrono::steady_clock::now();
    for (int i = 0; i < processes; ++i) manager.start_process<W>(activities);
    DecisionWorker decider(manager);
    ActivityWorker worker(manager);
    while (true) {
        const bool decided = decider.step();
        if (!worker.step() && !decided) break;
    }
    const std::chrono::duration<double, std::micro> took = std::chrono::steady_clock::now() - begin;
    std::printf("%-28s %5d x %-5d %9.2f us per activity%s\n", name, processes, activities, took.count() / processes / activities,
                manager.processes().empty() ? "" : "  NOT FINISHED");
}

}  // namespace

int main() {
    const auto memory = [] { return std::make_shared<MemoryBackend>(); };
    const auto stored = [] { return std::make_shared<StoreBackend>(std::make_shared<MemoryStore>()); };
    for (const auto& [processes, activities] : {std::pair(1, 10), {1, 100}, {1, 1000}, {100, 10}, {1000, 10}}) {
        measure<ChainWorkflow>("memory, chain", memory(), processes, activities);
        measure<ChainWorkflow>("store in memory, chain", stored(), processes, activities);
    }
    for (const int activities : {10, 100, 1000}) {
        measure<FanWorkflow>("memory, fan", memory(), 1, activities);
        measure<FanWorkflow>("store in memory, fan", stored(), 1, activities);
    }
#if BATON_HAS_SQLITE
    const auto file = std::filesystem::temp_directory_path() / "baton-deciders.db";
    for (const int processes : {1, 20}) {
        for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(file.string() + end);
        measure<ChainWorkflow>("SQLite, chain", std::make_shared<StoreBackend>(std::make_shared<SqliteStore>(file.string())), processes, 10);
    }
#endif
}
