//! A header taken apart into words: `resource_metrics.gpuMemory_mean_mb`, `Generation Time (ms)`, `power.draw [W]`.
//!
//! Takes the header as written, gives lower-case words. Knows how words are joined, not what they mean.

mod language;

/// The words of one header.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Header {
    /// Words of the parents of a nested key: `resource`, `metrics`.
    pub context: Vec<String>,
    /// How many of these belong to the nearest parent.
    pub nearest: usize,
    /// Words of the column itself: `gpu`, `memory`, `mean`, `mb`.
    pub words: Vec<String>,
    /// What stands in brackets at the end: `ms`, `W`.
    pub bracket: Option<String>,
}

impl Header {
    /// Takes a header apart.
    pub(crate) fn of(written: &str) -> Self {
        // The column of errors beside `Mean [ms]` is `Mean [ms] ±`.
        let written = written.trim().trim_end_matches('±');
        let (text, bracket) = without_bracket(written.trim_end());
        let (parents, own) = match (percentile(text), text.rsplit_once(['.', '/']).filter(|_| is_path(text))) {
            (Some((parents, percentile)), _) => (parents, vec![format!("p{percentile}")]),
            (None, Some((parents, own))) => (parents, words(own)),
            (None, None) => ("", words(text)),
        };
        let parents: Vec<&str> = parents.split(['.', '/']).filter(|parent| !is_wrapper(parent)).collect();
        let context: Vec<String> = parents.iter().flat_map(|parent| words(parent)).collect();
        // The place in a list says nothing: `gpu.0.temp` is the temperature of a GPU.
        let named = parents.iter().rposition(|parent| !is_place(parent)).unwrap_or(0);
        let nearest = parents[named..].iter().map(|parent| words(parent).len()).sum();
        Self { context, nearest, words: own, bracket: bracket.map(str::to_owned) }
    }
}

/// A key that only says that statistics stand below it.
fn is_wrapper(key: &str) -> bool {
    let words = words(key);
    matches!(words.as_slice(), [word] if ["percentiles", "percentile", "quantiles", "stats", "statistics"].contains(&word.as_str()))
}

/// What stands before the wrapper and the number after it: `latency.percentiles.99.9` is the `99.9` of `latency`.
fn percentile(text: &str) -> Option<(&str, &str)> {
    let before = text.trim_end_matches(|c: char| c.is_ascii_digit() || c == '.');
    let number = &text[before.len()..];
    let number = number.strip_prefix('.')?;
    let (parents, wrapper) = before.rsplit_once('.').unwrap_or(("", before));
    (is_wrapper(wrapper) && number.starts_with(|c: char| c.is_ascii_digit())).then_some((parents, number))
}

/// A key of identifiers between points or slashes; `tok/s`, `MB.sec` and `2.5 layers` are none.
fn is_path(text: &str) -> bool {
    let begins = |part: &str| part.starts_with(|c: char| c.is_alphabetic());
    let named = |part: &str| begins(part) || is_place(part);
    let Some((parents, own)) = text.rsplit_once(['.', '/']) else { return false };
    let is_rate = |(at, _): (usize, &str)| is_fraction(&text[at + 1..]);
    begins(text)
        && begins(own)
        && !text.contains(' ')
        && parents.split(['.', '/']).all(named)
        && !text.match_indices('/').any(is_rate)
        && !(["s", "sec"].contains(&own) && parents.rsplit(['.', '_']).next().is_some_and(is_amount))
}

/// What stands before `.sec` in a rate: `MB`, `requests`.
fn is_amount(written: &str) -> bool {
    words(written).last().is_some_and(|word| crate::unit::is_unit(word) || crate::unit::counted(word).is_some())
}

