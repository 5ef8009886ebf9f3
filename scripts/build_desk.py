"""Make what the desk ships but nobody commits: libraries and fonts from node_modules, base map, translations.

Run by `make setup` after `npm ci --ignore-scripts`; every file is checked to be there, so a wheel can
never be built with half a desk. Usage: python scripts/build_desk.py [--check]
"""

from __future__ import annotations

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
from build_map import build
from fontTools import subset

from parley.desk import installed

ROOT = Path(__file__).resolve().parent.parent
DESK = ROOT / "src" / "parley" / "desk"
MODULES = ROOT / "node_modules"

SCRIPTS = {
    "htmx.org/dist/htmx.min.js": "htmx.min.js",
    "htmx.org/LICENSE": "htmx.LICENSE.txt",
    "idiomorph/dist/idiomorph-ext.min.js": "idiomorph-ext.min.js",
    "idiomorph/LICENSE": "idiomorph.LICENSE.txt",
    "ol/LICENSE.md": "ol.LICENSE.txt",
}
# What the joined sheet and the bundled scripts were made of.
SOURCES = DESK / "static" / "vendor" / "desk" / "sources.txt"
# One module of what the map needs of OpenLayers; pages without a map never load it.
BUNDLE = DESK / "map" / "library.js"
BUNDLING = ("--bundle", "--format=esm", "--minify", "--target=es2022", "--legal-comments=none", "--log-level=warning")
# Called by its script: npm runs none at installation, and the platform's own program comes as a package.
ESBUILD = ("node", str(MODULES / "esbuild" / "bin" / "esbuild"))
FONTS = {
    "ibm-plex-sans": "ibm-plex-sans-latin",
    "ibm-plex-sans-arabic": "ibm-plex-sans-arabic-arabic",
    "ibm-plex-sans-hebrew": "ibm-plex-sans-hebrew-hebrew",
}
WEIGHTS = (400, 600)
# The style sheets of every page, in the order in which a later one goes before an earlier: the frame, the parts, paper.
FRAME_SHEETS = ("fonts.css", "colours.css", "frame.css", "panels.css", "hotline.css", "live.css")
LAST_SHEETS = ("print.css",)
FRAME_SCRIPTS = ("clocks.js", "live.js", "pages.js", "keys.js", "forms.js")
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
# A face of the style sheet whose file is cut out of the whole font: its stem, and the letters that it claims.
CORE = re.compile(r'fonts/([\w-]+)-core\.woff2"\) format\("woff2"\); unicode-range: ([^;]+);')
# Joining, ligatures, marks, and the figures of one width: what the screens use of a font.
JOINING = ["ccmp", "init", "medi", "fina", "isol", "rlig", "liga", "calt", "mark", "mkmk", "kern", "locl"]
FEATURES = [*JOINING, "tnum", "lnum"]


def copy_libraries() -> int:
    """Copy the libraries and fonts into static/vendor, emptied first; return how many files."""
    vendor = DESK / "static" / "vendor"
    shutil.rmtree(vendor, ignore_errors=True)
    wanted = dict(SCRIPTS)
    for package, stem in FONTS.items():
        wanted[f"@fontsource/{package}/LICENSE"] = f"fonts/{package}.LICENSE.txt"
        for weight in WEIGHTS:
            wanted[f"@fontsource/{package}/files/{stem}-{weight}-normal.woff2"] = f"fonts/{stem}-{weight}.woff2"
    for source, target in wanted.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(MODULES / source, vendor / target)
    return len(wanted)


def cut_fonts() -> int:
    """Cut the core of each font out of the whole, as the style sheet names it; return the bytes of all cores."""
    folder, total = DESK / "static" / "vendor" / "fonts", 0
    sheet = (DESK / "static" / "desk" / "fonts.css").read_text(encoding="utf-8")
    for stem, letters in CORE.findall(sheet):
        options = subset.Options(flavor="woff2", layout_features=FEATURES)
        font = subset.load_font(str(folder / f"{stem}.woff2"), options)
        cutter = subset.Subsetter(options)
        cutter.populate(unicodes=subset.parse_unicodes(letters))
        cutter.subset(font)
        target = folder / f"{stem}-core.woff2"
        subset.save_font(font, str(target), options)
        total += target.stat().st_size
    return total


