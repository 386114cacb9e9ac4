import numpy as np

np.random.seed(4)


def ativar(soma):
    return 1 / (1 + np.exp(-soma))


entradas = np.array([[0, 0], [0, 1], [1, 0], [1, 1]])
saidas = np.array([[0], [1], [1], [0]])
pesos0 = 2 * np.random.random((2, 4)) - 1
pesos1 = 2 * np.random.random((4, 1)) - 1
taxa = 0.3

for epoca in range(2000):
    oculta = ativar(np.dot(entradas, pesos0))
    saida = ativar(np.dot(oculta, pesos1))
    erro = saidas - saida
    delta_saida = erro * saida * (1 - saida)
    delta_oculta = delta_saida.dot(pesos1.T) * oculta * (1 - oculta)
    pesos1 = pesos1 + oculta.T.dot(delta_saida) * taxa
    pesos0 = pesos0 + entradas.T.dot(delta_oculta) * taxa
    if epoca % 500 == 0:
        print(np.mean(np.abs(erro)))
