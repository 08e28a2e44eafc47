//! What the fuzz targets share: plain and slow ways to do what the core does, and of the dialects all
//! but their names.

pub mod decimal;
pub mod fields;
pub mod keys;
pub mod state;
pub mod tree;
pub mod verdict;

use arbitrary::Arbitrary;
use tokenseal::Error;
use tokenseal::cookie::dialect::Dialect;

/// The time of most of what happens, in Unix milliseconds.
pub const NOW: i64 = 1_700_000_000_000;

/// What a fuzzer is given to work with.
#[derive(Arbitrary, Debug)]
pub struct Input<'a> {
    pub name: &'a str,
    pub value: &'a [u8],
    pub now: u32,
    pub max_age: Option<u32>,
    pub position: u16,
    pub byte: u8,
    pub text: &'a [u8],
}

/// What is sealed opens as it was; nothing else does, whatever bytes come; nothing is left behind.
pub fn attack(dialect: &impl Dialect, input: &Input<'_>) {
    let now = i64::from(input.now) * 1000;
    let (mut sealed, mut out) = ([0; 4096], [0xaa; 8192]);

    let max_age = input.max_age.map(u64::from);
    if dialect.open("sid", input.text, max_age, now, &mut out).is_ok() {
        panic!("opened what was not sealed");
    }
    assert!(out.iter().all(|byte| *byte == 0xaa || *byte == 0));

    let text = match dialect.seal(input.name, input.value, now, &mut sealed) {
        Ok(text) => text.as_bytes(),
        Err(Error::CookieCharacter | Error::CookieTooLarge | Error::Malformed | Error::BadArgument) => return,
        Err(error) => panic!("{error}"),
    };
    let opened = dialect.open(input.name, text, None, now, &mut out).expect("what was sealed");
    assert_eq!(opened.value, input.value);

    let mut changed = text.to_vec();
    let position = usize::from(input.position) % changed.len();
    changed[position] = input.byte;
    if let Ok(opened) = dialect.open(input.name, &changed, None, now, &mut out) {
        // Where a framework reads several spellings, they are spellings of the same value.
        assert_eq!(opened.value, input.value);
    }
}
