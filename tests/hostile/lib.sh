# Sourced by the parts of this folder.
. "$(dirname "${BASH_SOURCE[0]}")/../setup/lib.sh"
"$ROOT/tests/setup/hostile"
cd "$ROOT"

HOSTILE=$ROOT/tests/hostile
target=$(realpath -m "${CARGO_TARGET_DIR:-target}")
work=$ROOT/build/hostile
mkdir -p "$work"

passed=0 failed=0

# check NAME COMMAND...: runs it and counts; what it says is shown when it fails.
check() {
    local name=$1
    shift
    if "$@" >"$work/check.log" 2>&1; then
        passed=$((passed + 1))
    else
        failed=$((failed + 1))
        cat "$work/check.log"
        echo "FAILED $name"
    fi
}

# fails COMMAND...: the opposite.
fails() { ! "$@"; }

# finish NAME: the closing line.
finish() {
    printf '%s: %d passed, %d failed\n' "$1" "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}

# functions: the names of the header's.
functions() { grep -v '^ \*\|^/\*' include/tokenseal.h | grep -o '\btokenseal_[a-z0-9_]*(' | tr -d '(' | sort -u; }

# functions_with PATTERN: the names of those whose declaration has it.
functions_with() {
    grep -v '^ \*\|^/\*' include/tokenseal.h | tr '\n' ' ' | tr ';' '\n' | grep "$1" | grep -o '\btokenseal_[a-z0-9_]*(' | tr -d '(' | sort -u
}

# library FOLDER FEATURES [CARGO ARGUMENT...]: builds the static C library as it is shipped, in a target folder of its
# own, and sets `archive`. RUSTFLAGS, CARGO_PROFILE_* and TRIPLE (a target) are the caller's.
library() {
    local folder features=$2
    folder=$(realpath -m "$target/$1")
    shift 2
    CARGO_TARGET_DIR=$folder cargo ${TOOLCHAIN:+"$TOOLCHAIN"} rustc --quiet --locked --release -p tokenseal-c --crate-type staticlib \
        --no-default-features --features "$features" ${TRIPLE:+--target "$TRIPLE"} "$@"
    archive=$folder/${TRIPLE:+$TRIPLE/}release/libtokenseal_c.a
}

warnings=(-pedantic -Wall -Wextra -Werror -Wconversion -Wshadow)
c99=(-std=c99 "${warnings[@]}" -Iinclude)

# parts FORM PART...: runs each, and adds up what they say.
parts() {
    local form=$1 part good=0 bad=0 sum
    shift
    clang-format --dry-run -Werror tests/hostile/*/*.[ch]
    cargo fmt --manifest-path tests/hostile/wiping/rust/Cargo.toml --check
    for part in "$@"; do
        "$HOSTILE/$part/run" $form >"$work/$part.out" || { bad=$((bad + 1)); echo "FAILED $part"; }
        cat "$work/$part.out"
        sum=$(awk '/^hostile-[a-z-]*: [0-9]+ passed, [0-9]+ failed/ { p += $2; f += $4 } END { print p + 0, f + 0 }' "$work/$part.out")
        [ "${sum% *}" -gt 0 ] || { bad=$((bad + 1)); echo "FAILED $part: nothing was counted"; }
        good=$((good + ${sum% *})) bad=$((bad + ${sum#* }))
    done
    passed=$good failed=$bad
    finish hostile
}
