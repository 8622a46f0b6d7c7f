"""The registries for programs: the lists, and what another system of the bureau may write. Same services as the desk."""

from mingqian.registry.api import (
    inspectors as inspectors,
)
from mingqian.registry.api import (
    items as items,
)
from mingqian.registry.api import (
    pools as pools,
)
from mingqian.registry.api import (
    powers as powers,
)
from mingqian.registry.api import (
    rule_documents as rule_documents,
)
from mingqian.registry.api import (
    subjects as subjects,
)
from mingqian.registry.api import (
    trainings as trainings,
)
from mingqian.registry.api import (
    visits as visits,
)
