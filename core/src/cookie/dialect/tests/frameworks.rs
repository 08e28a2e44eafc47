//! What each framework has of its own.

use super::*;

#[test]
fn koa_signs_beside_the_value() {
    let (sha1, sha256) = (Koa::new(ONE), Koa { digest: Digest::Sha256, ..Koa::new(ONE) });
    for (koa, value, signature) in [
        (&sha1, "user=42", "b69oY0j_ZHhueFxIxdH28itpLGM"),
        (&sha256, "user=42", "hLzJGIeYHwqzZvFDlGuM8S8LwOESQuwNWx61VLmw4GI"),
        (&sha1, "eyJ1c2VyIjo0Mn0=", "QL3PxLINYAIwFY2RaFdDejQ8pak"),
    ] {
        assert_eq!(koa.sign("sid", value.as_bytes(), &mut [0; 64]), Ok(signature));
        assert_eq!(koa.verify("sid", value.as_bytes(), signature.as_bytes()), Ok(0));
        assert_eq!(koa.verify("side", value.as_bytes(), signature.as_bytes()), Err(Error::BadSignature));
        assert_eq!(koa.verify("sid", b"user=43", signature.as_bytes()), Err(Error::BadSignature));
        assert_eq!(koa.verify("sid", value.as_bytes(), b""), Err(Error::BadSignature));
        let mut text = signature.as_bytes().to_vec();
        for at in 0..text.len() {
            for byte in 0..=255 {
                let right = core::mem::replace(&mut text[at], byte);
                assert_eq!(koa.verify("sid", value.as_bytes(), &text).is_ok(), right == byte);
                text[at] = right;
            }
        }
        let rotated = Koa { secrets: FIRST, ..*koa };
        assert_eq!(rotated.verify("sid", value.as_bytes(), signature.as_bytes()), Ok(1));
        assert_ne!(rotated.sign("sid", value.as_bytes(), &mut [0; 64]), Ok(signature));
    }
    // Otherwise `a` with `b=c` and `a=b` with `c` were the same.
    assert_eq!(sha1.sign("a=b", b"c", &mut [0; 64]), Err(Error::CookieCharacter));
    assert_eq!(sha1.sign("a", b"c", &mut [0; 26]), Err(Error::BufferTooSmall { needed: 27 }));
    assert_eq!(sha1.verify("a", &[b'a'; MAX_COOKIE + 1], b""), Err(Error::CookieTooLarge));
    assert_eq!(sha1.verify("a", b"", &[b'a'; MAX_COOKIE + 1]), Err(Error::CookieTooLarge));
    assert_eq!(sha1.verify("a", b"", &[b'A'; MAX_COOKIE]), Err(Error::BadSignature));
}

#[test]
fn express_reads_what_decodes_to_it() {
    let express = Express::new(ONE);
    let tag = "P64QF5YwWuHhCzfzuPLNqspz1MkD5QCfq4Ym1t8tPpY";
    for text in [
        format!("s:user=42.{tag}"),
        format!("s%3auser%3D42.{tag}"),
        format!("s%3Auser=42.{tag}"),
        format!("s%3Auser%3D42%2E{tag}"),
        format!("s:user%3D42.{tag}"),
        format!("%73%3Auser%3D42.{tag}"),
    ] {
        assert_eq!(open(&express, &text).unwrap(), b"user=42", "{text}");
    }
    for text in [
        format!("user=42.{tag}"),
        format!("s%3user=42.{tag}"),
        format!("s%253Auser=42.{tag}"),
        format!("s:user=42.{tag}="),
        format!("s:user=42{tag}"),
    ] {
        assert_eq!(open(&express, &text), Err(Error::Malformed), "{text}");
    }
    assert_eq!(open(&express, format!("s:user=43.{tag}")), Err(Error::BadSignature));
    assert_eq!(open(&express, format!("s:user=42.{tag}AAAA")), Err(Error::BadSignature));
    // A tag with `+` and `/`, both spelled out.
    let text = (0..100).map(|i| seal(&express, "sid", format!("{i}").as_bytes(), NOW).unwrap());
    let text = text.into_iter().find(|text| text.contains("%2B") && text.contains("%2F")).unwrap();
    assert!(open(&express, &text).is_ok());
    let raw = text.replace("%3A", ":").replace("%2B", "+").replace("%2F", "/");
    assert!(open(&express, &raw).is_ok());
    assert!(open(&express, text.replace("%2B", "+")).is_ok());
}

