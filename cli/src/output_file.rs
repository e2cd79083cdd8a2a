//! A file that is written: it is there whole, or what was there before stays.
//!
//! The bytes go to a temporary file in the same folder, which takes the place of the old one when
//! it is complete and on the disk. Whoever has the old file open or mapped keeps it. What is no
//! regular file, such as a pipe, has no old content to keep and is written directly.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};

use same_file::Handle;

use crate::error::CliError;

/// How many symbolic links are followed, as Linux does.
const LINKS: usize = 40;

/// A file that can be written.
pub(crate) struct OutputFile {
    path: PathBuf,
    target: Target,
}

enum Target {
    /// A file to be made, or to be replaced; no link.
    File { path: PathBuf, old: Option<Metadata> },
    /// What is no regular file.
    Device(File),
    /// What standard output is, too.
    StandardOutput,
}

impl OutputFile {
    /// Finds out where a file goes; refuses one that is an input, and one that may not be written.
    pub(crate) fn open(path: &Path, inputs: &[PathBuf]) -> Result<Self, CliError> {
        let error = || CliError::file(path);
        let target = match fs::metadata(path) {
            Ok(old) if old.is_dir() => return Err(CliError::Directory { file: path.into() }),
            Ok(old) => {
                // Not truncated. It fails where writing in place would.
                let file = OpenOptions::new().write(true).open(path).map_err(error())?;
                let handle =
                    Handle::from_file(file.try_clone().map_err(error())?).map_err(error())?;
                if file.is_terminal() {
                    return Err(CliError::ToTerminal { file: path.into() });
                } else if Handle::stdout().is_ok_and(|stdout| stdout == handle) {
                    Target::StandardOutput
                } else if !old.is_file() {
                    Target::Device(file)
                } else if let Some(input) = inputs.iter().find(|input| is_file(input, &handle)) {
                    return Err(CliError::OutputIsInput {
                        output: path.into(),
                        input: input.clone(),
                    });
                } else {
                    Target::File { path: fs::canonicalize(path).map_err(error())?, old: Some(old) }
                }
            }
            Err(missing) if missing.kind() == io::ErrorKind::NotFound => {
                Target::File { path: followed(path).map_err(error())?, old: None }
            }
            Err(other) => return Err(error()(other)),
        };
        Ok(Self { path: path.into(), target })
    }

    /// Whether it is standard output, so that nothing else can be printed there.
    pub(crate) fn is_standard(&self) -> bool {
        matches!(self.target, Target::StandardOutput)
    }

    pub(crate) fn write(self, bytes: &[u8]) -> Result<(), CliError> {
        match self.target {
            Target::File { path, old } => {
                replace(&path, old.as_ref(), bytes).map_err(CliError::file(self.path))
            }
            Target::Device(mut file) => file.write_all(bytes).map_err(CliError::file(self.path)),
            Target::StandardOutput => {
                let mut out = io::stdout().lock();
                out.write_all(bytes).and_then(|()| out.flush()).map_err(CliError::Output)
            }
        }
    }
}

/// Whether a path leads to a file. A pipe is none, and opening it would wait.
fn is_file(path: &Path, file: &Handle) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.is_file())
        && Handle::from_path(path).is_ok_and(|handle| handle == *file)
}

/// Where the last of a chain of symbolic links leads to, if there is nothing.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..LINKS {
        match fs::read_link(&path) {
            Ok(target) => path = folder(&path).join(target),
            Err(_) => return Ok(path),
        }
    }
    Err(io::Error::other("too many symbolic links"))
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Puts a file in the place of another, with the other's permissions, or makes one.
fn replace(path: &Path, old: Option<&Metadata>, bytes: &[u8]) -> io::Result<()> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".gaztag-");
    if old.is_none() {
        as_new(&mut builder);
    }
    let mut file = builder.tempfile_in(folder(path))?;
    if let Some(old) = old {
        as_old(file.as_file(), old)?;
    }
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path)?;
    Ok(())
}

/// Permissions as any new file has them: a temporary one would be for its owner alone.
#[cfg(unix)]
fn as_new(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    // The mask of the process takes its part away.
    builder.permissions(fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn as_new(_: &mut tempfile::Builder<'_, '_>) {}

/// Permissions, and the owner where that is allowed, as those of the old file.
fn as_old(file: &File, old: &Metadata) -> io::Result<()> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::{MetadataExt, fchown};
        // Root alone may give files away; for others the file is theirs.
        let _ = fchown(file, Some(old.uid()), Some(old.gid()));
    }
    file.set_permissions(old.permissions())
}
