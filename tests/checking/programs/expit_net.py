import numpy as np
import scipy.special
import matplotlib.pyplot as plt


class neuralNetwork:
    # initialise the neural network
    def __init__(self, inputnodes, hiddennodes, outputnodes, learningrate):
        self.wih = np.random.normal(0.0, inputnodes ** -0.5, (hiddennodes, inputnodes))
        self.who = np.random.normal(0.0, hiddennodes ** -0.5, (outputnodes, hiddennodes))
        self.bh = np.zeros((hiddennodes, 1))
        self.bo = np.zeros((outputnodes, 1))
        self.lr = learningrate
        self.activation_function = lambda x: scipy.special.expit(x)

    def train(self, inputs_list, targets_list):
        inputs = np.array(inputs_list, ndmin=2).T
        targets = np.array(targets_list, ndmin=2).T
        hidden_outputs = self.activation_function(self.wih @ inputs + self.bh)
        final_outputs = self.activation_function(self.who @ hidden_outputs + self.bo)

        output_delta = (targets - final_outputs) * final_outputs * (1 - final_outputs)
        hidden_delta = self.who.T @ output_delta * hidden_outputs * (1 - hidden_outputs)

        self.who += self.lr * output_delta @ hidden_outputs.T
        self.bo += self.lr * output_delta
        self.wih += self.lr * hidden_delta @ inputs.T
        self.bh += self.lr * hidden_delta

    def query(self, inputs_list):
        inputs = np.array(inputs_list, ndmin=2).T
        hidden_outputs = self.activation_function(self.wih @ inputs + self.bh)
        return self.activation_function(self.who @ hidden_outputs + self.bo)


data_file = open("mnist_dataset/mnist_train.csv", 'r')
data_list = data_file.readlines()
data_file.close()
n = neuralNetwork(784, 200, 10, 0.1)
for e in range(5):
    for record in data_list:
        values = record.split(',')
        targets = np.zeros(10) + 0.01
        targets[int(values[0])] = 0.99
        n.train(np.asarray(values[1:], dtype=float) / 255.0, targets)
image = np.asarray(data_list[0].split(',')[1:], dtype=float).reshape((28, 28))
plt.imshow(image, cmap='Greys', interpolation='None')
