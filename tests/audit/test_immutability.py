"""The guards in the database: append-only tables, frozen rows, a head that only counts upwards.

Tried on tables of their own, so that every operation is seen going on, being tested and coming off.
"""

import pytest
from django.db import IntegrityError, connection, connections, migrations, models, transaction
from django.db.backends.sqlite3.base import DatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState

from mingqian.audit import guards
from mingqian.audit.immutability import AppendOnly, FrozenWhen, Guard
from mingqian.audit.migrating import Together
from mingqian.audit.models import Entry, JournalHead

NOTICE = ModelState(
    "audit",
    "Notice",
    [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=20)),
        ("status", models.CharField(max_length=20, null=True)),
        ("seen", models.IntegerField(default=0)),
        ("urgent", models.BooleanField(default=False)),
    ],
    options={"db_table": "notice"},
)


@pytest.fixture
def notice(db):
    """A table of notices and its model, gone with the test's transaction."""
    state = ProjectState()
    state.add_model(NOTICE)
    model = state.apps.get_model("audit", "Notice")
    _editor().create_model(model)
    model.guard_with = lambda operation: _apply(operation, state)
    model.unguard_of = lambda operation: _apply(operation, state, backwards=True)
    return model


def _apply(operation, state, *, backwards=False):
    go = operation.database_backwards if backwards else operation.database_forwards
    go("audit", _editor(), state, state)


def _editor():
    # Not entered: SQLite's editor refuses to begin inside a transaction, because it may have to rebuild
    # tables. Creating a table and triggers is no rebuilding.
    editor = connection.schema_editor(atomic=False)
    editor.deferred_sql = []
    return editor


def refused(action):
    with pytest.raises(IntegrityError, match=r"只能追加|已生效|只能逐一递增"), transaction.atomic():
        action()


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


FREEZE = FrozenWhen("notice", column="status", values=("published", "withdrawn"), allowed=("status", "seen"))


def test_rows_of_an_append_only_table_are_added_and_nothing_else(notice):
    notice.guard_with(AppendOnly("notice"))
    row = notice.objects.create(title="一")
    notice.objects.bulk_create([notice(title="二"), notice(title="三")])
    refused(lambda: notice.objects.filter(pk=row.pk).update(title="改"))
    refused(lambda: notice.objects.filter(pk=row.pk).delete())
    refused(lambda: run("UPDATE notice SET title = title"))
    refused(lambda: run("DELETE FROM notice"))
    assert sorted(notice.objects.values_list("title", flat=True)) == ["一", "三", "二"]


def test_a_row_cannot_be_replaced_by_its_key(notice):
    notice.guard_with(AppendOnly("notice"))
    row = notice.objects.create(title="一")
    if connection.vendor == "sqlite":
        refused(
            lambda: run(
                "INSERT OR REPLACE INTO notice (id, title, seen, urgent) VALUES (%s, '改', 0, FALSE)", row.pk
            )
        )
    refused(
        lambda: run(
            "INSERT INTO notice (id, title, seen, urgent) VALUES (%s, '改', 0, FALSE) "
            "ON CONFLICT (id) DO UPDATE SET title = '改'",
            row.pk,
        )
    )
    assert notice.objects.get().title == "一"


@pytest.mark.parametrize("operation", [AppendOnly("notice"), FREEZE], ids=["append-only", "frozen"])
def test_a_guarded_table_is_not_truncated(notice, operation):
    if connection.vendor == "sqlite":
        pytest.skip("SQLite has no TRUNCATE")
    notice.objects.create(title="一", status="published")
    notice.guard_with(operation)
    refused(lambda: run("TRUNCATE notice"))


@pytest.mark.parametrize("operation", [AppendOnly("notice"), FREEZE], ids=["append-only", "frozen"])
def test_a_guard_comes_off_again_and_goes_on_twice(notice, operation):
    row = notice.objects.create(title="一", status="published")
    notice.guard_with(operation)
    notice.guard_with(operation)
    refused(lambda: notice.objects.filter(pk=row.pk).update(title="改"))
    notice.unguard_of(operation)
    assert notice.objects.filter(pk=row.pk).update(title="改") == 1
    notice.guard_with(operation)
    refused(lambda: notice.objects.filter(pk=row.pk).update(title="再改"))


