import numpy as np


def sigmoide(x):
    return 1 / (1 + np.exp(-x))


class RedNeuronal:
    def __init__(self, neuronas_entrada, neuronas_ocultas, neuronas_salida, tasa_de_aprendizaje=0.1):
        self.tasa = tasa_de_aprendizaje
        self.pesos_oculta = np.random.randn(neuronas_entrada, neuronas_ocultas) * 0.5
        self.sesgos_oculta = np.zeros((1, neuronas_ocultas))
        self.pesos_salida = np.random.randn(neuronas_ocultas, neuronas_salida) * 0.5
        self.sesgos_salida = np.zeros((1, neuronas_salida))

    def propagar(self, entradas):
        self.oculta = sigmoide(entradas @ self.pesos_oculta + self.sesgos_oculta)
        self.salida = sigmoide(self.oculta @ self.pesos_salida + self.sesgos_salida)
        return self.salida

    def retropropagar(self, entradas, salidas_esperadas):
        delta_salida = (self.salida - salidas_esperadas) * self.salida * (1 - self.salida)
        delta_oculta = delta_salida @ self.pesos_salida.T
        self.pesos_salida -= self.tasa * self.oculta.T @ delta_salida
        self.sesgos_salida -= self.tasa * delta_salida.sum(axis=0, keepdims=True)
        self.pesos_oculta -= self.tasa * entradas.T @ delta_oculta
        self.sesgos_oculta -= self.tasa * delta_oculta.sum(axis=0, keepdims=True)

    def entrenar(self, entradas, salidas_esperadas, epocas):
        for epoca in range(epocas):
            self.propagar(entradas)
            self.retropropagar(entradas, salidas_esperadas)
            if epoca % 100 == 0:
                print("época", epoca, "error", np.mean((salidas_esperadas - self.salida) ** 2))
