"""Numerals there and back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectiparse.numerals import read_numeral, write_numeral


@given(st.integers(1, 9999))
def test_a_counted_numeral_comes_back(number: int) -> None:
    assert read_numeral(write_numeral(number)) == number


@pytest.mark.parametrize(
    ("text", "number"),
    [("二〇二一", 2021), ("廿三", 23), ("十", 10), ("一百零八", 108), ("⑫", 12), ("１２", 12), ("三十", 30), ("两", 2), ("㈠", 1)],
)
def test_every_kind_is_read(text: str, number: int) -> None:
    assert read_numeral(text) == number


@pytest.mark.parametrize("text", ["", "甲", "二三十", "1a", "①②"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert read_numeral(text) is None
