"""A track, its standards and the modules of a library to a problem."""

from collections.abc import Collection, Iterable, Iterator, Mapping

from curriculumkit.assemble.cells import cells_of
from curriculumkit.assemble.frame import frame_constraints, module_constraints
from curriculumkit.assemble.given import Given
from curriculumkit.assemble.problem import Constraint, Offer, Over, Prices, Problem
from curriculumkit.assemble.requirements import requirement_constraints
from curriculumkit.assemble.standards import standard_constraints
from curriculumkit.model.module import Module
from curriculumkit.model.standard import Standard
from curriculumkit.model.track import Track
from curriculumkit.model.wish import (
    FewCatchUps,
    FewRepeats,
    FollowPhases,
    PreferSignedOff,
    SpreadTopics,
)


def problem_of(
    track: Track,
    standards: Mapping[str, Standard],
    modules: Iterable[Module],
    signed_off: Collection[str] = (),
) -> Problem:
    """Return the problem of a track whose names are all known (see `names.check_track`).

    Modules that are held with one person are never in a group's slot and are left out.
    """
    by_id = {one.id: one for one in sorted(modules, key=lambda one: one.id)}
    in_groups = [one for one in by_id.values() if one.front.format != "individual"]
    offers = tuple(
        Offer.of(index, one, signed_off=one.id in signed_off) for index, one in enumerate(in_groups)
    )
    given = Given(track, cells_of(track.front), offers)
    constraints: tuple[Constraint, ...] = (
        *requirement_constraints(given),
        *module_constraints(given, by_id),
        *frame_constraints(given),
        *standard_constraints(given, standards),
    )
    front = track.front
    stay = front.stay if front.is_rolling else 0
    return Problem(front.weeks, stay, given.cells, offers, constraints, _prices(given))


def phase_weeks(wish: FollowPhases, weeks: int) -> list[tuple[frozenset[str], int, int]]:
    """Return the topics of each phase with its first and last week.

    Without weeks of their own the phases share all weeks equally, in order.
    """
    many = len(wish.phases)
    found = []
    for index, phase in enumerate(wish.phases):
        if phase.weeks is not None:
            first, last = min(phase.weeks), max(phase.weeks)
        else:
            first = index * weeks // many + 1
            last = max((index + 1) * weeks // many, first)
        found.append((frozenset(phase.topics), first, last))
    return found


def _prices(given: Given) -> Prices:
    sessions: dict[tuple[int, int], int] = {}
    overs: list[Over] = []
    catch_up = 0
    for wish in given.track.front.wishes:
        match wish:
            case SpreadTopics():
                for topic in sorted({one.topic for one in given.offers}):
                    offers = given.of_topic(topic)
                    overs += [Over(offers, mask, 1, wish.weight) for mask in given.by_week()]
            case FewRepeats():
                overs += [
                    Over((one.index,), given.everywhere, 1, wish.weight) for one in given.offers
                ]
            case FewCatchUps():
                catch_up += wish.weight
            case _:
                for key, price in _by_session(given, wish):
                    sessions[key] = sessions.get(key, 0) + price
    return Prices(sessions, tuple(overs), catch_up)


def _by_session(
    given: Given, wish: FollowPhases | PreferSignedOff
) -> Iterator[tuple[tuple[int, int], int]]:
    """Yield what a session of an offer costs in a week, where it costs something."""
    weeks = range(1, given.track.front.weeks + 1)
    if isinstance(wish, PreferSignedOff):
        drafts = (one.index for one in given.offers if not one.signed_off)
        yield from (((offer, week), wish.weight) for offer in drafts for week in weeks)
        return
    for topics, first, last in phase_weeks(wish, len(weeks)):
        for offer in (one for one in given.offers if one.topic in topics):
            for week in weeks:
                away = max(first - week, week - last, 0)
                if away:
                    yield (offer.index, week), away * wish.weight
