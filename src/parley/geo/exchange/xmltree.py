"""XML from strangers as a small tree: no document type, no entities, bounded in depth and number. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.parsers import expat

DEEPEST, MOST_ELEMENTS = 64, 200_000


class XmlRefused(Exception):
    """The text is no XML that is read here; `code` says why, `line` where."""

    def __init__(self, code: str, line: int) -> None:
        super().__init__(code)
        self.code, self.line = code, line


@dataclass(slots=True)
class Element:
    """An element by its local name, whatever its namespace; `text` is what stands in it before and between others."""

    name: str
    line: int
    attributes: dict[str, str]
    children: list[Element] = field(default_factory=list)
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Return its own text."""
        return "".join(self.pieces).strip()

    def child(self, name: str) -> Element | None:
        """Return the first child of that name."""
        return next((each for each in self.children if each.name == name), None)

    def text_of(self, name: str) -> str:
        """Return the text of the first child of that name, else nothing."""
        found = self.child(name)
        return found.text if found is not None else ""

    def walk(self) -> Iterator[Element]:
        """Yield every element below in the order of the text."""
        rest = list(reversed(self.children))
        while rest:
            found = rest.pop()
            yield found
            rest += reversed(found.children)


def read_xml(raw: bytes) -> Element:
    """Return the root; XmlRefused for a document type, entities, too deep or too many elements, what is no XML."""
    parser = expat.ParserCreate(namespace_separator="}")
    builder = _Builder(parser)
    try:
        parser.Parse(raw, True)
    except expat.ExpatError as error:
        raise XmlRefused("zones.no_xml", error.lineno) from None
    except (LookupError, ValueError):
        # An encoding that is none of XML's own is asked of Python, which knows it not, or as one of several bytes.
        raise XmlRefused("zones.xml_encoding", 1) from None
    if builder.root is None:
        raise XmlRefused("zones.no_xml", 1)
    return builder.root


class _Builder:
    def __init__(self, parser: expat.XMLParserType) -> None:
        self.root: Element | None = None
        self._open: list[Element] = []
        self._count, self._parser = 0, parser
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._text
        # Entities are declared in a document type alone: without one there is none to unfold or to fetch.
        parser.StartDoctypeDeclHandler = self._refuse_type

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._count += 1
        if self._count > MOST_ELEMENTS or len(self._open) >= DEEPEST:
            raise XmlRefused("zones.xml_too_much", self._parser.CurrentLineNumber)
        found = Element(name.rpartition("}")[2], self._parser.CurrentLineNumber, attributes)
        if self._open:
            self._open[-1].children.append(found)
        else:
            self.root = found
        self._open.append(found)

    def _end(self, name: str) -> None:
        del name
        self._open.pop()

    def _text(self, text: str) -> None:
        if self._open:
            self._open[-1].pieces.append(text)

    def _refuse_type(self, *_: object) -> None:
        raise XmlRefused("zones.xml_type", self._parser.CurrentLineNumber)
