"""Shows that the fuzz targets can fail: to each a fault is planted in a copy of the code, which it has to find within a minute.

planted.py [TARGET...]      all if none is named; needs what tests/setup/fuzz installs
"""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import time
from dataclasses import dataclass

ROOT = pathlib.Path(__file__).resolve().parents[2]
WORK = ROOT / "build/fuzz-planted"
TREE = WORK / "tree"
PATIENCE = 60


@dataclass(frozen=True)
class Fault:
    """What takes whose place, and what is wrong then."""

    about: str
    file: str
    was: str
    becomes: str


FAULTS = {
    "bearer": Fault("a token may contain a colon", "core/src/bearer.rs", 'b"-._~+/"', 'b"-._~+/:"'),
    "claims_types": Fault("1e400 is read as infinity", "core/src/serde/read.rs", ".filter(|value: &f64| value.is_finite())", ""),
    "cookie_open": Fault(
        "an escape's first digit counts half",
        "core/src/cookie/seal.rs",
        "(digit(*high)? << 4) | digit(*low)?",
        "(digit(*high)? << 3) | digit(*low)?",
    ),
    "cookie_parse": Fault(
        "a cookie with a tab is dropped",
        "core/src/cookie/header.rs",
        "byte.is_ascii_control() && *byte != b'\\t'",
        "byte.is_ascii_control()",
    ),
    "csrf": Fault("whoever is strict is not heard", "core/src/csrf.rs", "(None, None) => !fetch.strict", "(None, None) => true"),
    "dialect_django": Fault(
        "only the first bytes of a value are signed",
        "core/src/cookie/dialect/django.rs",
        "self.value.decode(|piece| mac.update(piece))?",
        "self.value.decode(|piece| mac.update(piece.get(..20).unwrap_or(piece)))?",
    ),
    "dialect_express": Fault(
        "a value ends at its first dot",
        "core/src/cookie/dialect/express.rs",
        "dot = Some(len);",
        "dot = dot.or(Some(len));",
    ),
    "dialect_gorilla": Fault(
        "only the first bytes of a name are signed",
        "core/src/cookie/dialect/gorilla.rs",
        "mac.update(name.as_bytes());",
        "mac.update(name.as_bytes().get(..8).unwrap_or(name.as_bytes()));",
    ),
    "dialect_itsdangerous": Fault(
        "the first second of 1970 is not read",
        "core/src/cookie/dialect/itsdangerous.rs",
        "decoded.starts_with(&[0]) && len > 0",
        "decoded.starts_with(&[0])",
    ),
    "dialect_koa": Fault(
        "a signature has four texts",
        "core/src/cookie/dialect/koa.rs",
        "Spelling::Canonical, signature",
        "Spelling::AnyLastBits, signature",
    ),
    "dialect_rails": Fault(
        "a quote in a name ends a text of JSON",
        "core/src/cookie/dialect/format.rs",
        'b"=;,\\"\\\\<>"',
        'b"=;,\\\\<>"',
    ),
    "dialect_rust_cookie": Fault(
        "white space at the end of a value is lost",
        "core/src/cookie/dialect/rust_cookie.rs",
        "copy(buf, value)",
        "copy(buf, value.trim_ascii_end())",
    ),
    "json": Fault(
        "the second half of a surrogate pair may stand alone",
        "core/src/json/reader.rs",
        "0xd800 | 0xdc00 => Err(Error::Malformed)",
        "0xd800 => Err(Error::Malformed)",
    ),
    "jwt_verify": Fault(
        "a token lives a millisecond longer",
        "core/src/jwt/policy.rs",
        "now >= expires_at.saturating_add(leeway)",
        "now > expires_at.saturating_add(leeway)",
    ),
    "keys": Fault(
        "key_ops that allow nothing are no matter",
        "core/src/jwk.rs",
        "operations == Some((false, false))",
        "operations == Some((true, false))",
    ),
    "sign_verify": Fault(
        "nbf is rounded down",
        "core/src/jwt/sign.rs",
        "time.saturating_add(999) / 1000",
        "time / 1000",
    ),
    "state": Fault(
        "a save by a clock that is behind turns a session's back",
        "core/src/state/session_steps.rs",
        "last_seen: record.last_seen.max(now), data",
        "last_seen: now, data",
    ),
    "state_record": Fault(
        "a family's tombstone goes before its time",
        "core/src/state/record.rs",
        "&[&[VERSION, state], &self.expires_at.to_be_bytes()]",
        "&[&[VERSION, state], &self.last_used.to_be_bytes()]",
    ),
    "capi_tokens": Fault(
        "an output may lie over an input",
        "ffi-c/src/memory.rs",
        "|| inputs.iter().any(|input| input.touches(*output))",
        "|| inputs.is_empty() && output.is_empty() && output.overlaps(*output)",
    ),
    "capi_cookies": Fault(
        "a struct may be smaller than in version 1",
        "ffi-c/src/growing.rs",
        "size < size_of::<T>() || size > MAX_SIZE",
        "size > MAX_SIZE",
    ),
    "capi_state": Fault(
        "a record that was found may be written over",
        "ffi-c/src/transition.rs",
        "|| self.records.iter().any(|record| record.touches(region))",
        "",
    ),
}


