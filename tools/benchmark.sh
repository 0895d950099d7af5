#!/bin/sh
# Prints what things cost, beside the budgets: benchmark.sh [COMPILER...] (for the cost of declaring; g++ otherwise).
set -e
cd "$(dirname "$0")/.."
[ $# -gt 0 ] || set -- g++
folder=build/release
cmake -S . -B $folder -G Ninja -DCMAKE_BUILD_TYPE=RelWithDebInfo -DBATON_TESTS=OFF -DBATON_EXAMPLES=OFF -DBATON_BENCHMARKS=ON >/dev/null
cmake --build $folder | tail -n 1

echo "== declaring (budgets: 100 tasks 0.7 s, 300 tasks 1.5 s, workflow.hpp 0.3 s with g++ and 0.4 s with clang,"
echo "   engine.hpp 1.6 s, baton.hpp 3 s; 349525 steps, a third of clang's limit, at 300 tasks)"
benchmarks/compiling.sh "$@"

# instructions SHAPE SIZE: "tasks instructions"
instructions() {
    tasks=$($folder/bin/instructions "$1" "$2")
    all=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='measured(*' \
        $folder/bin/instructions "$1" "$2" 2>&1 | sed -n 's/.*Collected : //p')
    echo "$tasks $all"
}
echo "== instructions (callgrind)"
for shape in "chain 10" "chain 1000" "chain 2000" "chain 10000" "fan 10" "fan 1000" "inclusive_fan 10" "inclusive_fan 1000" \
    "branches 100" "loop 10000" "instances 1000"; do
    instructions $shape | awk -v shape="$shape" '{ printf "%-20s %8d tasks %10d instructions %8.1f per task\n", shape, $1, $2, $2 / $1 }'
done | tee $folder/instructions.txt
awk '
    { per[$1 " " $2] = $7; all[$1 " " $2] = $5 }
    function verdict(value, budget) { return value <= budget ? "holds" : "MISSED" }
    END {
        step = (all["chain 2000"] - all["chain 1000"]) / 1000
        printf "%-60s %8.1f  budget 60: %s\n", "a plain step: chain of 2000 less chain of 1000", step, verdict(step, 60)
        fan = per["inclusive_fan 1000"] / per["inclusive_fan 10"]
        printf "%-60s %8.2f  budget 3: %s\n", "a token of an inclusive fan-in of 1000, against one of 10", fan, verdict(fan, 3)
        fan = per["fan 1000"] / per["fan 10"]
        printf "%-60s %8.2f  budget 3: %s\n", "a token of a fan-in of 1000, against one of 10", fan, verdict(fan, 3)
    }' $folder/instructions.txt

echo "== nanoseconds per task, and how many times that is what baton takes"
$folder/bin/running --benchmark_min_time=0.3 --benchmark_format=csv 2>/dev/null | awk -F, '
    $1 == "name" { for (i = 1; i <= NF; ++i) if ($i == "\"ns_per_task\"") column = i }
    column && $1 ~ /\// {
        gsub(/"/, "", $0)
        split($1, part, "/")
        if (!(part[1] in seen)) { seen[part[1]] = ++shapes; order[shapes] = part[1] }
        ns[part[1], part[2]] = $column
    }
    END {
        printf "%-36s %10s %18s %18s %18s\n", "", "baton", "by hand", "oneTBB", "Statechart"
        for (s = 1; s <= shapes; ++s) {
            printf "%-36s %10.1f", order[s], ns[order[s], "baton"]
            split("by hand,oneTBB,Statechart", others, ",")
            for (o = 1; o <= 3; ++o) {
                value = ns[order[s], others[o]]
                if (value == "") printf " %18s", "-"
                else printf " %10.1f %6.2fx", value, value / ns[order[s], "baton"]
            }
            printf "\n"
        }
    }'

echo "== memory, saving and loading"
$folder/bin/memory

echo "== expressions (budgets: a condition 250 ns, parsing 100 characters 15 us, a filter linear)"
$folder/bin/expressions --benchmark_min_time=0.3 2>/dev/null | awk -F'  +' '/ ns /{ printf "%-56s %14s\n", $1, $3 }'

echo "== processes"
$folder/bin/processes
# measured: the difference of two chains, so that importing and deploying do not count
processes() {
    valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect='*ProcessEngine::start(*' \
        $folder/bin/processes chain "$1" 2>&1 | sed -n 's/.*Collected : //p'
}
awk -v a="$(processes 2000)" -v b="$(processes 1000)" 'BEGIN {
    step = (a - b) / 1000
    printf "%-60s %8.1f  budget 600: %s\n", "an imported service task (instructions)", step, step <= 600 ? "holds" : "MISSED" }'

echo "== stores and service, in $folder (every commit is flushed where it says full)"
$folder/bin/stores "$folder"
$folder/bin/service "$folder"
$folder/bin/deciders
