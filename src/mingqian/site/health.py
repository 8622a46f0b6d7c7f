"""Whether everything is as it should be: each point with what was found and what to do."""

import shutil
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core import checks
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.timezone import localdate

from mingqian.accounts import selectors as accounts
from mingqian.accounts.types import console
from mingqian.audit import selectors as journal
from mingqian.clocks import selectors as deadlines
from mingqian.core import workdays
from mingqian.core.decision import Refused
from mingqian.jobs import selectors as jobs
from mingqian.leads import selectors as leads
from mingqian.messages import selectors as messages
from mingqian.records import selectors as records
from mingqian.ui import clock, private_files

Verdict = Literal["好", "注意", "有问题"]
GIGABYTE = 1 << 30
KEY_LENGTH = 32
#: A worker that lives takes up waiting work within seconds.
WAITED = timedelta(minutes=10)
BACKUP_AGE = timedelta(days=7)
FILES = ("ui/tokens.css", "ui/ui.css", "ui/ui.js")


@dataclass(frozen=True, slots=True)
class Point:
    """One thing looked at."""

    name: str
    verdict: Verdict
    said: str
    remedy: str = ""


def database() -> Point:
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA quick_check(1)")
            found = str(cursor.fetchone()[0])
            if found != "ok":
                return Point("数据库", "有问题", f"SQLite 文件损坏：{found}", "请停止使用，从备份恢复")
        cursor.execute("SELECT 1")
    version = ".".join(str(part) for part in connection.get_database_version())
    return Point("数据库", "好", f"{connection.display_name} {version}，可以读写")


def migrations() -> Point:
    waiting = unapplied()
    if not waiting:
        return Point("数据库结构", "好", "与程序一致")
    return Point("数据库结构", "有问题", f"有 {waiting} 步升级没有做", "请先备份，再运行 mingqian migrate")


def unapplied() -> int:
    """Steps of migration not taken yet."""
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def bureau() -> Point:
    root = accounts.bureau()
    if root is None:
        return Point("建局", "注意", "还没有建局", "请运行 mingqian setup，或用 mingqian demo 看演示")
    return Point("建局", "好", root.name)


def the_journal() -> Point:
    if not journal.is_open():
        return Point("审计日志", "注意", "尚未启用", "建局时启用")
    report = journal.check()
    if report.fault:
        said = f"第 {report.fault.seq} 条断裂：{report.fault.reason}"
        return Point("审计日志", "有问题", said, "请停止办理，保全数据库文件，对照备份查明")
    if report.unguarded:
        said = f"防改触发器缺失：{'、'.join(report.unguarded)}"
        return Point("审计日志", "有问题", said, "有人动过数据库结构，请查明后运行 mingqian migrate")
    signed = f"，签名检查点到 {report.signed} 条" if report.signed else "，还没有签名检查点"
    return Point("审计日志", "好", f"{report.count} 条，链完好{signed}")


def disk() -> Point:
    usage = shutil.disk_usage(settings.HOME)
    said = f"可用 {usage.free / GIGABYTE:.1f} GB，共 {usage.total / GIGABYTE:.0f} GB"
    if usage.free < GIGABYTE:
        return Point("磁盘空间", "有问题", said, "请立即腾出空间，否则不能保存")
    if usage.free < usage.total // 20:
        return Point("磁盘空间", "注意", said, "不足 5%，请安排扩容或清理")
    return Point("磁盘空间", "好", said)


def home() -> Point:
    if not private_files.closed(settings.HOME):
        mode = stat.S_IMODE(settings.HOME.stat().st_mode)
        return Point(
            "数据目录",
            "注意",
            f"本机其他用户可以读 {settings.HOME}（{mode:o}）",
            f"请运行 chmod 700 {settings.HOME}",
        )
    return Point("数据目录", "好", f"{settings.HOME}，只有本用户可读")


