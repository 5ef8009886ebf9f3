"""A password hasher for tests alone: Django's scrypt with the least work, for no test guards a real password."""

from __future__ import annotations

from django.contrib.auth.hashers import ScryptPasswordHasher


class QuickScrypt(ScryptPasswordHasher):
    """The same form and the same checks as at a real desk; only the work is small."""

    work_factor = 2
    parallelism = 1
