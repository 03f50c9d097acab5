//! The passing cases in edition 2021.
