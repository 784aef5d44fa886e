"""Stands in for tensorflow_addons: see _lamella_placeholders."""
from _lamella_placeholders import install

install(__name__)
