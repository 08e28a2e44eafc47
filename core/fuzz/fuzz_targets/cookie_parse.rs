//! Reading a `Cookie` header, against a plain and slow reading of the same rules.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tokenseal::cookie;

/// The rules in the order of RFC 6265bis, with copies instead of slices.
fn plainly(header: &[u8]) -> Vec<(Vec<u8>, Vec<u8>)> {
    let trim = |text: &[u8]| -> Vec<u8> {
        let is_space = |byte: &u8| *byte == b' ' || *byte == b'\t';
        let text: Vec<u8> = text.iter().copied().skip_while(is_space).collect();
        let mut text: Vec<u8> = text.into_iter().rev().skip_while(is_space).collect();
        text.reverse();
        text
    };
    let mut pairs = Vec::new();
    for pair in header.split(|byte| *byte == b';') {
        if pair.iter().any(|byte| (*byte < 32 && *byte != 9) || *byte == 127) {
            continue;
        }
        let mut parts = pair.splitn(2, |byte| *byte == b'=');
        let (name, value) = (parts.next().unwrap(), parts.next());
        if let (name, Some(value)) = (trim(name), value) {
            if !name.is_empty() {
                pairs.push((name, trim(value)));
            }
        }
    }
    pairs
}

fuzz_target!(|header: &[u8]| {
    let pairs: Vec<_> = cookie::parse(header).map(|(name, value)| (name.to_vec(), value.to_vec())).collect();
    assert_eq!(pairs, plainly(header));
    for (name, _) in &pairs {
        let first = pairs.iter().find(|(found, _)| found == name).map(|(_, value)| &value[..]);
        assert_eq!(cookie::find(header, name), first);
    }
});
