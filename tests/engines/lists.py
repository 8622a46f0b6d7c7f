"""Rolls nobody designed, the same ones every time: each row's fate is read from a hash of its number."""

import csv
from hashlib import sha256
from pathlib import Path
from types import ModuleType

from mingqian.core.canonical import Suite
from mingqian.core.draw import rows

KEY = "00112233445566778899aabbccddeeff" * 2
SEED = "ec7cc4a3d0182089762cb10f437d5a237c4c380231110a57fa4d686ea7903498"
STRATA = ("A", "B2", "C_x-9", "z")
STATUSES = ("E",) * 8 + ("F:TS", "F:XK", "F:RD", "X:3M", "S:EZ")
WEIGHTS = (1,) * 90 + (2, 3, 17) * 8 + (999,)  # a row of 999 slips costs as much as a thousand others


def lines(suite: Suite, number: int, size: int) -> list[bytes]:
    """The `number`-th roll of so many rows, sealed; all statuses, strata and weights occur in a long one."""
    return rows.build(suite, [entry(number, at) for at in range(size)], key=KEY)


def entry(number: int, at: int) -> rows.Entry:
    die = sha256(f"{number}:{at}".encode()).digest()
    status = STATUSES[die[0] % len(STATUSES)]
    weight = WEIGHTS[die[1] % len(WEIGHTS)] if status == "E" else 1
    record = {"employees": die[2], "name": f"示例企业{at}"}
    return rows.Entry(f"USCC:91350200{at:010d}", record, STRATA[die[3] % len(STRATA)], status, weight)


def parquet(duckdb: ModuleType, lines: list[bytes], file: Path) -> None:
    """The same roll as a table of five columns, in another order."""
    told = file.with_suffix(".csv")
    with told.open("w", newline="") as stream:
        csv.writer(stream).writerows(line.decode().split("|") for line in reversed(lines))
    types = (
        "{'tag': 'VARCHAR', 'stratum': 'VARCHAR', 'status': 'VARCHAR', 'weight': 'INTEGER', 'rec': 'VARCHAR'}"
    )
    path = str(file).replace("'", "''")
    source = f"read_csv(?, header = false, columns = {types})"
    duckdb.execute(f"COPY (SELECT * FROM {source}) TO '{path}' (FORMAT parquet)", [str(told)])
