//! Carnet.
