//! Altered copies of the corpus. Random bytes alone would fail the first check of a parser, so inputs are derived from
//! valid ones.

use arbitrary::Arbitrary;

/// One of the seeds, and the alterations that are applied to it in order.
#[derive(Debug, Arbitrary)]
pub(crate) struct Altered {
    seed: u8,
    alterations: Vec<Alteration>,
}

/// Positions and lengths are taken modulo the available length, so that each alteration can be applied to each text.
#[derive(Debug, Arbitrary)]
enum Alteration {
    Insert {
        at: u16,
        piece: Piece,
    },
    Overwrite {
        at: u16,
        piece: Piece,
    },
    Remove {
        at: u16,
        length: u8,
    },
    Repeat {
        at: u16,
        length: u8,
        times: u8,
    },
    Truncate {
        at: u16,
    },
    /// Inserts a part of another seed.
    Splice {
        at: u16,
        seed: u8,
        from: u16,
        length: u8,
    },
}

/// A short text that parsers treat specially, or arbitrary bytes.
#[derive(Debug, Arbitrary)]
enum Piece {
    Known(u8),
    Char(char),
    Byte(u8),
    Number(u64),
    Float(f64),
}

/// Texts that readers of JSON and of frames treat specially.
const KNOWN: &[&str] = &[
    "",
    "\n",
    "\r\n",
    " ",
    "\t",
    "\u{c}",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    "\"",
    "\\",
    "\\u0000",
    "\\ud83d",
    "\\ude00",
    "\\n",
    "null",
    "true",
    "false",
    "0",
    "-0",
    "-1",
    "1e400",
    "1.0",
    "9007199254740991",
    "9007199254740992",
    "18446744073709551615",
    "18446744073709551616",
    "NaN",
    "\0",
    "\u{feff}",
    "\u{2028}",
    "[[[[[[[[",
    "]]]]]]]]",
    "{\"a\":",
    "\"__dotNetObject\"",
    "{\"__dotNetObject\":1}",
    "{\"__byte[]\":0}",
    "{\"__jsObjectId\":1}",
    "{\"__jsStreamReferenceLength\":9,\"__jsObjectId\":1}",
    "{\"call\":null}",
    "\"call\"",
    "\"x\"",
    "\n\n",
    "!poll",
    "!run",
    "!bytes 0 x",
];

/// With more alterations, nothing of the seed would be left.
const MAX_ALTERATIONS: usize = 8;

/// Longer inputs only take more time.
const MAX_BYTES: usize = 4096;

impl Altered {
    /// The altered seed as bytes.
    pub(crate) fn bytes(&self, seeds: &[Vec<u8>]) -> Vec<u8> {
        let mut bytes = chosen(seeds, self.seed).to_vec();
        for alteration in self.alterations.iter().take(MAX_ALTERATIONS) {
            alteration.apply(&mut bytes, seeds);
            bytes.truncate(MAX_BYTES);
        }
        bytes
    }
}

impl Alteration {
    fn apply(&self, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
        let place = |at: u16| usize::from(at) % (bytes.len() + 1);
        match *self {
            Self::Insert { at, ref piece } => {
                let at = place(at);
                bytes.splice(at..at, piece.bytes());
            }
            Self::Overwrite { at, ref piece } => {
                let (at, piece) = (place(at), piece.bytes());
                let end = (at + piece.len()).min(bytes.len());
                bytes.splice(at..end, piece);
            }
            Self::Remove { at, length } => {
                let at = place(at);
                let end = (at + usize::from(length)).min(bytes.len());
                bytes.drain(at..end);
            }
            Self::Repeat { at, length, times } => {
                let at = place(at);
                let end = (at + usize::from(length)).min(bytes.len());
                let repeated = bytes[at..end].repeat(usize::from(times % 64));
                bytes.splice(end..end, repeated);
            }
            Self::Truncate { at } => bytes.truncate(place(at)),
            Self::Splice { at, seed, from, length } => {
                let (at, source) = (place(at), chosen(seeds, seed));
                let from = usize::from(from) % (source.len() + 1);
                let end = (from + usize::from(length)).min(source.len());
                bytes.splice(at..at, source[from..end].iter().copied());
            }
        }
    }
}

impl Piece {
    fn bytes(&self) -> Vec<u8> {
        match *self {
            Self::Known(index) => KNOWN[usize::from(index) % KNOWN.len()].as_bytes().to_vec(),
            Self::Char(char) => char.to_string().into_bytes(),
            Self::Byte(byte) => vec![byte],
            Self::Number(number) => number.to_string().into_bytes(),
            Self::Float(number) => format!("{number:e}").into_bytes(),
        }
    }
}

fn chosen(seeds: &[Vec<u8>], index: u8) -> &[u8] {
    &seeds[usize::from(index) % seeds.len()]
}
