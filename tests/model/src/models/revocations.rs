//! Models of access tokens that can be revoked.

use super::{Model, SETTING, START, Watch};
use crate::monitor::revocations::Revocations;
use crate::operation::Op::{self, Check, Deny, EndAll, Issue};
use crate::operation::{Hand, Setting, named};
use crate::planted::Fault;
use crate::scenario::Spent::{Crash, Reply};
use crate::setup::Setup;

/// Three holders of one access token.
fn held(name: &'static str, setting: Setting, programs: [&'static [Op]; 3]) -> Model {
    let mut setup = Setup::new(setting);
    let hand = setup.call(Issue, Hand::default(), START);
    let watch = Watch::Revocations(Revocations::new(&[hand.access.as_ref().expect("a token")], START));
    Model::new(name, setup, [hand.clone(), hand.clone(), hand], programs, watch)
}

/// Two tokens of one `jti`: the first holder has one that expires after a minute, the others one that
/// expires after three.
fn of_one_id(name: &'static str, setting: Setting, programs: [&'static [Op]; 3]) -> Model {
    let [short, long] = [60_000, 180_000].map(|expires_in| named(&setting, "t-1", expires_in, START));
    let watch = Watch::Revocations(Revocations::new(&[&short, &long], START));
    let hands = [short, long.clone(), long].map(|access| Hand { access: Some(access), ..Hand::default() });
    Model::new(name, Setup::new(setting), hands, programs, watch)
}

pub fn all() -> Vec<Model> {
    let with_leeway = Setting { leeway: 600_000, expires_in: 60_000, ..SETTING };
    // The shorter denial is over at 720 seconds, the longer token at 780.
    let both = [0, 659_999, 720_000, 779_999, 780_000];
    let last = [0, 59_999, 659_999, 660_000, 664_999, 665_000];
    vec![
        held("deny, check, end all", SETTING, [&[Check, Check], &[Deny, Check], &[EndAll, Check]])
            .skewed()
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (EndAll, &["done", "unanswered"]),
                (Deny, &["done", "unanswered"]),
                (Check, &["done", "revoked", "unanswered"]),
            ]),
        held("end all, issue, end all", SETTING, [&[EndAll], &[Issue, Check], &[EndAll, Check]])
            .at(&[200, 800])
            .skewed()
            .ends(&[(EndAll, &["done"]), (Issue, &["done"]), (Check, &["done", "revoked"])]),
        held("end all, issue; replies are lost", SETTING, [&[EndAll], &[Issue, Check], &[Check]])
            .skewed()
            .with(&[(Reply, 1), (Crash, 1)])
            .repeating()
            .ends(&[
                (EndAll, &["done", "unanswered"]),
                (Issue, &["done", "unanswered"]),
                (Check, &["done", "revoked", "unanswered"]),
            ]),
        held("end all, three times", SETTING, [&[EndAll, Check], &[EndAll, Check], &[EndAll, Issue, Check]])
            .at(&[200, 1_200])
            .ends(&[(EndAll, &["done"]), (Issue, &["done"]), (Check, &["done", "revoked"])]),
        held("denied to the end; the hosts' clocks", with_leeway, [&[Deny, Check], &[Check], &[]])
            .at(&last)
            .skewed()
            .ends(&[(Deny, &["done", "expired"]), (Check, &["done", "expired", "revoked"])]),
        held("denied to the end; the store's clock", with_leeway, [&[Deny, Check], &[Check], &[]])
            .at(&last)
            .skewed()
            .own_clock()
            .ends(&[(Deny, &["done", "expired"]), (Check, &["done", "expired", "revoked"])]),
        of_one_id(
            "two of one jti; the hosts' clocks",
            with_leeway,
            [&[Deny, Check], &[Deny, Check], &[Check]],
        )
        .at(&both)
        .skewed()
        .with(&[(Reply, 1), (Crash, 1)])
        .ends(&[
            (Deny, &["done", "expired", "unanswered"]),
            (Check, &["done", "expired", "revoked", "unanswered"]),
        ]),
        // The first holder does not check: from its token's end to that of its denial a call could last
        // longer than the minute that there is for it.
        of_one_id("two of one jti; the store's clock", with_leeway, [&[Deny], &[Deny, Check], &[Check]])
            .at(&both)
            .skewed()
            .own_clock()
            .with(&[(Reply, 1), (Crash, 1)])
            .ends(&[
                (Deny, &["done", "expired", "unanswered"]),
                (Check, &["done", "expired", "revoked", "unanswered"]),
            ]),
    ]
}

/// Which model finds which fault.
pub const PLANTED: &[(Fault, &str)] = &[
    (Fault::WatermarkIsTheClock, "end all, three times"),
    (Fault::WatermarkIsJustLater, "end all, issue, end all"),
    (Fault::KeptForTheLeewayAlone, "denied to the end; the store's clock"),
    (Fault::DenyForgets, "deny, check, end all"),
    (Fault::DenialIsNotProlonged, "two of one jti; the hosts' clocks"),
    (Fault::IssuedAtIsTheClock, "end all, issue, end all"),
];
