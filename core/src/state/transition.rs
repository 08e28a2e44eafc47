//! Read, decide, swap: one operation on the store, without doing any of it.

use core::ops::Range;

use super::name::{StoreKey, Tag};
use super::record::read_watermark;
use super::{Refresh, Session, refresh_steps, revocation, session_steps};
use crate::Error;
use crate::bytes::copy;
use crate::limits::{MAX_ATTEMPTS, MAX_KEYS, MAX_LIFETIME, MAX_TIME, STORE_SLACK};

/// What is to be done next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Nothing: it is done.
    Done,
    /// Read again; [`Transition::keys`] may have changed.
    Again,
    /// Swap, and tell [`Transition::swapped`] whether that took.
    Write(Write),
}

/// A compare-and-swap: it takes if the store still has what was found, byte for byte; for what was
/// not found, if there still is nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Write {
    /// Which of [`Transition::keys`].
    pub key: usize,
    /// Length of the new record, which stands in the front of the buffer; `None`: delete it.
    pub record: Option<usize>,
    /// How long the store has to keep it at least, in milliseconds. The record itself knows when it
    /// ends: the store may keep it longer, never shorter. 0 where it is deleted.
    pub ttl: u64,
}

/// What comes after a swap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is done.
    Done,
    /// Read again, and decide again.
    Again,
}

/// What a transition does. The numbers are kept in the struct.
#[derive(Clone, Copy, PartialEq, Eq)]
#[repr(u32)]
pub(crate) enum Op {
    SessionStart = 1,
    SessionLoad,
    SessionSave,
    SessionRotate,
    SessionEnd,
    RefreshStart,
    RefreshRotate,
    RefreshEnd,
    Deny,
    Check,
    EndAll,
}

impl Op {
    const ALL: [Self; 11] = [
        Self::SessionStart,
        Self::SessionLoad,
        Self::SessionSave,
        Self::SessionRotate,
        Self::SessionEnd,
        Self::RefreshStart,
        Self::RefreshRotate,
        Self::RefreshEnd,
        Self::Deny,
        Self::Check,
        Self::EndAll,
    ];
}

/// One operation on the store: made by the functions of [`session`](super::session),
/// [`refresh`](super::refresh) and [`revocation`](super::revocation), and carried out by a loop
/// that has no decision to make.
///
/// It asks for records ([`keys`](Transition::keys)), says what to write
/// ([`decide`](Transition::decide)), and is told whether the write took
/// ([`swapped`](Transition::swapped)), until it is done or fails. [`run`](super::run) is that loop.
/// A loop may be abandoned anywhere: whatever the store then has is sound.
///
/// It is plain integers without a pointer; every bit pattern is sound.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[repr(C)]
pub struct Transition {
    op: u32,
    is_done: u32,
    /// What follows the swap: see [`Follow`].
    if_taken: u32,
    if_lost: u32,
    attempts: u32,
    pub(crate) hops: u32,
    key_count: u32,
    /// Whether something was found out in the first round that must not change in later ones.
    pub(crate) is_settled: u32,
    keys: [StoreKey; MAX_KEYS],
    reserved: u32,
    data_start: u64,
    data_len: u64,
    pub(crate) now: i64,
    /// The epoch that was read or tried first.
    pub(crate) epoch: i64,
    /// Of a refresh: the grace. Of a token on the denylist: its `exp`. Milliseconds.
    pub(crate) limit: i64,
    /// Of a refresh: when the swap that was tried said it was rotated. Of a token: its `iat` in
    /// seconds.
    pub(crate) time: i64,
    /// Of a token: whether there is an `iat`.
    pub(crate) has_time: u64,
    /// What the operation is about.
    pub(crate) session: Session,
    /// What comes out of it.
    pub(crate) next: Session,
    pub(crate) refresh: Refresh,
    pub(crate) client: Tag,
    /// Of a refresh: the generation that was presented.
    pub(crate) generation: u64,
    reserve: [u64; 12],
}

