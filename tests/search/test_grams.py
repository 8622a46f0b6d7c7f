"""How text becomes pieces: pure, with the table of what finds what."""

import pytest

from mingqian.search import grams


def finds(question: str, title: str, *words: str) -> bool:
    """By pieces alone, as the index sees it."""
    filed = grams.pieces(title, words)
    asked = grams.terms(question)
    return bool(asked) and all(any(set(way) <= filed for way in term.ways) for term in asked)


@pytest.mark.parametrize(
    ("question", "found"),
    [
        ("恒筑", True),
        ("湖滨恒筑建设", True),
        ("鹭湾恒筑", False),
        ("建设 鹭湾", True),
        ("鹭湾湖滨恒筑", True),
        ("（湖滨）", True),
        ("建筑", False),
        ("恒", False),
        ("hzjs", True),
        ("LWHB", True),
        ("hzz", False),
        ("91359900MA00000001", True),
        ("ma0000", True),
        ("０００１", True),
        ("91350200", False),
        ("恒筑 0001", True),
        ("", False),
        ("   ", False),
    ],
)
def test_a_firm_is_found_by_what_an_officer_types(question, found):
    assert finds(question, "鹭湾（湖滨）恒筑建设有限公司", "91359900MA00000001") is found


@pytest.mark.parametrize(
    ("name", "initials"),
    [("厦门", "xm"), ("重庆", "cq"), ("长乐", "cl"), ("单雄", "sx"), ("张三", "zs"), ("欧阳询", "oyx")],
)
def test_initials_lead_to_names_with_characters_of_two_readings(name, initials):
    assert finds(initials, name)


def test_an_earlier_name_finds_the_firm():
    assert finds("旧名", "鹭湾新名有限公司", "鹭湾旧名有限公司")


@pytest.mark.parametrize(
    "question", ["\x00\x00", "''\"\"", "%%%", "😀😀", "AND OR NOT", "*" * 5000, "恒" * 5000]
)
def test_no_question_breaks_the_pieces(question):
    """Pieces are letters, digits and Han characters, whatever was asked: nothing in them can be a command."""
    for term in grams.terms(question):
        for way in term.ways:
            assert all(piece.isalnum() for piece in way)
            assert len(way) <= grams.LENGTH


def test_letters_of_other_scripts_are_pieces_too():
    assert finds("таве", "Таверна")
