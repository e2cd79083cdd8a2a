"""Builds the Rust library and the command line with cargo, and the C extension with the library.

In the repository the Rust packages are two folders above this one. A source distribution has them
in the folder `rust`, with the files of `cargo package`.
"""

import os
import pathlib
import re
import shutil
import subprocess
import sys
import sysconfig
import tarfile
import tempfile

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from setuptools.command.sdist import sdist

# Of setuptools, which must be imported first.
from distutils.command.build_scripts import build_scripts

HERE = pathlib.Path(__file__).resolve().parent
SOURCES = [
    "module", "object", "text", "job", "gazetteer", "builder", "tagger", "mentions", "incremental",
    "screener", "column", "batch", "arrow",
]  # fmt: skip
# Interpreters without the global lock have no stable ABI. A wheel for such an interpreter supports
# this interpreter only.
STABLE_ABI = not sysconfig.get_config_var("Py_GIL_DISABLED")

# How cargo compiles what is shipped. GAZTAG_LTO=off compiles as elsewhere in the repository, whose
# files are shared: much faster to build, and a little slower to run.
SHIPPED = {
    "CARGO_PROFILE_RELEASE_DEBUG": "false",
    "CARGO_PROFILE_RELEASE_LTO": "fat",
    "CARGO_PROFILE_RELEASE_CODEGEN_UNITS": "1",
}


def rust_package():
    for folder in (HERE / "rust", HERE.parent.parent):
        if (folder / "include" / "gaztag.h").is_file():
            return folder
    sys.exit(
        f"gaztag: no Rust package in {HERE / 'rust'} or in {HERE.parent.parent}; "
        "build in the repository, or from a source distribution (python setup.py sdist)"
    )


def cargo(folder, *arguments):
    """Runs cargo and returns its standard error."""
    command = [os.environ.get("CARGO", "cargo"), *arguments]
    environment = {**os.environ, **({} if os.environ.get("GAZTAG_LTO") == "off" else SHIPPED)}
    try:
        result = subprocess.run(
            command, cwd=folder, env=environment, text=True,
            stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
    except FileNotFoundError:
        sys.exit(
            "gaztag: cargo not found; install Rust 1.88 or later (https://rustup.rs), "
            "or set CARGO to its path"
        )
    sys.stderr.write(result.stderr)
    if result.returncode != 0:
        sys.exit(f"gaztag: {' '.join(command)} failed")
    return result.stderr


def build(*arguments):
    """Compiles a Rust package. Returns the folder of the result, and cargo's standard error."""
    package = rust_package()
    folder = os.environ.get("GAZTAG_TARGET_DIR") or package / "target" / "python-build"
    target = pathlib.Path(folder).resolve()
    command, *rest = arguments
    options = ("--release", "--locked", "--target-dir", str(target))
    output = cargo(package, command, *options, *rest)
    # CARGO_BUILD_TARGET builds for another machine; CC and _PYTHON_HOST_PLATFORM must agree.
    return target / os.environ.get("CARGO_BUILD_TARGET", "") / "release", output


class Build(build_ext):
    def build_extension(self, extension):
        built, output = build(
            "rustc", "--lib", "--features", "capi,arrow", "--crate-type", "staticlib",
            "--", "--print", "native-static-libs",
        )  # fmt: skip
        windows = self.compiler.compiler_type == "msvc"
        libraries = re.search(r"native-static-libs: (.*)", output)
        extension.include_dirs.append(str(rust_package() / "include"))
        library = "gaztag.lib" if windows else "libgaztag.a"
        extension.extra_objects.append(str(built / library))
        extension.extra_link_args += libraries.group(1).split() if libraries else []
        extension.depends += extension.extra_objects
        if windows:
            extension.extra_compile_args += ["/std:c11", "/experimental:c11atomics", "/O2"]
            extension.define_macros.append(("GAZTAG_STATIC", None))
        else:
            extension.extra_compile_args += ["-std=c11", "-O2", "-fvisibility=hidden"]
            extension.extra_compile_args += ["-Wall", "-Wextra"]
            extension.extra_compile_args += ["-Werror=implicit-function-declaration"]
        if sys.platform.startswith("linux"):
            # Exports only PyInit__gaztag, and removes unused code.
            exports = f"-Wl,--version-script={HERE / 'c' / 'exports.map'}"
            extension.extra_link_args += [exports, "-Wl,--gc-sections", "-Wl,-s"]
        elif sys.platform == "darwin":
            extension.extra_link_args += ["-Wl,-exported_symbol,_PyInit__gaztag", "-Wl,-dead_strip"]
        super().build_extension(extension)


class BuildProgram(build_scripts):
    """Builds the command line, which is installed as a script is."""

    def run(self):
        built, _ = build("build", "--package", "gaztag-cli")
        self.mkpath(self.build_dir)
        for name in self.scripts:
            shutil.copy2(built / name, self.build_dir)

    def get_source_files(self):
        return []


# Makes the packages of Rust one workspace in which the command line uses the library beside it.
WORKSPACE = """
[workspace]
members = ["cli"]
resolver = "3"

[patch.crates-io.gaztag]
path = "."
"""


class SourceDistribution(sdist):
    def make_release_tree(self, base_dir, files):
        super().make_release_tree(base_dir, files)
        package, rust = rust_package(), pathlib.Path(base_dir, "rust")
        with tempfile.TemporaryDirectory() as target:
            options = ("--no-verify", "--allow-dirty", "--locked", "--target-dir", target)
            cargo(package, "package", *options, "--package", "gaztag", "--package", "gaztag-cli")
            for name, folder in (("gaztag", "rust"), ("gaztag-cli", "rust/cli")):
                (crate,) = pathlib.Path(target, "package").glob(f"{name}-[0-9]*.crate")
                extract(crate, base_dir, folder)
        with open(rust / "Cargo.toml", "a", encoding="utf-8") as manifest:
            manifest.write(WORKSPACE)
        # The versions of the repository, without packages that only its tools need.
        shutil.copy(package / "Cargo.lock", rust)
        cargo(rust, "metadata", "--format-version", "1")


def extract(crate, base_dir, folder):
    """Extracts a package of Rust: gaztag-0.1.0/src/lib.rs becomes FOLDER/src/lib.rs."""
    with tarfile.open(crate) as archive:
        for member in archive.getmembers():
            member.name = "/".join([folder, *pathlib.PurePosixPath(member.name).parts[1:]])
            archive.extract(member, base_dir)


options = {"bdist_wheel": {"py_limited_api": "cp39"}} if STABLE_ABI else {}
setup(
    ext_modules=[
        Extension(
            "gaztag._gaztag",
            [f"c/{name}.c" for name in SOURCES],
            depends=["c/module.h", "c/arrow.h", "c/exports.map"],
            py_limited_api=STABLE_ABI,
            define_macros=[("Py_LIMITED_API", "0x03090000")] if STABLE_ABI else [],
        )
    ],
    scripts=["gaztag.exe" if sys.platform == "win32" else "gaztag"],
    cmdclass={"build_ext": Build, "build_scripts": BuildProgram, "sdist": SourceDistribution},
    options=options,
)
