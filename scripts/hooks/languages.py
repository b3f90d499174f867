"""Two languages, one command: the English site is built with the Korean one, into /en/.

The switcher leads to the same page in the other language. Material's own links lead to the other
home page, and its templates cut a relative link that leaves the site, so the links go through the
templates as marks (`/@en/`) and are made relative in the finished page: the site then works under
any sub-path.
"""

from __future__ import annotations

import logging
import re
import shutil
import sys
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from mkdocs.commands.build import build
from mkdocs.config import load_config
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page

# `mkdocs` does not look into its own folder; this hook is the first, and the others build on it.
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from scripts.content import preview
from scripts.content.pages import ROOT

log = logging.getLogger("mkdocs.hooks.languages")

NAMES = {"ko": "한국어", "en": "English"}
SEARCH = {"ko": "검색", "en": "Search"}
PATHS = {"ko": "", "en": "en/"}
NOT_FOUND = {
    "ko": ("페이지를 찾을 수 없습니다", "주소가 바뀌었거나 잘못 적혔습니다.", "첫 페이지로 가기"),
    "en": (
        "There is no such page",
        "The address has changed or is mistyped.",
        "Go to the first page",
    ),
}

# Material looks for link[rel=alternate] and asks for a sitemap beside each: two 404s a view.
# A search engine reads the links as they stand; the browser takes them out of the script's sight.
HIDE_ALTERNATES = (
    "<script>document.querySelectorAll('link[rel=alternate]')"
    ".forEach(function(l){l.rel='alternate '})</script>"
)


def language(config: MkDocsConfig) -> str:
    return config.theme["language"]


def root_url(config: MkDocsConfig) -> str:
    """The address of the whole site, with the Korean home page."""
    return config.site_url.removesuffix(PATHS[language(config)])


def to_root(page: Page, config: MkDocsConfig) -> str:
    """The relative way from a page to the root of the whole site."""
    depth = page.url.count("/") + PATHS[language(config)].count("/")
    return "../" * depth or "./"


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    if not config.site_url:  # SITE_URL is there and empty: a variable of CI that was never set
        config.site_url = f"http://{config.dev_addr}/"
    if language(config) == "en" and not config.site_url.endswith("/en/"):
        config.site_url = urljoin(config.site_url, "en/")
    config.extra["alternate"] = [
        {"name": name, "lang": code, "link": f"/@{code}/"} for code, name in NAMES.items()
    ]
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """A page without its twin is invisible to MkDocs: say so."""
    here = Path(config.docs_dir)
    other = here.parent / ("en" if here.name == "ko" else "ko")
    for file in files.documentation_pages():
        if file.src_uri and not (other / file.src_uri).exists():
            name, missing = here / file.src_uri, other / file.src_uri
            log.warning(f"{name.relative_to(ROOT)} has no twin {missing.relative_to(ROOT)}")
    return files


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    for code, path in PATHS.items():
        full = urljoin(root_url(config), path + page.url)
        mark = re.compile(rf'(<link rel="alternate" href=)"/@{code}/"')
        output = mark.sub(rf'\1"{full}"', output)
        output = output.replace(f'"/@{code}/"', f'"{to_root(page, config)}{path}{page.url}"')
    return finished(output, config)


def finished(output: str, config: MkDocsConfig) -> str:
    """What every page needs, the 404 page too."""
    label = f'aria-label="{SEARCH[language(config)]}"'  # Material's search dialog has no name
    output = output.replace(
        'data-md-component="search" role', f'data-md-component="search" {label} role'
    )
    return output.replace("</head>", HIDE_ALTERNATES + "</head>", 1)


def on_post_template(output_content: str, template_name: str, config: MkDocsConfig) -> str:
    """The 404 page, in both languages: a host serves the one at the root for every address."""
    if template_name != "404.html":
        return output_content
    base = urlsplit(root_url(config)).path
    for code, path in PATHS.items():
        output_content = output_content.replace(f'"/@{code}/"', f'"{base}{path}"')
    own = language(config)
    order = [own] + [code for code in NAMES if code != own]
    blocks = "".join(not_found(code, base, "h1" if code == own else "h2") for code in order)
    return finished(output_content.replace("<h1>404 - Not found</h1>", blocks), config)


def not_found(code: str, base: str, heading: str) -> str:
    title, text, link = NOT_FOUND[code]
    return (
        f'<div lang="{code}"><{heading}>{title}</{heading}>'
        f'<p>{text} <a href="{base}{PATHS[code]}">{link}</a></p></div>'
    )


def on_post_build(config: MkDocsConfig) -> None:
    if language(config) != "ko":
        return
    folder = Path(config.site_dir) / "en"
    now = preview.of_site("en")
    built = preview.building.site / "en"  # by the last build, before keep_old_site swaps
    if preview.serving and preview.sites.get("en") == now and built.exists():
        shutil.copytree(built, folder)
        return
    english = load_config(
        str(ROOT / "mkdocs.en.yml"),
        site_dir=str(folder),
        site_url=urljoin(config.site_url, "en/"),
        strict=config.strict,
    )
    build(english)
    preview.sites["en"] = now
