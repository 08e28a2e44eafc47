"""The command, as a process."""

from __future__ import annotations

import json
import os
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tokenseal
from tokenseal import Key

SECRET = b"0123456789abcdef0123456789abcdef"
KEY = Key("HS256", SECRET)
RAW = ["--key-file", "secret", "--key-format", "raw", "--alg", "HS256"]
NOW = "1700000000"


class Ran:
    def __init__(self, done: subprocess.CompletedProcess[bytes]) -> None:
        self.code = done.returncode
        self.out = done.stdout.decode()
        self.err = done.stderr.decode()


@pytest.fixture
def run(tmp_path: Path) -> Any:
    (tmp_path / "secret").write_bytes(SECRET)

    def run(*arguments: str | bytes, stdin: bytes = b"", env: dict[str, str] | None = None) -> Ran:
        command = [sys.executable, "-m", "tokenseal", *arguments]
        environment = {"PATH": os.environ["PATH"], "LC_ALL": "C", **(env or {})}
        return Ran(
            subprocess.run(
                command, input=stdin, capture_output=True, cwd=tmp_path, env=environment, check=False
            )
        )

    return run


def test_the_console_script() -> None:
    script = Path(sys.executable).parent / "tokenseal"
    shown = subprocess.run([script, "--version"], capture_output=True, text=True, check=True)
    assert shown.stdout == f"tokenseal {tokenseal.__version__}\n"


@pytest.mark.parametrize("command", [[], ["keygen"], ["sign"], ["verify"], ["inspect"]])
def test_help(run: Any, command: list[str]) -> None:
    ran = run(*command, "--help")
    assert ran.code == 0
    assert "exit codes:" in ran.out
    assert not ran.err


@pytest.mark.parametrize("alg", ["HS256", "HS384", "HS512"])
@pytest.mark.parametrize("form", ["base64url", "hex", "jwk"])
def test_a_made_key_signs_and_verifies(run: Any, alg: str, form: str) -> None:
    key = run("keygen", "--alg", alg, "--format", form)
    assert (key.code, key.err) == (0, "")
    options = ["--key-env", "K", "--key-format", form] + (
        [] if form == "jwk" else ["--alg", alg, "--kid", "a"]
    )
    token = run("sign", *options, "--subject", "é", env={"K": key.out})
    assert token.code == 0
    claims = run("verify", token.out.strip(), *options, "--subject", "é", env={"K": key.out})
    assert json.loads(claims.out)["sub"] == "é"
    assert run("keygen", "--alg", alg, "--format", form).out != key.out


def test_keygen_writes_a_private_file_once(run: Any, tmp_path: Path) -> None:
    ran = run("keygen", "--format", "jwk", "--kid", "a b", "--out", "key")
    assert (ran.code, ran.out, ran.err) == (0, "", "")
    file = tmp_path / "key"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    text = file.read_text()
    assert Key.from_jwk(text).kid == "a b"
    (tmp_path / "link").symlink_to("elsewhere")
    for out in ("key", "link"):
        ran = run("keygen", "--out", out)
        assert (ran.code, ran.out) == (2, "")
        assert "File exists" in ran.err
    assert file.read_text() == text
    assert not (tmp_path / "elsewhere").exists()


def test_sign_takes_claims_from_everywhere(run: Any, tmp_path: Path) -> None:
    (tmp_path / "claims").write_text('{"big":123456789012345678901234567890,"f":1.50e0}\n')
    common = ["sign", *RAW, "--now", NOW, "--expires-in", "60"]
    token = run(*common, "--claims-file", "claims").out.strip()
    text = '{"big":123456789012345678901234567890,"f":1.50e0,"exp":1700000060,"iat":1700000000}'
    assert KEY.verify_raw(token, now=int(NOW)) == text
    assert run(*common, "--claims-file", "-", stdin=b'{"a":1}').out.strip() == KEY.sign(
        {"a": 1}, expires_in=60, now=int(NOW)
    )
    ran = run(
        *common,
        "--claims-file",
        "claims",
        "--claim",
        "a=b=c",
        "--claim",
        'j:={"x":[1,null]}',
        "--claim",
        "e=",
    )
    assert KEY.verify(ran.out.strip(), now=int(NOW)) == {
        "big": 123456789012345678901234567890,
        "f": 1.5,
        "a": "b=c",
        "j": {"x": [1, None]},
        "e": "",
        "exp": 1700000060,
        "iat": 1700000000,
    }


