//! The address of Ollama as people write it.

use reqwest::Url;

/// Port of Ollama where none is given.
const PORT: u16 = 11434;

/// Reads `http://host:port`, or what `OLLAMA_HOST` may hold: `host`, `host:port`, `:port`, `0.0.0.0`.
pub(super) fn parse(address: &str) -> Option<Url> {
    let address = address.trim().trim_matches('"');
    let mut url = if let Some((scheme, _)) = address.split_once("://") {
        if scheme != "http" {
            return None;
        }
        Url::parse(address).ok()?
    } else {
        let authority = if address.is_empty() || address.starts_with(':') {
            format!("127.0.0.1{address}")
        } else {
            address.to_owned()
        };
        let mut url = Url::parse(&format!("http://{authority}")).ok()?;
        let states_port = authority.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        if !states_port {
            url.set_port(Some(PORT)).ok()?;
        }
        url
    };
    // These mean "every address of this machine" to a server and nothing to a client.
    if matches!(url.host_str()?, "0.0.0.0" | "[::]") {
        url.set_host(Some("127.0.0.1")).ok()?;
    }
    if !url.username().is_empty() || url.password().is_some() {
        return None;
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        let folder = format!("{}/", url.path());
        url.set_path(&folder);
    }
    Some(url)
}

#[cfg(test)]
mod tests {
    #[test]
    fn an_address_is_read_as_people_write_it() {
        for (given, read) in [
            ("http://127.0.0.1:11434", Some("http://127.0.0.1:11434/")),
            ("http://gpu:8080/ollama", Some("http://gpu:8080/ollama/")),
            ("gpu", Some("http://gpu:11434/")),
            ("gpu:80", Some("http://gpu/")),
            (":4000", Some("http://127.0.0.1:4000/")),
            ("", Some("http://127.0.0.1:11434/")),
            ("0.0.0.0", Some("http://127.0.0.1:11434/")),
            ("0.0.0.0:4000", Some("http://127.0.0.1:4000/")),
            ("[::1]:4000", Some("http://[::1]:4000/")),
            ("https://gpu", None),
            ("http://me:secret@gpu", None),
            ("file:///etc/passwd", None),
            ("http://", None),
            ("not an address", None),
        ] {
            assert_eq!(super::parse(given).map(String::from).as_deref(), read, "{given}");
        }
    }
}
