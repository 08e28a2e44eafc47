//! Sessions, refresh tokens and revocation: what the server remembers, and the rules about it.
//!
//! Nothing here does any I/O. Every operation is a [`Transition`]: it says which records to read,
//! decides what to write, and is told whether the write took. A [`Store`] has two methods, *get* and
//! an atomic compare-and-swap; [`run`] is the loop between the two. So C, Python, JavaScript and this
//! crate share one logic, over any store, blocking or not.
//!
//! - [`session`]: start, load, save, rotate, end, end all of the subject.
//! - [`refresh`]: start, rotate, end, end all.
//! - [`revocation`]: deny a token, check one, end all of a subject.
//! - [`MemoryStore`]: a store of fixed capacity.
//!
//! A namespace, one for each application, keeps apart what two applications have in one store.

mod memory;
mod name;
mod record;
pub mod refresh;
mod refresh_steps;
pub mod revocation;
pub mod session;
mod session_steps;
mod store;
mod transition;

pub use memory::MemoryStore;
pub use name::StoreKey;
pub use refresh::Refresh;
pub use session::Session;
pub use store::{Found, Store, run};
pub use transition::{Lifetime, Next, Step, Transition, Write};
