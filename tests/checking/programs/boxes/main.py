from data import load
from model import Model

images, labels = load()
model = Model(16, 12, 2)
for epoch in range(50):
    for image, label in zip(images, labels):
        model.train(image.ravel(), [1 - label, label])
hits = sum(model.predict(image.ravel()).argmax() == label for image, label in zip(images, labels))
print("{} of {}".format(hits, len(labels)))