// Plain integers without padding, as C and its sizes want it.
const _: () =
    assert!(size_of::<Transition>() == Transition::SIZE && align_of::<Transition>() == align_of::<u64>());

/// What follows a swap, as a number: nothing was to be swapped, done, again, or an error's code.
struct Follow;

impl Follow {
    const NOTHING: u32 = 0;
    const DONE: u32 = 1;
    const AGAIN: u32 = 2;
}

/// What follows a swap that took.
pub(crate) enum Then {
    Done,
    Again,
    Fail(Error),
}

impl Transition {
    /// Size of this struct in bytes.
    pub const SIZE: usize = 768;

    /// A transition that does nothing: to be overwritten. Whatever is asked of it is
    /// [`Error::BadArgument`].
    pub const EMPTY: Self = Self {
        op: 0,
        is_done: 0,
        if_taken: 0,
        if_lost: 0,
        attempts: 0,
        hops: 0,
        key_count: 0,
        is_settled: 0,
        keys: [StoreKey::EMPTY; MAX_KEYS],
        reserved: 0,
        data_start: 0,
        data_len: 0,
        now: 0,
        epoch: 0,
        limit: 0,
        time: 0,
        has_time: 0,
        session: Session::EMPTY,
        next: Session::EMPTY,
        refresh: Refresh::EMPTY,
        client: [0; 16],
        generation: 0,
        reserve: [0; 12],
    };

    #[inline(never)]
    pub(crate) fn new(op: Op, now: i64) -> Result<Self, Error> {
        if !(0..=MAX_TIME).contains(&now) {
            return Err(Error::BadArgument);
        }
        Ok(Self { op: op as u32, now, ..Self::EMPTY })
    }

    /// The records to read, one to three, in one go if the store can.
    #[must_use]
    pub fn keys(&self) -> &[StoreKey] {
        usize::try_from(self.key_count).ok().and_then(|count| self.keys.get(..count)).unwrap_or(&[])
    }

    #[inline(never)]
    pub(crate) fn set_keys(&mut self, keys: &[StoreKey]) {
        self.key_count = 0;
        for (place, key) in self.keys.iter_mut().zip(keys) {
            *place = *key;
            self.key_count = self.key_count.saturating_add(1);
        }
    }

    /// The time of the operation, in Unix milliseconds.
    #[must_use]
    pub const fn now(&self) -> i64 {
        self.now
    }

    /// Decides what to do about what was found: one entry for each of the [`keys`](Self::keys), in
    /// their order.
    ///
    /// `data` is the application's bytes of the operations that write some, and not looked at by the
    /// others. The record to write is put into the front of `buf`; the application's bytes as they
    /// are after the operation stand in it too: see [`data`](Self::data). A buffer of
    /// [`MAX_RECORD`](crate::limits::MAX_RECORD) bytes always suffices.
    ///
    /// # Errors
    ///
    /// The verdict of the operation, if it is known without a write; [`Error::UnknownRecord`];
    /// [`Error::Limit`] when there is too much `data`; [`Error::BufferTooSmall`], after which it may be
    /// called again with a larger buffer; [`Error::BadArgument`] when `found` is not as long as the
    /// keys, or the operation is over.
    pub fn decide(&mut self, found: &[Option<&[u8]>], data: &[u8], buf: &mut [u8]) -> Result<Step, Error> {
        (self.if_taken, self.if_lost) = (Follow::NOTHING, Follow::NOTHING);
        // What an earlier round found is no longer there.
        self.set_data(0, 0);
        let op = Op::ALL.into_iter().find(|op| *op as u32 == self.op).ok_or(Error::BadArgument)?;
        if found.len() != self.keys().len() || self.is_done != 0 {
            return Err(Error::BadArgument);
        }
        let found = Found(found);
        match op {
            Op::SessionStart => session_steps::start(self, &found, data, buf),
            Op::SessionLoad => session_steps::load(self, &found, buf),
            Op::SessionSave => session_steps::save(self, &found, data, buf),
            Op::SessionRotate => session_steps::rotate(self, &found, buf),
            Op::SessionEnd => session_steps::end(self, &found, buf),
            Op::RefreshStart => refresh_steps::start(self, &found, data, buf),
            Op::RefreshRotate => refresh_steps::rotate(self, &found, buf),
            Op::RefreshEnd => refresh_steps::end(self, &found, buf),
            Op::Deny => revocation::deny_step(self, &found, buf),
            Op::Check => revocation::check_step(self, &found),
            Op::EndAll => revocation::end_all_step(self, &found, buf),
        }
    }

