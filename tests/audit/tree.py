"""Where things are."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
#: Made by `bin/setup audit`.
BUILT = ROOT / "build" / "audit"
TOOLS = BUILT / "venv" / "bin"
JUDGES = BUILT / "node_modules"


def tracked_files(root: Path = ROOT) -> list[Path]:
    """The files that git keeps or would keep; without git, all but what begins with a dot or is made here."""
    words = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    done = subprocess.run(words, cwd=root, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return [path for name in done.stdout.split("\0") if name and (path := root / name).is_file()]
    made = {".venv", "node_modules", "build", "var"}
    found = sorted(path for path in root.rglob("*") if path.is_file())
    return [path for path in found if not made & set(path.relative_to(root).parts)]
