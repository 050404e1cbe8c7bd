"""All mistakes and faults, by the section of the page."""

from tests.mistakes import faults, wrong_files, wrong_options, wrong_sources

SECTIONS = {
    "Files that are no export": wrong_sources.WRONG_FILES,
    "Exports with a fault": wrong_sources.DAMAGED_EXPORTS,
    "Sources that change": faults.CHANGING_SOURCES,
    "Commands and options": wrong_options.COMMANDS,
    "Values of options": wrong_options.OPTIONS,
    "The plan of the migration": wrong_options.PLAN,
    "Variables": wrong_options.VARIABLES,
    "readiness.toml": wrong_files.CONFIGURATIONS,
    "Baselines, and reports to compare": wrong_files.BASELINES,
    "Outputs": wrong_files.OUTPUTS,
    "The machine": faults.MACHINES,
    "Interruptions": faults.INTERRUPTIONS,
    "Checks of one's own": faults.CHECKS,
    "Directories that should answer": faults.SERVERS,
}
MISTAKES = [mistake for mistakes in SECTIONS.values() for mistake in mistakes]
