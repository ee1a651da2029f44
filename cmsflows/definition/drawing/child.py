"""A program: draw the DOT on standard input with pygraphviz's wheel; the argument is the format.

It is run by path, in a process of its own, so that Graphviz can be stopped when it takes too long
and cannot take the site down with it. It imports nothing of cmsflows, to start at once.
"""

import sys

import pygraphviz


def main(form: str) -> None:
    graph = pygraphviz.AGraph(string=sys.stdin.buffer.read().decode())
    sys.stdout.buffer.write(graph.draw(format=form, prog="dot"))


if __name__ == "__main__":
    main(sys.argv[1])
