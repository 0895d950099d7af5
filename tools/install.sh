#!/bin/sh
# Installs what is missing on Debian: install.sh build|test|all. Needs root or sudo only when something is missing.
set -e
packages="g++ cmake ninja-build pkg-config libboost-dev nlohmann-json3-dev libgraphviz-dev graphviz libcli11-dev libpugixml-dev libsqlite3-dev libpq-dev fonts-dejavu-core"
[ "$1" = build ] || packages="$packages catch2 make ccache clang-14 libclang-rt-14-dev valgrind time libbenchmark-dev libtbb-dev liblua5.4-dev libcurl4-openssl-dev tzdata postgresql"
[ "$1" != all ] || packages="$packages clang-16 clang-19 libclang-rt-16-dev libclang-rt-19-dev clang-tidy"

missing=
for package in $packages; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0
as_root=
[ "$(id -u)" = 0 ] || as_root=sudo
echo "installing:$missing"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
install() { $as_root apt-get install -y --no-install-recommends $1 >"$log" 2>&1; }
if ! install "$missing"; then
    $as_root apt-get update >"$log" 2>&1 || true
    if ! install "$missing"; then
        if [ "$1" = all ]; then
            # Debian 12 has not every clang; those that cannot be installed are left out and said so by test.sh.
            for package in $missing; do install "$package" || echo "cannot be installed: $package"; done
        else
            cat "$log"
            exit 1
        fi
    fi
fi
rm -f "$log"