    /// Takes note of whether the swap took.
    ///
    /// Where the answer of the store was lost, say no: what it then has is looked at again.
    ///
    /// # Errors
    ///
    /// The verdict of the operation; [`Error::Contention`] when too many swaps have failed;
    /// [`Error::BadArgument`] when there was nothing to swap.
    pub fn swapped(&mut self, took: bool) -> Result<Next, Error> {
        let follow = if took { self.if_taken } else { self.if_lost };
        (self.if_taken, self.if_lost) = (Follow::NOTHING, Follow::NOTHING);
        match follow {
            Follow::NOTHING => Err(Error::BadArgument),
            Follow::DONE => {
                session_steps::settle(self, took);
                self.is_done = 1;
                Ok(Next::Done)
            }
            Follow::AGAIN => {
                if !took {
                    self.attempts = self.attempts.saturating_add(1);
                }
                if self.attempts > MAX_ATTEMPTS { Err(Error::Contention) } else { Ok(Next::Again) }
            }
            code => Err(u16::try_from(code).ok().and_then(Error::from_code).unwrap_or(Error::BadArgument)),
        }
    }

    /// Where, in the buffer of the last [`decide`](Self::decide), the application's bytes stand when
    /// it is done. Empty for operations that have none.
    #[must_use]
    pub fn data(&self) -> Range<usize> {
        let start = usize::try_from(self.data_start).unwrap_or(0);
        let len = usize::try_from(self.data_len).unwrap_or(0);
        start..start.saturating_add(len)
    }

    /// The session that was started, loaded, saved or rotated.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when the operation is another, or not done.
    pub fn session(&self) -> Result<Session, Error> {
        let is_session = self.op >= Op::SessionStart as u32 && self.op <= Op::SessionRotate as u32;
        if self.is_done != 0 && is_session { Ok(self.next) } else { Err(Error::BadArgument) }
    }

    /// The refresh token that was started, or comes after the one that was rotated.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when the operation is another, or not done.
    pub fn refresh(&self) -> Result<Refresh, Error> {
        let is_refresh = self.op == Op::RefreshStart as u32 || self.op == Op::RefreshRotate as u32;
        if self.is_done != 0 && is_refresh { Ok(self.refresh) } else { Err(Error::BadArgument) }
    }

    /// The subject's watermark after all of it was ended: whatever began with an earlier one is
    /// dead.
    ///
    /// # Errors
    ///
    /// [`Error::BadArgument`] when the operation is another, or not done.
    pub fn epoch(&self) -> Result<i64, Error> {
        if self.is_done != 0 && self.op == Op::EndAll as u32 {
            Ok(self.epoch)
        } else {
            Err(Error::BadArgument)
        }
    }

    pub(crate) const fn is(&self, op: Op) -> bool {
        self.op == op as u32
    }

    /// Done, with these bytes of the application.
    pub(crate) fn done(&mut self, data: &[u8], buf: &mut [u8]) -> Result<Step, Error> {
        let needed = data.len();
        copy(buf.get_mut(..needed).ok_or(Error::BufferTooSmall { needed })?, data);
        self.set_data(0, needed);
        self.is_done = 1;
        Ok(Step::Done)
    }

    /// A write of a record that lives `until` then, in Unix milliseconds; `lost_is_done` says whether
    /// it does not matter that it does not take.
    pub(crate) fn write(
        &mut self,
        key: usize,
        record: usize,
        until: i64,
        then: &Then,
        lost_is_done: bool,
    ) -> Step {
        self.follow(then, lost_is_done);
        let ttl = until.saturating_sub(self.now).max(0).unsigned_abs().saturating_add(STORE_SLACK);
        Step::Write(Write { key, record: Some(record), ttl })
    }

