//! The companion stops: readers are told, and nothing waits for them.

use crate::fake::{self, endless};
use crate::support::job;
use companion::backend::Ollama;
use companion::{Config, Page, serve_until};
use insight::wire::JobEvent;
use insight::wire::job::JobReader;
use std::sync::{Arc, Mutex};
use tokio::sync::oneshot;

#[tokio::test]
async fn a_companion_that_is_stopped_ends_its_streams_and_the_model() {
    let (sender, closed) = oneshot::channel();
    let sender = Arc::new(Mutex::new(Some(sender)));
    let first = b"{\"message\":{\"content\":\"so far\"},\"done\":false}\n";
    let (url, _) = fake::ollama(move || endless(first, sender.lock().unwrap().take().unwrap())).await;
    let config = Config { ollama: Ollama::at(&url).unwrap(), page: Page::of([]) };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let jobs = format!("http://{}/v1/jobs", listener.local_addr().unwrap());
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(serve_until(listener, config, async { stopped.await.unwrap() }));

    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut response = client.post(jobs).json(&job()).send().await.unwrap();
    let (mut reader, mut events, mut stop) = (JobReader::default(), Vec::new(), Some(stop));
    while let Some(bytes) = response.chunk().await.unwrap() {
        events.extend(reader.push(&bytes).into_iter().map(|read| read.unwrap().event));
        if events.iter().any(|event| event.name() == "token")
            && let Some(stop) = stop.take()
        {
            stop.send(()).unwrap();
        }
    }
    let Some(JobEvent::Error { code, retryable, .. }) = events.pop() else { panic!("{events:?}") };
    assert_eq!((code.as_str(), retryable), ("shutting_down", true));
    closed.await.unwrap();
    drop((client, response));
    server.await.unwrap().unwrap();
}
