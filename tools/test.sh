#!/bin/sh
# Builds and runs all tests: test.sh [--all]
#
#   test.sh        g++: everything. clang: negative compiles, and unit tests under ASan and UBSan (it builds them in less
#                  than half the time that g++ takes). Few seeds and kills. Under half an hour on two cores.
#   test.sh --all  every compiler in full, ASan and UBSan, TSan, twenty times the seeds, 200 kills, the fuzz targets for
#                  BATON_FUZZ_SECONDS each (60), the benchmarks.
set -e
cd "$(dirname "$0")/.."
root=$PWD
all=no
[ "$1" != --all ] || all=yes
if [ $all = yes ]; then tools/install.sh all; else tools/install.sh test; fi
export CTEST_OUTPUT_ON_FAILURE=1
export ASAN_OPTIONS="suppressions=$root/tests/asan.supp" LSAN_OPTIONS="suppressions=$root/tests/lsan.supp"
jobs=$(nproc)
began=$(date +%s)
# The collector of g++ waits for more to collect: a fifth of the time. Debug information would take another third.
gcc_flags="--param ggc-min-heapsize=1000000"
say() { echo "== $1 ($(($(date +%s) - began)) s)"; }

# build_and_test FOLDER [CMake options]: configures, builds, runs its tests. What fails ends this script.
build_and_test() {
    folder=$1
    shift
    mkdir -p "$folder"
    cmake -S . -B "$folder" -G Ninja -DCMAKE_BUILD_TYPE=Debug -DCMAKE_CXX_FLAGS_DEBUG=-g1 -DBATON_TESTS=ON \
        -DBATON_EXAMPLES=ON "$@" >/dev/null
    cmake --build "$folder" -j "$jobs" >"$folder/build.log" 2>&1 || {
        grep -E -A5 'error|FAILED' "$folder/build.log" | head -n 60
        echo "the build in $folder failed"
        exit 1
    }
    passed=yes
    ctest --test-dir "$folder" -j "$jobs" >"$folder/test.log" 2>&1 || passed=no
    grep -vE '^ *(Start|Test project|$)|Passed' "$folder/test.log" || true
    [ $passed = yes ] || exit 1
}

compilers=$(for c in g++ clang++-14 clang++-16 clang++-19; do command -v $c || true; done)
clangs=$(echo "$compilers" | grep clang || true)
one_clang=$(echo "$clangs" | head -n 1)
[ -n "$one_clang" ] || { echo "no clang was found"; exit 1; }

if [ $all = no ]; then
    say "g++"
    build_and_test build "-DCMAKE_CXX_FLAGS=$gcc_flags" -DCMAKE_CXX_FLAGS_DEBUG=-g0 -DBATON_CHECK_HEADERS=quick \
        "-DBATON_CHECK_COMPILERS=$one_clang;$(command -v g++)"
    say "$one_clang: syntax of the programs that are not built with it"
    tools/check_syntax.sh "$one_clang" build examples tests/programs tests/faults
    say "$one_clang: ASan and UBSan"
    export BATON_TEST_SEEDS=0.3
    build_and_test build/asan "-DCMAKE_CXX_COMPILER=$one_clang" -DBATON_SANITIZE=address,undefined -DBATON_EXAMPLES=OFF
else
    export BATON_TEST_SEEDS=20
    for compiler in $compilers; do
        name=$(basename "$compiler")
        folder=build/$name
        [ "$name" != g++ ] || folder=build
        say "$name"
        build_and_test "$folder" "-DCMAKE_CXX_COMPILER=$compiler" "-DBATON_CHECK_COMPILERS=$compiler" -DBATON_TEST_KILLS=200
    done
    export BATON_TEST_SEEDS=2
    for compiler in "$(command -v g++)" "$one_clang"; do
        name=$(basename "$compiler")
        say "$name, ASan and UBSan"
        build_and_test "build/asan-$name" "-DCMAKE_CXX_COMPILER=$compiler" -DBATON_SANITIZE=address,undefined
    done
    say "TSan"
    export TSAN_OPTIONS="suppressions=$root/tests/tsan.supp"
    build_and_test build/tsan -DBATON_SANITIZE=thread
    say "fuzzing, with $one_clang"
    # shellcheck disable=SC2086
    CXX=$one_clang tools/fuzz.sh "${BATON_FUZZ_SECONDS:-60}"
    say "clang-tidy"
    tools/check_tidy.sh build
    say "benchmarks"
    tools/benchmark.sh $compilers
fi
say "all passed"
cd "$root"
