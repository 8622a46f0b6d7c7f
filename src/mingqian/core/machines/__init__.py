"""The tables of all machines, one noun per file. Nothing but data; ``machine`` reads them."""

from mingqian.core.machine import Machine
from mingqian.core.machines import (
    annual_plan,
    batch_report,
    ceremony,
    crime_transfer,
    delivery,
    implementation_plan,
    import_batch,
    inspection,
    inspection_approval,
    inspection_rectification,
    inspector,
    item_paper,
    item_version,
    lead,
    notice,
    pool_rule,
    standing_proposal,
    visit,
)

ALL: tuple[Machine, ...] = (
    item_version.MACHINE,
    pool_rule.MACHINE,
    inspector.MACHINE,
    import_batch.MACHINE,
    annual_plan.MACHINE,
    implementation_plan.MACHINE,
    item_paper.MACHINE,
    ceremony.MACHINE,
    inspection.MACHINE,
    inspection_approval.MACHINE,
    inspection_rectification.MACHINE,
    delivery.MACHINE,
    batch_report.MACHINE,
    visit.MACHINE,
    standing_proposal.MACHINE,
    lead.MACHINE,
    crime_transfer.MACHINE,
    notice.MACHINE,
)
