"""Addresses of the registry's pages: complete paths, things by their stable codes."""

from django.urls import path

from mingqian.registry.views import (
    adopted,
    counts,
    duplicates,
    imports,
    inspectors,
    items,
    pools,
    powers,
    proposals,
    rule_documents,
    rule_texts,
    subjects,
    trainings,
)

app_name = "registry"

ITEMS = [
    path("desk/items/", items.items, name="items"),
    path("desk/items/new/", items.new, name="item-new"),
    path("desk/items/from-pack/", items.from_pack, name="items-from-pack"),
    path("desk/items/report/", items.report, name="items-report"),
    path("desk/items/<str:code>/", items.item, name="item"),
    path("desk/items/<str:code>/edit/", items.edit, name="item-edit"),
    path("desk/items/<str:code>/retire/", items.retire, name="item-retire"),
    path("desk/items/<str:code>/hand-over/", items.hand_over, name="item-hand-over"),
    path("desk/items/<str:code>/<int:number>/", items.version, name="item-version"),
    path("desk/items/<str:code>/<int:number>/submit/", items.submit, name="item-submit"),
    path("desk/items/<str:code>/<int:number>/review/", items.review, name="item-review"),
    path("desk/items/<str:code>/<int:number>/approve/", items.approve, name="item-approve"),
    path("desk/items/<str:code>/<int:number>/reject/", items.reject, name="item-reject"),
    path("desk/items/<str:code>/<int:number>/publish/", items.publish, name="item-publish"),
]

SUBJECTS = [
    path("desk/subjects/", subjects.subjects, name="subjects"),
    path("desk/subjects/new/", subjects.new, name="subject-new"),
    path("desk/subjects/<str:code>/", subjects.subject, name="subject"),
    path("desk/subjects/<str:code>/edit/", subjects.edit, name="subject-edit"),
    path("desk/subjects/<str:code>/status/", subjects.status, name="subject-status"),
    path("desk/subjects/<str:code>/risk/", subjects.risk, name="subject-risk"),
    path("desk/subjects/<str:code>/confirm/", subjects.confirm, name="subject-confirm"),
    path("desk/subjects/<str:code>/tags/", subjects.tag, name="subject-tag"),
    path("desk/subjects/<str:code>/tags/<str:tag>/", subjects.untag, name="subject-untag"),
    path("desk/subjects/<str:code>/abnormal/", subjects.abnormal, name="subject-abnormal"),
    path("desk/subjects/<str:code>/abnormal/<int:pk>/", proposals.end, name="subject-end"),
    path("desk/subjects/<str:code>/marks/", proposals.mark, name="subject-mark"),
    path("desk/subjects/<str:code>/marks/<int:pk>/", proposals.lift, name="subject-lift"),
    path("desk/proposals/", proposals.proposals, name="proposals"),
    path("desk/proposals/<int:pk>/", proposals.proposal, name="proposal"),
]

INSPECTORS = [
    path("desk/inspectors/", inspectors.inspectors, name="inspectors"),
    path("desk/inspectors/new/", inspectors.new, name="inspector-new"),
    path("desk/inspectors/<str:code>/", inspectors.inspector, name="inspector"),
    path("desk/inspectors/<str:code>/credential/", inspectors.credential, name="inspector-credential"),
    path("desk/inspectors/<str:code>/qualify/", inspectors.qualify, name="inspector-qualify"),
    path("desk/inspectors/<str:code>/activate/", inspectors.activate, name="inspector-activate"),
    path("desk/inspectors/<str:code>/suspend/", inspectors.suspend, name="inspector-suspend"),
    path("desk/inspectors/<str:code>/remove/", inspectors.remove, name="inspector-remove"),
    path("desk/inspectors/<str:code>/absence/", inspectors.absence, name="inspector-absence"),
    path("desk/inspectors/<str:code>/ties/", inspectors.tie, name="inspector-tie"),
    path("desk/inspectors/<str:code>/ties/<int:pk>/", inspectors.lift, name="inspector-lift"),
]

IMPORTS = [
    path("desk/imports/", imports.batches, name="imports"),
    path("desk/imports/new/", imports.new, name="import-new"),
    path("desk/imports/sample/", imports.sample, name="import-sample"),
    path("desk/imports/conflicts/", imports.conflicts, name="import-conflicts"),
    path("desk/imports/uploads/<int:pk>/", imports.upload, name="upload"),
    path("desk/imports/uploads/<int:pk>/again/", imports.again, name="upload-again"),
    path("desk/imports/uploads/<int:pk>/drop/", imports.drop, name="upload-drop"),
    path("desk/imports/uploads/<int:pk>/errors/", imports.errors, name="upload-errors"),
    path("desk/imports/uploads/<int:pk>/bad-rows/", imports.bad_rows, name="upload-bad-rows"),
    path("desk/imports/<str:number>/", imports.batch, name="import"),
    path("desk/imports/<str:number>/undo/", imports.undo, name="import-undo"),
]

