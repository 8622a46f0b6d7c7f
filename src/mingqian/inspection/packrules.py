"""What inspection reads from the packs in force: parameter names end here, periods with clauses begin."""

from collections.abc import Iterator

from mingqian.core.canonical import Suite
from mingqian.inspection.types import InspectionRules, Timer
from mingqian.policy.layers import Effective
from mingqian.policy.rules import clocks, reading

NOTICE, DEFENCE = "result.notice_to_subject", "result.defence_period"
PUBLISH, REVISIT = "result.publish_days", "revisit.deadline"
REPORT, HANDLING = "report.deadline", "report.handling_deadline"
KEYS = (NOTICE, DEFENCE, PUBLISH, REVISIT, REPORT, HANDLING)


def rules_of(policy: Effective, *, suite: Suite) -> InspectionRules:
    """Gather every parameter that the work after the draw acts on."""
    media = reading.said_texts(policy, "notice.medium")
    least = reading.said(policy, "inspector.min_team", int)
    return InspectionRules(
        pack=policy.name,
        digest=policy.digest(suite),
        timers=tuple(_timers(policy)),
        media=_media(policy),
        media_clause=media.clause if media else "",
        min_team=least.value if least else 2,
        min_team_clause=least.clause if least else "行政处罚法 42",
    )


def _timers(policy: Effective) -> Iterator[Timer]:
    for key in KEYS:
        pairs = zip(clocks.clocks(policy, key), clocks.periods(policy, key), strict=True)
        for clock, period in pairs:
            yield Timer(key, clock.deadline.start.value, period)


def _media(policy: Effective) -> tuple[str, ...]:
    """The bureau's own word where it has one: 厦门 says paper, and paper it is."""
    own = reading.texts(policy, "notice.medium")
    return tuple(str(one) for one in own)
