"""A threshold at a time over all rows: who is asked, how often, how good. Prints the seconds of `thresholds` over `rows`."""
import sys
import time
from collections import Counter

import numpy as np

thresholds, rows = int(sys.argv[1]), int(sys.argv[2])
rng = np.random.default_rng(1)
score = rng.random(rows)
weak = rng.random(rows) < 0.6
strong = rng.random(rows) < 0.8
before = time.perf_counter()
points = []
for threshold in np.quantile(score, np.linspace(0, 1, thresholds)):
    asked = np.where(score >= threshold, "strong", "weak")
    counts = Counter(asked)
    right = np.where(asked == "strong", strong, weak)
    points.append((counts["strong"] / rows, right.mean()))
assert len(points) == thresholds
print(time.perf_counter() - before)
