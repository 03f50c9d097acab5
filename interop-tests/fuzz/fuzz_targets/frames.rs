//! The fuzz target `fuzz_targets::frames` as a program of libFuzzer.
#![no_main]

libfuzzer_sys::fuzz_target!(|data: &[u8]| fuzz_targets::frames::run(data));
