"""The bureau's own templates are strangers' files; a signed paper shows any later change."""

import io
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID
from django.conf import LazySettings
from docx import Document as Docx
from tests.cast import Cast
from tools import specimens

from mingqian.core.decision import Refused
from mingqian.documents import rendering, sealing, sheets, wordforms
from mingqian.documents.enums import Kind, Sealing
from mingqian.documents.models import Template
from mingqian.documents.services import templates

NOW = datetime(2026, 4, 20, 2, 0, tzinfo=UTC)
KIND = Kind.REVISIT_RECORD
NEEDED = [one.key for one in sheets.of(KIND).fields if one.required and one.key != "team"]
TABLE = "{%tr for row in team %}", "{{ row.name }} {{ row.certificate }}", "{%tr endfor %}"


def template(*lines: str, needed: bool = True) -> bytes:
    """A template with these lines, and with all that must be in one."""
    made = Docx()
    for line in [*([f"{{{{ {key} }}}}" for key in NEEDED] if needed else []), "{{ 文号 }}", *lines]:
        made.add_paragraph(line)
    rows = made.add_table(rows=3, cols=1)
    for row, text in zip(rows.rows, TABLE, strict=True):
        row.cells[0].text = text
    held = io.BytesIO()
    made.save(held)
    return held.getvalue()


def with_part(content: bytes, name: str, data: bytes) -> bytes:
    """The same file with one more part inside."""
    held = io.BytesIO(content)
    with zipfile.ZipFile(held, "a") as archive:
        archive.writestr(name, data)
    return held.getvalue()


def reasons(content: bytes) -> str:
    with pytest.raises(Refused) as refused:
        wordforms.demand_fit(KIND, content)
    return "；".join(one.reason for one in refused.value.decisions)


def test_a_template_that_names_what_is_not_there_or_leaves_out_what_must_be_is_told_all_of_it() -> None:
    told = reasons(template("{{ fine }}", needed=False))
    assert "“{{ fine }}”不是本文书的项目" in told
    assert "缺少必需的项目“subject”（检查对象）" in told and "“due_on”（改正期限）" in told


def test_a_template_is_refused_with_the_place_of_what_is_wrong_in_it() -> None:
    strange = reasons(
        template("改正期限：{{ due_day }}前", "{% for row in team %}{{ row.phone }}{% endfor %}")
    )
    assert (
        "正文第 " in strange
        and "段“改正期限：{{ due_day }}前”：模板里的“{{ due_day }}”不是本文书的项目" in strange
    )
    assert "“{{ row.phone }}”不是“回访人员”的一列" in strange
    unclosed = reasons(template("回访时间：{{ visited"))
    assert "段“回访时间：{{ visited" in unclosed and "括号没有成对" in unclosed
    assert f"段“{TABLE[0]}”：模板写法有误，{{%tr 只能写在表格里" in reasons(template(*TABLE))


def test_a_template_full_of_mistakes_is_refused_as_quickly_with_the_first_of_them() -> None:
    told = reasons(template(" ".join(f"{{{{ strange_{number} }}}}" for number in range(120))))
    assert told.count("段“") == 20 and "另有 100 处不是本文书的项目或列" in told
    assert "花括号太多" in reasons(template("{{ subject }}" * 2500))
    nested = "{% for row in team %}{% for one in team %}x{% endfor %}{% endfor %}"
    assert "写在另一个的重复里面" in reasons(template(nested))
    assert len(reasons(template("{{ " + "a" * 50_000 + " }}"))) < 500


@pytest.mark.parametrize(
    "line",
    [
        "{{ subject.__class__ }}",
        "{{ subject|upper }}",
        "{{ cycler() }}",
        "{% set x = 1 %}",
        "{% include 'x' %}",
        "{{ 9 * 9 }}",
        "{% for one in 'abc' %}x{% endfor %}",
    ],
)
def test_a_template_may_name_and_repeat_and_nothing_else(line: str) -> None:
    assert "模板" in reasons(template(line))


def test_macros_outside_links_and_other_files_are_refused() -> None:
    good = template()
    outside = b'<Relationships><Relationship TargetMode="External" Target="http://x"/></Relationships>'
    assert "宏" in reasons(with_part(good, "word/vbaProject.bin", b"x"))
    assert "外部" in reasons(with_part(good, "word/_rels/settings.xml.rels", outside))
    assert "不是 .docx" in reasons(b"%PDF-1.7") and "不是 .docx" in reasons(b"")


