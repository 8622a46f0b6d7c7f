"""Where a notice's content is taken from: one module per kind, each reads a lower room through its selectors."""

from collections.abc import Mapping
from types import ModuleType

from mingqian.publicity.enums import NoticeKind
from mingqian.publicity.sources import (
    draw_notices,
    draw_results,
    guides,
    inspectors,
    items,
    methods,
    plans,
    powers,
    results,
    rule_documents,
    subjects,
)

SOURCES: Mapping[NoticeKind, ModuleType] = {
    NoticeKind.ITEM_LIST: items,
    NoticeKind.INSPECTOR_LIST: inspectors,
    NoticeKind.SUBJECT_LIST: subjects,
    NoticeKind.ANNUAL_PLAN: plans,
    NoticeKind.DRAW_NOTICE: draw_notices,
    NoticeKind.DRAW_RESULT: draw_results,
    NoticeKind.RESULTS: results,
    NoticeKind.RULE_DOCUMENT: rule_documents,
    NoticeKind.EVALUATION_METHOD: methods,
    NoticeKind.SERVICE_GUIDE: guides,
    NoticeKind.POWER_LIST: powers,
}
"""Kinds without a module (statistics, duties) are written by hand."""
