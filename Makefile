# Builds and installs the C library. docs/c.md is the manual.
#
#   make lib                        builds libgaztag.a and libgaztag.so in target/release
#   make install PREFIX=/usr        installs the library and the command line; with DESTDIR=DIR
#                                   below DIR
#   make install-library            installs headers, libraries, gaztag.pc, the CMake package and
#                                   licences
#   make install-program            installs the command line, pages of the manual and completions
#                                   for bash, zsh and fish
#   make uninstall PREFIX=/usr      removes what install installed
#   make sqlite                     builds the extension of SQLite, target/release/sqlite/gaztag.so
#   make duckdb DUCKDB_INCLUDE=DIR  builds the extension of DuckDB, with duckdb_extension.h of DIR:
#                                   target/release/duckdb/gaztag.duckdb_extension
#   make dist                       archives of the built library for x86-64 and ARM, target/dist
#   make deb                        packages for Debian, in target/dist
#   make check                      runs the checks of the project
#
# Needs Rust, GNU make, and a linker for ELF. Names of folders may have spaces.

CARGO      ?= cargo
STRIP      ?= strip
PREFIX     ?= /usr/local
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DOCDIR     ?= $(PREFIX)/share/doc/gaztag
FEATURES   ?= capi,arrow
TARGET_DIR  = $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)

VERSION   := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
# Before 1.0 every minor version may break the ABI.
SOVERSION := $(shell echo '$(VERSION)' | awk -F. '{ print ($$1 == 0 ? "0." $$2 : $$1) }')
SONAME    := libgaztag.so.$(SOVERSION)
LIBRARY   := libgaztag.so.$(VERSION)

BUILT  = $(TARGET_DIR)/$(if $(CARGO_BUILD_TARGET),$(CARGO_BUILD_TARGET)/)release
# The system libraries that a program with the static library links, as the compiler lists them.
NATIVE = $(BUILT)/gaztag-native-libs.txt
# Without libgcc_s: C compilers link it, or what replaces it in a program without shared libraries.
LINKED = sed 's/-lgcc_s *//' "$(NATIVE)"

all: lib

# Without fat LTO: two Rust libraries built with it cannot be linked into one program. The compiler
# runs in the root of the package, and relative paths start there.
lib:
	$(CARGO) rustc --locked --lib --release --features '$(FEATURES)' --crate-type staticlib,cdylib -- \
	  --print native-static-libs="$(NATIVE)" -C link-arg=-Wl,-soname,$(SONAME)

# In a pkg-config file a space is escaped by a backslash (written twice in the replacement of sed),
# and paths below the prefix begin with ${prefix}.
EMPTY   =
PC_PATH = $(subst $(EMPTY) $(EMPTY),\\ ,$(1))
PC_DIR  = $(call PC_PATH,$(if $(PREFIX),$(subst $(PREFIX),$${prefix},$(1)),$(1)))

# The CMake package finds the header by a relative path, so that an installed tree can be moved.
CMAKEDIR = $(LIBDIR)/cmake/gaztag
FILL = sed -e 's|@PREFIX@|$(call PC_PATH,$(PREFIX))|' -e 's|@LIBDIR@|$(call PC_DIR,$(LIBDIR))|' \
  -e 's|@INCLUDEDIR@|$(call PC_DIR,$(INCLUDEDIR))|' \
  -e "s|@INCLUDE_FROM_CMAKE@|$$(FROM="$(CMAKEDIR)" TO="$(INCLUDEDIR)" awk -f bindings/c/relative.awk)|" \
  -e 's|@VERSION@|$(VERSION)|' -e 's|@SONAME@|$(SONAME)|' -e 's|@LIBRARY@|$(LIBRARY)|' \
  -e "s|@NATIVE@|$$($(LINKED))|" -e "s|@NATIVE_LIST@|$$($(LINKED) | tr ' ' ';')|"

install: install-library install-program

