"""What the browser gets beside Material: fonts, KaTeX's styles, our own, all from this host.

The files lie once, under the root's `assets/`, and both languages point there by relative links.
Pretendard covers 11,172 syllables; a page gets a subset with the characters that the pages of its
language use, in one file, so that a text never mixes two fonts while loading.
"""

from __future__ import annotations

import hashlib
import io
import re
from pathlib import Path
from urllib.parse import urlsplit

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files
from mkdocs.structure.pages import Page

from scripts.content.failures import NOT_WHOLE
from scripts.content.files import read, write
from scripts.content.pages import ROOT, PageError, shown
from scripts.hooks.languages import PATHS, language, root_url, to_root

MODULES = ROOT / "node_modules"
ASSETS = ROOT / "docs" / "assets"
CACHE = ROOT / ".cache"
KATEX = MODULES / "katex" / "dist"
CODE_FONT = MODULES / "@fontsource" / "jetbrains-mono" / "files"
TEXT_FONT = (
    MODULES / "pretendard" / "dist" / "web" / "variable" / "woff2" / "PretendardVariable.woff2"
)
FIRST_FONTS = ("KaTeX_Main-Regular", "KaTeX_Math-Italic")


def on_files(files: Files, config: MkDocsConfig) -> Files:
    if language(config) != "ko":
        return files
    parts = {f"assets/katex/fonts/{one.name}": one for one in (KATEX / "fonts").glob("*.woff2")}
    for weight in (400, 700):
        name = f"jetbrains-mono-latin-{weight}-normal.woff2"
        parts[f"assets/fonts/{name}"] = CODE_FONT / name
    needed = [*parts.values(), TEXT_FONT, KATEX / "katex.min.css"]
    needed += [KATEX / "fonts" / f"{name}.woff2" for name in FIRST_FONTS]
    for missing in (one for one in needed if not one.is_file()):
        raise PluginError(f"there is no {shown(missing)}: {NOT_WHOLE}")
    parts |= {f"assets/own/{one.name}": one for one in sorted(ASSETS.iterdir())}
    try:
        for code in PATHS:
            parts[f"assets/fonts/text-{code}.woff2"] = text_font(code)
    except PageError as error:
        raise PluginError(str(error)) from None
    for uri, path in parts.items():
        files.append(File.generated(config, uri, abs_src_path=str(path)))
    files.append(File.generated(config, "assets/katex/katex.css", content=katex_css()))
    return files


def katex_css() -> str:
    """KaTeX's stylesheet with only the fonts that browsers of this decade take."""
    css = read(KATEX / "katex.min.css")
    return re.sub(r",url\(fonts/[\w-]+\.(?:woff|ttf)\) format\(\"\w+\"\)", "", css)


def characters(code: str) -> str:
    """Every character that the pages and the navigation of a language may show."""
    config = ROOT / ("mkdocs.yml" if code == "ko" else "mkdocs.en.yml")
    folders = (ROOT / "docs" / code, ROOT / "vgref", ROOT / "scripts")
    found = [one for folder in folders for one in sorted(folder.rglob("[!.]*")) if one.is_file()]
    text = read(config) + "".join(read(one) for one in found if one.suffix in (".md", ".py"))
    text += "한국어검색결과없음찾은문서복사됨클립보드맨위로이동목차개더보기입력하여시작초기화"
    used = set(text) | set(map(chr, range(32, 127)))
    if code == "en":
        used = {one for one in used if not "가" <= one <= "힣"} | set("한국어")
    return "".join(sorted(used))


def font_file(code: str, used: str) -> Path:
    digest = hashlib.sha256(used.encode()).hexdigest()[:16]
    return CACHE / f"text-{code}-{digest}.woff2"


def text_font(code: str) -> Path:
    """Pretendard, weights 400 to 700, for the characters of one language; kept in `.cache/`."""
    used = characters(code)
    path = font_file(code, used)
    if not is_font(path):
        write(path, cut(used))
    return path


def cut(used: str) -> bytes:
    options = subset.Options(flavor="woff2", layout_features=["*"], notdef_outline=True)
    font = TTFont(TEXT_FONT)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=map(ord, used))
    subsetter.subset(font)
    font = instantiateVariableFont(font, {"wght": (400, 400, 700)})
    font.flavor = "woff2"
    whole = io.BytesIO()
    font.save(whole)
    return whole.getvalue()


def is_font(path: Path) -> bool:
    """Whether a font is there and whole: its header has its length."""
    data = path.read_bytes() if path.exists() else b""
    return data[:4] == b"wOF2" and int.from_bytes(data[8:12], "big") == len(data)


def links(root: str, code: str, mathematics: bool) -> str:
    """The lines for a page's head, with the way to the site's root."""
    fonts = [f"fonts/text-{code}.woff2"]
    styles = ["own/site.css"]
    if mathematics:
        fonts += [f"katex/fonts/{name}.woff2" for name in FIRST_FONTS]
        styles.insert(0, "katex/katex.css")
    preload = '<link rel="preload" as="font" type="font/woff2" crossorigin href="{}assets/{}">'
    style = '<link rel="stylesheet" href="{}assets/{}">'
    lines = [preload.format(root, one) for one in fonts] + [
        style.format(root, one) for one in styles
    ]
    return "".join(lines) + f'<script defer src="{root}assets/own/site.js"></script>'


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    head = links(to_root(page, config), language(config), 'class="math"' in output)
    return output.replace("</head>", head + "</head>", 1)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    if template_name != "404.html":
        return output_content
    head = links(urlsplit(root_url(config)).path, language(config), False)
    return output_content.replace("</head>", head + "</head>", 1)
