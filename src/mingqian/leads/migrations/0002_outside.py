from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):

    dependencies = [
        ('leads', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='lead',
            name='outside_kind',
            field=models.CharField(blank=True, choices=[('firm', '单位'), ('person', '个人')], max_length=8),
        ),
        migrations.AddField(
            model_name='lead',
            name='outside_known',
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name='lead',
            name='outside_name',
            field=models.CharField(blank=True, max_length=200),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state__in', ('accepted', 'checking', 'checked', 'closed')), _negated=True), ('subject__isnull', False), models.Q(('outside_name', ''), _negated=True), _connector='OR'), name='lead_accepted_names_whom'),
        ),
        migrations.AddConstraint(
            model_name='lead',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('outside_kind', ''), ('outside_known', ''), ('outside_name', '')), models.Q(('subject__isnull', True), models.Q(('outside_name', ''), _negated=True), models.Q(('outside_kind', ''), _negated=True), models.Q(('outside_known', ''), _negated=True)), _connector='OR'), name='lead_concerns_one'),
        ),
    ]
