//! Gives the shared library its name, and on Linux its one dependency.

use std::env;

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    // Before 1.0 a minor version may change the interface, and so has its own name.
    let major = env::var("CARGO_PKG_VERSION_MAJOR").expect("cargo sets it");
    let minor = env::var("CARGO_PKG_VERSION_MINOR").expect("cargo sets it");
    let abi = if major == "0" { format!("0.{minor}") } else { major };
    match env::var("CARGO_CFG_TARGET_OS").as_deref() {
        Ok("linux") => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-soname,libtokenseal.so.{abi}");
            // Without std nothing else names the C library, of which memcpy and its like are used.
            println!("cargo::rustc-cdylib-link-arg=-lc");
            println!("cargo::rustc-cdylib-link-arg=-Wl,-z,defs");
        }
        Ok("macos") => {
            println!("cargo::rustc-cdylib-link-arg=-Wl,-install_name,@rpath/libtokenseal.{abi}.dylib");
        }
        _ => {}
    }
}
