"""A library of many sessions: its lists are light, and can still be narrowed as a whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from opening import LIBRARY, pages_below
from playwright.sync_api import Browser, Page
from test_everyone import MOST, weight

from curriculumkit.app import check
from curriculumkit.model.library import Library
from curriculumkit.site import Workplace, run_sphinx, write_stage
from curriculumkit.source import SourceText
from curriculumkit.sphinxext import search
from curriculumkit.stage import stage
from curriculumkit.stage.parts import PART
from curriculumkit.stage.public import settings_of
from curriculumkit.stage.staged import Audience

MANY = 90


def grown(library: Library) -> Library:
    """Return the test library with one of its modules and handouts many times over."""
    module = next(one for one in library.modules if one.id == "plan-one-day")
    handout = next(one for one in library.handouts if one.id == "my-day")
    modules, handouts = [], []
    for number in range(MANY):
        name = f"copy-{number:03}"
        source = SourceText(f"modules/plans/{name}.md", module.source.text)
        front = module.front.model_copy(update={"title": f"Copy {number:03}"})
        modules.append(replace(module, id=name, source=source, front=front))
        source = SourceText(f"handouts/{name}.md", handout.source.text)
        sheet = handout.front.model_copy(update={"title": f"Sheet {number:03}"})
        handouts.append(replace(handout, id=name, source=source, front=sheet))
    return replace(
        library,
        modules=(*library.modules, *modules),
        handouts=(*library.handouts, *handouts),
    )


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the lists of a large library: pages of sessions are left out."""
    root = tmp_path_factory.mktemp("large")
    library, report = check(LIBRARY)
    assert not report.has_errors
    library = grown(library)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(search, "EACH", 40)
        patch.setattr(search, "MOST_BYTES", 1000)
        _built(library, root)
    return root


def _built(library: Library, root: Path) -> None:
    editions: tuple[tuple[Audience, str], ...] = (("facilitator", "en"), ("patient", "en"))
    for audience, language in editions:
        work, staged = Workplace(root / ".work" / audience), stage(library, audience, language)
        write_stage(staged, LIBRARY, settings_of(library), work, pdf=True)
        run_sphinx(staged, work, "html", root / audience / language)


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(offline=True)
    yield context.new_page()
    context.close()


def test_lists_of_a_large_library_are_light(large: Path) -> None:
    names = ("modules/index", "handouts/index", "pages")
    lists = [one for one in pages_below(large) if one.split("/", 2)[2].startswith(names)]
    assert len(lists) == 3 * 2
    for one in lists:
        assert weight(large, one) < MOST[one.partition("/")[0]], one


def test_a_part_leads_to_the_next_without_scripts(large: Path, browser: Browser) -> None:
    context = browser.new_context(offline=True, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"file://{large}/facilitator/en/modules/index.html")
    page.get_by_role("link", name="Part 2 of 2").click()
    assert page.url.endswith("modules/index-2.html")
    assert page.locator(".ck-filter > ul > li").count() == MANY + 2 - PART
    context.close()


@pytest.mark.parametrize(
    ("path", "asked", "address"),
    [
        ("facilitator/en/modules/index.html", "copy 089", "plans/copy-089.html"),
        ("facilitator/en/modules/index-2.html", "wave", "cravings/ride-the-wave.html"),
        ("facilitator/en/handouts/index-2.html", "sheet 089", "copy-089.html"),
        ("patient/en/pages.html", "sheet 089", "handouts/copy-089.html"),
    ],
)
def test_a_long_list_is_narrowed_as_a_whole(
    large: Path, page: Page, path: str, asked: str, address: str
) -> None:
    page.goto(f"file://{large}/{path}")
    shown = page.locator(".ck-filter > ul > li:visible")
    before = shown.count()
    page.get_by_role("searchbox").fill(asked)
    page.get_by_text(f"1 of {MANY + 2} shown").wait_for()
    assert shown.get_by_role("link").first.get_attribute("href") == address
    page.get_by_role("button", name="Show all").click()
    assert shown.count() == before


@pytest.mark.parametrize("asked", ["copy 089", "copies 089", "089 co"])
def test_search_loads_only_the_parts_that_it_needs(large: Path, page: Page, asked: str) -> None:
    loaded: list[str] = []
    page.on("request", lambda one: loaded.append(one.url.rpartition("/")[2]))
    page.goto(f"file://{large}/facilitator/en/search.html")
    page.get_by_role("searchbox").fill(asked)
    page.get_by_role("link", name="Copy 089").wait_for()
    parts = [one.name for one in (large / "facilitator/en/search").iterdir()]
    used = set(loaded) & set(parts)
    assert len([one for one in parts if one.startswith("pages-")]) > 3
    assert any(one.startswith("words-co") and one != "words-c.js" for one in parts)
    assert len(used) < len(parts) / 2
