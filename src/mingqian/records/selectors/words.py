"""What the phone is told: what to record at which stage, what to say aloud."""

from mingqian.core.decision import Decision
from mingqian.records import matters


def kinds(word: str = "visit") -> list[dict[str, object]]:
    """《音像记录事项清单》 as the package carries it (docs/spec/field-sync.md §1)."""
    return [
        {
            "stage": row.stage,
            "kind": row.kind,
            "label": matters.names(row.stage, row.kind),
            "must": row.must,
            "media": [one.value for one in row.media],
        }
        for row in matters.of_things(word)
    ]


def listed(stage: str, kind: str, word: str = "visit") -> Decision:
    """Does the list know this stage and kind? What it does not know, no medium can ever be kept under."""
    return matters.listed(stage, kind, word)


def prompts() -> list[dict[str, object]]:
    """The four things said aloud, the last of them before the recording ends (鄂州 二(三)2)."""
    return [
        {"key": one.key, "text": one.text, "clause": one.clause, "last": one.last}
        for one in matters.table().prompts
    ]
