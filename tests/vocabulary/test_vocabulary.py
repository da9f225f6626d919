"""What words mean in pictures."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.providers.sketch.motif_names import ANIMALS, FIGURES, PROP, motif_names
from core.vocabulary.lexicon import Vocabulary
from core.vocabulary.meaning import Language
from core.vocabulary.reading import DayTime, Mood, Place, Pose, Shot, Weather
from core.vocabulary.spelling import fold, ing_of, past_of, plural_of, third_person_of, tokens_of
from core.vocabulary.word_list import word_tables


@pytest.fixture(scope="module")
def vocabulary() -> Vocabulary:
    return Vocabulary.load()


def test_every_motif_can_be_drawn_and_every_drawing_has_a_word(vocabulary: Vocabulary) -> None:
    """Nouns lead to drawings that exist, and no drawing is out of reach of words."""
    assert set(motif_names()) - {PROP} == vocabulary.motifs


@pytest.mark.parametrize("language", Language)
def test_every_drawing_has_a_word_in_every_language(language: Language) -> None:
    """German, Spanish and French reach all drawings, as English does."""
    assert set(motif_names()) - {PROP} == word_tables()[language].motifs


def test_enough_words_are_known(vocabulary: Vocabulary) -> None:
    """At least 900 English words and several hundred in each other language."""
    assert vocabulary.word_count(Language.ENGLISH) >= 900
    assert all(vocabulary.word_count(language) >= 500 for language in Language)


READINGS = [
    # text, motifs in order, place, time, weather
    ("A hero discovers a hidden treasure in ancient ruins", ["hero", "chest"], Place.RUINS, None, None),
    ("Two dogs chase a red ball on the beach", ["dog", "ball"], Place.BEACH, None, None),
    ("A ship in a storm at dawn", ["ship"], Place.SEA, DayTime.DAWN, Weather.STORM),
    ("An astronaut floats past the window of a space station", ["astronaut", "window", "spaceship"], Place.SPACE, None, None),
    ("In a dark forest, an old lantern glows", ["lantern"], Place.FOREST, DayTime.NIGHT, None),
    ("A fox in a snowy forest", ["fox"], Place.FOREST, None, Weather.SNOWFALL),
    ("A portrait of a wolf in fog", ["wolf"], None, None, Weather.FOG),
    ("two paper boats on the river", ["rowboat"], Place.RIVER, None, None),
    ("Ein kleiner Hund läuft nachts durch die Stadt", ["dog"], Place.CITY, DayTime.NIGHT, None),
    ("Drei Katzen schlafen im Garten", ["cat"], Place.GARDEN, None, None),
    ("Un caballo blanco corre por la playa al amanecer", ["horse"], Place.BEACH, DayTime.DAWN, None),
    ("Une fillette trouve une clé dorée dans la forêt", ["girl", "key"], Place.FOREST, None, None),
    ("Un hombre lee un libro bajo la lluvia", ["man", "book"], None, None, Weather.RAIN),
    ("ＦＯＸ in the ＦＯＲＥＳＴ", ["fox"], Place.FOREST, None, None),
    ("el oceano y la montana", [], Place.SEA, None, None),
    ("the king's golden crown", ["king", "crown"], None, None, None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "motifs", "place", "day_time", "weather"), READINGS)
def test_a_text_is_read(
    vocabulary: Vocabulary,
    text: str,
    motifs: list[str],
    place: Place | None,
    day_time: DayTime | None,
    weather: Weather | None,
) -> None:
    """Subjects come by importance, and place, time and weather are those of the text."""
    reading = vocabulary.read(text)
    assert motifs == [subject.motif for subject in reading.subjects]
    assert (place, day_time, weather) == (reading.place, reading.day_time, reading.weather)


def test_an_unknown_noun_becomes_a_prop_with_its_own_word(vocabulary: Vocabulary) -> None:
    """What the vocabulary lacks is never left out of the picture."""
    first, *others = vocabulary.read("A rusty gramophone beside a sleeping cat").subjects
    assert (first.motif, first.word) == (PROP, "gramophone")
    assert [subject.motif for subject in others] == ["cat"]


@pytest.mark.parametrize(
    "text", ["The happiness of a nation", "A feeling", "an unusual way", "no dogs", "without people"]
)
def test_ideas_and_negations_are_no_subjects(vocabulary: Vocabulary, text: str) -> None:
    """What cannot be seen, or is said to be absent, is not drawn."""
    assert vocabulary.read(text).subjects == ()


@pytest.mark.parametrize(
    ("text", "count"),
    [("two dogs", 2), ("a dog", 1), ("dogs", 3), ("7 dogs", 7), ("99999999999 dogs", 9), ("five small brown dogs", 5),
     ("a crowd", 9), ("zwei Hunde", 2), ("un perro", 1), ("trois chiens", 3)],
)  # fmt: skip
def test_numbers_are_counted(vocabulary: Vocabulary, text: str, count: int) -> None:
    """A number before a noun, or the noun itself, says how many there are."""
    assert count == vocabulary.read(text).subjects[0].count


@pytest.mark.parametrize(
    ("text", "color"),
    [("a red balloon", "red"), ("an orange balloon", "orange"), ("ein blaues Auto", "blue"), ("una casa verde", "green"),
     ("une voiture noire", "black"), ("a balloon", None)],
)  # fmt: skip
def test_a_subject_has_its_color(vocabulary: Vocabulary, text: str, color: str | None) -> None:
    """The colour beside a noun is the noun's, before it or behind it as the language has it."""
    assert color == vocabulary.read(text).subjects[0].color


