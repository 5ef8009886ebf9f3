"""The home folder of a node: where each thing lies, and files that only their owner may read."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

OWNER_FOLDER, OWNER_FILE = 0o700, 0o600


@dataclass(frozen=True, slots=True)
class Home:
    """The paths of a home folder. `highwater_file` overrides where the own log's high-water mark is kept."""

    path: Path
    highwater_file: Path | None = None

    @property
    def charter(self) -> Path:
        """Return the founding charter, its bytes as signed."""
        return self.path / "charter.yaml"

    @property
    def accession(self) -> Path:
        """Return the accession file of a member that joined later; those that founded the mechanism have none."""
        return self.path / "accession.json"

    @property
    def settings(self) -> Path:
        """Return the settings file."""
        return self.path / "node.toml"

    @property
    def keys(self) -> Path:
        """Return the folder of private keys, one file a role."""
        return self.path / "keys"

    @property
    def offline(self) -> Path:
        """Return the folder whose content is to be moved to a stick and locked away."""
        return self.path / "offline"

    @property
    def database(self) -> Path:
        """Return the node's database."""
        return self.path / "node.sqlite"

    @property
    def search(self) -> Path:
        """Return the index of what can be searched: made from the database, never part of a backup."""
        return self.path / "search.sqlite"

    @property
    def highwater(self) -> Path:
        """Return the file with size and root of the own log, best kept on other storage than the database."""
        return self.highwater_file or self.path / "highwater.json"

    @property
    def run(self) -> Path:
        """Return the folder of what exists only while the node runs."""
        return self.path / "run"

    @property
    def socket(self) -> Path:
        """Return the control socket."""
        return self.run / "parley.sock"

    @property
    def attachments(self) -> Path:
        """Return the folder of sealed attachments, named by their digests."""
        return self.path / "attachments"

    def card(self, code: str) -> Path:
        """Return the public key card that is handed to the other members."""
        return self.path / f"{code}.card.yaml"

    def sheet(self, code: str, *, ending: str) -> Path:
        """Return the fingerprint sheet, "txt" or "html"."""
        return self.path / f"{code}.fingerprint.{ending}"

    @property
    def exists(self) -> bool:
        """Return whether a node was made here."""
        return self.settings.exists()


def make_folder(path: Path) -> None:
    """Make a folder, with those above it, that only its owner may enter; one that is there is closed to others."""
    path.mkdir(mode=OWNER_FOLDER, parents=True, exist_ok=True)
    path.chmod(OWNER_FOLDER)


def write_new(path: Path, *, content: bytes, mode: int = OWNER_FILE) -> None:
    """Write a file that must not exist yet, whole and on disk before this returns; FileExistsError where it does."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    try:
        # Linked, not renamed: a rename would write over a key that is there already.
        os.link(draft, path)
    finally:
        draft.unlink()
    sync_folder(path.parent)


def sync_folder(path: Path) -> None:
    """Bring the names in a folder to disk."""
    folder = os.open(path, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
