"""A draw in a folder: a list that never enters a database becomes a transcript which anybody verifies."""

import csv
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from tests.engines import lists as made_up

from mingqian.core.canonical import Suite, document_hash, parse
from mingqian.core.decision import Refused
from mingqian.core.draw import ceremony as arithmetic
from mingqian.core.draw import roll, rows
from mingqian.engines import choice
from mingqian.site import cli
from mingqian.site.folder_draw import ceremony, entries, lists, publishing, rollmaking
from mingqian.site.folder_draw.book import Book

START = datetime(2026, 6, 3, 1, 0, tzinfo=UTC)
HEADS = ("统一社会信用代码", "名称", "employees", "区", "状态", "签数")
ROLES = ("organiser", "witness")
DICE, DRAND = "50829174633071925090", "5f" * 32
TEXTS = dict.fromkeys(("F:TS", "F:XK", "F:RD", "X:3M", "S:EZ"), "示例")


def secret(role: str) -> str:
    return role[0].upper() * 20


def table(size: int) -> list[list[str]]:
    found = []
    for at in range(size):
        one = made_up.entry(1, at)
        status = "" if one.status == "E" else one.status.replace("F:RD", "F:XK")
        number = one.identity.partition(":")[2]
        found.append([number, f"示例企业{at}", str(at), one.stratum, status, str(one.weight)])
    return found


def written(place: Path, rows_: list[list[str]], encoding: str = "utf-8-sig") -> Path:
    with place.open("w", newline="", encoding=encoding) as stream:
        csv.writer(stream).writerows([HEADS, *rows_])
    return place


def columns() -> entries.Columns:
    return entries.Columns(HEADS[0], stratum="区", status="状态", weight="签数")


def judged(file: Path) -> entries.Judged:
    listing = lists.opened(file)
    return entries.Judged(
        listing, entries.chosen(listing, columns(), {"名称": "name", "employees": "employees"})
    )


def quiet(done: int, total: int) -> None:
    assert done <= total


class Holding:
    """Drives the steps with a clock of its own."""

    def __init__(self, place: Path, suite: Suite, *, engine: str = "core", sealed: bool = True) -> None:
        self.place, self.suite, self.now = place / "draw", suite, START
        self.place.mkdir()
        self.engine = choice.named(engine)
        self.key = made_up.KEY if sealed else None

    @property
    def book(self) -> Book:
        """Read anew for every step, as the command does."""
        self.now += timedelta(minutes=1)
        return Book(self.place)

    def freeze(self, file: Path) -> None:
        label = ceremony.Label("LW-06", "subject", "示例", self.suite, TEXTS, self.key)
        ceremony.freeze(self.book, judged(file), label, now=self.now, tell=quiet)

    def announce(self, **changes: Any) -> None:
        policy = self.place / "pack.toml"
        policy.write_text("示例")
        plan = ceremony.template(self.book, policy=policy, ppm=100_000, now=self.now) | changes
        text = json.dumps(plan, ensure_ascii=False).replace(ceremony.BLANK, "鹭湾市")
        (self.place / "plan.json").write_text(text)
        ceremony.announce(
            self.book, self.place / "plan.json", self.engine, conflict_key="c" * 64, now=self.now
        )

    def seal(self) -> None:
        plan_hash = document_hash(self.suite, self.book.announced)
        commits = {
            party["role"]: arithmetic.commit(
                self.suite, plan_hash=plan_hash, role=party["role"], secret=secret(party["role"])
            )
            for party in self.book.announced["parties"]
        }
        ceremony.seal(self.book, commits, now=self.now)

    def reveal(self, *roles: str) -> None:
        ceremony.reveal(self.book, {role: secret(role) for role in roles}, now=self.now)

    def public(self, value: str) -> None:
        ceremony.public(self.book, [value], "照片", now=self.now)

    def publish(self) -> publishing.Verdict:
        return publishing.publish(self.book, self.place.parent / "out")


