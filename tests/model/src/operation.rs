//! What an application asks of the library, and what it is given.

use std::sync::LazyLock;

use tokenseal::jwt::{self, Claims, Expiry, Policy};
use tokenseal::state::{Lifetime, Session, Transition, refresh, revocation, session};
use tokenseal::{Algorithm, Error, Key, KeyRing};

use crate::planted::Fault;

/// One call into the library.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Op {
    /// Starts a session of nobody.
    Visit,
    /// Starts a session of the subject.
    Start,
    Load,
    /// Adds one to the counter that was loaded, and saves it. On `conflict` it is loaded again.
    Save,
    Rotate,
    /// Rotates an anonymous session into one of the subject.
    Login,
    End,
    EndAll,
    /// Starts a family; gives a refresh token and an access token.
    Issue,
    Refresh,
    EndFamily,
    /// Puts the access token on the denylist.
    Deny,
    /// Verifies the access token and checks that it was not revoked.
    Check,
}

/// How a call ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    Done,
    Failed(Error),
    /// The host crashed, or the store did not answer: the caller knows nothing.
    Unanswered,
}

impl Outcome {
    pub fn name(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Failed(error) => error.name(),
            Self::Unanswered => "unanswered",
        }
    }
}

/// What a call gave.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    Nothing,
    Session(Session, u8),
    Refresh { token: Token, repeated: bool, recovered: bool, access: Access },
    Epoch(i64),
}

/// A refresh token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Token {
    pub text: String,
    pub generation: u64,
}

/// An access token.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Access {
    pub text: String,
    /// What it shares with all that are denied with it: its `jti`, else the text.
    pub name: String,
}

/// What a client holds: cookie, counter, tokens.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Hand {
    pub session: Option<Session>,
    pub counter: u8,
    pub token: Option<Token>,
    pub access: Option<Access>,
}

/// How the application uses the library.
#[derive(Clone, Copy, Debug)]
pub struct Setting {
    pub lifetime: Lifetime,
    pub grace: u64,
    /// Of access tokens.
    pub expires_in: u64,
    pub leeway: u64,
    /// The hosts that sign with the second key already; all know both.
    pub newer_key: [bool; 3],
    pub fault: Option<Fault>,
}

pub const NAMESPACE: &str = "model";
const SUBJECT: &str = "user-42";

static KEYS: LazyLock<[[Key; 2]; 2]> = LazyLock::new(|| {
    let key = |byte| Key::new(Algorithm::Hs256, &[byte; 32]).expect("32 bytes");
    [[key(1), key(2)], [key(2), key(1)]]
});

impl Setting {
    pub fn ring(&self, client: usize) -> KeyRing<'static> {
        KeyRing::new(&KEYS[usize::from(self.newer_key[client])]).expect("two keys")
    }
}

/// The bytes of nobody else's id.
fn entropy<const N: usize>(who: [u8; 3]) -> [u8; N] {
    let mut bytes = [0x5e; N];
    bytes[..3].copy_from_slice(&who);
    bytes
}

/// Who calls: the client, its place in its program, and which try it is.
pub type Caller = [u8; 3];

impl Op {
    /// The transition and the bytes to write, or `None` when the hand lacks what the call is about.
    pub fn begin(
        self,
        setting: &Setting,
        caller: Caller,
        hand: &Hand,
        now: i64,
    ) -> Result<Option<(Transition, Vec<u8>)>, Error> {
        let ring = setting.ring(usize::from(caller[0]));
        let mut data = Vec::new();
        let transition = match (self, &hand.session, &hand.token, &hand.access) {
            (Self::Visit, ..) => {
                data.push(0);
                session::start(NAMESPACE, &entropy(caller), None, setting.lifetime, now)
            }
            (Self::Start, ..) => {
                data.push(0);
                session::start(NAMESPACE, &entropy(caller), Some(SUBJECT), setting.lifetime, now)
            }
            (Self::Load, Some(held), ..) => session::load(NAMESPACE, held, now),
            (Self::Save, Some(held), ..) if held.expires_at() != 0 => {
                data.push(hand.counter + 1);
                session::save(NAMESPACE, held, now)
            }
            (Self::Rotate, Some(held), ..) => {
                session::rotate(NAMESPACE, held, &entropy(caller), None, setting.lifetime, now)
            }
            (Self::Login, Some(held), ..) => {
                session::rotate(NAMESPACE, held, &entropy(caller), Some(SUBJECT), setting.lifetime, now)
            }
            (Self::End, Some(held), ..) => session::end(NAMESPACE, held, now),
            (Self::EndAll, Some(held), ..) if !held.is_anonymous() => session::end_all(NAMESPACE, held, now),
            (Self::EndAll, _, Some(token), _) => refresh::end_all(NAMESPACE, &opened(ring, token)?, now),
            (Self::EndAll, ..) => revocation::end_all(NAMESPACE, SUBJECT, now),
            (Self::Issue, ..) => {
                refresh::start(NAMESPACE, ring, &entropy(caller), SUBJECT, None, setting.lifetime, now)
            }
            (Self::Refresh, _, Some(token), _) => {
                refresh::rotate(NAMESPACE, ring, &opened(ring, token)?, None, setting.grace, now)
            }
            (Self::EndFamily, _, Some(token), _) => refresh::end(NAMESPACE, &opened(ring, token)?, now),
            (Self::Deny, _, _, Some(access)) => revocation::deny(&verified(setting, ring, access, now)?, now),
            (Self::Check, _, _, Some(access)) => {
                revocation::check(&verified(setting, ring, access, now)?, now)
            }
            _ => return Ok(None),
        };
        transition.map(|transition| Some((transition, data)))
    }

