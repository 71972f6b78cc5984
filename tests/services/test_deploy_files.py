"""compose.yaml, .env.example and the Dockerfile agree with each other and with the settings."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
PORTAL_SERVICES = {"web", "worker", "scheduler", "setup"}
REFERENCE = re.compile(r"(?<!\$)\$\{([A-Z0-9_]+)(:[?-][^}]*)?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    return yaml.safe_load((ROOT / "compose.yaml").read_text())


@pytest.fixture(scope="module")
def references() -> dict[str, str]:
    """Variable -> what follows its name: `:?` (required) or `:-default`."""
    text = re.sub(r"^\s*#.*$", "", (ROOT / "compose.yaml").read_text(), flags=re.MULTILINE)
    return {found[1]: found[2] or "" for found in REFERENCE.finditer(text)}


def read_by_settings() -> set[str]:
    sources = (ROOT / "portal" / "conf" / "settings").glob("*.py")
    return {
        name for source in sources for name in re.findall(r"\benv(?:\.\w+)?\(\s*\"([A-Z0-9_]+)\"", source.read_text())
    }


def example() -> tuple[dict[str, str], dict[str, str]]:
    """What .env.example asks for, and the defaults that it shows in comments."""
    text = (ROOT / ".env.example").read_text()
    given = dict(re.findall(r"^([A-Z0-9_]+)=(.*)$", text, re.MULTILINE))
    defaults = dict(re.findall(r"^#([A-Z0-9_]+)=(.*)$", text, re.MULTILINE))
    return given, defaults


def test_the_portal_gets_only_variables_that_its_settings_read(compose: dict[str, Any]) -> None:
    for name in PORTAL_SERVICES:
        given = set(compose["services"][name]["environment"])
        assert given
        assert given <= read_by_settings(), name


def test_every_real_server_is_named_to_the_portal(compose: dict[str, Any]) -> None:
    environment = compose["services"]["web"]["environment"]
    assert {"DATABASE_URL", "SEARCH_URL", "CELERY_BROKER_URL", "CACHE_URL", "S3_BUCKET"} <= set(environment)
    for host in re.findall(r"(?:@|http://)([a-z0-9]+):\d+", " ".join(environment.values())):
        assert host in compose["services"]


def test_services_and_volumes_refer_to_existing_ones(compose: dict[str, Any]) -> None:
    services, volumes = compose["services"], set(compose["volumes"])
    assert set(services) >= PORTAL_SERVICES | {"postgres", "elasticsearch", "redis", "s3"}
    used = set()
    for name, service in services.items():
        for other, condition in service.get("depends_on", {}).items():
            assert other in services, name
            if condition["condition"] == "service_healthy":
                assert "healthcheck" in services[other], other
        used |= {mount.split(":")[0] for mount in service.get("volumes", [])}
    assert used == volumes


def test_no_secret_has_a_default(references: dict[str, str]) -> None:
    secret = {name for name in references if re.search(r"KEY|SECRET|PASSWORD", name)}
    assert secret
    assert {name for name in secret if references[name] != ":?"} == set()


def test_the_example_lists_exactly_what_compose_reads(references: dict[str, str]) -> None:
    given, defaults = example()
    required = {name for name, rest in references.items() if rest == ":?"}
    assert set(given) == required
    assert not any(given.values())
    assert {name: f":-{value}" for name, value in defaults.items()} == {
        name: rest for name, rest in references.items() if name not in required
    }


def test_images_name_a_version_and_no_registry(compose: dict[str, Any]) -> None:
    images = {service["image"] for service in compose["services"].values()} - {"forecourt"}
    assert images
    for image in images:
        assert re.fullmatch(r"[a-z]+(/[a-z]+)?:[\w.-]+", image), image
        assert not image.endswith(":latest")


def test_the_image_is_built_from_files_that_exist_and_runs_without_privileges() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text()
    allowed = {line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")}
    for line in re.findall(r"^COPY (?!--from)(.+)$", dockerfile, re.MULTILINE):
        for source in line.split()[:-1]:
            assert (ROOT / source).exists(), source
            assert source == "." or source.split("/")[0] in allowed, source
    last_stage = dockerfile.rpartition("\nFROM ")[2]
    assert re.search(r"^USER (?!root)\w+$", last_stage, re.MULTILINE)
    assert not re.search(r"^(ENV|ARG) .*(SECRET|PASSWORD)", dockerfile, re.MULTILINE)


def test_environment_of_the_image_is_read_by_the_settings() -> None:
    dockerfile = (ROOT / "Dockerfile").read_text().rpartition("\nFROM ")[2]
    names = set(re.findall(r"\b([A-Z_]+)=", dockerfile)) - {"PATH", "PYTHONUNBUFFERED", "DJANGO_SETTINGS_MODULE"}
    assert names
    assert names <= read_by_settings()


def test_lock_files_name_no_host() -> None:
    lock = (ROOT / "package-lock.json").read_text()
    assert '"resolved"' not in lock
    for requirements in (ROOT / "requirements").glob("*.txt"):
        text = requirements.read_text()
        assert "://" not in text
        assert "--hash=sha256:" in text
