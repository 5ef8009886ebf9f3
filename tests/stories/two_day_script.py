"""What is said in the two-day exercise, phase by phase; everything in it is invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from parley.tracks.hotline.replies import reply_text
from parley.tracks.hotline.templates import TEMPLATES
from tests.stories.two_days import TwoDays

HILL = {"lat_e7": 330_104_000, "lon_e7": 358_319_000}
# A square of ground around the hill.
GROUND = [[[[lon, lat] for lon, lat in (
    (358_200_000, 330_000_000), (358_400_000, 330_000_000), (358_400_000, 330_200_000), (358_200_000, 330_200_000),
)]]]  # fmt: skip


@dataclass
class Played:
    """The entries of the exercise by what they are called, and what all three nodes told of them at each phase."""

    entries: dict[str, str] = field(default_factory=dict)
    states: dict[str, dict[str, Any]] = field(default_factory=dict)
    duties: dict[str, dict[str, dict[str, Any]]] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return the id of an entry."""
        return self.entries[name]

    def look(self, exercise: TwoDays, phase: str, *names: str) -> None:
        """Keep what all three tell of these matters now, which is the same at each."""
        for name in names:
            self.states[f"{phase}/{name}"] = exercise.state(self[name])
            self.duties[f"{phase}/{name}"] = exercise.duties(self[name])


def account(at_s: int, *, by: str, against: str, **changes: Any) -> dict[str, Any]:
    """Return an account of mortar fire at the hill."""
    return {
        "type": "mortar_fire", "subject": "EXERCISE mortar fire at Exercise Hill 7",
        "text": f"EXERCISE. Three rounds, by the account of {by}.", "lang": "en",
        "place": {**HILL, "precision": "near", "radius_m": 500},
        "time": {"from_s": at_s, "until_s": at_s, "precision": "minute"}, "means": ["heard"], "source": "B",
        "credibility": "2", "knowledge": "first_hand", "actors": [{"kind": "member", "member": against}],
        "casualties": [], "damage": [], **changes,
    }  # fmt: skip


def request(exercise: TwoDays, *, about: str) -> dict[str, Any]:
    """Return SY's request to IL to hold fire at the hill."""
    template = TEMPLATES["hold_fire"]
    return {
        "template": template.name, "subject": template.titles["ar"], "text": template.phrases["ar"], "lang": "ar",
        "precedence": "flash", "asks_read_back": True, "asks_answer": True, "asked": ["IL"], "about": [about],
        "items": [
            {"n": 1, "type": "place", "value": HILL},
            {"n": 2, "type": "time", "value": {"at_s": exercise.minute(), "precision": "minute"}},
        ],
    }  # fmt: skip


def first_hours(exercise: TwoDays, played: Played) -> None:
    """An incident, a request to hold fire that is ordered and done, a counter-report, a request for an explanation."""
    say, put = exercise.say, played.entries
    fired_s = exercise.minute(-0.2)
    put["incident"] = say("SY", "incident_reported", account(fired_s, by="SY", against="IL"))
    put["request"] = say("SY", "message_sent", request(exercise, about=put["incident"]))
    read = {"items": request(exercise, about="")["items"], "of": put["request"]}
    read["items"][1]["value"]["at_s"] = exercise.state(put["request"])["items"][1]["value"]["at_s"]
    read_back = say("IL", "read_back", read, matter=put["request"])
    say("SY", "read_back_confirmed", {"of": read_back}, matter=put["request"])
    for name, more in (("ordered", {}), ("done", {"done_at_s": exercise.now_s - 1})):
        said = {"reply": name, "lang": "he", "text": reply_text(name, because="", language="he"), **more}
        put[name] = say("IL", "message_answered", said, matter=put["request"])
    counter = account(fired_s, by="IL", against="SY", of=put["incident"], text="EXERCISE. Fire came from both sides.")
    put["counter"] = say("IL", "incident_countered", counter, matter=put["incident"])
    asked = {"of": put["counter"], "asked": "IL", "text": "EXERCISE. What was fired, and why?", "lang": "en"}
    put["explanation"] = say("SY", "explanation_requested", asked, matter=put["incident"])
    played.look(exercise, "first", "incident", "request")


TEXTS = [
    {"lang": "en", "text": "EXERCISE. The post leaves the hill, the road opens, both are looked at together."},
    {"lang": "ar", "text": "تمرين. يغادر الموقع التلة، ويُفتح الطريق، ويُنظر فيهما معًا."},
    {"lang": "he", "text": "תרגיל. העמדה עוזבת את הגבעה, הדרך נפתחת, ושניהם נבדקים יחד."},
]


def step(name: str, who: str, to: list[str], by: str, **more: Any) -> dict[str, Any]:
    """Return one obligation of the arrangement, which the supervisor verifies."""
    return {"id": name, "what": f"EXERCISE {name.replace('_', ' ')}", "who": who, "to": to, "verifier": "US", "by": by,
            **more}  # fmt: skip


def arrangement() -> dict[str, Any]:
    """Return an arrangement of three steps, each of which waits for the one before."""
    return {
        "subject": "EXERCISE arrangement about Exercise Hill 7", "sort": "arrangement", "made": "here", "texts": TEXTS,
        "signatories": ["IL", "SY"], "events": [],
        "obligations": [
            step("leave_hill", "IL", ["SY"], "D+30h"),
            step("open_road", "SY", ["IL"], "leave_hill+6h", after=["leave_hill"]),
            step("look_together", "SY", ["IL"], "open_road+12h", after=["open_road"]),
        ],
    }  # fmt: skip


