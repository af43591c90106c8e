"""Drawings as SVG text: pure functions, no style of their own, legible in black and white.

Each drawing is 360 units wide, so that it fits a phone with letters of readable size. Its colors
come from the page's style sheet by class; what color says is said in words or numbers too.
"""
