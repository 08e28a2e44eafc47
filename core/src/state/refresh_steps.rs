//! What each operation on a family of refresh tokens decides about what it finds.

use super::record::{FAMILY_HEADER, Family, FamilyState, read_watermark};
use super::session_steps::check_data;
use super::transition::{Found, Step, Then, Transition};
use crate::Error;

pub(super) fn start(
    transition: &mut Transition,
    found: &Found<'_>,
    data: &[u8],
    buf: &mut [u8],
) -> Result<Step, Error> {
    check_data(data)?;
    if transition.is_settled == 0 {
        // As the epoch, of the first round: if all is ended in between, this access token is too.
        transition.refresh.issued_at = issued_at(transition.now, read_watermark(found.get(1))?);
    }
    let epoch = transition.settled_epoch(found.get(1))?;
    let (refresh, now) = (transition.refresh, transition.now);
    let record = Family {
        generation: refresh.generation,
        rotated_at: now,
        key_id: refresh.key_id,
        created: now,
        last_used: now,
        idle: refresh.idle,
        expires_at: refresh.expires_at,
        epoch,
        subject: refresh.subject,
        client: transition.client,
        data,
    };
    let len = put(transition, &record, buf)?;
    transition.create(found.get(0), len, record.ends_at(), data, buf)
}

pub(super) fn rotate(transition: &mut Transition, found: &Found<'_>, buf: &mut [u8]) -> Result<Step, Error> {
    let watermark = found.get(1);
    let record = live(transition, found.get(0), watermark)?;
    let now = transition.now;
    let presented = transition.generation;
    let next = presented.checked_add(1).ok_or(Error::Limit)?;
    transition.refresh.created = record.created;
    transition.refresh.expires_at = record.expires_at;
    transition.refresh.idle = record.idle;
    transition.refresh.issued_at = issued_at(now, read_watermark(watermark)?);
    transition.refresh.generation = next;

    if presented >= record.generation {
        let rotated = Family {
            generation: next,
            rotated_at: record.rotated_at.max(now),
            last_used: record.last_used.max(now),
            key_id: transition.refresh.key_id,
            ..record
        };
        let len = put(transition, &rotated, buf)?;
        (transition.is_settled, transition.time) = (1, rotated.rotated_at);
        // The store has lost writes: only who has a key can have minted the token.
        transition.refresh.is_recovered = u32::from(presented > record.generation);
        return Ok(transition.write(0, len, rotated.ends_at(), &Then::Done, false));
    }
    let is_predecessor = next == record.generation;
    // Our own write, of which the store's answer was lost.
    let is_ours = is_predecessor
        && transition.is_settled != 0
        && record.key_id == transition.refresh.key_id
        && record.rotated_at == transition.time;
    let elapsed = now.saturating_sub(record.rotated_at).max(0);
    if is_ours || (is_predecessor && elapsed < transition.limit) {
        // Not before it is done: with too small a buffer it is decided again.
        let step = transition.done(record.data, buf)?;
        transition.refresh.is_repeated = u32::from(!is_ours);
        transition.refresh.is_recovered &= u32::from(is_ours);
        transition.refresh.key_id = record.key_id;
        return Ok(step);
    }
    let len = record.write_ended(true, buf)?;
    Ok(transition.write(0, len, record.expires_at, &Then::Fail(Error::RefreshReused), false))
}

pub(super) fn end(transition: &mut Transition, found: &Found<'_>, buf: &mut [u8]) -> Result<Step, Error> {
    match found.get(0).map(FamilyState::read).transpose()? {
        Some(FamilyState::Live(record)) => {
            let len = record.write_ended(false, buf)?;
            Ok(transition.write(0, len, record.expires_at, &Then::Done, false))
        }
        _ => transition.done(&[], buf),
    }
}

/// The record, if the family may be used by this client.
fn live<'f>(
    transition: &Transition,
    record: Option<&'f [u8]>,
    watermark: Option<&[u8]>,
) -> Result<Family<'f>, Error> {
    let record = match FamilyState::read(record.ok_or(Error::RefreshUnknown)?)? {
        FamilyState::Live(record) => record,
        FamilyState::Ended => return Err(Error::RefreshEnded),
        FamilyState::Reused => return Err(Error::RefreshReused),
    };
    if record.subject != transition.refresh.subject {
        return Err(Error::RefreshUnknown);
    }
    if read_watermark(watermark)?.is_some_and(|epoch| record.epoch < epoch) {
        return Err(Error::Revoked);
    }
    if transition.now >= record.ends_at() {
        return Err(Error::RefreshExpired);
    }
    if record.client == transition.client { Ok(record) } else { Err(Error::WrongClient) }
}

/// The `iat` of the access token that goes with it: it has to be in a later second than the watermark.
fn issued_at(now: i64, watermark: Option<i64>) -> i64 {
    let second = now / 1000;
    let second = watermark.map_or(second, |epoch| second.max((epoch / 1000).saturating_add(1)));
    second.saturating_mul(1000)
}

/// Writes a live record, at whose end the application's bytes are.
fn put(transition: &mut Transition, record: &Family<'_>, buf: &mut [u8]) -> Result<usize, Error> {
    let len = record.write(buf)?;
    transition.set_data(FAMILY_HEADER, record.data.len());
    Ok(len)
}
