"""Placeholders for the TensorFlow modules that Rasa 3.6 imports but Lamella's pipeline never uses.

Importing, subclassing and annotating with a placeholder works, because Rasa does all three while its modules load.
Calling one is real use: it raises TensorFlowNotInstalled, naming the Rasa component that asked for it.
"""
from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from types import ModuleType

ROOTS = ("tensorflow", "tensorflow_addons", "tensorflow_text", "tensorflow_hub", "keras", "tensorboard")


class TensorFlowNotInstalled(ImportError):
    """A component that needs the real TensorFlow was used in the small install."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"{_component_in_use() or name} needs TensorFlow ({name}), which Lamella's small install leaves out. "
            "Take the component out of config.yml, or install the full set with `make full` and use .venv-full."
        )
        self.name = name


def _component_in_use() -> str:
    """The name of the outermost Rasa graph component on the call stack, or "" when there is none."""
    found = ""
    frame = sys._getframe(1)
    while frame is not None:
        for candidate in (frame.f_locals.get("self"), frame.f_locals.get("cls")):
            owner = candidate if isinstance(candidate, type) else type(candidate)
            if any(base.__name__ == "GraphComponent" for base in owner.__mro__[1:]):
                found = owner.__name__
        frame = frame.f_back
    return found


class _PlaceholderType(type):
    """The class of all placeholders: attributes are placeholders again, a call is real use."""

    def __getattr__(cls, name: str) -> type:
        if name.startswith("__"):
            raise AttributeError(name)
        made = placeholder(f"{cls.__placeholder__}.{name}")
        setattr(cls, name, made)
        return made

    def __call__(cls, *args: object, **kwargs: object) -> object:
        raise TensorFlowNotInstalled(cls.__placeholder__)

    def __getitem__(cls, item: object) -> type:  # annotations such as Sequence[Tensor]
        return cls

    def __or__(cls, other: object) -> type:
        return cls

    __ror__ = __or__


def placeholder(name: str) -> type:
    return _PlaceholderType(name.rsplit(".", 1)[-1], (), {"__placeholder__": name, "__module__": name.rsplit(".", 1)[0]})


def function(func: object = None, **_: object) -> object:
    """tf.function: Rasa decorates functions with it at import, which is not yet use."""
    return func if func is not None else (lambda decorated: decorated)


class PlaceholderModule(ModuleType):
    def __getattr__(self, name: str) -> object:
        if name.startswith("__"):
            raise AttributeError(name)
        made = function if (self.__name__, name) == ("tensorflow", "function") else placeholder(f"{self.__name__}.{name}")
        setattr(self, name, made)
        return made


class PlaceholderFinder(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Finds every submodule of the roots, however deep."""

    def find_spec(self, fullname: str, path: object = None, target: object = None):  # type: ignore[no-untyped-def]
        root, _, rest = fullname.partition(".")
        if root in ROOTS and rest:
            return importlib.machinery.ModuleSpec(fullname, self, is_package=True)
        return None

    def create_module(self, spec: importlib.machinery.ModuleSpec) -> ModuleType:
        return PlaceholderModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__path__ = []


def install(root: str) -> None:
    """Turn the module `root`, now being imported, into a placeholder package."""
    if not any(isinstance(finder, PlaceholderFinder) for finder in sys.meta_path):
        sys.meta_path.append(PlaceholderFinder())
    module = sys.modules[root]
    module.__class__ = PlaceholderModule
    module.__path__ = []
