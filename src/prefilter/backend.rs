//! Which instructions read plain ASCII text. `CONTRIBUTING.md` lists what a new backend touches.

/// Which instructions read plain ASCII text. All backends return the same offsets; which of them
/// are available depends on the machine.
///
/// A tagger uses the fastest available one unless
/// [`TaggerBuilder::backend`](crate::TaggerBuilder::backend) chooses another, for tests or for
/// comparison.
///
/// ```
/// use gaztag::Backend;
///
/// assert!(Backend::Scalar.is_available());
/// let names: Vec<&str> = Backend::available().map(Backend::as_str).collect();
/// assert_eq!(names[0], "scalar");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
#[non_exhaustive]
pub enum Backend {
    /// Byte by byte, on every machine: the reference implementation.
    Scalar,
    /// 64 bytes at a time with SSE2, which every x86-64 has. It works as
    /// [`Scalar`](Self::Scalar) where names begin with more than four different bytes of
    /// punctuation, since it compares with each.
    Sse2,
    /// 64 bytes at a time with AVX2 and BMI: x86-64 since 2013. Without the feature `std` it is
    /// available only in programs that are compiled for such machines, since the standard library
    /// detects the processor.
    Avx2,
    /// 64 bytes at a time with NEON, which every 64-bit ARM processor has. Not available on
    /// big-endian systems.
    Neon,
}

impl Backend {
    /// All backends, the fastest of a machine last.
    pub const ALL: &'static [Self] = &[Self::Scalar, Self::Sse2, Self::Avx2, Self::Neon];

    /// Whether this machine has the instructions. Cheap: the standard library caches the answer of
    /// the processor.
    pub fn is_available(self) -> bool {
        match self {
            Self::Scalar => true,
            Self::Sse2 => cfg!(target_arch = "x86_64"),
            #[cfg(all(target_arch = "x86_64", feature = "std"))]
            Self::Avx2 => {
                use std::arch::is_x86_feature_detected as has;
                has!("avx2") && has!("bmi1") && has!("bmi2") && has!("lzcnt") && has!("popcnt")
            }
            #[cfg(not(all(target_arch = "x86_64", feature = "std")))]
            Self::Avx2 => {
                cfg!(all(
                    target_arch = "x86_64",
                    target_feature = "avx2",
                    target_feature = "bmi1",
                    target_feature = "bmi2",
                    target_feature = "lzcnt",
                    target_feature = "popcnt"
                ))
            }
            Self::Neon => {
                cfg!(all(
                    target_arch = "aarch64",
                    target_feature = "neon",
                    target_endian = "little"
                ))
            }
        }
    }

    /// The backends that are available on this machine, the fastest last.
    pub fn available() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied().filter(|backend| backend.is_available())
    }

    /// The name: `scalar`, `sse2`, `avx2` or `neon`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scalar => "scalar",
            Self::Sse2 => "sse2",
            Self::Avx2 => "avx2",
            Self::Neon => "neon",
        }
    }

    /// The backend with the proof that it is available; `None` if it is not.
    pub(crate) fn chosen(self) -> Option<Chosen> {
        self.is_available().then_some(Chosen(self))
    }
}

/// A backend that is available on this machine. Only [`Backend::chosen`] makes a value other than
/// [`Chosen::SCALAR`], after it has asked the processor: the calls of AVX2 rely on that.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) struct Chosen(Backend);

impl Chosen {
    /// The reference implementation.
    pub(crate) const SCALAR: Self = Self(Backend::Scalar);

    /// The fastest that is available.
    pub(crate) fn fastest() -> Self {
        Backend::ALL.iter().rev().copied().find_map(Backend::chosen).unwrap_or(Self::SCALAR)
    }

    pub(crate) const fn backend(self) -> Backend {
        self.0
    }

    /// The scalar backend in place of one that compares with a list of the special bytes, for
    /// names with more of them than the list can have.
    pub(super) const fn without_list(self) -> Self {
        match self.0 {
            Backend::Sse2 => Self::SCALAR,
            Backend::Scalar | Backend::Avx2 | Backend::Neon => self,
        }
    }
}
