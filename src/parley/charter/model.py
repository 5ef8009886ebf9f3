"""What a charter says, as frozen values. Every value names its source, its date and its standing. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from parley.charter.dated import ALWAYS, Span
from parley.geo.place import Place
from parley.record.keys import MemberKeys

if TYPE_CHECKING:
    from parley.charter.activities import ActivityTerms
    from parley.charter.blind import BlindTerms
    from parley.charter.commerce import CommerceTerms
    from parley.charter.commitment_terms import CommitmentTerms
    from parley.charter.de_escalation import DeEscalationTerms
    from parley.charter.disputes import DisputeTerms
    from parley.charter.feeds import FeedTerms
    from parley.charter.incidents import IncidentTerms
    from parley.charter.information import InformationTerms
    from parley.charter.supervision_terms import SupervisionTerms
    from parley.charter.talk_terms import TalkTerms
    from parley.charter.verifying import FindingTerms, InspectionTerms, WarningTerms
    from parley.charter.zones import Zone

STANDINGS = ("agreed", "proposed", "asserted", "contested")
MEMBER_KINDS = ("party", "supervisor", "observer")
PRECEDENCE_NAMES = ("flash", "immediate", "priority", "routine")
ROUTES = ("direct", "relay", "bundle")
ANSWERERS = ("node", "officer")
OF_OWN, OF_SUPERVISOR = "own", "supervisor"
LANGUAGES = ("en", "ar", "he")
PLACE_KINDS = ("area", "town", "summit", "water")
DRAWINGS = ("exact", "approximate")
# A line that is known to exist, and whose course nobody could put in: it is named, and not drawn.
NOT_DRAWN = "absent"
# A: read in the primary text or a faithful copy; B: secondary texts that agree; C: one secondary text, to be verified.
CONFIDENCES = ("A", "B", "C")
TRACK_NAMES = (
    "mechanism", "charter", "hotline", "deconfliction", "incidents", "disputes",
    "commitments", "talks", "information", "commerce", "supervision",
)  # fmt: skip


NO_KEYS = MemberKeys(log=(), mirror=(), witness=(), sealing="", tls="", succession="")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a value comes from, the day from which it holds, and how it stands.

    `by` names the members that propose, assert or contest it, and is empty for what is agreed. `confidence` is one of
    CONFIDENCES where it is said how well the source is known, else empty.
    """

    source: str
    since: date
    standing: str
    by: tuple[str, ...] = ()
    confidence: str = ""

    @property
    def judges(self) -> bool:
        """Return whether anything may be refused, or called late, by this value: only what is agreed judges (C-0)."""
        return self.standing == "agreed"


@dataclass(frozen=True, slots=True)
class Mechanism:
    """The mechanism itself: its id, its name in each language, and whether all of it is an exercise."""

    id: str
    names: Mapping[str, str]
    exercise: bool
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Member:
    """A party, a supervisor or an observer, with the origin of its log, its keys and its peer listener "host:port"."""

    code: str
    kind: str
    names: Mapping[str, str]
    origin: str
    keys: MemberKeys
    address: str
    provenance: Provenance

    @property
    def succession(self) -> str:
        """Return the public succession key, whose private half is kept offline."""
        return self.keys.succession


@dataclass(frozen=True, slots=True)
class Role:
    """What an officer may be. `level` orders roles from the desk (1) upwards.

    `of` names the kinds of member whose officers may hold it; `may` names kinds or whole tracks.
    """

    name: str
    names: Mapping[str, str]
    level: int
    of: tuple[str, ...]
    may: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Audience:
    """A set of members that may be addressed together, in charter order."""

    name: str
    members: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class TrackRules:
    """On a track: the audiences, the roles that may file, and the kinds that a node files without an officer."""

    name: str
    audiences: tuple[str, ...]
    roles: tuple[str, ...]
    node_files: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Precedence:
    """How fast a message is handled, from its receipt; rank 1 is the most urgent; `word_limit` None sets no limit.

    `meant_for` names the fixed phrases for which it is meant; other messages say why. That is counted, never refused.
    """

    name: str
    code: str
    handling_minutes: int
    rank: int
    word_limit: int | None
    provenance: Provenance
    meant_for: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineCheckSchedule:
    """Line checks between two members, counted from 1970-01-01T00:00Z plus the offset.

    The member named first begins at the even slots, the other at the odd ones. The answer is due
    `answer_minutes` after the slot and comes from the node by itself or from an officer.
    """

    between: tuple[str, str]
    every_minutes: int
    offset_minutes: int
    answer_minutes: int
    answered_by: str
    routes: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Level:
    """A step of a ladder: who is told `after_minutes` of lapse. `of` is "own" (the late member) or "supervisor"."""

    role: str
    of: str
    after_minutes: int


