"""Migration operations that let the database itself refuse changes: append-only tables, frozen rows.

A door for the migrations of every room. SQLite rebuilds a table when a column changes and drops its
triggers with it, so a migration that alters a guarded table repeats the operation at its end; a test
compares every guard in the migrations with the triggers and columns that are really there.
"""

# Table and column names come from migrations, never from a user.
# ruff: noqa: S608

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import BooleanField, Field


class Guard(Operation):
    """Common ground of the two operations: idempotent, reversible, no change of state."""

    reduces_to_sql = True
    reversible = True

    def __init__(self, table: str) -> None:
        self.table = table

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Triggers are no part of Django's state."""

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        columns = _columns(to_state, self.table)
        _run(schema_editor, self._drop(schema_editor.connection.vendor))
        _run(schema_editor, self._create(schema_editor.connection.vendor, columns))

    def database_backwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        _run(schema_editor, self._drop(schema_editor.connection.vendor))

    def triggers(self) -> tuple[str, ...]:
        """Names of the triggers, the same on both databases."""
        return tuple(f"{self.table}_{suffix}" for suffix in ("no_insert", "no_update", "no_delete"))

    def _drop(self, vendor: str) -> list[str]:
        if vendor == "postgresql":
            names = (*self.triggers(), f"{self.table}_no_truncate")
            drops = [f'DROP TRIGGER IF EXISTS "{name}" ON "{self.table}"' for name in names]
            return [*drops, f'DROP FUNCTION IF EXISTS "{self.table}_guard"() CASCADE']
        return [f'DROP TRIGGER IF EXISTS "{name}"' for name in self.triggers()]

    def _create(self, vendor: str, columns: Sequence[str]) -> list[str]:
        raise NotImplementedError


