"""Everyday words as they are mistyped: mended where there is no doubt, and never a right word into another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.knowledge.base import Knowledge
from bot.nlu.everyday import _CHAT, _WORDS, mended
from bot.nlu.reader import Reader, clean
from bot.nlu.spelling import english_words

_ENGLISH = sorted(english_words())
_LONG = sorted(word for word in _WORDS if len(word) > 4)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wich first", "which first"),
        ("nite or mornin", "night or morning"),
        ("hwo oftn the retnol", "how often the retinol"),
        ("shud i use it b4 bed", "should i use it before bed"),
        ("masks togther with seurm", "masks together with serum"),
        ("whennn tmrw", "when tomorrow"),
        ("adn teh toner", "and the toner"),
    ],
)
def test_slips_of_everyday_words_are_mended(knowledge: Knowledge, typed: str, meant: str) -> None:
    assert " ".join(Reader(knowledge).read(clean(typed)).words) == meant


@given(st.sampled_from(_ENGLISH))
def test_a_word_of_the_dictionary_stays(word: str) -> None:
    assert word in _CHAT or mended(word) == word


@given(st.sampled_from(_LONG), st.integers(0, 20))
def test_two_letters_in_the_wrong_order_are_put_right(word: str, at: int) -> None:
    at %= len(word) - 1
    turned = word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    assert mended(turned) == word or turned in english_words()


@given(st.sampled_from(_LONG), st.integers(1, 20))
def test_a_missing_letter_gives_the_word_or_is_left(word: str, at: int) -> None:
    at = 1 + at % (len(word) - 1)
    short = word[:at] + word[at + 1 :]
    assert mended(short) in (word, short) or mended(short) in _WORDS


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789'", max_size=12))
def test_what_is_mended_is_right(word: str) -> None:
    assert mended(mended(word)) == mended(word)
    assert mended(word) == word or mended(word) in english_words() or mended(word) in _WORDS | set(_CHAT.values())


@pytest.mark.parametrize("name", ["differin", "skii", "stearate", "neem", "lasered"])
def test_a_name_is_no_slip(knowledge: Knowledge, name: str) -> None:
    assert Reader(knowledge).spelled(name) == name


@pytest.mark.parametrize("word", ["thats", "youre", "shouldnt", "tonights", "sooo", "heyyy"])
def test_what_lacks_an_apostrophe_or_is_drawn_out_is_left(word: str) -> None:
    assert mended(word) == word
