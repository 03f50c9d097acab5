//! Fills in the templates of files.

use std::collections::BTreeMap;

/// The values and the sections of a project.
#[derive(Debug, Default)]
pub(crate) struct Template {
    values: BTreeMap<&'static str, String>,
    sections: BTreeMap<&'static str, bool>,
}

impl Template {
    /// Sets what replaces `{{name}}`.
    #[must_use]
    pub(crate) fn value(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.values.insert(name, value.into());
        self
    }

    /// Sets whether the lines between `{{#name}}` and `{{/name}}` are part of the file.
    #[must_use]
    pub(crate) fn section(mut self, name: &'static str, is_included: bool) -> Self {
        self.sections.insert(name, is_included);
        self
    }

    /// Fills in a template. Sections can be nested.
    pub(crate) fn fill(&self, text: &str) -> String {
        let mut open = Vec::new();
        let mut filled = String::new();
        for line in text.lines() {
            let mark = |start: &str| line.strip_prefix(start)?.strip_suffix("}}");
            if let Some(name) = mark("{{#") {
                open.push(self.sections[name]);
            } else if mark("{{/").is_some() {
                open.pop();
            } else if open.iter().all(|is_included| *is_included) {
                filled.push_str(line);
                filled.push('\n');
            }
        }
        for (name, value) in &self.values {
            filled = filled.replace(&format!("{{{{{name}}}}}"), value);
        }
        filled
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_sections_are_included_or_not_and_values_are_filled_in() {
        let template = Template::default().value("name", "shop").section("on", true).section("off", false);
        let text =
            "a {{name}}\n{{#on}}\nb\n{{#off}}\nc\n{{/off}}\nd\n{{/on}}\n{{#off}}\n{{#on}}\ne\n{{/on}}\n{{/off}}\nf\n";
        assert_eq!(template.fill(text), "a shop\nb\nd\nf\n");
    }
}
