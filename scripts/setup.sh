#!/bin/bash
# setup.sh [--build] - installs what Tapedeck needs and does not have yet; silent and quick when nothing is missing.
#
# With --build only what compiling needs, nothing of tests, demonstration and benchmarks: for the Dockerfile.
# Needs Debian or Ubuntu with apt, a Swift toolchain of 6.2 or newer, and root or sudo where packages are missing.
# What the machine must have is checked before anything is changed. What is not a package lies under .deps/:
#   .deps/librdkafka/lib        librdkafka of Debian 12 with patches (librdkafka/); programs use it instead of the package's
#   .deps/arrow/{include,lib}   Arrow C++ out of the pyarrow wheel (arrow.txt)
#   .deps/venv                  Python with the packages that the tests use (requirements.txt)
#   .deps/prometheus/promtool   Prometheus' checker, out of Debian's package: installing that would start a server
# Arrow and librdkafka are made beside their place and renamed into it; the venv, which knows its own path, is stamped last. So what
# is there is whole, and what was interrupted is made anew.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
scripts=$root/scripts
deps=$root/.deps

packages=(
    librdkafka-dev libwebsockets-dev libhiredis-dev libyaml-dev prometheus-cpp-dev # what Swift links
    libcurl4-openssl-dev                                                           # the same: messages to people
    zlib1g-dev libssl-dev g++ pkg-config                                           # what those need to compile
    make patch libcurl4-openssl-dev liblz4-dev libsasl2-dev libzstd-dev            # librdkafka
    python3 python3-pip unzip ca-certificates                                      # Arrow
)
build_only=no
if [ "${1:-}" = --build ]; then
    build_only=yes
else
    packages+=(
        redis-server kcat                    # what the tests and `tapedeck up` start
        python3-venv python3-dev gcc openssl # tests, bench, certificates
    )
fi

die() {
    echo "setup: $*" >&2
    exit 1
}
say() { echo "setup: $*" >&2; }

# --- What is missing? Nothing below this line changes anything until `install` is called.

# The version is asked once for each toolchain: asking takes longer than all the rest.
check_swift() {
    local swift seen version
    swift=$(command -v swift) ||
        die "no Swift toolchain on the PATH: install Swift 6.2 or newer from https://www.swift.org/install/linux/"
    seen=$(stat -Lc '%n %s %Y' "$swift")
    if [ -f "$deps/swift.seen" ] && [ "$(<"$deps/swift.seen")" = "$seen" ]; then return; fi
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -1)
    [ -n "$version" ] || die "$swift does not tell its version; Swift 6.2 or newer is needed"
    if [ "${version%%.*}" -lt 6 ] || { [ "${version%%.*}" -eq 6 ] && [ "${version#*.}" -lt 2 ]; }; then
        die "$swift is Swift $version; 6.2 or newer is needed (https://www.swift.org/install/linux/)"
    fi
    swift_seen=$seen
}

missing_packages() {
    # One question for all; a package that dpkg has never heard of is left out of the answer.
    local installed
    installed=$(dpkg-query -W -f='${Package} ${db:Status-Status}\n' "${packages[@]}" 2>/dev/null | sed -n 's/ installed$//p') || true
    local package
    for package in "${packages[@]}"; do
        grep -qxF -- "$package" <<<"$installed" || echo "$package"
    done
}

stamp_of() { cat "$@" | sha256sum | cut -d' ' -f1; }

is_current() { # DIRECTORY FILE...: was the directory made from these very files?
    [ -f "$1/made-from" ] && [ "$(<"$1/made-from")" = "$(stamp_of "${@:2}")" ]
}

