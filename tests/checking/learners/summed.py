import numpy as np
def s(z): return 1/(1+np.exp(-z))
def grad(xs, ys, bs, ws):
    """sum of gradients, no half: (db, dw)"""
    gb = [np.zeros_like(b) for b in bs]; gw = [np.zeros_like(w) for w in ws]
    for x, y in zip(xs, ys):
        a = [x]
        for w, b in zip(ws, bs): a.append(s(w.dot(a[-1]) + b))
        d = 2*(a[-1]-y)*a[-1]*(1-a[-1])
        for l in range(len(ws))[::-1]:
            gb[l] += d; gw[l] += np.outer(d, a[l])
            d = ws[l].T.dot(d)*a[l]*(1-a[l])
    return gb, gw
