"""Opening the desk: Django's settings, its tables, and the application that a server runs."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import TYPE_CHECKING, Any

import django
from django.conf import settings
from django.core.management import call_command

from parley.desk.place import DeskPlace, place_of
from parley.desk.settings import settings_for
from parley.desk.sso.issuer import Issuer, issuer_of, use
from parley.node.store.connection import make_file

__all__ = ["configure", "issuer_of", "make_tables", "open_desk"]

if TYPE_CHECKING:
    from parley.node.running import Node


def configure(place: DeskPlace) -> None:
    """Set Django up for this place. Once a process: another place afterwards is refused (RuntimeError)."""
    wished = str(place.database)
    if settings.configured:
        if settings.DATABASES["default"]["NAME"] != wished:
            raise RuntimeError("this process already has a desk at another place")
        return
    settings.configure(**settings_for(place))
    django.setup()
    # A form that was refused is no event of the server's: only what failed is written down.
    logging.getLogger("django.request").setLevel(logging.ERROR)


def make_tables(place: DeskPlace) -> None:
    """Bring Django's own tables in the node's database up to date; does nothing where they are."""
    configure(place)
    # Officers may be added before the node first runs: the file must never be readable to others.
    make_file(place.database)
    call_command("migrate", interactive=False, verbosity=0)
    call_command("createcachetable", verbosity=0)


def open_desk(
    node: Node,
    *,
    home: Path,
    hosts: tuple[str, ...] = (),
    is_secure: bool = False,
    proxies: int = 0,
    asks_second_factor: bool = True,
    single_sign_on: Issuer | None = None,
) -> Any:
    """Attach the running node and return the ASGI application of its desk, tables up to date."""
    place = place_of(
        home, hosts=hosts, is_secure=is_secure, proxies=proxies, asks_second_factor=asks_second_factor
    )
    make_tables(place)
    # Only now: these modules declare Django models and addresses, which need the settings above.
    from parley.desk.announcing import rounds  # noqa: PLC0415
    from parley.desk.asgi import application_of  # noqa: PLC0415
    from parley.desk.cell import attach  # noqa: PLC0415
    from parley.desk.search.keeper import keeper  # noqa: PLC0415
    from parley.desk.sending.waiting import wake  # noqa: PLC0415

    attach(node)
    use(single_sign_on)
    wake()
    keeper()
    rounds.begin()
    return application_of(node)
