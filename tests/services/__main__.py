"""The command line: `python -m tests.services {install,up,down,run}`."""

from __future__ import annotations

import argparse
import shlex
import sys
from pathlib import Path

from tests.services import distribution, packages, session
from tests.services.errors import ServicesError
from tests.services.stack import FOLDER_VARIABLE, KINDS, Stack

ENV_FILE = Path(__file__).resolve().parents[2] / "var" / "services" / "env"


def install() -> None:
    """Bring packages and servers that are missing; a second run takes no time."""
    packages.install()
    distribution.install()


def up(*, env_file: Path, only: list[str]) -> None:
    """Start the servers, leave them running, and write their addresses to `env_file`."""
    with session.interruptible():
        if env_file.exists():
            raise ServicesError(f"{env_file} is there: servers run already. `down` stops them.")
        stack = Stack(only=only)
        try:
            stack.start()
            lines = [f"{key}={shlex.quote(value)}\n" for key, value in stack.environment().items()]
            env_file.parent.mkdir(parents=True, exist_ok=True)
            env_file.write_text("".join(lines))
        except BaseException:
            stack.close()
            raise
    sys.stdout.write(f"Running. For your shell: set -a; . {env_file}; set +a\n")


def down(*, env_file: Path) -> None:
    """Stop the servers that `up` started with the same `env_file`; none is no error."""
    if not env_file.exists():
        return
    entries = (line.partition("=") for line in env_file.read_text().splitlines())
    variables = {key: "".join(shlex.split(value)) for key, _, value in entries}
    Stack.attach(Path(variables[FOLDER_VARIABLE])).close()
    env_file.unlink()


def parse(arguments: list[str]) -> argparse.Namespace:
    """Read the command line; ends the process with usage when it is wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.services", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("install", help="bring packages and servers that are missing")
    starting, running = (
        actions.add_parser("up", help="start the servers and leave them running"),
        actions.add_parser("run", help="start the servers, run a command, stop the servers"),
    )
    stopping = actions.add_parser("down", help="stop what `up` started")
    for action in (starting, stopping):
        action.add_argument("--env-file", type=Path, default=ENV_FILE, help="file of the servers' addresses")
    for action in (starting, running):
        names = action.add_argument("--only", default=",".join(KINDS), help="servers wanted, by comma")
        names.type = _server_names
    running.add_argument("command", nargs="+", metavar="-- COMMAND", help="what to run")
    return parser.parse_args(arguments)


def _server_names(text: str) -> list[str]:
    names = text.split(",")
    if unknown := [name for name in names if name not in KINDS]:
        raise argparse.ArgumentTypeError(f"unknown: {', '.join(unknown)}; there are {', '.join(KINDS)}")
    return names


def main() -> int:
    """Do what the command line asks; 1 and a message on standard error when a server cannot be there."""
    options = parse(sys.argv[1:])
    try:
        match options.action:
            case "install":
                install()
            case "up":
                up(env_file=options.env_file, only=options.only)
            case "down":
                down(env_file=options.env_file)
            case "run":
                return session.run(command=options.command, only=options.only)
    except ServicesError as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    except session.Interrupted as interrupted:
        return 128 + interrupted.signum
    return 0


if __name__ == "__main__":
    sys.exit(main())
