from django.db import migrations, models

from mingqian.audit.migrating import Together


SQLITE = (
    # Contentless: the index holds pieces only. No positions either, pairs are checked against the card.
    "CREATE VIRTUAL TABLE search_gram USING fts5("
    "grams, content='', detail=none, columnsize=0, tokenize='ascii')"
)


POSTGRESQL = (
    "CREATE TABLE search_gram (id bigint PRIMARY KEY, grams tsvector NOT NULL);"
    "CREATE INDEX search_gram_grams ON search_gram USING gin (grams)"
)


def lay_index(apps, schema_editor):
    schema_editor.execute(SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL)


def drop_index(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_gram")


class Migration(Together):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Card',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=16, verbose_name='种类')),
                ('key', models.CharField(max_length=80, verbose_name='键')),
                ('title', models.CharField(max_length=200, verbose_name='标题')),
                ('detail', models.CharField(blank=True, default='', max_length=200, verbose_name='说明')),
                ('words', models.CharField(blank=True, default='', max_length=400, verbose_name='另可按')),
                ('unit_path', models.CharField(blank=True, default='', max_length=255, verbose_name='单位路径')),
            ],
            options={
                'verbose_name': '检索卡片',
                'constraints': [models.UniqueConstraint(fields=('kind', 'key'), name='card_once')],
            },
        ),
            migrations.RunPython(lay_index, drop_index),
    ]
