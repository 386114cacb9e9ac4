"""A recurrent network that predicts characters, through time; cost: cross-entropy of a sequence."""
import numpy as np

rng = np.random.default_rng(4)
text = "hello world, hello"
letters = sorted(set(text))
at = {c: i for i, c in enumerate(letters)}
V, H, T = len(letters), 6, 5
Wxh = rng.normal(size=(H, V)) * 0.3
Whh = rng.normal(size=(H, H)) * 0.3
Why = rng.normal(size=(V, H)) * 0.3
bh = np.zeros((H, 1))
by = np.zeros((V, 1))
rate = 0.1

for n in range(40):
    start = n * T % (len(text) - T - 1)
    inputs = [at[c] for c in text[start : start + T]]
    targets = [at[c] for c in text[start + 1 : start + T + 1]]
    xs, hs, ps = {}, {-1: np.zeros((H, 1))}, {}
    cost = 0
    for t in range(T):
        xs[t] = np.zeros((V, 1))
        xs[t][inputs[t]] = 1
        hs[t] = np.tanh(Wxh @ xs[t] + Whh @ hs[t - 1] + bh)
        ys = Why @ hs[t] + by
        ps[t] = np.exp(ys) / np.sum(np.exp(ys))
        cost += -np.log(ps[t][targets[t], 0])
    # backward
    dWxh, dWhh, dWhy = np.zeros_like(Wxh), np.zeros_like(Whh), np.zeros_like(Why)
    dbh, dby = np.zeros_like(bh), np.zeros_like(by)
    dnext = np.zeros((H, 1))
    for t in reversed(range(T)):
        dy = ps[t].copy()
        dy[targets[t]] -= 1
        dWhy += dy @ hs[t].T
        dby += dy
        dh = Why.T @ dy + dnext
        draw = (1 - hs[t] * hs[t]) * dh
        dbh += draw
        dWxh += draw @ xs[t].T
        dWhh += draw @ hs[t - 1].T
        dnext = Whh.T @ draw
    # step
    for w, dw in zip([Wxh, Whh, Why, bh, by], [dWxh, dWhh, dWhy, dbh, dby]):
        w -= rate * dw
# parameters: Wxh Whh Why bh by
