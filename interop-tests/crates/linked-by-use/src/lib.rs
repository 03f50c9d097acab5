//! A library whose methods are linked.
