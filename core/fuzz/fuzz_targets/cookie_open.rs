//! Sealing and opening: what is sealed opens, and nothing else does, whatever bytes come.
#![no_main]

use std::sync::LazyLock;

use arbitrary::Arbitrary;
use libfuzzer_sys::fuzz_target;
use tokenseal::{Algorithm, Error, Key, cookie};

static KEY: LazyLock<Key> = LazyLock::new(|| Key::new(Algorithm::Hs256, &[7; 32]).unwrap());

#[derive(Arbitrary, Debug)]
struct Input<'a> {
    name: &'a str,
    value: &'a [u8],
    now: u32,
    max_age: Option<u32>,
    position: u16,
    byte: u8,
    text: &'a [u8],
}

fuzz_target!(|input: Input<'_>| {
    let now = i64::from(input.now) * 1000 + 1;
    let max_age = input.max_age.map(u64::from);
    let (mut sealed, mut out) = ([0; 8192], [0xaa; 8192]);

    // Any bytes at all.
    if cookie::open(&*KEY, "sid", input.text, max_age, now, &mut out).is_ok() {
        panic!("opened what was not sealed");
    }
    assert!(out.iter().all(|byte| *byte == 0xaa || *byte == 0));

    let text = match cookie::seal(&KEY, input.name, input.value, now, &mut sealed) {
        Ok(text) => text.as_bytes(),
        Err(Error::CookieCharacter | Error::CookieTooLarge) => return,
        Err(error) => panic!("{error}"),
    };
    let opened = cookie::open(&*KEY, input.name, text, None, now, &mut out).expect("what was sealed");
    assert_eq!((opened.value, opened.issued, opened.age), (input.value, now - 1, 1));

    let mut changed = text.to_vec();
    let position = usize::from(input.position) % changed.len();
    if changed[position] != input.byte {
        changed[position] = input.byte;
        assert!(cookie::open(&*KEY, input.name, &changed, None, now, &mut out).is_err());
    }
    let other = format!("{}x", input.name);
    assert!(matches!(
        cookie::open(&*KEY, &other, text, None, now, &mut out),
        Err(Error::BadSignature | Error::CookieTooLarge)
    ));
});
