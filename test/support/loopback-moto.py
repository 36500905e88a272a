# moto (AWS in Python) on a free port of the loopback interface, which it then prints. Ends with its parent, even one that
# was killed: the pipe closes.
import os
import sys
import threading

from moto.server import main


def end_with_parent() -> None:
    sys.stdin.read()
    os._exit(0)


threading.Thread(target=end_with_parent, daemon=True).start()
main(["-H", "127.0.0.1", "-p", "0"])