def join_styles() -> int:
    """Join the style sheets of the frame and of all parts into static/vendor/desk.css; return its bytes."""
    folder = DESK / "static" / "desk"
    sheets = (*FRAME_SHEETS, *installed.files("styles"), *LAST_SHEETS)
    joined = "".join(COMMENT.sub("", (folder / name).read_text(encoding="utf-8")) for name in sheets)
    target = DESK / "static" / "vendor" / "desk.css"
    # The joined sheet stands beside the fonts, not beside the sheets.
    target.write_text(joined.replace('url("../vendor/', 'url("'), encoding="utf-8")
    # Without the blanks between its rules it is a twentieth lighter on the line.
    tidy = ("--minify-whitespace", "--charset=utf8", "--log-level=error", "--allow-overwrite", f"--outfile={target}")
    subprocess.run([*ESBUILD, str(target), *tidy], check=True, cwd=ROOT)
    return target.stat().st_size


def bundle_scripts() -> int:
    """Bundle the modules of every page, and apart what draws a map, into static/vendor; return the former's bytes."""
    folder, target = DESK / "static" / "desk", DESK / "static" / "vendor" / "desk"
    target.mkdir(parents=True, exist_ok=True)
    entry = target / "desk.entry.js"
    names = (*FRAME_SCRIPTS, *installed.files("scripts"))
    entry.write_text("".join(f'import "../../desk/{name}";\n' for name in names), encoding="utf-8")
    entries = (f"desk={entry}", f"hub-worker={folder / 'hub-worker.js'}")
    out = (f"--outdir={target}", "--splitting", "--chunk-names=part-[hash]", "--external:*/vendor/ol.js")
    subprocess.run([*ESBUILD, *entries, *BUNDLING, *out], check=True, cwd=ROOT)
    entry.unlink()
    return (target / "desk.js").stat().st_size


def digest_of_sources() -> str:
    """Return the digest of all that is joined and bundled: a test compares it with what was built."""
    whole = hashlib.sha256(repr(installed.files("styles") + installed.files("scripts")).encode())
    folder = DESK / "static" / "desk"
    for path in sorted([*folder.rglob("*.js"), *folder.rglob("*.css")]):
        whole.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return whole.hexdigest()


def bundle_map() -> int:
    """Bundle OpenLayers, tree-shaken, into static/vendor; return the size of the bundle in bytes."""
    target = DESK / "static" / "vendor" / "ol.js"
    subprocess.run([*ESBUILD, str(BUNDLE), *BUNDLING, f"--outfile={target}"], check=True, cwd=ROOT)
    return target.stat().st_size


def compile_translations() -> int:
    """Compile every django.po of the desk and its parts beside itself; return how many."""
    found = sorted(DESK.rglob("locale/*/LC_MESSAGES/django.po"))
    for source in found:
        polib.pofile(str(source)).save_as_mofile(str(source.with_suffix(".mo")))
    return len(found)


def check() -> int:
    """Return 0 where what was joined and bundled is made of the sources as they are; 1 with what to do otherwise."""
    if SOURCES.is_file() and SOURCES.read_text(encoding="ascii") == digest_of_sources():
        return 0
    print("style sheets or scripts of the desk have changed since they were built: run `make setup`", file=sys.stderr)
    return 1


def main() -> int:
    """Do all of it; 1 with what to do next where npm has not run, or with `--check` where sources have changed."""
    if "--check" in sys.argv:
        return check()
    try:
        files = copy_libraries()
    except FileNotFoundError as fault:
        print(f"{fault.filename} is missing: run `npm ci --ignore-scripts` first", file=sys.stderr)
        return 1
    cut = cut_fonts()
    joined, scripted = join_styles(), bundle_scripts()
    SOURCES.write_text(digest_of_sources(), encoding="ascii")
    bundled, mapped = bundle_map(), build(DESK / "static" / "vendor" / "map")
    print(f"desk: {files} library files, {compile_translations()} translations")
    print(f"desk: cores of the fonts {cut // 1000} kB, style sheets {joined // 1000} kB, scripts {scripted // 1000} kB")
    print(f"desk: map library {bundled // 1000} kB, base map {mapped // 1000} kB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
