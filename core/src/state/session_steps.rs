//! What each operation on a session decides about what it finds.

use super::name::digest;
use super::name::{Kind, StoreKey};
use super::record::{SESSION_HEADER, Session as Record, SessionState, read_watermark};
use super::session::Session;
use super::transition::{Found, Op, Step, Then, Transition};
use crate::Error;
use crate::limits::{MAX_DATA, MAX_HOPS, TOUCH_AFTER};

pub(super) fn start(
    transition: &mut Transition,
    found: &Found<'_>,
    data: &[u8],
    buf: &mut [u8],
) -> Result<Step, Error> {
    check_data(data)?;
    let epoch = transition.settled_epoch(found.get(1))?;
    let record = record_of(&transition.next, epoch, data);
    loaded(&mut transition.next, &record);
    let len = put(transition, &record, buf)?;
    transition.create(found.get(0), len, record.ends_at(), data, buf)
}

pub(super) fn load(transition: &mut Transition, found: &Found<'_>, buf: &mut [u8]) -> Result<Step, Error> {
    let record = live(transition, found.get(0), found.get(1))?;
    transition.next = transition.session;
    loaded(&mut transition.next, &record);
    let now = transition.now;
    if now.saturating_sub(record.last_seen) < TOUCH_AFTER.min(record.idle / 10) {
        return transition.done(record.data, buf);
    }
    transition.next.last_seen = now;
    // The session was loaded, whether or not the touch takes.
    transition.session.last_seen = record.last_seen;
    let touched = Record { last_seen: now, ..record };
    let len = put(transition, &touched, buf)?;
    Ok(transition.write(0, len, touched.ends_at(), &Then::Done, true))
}

/// After a swap that ends the operation: a touch that did not take has changed nothing.
pub(super) fn settle(transition: &mut Transition, took: bool) {
    if transition.is(Op::SessionLoad) && !took {
        transition.next.last_seen = transition.session.last_seen;
    }
}

pub(super) fn save(
    transition: &mut Transition,
    found: &Found<'_>,
    data: &[u8],
    buf: &mut [u8],
) -> Result<Step, Error> {
    check_data(data)?;
    let record = live(transition, found.get(0), found.get(1))?;
    let now = transition.now;
    transition.next = transition.session;
    // Also if they are what is to be saved: somebody else may have computed the same, and meant it
    // beside ours.
    if digest(record.data) != transition.session.digest {
        return Err(Error::Conflict);
    }
    let saved = Record { last_seen: record.last_seen.max(now), data, ..record };
    loaded(&mut transition.next, &saved);
    let len = put(transition, &saved, buf)?;
    Ok(transition.write(0, len, saved.ends_at(), &Then::Done, false))
}

/// The new record is written first, where nobody knows its id; then one swap of the old record
/// decides whether it lives.
pub(super) fn rotate(transition: &mut Transition, found: &Found<'_>, buf: &mut [u8]) -> Result<Step, Error> {
    let now = transition.now;
    let new_key = transition.keys().get(1).copied().unwrap_or(StoreKey::EMPTY);
    let new = found.get(1).map(SessionState::read).transpose()?;
    if let Some(Ok(SessionState::Rotated(to))) = found.get(0).map(SessionState::read)
        && to == *new_key.hash()
    {
        // Our own write, of which the store's answer was lost.
        return match new {
            Some(SessionState::Live(new)) => {
                loaded(&mut transition.next, &new);
                transition.done(new.data, buf)
            }
            Some(_) => Err(Error::SessionEnded),
            None => Err(Error::SessionUnknown),
        };
    }
    let is_login = transition.session.subject != transition.next.subject;
    let old = match live(transition, found.get(0), if is_login { None } else { found.get(2) }) {
        Ok(old) => old,
        Err(error) => {
            return match new {
                Some(SessionState::Live(_)) => Ok(transition.delete(1, &Then::Fail(error))),
                _ => Err(error),
            };
        }
    };
    let wanted = if is_login {
        let epoch = transition.settled_epoch(found.get(2))?;
        record_of(&transition.next, epoch, old.data)
    } else {
        Record { last_seen: now, ..old }
    };
    loaded(&mut transition.next, &wanted);
    match new {
        Some(SessionState::Live(new)) if new == wanted => {
            let len = old.write_rotated(new_key.hash(), buf)?;
            put_data(transition, len, new.data, buf)?;
            Ok(transition.write(0, len, old.expires_at, &Then::Done, false))
        }
        Some(SessionState::Live(new)) if (Record { data: wanted.data, ..new }) != wanted => {
            Err(Error::BadArgument)
        }
        // It is not there yet, or has the bytes of before a save.
        Some(SessionState::Live(_)) | None => {
            let len = put(transition, &wanted, buf)?;
            Ok(transition.write(1, len, wanted.ends_at(), &Then::Again, false))
        }
        Some(_) => Err(Error::BadArgument),
    }
}

