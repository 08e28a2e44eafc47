//! Keys in this memory: blocks of one key (`Key`) or of several (`KeyRing`), which the caller holds
//! by address and count and gives back with [`keys_free`].

use alloc::alloc::{alloc_zeroed, dealloc};
use core::alloc::Layout;
use core::{ptr, slice};

use tokenseal::{Algorithm, Error, Key, KeyRing, jwk};
use wasm_bindgen::prelude::wasm_bindgen;
use zeroize::Zeroize;

use crate::answer::{number, status};
use crate::record::{Fields, tag, text};
use crate::scratch;

/// A block that is freed when it is dropped.
struct Block {
    start: *mut Key,
    count: usize,
}

impl Block {
    /// A block of empty keys.
    fn new(count: usize) -> Result<Self, Error> {
        let layout = Layout::array::<Key>(count).map_err(|_| Error::Limit)?;
        if layout.size() == 0 {
            return Err(Error::BadArgument);
        }
        #[expect(clippy::cast_ptr_alignment, reason = "the layout is that of a key")]
        // SAFETY: the size is not 0.
        let start = unsafe { alloc_zeroed(layout) }.cast::<Key>();
        if start.is_null() { Err(Error::Limit) } else { Ok(Self { start, count }) }
    }

    fn keys(&mut self) -> &mut [Key] {
        // SAFETY: `count` keys lie there, each of zeros or written since; every bit pattern is a
        // sound key.
        unsafe { slice::from_raw_parts_mut(self.start, self.count) }
    }

    /// Leaves the block to the caller.
    fn into_address(self) -> usize {
        let address = self.start as usize;
        core::mem::forget(self);
        address
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        self.keys().iter_mut().for_each(Key::wipe);
        if let Ok(layout) = Layout::array::<Key>(self.count) {
            // SAFETY: `new` got it with this layout; nobody uses it after this.
            unsafe { dealloc(self.start.cast(), layout) };
        }
    }
}

/// The keys of a block.
pub fn at<'a>(address: usize, count: usize) -> &'a [Key] {
    let start = ptr::with_exposed_provenance(address);
    // SAFETY: the caller has address and count from a function of this module, and forgets both
    // when it frees the block. Nothing writes to a block that was handed out.
    unsafe { slice::from_raw_parts(start, count) }
}

/// What the material of [`key_new`] is. The numbers stand in `ts/key.ts` too.
pub mod form {
    #![allow(missing_docs, reason = "each is the constructor of that name")]
    pub const SECRET: u32 = 0;
    pub const SHORT_SECRET: u32 = 1;
    pub const BASE64URL: u32 = 2;
    pub const HEX: u32 = 3;
    pub const JWK: u32 = 4;
}

/// Options with which keys are made.
#[derive(Default)]
struct Options<'a> {
    algorithm: Option<Algorithm>,
    kid: Option<&'a str>,
}

impl<'a> Options<'a> {
    fn read(record: &'a [u8]) -> Result<Self, Error> {
        let mut options = Self::default();
        for (tag, value) in Fields::new(record) {
            match tag {
                tag::ALGORITHM => {
                    options.algorithm = Some(Algorithm::from_name(text(value)?).ok_or(Error::BadArgument)?);
                }
                tag::KID => options.kid = Some(text(value)?),
                _ => return Err(Error::BadArgument),
            }
        }
        Ok(options)
    }
}

/// Makes a block of one key. Arguments: options, material. Answer: the address.
#[wasm_bindgen]
pub fn key_new(form: u32, options_len: usize, material_len: usize) -> f64 {
    number(scratch::with([options_len, material_len], |[options, material], _| {
        let made = make(form, options, material);
        material.zeroize();
        made
    }))
}

