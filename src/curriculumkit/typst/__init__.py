"""Paper: doctrees written as Typst, compiled to tagged PDFs, and read back.

`builder` is the Sphinx builder, `translator` the writer, `templates/` the design. What a page
holds (`wording`) is worked out apart from the writer, so that reading a PDF back is a real check.
"""
