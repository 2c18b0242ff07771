"""From text to mentions, with the rules as spaCy patterns. All of spaCy lives here."""

import importlib.util
import sys

if "thinc" not in sys.modules and "torch" not in sys.modules and importlib.util.find_spec("torch"):
    # spaCy loads torch for nothing wherever it is installed (2 s, 150 MB); a None here tells it that there is none.
    sys.modules["torch"] = None  # type: ignore[assignment]
    try:
        import thinc.compat  # noqa: F401
    finally:
        del sys.modules["torch"]
