"""What in a built file would ask another host for something, and what a reader follows instead."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.built import asked, asked_by_css, asked_by_html, asked_by_script, read


@pytest.mark.parametrize(
    ("rule", "text", "found"),
    [
        (asked_by_html, '<link rel="preconnect" href="/here">', True),
        (asked_by_html, '<link rel="dns-prefetch" href="//a.example">', True),
        (asked_by_html, '<link rel="preload" as="font" href="https://a.example/x.woff2">', True),
        (asked_by_html, '<link rel="stylesheet" href="//a.example/x.css">', True),
        (asked_by_html, '<link rel="canonical" href="https://a.example/">', False),
        (asked_by_html, '<a href="https://a.example/">a</a>', False),
        (asked_by_html, '<a href="x" ping="https://a.example/">a</a>', True),
        (asked_by_html, '<img src="x.png" srcset="x.png 1x, https://a.example/y.png 2x">', True),
        (asked_by_html, "<script src='https://a.example/x.js'></script>", True),
        (asked_by_html, "<script>fetch('https://a.example/')</script>", True),
        (asked_by_html, "<style>@import '//a.example/x.css'</style>", True),
        (asked_by_html, "<p style='background: url(https://a.example/x)'>", True),
        (asked_by_html, '<meta http-equiv="refresh" content="0; url=https://a.example/">', True),
        (asked_by_html, '<meta property="og:url" content="https://a.example/">', False),
        (asked_by_html, '<svg xmlns="http://www.w3.org/2000/svg"><path d="M0"/></svg>', False),
        (asked_by_html, '<svg><image href="https://a.example/x.png"/></svg>', True),
        (asked_by_html, "<p>See https://a.example/ there</p>", False),
        (asked_by_css, '@font-face { src: url("https://a.example/x.woff2"); }', True),
        (asked_by_css, "a { b: url( '//a.example/x' ) } /* https://b.example */", True),
        (
            asked_by_css,
            "@font-face { src: url(x.woff2), url(data:font/woff2;base64,A) }",
            False,
        ),
        (asked_by_script, "new Worker(`https://a.example/w.js`)", True),
        (asked_by_script, 'document.createElementNS("http://www.w3.org/2000/svg", "g")', False),
        (asked_by_script, "fetch('model.json') // https://a.example", False),
    ],
)
def test_what_would_ask_another_host_is_found(rule, text, found) -> None:
    assert bool(list(rule(text))) == found


def test_every_kind_of_file_is_read_and_scripts_of_our_own(tmp_path: Path) -> None:
    (tmp_path / "assets" / "own").mkdir(parents=True)
    for name, text in {
        "a.html": '<img src="//a.example/x">',
        "b.svg": '<svg><use href="https://a.example/x#y"/></svg>',
        "c.css": "@import url(//a.example/x.css);",
        "assets/own/d.js": "fetch('//a.example/x')",
        "assets/e.js": "fetch('//a.example/x')",
    }.items():
        (tmp_path / name).write_text(text)
    assert [name for name, _ in asked(tmp_path)] == ["a.html", "assets/own/d.js", "b.svg", "c.css"]


def test_a_check_is_read_with_its_target_its_id_and_its_expression() -> None:
    box = (
        '<button class="check-mark" popovertarget="check-{0}"></button><span id="check-{1}"'
        ' class="check-box"><span>Words</span><code>{2}</code><button>Close</button></span>'
    )
    page = read("<code>z</code>" + box.format(1, 1, "a &lt; b") + box.format(2, 1, "c"))
    assert page.checks == [("check-1", "check-1", "a < b"), ("check-2", "check-1", "c")]
    assert page.ids == ["check-1", "check-1"]