def test_figures_are_people_and_animals(vocabulary: Vocabulary) -> None:
    """Who can have a pose is told apart from what cannot."""
    for text in ("a knight", "a dog", "a ship", "a book", "a robot"):
        subject = vocabulary.read(text).subjects[0]
        assert (subject.motif in (*FIGURES, *ANIMALS)) == subject.figure


@pytest.mark.parametrize(
    ("text", "shot"),
    [("Close-up of a wolf", Shot.CLOSE_UP), ("Wide shot: a fox", Shot.WIDE), ("aerial view of a city", Shot.AERIAL),
     ("Nahaufnahme: ein Fuchs", Shot.CLOSE_UP), ("Over-the-shoulder shot of a man", Shot.OVER_SHOULDER),
     ("Plano detalle: una llave", Shot.DETAIL), ("Plan moyen : un chien", Shot.MEDIUM)],
)  # fmt: skip
def test_shot_words_are_read(vocabulary: Vocabulary, text: str, shot: Shot) -> None:
    """The camera follows the words for shot sizes in each language."""
    assert shot is vocabulary.read(text).shot


@pytest.mark.parametrize(
    ("text", "pose"),
    [("a girl dances", Pose.DANCING), ("a man is running", Pose.RUNNING), ("a cat sleeps", Pose.LYING),
     ("a bird flies", Pose.FLYING), ("knights fought", Pose.FIGHTING), ("a watch on a table", None),
     ("a dog watches", Pose.STANDING), ("eine Frau tanzt", Pose.DANCING), ("un niño corre", Pose.RUNNING)],
)  # fmt: skip
def test_verbs_give_the_pose(vocabulary: Vocabulary, text: str, pose: Pose | None) -> None:
    """A verb tells what the figure does; a noun that looks like one does not."""
    assert pose is vocabulary.read(text).pose


@pytest.mark.parametrize(
    ("text", "motifs"),
    [("a keeper rows into the storm", ["old_man", "rowboat"]), ("an old man rows a boat", ["old_man", "rowboat"]),
     ("a captain sails across the sea", ["sailor", "sailboat"]), ("a girl rides along the beach", ["girl", "horse"]),
     ("a knight rides a dragon", ["knight", "dragon"]), ("a woman drives with her dog", ["woman", "car", "dog"]),
     ("ein Mann rudert in den Sturm", ["man", "rowboat"]), ("una mujer cabalga", ["woman", "horse"]),
     ("une femme pédale dans la ville", ["woman", "bicycle"]), ("a man rows a crate ashore", ["man", "box"])],
)  # fmt: skip
def test_who_rides_is_carried(vocabulary: Vocabulary, text: str, motifs: list[str]) -> None:
    """Who rows has a boat and who rides a horse, named or not; what is named comes first."""
    reading = vocabulary.read(text)
    assert reading.pose is Pose.RIDING
    assert [subject.motif for subject in reading.subjects] == motifs


@pytest.mark.parametrize("text", ["a ship sails", "a bird sails by", "a row of houses", "a row of old men"])
def test_only_people_ride(vocabulary: Vocabulary, text: str) -> None:
    """A bird that sails needs no boat, and a row of houses is not rowed."""
    reading = vocabulary.read(text)
    assert reading.pose is not Pose.RIDING
    assert len(reading.subjects) == 1


