"""What routers at many values of money come to, as RouterBench scores: a wide frame of rows, a walk over it for the cost of each router's choices, then
one long table that is grouped. Choices are given. Prints the seconds."""
import sys
import time

import numpy as np
import pandas as pd

values, rows, models = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(1)
names = np.array([f"m{model}" for model in range(models)])
quality = (rng.random((rows, models)) < np.linspace(0.4, 0.9, models)).astype(float)
cost = (1 + np.arange(models)) * 1e-4 * (0.5 + rng.random((rows, models)))
frame = pd.DataFrame({"id": [f"q{row}" for row in range(rows)], "set": [f"s{row % 8}" for row in range(rows)]})
for model, name in enumerate(names):
    frame[name] = quality[:, model]
    frame[f"{name}|cost"] = cost[:, model]
choices = {f"at {value}": names[np.argmax(quality - value / values * 1e3 * cost, axis=1)] for value in range(values)}

before = time.perf_counter()
for router, chosen in choices.items():
    frame[router] = chosen
    frame[f"{router}|cost"] = frame.apply(lambda row: row[row[router] + "|cost"], axis=1)
for router in choices:
    at = frame.columns.get_indexer(frame[router])
    frame[router] = frame.to_numpy()[np.arange(rows), at]
who = [*names, *choices]
long = frame.melt(id_vars=["id"], value_vars=[*who, *(f"{one}|cost" for one in who)], var_name="who", value_name="value")
long["what"] = long["who"].apply(lambda one: "cost" if "|cost" in one else "quality")
long["who"] = long["who"].apply(lambda one: one.replace("|cost", ""))
wide = long.pivot(index=["id", "who"], columns="what", values="value").reset_index()
wide = wide.merge(frame[["id", "set"]], on="id", how="left").astype({"quality": float, "cost": float})
means = wide.groupby(["set", "who"]).agg({"quality": "mean", "cost": "sum"}).reset_index()
taken = time.perf_counter() - before

best = means[means["who"] == "at 0"]["quality"].mean()
assert abs(best - quality.max(axis=1).mean()) < 0.02
print(taken)
