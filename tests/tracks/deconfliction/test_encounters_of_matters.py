"""What a notice meets that is a matter itself: a signed standstill, a protected site that not everybody knows."""

from __future__ import annotations

from tests.tracks.deconfliction.encounters import encounter, tells, to_say
from tests.tracks.deconfliction.plans import DAY, HOUR, START_S, notified
from tests.tracks.deconfliction.sites import site as site_content
from tests.tracks.deconfliction.sites import told as site_told
from tests.tracks.deconfliction.standstills import in_force, proposed, signs, variance
from tests.tracks.deconfliction.test_encounters import owing
from tests.tracks.hotline.cell import ALL, Cell, said

BEGINS = START_S + 2 * DAY


def test_a_standstill_opens_one_for_its_signers_and_a_variance_or_its_end_clears_it() -> None:
    """Nothing before all have signed; a variance for another notice changes nothing."""
    cell = Cell()
    notice = notified(cell, "SY")
    waiting = proposed(cell)
    assert to_say(cell, notice, waiting) is None
    standstill = in_force(cell)
    found = tells(cell, "US", notice, standstill)
    assert cell.refusal(found) is None and found.matter == f"US.{standstill.id[3:]}~SY/0"
    cell.reads()
    state = encounter(cell, notice, standstill)
    assert state is not None and (state.finding.kind, state.finding.concerns) == ("standstill", ("IL",))
    excepted = said(cell, "SY", "variance_proposed", standstill, **variance(standstill, notice=notice.id))
    for member in ("SY", "IL"):
        assert to_say(cell, notice, standstill) is None
        signs(cell, member, standstill, of=excepted)
    cleared = tells(cell, "SY", notice, standstill)
    assert cell.refusal(cleared) is None and cleared.content["how"] == "excepted"


def test_what_a_variance_leaves_is_found_anew_with_its_times() -> None:
    """An hour that is excepted in the middle of nothing else leaves the rest owed."""
    cell = Cell()
    notice = notified(cell, "SY")
    standstill = in_force(cell)
    tells(cell, "US", notice, standstill)
    cell.reads()
    first_hours = variance(standstill, notice=notice.id, from_s=BEGINS, until_s=BEGINS + 2 * HOUR)
    excepted = said(cell, "SY", "variance_proposed", standstill, **first_hours)
    for member in ("SY", "IL"):
        signs(cell, member, standstill, of=excepted)
    again = tells(cell, "US", notice, standstill)
    assert cell.refusal(again) is None and again.kind == "encounter_found"
    assert again.content["pairs"][0]["from_s"] == BEGINS + 2 * HOUR
    state = encounter(cell, notice, standstill)
    assert state is not None and len(state.findings) == 2 and state.finding.entry == again.id


def test_a_standstill_that_ends_early_lifts_it() -> None:
    """From the second on from which a signed ending ends it."""
    cell = Cell()
    notice = notified(cell, "SY")
    standstill = in_force(cell)
    tells(cell, "US", notice, standstill)
    cell.reads()
    ending = said(cell, "IL", "ending_proposed", standstill, of=standstill.id, ends_s=START_S + DAY + HOUR,
                  texts=[{"lang": "en", "text": "EXERCISE. It ends."}])  # fmt: skip
    for member in ("SY", "IL"):
        signs(cell, member, standstill, of=ending)
    cleared = tells(cell, "IL", notice, standstill)
    assert cell.refusal(cleared) is None and cleared.content["how"] == "lifted"


def test_a_site_opens_one_only_among_those_who_know_both() -> None:
    """A site that IL alone was told: SY's notice meets it, and no matter tells SY; IL's own has one with its author."""
    cell = Cell()
    consent = [{"member": "IL", "use": "receive"}]
    site = cell.say("US", "site_notified", audience=("IL", "US"), **site_content(consent=consent))
    cell.reads()
    theirs, ours = notified(cell, "SY"), notified(cell, "IL")
    assert to_say(cell, theirs, site) is None
    told = to_say(cell, ours, site)
    assert told is not None
    leaked = cell.say("US", "encounter_found", audience=ALL, **told[1])
    assert cell.refusal(leaked) == ("cited_unknown", "M-7")
    found = tells(cell, "US", ours, site)
    assert cell.refusal(found) is None and found.to == ("IL", "US")
    of_theirs = {**told[1], "notice": theirs.id, "versions": [theirs.id, site.id],
                 "side": {**told[1]["side"], "member": "SY"}}  # fmt: skip
    for audience in (ALL, ("IL", "US")):
        entry = cell.say("US", "encounter_found", audience=audience, **of_theirs)
        assert cell.refusal(entry) in (
            ("cited_unknown", "M-7"), ("deconfliction.encounter_readers", "EC-2"))  # fmt: skip


def test_a_site_that_changes_asks_anew_and_one_withdrawn_lifts_it() -> None:
    """Its author acknowledges; the activity is asked, and the site never is."""
    cell = Cell()
    site = site_told(cell)
    notice = notified(cell, "SY")
    tells(cell, "IL", notice, site)
    cell.reads()
    assert set(owing(cell, notice, site)) == {("SY", "answer_encounter"), ("US", "acknowledge_encounter")}
    consent = [{"member": member, "use": "receive"} for member in ("IL", "SY")]
    change = {**site_content(consent=consent), "of": site.id, "why": "A wing was added"}
    said(cell, "US", "site_changed", site, **change)
    again = tells(cell, "US", notice, site)
    assert cell.refusal(again) is None and again.content["versions"][0] == notice.id
    cell.reads()
    said(cell, "US", "site_withdrawn", site, why="It has moved")
    cleared = tells(cell, "US", notice, site)
    assert cell.refusal(cleared) is None and cleared.content["how"] == "lifted"


def test_a_members_own_site_opens_no_matter_with_itself() -> None:
    """Its screens show it all the same."""
    cell = Cell()
    site = site_told(cell, "SY", consent=[{"member": "IL", "use": "receive"}, {"member": "US", "use": "receive"}])
    assert to_say(cell, notified(cell, "SY"), site) is None
