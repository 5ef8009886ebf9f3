"""The addresses of attention: shelving, quiet hours, locking and unlocking the screen."""

from __future__ import annotations

from django.urls import path

from parley.desk.attention import locking, pages

urlpatterns = [
    path("shelve", pages.shelve_row, name="shelve"),
    path("shelve/back", pages.back, name="shelve-back"),
    path("attention", pages.attention, name="attention"),
    path("lock", locking.lock, name="lock"),
    path("locked", locking.locked, name="locked"),
    path("unlock", locking.unlock, name="unlock"),
    path("unlock/passkey", locking.unlock_by_passkey, name="unlock-passkey"),
]
