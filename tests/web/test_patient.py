"""The patient edition on a phone: to read, to fill in, to keep, to erase, to print."""

from io import BytesIO
from itertools import pairwise
from pathlib import Path

import pypdfium2
import pytest
from opening import Open
from playwright.sync_api import Browser, Page

WAVE = "patient/en/handouts/my-wave.html"


def stored(page: Page) -> int:
    length: int = page.evaluate("localStorage.length")
    return length


def printed(page: Page) -> str:
    """Return the words of a page printed from the browser."""
    document = pypdfium2.PdfDocument(BytesIO(page.pdf(format="Letter")))
    text = " ".join(one.get_textpage().get_text_range() for one in document)
    document.close()
    return " ".join(text.split())


def fill(page: Page) -> None:
    page.get_by_label("Who I will call").fill("My sister, any time of the day")
    page.get_by_label("What I felt, Monday").fill("shaky")
    page.get_by_label("7", exact=True).click()
    page.get_by_text("I will call before I act on it.").click()


def test_remember_comes_first(open_page: Open) -> None:
    page = open_page(WAVE)
    assert page.locator("main h1 ~ .ck-remember").count() == 1
    before = page.locator("main .ck-remember").evaluate(
        "box => box.getBoundingClientRect().top < "
        "document.querySelector('main h2').getBoundingClientRect().top"
    )
    assert before


def test_letters_are_large_everywhere(open_page: Open) -> None:
    smallest = """() => {
      const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      const found = [];
      while (walk.nextNode()) {
        const element = walk.currentNode.parentElement;
        if (!walk.currentNode.data.trim() || !element.checkVisibility()) continue;
        if (element.closest("sup, script, .skip")) continue;
        const size = parseFloat(getComputedStyle(element).fontSize);
        if (size < 18) found.push([size, walk.currentNode.data.trim()]);
      }
      return found;
    }"""
    for path in ("index.html", "help.html", "handouts/my-wave.html", "tracks/evening.html"):
        assert open_page(f"patient/en/{path}").evaluate(smallest) == [], path


def test_things_to_press_are_large(open_page: Open) -> None:
    page = open_page(WAVE)
    for selector in (
        ".ck-step",
        ".contains-task-list label",
        ".reach a",
        ".keep button",
        ".ck-way",
        ".bar a",
        ".trail a",
    ):
        boxes = [one.bounding_box() for one in page.locator(selector).all()]
        assert boxes, selector
        assert all(one and one["height"] >= 44 and one["width"] >= 44 for one in boxes), selector


def test_a_long_name_of_the_library_is_whole_on_a_narrow_phone(open_page: Open) -> None:
    page = open_page("patient/es/index.html", width=320)
    page.locator(".home span").evaluate(
        "one => { one.textContent = 'Biblioteca de grupos abiertos y talleres de la tarde' }"
    )
    name, top = page.locator(".home span").bounding_box(), page.locator(".top").bounding_box()
    assert name
    assert top
    assert name["y"] >= top["y"]
    assert name["y"] + name["height"] <= top["y"] + top["height"]


def test_help_is_one_tap_away(open_page: Open) -> None:
    page = open_page(WAVE)
    page.evaluate("scrollTo(0, 600)")
    links = page.locator(".reach a")
    assert [one.get_attribute("href") for one in links.all()] == [
        "tel:911",
        "tel:988",
        "sms:988",
        "../help.html",
    ]
    assert all(one.is_visible() for one in links.all())
    box = page.locator(".reach").bounding_box()
    assert box
    assert box["y"] + box["height"] == pytest.approx(844, abs=1)


def test_nothing_is_stored_unless_asked_for(open_page: Open) -> None:
    page = open_page(WAVE)
    fill(page)
    page.reload()
    assert stored(page) == 0
    assert page.get_by_label("Who I will call").input_value() == ""
    assert page.context.cookies() == []


def test_keep_and_erase(open_page: Open) -> None:
    page = open_page(WAVE)
    fill(page)
    page.get_by_role("button", name="Keep on this phone").click()
    page.get_by_text("Kept on this phone").wait_for()
    page.reload()
    assert page.get_by_label("Who I will call").input_value() == "My sister, any time of the day"
    assert page.get_by_label("What I felt, Monday").input_value() == "shaky"
    assert page.get_by_label("7", exact=True).is_checked()
    assert page.get_by_label("I will call before I act on it.").is_checked()
    page.on("dialog", lambda dialog: dialog.accept())
    page.get_by_role("button", name="Erase").click()
    page.get_by_text("Nothing of this page is on this phone now").wait_for()
    assert stored(page) == 0
    assert page.get_by_label("Who I will call").input_value() == ""
    assert not page.get_by_label("7", exact=True).is_checked()


def test_erase_asks_first(open_page: Open) -> None:
    page = open_page(WAVE)
    fill(page)
    page.on("dialog", lambda dialog: dialog.dismiss())
    page.get_by_role("button", name="Erase").click()
    assert page.get_by_label("Who I will call").input_value()


