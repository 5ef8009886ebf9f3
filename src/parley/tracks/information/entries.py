"""The kinds of entry of the track `information`: of reports, of requests, of joint assessments. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from parley.matters.track import Kind
from parley.tracks.information.assessment_entries import ASSESSMENT_KINDS
from parley.tracks.information.report_entries import REPORT_KINDS
from parley.tracks.information.request_entries import REQUEST_KINDS

KINDS: Mapping[str, Kind] = {**REPORT_KINDS, **REQUEST_KINDS, **ASSESSMENT_KINDS}
