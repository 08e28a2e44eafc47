//! Eight characters at a time, as one word: the first is its lowest byte.

/// One in every byte.
const ONES: u64 = u64::MAX / 0xff;

/// At most eight bytes, with zeros behind them.
#[inline]
pub fn load(bytes: &[u8]) -> u64 {
    if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // They may overlap, and agree there.
        let [head, tail] = [*head, *tail].map(|half| u64::from(u32::from_le_bytes(half)));
        head | (tail << (bytes.len() * 8 - 32))
    } else {
        bytes.iter().rev().fold(0, |word, byte| (word << 8) | u64::from(*byte))
    }
}

/// How many bytes there are before a quote or a backslash.
#[inline]
pub fn plain_len(text: &[u8]) -> usize {
    let mut before = 0;
    for eight in text.as_chunks::<8>().0 {
        let eight = u64::from_le_bytes(*eight);
        let found = equal(eight, b'"') | equal(eight, b'\\');
        if found != 0 {
            return before + found.trailing_zeros() as usize / 8;
        }
        before += 8;
    }
    before + plain_end(text.as_chunks::<8>().1)
}

#[inline(never)]
fn plain_end(text: &[u8]) -> usize {
    text.iter().take_while(|byte| !matches!(byte, b'"' | b'\\')).count()
}

/// The lowest high bit that is set is that of the first byte that equals `byte`.
#[inline]
fn equal(eight: u64, byte: u8) -> u64 {
    let zero = eight ^ (ONES * u64::from(byte));
    zero.wrapping_sub(ONES) & !zero & (ONES << 7)
}
