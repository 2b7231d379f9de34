"""What makes the site start on one's own computer without any configuration."""

import os
import secrets
from pathlib import Path


def local_secret(path: Path) -> str:
    """The secret in the file at `path`; made at the first start, readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        secret = path.read_text().strip()
        if secret:
            return secret
        path.unlink()
        return local_secret(path)
    with os.fdopen(descriptor, "w") as file:
        secret = secrets.token_urlsafe(50)
        file.write(secret)
    return secret