def beacon() -> dict[str, Any]:
    limits = {
        "reveal": "2026-06-03T02:00:00Z",
        "public": "2026-06-03T06:00:00Z",
        "publish": "2026-06-03T07:00:00Z",
    }
    source = {"src": "drand", "at": "2026-06-03T03:00:00Z", "chain": "52" * 32, "round": 7}
    return {"order": arithmetic.BEACON, "public": [source], "deadlines": limits}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("suite", "engine", "sealed", "order"),
    [
        (Suite.SHA256, "duckdb", True, "table"),
        (Suite.SM3, "sqlite", False, "table"),
        (Suite.SM3, "core", True, "beacon"),
    ],
)
def test_a_list_becomes_a_transcript_that_anybody_accepts(
    tmp_path: Path, suite: Suite, engine: str, sealed: bool, order: str
) -> None:
    if engine == "duckdb":
        pytest.importorskip("duckdb")
    draw = Holding(tmp_path, suite, engine=engine, sealed=sealed)
    draw.freeze(written(tmp_path / "a.csv", table(400), "gb18030"))
    draw.announce(**(beacon() if order == "beacon" else {}))
    draw.seal()
    if order == "beacon":
        draw.reveal(*ROLES)
        draw.now += timedelta(hours=3)
        draw.public(DRAND)
    else:
        draw.public(DICE)
        draw.reveal(ROLES[0])
        draw.reveal(ROLES[1])
    drawn = ceremony.compute(draw.book, draw.engine, now=draw.now)
    assert sum(one["k"] for one in drawn["strata"]) > 20
    verdict = draw.publish()
    assert verdict.ok, "\n".join(verdict.lines)
    assert verdict.last.startswith("结论：接受")
    (draw.place.parent / "out" / "LW-06.roll").write_bytes(
        draw.place.joinpath("LW-06.roll").read_bytes()[:-2]
    )
    assert not publishing.verifying.run(draw.place.parent / "out").ok


def test_the_roll_is_that_of_the_core_however_small_the_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rollmaking, "HELD", 70)
    draw = Holding(tmp_path, Suite.SHA256)
    file = written(tmp_path / "a.csv", table(500))
    draw.freeze(file)
    expected = rows.build(Suite.SHA256, judged(file).entries(quiet), key=made_up.KEY)
    assert draw.book.roll_file({"list_id": "LW-06"}).read_bytes() == roll.file_bytes(expected)
    (header,) = draw.book.bodies("roll")
    assert header == roll.header(
        Suite.SHA256, expected, kind="subject", list_id="LW-06", snapshot_at=header["snapshot_at"], source="示例",
        ids=["USCC"], texts=TEXTS, key=made_up.KEY,
    )  # fmt: skip
    assert len((draw.place / "private" / "LW-06.ids").read_text().split()) == 500


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        ({2: ("9 1", 0)}, "第 4 行：标识“USCC:9 1”不合规"),
        ({3: ("思明", 3)}, "第 5 行：层名“思明”不合规"),
        ({0: ("查", 4)}, "第 2 行：状态“查”不合规"),
        ({1: ("1000", 5)}, "第 3 行：签数“1000”不合规"),
        ({4: ("一\x01家", 1)}, "第 6 行：列“名称”的文字里有控制字符"),
        ({5: ("913502000000000000", 0)}, "第 2 行：标识 USCC:913502000000000000 出现不止一次"),
    ],
)
def test_a_row_that_cannot_stand_in_a_roll_is_told_with_its_number(
    tmp_path: Path, spoil: dict[int, tuple[str, int]], told: str
) -> None:
    found = table(8)
    found[0][0] = "913502000000000000"
    for number, (value, column) in spoil.items():
        found[number][column] = value
    draw = Holding(tmp_path, Suite.SHA256)
    with pytest.raises(Refused) as refused:
        draw.freeze(written(tmp_path / "a.csv", found))
    assert told in str(refused.value)
    assert draw.book.events == []
    assert list(draw.place.iterdir()) == []


