"""Texts that a person has already cut into scenes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.planning.own_words import own_scenes, regrouped, sentences_of
from core.planning.wording import closed

CUT_TEXTS = [
    ("A fox wakes\nA fox runs\nA fox sleeps", ("A fox wakes", "A fox runs", "A fox sleeps")),
    ("1. A fox wakes. 2. It runs away.", ("A fox wakes.", "It runs away.")),
    ("1) Sunrise over sea\n2) A ship\n3) Night", ("Sunrise over sea", "A ship", "Night")),
    ("- the sea\n- the ship\n\n- the storm", ("the sea", "the ship", "the storm")),
    ("Scene 1: a house. Scene 2: a garden.", ("a house.", "a garden.")),
    ("My film:\n1. a house\n2. a garden", ("a house", "a garden")),
    (
        "The sun rises. A ship sails out. Night falls.",
        ("The sun rises.", "A ship sails out.", "Night falls."),
    ),
    ("太陽が昇る。船が出る。夜になる。", ("太陽が昇る。", "船が出る。", "夜になる。")),
    (
        "Dr. Who wakes up. He runs out. Mr. Fox waits.",
        ("Dr. Who wakes up.", "He runs out.", "Mr. Fox waits."),
    ),
]


@pytest.mark.parametrize(("prompt", "scenes"), CUT_TEXTS, ids=lambda value: str(value)[:20])
def test_a_cut_text_stays_cut(prompt: str, scenes: tuple[str, ...]) -> None:
    """Lines, numbered items and three or more sentences are scenes in the person's words."""
    assert scenes == own_scenes(prompt)


@pytest.mark.parametrize(
    "prompt",
    ["A fox in the forest", "A fox in the forest. Make it sad.", "", "\n\n", "Version 2.0 of our app, 3. edition",
     "Create a film about a fox. It should be sad. Use blue colours."],
)  # fmt: skip
def test_a_single_idea_is_not_cut(prompt: str) -> None:
    """One idea, with or without directions for the film maker, leaves the scenes to the planner."""
    assert own_scenes(prompt) == ()


def test_neighbours_are_merged_and_long_scenes_split() -> None:
    """Fewer scenes join neighbours, more scenes split at sentences and clauses."""
    assert regrouped(("a", "b", "cccc"), 2) == ("a b", "cccc")
    long = "The old sailor mends his nets in the harbour, while the sea grows dark behind him"
    assert len(regrouped((long,), 2)) == 2
    assert regrouped(("One is here. Two is there.",), 2) == ("One is here.", "Two is there.")


WORDS = st.lists(
    st.sampled_from(["fox", "runs", "sea.", "night,", "old", "where?", "snow;", "a"]), min_size=1, max_size=30
)


@given(st.lists(WORDS.map(" ".join), min_size=1, max_size=12), st.integers(1, 30))
def test_no_word_is_lost(scenes: list[str], count: int) -> None:
    """Merging and splitting keep every word in order and never give more scenes than asked for."""
    grouped = regrouped(scenes, count)
    assert " ".join(scenes).split() == " ".join(grouped).split()
    assert 1 <= len(grouped) <= count


@given(st.text(max_size=300))
def test_any_text_can_be_cut(text: str) -> None:
    """No text makes the cutting fail, and no scene is empty."""
    assert all(scene.strip() for scene in (*own_scenes(text), *sentences_of(text)))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("A cat sleeps", "A cat sleeps."),
        ("Is it a cat?", "Is it a cat?"),
        ("月亮升起", "月亮升起。"),
        ("ねこがねむる", "ねこがねむる。"),
        ("बिल्ली सोती है", "बिल्ली सोती है।"),
        ("แมวนอน", "แมวนอน"),
        ("القطة نائمة", "القطة نائمة."),
    ],
)
def test_a_sentence_ends_as_its_script_does(text: str, sentence: str) -> None:
    """A full stop of another script would be the only letter that a font has, or lacks."""
    assert closed(text) == sentence
