"""Runs `baremetal` once for each line of standard input, a JSON list of arguments, and prints a line of JSON.

Each command is a process of its own, forked off one that has loaded the client already.
"""

import contextlib
import importlib
import json
import logging
import os
import pkgutil
import sys
import tempfile

import guard  # noqa: F401
from ironicclient import shell
from ironicclient.osc import v1 as commands


def main():
    load_everything()
    for line in sys.stdin:
        print(json.dumps(run(json.loads(line))), flush=True)


def load_everything():
    """Loads all modules, which load only when needed, by a command that must fail: nothing listens on port 1."""
    for module in pkgutil.iter_modules(commands.__path__):
        importlib.import_module(f"{commands.__name__}.{module.name}")
    nowhere = ["--os-auth-type", "none", "--os-endpoint", "http://127.0.0.1:1", "--max-retries", "0"]
    with open(os.devnull, "w") as nobody:
        with contextlib.redirect_stdout(nobody), contextlib.redirect_stderr(nobody):
            shell.main([*nowhere, "driver", "list", "-f", "json"])
    for logger in [logging.root, *map(logging.getLogger, logging.root.manager.loggerDict)]:
        logger.handlers.clear()


def run(arguments):
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        child = os.fork()
        if child == 0:
            become(arguments, out, err)
        _, status = os.waitpid(child, 0)
        return {"status": os.waitstatus_to_exitcode(status), "stdout": text(out), "stderr": text(err)}


def become(arguments, out, err):
    """Runs the program `baremetal` as its entry point does."""
    for target, source in enumerate([os.open(os.devnull, os.O_RDONLY), out.fileno(), err.fileno()]):
        os.dup2(source, target)
    sys.argv = ["baremetal", *arguments]
    try:
        code = shell.main(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code or 0)


def text(file):
    file.seek(0)
    return file.read().decode()


main()
