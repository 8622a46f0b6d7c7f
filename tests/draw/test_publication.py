"""What becomes public, when, and what never does."""

from pathlib import Path
from typing import Any

import pytest
from tests.draw.table import Table, judge
from tests.draw.test_ceremony import one_file

from mingqian.audit import selectors as audits
from mingqian.core import notes
from mingqian.core.canonical import parse
from mingqian.core.decision import Refused
from mingqian.draw import services as draws
from mingqian.draw.selectors import logs, outcome

STAGE = "signed"


def transcript(folder: Path) -> dict[str, Any]:
    doc: dict[str, Any] = parse((folder / "transcript.json").read_bytes())
    return doc


def opened(folder: Path, kind: str = "subject") -> set[str]:
    doc = transcript(folder)
    kinds = {
        event["event"]["body"]["root"]: event["event"]["body"]["kind"]
        for event in doc["events"]
        if event["event"]["kind"] == "roll"
    }
    assert kind in kinds.values()
    return {one["id"] for one in doc["openings"] if one["id"].startswith("USCC:")}


def test_nothing_is_written_before_the_result_is_published(table: Table, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="尚未公布"):
        table.write(tmp_path / "draw")
    assert not (tmp_path / "draw").exists()


def test_the_directory_holds_all_it_takes_and_says_how(table: Table, tmp_path: Path) -> None:
    table.publish()
    written = table.write(tmp_path / "draw")
    assert set(written.files) == {
        "transcript.json", "mingqian_verify.py", "README.txt", "JG01.txt", "JG05.txt", "enforcement-pool.txt",
        "sign-off-1.json", "sign-off-2.json", "plan.json", "seal.json", "result.json",
        "mingqian_verify.html",
    }  # fmt: skip
    assert {path.name for path in (tmp_path / "draw").iterdir()} == set(written.files)
    told = (tmp_path / "draw" / "README.txt").read_text(encoding="utf-8")
    assert "python3 mingqian_verify.py transcript.json" in told


def test_one_changed_character_is_noticed(table: Table, tmp_path: Path) -> None:
    table.publish()
    table.write(tmp_path / "draw")
    assert one_file(tmp_path / "draw") == 0
    target = tmp_path / "draw" / "JG01.txt"
    text = target.read_text()
    target.write_text(text.replace(text[0], "0" if text[0] != "0" else "1", 1))
    assert one_file(tmp_path / "draw") == 1
    assert not judge(tmp_path / "draw").ok


def test_sealed_subjects_are_opened_after_their_visit_or_the_completion(table: Table, tmp_path: Path) -> None:
    table.publish()
    table.write(tmp_path / "early")
    assert opened(tmp_path / "early") == set()
    first = outcome.sheet(table.cast.draw_operator, table.code).items[0].drawn[0]
    table.write(tmp_path / "visited", visited=[first.identity])
    assert opened(tmp_path / "visited") == {first.identity}
    table.complete()
    table.write(tmp_path / "complete")
    everyone = outcome.sheet(table.cast.draw_operator, table.code)
    assert opened(tmp_path / "complete") == {one.identity for item in everyone.items for one in item.drawn}


def test_a_signature_lies_beside_the_transcript_and_its_digest_in_the_log(
    table: Table, tmp_path: Path
) -> None:
    from mingqian.core.canonical import document_hash

    table.publish()
    table.write(tmp_path / "draw")
    media = [
        one["event"]["body"]
        for one in transcript(tmp_path / "draw")["events"]
        if one["event"]["kind"] == "media"
    ]
    for number, body in enumerate(media, 1):
        doc = parse((tmp_path / "draw" / f"sign-off-{number}.json").read_bytes())
        assert document_hash(table.suite, doc) == body["digest"]
        assert doc["result"] == table.row.result_hash


def test_a_signature_or_copy_that_was_changed_is_refused_by_the_one_file_program(
    table: Table, tmp_path: Path
) -> None:
    """有异议 cannot become 无异议 on its way to the reader: the log holds the digest."""
    table.publish()
    table.write(tmp_path / "draw")
    paper = tmp_path / "draw" / "sign-off-1.json"
    assert one_file(tmp_path / "draw") == 0
    signed = paper.read_bytes()
    paper.write_bytes(signed.replace(b"no_objection", b"objection"))
    assert one_file(tmp_path / "draw") == 1
    paper.write_bytes(signed)
    # Neither does a result that somebody reads instead of the transcript.
    copy = tmp_path / "draw" / "result.json"
    copy.write_bytes(copy.read_bytes().replace(b'"drawn":[', b'"drawn":["' + b"0" * 64 + b'",', 1))
    assert one_file(tmp_path / "draw") == 1


def test_a_result_is_published_once(table: Table) -> None:
    table.publish()
    with pytest.raises(Refused):
        table.publish()


def test_events_of_other_draws_in_the_log_do_not_hinder_the_proofs(table: Table, tmp_path: Path) -> None:
    table.publish()
    table.write(tmp_path / "alone")
    before = logs.checkpoint(table.origin)
    row = table.row
    draws.log.append(
        row.log, "media", {"name": "录像", "digest": "0" * 64}, draw=row, role="witness",
        told="draw.signed", by=table.cast.discipline_witness, now=table.tick(),
    )  # fmt: skip
    assert logs.checkpoint(table.origin) != before
    table.write(tmp_path / "later")
    assert judge(tmp_path / "alone").ok and judge(tmp_path / "later").ok


def test_the_checkpoint_of_the_transcript_holds_under_the_bureaus_key(table: Table, tmp_path: Path) -> None:
    table.publish()
    table.write(tmp_path / "draw")
    note = notes.of_lines(transcript(tmp_path / "draw")["checkpoint"])
    keys = audits.notes.own_keys(table.origin)
    assert notes.verified(keys, note) == (keys, [])
