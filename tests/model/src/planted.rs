//! Faults that can be planted into the library, each of which the search must find: who shows that
//! something can't happen must show that he would see it.

use tokenseal::Error;
use tokenseal::state::{Step, refresh};

use crate::call::{Call, Decision, Forced, Found};
use crate::operation::{Hand, Op, Setting};
use crate::store::{Store, Swap};

/// One planted fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Rotating a session takes its last swap for done, whether or not it took.
    RotateIgnoresItsLastSwap,
    /// Rotating a session leaves the new record behind when it has failed.
    RotateLeavesTheNewRecord,
    /// The tombstone of a rotated session does not say where it has gone on.
    RotatedNamesNobody,
    EndDoesNotFollow,
    EndTrustsTheClock,
    /// A save takes the application's bytes that it finds for those that were loaded.
    SaveDoesNotCompare,
    /// A save takes equal bytes for its own.
    SaveRecognizesItself,
    SaveOverwrites,
    SaveWritesMoreThanWasGiven,
    ConflictIsTriedForEver,
    TouchOverwrites,
    IdleLimitIsForgotten,
    AbsoluteLimitIsForgotten,
    LoadIgnoresTheWatermark,
    /// A session's or family's epoch is the clock instead of what was read.
    EpochIsTheClock,
    WatermarkIsTheClock,
    /// A watermark is a millisecond later than the one before, not a second.
    WatermarkIsJustLater,
    /// Records are kept for the greatest leeway, without a minute for the clocks.
    KeptForTheLeewayAlone,
    /// The store sets instead of swapping.
    StoreDoesNotCompare,
    RefreshIgnoresTheWatermark,
    GraceHasNoEnd,
    /// A repeated use inside the grace moves `rotated_at`.
    GraceIsProlonged,
    /// A repeated use is answered under the host's own key.
    RepeatMintsAnew,
    /// Reuse is said, but the family lives on.
    ReuseLeavesTheFamily,
    /// After a lost reply a refresh begins anew.
    OwnSuccessIsForgotten,
    /// A token ahead of the store counts as reuse.
    AheadIsReuse,
    EndDeletesTheFamily,
    EndLeavesTheFamily,
    DenyForgets,
    /// Whatever is on the denylist counts as denied long enough.
    DenialIsNotProlonged,
    /// The `iat` of an access token is the clock.
    IssuedAtIsTheClock,
}

const FAMILY_LIVE: u8 = 0x21;
const FAMILY_REUSED: u8 = 0x23;
const SESSION_LIVE: u8 = 0x11;
const SESSION_HEADER: usize = 58;

impl Setting {
    fn is(&self, fault: Fault) -> bool {
        self.fault == Some(fault)
    }

    /// What the core is shown of what was found.
    pub fn show(&self, call: &Call, found: &[Found]) -> Vec<Found> {
        let mut shown = found.to_vec();
        match (self.fault, call.op, shown.as_mut_slice()) {
            (Some(Fault::LoadIgnoresTheWatermark), Op::Load, [_, watermark])
            | (Some(Fault::RefreshIgnoresTheWatermark), Op::Refresh, [_, watermark]) => *watermark = None,
            (Some(fault), _, [Some(record), ..]) => self.bend_record(fault, call, record),
            _ => {}
        }
        shown
    }

    /// What becomes of the core's decision.
    pub fn bend(&self, call: &mut Call, found: &[Found], decision: Decision) -> Decision {
        let Some(fault) = self.fault else { return decision };
        let now = call.transition.now();
        match (fault, call.op, decision) {
            (Fault::EndDoesNotFollow, Op::End, Decision::Again) | (Fault::DenyForgets, Op::Deny, _) => {
                Decision::Done
            }
            (Fault::DenialIsNotProlonged, Op::Deny, Decision::Write(..)) if found[0].is_some() => {
                Decision::Done
            }
            (Fault::ConflictIsTriedForEver, Op::Save, Decision::Failed(Error::Conflict)) => Decision::Again,
            (Fault::SaveWritesMoreThanWasGiven, Op::Save, Decision::Write(index, mut swap)) => {
                if let Some(counter) = swap.new.as_mut().and_then(|record| record.last_mut()) {
                    *counter += 1;
                }
                Decision::Write(index, swap)
            }
            (Fault::EndTrustsTheClock, Op::End, Decision::Write(index, swap)) => {
                let time = |at| swap.expected.as_ref().map_or(0, |record| number(record, at));
                if now >= time(18).min(time(10) + time(26)) {
                    return Decision::Done;
                }
                Decision::Write(index, swap)
            }
            (Fault::KeptForTheLeewayAlone, _, Decision::Write(index, swap)) => {
                Decision::Write(index, Swap { ttl: swap.ttl.saturating_sub(60_000), ..swap })
            }
            (Fault::WatermarkIsJustLater, Op::EndAll, Decision::Write(index, mut swap)) => {
                let epoch = found[0].as_ref().map_or(now, |record| now.max(number(record, 2) + 1));
                swap.new = Some([&[1, 0x31][..], &epoch.to_be_bytes()].concat());
                Decision::Write(index, swap)
            }
            (Fault::EndDeletesTheFamily, Op::EndFamily, Decision::Write(index, swap)) => {
                Decision::Write(index, Swap { new: None, ..swap })
            }
            (Fault::EndLeavesTheFamily, Op::EndFamily, _) => Decision::Done,
            (Fault::RotateLeavesTheNewRecord, Op::Rotate, Decision::Write(_, Swap { new: None, .. })) => {
                Decision::Failed(Error::SessionEnded)
            }
            (Fault::RotatedNamesNobody, Op::Rotate, Decision::Write(0, mut swap)) => {
                swap.new = swap.new.map(|record| [&[1, 0x12], &record[2..10]].concat());
                Decision::Write(0, swap)
            }
            (Fault::GraceIsProlonged, Op::Refresh, Decision::Done) => {
                let expected = found[0].clone();
                let mut record = expected.clone().expect("a family");
                record[10..18].copy_from_slice(&now.to_be_bytes());
                call.forced = Some(Forced::Done);
                let key = call.transition.keys()[0];
                Decision::Write(0, Swap { key, expected, new: Some(record), ttl: 1 << 40 })
            }
            (Fault::ReuseLeavesTheFamily, Op::Refresh, Decision::Write(_, swap))
                if state(&swap.new) == Some(FAMILY_REUSED) =>
            {
                Decision::Failed(Error::RefreshReused)
            }
            (Fault::AheadIsReuse, Op::Refresh, Decision::Write(index, swap)) => {
                let generation = |record: &Found| record.as_ref().map_or(0, |record| record[9]);
                if state(&swap.new) == Some(FAMILY_LIVE) && generation(&swap.new) > generation(&found[0]) + 1
                {
                    Decision::Failed(Error::RefreshReused)
                } else {
                    Decision::Write(index, swap)
                }
            }
            (Fault::WatermarkIsTheClock, Op::EndAll, Decision::Write(index, mut swap)) => {
                swap.new = Some([&[1, 0x31][..], &now.to_be_bytes()].concat());
                Decision::Write(index, swap)
            }
            (Fault::EpochIsTheClock, Op::Start | Op::Issue, Decision::Write(index, mut swap)) => {
                let at = if call.op == Op::Start { 34 } else { 58 };
                if let Some(record) = &mut swap.new {
                    record[at..at + 8].copy_from_slice(&now.to_be_bytes());
                }
                Decision::Write(index, swap)
            }
            (_, _, decision) => decision,
        }
    }

