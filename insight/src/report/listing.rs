//! A summary as lists for programs: one entry a file, one a metric and group, and the summary itself behind them.

use crate::problem::Problem;
use crate::reading::Certainty;
use crate::summary::{Better, FileLine, MedianInterval, Metric, Statistics, Study, Summary};
use serde::Serialize;

/// Everything that `summarize --format json` prints.
#[derive(Debug, Serialize)]
pub struct Listing<'a> {
    /// Every file, in the order of paths.
    pub files: Vec<ListedFile<'a>>,
    /// Every metric of every study, group by group.
    pub metrics: Vec<ListedMetric<'a>>,
    /// What they were taken from.
    pub summary: &'a Summary,
}

/// One file.
#[derive(Debug, Serialize)]
pub struct ListedFile<'a> {
    /// Relative path.
    pub path: &'a str,
    /// Id of the format it was read as.
    pub format: Option<&'a str>,
    /// How sure that is.
    pub certainty: Option<Certainty>,
    /// Rows in the file.
    pub rows: u64,
    /// Rows that were read and did not fail.
    pub read: u64,
    /// Rows that were read and failed.
    pub failed: u64,
    /// Rows that could not be read; a problem accounts for each.
    pub reported: u64,
    /// What is wrong with it.
    pub problems: &'a [Problem],
}

/// One metric of one group.
#[derive(Debug, Serialize)]
pub struct ListedMetric<'a> {
    /// Canonical name.
    pub name: &'a str,
    /// Base unit.
    pub unit: &'a str,
    /// Which way is better.
    pub better: Better,
    /// What was measured from where to where, as far as known.
    pub definition: &'a str,
    /// Name of its study.
    pub study: &'a str,
    /// What its records have in common; `all` when there is one group.
    pub group: &'a str,
    /// Values.
    pub n: u64,
    /// Records that failed, left out.
    pub failed: u64,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Sample standard deviation (n - 1).
    pub sd: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// Between which values it lies with at least 95 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_interval: Option<MedianInterval>,
    /// 95th percentile (type 7).
    pub p95: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// Doubts that travel with the numbers.
    pub notes: &'a [String],
    /// Where the values stand.
    pub source: Source<'a>,
}

/// Columns and files.
#[derive(Debug, Serialize)]
pub struct Source<'a> {
    /// Headers as written.
    pub columns: &'a [String],
    /// Relative paths.
    pub files: &'a [String],
}

/// A summary as lists.
pub fn listing(summary: &Summary) -> Listing<'_> {
    let metrics =
        summary.studies.iter().flat_map(|study| study.metrics.iter().flat_map(move |metric| of(study, metric)));
    Listing { files: summary.files.iter().map(file).collect(), metrics: metrics.collect(), summary }
}

fn file(line: &FileLine) -> ListedFile<'_> {
    let known = line.recognized.as_ref();
    ListedFile {
        path: &line.path,
        format: known.map(|known| known.format.as_str()),
        certainty: known.map(|known| known.certainty),
        rows: line.rows.in_file,
        read: line.read,
        failed: line.failed,
        reported: line.rows.reported,
        problems: &line.problems,
    }
}

fn of<'a>(study: &'a Study, metric: &'a Metric) -> impl Iterator<Item = ListedMetric<'a>> {
    metric.groups.iter().map(move |group| {
        let Statistics { n, failed, mean, sd, min, median, p95, max, .. } = group.statistics;
        ListedMetric {
            name: &metric.key,
            unit: &metric.unit,
            better: metric.better,
            definition: &metric.definition,
            study: &study.name,
            group: &group.name,
            n,
            failed,
            mean,
            sd,
            min,
            p50: median,
            p50_interval: group.statistics.median_interval,
            p95,
            max,
            notes: &group.statistics.notes,
            source: Source { columns: &metric.written, files: &group.files },
        }
    })
}

#[cfg(test)]
mod tests {
    use super::listing;
    use crate::dataset::Dataset;
    use crate::reading::FileReader;
    use crate::summary::Summary;
    use expect_test::expect;

    #[test]
    fn every_file_and_every_group_of_every_metric_is_an_entry() {
        let mut reader = FileReader::new("a.csv");
        reader.push(b"model,ttft_ms,error\na,2,\na,4,\nb,8,\nb,,timed out\nb,1,2,3,4\n");
        let summary = Summary::of(&Dataset::of(vec![reader.finish()]));
        let listing = listing(&summary);
        let shown = |value: serde_json::Result<String>| value.unwrap().replace("},{", "},\n{");
        expect![[r#"[{"path":"a.csv","format":"csv","certainty":"likely","rows":5,"read":3,"failed":1,"reported":1,"problems":[{"file":"a.csv","spot":{"line":6},"severity":"lost","what":"row has more fields than the header, so its values have no certain column","hint":"check the header and the quotes around fields","count":1}]}]"#]].assert_eq(&shown(serde_json::to_string(&listing.files)));
        expect![[r#"
            [{"name":"ttft","unit":"s","better":"lower","definition":"from the request to the first token of the answer","study":"Generation by model","group":"a","n":2,"failed":0,"mean":0.003,"sd":0.001414213562373095,"min":0.002,"p50":0.003,"p95":0.0039,"max":0.004,"notes":["p90, p95 and p99 of 2 values lie near the largest","needs 6 values for an interval of the median"],"source":{"columns":["ttft_ms"],"files":["a.csv"]}},
            {"name":"ttft","unit":"s","better":"lower","definition":"from the request to the first token of the answer","study":"Generation by model","group":"b","n":1,"failed":1,"mean":0.008,"sd":null,"min":0.008,"p50":0.008,"p95":null,"max":0.008,"notes":["one value: no spread"],"source":{"columns":["ttft_ms"],"files":["a.csv"]}}]"#]].assert_eq(&shown(serde_json::to_string(&listing.metrics)));
    }
}