def test_a_refused_second_list_leaves_the_key_of_the_first(tmp_path: Path) -> None:
    draw = Holding(tmp_path, Suite.SHA256)
    draw.freeze(written(tmp_path / "a.csv", table(8)))
    kept = {file.name: file.read_bytes() for file in (draw.place / "private").iterdir()}
    assert sorted(kept) == ["LW-06.ids", "roll.key"]
    assert all(file.stat().st_mode & 0o777 == 0o600 for file in (draw.place / "private").iterdir())
    label = ceremony.Label("LW-07", "subject", "示例", draw.suite, TEXTS, draw.key)
    sound = judged(written(tmp_path / "b.csv", table(8)))
    with pytest.raises(Refused, match="早于上一步"):
        ceremony.freeze(draw.book, sound, label, now=START, tell=quiet)
    assert {file.name: file.read_bytes() for file in (draw.place / "private").iterdir()} == kept
    assert not (draw.place / "LW-07.roll").exists()


def test_a_stratum_in_chinese_is_told_to_become_a_code(tmp_path: Path) -> None:
    found = table(3)
    found[1][3] = "思明区"
    with pytest.raises(Refused, match=r"第 3 行：层名“思明区”不合规.*不能用汉字.*加一列代码"):
        Holding(tmp_path, Suite.SHA256).freeze(written(tmp_path / "a.csv", found))


