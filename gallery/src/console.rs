//! Prints to the console of the server or of the browser.

/// Prints a line.
#[cfg(not(target_arch = "wasm32"))]
pub fn print(line: &str) {
    println!("{line}");
}

#[cfg(target_arch = "wasm32")]
pub use browser::print;

#[cfg(target_arch = "wasm32")]
mod browser {
    use wasm_bindgen::prelude::wasm_bindgen;

    #[wasm_bindgen]
    extern "C" {
        /// Prints a line.
        #[wasm_bindgen(js_namespace = console, js_name = info)]
        pub fn print(line: &str);
    }
}