def test_a_draft_changes_freely_until_it_is_published(notice):
    notice.guard_with(FREEZE)
    row = notice.objects.create(title="一", status="draft")
    changes = {"title": "二"}, {"status": "checked"}, {"status": None}, {"status": "draft"}
    for change in changes:
        assert notice.objects.filter(pk=row.pk).update(**change) == 1
    assert notice.objects.filter(pk=row.pk).update(title="三", status="published") == 1
    refused(lambda: notice.objects.filter(pk=row.pk).update(title="四"))


def test_a_draft_may_be_deleted_and_a_published_row_may_not(notice):
    notice.guard_with(FREEZE)
    notice.objects.create(title="一", status="draft").delete()
    row = notice.objects.create(title="二", status="published")
    refused(lambda: notice.objects.filter(pk=row.pk).delete())


def test_a_frozen_row_changes_in_the_allowed_columns_only(notice):
    notice.guard_with(FREEZE)
    row = notice.objects.create(title="一", status="published")
    assert notice.objects.filter(pk=row.pk).update(seen=7) == 1
    assert notice.objects.filter(pk=row.pk).update(status="withdrawn") == 1
    refused(lambda: notice.objects.filter(pk=row.pk).update(title="二", seen=8))
    refused(lambda: notice.objects.filter(pk=row.pk).update(id=row.pk + 1))


@pytest.mark.parametrize("status", ["draft", None, ""])
def test_what_is_frozen_never_thaws(notice, status):
    notice.guard_with(FREEZE)
    row = notice.objects.create(title="一", status="published")
    refused(lambda: notice.objects.filter(pk=row.pk).update(status=status))


def test_a_frozen_row_saved_unchanged_is_no_change(notice):
    notice.guard_with(FREEZE)
    row = notice.objects.create(title="一", status="published")
    row.save()


def test_a_frozen_row_cannot_be_replaced_by_its_key(notice):
    notice.guard_with(FREEZE)
    row = notice.objects.create(title="一", status="published")
    if connection.vendor == "sqlite":
        refused(
            lambda: run(
                "INSERT OR REPLACE INTO notice (id, title, seen, urgent) VALUES (%s, '改', 0, FALSE)", row.pk
            )
        )
    refused(
        lambda: run(
            "INSERT INTO notice (id, title, seen, urgent) VALUES (%s, '改', 0, FALSE) "
            "ON CONFLICT (id) DO UPDATE SET title = '改'",
            row.pk,
        )
    )


@pytest.mark.parametrize(
    "operation",
    [
        AppendOnly("nothing"),
        FrozenWhen("nothing", "status", ("x",)),
        FrozenWhen("notice", "state", ("x",)),
        FrozenWhen("notice", "status", ("x",), allowed=("nothing",)),
    ],
    ids=["no table", "no table", "no column", "no allowed column"],
)
def test_a_guard_on_something_that_is_not_there_stops_the_migration(notice, operation):
    with pytest.raises(ValueError, match=r"nothing|state"):
        notice.guard_with(operation)


@pytest.mark.parametrize(
    "operation", [AppendOnly("notice", key="seq"), FREEZE, FrozenWhen("notice", "status", ["o'clock"])]
)
def test_a_guard_can_be_written_into_a_migration_and_read_back(operation):
    name, args, kwargs = operation.deconstruct()
    again = getattr(__import__("mingqian.audit.immutability", fromlist=[name]), name)(*args, **kwargs)
    assert vars(again) == vars(operation)
    assert isinstance(operation, migrations.operations.base.Operation)
    assert "notice" in operation.describe()


def test_the_journal_refuses_every_change(cast):
    refused(lambda: Entry.objects.filter(seq=17).update(actor_name="别人"))
    refused(lambda: Entry.objects.filter(seq=17).delete())
    refused(lambda: run("DELETE FROM audit_entry"))
    if connection.vendor == "sqlite":
        refused(lambda: run("INSERT OR REPLACE INTO audit_entry SELECT * FROM audit_entry WHERE seq = 17"))
    else:
        refused(lambda: run("TRUNCATE audit_entry"))
        refused(lambda: run("TRUNCATE audit_journalhead"))


