//! Ready-made layers. They work in every host, such as an `InProcess` in tests.

#[cfg(feature = "metrics")]
mod metrics_layer;
#[cfg(feature = "rate-limit")]
mod rate_limit_layer;

#[cfg(feature = "metrics")]
pub use self::metrics_layer::MetricsLayer;
#[cfg(feature = "rate-limit")]
pub use self::rate_limit_layer::RateLimitLayer;
