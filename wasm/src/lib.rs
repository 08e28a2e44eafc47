//! The WebAssembly half of the npm package: numbers go over the border, all else through one
//! piece of memory.
//!
//! The TypeScript beside (`ts/wasm.ts`) is the only caller. It asks [`scratch::reserve`] for room,
//! writes the arguments there one behind the other, calls with their lengths, and reads the
//! answer behind them. Every call answers with a number: a length or an address, or the negative
//! [`Error::code`](tokenseal::Error::code). Keys lie in this memory as blocks that the caller holds
//! by address and count.
//!
//! Nothing here may panic. The panic handler calls an import that is not there, and the build tool
//! refuses a module that asks for it.
#![cfg_attr(target_arch = "wasm32", no_std)]

extern crate alloc;

mod answer;
mod bearer;
mod cookie;
mod csrf;
mod dialect;
mod jwt;
mod keys;
mod record;
mod scratch;
mod sealed;
mod state;
mod unverified;
mod wiped;

#[cfg(target_arch = "wasm32")]
mod runtime {
    use core::panic::PanicInfo;

    #[global_allocator]
    static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

    #[link(wasm_import_module = "tokenseal_panic")]
    unsafe extern "C" {
        fn a_panic_is_reachable() -> !;
    }

    #[panic_handler]
    fn panic(_: &PanicInfo<'_>) -> ! {
        // SAFETY: it takes nothing and does not return. No module that imports it is ever made.
        unsafe { a_panic_is_reachable() }
    }
}

/// Panics when there is no such byte: what the build must notice.
#[cfg(feature = "provoke-panic")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn provoke_panic(index: usize) -> u8 {
    b"tokenseal"[index]
}
