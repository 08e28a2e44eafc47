//! What the real packages write, both ways, and what must be refused. The packages and their
//! versions: cookie-signature 1.2.2, keygrip 1.1.0, itsdangerous 2.2.0, Flask 3.1.3, Starlette
//! 1.10.0, Django 5.2.19, securecookie 1.1.1, cookie 0.18.2, ActiveSupport 7.2.3.2.

mod every;
mod frameworks;
mod rails;
mod refusals;

use super::{
    Dialect, Digest, Django, DjangoDumps, DjangoSigner, Express, Flask, Gorilla, Koa, MAX_SECRETS, Opened,
    RAILS_KEY_LEN, Rails, RailsVerifier, RustCookie, Secrets, Signer, Starlette, TimestampSigner,
    UrlSafeTimed,
};
use crate::Error;
use crate::limits::{MAX_COOKIE, MAX_TIME};

const K: &[u8] = b"0123456789abcdef0123456789abcdef";
const OTHER: &[u8] = b"fedcba9876543210fedcba9876543210";
const NOW: i64 = 1_700_000_000_000;
const ONE: Secrets<'static> = Secrets::new(&[K]);
const LAST: Secrets<'static> = Secrets::new(&[K, OTHER]);
const FIRST: Secrets<'static> = Secrets::new(&[OTHER, K]);

fn rails(secrets: Secrets<'_>) -> Rails {
    Rails::new(secrets, Digest::Sha256).unwrap()
}

/// A dialect and what the real package wrote with `K`, `sid` and `NOW`.
struct Case<'a> {
    dialect: &'a dyn Dialect,
    /// The same with another secret that signs, and `K` beside it.
    rotated: &'a dyn Dialect,
    /// Where `K` stands there.
    index: usize,
    value: &'a str,
    text: &'a str,
    time: Option<i64>,
    is_bound: bool,
}

impl<'a> Case<'a> {
    fn new(dialect: &'a dyn Dialect, rotated: &'a dyn Dialect, value: &'a str, text: &'a str) -> Self {
        Self { dialect, rotated, index: 1, value, text, time: None, is_bound: false }
    }

    fn dated(self) -> Self {
        Self { time: Some(NOW), ..self }
    }

    fn bound(self) -> Self {
        Self { is_bound: true, ..self }
    }

    /// The last secret signs.
    fn last(self) -> Self {
        Self { index: 0, ..self }
    }
}

