"""The address of the page of feeds. What stands below it is no part of the desk: `parley.feeds.door` answers there."""

from __future__ import annotations

from django.urls import path

from parley.desk.feeds import pages

urlpatterns = [path("feeds", pages.feeds, name="feeds")]
