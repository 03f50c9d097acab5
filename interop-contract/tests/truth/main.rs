//! Schemas say the truth: what serde writes fits the schema of the result, what serde reads fits that of the parameter.

mod documents;
mod marks;

use std::collections::BTreeMap;

use expect_test::expect_file;
use interop_contract::{Contract, Direction};
use interop_core::{InProcess, Registry};
use jsonschema::Validator;
use serde_json::{Value, json};
use typed_shop::values::{Echo, echoes};

use self::documents::Documents;

/// Types whose `TryFrom` refuses values, which is in no schema.
const STRICTER_THAN_ITS_SCHEMA: &str = "tried";

fn contract() -> Contract {
    Contract::of(&Registry::linked().unwrap()).unwrap()
}

/// A validator for a schema whose named types are those of one direction.
fn validator(contract: &Contract, schema: &Value, direction: Direction) -> Validator {
    let types: BTreeMap<_, _> = contract.types.iter().map(|(name, named)| (name, named.schema(direction))).collect();
    let document = json!({ "allOf": [schema], "types": types });
    jsonschema::draft202012::new(&document).unwrap()
}

/// The validators of a method's argument and of its result.
fn validators(contract: &Contract, echo: &Echo) -> [Validator; 2] {
    let method = &contract.assemblies["Shop"].methods[echo.id];
    let argument = method.parameters[0].schema.as_ref().unwrap();
    [validator(contract, argument, Direction::In), validator(contract, method.result.as_ref().unwrap(), Direction::Out)]
}

fn call(app: &InProcess, echo: &Echo, argument: &Value) -> Result<Value, String> {
    let result = app.invoke("Shop", echo.id, &json!([argument]).to_string());
    result.map(|text| serde_json::from_str(&text).unwrap()).map_err(|failure| failure.message)
}

#[test]
fn what_serde_writes_fits_the_schema_of_the_result() {
    let contract = contract();
    for echo in echoes() {
        let [_, result] = validators(&contract, &echo);
        for value in &echo.values {
            result.validate(value).unwrap_or_else(|error| panic!("{}: {value}: {error}", echo.id));
        }
    }
}

#[test]
fn what_serde_reads_fits_the_schema_of_the_parameter_and_comes_back_as_its_result() {
    let (contract, app) = (contract(), InProcess::new());
    for echo in echoes() {
        let [argument, result] = validators(&contract, &echo);
        for value in &echo.accepted {
            argument.validate(value).unwrap_or_else(|error| panic!("{}: {value}: {error}", echo.id));
            let returned = call(&app, &echo, value).unwrap_or_else(|error| panic!("{}: {value}: {error}", echo.id));
            result.validate(&returned).unwrap_or_else(|error| panic!("{}: {returned}: {error}", echo.id));
        }
    }
}

#[test]
fn what_serde_refuses_does_not_fit_the_schema_of_the_parameter() {
    let (contract, app) = (contract(), InProcess::new());
    // JSON Schema knows no calendar and no syntax of URLs: formats are notes.
    let formats = ["date", "instant", "uuid", "url"];
    for echo in echoes() {
        let [argument, _] = validators(&contract, &echo);
        for value in &echo.refused {
            assert!(call(&app, &echo, value).is_err(), "serde reads {value} for {}", echo.id);
            let is_format = formats.contains(&echo.id) && value.is_string();
            assert!(is_format || !argument.is_valid(value), "{} allows {value}", echo.id);
        }
    }
}

/// Random documents for the argument of a method, the same in each run.
fn random(contract: &Contract, echo: &Echo, count: usize) -> Vec<Value> {
    let types = contract.types.iter().map(|(name, named)| (name.clone(), named.schema(Direction::In))).collect();
    let seed = echo.id.bytes().fold(7, |seed: u64, byte| seed.wrapping_mul(31) + u64::from(byte));
    let mut documents = Documents::new(types, seed);
    let schema = contract.assemblies["Shop"].methods[echo.id].parameters[0].schema.as_ref().unwrap();
    (0..count).map(|_| documents.next(schema)).collect()
}

#[test]
fn random_documents_are_read_as_their_schema_says_and_written_as_that_of_the_result_says() {
    let (contract, app) = (contract(), InProcess::new());
    for echo in echoes().iter().filter(|echo| echo.id != STRICTER_THAN_ITS_SCHEMA) {
        let [argument, result] = validators(&contract, echo);
        let mut different = std::collections::BTreeSet::new();
        for value in random(&contract, echo, 200) {
            argument.validate(&value).unwrap_or_else(|error| panic!("{}: {value}: {error}", echo.id));
            let returned = call(&app, echo, &value).unwrap_or_else(|error| panic!("{}: {value}: {error}", echo.id));
            result.validate(&returned).unwrap_or_else(|error| panic!("{}: {returned}: {error}", echo.id));
            different.insert(value.to_string());
        }
        let is_constant = ["nothing", "unit_struct"].contains(&echo.id);
        assert!(is_constant || different.len() > 1, "{} has always the same value", echo.id);
    }
}

#[test]
fn a_mutation_of_a_random_document_that_the_schema_refuses_is_refused_by_serde() {
    let (contract, app) = (contract(), InProcess::new());
    let mut refused = 0;
    for echo in echoes() {
        let [argument, _] = validators(&contract, &echo);
        for value in random(&contract, &echo, 50) {
            for mutation in [json!([value]), json!({ "unknown": value }), json!(1.5), json!("unknown"), json!(null)] {
                if !argument.is_valid(&mutation) {
                    assert!(call(&app, &echo, &mutation).is_err(), "serde reads {mutation} for {}", echo.id);
                    refused += 1;
                }
            }
        }
    }
    assert!(refused > 1000, "only {refused} mutations do not fit");
}

/// The JSON of all values, which the tests in TypeScript read: each is written as a constant of its generated type.
#[test]
fn the_values_of_the_typescript_tests_are_these() {
    let (contract, app) = (contract(), InProcess::new());
    let all = |echo: &Echo| {
        let mut random = random(&contract, echo, 4);
        random.retain(|value| call(&app, echo, value).is_ok());
        let written: Vec<Value> = random.iter().map(|value| call(&app, echo, value).unwrap()).collect();
        json!({
            "out": echo.values, "in": echo.accepted, "refused": echo.refused,
            "random": { "in": random, "out": written },
        })
    };
    let values: BTreeMap<_, _> = echoes().iter().map(|echo| (echo.id, all(echo))).collect();
    let json = serde_json::to_string_pretty(&values).unwrap() + "\n";
    expect_file!["../client/values.json"].assert_eq(&json);
}
