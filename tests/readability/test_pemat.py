"""Items of PEMAT-P are judged as a person with the instrument in hand would judge them."""

from pathlib import Path

import pytest
import yaml

from curriculumkit.parse.documents import parse_handout
from curriculumkit.readability.pemat import Material, Verdict, judge
from curriculumkit.source import SourceText

CASES = yaml.safe_load((Path(__file__).parent / "cases_pemat.yaml").read_text("utf-8"))
SETTINGS = (
    "---\ntitle: A Page\nkind: worksheet\ntopic: t\npurpose: This sheet helps you today.\n---\n"
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case['item']}, {case['why']}")
def test_an_item_is_judged_as_expected(case: dict) -> None:
    expected = Verdict.AGREE if "agree" in case else Verdict.DISAGREE
    body = case.get("agree") or case["disagree"]
    folder = "handouts/es" if case.get("language") == "es" else "handouts"
    source = SourceText(f"{folder}/a-page.md", f"{SETTINGS}\n{body}\n")
    handout, problems = parse_handout(source, case.get("language", "en"))
    assert handout is not None, problems
    verdicts = {one.item.number: one.verdict for one in judge(Material(handout, easy=True))}
    assert verdicts[case["item"]] is expected
