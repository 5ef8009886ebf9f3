"""The desk's secret: made once, readable by its owner alone."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from parley.desk.place import place_of, secret_of


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    """The secret stays the same and its file can be read by nobody else."""
    place = place_of(tmp_path)
    assert secret_of(place.secret_file) == secret_of(place.secret_file)
    assert place.secret_file.stat().st_mode & 0o777 == 0o600


def test_two_that_start_at_once_end_with_the_same_secret(tmp_path: Path) -> None:
    """Whoever comes second takes the secret of the first."""
    path = place_of(tmp_path).secret_file
    path.parent.mkdir()
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(lambda _: secret_of(path), range(8)))) == 1
