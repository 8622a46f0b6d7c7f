"""The one thing pyproject.toml cannot say: the verifiers lie outside ``src`` and still go into the wheel."""

from pathlib import Path

from setuptools import setup
from setuptools.command.build_py import build_py

VERIFIERS = (Path("verify") / "mingqian_verify.py", Path("verify") / "mingqian_verify.html")


class BuildWithVerifiers(build_py):
    """``mingqian/verify/`` in the wheel, where ``draw.directory`` looks for them."""

    def run(self) -> None:
        super().run()
        for verifier in () if self.editable_mode else VERIFIERS:
            target = Path(self.build_lib) / "mingqian" / verifier
            self.mkpath(str(target.parent))
            self.copy_file(str(verifier), str(target), preserve_mode=False)


setup(cmdclass={"build_py": BuildWithVerifiers})