def signed(exercise: TwoDays, matter: str, kind: str, *, of: str, digest: str, release: bool = False) -> None:
    """Let both sides sign an instrument by its digest; where the charter asks so, a second officer released each."""
    for member in ("SY", "IL"):
        beside = {"released_by": "delegate"} if release else {}
        exercise.say(member, kind, {"of": of, "digest": digest}, matter=matter, **beside)


def promised(exercise: TwoDays, played: Played) -> None:
    """An arrangement of three steps comes into force."""
    matter = played.entries["arrangement"] = exercise.say("US", "commitment_proposed", arrangement())
    digest = exercise.state(matter)["main"]["digest"]
    signed(exercise, matter, "commitment_signed", of=matter, digest=digest, release=True)
    played.look(exercise, "first", "arrangement")


def moved(exercise: TwoDays, played: Played) -> None:
    """The first step was missed; both sides sign that it is due fourteen hours later; what follows moves too."""
    matter = played["arrangement"]
    played.look(exercise, "thirty-first hour", "arrangement")
    terms = {"of": matter, "texts": TEXTS, "obligations": [step("leave_hill", "IL", ["SY"], "D+44h")]}
    about = played.entries["amendment"] = exercise.say("SY", "amendment_proposed", terms, matter=matter)
    digest = next(each["digest"] for each in exercise.state(matter)["amendments"] if each["entry"] == about)
    signed(exercise, matter, "commitment_signed", of=about, digest=digest, release=True)
    played.look(exercise, "amended", "arrangement")


def carried_out(exercise: TwoDays, played: Played) -> None:
    """The step is reported and certified in its new time, and the one that waited for it has begun to be owed."""
    matter, done = played["arrangement"], {"step": "leave_hill", "percent": 100, "done_s": exercise.minute(-4)}
    exercise.say("IL", "step_reported", done, matter=matter)
    exercise.say("US", "step_certified", done, matter=matter, role="supervisor_staff")
    played.look(exercise, "last", "arrangement", "incident")


SETTLED = [
    {"lang": "en", "text": "EXERCISE. No fire from or at the hill. The post leaves it fourteen hours later."},
    {"lang": "ar", "text": "تمرين. لا إطلاق نار من التلة أو عليها. يغادرها الموقع بعد أربع عشرة ساعة."},
    {"lang": "he", "text": "תרגיל. אין ירי מן הגבעה או אליה. העמדה עוזבת אותה ארבע עשרה שעות מאוחר יותר."},
]  # fmt: skip


def claimed(exercise: TwoDays, played: Played) -> None:
    """The incident becomes a dispute; both sides agree to an interim measure around the hill."""
    say, put = exercise.say, played.entries
    claim = {
        "subject": "EXERCISE fire at Exercise Hill 7", "text": "EXERCISE. Mortar rounds fell there.", "lang": "en",
        "asks": "EXERCISE. That it is not repeated.", "against": ["IL"], "precedence": "immediate",
        "about": [put["incident"]],
    }  # fmt: skip
    matter = put["dispute"] = say("SY", "dispute_claimed", claim)
    say("IL", "dispute_acknowledged", {"how": "received", "level": "duty_officers"}, matter=matter)
    answer = {"text": "EXERCISE. No mortar was fired.", "lang": "en", "position": "denies"}
    say("IL", "dispute_answered", answer, matter=matter)
    measure = {
        "subject": "EXERCISE nothing moves around the hill", "texts": TEXTS, "parties": ["IL", "SY"], "classes": [],
        "excepted": ["medical_evacuation"], "areas": [{"area": GROUND}], "from_s": exercise.minute(),
        "until_s": exercise.minute(60), "precedence": "immediate",
    }  # fmt: skip
    about = put["measure"] = say("US", "measure_asked", measure, matter=matter)
    digest = exercise.state(matter)["measures"][0]["digest"]
    signed(exercise, matter, "measure_agreed", of=about, digest=digest)
    played.look(exercise, "first", "dispute")


def broken(exercise: TwoDays, played: Played) -> None:
    """The dispute has risen once by itself; a movement is notified into the measure, and told as a breach."""
    say, put = exercise.say, played.entries
    played.look(exercise, "sixth hour", "dispute")
    level = {"value": 0, "unit": "m", "reference": "AGL"}
    movement = {
        "class": "force_movement", "subject": "EXERCISE movement at the hill", "text": "EXERCISE. Four vehicles.",
        "lang": "en", "contact": "EXERCISE line 1",
        "volumes": [{"area": GROUND, "lower": level, "upper": {**level, "value": 20},
                     "windows": [[exercise.minute(1), exercise.minute(3)]]}],
    }  # fmt: skip
    put["movement"] = say("IL", "activity_notified", movement)
    breach = {"of": put["measure"], "by": put["movement"], "text": "EXERCISE. It lies in the measure.", "lang": "en"}
    put["breach"] = say("SY", "measure_breach_told", breach, matter=put["dispute"])
    played.look(exercise, "broken", "dispute")


def settled(exercise: TwoDays, played: Played) -> None:
    """Risen a second time, to the supervisor, who proposes; both sides sign a settlement over the same bytes."""
    say, put, matter = exercise.say, played.entries, played["dispute"]
    played.look(exercise, "thirty-first hour", "dispute")
    proposal = {"subject": "EXERCISE a way out", "text": "EXERCISE. Leave later, and fire no more.", "lang": "en"}
    put["mediation"] = say("US", "mediator_proposed", proposal, matter=matter, role="supervisor_staff")
    text = {"subject": "EXERCISE settlement about Exercise Hill 7", "texts": SETTLED}
    about = put["settlement"] = say("US", "settlement_proposed", text, matter=matter)
    digest = exercise.state(matter)["settlements"][0]["digest"]
    signed(exercise, matter, "settlement_signed", of=about, digest=digest, release=True)
    played.look(exercise, "settled", "dispute")
