//! What is written into the store: a version byte, a state byte, fixed fields in network order, and
//! the application's bytes at the end.

use super::name::Tag;
use crate::Error;
use crate::bytes::copy;
use crate::limits::{MAX_DATA, MAX_TIME};

const VERSION: u8 = 1;

const SESSION_LIVE: u8 = 0x11;
const SESSION_ENDED: u8 = 0x12;
const SESSION_ROTATED: u8 = 0x13;
const FAMILY_LIVE: u8 = 0x21;
const FAMILY_ENDED: u8 = 0x22;
const FAMILY_REUSED: u8 = 0x23;
const WATERMARK: u8 = 0x31;
const DENIED: u8 = 0x41;

/// A session that may be used.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Session<'a> {
    pub(crate) created: i64,
    pub(crate) last_seen: i64,
    pub(crate) expires_at: i64,
    pub(crate) idle: i64,
    pub(crate) epoch: i64,
    pub(crate) subject: Tag,
    pub(crate) data: &'a [u8],
}

/// Bytes of a live session's record before the application's.
pub(crate) const SESSION_HEADER: usize = 58;

/// What the store has of a session.
pub(crate) enum SessionState<'a> {
    Live(Session<'a>),
    Ended,
    /// It goes on in the record with this hash in its key.
    Rotated([u8; 32]),
}

impl<'a> SessionState<'a> {
    pub(crate) fn read(record: &'a [u8]) -> Result<Self, Error> {
        let (state, mut fields) = open(record)?;
        Ok(match state {
            SESSION_LIVE => Self::Live(Session {
                created: fields.time()?,
                last_seen: fields.time()?,
                expires_at: fields.time()?,
                idle: fields.time()?,
                epoch: fields.epoch()?,
                subject: fields.take()?,
                data: fields.data()?,
            }),
            SESSION_ENDED => {
                fields.time()?;
                fields.end(Self::Ended)?
            }
            SESSION_ROTATED => {
                fields.time()?;
                let to = fields.take()?;
                fields.end(Self::Rotated(to))?
            }
            _ => return Err(Error::UnknownRecord),
        })
    }
}

impl Session<'_> {
    /// Writes the record into the front of `buf` and says how long it is. Not inlined, as [`Fields::time`].
    #[inline(never)]
    pub(crate) fn write(&self, buf: &mut [u8]) -> Result<usize, Error> {
        let fields =
            [self.created, self.last_seen, self.expires_at, self.idle, self.epoch].map(i64::to_be_bytes);
        write(buf, &[&[VERSION, SESSION_LIVE], fields.as_flattened(), &self.subject, self.data])
    }

    /// When it ends if it is not used.
    pub(crate) fn ends_at(&self) -> i64 {
        self.last_seen.saturating_add(self.idle).min(self.expires_at)
    }

    /// Writes what stays of it when it is ended.
    pub(crate) fn write_ended(&self, buf: &mut [u8]) -> Result<usize, Error> {
        write(buf, &[&[VERSION, SESSION_ENDED], &self.expires_at.to_be_bytes()])
    }

    /// Writes what stays of it when it goes on in the record with this hash in its key.
    pub(crate) fn write_rotated(&self, to: &[u8; 32], buf: &mut [u8]) -> Result<usize, Error> {
        write(buf, &[&[VERSION, SESSION_ROTATED], &self.expires_at.to_be_bytes(), to])
    }
}

/// A family of refresh tokens that may be used.
#[derive(Clone, Copy)]
pub(crate) struct Family<'a> {
    pub(crate) generation: u64,
    pub(crate) rotated_at: i64,
    /// Of the key that minted the current generation.
    pub(crate) key_id: [u8; 8],
    pub(crate) created: i64,
    pub(crate) last_used: i64,
    pub(crate) idle: i64,
    pub(crate) expires_at: i64,
    pub(crate) epoch: i64,
    pub(crate) subject: Tag,
    pub(crate) client: Tag,
    pub(crate) data: &'a [u8],
}

/// Bytes of a live family's record before the application's.
pub(crate) const FAMILY_HEADER: usize = 98;

/// What the store has of a family.
pub(crate) enum FamilyState<'a> {
    Live(Family<'a>),
    Ended,
    Reused,
}

impl<'a> FamilyState<'a> {
    pub(crate) fn read(record: &'a [u8]) -> Result<Self, Error> {
        let (state, mut fields) = open(record)?;
        Ok(match state {
            FAMILY_LIVE => Self::Live(Family {
                generation: u64::from_be_bytes(fields.take()?),
                rotated_at: fields.time()?,
                key_id: fields.take()?,
                created: fields.time()?,
                last_used: fields.time()?,
                idle: fields.time()?,
                expires_at: fields.time()?,
                epoch: fields.epoch()?,
                subject: fields.take()?,
                client: fields.take()?,
                data: fields.data()?,
            }),
            FAMILY_ENDED | FAMILY_REUSED => {
                fields.time()?;
                fields.end(if state == FAMILY_ENDED { Self::Ended } else { Self::Reused })?
            }
            _ => return Err(Error::UnknownRecord),
        })
    }
}

