# Sourced by the other scripts of this folder: how a missing tool gets onto the machine.
# Everything that is not the system's goes to .tools/ at the project's root.

set -eu
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
TOOLS=${TOKENSEAL_TOOLS:-$ROOT/.tools}
mkdir -p "$TOOLS"

say() { printf '\033[1m==> %s\033[0m\n' "$*" >&2; }
die() { printf 'tokenseal: %s\n' "$*" >&2; exit 1; }

# apt_need PACKAGE...: installs the Debian packages that are missing. Without root it says
# which ones, and stops.
apt_need() {
    local missing=() package
    for package in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing+=("$package")
    done
    [ ${#missing[@]} -eq 0 ] && return 0
    command -v apt-get >/dev/null || die "these are needed and this is no Debian: ${missing[*]}"
    [ "$(id -u)" -eq 0 ] || die "please install these first: sudo apt-get install ${missing[*]}"
    say "installing ${missing[*]}"
    # One at a time: two parts of the set-up may come here at once.
    (
        flock 9
        export DEBIAN_FRONTEND=noninteractive
        [ -e "$TOOLS/apt-updated" ] || { apt-get update -qq >&2 && touch "$TOOLS/apt-updated"; }
        apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" >"$TOOLS/apt.log" 2>&1 ||
            { cat "$TOOLS/apt.log" >&2; exit 1; }
    ) 9>"$TOOLS/apt.lock" || die "apt-get could not install: ${missing[*]}"
}

# need COMMAND HINT: stops with the hint when the command is not there.
need() { command -v "$1" >/dev/null || die "'$1' is needed: $2"; }

# rust_target TRIPLE...: adds compilation targets to the installed toolchain.
rust_target() {
    need rustup "see https://rustup.rs"
    local triple
    for triple in "$@"; do
        rustup target list --installed | grep -qx "$triple" || { say "adding the Rust target $triple"; rustup target add "$triple" >&2; }
    done
}

# npm_need FOLDER: installs the folder's locked packages, once per lock file.
npm_need() {
    need npm "install Node.js 20 or newer"
    local lock="$1/package-lock.json" stamp="$1/node_modules/.tokenseal-stamp"
    if [ ! -e "$stamp" ] || ! cmp -s "$lock" "$stamp"; then
        say "installing the npm packages of ${1#"$ROOT"/}"
        npm ci --prefix "$1" --no-audit --no-fund --loglevel=error >&2
        cp "$lock" "$stamp"
    fi
}

# venv_need NAME PYTHON REQUIREMENTS: a virtual environment in .tools/venv-NAME, made once per requirements file.
venv_need() {
    local venv="$TOOLS/venv-$1"
    if [ ! -e "$venv/stamp" ] || ! cmp -s "$3" "$venv/stamp"; then
        say "making the Python environment $1"
        rm -rf "$venv"
        "$2" -m venv "$venv"
        "$venv/bin/pip" install -q -r "$3" >&2
        cp "$3" "$venv/stamp"
    fi
}