/// CPython with itsdangerous reads these tags and times.
#[test]
fn lenient_reads_what_python_decodes() {
    let flask = Flask::new(ONE);
    let lenient = Flask { lenient: true, ..flask };
    let right = "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E";
    assert!(open(&lenient, right).is_ok());
    for text in [
        "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_F",
        "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54/E",
        "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E=",
        "eyJ1c2VyIjo0Mn0.ZVPxAA.Oks!TyI8aTATdLUGUxNuLtQK54_E===",
    ] {
        assert_eq!(open(&lenient, text).unwrap(), br#"{"user":42}"#, "{text}");
        assert_eq!(open(&flask, text), Err(Error::Malformed), "{text}");
    }
    for text in [
        "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_Q",
        "eyJ1c2VyIjo0Mn0.ZVPxAB.OksTyI8aTATdLUGUxNuLtQK54_E",
        "eyJ1c2VyIjo0Mn0.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_EAAAA",
        "eyJ1c2VyIjo0Mn1.ZVPxAA.OksTyI8aTATdLUGUxNuLtQK54_E",
    ] {
        assert_eq!(open(&lenient, text), Err(Error::BadSignature), "{text}");
    }
    let signer = Signer { lenient: true, ..Signer::new(ONE) };
    assert_eq!(open(&signer, "user=42.9nuGE+54suBEDN0E4XzrwuFCxhh=").unwrap(), b"user=42");
    let starlette = Starlette { lenient: true, ..Starlette::new(ONE) };
    assert!(open(&starlette, "eyJ1c2VyIjogNDJ9.ZVPxAA.MQ5P1boSrLn0Iji88zbnoiuyFZV").is_ok());
}

#[test]
fn lenient_reads_what_go_decodes() {
    let gorilla = Gorilla::new(ONE);
    let lenient = Gorilla { lenient: true, ..gorilla };
    let right = "MTcwMDAwMDAwMHxkWE5sY2owME1nPT182ECc7GzoMiIJVtYyRDARe6VnV106TVmNmXlF9wDWyjU=";
    assert!(open(&lenient, right).is_ok());
    let other = right.replace("yjU=", "yjX=");
    assert_eq!(open(&lenient, &other).unwrap(), b"user=42");
    assert_eq!(open(&gorilla, &other), Err(Error::Malformed));
    assert_eq!(open(&lenient, right.replace("yjU=", "yjY=")), Err(Error::BadSignature));
    assert_eq!(open(&lenient, right.replace("yjU=", "yjU")), Err(Error::Malformed));
}

/// `URLSafeTimedSerializer(K).dumps("a" * 40)` and `signing.dumps("a" * 40, key=K, compress=True)`.
#[test]
fn compressed_payloads_are_handed_over() {
    let zlib = [0x78, 0x9c, 0x53, 0x4a, 0x24, 0x12, 0x28, 0x01, 0x00, 0x4b, 0xcb, 0x0f, 0x6d];
    for (dialect, text) in [
        (&UrlSafeTimed::new(ONE) as &dyn Dialect, ".eJxTSiQSKAEAS8sPbQ.ZVPxAA.KArFs4-iHpHOwj31mT9dVGFnJaA"),
        (&DjangoDumps::new(ONE), ".eJxTSiQSKAEAS8sPbQ:1r31eq:_aF8HlBh8_fXleOO_bVxs5QS_qdbH_3pvbHUJmIjT7w"),
    ] {
        assert_eq!(open_at(dialect, text, None, NOW), Ok((zlib.to_vec(), Some(NOW), 0, true)));
    }
    // To Starlette the dot is no mark.
    assert!(open(&Starlette::new(ONE), ".eJxTSiQSKAEAS8sPbQ.ZVPxAA.KArFs4-iHpHOwj31mT9dVGFnJaA").is_err());
}

#[test]
fn django_in_quotes_and_before_2026() {
    let django = Django::new(ONE);
    let legacy = Django { legacy: true, ..django };
    let new = "user=42:1r31eq:EeBizxs6hyMkVuSpi8G9W2M5uA_z5NjJQtu00PDd22E";
    let old = "user=42:1r31eq:kB_uXKCTNtR8yXWTLlt3oKOWr1f0AQL48ottGCUuEEk";
    for (dialect, text, expected) in [
        (&django, new, Ok(())),
        (&django, old, Err(Error::BadSignature)),
        (&legacy, new, Ok(())),
        (&legacy, old, Ok(())),
    ] {
        let quoted = format!("\"{text}\"");
        assert_eq!(open(dialect, text).map(drop), expected);
        assert_eq!(open(dialect, &quoted).map(drop), expected);
        assert!(open(dialect, &quoted[1..]).is_err());
        assert!(open(dialect, &quoted[..quoted.len() - 1]).is_err());
    }
    assert_eq!(seal(&legacy, "sid", b"user=42", NOW).unwrap(), new);
    assert_eq!(open_at(&legacy, old, Some(0), NOW + 1).err(), Some(Error::CookieExpired));
    // Escapes are Python's: the number is that of the character.
    let text = seal(&django, "sid", "{\"é\":1,2}".as_bytes(), NOW).unwrap();
    let quoted = format!("\"{}\"", text.replace('"', "\\\"").replace('é', "\\351").replace(',', "\\054"));
    assert_eq!(open(&django, &quoted).unwrap(), "{\"é\":1,2}".as_bytes());
    // Name and salt do not run together.
    let salted = Django { salt: "é", ..django };
    let text = seal(&salted, "sid", b"v", NOW).unwrap();
    assert!(open(&salted, &text).is_ok());
    assert_eq!(open(&django, &text), Err(Error::BadSignature));
    assert_eq!(text, "v:1r31eq:v4otBn7hFMP6mUIKRoiIhgMXARSip0braVuUC0DZtkA");
}
