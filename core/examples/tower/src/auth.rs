//! Who is asking, for the application's handlers.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use serde_json::{Map, Value};

use crate::guard::Guard;
use crate::problem::{Problem, is_refusal};
use crate::visit::Visit;

/// One request's; an extension of the request.
#[derive(Clone)]
pub struct Auth {
    guard: Arc<Guard>,
    visit: Arc<Mutex<Visit>>,
}

impl Auth {
    pub(crate) fn new(guard: Arc<Guard>, visit: Visit) -> Self {
        Self { guard, visit: Arc::new(Mutex::new(visit)) }
    }

    pub(crate) fn visit(&self) -> MutexGuard<'_, Visit> {
        self.visit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Who has logged in, if anybody.
    #[must_use]
    pub fn subject(&self) -> Option<String> {
        self.visit().subject.clone()
    }

    /// Asks for somebody who has logged in and has all these scopes; says who it is.
    ///
    /// # Errors
    ///
    /// A [`Problem`]: 401 or 403.
    pub fn require(&self, scopes: &[&str]) -> Result<String, Problem> {
        let visit = self.visit();
        let Some(subject) = visit.subject.clone() else {
            return Err(visit.refused.map_or_else(Problem::credentials_required, Problem::refused));
        };
        let had = visit.claims.get("scope").and_then(Value::as_str).unwrap_or_default();
        if scopes.iter().all(|scope| had.split(' ').any(|one| one == *scope)) {
            Ok(subject)
        } else {
            Err(Problem::insufficient_scope(scopes))
        }
    }

    /// A member of the session's data.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Value> {
        self.visit().data.get(name).cloned()
    }

    /// Sets a member of the session's data, which are saved with the answer. `sub` is the guard's.
    pub fn set(&self, name: &str, value: Value) {
        if name != "sub" {
            self.visit().data.insert(name.to_owned(), value);
        }
    }

    /// Log-in by a session, which goes on under a new id, so that nobody can have planted it; that of
    /// somebody else ends.
    ///
    /// # Errors
    ///
    /// A [`Problem`]: 503.
    pub fn start_session(&self, subject: &str) -> Result<(), Problem> {
        let visit = &mut *self.visit();
        let session = self.begin(visit, subject).map_err(Problem::of)?;
        visit.cookies.push(session);
        visit.subject = Some(subject.to_owned());
        visit.claims.clone_from(&visit.data);
        visit.is_bearer = false;
        Ok(())
    }

    fn begin(&self, visit: &mut Visit, subject: &str) -> Result<String, tokenseal::Error> {
        let guard = &self.guard;
        let mut data = Map::new();
        if let Some(old) = visit.session {
            if old.is_anonymous() || old.is_of(crate::guard::NAMESPACE, subject) {
                visit.data.insert("sub".to_owned(), subject.into());
                match visit.save(guard).and_then(|()| guard.rotate(&visit.session.unwrap_or(old), subject)) {
                    Ok(session) => {
                        let data = visit.data.clone();
                        visit.adopt(session, data);
                        return guard.session_cookie(&session);
                    }
                    // Another request has ended it or gone on with it.
                    Err(error) if is_refusal(error) => {}
                    Err(error) => return Err(error),
                }
            } else {
                guard.end(&old)?;
            }
        } else {
            // What a visitor has left who had no session yet comes along.
            data.clone_from(&visit.data);
        }
        data.insert("sub".to_owned(), subject.into());
        let session = guard.start(Some(subject), &data)?;
        visit.adopt(session, data);
        guard.session_cookie(&session)
    }

    /// Log-in by tokens.
    ///
    /// # Errors
    ///
    /// A [`Problem`]: 503.
    pub fn issue_tokens(&self, subject: &str, scope: &str) -> Result<(), Problem> {
        let mut visit = self.visit();
        let mut claims = Map::new();
        claims.insert("sub".to_owned(), subject.into());
        claims.insert("scope".to_owned(), scope.into());
        let pair = self.guard.issue(&claims, subject).map_err(Problem::of)?;
        visit.keep(&self.guard, &pair).map_err(Problem::of)?;
        visit.subject = Some(subject.to_owned());
        visit.access = Some((pair.access.into_bytes(), claims.clone()));
        visit.claims = claims;
        Ok(())
    }
}