rdkafka_is_ready() { is_current "$deps/librdkafka" "$scripts"/librdkafka/*; }
arrow_is_ready() { is_current "$deps/arrow" "$scripts/arrow.txt"; }
promtool_is_ready() { [ $build_only = yes ] || [ -x "$deps/prometheus/promtool" ]; }
venv_is_ready() {
    [ $build_only = yes ] || { is_current "$deps/venv" "$scripts/requirements.txt" && [ -x "$deps/venv/bin/python3" ]; }
}

swift_seen=
[ -r /etc/os-release ] && grep -qE '^ID(_LIKE)?=.*(debian|ubuntu)' /etc/os-release && command -v apt-get dpkg-query >/dev/null ||
    die "this is no Debian or Ubuntu with apt: install the packages that scripts/setup.sh names by other means"
check_swift
mapfile -t missing < <(missing_packages)
if [ ${#missing[@]} -eq 0 ] && [ -z "$swift_seen" ] && rdkafka_is_ready && arrow_is_ready && venv_is_ready && promtool_is_ready; then exit 0; fi

as_root=()
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null; then
        as_root=(sudo)
    elif [ ${#missing[@]} -gt 0 ]; then
        die "packages are missing (${missing[*]}) and there is neither root nor sudo to install them"
    fi
fi
case $(uname -m) in
    x86_64 | aarch64) ;;
    *) die "there is no Arrow wheel for $(uname -m): x86_64 and aarch64 are supported" ;;
esac

# --- Install

update_packages() { "${as_root[@]}" apt-get update -qq || die "apt-get update failed: is there a network?"; }

install_packages() {
    say "installing ${missing[*]}"
    update_packages
    # Debian starts a Redis of its own with the package; Tapedeck starts its own on a free port and needs none.
    local brings_redis=no has_systemd=no
    [[ " ${missing[*]} " != *" redis-server "* ]] || brings_redis=yes
    [ ! -d /run/systemd/system ] || has_systemd=yes
    if [ $brings_redis$has_systemd = yesyes ]; then
        "${as_root[@]}" systemctl mask --runtime --quiet redis-server.service
    fi
    local result=0
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" \
        >"$work/apt.log" 2>&1 || result=$?
    if [ $brings_redis$has_systemd = yesyes ]; then
        "${as_root[@]}" systemctl unmask --runtime --quiet redis-server.service
        "${as_root[@]}" systemctl disable --quiet redis-server.service 2>/dev/null || true
    elif [ $brings_redis = yes ]; then
        "${as_root[@]}" service redis-server stop >/dev/null 2>&1 || true # a container's init may have started it
    fi
    [ $result -eq 0 ] || {
        tail -n 15 "$work/apt.log" >&2
        die "apt-get could not install ${missing[*]}"
    }
}

replace() { # NEW OLD: puts a finished directory into its place
    local old=$work/replaced-$(basename "$2")
    [ ! -e "$2" ] || mv "$2" "$old"
    mv "$1" "$2"
}

# Debian's own: pip and venv belong to it, whatever python3 comes first on the PATH.
python() { /usr/bin/python3 "$@"; }

install_arrow() {
    say "unpacking Arrow C++ ($(sed -n 's/^\(pyarrow==[^ ]*\).*/\1/p' "$scripts/arrow.txt"))"
    python -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes \
        --implementation cp --python-version 3.12 --abi cp312 --platform "manylinux_2_28_$(uname -m)" \
        --dest "$work/wheel" -r "$scripts/arrow.txt" || die "pip could not download Arrow: is there a network?"
    unzip -q "$work"/wheel/*.whl 'pyarrow/include/*' 'pyarrow/libarrow.so.*' 'pyarrow/libarrow_s3.so.*' \
        'pyarrow/libparquet.so.*' -d "$work/unpacked"
    mkdir -p "$work/arrow/lib"
    mv "$work/unpacked/pyarrow/include" "$work/arrow/include"
    local library
    for library in libarrow libarrow_s3 libparquet; do
        mv "$work/unpacked/pyarrow/$library".so.* "$work/arrow/lib/"
        ln -s "$(basename "$work/arrow/lib/$library".so.*)" "$work/arrow/lib/$library.so"
    done
    stamp_of "$scripts/arrow.txt" >"$work/arrow/made-from"
    replace "$work/arrow" "$deps/arrow"
}

# A source package of the very version, from where this machine has its packages from, mirrors included. The lists of sources that
# this takes lie in a folder of its own, so that neither the machine's own nor root is needed.
download_source() { # NAME VERSION FOLDER
    local apt=$work/apt file options
    mkdir -p "$apt"/{parts,lists/partial,cache/archives/partial} "$3"
    : >"$apt/sources.list"
    for file in /etc/apt/sources.list /etc/apt/sources.list.d/*.list; do
        [ ! -f "$file" ] || sed -nE 's/^deb /deb-src /p' "$file" >>"$apt/sources.list"
    done
    for file in /etc/apt/sources.list.d/*.sources; do
        [ ! -f "$file" ] || sed -E 's/^Types:.*/Types: deb-src/' "$file" >"$apt/parts/$(basename "$file")"
    done
    options=(
        -o "Dir::Etc::sourcelist=$apt/sources.list" -o "Dir::Etc::sourceparts=$apt/parts"
        -o "Dir::State::lists=$apt/lists" -o "Dir::Cache=$apt/cache"
    )
    # Others than the distribution's may have no sources; what counts is whether this one is found.
    apt-get "${options[@]}" update -qq >"$work/apt.log" 2>&1 || true
    (cd "$3" && apt-get "${options[@]}" source -qq --download-only "$1=$2") >>"$work/apt.log" 2>&1
}

