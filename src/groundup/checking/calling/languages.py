"""Names in other languages than English, as people write them there: Spanish, Portuguese, French,
German and Italian."""

from __future__ import annotations

import functools
import re
import unicodedata

WORDS = {
    "input": "entrada entree eingabe eingang ingresso",
    "inputs": "entradas entrees eingaben eingaenge ingressi",
    "output": "salida saida sortie ausgabe ausgang uscita",
    "outputs": "salidas saidas sorties ausgaben uscite",
    "hidden": "oculta ocultas oculto ocultos escondida escondidas escondido cachee cachees "
    "versteckte verborgene nascosto nascosti",
    "layer": "capa camada couche schicht strato",
    "layers": "capas camadas couches schichten strati",
    "neuron": "neurona neuronio neurone",
    "neurons": "neuronas neuronios neurones neuronen neuroni",
    "weight": "peso gewicht",
    "weights": "pesos poids gewichte pesi",
    "bias": "sesgo vies biais",
    "biases": "sesgos vieses",
    "rate": "tasa taxa taux tasso",
    "learning": "aprendizaje aprendizado aprendizagem apprentissage apprendimento",
    "learning_rate": "lernrate",
    "epochs": "epocas epoca epoques epochen epoche",
    "iterations": "iteraciones iteracoes iterazioni iterationen",
    "batch": "lote lotes",
    "target": "objetivo alvo cible ziel zielwert",
    "targets": "objetivos alvos cibles zielwerte",
    "labels": "etiquetas rotulos etiquettes",
    "expected": "esperado esperada esperados esperadas attendu attendue",
    "desired": "deseado deseada deseados deseadas desejado desejada desejados desejadas",
    "data": "datos dados donnees daten dati",
    "training": "entrenamiento treinamento treino entrainement addestramento",
    "train": "entrenar entrena treinar treina entrainer trainiere trainieren addestra",
    "forward": "adelante frente avant vorwaerts avanti",
    "propagate": "propagar propaga propagacion propagacao propager propagazione",
    "backprop": "retropropagacion retropropagar retropropagacao retropropaga retropropagation",
    "predict": "predecir predice prever predizer predire vorhersage",
    "update": "actualizar actualiza atualizar atualiza aktualisieren",
    "derivative": "derivada derivee ableitung derivata",
    "sigmoid": "sigmoide",
    "activation": "activacion ativacao aktivierung attivazione",
    "activations": "activaciones ativacoes",
    "function": "funcion funcao fonction funktion funzione",
    "cost": "costo coste custo cout kosten",
    "loss": "perdida perda perte verlust perdita",
    "error": "erro erreur fehler errore",
    "number": "numero cantidad quantidade nombre anzahl",
    "size": "tamano tamanho taille groesse",
    "per": "por",
}
ENGLISH = {other: word for word, others in WORDS.items() for other in others.split()}
LITTLE = {"de", "del", "da", "do", "das", "dos", "la", "el", "le", "les", "du", "des", "di"}
AFTER = {"rate", "output", "outputs", "layer", "layers", "data", "function", "size", "number"}


@functools.lru_cache(4096)
def in_english(name: str) -> str:
    """`tasa_de_aprendizaje` as learning_rate; a name without such words as it is."""
    bare = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words: list[str] = re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])|\d+", bare)
    if not any(word.lower() in ENGLISH for word in words):
        return name
    found = [ENGLISH.get(word.lower(), word.lower()) for word in words]
    first, *others = [word for word in found if word not in LITTLE]
    return "_".join([*others, first] if first in AFTER else [first, *others])  # as it stands there
