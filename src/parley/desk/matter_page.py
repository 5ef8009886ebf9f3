"""What every page of one matter shows and has around it, and the page whose parts are fetched anew as they change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from parley.charter.verdict import Refusal
from parley.desk.addresses import WITH_PAGES, address_of_form, address_of_matter
from parley.desk.details.showing import panels_of
from parley.desk.field_words import Words
from parley.desk.filed import file_and_go, in_words
from parley.desk.frame import Frame
from parley.desk.hotline.showing import entries_shown
from parley.desk.hotline.wordings import precedence_word
from parley.desk.matters import addressees_typed, view_of
from parley.node.reading import MatterView


def around_matter(
    frame: Frame, view: MatterView, *, refusal: Refusal | None, typed: Mapping[str, Any] | None = None,
    words: Words | None = None,
) -> dict[str, Any]:  # fmt: skip
    """Return the duties, the details and the selection of a matter; after a refusal its reason and what was typed."""
    matter = view.row.id
    return {
        "stage_view": "conversation",
        "duties": frame.watch_rows_of(view.row),
        "panels": panels_of(frame, matter),
        "matter": matter,
        "open_matter": matter,
        "typed": typed or {},
        "refused": in_words(refusal, language=frame.language, words=words) if refusal else None,
    }


def matter_shown(frame: Frame, view: MatterView) -> dict[str, Any]:
    """Return what is shown of a matter whatever its form: how urgent it is, who reads it, its entries."""
    row = view.row
    state, precedence = row.state, str(row.state.get("precedence") or "")
    return {
        "row": row,
        "state": state,
        "precedence": precedence,
        "precedence_word": precedence_word(precedence),
        "opened_by": frame.name_of(row.opened_by),
        "audience": [frame.name_of(code) for code in state.get("to", ())],
        "here": address_of_form(row.form, row.id) if row.form in WITH_PAGES else address_of_matter(row.id),
        "entries": entries_shown(
            view, own=frame.node.member, names=frame.name_of, roles=frame.role_of, language=frame.language
        ),
        "to": ",".join(state.get("to", ())),
    }


@dataclass(frozen=True, slots=True)
class MatterPage:
    """The page of each matter of a form, and the templates of those of its parts that change alone.

    `shown_of` returns what the templates ask for of the matter itself.
    """

    form: str
    template: str
    parts: Mapping[str, str]
    shown_of: Callable[[Frame, MatterView], dict[str, Any]]
    section: str = "notices"

    def show(self, request: HttpRequest, matter: str, *, refusal: Refusal | None = None,
             typed: Mapping[str, Any] | None = None) -> HttpResponse:  # fmt: skip
        """Show the matter; after a refusal (422) with its reason and what was typed."""
        frame, view = Frame(request), view_of(matter, form=self.form)
        shown = {
            **self.shown_of(frame, view),
            "section": self.section,
            "parts": self.parts,
            **around_matter(frame, view, refusal=refusal, typed=typed),
        }
        return render(request, self.template, shown, status=422 if refusal else 200)

    def show_part(self, request: HttpRequest, matter: str, part: str) -> HttpResponse:
        """Show what of the matter changes alone; 404 for a part that the page does not have."""
        template = self.parts.get(part)
        if template is None:
            raise Http404(matter)
        return render(request, template, self.shown_of(Frame(request), view_of(matter, form=self.form)))

    def file(self, request: HttpRequest, matter: str, kind: str, *, content: Mapping[str, Any],
             within: str | None = None) -> HttpResponse:  # fmt: skip
        """File what a form of the page says and come back to it; `within` names another matter that it belongs to."""
        return file_and_go(
            request,
            kind,
            content=content,
            to=addressees_typed(request),
            matter=within,
            go=address_of_form(self.form, matter),
            refused=lambda refusal: self.show(request, matter, refusal=refusal, typed=request.POST.dict()),
        )
