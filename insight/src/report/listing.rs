//! A summary as lists for programs: one entry a file, one a metric and group, and the summary itself behind them.

use crate::problem::Problem;
use crate::reading::Certainty;
use crate::summary::{Better, FileLine, MeanInterval, MedianInterval, Metric, Pooled, Study, Summary, Tail};
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
    /// Answered records without a value.
    pub missing: u64,
    /// Those of them that hold NaN or an infinity.
    pub non_finite: u64,
    /// Distinct values.
    pub unique: Option<u64>,
    /// Arithmetic mean.
    pub mean: Option<f64>,
    /// Between which values it lies with 95 %, and how that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_interval: Option<&'a MeanInterval>,
    /// Sample standard deviation (n - 1).
    pub sd: Option<f64>,
    /// It over the size of the mean.
    pub cv: Option<f64>,
    /// Median absolute deviation.
    pub mad: Option<f64>,
    /// Mean without the lowest and the highest fifth.
    pub trimmed_mean: Option<f64>,
    /// Smallest value.
    pub min: Option<f64>,
    /// First quartile (type 7).
    pub p25: Option<f64>,
    /// Median.
    pub p50: Option<f64>,
    /// Between which values it lies with at least 95 %.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub p50_interval: Option<MedianInterval>,
    /// Third quartile (type 7).
    pub p75: Option<f64>,
    /// 90th percentile (type 7); of fewer than 10 values there is none.
    pub p90: Option<f64>,
    /// 95th percentile (type 7); of fewer than 20 values there is none.
    pub p95: Option<f64>,
    /// 99th percentile (type 7); of fewer than 100 values there is none.
    pub p99: Option<f64>,
    /// Largest value.
    pub max: Option<f64>,
    /// How sure the last percentiles are.
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub tails: &'a [Tail],
    /// Of a rate: all that was done over all the time it took.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total_rate: Option<f64>,
    /// Of means with their n: all values behind them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pooled: Option<Pooled>,
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
        let of = &group.statistics;
        ListedMetric {
            name: &metric.key,
            unit: &metric.unit,
            better: metric.better,
            definition: &metric.definition,
            study: &study.name,
            group: &group.name,
            n: of.n,
            failed: of.failed,
            missing: of.missing,
            non_finite: of.non_finite,
            unique: of.unique,
            mean: of.mean,
            mean_interval: of.mean_interval.as_ref(),
            sd: of.sd,
            cv: of.cv(),
            mad: of.mad,
            trimmed_mean: of.trimmed_mean,
            min: of.min,
            p25: of.p25,
            p50: of.median,
            p50_interval: of.median_interval,
            p75: of.p75,
            p90: of.p90,
            p95: of.p95,
            p99: of.p99,
            max: of.max,
            tails: &of.tails,
            total_rate: of.total_rate,
            pooled: of.pooled,
            notes: &of.notes,
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
            [{"name":"ttft","unit":"s","better":"lower","definition":"from the request to the first token of the answer","study":"Generation by model","group":"a","n":2,"failed":0,"missing":0,"non_finite":0,"unique":2,"mean":0.003,"mean_interval":{"low":-0.009706204736174687,"high":0.01570620473617469,"method":"t"},"sd":0.001414213562373095,"cv":0.4714045207910317,"mad":0.001,"trimmed_mean":null,"min":0.002,"p25":0.0025,"p50":0.003,"p75":0.0035,"p90":null,"p95":null,"p99":null,"max":0.004,"notes":["p90 needs 10 values, p95 20, p99 100","needs 6 values for an interval of the median"],"source":{"columns":["ttft_ms"],"files":["a.csv"]}},
            {"name":"ttft","unit":"s","better":"lower","definition":"from the request to the first token of the answer","study":"Generation by model","group":"b","n":1,"failed":1,"missing":0,"non_finite":0,"unique":null,"mean":0.008,"sd":null,"cv":null,"mad":null,"trimmed_mean":null,"min":0.008,"p25":null,"p50":0.008,"p75":null,"p90":null,"p95":null,"p99":null,"max":0.008,"notes":["one value: no spread"],"source":{"columns":["ttft_ms"],"files":["a.csv"]}}]"#]].assert_eq(&shown(serde_json::to_string(&listing.metrics)));
    }
}
