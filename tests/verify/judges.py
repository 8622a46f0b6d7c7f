"""The two verifiers side by side: the product's own and the one-file program."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.verify import program
from tests.verify.stage import Show

from mingqian.core.draw import verify as core


@dataclass(frozen=True)
class Verdicts:
    """The codes each found failed, in order."""

    product: tuple[str, ...]
    program: tuple[str, ...]
    product_report: Any
    program_report: Any

    @property
    def accepted(self) -> bool:
        assert bool(self.product) == bool(self.program), f"the verifiers disagree: {self.explain()}"
        return not self.product

    @property
    def agree_on_the_first(self) -> bool:
        return self.product[:1] == self.program[:1]

    def explain(self) -> str:
        product = [
            f"{one.code} {one.messages}" for one in self.product_report.checks if one.code in self.product
        ]
        other = [f"{code} {why}" for code, _, _, why in self.program_report.checks if code in self.program]
        return f"product {product or 'accepts'} / program {other or 'accepts'}"


@contextmanager
def folder_of(show: Show) -> Iterator[Path]:
    """The show's roll files on disk, where the one-file program looks for them."""
    with tempfile.TemporaryDirectory() as name:
        show.write(Path(name))
        yield Path(name)


def judge(data: bytes, show: Show, folder: Path, prior_folder: Path | None = None) -> Verdicts:
    """Both verdicts on `data` with the show's roll files (already in `folder`) and its prior attempt."""
    earlier = []
    one_file, priors = program.load(), []
    if show.prior is not None:
        earlier = [core.Published(show.prior.data, show.prior.files)]
        assert prior_folder is not None
        before = one_file.verify(show.prior.data, str(prior_folder))
        priors = [before.draw] if before.accepted() else []
    product = core.verify(data, show.files, earlier)
    single = one_file.verify(data, str(folder), priors)
    return Verdicts(tuple(product.failed()), tuple(single.failed()), product, single)


def judge_show(show: Show) -> Verdicts:
    with folder_of(show) as folder:
        if show.prior is None:
            return judge(show.data, show, folder)
        with folder_of(show.prior) as prior_folder:
            return judge(show.data, show, folder, prior_folder)
