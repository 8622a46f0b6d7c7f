"""The register of trainings: sessions, who was called, who came."""

from typing import ClassVar

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly
from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies: ClassVar = [
        ('accounts', '0001_initial'),
        ('registry', '0004_addressees'),
    ]

    operations: ClassVar = [
        migrations.CreateModel(
            name='Training',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=40, unique=True)),
                ('kind', models.CharField(choices=[('business', '业务培训'), ('case_file', '案卷培训'), ('exam', '考试'), ('assessment', '考核')], max_length=12)),
                ('title', models.CharField(max_length=200)),
                ('held_on', models.DateField()),
                ('hours', models.PositiveSmallIntegerField(default=0)),
                ('led_by', models.CharField(max_length=100)),
                ('pass_mark', models.PositiveSmallIntegerField(null=True)),
                ('due_on', models.DateField(null=True)),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-held_on', 'code'],
            },
        ),
        migrations.CreateModel(
            name='TrainingCall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('inspector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='registry.inspector')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='calls', to='registry.training')),
            ],
        ),
        migrations.CreateModel(
            name='TrainingSitting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('points', models.PositiveSmallIntegerField(null=True)),
                ('inspector', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='registry.inspector')),
                ('training', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='sittings', to='registry.training')),
            ],
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('kind__in', ['exam', 'assessment']), _negated=True), ('pass_mark__isnull', False), _connector='OR'), name='examination_has_a_mark'),
        ),
        migrations.AddConstraint(
            model_name='training',
            constraint=models.CheckConstraint(condition=models.Q(('due_on__isnull', True), ('kind', 'assessment'), _connector='OR'), name='only_an_assessment_binds'),
        ),
        migrations.AddConstraint(
            model_name='trainingcall',
            constraint=models.UniqueConstraint(fields=('training', 'inspector'), name='called_once'),
        ),
        migrations.AddIndex(
            model_name='trainingsitting',
            index=models.Index(fields=['on'], name='sitting_by_day'),
        ),
        migrations.AddConstraint(
            model_name='trainingsitting',
            constraint=models.UniqueConstraint(fields=('training', 'inspector', 'on'), name='sat_once_a_day'),
        ),
        # Who was called, who came and with how many points: another try is another row.
        AppendOnly("registry_trainingcall"),
        AppendOnly("registry_trainingsitting"),
    ]
