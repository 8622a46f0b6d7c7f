"""Fictional firms, items and inspectors of 鹭湾市 for the tests of the registries."""

from dataclasses import replace
from datetime import date
from typing import Any

from mingqian.accounts.enums import Role
from mingqian.accounts.types import Actor
from mingqian.core import identifiers
from mingqian.policy import loader
from mingqian.registry import services
from mingqian.registry.enums import BasisLevel, InspectorClass, Level, Scheme, SubjectKind
from mingqian.registry.models import RuleDocument, Subject
from mingqian.registry.services.inspectors import Credential, Keepers
from mingqian.registry.services.item_lists import Desk, Loaded, Supplement
from mingqian.registry.types import BasisRef, ItemFacts, Wording

KEEPERS = Keepers(frozenset({Role.LEGAL_OFFICE}))
PEPPER = b"a pepper kept outside the database"
LAW = "LDHTF"


def uscc(number: int, division: str = "359901") -> str:
    """A valid code of the fictional prefix 3599."""
    body = f"91{division}MA9{number:06d}"
    return body + identifiers.uscc_check(body)


def firm(
    cast: Any, number: int, *, by: Actor | None = None, unit: str = "", tag: str = "", **more: Any
) -> Subject:
    """One enterprise; the fields a test does not name are empty."""
    fields = {"name": f"鹭湾示例{number}有限公司", **more.pop("fields", {})}
    keeper = by or cast.legal_office
    subject = services.subjects.register(
        scheme=Scheme.USCC,
        number=uscc(number),
        kind=more.pop("kind", SubjectKind.ENTERPRISE),
        unit=unit or cast.bureau,
        fields=fields,
        by=keeper,
        now=cast.now,
        **more,
    )
    if tag:
        services.subjects.tag(code=subject.code, tag=tag, source="test", by=keeper, now=cast.now)
    return subject


def rows(cast: Any, count: int, *, kind: SubjectKind = SubjectKind.ENTERPRISE, **more: Any) -> list[Subject]:
    """Many subjects at once, past the services: what an import leaves behind."""
    unit = Subject._meta.get_field("unit").related_model.objects.get(code=more.pop("unit", cast.bureau))
    person = kind is SubjectKind.NATURAL_PERSON
    scheme = Scheme.PID if person else Scheme.USCC
    numbers = [f"{n:08d}" if person else uscc(n) for n in range(1, count + 1)]
    facts = more.pop("facts", lambda n: {})
    return Subject.objects.bulk_create(
        [
            Subject(
                code=f"{scheme}:{number}",
                scheme=scheme.value,
                number=number,
                kind=kind.value,
                unit=unit,
                name=f"鹭湾示例{n}",
                facts=facts(n),
                changed_at=cast.now,
                changed_by="test",
                **more,
            )
            for n, number in enumerate(numbers, 1)
        ]
    )


def law(cast: Any, code: str = LAW, *, level: BasisLevel = BasisLevel.LAW, title: str = "劳动合同法") -> str:
    """A registered document to rest an item on."""
    services.rule_documents.register(
        code=code, title=title, level=level, unit=cast.bureau, by=cast.legal_office, now=cast.now
    )
    return code


def wording(**more: Any) -> Wording:
    """对劳务派遣企业的监督检查, complete."""
    base = Wording(
        name="对劳务派遣企业的监督检查",
        category=1,
        item_class="general",
        inspector_class="enforcement",
        subject_tags=("labour_dispatch",),
        methods=("on_site", "written"),
        contents=("依法申请行政许可情况",),
        departments=("劳动关系处",),
        evaluation_method="劳务派遣检查评价办法 2026年第1版",
        bases=(BasisRef(LAW, "第五十七条"),),
    )
    return replace(base, **more)


def draft(cast: Any, code: str = "LW-05", *, by: Actor | None = None, **more: Any) -> ItemFacts:
    """A draft by the second legal officer, or by whoever is named."""
    unit, jurisdiction = more.pop("unit", cast.bureau), more.pop("jurisdiction", cast.bureau)
    keys = {key: more.pop(key) for key in ("level", "reach", "parent", "reason", "risk_point") if key in more}
    return services.items.draft(
        code=code,
        unit=unit,
        jurisdiction=jurisdiction,
        wording=wording(**more),
        by=by or cast.second_legal_officer,
        now=cast.now,
        **{"reason": "建立清单", **keys},
    )


def publish(cast: Any, drafted: ItemFacts, *, on: date | None = None, by: Actor | None = None) -> ItemFacts:
    """Take a draft through review, approval and publication."""
    step: dict[str, Any] = {"code": drafted.code, "number": drafted.version, "now": cast.now}
    services.items.submit(**step, by=by or cast.second_legal_officer)
    services.items.review(**step, passed=True, opinion="同意", by=cast.legal_office)
    services.items.approve(**step, by=cast.bureau_leader)
    return services.items.publish(**step, effective_on=on or cast.today, by=cast.legal_office)


def item(cast: Any, code: str = "LW-05", **more: Any) -> ItemFacts:
    """A published item that rests on a law."""
    if not RuleDocument.objects.filter(code=LAW).exists():
        law(cast)
    return publish(cast, draft(cast, code, **more))


def inspector(cast: Any, nth: int, *, active: bool = True, unit: str = "JCZD", **more: Any) -> Any:
    """One certified inspector, active unless said otherwise."""
    paper = Credential(
        InspectorClass.ENFORCEMENT,
        certificate_no=f"350201{nth:04d}",
        valid_until=more.pop("valid_until", date(2028, 12, 31)),
        category="劳动保障监察",
        confirmed_by="鹭司函〔2026〕2号",
    )
    person = services.inspectors.add(
        name=more.pop("name", f"检查员{nth}"),
        unit=unit,
        credentials=more.pop("credentials", [paper]),
        keepers=KEEPERS,
        trained_on=more.pop("trained_on", date(2025, 6, 1)),
        by=cast.legal_office,
        now=cast.now,
        **more,
    )
    if active:
        services.inspectors.activate(code=person.code, keepers=KEEPERS, by=cast.legal_office, now=cast.now)
        person.refresh_from_db()
    return person


METHOD = Supplement(evaluation_method="检查评价办法 2026年第1版")


def load(cast: Any, name: str, supplement: Supplement | None = METHOD, desk: Desk | None = None) -> Loaded:
    """The item list of a rule pack, through every gate."""
    return services.item_lists.load_pack(
        loader.load(name),
        unit=cast.bureau,
        jurisdiction=cast.bureau,
        level=Level.CITY,
        effective_on=cast.today,
        supplement=supplement,
        desk=desk or Desk(cast.second_legal_officer, cast.legal_office, cast.bureau_leader),
        now=cast.now,
    )
