"""The limits of every client here: no connection to other machines, and no long sleeps between two reads."""

import sys
import time


def only_loopback(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple) and not args[1][0].startswith("127."):
        raise PermissionError(f"{args[1][0]} is not on this machine")


def nap_shorter(sleep, factor=40):
    return lambda seconds: sleep(seconds / factor)


sys.addaudithook(only_loopback)
time.sleep = nap_shorter(time.sleep)
