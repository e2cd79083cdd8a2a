"""Builds the C extension, and libgaztag.a that it links, by cargo.

In the repository the Rust package is two folders above. A source distribution has it in the folder `rust`, as `cargo package` puts it together.
"""

import os
import pathlib
import re
import subprocess
import sys
import sysconfig
import tarfile
import tempfile

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = ["module", "text", "job", "gazetteer", "builder", "tagger", "mentions", "incremental", "arrow"]
# Interpreters without the global lock have no stable ABI yet; for these a wheel of their own is
# built.
STABLE_ABI = not sysconfig.get_config_var("Py_GIL_DISABLED")


def rust_package():
    for folder in (HERE / "rust", HERE.parent.parent):
        if (folder / "include" / "gaztag.h").is_file():
            return folder
    sys.exit(f"gaztag: no Rust package in {HERE / 'rust'} and none in {HERE.parent.parent}; build in the repository, or from a source distribution (python setup.py sdist)")


def cargo(folder, *arguments):
    """Runs cargo and gives what it said on standard error."""
    command = [os.environ.get("CARGO", "cargo"), *arguments]
    # Line tables of the standard library would make the extension larger than the gazetteer.
    environment = {**os.environ, "CARGO_PROFILE_RELEASE_DEBUG": "false", "CARGO_PROFILE_RELEASE_LTO": "fat", "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "1"}
    try:
        result = subprocess.run(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    except FileNotFoundError:
        sys.exit("gaztag: cargo is not there; install Rust 1.88 or later (https://rustup.rs), or set CARGO to it")
    sys.stderr.write(result.stderr)
    if result.returncode != 0:
        sys.exit(f"gaztag: {' '.join(command)} failed")
    return result.stderr


class Build(build_ext):
    def build_extension(self, extension):
        package = rust_package()
        target = pathlib.Path(os.environ.get("GAZTAG_TARGET_DIR") or package / "target" / "python-build").resolve()
        said = cargo(
            package, "rustc", "--release", "--locked", "--lib", "--features", "capi,arrow", "--crate-type", "staticlib", "--target-dir", str(target), "--", "--print", "native-static-libs"
        )
        windows = self.compiler.compiler_type == "msvc"
        libraries = re.search(r"native-static-libs: (.*)", said)
        extension.include_dirs.append(str(package / "include"))
        extension.extra_objects.append(str(target / "release" / ("gaztag.lib" if windows else "libgaztag.a")))
        extension.extra_link_args += libraries.group(1).split() if libraries else []
        extension.depends += extension.extra_objects
        if windows:
            extension.extra_compile_args += ["/std:c11", "/experimental:c11atomics", "/O2"]
            extension.define_macros.append(("GAZTAG_STATIC", None))
        else:
            extension.extra_compile_args += ["-std=c11", "-O2", "-fvisibility=hidden", "-Wall", "-Wextra", "-Werror=implicit-function-declaration"]
        if sys.platform.startswith("linux"):
            # Only PyInit__gaztag is seen from outside; what nothing calls is left out.
            extension.extra_link_args += ["-Wl,--exclude-libs,ALL", "-Wl,--gc-sections", "-Wl,-s"]
        elif sys.platform == "darwin":
            extension.extra_link_args += ["-Wl,-exported_symbol,_PyInit__gaztag", "-Wl,-dead_strip"]
        super().build_extension(extension)


class SourceDistribution(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        package = rust_package()
        with tempfile.TemporaryDirectory() as target:
            cargo(package, "package", "--no-verify", "--allow-dirty", "--locked", "--package", "gaztag", "--target-dir", target)
            (crate,) = pathlib.Path(target, "package").glob("gaztag-*.crate")
            with tarfile.open(crate) as archive:
                for member in archive.getmembers():
                    # gaztag-0.1.0/src/lib.rs -> rust/src/lib.rs
                    member.name = "/".join(["rust", *pathlib.PurePosixPath(member.name).parts[1:]])
                    archive.extract(member, base_dir)


options = {"bdist_wheel": {"py_limited_api": "cp39"}} if STABLE_ABI else {}
setup(
    ext_modules=[
        Extension(
            "gaztag._gaztag",
            [f"c/{name}.c" for name in SOURCES],
            depends=["c/module.h"],
            py_limited_api=STABLE_ABI,
            define_macros=[("Py_LIMITED_API", "0x03090000")] if STABLE_ABI else [],
        )
    ],
    cmdclass={"build_ext": Build, "sdist": SourceDistribution},
    options=options,
)
