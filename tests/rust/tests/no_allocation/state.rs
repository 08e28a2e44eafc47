//! State and CSRF: every operation over a memory store.

use tokenseal::csrf::{self, Fetch};
use tokenseal::jwt::{self, Claims, Policy};
use tokenseal::state::{MemoryStore, refresh, revocation, session};
use tokenseal::{Algorithm, Error, Key, KeyRing};

use crate::trap::without_allocation;
use crate::{NOW, SECRET};

#[test]
fn sessions() {
    without_allocation(|| {
        let key = Key::new(Algorithm::Hs512, SECRET).unwrap();
        let mut memory = [0; 8 * MemoryStore::slot_len(128)];
        let mut store = MemoryStore::new(&mut memory, 128).unwrap();
        let (mut found, mut buf, mut cookie) = ([0; 512], [0; 256], [0; session::SEALED_LEN]);

        let mut start = session::start("app", &[1; 32], None, session::LIFETIME, NOW).unwrap();
        store.run(&mut start, b"cart", &mut found, &mut buf).unwrap();
        let cookie = start.session().unwrap().seal(&key, "sid", NOW, &mut cookie).unwrap();
        let presented = session::open(&key, "sid", cookie.as_bytes(), NOW).unwrap();

        let later = NOW + 100_000;
        let mut load = session::load("app", &presented, later).unwrap();
        assert_eq!(store.run(&mut load, b"", &mut found, &mut buf), Ok(&b"cart"[..]));
        let loaded = load.session().unwrap();
        assert_eq!(loaded.last_seen(), later);
        let mut save = session::save("app", &loaded, later).unwrap();
        assert_eq!(store.run(&mut save, b"two", &mut found, &mut buf), Ok(&b"two"[..]));
        let mut stale = session::save("app", &loaded, later).unwrap();
        assert_eq!(store.run(&mut stale, b"three", &mut found, &mut buf), Err(Error::Conflict));

        let mut login =
            session::rotate("app", &presented, &[2; 32], Some("user-42"), session::LIFETIME, later).unwrap();
        assert_eq!(store.run(&mut login, b"", &mut found, &mut buf), Ok(&b"two"[..]));
        let user = login.session().unwrap();
        assert!(user.is_of("app", "user-42"));
        let mut load = session::load("app", &presented, later).unwrap();
        assert_eq!(store.run(&mut load, b"", &mut found, &mut buf), Err(Error::SessionEnded));

        // The old cookie ends the session under its new id.
        store.run(&mut session::end("app", &presented, later).unwrap(), b"", &mut found, &mut buf).unwrap();
        let mut load = session::load("app", &user, later).unwrap();
        assert_eq!(store.run(&mut load, b"", &mut found, &mut buf), Err(Error::SessionEnded));
        store.run(&mut session::end_all("app", &user, later).unwrap(), b"", &mut found, &mut buf).unwrap();
        for len in 0..cookie.len() {
            assert!(session::open(&key, "sid", &cookie.as_bytes()[..len], NOW).is_err());
        }
    });
}

#[test]
fn refresh_tokens() {
    without_allocation(|| {
        let key = Key::new(Algorithm::Hs384, SECRET).unwrap();
        let mut memory = [0; 8 * MemoryStore::slot_len(128)];
        let mut store = MemoryStore::new(&mut memory, 128).unwrap();
        let (mut found, mut buf) = ([0; 512], [0; 256]);
        let (mut first, mut second, mut again) = ([0; 142], [0; 142], [0; 142]);

        let lifetime = refresh::LIFETIME;
        let mut start = refresh::start("app", &key, &[1; 16], "user-42", Some("web"), lifetime, NOW).unwrap();
        store.run(&mut start, b"{}", &mut found, &mut buf).unwrap();
        let first = start.refresh().unwrap().mint(&key, &mut first).unwrap();
        let presented = refresh::open(&key, first.as_bytes()).unwrap();

        let rotate =
            |now| refresh::rotate("app", &key, &presented, Some("web"), refresh::GRACE, now).unwrap();
        let (mut one, mut two, mut late) = (rotate(NOW + 1), rotate(NOW + 2), rotate(NOW + 60_000));
        assert_eq!(store.run(&mut one, b"", &mut found, &mut buf), Ok(&b"{}"[..]));
        assert_eq!(store.run(&mut two, b"", &mut found, &mut buf), Ok(&b"{}"[..]));
        let second = one.refresh().unwrap().mint(&key, &mut second).unwrap();
        assert_eq!(two.refresh().unwrap().mint(&key, &mut again).unwrap(), second);
        assert!(two.refresh().unwrap().is_repeated());
        assert_eq!(store.run(&mut late, b"", &mut found, &mut buf), Err(Error::RefreshReused));

        store.run(&mut refresh::end("app", &presented, NOW).unwrap(), b"", &mut found, &mut buf).unwrap();
        store.run(&mut refresh::end_all("app", &presented, NOW).unwrap(), b"", &mut found, &mut buf).unwrap();
        for len in 0..first.len() {
            assert!(refresh::open(&key, &first.as_bytes()[..len]).is_err());
        }
    });
}

