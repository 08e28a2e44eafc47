//! JSON Web Keys of type `oct`, and sets of them (RFC 7517).

use core::str;

use crate::bytes::wipe;
use crate::json::{Text, Value, elements};
use crate::limits::{MAX_JWK_SET, MAX_KEY_OPS, MAX_KID, MAX_SECRET};
use crate::mac::scrub_stack;
use crate::{Algorithm, Error, Key, base64url};

/// Loads the keys of a JWK Set into the front of `keys` and returns how many they are. Members of
/// another `kty` than `oct` are skipped. `algorithm` serves the keys that have no `alg`.
///
/// # Errors
///
/// As [`Key::from_jwk`], for any of the keys; [`Error::UnknownKey`] when the set has none;
/// [`Error::BufferTooSmall`] with the number of keys; [`Error::Limit`] when the text is longer
/// than [`MAX_JWK_SET`]. After an error all of `keys` are empty.
pub fn load_set(json: &[u8], algorithm: Option<Algorithm>, keys: &mut [Key]) -> Result<usize, Error> {
    let done = fill(json, algorithm, keys);
    if done.is_err() {
        keys.iter_mut().for_each(Key::wipe);
    }
    done
}

/// How many keys of type `oct` a JWK Set has: the room that [`load_set`] needs.
///
/// # Errors
///
/// [`Error::Malformed`] and [`Error::Limit`] when the text is no JWK Set.
pub fn count(json: &[u8]) -> Result<usize, Error> {
    let mut count = 0_usize;
    for member in elements(find_keys(json)?) {
        if is_oct(&member)?.is_some() {
            count = count.saturating_add(1);
        }
    }
    Ok(count)
}

fn fill(json: &[u8], algorithm: Option<Algorithm>, keys: &mut [Key]) -> Result<usize, Error> {
    let needed = count(json)?;
    if needed == 0 {
        return Err(Error::UnknownKey);
    }
    let keys = keys.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    let mut places = keys.iter_mut();
    for member in elements(find_keys(json)?) {
        if let Some(object) = is_oct(&member)?
            && let Some(key) = places.next()
        {
            key.init_jwk(object.as_bytes(), algorithm)?;
        }
    }
    Ok(needed)
}

/// The `keys` array of a JWK Set, after the whole text has been read.
fn find_keys(json: &[u8]) -> Result<&str, Error> {
    let mut keys = None;
    read_object(json, |name, value| {
        if name.eq_str("keys") {
            let Value::Array(array) = value else { return Err(Error::Malformed) };
            keys = Some(array);
        }
        Ok(())
    })?;
    keys.ok_or(Error::Malformed)
}

/// The text of a set's member, when it is a key of this type.
fn is_oct<'a>(member: &Value<'a>) -> Result<Option<&'a str>, Error> {
    let Value::Object(object) = member else { return Err(Error::Malformed) };
    let kty = crate::json::find(object, "kty").and_then(|kty| kty.as_text()).ok_or(Error::Malformed)?;
    Ok(kty.eq_str("oct").then_some(*object))
}

/// Reads a whole text that must be an object.
fn read_object<'a>(
    json: &'a [u8],
    member: impl FnMut(Text<'a>, Value<'a>) -> Result<(), Error>,
) -> Result<(), Error> {
    if json.len() > MAX_JWK_SET {
        return Err(Error::Limit);
    }
    let text = str::from_utf8(json).map_err(|_| Error::Malformed)?;
    crate::json::read_object(text, member)
}

/// The members that matter here.
#[derive(Default)]
struct Members<'a> {
    kty: Option<Text<'a>>,
    k: Option<Text<'a>>,
    alg: Option<Text<'a>>,
    key_use: Option<Text<'a>>,
    key_ops: Option<&'a str>,
    kid: Option<Text<'a>>,
}

impl<'a> Members<'a> {
    fn read(json: &'a [u8]) -> Result<Self, Error> {
        let mut members = Self::default();
        read_object(json, |name, value| {
            let place = if name.eq_str("kty") {
                &mut members.kty
            } else if name.eq_str("k") {
                &mut members.k
            } else if name.eq_str("alg") {
                &mut members.alg
            } else if name.eq_str("use") {
                &mut members.key_use
            } else if name.eq_str("kid") {
                &mut members.kid
            } else if name.eq_str("key_ops") {
                let Value::Array(array) = value else { return Err(Error::Malformed) };
                members.key_ops = Some(array);
                return Ok(());
            } else {
                return Ok(());
            };
            *place = Some(value.as_text().ok_or(Error::Malformed)?);
            Ok(())
        })?;
        Ok(members)
    }

