//! Which metrics are told first: speed, first token, full answer, memory, quality; then parts; then counts.

use super::frame::Column;

/// One kind of headline: the metrics that can be it, best first, and how many are shown.
struct Class {
    metrics: &'static [&'static str],
    most: usize,
}

/// Headlines in the order in which they are told.
const CLASSES: &[Class] = &[
    Class { metrics: &["operation_time", "operation_rate", "sampled_time", "single_shot_time"], most: 2 },
    Class {
        metrics: &[
            "decode_rate",
            "output_throughput",
            "token_rate",
            "total_throughput",
            "request_rate",
            "sample_rate",
            "prompt_rate",
            "compute_rate",
            "bandwidth",
        ],
        most: 2,
    },
    Class { metrics: &["ttft"], most: 2 },
    Class { metrics: &["tpot", "itl", "time_per_token"], most: 1 },
    Class {
        metrics: &[
            "e2e_latency",
            "total_duration",
            "latency",
            "generation_time",
            "wall_time",
            "duration",
            "gpu_time",
            "time_per_request",
            "cpu_time",
        ],
        most: 1,
    },
    Class { metrics: &["gpu_memory", "memory"], most: 1 },
    Class { metrics: &["accuracy", "f1", "score", "perplexity", "loss", "success_rate"], most: 2 },
    Class { metrics: &["speedup", "efficiency", "energy", "power", "gpu_power", "cost"], most: 1 },
];

/// No more headlines than this.
const MOST: usize = 6;

/// How well a statistic stands for its sample.
fn statistic_rank(statistic: Option<&str>) -> usize {
    match statistic {
        None | Some("median" | "p50") => 0,
        Some("mean" | "avg") => 1,
        Some("p90" | "p95" | "p99") => 2,
        Some(_) => 3,
    }
}

/// Puts the columns in the order in which they are told and says how many of them are headlines.
pub(crate) fn rank(columns: &mut Vec<Column>) -> usize {
    let place = |column: &Column| {
        CLASSES.iter().enumerate().find_map(|(class, known)| {
            known.metrics.iter().position(|metric| *metric == column.metric).map(|at| (class, at))
        })
    };
    let mut order: Vec<(usize, usize, usize)> = columns
        .iter()
        .enumerate()
        .filter_map(|(at, column)| {
            let told = !column.part && statistic_rank(column.statistic.as_deref()) < 2 && column.filled() > 0;
            place(column)
                .filter(|_| told)
                .map(|(class, metric)| (class, metric * 4 + statistic_rank(column.statistic.as_deref()), at))
        })
        .collect();
    order.sort_unstable();
    let mut headlines: Vec<usize> = Vec::new();
    for (class, known) in CLASSES.iter().enumerate() {
        let mut told: Vec<&str> = Vec::new();
        for (_, _, at) in order.iter().filter(|(of, _, _)| *of == class) {
            let column = &columns[*at];
            // The mean of what the median already tells is no second headline; warm and loaded are two.
            let again = told.contains(&column.metric.as_str()) && column.statistic.is_some();
            if told.len() < known.most && headlines.len() < MOST && !again {
                told.push(&column.metric);
                headlines.push(*at);
            }
        }
    }
    if headlines.is_empty() {
        headlines.extend(unknown(columns));
    }
    let count = headlines.len();
    let mut rest: Vec<usize> = (0..columns.len()).filter(|at| !headlines.contains(at)).collect();
    rest.sort_by_key(|at| {
        let column = &columns[*at];
        (
            column.filled() == 0,
            column.unit == "tokens" || column.unit.is_empty(),
            statistic_rank(column.statistic.as_deref()) > 1,
            *at,
        )
    });
    let mut all: Vec<Option<Column>> = std::mem::take(columns).into_iter().map(Some).collect();
    columns.extend(headlines.into_iter().chain(rest).filter_map(|at| all[at].take()));
    count
}

/// Without a metric that the field has a name for: the first times and rates that the files hold.
fn unknown(columns: &[Column]) -> Vec<usize> {
    let timed = |column: &Column| column.unit == "s" || column.unit.ends_with("/s");
    let told = |column: &&Column| {
        timed(column) && !column.part && column.filled() > 0 && statistic_rank(column.statistic.as_deref()) < 2
    };
    columns.iter().enumerate().filter(|(_, column)| told(column)).map(|(at, _)| at).take(2).collect()
}
