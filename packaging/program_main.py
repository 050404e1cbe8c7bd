"""Where the program of PyInstaller begins: it stands for Python in its own processes."""

import multiprocessing
import sys

from readiness.command.main import main
from readiness.isolation.check_process import SERVES_CHECKS
from readiness.isolation.check_server import serve

if __name__ == "__main__":
    multiprocessing.freeze_support()  # a worker process ends in here
    if sys.argv[1:] == [SERVES_CHECKS]:
        serve()
    else:
        main()