impl Family<'_> {
    /// Writes the record into the front of `buf` and says how long it is. Not inlined, as [`Fields::time`].
    #[inline(never)]
    pub(crate) fn write(&self, buf: &mut [u8]) -> Result<usize, Error> {
        let times =
            [self.created, self.last_used, self.idle, self.expires_at, self.epoch].map(i64::to_be_bytes);
        write(
            buf,
            &[
                &[VERSION, FAMILY_LIVE],
                &self.generation.to_be_bytes(),
                &self.rotated_at.to_be_bytes(),
                &self.key_id,
                times.as_flattened(),
                &self.subject,
                &self.client,
                self.data,
            ],
        )
    }

    /// When it ends if it is not used.
    pub(crate) fn ends_at(&self) -> i64 {
        self.last_used.saturating_add(self.idle).min(self.expires_at)
    }

    /// Writes what stays of it when it is ended, or when a token of it was used again.
    pub(crate) fn write_ended(&self, reused: bool, buf: &mut [u8]) -> Result<usize, Error> {
        let state = if reused { FAMILY_REUSED } else { FAMILY_ENDED };
        write(buf, &[&[VERSION, state], &self.expires_at.to_be_bytes()])
    }
}

/// The epoch of a subject's watermark, if there is one.
pub(crate) fn read_watermark(record: Option<&[u8]>) -> Result<Option<i64>, Error> {
    let Some(record) = record else { return Ok(None) };
    let (WATERMARK, mut fields) = open(record)? else { return Err(Error::UnknownRecord) };
    let epoch = fields.epoch()?;
    fields.end(Some(epoch))
}

pub(crate) fn write_watermark(epoch: i64, buf: &mut [u8]) -> Result<usize, Error> {
    write(buf, &[&[VERSION, WATERMARK], &epoch.to_be_bytes()])
}

/// When the token expires that an entry of the denylist was made for, if there is one.
pub(crate) fn read_denied(record: Option<&[u8]>) -> Result<Option<i64>, Error> {
    let Some(record) = record else { return Ok(None) };
    let (DENIED, mut fields) = open(record)? else { return Err(Error::UnknownRecord) };
    let expires_at = fields.time()?;
    fields.end(Some(expires_at))
}

pub(crate) fn write_denied(expires_at: i64, buf: &mut [u8]) -> Result<usize, Error> {
    write(buf, &[&[VERSION, DENIED], &expires_at.to_be_bytes()])
}

fn open(record: &[u8]) -> Result<(u8, Fields<'_>), Error> {
    match record {
        [VERSION, state, fields @ ..] => Ok((*state, Fields(fields))),
        _ => Err(Error::UnknownRecord),
    }
}

fn write(buf: &mut [u8], parts: &[&[u8]]) -> Result<usize, Error> {
    let needed = parts.iter().fold(0_usize, |sum, part| sum.saturating_add(part.len()));
    let mut free = buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?;
    for part in parts {
        let copied = copy(free, part);
        free = free.get_mut(copied..).unwrap_or(&mut []);
    }
    Ok(needed)
}

/// The rest of a record.
struct Fields<'a>(&'a [u8]);

impl<'a> Fields<'a> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], Error> {
        let (field, rest) = self.0.split_first_chunk().ok_or(Error::UnknownRecord)?;
        self.0 = rest;
        Ok(*field)
    }

    /// A time or a duration, in milliseconds. Not inlined: where there is no instruction that reverses bytes, it is long.
    #[inline(never)]
    fn time(&mut self) -> Result<i64, Error> {
        let time = i64::from_be_bytes(self.take()?);
        if (0..=MAX_TIME).contains(&time) { Ok(time) } else { Err(Error::UnknownRecord) }
    }

    #[inline(never)]
    fn epoch(&mut self) -> Result<i64, Error> {
        let epoch = i64::from_be_bytes(self.take()?);
        if epoch < 0 { Err(Error::UnknownRecord) } else { Ok(epoch) }
    }

    fn data(&self) -> Result<&'a [u8], Error> {
        if self.0.len() > MAX_DATA { Err(Error::UnknownRecord) } else { Ok(self.0) }
    }

    fn end<T>(&self, value: T) -> Result<T, Error> {
        if self.0.is_empty() { Ok(value) } else { Err(Error::UnknownRecord) }
    }
}

#[cfg(test)]
mod tests {
    use super::{FAMILY_HEADER, Family, SESSION_HEADER, Session};

    #[test]
    fn headers_are_as_long_as_they_say() {
        let session = Session {
            created: 1,
            last_seen: 2,
            expires_at: 3,
            idle: 4,
            epoch: 5,
            subject: [6; 16],
            data: b"",
        };
        assert_eq!(session.write(&mut [0; 256]), Ok(SESSION_HEADER));
        let family = Family {
            generation: 1,
            rotated_at: 2,
            key_id: [3; 8],
            created: 4,
            last_used: 5,
            idle: 6,
            expires_at: 7,
            epoch: 8,
            subject: [9; 16],
            client: [10; 16],
            data: b"",
        };
        assert_eq!(family.write(&mut [0; 256]), Ok(FAMILY_HEADER));
    }
}
