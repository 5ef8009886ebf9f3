"""The addresses of the desk. They end without a slash; a matter's id "SY/1042" is part of its address as it is."""

from __future__ import annotations

from django.urls import include, path

from parley.desk import choosing, citing, installed, language, pages, parts, record, shift, sign_in, watch_news
from parley.desk.hotline import acts, attached, calls, composing, voices
from parley.desk.hotline import pages as hotline

MATTER = "hotline/<str:member>/<int:number>"

urlpatterns = [
    path("", pages.desk, name="desk"),
    path("sign-in", sign_in.sign_in, name="sign-in"),
    path("sign-out", sign_in.sign_out, name="sign-out"),
    path("language", language.choose, name="language"),
    path("appearance", choosing.choose, name="appearance"),
    path("part/links", parts.links, name="part-links"),
    path("part/flash", parts.flash, name="part-flash"),
    path("part/watch", parts.watch, name="part-watch"),
    path("part/watch-news", watch_news.news, name="part-watch-news"),
    path("part/opposite", parts.opposite, name="part-opposite"),
    path("hotline", hotline.hotline, name="hotline"),
    path("hotline/rows", hotline.rows, name="hotline-rows"),
    path("hotline/new", composing.new_message, name="new-message"),
    path("hotline/call", calls.new_call, name="new-call"),
    path("hotline/challenge", voices.challenge, name="challenge"),
    path("hotline/line-check", calls.check_line, name="line-check"),
    path(MATTER, hotline.conversation, name="conversation"),
    path(f"{MATTER}/entries", hotline.entries, name="entries"),
    path(f"{MATTER}/receipts", hotline.receipts, name="receipts"),
    path(f"{MATTER}/acts", hotline.acts, name="acts"),
    path(f"{MATTER}/acknowledge", acts.acknowledge, name="acknowledge"),
    path(f"{MATTER}/read-back", acts.read_back, name="read-back"),
    path(f"{MATTER}/confirm", acts.confirm, name="confirm"),
    path(f"{MATTER}/correct", acts.correct, name="correct"),
    path(f"{MATTER}/answer", acts.answer, name="answer"),
    path(f"{MATTER}/reply", acts.reply, name="reply"),
    path(f"{MATTER}/translate", acts.translate, name="translate"),
    path(f"{MATTER}/close", acts.close, name="close"),
    path(f"{MATTER}/settle-call", acts.settle_call, name="settle-call"),
    path(f"{MATTER}/voice", voices.voice, name="voice"),
    path(f"{MATTER}/hear", voices.hear, name="hear"),
    path("<str:section>/<str:member>/<int:number>/cite", citing.cite, name="cite"),
    path(f"{MATTER}/answer-check", acts.answer_check, name="answer-check"),
    path("shift", shift.shift, name="shift"),
    path("shift/take", shift.take, name="take-watch"),
    path("shift/hand-over", shift.hand_over, name="hand-over"),
    path("shift/note", shift.note, name="shift-note"),
    path("record", record.record, name="record"),
    path("record/find", record.find_entry, name="find-entry"),
    path("record/<str:member>/<int:number>", record.entry, name="entry"),
    path("record/<str:member>/<int:number>/attachment/<int:place>", attached.attachment, name="attachment"),
    *(path("", include(part.urls)) for part in installed.PARTS if part.urls),
]

handler400 = "parley.desk.pages.not_readable"
handler404 = "parley.desk.pages.not_found"
handler500 = "parley.desk.pages.failed"
