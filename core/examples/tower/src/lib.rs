//! An example: tokenseal as a layer of tower, so for axum, hyper and tonic. Copy what you need.
//!
//! It does what the bindings for Python and JavaScript do for their frameworks, with the same cookies,
//! paths and answers, so that all of them can serve one site: access tokens from the `Authorization`
//! header or a cookie, and sessions, say who is asking; unsafe requests of other sites are refused;
//! `POST /auth/refresh`, `/auth/logout` and `/auth/logout-all` are answered; problems are told as RFC 6750
//! and RFC 9457 want them. It leaves out CSRF tokens (the check of fetch metadata does without) and
//! options.
//!
//! ```
//! # use std::sync::Arc;
//! # use tokenseal::{Algorithm, Error, Key, state::MemoryStore};
//! use tokenseal_tower::{Auth, Guard, GuardLayer};
//!
//! # let key = Key::new(Algorithm::Hs256, b"0123456789abcdef0123456789abcdef")?;
//! # let store = MemoryStore::new(Vec::leak(vec![0; 64 * MemoryStore::slot_len(512)]), 512)?;
//! let guard = Arc::new(Guard::new(key, store));
//! let app: axum::Router = axum::Router::new()
//!     .route("/me", axum::routing::get(async |axum::Extension(auth): axum::Extension<Auth>| {
//!         auth.require(&[]).map_err(|problem| problem.response::<axum::body::Body>())
//!     }))
//!     .layer(GuardLayer::new(guard));
//! # Ok::<(), Error>(())
//! ```

mod auth;
mod cookies;
mod guard;
mod layer;
mod problem;
mod visit;

pub use auth::Auth;
pub use guard::Guard;
pub use layer::{GuardLayer, Guarded};
pub use problem::Problem;
