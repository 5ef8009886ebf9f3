"""What was said in a matter, kept without copying: whatever is asked of it, it answers as the sorted tuple would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from parley.matters import said as saying
from parley.matters.entry import entry_number
from parley.matters.said import (
    Said,
    added,
    all_about,
    count_of,
    first_said,
    last_about,
    members_of,
    newest,
    placed,
    said_by,
    said_in,
    said_in_entry,
)
from parley.matters.sayings import PIECE, Sayings, sayings

SAID = st.builds(
    Said,
    entry=st.builds("{}/{}".format, st.sampled_from(("IL", "SY", "SY-2", "US")), st.integers(0, 300)),
    member=st.just(""),
    role=st.none(),
    at_ms=st.integers(0, 9),
    of=st.sampled_from(("SY/0", "SY/1", "IL/7")),
)
MANY = st.lists(SAID, min_size=1, max_size=150, unique_by=lambda each: each.entry)


def _own(each: Said) -> Said:
    """Return it as said by the member whose log it stands in."""
    return Said(each.entry, each.entry[:2], each.role, each.at_ms, each.of)


@settings(max_examples=150, deadline=None)
@given(found=MANY, member=st.sampled_from(("IL", "SY", "US")), of=st.sampled_from(("SY/0", "IL/7", None)))
def test_it_answers_as_the_sorted_tuple(found: list[Said], member: str, of: str | None) -> None:
    """In whatever order things came, and however many there are."""
    told = [_own(each) for each in found]
    first, rest = told[: len(told) // 3], told[len(told) // 3 :]
    kept = sayings(sorted(first, key=lambda each: entry_number(each.entry))) if first else None
    plain = tuple(sorted(first, key=lambda each: entry_number(each.entry)))
    for each in rest:
        kept = kept.with_one(each) if kept is not None else sayings([each])
        plain = placed(plain, each)
    assert kept is not None
    assert (tuple(kept), tuple(reversed(kept)), len(kept)) == (plain, plain[::-1], len(plain))
    assert (kept == plain, plain == kept, kept == sayings(plain)) == (True, True, True)
    assert (kept[-1], kept[0], kept[1:4], hash(kept)) == (plain[-1], plain[0], plain[1:4], hash(plain))
    assert list(said_by(kept, member)) == list(said_by(plain, member))
    assert newest(kept, member=member, of=of) == newest(plain, member=member, of=of)
    some = frozenset(each.entry for each in told[::3]) | {"SY/999", "XX/1"}
    assert set(said_in(kept, some)) == set(said_in(plain, some))
    within = ("SY/0", "IL/7") if of is None else (of,)
    assert first_said(kept, member=member, of=within) == first_said(plain, member=member, of=within)
    assert [all_about(each, "SY/1") for each in (kept, plain)] == [tuple(s for s in plain if s.of == "SY/1")] * 2
    assert last_about(kept, "IL/7") == last_about(plain, "IL/7")
    assert [said_in_entry(kept, each) for each in some] == [said_in_entry(plain, each) for each in some]
    assert [said_in_entry(kept, each) for each in ("SY", "SY/", "SY/0300", "SY/x")] == [None] * 4
    assert (members_of(kept), count_of(kept, member)) == (members_of(plain), count_of(plain, member))


def test_what_becomes_much_is_kept_so() -> None:
    """Up to a length it is a tuple; beyond it nothing is copied, and it goes on to be sorted."""
    found: object = ()
    kept: tuple[Said, ...] | Sayings[Said] = ()
    for number in range(3 * PIECE + saying.SHORT):
        kept = added(kept, Said(f"SY/{number}", "SY", None, number, "SY/0"))  # type: ignore[assignment]
        found = kept
    assert isinstance(found, Sayings)
    assert [each.entry for each in found] == [f"SY/{number}" for number in range(3 * PIECE + saying.SHORT)]
    late = added(found, Said("IL/5", "IL", None, 0, "SY/0"))
    assert late[0].entry == "IL/5"
    assert len(found) == len(late) - 1