def project(target: str) -> pathlib.Path:
    return TREE / ("ffi-c/fuzz" if target.startswith("capi") else "core/fuzz")


def lay_out() -> None:
    """The project, with copies of what a fault may be in, and links to the rest."""
    shutil.rmtree(TREE, ignore_errors=True)
    TREE.mkdir(parents=True)
    copied = ("core", "ffi-c")
    for place in ROOT.iterdir():
        if place.name in copied:
            shutil.copytree(place, TREE / place.name, ignore=shutil.ignore_patterns("target", "corpus", "artifacts", "*.log"))
        elif not place.name.startswith(".") and place.name not in ("build", "target"):
            (TREE / place.name).symlink_to(place)
    subprocess.run([sys.executable, TREE / "core/fuzz/seed.py"], check=True)


def fuzz(*arguments: str) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"CARGO_TARGET_DIR": str(WORK / "target")}
    return subprocess.run(
        ["cargo", "+nightly", "fuzz", *arguments], cwd=TREE, env=environment, capture_output=True, text=True, check=False
    )


def finds(target: str, fault: Fault) -> bool:
    """Whether the target finds the fault."""
    path = TREE / fault.file
    sound = path.read_text()
    if sound.count(fault.was) != 1:
        print(f"{target}: {fault.file} does not contain it once: {fault.was}", file=sys.stderr)
        return False
    path.write_text(sound.replace(fault.was, fault.becomes))
    folder = ("--fuzz-dir", str(project(target)))
    try:
        built = fuzz("build", *folder, target)
        if built.returncode != 0:
            print(built.stderr, file=sys.stderr)
            return False
        began = time.monotonic()
        ran = fuzz("run", *folder, target, "--", f"-max_total_time={PATIENCE}", "-max_len=4096")
    finally:
        path.write_text(sound)
    said = [line for line in ran.stderr.splitlines() if line.startswith(("==", "SUMMARY")) and "ERROR" in line]
    if ran.returncode == 0 or not said:
        print(f"{target} has not found that {fault.about}\n{ran.stderr[-2000:]}", file=sys.stderr)
        return False
    print(f"{target} has found after {time.monotonic() - began:.0f} s that {fault.about}", flush=True)
    return True


def main() -> int:
    lay_out()
    wanted = sys.argv[1:] or list(FAULTS)
    there = {path.stem for path in (ROOT / "core/fuzz/fuzz_targets").glob("*.rs")}
    there |= {f"capi_{path.stem}" for path in (ROOT / "ffi-c/fuzz/src").glob("*.rs")}
    if there != FAULTS.keys():
        print(f"a target without a fault, or a fault without a target: {there ^ FAULTS.keys()}", file=sys.stderr)
        return 1
    found = [finds(target, FAULTS[target]) for target in wanted]
    print(f"fuzz-planted: {sum(found)} passed, {len(found) - sum(found)} failed")
    return 0 if all(found) else 1


if __name__ == "__main__":
    sys.exit(main())