def test_all_options_of_sign_and_verify(run: Any) -> None:
    given = "--issuer i --subject s --audience a --audience b --jwt-id j --expires-in never --typ at+jwt"
    times = ["--not-before", "1700000010.5", "--now", NOW]
    token = run("sign", *RAW, *shlex.split(given), *times, "--max-token", "300")
    claims = {"iss": "i", "sub": "s", "aud": ["a", "b"], "nbf": 1700000011, "iat": 1700000000, "jti": "j"}
    options = shlex.split(
        "--issuer i --subject s --audience b --jwt-id j --typ AT+JWT --leeway 1 --max-age 60.5"
        " --no-require-exp --require iat --require nbf --max-token 300"
    )
    ran = run("verify", *RAW, *options, "--now", "1700000010", stdin=token.out.encode())
    assert json.loads(ran.out) == claims
    lax = ["--any-audience", "--no-require-exp", "--now", "1700000011"]
    assert run("verify", *RAW, *lax, token.out.strip()).code == 0
    for wrong, reason in [
        (["--issuer", "x"], "wrong-issuer"),
        (["--subject", "x"], "wrong-subject"),
        (["--jwt-id", "x"], "wrong-id"),
        (["--typ", "x"], "wrong-type"),
        (["--max-age", "1"], "too-old"),
        (["--leeway", "0"], "not-yet-valid"),
        (["--require", "x"], "missing-claim"),
        (["--max-token", "30"], "limit"),
    ]:
        ran = run("verify", *RAW, *options, *wrong, "--now", "1700000010", token.out.strip())
        assert (ran.code, ran.out) == (1, ""), wrong
        assert ran.err.startswith(f"tokenseal: {reason}: "), wrong


def test_where_keys_and_tokens_come_from(run: Any, tmp_path: Path) -> None:
    token = KEY.sign({"sub": "a"})
    (tmp_path / "token").write_text(f"{token}\n")
    (tmp_path / "jwks").write_text(
        '{"keys":[{"kty":"oct","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]}'
    )
    for options, stdin, env in [
        ([*RAW, token], b"", {}),
        ([*RAW, "--token-file", "token"], b"", {}),
        ([*RAW, "--token-file", "-"], token.encode(), {}),
        ([*RAW, "-"], token.encode(), {}),
        (RAW, f"\t{token}\r\n".encode(), {}),
        (["--key-stdin", "--key-format", "raw", "--alg", "HS256", token], SECRET, {}),
        (
            ["--key-stdin", "--key-format", "hex", "--alg", "HS256", "--token-file", "token"],
            SECRET.hex().encode(),
            {},
        ),
        (["--key-env", "K", "--key-format", "raw", "--alg", "HS256", token], b"", {"K": SECRET.decode()}),
        (["--key-file", "jwks", "--key-format", "jwks", "--alg", "HS256", token], b"", {}),
    ]:
        ran = run("verify", *options, stdin=stdin, env=env)
        assert (ran.code, ran.err) == (0, ""), options
        assert json.loads(ran.out)["sub"] == "a"


def test_json_output(run: Any) -> None:
    made = run("sign", *RAW, "--json", "--now", NOW)
    token = json.loads(made.out)["token"]
    assert made.out == f'{{"ok":true,"token":"{token}"}}\n'
    ran = run("verify", *RAW, "--json", "--now", NOW, token)
    assert (ran.code, ran.out) == (0, '{"ok":true,"claims":{"exp":1700000900,"iat":1700000000}}\n')
    ran = run("verify", *RAW, "--json", token)
    assert (ran.code, ran.out) == (1, '{"ok":false,"error":"expired"}\n')
    assert ran.err == "tokenseal: expired: the token has expired (exp)\n"
    ran = run("inspect", "--json", "a.b")
    assert (ran.code, ran.out) == (1, '{"ok":false,"error":"malformed"}\n')


