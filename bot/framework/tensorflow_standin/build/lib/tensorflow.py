"""Stands in for tensorflow: see _lamella_placeholders."""
from _lamella_placeholders import install

install(__name__)
