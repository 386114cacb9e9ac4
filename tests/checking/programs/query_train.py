import numpy


# neural network for the digits, one record at a time
class DigitReader:

    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.inodes = inputnodes
        self.hnodes = hiddennodes
        self.onodes = outputnodes
        self.lr = learningrate
        self.wih = numpy.random.normal(0.0, pow(self.inodes, -0.5), (self.hnodes, self.inodes))
        self.who = numpy.random.normal(0.0, pow(self.hnodes, -0.5), (self.onodes, self.hnodes))
        self.activation = lambda x: 1.0 / (1.0 + numpy.exp(-x))

    def train(self, inputs_list, targets_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        targets = numpy.array(targets_list, ndmin=2).T

        hidden_outputs = self.activation(numpy.dot(self.wih, inputs))
        final_outputs = self.activation(numpy.dot(self.who, hidden_outputs))

        output_errors = (targets - final_outputs) * final_outputs * (1.0 - final_outputs)
        hidden_errors = numpy.dot(self.who.T, output_errors) * hidden_outputs * (1.0 - hidden_outputs)

        self.who += self.lr * numpy.dot(output_errors, hidden_outputs.T)
        self.wih += self.lr * numpy.dot(hidden_errors, inputs.T)

    def query(self, inputs_list):
        inputs = numpy.array(inputs_list, ndmin=2).T
        hidden_outputs = self.activation(numpy.dot(self.wih, inputs))
        return self.activation(numpy.dot(self.who, hidden_outputs))


n = DigitReader(784, 100, 10, 0.2)

with open("mnist_train_100.csv") as training_data_file:
    training_data_list = training_data_file.readlines()

for record in training_data_list:
    all_values = record.split(',')
    scaled = numpy.asarray(all_values[1:], dtype=float) / 255.0 * 0.99 + 0.01
    targets = numpy.zeros(10) + 0.01
    targets[int(all_values[0])] = 0.99
    n.train(scaled, targets)
