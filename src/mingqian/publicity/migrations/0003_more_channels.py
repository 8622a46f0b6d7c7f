"""微博 and 手机客户端 among the channels of a receipt (石嘴山 1(3))."""

from typing import ClassVar

from django.db import migrations, models

from mingqian.audit.migrating import Together


class Migration(Together):
    dependencies: ClassVar = [("publicity", "0002_withdraw_when_no_longer_disclosed")]

    operations: ClassVar = [
        migrations.AlterField(
            model_name="receipt",
            name="channel",
            field=models.CharField(
                choices=[
                    ("page", "门户网页"),
                    ("feed", "订阅与开放数据"),
                    ("window", "服务窗口张贴"),
                    ("wechat", "微信公众号"),
                    ("weibo", "微博"),
                    ("app", "手机客户端"),
                    ("government_site", "政府网站"),
                    ("credit_site", "信用网站"),
                ],
                max_length=16,
            ),
        ),
    ]
