//! A report as blocks of spans, and the only places that turn them into Markdown and HTML.
//!
//! File names, cells and labels are hostile: whatever stands in a span is escaped here and nowhere else.

/// A run of text in one style.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Span {
    /// As is.
    Plain(String),
    /// Stands out.
    Bold(String),
    /// A path or a name as written.
    Code(String),
}

impl Span {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Self::Plain(text) | Self::Bold(text) | Self::Code(text) => text,
        }
    }
}

/// One line of spans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line(pub Vec<Span>);

impl Line {
    /// A line of plain text.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Span::Plain(text.into())])
    }

    /// Adds plain text.
    #[must_use]
    pub fn and(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Plain(text.into()));
        self
    }

    /// Adds bold text.
    #[must_use]
    pub fn bold(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Bold(text.into()));
        self
    }

    /// Adds a path or a name as written.
    #[must_use]
    pub fn code(mut self, text: impl Into<String>) -> Self {
        self.0.push(Span::Code(text.into()));
        self
    }

    /// Its text without style.
    pub fn text(&self) -> String {
        self.0.iter().map(Span::text).collect()
    }

    /// Adds another line's spans.
    #[must_use]
    pub fn join(mut self, other: Self) -> Self {
        self.0.extend(other.0);
        self
    }
}

/// One block of a report.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading: level 1 to 3, text.
    Heading(u8, String),
    /// A paragraph of lines, each on its own.
    Paragraph(Vec<Line>),
    /// A list.
    List(Vec<Line>),
    /// A numbered list.
    Numbered(Vec<Line>),
    /// A table; every row has as many cells as the header.
    Table(Vec<String>, Vec<Vec<Line>>),
    /// A line across the page.
    Rule,
}

/// The report as Markdown.
pub fn markdown(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks.iter().map(block_to_markdown).collect();
    parts.join("\n\n") + "\n"
}

fn block_to_markdown(block: &Block) -> String {
    let line = |line: &Line| line.0.iter().map(span_to_markdown).collect::<String>();
    let lines = |lines: &[Line], before: &dyn Fn(usize) -> String, between: &str| {
        let shown: Vec<String> = lines.iter().enumerate().map(|(at, l)| before(at) + &line(l)).collect();
        shown.join(between)
    };
    match block {
        Block::Heading(level, text) => format!("{} {}", "#".repeat(usize::from(*level)), escape_markdown(text)),
        Block::Paragraph(all) => lines(all, &|_| String::new(), "  \n"),
        Block::List(all) => lines(all, &|_| "* ".to_owned(), "\n"),
        Block::Numbered(all) => lines(all, &|at| format!("{}. ", at + 1), "\n"),
        Block::Rule => "---".to_owned(),
        Block::Table(header, rows) => {
            let row = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
            let mut all = vec![row(header.iter().map(|cell| escape_markdown(cell)).collect())];
            all.push(format!("|{}", "---|".repeat(header.len())));
            all.extend(rows.iter().map(|cells| row(cells.iter().map(line).collect())));
            all.join("\n")
        }
    }
}

fn span_to_markdown(span: &Span) -> String {
    match span {
        Span::Plain(text) => escape_markdown(text),
        Span::Bold(text) => format!("**{}**", escape_markdown(text)),
        // A code span cannot hold a backtick or, in a table, a bar; names that have one are escaped as text instead.
        Span::Code(text) if text.chars().all(|c| !c.is_control() && !matches!(c, '`' | '|')) && !text.is_empty() => {
            format!("`{text}`")
        }
        Span::Code(text) => escape_markdown(text),
    }
}

/// Text that Markdown shows as it is: markup is escaped, line ends and control characters become spaces.
pub fn escape_markdown(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    let mut before = ' ';
    while let Some(letter) = letters.next() {
        let next = letters.peek().copied().unwrap_or(' ');
        match letter {
            c if is_invisible(c) => escaped.push(' '),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '&' => escaped.push_str("&amp;"),
            '\\' | '`' | '|' | '[' | ']' | '!' if letter != '!' || next == '[' => {
                escaped.push('\\');
                escaped.push(letter);
            }
            // Inside a word an underscore is no markup, and `prompt_eval` stays readable.
            '_' if before.is_alphanumeric() && next.is_alphanumeric() => escaped.push('_'),
            '*' | '_' | '~' if !(before == ' ' && next == ' ') => {
                escaped.push('\\');
                escaped.push(letter);
            }
            '#' | '+' | '-' if escaped.is_empty() && (next == ' ' || next == letter) => {
                escaped.push('\\');
                escaped.push(letter);
            }
            // A bare address becomes a link in many readers.
            ':' if next == '/' => escaped.push_str("&#58;"),
            c => escaped.push(c),
        }
        before = letter;
    }
    escaped
}

/// The beginning of a text whose Markdown stays as it is whatever follows: some signs are escaped by the letter behind them.
pub(super) fn settled(text: &str) -> &str {
    text.trim_end_matches(['!', '*', '_', '~', '#', '+', '-', ':'])
}

