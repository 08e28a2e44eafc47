"""Real requests to a real nginx with the module: who passes, who is refused, and what is said then.

Tokens are minted here with the standard library alone, sealed values by the Python package.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor

import tokenseal

OLD = bytes(range(32))
NEW = bytes(range(32, 64))
OTHER = bytes(range(64, 96))
REFUSED = "The credentials are not accepted"
BEYOND = "The credentials do not reach this far"
NOW = int(time.time())

CONFIG = """
load_module {module};
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/error.log notice;
events {{}}
http {{
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    scgi_temp_path {folder}/scgi;
    uwsgi_temp_path {folder}/uwsgi;
    log_format reasons "$uri|$status|$tokenseal_reason";
    large_client_header_buffers 4 32k;
    access_log {folder}/access.log reasons;
    tokenseal_keys {folder}/keys.json;
    server {{
        listen 127.0.0.1:{port};
        tokenseal on;
        tokenseal_issuer https://login.example;
        tokenseal_leeway 1m;
        tokenseal_token_cookie __Host-access;
        tokenseal_sealed_cookie __Host-user 1h;
        tokenseal_origin https://app.example;
        proxy_set_header X-Subject $tokenseal_subject;
        proxy_set_header X-Role $tokenseal_claim_role;
        proxy_set_header X-Level $tokenseal_claim_level;
        proxy_set_header X-Claims $tokenseal_claims;
        proxy_set_header X-Cookie $tokenseal_cookie;
        location / {{ proxy_pass http://unix:{folder}/app; }}
        location /public {{ tokenseal off; proxy_pass http://unix:{folder}/app; }}
        location /reports {{
            tokenseal_scope reports:read reports:list;
            proxy_pass http://unix:{folder}/app;
        }}
        location /audience {{ tokenseal_audience api other; proxy_pass http://unix:{folder}/app; }}
        location /typed {{
            tokenseal_type at+jwt;
            tokenseal_required jti;
            proxy_pass http://unix:{folder}/app;
        }}
    }}
    server {{
        listen unix:{folder}/app;
        default_type text/plain;
        return 200 "$http_x_subject|$http_x_role|$http_x_level|$http_x_cookie|$http_x_claims";
    }}
}}
"""


def encode(data: bytes) -> str:
    """Unpadded base64url."""
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def mint(secret: bytes, header: dict[str, object] | None = None, **claims: object) -> str:
    """Make a token of these claims beside sub, iss and exp; a claim that is None is left out."""
    given = {"sub": "user-42", "iss": "https://login.example", "exp": NOW + 600, **claims}
    payload = {name: value for name, value in given.items() if value is not None}
    parts = [{"alg": "HS256", "typ": "JWT", **(header or {})}, payload]
    signed = ".".join(encode(json.dumps(part).encode()) for part in parts)
    return f"{signed}.{encode(hmac.digest(secret, signed.encode(), hashlib.sha256))}"


def jwks(*secrets: bytes) -> str:
    """Write a JWK Set of these secrets."""
    keys = [{"kty": "oct", "alg": "HS256", "k": encode(secret)} for secret in secrets]
    return json.dumps({"keys": keys})


class Site:
    """An nginx with the module."""

    def __init__(self, module: str, folder: pathlib.Path) -> None:
        """Write its files and start it."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.folder = folder
        folder.chmod(0o755)  # The workers are of another user than the master.
        self.module = module
        self.config = CONFIG.format(module=module, folder=folder, port=self.port)
        (folder / "keys.json").write_text(jwks(OLD))
        (folder / "nginx.conf").write_text(self.config)
        self.process = subprocess.Popen([*self.command("nginx.conf")], stderr=subprocess.DEVNULL)
        self.wait()

    def command(self, name: str) -> list[str]:
        """Tell the command that runs nginx with a configuration of this name."""
        return ["/usr/sbin/nginx", "-e", f"{self.folder}/error.log", "-c", f"{self.folder}/{name}"]

    def wait(self) -> None:
        """Wait until it answers."""
        for _ in range(200):
            try:
                self.get("/public")
            except OSError:
                time.sleep(0.05)
            else:
                return
        sys.exit("nginx does not start:\n" + (self.folder / "error.log").read_text())

    def get(self, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
        """Make a request; underscores of the names stand for hyphens."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        connection.request(
            method, path, headers={name.replace("_", "-"): text for name, text in headers.items()}
        )
        response = connection.getresponse()
        body = response.read().decode()
        connection.close()
        return response.status, {name.lower(): text for name, text in response.getheaders()}, body

    def refusal_of(self, changes: list[tuple[str, str]], keys: str = "") -> str:
        """Test a changed configuration with `nginx -t`: what it says, empty if it takes it."""
        config = self.config
        for old, new in changes:
            assert old in config, old
            config = config.replace(old, new)
        (self.folder / "other.json").write_text(keys)
        (self.folder / "changed.conf").write_text(config)
        done = subprocess.run(
            [*self.command("changed.conf"), "-t"], capture_output=True, text=True, check=False
        )
        return done.stderr if done.returncode else ""

    def stop(self) -> None:
        """End it, waiting for the requests that are under way."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait(20)


class Tally:
    """Counts what held and what did not."""

    def __init__(self) -> None:
        """Start at nothing."""
        self.passed = self.failed = 0

    def check(self, what: str, found: object, expected: object) -> None:
        """Hold what was found to what was expected."""
        if found == expected:
            self.passed += 1
        else:
            self.failed += 1
            print(f"{what}: {found!r} instead of {expected!r}")

    def refused(
        self, what: str, answer: tuple[int, dict[str, str], str], status: int, code: str, title: str
    ) -> None:
        """Hold an answer to the problem JSON of a refusal."""
        found, headers, body = answer
        self.check(f"{what}: status", found, status)
        self.check(f"{what}: type", headers.get("content-type"), "application/problem+json")
        self.check(f"{what}: cache", headers.get("cache-control"), "no-store")
        self.check(f"{what}: length", headers.get("content-length"), str(len(body)))
        problem = {"type": f"urn:tokenseal:problem:{code}", "title": title, "status": status, "code": code}
        self.check(f"{what}: body", body, json.dumps(problem, separators=(",", ":")))


def tokens(site: Site, tally: Tally) -> None:
    """Bearer tokens: good ones, and one for each way of being bad."""

    def bearer(token: str, path: str = "/") -> tuple[int, dict[str, str], str]:
        return site.get(path, Authorization=f"Bearer {token}")

    status, _, body = bearer(mint(OLD, role="admin", level=7, iat=NOW))
    tally.check("good", (status, body.split("|")[:4]), (200, ["user-42", "admin", "7", ""]))
    tally.check("claims", json.loads(body.split("|", 4)[4])["level"], 7)
    line = bearer(mint(OLD, role="a\r\nX-Subject: root"))[2]
    tally.check("a claim with a line break", line.split("|")[:2], ["user-42", ""])

    refused = {
        "expired": mint(OLD, exp=NOW - 61),
        "bad-signature": mint(OTHER),
        "not-yet-valid": mint(OLD, nbf=NOW + 120),
        "wrong-issuer": mint(OLD, iss="https://elsewhere.example"),
        "wrong-audience": mint(OLD, aud="api"),
        "missing-claim": mint(OLD, sub=None),
        "malformed": mint(OLD) + "=",
        "algorithm-mismatch": mint(OLD, {"alg": "none"}),
        "limit": mint(OLD, note="x" * 7000),
    }
    for code, token in refused.items():
        answer = bearer(token)
        tally.refused(code, answer, 401, code, REFUSED)
        challenge = f'Bearer error="invalid_token", error_description="{code}"'
        tally.check(f"{code}: challenge", answer[1].get("www-authenticate"), challenge)
    tally.check("leeway", bearer(mint(OLD, exp=NOW - 30))[0], 200)

    tally.check("audience", bearer(mint(OLD, aud=["x", "other"]), "/audience")[0], 200)
    tally.refused("audience", bearer(mint(OLD), "/audience"), 401, "wrong-audience", REFUSED)
    tally.check("type", bearer(mint(OLD, {"typ": "at+jwt"}, jti="1"), "/typed")[0], 200)
    tally.refused("type", bearer(mint(OLD, jti="1"), "/typed"), 401, "wrong-type", REFUSED)
    absent = bearer(mint(OLD, {"typ": "at+jwt"}), "/typed")
    tally.refused("required", absent, 401, "missing-claim", REFUSED)

    for scope in ("reports:list x reports:read", ["reports:read", "reports:list"]):
        tally.check(f"scope {scope}", bearer(mint(OLD, scope=scope), "/reports")[0], 200)
    for scope in ("reports:read", "reports:readreports:list", [], 7, None):
        answer = bearer(mint(OLD, scope=scope), "/reports")
        tally.refused(f"scope {scope}", answer, 403, "insufficient-scope", BEYOND)
        challenge = 'Bearer error="insufficient_scope", scope="reports:read reports:list"'
        tally.check(f"scope {scope}: challenge", answer[1].get("www-authenticate"), challenge)


def others(site: Site, tally: Tally) -> None:
    """No credentials, cookies, and requests of other sites."""
    for headers in ({}, {"Authorization": "Basic eDp5"}, {"Cookie": "a=b"}):
        answer = site.get("/", **headers)
        tally.refused(f"nobody {headers}", answer, 401, "credentials-required", "Log in first")
        tally.check(f"nobody {headers}: challenge", answer[1].get("www-authenticate"), "Bearer")
    tally.check("off", site.get("/public")[0], 200)
    tally.check("HEAD", site.get("/", "HEAD")[::2], (401, ""))

    ring = tokenseal.KeyRing([tokenseal.Key("HS256", OLD)])
    sealed = ring.seal_cookie("__Host-user", b"anna")
    token = mint(OLD)
    tally.check(
        "token cookie", site.get("/", Cookie=f"a=b; __Host-access={token}")[2].split("|")[0], "user-42"
    )
    tally.check("sealed cookie", site.get("/", Cookie=f"__Host-user={sealed}")[2].split("|")[3], "anna")
    both = f"__Host-access={mint(OTHER)}; __Host-user={sealed}"
    tally.check("a bad token beside a good cookie", site.get("/", Cookie=both)[2].split("|")[3], "anna")
    both = site.get("/", Cookie=f"__Host-user={sealed}", Authorization=f"Bearer {mint(OTHER)}")
    tally.refused("a bad bearer token beside it", both, 401, "bad-signature", REFUSED)
    for code, value in {"bad-signature": ring.seal_cookie("other", b"anna"), "malformed": "anna"}.items():
        answer = site.get("/", Cookie=f"__Host-user={value}")
        tally.refused(f"sealed {code}", answer, 401, code, REFUSED)
    answer = site.get("/reports", Cookie=f"__Host-user={sealed}")
    tally.refused("sealed, scope", answer, 403, "insufficient-scope", BEYOND)

    cookie = {"Cookie": f"__Host-access={token}"}
    for headers, status in (
        ({}, 200),
        ({"Sec_Fetch_Site": "same-origin"}, 200),
        ({"Sec_Fetch_Site": "cross-site"}, 403),
        ({"Origin": "https://app.example"}, 200),
        ({"Origin": "https://evil.example"}, 403),
    ):
        answer = site.get("/", "POST", **cookie, **headers)
        tally.check(f"POST {headers}", answer[0], status)
        if status != 200:
            title = "Refused: another site may have made this request"
            tally.refused(f"POST {headers}", answer, 403, "cross-site", title)
        tally.check(f"GET {headers}", site.get("/", **cookie, **headers)[0], 200)
        authorization = {"Authorization": f"Bearer {token}"}
        tally.check(f"bearer POST {headers}", site.get("/", "POST", **authorization, **headers)[0], 200)


def configurations(site: Site, tally: Tally) -> None:
    """What `nginx -t` refuses, and why."""
    keys = [("/keys.json", "/other.json")]
    short = json.dumps({"kty": "oct", "alg": "HS256", "k": encode(b"short")})
    for what, changes, text, expected in (
        ("as it is", [], "", ""),
        ("one JWK", keys, json.dumps({"kty": "oct", "alg": "HS256", "k": encode(OLD)}), ""),
        ("no file", [("/keys.json", "/none.json")], "", "can't open"),
        ("empty file", keys, "", "malformed"),
        ("no JSON", keys, "secret", "malformed"),
        ("short secret", keys, short, "weak-key"),
        ("65 keys", keys, jwks(*[OLD] * 65), "buffer-too-small"),
        ("long file", keys, " " * 300_000, "too long"),
        ("no keys", [(f"tokenseal_keys {site.folder}/keys.json;", "")], "", "without tokenseal_keys"),
        ("leeway", [("leeway 1m", "leeway 1d")], "", "tokenseal_leeway is too long"),
        ("age", [("user 1h", "user soon")], "", "no time"),
        ("scope", [("scope reports:read", 'scope "a b"')], "", "no scope has"),
        ("names", [("audience api", f"audience {' '.join(['a'] * 65)}")], "", "too many values"),
    ):
        refusal = site.refusal_of(changes, text)
        tally.check(
            f"nginx -t, {what}: {refusal}", expected in refusal and bool(refusal) == bool(expected), True
        )


def rotation(site: Site, tally: Tally) -> None:
    """New keys at a reload, while requests go on: not one is lost."""
    old, new = mint(OLD), mint(NEW)

    def passes(token: str) -> int:
        return site.get("/", Authorization=f"Bearer {token}")[0]

    tally.check("the new key before the reload", passes(new), 401)
    (site.folder / "keys.json").write_text(jwks(NEW, OLD))
    with ThreadPoolExecutor(8) as pool:
        under_way = [pool.submit(passes, old) for _ in range(400)]
        site.process.send_signal(signal.SIGHUP)
        under_way += [pool.submit(passes, old) for _ in range(400)]
        tally.check("the old key all the time", {request.result() for request in under_way}, {200})
    deadline = time.monotonic() + 10
    while passes(new) != 200 and time.monotonic() < deadline:
        time.sleep(0.05)
    tally.check("both keys after it", (passes(new), passes(old), passes(mint(OTHER))), (200, 200, 401))


def main() -> int:
    """Run all of it."""
    tally = Tally()
    with tempfile.TemporaryDirectory(prefix="tokenseal-nginx-") as name:
        site = Site(sys.argv[1], pathlib.Path(name))
        try:
            for part in (tokens, others, configurations, rotation):
                part(site, tally)
        finally:
            site.stop()
        log = (site.folder / "access.log").read_text().splitlines()
        tally.check("a reason in the log", "/|401|expired" in log, True)
        tally.check("none where all is good", "/|200|-" in log, True)
        faults = [
            line
            for line in (site.folder / "error.log").read_text().splitlines()
            if "exited on signal" in line
        ]
        tally.check("workers that died", faults, [])
    print(f"nginx: {tally.passed} passed, {tally.failed} failed")
    return 1 if tally.failed else 0


if __name__ == "__main__":
    sys.exit(main())