/// Runs `check` over every dialect with a known answer.
fn each(check: impl Fn(&Case<'_>)) {
    express_and_rust(&check);
    itsdangerous(&check);
    django(&check);
    go_and_ruby(&check);
}

fn express_and_rust(check: &impl Fn(&Case<'_>)) {
    check(&Case::new(
        &Express::new(ONE),
        &Express::new(FIRST),
        "user=42",
        "s%3Auser%3D42.P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY",
    ));
    check(&Case::new(
        &RustCookie::derive_from(ONE),
        &RustCookie::derive_from(FIRST),
        "user=42",
        "c6aVQGddkgjXys804ufW0AeJxfK4gx5o7ch9mP24vk4=user=42",
    ));
    check(&Case::new(
        &RustCookie::new(Secrets::new(&[&[K, K].concat()])),
        &RustCookie::new(Secrets::new(&[&[OTHER, OTHER].concat(), &[K, K].concat()])),
        "user=42",
        "P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY=user=42",
    ));
}

fn itsdangerous(check: &impl Fn(&Case<'_>)) {
    check(
        &Case::new(&Signer::new(ONE), &Signer::new(LAST), "user=42", "user=42.9nuGE-54suBEDN0E4XzrwuFCxhg")
            .last(),
    );
    check(
        &Case::new(
            &TimestampSigner::new(ONE),
            &TimestampSigner::new(LAST),
            "user=42",
            "user=42.ZVPxAA.aslbU9Mjw3g8AkEMURH31qZOC-I",
        )
        .last()
        .dated(),
    );
    check(
        &Case::new(
            &UrlSafeTimed::new(ONE),
            &UrlSafeTimed::new(LAST),
            "\"user=42\"",
            "InVzZXI9NDIi.ZVPxAA.9wzSK_8WdQkGMNKs9X-ZDVvYPrU",
        )
        .last()
        .dated(),
    );
    check(
        &Case::new(
            &Flask::new(ONE),
            &Flask::new(LAST),
            r#"{"user":42}"#,
            "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E",
        )
        .last()
        .dated(),
    );
    check(
        &Case::new(
            &Starlette::new(ONE),
            &Starlette::new(LAST),
            r#"{"user": 42}"#,
            "eyJ1c2VyIjogNDJ9.ZVPxAA.MQ5P1boSrLn0Iji88zbnoiuyFZU",
        )
        .last()
        .dated(),
    );
}

fn django(check: &impl Fn(&Case<'_>)) {
    check(
        &Case::new(
            &Django::new(ONE),
            &Django::new(FIRST),
            "user=42",
            "user=42:1r31eq:EeBizxs6hyMkVuSpi8G9W2M5uA_z5NjJQtu00PDd22E",
        )
        .dated()
        .bound(),
    );
    check(&Case::new(
        &DjangoSigner::new(ONE),
        &DjangoSigner::new(FIRST),
        "user=42",
        "user=42:dLw0kJUvtrI9Ie6QDm7AQNDfKhQ7Z9-Dt42h4WZW3L4",
    ));
    check(
        &Case::new(
            &DjangoDumps::new(ONE),
            &DjangoDumps::new(FIRST),
            "\"user=42\"",
            "InVzZXI9NDIi:1r31eq:RLXqPGjHZgeqMhMQVQ-DVOUbC_r5XWKs_KXY6VRwadI",
        )
        .dated(),
    );
}

fn go_and_ruby(check: &impl Fn(&Case<'_>)) {
    let sha256 = |secrets| RailsVerifier { digest: Digest::Sha256, ..RailsVerifier::new(secrets) };
    check(
        &Case::new(
            &Gorilla::new(ONE),
            &Gorilla::new(FIRST),
            "user=42",
            "MTcwMDAwMDAwMHxkWE5sY2owME1nPT182ECc7GzoMiIJVtYyRDARe6VnV106TVmNmXlF9wDWyjU=",
        )
        .dated()
        .bound(),
    );
    check(
        &Case::new(
            &Gorilla::new(ONE),
            &Gorilla::new(FIRST),
            "\"user=42\"\n",
            "MTcwMDAwMDAwMHxJblZ6WlhJOU5ESWlDZz09fM2d2D8KUsyb9iscHBKsbXsWRlh2NlsdiGx7KI2OObM8",
        )
        .dated()
        .bound(),
    );
    check(
        &Case::new(
            &rails(ONE),
            &rails(FIRST),
            "\"user=42\"",
            "eyJfcmFpbHMiOnsibWVzc2FnZSI6IkluVnpaWEk5TkRJaSIsImV4cCI6bnVsbCwicHVyIjoiY29va2llLnNpZCJ9fQ==\
     --fcf2a0e603fc04bc7f44da600b30ae09ca4849ee",
        )
        .bound(),
    );
    check(&Case::new(
        &sha256(ONE),
        &sha256(FIRST),
        "\"user=42\"",
        "InVzZXI9NDIi--8a11f9f23ada5d80528495b5a5b3b9ccc0e30de6049ea39621519f5a673543a5",
    ));
}

fn seal(dialect: &dyn Dialect, name: &str, value: &[u8], now: i64) -> Result<String, Error> {
    dialect.seal(name, value, now, &mut [0; MAX_COOKIE]).map(str::to_owned)
}

/// Opens, and sees to it that an error leaves nothing and a value nothing behind it.
fn open_at(
    dialect: &dyn Dialect,
    text: impl AsRef<[u8]>,
    max_age: Option<u64>,
    now: i64,
) -> Result<(Vec<u8>, Option<i64>, usize, bool), Error> {
    let mut buf = [0; MAX_COOKIE];
    let opened = dialect.open("sid", text.as_ref(), max_age, now, &mut buf);
    let opened = opened.map(|Opened { value, time, secret_index, compressed }| {
        (value.to_vec(), time, secret_index, compressed)
    });
    let used = opened.as_ref().map_or(0, |opened| opened.0.len());
    assert!(buf[used..].iter().all(|byte| *byte == 0));
    opened
}

fn open(dialect: &dyn Dialect, text: impl AsRef<[u8]>) -> Result<Vec<u8>, Error> {
    open_at(dialect, text, None, NOW).map(|opened| opened.0)
}
