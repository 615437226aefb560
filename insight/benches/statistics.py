"""The same questions answered by NumPy and SciPy: `statistics.py FOLDER` reads doubles, then a name a line, and answers it.

An answer is a line `seconds answers...`; the answers are compared with ours, so that both did the same work.
"""

import sys
import time

import numpy as np
from scipy import stats

FOLDER = sys.argv[1]


def read(name):
    return np.fromfile(f"{FOLDER}/{name}.f64", dtype="<f8")


def describe(x):
    percentiles = np.percentile(x, [50, 75, 90, 95, 99])
    return [x.mean(), x.std(ddof=1), x.min(), x.max(), *percentiles]


def mann_whitney(x, y):
    found = stats.mannwhitneyu(x, y, method="asymptotic")
    return [found.statistic, found.pvalue]


def studentized(x):
    """All resamples at once; draws differ from ours, so that only the time is compared."""
    n, resamples = len(x), 10_000
    drawn = x[np.random.default_rng(1).integers(0, n, (resamples, n))]
    means, errors = drawn.mean(axis=1), drawn.std(axis=1, ddof=1) / np.sqrt(n)
    center, error = x.mean(), x.std(ddof=1) / np.sqrt(n)
    low, high = np.percentile((means - center) / errors, [2.5, 97.5])
    return [center - high * error, center - low * error]


def hodges_lehmann(x, y):
    differences = np.subtract.outer(y, x).ravel()
    pairs = len(differences)
    spread = np.sqrt(pairs * (len(x) + len(y) + 1) / 12)
    rank = int(np.floor(pairs / 2 + stats.norm.ppf(0.025) * spread))
    places = [pairs // 2 - 1, pairs // 2, rank - 1, pairs - rank]
    low, high, first, last = np.partition(differences, places)[places]
    return [(low + high) / 2, first, last]


QUESTIONS = {
    "describe": (describe, ["large"]),
    "mann_whitney": (mann_whitney, ["many", "others"]),
    "studentized": (studentized, ["few"]),
    "hodges_lehmann": (hodges_lehmann, ["before", "after"]),
}

SAMPLES = {name: [read(sample) for sample in samples] for name, (_, samples) in QUESTIONS.items()}

for line in sys.stdin:
    name = line.strip()
    question, _ = QUESTIONS[name]
    began = time.perf_counter()
    answers = question(*SAMPLES[name])
    seconds = time.perf_counter() - began
    print(seconds, *[repr(float(answer)) for answer in answers], flush=True)
