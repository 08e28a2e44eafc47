//! Runs every operation once for callgrind, which counts between [`count_from_here`] and [`count_to_here`]
//! (`tests/perf/instructions`). Prints the names in their order, and first which of the instructions that
//! are chosen at run time this processor has, as valgrind shows it: without SHA-NI.

use std::hint::black_box;

use tokenseal_bench::{ALL, Operations};

/// Where counting starts. Not inlined, as the next, because callgrind finds them by their names.
#[inline(never)]
fn count_from_here(operations: &mut Operations) {
    black_box(operations);
}

/// Where it ends.
#[inline(never)]
fn count_to_here(result: usize) {
    black_box(result);
}

fn features() -> String {
    #[cfg(target_arch = "x86_64")]
    {
        let has = [
            ("sha", is_x86_feature_detected!("sha")),
            ("ssse3", is_x86_feature_detected!("ssse3")),
            ("sse4.1", is_x86_feature_detected!("sse4.1")),
            ("avx2", is_x86_feature_detected!("avx2")),
            ("bmi2", is_x86_feature_detected!("bmi2")),
            ("avx512vl", is_x86_feature_detected!("avx512vl")),
        ];
        has.iter().filter(|(_, has)| *has).map(|(name, _)| *name).collect::<Vec<_>>().join(" ")
    }
    #[cfg(not(target_arch = "x86_64"))]
    std::env::consts::ARCH.to_owned()
}

fn main() {
    println!("{}", features());
    let mut operations = Operations::new();
    for (name, operation) in ALL {
        // What is looked up only once is not counted.
        black_box(operation(&mut operations));
        count_from_here(&mut operations);
        count_to_here(operation(&mut operations));
        println!("{name}");
    }
}
