"""``Together``: Django's migration, told to draw up only the models an operation touches.

A door for the migrations of every room. Django keeps all models of a project rendered as classes while it
migrates and renders every related one anew at each step: quadratic work, most of a minute for a bureau's two
hundred tables. Here the state is plain data until somebody looks, and then only what is looked at is rendered.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.migration import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.operations.fields import FieldOperation
from django.db.migrations.state import ModelState, ProjectState, StateApps
from django.db.migrations.utils import resolve_relation
from django.utils.functional import SimpleLazyObject

Key = tuple[str, str]
"""Room and lower-case name of a model."""


class Together(Migration):
    """A migration whose tables and state are those of its operations one by one; only the rendering is shared."""

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        """Neighbouring ``CreateModel`` operations are carried out as one, every other one by itself."""
        if collect_sql:
            return super().apply(project_state, schema_editor, collect_sql)
        vars(project_state).pop("apps", None)
        for run in _runs(self.operations):
            before = project_state.clone()
            for operation in run:
                operation.state_forwards(self.app_label, project_state)
            seen = [_seen(state, self.app_label, run) for state in (before, project_state)]
            for operation in run:
                operation.database_forwards(self.app_label, schema_editor, *seen)
        _render_when_asked(project_state)
        return project_state


def _runs(operations: Sequence[Operation]) -> Iterator[list[Operation]]:
    for created, run in groupby(_folded(operations), key=lambda one: isinstance(one, CreateModel)):
        if created:
            yield list(run)
        else:
            yield from ([one] for one in run)


def _folded(operations: Sequence[Operation]) -> list[Operation]:
    """Constraints and indexes of a new table are part of its creation; Django would rebuild it for each of them."""
    found: list[Operation] = []
    new: dict[str, CreateModel] = {}
    for one in operations:
        if isinstance(one, CreateModel):
            options = {key: list(value) if key in _LISTS else value for key, value in one.options.items()}
            one = CreateModel(one.name, one.fields, options, one.bases, one.managers)
            new[one.name_lower] = one
        elif isinstance(one, AddConstraint) and one.model_name_lower in new:
            new[one.model_name_lower].options.setdefault("constraints", []).append(one.constraint)
            continue
        elif isinstance(one, AddIndex) and one.model_name_lower in new:
            new[one.model_name_lower].options.setdefault("indexes", []).append(one.index)
            continue
        elif isinstance(one, FieldOperation):
            new.pop(one.model_name_lower, None)  # what names a field added later comes after it
        found.append(one)
    return found


_LISTS = ("constraints", "indexes")


def _seen(state: ProjectState, room: str, run: Sequence[Operation]) -> ProjectState:
    """The state as it is; who asks it for classes finds those these operations look at."""
    seen = ProjectState(state.models, state.real_apps)
    _render_when_asked(seen, lambda: _near(state, room, run))
    return seen


def _near(state: ProjectState, room: str, run: Sequence[Operation]) -> dict[Key, ModelState]:
    """The models these operations name with all those point to; everything if they name none."""
    touched = {(room, name) for name in map(_names, run) if name}
    if not touched:
        return dict(state.models)
    targets = {key: _targets(state, key) for key in state.models}
    if not all(isinstance(one, CreateModel | AddField | AddConstraint | AddIndex) for one in run):
        # An altered key alters those that point to it.
        touched |= {key for key, found in targets.items() if touched & found}
    near = _reached(touched, targets)
    return {key: one for key, one in state.models.items() if key in near}


def _names(operation: Operation) -> str:
    if isinstance(operation, CreateModel):
        return operation.name_lower
    name: str = getattr(operation, "model_name", "")
    return name.lower()


def _targets(state: ProjectState, key: Key) -> frozenset[Key]:
    """The models a model points to, or is made from."""
    model = state.models[key]
    found = [base for base in model.bases if isinstance(base, str)]
    for field in model.fields.values():
        remote = getattr(field, "remote_field", None)
        found += [one for one in (remote and remote.model, getattr(remote, "through", None)) if one]
    return frozenset(resolve_relation(one, *key) for one in found)


def _reached(start: Iterable[Key], targets: dict[Key, frozenset[Key]]) -> set[Key]:
    reached: set[Key] = set()
    todo = list(start)
    while todo:
        key = todo.pop()
        if key not in reached:
            reached.add(key)
            todo += targets.get(key, ())
    return reached


def _render_when_asked(state: ProjectState, near: Callable[[], dict[Key, ModelState]] | None = None) -> None:
    """Django's executor asks for the models before every migration; few look at one."""
    vars(state)["apps"] = SimpleLazyObject(
        lambda: StateApps(list(state.real_apps), near() if near else state.models)
    )
