"""What whoever enters a track in a given week meets within the stay."""

from dataclasses import dataclass

from curriculumkit.assemble.case import Case, Row
from curriculumkit.assemble.verify import catch_ups
from curriculumkit.model.track import Rolling


@dataclass(frozen=True, slots=True)
class Coverage:
    """What someone who enters in week `entry` meets.

    `modules` are those met, in order; `missing` required modules, and `missing_topics` core topics
    that are not met; `catch_ups` are (missed prerequisite, module that needs it); `unfit` are
    modules at the start of the first week that do not suit a newcomer.
    """

    entry: int
    modules: tuple[str, ...]
    missing: tuple[str, ...]
    missing_topics: tuple[str, ...]
    catch_ups: tuple[tuple[str, str], ...]
    unfit: tuple[str, ...]

    @property
    def holds(self) -> bool:
        """Tell whether nothing is missing."""
        return not (self.missing or self.missing_topics or self.unfit)


def suits_newcomers(row: Row) -> bool:
    """Tell whether a session suits someone who is there for the first time."""
    front = row.module.front
    hard = any(need.kind == "hard" for need in front.prerequisites)
    return not hard and front.intensity != "high"


def coverage(case: Case) -> tuple[Coverage, ...]:
    """Return the coverage of each entry week; a cohort has week 1 only."""
    front = case.track.front
    required = [
        id_ for line in front.requirements if line.kind == "include" for id_ in line.modules
    ]
    admission = front.admission
    core = admission.core_topics if isinstance(admission, Rolling) else ()
    many = admission.first_sessions if isinstance(admission, Rolling) else 0
    found = []
    for entry in range(1, front.weeks + 1) if isinstance(admission, Rolling) else (1,):
        met = case.meets(entry)
        ids = tuple(dict.fromkeys(row.module.id for row in met))
        topics = {row.topic for row in met}
        first = [row for row in met if row.week == entry][:many]
        found.append(
            Coverage(
                entry=entry,
                modules=ids,
                missing=tuple(one for one in required if one not in ids),
                missing_topics=tuple(one for one in core if one not in topics),
                catch_ups=tuple(catch_ups(case, entry)) if isinstance(admission, Rolling) else (),
                unfit=tuple(row.module.id for row in first if not suits_newcomers(row)),
            )
        )
    return tuple(found)
