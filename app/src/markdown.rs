//! Markdown as nodes of the page: text stays text, whoever wrote it.
//!
//! Raw HTML and images are shown as the text they are; a link is its words, never something to follow.

use insight::grounding::claims::{Item, Stand};
use leptos::either::Either;
use leptos::prelude::*;
use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag};
use std::ops::Range;

/// Nesting beyond this is flattened: no document needs it, and a hostile one would use up the stack.
const DEEPEST: usize = 24;

/// A stretch of the source that was checked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Mark {
    /// Bytes of the source.
    pub(crate) at: Range<usize>,
    /// What the data say of it.
    pub(crate) verdict: Stand,
    /// What is known about it.
    pub(crate) title: String,
}

impl Mark {
    /// The mark of what is stated; none for what claims nothing.
    pub(crate) fn of(item: Item) -> Option<Self> {
        let Item { verdict, bytes, reason, .. } = item;
        if verdict == Stand::NotAClaim { None } else { Some(Self { at: bytes, verdict, title: reason }) }
    }
}

struct Reader<'a> {
    events: pulldown_cmark::OffsetIter<'a>,
    source: &'a str,
    marks: &'a [Mark],
    in_head: bool,
    aligned: Vec<Alignment>,
    cell: usize,
}

/// The document; headings begin at level `top`.
pub(crate) fn nodes(source: &str, marks: &[Mark], top: usize) -> Vec<AnyView> {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(source, options).into_offset_iter();
    let mut reader = Reader { events, source, marks, in_head: false, aligned: Vec::new(), cell: 0 };
    reader.children(0, top)
}

impl Reader<'_> {
    /// Everything up to the end of the element that is open.
    fn children(&mut self, depth: usize, top: usize) -> Vec<AnyView> {
        let mut nodes = Vec::new();
        while let Some((event, range)) = self.events.next() {
            match event {
                Event::End(_) => break,
                Event::Start(tag) if depth < DEEPEST => nodes.push(self.element(tag, depth + 1, top)),
                Event::Start(_) => nodes.push(self.flat().into_any()),
                Event::Text(text) => self.text(&text, range, &mut nodes),
                Event::Code(text) => nodes.push(view! { <code>{self.marked(&text, range)}</code> }.into_any()),
                Event::SoftBreak => nodes.push("\n".into_any()),
                Event::HardBreak => nodes.push(view! { <br/> }.into_any()),
                Event::Rule => nodes.push(view! { <hr/> }.into_any()),
                Event::Html(text) | Event::InlineHtml(text) => nodes.push(text.into_string().into_any()),
                Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                    nodes.push(text.into_string().into_any());
                }
                Event::TaskListMarker(done) => nodes.push(if done { "[x] " } else { "[ ] " }.into_any()),
            }
        }
        nodes
    }

    /// The text of an element that lies too deep.
    fn flat(&mut self) -> String {
        let mut open = 1;
        let mut text = String::new();
        for (event, _) in self.events.by_ref() {
            match event {
                Event::Start(_) => open += 1,
                Event::End(_) => open -= 1,
                Event::Text(part) | Event::Code(part) => text.push_str(&part),
                _ => text.push(' '),
            }
            if open == 0 {
                break;
            }
        }
        text
    }

    fn element(&mut self, tag: Tag<'_>, depth: usize, top: usize) -> AnyView {
        match tag {
            Tag::Table(aligned) => {
                self.aligned = aligned;
                let rows = self.children(depth, top);
                view! { <div class="scroll"><table>{rows}</table></div> }.into_any()
            }
            Tag::TableHead => {
                (self.in_head, self.cell) = (true, 0);
                let cells = self.children(depth, top);
                self.in_head = false;
                view! { <thead><tr>{cells}</tr></thead> }.into_any()
            }
            Tag::TableRow => {
                self.cell = 0;
                let cells = self.children(depth, top);
                view! { <tr>{cells}</tr> }.into_any()
            }
            Tag::TableCell => {
                let number = self.aligned.get(self.cell) == Some(&Alignment::Right);
                self.cell += 1;
                let inner = self.children(depth, top);
                if self.in_head {
                    view! { <th scope="col" class:number=number>{inner}</th> }.into_any()
                } else {
                    view! { <td class:number=number>{inner}</td> }.into_any()
                }
            }
            Tag::Heading { level, .. } => {
                let inner = self.children(depth, top);
                match level as usize - 1 + top {
                    2 => view! { <h2>{inner}</h2> }.into_any(),
                    3 => view! { <h3>{inner}</h3> }.into_any(),
                    4 => view! { <h4>{inner}</h4> }.into_any(),
                    _ => view! { <h5>{inner}</h5> }.into_any(),
                }
            }
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.into_string(),
                    CodeBlockKind::Indented => String::new(),
                };
                let inner = self.children(depth, top);
                view! { <pre title=language><code>{inner}</code></pre> }.into_any()
            }
            Tag::List(Some(first)) => {
                let items = self.children(depth, top);
                view! { <ol start=first.to_string()>{items}</ol> }.into_any()
            }
            Tag::List(None) => list(self.children(depth, top)),
            Tag::Item => view! { <li>{self.children(depth, top)}</li> }.into_any(),
            Tag::BlockQuote(_) => view! { <blockquote>{self.children(depth, top)}</blockquote> }.into_any(),
            Tag::Emphasis => view! { <em>{self.children(depth, top)}</em> }.into_any(),
            Tag::Strong => view! { <strong>{self.children(depth, top)}</strong> }.into_any(),
            Tag::Strikethrough => view! { <s>{self.children(depth, top)}</s> }.into_any(),
            Tag::Paragraph | Tag::HtmlBlock => view! { <p>{self.children(depth, top)}</p> }.into_any(),
            _ => self.children(depth, top).into_any(),
        }
    }

    fn text(&self, text: &str, range: Range<usize>, nodes: &mut Vec<AnyView>) {
        nodes.push(self.marked(text, range).into_any());
    }

    /// Text with its checked numbers marked; text that is not the source letter for letter stays unmarked.
    fn marked(&self, text: &str, range: Range<usize>) -> impl IntoView + use<> {
        let start = match self.source.get(range.clone()).and_then(|source| source.find(text)) {
            Some(offset) => range.start + offset,
            None => return Either::Left(text.to_owned()),
        };
        let mut parts = Vec::new();
        let mut from = 0;
        for mark in self.marks.iter().filter(|mark| mark.at.start >= start && mark.at.end <= start + text.len()) {
            let (begin, end) = (mark.at.start - start, mark.at.end - start);
            let (Some(before), Some(number)) = (text.get(from..begin), text.get(begin..end)) else { continue };
            parts.push(before.to_owned().into_any());
            parts.push(marked_number(number, mark).into_any());
            from = end;
        }
        parts.push(text.get(from..).unwrap_or_default().to_owned().into_any());
        Either::Right(parts)
    }
}

fn list(items: Vec<AnyView>) -> AnyView {
    view! { <ul>{items}</ul> }.into_any()
}

/// A number with its verdict: by class, by title, and by a sign that needs no color.
fn marked_number(number: &str, mark: &Mark) -> impl IntoView + use<> {
    let (class, sign) = match mark.verdict {
        Stand::Supported | Stand::NotAClaim => ("found", None),
        Stand::Contradicted => ("not-found", Some("contradicted")),
        Stand::Unsupported => ("not-found", Some("unsupported")),
    };
    let sign = sign.map(|sign| view! { <sup>{sign}</sup> });
    view! { <mark class=class title=mark.title.clone()>{number.to_owned()}{sign}</mark> }
}
