//! Determines the content coding that a browser prefers.

/// A coding in which a file is available.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Coding {
    /// The smallest one. Browsers accept it over HTTPS and on the local machine.
    Brotli,
    /// Every client accepts it.
    Gzip,
    /// The text without a coding.
    Identity,
}

impl Coding {
    /// The value of `Content-Encoding`, if there is one.
    pub(super) const fn token(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// The coding with the highest weight in `Accept-Encoding`. Of codings with equal weights, the one with the smallest
/// file. See [RFC 9110, section 12.5.3](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.3).
pub(super) fn preferred<'a>(accepted: impl Iterator<Item = &'a str>) -> Coding {
    let (mut brotli, mut gzip, mut identity, mut others) = (None, None, None, None);
    for element in accepted {
        let (token, weight) = weighted(element);
        let slot = match &*token.to_ascii_lowercase() {
            "br" => &mut brotli,
            "gzip" | "x-gzip" => &mut gzip,
            "identity" => &mut identity,
            "*" => &mut others,
            _ => continue,
        };
        *slot = Some(weight);
    }
    let weight = |named: Option<f32>| named.or(others).unwrap_or(0.0);
    // If the browser does not mention it, the text without a coding is acceptable, but only if nothing else is.
    let identity = identity.or(others).unwrap_or(f32::MIN_POSITIVE);
    let candidates = [(Coding::Brotli, weight(brotli)), (Coding::Gzip, weight(gzip)), (Coding::Identity, identity)];
    let acceptable = candidates.into_iter().filter(|(_, weight)| *weight > 0.0);
    acceptable
        .reduce(|best, next| if next.1 > best.1 { next } else { best })
        .map_or(Coding::Identity, |(coding, _)| coding)
}

/// A coding and its weight. The weight is 1 if none is given, and 0 if it cannot be read.
fn weighted(element: &str) -> (&str, f32) {
    let mut parts = element.split(';').map(str::trim);
    let token = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        name.trim().eq_ignore_ascii_case("q").then(|| value.trim())
    });
    let weight =
        weight.map_or(1.0, |value| value.parse().ok().filter(|weight| (0.0..=1.0).contains(weight)).unwrap_or(0.0));
    (token, weight)
}

#[cfg(test)]
mod tests {
    use super::{Coding, preferred};

    #[test]
    fn the_browser_gets_the_coding_that_it_prefers() {
        for (header, coding) in [
            ("gzip, deflate, br, zstd", Coding::Brotli),
            ("gzip, deflate", Coding::Gzip),
            ("GZIP", Coding::Gzip),
            ("x-gzip", Coding::Gzip),
            ("br;q=0.5, gzip;q=0.8", Coding::Gzip),
            ("br; q=0.8, gzip ;q=0.8", Coding::Brotli),
            ("*", Coding::Brotli),
            ("br;q=0, *", Coding::Gzip),
            ("gzip;q=0", Coding::Identity),
            ("identity, gzip;q=0.5", Coding::Identity),
            ("identity;q=0.5, gzip", Coding::Gzip),
            ("identity;q=0", Coding::Identity),
            ("*;q=0", Coding::Identity),
            ("br;q=none, gzip;q=0.1", Coding::Gzip),
            ("br;q=7, gzip;q=NaN", Coding::Identity),
            ("zstd", Coding::Identity),
            ("", Coding::Identity),
        ] {
            assert_eq!(preferred(header.split(',').map(str::trim)), coding, "{header}");
        }
    }
}
