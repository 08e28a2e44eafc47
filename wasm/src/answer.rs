//! How a result becomes the one number that goes over the border.

use tokenseal::Error;

/// A length or an address as it is, an error as its negative code.
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
