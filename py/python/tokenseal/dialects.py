"""The signed cookies of other frameworks, read and written as those do, to the byte.

So a site moves over, or shares its cookies, without logging anybody out.

========================== ========================================= ===== ======= ================
class                      reads and writes                          name  time    the secret that
                                                                                   signs
========================== ========================================= ===== ======= ================
``Express``                cookie-parser, express-session            no    no      the first
``Koa``                    cookies, cookie-session (two cookies)     yes   no      the first
``Signer``                 itsdangerous                              no    no      the last
``TimestampSigner``        itsdangerous                              no    issued  the last
``URLSafeTimedSerializer`` itsdangerous                              no    issued  the last
``Flask``                  Flask's session                           no    issued  the last
``Starlette``              Starlette's and FastAPI's session         no    issued  the last
``Django``                 ``set_signed_cookie``                     yes   issued  the first
``DjangoSigner``           ``signing.Signer``                        no    no      the first
``DjangoDumps``            ``signing.dumps``, sessions in cookies    no    issued  the first
``Gorilla``                gorilla/securecookie, gorilla/sessions    yes   issued  the first
``RustCookie``             ``SignedJar`` of the crate cookie         no    no      the first
``Rails``                  ``cookies.signed``                        yes   expiry  the first
``MessageVerifier``        ActiveSupport's                           no    no      the first
========================== ========================================= ===== ======= ================

>>> from tokenseal.dialects import Flask
>>> flask = Flask("the SECRET_KEY of the old site")
>>> text = flask.seal("session", '{"user":42}')
>>> flask.open("session", text, max_age=31 * 86400).text
'{"user":42}'

Secrets are ``str`` or bytes, one or an iterable of up to 16, in the order in which the framework
takes them. They are held to the framework's own rules, and wiped when the object is gone.

**Never make a Key of a framework's secret.** Whoever gets the framework to sign a text of his choice
could mint tokens with it.

A dialect that is not bound to the name lets a browser move a value from one cookie to another, as
the framework does. New cookies are better sealed: see ``tokenseal.cookie``.
"""

from tokenseal._tokenseal import (
    Dialect,
    Django,
    DjangoDumps,
    DjangoSigner,
    Express,
    Flask,
    Gorilla,
    Koa,
    MessageVerifier,
    Rails,
    RustCookie,
    Starlette,
    TimestampSigner,
    URLSafeTimedSerializer,
)
from tokenseal._tokenseal import DialectOpened as Opened
from tokenseal._tokenseal import DialectSigner as Signer

__all__ = [
    "Dialect",
    "Django",
    "DjangoDumps",
    "DjangoSigner",
    "Express",
    "Flask",
    "Gorilla",
    "Koa",
    "MessageVerifier",
    "Opened",
    "Rails",
    "RustCookie",
    "Signer",
    "Starlette",
    "TimestampSigner",
    "URLSafeTimedSerializer",
]
