//! `bare HS256|HS512 BYTES MILLISECONDS`: the nanoseconds that the bare HMAC of so many bytes takes, measured that long.
//! The benchmarks of other languages ask it in every round, so that all have the same limit.

use std::hint::black_box;
use std::time::{Duration, Instant};

use tokenseal::Algorithm;
use tokenseal_bench::{Bare, SECRET};

const BATCH: u32 = 64;

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, algorithm, bytes, milliseconds] = arguments.as_slice() else {
        panic!("usage: bare HS256|HS512 BYTES MILLISECONDS");
    };
    let bare = Bare::new(Algorithm::from_name(algorithm).expect("HS256 or HS512"), SECRET);
    let data = vec![b'x'; bytes.parse().expect("a number of bytes")];
    let stretch = Duration::from_millis(milliseconds.parse().expect("a number of milliseconds"));
    // Batches of some microseconds, of which the median counts: it is rarely one that was interrupted.
    let (start, mut batches) = (Instant::now(), Vec::new());
    while start.elapsed() < stretch {
        let batch = Instant::now();
        for _ in 0..BATCH {
            black_box(bare.mac(black_box(&data)));
        }
        batches.push(batch.elapsed());
    }
    batches.sort();
    println!("{:.2}", batches[batches.len() / 2].as_secs_f64() * 1e9 / f64::from(BATCH));
}
