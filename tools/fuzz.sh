#!/bin/sh
# Fuzzes what reads text: fuzz.sh [SECONDS [TARGET...]], for each of the targets in tests/fuzz, or those named. Prints
# executions, the size of the corpus that was found, and the lines of its folder of include/baton that it covers. What
# broke is in build/fuzz/TARGET.found; what was found to be worth keeping in build/fuzz/TARGET.corpus. CXX,
# LLVM_VERSION.
set -e
cd "$(dirname "$0")/.."
seconds=${1:-60}
[ $# -eq 0 ] || shift
[ $# -gt 0 ] || set -- feel juel default_language key_value pattern temporal_text bpmn_import bpmn_check
cxx=${CXX:-clang++}
version=${LLVM_VERSION:-$($cxx -dumpversion | sed 's/\..*//')}
profdata=$(command -v "llvm-profdata-$version" || command -v llvm-profdata || true)
cov=$(command -v "llvm-cov-$version" || command -v llvm-cov || true)
folder=${FUZZ_FOLDER:-build/fuzz}
mkdir -p "$folder"
flags="-std=c++20 -g1 -O1 -Iinclude"
failed=0
covering=
for target; do
    echo "== $target"
    # What it reads: the folder whose lines count, the longest text, what it is linked to, and what it begins with.
    case $target in
    bpmn_*) part=bpmn length=16384 libraries=-lpugixml seeds="tests/fuzz/corpus/bpmn_import tests/data/bpmn" ;;
    *) part=expression length=2048 libraries= seeds=tests/fuzz/corpus/$target ;;
    esac
    found=$folder/$target.found
    corpus=$folder/$target.corpus
    mkdir -p "$corpus" "$found"
    # shellcheck disable=SC2086
    $cxx $flags -fsanitize=fuzzer,address,undefined -fno-sanitize-recover=all "-DFUZZ_TARGET=$target" \
        "-DFUZZ_HEADER=\"targets/$target.hpp\"" tests/fuzz/target.cpp -o "$folder/$target" $libraries
    # shellcheck disable=SC2086
    # A slow or large text is a finding too. -timeout is for instrumented code on a busy machine.
    "$folder/$target" -max_total_time="$seconds" -timeout=60 -rss_limit_mb=1024 -max_len=$length -print_final_stats=1 \
        -artifact_prefix="$found/" "$corpus" $seeds >"$folder/$target.log" 2>&1 || {
        failed=1
        echo "BROKEN: $(ls "$found" | tail -n 1)"
        grep -E "ERROR|SUMMARY|runtime error" "$folder/$target.log" | head -n 3
    }
    echo "executions: $(sed -n 's/^stat::number_of_executed_units: *//p' "$folder/$target.log")"
    echo "corpus: $(find "$corpus" -type f | wc -l) texts"
    if [ -n "$profdata" ] && [ -n "$cov" ]; then
        # Over the corpus only: coverage takes time that fuzzing needs. Built once for all targets.
        # shellcheck disable=SC2086
        [ -n "$covering" ] || $cxx $flags -fprofile-instr-generate -fcoverage-mapping -DBATON_HAS_BPMN=1 \
            tests/fuzz/run_corpus.cpp -o "$folder/run_corpus.coverage" -lpugixml
        covering=yes
        # shellcheck disable=SC2086
        LLVM_PROFILE_FILE="$folder/$target.profraw" "$folder/run_corpus.coverage" "$target" "$corpus" $seeds >/dev/null
        "$profdata" merge -sparse "$folder/$target.profraw" -o "$folder/$target.profdata"
        "$cov" report "$folder/run_corpus.coverage" -instr-profile="$folder/$target.profdata" "include/baton/$part" \
            >"$folder/$target.cov"
        echo "lines covered: $(awk '$1 == "TOTAL" {print $10}' "$folder/$target.cov")" \
            "of include/baton/$part ($folder/$target.cov)"
    else
        echo "lines covered: not known (llvm-profdata and llvm-cov are not there)"
        grep -E "cov: [0-9]+" "$folder/$target.log" | tail -n 1
    fi
done
exit $failed
