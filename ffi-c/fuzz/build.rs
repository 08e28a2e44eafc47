//! Compiles the harness, which is C and sees the library as any C program does.

fn main() {
    println!("cargo::rerun-if-changed=harness");
    println!("cargo::rerun-if-changed=../../include/tokenseal.h");
    cc::Build::new()
        .files(["harness/tokens.c", "harness/cookies.c", "harness/state.c"])
        .include("../../include")
        .std("c11")
        .warnings_into_errors(true)
        .compile("harness");
}
