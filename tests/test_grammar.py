"""Every example and reject of grammars/, one test id each; a slip in a grammar file is named with its place."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rectiparse import GrammarError
from rectiparse.fields import find_labels
from rectiparse.grammar import FILES, load_grammar
from rectiparse.grammar_files import Example, RuleEntry, build_source, read_grammar_file
from rectiparse.numerals import read_numeral
from rectiparse.patterns import FirstCharacters, compile_pattern
from rectiparse.source import fold

GRAMMAR = load_grammar()
SAMPLES = Path(__file__).parents[1] / "samples"
WHOLE = ("deadlines", "metadata")
"""Read by readers of their own: test_deadlines.py, test_metadata.py."""
AT_START = ("headings", "structure", "furniture")
"""Matched where the text begins, not searched."""
ENTRIES = [(name, rule) for name in FILES if name not in WHOLE for rule in read_grammar_file(GRAMMAR.directory / f"{name}.toml").rule]
SEARCHED = (
    "statement",
    "closing-bracket",
    "time-words",
    "bold",
    "stray-blank",
    "stretched-blank",
    "cell-end",
    "members",
    "before-no-label",
    "persons-first",
    "sign-of-preview-page",
    "sign-of-contents-line",
)


def is_found(name: str, rule: RuleEntry, text: str) -> bool:
    """Whether the rule reads something in the text, the way its reader uses it."""
    folded = fold(text)
    if name == "labels":
        shape = GRAMMAR.labels.compiled(rule.id)
        labels = [x for x in find_labels(folded, 0, len(folded), GRAMMAR) if shape.fullmatch(x.word)]
        return bool(labels) and all(x.field == rule.means for x in labels)
    pattern = getattr(GRAMMAR, name).compiled(rule.id)
    if name in AT_START and rule.id not in SEARCHED:
        return pattern.match(folded) is not None
    return pattern.search(folded) is not None


def cases(kind: str) -> list:
    return [pytest.param(n, r, e, id=f"{n}:{r.id}:{getattr(e, 'text', e)}") for n, r in ENTRIES for e in getattr(r, kind)]


@pytest.mark.parametrize(("name", "rule", "example"), cases("examples"))
def test_an_example_is_read(name: str, rule: RuleEntry, example: Example) -> None:
    assert is_found(name, rule, example.text)
    if name == "headings" and "number" in example.gives:
        match = GRAMMAR.headings.compiled(rule.id).match(fold(example.text))
        assert match is not None and read_numeral(match["n"]) == example.gives["number"]


@pytest.mark.parametrize(("name", "rule", "text"), cases("rejects"))
def test_a_reject_is_not_read(name: str, rule: RuleEntry, text: str) -> None:
    assert not is_found(name, rule, text)


@pytest.mark.parametrize("name", FILES)
def test_every_pattern_compiles(name: str) -> None:
    rules = getattr(GRAMMAR, name)
    for rule in rules.rules:
        compile_pattern(rule.source)


SLIPS = {
    "a key": ('[[rule]]\nid = "x"\nmeans = "y"\npatern = "a"\nexamples = [{ text = "a" }]\nrejects = ["b"]\n', "patern"),
    "no example": ('[[rule]]\nid = "x"\nmeans = "y"\npattern = "a"\nexamples = []\nrejects = ["b"]\n', "examples"),
    "no reject": ('[[rule]]\nid = "x"\nmeans = "y"\npattern = "a"\nexamples = [{ text = "a" }]\n', "rejects"),
    "words and pattern": (
        '[[rule]]\nid = "x"\nmeans = "y"\nwords = ["a"]\npattern = "a"\nexamples = [{ text = "a" }]\nrejects = ["b"]\n',
        "either words or a pattern",
    ),
    "twice": ('[[rule]]\nid = "x"\nmeans = "y"\npattern = "a"\nexamples = [{ text = "a" }]\nrejects = ["b"]\n' * 2, "stands twice"),
    "no TOML": ("[[rule\n", "no TOML"),
    "pattern": (
        '[[rule]]\nid = "x"\nmeans = "y"\npattern = "(a"\nexamples = [{ text = "a" }]\nrejects = ["b"]\n',
        "does not compile",
    ),
}


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_named_with_its_place(tmp_path: Path, slip: str) -> None:
    folder = tmp_path / "grammars"
    shutil.copytree(GRAMMAR.directory, folder)
    text, said = SLIPS[slip]
    (folder / "roles.toml").write_text("\n\n" + text, encoding="utf-8")
    with pytest.raises(GrammarError) as error:
        load_grammar(folder)
    assert "roles.toml" in str(error.value) and said in str(error.value)


def test_a_missing_file_and_a_wrong_encoding_are_named(tmp_path: Path) -> None:
    folder = tmp_path / "grammars"
    shutil.copytree(GRAMMAR.directory, folder)
    (folder / "roles.toml").write_bytes("[[rule]]\nid = '\xff'".encode("latin-1"))
    with pytest.raises(GrammarError, match="no UTF-8"):
        load_grammar(folder)
    (folder / "roles.toml").unlink()
    load_grammar.cache_clear()
    with pytest.raises(GrammarError, match="can't read"):
        load_grammar(folder)


@pytest.mark.parametrize(
    ("source", "text"), [("(?<=。)附则", "。附则"), (r"\B附则", "第附则"), ("附则|总则", "附则"), ("(?<!第)附则", "。附则")]
)
def test_where_a_pattern_matches_its_first_character_says_so(source: str, text: str) -> None:
    pattern = compile_pattern(source)
    assert pattern.match(text, text.index("附")) and FirstCharacters(pattern)["附"]


def test_a_first_character_that_can_not_begin_a_match() -> None:
    assert not FirstCharacters(compile_pattern("附则|总则"))["一"]


def test_characters_that_a_pattern_does_not_write_are_judged_as_one() -> None:
    chars = sorted({char for sample in SAMPLES.glob("*.txt") for char in sample.read_text(encoding="utf-8")} | set("龘龤一龥鿿㐀"))
    for name in FILES:
        for rule in getattr(GRAMMAR, name).rules:
            pattern = compile_pattern(rule.source)
            if "(?<=" not in rule.source:
                opens = FirstCharacters(pattern)
                wrong = [char for char in chars if opens[char] != (pattern.match(char, partial=True) is not None)]
                assert not wrong, (rule.id, wrong)


def test_a_range_of_some_chinese_characters_is_not_judged_as_one() -> None:
    opens = FirstCharacters(compile_pattern("[甲-电]局|[一-龥]委"))
    assert [opens[char] for char in "甲田电龘"] == [True] * 4
    opens = FirstCharacters(compile_pattern("[一-丁]局"))
    assert [opens[char] for char in "一丁七田龘"] == [True, True, False, False, False]


def test_a_definition_may_have_any_name() -> None:
    rule = RuleEntry(id="a", means="m", pattern="{动作-2}{0,2}丁", examples=(Example(text="丁"),), rejects=("甲",))
    assert build_source(rule, {"Act": "甲|乙", "动作-2": "{Act}丙"}) == "(?:(?:甲|乙)丙){0,2}丁"
