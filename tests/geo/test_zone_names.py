"""Names of zones in files of other programs: what is no text is told, and never dropped in silence."""

from __future__ import annotations

from typing import Any

import pytest

from tests.geo.test_zone_files import ed318


@pytest.mark.parametrize("name", [5, [[]], [{"text": 5, "lang": "en"}], {"en": ["Range"]}])
def test_a_name_that_is_no_text_is_told_as_left_out(name: Any) -> None:
    """The zone gets its identifier's name, and the report says why."""
    told = ed318(("properties.name", name))
    assert [remark.where for remark in told.remarks if remark.data.get("fields") == "name"] == ["features.0.name"]
