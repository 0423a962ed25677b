//! A host page of another origin than the app's: empty, and without a policy of its own.
