"""Changes of whom a track has: how many patients and leaders, and services outside the groups."""

from collections.abc import Iterator, Mapping, Sequence

from curriculumkit.assemble.change import STEPS, Change, changed, rules
from curriculumkit.assemble.words import listed, many
from curriculumkit.model.base import WEEKDAYS
from curriculumkit.model.module import Module
from curriculumkit.model.slots import OutsideService
from curriculumkit.model.standard import DayHours, Frequency, Size, Standard, WeeklyHours
from curriculumkit.model.track import GroupSize, Track


def group_sizes(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield the size of groups that every standard allows, then those that suit more modules."""
    group = track.front.group
    least, most = group.least, group.most
    for _, rule in rules(track, standards):
        if isinstance(rule, Size):
            least = max(least, rule.least or 1)
            most = min(most, rule.most or most)
    sizes = {(least, most): None}
    for few, many_ in sorted({one.front.people for one in modules}, key=lambda o: (-o[1], o[0])):
        sizes[max(least, few), min(most, many_)] = None
    for few, many_ in sizes:
        if (few, many_) != (group.least, group.most) and few <= many_:
            yield Change(
                changed(track, group=GroupSize(least=few, most=many_)),
                f"groups of {few} to {many_} patients",
                f"group: {{least: {few}, most: {many_}}}",
            )


def leaders(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield a second leader in one slot, then in all slots."""
    del standards
    slots = track.front.slots
    single = [index for index, slot in enumerate(slots) if slot.leaders == 1]
    if not any(one.front.staff.co_leader for one in modules):
        return
    for chosen in ([index] for index in single):
        first = slots[chosen[0]]
        yield _with_leader(track, chosen, f"on {first.day} at {first.start}")
    if len(single) > 1:
        yield _with_leader(track, single, "in every slot")


def _with_leader(track: Track, chosen: Sequence[int], where: str) -> Change:
    slots = tuple(
        slot.model_copy(update={"leaders": 2}) if index in chosen else slot
        for index, slot in enumerate(track.front.slots)
    )
    return Change(changed(track, slots=slots), f"a second leader {where}", "leaders: 2")


def services(
    track: Track, standards: Mapping[str, Standard], modules: tuple[Module, ...]
) -> Iterator[Change]:
    """Yield services that a standard asks for, and more time with a counselor in every week."""
    del modules
    wanted: list[OutsideService] = []
    for _, rule in rules(track, standards):
        if isinstance(rule, Frequency):
            usual = 15 if rule.service == "testing" else 30
            one = OutsideService(
                service=rule.service,
                minutes=rule.least_minutes or usual,
                times=1,
                every_weeks=rule.every_weeks,
                random=rule.random,
            )
            if one not in wanted:
                wanted.append(one)
    for one in wanted:
        yield _with_services(track, one)
    if len(wanted) > 1:
        yield _with_services(track, *wanted)
    hours = [s for s, rule in rules(track, standards) if isinstance(rule, WeeklyHours)]
    if hours and all("individual" in standard.front.counts.services for standard in hours):
        for minutes in STEPS:
            more = OutsideService(service="individual", minutes=minutes, times=1, every_weeks=1)
            yield _with_services(track, more)
    daily = [s for s, rule in rules(track, standards) if isinstance(rule, DayHours)]
    if daily and all("individual" in standard.front.counts.services for standard in daily):
        days = tuple(d for d in WEEKDAYS if any(slot.day == d for slot in track.front.slots))
        for minutes in STEPS:
            more = OutsideService(
                service="individual", minutes=minutes, times=len(days), every_weeks=1, days=days
            )
            yield _with_services(track, more)


def _with_services(track: Track, *more: OutsideService) -> Change:
    words = []
    for one in more:
        often = "every week" if one.every_weeks == 1 else f"every {one.every_weeks} weeks"
        often = f"on {listed(one.days)} of {often}" if one.days else often
        drawn = " on days drawn at random" if one.random else ""
        words.append(f"{one.service}, {many(one.minutes, 'minute')} {often}{drawn}")
    written = []
    for one in more:
        days = f", days: [{', '.join(one.days)}]" if one.days else ""
        fields = f"service: {one.service}, minutes: {one.minutes}, times: {one.times}"
        drawn = ", random: true" if one.random else ""
        written.append(f"  - {{{fields}, every_weeks: {one.every_weeks}{days}{drawn}}}")
    all_services = (*track.front.services, *more)
    what = f"one more service outside the groups: {'; '.join(words)}"
    return Change(changed(track, services=all_services), what, "\n".join(("services:", *written)))
