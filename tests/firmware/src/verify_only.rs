//! An image that verifies tokens and does nothing else: what a device needs that is told what to do.

use tokenseal::jwt::{self, Policy};
use tokenseal::{Algorithm, Error, Key};

use crate::semihosting::{exit, write, write_number};
use crate::stack::{paint_stack, stack_now, used_stack};

/// A token of 512 bytes, its key and when it is verified: `run` writes them.
const TOKEN: &[u8; 512] = include_bytes!(env!("FIRMWARE_TOKEN"));
const SECRET: [u8; 32] = [7; 32];
const NOW: i64 = 1_700_000_000_000;

static mut KEY: Key = Key::EMPTY;
static mut CLAIMS: [u8; jwt::claims_len(512)] = [0; jwt::claims_len(512)];

#[inline(never)]
fn verify(key: &mut Key, claims: &mut [u8], now: i64) -> Result<usize, Error> {
    key.init(Algorithm::Hs256, &SECRET)?;
    let policy =
        Policy { issuer: Some("https://auth.example"), audience: Some(&["device-7"]), ..Policy::default() };
    jwt::verify(TOKEN, &*key, &policy, now, claims).map(|verified| verified.as_json().len())
}

pub fn run() -> ! {
    // SAFETY: nothing else uses the two, and no interrupt is enabled.
    let (key, claims) = unsafe { ((&raw mut KEY).as_mut_unchecked(), (&raw mut CLAIMS).as_mut_unchecked()) };
    paint_stack();
    let top = stack_now();
    let is_good = verify(key, claims, NOW).is_ok();
    let used = used_stack(top);
    let is_late = verify(key, claims, NOW + 10_000_000) == Err(Error::Expired);
    write(b"stack ");
    write_number(used);
    write(b"\n");
    exit(u32::from(!is_good || !is_late));
}
