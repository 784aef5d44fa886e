"""The files of deploy/ name settings, paths and versions that there are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml

from bot import model
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
OF_THE_PROXY = {"LAMELLA_SITE", "LAMELLA_UPSTREAMS"}


def known_settings() -> set[str]:
    """The names that the code reads from the environment."""
    code = "".join(path.read_text() for room in ("bot", "actions") for path in (ROOT / room).rglob("*.py"))
    return set(re.findall(r"\bLAMELLA_[A-Z_]+", code))


@pytest.mark.parametrize("name", ["compose.yml", "kubernetes.yml", "Dockerfile", "example.env", "Caddyfile"])
def test_every_setting_is_one_that_is_read(name: str) -> None:
    named = set(re.findall(r"\bLAMELLA_[A-Z_]+", (DEPLOY / name).read_text()))
    assert named
    assert named <= known_settings() | OF_THE_PROXY


def test_the_image_holds_all_that_the_model_is_trained_on() -> None:
    taken = {line[1:] for line in (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines() if line[:1] == "!"}
    assert {Path(source).parts[0] for source in model._SOURCES} <= taken
    assert all((ROOT / name).exists() for name in taken)


def test_what_serves_is_pinned_as_what_is_tested() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^\S+==\S+", (ROOT / "requirements" / name).read_text(), re.MULTILINE))

    serving, tested = pins("serve.txt"), pins("lock.txt")
    assert len(serving) > 100
    assert serving <= tested
    assert not {pin for pin in serving if pin.startswith(("pytest", "playwright", "mypy"))}


def test_each_accepted_finding_is_of_a_version_that_serves_and_says_why() -> None:
    lines = (ROOT / "requirements/accepted-findings.txt").read_text().splitlines()
    found = [line.split(maxsplit=2) for line in lines if line and not line.startswith("#")]
    serving = set(re.findall(r"^\S+==\S+", (ROOT / "requirements/serve.txt").read_text(), re.MULTILINE))
    assert found
    for name, pin, why in found:
        assert re.fullmatch(r"CVE-\d{4}-\d{4,}|GHSA(-[0-9a-z]{4}){3}|PYSEC-\d{4}-\d+", name)
        assert pin in serving, f"{pin} is not pinned any more: is {name} still to be accepted?"
        assert len(why) > 20


def test_kubernetes_runs_this_version_as_the_images_user() -> None:
    (version,) = re.findall(r'^version = "(.+)"', (ROOT / "pyproject.toml").read_text(), re.MULTILINE)
    found = {part["kind"]: part for part in yaml.safe_load_all((DEPLOY / "kubernetes.yml").read_text())}
    pod = found["Deployment"]["spec"]["template"]["spec"]
    assert {one["image"] for one in (*pod["initContainers"], *pod["containers"])} == {f"lamella:{version}"}
    (user,) = re.findall(r"^USER (\d+)", (DEPLOY / "Dockerfile").read_text(), re.MULTILINE)
    assert pod["securityContext"]["runAsUser"] == int(user)
    assert pod["securityContext"]["runAsNonRoot"]


def test_addresses_that_are_asked_are_served() -> None:
    code = "".join(path.read_text() for path in (ROOT / "bot/framework").glob("*.py"))
    for name in ("compose.yml", "kubernetes.yml", "Dockerfile"):
        for path in re.findall(r"(?:path: |:5005)(/[a-z]+)", (DEPLOY / name).read_text()):
            assert f'"{path}"' in code, f"{name} asks {path}"
