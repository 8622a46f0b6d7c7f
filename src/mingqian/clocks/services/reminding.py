"""Reminders: one digest a person and working day, and hour periods at once; escalation stands in the journal.

Each person's message, reminders and journal entry are one transaction: whoever is killed in the middle leaves
some people told and the others to the next round, and nobody twice.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime

from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate

from mingqian.accounts.types import Actor
from mingqian.audit import services as audit
from mingqian.clocks import ladder
from mingqian.clocks.models import Reminder
from mingqian.clocks.selectors import calendars, due, rungs
from mingqian.clocks.selectors.rungs import Word
from mingqian.core import ladder as rules
from mingqian.messages import services as messages
from mingqian.messages.services import Outward

SHOWN = 6
"""So many periods a message names; the page it leads to shows all."""


def remind(*, by: Actor, now: datetime) -> int:
    """Give every reminder that is due and may be given at this hour; how many people were told something."""
    shelf, told = calendars.Shelf(), 0
    for words in _grouped(rungs.due(now)):
        if not words[0].by_the_hour and rules.quiet(shelf.of(words[0].person.division), now):
            continue
        told += _tell(words, shelf, by, now)
    return told


def _grouped(words: Sequence[Word]) -> Iterator[list[Word]]:
    """Per person: periods in days together, each period in hours by itself."""
    groups: dict[tuple[int, int], list[Word]] = defaultdict(list)
    for word in words:
        groups[word.person.person, word.clock.pk if word.by_the_hour else 0].append(word)
    yield from groups.values()


@transaction.atomic
def _tell(words: list[Word], shelf: calendars.Shelf, by: Actor, now: datetime) -> int:
    """One message with everything, and the rows that keep it from being said again."""
    first, person = words[0], words[0].person
    key = f"hours:{first.clock.pk}:{first.rung.code}" if first.by_the_hour else f"due:{localdate(now)}"
    lines = [(word, _line(word, shelf, now)) for word in words[:SHOWN]]
    # Outside the house a number, never a firm, and no word of the program's own.
    outside = "\n".join([*(f"{line}，编号 {due.number(word.clock)}" for word, line in lines), *_more(words)])
    sent = messages.send(
        to=[person.person],
        title=_title(words, now),
        detail="；".join([*(f"{line}（{word.clock.about}）" for word, line in lines), *_more(words)]),
        url=reverse("clocks:deadline", args=[first.clock.pk]) if len(words) == 1 else reverse("clocks:mine"),
        why=_why(words),
        once=key,
        outward=Outward(outside, first.by_the_hour),
        now=now,
    )
    if not sent:
        return 0  # told once today already: the rest waits for the next working morning
    Reminder.objects.bulk_create(_row(word, now) for word in words)
    escalated = [
        {"thing": word.clock.thing, "kind": word.clock.kind, "rung": word.rung.code}
        for word in words
        if word.rung.escalates
    ]
    if escalated:
        body = {"person": person.code, "number": len(escalated), "clocks": escalated[:50]}
        audit.record("clock.escalated", by=by, now=now, thing=f"person:{person.code}", body=body)
    return 1


def _row(word: Word, now: datetime) -> Reminder:
    assert word.clock.due_on is not None
    return Reminder(
        clock=word.clock,
        due_on=word.clock.due_on,
        rung=word.rung.code,
        party=word.party,
        escalates=word.rung.escalates,
        person_id=word.person.person,
        at=now,
    )


def _title(words: Sequence[Word], now: datetime) -> str:
    if len(words) == 1:
        return f"{words[0].clock.title}：{words[0].rung.code}"
    today = localdate(now)
    late = sum(1 for word in words if word.clock.due_on and word.clock.due_on < today)
    at_once = sum(1 for word in words if word.clock.due_on == today)
    parts = [f"{late} 项逾期"] if late else []
    parts += [f"{at_once} 项今天到期"] if at_once else []
    return f"{len(words)} 项期限要办" + (f"，其中 {'、'.join(parts)}" if parts else "")


def _line(word: Word, shelf: calendars.Shelf, now: datetime) -> str:
    said = due.words(word.clock, shelf.of(word.clock.unit.division_code), localdate(now), now)
    return f"{word.clock.title}：{said}"


def _more(words: Sequence[Word]) -> list[str]:
    return [f"等 {len(words)} 项"] if len(words) > SHOWN else []


def _why(words: Sequence[Word]) -> str:
    """您是经办人；2 项逾期升级到您（单位负责人）."""
    labels = ladder.table().labels
    mine = dict.fromkeys(labels[word.party] for word in words if not word.rung.escalates)
    risen = [word for word in words if word.rung.escalates]
    told = [f"您是{'、'.join(mine)}"] if mine else []
    if risen:
        parties = "、".join(dict.fromkeys(labels[word.party] for word in risen))
        told.append(f"{len(risen)} 项逾期未办，提醒升级到{parties}")
    return "；".join(told)
