"""What is said in the two-day exercise, phase by phase; everything in it is invented."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from parley.tracks.hotline.replies import reply_text
from parley.tracks.hotline.templates import TEMPLATES
from tests.stories.two_day_desks import Desks, utc
from tests.stories.two_days import TwoDays

HILL = {"lat_e7": 330_104_000, "lon_e7": 358_319_000}
# A square of ground around the hill, as a notice tells it and as an officer types its corners.
CORNERS = (
    (358_200_000, 330_000_000),
    (358_400_000, 330_000_000),
    (358_400_000, 330_200_000),
    (358_200_000, 330_200_000),
)
GROUND = [[[list(corner) for corner in CORNERS]]]
TYPED_GROUND = "\n".join(f"{lat / 1e7:.4f} N, {lon / 1e7:.4f} E" for lon, lat in CORNERS)


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


def account(at_s: int, *, text: str, against: str) -> dict[str, Any]:
    """Return what an officer types into the form of an account of mortar fire at the hill."""
    return {
        "type": "mortar_fire", "subject": "EXERCISE mortar fire at Exercise Hill 7", "text": text, "lang": "en",
        "places": "33.0104 N, 35.8319 E", "place_precision": "near", "radius_m": "500", "begins": utc(at_s),
        "time_precision": "minute", "means": ["heard"], "source": "B", "credibility": "2", "knowledge": "first_hand",
        "actor-1-who": f"member:{against}",
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


def first_hours(desks: Desks, played: Played) -> None:
    """An incident, a request to hold fire that is ordered and done, a counter-report, a request for an explanation."""
    exercise, say, put = desks.exercise, desks.exercise.say, played.entries
    fired_s, new = exercise.minute(-0.2), "/incidents/new"
    report = account(fired_s, text="EXERCISE. Three rounds fell.", against="IL")
    put["incident"] = desks.file("SY", new, new, report)
    put["request"] = say("SY", "message_sent", request(exercise, about=put["incident"]))
    read = {"items": request(exercise, about="")["items"], "of": put["request"]}
    read["items"][1]["value"]["at_s"] = exercise.state(put["request"])["items"][1]["value"]["at_s"]
    read_back = say("IL", "read_back", read, matter=put["request"])
    say("SY", "read_back_confirmed", {"of": read_back}, matter=put["request"])
    for name, more in (("ordered", {}), ("done", {"done_at_s": exercise.now_s - 1})):
        said = {"reply": name, "lang": "he", "text": reply_text(name, because="", language="he"), **more}
        put[name] = say("IL", "message_answered", said, matter=put["request"])
    counter = account(fired_s, text="EXERCISE. Fire came from both sides.", against="SY")
    put["counter"] = desks.file("IL", f"{new}?counter={put['incident']}", new, counter)
    asked = {"of": put["counter"], "asked": "IL", "text": "EXERCISE. What was fired, and why?", "lang": "en"}
    put["explanation"] = desks.file("SY", f"/incidents/{put['incident']}", "/ask", asked)
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


def promised(exercise: TwoDays, played: Played) -> None:
    """An arrangement of three steps comes into force."""
    matter = played.entries["arrangement"] = exercise.say("US", "commitment_proposed", arrangement())
    said = {"of": matter, "digest": exercise.state(matter)["main"]["digest"]}
    for member in ("SY", "IL"):
        exercise.say(member, "commitment_signed", said, matter=matter, released_by="delegate")
    played.look(exercise, "first", "arrangement")


def typed(texts: list[dict[str, str]]) -> dict[str, str]:
    """Return the texts of an instrument as they are typed, each in the field of its language."""
    return {f"text_{each['lang']}": each["text"] for each in texts}


def signed_at_desks(desks: Desks, at: str, to: str, *, of: str) -> None:
    """Let both sides sign what their own page shows; where the charter asks so, a second officer releases each."""
    for member in ("SY", "IL"):
        desks.file(member, at, to, {}, of=of)


def moved(desks: Desks, played: Played) -> None:
    """The first step was missed; both sides sign that it is due fourteen hours later; what follows moves too."""
    exercise, page = desks.exercise, f"/commitments/{played['arrangement']}"
    played.look(exercise, "thirty-first hour", "arrangement")
    terms = {**typed(TEXTS), "step-0-by": "D+44h"}
    about = played.entries["amendment"] = desks.file("SY", f"{page}/amend?of=leave_hill", "/amend", terms)
    signed_at_desks(desks, page, "/sign", of=about)
    played.look(exercise, "amended", "arrangement")


def carried_out(desks: Desks, played: Played) -> None:
    """The step is reported and certified in its new time, and the one that waited for it has begun to be owed."""
    page = f"/commitments/{played['arrangement']}"
    done = {"percent": "100", "done_at": utc(desks.exercise.minute(-4))}
    desks.file("IL", page, "/report", done, of_step="leave_hill")
    desks.file("US", page, "/certify", done, of_step="leave_hill")
    played.look(desks.exercise, "last", "arrangement", "incident")


SETTLED = [
    {"lang": "en", "text": "EXERCISE. No fire from or at the hill. The post leaves it fourteen hours later."},
    {"lang": "ar", "text": "تمرين. لا إطلاق نار من التلة أو عليها. يغادرها الموقع بعد أربع عشرة ساعة."},
    {"lang": "he", "text": "תרגיל. אין ירי מן הגבעה או אליה. העמדה עוזבת אותה ארבע עשרה שעות מאוחר יותר."},
]  # fmt: skip


def claimed(desks: Desks, played: Played) -> None:
    """The incident becomes a dispute; both sides agree to an interim measure around the hill."""
    exercise, put = desks.exercise, played.entries
    claim = {
        "subject": "EXERCISE fire at Exercise Hill 7", "text": "EXERCISE. Mortar rounds fell there.", "lang": "en",
        "asks": "EXERCISE. That it is not repeated.", "against": "IL", "precedence": "immediate",
        "about": put["incident"],
    }  # fmt: skip
    matter = put["dispute"] = desks.file("SY", "/disputes/new", "/disputes/new", claim)
    page = f"/disputes/{matter}"
    desks.file("IL", page, "/receive", {}, button="button[value=received]")
    answer = {"text": "EXERCISE. No mortar was fired.", "lang": "en", "position": "denies"}
    desks.file("IL", page, "/answer", answer)
    measure = {
        "subject": "EXERCISE nothing moves around the hill", **typed(TEXTS), "scope": "all", "precedence": "immediate",
        "class": ["medical_evacuation"], "way": "outline", "places": TYPED_GROUND, "begins": utc(exercise.minute()),
        "ends": utc(exercise.minute(60)),
    }  # fmt: skip
    put["measure"] = desks.file("US", page, "/measure", measure)
    signed_at_desks(desks, page, "/agree", of=put["measure"])
    played.look(exercise, "first", "dispute")


def broken(desks: Desks, played: Played) -> None:
    """The dispute has risen once by itself; a movement is notified into the measure, and told as a breach."""
    exercise, put = desks.exercise, played.entries
    played.look(exercise, "sixth hour", "dispute")
    level = {"value": 0, "unit": "m", "reference": "AGL"}
    movement = {
        "class": "force_movement", "subject": "EXERCISE movement at the hill", "text": "EXERCISE. Four vehicles.",
        "lang": "en", "contact": "EXERCISE line 1",
        "volumes": [{"area": GROUND, "lower": level, "upper": {**level, "value": 20},
                     "windows": [[exercise.minute(1), exercise.minute(3)]]}],
    }  # fmt: skip
    put["movement"] = exercise.say("IL", "activity_notified", movement)
    about = {"of": put["measure"], "by": put["movement"]}
    put["breach"] = desks.file("SY", f"/disputes/{put['dispute']}", "/breach", {}, button="button", **about)
    played.look(exercise, "broken", "dispute")


def settled(desks: Desks, played: Played) -> None:
    """Risen a second time, to the supervisor, who proposes; both sides sign a settlement over the same bytes."""
    exercise, put, page = desks.exercise, played.entries, f"/disputes/{played['dispute']}"
    played.look(exercise, "thirty-first hour", "dispute")
    proposal = {"subject": "EXERCISE a way out", "text": "EXERCISE. Leave later, and fire no more.", "lang": "en"}
    put["mediation"] = desks.file("US", page, "/mediate", proposal)
    text = {"subject": "EXERCISE settlement about Exercise Hill 7", **typed(SETTLED)}
    about = put["settlement"] = desks.file("US", page, "/propose", text)
    signed_at_desks(desks, page, "/sign", of=about)
    played.look(exercise, "settled", "dispute")