    /// `alg`, which must agree with what the caller says.
    fn algorithm(&self, wanted: Option<Algorithm>) -> Result<Algorithm, Error> {
        let Some(alg) = self.alg else { return wanted.ok_or(Error::BadArgument) };
        let mut name = [0; 8];
        let named = alg.unescape(&mut name).ok().and_then(Algorithm::from_name);
        match (named, wanted) {
            (Some(named), None) => Ok(named),
            (Some(named), Some(wanted)) if named == wanted => Ok(named),
            _ => Err(Error::AlgorithmMismatch),
        }
    }
}

/// What `key_ops` allow: to sign, to verify.
fn operations(key_ops: &str) -> Result<(bool, bool), Error> {
    let (mut sign, mut verify) = (false, false);
    let mut read = 0_usize;
    for operation in elements(key_ops) {
        let operation = operation.as_text().ok_or(Error::Malformed)?;
        if read == MAX_KEY_OPS {
            return Err(Error::Limit);
        }
        // RFC 7517 section 4.3: no value twice.
        for earlier in elements(key_ops).take(read) {
            if earlier.as_text().is_some_and(|earlier| earlier.eq_text(&operation)) {
                return Err(Error::Malformed);
            }
        }
        read = read.saturating_add(1);
        sign |= operation.eq_str("sign");
        verify |= operation.eq_str("verify");
    }
    Ok((sign, verify))
}

/// Builds a key in place. After an error the key is in no defined state: the caller wipes it.
pub(crate) fn load(json: &[u8], algorithm: Option<Algorithm>, key: &mut Key) -> Result<(), Error> {
    let members = Members::read(json)?;
    let operations = members.key_ops.map(operations).transpose()?;
    if !members.kty.ok_or(Error::Malformed)?.eq_str("oct") {
        return Err(Error::AlgorithmMismatch);
    }
    let k = members.k.ok_or(Error::Malformed)?;
    let algorithm = members.algorithm(algorithm)?;
    if members.key_use.is_some_and(|key_use| !key_use.eq_str("sig")) {
        return Err(Error::KeyUse);
    }
    if operations == Some((false, false)) {
        return Err(Error::KeyUse);
    }
    let mut kid = [0; MAX_KID];
    let kid = match members.kid {
        Some(kid_text) => match kid_text.unescape(&mut kid).map_err(|_| Error::Limit)? {
            "" => return Err(Error::Malformed),
            kid => Some(kid),
        },
        None => None,
    };
    let mut text = [0; base64url::encoded_len(MAX_SECRET)];
    let done = match k.unescape(&mut text) {
        Ok(k) => key.init_base64url(algorithm, k.as_bytes()),
        Err(_) => Err(Error::Limit),
    };
    wipe(&mut text);
    scrub_stack();
    done?;
    if let Some(kid) = kid {
        key.set_kid(kid)?;
    }
    if let Some((sign, verify)) = operations {
        key.restrict(sign, verify);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{count, load_set};
    use crate::{Algorithm, Error, Key};

    const SET: &str = r#"{"keys":[
        {"kty":"RSA","n":"AQAB","e":"AQAB"},
        {"kty":"oct","kid":"a","alg":"HS256","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"},
        {"kty":"oct","kid":"b","k":"MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY"}]}"#;

    #[test]
    fn a_set_loads_into_the_callers_keys() {
        assert_eq!(count(SET.as_bytes()), Ok(2));
        let mut keys = [Key::EMPTY, Key::EMPTY, Key::EMPTY];
        assert_eq!(load_set(SET.as_bytes(), Some(Algorithm::Hs256), &mut keys), Ok(2));
        assert_eq!(keys.each_ref().map(Key::kid), [Some("a"), Some("b"), None]);
    }

    #[test]
    fn a_set_that_fails_leaves_no_key() {
        let mut keys = [Key::EMPTY, Key::EMPTY];
        assert_eq!(load_set(SET.as_bytes(), None, &mut keys), Err(Error::BadArgument));
        assert!(keys.iter().all(|key| !key.is_initialized()));
        assert_eq!(
            load_set(SET.as_bytes(), Some(Algorithm::Hs256), &mut keys[..1]),
            Err(Error::BufferTooSmall { needed: 2 })
        );
    }
}
