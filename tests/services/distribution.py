"""The two servers that come from Maven Central: Elasticsearch and S3Proxy.

The Elasticsearch of Maven (`integ-test-zip`) is the official server without its modules. What it lacks of text analysis
is added by the plugin in `es_plugin/`, compiled here. A server made ready is a folder of the cache whose name holds
the version and a digest of the plugin's sources; it appears at once (rename) and never changes, so that several
sessions may use and make it at the same time.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
import zipfile
from pathlib import Path

from tests.services import java
from tests.services.errors import NotInstalledError, ServicesError

ELASTICSEARCH = "8.19.9"
S3PROXY = "2.9.0"
PLUGIN_SOURCES = Path(__file__).parent / "es_plugin"
COPY_GOAL = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"

ARTIFACTS = {
    f"elasticsearch-{ELASTICSEARCH}.zip": (
        f"org.elasticsearch.distribution.integ-test-zip:elasticsearch:{ELASTICSEARCH}:zip",
        "6a0603db2b0406776dcf15df248294941f310e9183ca18a219bc8c6d57546ff0",
    ),
    f"s3proxy-{S3PROXY}-jar-with-dependencies.jar": (
        f"org.gaul:s3proxy:{S3PROXY}:jar:jar-with-dependencies",
        "238f813ff9d6d295273f809f383d31307d88d8f56acc40109b68a5d49186a0eb",
    ),
}
"""File name -> (Maven coordinates, SHA-256)."""


def cache_folder() -> Path:
    """Where downloads and unpacked servers stay between runs: FORECOURT_CACHE, or a folder by the account.

    Root's own home is closed to the account that Elasticsearch runs under, so root's cache is elsewhere.
    """
    if given := os.environ.get("FORECOURT_CACHE"):
        return Path(given).resolve()
    return Path("/var/cache/forecourt") if os.geteuid() == 0 else Path.home() / ".cache" / "forecourt"


def elasticsearch_home() -> Path:
    """The unpacked Elasticsearch with the plugin as its sources are now. Raises NotInstalledError."""
    home = cache_folder() / f"elasticsearch-{ELASTICSEARCH}-{_sources_digest()}"
    if not home.is_dir():
        raise NotInstalledError(f"Elasticsearch {ELASTICSEARCH} with the analysis plugin")
    return home


def s3proxy_jar() -> Path:
    """S3Proxy. Raises NotInstalledError."""
    jar = cache_folder() / f"s3proxy-{S3PROXY}-jar-with-dependencies.jar"
    if not jar.exists():
        raise NotInstalledError(f"S3Proxy {S3PROXY}")
    return jar


def install() -> None:
    """Fetch what is missing in the cache and make Elasticsearch ready. Raises ServicesError with the remedy."""
    cache_folder().mkdir(parents=True, exist_ok=True)
    for name in ARTIFACTS:
        if not (cache_folder() / name).exists():
            _fetch(name)
    try:
        elasticsearch_home()
    except NotInstalledError:
        _make_elasticsearch()


def _fetch(name: str) -> None:
    coordinates, expected = ARTIFACTS[name]
    if (maven := shutil.which("mvn")) is None:
        raise NotInstalledError("Maven (mvn)")
    with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
        options = [f"-Dartifact={coordinates}", f"-DoutputDirectory={folder}"]
        done = subprocess.run(
            [maven, "-q", "-B", COPY_GOAL, *options],
            cwd=folder,
            env=os.environ | {"JAVA_HOME": str(java.home())},
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            check=False,
        )
        if done.returncode:
            raise ServicesError(f"Maven could not fetch {coordinates}.\n{done.stdout[-3000:]}")
        fetched = Path(folder) / name
        digest = hashlib.sha256(fetched.read_bytes()).hexdigest()
        if digest != expected:
            raise ServicesError(f"{coordinates} has the SHA-256 {digest}, not {expected}: it is not used.")
        fetched.chmod(0o644)
        fetched.replace(cache_folder() / name)


def _make_elasticsearch() -> None:
    target = cache_folder() / f"elasticsearch-{ELASTICSEARCH}-{_sources_digest()}"
    with tempfile.TemporaryDirectory(dir=cache_folder()) as folder:
        with zipfile.ZipFile(cache_folder() / f"elasticsearch-{ELASTICSEARCH}.zip") as archive:
            archive.extractall(folder)
        home = Path(folder) / f"elasticsearch-{ELASTICSEARCH}"
        for program in (home / "bin").iterdir():
            program.chmod(0o755)
        _compile_plugin(home)
        try:
            home.rename(target)
        except OSError:
            if not target.is_dir():  # else another session made it meanwhile, from the same sources
                raise


def _compile_plugin(home: Path) -> None:
    plugin = home / "plugins" / "forecourt-analysis"
    classes = plugin / "classes"
    classes.mkdir(parents=True)
    programs = java.home() / "bin"
    sources = sorted(PLUGIN_SOURCES.glob("*.java"))
    compiler: list[str | Path] = [
        programs / "javac",
        "--release",
        str(java.OLDEST),
        "-cp",
        f"{home}/lib/*",
        "-d",
        classes,
    ]
    commands: tuple[list[str | Path], ...] = (
        [*compiler, *sources],
        [programs / "jar", "--create", "--file", plugin / "forecourt-analysis.jar", "-C", classes, "."],
    )
    for command in commands:
        done = subprocess.run(command, text=True, capture_output=True, check=False)
        if done.returncode:
            raise ServicesError(f"The analysis plugin does not compile.\n{done.stderr[-3000:]}")
    shutil.rmtree(classes)
    descriptor = (PLUGIN_SOURCES / "plugin-descriptor.properties").read_text()
    (plugin / "plugin-descriptor.properties").write_text(
        descriptor.replace("@elasticsearch@", ELASTICSEARCH).replace("@java@", str(java.OLDEST))
    )


def _sources_digest() -> str:
    digest = hashlib.sha256()
    for source in sorted(PLUGIN_SOURCES.iterdir()):
        digest.update(source.name.encode() + b"\0" + source.read_bytes())
    return digest.hexdigest()[:12]
