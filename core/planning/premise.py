"""What a prompt is about: who, after what, where, doing what, and which sort of film it asks for."""

from dataclasses import dataclass
from typing import Final

from core.planning.clauses import obstacle_of, turning_of
from core.planning.deeds import deeds_of
from core.planning.frames import FrameBook
from core.planning.genre import Genre, genre_of, without_lead_in
from core.planning.own_words import own_scenes
from core.planning.phrases import NounPhrase, phrase_around
from core.planning.setting import Setting, setting_of
from core.planning.wording import clean, cut
from core.vocabulary.lexicon import Vocabulary, reading_of
from core.vocabulary.meaning import Kind, Language, Passage, Role
from core.vocabulary.reading import Reading, Subject
from core.vocabulary.subjects import Found, found_subjects

# A topic longer than this would repeat the prompt instead of telling it.
_LONGEST_TOPIC: Final = 40
_TEACHING: Final = ("how to ", "wie man ", "cómo ", "comment ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Premise:
    """A prompt understood; whatever it does not say is None or empty.

    `main` is the hero or the thing the film is about, `quests` are things the main subject does for a while (looks
    for its way home), `deeds` things that happen at once (finds a key); `obstacle` and `turning` are clauses as written; `topic` and `task` serve films about ideas
    and instructions.
    """

    words: str
    language: Language | None
    genre: Genre
    reading: Reading
    main: NounPhrase | None = None
    goal: NounPhrase | None = None
    setting: Setting | None = None
    quests: tuple[str, ...] = ()
    deeds: tuple[str, ...] = ()
    obstacle: str = ""
    turning: str = ""
    topic: str = ""
    task: str = ""

    @property
    def living(self) -> bool:
        """Whether the main subject can want something."""
        return self.main is not None and self.main.kind in (Kind.PERSON, Kind.ANIMAL)


def premise_of(prompt: str, vocabulary: Vocabulary) -> Premise:
    """Read a prompt; takes any text and never fails."""
    words = without_lead_in(clean(" ".join(own_scenes(prompt)) or prompt))
    passage = vocabulary.passage(words)
    reading = reading_of(passage)
    if passage.language is None or not passage.tokens:
        return Premise(words=words, language=None, genre=Genre.IDEA, reading=reading)
    book = FrameBook.load(passage.language)
    found = _with_name(passage, found_subjects(passage))
    genre = genre_of(prompt, passage, found, reading)
    setting = setting_of(passage, book)
    teaching = genre in (Genre.HOWTO, Genre.RECIPE)
    main = (
        None
        if teaching
        else next((one for one in found if setting is None or one.term != setting.term), None)
    )
    goal = next(
        (one for one in found if one is not main and (setting is None or one.term != setting.term)), None
    )
    phrase = _phrase(passage, main, book)
    deeds = deeds_of(passage, main.term, plural=phrase.plural) if main and phrase else ()
    return Premise(
        words=words,
        language=passage.language,
        genre=genre,
        reading=reading,
        main=phrase,
        goal=_phrase(passage, goal, book),
        setting=setting,
        quests=tuple(deed for verb, deed in deeds if verb in book.lasting_verbs),
        deeds=tuple(deed for verb, deed in deeds if verb not in book.lasting_verbs),
        obstacle=obstacle_of(passage),
        turning=turning_of(passage),
        topic=_topic(passage, setting, phrase),
        task=_task(passage),
    )


def _with_name(passage: Passage, found: tuple[Found, ...]) -> tuple[Found, ...]:
    """The subjects led by the name that opens an English text: "Maria opens a bakery"."""
    if passage.language is not Language.ENGLISH or len(passage.terms) < 2:
        return found
    first, second = passage.terms[:2]
    word = passage.tokens[first.start].text
    if first.meanings or not word.istitle() or not second.has(Role.VERB) or second.has(Role.NOUN):
        return found
    return (Found(0, 0, Subject(motif="hero", word=word, figure=True)), *found)


def _phrase(passage: Passage, found: Found | None, book: FrameBook) -> NounPhrase | None:
    if found is None:
        return None
    phrase = phrase_around(passage, found.term, bare_nouns=book.bare_nouns, proper_names=book.proper_names)
    if found.subject.figure and phrase.kind is None:
        return NounPhrase(language=phrase.language, noun=found.subject.word, bare=True, kind=Kind.PERSON)
    return phrase


def _topic(passage: Passage, setting: Setting | None, main: NounPhrase | None) -> str:
    """The first phrase of a text as something one can speak of: "the feeling of Monday"."""
    if passage.terms[0].has(Role.CONJUNCTION, Role.AUXILIARY):
        known = setting.phrase if setting is not None else main
        if known is not None:
            return known.definite(full=True)
    end = _end_of_first_phrase(passage)
    words = cut(passage.words(0, end), _LONGEST_TOPIC)
    lowered = (
        Role.ARTICLE,
        Role.PREPOSITION,
        Role.CONJUNCTION,
        Role.ADJECTIVE,
        Role.MOOD,
        Role.VERB,
        Role.ABSTRACT,
    )
    return words[:1].lower() + words[1:] if passage.terms[0].has(*lowered) and not words.isupper() else words


def _end_of_first_phrase(passage: Passage) -> int:
    """The token behind the first phrase, at a sign or, where it is long, before a preposition or the like."""
    end = next(
        (place for place in range(1, len(passage.tokens)) if passage.gap(place).strip(" -'’")),
        len(passage.tokens),
    )
    loose = (Role.ARTICLE, Role.PREPOSITION, Role.CONJUNCTION, Role.AUXILIARY, Role.PRONOUN, Role.VERB)
    if len(passage.words(0, end)) <= _LONGEST_TOPIC:
        return end
    for term in reversed(passage.terms[1:]):
        if term.has(*loose) and term.start < end and len(passage.words(0, term.start)) <= _LONGEST_TOPIC:
            return _without_loose_end(passage, term.start)
    while end > 1 and len(passage.words(0, end)) > _LONGEST_TOPIC:
        end -= 1
    return end


def _without_loose_end(passage: Passage, end: int) -> int:
    loose = (Role.ARTICLE, Role.PREPOSITION, Role.CONJUNCTION, Role.AUXILIARY, Role.VERB)
    while end > 1 and any(term.end == end and term.has(*loose) for term in passage.terms):
        end -= 1
    return end


def _task(passage: Passage) -> str:
    """What is taught: "bake bread" out of "how to bake bread at home"."""
    lowered = passage.text.lower()
    for lead in _TEACHING:
        place = lowered.find(lead)
        if place >= 0:
            rest = passage.text[place + len(lead) :]
            return cut(min((rest.split(sign)[0] for sign in ".,;:!?("), key=len).strip(), _LONGEST_TOPIC)
    return ""
