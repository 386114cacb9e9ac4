"""Names in other languages mean what they do in English."""

from __future__ import annotations

import pytest

from groundup.checking.calling.languages import ENGLISH, WORDS, in_english


@pytest.mark.parametrize(
    ("name", "english"),
    [
        ("tasa_de_aprendizaje", "learning_rate"),
        ("taxaDeAprendizado", "learning_rate"),
        ("neuronas_entrada", "neurons_input"),
        ("pesosOcultaSaida", "weights_hidden_output"),
        ("épocas", "epochs"),
        ("salidas_esperadas", "expected_outputs"),
        ("fonction_activation", "activation_function"),
        ("Gewichte_2", "weights_2"),
    ],
)
def test_names_are_read_in_english(name: str, english: str) -> None:
    assert in_english(name) == english


@pytest.mark.parametrize("name", ["W1", "X_train", "learningRate", "dA_prev", "cache", "λ", ""])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert in_english(name) == name


def test_a_word_of_another_language_is_none_of_english() -> None:
    assert len(ENGLISH) == sum(len(others.split()) for others in WORDS.values())
    english = {part for word in WORDS for part in word.split("_")}
    assert english.isdisjoint(ENGLISH)
