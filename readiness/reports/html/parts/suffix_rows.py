"""What becomes of each UPN suffix, and what to do about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from readiness.model.sign import Sign
from readiness.model.wording import verb

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from readiness.advice.choices.suffixes import Suffix
    from readiness.advice.steps.action_step import ActionStep
    from readiness.pipeline.result import Result

_TENANT_SUFFIX = ".onmicrosoft.com"
_ABOUT_SUFFIXES = {Sign.UNROUTABLE_SUFFIX, Sign.UNVERIFIED_SUFFIX, Sign.UNFEDERATED_SUFFIX}
"""What the checks of suffixes are signs of: others look at domains, too, but of addresses."""


class SuffixRow(NamedTuple):
    """One row of the table of suffixes."""

    suffix: str | None
    """None for those who have no sign-in name at all."""
    users: int
    ready: int | None
    """None where that says nothing: nobody has the suffix, or a name."""
    state: str
    """What the tenant can do with it."""
    detail: str
    action: str
    """What to do; empty where there is nothing to do."""
    step: ActionStep | None = None
    """The step of the plan that does it."""


def suffix_rows(result: Result) -> Iterator[SuffixRow]:
    """The rows: the suffixes of most users first, then those that nobody has yet, or no name."""
    steps = _steps(result)
    suffixes = result.advice.upn_suffixes
    for suffix in suffixes:
        state, detail = _state(suffix)
        yield SuffixRow(
            suffix.suffix,
            suffix.users,
            suffix.ready,
            state,
            detail,
            _action(suffix),
            steps.get(suffix.suffix),
        )
    yield from _unused(result, {suffix.suffix for suffix in suffixes})
    essentials = result.counts.essentials
    nameless = result.people.in_scope - essentials.get("user_principal_name", 0)
    if essentials and nameless:
        yield SuffixRow(
            None,
            nameless,
            None,
            "Made up on the way",
            "of the account name and a domain",
            f"Give {_people(nameless)} a name",
        )


def _steps(result: Result) -> Mapping[str, ActionStep]:
    """The steps of the plan that are about a suffix, by suffix."""
    signs = {check.id: check.sign_of for check in result.checks}
    return {
        step.part.value: step
        for step in result.action_plan.steps
        if step.part.value and _ABOUT_SUFFIXES & {signs.get(check) for check in step.checks}
    }


def _unused(result: Result, used: set[str]) -> Iterator[SuffixRow]:
    """The domains that the plan leads to, though nobody signs in with them yet."""
    listed = {suffix.lower() for suffix in result.plan.declared_suffixes}
    # the first of the steps that lead to a domain is the one to have it ready for
    first = {step.target: step for step in reversed([*_steps(result).values()])}
    for suffix, step in first.items():
        if suffix and suffix not in used and suffix in result.plan.verified_domains:
            is_listed = suffix in listed
            action = "" if is_listed else f"List it in the forest, before step {step.step}"
            yield SuffixRow(suffix, 0, None, "Verified", "nobody has it yet", action, step)


def _state(suffix: Suffix) -> tuple[str, str]:
    if not suffix.routable:
        return "Cannot be verified by anybody", f"it {suffix.why_not_routable}"
    # every tenant has its initial domain, whether somebody listed it or not
    if suffix.suffix.endswith(_TENANT_SUFFIX):
        return "Belongs to the tenant", ""
    if suffix.verified is None:
        return "Not known", "the verified domains were not given: --domain"
    if not suffix.verified:
        return "Not among the domains given", "the name would change to one at onmicrosoft.com"
    undeclared = "the forest does not list it" if suffix.declared is False else ""
    return ("Verified, federated" if suffix.federated else "Verified"), undeclared


def _action(suffix: Suffix) -> str:
    people = _people(suffix.users)
    if not suffix.routable:
        if suffix.replacement is None:
            return f"Give {people} a name in a verified domain"
        return f"Rename {people} to @{suffix.replacement}"
    if suffix.verified is False:
        return f"Verify it in the tenant, or rename {people}"
    if suffix.verified is None and not suffix.suffix.endswith(_TENANT_SUFFIX):
        return f"Say whether the tenant has verified it: --domain {suffix.suffix}"
    return ""


def _people(number: int) -> str:
    return f"{number:,} {verb(number, 'person', 'people')}"
