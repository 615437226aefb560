//! The text between two quotes of JSON.

use std::borrow::Cow;

/// How a text ended.
pub(super) enum End {
    /// At its closing quote.
    Closed,
    /// At the end of its line, without a closing quote.
    Line,
    /// At the end of the file.
    File,
}

/// The length of the comment that begins here: `// …`, `# …` to the end of the line, `/* … */`.
pub(super) fn comment(rest: &str) -> Option<usize> {
    if rest.starts_with('#') || rest.starts_with("//") {
        return Some(memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len()));
    }
    rest.strip_prefix("/*")?.find("*/").map(|end| end + 4)
}

/// A key without quotes, as JavaScript writes it.
pub(super) fn bare_key(rest: &str) -> Option<&str> {
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '$')?;
    let key = &rest[..end];
    let begins = key.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_' || c == '$');
    (begins && rest[end..].trim_start().starts_with(':')).then_some(key)
}

/// The text that begins after its opening quote, its length with the closing quote, and how it ended.
pub(super) fn take(rest: &str, quote: u8) -> (Cow<'_, str>, usize, End) {
    let bytes = rest.as_bytes();
    let mut unescaped: Option<String> = None;
    let mut start = 0;
    let mut at = 0;
    loop {
        let Some(found) = memchr::memchr3(quote, b'\\', b'\n', &bytes[at..]) else {
            return (join(unescaped, &rest[start..]), bytes.len(), End::File);
        };
        at += found;
        match bytes[at] {
            byte if byte == quote => return (join(unescaped, &rest[start..at]), at + 1, End::Closed),
            b'\n' => return (join(unescaped, &rest[start..at]), at, End::Line),
            _ => {
                let text = unescaped.get_or_insert_default();
                text.push_str(&rest[start..at]);
                let (c, length) = escape(&rest[at + 1..]);
                text.extend(c);
                at += 1 + length;
                start = at;
            }
        }
    }
}

fn join(unescaped: Option<String>, tail: &str) -> Cow<'_, str> {
    match unescaped {
        None => Cow::Borrowed(tail),
        Some(text) => Cow::Owned(text + tail),
    }
}

/// The character that an escape means and the escape's length without its backslash.
fn escape(rest: &str) -> (Option<char>, usize) {
    let Some(c) = rest.chars().next() else { return (None, 0) };
    let plain = match c {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        'b' => '\u{8}',
        'f' => '\u{c}',
        'u' => return unicode(&rest[1..]),
        other => other,
    };
    (Some(plain), c.len_utf8())
}

/// `XXXX` after `\u`, or a pair of surrogates; half a pair is `U+FFFD`.
fn unicode(rest: &str) -> (Option<char>, usize) {
    let unit = |at: usize| rest.get(at..at + 4).and_then(|digits| u32::from_str_radix(digits, 16).ok());
    let Some(high) = unit(0) else { return (Some('\u{fffd}'), 1) };
    let low = if rest[4..].starts_with("\\u") { unit(6) } else { None };
    match (high, low) {
        (0xd800..=0xdbff, Some(low @ 0xdc00..=0xdfff)) => {
            (char::from_u32(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)), 11)
        }
        _ => (char::from_u32(high).or(Some('\u{fffd}')), 5),
    }
}
