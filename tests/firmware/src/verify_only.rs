//! An image that verifies tokens and does nothing else: what a device needs that is told what to do.

use core::hint::black_box;

use tokenseal::jwt::{self, Policy};
use tokenseal::{Algorithm, Error, Key};

use crate::semihosting::{exit, write, write_number};
use crate::stack::{paint_stack, stack_now, used_stack};

/// Tokens of 512 bytes, with a usual header and with one that has a `kid`: `run` writes them.
const TOKENS: [&[u8; 512]; 2] =
    [include_bytes!(env!("FIRMWARE_TOKEN")), include_bytes!(env!("FIRMWARE_TOKEN_WITH_KID"))];
const SECRET: [u8; 32] = [7; 32];
const NOW: i64 = 1_700_000_000_000;

static mut KEY: Key = Key::EMPTY;
static mut CLAIMS: [u8; jwt::claims_len(512)] = [0; jwt::claims_len(512)];

#[inline(never)]
fn verify(token: &[u8], key: &mut Key, claims: &mut [u8], now: i64) -> Result<usize, Error> {
    key.init(Algorithm::Hs256, &SECRET)?;
    key.set_kid("devices-2026")?;
    let policy =
        Policy { issuer: Some("https://auth.example"), audience: Some(&["device-7"]), ..Policy::default() };
    jwt::verify(token, &*key, &policy, now, claims).map(|verified| verified.as_json().len())
}

pub fn run() -> ! {
    // SAFETY: nothing else uses the two, and no interrupt is enabled.
    let (key, claims) = unsafe { ((&raw mut KEY).as_mut_unchecked(), (&raw mut CLAIMS).as_mut_unchecked()) };
    let (mut used, mut is_as_said) = (0, true);
    // What comes from outside is nothing that the compiler knows.
    for token in black_box(TOKENS) {
        paint_stack();
        let top = stack_now();
        is_as_said &= verify(token, key, claims, NOW).is_ok();
        used = used.max(used_stack(top));
        is_as_said &= verify(token, key, claims, NOW + 10_000_000) == Err(Error::Expired);
        is_as_said &= verify(&token[..511], key, claims, NOW).is_err();
    }
    write(b"stack ");
    write_number(used);
    write(b"\n");
    exit(u32::from(!is_as_said));
}
