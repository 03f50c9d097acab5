//! The passing cases of `ui-tests`, compiled in edition 2021.