/// The number of an item of a list.
fn is_place(part: &str) -> bool {
    !part.is_empty() && part.len() <= 3 && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether what follows a slash stands below a fraction bar; else the slash parts names.
fn is_fraction(after: &str) -> bool {
    let after = after.trim_start();
    let end = after.find(|c: char| !c.is_alphanumeric()).unwrap_or(after.len());
    crate::unit::is_below(&after[..end].to_lowercase())
}

/// Splits a unit in brackets off the end, whichever brackets.
fn without_bracket(text: &str) -> (&str, Option<&str>) {
    for (open, close) in [('(', ')'), ('[', ']'), ('{', '}')] {
        if let Some(body) = text.strip_suffix(close)
            && let Some(at) = body.rfind(open)
            && at > 0
        {
            return (body[..at].trim_end(), Some(body[at + 1..].trim()));
        }
    }
    (text, None)
}

/// Lower-case words; `/` before what is counted reads `per`, `%` reads `pct`, a capital after a small letter begins a word.
pub(crate) fn words(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut piece = String::new();
    // Capitals tell nothing where everything is written in them.
    let capitals = text.len() <= 3 || text.chars().any(char::is_lowercase);
    for (at, letter) in text.char_indices() {
        let said = match letter {
            '/' if is_fraction(&text[at + 1..]) => "per",
            '%' => "pct",
            'µ' | 'μ' => {
                piece.push('u');
                continue;
            }
            '°' => {
                piece.push_str("deg");
                continue;
            }
            letter if letter.is_alphanumeric() => {
                piece.push(letter);
                continue;
            }
            _ => "",
        };
        split_capitals(&std::mem::take(&mut piece), capitals, &mut found);
        if !said.is_empty() {
            found.push(said.to_owned());
        }
    }
    split_capitals(&piece, capitals, &mut found);
    found
}

/// `generationTime` is two words, `MiB`, `kWh` and `StdDev` are one.
fn split_capitals(piece: &str, capitals: bool, found: &mut Vec<String>) {
    if let Some(unit) = crate::unit::exact(piece).filter(|_| capitals) {
        return found.extend(unit.into_iter().map(str::to_owned));
    }
    let small = piece.to_lowercase();
    if small.is_empty() {
        return;
    }
    if let Some(english) = language::english(&small) {
        return found.extend(english.iter().map(|word| (*word).to_owned()));
    }
    if crate::unit::is_unit(&small) || crate::role::vocabulary::statistic(&small).is_some() {
        return found.push(small);
    }
    let letters: Vec<char> = piece.chars().collect();
    // The plural of what is written in capitals: `FLOPs`, `GPUs`.
    if let Some((&'s', capitals)) = letters.split_last()
        && capitals.len() > 1
        && capitals.iter().all(|letter| letter.is_uppercase())
    {
        return found.push(small);
    }
    let mut word = String::new();
    for (at, letter) in letters.iter().enumerate() {
        let before = at.checked_sub(1).map_or(' ', |before| letters[before]);
        let next_is_small = letters.get(at + 1).is_some_and(|next| next.is_lowercase());
        let begins = letter.is_uppercase() && (before.is_lowercase() || (before.is_uppercase() && next_is_small));
        if begins && !word.is_empty() {
            found.push(std::mem::take(&mut word));
        }
        word.extend(letter.to_lowercase());
    }
    found.push(word);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_falls_into_words_context_and_bracket() {
        let check = |written: &str, expected: &str| {
            let header = Header::of(written);
            let shown = format!(
                "{} | {} | {}",
                header.context.join(" "),
                header.words.join(" "),
                header.bracket.unwrap_or_default()
            );
            assert_eq!(shown, expected);
        };
        check("ttft_ms", " | ttft ms | ");
        check("Generation Time (ms)", " | generation time | ms");
        check("Mean [ms] ±", " | mean | ms");
        check("power.draw [W]", "power | draw | W");
        check("resource_metrics.gpu_memory_mean_mb", "resource metrics | gpu memory mean mb | ");
        check("tokensPerSecond", " | tokens per second | ");
        check("GPUUtil %", " | gpu util pct | ");
        check("tok/s", " | tok per s | ");
        check("p95 (µs)", " | p95 | µs");
        check("latency_ms.percentiles.p50", "latency ms | p50 | ");
        check("latency_ms.percentiles.99.9", "latency ms | p99.9 | ");
        check("t/s ±", " | t per s | ");
        check("(ms)", " | ms | ");
        check("train/grad_norm", "train | grad norm | ");
        check("system/gpu.0.temp", "system gpu 0 | temp | ");
        check("TFLOPS of GPUs", " | tflops of gpus | ");
        check("Antwortzeit (ms)", " | response time | ms");
        check("", " |  | ");
    }
}
