"""Backprop by hand on tensors, in the loop of a script: softmax, labels, batches; the ReLU passes the error where it is positive."""

import torch
import torch.nn.functional as F

torch.manual_seed(3)
points = torch.rand(60, 4)
labels = (points.sum(1) * 0.75).long().clamp(0, 2)
onehot = F.one_hot(labels, 3).float()

w_in = torch.nn.Parameter(torch.randn(4, 8) * 0.4)
b_in = torch.nn.Parameter(torch.zeros(8))
w_out = torch.nn.Parameter(torch.randn(8, 3) * 0.4)
b_out = torch.nn.Parameter(torch.zeros(3))
rate, size = 0.3, 20

for epoch in range(40):
    order = torch.randperm(len(points))
    for start in range(0, len(points), size):
        pick = order[start : start + size]
        xb, yb = points[pick], onehot[pick]
        with torch.no_grad():
            z1 = torch.mm(xb, w_in) + b_in
            a1 = z1.clamp(min=0)
            p = F.softmax(torch.mm(a1, w_out) + b_out, dim=1)
            loss = -(yb * torch.log(p)).sum(1).mean()

            d2 = (p - yb) / len(xb)
            d1 = d2.mm(w_out.t())
            d1[d1 <= 0] = 0

            w_out.data -= rate * a1.t().mm(d2)
            b_out.data -= rate * d2.sum(0)
            w_in.data -= rate * xb.t().mm(d1)
            b_in.data -= rate * d1.sum(0)
    if epoch % 10 == 0:
        print(epoch, loss.item())