    /// What the store does.
    pub fn swap(&self, op: Op, store: &mut Store, swap: &Swap, now: i64) -> bool {
        let overwrites = match self.fault {
            Some(Fault::SaveOverwrites) => op == Op::Save,
            Some(Fault::TouchOverwrites) => op == Op::Load,
            Some(Fault::StoreDoesNotCompare) => true,
            _ => false,
        };
        let mut swap = swap.clone();
        if overwrites {
            swap.expected = store.get(&swap.key, now).map(<[u8]>::to_vec);
        }
        store.swap(&swap, now)
    }

    /// What the transition is told of a swap.
    pub fn told(&self, call: &mut Call, hand: &Hand, index: usize, took: bool) -> bool {
        if self.is(Fault::OwnSuccessIsForgotten)
            && call.op == Op::Refresh
            && !took
            && let Ok(Some((transition, _))) = call.op.begin(self, call.caller, hand, call.transition.now())
        {
            call.transition = transition;
            call.forced = Some(Forced::Again);
        }
        took || self.is(Fault::RotateIgnoresItsLastSwap) && call.op == Op::Rotate && index == 0
    }

    /// The id of the caller's signing key as families' records have it.
    fn key_id(&self, call: &Call) -> [u8; 8] {
        let mut record = [0; 512];
        let ring = self.ring(call.caller[0].into());
        let start = refresh::start("", ring, &[0; 16], "any", None, refresh::LIFETIME, 0);
        let step = start.and_then(|mut start| start.decide(&[None, None], &[], &mut record));
        assert!(matches!(step, Ok(Step::Write(_))), "a family starts");
        record[18..26].try_into().expect("eight bytes")
    }

    /// Bends a live record before the core sees it.
    fn bend_record(&self, fault: Fault, call: &Call, record: &mut Vec<u8>) {
        let now = call.transition.now();
        match (fault, call.op, record.get(1)) {
            (Fault::SaveDoesNotCompare, Op::Save, Some(&SESSION_LIVE)) => {
                record.truncate(SESSION_HEADER);
                record.push(call.data[0] - 1);
            }
            // `last_seen` and `rotated_at` are in the same place.
            (Fault::SaveRecognizesItself, Op::Save, Some(&SESSION_LIVE))
                if record[SESSION_HEADER..] == call.data =>
            {
                record.truncate(SESSION_HEADER);
                record.push(call.data[0] - 1);
            }
            (Fault::IdleLimitIsForgotten, Op::Load, Some(&SESSION_LIVE))
            | (Fault::GraceHasNoEnd, Op::Refresh, Some(&FAMILY_LIVE)) => {
                record[10..18].copy_from_slice(&now.to_be_bytes());
            }
            (Fault::AbsoluteLimitIsForgotten, Op::Load, Some(&SESSION_LIVE)) => {
                record[18..26].copy_from_slice(&(now + 1_000_000).to_be_bytes());
            }
            (Fault::RepeatMintsAnew, Op::Refresh, Some(&FAMILY_LIVE)) => {
                record[18..26].copy_from_slice(&self.key_id(call));
            }
            _ => {}
        }
    }

    /// The `iat` of an access token.
    pub fn issued_at(&self, issued_at: i64, now: i64) -> i64 {
        if self.is(Fault::IssuedAtIsTheClock) { now / 1000 * 1000 } else { issued_at }
    }
}

/// The number at that place of a record.
fn number(record: &[u8], at: usize) -> i64 {
    i64::from_be_bytes(record[at..at + 8].try_into().expect("eight bytes"))
}

fn state(record: &Found) -> Option<u8> {
    record.as_ref().and_then(|record| record.get(1)).copied()
}