class AppendOnly(Guard):
    """Rows are inserted and never again touched: no UPDATE, DELETE, TRUNCATE, or replacing by key."""

    def __init__(self, table: str, key: str = "id") -> None:
        super().__init__(table)
        self.key = key

    def describe(self) -> str:
        return f"Refuse changes of {self.table}"

    def _create(self, vendor: str, columns: Sequence[str]) -> list[str]:
        words = f"{self.table} 只能追加，不能修改、删除或覆盖"
        if vendor == "postgresql":
            body = f"BEGIN {_raise(words)} END"
            return [
                _function(self.table, body),
                _pg_trigger(self.table, "no_update", "BEFORE UPDATE", "ROW"),
                _pg_trigger(self.table, "no_delete", "BEFORE DELETE", "ROW"),
                _pg_trigger(self.table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT"),
            ]
        # INSERT OR REPLACE deletes without asking the delete trigger; only an insert trigger sees it.
        taken = f'EXISTS (SELECT 1 FROM "{self.table}" WHERE "{self.key}" = NEW."{self.key}")'
        return [
            _lite_trigger(self.table, "no_insert", "INSERT", taken, words),
            _lite_trigger(self.table, "no_update", "UPDATE", "1", words),
            _lite_trigger(self.table, "no_delete", "DELETE", "1", words),
        ]


class FrozenWhen(Guard):
    """Rows whose ``column`` holds one of ``values`` no longer change, except in the ``allowed`` columns.

    ``column`` itself, if allowed, moves only within ``values``: what is frozen never thaws. The column holds
    words: SQLite keeps a boolean as 0 or 1, no word ever equals it, and the guard would sleep for good.
    """

    def __init__(
        self,
        table: str,
        column: str,
        values: Sequence[str],
        allowed: Sequence[str] = (),
        key: str = "id",
    ) -> None:
        super().__init__(table)
        if isinstance(values, str) or not values or not all(isinstance(one, str) for one in values):
            raise TypeError(f"{table}.{column}: a guard freezes on a list of words, not on {values!r}")
        self.column = column
        self.values = tuple(values)
        self.allowed = tuple(allowed)
        self.key = key

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        if any(column == self.column and boolean for column, boolean in _fields(to_state, self.table)):
            raise TypeError(f"{self.table}.{self.column} is a boolean: freeze on a column of words instead")
        super().database_forwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        return f"Freeze rows of {self.table} once {self.column} is {'/'.join(self.values)}"

    def _create(self, vendor: str, columns: Sequence[str]) -> list[str]:
        missing = {self.column, self.key, *self.allowed} - set(columns)
        if missing:
            raise ValueError(f"{self.table} has no column {sorted(missing)}")
        words = f"{self.table} 的这一行已生效（{self.column}），不能修改、删除或覆盖"
        if vendor == "postgresql":
            return self._create_postgresql(columns, words)
        return self._create_sqlite(columns, words)

    def _create_sqlite(self, columns: Sequence[str], words: str) -> list[str]:
        frozen_there = f'"{self.key}" = NEW."{self.key}" AND {self._in("", True)}'
        taken = f'EXISTS (SELECT 1 FROM "{self.table}" WHERE {frozen_there})'
        return [
            _lite_trigger(self.table, "no_insert", "INSERT", taken, words),
            _lite_trigger(self.table, "no_update", "UPDATE", self._touched(columns, "IS NOT"), words),
            _lite_trigger(self.table, "no_delete", "DELETE", self._in("OLD.", True), words),
        ]

    def _create_postgresql(self, columns: Sequence[str], words: str) -> list[str]:
        touched = self._touched(columns, "IS DISTINCT FROM")
        some_frozen = f'EXISTS (SELECT 1 FROM "{self.table}" WHERE {self._in("", True)})'
        body = (
            f"BEGIN IF TG_OP = 'UPDATE' THEN IF {touched} THEN {_raise(words)} END IF; RETURN NEW; "
            f"ELSIF TG_OP = 'DELETE' THEN IF {self._in('OLD.', True)} THEN {_raise(words)} END IF; "
            "RETURN OLD; "
            f"ELSIF {some_frozen} THEN {_raise(words)} END IF; RETURN NULL; END"
        )
        return [
            _function(self.table, body),
            _pg_trigger(self.table, "no_update", "BEFORE UPDATE", "ROW"),
            _pg_trigger(self.table, "no_delete", "BEFORE DELETE", "ROW"),
            _pg_trigger(self.table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT"),
        ]

    def _touched(self, columns: Sequence[str], differs: str) -> str:
        fixed = [column for column in columns if column not in self.allowed]
        changes = [f'OLD."{column}" {differs} NEW."{column}"' for column in fixed]
        changes.append(f'NEW."{self.column}" IS NULL OR {self._in("NEW.", False)}')
        return f"{self._in('OLD.', True)} AND ({' OR '.join(changes)})"

    def _in(self, row: str, inside: bool) -> str:
        values = ", ".join("'" + value.replace("'", "''") + "'" for value in self.values)
        return f'{row}"{self.column}" {"IN" if inside else "NOT IN"} ({values})'


class GrowsByOne(Guard):
    """The row of a counter: each UPDATE adds exactly one and leaves the ``fixed`` columns; no DELETE."""

    def __init__(self, table: str, counter: str, fixed: Sequence[str]) -> None:
        super().__init__(table)
        self.counter = counter
        self.fixed = tuple(fixed)

    def describe(self) -> str:
        return f"Let {self.table} only count upwards"

    def _create(self, vendor: str, columns: Sequence[str]) -> list[str]:
        words = f"{self.table} 只能逐一递增，不能倒退、跳号或删除"
        step = f'NEW."{self.counter}" <> OLD."{self.counter}" + 1'
        wrong = " OR ".join([step, *(f'NEW."{column}" <> OLD."{column}"' for column in self.fixed)])
        if vendor == "postgresql":
            body = (
                f"BEGIN IF TG_OP = 'UPDATE' THEN IF {wrong} THEN {_raise(words)} END IF; RETURN NEW; END IF; "
                f"{_raise(words)} END"
            )
            return [
                _function(self.table, body),
                _pg_trigger(self.table, "no_update", "BEFORE UPDATE", "ROW"),
                _pg_trigger(self.table, "no_delete", "BEFORE DELETE", "ROW"),
                _pg_trigger(self.table, "no_truncate", "BEFORE TRUNCATE", "STATEMENT"),
            ]
        there = f'EXISTS (SELECT 1 FROM "{self.table}")'
        return [
            _lite_trigger(self.table, "no_insert", "INSERT", there, words),
            _lite_trigger(self.table, "no_update", "UPDATE", wrong, words),
            _lite_trigger(self.table, "no_delete", "DELETE", "1", words),
        ]


def _columns(state: ProjectState, table: str) -> tuple[str, ...]:
    return tuple(column for column, _ in _fields(state, table))


def _fields(state: ProjectState, table: str) -> tuple[tuple[str, bool], ...]:
    """Every column of the table, and whether it is a boolean."""
    # Read from the state as written down: rendering its models for each guard cost seconds.
    for (app, name), model in state.models.items():
        if (model.options.get("db_table") or f"{app}_{name}") == table:
            fields = [one for one in model.fields.items() if not one[1].many_to_many]
            return tuple((_column(name, field), isinstance(field, BooleanField)) for name, field in fields)
    raise ValueError(f"no model has the table {table}")


def _column(name: str, field: "Field[Any, Any]") -> str:
    return field.db_column or (f"{name}_id" if field.is_relation else name)


def _run(schema_editor: BaseDatabaseSchemaEditor, statements: Sequence[str]) -> None:
    for statement in statements:
        schema_editor.execute(statement, params=None)


def _lite_trigger(table: str, suffix: str, event: str, when: str, words: str) -> str:
    return (
        f'CREATE TRIGGER "{table}_{suffix}" BEFORE {event} ON "{table}" WHEN {when} '
        f"BEGIN SELECT RAISE(ABORT, '{words}'); END"
    )


def _pg_trigger(table: str, suffix: str, event: str, each: str) -> str:
    return (
        f'CREATE TRIGGER "{table}_{suffix}" {event} ON "{table}" '
        f'FOR EACH {each} EXECUTE FUNCTION "{table}_guard"()'
    )


def _function(table: str, body: str) -> str:
    return f'CREATE FUNCTION "{table}_guard"() RETURNS trigger LANGUAGE plpgsql AS $guard${body};$guard$'


def _raise(words: str) -> str:
    # The same class of error as SQLite's RAISE(ABORT): both arrive as django.db.IntegrityError.
    return f"RAISE EXCEPTION USING MESSAGE = '{words}', ERRCODE = 'integrity_constraint_violation';"
