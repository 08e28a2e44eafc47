//! The store of the model: linearizable, with rows that expire.

use tokenseal::state::StoreKey;

/// Rows in the order of their keys' hashes, so that equal contents are equal values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Store {
    rows: Vec<Row>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Row {
    key: StoreKey,
    record: Vec<u8>,
    expires_at: i64,
}

/// A compare-and-swap on its way to the store.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Swap {
    pub key: StoreKey,
    pub expected: Option<Vec<u8>>,
    pub new: Option<Vec<u8>>,
    pub ttl: u64,
}

impl Store {
    pub fn get(&self, key: &StoreKey, now: i64) -> Option<&[u8]> {
        let row = self.rows.iter().find(|row| row.key == *key)?;
        (row.expires_at > now).then_some(&row.record)
    }

    /// Swaps, and says whether that took.
    pub fn swap(&mut self, swap: &Swap, now: i64) -> bool {
        if self.get(&swap.key, now) != swap.expected.as_deref() {
            return false;
        }
        self.rows.retain(|row| row.key != swap.key);
        if let Some(record) = &swap.new {
            let expires_at = now.saturating_add_unsigned(swap.ttl);
            let row = Row { key: swap.key, record: record.clone(), expires_at };
            let place = self.rows.partition_point(|other| other.key.hash() < row.key.hash());
            self.rows.insert(place, row);
        }
        true
    }

    /// All records that have not expired.
    pub fn records(&self, now: i64) -> impl Iterator<Item = (&StoreKey, &[u8])> {
        let rows = self.rows.iter().filter(move |row| row.expires_at > now);
        rows.map(|row| (&row.key, row.record.as_slice()))
    }
}
