#!/bin/sh
# Negative compile tests: check.sh COMPILER INCLUDE_FOLDER FILE...
#
# Each FILE must fail to compile with exactly one line that says "error:". Its first lines say what the diagnostics must
# hold: "// expect: TEXT", and "// expect-name: NAME" for a name that is a template argument (clang before 16 prints it
# as a list of characters). "// expect-error: TEXT" must stand in the one error line itself.
compiler=$1 include=$2
shift 2
output=$(mktemp)
trap 'rm -f "$output"' EXIT
failed=0
fail() {
    echo "FAILED $file with $compiler: $1"
    sed 's/^/    /' "$output" | cut -c1-300 | head -20
    failed=$((failed + 1))
}
holds() { grep -qF -- "$1" "$2"; }
spread() { echo "$1" | sed "s/./'&', /g; s/, \$//"; }

for file in "$@"; do
    if LC_ALL=C "$compiler" -std=c++20 -fsyntax-only -Wall -Wextra -fno-diagnostics-color \
        -I "$include" "$file" >"$output" 2>&1; then
        fail "it compiles"
        continue
    fi
    sed -i "s/[‘’]/'/g" "$output"
    errors=$(grep -c 'error: ' "$output")
    if [ "$errors" != 1 ]; then
        fail "$errors lines say error:, not 1"
        continue
    fi
    while IFS= read -r line; do
        case $line in
            "// expect: "*) text=${line#// expect: }; holds "$text" "$output" || fail "nothing says: $text" ;;
            "// expect-error: "*)
                text=${line#// expect-error: }
                grep 'error: ' "$output" | grep -qF -- "$text" || fail "the error does not say: $text" ;;
            "// expect-name: "*)
                name=${line#// expect-name: }
                holds "\"$name\"" "$output" || holds "<$(spread "$name")>" "$output" || holds "task $name" "$output" ||
                    fail "nothing names: $name" ;;
            "// "*) ;;
            *) break ;;
        esac
    done <"$file"
done
echo "$# files with $compiler, $failed failed"
[ "$failed" = 0 ]