    /// The first write of a record, which stands in the front of `buf` and of which there must be none
    /// yet, with these bytes of the application.
    pub(crate) fn create(
        &mut self,
        there: Option<&[u8]>,
        record: usize,
        until: i64,
        data: &[u8],
        buf: &mut [u8],
    ) -> Result<Step, Error> {
        match there {
            None => Ok(self.write(0, record, until, &Then::Done, false)),
            // Our own write, of which the store's answer was lost.
            Some(there) if Some(there) == buf.get(..record) => self.done(data, buf),
            Some(_) => Err(Error::BadArgument),
        }
    }

    pub(crate) fn delete(&mut self, key: usize, then: &Then) -> Step {
        self.follow(then, false);
        Step::Write(Write { key, record: None, ttl: 0 })
    }

    fn follow(&mut self, then: &Then, lost_is_done: bool) {
        self.if_taken = match then {
            Then::Done => Follow::DONE,
            Then::Again => Follow::AGAIN,
            Then::Fail(error) => u32::from(error.code()),
        };
        self.if_lost = if lost_is_done { Follow::DONE } else { Follow::AGAIN };
    }

    /// The application's bytes stand there in the buffer.
    pub(crate) fn set_data(&mut self, start: usize, len: usize) {
        // No buffer is longer than u64 can say.
        (self.data_start, self.data_len) = (start as u64, len as u64);
    }

    /// The subject's epoch as it was in the first round, so that all rounds write the same.
    pub(crate) fn settled_epoch(&mut self, watermark: Option<&[u8]>) -> Result<i64, Error> {
        let epoch = read_watermark(watermark)?.unwrap_or(0);
        if self.is_settled == 0 {
            (self.is_settled, self.epoch) = (1, epoch);
        }
        Ok(self.epoch)
    }
}

impl Default for Transition {
    fn default() -> Self {
        Self::EMPTY
    }
}

impl core::fmt::Debug for Transition {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Transition").field("keys", &self.keys()).finish_non_exhaustive()
    }
}

/// What the store had under each of the keys.
pub(crate) struct Found<'f>(&'f [Option<&'f [u8]>]);

impl<'f> Found<'f> {
    pub(crate) fn get(&self, index: usize) -> Option<&'f [u8]> {
        self.0.get(index).copied().flatten()
    }
}

/// How long something may be idle, and how long it may live, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lifetime {
    /// It ends when it has not been used for so long.
    pub idle: u64,
    /// It ends so long after it began, however much it is used.
    pub absolute: u64,
}

