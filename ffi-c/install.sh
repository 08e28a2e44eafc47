#!/usr/bin/env bash
# Builds the C library and installs it: header, static and shared library, pkg-config file, CMake package.
#
#   make install PREFIX=/usr/local [LIBDIR=lib] [DESTDIR=/where/a/package/is/made]
#   ffi-c/install.sh [PREFIX [DESTDIR]]
#
# The library is built without the standard library, so that it needs nothing but the C library's memcpy and its like.
set -eu
ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
PREFIX=${1:-${PREFIX:-/usr/local}}
DESTDIR=${2:-${DESTDIR:-}}
LIBDIR=${LIBDIR:-lib}
case $PREFIX in
    /*) ;;
    *) PREFIX=$PWD/$PREFIX ;;
esac

cd "$ROOT"
# Processors with instructions for SHA-2 don't run the portable code; unrolled, it would be a third of a program that verifies.
export RUSTFLAGS="${RUSTFLAGS-} --cfg sha2_backend_soft=\"compact\""
cargo build --release --locked --quiet -p tokenseal-c --no-default-features --features panic-handler,dialects
built=${CARGO_TARGET_DIR:-target}/${CARGO_BUILD_TARGET:+$CARGO_BUILD_TARGET/}release

version=$(sed -n 's/^version = "\(.*\)"$/\1/p' Cargo.toml | head -n 1)
major=${version%%.*}
minor=${version#*.} minor=${minor%%.*}
# The same rule as in build.rs.
if [ "$major" = 0 ]; then abi=0.$minor; else abi=$major; fi

root=$DESTDIR$PREFIX
lib=$root/$LIBDIR
install -d "$lib/pkgconfig" "$lib/cmake/tokenseal" "$root/include" "$root/share/doc/tokenseal"
install -m 644 include/tokenseal.h "$root/include/"
install -m 644 LICENSE-MIT LICENSE-APACHE "$root/share/doc/tokenseal/"
install -m 644 "$built/libtokenseal_c.a" "$lib/libtokenseal.a"
${STRIP:-strip} --strip-debug "$lib/libtokenseal.a" 2>/dev/null || true

# The shared library as its system wants it: Linux and its like, macOS, Windows; bare metal has none.
shared= soname=
if [ -e "$built/libtokenseal_c.so" ]; then
    shared=$LIBDIR/libtokenseal.so.$version soname=libtokenseal.so.$abi
    install -m 755 "$built/libtokenseal_c.so" "$root/$shared"
    ln -sf "libtokenseal.so.$version" "$lib/$soname"
    ln -sf "$soname" "$lib/libtokenseal.so"
elif [ -e "$built/libtokenseal_c.dylib" ]; then
    shared=$LIBDIR/libtokenseal.$version.dylib soname=@rpath/libtokenseal.$abi.dylib
    install -m 755 "$built/libtokenseal_c.dylib" "$root/$shared"
    ln -sf "libtokenseal.$version.dylib" "$lib/libtokenseal.$abi.dylib"
    ln -sf "libtokenseal.$abi.dylib" "$lib/libtokenseal.dylib"
elif [ -e "$built/tokenseal_c.dll" ]; then
    # Programs find it by the name that it was linked with.
    shared=bin/tokenseal_c.dll
    install -d "$root/bin"
    install -m 755 "$built/tokenseal_c.dll" "$root/$shared"
    install -m 644 "$built/libtokenseal_c.dll.a" "$lib/libtokenseal.dll.a"
fi

up=$(printf '%s' "$LIBDIR" | sed 's|[^/][^/]*|..|g')
fill() {
    sed -e "s|@PREFIX@|$PREFIX|g" -e "s|@LIBDIR@|$LIBDIR|g" -e "s|@LIBDIR_UP@|$up|g" -e "s|@VERSION@|$version|g" \
        -e "s|@ABI_PATTERN@|${abi//./\\\\\\\\.}|g" -e "s|@SHARED@|$shared|g" -e "s|@SONAME@|$soname|g" "ffi-c/pkg/$1.in" >"$2/$1"
    chmod 644 "$2/$1"
}
fill tokenseal.pc "$lib/pkgconfig"
fill tokenseal-config.cmake "$lib/cmake/tokenseal"
fill tokenseal-config-version.cmake "$lib/cmake/tokenseal"
