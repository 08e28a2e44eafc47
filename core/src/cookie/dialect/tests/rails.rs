//! Rails' envelope.

use super::*;

#[test]
fn rails_says_when_it_expires() {
    let mut expiring = rails(ONE);
    expiring.expires_in = Some(3_600_500);
    let text = seal(&expiring, "sid", b"\"user=42\"", NOW).unwrap();
    let at = NOW + 3_600_500;
    assert_eq!(open_at(&expiring, &text, None, at - 1).unwrap().1, Some(at));
    assert_eq!(open_at(&expiring, &text, None, at).err(), Some(Error::CookieExpired));
    assert_eq!(open_at(&expiring, &text, Some(1), NOW).err(), Some(Error::BadArgument));
    assert_eq!(seal(&expiring, "sid", b"1", MAX_TIME), Err(Error::BadArgument));
    // What it would be given is checked also where nothing is written.
    expiring.expires_in = Some(MAX_TIME.unsigned_abs());
    assert!(open_at(&expiring, &text, None, NOW).is_ok());
    expiring.expires_in = Some(MAX_TIME.unsigned_abs() + 1);
    assert_eq!(open_at(&expiring, &text, None, NOW).err(), Some(Error::BadArgument));
    assert_eq!(seal(&expiring, "sid", b"1", NOW), Err(Error::BadArgument));
    assert_eq!(seal(&rails(ONE), "sid", b"", NOW), Err(Error::BadArgument));

    let sha1 = Rails::new(ONE, Digest::Sha1).unwrap();
    assert_eq!(open(&sha1, &text), Err(Error::BadSignature));
    let name = "a&b";
    let mut buf = [0; 256];
    let text = sha1.seal(name, b"1", NOW, &mut buf).unwrap().to_owned();
    assert!(sha1.open(name, text.as_bytes(), None, NOW, &mut buf).is_ok());
    assert_eq!(
        text,
        "eyJfcmFpbHMiOnsibWVzc2FnZSI6Ik1RPT0iLCJleHAiOm51bGwsInB1ciI6ImNvb2tpZS5hXHUwMDI2YiJ9fQ==--5f848967b2873992461abf87d69acf79cc5b511b"
    );
}

/// Whatever is signed must still be an envelope for this cookie.
#[test]
fn rails_reads_nothing_but_its_envelope() {
    let rails = rails(ONE);
    let sign = |data: &str| {
        let mut buf = [0; MAX_COOKIE];
        rails
            .with_keys(|keys| {
                RailsVerifier::new(keys).seal("sid", data.as_bytes(), NOW, &mut buf).map(str::to_owned)
            })
            .unwrap()
    };
    let time = r#""2023-11-14T22:13:20.001Z""#;
    for (data, expected) in [
        (r#"{"_rails":{"message":"MQ==","exp":null,"pur":"cookie.sid"}}"#.to_owned(), Ok(b"1".to_vec())),
        (r#" {"_rails" : {"pur":"cookie.s\u0069d","message":"MQ=="}}"#.to_owned(), Ok(b"1".to_vec())),
        (format!(r#"{{"_rails":{{"message":"MQ==","exp":{time},"pur":"cookie.sid"}}}}"#), Ok(b"1".to_vec())),
        (
            r#"{"_rails":{"message":"MQ==","exp":null,"pur":"cookie.side"}}"#.to_owned(),
            Err(Error::BadSignature),
        ),
        (r#"{"_rails":{"message":"MQ==","exp":null,"pur":"login"}}"#.to_owned(), Err(Error::BadSignature)),
        (r#"{"_rails":{"message":"MQ==","exp":null}}"#.to_owned(), Err(Error::BadSignature)),
        (r#"{"_rails":{"message":"MQ==","exp":null,"pur":null}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"message":"MQ","exp":null,"pur":"cookie.sid"}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"message":"","exp":null,"pur":"cookie.sid"}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"message":1,"exp":null,"pur":"cookie.sid"}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"data":1,"exp":null,"pur":"cookie.sid"}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"message":"MQ==","exp":0,"pur":"cookie.sid"}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"message":"MQ==","exp":"","pur":"cookie.sid"}}"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":{"message":"MQ==","pur":"cookie.sid"},"a":1}"#.to_owned(), Err(Error::Malformed)),
        (
            r#"{"_rails":{"message":"MQ==","message":"Mg==","pur":"cookie.sid"}}"#.to_owned(),
            Err(Error::Malformed),
        ),
        (r#"{"_rails":{"message":"MQ==","pur":"cookie.sid"}} 1"#.to_owned(), Err(Error::Malformed)),
        (r#"{"_rails":null}"#.to_owned(), Err(Error::Malformed)),
        ("[]".to_owned(), Err(Error::Malformed)),
        ("1".to_owned(), Err(Error::Malformed)),
    ] {
        assert_eq!(open(&rails, sign(&data)), expected, "{data}");
    }
}

#[test]
fn keys_may_be_kept() {
    let mut keys = [[0; RAILS_KEY_LEN]; 2];
    for (key, secret) in keys.iter_mut().zip([OTHER, K]) {
        Rails::derive_key(secret, Digest::Sha256, key).unwrap();
    }
    let text = seal(&rails(ONE), "sid", b"1", NOW).unwrap();
    let kept = Rails::from_keys(&keys).unwrap();
    assert_eq!(open_at(&kept, &text, None, NOW).unwrap().2, 1);
    assert_eq!(seal(&kept, "sid", b"1", NOW), seal(&rails(FIRST), "sid", b"1", NOW));
    assert_eq!(Rails::from_keys(&[]).err(), Some(Error::BadArgument));
    assert!(Rails::from_keys(&[[1; RAILS_KEY_LEN]; MAX_SECRETS]).is_ok());
    assert_eq!(Rails::from_keys(&[[1; RAILS_KEY_LEN]; MAX_SECRETS + 1]).err(), Some(Error::Limit));
    assert_eq!(Rails::derive_key(b"", Digest::Sha1, &mut keys[0]), Err(Error::WeakKey));
}