    /// What comes of a transition that is done.
    pub fn answer(
        self,
        setting: &Setting,
        caller: Caller,
        transition: &Transition,
        data: &[u8],
    ) -> Result<Answer, Error> {
        let ring = setting.ring(usize::from(caller[0]));
        match self {
            Self::Visit | Self::Start | Self::Load | Self::Save | Self::Rotate | Self::Login => {
                Ok(Answer::Session(transition.session()?, data.first().copied().unwrap_or(0)))
            }
            Self::Issue | Self::Refresh => {
                let next = transition.refresh()?;
                let text = next.mint(ring, &mut [0; 142])?.to_owned();
                // The handle does not give its generation out, but its token does.
                let generation = generation_of(&text);
                let claims = Claims {
                    subject: Some(SUBJECT),
                    issued_at: Some(setting.issued_at(next.issued_at(), transition.now())),
                    expires_in: Expiry::After(setting.expires_in),
                    ..Claims::new(transition.now())
                };
                let access = jwt::sign(ring.signing_key(), &claims, &mut [0; 512])?.to_owned();
                Ok(Answer::Refresh {
                    token: Token { text, generation },
                    repeated: next.is_repeated(),
                    recovered: next.is_recovered(),
                    access: Access { name: access.clone(), text: access },
                })
            }
            Self::EndAll => Ok(Answer::Epoch(transition.epoch()?)),
            Self::End | Self::EndFamily | Self::Deny | Self::Check => Ok(Answer::Nothing),
        }
    }
}

impl Hand {
    /// Takes what a call gave.
    pub fn take(&mut self, answer: &Answer) {
        match answer {
            Answer::Session(session, counter) => {
                (self.session, self.counter) = (Some(*session), *counter);
            }
            Answer::Refresh { token, access, .. } => {
                (self.token, self.access) = (Some(token.clone()), Some(access.clone()));
            }
            Answer::Nothing | Answer::Epoch(_) => {}
        }
    }
}

/// The session as its cookie presents it: what the browser has after a request.
pub fn presented(session: &Session) -> Session {
    let mut cookie = [0; session::SEALED_LEN];
    let key = &KEYS[0][0];
    let cookie = session.seal(key, "session", 0, &mut cookie).expect("a session");
    session::open(key, "session", cookie.as_bytes(), 0).expect("our cookie")
}

/// An access token with a `jti`, which may be that of others.
pub fn named(setting: &Setting, name: &str, expires_in: u64, now: i64) -> Access {
    let claims = Claims {
        subject: Some(SUBJECT),
        jwt_id: Some(name),
        expires_in: Expiry::After(expires_in),
        ..Claims::new(now)
    };
    let text = jwt::sign(setting.ring(0).signing_key(), &claims, &mut [0; 512]).expect("a token").to_owned();
    Access { text, name: name.to_owned() }
}

fn opened(ring: KeyRing<'_>, token: &Token) -> Result<refresh::Refresh, Error> {
    refresh::open(ring, token.text.as_bytes())
}

fn verified(
    setting: &Setting,
    ring: KeyRing<'_>,
    access: &Access,
    now: i64,
) -> Result<revocation::Token, Error> {
    let mut claims = [0; 512];
    let policy = Policy { leeway: setting.leeway, ..Policy::default() };
    let verified = jwt::verify(access.text.as_bytes(), ring, &policy, now, &mut claims)?;
    revocation::Token::read(NAMESPACE, access.text.as_bytes(), verified.as_json().as_bytes())
}

/// Bytes 17 to 25 of what a refresh token says.
fn generation_of(token: &str) -> u64 {
    const ALPHABET: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let digit = |byte: &u8| ALPHABET.iter().position(|other| other == byte).expect("base64url") as u64;
    let mut bits = token.bytes().skip(22).take(12);
    // 12 digits are bytes 16.5 to 25.5.
    let number = bits.by_ref().fold(0_u128, |number, byte| number << 6 | u128::from(digit(&byte)));
    u64::try_from(number >> 4 & u128::from(u64::MAX)).expect("64 bits")
}
