//! Text as it came out of a terminal: what moves its cursor and colors its letters is taken away.

/// The line as a person saw it.
pub(super) fn plain(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut letters = line.chars();
    while let Some(letter) = letters.next() {
        match letter {
            // `ESC [ … letter`; any other sequence is one letter long.
            '\u{1b}' => {
                if letters.next() == Some('[') {
                    letters.by_ref().find(|letter| ('@'..='~').contains(letter));
                }
            }
            // A line that is written over shows what was written last.
            '\r' => plain.clear(),
            // What a progress bar turns.
            '\u{2800}'..='\u{28ff}' => {}
            letter => plain.push(letter),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_only_a_terminal_understands_is_taken_away() {
        let check = |line: &str, expected: &str| assert_eq!(plain(line), expected);
        check("\u{1b}[?2026h\u{1b}[?25l\u{1b}[1G⠙ \u{1b}[K\u{1b}[?25htotal duration: 1s", " total duration: 1s");
        check("pulling 10 %\rpulling 100 %", "pulling 100 %");
        check("\u{1b}[1;32meval rate\u{1b}[0m: 5", "eval rate: 5");
        check("\u{1b}", "");
        check("plain", "plain");
    }
}
