//! A function that never returns.

use interop_core::js_invokable;

#[js_invokable]
pub fn stop() -> ! {
    std::process::exit(0)
}

#[js_invokable]
pub async fn run() -> ! {
    loop {}
}

fn main() {}
