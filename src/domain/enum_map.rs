//! A value for every member of a closed set of keys: an array that is indexed by an enum.

use std::{
    marker::PhantomData,
    ops::{Index, IndexMut},
};

use super::Change;

/// A closed set of keys, numbered from zero in the order of [`EnumKey::ALL`].
///
/// ```
/// use carnet::domain::{EnumKey, TextField};
///
/// assert_eq!(TextField::ALL[TextField::Email.index()], TextField::Email);
/// ```
pub trait EnumKey: Copy + 'static {
    /// Every key, in its order on screen.
    const ALL: &'static [Self];
    /// The key's position in [`EnumKey::ALL`].
    fn index(self) -> usize;
}

/// Declares an enum of keys from one list of variants and names: the enum, its [`EnumKey::ALL`] and its `name`. A
/// variant cannot be declared without being in `ALL` and without having a name.
///
/// The second form puts the keys of another enum first: `each Text(TextField)` is one `Text` for each [`TextField`].
macro_rules! named_enum {
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident { $($(#[$doc:meta])* $Variant:ident = $name:literal,)+ }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Enum { $($(#[$doc])* $Variant,)+ }

        impl EnumKey for $Enum {
            const ALL: &'static [$Enum] = &[$($Enum::$Variant,)+];

            fn index(self) -> usize {
                self as usize
            }
        }

        impl $Enum {
            /// The stable name, in kebab-case. It does not follow the labels on screen.
            ///
            /// ```
            /// use carnet::domain::{AddressLine, TextField};
            ///
            /// assert_eq!(TextField::FirstName.name(), "first-name");
            /// assert_eq!(AddressLine::AddOn.name(), "add-on");
            /// ```
            pub fn name(self) -> &'static str {
                match self { $($Enum::$Variant => $name,)+ }
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub enum $Enum:ident {
            $(#[$nested_doc:meta])* each $Nested:ident($Key:ty),
            $($(#[$doc:meta])* $Variant:ident = $name:literal,)+
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $Enum { $(#[$nested_doc])* $Nested($Key), $($(#[$doc])* $Variant,)+ }

        impl EnumKey for $Enum {
            const ALL: &'static [$Enum] = &{
                const NESTED: &[$Key] = <$Key>::ALL;
                const OTHERS: &[$Enum] = &[$($Enum::$Variant,)+];
                let mut all = [OTHERS[0]; NESTED.len() + OTHERS.len()];
                let mut index = 0;
                while index < all.len() {
                    all[index] = if index < NESTED.len() {
                        $Enum::$Nested(NESTED[index])
                    } else {
                        OTHERS[index - NESTED.len()]
                    };
                    index += 1;
                }
                all
            };

            fn index(self) -> usize {
                enum Position { $($Variant,)+ }
                match self {
                    $Enum::$Nested(key) => key.index(),
                    $($Enum::$Variant => <$Key>::ALL.len() + Position::$Variant as usize,)+
                }
            }
        }

        impl $Enum {
            /// The stable name, in kebab-case. It does not follow the labels on screen.
            ///
            /// ```
            /// use carnet::domain::{Field, TextField};
            ///
            /// assert_eq!(Field::Text(TextField::Email).name(), "email");
            /// assert_eq!(Field::OptIns.name(), "opt-ins");
            /// ```
            pub fn name(self) -> &'static str {
                match self {
                    $Enum::$Nested(key) => key.name(),
                    $($Enum::$Variant => $name,)+
                }
            }
        }
    };
}

pub(super) use named_enum;

/// One `V` for each key `K`; no key can be missing and none can be present twice.
///
/// ```
/// use carnet::domain::{EnumMap, TextField};
///
/// let mut labels = EnumMap::new(|text: TextField| text.name());
/// labels[TextField::Email] = "e-mail";
/// assert_eq!(labels[TextField::LastName], "last-name");
/// assert_eq!(labels.iter().find(|(_, label)| **label == "e-mail").map(|(text, _)| text), Some(TextField::Email));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EnumMap<K, V> {
    values: Box<[V]>,
    keys: PhantomData<K>,
}

impl<K: EnumKey, V> EnumMap<K, V> {
    /// A map with `value(key)` for each key.
    ///
    /// ```
    /// use carnet::domain::{EnumMap, TextField};
    ///
    /// let lengths = EnumMap::new(|text: TextField| text.name().len());
    /// assert_eq!(lengths[TextField::Email], 5);
    /// assert_eq!(lengths[TextField::Language], 8);
    /// ```
    pub fn new(value: impl FnMut(K) -> V) -> Self {
        EnumMap { values: K::ALL.iter().copied().map(value).collect(), keys: PhantomData }
    }

    /// The pairs, in the order of [`EnumKey::ALL`].
    ///
    /// ```
    /// use carnet::domain::{EnumMap, TextField};
    ///
    /// let names = EnumMap::new(|text: TextField| text.name());
    /// assert_eq!(names.iter().next(), Some((TextField::Civility, &"civility")));
    /// assert_eq!(names.iter().last(), Some((TextField::Language, &"language")));
    /// ```
    pub fn iter(&self) -> impl Iterator<Item = (K, &V)> {
        K::ALL.iter().copied().zip(self.values.iter())
    }
}

impl<K: EnumKey, V: Clone + PartialEq> EnumMap<K, Option<V>> {
    /// Returns the change that turns this map into `wanted`, key by key.
    ///
    /// ```
    /// use carnet::domain::{Change, EnumMap, TextField};
    ///
    /// let loaded = EnumMap::<TextField, Option<u8>>::default();
    /// let mut wanted = loaded.clone();
    /// wanted[TextField::Email] = Some(1);
    /// let changes = loaded.changes(&wanted);
    /// assert_eq!((&changes[TextField::Email], &changes[TextField::LastName]), (&Change::Set(1), &Change::Keep));
    /// assert_eq!(changes.apply(&loaded), wanted);
    /// ```
    pub fn changes(&self, wanted: &Self) -> EnumMap<K, Change<V>> {
        EnumMap::new(|key| Change::between(&self[key], &wanted[key]))
    }
}

impl<K: EnumKey, V: Clone + PartialEq> EnumMap<K, Change<V>> {
    /// Applies each change to the value of the same key in `values`.
    ///
    /// ```
    /// use carnet::domain::{Change, EnumMap, TextField};
    ///
    /// let mut changes = EnumMap::<TextField, Change<u8>>::default();
    /// changes[TextField::Email] = Change::Set(2);
    /// let applied = changes.apply(&EnumMap::new(|_| Some(1)));
    /// assert_eq!((applied[TextField::Email], applied[TextField::LastName]), (Some(2), Some(1)));
    /// ```
    pub fn apply(&self, values: &EnumMap<K, Option<V>>) -> EnumMap<K, Option<V>> {
        EnumMap::new(|key| self[key].apply(&values[key]))
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
