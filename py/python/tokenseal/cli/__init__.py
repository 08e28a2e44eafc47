"""The command ``tokenseal``: make keys, sign, verify and look into tokens. See ``tokenseal --help``.

It does nothing that the package's functions don't do, and its exit codes are meant for scripts:

0
    done.
1
    refused: standard error has ``tokenseal: <reason>: ...``, the reason being the exception's
    ``code``, such as ``expired``.
2
    wrong use: an unknown option, an argument out of range, a file that can't be read.
"""

from __future__ import annotations

import sys

from tokenseal import BadArgument, TokenError
from tokenseal.cli.commands import Refused
from tokenseal.cli.parser import parser
from tokenseal.cli.sources import UsageError, check

__all__ = ["main", "run"]


def main(arguments: list[str] | None = None) -> int:
    """Run the command with these arguments, those of the process by default; return the exit code."""
    options = parser().parse_args(arguments)
    try:
        check(options)
        output = options.run(options)
    except (UsageError, BadArgument) as error:
        return _complain(f"{error}", 2)
    except OSError as error:
        return _complain(f"{error.filename}: {error.strerror}", 2)
    except Refused as refused:
        _print(refused.output)
        return _complain(f"{refused.reason.code}: {refused.reason}", 1)
    except TokenError as error:
        return _complain(f"{error.code}: {error}", 1)
    _print(output)
    return 0


def run() -> None:
    """Run the command and leave the process."""
    try:
        sys.exit(main())
    except BrokenPipeError:
        # Whoever read our output has enough; nothing may be written at exit either.
        sys.stdout = None
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


def _print(output: str) -> None:
    # JSON is UTF-8 whatever the locale is.
    sys.stdout.buffer.write(output.encode())
    sys.stdout.buffer.flush()


def _complain(message: str, code: int) -> int:
    sys.stderr.write(f"tokenseal: {message}\n")
    return code