def test_inspect(run: Any) -> None:
    ran = run("inspect", KEY.sign({"sub": "é"}, now=0))
    assert ran.out == '{"alg":"HS256","typ":"JWT"}\n{"sub":"é","exp":900,"iat":0}\n'
    ran = run("inspect", b"\xff\xfe.a.b")
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith("tokenseal: malformed: ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "required"),
        (["nonsense"], "invalid choice"),
        (["sign"], "required"),
        (["sign", "--key-file", "secret"], "--key-format"),
        (["sign", *RAW, "--iss", "x"], "unrecognized arguments"),
        (["sign", "--key-file", "secret", "--key-env", "K", "--key-format", "raw"], "not allowed with"),
        (["sign", "--key-file", "secret", "--key-format", "raw"], "--key-format raw needs --alg"),
        (["sign", "--key-file", "missing", "--key-format", "jwk"], "missing: No such file"),
        (["sign", "--key-file", ".", "--key-format", "jwk"], "Is a directory"),
        (["sign", "--key-env", "K", "--key-format", "jwk"], "no variable K"),
        (["sign", "--key-file", "secret", "--key-format", "jwk", "--kid", "a"], "a JWK has its own"),
        (
            ["sign", "--key-stdin", "--key-format", "raw", "--alg", "HS256", "--claims-file", "-"],
            "standard input",
        ),
        (["verify", "--key-stdin", "--key-format", "raw", "--alg", "HS256"], "standard input"),
        (["verify", "--key-stdin", "--key-format", "raw", "--alg", "HS256", "-"], "standard input"),
        (["verify", *RAW, "a", "--token-file", "b"], "not both"),
        (["verify", *RAW, "a", "--leeway", "601"], "leeway is more than 600 seconds"),
        (["verify", *RAW, "a", "--leeway", "-1"], "a duration can't be negative"),
        (["verify", *RAW, "a", "--leeway", "nan"], "out of range"),
        (["verify", *RAW, "a", "--leeway", "x"], "invalid"),
        (["verify", *RAW, "a", "--now", "1" * 5000], "out of range"),
        (["verify", *RAW, "a", "--audience", "x", "--any-audience"], "contradict"),
        (["sign", *RAW, "--claim", "nonsense"], "NAME=TEXT or NAME:=JSON"),
        (["sign", *RAW, "--claim", "a:=nonsense"], "is not JSON"),
        (["sign", *RAW, "--claim", 'a:=1,"b":2'], "is not JSON"),
        (["sign", *RAW, "--claim", "a=1", "--claim", "a=2"], "given twice"),
        (["sign", *RAW, "--claim", "sub=1", "--subject", "2"], "given twice"),
        (["sign", *RAW, "--claim", "a:=1e400"], "infinity"),
        (["keygen", "--kid", "a"], "--kid needs --format jwk"),
        (["keygen", "--format", "jwk", "--kid", ""], "kid is empty"),
        (["keygen", "--alg", "RS256"], "invalid choice"),
        (["keygen", "--out", "no/such/folder"], "No such file"),
    ],
)
def test_wrong_use(run: Any, arguments: list[str], words: str) -> None:
    ran = run(*arguments)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "Traceback" not in ran.err


@pytest.mark.parametrize(
    ("arguments", "stdin", "reason"),
    [
        (["verify", *RAW, "a.b.c"], b"", "malformed"),
        (["verify", *RAW, KEY.sign()[:-4] + "AAAA"], b"", "bad-signature"),
        (["verify", *RAW, KEY.sign(now=0)], b"", "expired"),
        (["sign", *RAW, "--claims-file", "-"], b"[]", "malformed"),
        (["sign", *RAW, "--claims-file", "-"], b"\xff", "malformed"),
        (["sign", *RAW, "--max-token", "10"], b"", "limit"),
        (["sign", "--key-stdin", "--key-format", "raw", "--alg", "HS256"], b"short", "weak-key"),
        (["sign", "--key-stdin", "--key-format", "jwk"], b"{}", "malformed"),
        (["keygen", "--format", "jwk", "--kid", "k" * 65], b"", "limit"),
    ],
)
def test_refusals(run: Any, arguments: list[str], stdin: bytes, reason: str) -> None:
    ran = run(*arguments, stdin=stdin)
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.startswith(f"tokenseal: {reason}: ")
    assert ran.err.count("\n") == 1


def test_a_secret_is_never_shown(run: Any) -> None:
    for arguments in (["sign", *RAW], ["verify", *RAW, KEY.sign()], ["verify", *RAW, "x"]):
        ran = run(*arguments)
        assert SECRET.decode() not in ran.out + ran.err


def test_a_reader_that_leaves(run: Any, tmp_path: Path) -> None:
    del run
    shell = f"{sys.executable} -m tokenseal keygen | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(["bash", "-c", shell], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert done.stdout in ("0\n", "1\n")
    assert "Traceback" not in done.stderr
    assert "Exception" not in done.stderr
