//! How a result becomes the one number that goes over the border.

use tokenseal::Error;

/// A length or an address as it is, an error as its negative code.
#[inline(never)]
pub fn number(result: Result<usize, Error>) -> f64 {
    match result {
        // Addresses and lengths are below 2^32 here.
        Ok(value) => u32::try_from(value).map_or(f64::NAN, f64::from),
        Err(error) => -f64::from(error.code()),
    }
}

/// As [`number`], where success has nothing to say: 0.
pub fn status(result: Result<(), Error>) -> f64 {
    number(result.map(|()| 0))
}

/// A time or a duration of the core: at most 2^53, so exact.
pub const fn float(value: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "at most 2^53")]
    return value as f64;
}

/// Writes numbers, each as f64 (little-endian), one behind the other.
pub fn floats<const N: usize>(head: &mut [u8], numbers: [f64; N]) {
    for (place, number) in head.as_chunks_mut().0.iter_mut().zip(numbers) {
        *place = number.to_le_bytes();
    }
}

/// Writes numbers, each as its bytes, one behind the other.
pub fn write<'a>(head: &mut [u8], numbers: impl IntoIterator<Item = &'a [u8]>) {
    for (place, byte) in head.iter_mut().zip(numbers.into_iter().flatten()) {
        *place = *byte;
    }
}
