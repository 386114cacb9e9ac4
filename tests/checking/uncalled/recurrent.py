import numpy as np


def probabilities(z):
    powers = np.exp(z - z.max())
    return powers / powers.sum()


class Reader:
    """Guesses the next word of a sentence; looks back over `window` words."""

    def __init__(self, vocabulary_size, hidden_size=12, window=4):
        self.window = window
        self.see = np.random.normal(0, 0.4, (hidden_size, vocabulary_size))
        self.keep = np.random.normal(0, 0.4, (hidden_size, hidden_size))
        self.say = np.random.normal(0, 0.4, (vocabulary_size, hidden_size))

    def read(self, sentence):
        states = [np.zeros(len(self.keep))]
        guesses = []
        for word in sentence:
            states.append(np.tanh(self.see[:, word] + self.keep @ states[-1]))
            guesses.append(probabilities(self.say @ states[-1]))
        return states, guesses

    def learn_sentence(self, sentence, following, learning_rate):
        states, guesses = self.read(sentence)
        see, keep, say = (np.zeros_like(w) for w in (self.see, self.keep, self.say))
        for t in range(len(sentence)):
            error = guesses[t].copy()
            error[following[t]] -= 1
            say += np.outer(error, states[t + 1])
            delta = (self.say.T @ error) * (1 - states[t + 1] ** 2)
            for k in range(t, max(t - self.window, 0) - 1, -1):
                keep += np.outer(delta, states[k])
                see[:, sentence[k]] += delta
                delta = (self.keep.T @ delta) * (1 - states[k] ** 2)
        self.see -= learning_rate * see
        self.keep -= learning_rate * keep
        self.say -= learning_rate * say


def learn(reader, sentences, answers, learning_rate=0.1, epochs=20):
    for epoch in range(epochs):
        for sentence, answer in zip(sentences, answers):
            reader.learn_sentence(sentence, answer, learning_rate)
