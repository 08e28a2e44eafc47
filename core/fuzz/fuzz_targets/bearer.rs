//! The token in an `Authorization` header, against a plain reading of RFC 6750 and RFC 9110.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::{Error, bearer};

fn plainly(header: &[u8]) -> Result<Vec<u8>, Error> {
    // One character for each byte.
    let header: String = header.iter().map(|byte| char::from(*byte)).collect();
    let header = header.trim_matches([' ', '\t']);
    let (scheme, rest) = header.split_once(' ').unwrap_or((header, ""));
    if !scheme.eq_ignore_ascii_case("Bearer") {
        return Err(Error::NotBearer);
    }
    let token = rest.trim_start_matches(' ');
    let text = token.trim_end_matches('=');
    let is_token = |c: char| c.is_ascii_alphanumeric() || "-._~+/".contains(c);
    if text.is_empty() || !text.chars().all(is_token) { Err(Error::Malformed) } else { Ok(token.into()) }
}

fuzz_target!(|header: &[u8]| {
    assert_eq!(bearer::token(header).map(<[u8]>::to_vec), plainly(header));
});
