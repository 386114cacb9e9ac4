# parcels by weight and size, from a table that is read line by line
import numpy
import scipy.special


class Sorter:
    def __init__(self, sides, benches, vans, pace):
        self.inner = numpy.random.rand(benches, sides) - 0.5
        self.outer = numpy.random.rand(vans, benches) - 0.5
        self.pace = pace
        self.squash = lambda z: scipy.special.expit(z)

    def learn(self, sides, van):
        x = numpy.array(sides, ndmin=2).T
        wanted = numpy.array(van, ndmin=2).T
        bench = self.squash(numpy.dot(self.inner, x))
        guess = self.squash(numpy.dot(self.outer, bench))
        top = (wanted - guess) * guess * (1 - guess)
        low = numpy.dot(self.outer.T, top) * bench * (1 - bench)
        self.outer += self.pace * numpy.dot(top, bench.T)
        self.inner += self.pace * numpy.dot(low, x.T)


sorter = Sorter(64, 12, 10, 0.3)
file = open("parcels.csv", "r")
rows = file.readlines()
file.close()
for row in rows:
    values = row.split(",")
    sides = numpy.asfarray(values[1:65]) / 16
    van = numpy.zeros(10) + 0.01
    van[int(values[0])] = 0.99
    sorter.learn(sides, van)
