"""Archives of notices to a folder of JSON files and a ledger: many files, some broken, on a machine that may go off at any time.

`sources` finds the files, `plan` tells what is to be done with each, `work` does it in a worker, `pool` and `cluster` run
workers, `run` holds it all together. What a file does to its worker costs that file only.
"""
