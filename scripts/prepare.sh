# Sourced by ./run and ./test: finds out what this machine lacks and installs it, saying so.

# Debian packages: C libraries of Myelin, and what the Swift toolchain itself needs to build and link.
debian_packages=(
    libsodium-dev liblmdb-dev libxxhash-dev pkg-config git ca-certificates
    binutils gcc g++ libc6-dev libstdc++-12-dev libcurl4 libxml2 libncurses6 libsqlite3-0 zlib1g-dev tzdata unzip
)

# One configuration for everything: optimised, with tests able to see inside.
swift_flags=(-c release -Xswiftc -enable-testing)

say() { printf '\033[1m== %s\033[0m\n' "$*"; }

fail() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Seconds since the last call, for the table of stages.
stage_started=$SECONDS
stage_times=()
stage_done() {
    stage_times+=("$(printf '%6d s  %s' $((SECONDS - stage_started)) "$1")")
    stage_started=$SECONDS
}
print_stages() {
    say "Time of each stage"
    printf '%s\n' "${stage_times[@]}"
}

as_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi
}

install_packages() {
    if command -v brew >/dev/null; then
        brew install --quiet libsodium lmdb xxhash pkg-config || fail "brew could not install the C libraries"
        return
    fi
    command -v dpkg-query >/dev/null || fail "neither Debian's dpkg nor Homebrew is here; install libsodium, lmdb, xxhash \
and pkg-config by hand, then call \`make build\`"
    local missing=()
    for package in "${debian_packages[@]}" "$@"; do
        dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing+=("$package")
    done
    [ ${#missing[@]} = 0 ] && return
    # pkgconf provides pkg-config under another name.
    if [ "${missing[*]}" = "pkg-config" ] && command -v pkg-config >/dev/null; then return; fi
    say "Installing Debian packages: ${missing[*]}"
    as_root apt-get update -qq || fail "apt-get update failed; is there a network?"
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null ||
        fail "apt-get could not install: ${missing[*]}"
}

require_swift() {
    command -v swift >/dev/null || fail "Swift is missing: install the 6.3 toolchain and put its bin folder on PATH"
    local version
    version=$(swift --version 2>&1 | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9]+\.[0-9]+' || true)
    case "$version" in
        6.[3-9]* | [7-9].*) ;;
        *) fail "Swift 6.3 or newer is needed; \`swift --version\` says: $(swift --version 2>&1 | head -n 1)" ;;
    esac
}
