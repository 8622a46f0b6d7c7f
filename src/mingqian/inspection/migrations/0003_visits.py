"""一次入企: visits and what happens on them."""

from typing import Any

import django.db.models.deletion
from django.db import migrations, models

from mingqian.audit.immutability import AppendOnly, FrozenWhen
from mingqian.audit.migrating import Together


ENDED = ("finished", "broken", "cancelled")


def open_visits(apps: Any, schema_editor: Any) -> None:
    """What was approved before there were visits, and not yet carried out, gets its first one."""
    approvals = apps.get_model("inspection", "Approval")
    visits = apps.get_model("inspection", "Visit")
    waiting = approvals.objects.filter(state="approved", tasks__state="waiting", tasks__method="on_site")
    visits.objects.bulk_create(
        visits(
            approval=one, number=1, code=f"{one.number}-1", planned_on=one.planned_on, state="planned",
            record_number=f"{one.number}-1-笔录", opened_at=one.decided_at,
        )
        for one in waiting.distinct().order_by("pk")
    )  # fmt: skip


class Migration(Together):

    dependencies = [
        ('accounts', '0001_initial'),
        ('inspection', '0002_before'),
    ]

    operations = [
        migrations.CreateModel(
            name='Visit',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveSmallIntegerField()),
                ('code', models.CharField(max_length=60, unique=True)),
                ('planned_on', models.DateField()),
                ('state', models.CharField(choices=[('planned', '待入企'), ('arrived', '已入企'), ('shown', '已亮证'), ('told', '已告知'), ('recorded', '已记录'), ('signed', '已签字'), ('declined', '已拒签'), ('finished', '已完成'), ('broken', '已中断'), ('cancelled', '已取消')], default='planned', max_length=10)),
                ('record_number', models.CharField(max_length=80)),
                ('opened_at', models.DateTimeField()),
                ('arrived_at', models.DateTimeField(null=True)),
                ('arrived_how', models.CharField(blank=True, choices=[('qr', '扫码'), ('typed', '手输企业码'), ('licence', '营业执照码'), ('emergency', '紧急入企')], max_length=10)),
                ('arrived_code', models.CharField(blank=True, max_length=80)),
                ('emergency', models.CharField(blank=True, max_length=300)),
                ('made_up_at', models.DateTimeField(null=True)),
                ('papers', models.JSONField(default=list)),
                ('shown_at', models.DateTimeField(null=True)),
                ('rights', models.CharField(blank=True, max_length=40)),
                ('prompts', models.JSONField(default=list)),
                ('told_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('refusal', models.CharField(blank=True, max_length=500)),
                ('refusal_witness', models.CharField(blank=True, max_length=60)),
                ('finished_on', models.DateField(null=True)),
                ('reason', models.CharField(blank=True, max_length=500)),
                ('approval', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='visits', to='inspection.approval')),
                ('arrived_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('made_up_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
            ],
            options={
                'ordering': ['approval_id', 'number'],
            },
        ),
        migrations.CreateModel(
            name='VisitAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('answers', models.JSONField()),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('task', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.task')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='inspection.visit')),
            ],
            options={
                'ordering': ['visit_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='VisitEvidence',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('media', models.UUIDField()),
                ('kind', models.CharField(max_length=40)),
                ('stage', models.CharField(max_length=40)),
                ('caption', models.CharField(max_length=500)),
                ('form', models.CharField(choices=[('original', '原件'), ('copy', '复制件')], max_length=10)),
                ('copy_reason', models.CharField(blank=True, max_length=300)),
                ('witness', models.CharField(blank=True, max_length=60)),
                ('sha256', models.CharField(max_length=64)),
                ('size', models.PositiveBigIntegerField()),
                ('captured_at', models.DateTimeField()),
                ('body_sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('task', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='inspection.task')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='inspection.visit')),
            ],
            options={
                'ordering': ['visit_id', 'id'],
            },
        ),
        migrations.CreateModel(
            name='VisitRecord',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('version', models.PositiveSmallIntegerField()),
                ('number', models.CharField(max_length=80)),
                ('narrative', models.TextField()),
                ('statement', models.TextField()),
                ('findings', models.JSONField()),
                ('why', models.CharField(blank=True, max_length=500)),
                ('sha256', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='records', to='inspection.visit')),
            ],
            options={
                'ordering': ['visit_id', 'version'],
            },
        ),
        migrations.CreateModel(
            name='VisitSignature',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('subject', '检查对象'), ('inspector', '检查人员'), ('witness', '见证人')], max_length=10)),
                ('name', models.CharField(max_length=60)),
                ('strokes', models.JSONField()),
                ('paper', models.UUIDField(null=True)),
                ('signed', models.CharField(max_length=64)),
                ('at', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.person')),
                ('visit', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='signatures', to='inspection.visit')),
            ],
            options={
                'ordering': ['visit_id', 'id'],
            },
        ),
        migrations.AddIndex(
            model_name='visit',
            index=models.Index(fields=['state', 'planned_on'], name='visit_by_state'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(fields=('approval', 'number'), name='walk_number_once'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ('planned', 'arrived', 'shown', 'told', 'recorded', 'signed', 'declined'))), fields=('approval',), name='visit_one_open_per_approval'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ('planned', 'broken', 'cancelled')), ('arrived_at__isnull', False), _connector='OR'), name='visit_begins_with_a_scan'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(('arrived_at__isnull', True), models.Q(('arrived_by__isnull', False), models.Q(('arrived_how', ''), _negated=True)), _connector='OR'), name='visit_scan_has_its_person'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('arrived_how', 'emergency'), _negated=True), models.Q(('emergency', ''), _negated=True), _connector='OR'), name='visit_emergency_says_why'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'declined'), _negated=True), models.Q(('refusal', ''), _negated=True), _connector='OR'), name='visit_refusal_says_why'),
        ),
        migrations.AddConstraint(
            model_name='visit',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('broken', 'cancelled')), _negated=True), models.Q(('reason', ''), _negated=True), _connector='OR'), name='visit_end_says_why'),
        ),
        migrations.AddConstraint(
            model_name='visitevidence',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('form', 'copy'), _negated=True), models.Q(('copy_reason', ''), _negated=True), _connector='OR'), name='evidence_copy_says_why'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.UniqueConstraint(fields=('visit', 'version'), name='visitrecord_version_once'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(('narrative', ''), _negated=True), name='visitrecord_has_words'),
        ),
        migrations.AddConstraint(
            model_name='visitrecord',
            constraint=models.CheckConstraint(condition=models.Q(('version', 1), models.Q(('why', ''), _negated=True), _connector='OR'), name='visitrecord_correction_says_why'),
        ),
        migrations.RunPython(open_visits, migrations.RunPython.noop),
        AppendOnly("inspection_visitanswers"),
        AppendOnly("inspection_visitevidence"),
        AppendOnly("inspection_visitrecord"),
        AppendOnly("inspection_visitsignature"),
        # The scan of an emergency may be made up after everything else is done.
        FrozenWhen("inspection_visit", "state", ENDED, allowed=("made_up_at", "made_up_by_id")),
    ]