@pytest.mark.parametrize(
    ("content", "told", "remedy"),
    [
        (",".join(HEADS) + "\n", "只有表头，一行也没有", "核对导出的文件"),
        (",".join(HEADS) + f"\n{'长' * 200_000},,1,A,,1\n", "第 2 行附近有一格太长", "缩短这一格"),
    ],
)
def test_a_list_without_rows_or_with_an_endless_cell_is_told_as_such(
    tmp_path: Path, content: str, told: str, remedy: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text(content, encoding="utf-8")
    draw = Holding(tmp_path, Suite.SHA256)
    with pytest.raises(Refused) as refused:
        draw.freeze(file)
    assert told in str(refused.value) and remedy in str(refused.value)
    assert "--code" not in str(refused.value) and "编码" not in str(refused.value)


def test_a_bottomless_plan_is_refused_in_words(tmp_path: Path) -> None:
    draw = Holding(tmp_path, Suite.SHA256)
    draw.freeze(written(tmp_path / "a.csv", table(8)))
    for text in (
        "[" * 100_000,
        '{"items":' * 400 + "1" + "}" * 400,
        '{"items": 1.5}',
        '{"items": 9007199254740992}',
    ):
        (draw.place / "plan.json").write_text(text)
        with pytest.raises(Refused, match=r"plan\.json"):
            ceremony.announce(
                draw.book, draw.place / "plan.json", draw.engine, conflict_key="c" * 64, now=draw.now
            )


def test_a_list_of_fractions_is_refused_before_a_row_is_read(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "a.parquet"
    duckdb.execute(f"COPY (SELECT '91A' AS id, 1.5::DOUBLE AS capital) TO '{file}' (FORMAT parquet)")
    with pytest.raises(Refused, match="列 capital 是小数"):
        lists.opened(file)


def test_parquet_keeps_numbers_days_and_blanks_as_they_are(tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    file = tmp_path / "a.parquet"
    duckdb.execute(
        "COPY (SELECT 'a' || range AS id, range AS employees, range = 1 AS branch, DATE '2026-06-01' AS since,"
        f" NULL::VARCHAR AS note, 2 AS slips FROM range(3)) TO '{file}' (FORMAT parquet)"
    )
    listing = lists.opened(file)
    given = entries.chosen(listing, entries.Columns("id", weight="slips"), None)
    found = list(entries.Judged(listing, given).entries(quiet))
    record = {"employees": 1, "branch": True, "since": "2026-06-01", "note": None}
    assert found[1] == rows.Entry("USCC:A1", record, "ALL", "E", 2)
    assert len(rows.build(Suite.SHA256, found)) == 3


def test_steps_come_in_their_order_and_a_secret_must_fit(tmp_path: Path) -> None:
    draw = Holding(tmp_path, Suite.SHA256)
    draw.freeze(written(tmp_path / "a.csv", table(60)))
    with pytest.raises(Refused, match="现在不能封签"):
        ceremony.seal(draw.book, {}, now=draw.now)
    draw.announce()
    with pytest.raises(Refused, match="现在不能录入公开随机数"):
        draw.public(DICE)
    draw.seal()
    with pytest.raises(Refused, match="应有 20 个点数"):
        draw.public("123")
    draw.public(DICE)
    with pytest.raises(Refused, match="揭示的次序是 organiser、witness"):
        draw.reveal("witness")
    with pytest.raises(Refused, match="与封签不符"):
        ceremony.reveal(draw.book, {"organiser": "X" * 20}, now=draw.now)
    with pytest.raises(Refused, match="早于上一步"):
        ceremony.reveal(draw.book, {"organiser": secret("organiser")}, now=START)
    assert draw.book.due() == "reveal"


def test_a_party_that_stays_silent_before_a_beacon_cannot_speak_after_it(tmp_path: Path) -> None:
    draw = Holding(tmp_path, Suite.SHA256)
    draw.freeze(written(tmp_path / "a.csv", table(60)))
    parties = [{"role": role, "unit": role, "outside": role != "organiser"} for role in (*ROLES, "third")]
    draw.announce(**beacon(), parties=parties)
    draw.seal()
    draw.reveal("witness")
    draw.now += timedelta(hours=3)
    with pytest.raises(Refused, match="现在不能录入公开随机数"):
        draw.public(DRAND)
    draw.now -= timedelta(hours=3)
    draw.reveal("organiser")
    with pytest.raises(Refused, match="还没有到公布时刻"):
        draw.public(DRAND)
    draw.now += timedelta(hours=3)
    with pytest.raises(Refused, match="已过揭示期限"):
        draw.reveal("third")
    draw.public(DRAND)
    with pytest.raises(Refused, match="现在不能揭示"):
        draw.reveal("third")
    ceremony.compute(draw.book, draw.engine, now=draw.now)
    verdict = draw.publish()
    assert verdict.ok, "\n".join(verdict.lines)


def test_a_voided_draw_is_published_as_such(tmp_path: Path) -> None:
    draw = Holding(tmp_path, Suite.SHA256)
    draw.freeze(written(tmp_path / "a.csv", table(60)))
    draw.announce()
    draw.seal()
    draw.public(DICE)
    draw.reveal("organiser")
    told: Any = {"reason": "PARTY", "evidence": "见证人离场", "now": draw.now}
    with pytest.raises(Refused, match="不能由组织方自己批准"):
        ceremony.void(draw.book, approved_by="organiser", **told)
    ceremony.void(draw.book, approved_by="upper", **told)
    with pytest.raises(Refused, match="现在不能揭示"):
        draw.reveal("witness")
    verdict = draw.publish()
    assert verdict.ok, "\n".join(verdict.lines)


def test_a_changed_line_of_the_log_or_a_lost_key_stops_the_draw(tmp_path: Path) -> None:
    draw = Holding(tmp_path, Suite.SHA256)
    draw.freeze(written(tmp_path / "a.csv", table(60)))
    log = draw.place / "journal.jsonl"
    sound = log.read_bytes()
    log.write_bytes(sound.replace(b'"n":60', b'"n": 60', 1))
    with pytest.raises(Refused, match="不是写入时的样子"):
        _ = draw.book.events
    log.write_bytes(sound)
    draw.announce()
    (draw.place / "private" / "conflict.key").write_text("gone")
    with pytest.raises(Refused, match="密钥文件"):
        draw.book.key("conflict.key")


@pytest.mark.slow
def test_the_command_holds_a_draw_and_says_what_comes_next(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = tmp_path / "draw"

    def typed(*words: str | Path) -> str:
        code = cli.run(["draw-roll", *map(str, words), "--into", str(place)])
        said = capsys.readouterr()
        assert code == 0, said.err
        return said.out

    about = ("--list", "LW-06", "--id", HEADS[0], "--stratum", "区", "--status", "状态", "--weight", "签数")
    codes = [word for code in TEXTS for word in ("--code", f"{code}=示例")]
    file = written(tmp_path / "a.csv", table(300))
    told = typed(file, *about, "--record", "名称=name", *codes)
    assert "名录 LW-06：300 行" in told
    assert "下一步：公告（--announce）" in told
    assert "请填写" in typed("--template", file, "--rate", "8%")
    plan = place / "plan.json"
    plan.write_text(plan.read_text().replace(ceremony.BLANK, "鹭湾市"))
    plan_hash = typed("--announce", "--engine", "sqlite").split()[1]
    commits: list[str] = []
    for role, pasted in zip(ROLES, ("{}  -", "SM3(stdin)= {}"), strict=True):
        (tmp_path / role).write_text(secret(role) + "\n")
        commit = arithmetic.commit(Suite.SHA256, plan_hash=plan_hash, role=role, secret=secret(role))
        commits += ["--commit", f"{role}={pasted.format(commit)}"]
    assert "下一步：录入公开随机数" in typed(*commits)
    typed("--public", DICE)
    typed(*(word for role in ROLES for word in ("--reveal", f"{role}={tmp_path / role}")))
    said, private = typed("--compute"), place / "private" / "drawn.csv"
    assert "引擎 sqlite" in said
    assert f"抽中的是谁：{private}" in said
    assert private.stat().st_mode & 0o777 == 0o600
    _names_whoever_was_drawn(private, place)
    assert "结论：接受" in typed("--publish", tmp_path / "out")
    published = {"transcript.json", "LW-06.roll", "mingqian_verify.py", "mingqian_verify.html"}
    assert {file.name for file in (tmp_path / "out").iterdir()} == published
    plan_doc = parse((tmp_path / "out" / "transcript.json").read_bytes())["events"][1]["event"]["body"]
    assert plan_doc["engine"]["version"].startswith("1 sqlite ")


def _names_whoever_was_drawn(file: Path, place: Path) -> None:
    """Every id of the table hashes to its tag, and the tags are those of the result, in its order."""
    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as stream:
        found = list(csv.DictReader(stream))
    words = (("forced", "必查"), ("drawn", "抽中"), ("reserve", "备选"))
    assert [(row["层"], row["次序"], row["状态"], row["标签"]) for row in found] == [
        (one["stratum"], str(at), word, tag)
        for one in parse((place / "result.json").read_bytes())["strata"]
        for part, word in words
        for at, tag in enumerate(one[part], 1)
    ]
    key = (place / "private" / "roll.key").read_text().strip()
    for row in found:
        salt = rows.salt_of(Suite.SHA256, row["标识"], key)
        assert rows.tag_of(Suite.SHA256, row["标识"], salt) == row["标签"]


def test_the_command_refuses_in_plain_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for words, told in (
        (["nowhere.csv", "--list", "A", "--id", "x"], "没有这个文件"),
        (["nowhere.csv"], "生成名录还缺 --list、--id"),
        (["--announce"], "现在不能公告"),
        (["--announce", "--engine", "postgresql"], "没有写明 PostgreSQL 在哪里"),
    ):
        assert cli.run(["draw-roll", *words, "--into", str(tmp_path)]) == 1
        assert told in capsys.readouterr().err
    dash = ["--commit", "organiser=" + "a" * 64, "-"]
    assert cli.run(["draw-roll", *dash, "--into", str(tmp_path)]) == 2
    assert "请去掉，只留 64 位" in capsys.readouterr().err
