"""Loads the one-file verifier as a module, for the many mutations a process each would be too slow for."""

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).resolve().parents[2]
FILE = ROOT / "verify" / "mingqian_verify.py"


def load() -> ModuleType:
    if "mingqian_verify" in sys.modules:
        return sys.modules["mingqian_verify"]
    spec = importlib.util.spec_from_file_location("mingqian_verify", FILE)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mingqian_verify"] = module
    spec.loader.exec_module(module)
    return module