def test_what_hides_in_the_files_properties_is_read_too_and_a_bent_file_is_refused_in_words() -> None:
    good = template()
    titled = Docx(io.BytesIO(good))
    titled.core_properties.title = "{{ 'x' * 9 }}"
    held = io.BytesIO()
    titled.save(held)
    assert "不允许的写法" in reasons(held.getvalue())
    entry = good.index(b"PK\x01\x02")
    for place, byte in ((8, 1), (10, 77)):  # encrypted, packed in a way nobody knows
        bent = bytearray(good)
        bent[entry + place] = byte
        assert "损坏、加密" in reasons(bytes(bent))
    assert "模板写法有误" in reasons(template("{% if 文号 %}" * 2000))


@pytest.mark.django_db
@pytest.mark.clause("SZ-26")
def test_the_newest_template_is_filled_with_the_frozen_words(cast: Cast) -> None:
    unit = cast.legal_office.unit_id or 0
    for words in ("甲式", "乙式"):
        templates.upload(
            unit=unit, kind=KIND, name="回访.docx", content=template(words), by=cast.legal_office, now=NOW
        )
    assert [(one.version, one.state) for one in Template.objects.order_by("version")] == [
        (1, "ended"),
        (2, "in_use"),
    ]
    with pytest.raises(Refused, match="不能维护"):
        templates.upload(unit=unit, kind=KIND, name="x", content=template(), by=cast.inspector, now=NOW)
    words = sheets.frozen(KIND, specimens.fields(KIND) | {"words": "<b>&"})
    filled = Docx(io.BytesIO(wordforms.filled(template("{{ words }}"), words, specimens.frame(KIND))))
    text = "\n".join(one.text for one in filled.paragraphs)
    assert "鹭湾恒信劳务派遣有限公司" in text and "2026年6月3日" in text and "<b>&" in text
    assert wordforms._in_words([{"name": "方志成", "ink": "M1 2L3 4"}]) == [
        {"name": "方志成", "ink": "手写签名见PDF"}
    ]
    assert [row.cells[0].text for row in filled.tables[0].rows] == [
        "林海生 35990012001",
        "陈一帆 35990012017",
    ]


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, x509.Certificate]:
    """An organ's certificate made for this test."""
    key = rsa.generate_private_key(65537, 2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "鹭湾市人力资源和社会保障局（测试）")])
    begin = datetime(2020, 1, 1, tzinfo=UTC)
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(7).not_valid_before(begin).not_valid_after(begin + timedelta(days=36500))
        .add_extension(x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    place = tmp_path / "seal.p12"
    lock = serialization.BestAvailableEncryption(b"test")
    place.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", key, made, None, lock))
    return place, made


@pytest.mark.slow
@pytest.mark.clause("SZ-34")
def test_a_signed_paper_verifies_and_one_changed_byte_does_not(
    certificate: tuple[Path, x509.Certificate], settings: LazySettings
) -> None:
    from asn1crypto.x509 import Certificate
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    place, made = certificate
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSWORD = str(place), "test"
    driver = sealing.driver(Kind.VISIT_NOTICE)
    assert driver is not None and driver.sealing is Sealing.SIGNATURE
    assert sealing.driver(Kind.LEDGER) is None
    words = sheets.frozen(Kind.VISIT_NOTICE, specimens.fields(Kind.VISIT_NOTICE))
    plain = rendering.pdf(Kind.VISIT_NOTICE, words, specimens.frame(Kind.VISIT_NOTICE))
    signed = driver.seal(plain, "行政检查通知书")
    assert signed.startswith(plain)
    root = Certificate.load(made.public_bytes(serialization.Encoding.DER))

    def verdict(pdf: bytes) -> tuple[bool, bool]:
        (one,) = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
        status = validate_pdf_signature(one, ValidationContext(trust_roots=[root]))
        return status.intact, status.trusted

    assert verdict(signed) == (True, True)
    at = signed.index(b"pdfaid:part>2") + len(b"pdfaid:part>")
    assert verdict(signed[:at] + b"3" + signed[at + 1 :])[0] is False


def test_a_certificate_that_does_not_open_is_told(tmp_path: Path) -> None:
    (tmp_path / "no.p12").write_bytes(b"nothing")
    with pytest.raises(Refused, match="证书打不开"):
        sealing.PdfSignature(tmp_path / "no.p12", "x").seal(b"%PDF-1.7", "x")