@pytest.mark.parametrize(
    ("steps", "change"),
    [(-1, {}), (0, {}), (2, {}), (1, {"suite": "sm3"})],
    ids=["back", "nowhere", "two at once", "with another suite"],
)
def test_the_head_moves_one_step_at_a_time(cast, steps, change):
    count = JournalHead.objects.get().count
    refused(lambda: JournalHead.objects.update(count=count + steps, **change))
    refused(lambda: JournalHead.objects.all().delete())


def test_there_is_one_head(cast):
    with pytest.raises(IntegrityError), transaction.atomic():
        JournalHead.objects.create(id=2, suite="sha256", count=0, hash="0" * 64)


def declared_guards():
    """Every guard of every migration, with its app."""
    loader = MigrationLoader(connection)
    latest = {}
    for (app, _), migration in sorted(loader.disk_migrations.items()):
        for operation in migration.operations:
            if isinstance(operation, Guard):
                latest[operation.table] = (app, operation)
    return loader, latest


def test_every_guard_declared_in_a_migration_is_in_the_database(db):
    """SQLite drops triggers when it rebuilds a table: a migration that forgot to put them back shows here."""
    _, latest = declared_guards()
    assert "audit_entry" in latest
    with connection.cursor() as cursor:
        cursor.execute(guards._QUERY[connection.vendor])
        there = {name for (name,) in cursor.fetchall()}
    wanted = {f"{table}_{suffix}" for table in latest for suffix in guards.WANTED[connection.vendor]}
    assert wanted - there == set()


def test_every_frozen_table_guards_the_columns_it_has_today(db):
    if connection.vendor != "sqlite":
        pytest.skip("the texts of triggers are compared on SQLite")
    loader, latest = declared_guards()
    apps = loader.project_state().apps
    columns = {
        model._meta.db_table: {field.column for field in model._meta.local_concrete_fields}
        for model in apps.get_models(include_auto_created=True)
    }
    for table, (_, operation) in latest.items():
        if isinstance(operation, FrozenWhen):
            with connection.cursor() as cursor:
                cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", [f"{table}_no_update"])
                (text,) = cursor.fetchone()
            fixed = columns[table] - set(operation.allowed)
            assert {column for column in fixed if f'OLD."{column}"' not in text} == set(), table


@pytest.mark.parametrize("values", [(True,), (), "published", (1,)])
def test_a_row_freezes_on_words_only(values):
    with pytest.raises(TypeError, match="a list of words"):
        FrozenWhen("notice", column="status", values=values)


def test_a_row_cannot_freeze_on_a_boolean_column(notice):
    """SQLite keeps 0 and 1, PostgreSQL true and false: the guard would sleep on the one, work on the other."""
    with pytest.raises(TypeError, match=r"notice\.urgent is a boolean"):
        notice.guard_with(FrozenWhen("notice", column="urgent", values=("true",)))


def test_tables_created_together_are_those_created_one_by_one(db):
    """A circle closed by a later field, a constraint of the table's own, a guard: the same SQL either way."""

    def creation(name, *fields, **options):
        key = ("id", models.BigAutoField(primary_key=True))
        return migrations.CreateModel(name=name, fields=[key, *fields], options=options)

    def pointing_at(name):
        return models.ForeignKey(f"trial.{name}", models.PROTECT, null=True)

    operations = [
        creation("First", ("word", models.CharField(max_length=5))),
        creation("Second", ("first", pointing_at("first")),
                 constraints=[models.UniqueConstraint(fields=["first"], name="trial_second_once")]),
        migrations.AddField("first", "second", pointing_at("second")),
        creation("Third", ("second", pointing_at("second"))),
        FrozenWhen("trial_first", "word", ("done",)),
    ]  # fmt: skip

    def schema(kind):
        migration = kind("0001_initial", "trial")
        migration.operations = operations
        settings = {**connections.databases["default"], "NAME": ":memory:", "OPTIONS": {}}
        own = connections["trial"] = DatabaseWrapper(settings, alias="trial")
        with own.schema_editor() as editor:
            state = migration.apply(ProjectState(), editor)
        with own.cursor() as cursor:
            found = cursor.execute("SELECT type, name, sql FROM sqlite_master ORDER BY name").fetchall()
        own.close()
        del connections["trial"]
        return found, sorted(state.models)

    assert schema(Together) == schema(migrations.Migration)
    assert len(schema(Together)[0]) > 6
