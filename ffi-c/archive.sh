#!/usr/bin/env bash
# Packs the C library for people who do not build it: what install.sh installs, in a folder that may be put anywhere.
#
#   ffi-c/archive.sh NAME FOLDER        makes FOLDER/tokenseal-VERSION-NAME.tar.gz; NAME is of the system, as linux-x86_64
#   CARGO_BUILD_TARGET=TRIPLE ...       for another system than this one
set -eu
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
[ $# -eq 2 ] || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }
mkdir -p "$2"
folder=$(cd "$2" && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$here/../Cargo.toml" | head -n 1)
name=tokenseal-$version-$1
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT

LIBDIR=lib "$here/install.sh" "/$name" "$stage"
pc=$stage/$name/lib/pkgconfig/tokenseal.pc
sed 's|^prefix=.*|prefix=${pcfiledir}/../..|' "$pc" >"$stage/pc" && cat "$stage/pc" >"$pc"
tar -C "$stage" -czf "$folder/$name.tar.gz" "$name"
echo "$folder/$name.tar.gz"
