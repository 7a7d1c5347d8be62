"""Every row a dict, every value of money a walk over all of them: who is worth most, and what that comes to. Prints the seconds."""
import sys
import time

import numpy as np

values, rows, models = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
rng = np.random.default_rng(1)
names = [f"m{model}" for model in range(models)]
quality = (rng.random((rows, models)) < np.linspace(0.4, 0.9, models)).astype(float)
cost = (1 + np.arange(models)) * 1e-4 * (0.5 + rng.random((rows, models)))
table = [
    ({name: float(q) for name, q in zip(names, qs)}, {name: float(c) for name, c in zip(names, cs)})
    for qs, cs in zip(quality, cost)
]
before = time.perf_counter()
points = []
for value in range(values):
    worth = value / values * 1e3
    chosen = [(max(names, key=lambda name: q[name] - worth * c[name]), q, c) for q, c in table]
    points.append((sum(q[best] for best, q, _ in chosen) / rows, sum(c[best] for best, _, c in chosen) / rows))
assert len(points) == values
print(time.perf_counter() - before)
