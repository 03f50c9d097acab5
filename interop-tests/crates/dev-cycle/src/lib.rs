//! A library whose dev-dependency depends on it: its unit tests link every declaration twice.

use interop_core::{interop_object, js_invokable};

interop_core::assembly!("DevCycle");

/// Declared once, linked twice.
#[js_invokable]
pub fn answer() -> i32 {
    42
}

/// An object type, declared once, linked twice.
#[derive(Debug)]
pub struct Thing;

#[interop_object]
impl Thing {
    /// A static method of a block.
    #[js_invokable]
    pub fn size() -> u32 {
        3
    }

    /// An instance method.
    #[js_invokable]
    pub fn weight(&self) -> u32 {
        4
    }
}

#[cfg(test)]
mod tests {
    use interop_core::{InProcess, Registry};

    #[test]
    fn a_declaration_that_is_linked_twice_is_no_duplicate() {
        // Mentions the dependency, so that the linker takes it and this crate's other copy.
        assert_eq!(dev_cycle_user::answer_twice(), 84);

        let registry = Registry::linked().expect("one declaration is one method");

        let ids: Vec<_> = registry.methods().map(|method| (method.assembly, method.name)).collect();
        assert_eq!(ids, [("DevCycle", "answer"), ("DevCycle", "size"), ("dev-cycle-user", "answer_twice")]);
        assert_eq!(registry.objects().iter().map(|object| object.name).collect::<Vec<_>>(), ["Thing"]);
        assert_eq!(InProcess::new().invoke("DevCycle", "answer", "[]").unwrap(), "42");
    }
}