def secret_key() -> Point:
    if len(settings.SECRET_KEY) < KEY_LENGTH:
        said = f"只有 {len(settings.SECRET_KEY)} 位，不足 {KEY_LENGTH} 位"
        return Point(
            "签名密钥",
            "有问题",
            said,
            "请设置 MINGQIAN_SECRET_KEY，或运行 mingqian serve 自动生成；定后不要更换",
        )
    kept = Path(settings.HOME) / "secret.key"
    if kept.is_file() and not private_files.closed(kept):
        return Point("签名密钥", "有问题", "密钥文件可以被其他用户读取", f"请运行 chmod 600 {kept}")
    return Point("签名密钥", "好", f"{len(settings.SECRET_KEY)} 位。请另存一份，不要与备份放在一起")


def log_keys() -> Point:
    """The private keys on record are there, are those keys, and nobody else on the machine reads them."""
    name, found = "日志私钥", journal.keeping.kept()
    for key in found:
        rotate = f"mingqian checkpoint rotate --purpose {key.purpose}"
        if not key.on_record:
            said = f"{key.purpose.label}的私钥 {key.file} 缺失、损坏，或不是登记的那一把"
            return Point(name, "有问题", said, f"请从保管处恢复；找不回来的，运行 {rotate} 更换")
        if not key.private:
            said = f"{key.purpose.label}的私钥可以被其他用户读取"
            remedy = f"请运行 chmod 600 {key.file}；可能已被人读过的，运行 {rotate} 更换"
            return Point(name, "有问题", said, remedy)
    if not found:
        return Point(name, "好", "还没有，第一次签发检查点时生成")
    labels = "、".join(key.purpose.label for key in found)
    return Point(name, "好", f"{labels}。请另存一份，不要与备份放在一起")


def informants_key() -> Point:
    """举报人信息: its key lies beside the database, opens what was sealed, and is nobody else's to read."""
    name, key = "举报人密钥", leads.keeping.informants_key()
    if not key.owed and not key.file.is_file():
        return Point(name, "好", "还没有，收到第一条线索时生成")
    if not key.whole:
        said = f"{key.file} 缺失、损坏，或不是封存时的那一把，举报人信息打不开"
        return Point(name, "有问题", said, "请从单独保管的备份恢复；不要新建，新密钥打不开已有的线索")
    if not key.private:
        return Point(name, "有问题", "密钥文件可以被其他用户读取", f"请运行 chmod 600 {key.file}")
    return Point(name, "好", f"{key.file}。请另存一份，不要与备份放在一起")


def records_place() -> Point:
    """执法记录 lie readable in their directory: only its rights keep them; another service has to answer."""
    name, place = "执法记录库", records.place()
    if place is None:
        try:
            records.reached()
        except Refused as refused:
            remedy = "请检查 MINGQIAN_RECORDS 里的地址和桶、MINGQIAN_S3_KEY 和 MINGQIAN_S3_SECRET，以及对象存储服务是否在运行"
            return Point(name, "有问题", refused.decisions[0].reason, remedy)
        return Point(name, "好", "对象存储有答复，内容由该服务保管")
    if not place.is_dir():
        return Point(name, "好", "还没有记录")
    if not private_files.closed(place):
        return Point(name, "有问题", f"{place} 可以被其他用户读取", f"请运行 chmod 700 {place}")
    return Point(name, "好", f"{place}，只有本用户可读")


def time_of_day() -> Point:
    now = clock.now()
    if clock.shifted():
        return Point("时钟", "注意", f"演示时间 {now:%Y-%m-%d %H:%M} UTC", "正式使用请去掉 MINGQIAN_CLOCK")
    last = last_entry_at()
    if last is not None and now < last - timedelta(minutes=1):
        said = f"现在 {now:%Y-%m-%d %H:%M:%S} 早于最后一条日志 {last:%Y-%m-%d %H:%M:%S}（UTC）"
        return Point("时钟", "有问题", said, "请校准服务器时间（NTP），期限都以它为准")
    return Point("时钟", "好", f"{now:%Y-%m-%d %H:%M:%S} UTC，不早于最后一条日志")


