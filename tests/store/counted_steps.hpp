// Steps that can be counted after a crash: each writes the instance, a row of history and a row of work, or nothing.
#ifndef TESTS_STORE_COUNTED_STEPS_HPP
#define TESTS_STORE_COUNTED_STEPS_HPP

#include <baton/store/store.hpp>
#include <cstdint>
#include <string>

namespace store_tests {

inline std::int64_t begin_counted_steps(baton::Store& store) {
    baton::store::InstanceRow made;
    made.definition_key = "d";
    made.state = std::string(300, 's');
    std::int64_t id = 0;
    store.transact([&](baton::store::Transaction& t) { id = *t.add_instance(made); });
    return id;
}
inline void make_counted_step(baton::Store& store, std::int64_t id) {
    store.transact([&](baton::store::Transaction& t) {
        baton::store::InstanceRow row = *t.lock_instance(id);
        t.append_history({id, row.next_seq++, 0, 0, 0, "", std::string(200, 'h')});
        t.update_instance(row);
        baton::store::WorkRow w;
        w.queue = "q";
        w.kind = 1;
        t.put_work(w);
    });
}
/// Where at most one step more than those acknowledged was begun. Nothing when all is well; `made`: how many there are.
inline std::string trouble_with_steps(baton::Store& store, std::int64_t acknowledged, std::int64_t* made = nullptr) {
    std::string trouble;
    store.transact([&](baton::store::Transaction& t) {
        const auto rows = t.query_instances({});
        if (rows.size() > 1 || (rows.empty() && acknowledged > 0)) trouble = "the instance is lost or there twice";
        if (rows.size() != 1) return;
        const std::int64_t steps = t.find_instance(rows[0].id)->rev;
        if (made != nullptr) *made = steps;
        if (steps < acknowledged) trouble = "an acknowledged step is lost";
        if (steps > acknowledged + 1) trouble = "there are more steps than were begun";
        if (static_cast<std::int64_t>(t.read_history(rows[0].id, 0, 1000).size()) != steps)
            trouble = "the history does not fit";
        if (t.count_work({}) != steps) trouble = "the work does not fit";
    });
    // It is of use as before.
    store.transact([](baton::store::Transaction& t) { t.put_blob("afterwards"); });
    return trouble;
}

}  // namespace store_tests

#endif