def test_a_number_can_be_taken_back(open_page: Open) -> None:
    page = open_page(WAVE)
    seven = page.get_by_label("7", exact=True)
    page.get_by_label("7", exact=True).click()
    assert seven.is_checked()
    page.get_by_label("7", exact=True).click()
    assert not seven.is_checked()


def test_printing_gives_what_was_typed(open_page: Open) -> None:
    page = open_page(WAVE)
    long_ = " ".join(f"word{number}" for number in range(60))
    page.get_by_label("Who I will call").fill(long_)
    page.get_by_label("What I felt, Monday").fill("shaky")
    text = printed(page)
    assert all(f"word{number}" in text for number in range(60))
    assert "shaky" in text
    assert page.locator(".ck-typed").count() == 0, "the page is as before"


def test_printing_gives_the_whole_of_what_was_typed_into_a_short_blank(open_page: Open) -> None:
    page = open_page(WAVE)
    blank = page.locator(".ck-blank").first
    blank.fill(" ".join(f"word{number}" for number in range(30)))
    text = printed(page)
    assert all(f"word{number}" in text for number in range(30))
    assert blank.is_visible(), "the page is as before"


def test_a_print_holds_the_whole_page(open_page: Open) -> None:
    page = open_page(WAVE)
    text = printed(page)
    for part in ("Where to get help", "1-800-662-4357", "Stay safe", "Carroll", "Draft", "Monday"):
        assert part in text, part
    assert "Keep on this phone" not in text


def test_print_button_prints(open_page: Open) -> None:
    page = open_page(WAVE)
    page.evaluate("window.print = () => { window.printed = true }")
    page.get_by_role("button", name="Print what I wrote").click()
    assert page.evaluate("window.printed")


def test_what_is_typed_can_be_printed_without_scripts(open_page: Open) -> None:
    page = open_page(WAVE, java_script_enabled=False)
    page.get_by_label("Who I will call").fill("My sister")
    assert page.get_by_role("button").count() == 0


def test_the_language_switch_stays_on_the_handout(open_page: Open) -> None:
    page = open_page(WAVE)
    page.get_by_role("link", name="Español").click()
    assert page.url.endswith("patient/es/handouts/my-wave.html")
    assert page.locator("html").get_attribute("lang") == "es"
    assert page.get_by_role("heading", level=1).inner_text() == "Mi ola"
    page.get_by_role("link", name="English").click()
    assert page.url.endswith("patient/en/handouts/my-wave.html")


def test_a_page_that_is_not_translated_says_so_in_that_language(open_page: Open) -> None:
    page = open_page("patient/en/handouts/my-day.html")
    told = page.locator(".untranslated")
    assert told.get_attribute("lang") == "es"
    assert "Esta página todavía no está en español." in told.inner_text()
    told.get_by_role("link").click()
    assert page.url.endswith("patient/es/index.html")


def test_spanish_topics_lead_to_what_is_only_in_english(open_page: Open) -> None:
    page = open_page("patient/es/topics/plans.html")
    link = page.get_by_role("link", name="My Day")
    assert link.locator("[lang=en]").count() == 1
    link.click()
    assert page.url.endswith("patient/en/handouts/my-day.html")


def test_english_words_in_spanish_pages_are_marked_as_english(open_page: Open) -> None:
    page = open_page("patient/es/tracks/evening.html")
    for text in ("Plan One Day.", "Plan one day, hour by hour.", "Martin Luther King Jr. Day"):
        found = page.get_by_text(text, exact=True).first
        assert found.evaluate("one => one.closest('[lang]').lang") == "en", text
    page = open_page("patient/es/handouts/my-wave.html")
    source = page.locator(".ck-sources li").first
    assert source.locator("[lang=en]").inner_text() == source.inner_text()


def test_a_spanish_schedule_is_in_spanish_where_the_module_says_so(open_page: Open) -> None:
    page = open_page("patient/es/tracks/evening.html")
    for text in ("Dejar pasar la ola.", "Pruebe una manera de pasar un antojo."):
        found = page.get_by_text(text).first
        assert found.evaluate("one => one.closest('[lang]').lang") == "es", text
    assert "Ride the Wave" not in page.inner_text("main")


def test_a_spanish_schedule_leads_to_what_is_only_in_english(open_page: Open) -> None:
    page = open_page("patient/es/tracks/evening.html")
    assert "My Day (en inglés)" in page.inner_text("main")
    link = page.get_by_role("link", name="My Day").first
    assert link.locator("[lang=en]").count() == 1
    link.click()
    assert page.url.endswith("patient/en/handouts/my-day.html")


def test_a_schedule_leads_to_the_pages_of_each_group(open_page: Open) -> None:
    page = open_page("patient/en/tracks/evening.html")
    assert "Try one way to get through a craving." in page.locator("main").inner_text()
    page.get_by_role("link", name="My Wave").first.click()
    assert page.url.endswith("handouts/my-wave.html")


