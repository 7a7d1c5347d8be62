"""k nearest neighbours at `values` values of money as RouterBench has it, in scikit-learn and pandas: neighbours are searched for and averaged again
for each value (one is timed), then choices are scored by a walk over all rows of a test part. Prints the seconds of all."""
import sys
import time

import numpy as np
import pandas as pd
from sklearn.neighbors import NearestNeighbors

test, train, models, width, neighbours, values = (int(argument) for argument in sys.argv[1:7])
rng = np.random.default_rng(1)
names = [f"m{model}" for model in range(models)]
price = (1 + np.arange(models)) * 1e-3


def answered(rows):
    frame = pd.DataFrame((rng.random((rows, models)) < 0.6).astype(float), columns=names)
    for model, name in enumerate(names):
        frame[f"{name}|cost"] = price[model] * rng.random(rows)
    return frame


stored, asked = (rng.standard_normal((rows, width)).astype(np.float32) for rows in (train, test))
learned, held = answered(train), answered(test)

before = time.perf_counter()
search = NearestNeighbors(n_neighbors=neighbours, metric="cosine", n_jobs=-1).fit(stored)
fitted = time.perf_counter() - before

before = time.perf_counter()
_, near = search.kneighbors(asked)
rows = learned.iloc[near.flatten()].assign(group=np.repeat(np.arange(test), neighbours))
worth = rows.groupby("group")[names].mean()
for model, name in enumerate(names):
    worth[name] = worth[name] * 10 - price[model]
chosen = worth.idxmax(axis=1).values
searched = time.perf_counter() - before

before = time.perf_counter()
held["chosen"] = chosen
cost = held.apply(lambda row: row[row["chosen"] + "|cost"], axis=1).sum()
quality = held.to_numpy()[np.arange(test), held.columns.get_indexer(held["chosen"])].astype(float).mean()
scored = time.perf_counter() - before

assert 0 < quality < 1 and cost > 0
print(fitted + values * (searched + scored))
