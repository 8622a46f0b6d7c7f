"""``mingqian search-rebuild``: file every card anew."""

from mingqian.search import services as search
from mingqian.site import finding
from mingqian.site.command import Command as BureauCommand


class Command(BureauCommand):
    help = "重建检索：清空后按现有数据重新建立。升级程序或检索有疑问时运行，期间可以照常办理。"

    def handle(self, **options: object) -> None:
        search.clear()
        by = finding.librarian()
        for kind in finding.KINDS:
            count = search.put_many(finding.SOURCES[kind.code](by))
            self.stdout.write(f"{kind.label}：{count}")
        search.settle_down()
        self.stdout.write("检索已重建")