impl Lifetime {
    /// Both as numbers of milliseconds, and when what begins now ends.
    pub(crate) fn check(self, now: i64) -> Result<(i64, i64), Error> {
        let check = |duration: u64| {
            let duration = i64::try_from(duration).ok().filter(|_| (1..=MAX_LIFETIME).contains(&duration));
            duration.ok_or(Error::BadArgument)
        };
        let (idle, absolute) = (check(self.idle)?, check(self.absolute)?);
        let expires_at = now.saturating_add(absolute);
        if expires_at > MAX_TIME { Err(Error::BadArgument) } else { Ok((idle, expires_at)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Lifetime, Next, Step, Transition};
    use crate::jwt::{self, Claims, Policy};
    use crate::state::revocation::Token;
    use crate::state::{refresh, revocation, session};
    use crate::{Algorithm, Error, Key};

    const NOW: i64 = 1_700_000_000_000;
    const LIFETIME: Lifetime = Lifetime { idle: 1000, absolute: 2000 };

    fn starts() -> [Transition; 2] {
        let key = Key::new(Algorithm::Hs256, &[7; 32]).unwrap();
        [
            session::start("", &[1; 32], Some("alice"), LIFETIME, NOW).unwrap(),
            refresh::start("", &key, &[1; 16], "alice", None, LIFETIME, NOW).unwrap(),
        ]
    }

    /// Over a store that is empty and always swaps.
    fn finish(mut transition: Transition) -> Transition {
        let mut buf = [0; 512];
        while let Step::Write(_) | Step::Again =
            transition.decide(&[None; 3][..transition.keys().len()], b"{}", &mut buf).unwrap()
        {
            if transition.swapped(true).unwrap() == Next::Done {
                break;
            }
        }
        transition
    }

    #[test]
    fn a_result_is_the_operation_s_own_and_only_when_it_is_done() {
        let bad = Some(Error::BadArgument);
        let [session, refresh] = starts();
        assert_eq!((session.now(), refresh.now()), (NOW, NOW));
        assert_eq!(
            (session.session().err(), session.refresh().err(), session.epoch().err()),
            (bad, bad, bad)
        );
        assert_eq!(
            (refresh.session().err(), refresh.refresh().err(), refresh.epoch().err()),
            (bad, bad, bad)
        );
        let (session, refresh) = (finish(session), finish(refresh));
        assert!(session.session().is_ok() && refresh.refresh().is_ok());
        assert_eq!((session.refresh().err(), session.epoch().err()), (bad, bad));
        assert_eq!((refresh.session().err(), refresh.epoch().err()), (bad, bad));
        let end = finish(revocation::end_all("", "alice", NOW).unwrap());
        assert_eq!((end.session().err(), end.refresh().err(), end.epoch()), (bad, bad, Ok(NOW)));
    }

    #[test]
    fn decide_wants_one_answer_for_each_key_and_none_after_the_end() {
        let [mut session, _] = starts();
        for count in [0, 1, 3] {
            let found = &[None; 3][..count];
            assert_eq!(session.decide(found, b"", &mut [0; 512]), Err(Error::BadArgument), "{count}");
        }
        let mut over = finish(session);
        assert_eq!(over.decide(&[None; 2], b"", &mut [0; 512]), Err(Error::BadArgument));
    }

    #[test]
    fn a_session_knows_its_subject() {
        let session = finish(starts()[0]).session().unwrap();
        assert!(session.is_of("", "alice") && !session.is_anonymous());
        assert!(!session.is_of("", "bob") && !session.is_of("app", "alice") && !session.is_of("", ""));
    }

    /// Ids and tags stay out of logs.
    #[test]
    fn debug_names_times_and_keys_of_the_store_alone() {
        let [session, refresh] = starts().map(finish);
        let store_keys = session.keys().iter().map(ToString::to_string).collect::<Vec<_>>().join(", ");
        assert_eq!(format!("{session:?}"), format!("Transition {{ keys: [{store_keys}], .. }}"));
        assert_eq!(
            format!("{:?}", session.session().unwrap()),
            "Session { created: 1700000000000, last_seen: 1700000000000, expires_at: 1700000002000, .. }"
        );
        assert_eq!(
            format!("{:?}", refresh.refresh().unwrap()),
            "Refresh { generation: 1, created: 1700000000000, expires_at: 1700000002000, .. }"
        );

        let key = Key::new(Algorithm::Hs256, &[7; 32]).unwrap();
        let (mut token, mut claims) = ([0; 256], [0; 256]);
        let token = jwt::sign(&key, &Claims::new(NOW), &mut token).unwrap();
        let verified = jwt::verify(token.as_bytes(), &key, &Policy::default(), NOW, &mut claims).unwrap();
        assert_eq!(
            format!("{verified:?}"),
            r#"Verified { json: "{\"exp\":1700000900,\"iat\":1700000000}", key_index: 0 }"#
        );
        let read = Token::read("", token.as_bytes(), verified.as_json().as_bytes()).unwrap();
        let denied = revocation::deny(&read, NOW).unwrap().keys()[0].to_string();
        assert_eq!(format!("{read:?}"), format!("Token {{ denied: {denied}, .. }}"));
    }
}
