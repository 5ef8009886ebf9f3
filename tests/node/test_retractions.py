"""Retractions of what an assessment rests on, on real nodes: found by each of them alike, whatever came first."""

from __future__ import annotations

from typing import Any

from parley.node import reading
from parley.node.drafts import Draft
from parley.node.figures.asked import Asked
from parley.node.figures.gathering import figures
from parley.node.figures.sheet import Sheet
from parley.node.filing import Filed, file
from tests.node.comparing import assert_converged, assert_live_is_rebuilt
from tests.node.mechanism import Mechanism
from tests.tracks.hotline.cell import ALL
from tests.tracks.information.exchanged import DAY_S, report

NODES = ("SY", "IL", "US")
RELEASED = ("report_given", "assessment_signed")
# More than any other kind of entry cites.
MANY = 20
DAY_MS = DAY_S * 1000


def told(paris: Mechanism, member: str, kind: str, content: dict[str, Any], *, matter: str | None = None) -> str:
    """Let an analyst say what is allowed, and return its id; nothing is carried."""
    beside = {"released_by": "chief"} if kind in RELEASED else {}
    said = {name: value for name, value in content.items() if name != "role"}
    found = file(Draft(kind, ALL, {**said, **beside}, matter, role="analyst"), node=paris.nodes[member])
    assert isinstance(found, Filed), found
    return found.id


def reviews(paris: Mechanism, matter: str) -> list[list[tuple[str, str, str]]]:
    """Return by node who owes a word on which retraction, and how that stands."""
    now_ms = max(clock.at_ms for clock in paris.clocks.values())
    found = [reading.duties_of(paris.nodes[code], matter, now_ms=now_ms) for code in NODES]
    return [sorted((d.owed_by, d.entry, d.state) for d in each if d.clause == "IRD-5") for each in found]


def test_a_retraction_raises_the_word_of_each_signer_on_every_node(paris: Mechanism) -> None:
    """Signed and retracted over cut links, the last of twenty reports: no node needs to be told, live and rebuilt."""
    expires_s = paris.clocks["SY"].at_ms // 1000 + 9 * DAY_S
    about = {"seen": None, "place": None, "cover": None, "expires_s": expires_s}
    reports = [told(paris, "SY", "report_given", report(subject=f"EXERCISE {n}", **about)) for n in range(MANY)]
    paris.carry_all()
    texts = [{"lang": code, "text": "EXERCISE"} for code in ("en", "ar", "he")]
    marks = {name: report(**about)[name] for name in ("tlp", "purpose", "releasable_to", "expires_s", "credibility")}
    view = {"subject": "EXERCISE", "texts": texts, "reports": reports, "signatories": list(ALL), **marks}
    matter = told(paris, "US", "assessment_proposed", view)
    paris.carry_all()
    row = reading.matter(paris.nodes["US"], matter)
    assert row is not None
    signature = {"of": matter, "digest": row.state["main"]["digest"]}
    for member in ("US", "IL"):
        told(paris, member, "assessment_signed", signature, matter=matter)
    gone = told(paris, "SY", "report_retracted", {"of": reports[-1], "why": "EXERCISE"}, matter=reports[-1])
    paris.carry("SY", "IL")
    told(paris, "SY", "assessment_signed", signature, matter=matter)
    paris.carry_all()
    first, *others = reviews(paris, matter)
    assert [(owed_by, entry) for owed_by, entry, _ in first] == [("IL", gone), ("SY", gone), ("US", gone)]
    assert others == [first, first]
    for code in NODES:
        found = reading.matter(paris.nodes[code], matter)
        assert found is not None and found.owing and found.state["name"] == "joint"
    assert_live_is_rebuilt(paris.nodes["IL"])
    told(paris, "IL", "retraction_acknowledged", {"of": gone, "how": "used"}, matter=reports[-1])
    for member in NODES:
        told(paris, member, "assessment_reviewed", {"of": gone, "how": "holds"}, matter=matter)
    paris.carry_all()
    assert {state for each in reviews(paris, matter) for _, _, state in each} == {"done"}
    assert not any(reading.matter(paris.nodes[code], matter).owing for code in NODES)  # type: ignore[union-attr]
    assert_converged([paris.nodes[code] for code in NODES])
    assert_figures_alike(paris)


def assert_figures_alike(paris: Mechanism) -> None:
    """Assert that what members owed of information is in the figures, the same at every node."""
    now_ms = max(clock.at_ms for clock in paris.clocks.values())
    day_ms = now_ms // DAY_MS * DAY_MS
    sheets = [figures(paris.nodes[code], Asked(day_ms, day_ms + DAY_MS, now_ms)) for code in NODES]
    first = sheets[0]
    assert isinstance(first, Sheet) and all(each == first for each in sheets)
    rows = {row.of: row.cells for row in first.rows if row.code == "exchanged"}
    assert set(rows) == {"IRD-1", "IRD-4", "IRD-5"}
    assert [rows["IRD-5"][code].count for code in NODES] == [1, 1, 1]
    assert all(cell.times is not None and cell.times.worst_ms >= 0 for cell in rows["IRD-4"].values())
