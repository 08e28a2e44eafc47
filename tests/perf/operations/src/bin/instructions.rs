//! Runs every operation once under callgrind's eyes: `tests/perf/instructions` has it count what happens in
//! [`counted`]. Prints the names in their order, and first which of the instructions that the code chooses at run
//! time this processor has (as valgrind shows it, which hides SHA-NI).

use std::hint::black_box;

use tokenseal_bench::{ALL, Operations};

/// Not inlined, because callgrind finds it by its name.
#[inline(never)]
fn counted(operation: fn(&mut Operations) -> usize, operations: &mut Operations) {
    black_box(operation(operations));
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
        counted(*operation, &mut operations);
        println!("{name}");
    }
}