def last_entry_at(kind: str | None = None) -> datetime | None:
    """When the journal was last written to."""
    moments = [entry.moment for entry in journal.entries(console(), kind=kind, last=1)]
    return moments[0] if moments else None


def static_files() -> Point:
    missing = [name for name in FILES if finders.find(name) is None]
    if missing:
        return Point("页面文件", "有问题", f"缺少 {'、'.join(missing)}", "安装不完整，请重新安装 mingqian")
    return Point("页面文件", "好", "齐全，由程序自己提供")


def access() -> Point:
    errors = [error for error in checks.run_checks() if error.is_serious()]
    if errors:
        said = "；".join(error.msg for error in errors[:5])
        return Point("程序自检", "有问题", f"{len(errors)} 处：{said}", "程序不能启动，请联系维护人员")
    return Point("程序自检", "好", "每个网址都声明了谁可以打开")


def worker() -> Point:
    living = jobs.workers()
    waiting = jobs.waiting_since()
    if waiting is not None and clock.now() - waiting > WAITED:
        said = f"有任务等了 {(clock.now() - waiting) // timedelta(minutes=1)} 分钟"
        return Point("执行程序", "有问题", said, "请查看执行程序的日志，或再启动一个：mingqian worker")
    if not living:
        return Point("执行程序", "注意", "没有在运行", "请运行 mingqian worker（mingqian serve 会自带一个）")
    return Point("执行程序", "好", f"{len(living)} 个在运行：{'、'.join(living)}")


def backup() -> Point:
    if not journal.is_open():
        return Point("备份", "注意", "还没有数据可备份", "建局以后请定期运行 mingqian backup")
    last = last_entry_at("backup.made")
    if last is None or clock.now() - last > BACKUP_AGE:
        said = "从未备份" if last is None else f"上次备份在 {(clock.now() - last).days} 天前"
        return Point("备份", "注意", said, "请运行 mingqian backup 文件名，并存到另一台机器")
    return Point("备份", "好", f"上次备份 {last:%Y-%m-%d %H:%M} UTC")


def days_off() -> Point:
    """This year's arrangement, and from November on the next one's, stand in the calendar."""
    root = accounts.bureau()
    calendar = deadlines.calendars.in_force(root.division_code if root else "")
    missing = workdays.unannounced(calendar, localdate(clock.now()))
    if not missing:
        return Point("放假安排", "好", f"{calendar.name}日历，版本 {calendar.version}")
    said = "；".join(why for _, why in missing)
    return Point(
        "放假安排", "注意", said, "请政策法规处或办公室取得通知后在“规则 › 工作日历”录入，期限随之重算"
    )


def outside_messages() -> Point:
    """The ways out of the house, and whether anything sticks in them."""
    out, (dead, late) = messages.outside(), messages.stuck(clock.now() - WAITED)
    ways = [name for name, open_ in (("邮件", out.by_mail), ("推送接口", out.by_webhook)) if open_]
    if dead or late:
        said = f"{dead} 条未送达，{late} 条该发未发"
        return Point("外发提醒", "注意", said, "请到“消息 › 外发消息”看对方答复，或查看执行程序")
    return Point("外发提醒", "好", "、".join(ways) if ways else "没有开通，只在系统内提醒")


POINTS: tuple[Callable[[], Point], ...] = (
    database,
    migrations,
    bureau,
    the_journal,
    disk,
    home,
    secret_key,
    log_keys,
    informants_key,
    records_place,
    time_of_day,
    static_files,
    access,
    worker,
    days_off,
    outside_messages,
    backup,
)


def points() -> Iterator[Point]:
    """All of them. Without a database or with an old one, the rest of the points mean nothing."""
    for look in POINTS:
        point = look()
        yield point
        if look in (database, migrations) and point.verdict == "有问题":
            return
