"""Rows of the registries, split by noun: columns and constraints, never a rule."""

from mingqian.registry.models.adopted import CalendarYear, DictionaryWord, PackAdoption
from mingqian.registry.models.duplicates import DuplicateCandidate, DuplicateDecision
from mingqian.registry.models.imports import ImportBatch, ImportChange, ImportUpload, SubjectSource
from mingqian.registry.models.inspectors import (
    Inspector,
    InspectorAbsence,
    InspectorCredential,
    InspectorQual,
    RecusalTie,
)
from mingqian.registry.models.items import Item, ItemBasis, ItemContent, ItemVersion
from mingqian.registry.models.pools import SecondaryPool, SecondaryPoolRule
from mingqian.registry.models.powers import Power, PowerItem
from mingqian.registry.models.rule_documents import (
    RuleDocument,
    RuleDocumentAddressee,
    RuleDocumentAnnex,
    RuleDocumentBinding,
    RuleDocumentCitation,
    RuleDocumentPrinting,
    RuleUse,
)
from mingqian.registry.models.standing import AbnormalEntry, StandingProposal, SubjectMark, SubjectVisit
from mingqian.registry.models.subjects import Subject, SubjectName, SubjectTag
from mingqian.registry.models.trainings import Training, TrainingCall, TrainingSitting

__all__ = [
    "AbnormalEntry",
    "CalendarYear",
    "DictionaryWord",
    "DuplicateCandidate",
    "DuplicateDecision",
    "ImportBatch",
    "ImportChange",
    "ImportUpload",
    "Inspector",
    "InspectorAbsence",
    "InspectorCredential",
    "InspectorQual",
    "Item",
    "ItemBasis",
    "ItemContent",
    "ItemVersion",
    "PackAdoption",
    "Power",
    "PowerItem",
    "RecusalTie",
    "RuleDocument",
    "RuleDocumentAddressee",
    "RuleDocumentAnnex",
    "RuleDocumentBinding",
    "RuleDocumentCitation",
    "RuleDocumentPrinting",
    "RuleUse",
    "SecondaryPool",
    "SecondaryPoolRule",
    "StandingProposal",
    "Subject",
    "SubjectMark",
    "SubjectName",
    "SubjectSource",
    "SubjectTag",
    "SubjectVisit",
    "Training",
    "TrainingCall",
    "TrainingSitting",
]
