//! What holds for every dialect.

use super::*;

#[test]
fn known_answers_both_ways() {
    each(|case| {
        assert_eq!(seal(case.dialect, "sid", case.value.as_bytes(), NOW).unwrap(), case.text);
        assert_eq!(
            open_at(case.dialect, case.text, None, NOW),
            Ok((case.value.as_bytes().to_vec(), case.time, 0, false))
        );
    });
}

#[test]
fn every_other_secret_opens_and_only_one_signs() {
    each(|case| {
        let (rotated, index) = (case.rotated, case.index);
        assert_eq!(open_at(rotated, case.text, None, NOW).unwrap().2, index, "{}", case.text);
        let fresh = seal(rotated, "sid", case.value.as_bytes(), NOW).unwrap();
        assert_ne!(fresh, case.text);
        assert_eq!(open_at(rotated, &fresh, None, NOW).unwrap().2, 1 - index);
        assert_eq!(open(case.dialect, &fresh), Err(Error::BadSignature));
    });
}

#[test]
fn bound_to_the_name_or_not() {
    each(|case| {
        let mut buf = [0; MAX_COOKIE];
        let moved = case.dialect.open("side", case.text.as_bytes(), None, NOW, &mut buf).map(drop);
        assert_eq!(moved, if case.is_bound { Err(Error::BadSignature) } else { Ok(()) }, "{}", case.text);
    });
}

#[test]
fn every_single_change_of_a_byte_is_refused() {
    each(|case| {
        for at in 0..case.text.len() {
            for byte in 0..=255_u8 {
                let mut text = case.text.as_bytes().to_vec();
                if text[at] != byte {
                    text[at] = byte;
                    match open(case.dialect, &text) {
                        Err(error) => {
                            assert!(matches!(error, Error::BadSignature | Error::Malformed), "{error}");
                        }
                        // Only Express's escapes have two spellings.
                        Ok(_) => assert!(
                            case.text[..at].ends_with("%3")
                                && text.eq_ignore_ascii_case(case.text.as_bytes())
                        ),
                    }
                }
            }
        }
    });
}

#[test]
fn every_cut_and_every_insertion_is_refused() {
    each(|case| {
        for at in 0..=case.text.len() {
            let (before, after) = case.text.split_at(at);
            assert!(open(case.dialect, before).is_err() || after.is_empty(), "{before}");
            assert!(open(case.dialect, after).is_err() || before.is_empty(), "{after}");
            for inserted in ["A", "=", ".", ":", "-", "%", "\"", " ", "\n", "\0", "0", "|", "--"] {
                let text = [before, inserted, after].concat();
                assert!(open(case.dialect, &text).is_err(), "{text}");
            }
        }
        assert_eq!(open(case.dialect, ""), Err(Error::Malformed));
    });
}

#[test]
fn sizes_are_exact() {
    each(|case| {
        let len = case.text.len();
        let mut buf = [7; MAX_COOKIE];
        let sealed = case.dialect.seal("sid", case.value.as_bytes(), NOW, &mut buf[..len - 1]);
        assert_eq!(sealed, Err(Error::BufferTooSmall { needed: len }));
        let opened = case.dialect.open("sid", case.text.as_bytes(), None, NOW, &mut buf[..len - 1]);
        assert_eq!(opened, Err(Error::BufferTooSmall { needed: len }));
        assert_eq!(buf, [7; MAX_COOKIE]);
        assert!(case.dialect.seal("sid", case.value.as_bytes(), NOW, &mut buf[..len]).is_ok());
        assert_eq!(seal(case.dialect, "sid", &[b'a'; MAX_COOKIE], NOW), Err(Error::CookieTooLarge));
        assert_eq!(open(case.dialect, [b'a'; MAX_COOKIE + 1]), Err(Error::CookieTooLarge));
        assert!(matches!(
            open(case.dialect, [b'a'; MAX_COOKIE]),
            Err(Error::Malformed | Error::BadSignature)
        ));
    });
}

#[test]
fn values_of_every_length_and_of_every_kind() {
    each(|case| {
        for len in 1..200_usize {
            let value: String =
                (0..len).map(|i| ["é", ".", ":", "\"", "|", "-", "a", "%", "\\"][i * len % 9]).collect();
            let text = seal(case.dialect, "sid", value.as_bytes(), NOW).unwrap();
            assert_eq!(open(case.dialect, &text).unwrap(), value.as_bytes(), "{text}");
        }
        let empty = seal(case.dialect, "sid", b"", NOW);
        if let Ok(text) = empty {
            assert_eq!(open(case.dialect, &text).unwrap(), b"");
        } else {
            assert_eq!(empty, Err(Error::BadArgument));
        }
        // As base64 or not at all.
        let bytes = [0xff, 0, 0xfe, b'.', 0x80];
        match seal(case.dialect, "sid", &bytes, NOW) {
            Ok(text) => assert_eq!(open(case.dialect, &text).unwrap(), bytes),
            Err(error) => assert_eq!(error, Error::CookieCharacter),
        }
    });
}

#[test]
fn arguments() {
    each(|case| {
        let is_bad =
            |max_age, now| open_at(case.dialect, case.text, max_age, now).err() == Some(Error::BadArgument);
        assert!(is_bad(None, -1) && is_bad(None, MAX_TIME + 1) && !is_bad(None, MAX_TIME));
        assert!(is_bad(Some(MAX_TIME.unsigned_abs() + 1), NOW));
        assert_eq!(is_bad(Some(0), NOW), case.time.is_none());
        assert_eq!(seal(case.dialect, "sid", case.value.as_bytes(), -1), Err(Error::BadArgument));
        assert_eq!(seal(case.dialect, "sid", case.value.as_bytes(), MAX_TIME + 1), Err(Error::BadArgument));
        for name in ["", "a=b", "a b", "é", "a;"] {
            assert_eq!(seal(case.dialect, name, case.value.as_bytes(), NOW), Err(Error::CookieCharacter));
        }
        for now in [0, 999, 1_000, MAX_TIME] {
            let text = seal(case.dialect, "sid", case.value.as_bytes(), now).unwrap();
            let opened = open_at(case.dialect, &text, None, now).unwrap();
            assert_eq!(opened.1, case.time.is_some().then_some(now - now % 1000));
        }
    });
}