fn make(form: u32, options: &[u8], material: &[u8]) -> Result<usize, Error> {
    let options = Options::read(options)?;
    let mut block = Block::new(1)?;
    for key in block.keys() {
        let algorithm = || options.algorithm.ok_or(Error::BadArgument);
        match form {
            form::SECRET => key.init(algorithm()?, material)?,
            form::SHORT_SECRET => key.init_short_secret(algorithm()?, material)?,
            form::BASE64URL => key.init_base64url(algorithm()?, material)?,
            form::HEX => key.init_hex(algorithm()?, material)?,
            form::JWK => key.init_jwk(material, options.algorithm)?,
            _ => return Err(Error::BadArgument),
        }
        if let Some(kid) = options.kid {
            key.set_kid(kid)?;
        }
    }
    Ok(block.into_address())
}

/// Makes a block of copies. Argument: the addresses of the keys (u32, little-endian). Answer: the
/// address.
#[wasm_bindgen]
pub fn ring_new(addresses_len: usize) -> f64 {
    number(scratch::with([addresses_len], |[addresses], _| {
        let (addresses, _) = addresses.as_chunks::<4>();
        let mut block = Block::new(addresses.len())?;
        for (copy, address) in block.keys().iter_mut().zip(addresses) {
            let address = usize::try_from(u32::from_le_bytes(*address)).map_err(|_| Error::BadArgument)?;
            copy.copy_from(at(address, 1).first().ok_or(Error::BadArgument)?);
        }
        KeyRing::new(block.keys())?;
        Ok(block.into_address())
    }))
}

/// Makes a block of the keys of a JWK Set. Arguments: options, the text. Answer: the address, and
/// behind the arguments the count (u32, little-endian).
#[wasm_bindgen]
pub fn ring_from_jwks(options_len: usize, text_len: usize) -> f64 {
    number(scratch::with([options_len, text_len], |[options, text], out| {
        let made = load_set(options, text);
        text.zeroize();
        let block = made?;
        let count = u32::try_from(block.count).map_err(|_| Error::Limit)?;
        *out.first_chunk_mut().ok_or(Error::BadArgument)? = count.to_le_bytes();
        Ok(block.into_address())
    }))
}

fn load_set(options: &[u8], text: &[u8]) -> Result<Block, Error> {
    let options = Options::read(options)?;
    // A set without keys is the core's to refuse.
    let mut block = Block::new(jwk::count(text)?.max(1))?;
    jwk::load_set(text, options.algorithm, block.keys())?;
    Ok(block)
}

/// Wipes and frees a block.
#[wasm_bindgen]
pub fn keys_free(address: usize, count: usize) {
    drop(Block { start: ptr::with_exposed_provenance_mut(address), count });
}

/// Describes a key of a block. Answer: a length of at least one; a byte with the number of the
/// algorithm, then the `kid`.
#[wasm_bindgen]
pub fn key_describe(address: usize, count: usize, index: usize) -> f64 {
    number(scratch::with([], |[], out| {
        let key = at(address, count).get(index).ok_or(Error::BadArgument)?;
        let kid = key.kid().unwrap_or_default().as_bytes();
        let (first, rest) = out.split_first_mut().ok_or(Error::BadArgument)?;
        *first = u8::try_from(key.algorithm()? as u32).map_err(|_| Error::BadArgument)?;
        rest.get_mut(..kid.len()).ok_or(Error::BadArgument)?.copy_from_slice(kid);
        Ok(kid.len().saturating_add(1))
    }))
}

/// The HMAC of the argument under a block's first key. Answer: its length, and it.
#[wasm_bindgen]
pub fn mac(address: usize, count: usize, data_len: usize) -> f64 {
    number(scratch::with([data_len], |[data], out| {
        let ring = KeyRing::new(at(address, count))?;
        Ok(ring.signing_key().mac(data, out)?.len())
    }))
}

/// Checks an HMAC with a block's first key. Arguments: data, tag. Answer: 0.
#[wasm_bindgen]
pub fn verify_mac(address: usize, count: usize, data_len: usize, tag_len: usize) -> f64 {
    status(scratch::with([data_len, tag_len], |[data, tag], _| {
        KeyRing::new(at(address, count))?.signing_key().verify_mac(data, tag)
    }))
}