def test_moods_are_read(vocabulary: Vocabulary) -> None:
    """Adjectives and nouns of feeling set the mood."""
    assert Mood.SORROW is vocabulary.read("a lonely old man").mood
    assert Mood.JOY is vocabulary.read("eine fröhliche Feier").mood
    assert vocabulary.read("a table").mood is None


@pytest.mark.parametrize(
    ("text", "language"),
    [("The fox waits for the night", Language.ENGLISH), ("Der Fuchs wartet auf die Nacht", Language.GERMAN),
     ("El zorro espera la noche", Language.SPANISH), ("Le renard attend la nuit", Language.FRENCH),
     ("森の中の小さな狐", None), ("🦊🌲", None), ("", None), ("Il cavallo nella foresta della regina", None),
     ("O cavalo não está em uma floresta do rei", None)],
)  # fmt: skip
def test_the_language_is_found(vocabulary: Vocabulary, text: str, language: Language | None) -> None:
    """Small words and nouns vote for a language; others are not taken for one that is understood."""
    assert language is vocabulary.passage(text).language


def test_words_are_whole(vocabulary: Vocabulary) -> None:
    """A cat is not found in a catalogue."""
    assert "cat" not in [subject.motif for subject in vocabulary.read("the catalogue of carpets").subjects]


HARD_TEXTS = [
    "a" * 5000, "😀" * 5000, "the fox in the wood " * 250, "a " * 2500, "old " * 1250, "\0" * 5000, "ﷺ" * 5000,
    "א " * 2500, "e\u0301" * 2500, "-" * 5000, "the the " * 625, "close up " * 555, "\u202e" * 5000, "'" * 5000,
]  # fmt: skip


@pytest.mark.parametrize("text", HARD_TEXTS, ids=lambda text: ascii(text[:8]))
def test_no_text_takes_long(vocabulary: Vocabulary, text: str) -> None:
    """Reading 5,000 characters of anything takes a small part of a second."""
    started = time.process_time()
    vocabulary.read(text)
    # Ten times the time measured on a busy machine, so that only a blow-up fails.
    assert time.process_time() - started < 0.5


@given(st.text(max_size=400))
def test_any_text_can_be_read(text: str) -> None:
    """No text makes reading fail, and reading twice gives the same."""
    vocabulary = Vocabulary.load()
    reading = vocabulary.read(text)
    assert reading == vocabulary.read(text)
    assert all(subject.word and 1 <= subject.count <= 9 for subject in reading.subjects)


@given(st.lists(st.sampled_from(["the", "a", "fox", "two", "red", "in", "forest", "runs", "and", ",", ".", "gizmo", "of", "who",
                                 "der", "Hund", "perro", "la", "chien", "golden", "watch", "no"]), max_size=25))  # fmt: skip
def test_any_order_of_words_can_be_read(words: list[str]) -> None:
    """Sentences without sense are read without failing."""
    reading = Vocabulary.load().read(" ".join(words))
    assert len(reading.subjects) <= 6


@pytest.mark.parametrize(
    ("verb", "third", "ing", "past"),
    [("run", "runs", "running", "runned"), ("carry", "carries", "carrying", "carried"), ("lie", "lies", "lying", "lied"),
     ("look for", "looks for", "looking for", "looked for"), ("make", "makes", "making", "maked"),
     ("watch", "watches", "watching", "watched"), ("go", "goes", "going", "goed"), ("see", "sees", "seeing", "seed"),
     ("open", "opens", "opening", "opened")],
)  # fmt: skip
def test_english_verbs_are_inflected(verb: str, third: str, ing: str, past: str) -> None:
    """The regular forms follow the rules of English spelling."""
    assert (third, ing, past) == (third_person_of(verb), ing_of(verb), past_of(verb))


def test_english_plurals_follow_the_spelling() -> None:
    """Sibilants take -es, a consonant and y gives -ies."""
    assert [plural_of(noun) for noun in ("fox", "city", "boy", "dog")] == ["foxes", "cities", "boys", "dogs"]


def test_words_are_folded() -> None:
    """Case, accents and ligatures make no difference."""
    assert [fold(word) for word in ("CAFÉ", "Straße", "Sœur", "ÜBER")] == ["cafe", "strasse", "soeur", "uber"]
    assert [token.key for token in tokens_of("L'océan!")] == ["l", "ocean"]
