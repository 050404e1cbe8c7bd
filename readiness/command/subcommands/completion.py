"""readiness completion: what a shell needs to complete our commands, options and check ids."""

from __future__ import annotations

import os

import click
from click.shell_completion import (
    CompletionItem,
    ShellComplete,
    add_completion_class,
    get_completion_class,
    split_arg_string,
)

from readiness.command.cli import COMPLETION_VARIABLE, cli
from readiness.command.help.exit_statuses import PRINTED, ends_with

SHELLS = ("bash", "zsh", "fish", "powershell")
# https://learn.microsoft.com/powershell/module/microsoft.powershell.core/register-argumentcompleter
# Where it is given nothing, the shell completes the names of files.
_POWERSHELL = """\
Register-ArgumentCompleter -Native -CommandName %(prog_name)s -ScriptBlock {
    param($word, $command, $cursor)
    $env:COMP_WORDS = $command.ToString()
    $env:COMP_CWORD = $word
    $env:%(complete_var)s = 'powershell_complete'
    try {
        %(prog_name)s | ForEach-Object {
            $value, $help = $_ -split "`t", 2
            [System.Management.Automation.CompletionResult]::new(
                $value, $value, 'ParameterValue', $(if ($help) { $help } else { $value }))
        }
    } finally {
        Remove-Item Env:COMP_WORDS, Env:COMP_CWORD, Env:%(complete_var)s
    }
}
"""


class PowerShellComplete(ShellComplete):
    """Completion for PowerShell, which click has not."""

    name = "powershell"
    source_template = _POWERSHELL

    def get_completion_args(self) -> tuple[list[str], str]:
        """The words before the one that is being written, and that one."""
        words = split_arg_string(os.environ["COMP_WORDS"])[1:]
        incomplete = os.environ["COMP_CWORD"]
        if incomplete and words and words[-1] == incomplete:
            words.pop()
        return words, incomplete

    def format_completion(self, item: CompletionItem) -> str:
        """A value, and what it means; an empty line for what the shell completes itself."""
        if item.type != "plain":
            return ""
        return f"{item.value}\t{' '.join((item.help or '').split())}"


add_completion_class(PowerShellComplete)


@ends_with(PRINTED)
@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS), metavar="SHELL")
def completion_command(shell: str) -> None:
    """Print what makes a shell complete commands, options and check ids.

    \b
    bash:        eval "$(readiness completion bash)"        in ~/.bashrc
    zsh:         eval "$(readiness completion zsh)"         in ~/.zshrc
    fish:        readiness completion fish | source         in config.fish
    PowerShell:  readiness completion powershell | Out-String | Invoke-Expression   in $PROFILE
    """  # noqa: D301 - the mark of click for lines that stay as they are
    completion = get_completion_class(shell)
    assert completion  # noqa: S101 - click has three of them, and the fourth is above
    click.echo(completion(cli, {}, "readiness", COMPLETION_VARIABLE).source())
