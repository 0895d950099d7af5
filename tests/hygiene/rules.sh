#!/bin/sh
# Rules about the source text that no compiler checks: rules.sh SOURCE_FOLDER. Prints what breaks one; exit 1 if any.
cd "$1" || exit 2
status=0
fail() {
    echo "$1"
    status=1
}

# All time comes through one injected clock: only runner/clock.hpp reads one.
clocks=$(grep -rnE '(system_clock|steady_clock|high_resolution_clock|utc_clock)::now|[^_a-z](time|gettimeofday|clock_gettime|localtime|gmtime)\(' include |
    grep -v '^include/baton/runner/clock.hpp:' |
    grep -vE '(core::|instant |const auto |static )time\(|[.]time\(| time\(t,| time\(in,| time\(from_,| time\(const' || true)
[ -z "$clocks" ] || fail "a clock is read outside runner/clock.hpp:
$clocks"

# Nor is there any other source of chance or surroundings in the engine and below.
chance=$(grep -rnE 'random_device|std::rand|getenv|std::thread|std::mutex|iostream' include/baton/core include/baton/dsl include/baton/graph include/baton/engine || true)
[ -z "$chance" ] || fail "the engine and below do no I/O:
$chance"

# Includes only point up the table of the modules.
allowed() {
    case $1 in
        core) echo "core" ;;
        dsl) echo "core dsl" ;;
        graph) echo "core graph" ;;
        engine) echo "core graph engine" ;;
        expression) echo "core expression" ;;
        layout) echo "core layout" ;;
        bpmn) echo "core expression layout bpmn" ;;
        cli) echo "core dsl graph engine runner diagram expression layout bpmn store service testing cli" ;;
        decider) echo "core dsl graph engine expression runner store service decider" ;;
        store) echo "core graph engine runner store" ;;
        service) echo "core dsl graph engine expression layout bpmn runner store service" ;;
        runner) echo "core dsl graph engine expression runner" ;;
        diagram) echo "core graph engine diagram" ;;
        testing) echo "core dsl graph engine runner diagram bpmn testing" ;;
    esac
}
for module in core dsl graph engine runner diagram expression layout bpmn cli testing store service decider; do
    for file in $(find "include/baton/$module" -name '*.hpp'); do
        for other in $(sed -n 's|^#include "\(\.\./\)*\([a-z0-9_]*\)/.*|\2|p' "$file" | sort -u); do
            [ -d "include/baton/$other" ] || continue
            case " $(allowed $module) " in
                *" $other "*) ;;
                *) fail "$file includes $other/, which stands below $module/" ;;
            esac
        done
    done
done

# The headers that declare workflows stay light.
heavy=$(grep -nE '#include <(boost/graph|nlohmann|string>|vector>|chrono>|functional>|iostream|stop_token)' \
    include/baton/workflow.hpp include/baton/dsl/words.hpp include/baton/dsl/collector.hpp include/baton/dsl/lower.hpp \
    include/baton/dsl/declaration.hpp include/baton/dsl/macros.hpp include/baton/dsl/tasks.hpp include/baton/dsl/compose.hpp \
    include/baton/core/outcome.hpp include/baton/core/self.hpp include/baton/core/text.hpp include/baton/core/time.hpp \
    include/baton/core/callables.hpp include/baton/core/rows.hpp include/baton/core/report.hpp include/baton/core/fields.hpp \
    include/baton/core/check/names.hpp include/baton/core/check/words.hpp include/baton/core/check/reach.hpp \
    include/baton/core/check/sound.hpp || true)
[ -z "$heavy" ] || fail "heavy includes where a declaration lives:
$heavy"

# Include guards are made of the path.
for file in $(find include -name '*.hpp'); do
    guard=$(echo "$file" | sed 's|^include/||; s|[/.]|_|g' | tr a-z A-Z)
    grep -q "^#ifndef $guard\$" "$file" || fail "$file: the include guard is not $guard"
done

# Every problem that the compiler can report has a test that it does, but one that a Builder only can meet.
for name in $(sed -n '/define BATON_PROBLEMS/,/^$/p' include/baton/core/error_code.hpp | sed -n 's/.*X(\([a-z_]*\)).*/\1/p'); do
    grep -rqs "$name" tests/build_failure || fail "no negative compile test expects $name"
done

exit $status