install_rdkafka() {
    local name version hash tarball
    { read -r name version && read -r hash; } < <(grep -v '^#' "$scripts/librdkafka/source.txt")
    say "building $name $version"
    tarball=${TAPEDECK_LIBRDKAFKA:-}
    if [ -z "$tarball" ]; then
        download_source "$name" "$version" "$work/source" || {
            tail -n 5 "$work/apt.log" >&2
            die "apt-get has no source of $name $version (Debian 12's): name a copy of its .orig.tar.gz in TAPEDECK_LIBRDKAFKA"
        }
        tarball=$(echo "$work/source/$name"_*.orig.tar.gz)
    fi
    echo "$hash  $tarball" | sha256sum --check --quiet || die "$tarball is not what it was"
    mkdir -p "$work/rdkafka" "$work/librdkafka/lib"
    tar -xzf "$tarball" --strip-components=1 -C "$work/rdkafka"
    (
        cd "$work/rdkafka"
        for change in "$scripts"/librdkafka/*.patch; do patch --quiet -p1 <"$change"; done
        ./configure --disable-debug-symbols
        make -j "$(nproc)" -C src librdkafka.so.1
    ) >"$work/rdkafka.log" 2>&1 || {
        tail -n 15 "$work/rdkafka.log" >&2
        die "librdkafka could not be built"
    }
    install -s -t "$work/librdkafka/lib" "$work/rdkafka/src/librdkafka.so.1"
    ln -s librdkafka.so.1 "$work/librdkafka/lib/librdkafka.so"
    stamp_of "$scripts"/librdkafka/* >"$work/librdkafka/made-from"
    replace "$work/librdkafka" "$deps/librdkafka"
}

install_venv() {
    say "making .deps/venv ($(grep -v '^#' "$scripts/requirements.txt" | paste -sd' '))"
    rm -rf "$deps/venv"
    python -m venv "$deps/venv" || die "python3 -m venv failed"
    "$deps/venv/bin/python3" -m pip install --quiet --disable-pip-version-check -r "$scripts/requirements.txt" ||
        die "pip could not install the tests' packages: is there a network?"
    stamp_of "$scripts/requirements.txt" >"$deps/venv/made-from"
}

install_promtool() {
    say "unpacking promtool"
    mkdir "$work/prometheus"
    # A machine without package lists has to fetch them first, which only root may.
    (cd "$work/prometheus" && apt-get download -qq prometheus) 2>"$work/apt.log" ||
        { update_packages && (cd "$work/prometheus" && apt-get download -qq prometheus) 2>"$work/apt.log"; } || {
        tail -n 5 "$work/apt.log" >&2
        die "apt-get could not download prometheus: is there a network?"
    }
    dpkg-deb --fsys-tarfile "$work"/prometheus/prometheus_*.deb | tar -xO ./usr/bin/promtool >"$work/prometheus/promtool"
    chmod +x "$work/prometheus/promtool"
    rm "$work"/prometheus/*.deb
    replace "$work/prometheus" "$deps/prometheus"
}

mkdir -p "$deps"
exec 9>"$deps/lock"
flock 9 # a second `make` beside this one waits, and then does again at most what is there
work=$(mktemp -d "$deps/work.XXXXXX")
trap 'rm -rf "$work"' EXIT
if [ ${#missing[@]} -gt 0 ]; then install_packages; fi
rdkafka_is_ready || install_rdkafka
arrow_is_ready || install_arrow
venv_is_ready || install_venv
promtool_is_ready || install_promtool
if [ -n "$swift_seen" ]; then
    echo "$swift_seen" >"$work/swift.seen"
    mv "$work/swift.seen" "$deps/swift.seen"
fi