#[test]
fn revocation_of_tokens() {
    without_allocation(|| {
        let key = Key::new(Algorithm::Hs256, SECRET).unwrap();
        let mut memory = [0; 8 * MemoryStore::slot_len(16)];
        let mut store = MemoryStore::new(&mut memory, 16).unwrap();
        let (mut found, mut buf, mut text, mut json) = ([0; 64], [0; 64], [0; 512], [0; 512]);
        for (claims, later) in [(&b"{\"jti\":\"\\u0061\",\"iss\":\"b\"}"[..], 0), (b"{}", 1_000)] {
            let claims = Claims {
                json: claims,
                subject: Some("user-42"),
                issued_at: Some(NOW + later),
                ..Claims::new(NOW)
            };
            let text = jwt::sign(&key, &claims, &mut text).unwrap();
            let verified = jwt::verify(text.as_bytes(), &key, &Policy::default(), NOW, &mut json).unwrap();
            let token =
                revocation::Token::read("app", text.as_bytes(), verified.as_json().as_bytes()).unwrap();
            let check = || revocation::check(&token, NOW).unwrap();
            let (mut before, mut after) = (check(), check());
            assert_eq!(store.run(&mut before, b"", &mut found, &mut buf), Ok(&b""[..]));
            if later == 0 {
                let mut deny = revocation::deny(&token, NOW).unwrap();
                store.run(&mut deny, b"", &mut found, &mut buf).unwrap();
            } else {
                let mut all = revocation::end_all("app", "user-42", NOW + later).unwrap();
                store.run(&mut all, b"", &mut found, &mut buf).unwrap();
                assert_eq!(all.epoch(), Ok(NOW + later));
            }
            assert_eq!(store.run(&mut after, b"", &mut found, &mut buf), Err(Error::Revoked));
        }
    });
}

#[test]
fn a_memory_store_that_is_full() {
    without_allocation(|| {
        let mut memory = [0; 2 * MemoryStore::slot_len(58)];
        let mut store = MemoryStore::new(&mut memory, 58).unwrap();
        let (mut found, mut buf) = ([0; 256], [0; 128]);
        for (id, expected) in [(1, Ok(&b""[..])), (2, Ok(b"")), (3, Err(Error::StoreFull))] {
            let mut start = session::start("app", &[id; 32], None, session::LIFETIME, NOW).unwrap();
            assert_eq!(store.run(&mut start, b"", &mut found, &mut buf), expected);
        }
        let mut start = session::start("app", &[4; 32], None, session::LIFETIME, NOW).unwrap();
        assert_eq!(store.run(&mut start, b"too long", &mut found, &mut buf), Err(Error::Limit));
    });
}

#[test]
fn cross_site_request_forgery() {
    without_allocation(|| {
        let keys = [
            Key::new(Algorithm::Hs256, b"another secret of exactly 32 byte").unwrap(),
            Key::new(Algorithm::Hs512, SECRET).unwrap(),
        ];
        let mut buf = [0; 214];
        let token = csrf::token(&keys[1], b"session-1", &[7; 96], &mut buf).unwrap();
        let ring = KeyRing::new(&keys).unwrap();
        assert_eq!(csrf::verify(ring, b"session-1", token.as_bytes()), Ok(()));
        assert_eq!(csrf::verify(ring, b"session-2", token.as_bytes()), Err(Error::BadSignature));
        for len in 0..token.len() {
            assert!(csrf::verify(ring, b"session-1", &token.as_bytes()[..len]).is_err());
        }
        let mut fetch = Fetch { method: "POST", site: Some("same-origin"), ..Fetch::default() };
        assert_eq!(csrf::check_fetch(&fetch), Ok(()));
        fetch = Fetch { site: None, origin: Some("https://b"), allowed: &["https://a"], ..fetch };
        assert_eq!(csrf::check_fetch(&fetch), Err(Error::CrossSite));
    });
}
