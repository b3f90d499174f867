"""The built site in a real browser: what a reader meets, in both languages."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, TimeoutError, sync_playwright

from scripts.content.pages import ROOT, pages
from tests.browser import launch, served
from tests.built import asked, read

AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PREFIX = {"ko": "", "en": "en/"}
CHAPTER = "path/vanishing/"


def addresses() -> list[str]:
    """Every page of the site, from the sources: both languages."""
    found = []
    for language, prefix in PREFIX.items():
        folder = ROOT / "docs" / language
        labs = sorted((folder / "labs").glob("*.py"))
        for path in [*pages(language), *labs]:
            name = str(path.relative_to(folder).with_suffix("")) + "/"
            found.append(prefix + re.sub(r"(^|/)index/$", r"\1", name))
    return found


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("built") / "site"
    command = [Path(sys.executable).parent / "mkdocs", "build", "--strict", "-d", folder]
    subprocess.run(command, cwd=ROOT, check=True)
    return folder


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    with served(site) as base:
        yield base


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = launch(playwright)
        yield browser
        browser.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[object]:
    """Open a page; at the end no error was logged and no other host was asked."""
    contexts, problems = [], []

    def open_page(
        path: str, *, base: str = address, missing: bool = False, **options: object
    ) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        host = urlsplit(base).netloc

        def asked(url: str) -> None:
            if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != host:
                problems.append(f"{path} asks {url}")

        page.on("request", lambda request: asked(request.url))
        page.on("pageerror", lambda error: problems.append(f"{path}: {error}"))
        page.on("console", lambda m: m.type == "error" and problems.append(f"{path}: {m.text}"))
        page.goto(base + path)
        if missing:
            problems.clear()  # the browser logs the 404 that this page is about
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not problems


@pytest.mark.parametrize("path", addresses())
def test_a_page_fits_its_window_and_axe_has_no_objection(visit, path) -> None:
    page = visit(path, color_scheme="light", reduced_motion="reduce")
    page.add_script_tag(path=str(AXE))
    problems = []
    for scheme in ("light", "dark"):
        if scheme == "dark":  # what a click on the switch does
            page.evaluate("document.querySelectorAll('input[name=__palette]')[1].click()")
            page.wait_for_function("document.body.dataset.mdColorScheme == 'slate'", timeout=5000)
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 800})
            wide = page.evaluate("document.documentElement.scrollWidth")
            problems += [(width, f"is {wide} wide")] if wide > width else []
            # The two widths and the two schemes, each once.
            if (scheme == "light") == (width == 1280):
                found = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
                for one in found["violations"]:
                    problems += [(scheme, one["id"], n["html"][:160]) for n in one["nodes"]]
    assert problems == []


def test_the_dark_scheme_is_dark_and_figures_follow(visit) -> None:
    total = "getComputedStyle(e).{}.match(/\\d+/g).slice(0, 3).reduce((a, b) => +a + +b, 0)"

    def colors(scheme: str) -> tuple[int, list[int]]:
        page = visit(CHAPTER, color_scheme=scheme)
        ground = page.locator("body").evaluate("e => " + total.format("backgroundColor"))
        drawn = page.locator(".figure svg use")
        return ground, drawn.evaluate_all(f"all => all.map(e => {total.format('fill')})")

    (light, dark_ink), (dark, light_ink) = colors("light"), colors("dark")
    assert light > 600 > 150 > dark
    assert max(dark_ink) < 350 < min(light_ink)


@pytest.mark.parametrize(("start", "end"), [("ko", "en"), ("en", "ko")])
def test_the_switcher_keeps_the_page(visit, start, end) -> None:
    page = visit(PREFIX[start] + CHAPTER)
    page.locator(".md-header .md-select button").focus()
    page.locator(f".md-select a[hreflang={end}]").click()
    page.wait_for_url(re.compile(rf"//[^/]+/{PREFIX[end]}{CHAPTER}$"))
    assert page.locator("html").get_attribute("lang") == end


@pytest.mark.parametrize(
    ("language", "query"),
    [
        ("ko", "기울기를"),
        ("ko", "기울기는"),
        ("ko", "소실"),
        ("en", "gradient norms"),
        ("en", "vanishing gradients"),
    ],
)
def test_search_finds_the_chapter_in_its_language_only(visit, language, query) -> None:
    page = visit(PREFIX[language])
    field = page.locator("input.md-search__input")
    field.click()
    field.fill(query)
    field.press("End")  # typing Hangul sends no keyup
    page.wait_for_selector(".md-search-result__item a")
    links = page.locator(".md-search-result__item a").evaluate_all(
        "all => all.map(a => a.pathname)"
    )
    assert any(link.startswith(f"/{PREFIX[language]}{CHAPTER}") for link in links)
    assert all(link.startswith("/en/") == (language == "en") for link in links)


# What may follow a noun: each form of 기울기 leads to the chapter, also those that no page has.
PARTICLES = ["을", "를", "이", "가", "은", "는", "의", "에", "에서", "와", "과", "도", "로"]
PARTICLES += ["으로", "들", "부터", "까지"]


def test_search_takes_a_korean_word_with_any_particle(visit) -> None:
    page = visit("")
    field = page.locator("input.md-search__input")
    items = page.locator(".md-search-result__item a")
    field.click()
    lost = []
    for particle in PARTICLES:
        for query, some in (("qqqq", False), (f"기울기{particle}", True)):
            field.fill(query)
            field.press("End")
            try:
                state = "attached" if some else "detached"
                items.first.wait_for(state=state, timeout=3000)
            except TimeoutError:
                lost.append(query)
        links = items.evaluate_all("all => all.map(a => a.pathname)")
        lost += [] if any(link.startswith(f"/{CHAPTER}") for link in links) else [query]
    assert sorted(set(lost)) == []


@pytest.mark.parametrize("language", PREFIX)
def test_everything_is_readable_without_javascript(visit, language) -> None:
    page = visit(PREFIX[language] + CHAPTER, java_script_enabled=False)
    assert page.locator("h1").is_visible()
    assert page.locator(".math .katex-html").first.is_visible()
    assert page.locator(".figure svg").first.is_visible()
    details = page.locator("details").first
    details.locator("summary").first.click()
    assert details.locator("p").first.is_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_check_opens_by_mouse_and_by_keyboard(visit, javascript) -> None:
    page = visit(CHAPTER, java_script_enabled=javascript)
    mark, box = page.locator(".check-mark").first, page.locator(".check-box").first
    assert not box.is_visible()
    mark.click()
    assert box.is_visible()
    assert box.locator("code").inner_text()
    page.keyboard.press("Escape")
    assert not box.is_visible()
    mark.focus()
    page.keyboard.press("Enter")
    assert box.is_visible()
    page.keyboard.press("Escape")


def test_a_check_has_a_name_and_a_role_for_a_screen_reader(visit) -> None:
    page = visit("en/" + CHAPTER)
    mark = page.get_by_role("button", name="Show the check")
    assert mark.count(), "no check's button is named 'Show the check'"
    mark.first.click()
    box = page.get_by_role("dialog", name="This sentence is tested by")
    assert box.is_visible(), "no check's box is named 'This sentence is tested by'"


def test_nothing_moves_while_the_page_loads(visit) -> None:
    page = visit(CHAPTER)
    page.wait_for_load_state("networkidle")
    script = """() => new Promise(done => {
        let sum = 0;
        new PerformanceObserver(list => list.getEntries().forEach(e => sum += e.value))
            .observe({type: 'layout-shift', buffered: true});
        setTimeout(() => done(sum), 300);
    })"""
    assert page.evaluate(script) < 0.001


def test_code_is_copied_as_it_stands(visit) -> None:
    page = visit(CHAPTER, permissions=["clipboard-read", "clipboard-write"])
    block = page.locator(".language-python.highlight").nth(1)
    block.hover()
    block.get_by_role("button").click()
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied.startswith("from functools import partial\n\nimport numpy as np\n")


def test_the_fonts_are_the_sites_own(visit) -> None:
    page = visit(CHAPTER)
    page.wait_for_load_state("networkidle")
    script = "[...document.fonts].filter(f => f.status == 'loaded').map(f => f.family)"
    assert {"Text", "KaTeX_Main", "KaTeX_Math"} <= {
        one.strip('"') for one in page.evaluate(script)
    }


def test_the_site_works_under_a_sub_path(site: Path, visit, tmp_path) -> None:
    shutil.copytree(site, tmp_path / "deep" / "er")
    with served(tmp_path) as base:
        page = visit("deep/er/" + CHAPTER, base=base)
        page.locator(".md-header .md-select button").focus()
        page.locator(".md-select a[hreflang=en]").click()
        page.wait_for_url(f"{base}deep/er/en/{CHAPTER}")
        failed = page.evaluate(
            "performance.getEntriesByType('resource')"
            ".filter(r => r.responseStatus >= 400).map(r => r.name)"
        )
        assert failed == []
        page.close()


@pytest.mark.parametrize("path", ["nothing/here", "en/nothing/here/"])
def test_a_missing_page_speaks_both_languages(visit, path) -> None:
    page = visit(path, missing=True)
    assert page.get_by_text("페이지를 찾을 수 없습니다").is_visible()
    assert page.get_by_text("There is no such page").is_visible()


@pytest.mark.parametrize("language", PREFIX)
def test_hreflang_is_a_full_address(site: Path, language) -> None:
    html = (site / PREFIX[language] / CHAPTER / "index.html").read_text(encoding="utf-8")
    links = dict(re.findall(r'<link rel="alternate" href="(http[^"]+)" hreflang="(\w+)">', html))
    assert sorted(links.values()) == ["en", "ko"]
    assert all(url.endswith(CHAPTER) for url in links)


def test_no_link_or_source_on_any_page_leads_nowhere(site: Path) -> None:
    broken = []
    for html in site.rglob("*.html"):
        text = html.read_text(encoding="utf-8")
        for target in re.findall(r'(?:href|src)="([^"#?]+)', text):
            if re.match(r"[a-z]+:", target):
                continue
            base = site if target.startswith("/") else html.parent
            path = (base / target.lstrip("/")).resolve()
            if not (path.is_file() or (path / "index.html").is_file()):
                broken.append((str(html.relative_to(site)), target))
    assert broken == []


# --- the built files -----------------------------------------------------------------------

CHECK = re.compile(r"<!--\s*check:(.*?)-->", re.DOTALL)


def source(address: str) -> str:
    """The Markdown that a page is made of."""
    language = "en" if address.startswith("en/") else "ko"
    name = address.removeprefix(PREFIX[language]).rstrip("/") or "index"
    path = ROOT / "docs" / language / name
    if path.with_suffix(".py").exists():
        return re.sub(r"^# ?", "", path.with_suffix(".py").read_text("utf-8"), flags=re.MULTILINE)
    return (path.with_suffix(".md") if not path.is_dir() else path / "index.md").read_text("utf-8")


def test_each_check_of_each_page_opens_the_expression_that_is_tested(site: Path) -> None:
    total = 0
    for address in addresses():
        page = read((site / address / "index.html").read_text(encoding="utf-8"))
        expressions = [" ".join(one.split()) for one in CHECK.findall(source(address))]
        assert [code for _, _, code in page.checks] == expressions, address
        assert all(target == box for target, box, _ in page.checks), address
        assert len({box for _, box, _ in page.checks}) == len(expressions), address
        total += len(expressions)
    assert total > 100


def test_no_id_is_twice_on_a_page(site: Path) -> None:
    twice = {}
    for path in site.rglob("*.html"):
        ids = Counter(read(path.read_text(encoding="utf-8")).ids)
        if found := [one for one, times in ids.items() if times > 1]:
            twice[str(path.relative_to(site))] = found
    assert twice == {}


def test_the_built_files_ask_no_other_host_for_anything(site: Path) -> None:
    assert asked(site) == []


# --- the catalogue -------------------------------------------------------------------------

CATALOGUE = "path/catalogue/"


def shown(page: Page) -> list[str]:
    """The names on the cards that are to be seen."""
    return page.locator(".card:visible .card-name code").all_inner_texts()


def test_the_catalogue_is_filtered_without_javascript(visit) -> None:
    page = visit(CATALOGUE, java_script_enabled=False)
    assert len(shown(page)) == page.locator(".card").count() > 45
    page.locator(".filter input").first.focus()
    page.keyboard.press("ArrowRight")
    assert {"sigmoid", "tanh", "relu6"} <= set(shown(page))
    assert not {"relu", "gelu", "identity"} & set(shown(page))
    page.locator(".filter label", has_text="홀함수").click()
    assert {"tanh", "identity", "sin"} <= set(shown(page))
    assert not {"sigmoid", "relu"} & set(shown(page))
    for part in (".compare", ".filter-text"):
        assert not page.locator(part).is_visible()


def test_the_catalogue_is_searched_by_name_and_says_how_many(visit) -> None:
    page = visit("en/" + CATALOGUE)
    field, count = page.get_by_role("searchbox", name="Find by name"), page.locator("output")
    total = page.locator(".card").count()
    assert count.inner_text() == f"{total} of {total}"
    field.fill("LU")
    page.locator(".filter label", has_text="bounded").click()
    assert shown(page) == ["relu6"]
    assert count.inner_text() == f"1 of {total}"
    page.locator(".filter input[value=all]").check()
    field.fill("relu leaky")
    assert shown(page) == ["leaky_relu"]


def test_two_activations_lie_on_one_picture(visit) -> None:
    page = visit("en/" + CATALOGUE + "?a=selu&b=nothing")
    first, second = page.get_by_label("First function"), page.get_by_label("Second function")
    assert (first.input_value(), second.input_value()) == ("selu", "relu")
    second.select_option("GELU")
    assert urlsplit(page.url).query == "a=selu&b=gelu"
    for which, name in (("a", "selu"), ("b", "gelu")):
        for part in ("phi", "slope"):
            card = page.locator(f".card:has(#{name}) path.{part}")
            drawn = page.locator(f".compare path.{part}.{which}")
            assert drawn.get_attribute("d") == card.get_attribute("d")
    colors = page.locator(".compare path.phi").evaluate_all(
        "all => all.map(one => getComputedStyle(one).stroke)"
    )
    assert len(set(colors)) == 2


def test_an_address_and_the_search_lead_to_a_card(visit) -> None:
    page = visit("en/" + CATALOGUE + "#gelu")
    assert 0 <= page.locator("#gelu").bounding_box()["y"] < 400
    search = page.locator("input.md-search__input")
    search.click()
    search.fill("Squareplus")
    search.press("End")
    link = page.locator(".md-search-result__item a[href*='catalogue/'][href$='#squareplus']").first
    link.wait_for(state="attached")  # it may be folded under "more on this page"