install-library: lib
	install -d "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(CMAKEDIR)" \
	  "$(DESTDIR)$(DOCDIR)"
	install -m 644 LICENSE-APACHE LICENSE-MIT NOTICES.txt "$(DESTDIR)$(DOCDIR)"
	install -m 644 include/gaztag.h bindings/cpp/gaztag.hpp "$(DESTDIR)$(INCLUDEDIR)"
	install -m 644 "$(BUILT)/libgaztag.a" "$(DESTDIR)$(LIBDIR)"
	install -m 755 "$(BUILT)/libgaztag.so" "$(DESTDIR)$(LIBDIR)/$(LIBRARY)"
	$(STRIP) --strip-debug "$(DESTDIR)$(LIBDIR)/libgaztag.a"
	$(STRIP) --strip-unneeded "$(DESTDIR)$(LIBDIR)/$(LIBRARY)"
	ln -sf $(LIBRARY) "$(DESTDIR)$(LIBDIR)/$(SONAME)"
	ln -sf $(SONAME) "$(DESTDIR)$(LIBDIR)/libgaztag.so"
	$(FILL) bindings/c/gaztag.pc.in > "$(DESTDIR)$(LIBDIR)/pkgconfig/gaztag.pc"
	$(FILL) bindings/c/gaztag-config.cmake.in > "$(DESTDIR)$(CMAKEDIR)/gaztag-config.cmake"
	$(FILL) bindings/c/gaztag-config-version.cmake.in > "$(DESTDIR)$(CMAKEDIR)/gaztag-config-version.cmake"

SHARE   = $(DESTDIR)$(PREFIX)/share
PROGRAM = "$(BUILT)/gaztag"
install-program:
	$(CARGO) build --locked --release -p gaztag-cli
	install -d "$(DESTDIR)$(PREFIX)/bin" "$(SHARE)/man/man1" "$(SHARE)/fish/vendor_completions.d" \
	  "$(SHARE)/bash-completion/completions" "$(SHARE)/zsh/site-functions"
	install -m 755 $(PROGRAM) "$(DESTDIR)$(PREFIX)/bin"
	$(PROGRAM) man --to "$(SHARE)/man/man1"
	$(PROGRAM) completions bash > "$(SHARE)/bash-completion/completions/gaztag"
	$(PROGRAM) completions zsh > "$(SHARE)/zsh/site-functions/_gaztag"
	$(PROGRAM) completions fish > "$(SHARE)/fish/vendor_completions.d/gaztag.fish"

uninstall:
	rm -f "$(DESTDIR)$(PREFIX)/bin/gaztag" "$(SHARE)/man/man1/gaztag.1" \
	  "$(SHARE)/man/man1/gaztag-"*.1 "$(SHARE)/bash-completion/completions/gaztag" \
	  "$(SHARE)/zsh/site-functions/_gaztag" "$(SHARE)/fish/vendor_completions.d/gaztag.fish"
	rm -f "$(DESTDIR)$(INCLUDEDIR)/gaztag.h" "$(DESTDIR)$(INCLUDEDIR)/gaztag.hpp" \
	  "$(DESTDIR)$(LIBDIR)/libgaztag.a" "$(DESTDIR)$(LIBDIR)/libgaztag.so" \
	  "$(DESTDIR)$(LIBDIR)/$(SONAME)" "$(DESTDIR)$(LIBDIR)/$(LIBRARY)" \
	  "$(DESTDIR)$(LIBDIR)/pkgconfig/gaztag.pc"
	rm -rf "$(DESTDIR)$(CMAKEDIR)" "$(DESTDIR)$(DOCDIR)"

# An extension exports only its entry point, and contains only what it uses of the library.
EXTENSION = $(CC) -std=c11 -O2 $(CFLAGS) -Wall -Wextra -fPIC -fvisibility=hidden -shared -Iinclude
STATIC    = "$(BUILT)/libgaztag.a" $$($(LINKED)) -Wl,--exclude-libs,ALL -Wl,--gc-sections -Wl,-s

sqlite: lib
	install -d "$(BUILT)/sqlite"
	$(EXTENSION) bindings/sqlite/gaztag.c $(STATIC) -o "$(BUILT)/sqlite/gaztag.so"

# DuckDB loads only files that end with a description of themselves.
MACHINE         = $(firstword $(subst -, ,$(CARGO_BUILD_TARGET)) $(shell uname -m))
DUCKDB_PLATFORM = linux_$(patsubst aarch64,arm64,$(MACHINE:x86_64=amd64))
DUCKDB          = $(BUILT)/duckdb/gaztag.duckdb_extension
duckdb: lib
	install -d "$(BUILT)/duckdb"
	$(EXTENSION) -I"$(DUCKDB_INCLUDE)" bindings/duckdb/gaztag.c $(STATIC) -o "$(DUCKDB)"
	bindings/duckdb/footer v$(VERSION) $(DUCKDB_PLATFORM) >> "$(DUCKDB)"

dist:
	scripts/dist

deb:
	scripts/deb

check:
	scripts/test

.PHONY: all lib install install-library install-program uninstall sqlite duckdb dist deb check
