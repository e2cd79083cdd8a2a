# Builds and installs the C library. docs/c.md is the manual.
#
#   make lib                        libgaztag.a and libgaztag.so in target/release make install
#   PREFIX=/usr        header, libraries, gaztag.pc and the CMake package; with DESTDIR=DIR below
#   DIR make uninstall PREFIX=/usr      takes away what install laid make check
#   every check of the project
#
# It needs Rust, GNU make and the tools of GNU/Linux. All names of folders may have spaces.

CARGO      ?= cargo
STRIP      ?= strip
PREFIX     ?= /usr/local
LIBDIR     ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
FEATURES   ?= capi,arrow
TARGET_DIR  = $(if $(CARGO_TARGET_DIR),$(CARGO_TARGET_DIR),target)

VERSION   := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
# Before 1.0 every minor version may break the ABI.
SOVERSION := $(shell echo '$(VERSION)' | awk -F. '{ print ($$1 == 0 ? "0." $$2 : $$1) }')
SONAME    := libgaztag.so.$(SOVERSION)
LIBRARY   := libgaztag.so.$(VERSION)

BUILT  = $(TARGET_DIR)/$(if $(CARGO_BUILD_TARGET),$(CARGO_BUILD_TARGET)/)release
# What a static library needs of the system, as the compiler says: written beside it when it is
# built.
NATIVE = $(BUILT)/gaztag-native-libs.txt

all: lib

# The profile has no fat LTO: two Rust libraries built so cannot be linked into one program.
# The paths of the compiler are taken from the root of the package.
lib:
	$(CARGO) rustc --locked --lib --release --features '$(FEATURES)' --crate-type staticlib,cdylib -- \
	  --print native-static-libs="$(NATIVE)" -C link-arg=-Wl,-soname,$(SONAME)

# In a pkg-config file a backslash stands before a space, and what is below the prefix says so. (In
# sed's replacement the backslash is written twice.)
EMPTY   =
PC_PATH = $(subst $(EMPTY) $(EMPTY),\\ ,$(1))
PC_DIR  = $(call PC_PATH,$(if $(PREFIX),$(subst $(PREFIX),$${prefix},$(1)),$(1)))

# The CMake package finds the header by the way from itself, so that an installed tree can be moved.
CMAKEDIR = $(LIBDIR)/cmake/gaztag
FILL = sed -e 's|@PREFIX@|$(call PC_PATH,$(PREFIX))|' -e 's|@LIBDIR@|$(call PC_DIR,$(LIBDIR))|' -e 's|@INCLUDEDIR@|$(call PC_DIR,$(INCLUDEDIR))|' \
  -e "s|@INCLUDE_FROM_CMAKE@|$$(realpath -ms --relative-to="$(CMAKEDIR)" "$(INCLUDEDIR)")|" \
  -e 's|@VERSION@|$(VERSION)|' -e 's|@SONAME@|$(SONAME)|' -e 's|@LIBRARY@|$(LIBRARY)|' \
  -e "s|@NATIVE@|$$(cat "$(NATIVE)")|" -e "s|@NATIVE_LIST@|$$(tr ' ' ';' < "$(NATIVE)")|"

install: lib
	install -d "$(DESTDIR)$(INCLUDEDIR)" "$(DESTDIR)$(LIBDIR)/pkgconfig" "$(DESTDIR)$(CMAKEDIR)"
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

uninstall:
	rm -f "$(DESTDIR)$(INCLUDEDIR)/gaztag.h" "$(DESTDIR)$(INCLUDEDIR)/gaztag.hpp" "$(DESTDIR)$(LIBDIR)/libgaztag.a" "$(DESTDIR)$(LIBDIR)/libgaztag.so" \
	  "$(DESTDIR)$(LIBDIR)/$(SONAME)" "$(DESTDIR)$(LIBDIR)/$(LIBRARY)" "$(DESTDIR)$(LIBDIR)/pkgconfig/gaztag.pc"
	rm -rf "$(DESTDIR)$(CMAKEDIR)"

check:
	scripts/test

.PHONY: all lib install uninstall check
