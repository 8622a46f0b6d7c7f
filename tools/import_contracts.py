"""The one contract import-linter lacks: an app is entered by its doors only (design: a room has doors, not holes)."""

from grimp import ImportGraph
from importlinter import Contract, ContractCheck, fields, output

ROOT = "mingqian"


class DoorsContract(Contract):
    """Fail on any import of ``mingqian.<app>.<module>`` from another room unless ``<module>`` is a door."""

    apps = fields.ListField(subfield=fields.StringField())
    doors = fields.SetField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        broken = [
            (importer, imported)
            for app in self.apps
            for imported in self._inner_modules(graph, f"{ROOT}.{app}")
            for importer in sorted(graph.find_modules_that_directly_import(imported))
            if not importer.startswith(f"{ROOT}.{app}.")
        ]
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def _inner_modules(self, graph: ImportGraph, app: str) -> list[str]:
        """Every module of the app that is not (inside) a door."""
        return [
            module
            for module in sorted(graph.find_descendants(app))
            if module.removeprefix(f"{app}.").split(".")[0] not in self.doors
        ]

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["broken"]:
            output.print_error(f"{importer} enters {imported}, which is no door.", bold=True)
