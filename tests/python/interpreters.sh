# Sourced: which interpreters the Python package is tested with.

# interpreters: the oldest and the newest CPython from 3.10 on that can make virtual environments,
# as lines `python3.10 /path/to/python`. Looks at PATH and at pyenv's versions.
interpreters() {
    local candidate found=""
    for candidate in python3 python3.{10..19} "${PYENV_ROOT:-$HOME/.pyenv}"/versions/3.*/bin/python3; do
        candidate=$(command -v "$candidate") || continue
        # A shim of pyenv may stand for a version that is not selected.
        found+=$("$candidate" -c '
import sys, venv, ensurepip
free = not getattr(sys, "_is_gil_enabled", lambda: True)()
version = sys.version_info
if sys.implementation.name == "cpython" and version >= (3, 10) and version.releaselevel == "final" and not free:
    print("%03d python%d.%d %s" % (version.minor, version.major, version.minor, sys.executable))
' 2>/dev/null)$'\n' || true
    done
    found=$(sort -s -k1,1 -u <<<"$found" | sed '/^$/d' | cut -d' ' -f2-)
    sed -n '1p;$p' <<<"$found" | uniq
}
