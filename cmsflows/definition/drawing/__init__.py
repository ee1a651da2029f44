"""Drawings of a flow: DOT in, an SVG or PNG picture out, by Graphviz in a process of its own."""
