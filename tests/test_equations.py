"""No fence runs an equation: the pages that define the same symbol hold each other."""

from __future__ import annotations

import re

import pytest

from scripts.content.pages import LANGUAGES, ROOT, pages

SPACES = re.compile(r"\\[,;!]|[{}\s]")
CHI_IS_A_MEAN = re.compile(r"\\chi=\\sigma_w\^2\\mathbbE")
OF_THE_SQUARE = re.compile(r"\\(?:sigma|varphi)'\((?:z|\\sqrtq\\xi)\)\^2")


def means(text: str) -> list[str]:
    """What the equations of a page take the mean of, where they define chi by one."""
    bare = SPACES.sub("", text)
    return [bare[one.end() : one.end() + 40] for one in CHI_IS_A_MEAN.finditer(bare)]


@pytest.mark.parametrize("language", LANGUAGES)
def test_chi_is_everywhere_the_mean_of_the_squared_derivative(language: str) -> None:
    found = {
        f"{path.relative_to(ROOT)}: {mean}": bool(OF_THE_SQUARE.match(mean))
        for path in pages(language)
        for mean in means(path.read_text(encoding="utf-8"))
    }
    assert len(found) >= 4
    assert [mean for mean, squared in found.items() if not squared] == []
