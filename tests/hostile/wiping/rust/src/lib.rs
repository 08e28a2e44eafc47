//! What a Rust program does with keys, for `core.c` to look at what is left.

use std::ptr;
use std::slice;

use tokenseal::cookie::dialect::{Dialect, Digest, RailsVerifier, Secrets};
use tokenseal::jwt::{self, Claims, Policy};
use tokenseal::{Algorithm, Error, Key, KeyRing, cookie, jwk};

const NOW: i64 = 1_700_000_000_000;

/// What `core.c` gives.
#[repr(C)]
pub struct Given {
    algorithm: u32,
    secret: *const u8,
    secret_len: usize,
    base64url: *const u8,
    base64url_len: usize,
    jwk: *const u8,
    jwk_len: usize,
    /// Room for two keys.
    place: *mut Key,
}

impl Given {
    fn algorithm(&self) -> Algorithm {
        [Algorithm::Hs256, Algorithm::Hs384, Algorithm::Hs512][self.algorithm as usize - 1]
    }

    fn secret(&self) -> &[u8] {
        // SAFETY: `core.c` gives what is there.
        unsafe { slice::from_raw_parts(self.secret, self.secret_len) }
    }

    fn base64url(&self) -> &[u8] {
        // SAFETY: as above.
        unsafe { slice::from_raw_parts(self.base64url, self.base64url_len) }
    }

    fn jwk(&self) -> &[u8] {
        // SAFETY: as above.
        unsafe { slice::from_raw_parts(self.jwk, self.jwk_len) }
    }
}

fn answer(result: Result<(), Error>) -> u32 {
    result.map_or_else(|error| error.code().into(), |()| 0)
}

/// A key in memory that the program has from elsewhere.
#[unsafe(no_mangle)]
pub extern "C" fn dropped_in_place(given: &Given) -> u32 {
    // SAFETY: there is room for a key; it is dropped once.
    unsafe {
        given.place.write(Key::EMPTY);
        let done = (*given.place).init(given.algorithm(), given.secret());
        ptr::drop_in_place(given.place);
        answer(done)
    }
}

/// The same without the drop: must be found.
#[unsafe(no_mangle)]
pub extern "C" fn forgotten(given: &Given) -> u32 {
    // SAFETY: there is room for a key.
    unsafe {
        given.place.write(Key::EMPTY);
        answer((*given.place).init(given.algorithm(), given.secret()))
    }
}

/// A key on the stack that signs and verifies.
#[unsafe(no_mangle)]
pub extern "C" fn tokens(given: &Given) -> u32 {
    let mut key = Key::EMPTY;
    answer(key.init_base64url(given.algorithm(), given.base64url()).and_then(|()| {
        let (mut token, mut claims) = ([0; 512], [0; 512]);
        let token = jwt::sign(&key, &Claims::new(NOW), &mut token)?;
        jwt::verify(token.as_bytes(), &key, &Policy::default(), NOW, &mut claims).map(drop)
    }))
}

/// A key on the stack that was forgotten: must be found.
#[unsafe(no_mangle)]
pub extern "C" fn forgotten_on_the_stack(given: &Given) -> u32 {
    let mut key = Key::EMPTY;
    let done = key.init(given.algorithm(), given.secret());
    std::hint::black_box(&key);
    std::mem::forget(key);
    answer(done)
}

/// A ring of copies.
#[unsafe(no_mangle)]
pub extern "C" fn ring(given: &Given) -> u32 {
    let mut key = Key::EMPTY;
    answer(key.init_jwk(given.jwk(), None).and_then(|()| {
        let mut keys = [Key::EMPTY, Key::EMPTY];
        keys[0].init(given.algorithm(), &[7; 64])?;
        keys[1].copy_from(&key);
        let (mut sealed, mut value) = ([0; 512], [0; 512]);
        let sealed = cookie::seal(&keys[1], "name", b"value", NOW, &mut sealed)?;
        let opened = cookie::open(KeyRing::new(&keys)?, "name", sealed.as_bytes(), None, NOW, &mut value)?;
        if opened.key_index == 1 { Ok(()) } else { Err(Error::BadArgument) }
    }))
}

/// A set of keys.
#[unsafe(no_mangle)]
pub extern "C" fn set(given: &Given) -> u32 {
    let mut keys = [Key::EMPTY];
    let set = [br#"{"keys":["#, given.jwk(), b"]}"].concat();
    let done = jwk::load_set(&set, None, &mut keys);
    // The text is the caller's, and so is its copy.
    std::hint::black_box(set);
    answer(done.map(drop))
}

/// A key that is initialised once more, and refused.
#[unsafe(no_mangle)]
pub extern "C" fn refused(given: &Given) -> u32 {
    let mut key = Key::EMPTY;
    answer(key.init(given.algorithm(), given.secret()).and_then(|()| {
        match key.init(given.algorithm(), b"short") {
            Err(Error::WeakKey) => Ok(()),
            _ => Err(Error::BadArgument),
        }
    }))
}

/// A dialect with the secret itself.
#[unsafe(no_mangle)]
pub extern "C" fn dialect(given: &Given) -> u32 {
    let keys = [given.secret()];
    let secrets = Secrets::new(&keys);
    let verifier = RailsVerifier { digest: Digest::Sha256, ..RailsVerifier::new(secrets) };
    let (mut sealed, mut value) = ([0; 512], [0; 512]);
    answer(
        verifier
            .seal("name", b"value", NOW, &mut sealed)
            .and_then(|sealed| verifier.open("name", sealed.as_bytes(), None, NOW, &mut value).map(drop)),
    )
}
