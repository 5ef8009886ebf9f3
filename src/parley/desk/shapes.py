"""The shapes of states: each differs by its outline, so that no meaning hangs on a colour."""

from __future__ import annotations

from django.utils.safestring import SafeString, mark_safe

SHAPES: dict[str, SafeString] = {
    name: mark_safe(drawing)
    for name, drawing in {
        # A triangle is late, a filled square with a bolt is FLASH, a diamond is a near deadline, a clock waits.
        "over": '<path d="M8 1.2 15 14.2H1z"/><path class="k" d="M8 5.6v4M8 11.4v1.2"/>',
        "flash": '<path d="M1.5 1.5h13v13h-13z"/><path class="b" d="M9.3 3.2 5.4 8.6h2.7L6.8 12.8l4-5.6H8.1z"/>',
        "soon": '<path d="M8 1 15 8 8 15 1 8z"/><path class="k" d="M8 4.8v4M8 10.3v1"/>',
        "wait": '<circle cx="8" cy="8" r="6.1" class="o"/><path class="l" d="M8 4.6V8l2.4 1.6"/>',
        "hold": '<path class="o" d="M2.5 2.5h11v11h-11z"/><path class="l" d="M6.2 5v6M9.8 5v6"/>',
        "done": '<circle cx="8" cy="8" r="7"/><path class="k" d="M4.6 8.2l2.4 2.4 4.4-4.8"/>',
        "todo": '<circle cx="8" cy="8" r="6.1" class="o"/>',
        "bad": '<path d="M5 1h6l4 4v6l-4 4H5l-4-4V5z"/><path class="k" d="M5.2 5.2l5.6 5.6M10.8 5.2l-5.6 5.6"/>',
        # An arrow over a rung: a lapse that went up the ladder.
        "rise": '<path d="M8 1.500 13.500 8H10v4H6V8H2.500z"/><path class="l" d="M3 14.300h10"/>',
        "fork": '<path class="l" d="M8 15V9L3 4M8 9l5-5M3 7.5V3h4.5M13 7.5V3H8.5"/>',
        # A burst: what happened, as somebody says.
        "incident": '<path class="l" d="M8 1.500v4M8 10.500v4M1.500 8h4M10.500 8h4M3.400 3.400l2.800 2.800M9.800'
        ' 9.800l2.800 2.800M12.600 3.400 9.800 6.200M6.200 9.800l-2.800 2.800"/>',
        "shield": '<path class="o" d="M8 1.5 13.5 4v4c0 3.4-2.3 5.6-5.5 6.7C4.8 13.6 2.5 11.4 2.5 8V4z"/>',
        "desk": '<path class="l" d="M1.8 2.500h5v11h-5zM9.2 2.500h5v4h-5zM9.2 9.500h5v4h-5z"/>',
        "phone": '<path class="l" d="M4.3 1.8 6.5 5 5 6.600c.8 1.8 2.5 3.5 4.3 4.400L11 9.500l3.2 2.1-.6 2.300c-6'
        ' 1.1-12.5-5.5-11.5-11.500z"/>',
        # Steps that lead down.
        "calm": '<path class="l" d="M1.5 3h4v4h4v4h4.800M11.6 8.400 14.4 11l-2.800 2.800"/>',
        "pen": '<path class="l" d="M2 14l.8-3.500L11 2.300l2.7 2.7-8.2 8.200zM9.3 4l2.7 2.7"/>',
        "watch": '<path class="l" d="M3 13.500h10M4.5 13.500V7a3.5 3.5 0 0 1 7 0v6.500M8 1v2.5"/>',
        "record": '<path class="l" d="M2 3.500h12M2 8h7M2 12.500h5M10.5 11.500l1.8 1.8 2.7-3.3"/>',
        "talk": '<path class="l" d="M2 3h12v8H8.500l-3.500 3v-3H2z"/>',
        "lens": '<circle class="o" cx="6.7" cy="6.7" r="4.7"/><path class="l" d="M10.2 10.2 14.4 14.4"/>',
        "charter": '<path class="l" d="M3 1.800h7l3 3v9.400H3zM10 1.800v3h3M5.300 7.500h5.400M5.300 10.500h5.400"/>',
        "clip": '<path class="l" d="M12.5 7.5 7.6 12.400a3 3 0 0 1-4.2-4.200l5.3-5.300a2 2 0 0 1 2.8 2.800L6.3 11a1'
        ' 1 0 0 1-1.4-1.400l4.5-4.5"/>',
        "place": '<path class="l" d="M8 14.500C4.5 10.5 3 8.3 3 6.300a5 5 0 0 1 10 0c0 2-1.5 4.2-5 8.200z"/><circle'
        ' cx="8" cy="6.3" r="1.7"/>',
        # A sheet of a calendar with hours taken in it: what is planned.
        "planned": '<path class="l" d="M2 3.500h12v10.500H2zM2 6.800h12M5 1.500v3.200M11 1.500v3.200M4.8'
        ' 10.400h4.400"/>',
        # A gate with a bar that is lifted: a crossing point.
        "crossing": '<path class="l" d="M3 14.500V6.500M1.500 14.500h13M3 8.500 14 3M7 6.500v1.500M10.500'
        ' 4.800v1.500"/>',
        # A ladder: a dispute on its levels.
        "ladder": '<path class="l" d="M4.500 1.500v13M11.500 1.500v13M4.500 4.500h7M4.500 8h7M4.500 11.500h7"/>',
        # A lighthouse: what is seen from above, of all alike.
        "oversee": '<path class="o" d="M6 5.500h4l1.200 9H4.800zM5.500 5.500 8 1.500l2.500 4z"/><path class="l"'
        ' d="M1.500 4.500 4 5.200M12 5.200l2.500-.7M1.500 7.500 4 7M12 7l2.500.5"/>',
        # The plate of a stop sign with a bar: a standstill.
        "standstill": '<path class="o" d="M5.3 1.800h5.4l3.5 3.5v5.400l-3.5 3.5H5.3l-3.5-3.5V5.300z"/><path class="l"'
        ' d="M4.8 8h6.4"/>',
        "pair": '<path class="l" d="M2 5h9M8.5 2.5 11 5 8.5 7.500M14 11H5M7.5 8.5 5 11l2.5 2.5"/>',
        "officer": '<circle class="l" cx="8" cy="5" r="2.8"/><path class="l" d="M2.5 14c.6-3.2 2.8-4.800 5.5-4.800s4.9'
        ' 1.6 5.5 4.800"/>',
        "print": '<path class="l" d="M4.500 6V2h7v4M4.500 12H2V6h12v6h-2.500M4.500 9.500h7V14h-7z"/>',
        # Columns on a ground line: figures.
        "figures": '<path class="l" d="M1.500 14.200h13M3.500 14V8.500M7 14V3.500M10.500 14V6.500M13.500 14v-3.500"/>',
        "calendar": '<path class="o" d="M2 3.500h12v10.500H2z"/><path class="l" d="M2 6.800h12M5 1.500v3.200M11'
        ' 1.500v3.200M5 9.300h.1M8 9.300h.1M11 9.300h.1M5 11.800h.1M8 11.800h.1"/>',
        "times": '<path class="l" d="M2 3h6M5 8h8M3 13h5"/><path class="l" d="M10 1v14"/>',
        "back": '<path class="l" d="M10.500 2.500 5 8l5.500 5.500"/>',
        "on": '<path class="l" d="M5.500 2.500 11 8l-5.500 5.500"/>',
        "key": '<circle class="o" cx="5" cy="8" r="3.2"/><path class="l" d="M8.2 8H14.500v2.800M11.800 8v2"/>',
        "keys": '<path class="l" d="M1.5 4h13v8.500h-13zM4 7h.1M7 7h.1M10 7h.1M12 7h.1M4.5 10h7"/>',
    }.items()
}
