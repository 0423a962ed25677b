//! A value for every member of a closed set of keys: an array that is indexed by an enum.

use std::{
    marker::PhantomData,
    ops::{Index, IndexMut},
};

use super::Change;

/// A closed set of keys, numbered from zero in the order of [`Key::ALL`].
pub trait EnumKey: Copy + 'static {
    /// Every key, in its order on screen.
    const ALL: &'static [Self];
    /// The key's place in [`Key::ALL`].
    fn index(self) -> usize;
}

/// One `V` for each key `K`; none can be missing and none can be there twice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumMap<K, V> {
    values: Box<[V]>,
    keys: PhantomData<K>,
}

impl<K: EnumKey, V> EnumMap<K, V> {
    /// A table with `value(key)` for each key.
    pub fn new(value: impl FnMut(K) -> V) -> Self {
        EnumMap { values: K::ALL.iter().copied().map(value).collect(), keys: PhantomData }
    }

    /// The pairs, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        K::ALL.iter().copied().zip(self.values.iter())
    }
}

impl<K: EnumKey, V: Clone + PartialEq> EnumMap<K, Option<V>> {
    /// What turns this into `wanted`, key by key.
    pub fn changes(&self, wanted: &Self) -> EnumMap<K, Change<V>> {
        EnumMap::new(|key| Change::between(&self[key], &wanted[key]))
    }
}

impl<K: EnumKey, V: Clone + PartialEq> EnumMap<K, Change<V>> {
    /// What this makes of `table`, key by key.
    pub fn apply(&self, table: &EnumMap<K, Option<V>>) -> EnumMap<K, Option<V>> {
        EnumMap::new(|key| self[key].apply(&table[key]))
    }
}

impl<K: EnumKey, V: Default> Default for EnumMap<K, V> {
    fn default() -> Self {
        EnumMap::new(|_| V::default())
    }
}

impl<K: EnumKey, V> Index<K> for EnumMap<K, V> {
    type Output = V;
    fn index(&self, key: K) -> &V {
        &self.values[key.index()]
    }
}

impl<K: EnumKey, V> IndexMut<K> for EnumMap<K, V> {
    fn index_mut(&mut self, key: K) -> &mut V {
        &mut self.values[key.index()]
    }
}
