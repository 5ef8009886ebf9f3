"""Tags of every template: the page that helps with this screen, and the first steps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from parley.desk.help.open_pages import way_to_help
from parley.desk.help.steps import StepShown, steps_of
from parley.desk.help.texts import DEFAULT, page_of_screens

register = template.Library()


@register.simple_tag(takes_context=True)
def help_here(context: Mapping[str, Any]) -> str:
    """Return the name of the page that helps with the screen that is shown."""
    match = getattr(context.get("request"), "resolver_match", None)
    return page_of_screens().get(match.url_name if match else "", DEFAULT)


@register.simple_tag(takes_context=True)
def help_way(context: Mapping[str, Any]) -> str:
    """Return the address of the help for the screen that is shown, for whoever stands before the desk."""
    return way_to_help(context["request"])


@register.simple_tag(takes_context=True)
def first_steps(context: Mapping[str, Any]) -> list[StepShown]:
    """Return the first steps of the officer who is signed in; empty once all were taken."""
    return steps_of(context["request"], language=get_language() or "en")