/// Control characters, line separators, and characters that reorder text.
pub fn is_invisible(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{2028}' | '\u{2029}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Text as one line of a terminal: what is invisible becomes a space.
pub(crate) fn plain_line(text: &str) -> String {
    text.chars().map(|letter| if is_invisible(letter) { ' ' } else { letter }).collect()
}

/// Text inside a cell of a Markdown table.
pub(crate) fn table_cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len());
    for letter in plain_line(text).chars() {
        match letter {
            '|' | '`' | '*' | '_' | '[' | ']' | '\\' => cell.extend(['\\', letter]),
            '<' => cell.push_str("&lt;"),
            '>' => cell.push_str("&gt;"),
            '&' => cell.push_str("&amp;"),
            letter => cell.push(letter),
        }
    }
    cell
}

/// The report as the body of a page.
pub fn html(blocks: &[Block]) -> String {
    let parts: Vec<String> = blocks.iter().map(block_to_html).collect();
    parts.join("\n") + "\n"
}

fn block_to_html(block: &Block) -> String {
    let line = |line: &Line| line.0.iter().map(span_to_html).collect::<String>();
    let items = |all: &[Line]| all.iter().map(|l| format!("<li>{}</li>", line(l))).collect::<String>();
    match block {
        Block::Heading(level, text) => format!("<h{level}>{}</h{level}>", escape_html(text)),
        Block::Paragraph(all) => format!("<p>{}</p>", all.iter().map(line).collect::<Vec<_>>().join("<br>\n")),
        Block::List(all) => format!("<ul>{}</ul>", items(all)),
        Block::Numbered(all) => format!("<ol>{}</ol>", items(all)),
        Block::Rule => "<hr>".to_owned(),
        Block::Table(header, rows) => {
            let head: String =
                header.iter().map(|cell| format!("<th scope=\"col\">{}</th>", escape_html(cell))).collect();
            let row = |cells: &Vec<Line>| {
                let cells: String = cells.iter().map(|cell| format!("<td>{}</td>", line(cell))).collect();
                format!("<tr>{cells}</tr>\n")
            };
            let body: String = rows.iter().map(row).collect();
            format!("<table><thead><tr>{head}</tr></thead><tbody>\n{body}</tbody></table>")
        }
    }
}

fn span_to_html(span: &Span) -> String {
    match span {
        Span::Plain(text) => escape_html(text),
        Span::Bold(text) => format!("<strong>{}</strong>", escape_html(text)),
        Span::Code(text) => format!("<code>{}</code>", escape_html(text)),
    }
}

/// Text that is safe in an element and in a quoted attribute.
pub fn escape_html(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c if is_invisible(c) => escaped.push(' '),
            c => escaped.push(c),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};

    fn check(hostile: &[&str], expected: &Expect) {
        let lines: Vec<String> = hostile
            .iter()
            .map(|text| {
                format!(
                    "{:?}\n  text {}\n  code {}",
                    text,
                    escape_markdown(text),
                    span_to_markdown(&Span::Code((*text).to_owned()))
                )
            })
            .collect();
        expected.assert_eq(&lines.join("\n"));
    }

    #[test]
    fn hostile_names_stay_text_in_markdown() {
        check(
            &[
                "prompt_eval_s of a_b.csv",
                "a|b\nc",
                "`rm` **x** _y_ ~z~",
                "<img src=x onerror=alert(1)>",
                "[click](https://example.org)",
                "![x](y)",
                "# heading",
                "5 * 3, wow!",
                "\u{202e}gnp.exe\u{1b}[31m",
                "",
            ],
            &expect![[r##"
                "prompt_eval_s of a_b.csv"
                  text prompt_eval_s of a_b.csv
                  code `prompt_eval_s of a_b.csv`
                "a|b\nc"
                  text a\|b c
                  code a\|b c
                "`rm` **x** _y_ ~z~"
                  text \`rm\` \*\*x\*\* \_y\_ \~z\~
                  code \`rm\` \*\*x\*\* \_y\_ \~z\~
                "<img src=x onerror=alert(1)>"
                  text &lt;img src=x onerror=alert(1)&gt;
                  code `<img src=x onerror=alert(1)>`
                "[click](https://example.org)"
                  text \[click\](https&#58;//example.org)
                  code `[click](https://example.org)`
                "![x](y)"
                  text \!\[x\](y)
                  code `![x](y)`
                "# heading"
                  text \# heading
                  code `# heading`
                "5 * 3, wow!"
                  text 5 * 3, wow!
                  code `5 * 3, wow!`
                "\u{202e}gnp.exe\u{1b}[31m"
                  text  gnp.exe \[31m
                  code  gnp.exe \[31m
                ""
                  text 
                  code "##]],
        );
    }

    #[test]
    fn hostile_names_stay_text_in_html() {
        let line = Line::plain("<script>alert('x')</script>").bold("\"a\" & b").code("</code><b>");
        expect![[r#"
            <p>&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;<strong>&quot;a&quot; &amp; b</strong><code>&lt;/code&gt;&lt;b&gt;</code></p>
        "#]].assert_eq(&html(&[Block::Paragraph(vec![line])]));
    }
}