@dataclass(frozen=True, slots=True)
class Ladder:
    """The levels to which a lapse rises, the lowest first."""

    name: str
    levels: tuple[Level, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the mechanism and what it is called in each language of the charter."""

    name: str
    words: Mapping[str, str]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """A kind that leaves a node only when a second officer, in one of `roles`, has looked at it and released it."""

    kind: str
    roles: tuple[str, ...]
    provenance: Provenance


# Which passkeys may sign an act: any that the act carries, or only those that an entry announced (C-13).
CARRIED_KEYS, ANNOUNCED_KEYS = "carried", "announced"


@dataclass(frozen=True, slots=True)
class SignatureRule:
    """A kind that an officer in one of `roles` files only with a passkey's signature over the act.

    `keys` says which keys count: any that the act carries, or only one that its member had announced.
    """

    kind: str
    roles: tuple[str, ...]
    provenance: Provenance
    keys: str = CARRIED_KEYS


@dataclass(frozen=True, slots=True)
class Box:
    """The mechanism's area on the map, between two corners; it does not cross the antimeridian."""

    south_west: Place
    north_east: Place

    def holds(self, place: Place) -> bool:
        """Return whether a place lies in the box, its edges included."""
        low, high = self.south_west, self.north_east
        return low.lat_e7 <= place.lat_e7 <= high.lat_e7 and low.lon_e7 <= place.lon_e7 <= high.lon_e7


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place with its one name, or with each member's own label for it: then `names` is empty.

    A label is its member's word and nobody else's. `instead_of` names what the base map calls it, so that
    the base map's own choice of a name is not shown beside.
    """

    name: str
    kind: str
    at: Place
    names: Mapping[str, str]
    labels: Mapping[str, Mapping[str, str]]
    instead_of: tuple[str, ...]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class NamedLine:
    """A line on the map as its basis has it; `drawing` says whether these points are the line, or only near it.

    A line that is NOT_DRAWN has no points. `span` says from when until when it is the line; `labels` are what members
    call it otherwise, each its member's word and nobody else's.
    """

    name: str
    names: Mapping[str, str]
    points: tuple[Place, ...]
    drawing: str
    provenance: Provenance
    span: Span = ALWAYS
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class MapTerms:
    """What the charter says about the map: the mechanism's box, places and lines by name."""

    box: Box
    places: Mapping[str, NamedPlace]
    lines: Mapping[str, NamedLine]
    provenance: Provenance


@dataclass(frozen=True, slots=True)
class ClosedLog:
    """The log that a succession closes: nothing of it counts from entry `size` on; `root` is its tree there, in hex."""

    log: str
    size: int
    root: str


@dataclass(frozen=True, slots=True)
class Charter:
    """A charter as read. `digest` is the hex SHA-256 of its very bytes: that is what members sign.

    A template is read into the same shape, with members that have no keys yet (`unkeyed`).
    """

    digest: str
    predecessor: str | None
    since: date
    mechanism: Mechanism
    languages: tuple[str, ...]
    members: tuple[Member, ...]
    roles: Mapping[str, Role]
    audiences: Mapping[str, Audience]
    tracks: Mapping[str, TrackRules]
    precedences: Mapping[str, Precedence]
    line_checks: tuple[LineCheckSchedule, ...]
    ladders: Mapping[str, Ladder]
    map: MapTerms | None
    bases: Mapping[str, Provenance]
    releases: Mapping[str, ReleaseRule] = field(default_factory=dict)
    signatures: Mapping[str, SignatureRule] = field(default_factory=dict)
    instead_of: tuple[str, ...] = ()
    closes: ClosedLog | None = None
    glossary: Mapping[str, Term] = field(default_factory=dict)
    activities: ActivityTerms | None = None
    zones: Mapping[str, Zone] = field(default_factory=dict)
    feeds: FeedTerms | None = None
    blind_notices: BlindTerms | None = None
    inspections: InspectionTerms | None = None
    findings: FindingTerms | None = None
    early_warning: WarningTerms | None = None
    de_escalation: DeEscalationTerms | None = None
    incidents: IncidentTerms | None = None
    commitments: CommitmentTerms | None = None
    supervision: SupervisionTerms | None = None
    talks: TalkTerms | None = None
    information: InformationTerms | None = None
    disputes: DisputeTerms | None = None
    commerce: CommerceTerms | None = None
    # The members' codes in charter order, which is the order of stanzas in every sealed body.
    codes: tuple[str, ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "codes", tuple(member.code for member in self.members))

    @property
    def parties(self) -> tuple[str, ...]:
        """Return the codes of the members that are parties, in charter order."""
        return tuple(member.code for member in self.members if member.kind == "party")

    @property
    def supervisors(self) -> tuple[str, ...]:
        """Return the codes of the members that supervise, in charter order."""
        return tuple(member.code for member in self.members if member.kind == "supervisor")

    @property
    def unkeyed(self) -> tuple[str, ...]:
        """Return the codes of the members whose key card is still to come; empty for a charter that can be signed."""
        return tuple(member.code for member in self.members if member.keys == NO_KEYS)

    def member(self, code: str) -> Member:
        """Return the member with this code; KeyError where there is none."""
        for member in self.members:
            if member.code == code:
                return member
        raise KeyError(code)

    def member_of_log(self, origin: str) -> Member | None:
        """Return the member whose log has this origin, or None for a stranger's."""
        return next((member for member in self.members if member.origin == origin), None)
