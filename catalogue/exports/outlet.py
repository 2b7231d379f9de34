"""How the commands end: a whole file, or exit 2 with a line per fault and no file."""

import os
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

from django.core.management.base import BaseCommand

from catalogue.rendering.pdf import PdfUnavailable

WRONG_INPUT = 2


def refuse(command: BaseCommand, faults: Sequence[str]) -> None:
    """Ends with a line per fault; goes on when there is none."""
    for fault in faults:
        command.stderr.write(fault)
    if faults:
        sys.exit(WRONG_INPUT)


def put(command: BaseCommand, path: Path, write: Callable[[IO[bytes]], object]) -> None:
    """Lets `write` write to `path`; what was there stays as it was until the new file is whole."""
    try:
        with tempfile.NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}-", delete=False) as file:
            try:
                write(file)
            except BaseException:
                os.unlink(file.name)
                raise
        os.chmod(file.name, 0o644)
        os.replace(file.name, path)
    except OSError as fault:
        refuse(command, [f"{path}: {fault.strerror or 'kan niet geschreven worden'}"])
    except PdfUnavailable:
        refuse(
            command, ["pdf: op deze machine ontbreekt een onderdeel om PDF’s te maken (draai bin/setup run)"]
        )