def test_all_pages_can_be_narrowed(open_page: Open) -> None:
    page = open_page("patient/en/pages.html")
    page.get_by_role("searchbox").fill("craving")
    assert page.locator(".ck-filter > ul > li:visible").count() == 1
    page.get_by_role("button", name="Show all").click()
    assert page.locator(".ck-filter > ul > li:visible").count() == 2


def test_no_motion_for_who_wants_none(open_page: Open) -> None:
    page = open_page(WAVE, reduced_motion="reduce")
    assert page.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"


@pytest.mark.parametrize(("width", "height"), [(320, 568), (360, 740), (740, 360), (320, 256)])
@pytest.mark.parametrize("language", ["en", "es"])
def test_help_is_one_tap_away_on_small_and_turned_phones(
    open_page: Open, language: str, width: int, height: int
) -> None:
    """At 400 % only the way to the page of help stays in sight, so that the text can be read."""
    page = open_page(f"patient/{language}/handouts/my-wave.html")
    page.set_viewport_size({"width": width, "height": height})
    page.evaluate("scrollTo(0, 600)")
    links = [one for one in page.locator(".reach a").all() if one.is_visible()]
    assert len(links) == (1 if (width, height) == (320, 256) else 4)
    for link in links:
        box = link.bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["y"] + box["height"] <= height
        assert box["height"] >= 44
        overflow = link.evaluate("one => one.scrollWidth - one.clientWidth")
        assert overflow <= 0, link.inner_text()


def test_telephone_numbers_stand_on_one_line(open_page: Open) -> None:
    for width in (320, 360, 390):
        page = open_page("patient/es/help.html", width=width)
        rows = page.locator(".ck-help .ck-number").evaluate_all(
            "all => all.map(one => one.getClientRects().length)"
        )
        assert rows == [1, 1, 1]


def test_pages_of_a_group_are_large_enough_for_a_finger(open_page: Open) -> None:
    page = open_page("patient/en/tracks/evening.html", width=360)
    boxes = [one.bounding_box() for one in page.locator(".ck-meetings li li a").all()]
    assert boxes
    assert all(one and one["height"] >= 44 for one in boxes)
    tops = sorted({round(one["y"]) for one in boxes if one})
    assert all(after - before >= 44 for before, after in pairwise(tops))


def test_colors_that_the_system_sets_hide_no_picture_and_no_choice(open_page: Open) -> None:
    """Dark high contrast once put the black lines of a picture on black."""
    page = open_page(WAVE, scheme="dark", forced_colors="active")
    page.get_by_label("7", exact=True).click()
    paper = "one => getComputedStyle(one).backgroundColor"
    assert page.locator("main img").first.evaluate(paper) == "rgb(255, 255, 255)"
    chosen, other = (page.get_by_text(one, exact=True) for one in ("7", "8"))
    assert chosen.first.evaluate(paper) != other.first.evaluate(paper)


@pytest.mark.parametrize("width", [320, 390])
@pytest.mark.parametrize("language", ["en", "es"])
def test_prints_stand_in_one_row_on_a_phone(
    browser: Browser, whole: Path, language: str, width: int
) -> None:
    """In Spanish they once filled three rows of a small phone, above the first word of the text."""
    page = browser.new_page(viewport={"width": width, "height": 640})
    page.goto(f"file://{whole}/patient/{language}/handouts/my-safety-plan.html")
    boxes = [one.bounding_box() for one in page.locator(".prints a").all()]
    assert len(boxes) == 3
    assert len({one and one["y"] for one in boxes}) == 1
    assert all(one and one["height"] >= 44 and one["x"] + one["width"] <= width for one in boxes)
    page.close()


def test_a_page_begins_with_its_title(open_page: Open) -> None:
    """Prints and the word on drafts come after it: on a phone they once filled half a screen."""
    for path in (WAVE, "facilitator/en/tracks/evening/week-01-wed-1800.html"):
        page = open_page(path, width=360)
        title, state = page.locator("h1").bounding_box(), page.locator(".state").bounding_box()
        assert title
        assert state
        assert title["y"] < 200
        assert title["y"] + title["height"] <= state["y"]


def test_an_item_without_a_box_among_boxes_is_running_text_with_a_bullet(open_page: Open) -> None:
    page = open_page("patient/en/handouts/my-wave.html", width=320)
    looks = page.locator(".contains-task-list").evaluate(
        """list => {
          const item = document.createElement("li");
          item.innerHTML = "<p>Not safe? <a href='tel:911'>Call 911</a>. Then tell someone.</p>";
          list.prepend(item);
          const style = getComputedStyle;
          return [style(item).listStyleType, style(item.firstChild).display];
        }"""
    )
    assert looks == ["disc", "block"]