pub(super) fn end(transition: &mut Transition, found: &Found<'_>, buf: &mut [u8]) -> Result<Step, Error> {
    match found.get(0).map(SessionState::read).transpose()? {
        None | Some(SessionState::Ended) => transition.done(&[], buf),
        Some(SessionState::Live(record)) => {
            let len = record.write_ended(buf)?;
            Ok(transition.write(0, len, record.expires_at, &Then::Done, false))
        }
        Some(SessionState::Rotated(to)) => {
            transition.hops = transition.hops.saturating_add(1);
            if transition.hops > MAX_HOPS {
                // Not "ended": whoever asked must not believe that.
                return Err(Error::Contention);
            }
            transition.set_keys(&[StoreKey::new(Kind::Session, to)]);
            Ok(Step::Again)
        }
    }
}

/// The record, if the session may be used.
fn live<'f>(
    transition: &Transition,
    record: Option<&'f [u8]>,
    watermark: Option<&[u8]>,
) -> Result<Record<'f>, Error> {
    let record = match SessionState::read(record.ok_or(Error::SessionUnknown)?)? {
        SessionState::Live(record) => record,
        SessionState::Ended | SessionState::Rotated(_) => return Err(Error::SessionEnded),
    };
    if record.subject != transition.session.subject {
        return Err(Error::SessionUnknown);
    }
    if transition.now >= record.ends_at() {
        return Err(Error::SessionExpired);
    }
    if read_watermark(watermark)?.is_some_and(|epoch| record.epoch < epoch) {
        return Err(Error::Revoked);
    }
    Ok(record)
}

/// Takes over what the record says.
fn loaded(session: &mut Session, record: &Record<'_>) {
    session.created = record.created;
    session.last_seen = record.last_seen;
    session.expires_at = record.expires_at;
    session.idle = record.idle;
    session.digest = digest(record.data);
    session.is_loaded = 1;
}

fn record_of<'d>(session: &Session, epoch: i64, data: &'d [u8]) -> Record<'d> {
    Record {
        created: session.created,
        last_seen: session.last_seen,
        expires_at: session.expires_at,
        idle: session.idle,
        epoch,
        subject: session.subject,
        data,
    }
}

/// Writes a live record, at whose end the application's bytes are.
fn put(transition: &mut Transition, record: &Record<'_>, buf: &mut [u8]) -> Result<usize, Error> {
    let len = record.write(buf)?;
    transition.set_data(SESSION_HEADER, record.data.len());
    Ok(len)
}

/// Puts the application's bytes behind a record that has none.
fn put_data(transition: &mut Transition, at: usize, data: &[u8], buf: &mut [u8]) -> Result<(), Error> {
    let needed = at.saturating_add(data.len());
    let place = buf.get_mut(at..needed).ok_or(Error::BufferTooSmall { needed })?;
    crate::bytes::copy(place, data);
    transition.set_data(at, data.len());
    Ok(())
}

pub(super) fn check_data(data: &[u8]) -> Result<(), Error> {
    if data.len() > MAX_DATA { Err(Error::Limit) } else { Ok(()) }
}
