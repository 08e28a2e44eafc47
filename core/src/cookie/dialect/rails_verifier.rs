//! Rails: ActiveSupport's `MessageVerifier`.

use super::base64::{Base64, Spelling};
use super::format::{Format, Found, check_secrets};
use super::hash::Digest;
use super::mac::Presented;
use super::output::{Output, sum};
use super::secrets::{Order, Secrets};
use crate::Error;

/// ActiveSupport's `MessageVerifier`, without purpose and expiry: `<base64>--<hex>`.
///
/// The value is what its serialiser made, and not empty. The secrets are its own, then those of its
/// rotations: the first signs.
#[derive(Clone, Copy, Debug)]
pub struct RailsVerifier<'a> {
    /// The first signs.
    pub secrets: Secrets<'a>,
    /// SHA-1 unless given, as in ActiveSupport. A Rails application since 7.0 has SHA-256 in
    /// `Rails.application.message_verifier`.
    pub digest: Digest,
}

impl<'a> RailsVerifier<'a> {
    /// A verifier with these secrets and SHA-1.
    #[must_use]
    pub const fn new(secrets: Secrets<'a>) -> Self {
        Self { secrets, digest: Digest::Sha1 }
    }
}

impl Format for RailsVerifier<'_> {
    fn check(&self) -> Result<(), Error> {
        check_secrets(self.secrets)
    }

    fn write<'b>(&self, _name: &str, value: &[u8], _now: i64, buf: &'b mut [u8]) -> Result<&'b str, Error> {
        if value.is_empty() {
            return Err(Error::BadArgument);
        }
        let secret = self.secrets.first()?;
        write(self.digest, secret, value.len(), &|out| out.put(value), buf)
    }

    fn read(&self, _name: &str, text: &[u8], buf: &mut [u8]) -> Result<Found, Error> {
        let (len, secret_index) = read(self.digest, self.secrets, text, buf)?;
        Ok(Found { len, time: None, secret_index, compressed: false })
    }
}

/// Between data and digest.
const SEPARATOR: &[u8; 2] = b"--";

/// Writes `len` bytes of data in base64 and signs the text.
pub(super) fn write<'b>(
    digest: Digest,
    secret: &[u8],
    len: usize,
    put_data: &dyn Fn(&mut Output<'b>),
    buf: &'b mut [u8],
) -> Result<&'b str, Error> {
    let hex_len = digest.hash_len().saturating_mul(2);
    let encoded_len = Base64::StandardPadded.encoded_len(len);
    let mut out = Output::new(buf, sum(&[encoded_len, SEPARATOR.len(), hex_len]))?;
    put_data(&mut out);
    out.encode_last(Base64::StandardPadded, len)?;
    let tag = digest.mac(secret, &[out.written()]);
    out.put(SEPARATOR);
    out.put_hex(tag.as_bytes());
    out.finish()
}

/// Checks the signature, then decodes the data into the front of `buf`. Says how many bytes that is,
/// and which secret signed.
pub(super) fn read(
    digest: Digest,
    secrets: Secrets<'_>,
    text: &[u8],
    buf: &mut [u8],
) -> Result<(usize, usize), Error> {
    let at = text.windows(2).rposition(|pair| pair == SEPARATOR).ok_or(Error::Malformed)?;
    let (data, rest) = text.split_at_checked(at).ok_or(Error::Malformed)?;
    let presented = Presented::from_hex(rest.strip_prefix(SEPARATOR).ok_or(Error::Malformed)?)?;
    if data.is_empty() {
        return Err(Error::Malformed);
    }
    let secret_index =
        secrets.find(Order::FirstSigns, presented.as_bytes(), &|secret| Ok(digest.mac(secret, &[data])))?;
    let len = Base64::StandardPadded.decode(data, Spelling::Canonical, buf)?;
    Ok((len, secret_index))
}
