//! What a person fills in: the draft and the controls that show it. Blind to the network.

mod draft;

pub use draft::{Date, Draft, OptInDraft, PhoneDraft, Problem};
