//! Models of refresh tokens.

use super::{Model, SETTING, START, Watch};
use crate::monitor::families::Families;
use crate::operation::Op::{self, EndAll, EndFamily, Issue, Refresh};
use crate::operation::{Hand, Setting};
use crate::planted::Fault;
use crate::scenario::Spent::{Crash, Failover, Late, Reply, Response, Sync};
use crate::setup::Setup;

/// Three holders of one refresh token.
fn held(name: &'static str, setting: Setting, programs: [&'static [Op]; 3]) -> Model {
    let mut setup = Setup::new(setting);
    let hand = setup.call(Issue, Hand::default(), START);
    let watch = Watch::Families(Families::new(START));
    Model::new(name, setup, [hand.clone(), hand.clone(), hand], programs, watch)
}

pub fn all() -> Vec<Model> {
    // A new key: one host signs with it already.
    let two_keys = Setting { newer_key: [false, true, false], ..SETTING };
    let no_grace = Setting { grace: 0, ..SETTING };
    vec![
        held("three refresh at once", two_keys, [&[Refresh], &[Refresh], &[Refresh]])
            .at(&[0, 4_999])
            .skewed()
            .repeating()
            .with(&[(Reply, 1), (Response, 1)])
            .ends(&[(Refresh, &["done"])]),
        held("victim and thief", SETTING, [&[Refresh, Refresh, Refresh], &[Refresh, Refresh, Refresh], &[]])
            .at(&[0, 5_000, 15_000, 30_000])
            .skewed()
            .ends(&[(Refresh, &["done", "refresh-reused"])]),
        held("refresh, end, end all", SETTING, [&[Refresh, Refresh], &[EndFamily], &[EndAll, Refresh]])
            .skewed()
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (EndAll, &["done", "unanswered"]),
                (Refresh, &["done", "refresh-ended", "refresh-reused", "revoked", "unanswered"]),
                (EndFamily, &["done", "unanswered"]),
            ]),
        held("refresh and end; late swaps", two_keys, [&[Refresh, Refresh], &[Refresh], &[EndFamily]])
            .with(&[(Late, 1), (Reply, 1)])
            .ends(&[
                (Refresh, &["done", "refresh-ended", "refresh-reused", "unanswered"]),
                (EndFamily, &["done", "unanswered"]),
            ]),
        held("no grace, one holder; replies are lost", no_grace, [&[Refresh, Refresh, Refresh], &[], &[]])
            .at(&[0, 1_000])
            .skewed()
            .with(&[(Reply, 2)])
            .ends(&[(Refresh, &["done"])]),
        held(
            "no grace, two holders; replies are lost",
            Setting { grace: 0, ..two_keys },
            [&[Refresh, Refresh], &[Refresh, Refresh], &[]],
        )
        .at(&[0, 1_000])
        .with(&[(Reply, 1)])
        .ends(&[(Refresh, &["done", "refresh-reused"])]),
        held("responses are lost", SETTING, [&[Refresh, Refresh], &[], &[]])
            .at(&[0, 4_000])
            .skewed()
            .repeating()
            .with(&[(Response, 2), (Reply, 1), (Crash, 1)])
            .ends(&[(Refresh, &["done", "unanswered"])]),
        held("a failover loses writes", two_keys, [&[Refresh, Refresh, Refresh], &[Refresh], &[]])
            .with(&[(Sync, 1), (Failover, 1), (Reply, 1)])
            .ends(&[(Refresh, &["done", "refresh-reused"])]),
    ]
}

/// Which model finds which fault.
pub const PLANTED: &[(Fault, &str)] = &[
    (Fault::StoreDoesNotCompare, "three refresh at once"),
    (Fault::GraceIsProlonged, "victim and thief"),
    (Fault::RepeatMintsAnew, "three refresh at once"),
    (Fault::ReuseLeavesTheFamily, "victim and thief"),
    (Fault::OwnSuccessIsForgotten, "no grace, one holder; replies are lost"),
    (Fault::RefreshIgnoresTheWatermark, "refresh, end, end all"),
    (Fault::GraceHasNoEnd, "victim and thief"),
    (Fault::EndDeletesTheFamily, "refresh, end, end all"),
    (Fault::EndLeavesTheFamily, "refresh, end, end all"),
    (Fault::AheadIsReuse, "a failover loses writes"),
];
