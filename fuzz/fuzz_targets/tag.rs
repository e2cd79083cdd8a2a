#![no_main]

libfuzzer_sys::fuzz_target!(|input: &[u8]| gaztag_fuzz::tag(input, false));