COUNTS = [path("desk/registry-counts/", counts.counts, name="counts")]

DUPLICATES = [
    path("desk/duplicates/", duplicates.duplicates, name="duplicates"),
    path("desk/duplicates/scan/", duplicates.scan, name="duplicates-scan"),
    path("desk/duplicates/decisions/", duplicates.decisions, name="duplicate-decisions"),
    path("desk/duplicates/decisions/<int:pk>/undo/", duplicates.undo, name="duplicate-undo"),
    path("desk/duplicates/<str:first>/<str:second>/", duplicates.duplicate, name="duplicate"),
]

POOLS = [
    path("desk/pools/", pools.pools, name="pools"),
    path("desk/pools/new/", pools.new, name="pool-new"),
    path("desk/pools/<str:code>/", pools.pool, name="pool"),
    path("desk/pools/<str:code>/excluded/", pools.excluded, name="pool-excluded"),
    path("desk/pools/<str:code>/rule/", pools.rule, name="pool-rule"),
    path("desk/pools/<str:code>/<int:number>/approve/", pools.approve, name="pool-approve"),
    path("desk/pools/<str:code>/<int:number>/retire/", pools.retire, name="pool-retire"),
]

ADOPTED = [
    path("desk/dictionaries/", adopted.dictionaries, name="dictionaries"),
    path("desk/dictionaries/new/", adopted.word_new, name="word-new"),
    path("desk/dictionaries/<str:kind>/<str:code>/", adopted.word, name="word"),
    path("desk/dictionaries/<str:kind>/<str:code>/retire/", adopted.word_retire, name="word-retire"),
    path("desk/calendar/", adopted.calendar, name="calendar"),
    path("desk/calendar/new/", adopted.calendar_year, name="calendar-year"),
    path("desk/packs/", adopted.packs, name="packs"),
    path("desk/packs/<str:name>/", adopted.pack, name="pack"),
    path("desk/packs/<str:name>/adopt/", adopted.adopt, name="pack-adopt"),
]

TRAININGS = [
    path("desk/trainings/", trainings.trainings, name="trainings"),
    path("desk/trainings/new/", trainings.new, name="training-new"),
    path("desk/trainings/report/", trainings.report, name="training-report"),
    path("desk/trainings/shares/", trainings.shares, name="training-shares"),
    path("desk/trainings/people/", trainings.people, name="training-people"),
    path("desk/trainings/due/", trainings.due, name="training-due"),
    path("desk/trainings/<str:code>/", trainings.training, name="training"),
    path("desk/trainings/<str:code>/call/", trainings.call, name="training-call"),
    path("desk/trainings/<str:code>/sit/", trainings.sit, name="training-sit"),
]

POWERS = [
    path("desk/powers/", powers.powers, name="powers"),
    path("desk/powers/new/", powers.new, name="power-new"),
    path("desk/powers/<str:code>/", powers.power, name="power"),
    path("desk/powers/<str:code>/cancel/", powers.cancel, name="power-cancel"),
    path("desk/powers/<str:code>/items/", powers.link, name="power-link"),
    path("desk/powers/<str:code>/items/<str:item>/", powers.unlink, name="power-unlink"),
]

RULE_DOCUMENTS = [
    path("desk/rule-documents/", rule_documents.documents, name="rule-documents"),
    path("desk/rule-documents/new/", rule_documents.new, name="rule-document-new"),
    path("desk/rule-documents/<str:code>/", rule_documents.document, name="rule-document"),
    path("desk/rule-documents/<str:code>/text/", rule_texts.supply, name="rule-document-text"),
    path("desk/rule-documents/<str:code>/rules/", rule_texts.link, name="rule-document-link"),
    path("desk/rule-documents/<str:code>/repeal/", rule_documents.repeal, name="rule-document-repeal"),
    path("desk/rule-documents/<str:code>/remove/", rule_documents.remove, name="rule-document-remove"),
    path(
        "desk/rule-documents/<str:code>/disclosure/",
        rule_documents.disclosure,
        name="rule-document-disclosure",
    ),
]

urlpatterns = [
    *ITEMS,
    *SUBJECTS,
    *INSPECTORS,
    *IMPORTS,
    *COUNTS,
    *DUPLICATES,
    *POOLS,
    *ADOPTED,
    *POWERS,
    *TRAININGS,
    *RULE_DOCUMENTS,
]
