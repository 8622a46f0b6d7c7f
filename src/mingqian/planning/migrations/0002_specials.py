import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('planning', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SpecialPlan',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=24, unique=True)),
                ('year', models.PositiveSmallIntegerField()),
                ('number', models.PositiveSmallIntegerField()),
                ('title', models.CharField(max_length=200)),
                ('ordered_by', models.CharField(max_length=200)),
                ('from_above', models.BooleanField(default=False)),
                ('scope', models.TextField()),
                ('items', models.JSONField()),
                ('most', models.PositiveIntegerField()),
                ('starts_on', models.DateField()),
                ('ends_on', models.DateField()),
                ('state', models.CharField(choices=[('draft', '草拟'), ('submitted', '待批准'), ('approved', '待公布'), ('published', '实施中'), ('ended', '已结束')], default='draft', max_length=10)),
                ('authority', models.CharField(blank=True, max_length=200)),
                ('document_no', models.CharField(blank=True, max_length=60)),
                ('filed_with', models.CharField(blank=True, max_length=200)),
                ('reason', models.TextField(blank=True)),
                ('prepared_at', models.DateTimeField()),
                ('approved_on', models.DateField(null=True)),
                ('published_on', models.DateField(null=True)),
                ('ended_on', models.DateField(null=True)),
                ('approved_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('prepared_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('unit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.unit')),
            ],
            options={
                'ordering': ['-year', '-number'],
                'constraints': [models.UniqueConstraint(fields=('unit', 'year', 'number'), name='special_number_once'), models.CheckConstraint(condition=models.Q(('ends_on__gte', models.F('starts_on'))), name='special_ends_after_it_starts'), models.CheckConstraint(condition=models.Q(('approved_by__isnull', True), models.Q(('approved_by', models.F('prepared_by')), _negated=True), _connector='OR'), name='special_drafter_does_not_approve'), models.CheckConstraint(condition=models.Q(('state__in', ('draft', 'submitted')), models.Q(models.Q(('document_no', ''), _negated=True), models.Q(('authority', ''), _negated=True)), _connector='OR'), name='special_approved_with_a_document'), models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('published', 'ended')), _negated=True), models.Q(('filed_with', ''), _negated=True), _connector='OR'), name='special_published_is_filed')],
            },
        ),
    ]
