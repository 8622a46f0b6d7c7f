"""``mingqian doctor``: look at everything, say what is wrong and what to do."""

import sys

from mingqian.site import health
from mingqian.site.command import Command as BureauCommand


class Command(BureauCommand):
    help = (
        "体检：数据库、日志、磁盘、密钥、时钟、页面文件、执行程序、备份，每项说明怎么办。有问题时退出码 1。"
    )

    def handle(self, **options: object) -> None:
        bad = 0
        for point in health.points():
            bad += point.verdict == "有问题"
            self.stdout.write(f"{point.verdict:　<3}　{point.name}：{point.said}")
            if point.remedy:
                self.stdout.write(f"　　　　　　处理办法：{point.remedy}")
        if bad:
            self.stderr.write(f"体检发现 {bad} 项问题")
            sys.exit(1)
        self.stdout.write("没有发现问题")
