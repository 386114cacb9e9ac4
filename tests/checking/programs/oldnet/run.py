from gates.net import Net
from gates.parts import Case

cases = [Case([0, 0], [0]), Case([0, 1], [1]), Case([1, 0], [1]), Case([1, 1], [0])]
net = Net({"n_inputs": 2, "sizes": [4, 1]})
print "done:", net.train(cases, rate=1.0)
for case in cases:
    print case.signals, net.forward(case.signals.reshape(1, 2))[-1]
