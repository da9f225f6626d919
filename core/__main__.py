"""`python -m core`: loads the command line and runs it."""

import gc

# Nothing is garbage while modules are loaded, and to look for it would take a sixth of the start; what was loaded
# stays for good, so it is spared from every later collection.
gc.disable()
from core.command_line import main

gc.freeze()
gc.enable()

main()
