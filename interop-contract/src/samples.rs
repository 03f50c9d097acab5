//! Compares samples of a type with its schema. A schema is derived from the type, so it cannot know what
//! `serialize_with`, `try_from` or a manual implementation does.

use std::fmt;

use jsonschema::Validator;
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

/// Samples for which a schema and serde disagree.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disagreements(Vec<String>);

impl Disagreements {
    /// One text for each sample, with the reason.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }
}

impl fmt::Display for Disagreements {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("\n"))
    }
}

impl std::error::Error for Disagreements {}

/// Checks that values are serialized as the schema of a result states. Use it in a test of the type:
///
/// ```
/// use interop_contract::samples;
/// use schemars::JsonSchema;
/// use serde::Serialize;
///
/// #[derive(Serialize, JsonSchema)]
/// struct Price {
///     #[serde(serialize_with = "as_text")]
///     cents: u32,
/// }
///
/// fn as_text<S: serde::Serializer>(cents: &u32, serializer: S) -> Result<S::Ok, S::Error> {
///     serializer.collect_str(cents)
/// }
///
/// let error = samples::check_written([Price { cents: 250 }]).unwrap_err();
/// assert_eq!(error.to_string(), r#"{"cents":"250"}: "250" is not of type "integer" at /cents"#);
/// ```
///
/// # Errors
///
/// If a value cannot be written as JSON, or does not fit the schema.
///
/// # Panics
///
/// If the schema is invalid, which is possible if it was written by hand.
pub fn check_written<T: Serialize + JsonSchema>(samples: impl IntoIterator<Item = T>) -> Result<(), Disagreements> {
    let validator = validator::<T>(SchemaSettings::draft2020_12().for_serialize());
    let problem = |sample: T| match serde_json::to_value(&sample) {
        Ok(value) => mismatch(&validator, &value),
        Err(error) => Some(format!("a sample cannot be written: {error}")),
    };
    disagreements(samples.into_iter().filter_map(problem).collect())
}

/// Checks that serde reads those values that the schema of a parameter allows, and no others.
///
/// # Errors
///
/// If serde reads a value that the schema refuses, or the other way around.
///
/// # Panics
///
/// As [`check_written`].
pub fn check_read<T: DeserializeOwned + JsonSchema>(
    samples: impl IntoIterator<Item = Value>,
) -> Result<(), Disagreements> {
    let validator = validator::<T>(SchemaSettings::draft2020_12().for_deserialize());
    let problem = |value: Value| match (T::deserialize(&value), mismatch(&validator, &value)) {
        (Ok(_), Some(mismatch)) => Some(format!("serde reads what the schema refuses: {mismatch}")),
        (Err(error), None) => Some(format!("the schema allows what serde refuses: {value}: {error}")),
        _ => None,
    };
    disagreements(samples.into_iter().filter_map(problem).collect())
}

fn validator<T: JsonSchema>(settings: SchemaSettings) -> Validator {
    let schema = settings.into_generator().into_root_schema_for::<T>();
    jsonschema::draft202012::new(schema.as_value()).unwrap_or_else(|error| panic!("the schema is not valid: {error}"))
}

fn mismatch(validator: &Validator, value: &Value) -> Option<String> {
    let error = validator.validate(value).err()?;
    let place = error.instance_path().to_string();
    let place = if place.is_empty() { String::new() } else { format!(" at {place}") };
    Some(format!("{value}: {error}{place}"))
}

fn disagreements(problems: Vec<String>) -> Result<(), Disagreements> {
    if problems.is_empty() { Ok(()) } else { Err(Disagreements(problems)) }
}
