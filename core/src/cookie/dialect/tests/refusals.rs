//! Secrets and times.

use super::*;

#[test]
fn secrets_are_held_to_the_framework_s_rules() {
    let long = [b'a'; 1_025];
    let many = [K; 17];
    for (secrets, error) in [
        (&[][..], Error::BadArgument),
        (&[K, b""], Error::WeakKey),
        (&[&long[..]], Error::Limit),
        (&many, Error::Limit),
    ] {
        let secrets = Secrets::new(secrets);
        let dialects: [&dyn Dialect; 8] = [
            &Express::new(secrets),
            &Signer::new(secrets),
            &Flask::new(secrets),
            &Starlette::new(secrets),
            &Django::new(secrets),
            &Gorilla::new(secrets),
            &RustCookie::new(secrets),
            &RailsVerifier::new(secrets),
        ];
        for dialect in dialects {
            assert_eq!(seal(dialect, "sid", b"v", NOW), Err(error));
            assert_eq!(open(dialect, "v"), Err(error));
        }
        assert_eq!(Rails::new(secrets, Digest::Sha1).err(), Some(error));
        assert_eq!(Koa::new(secrets).sign("sid", b"v", &mut [0; 64]), Err(error));
    }
    assert!(seal(&Express::new(Secrets::new(&[&long[..1_024], b"a"])), "sid", b"v", NOW).is_ok());
    for (dialect, is_long_enough) in [
        (RustCookie::new(Secrets::new(&[&long[..64]])), true),
        (RustCookie::new(Secrets::new(&[&long[..63]])), false),
        (RustCookie::derive_from(Secrets::new(&[&long[..32]])), true),
        (RustCookie::derive_from(Secrets::new(&[&long[..31]])), false),
    ] {
        let expected = if is_long_enough { Ok(()) } else { Err(Error::WeakKey) };
        assert_eq!(seal(&dialect, "sid", b"v", NOW).map(drop), expected);
    }
    assert_eq!(format!("{:?}", Express::new(LAST)), "Express { secrets: Secrets(2) }");
    assert_eq!(format!("{:?}", rails(LAST)), "Rails { secrets: 2, digest: Sha1, expires_in: None, .. }");
}

#[test]
fn ages_in_whole_seconds() {
    for dialect in [
        &TimestampSigner::new(ONE) as &dyn Dialect,
        &Flask::new(ONE),
        &Starlette::new(ONE),
        &UrlSafeTimed::new(ONE),
    ] {
        let text = seal(dialect, "sid", b"v", NOW).unwrap();
        for (max_age, now, expected) in [
            (0, NOW, Ok(())),
            (0, NOW + 999, Ok(())),
            (0, NOW + 1_000, Err(Error::CookieExpired)),
            (60_000, NOW + 60_999, Ok(())),
            (60_000, NOW + 61_000, Err(Error::CookieExpired)),
            (60_000, NOW - 1, Err(Error::NotYetValid)),
            (0, MAX_TIME, Err(Error::CookieExpired)),
        ] {
            assert_eq!(open_at(dialect, &text, Some(max_age), now).map(drop), expected, "{max_age} {now}");
        }
        assert!(open_at(dialect, &text, None, 0).is_ok());
    }
}

#[test]
fn ages_in_django_and_go() {
    for dialect in [&Django::new(ONE) as &dyn Dialect, &DjangoDumps::new(ONE)] {
        let text = seal(dialect, "sid", b"v", NOW).unwrap();
        for (max_age, now, expected) in [
            (60_000, NOW + 60_000, Ok(())),
            (60_000, NOW + 60_001, Err(Error::CookieExpired)),
            (0, NOW + 1, Err(Error::CookieExpired)),
            (0, NOW - 3_600_000, Ok(())),
        ] {
            assert_eq!(open_at(dialect, &text, Some(max_age), now).map(drop), expected, "{max_age} {now}");
        }
    }
    let gorilla = Gorilla::new(ONE);
    let old = Gorilla { min_age: 60_000, ..gorilla };
    let text = seal(&gorilla, "sid", b"v", NOW).unwrap();
    for (dialect, max_age, now, expected) in [
        (&gorilla, Some(60_000), NOW + 60_999, Ok(())),
        (&gorilla, Some(60_000), NOW + 61_000, Err(Error::CookieExpired)),
        (&gorilla, Some(0), NOW - 3_600_000, Ok(())),
        (&gorilla, None, MAX_TIME, Ok(())),
        (&old, None, NOW + 59_999, Err(Error::NotYetValid)),
        (&old, None, NOW - 1, Err(Error::NotYetValid)),
        (&old, None, NOW + 60_000, Ok(())),
        (&old, Some(0), NOW + 60_000, Err(Error::CookieExpired)),
    ] {
        assert_eq!(open_at(dialect, &text, max_age, now).map(drop), expected, "{max_age:?} {now}");
    }
}
