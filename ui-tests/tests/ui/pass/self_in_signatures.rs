//! `Self` and associated types in signatures.
#![deny(warnings)]

use interop_core::{InProcess, ObjectReference, This, interop_object, js_invokable};
use serde::{Deserialize, Serialize};

interop_core::assembly!("Geometry");

pub trait Space {
    type Coordinate;
}

#[derive(Clone, Copy, Serialize, Deserialize)]
pub struct Point {
    x: i32,
}

impl Space for Point {
    type Coordinate = i32;
}

#[interop_object]
impl Point {
    const ORIGIN: Self = Self { x: 0 };

    #[js_invokable]
    pub fn origin() -> Self {
        Self::ORIGIN
    }

    #[js_invokable]
    pub fn between(points: Vec<Self>) -> Option<Self> {
        let sum: i32 = points.iter().map(|point| point.x).sum();
        Some(Self { x: sum / i32::try_from(points.len()).ok()? })
    }

    #[js_invokable]
    pub fn object(x: <Self as Space>::Coordinate) -> ObjectReference<Self> {
        ObjectReference::new(Self { x })
    }

    #[js_invokable]
    pub fn moved(self: &Self, by: &Self, all: &[Self]) -> Self {
        all.iter().fold(Self { x: self.x + by.x }, |sum, point| Self { x: sum.x + point.x })
    }

    #[js_invokable]
    pub fn coordinate<'a>(self: &'a Point, this: This<Self>) -> (&'a <Self as Space>::Coordinate, i32) {
        (&self.x, this.x)
    }
}

fn main() {
    let app = InProcess::new();
    assert_eq!(app.invoke("Geometry", "origin", "[]").unwrap(), r#"{"x":0}"#);
    assert_eq!(app.invoke("Geometry", "between", r#"[[{"x":1},{"x":3}]]"#).unwrap(), r#"{"x":2}"#);
    let point: ObjectReference<Point> = app.call("Geometry", "object", (5,)).unwrap();
    let point = app.object(&point);
    assert_eq!(point.invoke("moved", r#"[{"x":1},[{"x":2},{"x":3}]]"#).unwrap(), r#"{"x":11}"#);
    assert_eq!(point.invoke("coordinate", "[]").unwrap(), "[5,5]");
}
